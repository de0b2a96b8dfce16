// What does an archive's answer give: a document, addresses to read, or a reason why nothing? Shared by its scrapers.
import { documentFindings, type Finding } from '../finding.ts'
import type { Page, Tools } from '../scraper.ts'
import { readArchivedPage } from './archived-page.ts'
import {
  chooseCaptures,
  flawOfRow,
  type IndexRow,
  originalKey,
  type Replay,
  rawReplay,
  replayOf,
  standingOf,
  timeOf,
} from './memento.ts'

/** A reviewed old address: everything below it is asked of the index. */
export type OldAddress = {
  /** Host and path, without scheme. */
  readonly address: string
  /** Years within which the site said what is looked for. */
  readonly from: string
  readonly to: string
  /** Whose words they are. */
  readonly body: string
  readonly licence: string
  /** `YYYY-MM-DD`: when somebody last looked at this entry. A run asks for entries reviewed since the last whole run. */
  readonly reviewed: string
  /** Why it is here, and where the address was seen. */
  readonly reason: string
}

export type Answer = { readonly findings: readonly Finding[]; readonly follow: readonly string[] }
export const NOTHING: Answer = { findings: [], follow: [] }

/** An archive's own page in place of a past one: why, and where it leads. */
export type OwnPage = { readonly why: string; readonly follow?: readonly string[] }

/** The entries a run must ask for: those reviewed since the cursor (the last review date that was dealt with). */
export function addressesSince(
  addresses: readonly OldAddress[],
  standing: { readonly cursor: unknown; readonly since: string | null },
): { readonly ask: readonly OldAddress[]; readonly cursor: string } {
  const after = typeof standing.cursor === 'string' ? standing.cursor : ''
  const { since } = standing
  return {
    ask: addresses.filter(({ reviewed }) => (since === null ? reviewed > after : reviewed >= since)),
    cursor:
      addresses
        .map(({ reviewed }) => reviewed)
        .sort()
        .at(-1) ?? '',
  }
}

/** The captures worth reading among an index's rows. What is left out is counted by reason, in one issue for each. */
export function followRows(
  archive: Replay['archive'],
  rows: readonly IndexRow[],
  page: Page,
  { issue }: Pick<Tools, 'issue'>,
): string[] {
  const good: IndexRow[] = []
  const bad = new Map<string, { count: number; readonly first: IndexRow }>()
  for (const row of rows) {
    const flaw = flawOfRow(row, page.captured)
    if (!flaw) {
      good.push(row)
      continue
    }
    const left = bad.get(flaw) ?? { count: 0, first: row }
    left.count += 1
    bad.set(flaw, left)
  }
  for (const [flaw, { count, first }] of bad)
    issue(`${count} of ${rows.length} rows of the index were left out: ${flaw}`, {
      example: `${first.timestamp} ${first.original}`.slice(0, 200),
    })
  const chosen = chooseCaptures(good)
  if (chosen.length < good.length)
    issue(
      `${good.length - chosen.length} of ${rows.length} rows of the index were left out: the same bytes are chosen already, or the page has an earlier and a later capture`,
    )
  if (rows.length === 0) issue('the index holds nothing (more) for this address')
  return chosen.map((row) => rawReplay(archive, row.timestamp, row.original))
}

/** A key may have 300 characters; the time and a part's number need the rest. */
const LONGEST_ORIGINAL = 270
/** Pages that say "not found" under status 200, as sites of the time did. */
const NOT_FOUND =
  /^(error\W*)?404\b|^(sorry\W*)?(the )?page (you \w+ )?(was |is |can ?not be |could not be )?(not )?found\b/i

/**
 * Reads a replayed page as a document. The day of the words comes from the page alone; when it was captured is kept
 * beside it, as the latest day it can have been said. Key: the page's own address and the capture's 14 digits, because
 * archived bytes never change, while the order in which captures are fetched says nothing.
 * @param own recognises the archive's own pages (blocked, not archived, redirect notices).
 */
export function readReplay(
  page: Page,
  { issue }: Pick<Tools, 'issue'>,
  addresses: readonly OldAddress[],
  own: (page: Page, replay: Replay) => OwnPage | null,
): Answer {
  const replay = replayOf(new URL(page.url))
  const standing = standingOf(page)
  const notice = replay && standing !== 'trusted' ? own(page, replay) : null
  if (notice) {
    issue(notice.why)
    return { findings: [], follow: notice.follow ?? [] }
  }
  if (!replay || typeof standing === 'object') {
    issue(typeof standing === 'object' ? standing.not : 'not the address of an archived page')
    return NOTHING
  }
  const type = page.contentType ?? 'text/html'
  if (!/html/i.test(type)) {
    issue(`archived, but not a page of text: ${type}`)
    return NOTHING
  }
  const captured = (timeOf(replay.timestamp) as Date).toISOString()
  const read = readArchivedPage(page, captured)
  const key = originalKey(replay.original)
  if (read.doubt) issue(`its date was not believed: ${read.doubt}`)
  const empty =
    read.paragraphs.length === 0
      ? 'archived, but it holds no text'
      : NOT_FOUND.test(read.title)
        ? `archived, but the site said "${read.title.slice(0, 60)}" with status 200`
        : key.length > LONGEST_ORIGINAL
          ? `its own address has ${key.length} characters, too many for a key`
          : null
  if (empty) {
    issue(empty)
    return NOTHING
  }
  const asked = replayOf(new URL(page.asked))
  const moved = asked && originalKey(asked.original) !== key ? asked.original : null
  const listed = addresses.find(({ address }) => `${key}/`.startsWith(`${originalKey(`http://${address}`)}/`))
  const findings = documentFindings(`${key}@${replay.timestamp}`, {
    url: rawReplay(replay.archive, replay.timestamp, replay.original).replace('id_/', '/'),
    title: read.title || replay.original,
    date: read.date,
    body: listed?.body ?? null,
    speakers: [],
    paragraphs: read.paragraphs,
    type: 'archived page',
    status: 'live',
    licence: listed?.licence ?? 'unknown',
    updated: read.updated,
    extra: {
      original: replay.original,
      timestamp: replay.timestamp,
      notAfter: captured,
      dateFrom: read.dateFrom,
      container: read.container,
      memento: standing,
      ...(moved ? { redirectedFrom: moved } : {}),
    },
  })
  return { findings, follow: [] }
}
