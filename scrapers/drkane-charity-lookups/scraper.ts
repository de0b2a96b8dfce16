// Which identifiers are one body, which charities went into which, and what else are they called?
import {
  type BulkRow,
  csvRecords,
  defineBulk,
  type ReadRows,
  SourceChangedError,
  sniff,
} from '../../src/collect/index.ts'
import { type RegisterEntry, type RegisterLink, societyForm } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'

type Tools = Parameters<ReadRows>[1]
type Line = Readonly<Record<string, string>>
/** A list: how it is known by its headings, and what one line of it says; null for a line that says nothing here. */
type List = {
  readonly name: string
  readonly headings: readonly string[]
  readonly read: ((record: Line, told: Told) => readonly BulkRow[] | null) | null
}
/** Counts lines that say nothing here, by why. */
type Told = { readonly skip: (why: string, example: string) => null }

const HOME = 'drkane/charity-lookups'
const FILES = [
  'charity-company-numbers.csv',
  'dual-registered-uk-charities.csv',
  'mutual-companies.csv',
  'charity-names.csv',
  'ccew-register-of-mergers.csv',
]

const LISTS: readonly List[] = [
  {
    name: 'company numbers of charities',
    headings: ['org_id_a', 'org_id_b', 'name'],
    read: ({ org_id_a = '', org_id_b = '' }, told) => linkOf('same', org_id_a, org_id_b, null, told),
  },
  {
    name: 'charities registered in Scotland and in England and Wales',
    headings: ['Scottish Charity Number', 'E&W Charity Number', 'Charity Name (E&W)'],
    read: (record, told) =>
      linkOf(
        'same',
        `GB-SC-${record['Scottish Charity Number'] ?? ''}`,
        `GB-CHC-${record['E&W Charity Number'] ?? ''}`,
        null,
        told,
      ),
  },
  {
    name: 'societies on the mutuals register',
    headings: ['mutual_id', 'company_id', 'name'],
    read: ({ mutual_id = '', company_id = '', name = '' }, told) => {
      const links = linkOf('same', mutual_id, company_id, null, told)
      const [id, company] = [readOrgId(mutual_id).id, readOrgId(company_id).id]
      if (links === null || id === null || company === null) return null
      // The list has no dates, and not all of it is still registered: that a body is a society holds for any day.
      const entry: RegisterEntry = {
        ...{ id, ids: [id, company], names: [name || id], form: societyForm(id) ?? 'registered-society' },
        ...{ spans: [], postcode: null, main: null, setApart: null },
      }
      return [...links, { kind: 'register-entry', key: `${id}=${company}`, ...entry }]
    },
  },
  {
    name: 'other names of charities',
    headings: ['org_id', 'alternative_name'],
    read: ({ org_id = '', alternative_name = '' }, told) => {
      const { id } = readOrgId(org_id)
      if (id === null || alternative_name === '')
        return told.skip('have no identifier or no name', `${org_id}: ${alternative_name}`)
      const link: RegisterLink = { a: alternative_name, b: id, relation: 'name', on: null }
      return [{ kind: 'register-link', key: `${id}: ${alternative_name}`.slice(0, 300), ...link }]
    },
  },
  {
    name: 'register of mergers',
    headings: [
      ...['transferor_name', 'transferor_regno', 'transferor_subno', 'transferee_name', 'transferee_regno'],
      ...[
        'transferee_subno',
        'date_vesting_declaration',
        'date_property_transferred',
        'date_merger_registered',
      ],
    ],
    read: readMerger,
  },
  { name: 'fields of the public extract', headings: ['Table', 'Field', 'Description'], read: null },
  { name: 'classification of charities', headings: ['category', 'code', 'name'], read: null },
  { name: 'ICNP/TSO classification', headings: ['Section', 'Group', 'Sub-group', 'Title'], read: null },
  { name: 'kinds of mutual society', headings: ['Suffix/Prefix', 'Definition', 'Society Type'], read: null },
]

function linkOf(
  relation: RegisterLink['relation'],
  printedA: string,
  printedB: string,
  on: string | null,
  told: Told,
): readonly BulkRow[] | null {
  const [a, b] = [readOrgId(printedA).id, readOrgId(printedB).id]
  if (a === null || b === null)
    return told.skip('have a number without a known shape', `${printedA}, ${printedB}`)
  if (a === b) return told.skip('link a body with itself', a)
  const link: RegisterLink = { a, b, relation, on }
  return [{ kind: 'register-link', key: `${a}=${b}`, ...link }]
}

/**
 * Funds and bodies that were never registered have no number on either side: nobody can be found by them. Names of such
 * can be those of people, so nothing of them is kept.
 */
function readMerger(record: Line, told: Told): readonly BulkRow[] | null {
  const [from, into] = [numberOf(record, 'transferor'), numberOf(record, 'transferee')]
  if (from === null || into === null)
    return told.skip(
      'have no charity number on one side',
      `merger registered ${record.date_merger_registered ?? ''}`,
    )
  const days = [
    record.date_property_transferred,
    record.date_vesting_declaration,
    record.date_merger_registered,
  ]
  const on = days
    .map((printed) => /^\d{4}-\d{2}-\d{2}/.exec(printed ?? '')?.[0])
    .find((day) => day !== undefined)
  return linkOf('merged', from, into, on ?? null, told)
}

function numberOf(record: Line, side: string): string | null {
  const number = record[`${side}_regno`] ?? ''
  const sub = record[`${side}_subno`] ?? ''
  return number === '' ? null : `GB-CHC-${number}${sub === '' || sub === '0' ? '' : `-${sub}`}`
}

const readRows: ReadRows = async function* (page, tools) {
  if ((await sniff(page)) !== 'text') {
    tools.issue('expected a list as CSV, got another kind of file; nothing is read from it')
    return
  }
  let list: List | undefined
  const keys = new Set<string>()
  const skipped = new Map<string, { lines: number; example: string }>()
  const skip: Told['skip'] = (why, example) => {
    const before = skipped.get(why)
    skipped.set(why, { lines: (before?.lines ?? 0) + 1, example: before?.example ?? example.slice(0, 120) })
    return null
  }
  for await (const { record } of csvRecords(page, {
    onOdd: (what) => skip('have more or fewer cells than headings, and are read all the same', what),
  })) {
    list ??= listWith(Object.keys(record))
    if (list.read === null) {
      tools.issue(`a list of codes (${list.name}): it says nothing of any body, and nothing is read from it`)
      return
    }
    for (const row of list.read(record, { skip }) ?? []) {
      const key = `${row.kind} ${row.key}`
      if (keys.has(key)) skip('say the same again', row.key)
      else yield row
      keys.add(key)
    }
  }
  if (list === undefined) throw new SourceChangedError(`${page.url}: expected a list, found no lines`)
  tellSkipped(skipped, tools)
}

function listWith(headings: readonly string[]): List {
  const found = LISTS.find((list) => list.headings.every((heading) => headings.includes(heading)))
  if (found) return found
  throw new SourceChangedError(
    `expected the headings of a known list, found ${headings.slice(0, 12).join(', ')}`,
  )
}

function tellSkipped(
  skipped: ReadonlyMap<string, { lines: number; example: string }>,
  { issue }: Tools,
): void {
  for (const [why, { lines, example }] of skipped) issue(`${lines} lines ${why}, such as "${example}"`)
}

export default defineBulk({
  title: 'Charity lookups: numbers, names and mergers of charities and societies',
  publisher: 'David Kane',
  licence: 'ODbL-1.0, attribute drkane/charity-lookups',
  cadence: '7 3 2 * *',
  baseUrl: 'https://raw.githubusercontent.com',
  // 4,400 company numbers, 1,500 double registrations, 12,000 societies twice, 2,300 names, 5,400 mergers.
  expected: { min: 20_000, max: 120_000 },
  notes:
    'Compiled by hand and by program from the registers; the lists have no dates but those of mergers. A body on the list of societies may have gone since. The register of mergers is that of the Charity Commission, converted to CSV.',
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    ((url.hostname === 'raw.githubusercontent.com' &&
      new RegExp(`^/${HOME}/[^?]+\\.csv$`).test(url.pathname)) ||
      (url.hostname === 'github.com' &&
        new RegExp(`^/${HOME}/(?:raw|blob)/[^?]+\\.csv$`).test(url.pathname)) ||
      // Where the Charity Commission publishes its register of mergers and its list of fields, which the lists convert.
      (/^(?:www\.)?gov\.uk$/.test(url.hostname) &&
        url.pathname === '/government/publications/register-of-merged-charities') ||
      (url.hostname === 'register-of-charities.charitycommission.gov.uk' &&
        url.pathname === '/register/full-register-download')),
  start: () => ({ pages: FILES.map((file) => `/${HOME}/main/${file}`) }),
  readRows,
})
