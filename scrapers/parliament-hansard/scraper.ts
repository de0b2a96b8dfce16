// scrapers/parliament-hansard - what was said in either House? Search finds contributions; the debates they belong to are read whole.
import {
  type DocumentPayload,
  dayPlus,
  defineScraper,
  documentFindings,
  type Finding,
  hostOf,
  isRecord,
  type Json,
  type JsonRecord,
  jsonRecord,
  OddRecordError,
  type Paragraph,
  readBody,
  SourceChangedError,
  type Speaker,
  type Tools,
  windowsBetween,
  windowsOf,
} from '../../src/collect/index.ts'
import { type Attribution, resolveSpeakers } from './attribution.ts'
import { FIRST_DAY, HOUSES, TERMS } from './query.ts'

const HOST = 'hansard-api.parliament.uk'
const READER = 'https://hansard.parliament.uk'
/** Over 100 the service is reported to answer 500. */
const TAKE = 100
/** Some pairs of term and window are reported to answer 500; short windows are less likely to. */
const STEP = 14
/** The text of a day is provisional and is replaced: it is read again after so many days. */
const REREAD = [7, 56]
/** Many times more than the sections of one day; a debate with more is no debate. */
const MOST_SECTIONS = 1_000

export default defineScraper({
  title: 'Hansard: what was said in Parliament',
  publisher: 'UK Parliament',
  licence: 'OPL-3.0',
  cadence: '20 9 * * *',
  baseUrl: `https://${HOST}`,
  // In recess nothing is said. No live run has been seen yet: the upper bound is a guess, to be set from the first ones.
  expected: { min: 0, max: 10_000 },
  notes:
    'Built on the interface description and on what other users of the service report: no real payload of a search or a debate has been tested. ' +
    'The types of items are not documented; one that is not known is left out, with an issue. A search that the service cannot answer is asked again by the next run, not in halves. ' +
    'The service is reported to be thin for 2004 to 2015; TheyWorkForYou serves those years.',
  handles: (url) =>
    hostOf(url) === HOST &&
    /^\/(search\/contributions\/spoken|debates\/debate\/[\w-]+)\.json$/i.test(url.pathname),
  start(standing) {
    const { windows, cursor } = windowsOf(standing, { first: FIRST_DAY, overlap: 1, step: STEP })
    const through =
      isRecord(standing.cursor) && typeof standing.cursor.through === 'string'
        ? standing.cursor.through
        : dayPlus(standing.today, -1)
    // Every day that came to be 7 or 56 days old since the last good run.
    const again = standing.since
      ? []
      : REREAD.flatMap((days) =>
          windowsBetween(dayPlus(through, 1 - days), dayPlus(standing.today, -days), STEP),
        )
    const pages = [...windows, ...again].flatMap(({ from, to }) =>
      HOUSES.flatMap((house) =>
        TERMS.map((term) => {
          const asked = { house, startDate: from, endDate: to, searchTerm: term, orderBy: 'SittingDateAsc' }
          const query = new URLSearchParams()
          for (const [name, value] of Object.entries({ ...asked, skip: '0', take: String(TAKE) }))
            query.set(`${PREFIX}${name}`, value)
          return `/search/contributions/Spoken.json?${query}`
        }),
      ),
    )
    return { pages, cursor }
  },
  parse(page, tools) {
    const url = new URL(page.url)
    return /^\/search\//i.test(url.pathname)
      ? { follow: readSearch(page.json(), url, tools) }
      : readDebate(page.json(), page.url, tools)
  },
})

/** Without it the filters are reported to be ignored. */
const PREFIX = 'queryParameters.'

const debateAddress = (id: string): string => `/debates/debate/${encodeURIComponent(id)}.json`

function readSearch(got: unknown, url: URL, { issue }: Tools): string[] {
  const result = jsonRecord(got, 'search')
  const rows = result.list('Results')
  const total = result.integer('TotalResultCount')
  const asked = (name: string): string | null => url.searchParams.get(`${PREFIX}${name}`)
  const follow = rows.map((row, at) => {
    const contribution = jsonRecord(row, `result ${at + 1}`)
    const day = contribution.day('SittingDate')
    const house = contribution.label('House')
    const wrong =
      day < (asked('startDate') ?? '') ||
      day > (asked('endDate') ?? '9999') ||
      (asked('house') ?? house).toLowerCase() !== house.toLowerCase()
    if (wrong)
      throw new SourceChangedError(
        `result ${at + 1}: expected ${asked('house')} between ${asked('startDate')} and ${asked('endDate')}, got ${house} on ${day}; the filters are ignored`,
      )
    return debateAddress(contribution.label('DebateSectionExtId'))
  })
  const next = Number(asked('skip') ?? 0) + rows.length
  if (next < total && rows.length === 0)
    issue(`the search says it has ${total} results, but gives none from ${next} on`)
  else if (next < total) {
    const onward = new URL(url)
    onward.searchParams.set(`${PREFIX}skip`, String(next))
    follow.push(onward.href)
  }
  return follow
}

const OVERVIEW_OPTIONAL = [
  ...['Location', 'Source', 'VolumeNo', 'ContentLastUpdated', 'HRSTag', 'SectionType', 'DebateTypeId'],
]
const ITEM_OPTIONAL = ['MemberId', 'ExternalId', 'IsReiteration', 'UIN', 'HRSTag']

/** A section of a debate with the items that hold words. */
type Section = {
  readonly overview: JsonRecord
  readonly items: readonly JsonRecord[]
  readonly repeated: number
}

function readDebate(got: unknown, address: string, tools: Tools): { findings: Finding[]; follow: string[] } {
  const sections: Section[] = []
  const follow: string[] = []
  const left: unknown[] = [got]
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    // A client of the service describes children as a list of ids; the interface description as whole debates.
    if (typeof next === 'string') {
      follow.push(debateAddress(next))
      continue
    }
    if (sections.length >= MOST_SECTIONS)
      throw new SourceChangedError(`expected at most ${MOST_SECTIONS} sections in a debate`)
    const debate = jsonRecord(next, `a section of ${address}`, ['ChildDebates', 'Navigator'])
    const overview = debate.record('Overview', OVERVIEW_OPTIONAL)
    sections.push({ overview, ...wordsOf(debate.list('Items'), overview.label('Title'), tools) })
    left.push(...[...debate.list('ChildDebates')].reverse())
  }
  const resolve = resolveSpeakers(sections.flatMap(({ items }) => items.map(attributionOf)))
  const findings = tools.each(sections, (section) => readSection(section, resolve, tools))
  return { findings: findings.flat(), follow }
}

/** The items that hold words, each once: some are repeated for layout. */
function wordsOf(items: readonly unknown[], title: string, { each, lookup }: Tools) {
  let repeated = 0
  const words = each(items, (item, at) => {
    const where = `"${title}", item ${at + 1}`
    const type = lookup<string>('item-type', jsonRecord(item, where).label('ItemType'))
    if (type !== 'words') return null
    const record = jsonRecord(item, where, ITEM_OPTIONAL)
    if (record.flagOrNull('IsReiteration') !== true) return record
    repeated += 1
    return null
  })
  return { items: words, repeated }
}

const attributionOf = (item: JsonRecord): Attribution => ({
  memberId: item.integerOrNull('MemberId'),
  printed: item.labelOrNull('AttributedTo'),
})

function readSection(
  { overview, items, repeated }: Section,
  resolve: (attribution: Attribution) => Speaker | null,
  { lookup }: Tools,
): Finding[] {
  const speakers: Speaker[] = []
  const placeOf = (speaker: Speaker): number => {
    const at = speakers.findIndex(
      ({ name, role, id }) => name === speaker.name && role === speaker.role && id === speaker.id,
    )
    return at >= 0 ? at : speakers.push(speaker) - 1
  }
  const paragraphs: Paragraph[] = []
  const uins: string[] = []
  // Not carried over from the section before: a section read by its own address must give the same.
  let column: string | undefined
  for (const item of items) {
    const body = readBody(item.textOrNull('Value') ?? '', column)
    column = body.column
    const speaker = resolve(attributionOf(item))
    const id = item.labelOrNull('ExternalId')
    const uin = item.labelOrNull('UIN')
    if (uin !== null) uins.push(uin)
    for (const { anchor: _, ...paragraph } of body.paragraphs)
      paragraphs.push({
        ...paragraph,
        ...(id === null ? {} : { anchor: `contribution-${id}` }),
        ...(speaker === null ? {} : { speaker: placeOf(speaker) }),
      })
  }
  if (paragraphs.length === 0) return []
  const id = overview.label('ExtId')
  if (!/^[\w-]{1,100}$/.test(id)) throw new OddRecordError(`${overview.where}: expected an id, got "${id}"`)
  const title = overview.label('Title')
  const date = overview.day('Date')
  const house = overview.label('House')
  const source = overview.has('Source') ? overview.value('Source') : null
  const all: { [field: string]: Json } = {
    house,
    location: overview.labelOrNull('Location'),
    volume: overview.integerOrNull('VolumeNo'),
    // How final the text is, in the service's own word; one client met numbers instead.
    source: typeof source === 'number' ? source : overview.labelOrNull('Source'),
    tag: overview.labelOrNull('HRSTag'),
    uins: uins.length > 0 ? uins : null,
    repeatedItemsLeftOut: repeated > 0 ? repeated : null,
  }
  const slug = title.replace(/[^A-Za-z0-9]/g, '') || 'Debate'
  const payload: DocumentPayload = {
    url: `${READER}/${house}/${date}/debates/${id}/${slug}`,
    title,
    date,
    body: lookup<string>('house', house),
    speakers,
    paragraphs,
    type: overview.labelOrNull('Location') ?? 'debate',
    status: 'live',
    licence: 'OPL-3.0',
    updated: overview.labelOrNull('ContentLastUpdated'),
    extra: Object.fromEntries(Object.entries(all).filter(([, given]) => given !== null)),
  }
  // Ids come in upper and in lower case for the same section.
  return documentFindings(id.toLowerCase(), payload)
}
