// Which captures of an archive are worth reading, where do they lie, and is what comes back the past page at all?
import type { Page } from '../scraper.ts'

/** An address in a web archive that stands for another address at a time. */
export type Replay = {
  readonly archive: 'wayback' | 'ukgwa'
  /** 14 digits, UTC: when the archive captured it. */
  readonly timestamp: string
  /** `id_` for the bytes as archived; '' for the view with a banner and rewritten links. */
  readonly flag: string
  /** The archived page's own address, as the replay address gives it. */
  readonly original: string
}

const WAYBACK = /^\/web\/(\d{14})([a-z]{2}_)?\/(.+)$/
/** Links from before the move of 2020 lack `/ukgwa`; `nobanner` comes with and without a flag. */
const UKGWA = /^(?:\/ukgwa)?(?:\/nobanner)?\/(\d{14})([a-z]{2}_)?\/(.+)$/

/** What a replay address stands for; null when it is none. Copies of styles, scripts and images are none. */
export function replayOf(url: URL): Replay | null {
  const archive =
    url.hostname === 'web.archive.org'
      ? 'wayback'
      : url.hostname === 'webarchive.nationalarchives.gov.uk'
        ? 'ukgwa'
        : null
  const found = (archive === 'wayback' ? WAYBACK : UKGWA).exec(url.pathname)
  const [, timestamp = '', flag = '', rest = ''] = found ?? []
  if (!archive || !found || !['', 'id_', 'if_', 'mp_'].includes(flag)) return null
  // One slash of "http://" is lost when a tool tidies the path.
  const whole = /^https?:/i.test(rest) ? rest.replace(/^(https?):\/+/i, '$1://') : `http://${rest}`
  const original = whole + url.search
  return URL.canParse(original) ? { archive, timestamp, flag, original } : null
}

/** Where an archive gives the bytes as archived. */
export function rawReplay(archive: Replay['archive'], timestamp: string, original: string): string {
  return archive === 'wayback'
    ? `https://web.archive.org/web/${timestamp}id_/${original}`
    : `https://webarchive.nationalarchives.gov.uk/ukgwa/${timestamp}id_/${original}`
}

/**
 * One name for all spellings of an address: without scheme, `www.`, the usual ports, a fragment and a last slash, and
 * with the host in small letters. Paths keep their case: servers of the time told them apart.
 */
export function originalKey(address: string): string {
  const url = new URL(address)
  const port = url.port === '80' || url.port === '443' ? '' : url.port
  const host = url.hostname.replace(/^www\./, '') + (port ? `:${port}` : '')
  return host + url.pathname.replace(/\/+$/, '') + url.search
}

/** The moment that 14 digits name, or null when there is none: indexes do hold impossible ones. */
export function timeOf(timestamp: string): Date | null {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(timestamp) ?? []
  if (parts.length === 0) return null
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number)
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second))
  return time.toISOString().replace(/\D/g, '').slice(0, 14) === timestamp ? time : null
}

/** A row of an archive's index, whatever the archive calls its columns. */
export type IndexRow = {
  readonly timestamp: string
  readonly original: string
  readonly mime: string
  /** As printed; `-` for a capture that only says "unchanged". */
  readonly status: string
  readonly digest: string
}

/** The Internet Archive began in 1996; no capture can be older. */
const FIRST_YEAR = 1996

/** Why a row leads to nothing worth reading, or null. @param asked when the index was asked, ISO 8601. */
export function flawOfRow(row: IndexRow, asked: string): string | null {
  const time = timeOf(row.timestamp)
  if (!time || time.getUTCFullYear() < FIRST_YEAR) return 'its time is impossible'
  if (time.toISOString() > asked) return 'its time is later than the answer that holds it'
  if (!/^https?:\/\//i.test(row.original) || !URL.canParse(row.original)) return 'it is not a web address'
  const url = new URL(row.original)
  // Crawlers took "mailto:somebody@host" and "data:..." in a page for links and put "http://" before them.
  if (url.username || url.password || /(^|[/"]|%22)(mailto|data|javascript):/i.test(row.original))
    return 'it is a link of another kind taken for a web address'
  if (row.mime === 'warc/revisit') return 'it only says "unchanged since an earlier capture"'
  if (row.status !== '200')
    return `the site answered ${/^\d{3}$/.test(row.status) ? row.status : 'something unknown'}`
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(row.mime) ? null : 'it is not a page of text'
}

/**
 * The captures to read: for each page the earliest, and of those with other bytes the last to bring new ones. Bytes that
 * an earlier capture of another page already has are left out.
 */
export function chooseCaptures<Row extends IndexRow>(rows: readonly Row[]): Row[] {
  const byTime = [...rows].sort((a, b) =>
    a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0,
  )
  const pages = new Map<string, { first: Row; last: Row }>()
  const owner = new Map<string, string>()
  for (const row of byTime) {
    const key = originalKey(row.original)
    if ((owner.get(row.digest) ?? key) !== key) continue
    owner.set(row.digest, key)
    const page = pages.get(key)
    if (!page) pages.set(key, { first: row, last: row })
    else if (row.digest !== page.first.digest && row.digest !== page.last.digest) page.last = row
  }
  return [...pages.values()].flatMap(({ first, last }) => (last === first ? [first] : [first, last]))
}

/** An archive sends the nearest capture it has; one further off than this may be of another page. */
const MOST_DAYS = 28

/**
 * Whether an answer is the page that was asked for: the archive marks a page of the past with `Memento-Datetime`.
 * - `trusted`: it is; `unknown`: the headers were not kept, so nobody can tell (every live answer has a `Date`);
 * - otherwise why not, in words.
 */
export function standingOf(page: Page): 'trusted' | 'unknown' | { readonly not: string } {
  const here = replayOf(new URL(page.url))
  const asked = replayOf(new URL(page.asked))
  const memento = page.header('memento-datetime')
  const stated = memento === null ? Number.NaN : Date.parse(memento)
  const times = [
    asked && timeOf(asked.timestamp)?.getTime(),
    here && timeOf(here.timestamp)?.getTime(),
    Number.isNaN(stated) ? null : stated,
  ].filter((time) => typeof time === 'number')
  if (!here || !timeOf(here.timestamp)) return { not: 'its address names no capture time' }
  const days = (Math.max(...times) - Math.min(...times)) / 86_400_000
  if (days > MOST_DAYS)
    return {
      not: `the nearest capture is ${Math.round(days)} days off, and ${MOST_DAYS} are the most allowed`,
    }
  if (memento !== null) return 'trusted'
  return page.header('date') === null
    ? 'unknown'
    : { not: 'blocked: the archive answered with a page of its own (no Memento-Datetime)' }
}
