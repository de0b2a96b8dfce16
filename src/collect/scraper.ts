// What is a source, to the machinery? Its metadata, where to start, which addresses it reads, and a pure parse.
import type { CheerioAPI } from 'cheerio/slim'
import type { Measure } from '../domain/nouns.ts'
import type { ReadRows, Tally } from './bulk.ts'
import { CollectError, ScraperInvalidError } from './errors.ts'
import type { Limits } from './exchange.ts'
import type { Retry } from './fetcher.ts'
import type { Finding } from './finding.ts'
import type { Json } from './port.ts'

/** A page, as a parser sees it. Everything on it follows from the bytes, the address and the headers. */
export type Page = {
  /** Where it lies, after redirects and without regard to mirrors. */
  readonly url: string
  /** The address that was asked for; another than `url` when redirects led on. */
  readonly asked: string
  /** 200, or the status under which the bytes were captured. */
  readonly status: number
  /** When it was captured, ISO 8601, UTC. Not a date of anything the page says. */
  readonly captured: string
  readonly contentType: string | null
  /** A header of the answer, by its lower-case name; null when it was not sent, or the capture holds none. */
  readonly header: (name: string) => string | null
  /** Encoding of the text, and whether bytes did not fit it. */
  readonly charset: string
  readonly bytes: Uint8Array
  readonly text: string
  /** The page as HTML, read on first use. */
  readonly $: CheerioAPI
  /** The page as XML, read on first use. Entities that its own DOCTYPE declares are written out. */
  readonly xml: CheerioAPI
  /** The page as JSON. @throws SourceChangedError when it is cut short, is something else, or nests over 200 deep. */
  readonly json: () => unknown
}

/** What a parser may call beside reading its page. */
export type Tools = {
  /**
   * What a publisher's odd word means, from `lookups.json`.
   * @throws UnknownCategoryError when it is not there; inside `each` that skips one record and leaves an issue.
   */
  readonly lookup: <T extends Json = Json>(table: string, word: string) => T
  /** Notes something for the maintainer and goes on. */
  readonly issue: (what: string, detail?: Json) => void
  /** Reads records one by one. An odd one becomes an issue and is left out; a page of another shape still fails. */
  readonly each: <Item, Result>(
    items: Iterable<Item>,
    read: (item: Item, index: number) => Result | null,
  ) => Result[]
}

/** What `parse` gives back; a bare list means that there is nothing to follow. */
export type Parse =
  | readonly Finding[]
  | { readonly findings?: readonly Finding[]; readonly follow?: readonly string[] }

/** What a run tells a scraper about where things stand. */
export type Standing = {
  /** What the last whole run left; null the first time. */
  readonly cursor: Json
  /** `--since`, `YYYY-MM-DD`; null when not given. A scraper that can, starts there instead of at its cursor. */
  readonly since: string | null
  /** `YYYY-MM-DD`, UTC. */
  readonly today: string
  /** What the findings of another source lead to, each once, in order; empty for a scraper without `leads`. */
  readonly leads: readonly string[]
}

/** Another source whose findings say what to look for: the files that a catalogue knows of, the bodies that lists name. */
export type Leads = {
  readonly source: string
  readonly kind: string
  /** The leads in one finding, as `start` understands them: addresses, numbers. Empty where there is none. Pure. */
  readonly read: (payload: Finding['payload']) => readonly string[]
}

export type Scraper = {
  readonly title: string
  readonly publisher: string
  readonly licence: string
  /** When to look, as cron in UTC, five fields: `17 5 * * *`. */
  readonly cadence: string
  /** Where it lives; every address is understood relative to it. An operator can put a mirror in its place. */
  readonly baseUrl: string
  /**
   * Findings of a healthy run, equal ones included. Fewer than `min` fails the run, more than `max` is an issue.
   * Explain a broken bound before moving it. A replay reads whatever its file holds, so there only `max` counts.
   */
  readonly expected: { readonly min: number; readonly max: number }
  /** Seconds from an answer to the next request to that host. At least 1 unless the host is a mirror. Default 2. */
  readonly pace?: number
  readonly limits?: Partial<Limits>
  /** Statuses by which this source says that it is asked too fast, beside 429, 503 and 504; a challenge is still a block. */
  readonly busy?: readonly number[]
  readonly retry?: Partial<Retry>
  /** Most pages of one run; what is beyond is left for the next one, with an issue. Default 5,000. */
  readonly pages?: number
  /** Known pages that no list mentions any more are looked at again: after so many days, so many a run. */
  readonly revisit?: { readonly afterDays: number; readonly perRun: number }
  /** Anything readers of /sources should know, such as what was never tested against a real page. */
  readonly notes?: string
  /** Whether `parse` can read that address. Everything else is neither fetched nor replayed. */
  readonly handles: (url: URL) => boolean
  /** Where to begin, and the cursor to keep once the whole run went well. Relative addresses are fine. */
  readonly start: (standing: Standing) => { readonly pages: readonly string[]; readonly cursor?: Json }
  /**
   * For a service that answers questions by POST: what to post for an address that names a question. Such an address is
   * the service's own with a query added (`...?question=referrals`), so that each question has an address of its own.
   */
  readonly post?: (
    url: URL,
  ) => { readonly url: string; readonly body: string; readonly contentType: string } | null
  /** Where to look for what `start` asks for, beside what it knows by itself. */
  readonly leads?: Leads
  /**
   * A key that the service wants: the setting it is read from, the header it is sent in, and how an operator gets one.
   * It goes to the host of `baseUrl`, or to the mirror in its place, and nowhere else.
   */
  readonly key?: { readonly setting: string; readonly header: string; readonly how: string }
  /** Pure: the same bytes always give the same findings. */
  readonly parse: (page: Page, tools: Tools) => Parse
  /** For sources of rows: how they are read and what they add up to. Then `parse` is never called. */
  readonly bulk?: Bulk
}

/** How a source of rows is read, and what the rows add up to; no `tally` for a register, which only says what others are. */
export type Bulk = {
  readonly readRows: ReadRows
  readonly tally?: Tally
}

/** A scraper with its folder's name, and its odd words. */
export type Source = {
  readonly id: string
  readonly scraper: Scraper
  readonly lookups: Lookups
  /** Measures of its own figures, from `measures.json`; empty for sources of words. */
  readonly measures: readonly Measure[]
  /** The compiled module, for the parsing worker. */
  readonly module: string
}

/** `lookups.json`: table, word as printed, and what it means, since when, and why. */
export type Lookups = {
  readonly [table: string]: {
    readonly [word: string]: { readonly to: Json; readonly seen: string; readonly reason: string }
  }
}

/** Declares a scraper: the default export of `scrapers/<publisher>-<subject>/scraper.ts`. Metadata are checked when it is discovered. */
export function defineScraper(scraper: Scraper): Scraper {
  return scraper
}

/**
 * Declares a source of rows, too large to hold: awards, grants, payments, register entries. Its pages lie in files and
 * are read row by row; `expected` counts rows.
 */
export function defineBulk({ readRows, tally, ...scraper }: Omit<Scraper, 'parse' | 'bulk'> & Bulk): Scraper {
  const parse = (): never => {
    throw new CollectError('a source of rows is read row by row, not by parse')
  }
  return { ...scraper, parse, bulk: { readRows, ...(tally ? { tally } : {}) } }
}

/** @throws ScraperInvalidError naming the field, what was expected and what was got. */
export function checkScraper(id: string, value: unknown, cronIsValid: (cron: string) => boolean): Scraper {
  const bad = (field: string, expected: string, got: unknown): never => {
    throw new ScraperInvalidError(
      `scrapers/${id}: ${field}: expected ${expected}, got ${JSON.stringify(got) ?? typeof got}`,
      { source: id },
    )
  }
  if (value === null || typeof value !== 'object') return bad('default export', 'defineScraper({...})', value)
  const scraper = value as Scraper
  for (const field of ['title', 'publisher', 'licence', 'cadence', 'baseUrl'] as const)
    if (typeof scraper[field] !== 'string' || scraper[field].trim() === '')
      bad(field, 'words', scraper[field])
  for (const field of ['handles', 'start', 'parse'] as const)
    if (typeof scraper[field] !== 'function') bad(field, 'a function', scraper[field])
  if (!cronIsValid(scraper.cadence) || scraper.cadence.trim().split(/\s+/).length !== 5)
    bad('cadence', 'cron with five fields', scraper.cadence)
  if (!URL.canParse(scraper.baseUrl) || !/^https?:/.test(scraper.baseUrl))
    bad('baseUrl', 'an http or https address', scraper.baseUrl)
  const { min, max } = scraper.expected ?? {}
  if (!Number.isInteger(min) || !Number.isInteger(max) || min < 0 || max < min)
    bad('expected', 'min and max, whole numbers, min the smaller', scraper.expected)
  if (scraper.pace !== undefined && !(scraper.pace >= 1)) bad('pace', 'at least 1 second', scraper.pace)
  return scraper
}
