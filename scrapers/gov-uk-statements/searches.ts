// Which questions are put to GOV.UK's Search API, and what does one answer lead to?
import {
  dayPlus,
  isRecord,
  type Json,
  OddRecordError,
  type Page,
  SourceChangedError,
  type Tools,
  type Window,
} from '../../src/collect/index.ts'
import { fieldsOf } from './fields.ts'
import queries from './queries.json' with { type: 'json' }

/** The first month looked at: the coalition took office on 11 May 2010. */
const FIRST_DAY = '2010-05-01'
/** Pages enter the index late and are scheduled to the minute, so each run looks again at the days before its cursor. */
const OVERLAP_DAYS = 7
/** Windows touch in UTC and days are printed in local time: each window is wider by a day at both ends. */
const EDGE_DAYS = 1
/** The highest that the API serves is 1,500; a month of one question has never been seen whole. */
const COUNT = 1000
/** From 900,000 the API refuses. */
const MOST_START = 900_000
const FIELDS =
  'link,title,content_id,content_store_document_type,public_timestamp,first_published_at,is_withdrawn'

/** Where the last whole run ended. */
export type Cursor = {
  /** The last day it asked for. */
  readonly read: string
  /** The past year it asked for again; null before any. */
  readonly year: number | null
}

/** The calendar months from one day to another, each wider by a day at both ends; the last ends with `today`. */
export function monthWindows(from: string, today: string): Window[] {
  const windows: Window[] = []
  for (let day = from; day <= today; ) {
    const next = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 1))
      .toISOString()
      .slice(0, 10)
    const end = dayPlus(next, EDGE_DAYS - 1)
    windows.push({ from: dayPlus(day, -EDGE_DAYS), to: end < today ? end : today })
    day = next
  }
  return windows
}

/** A calendar year, wider by a day at both ends. */
export function yearWindow(year: number): Window {
  return { from: dayPlus(`${year}-01-01`, -EDGE_DAYS), to: dayPlus(`${year}-12-31`, EDGE_DAYS) }
}

/** The questions of the reviewed file, without their days: everything of some bodies, and each phrase of all the others. */
const QUESTIONS: readonly string[] = [null, ...queries.phrases].map((phrase) => {
  const query = new URLSearchParams()
  // A phrase is matched as such only when the whole of "q" is between two quotation marks.
  if (phrase !== null) query.set('q', `"${phrase}"`)
  for (const body of queries.bodies)
    if ((body.everything ?? false) === (phrase === null)) query.append('filter_organisations', body.slug)
  for (const type of queries.types) query.append('filter_content_store_document_type', type)
  query.set('fields', FIELDS)
  query.set('order', 'public_timestamp')
  query.set('count', String(COUNT))
  query.set('start', '0')
  query.set('debug', 'include_withdrawn')
  return `/api/search.json?${query}`
})

/**
 * What a run begins with: the months since the cursor, or since May 2010, and one past year, in turn. The year finds
 * pages that were dated back, or that the index missed, after their month had been read.
 * `--since` replaces the cursor's day, and moves the cursor only when that leaves no gap.
 */
export function startSearches(standing: {
  readonly cursor: Json
  readonly since: string | null
  readonly today: string
}): { pages: string[]; cursor?: Json } {
  const { since, today } = standing
  const cursor = readCursor(standing.cursor)
  const due = cursor ? dayPlus(cursor.read, -OVERLAP_DAYS) : FIRST_DAY
  const from = since ?? due
  const thisYear = Number(today.slice(0, 4))
  const firstYear = Number(FIRST_DAY.slice(0, 4))
  const next = cursor === null ? null : cursor.year === null ? firstYear : cursor.year + 1
  const year = next !== null && next > thisYear ? firstYear : next
  const windows = [...monthWindows(from, today), ...(year === null ? [] : [yearWindow(year)])]
  const days = windows.map(({ from, to }) => encodeURIComponent(`from:${from},to:${to}`))
  const pages = days.flatMap((span) =>
    QUESTIONS.map((question) => `${question}&filter_public_timestamp=${span}`),
  )
  return from > due ? { pages } : { pages, cursor: { read: today, year } satisfies Cursor }
}

/** Null for no cursor, and for one that cannot be read: going back to the beginning loses nothing. */
function readCursor(cursor: Json): Cursor | null {
  const known = isRecord(cursor) ? cursor : {}
  const { read, year } = known as { readonly [field: string]: unknown }
  if (typeof read !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(read) || Number.isNaN(Date.parse(read)))
    return null
  return { read, year: typeof year === 'number' && Number.isInteger(year) ? year : null }
}

/**
 * Reads one answer: the pages it names, and the rest of the answer when there is more.
 * @throws SourceChangedError for anything but an answer of the Search API.
 */
export function readAnswer(page: Page, { each, issue }: Tools): { follow: string[] } {
  const answer = fieldsOf(page.json(), 'an answer of the Search API')
  const refused = answer.error
  if (typeof refused === 'string' && answer.results === undefined) {
    issue('the search refused the question; mend the request', refused.slice(0, 400))
    return { follow: [] }
  }
  const { results, total, start } = answer
  if (!Array.isArray(results) || !isCount(total) || !isCount(start))
    throw new SourceChangedError(
      `expected results, total and start in an answer of the Search API, got ${Object.keys(answer).join(', ').slice(0, 200)}`,
    )
  const asked = new URL(page.url).searchParams
  const follow = each(results, (row) => contentPath(isRecord(row) ? row.link : row))
  const counts = [answer.facets, answer.aggregates].some((by) => isRecord(by) && Object.keys(by).length > 0)
  if (results.length === 0 && start === 0 && counts) {
    issue('an answer with counts by category and without rows; nothing to read', { total })
    return { follow }
  }
  // The API ignores "c"; here it carries the total that the first page of this answer gave.
  const before = asked.get('c')
  if (before !== null && Number(before) !== total)
    issue('the total changed between two pages of one answer; some pages may have been missed', {
      before: Number(before),
      now: total,
    })
  const seen = start + results.length
  if (results.length === 0 && seen < total)
    issue('the pages of an answer do not add up to its total', { seen, total })
  if (seen > total) issue('the pages of an answer hold more than its total', { seen, total })
  if (results.length === 0 || seen >= total) return { follow }
  if (seen > MOST_START) {
    issue('an answer is too long to be read to its end; narrow the question', { total })
    return { follow }
  }
  const next = new URL(page.url)
  next.searchParams.set('start', String(seen))
  next.searchParams.set('c', String(total))
  return { follow: [...follow, next.href] }
}

const isCount = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0

/**
 * Where the Content API holds the page of a link.
 * @throws OddRecordError for a link to another site: the API recommends some.
 */
export function contentPath(link: unknown): string {
  const url =
    typeof link === 'string' && URL.canParse(link, 'https://www.gov.uk')
      ? new URL(link, 'https://www.gov.uk')
      : null
  if (url && url.hostname === 'www.gov.uk' && url.pathname !== '/') return `/api/content${url.pathname}`
  throw new OddRecordError(
    `expected a link to a page of www.gov.uk, got ${JSON.stringify(link)?.slice(0, 200)}`,
  )
}
