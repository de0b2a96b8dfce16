// What did old sites say that are gone? Captures of the Wayback Machine: found in its index, read as archived.
import {
  type Answer,
  addressesSince,
  defineScraper,
  type Exchanged,
  followRows,
  isCassette,
  makePage,
  NOTHING,
  OddRecordError,
  type OldAddress,
  type OwnPage,
  type Page,
  type Replay,
  rawReplay,
  readCassette,
  readReplay,
  replayOf,
  SourceChangedError,
  type Tools,
  textOf,
} from '../../src/collect/index.ts'
import addresses from './addresses.json' with { type: 'json' }
import { readIndex } from './cdx.ts'

const INDEX = '/cdx/search/cdx'
/** The index as people ask for it by one address: the JSON form, with more columns. */
const TIMEMAP = /^\/web\/timemap\/json\b/
const isIndex = ({ pathname }: URL): boolean =>
  pathname.replace(/\/$/, '') === INDEX || TIMEMAP.test(pathname)
/** Old Hansard has its own reader, which also takes archived copies. */
const HANSARD = /^https?:\/\/(www\.)?publications\.parliament\.uk(:80)?\/pa\/[^/]+\/(cm|ld)hansrd\//i

export default defineScraper({
  title: 'Old pages in the Wayback Machine',
  publisher: 'Internet Archive',
  licence: "the archived page's own; the index is free to use",
  // Archived bytes do not change: an entry is asked for once after each review, and a run without news asks nothing.
  cadence: '43 3 9 * *',
  baseUrl: 'https://web.archive.org',
  // No minimum: a run without newly reviewed addresses rightly gives nothing, and a changed index throws.
  expected: { min: 0, max: 20_000 },
  // 30 index calls a minute are the most that clients were allowed; 80% of that is one in 2.5 seconds.
  pace: 3,
  revisit: { afterDays: 3650, perRun: 0 },
  notes:
    'The index was tested on real text answers; its JSON form, and pages of the listed sites, are read by description and were never tested against a real answer. Which element of an old site holds its text is a guess by usual names, recorded with each document. Most addresses of the list were not checked against the index.',
  handles: (url) => {
    if (url.hostname !== 'web.archive.org') return false
    if (isIndex(url)) return true
    const replay = replayOf(url)
    return replay !== null && !HANSARD.test(replay.original)
  },
  start: (standing) => {
    const { ask, cursor } = addressesSince(addresses, standing)
    return { pages: ask.map(indexAddress), cursor }
  },
  parse: (page, tools) => (isCassette(page.text) ? parseRecording(page, tools) : parseAnswer(page, tools)),
})

function indexAddress({ address, from, to }: OldAddress): string {
  const query = new URLSearchParams({ url: address, matchType: 'prefix', output: 'json', from, to })
  query.append('filter', 'statuscode:200')
  query.append('filter', 'mimetype:text/html')
  for (const [name, value] of Object.entries({ collapse: 'digest', limit: '1000', showResumeKey: 'true' }))
    query.append(name, value)
  return `${INDEX}?${query}`
}

function parseAnswer(page: Page, tools: Pick<Tools, 'issue' | 'each'>): Answer {
  return isIndex(new URL(page.url)) ? parseIndex(page, tools) : readReplay(page, tools, addresses, ownPage)
}

function parseIndex(page: Page, tools: Pick<Tools, 'issue' | 'each'>): Answer {
  // A host that asked to be left out: 403 with the name of a Java exception, which a capture may keep as 200.
  const refusal = /^\s*((?:org|java)\.[\w.]+(?:Exception|Error)\b.*)/.exec(page.text)?.[1]
  if (refusal) {
    tools.issue(`blocked: the index refuses this address: ${refusal.slice(0, 160)}`)
    return NOTHING
  }
  const { rows, resumeKey } = readIndex(page.text, new URL(page.url).searchParams.get('fl'), tools)
  const next = new URL(page.url)
  // It comes percent-encoded and is sent encoded once more.
  if (resumeKey) next.searchParams.set('resumeKey', resumeKey)
  return {
    findings: [],
    follow: [...followRows('wayback', rows, page, tools), ...(resumeKey ? [next.href] : [])],
  }
}

/** The Wayback Machine's own pages all have `#error`; what they say, seen in 2020 to 2023. */
function ownPage(page: Page, replay: Replay): OwnPage | null {
  const { $ } = page
  const error = $('#error')
  if (error.length !== 1) return null
  const says = textOf(error)
  const crawl = /Got an HTTP (\d{3}) response at crawl time/.exec(says)?.[1]
  if (crawl) {
    const target = textOf(error.find('p.code.target').last())
    const to = URL.canParse(target, replay.original) ? new URL(target, replay.original).href : null
    return {
      why: `a notice of the archive: the page answered ${crawl} at the time, and led to ${to ?? 'nowhere that can be read'}`,
      follow: to ? [rawReplay('wayback', replay.timestamp, to)] : [],
    }
  }
  if (/has been excluded|blocked/i.test(says))
    return { why: `blocked: the archive says "${says.slice(0, 120)}"` }
  return { why: `no capture: the archive says "${says.slice(0, 120)}"` }
}

/** A recorded session, as the `wayback` client's tests keep them: each answer is read as if it had come live. */
function parseRecording(page: Page, tools: Tools): Answer {
  const exchanges = oddIfAnother(() => readCassette(page.text))
  const redirects = new Map<string, string>()
  for (const one of exchanges) {
    const to = locationOf(one)
    if (to) redirects.set(to, redirects.get(one.url) ?? one.url)
  }
  const recorded = new Set(exchanges.map(({ url }) => url))
  const answers = tools.each(exchanges, (one) => {
    const issue: Tools['issue'] = (what, detail) => tools.issue(`${one.url}: ${what}`, detail)
    const asked = redirects.get(one.url) ?? one.url
    return oddIfAnother(() => parseExchange(one, asked, recorded, page.captured, { ...tools, issue }))
  })
  if (exchanges.length === 0) tools.issue('a recording without any request')
  return {
    findings: answers.flatMap(({ findings }) => findings),
    follow: answers.flatMap(({ follow }) => follow).filter((address) => !recorded.has(address)),
  }
}

function parseExchange(
  exchange: Exchanged,
  asked: string,
  recorded: ReadonlySet<string>,
  captured: string,
  tools: Pick<Tools, 'issue' | 'each'>,
): Answer {
  const { url, status, headers } = exchange
  if (!URL.canParse(url) || new URL(url).hostname !== 'web.archive.org')
    throw new OddRecordError(`recorded request to "${url.slice(0, 120)}", which is not the Wayback Machine`)
  const to = locationOf(exchange)
  if (to !== null) {
    if (!recorded.has(to)) tools.issue(`redirects to ${to}, which was not recorded`)
    return { findings: [], follow: replayOf(new URL(to)) ? [to] : [] }
  }
  const contentType = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null
  const page = makePage({ url, asked, status, captured, contentType, headers, bytes: exchange.body() })
  if (status === 200) {
    if (!isIndex(new URL(url)) && !replayOf(new URL(url)))
      throw new OddRecordError(`${url}: neither an index nor a replay`)
    return parseAnswer(page, tools)
  }
  const past = page.header('memento-datetime')
  if (past) tools.issue(`the past site itself answered ${status} on ${past}`)
  else if (status === 404 && replayOf(new URL(url)))
    tools.issue('no capture: the archive has none of this page (404)')
  else if (status === 403)
    tools.issue(`blocked (403): ${page.header('x-archive-wayback-runtime-error') ?? page.text.slice(0, 160)}`)
  else tools.issue(`the archive answered ${status}`)
  return NOTHING
}

/** What was recorded once tells nothing of the archive now: another shape is one odd record, and no reason to fail. */
function oddIfAnother<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof SourceChangedError) throw new OddRecordError(error.message, { cause: error })
    throw error
  }
}

/** Where an answer redirects to, absolute; null when it does not, or does not say. */
function locationOf({ url, status, headers }: Exchanged): string | null {
  const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1]
  const redirects = status >= 300 && status < 400
  return redirects && location && URL.canParse(location, url) ? new URL(location, url).href : null
}
