// Which new files of spending and grants does the government's catalogue know of?
import {
  defineScraper,
  type Finding,
  isRecord,
  type Json,
  OddRecordError,
  type Page,
  SourceChangedError,
  type Tools,
  tidyText,
} from '../../src/collect/index.ts'

const ROWS = 100
const QUERIES = [
  'title:(spend OR spending OR payments) AND title:(25000 OR 25k)',
  'title:"360giving"',
  'title:"grants register"',
]
const searchFor = (q: string): string =>
  `/api/3/action/package_search?${new URLSearchParams({ q, rows: String(ROWS), start: '0', sort: 'id asc' })}`

export default defineScraper({
  title: 'data.gov.uk catalogue',
  publisher: 'Government Digital Service',
  licence: 'OGL-3.0',
  cadence: '11 3 * * 1',
  baseUrl: 'https://data.gov.uk',
  // Three searches; the largest is known to give some hundred data sets.
  expected: { min: 1, max: 20_000 },
  notes:
    'Read against records kept as test data by the publisher’s own programs, two of them with comment lines of a browser in front; the searches were never tried live. The catalogue only says where files are: a link may be dead, may lead to a page, and its format is free text. Names and addresses of contacts are left out.',
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    /^((www\.)?data\.gov\.uk|ckan\.publishing\.service\.gov\.uk)$/.test(url.hostname) &&
    /^\/api\/(\d\/)?(action|search|rest)\//.test(url.pathname),
  start: () => ({ pages: QUERIES.map(searchFor) }),

  parse(page, tools) {
    const answer = readAnswer(page, tools)
    if (!isRecord(answer) && !Array.isArray(answer))
      throw new SourceChangedError(`expected an answer of CKAN, got ${JSON.stringify(answer)?.slice(0, 200)}`)
    if (isRecord(answer) && answer.success === false)
      throw new SourceChangedError(
        `expected an answer of CKAN, got an error: ${JSON.stringify(answer.error)?.slice(0, 200)}`,
      )
    // Only the action API puts a result into an envelope; the older search and the older records have none.
    const result = isRecord(answer) && Object.hasOwn(answer, 'result') ? answer.result : answer
    const read = (list: readonly unknown[]) => tools.each(list, (one) => datasetOf(one, tools))
    if (isRecord(result) && Array.isArray(result.results)) {
      if (result.results.some((one) => typeof one === 'string')) {
        tools.issue(`the search gives ${result.results.length} names alone, and nothing of the data sets`)
        return { findings: [], follow: nextPage(page.url, result.count, result.results.length, tools) }
      }
      const findings = read(result.results)
      return { findings, follow: nextPage(page.url, result.count, result.results.length, tools) }
    }
    if (isDataset(result)) return read([result])
    if (Array.isArray(result) && result.length > 0 && result.every(isDataset)) return read(result)
    // A publisher shown with its data sets.
    if (isRecord(result) && Array.isArray(result.packages) && result.packages.length > 0) {
      const { package_count: count } = result
      if (typeof count === 'number' && count > result.packages.length)
        tools.issue(`the answer holds ${result.packages.length} of the ${count} data sets of a publisher`)
      return read(result.packages)
    }
    tools.issue(
      Array.isArray(result)
        ? `the answer is a list of ${result.length} ${result.every((one) => typeof one === 'string') ? 'names' : 'records'}, not of data sets`
        : `the answer holds no data set, but ${kindOf(result)}`,
    )
    return []
  },
})

const isDataset = (value: unknown): boolean => isRecord(value) && Array.isArray(value.resources)

function kindOf(result: unknown): string {
  if (!isRecord(result)) return 'something else'
  if (typeof result.type === 'string') return `one ${result.type}`
  if (Object.hasOwn(result, 'package_id') && Object.hasOwn(result, 'url')) return 'one file of a data set'
  return `fields ${Object.keys(result).slice(0, 8).join(', ') || 'of no name'}`
}

/** Answers kept by a browser's extension begin with lines that are comments; real ones do not. */
function readAnswer(page: Page, { issue }: Tools): unknown {
  if (!page.text.trimStart().startsWith('//')) return page.json()
  issue('the answer begins with comment lines, as a browser keeps it; they are passed over')
  try {
    return JSON.parse(page.text.replace(/^(\s*\/\/[^\n]*(\n|$))+/, ''))
  } catch (cause) {
    throw new SourceChangedError('expected JSON after the comment lines', { cause })
  }
}

const textIn = (record: { readonly [field: string]: unknown }, field: string): string | null => {
  const value = record[field]
  // Tags begin with a letter: "spend < 25,000" has none.
  return typeof value === 'string' ? tidyText(value.replace(/<\/?[a-z][^>]*>/gi, ' ')) || null : null
}

function datasetOf(value: unknown, { issue }: Tools): Finding {
  if (!isRecord(value)) throw new OddRecordError('expected a data set, got no object')
  const id = textIn(value, 'id')
  if (id === null) throw new OddRecordError('expected a data set with an "id", got one without')
  const { organization, resources } = value
  const files = Array.isArray(resources) ? resources.flatMap(resourceOf) : null
  if (files !== null && files.length < (resources as unknown[]).length)
    issue(`${id}: ${(resources as unknown[]).length - files.length} of its files have no address`)
  return {
    // Some searches give only the fields asked for: what lacks the files must not stand for the record that has them.
    kind: files === null ? 'dataset-mention' : 'dataset',
    key: id,
    payload: {
      // Null where a search gave only some fields.
      name: textIn(value, 'name'),
      title: textIn(value, 'title'),
      notes: textIn(value, 'notes')?.slice(0, 2000) ?? null,
      state: textIn(value, 'state'),
      // With a zone in searches, without one in single records: kept as printed.
      modified: textIn(value, 'metadata_modified'),
      created: textIn(value, 'metadata_created'),
      licence: textIn(value, 'license_id'),
      organisation: isRecord(organization)
        ? { name: textIn(organization, 'name'), title: textIn(organization, 'title') }
        : typeof organization === 'string'
          ? { name: organization, title: null }
          : null,
      resources: files,
    },
  }
}

function resourceOf(value: unknown): { [field: string]: Json }[] {
  if (!isRecord(value) || typeof value.url !== 'string' || value.url.trim() === '') return []
  const { archiver } = value
  return [
    {
      id: textIn(value, 'id'),
      url: value.url.trim(),
      format: textIn(value, 'format'),
      name: textIn(value, 'name') ?? textIn(value, 'description'),
      modified: textIn(value, 'last_modified') ?? textIn(value, 'created'),
      broken: isRecord(archiver) && typeof archiver.is_broken === 'boolean' ? archiver.is_broken : null,
    },
  ]
}

/** How many data sets the first page of a search counted, carried along in its address: a name that no data set has. */
const COUNTED = /-name:"counted-(\d+)"/

/**
 * The next page of a search. A catalogue that changes while it is paged would be read with gaps, so then the run fails,
 * as the publisher's own client does.
 * @throws SourceChangedError when the count has changed, or a page ends too early or holds too much.
 */
function nextPage(address: string, count: unknown, got: number, { issue }: Tools): string[] {
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0)
    throw new SourceChangedError(`expected a whole number as "count", got ${JSON.stringify(count)}`)
  const url = new URL(address)
  const start = Number(url.searchParams.get('start') ?? Number.NaN)
  // A capture whose address does not say where it stands in its search, or a search that only counts.
  if (!Number.isInteger(start) || url.searchParams.get('rows') === '0') {
    if (got < count) issue(`the answer holds ${got} of the ${count} data sets that the search found`)
    return []
  }
  const counted = COUNTED.exec(url.searchParams.get('fq') ?? '')?.[1]
  if (counted !== undefined && Number(counted) !== count)
    throw new SourceChangedError(
      `expected ${counted} data sets as on the first page, got ${count}; look again later`,
    )
  if (start + got > count)
    throw new SourceChangedError(`expected ${count} data sets, got ${got} more after the first ${start}`)
  if (got === 0 && start < count)
    throw new SourceChangedError(`expected data sets after the first ${start} of ${count}, got an empty page`)
  if (start + got >= count) return []
  url.searchParams.set('start', String(start + got))
  url.searchParams.set('fq', `-name:"counted-${count}"`)
  return [url.href]
}
