// What did old government sites say that are gone? Captures of the UK Government Web Archive, found in its index.
import {
  type Answer,
  addressesSince,
  defineScraper,
  followRows,
  type OldAddress,
  type OwnPage,
  type Page,
  readReplay,
  replayOf,
  type Tools,
  textOf,
} from '../../src/collect/index.ts'
import addresses from './addresses.json' with { type: 'json' }
import { readIndex } from './pywb.ts'

const HOST = 'webarchive.nationalarchives.gov.uk'
const INDEX = /^\/ukgwa\/(cdx$|timemap\/(json|cdxj)\/)/
/** pywb's index has no resume key; an answer as long as this was cut, and an issue says so. */
const MOST_ROWS = 5000
/** Old Hansard has its own reader, which also takes archived copies. */
const HANSARD = /^https?:\/\/(www\.)?publications\.parliament\.uk(:80)?\/pa\/[^/]+\/(cm|ld)hansrd\//i

export default defineScraper({
  title: 'Old pages in the UK Government Web Archive',
  publisher: 'The National Archives',
  licence: 'OGL-UK-3.0',
  // Archived bytes do not change: an entry is asked for once after each review, and a run without news asks nothing.
  cadence: '13 4 11 * *',
  baseUrl: `https://${HOST}`,
  // No minimum: a run without newly reviewed addresses rightly gives nothing, and a changed index throws.
  expected: { min: 0, max: 20_000 },
  // No rate is published; one request in five seconds is a reader's pace.
  pace: 5,
  revisit: { afterDays: 3650, perRun: 0 },
  notes:
    "Built on pywb's description: no real answer of this archive was available, so neither its index nor a replay was ever tested. Which element of an old site holds its text is a guess by usual names, recorded with each document. Most addresses of the list were not checked against the index.",
  handles: (url) => {
    if (url.hostname !== HOST) return false
    if (INDEX.test(url.pathname)) return true
    const replay = replayOf(url)
    return replay !== null && !HANSARD.test(replay.original)
  },
  start: (standing) => {
    const { ask, cursor } = addressesSince(addresses, standing)
    return { pages: ask.map(indexAddress), cursor }
  },
  parse: (page, tools) =>
    INDEX.test(new URL(page.url).pathname)
      ? parseIndex(page, tools)
      : readReplay(page, tools, addresses, ownPage),
})

function indexAddress({ address, from, to }: OldAddress): string {
  const limit = String(MOST_ROWS)
  return `/ukgwa/cdx?${new URLSearchParams({ url: address, matchType: 'prefix', output: 'json', from, to, limit })}`
}

function parseIndex(page: Page, tools: Pick<Tools, 'issue' | 'each'>): Answer {
  const rows = readIndex(page.text, tools)
  const { searchParams } = new URL(page.url)
  // Not every server of this kind heeds from and to.
  const [from, to] = [searchParams.get('from') ?? '', searchParams.get('to') ?? '']
  const within = rows.filter(
    ({ timestamp }) => timestamp >= from && (to === '' || timestamp.slice(0, to.length) <= to),
  )
  if (within.length < rows.length)
    tools.issue(
      `${rows.length - within.length} of ${rows.length} rows of the index were left out: outside ${from} to ${to}`,
    )
  const limit = Number(searchParams.get('limit'))
  if (limit > 0 && rows.length >= limit)
    tools.issue(`the index gives ${rows.length} rows, as many as were asked for: narrow the address`)
  return { findings: [], follow: followRows('ukgwa', within, page, tools) }
}

/** The archive's own pages, by pywb's usual words. Not seen in a real answer. */
function ownPage(page: Page): OwnPage | null {
  const title = textOf(page.$('title').first())
  const heading = textOf(page.$('h1, h2').first())
  const says = [title, heading].find((text) =>
    /^(url not found|page not found|not archived|pywb error|archived page not found|resource not found|web ?archive error)\b/i.test(
      text,
    ),
  )
  return says ? { why: `no capture: the archive says "${says.slice(0, 120)}"` } : null
}
