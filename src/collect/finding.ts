// What does a scraper report? A kind, a stable key and a payload. Where it came from is added by the machinery.
import type { Issue } from './errors.ts'
import type { Json } from './port.ts'

/**
 * One thing a page says. `key` is made of the fewest fields that never change, is unique within its source and kind,
 * and is never a position; the same thing seen again has the same key.
 */
export type Finding = {
  readonly kind: string
  readonly key: string
  readonly payload: { readonly [field: string]: Json }
  /** True when it only matters to a record that is already there: it never makes a new one. */
  readonly ifKnown?: true
}

/** Somebody who speaks in a document. A field that the page does not give is left out. */
export type Speaker = {
  readonly name: string
  /** The office held when the words were said, as the page gives it. */
  readonly role?: string
  /** The publisher's own id for the person. */
  readonly id?: string
  /** For whom they speak, where that is another body than the document's: a member who asks a department. */
  readonly body?: string
}

/** A paragraph as plain text. */
export type Paragraph = {
  readonly text: string
  /** The id in the page that leads nearest to it. */
  readonly anchor?: string
  /** Column of the printed record, as printed. */
  readonly column?: string
  /** Place in `speakers` of who says it; left out when the document has one voice. */
  readonly speaker?: number
  /** True for headings. */
  readonly heading?: boolean
}

/** What a scraper of statements reports: a whole document. Statements are found in it later, by another room. */
export type DocumentPayload = {
  /** Where a reader can see it. */
  readonly url: string
  readonly title: string
  /** The day the words were said, `YYYY-MM-DD` as printed; null when the page gives none. */
  readonly date: string | null
  /** The department, committee or other body that publishes it; null when unknown. */
  readonly body: string | null
  readonly speakers: readonly Speaker[]
  readonly paragraphs: readonly Paragraph[]
  /** The publisher's own word for the kind of document. */
  readonly type: string
  readonly status: 'live' | 'withdrawn' | 'gone'
  readonly licence: string
  /** When the publisher says it last changed it, as printed; null when it says nothing. */
  readonly updated?: string | null
  /** Anything else worth keeping. */
  readonly extra?: { readonly [field: string]: Json }
}

/** A document as a finding. */
export function documentFinding(key: string, payload: DocumentPayload): Finding {
  return { kind: 'document', key, payload: payload as unknown as Finding['payload'] }
}

/** A stored record holds 250,000 characters of JSON; the rest of a document's record needs less than a fifth of that. */
const MOST_PARAGRAPHS = 200_000

/**
 * A document as one finding, or as several when it is too long for one record: the parts have the keys `key`, `key~2`,
 * `key~3`, and each its share of the paragraphs.
 */
export function documentFindings(key: string, payload: DocumentPayload): Finding[] {
  const parts: Paragraph[][] = [[]]
  let size = 0
  for (const paragraph of payload.paragraphs) {
    const length = JSON.stringify(paragraph).length
    if (size + length > MOST_PARAGRAPHS && size > 0) {
      parts.push([])
      size = 0
    }
    parts.at(-1)?.push(paragraph)
    size += length
  }
  return parts.map((paragraphs, at) =>
    documentFinding(at === 0 ? key : `${key}~${at + 1}`, { ...payload, paragraphs }),
  )
}

/** Deep enough for any payload seen (a committee report nests 12); JSON.stringify itself gives up from 10,000. */
const MOST_DEPTH = 60
const MOST_BYTES = 4_000_000
/** Tags that a forgotten conversion leaves behind. Prose has "<" in it now and then, but not these. */
const MARKUP =
  /<\/?(p|div|span|a|br|b|i|em|strong|ul|ol|li|table|tr|td|th|script|style|img|h[1-6]|sup|sub|iframe)(\s[^<>]*)?\/?>/i
/** Whether text holds tags that ought to have been read. */
export const hasMarkup = (text: string): boolean => MARKUP.test(text)
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/** Whether a finding can be kept; else why not, in words. */
export function flawOf(finding: Finding): string | null {
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(String(finding?.kind)))
    return `expected a kind in kebab-case, got ${JSON.stringify(finding?.kind)}`
  if (['versions', 'events', 'pages', 'runs', 'cursor', 'owed', 'tallies', 'passages'].includes(finding.kind))
    return `"${finding.kind}" is kept for the machinery`
  if (
    typeof finding.key !== 'string' ||
    finding.key.trim() === '' ||
    finding.key.length > 300 ||
    CONTROL.test(finding.key)
  )
    return `expected a key of 1 to 300 characters, got ${JSON.stringify(finding.key)?.slice(0, 80)}`
  if (finding.payload === null || typeof finding.payload !== 'object' || Array.isArray(finding.payload))
    return 'expected an object as payload'
  const flaw = flawIn(finding.payload, '', 0)
  if (flaw) return flaw
  return JSON.stringify(finding.payload).length > MOST_BYTES
    ? `payload is over ${MOST_BYTES} characters`
    : null
}

function flawIn(value: unknown, path: string, depth: number): string | null {
  if (depth > MOST_DEPTH) return `${path.slice(0, 80)}: nested more than ${MOST_DEPTH} deep`
  if (typeof value === 'string') {
    if (MARKUP.test(value))
      return `${path}: expected text, got markup: ${JSON.stringify(MARKUP.exec(value)?.[0])}`
    return CONTROL.test(value) ? `${path}: expected text, got a control character` : null
  }
  if (value === null || typeof value === 'boolean') return null
  if (typeof value === 'number')
    return Number.isFinite(value) ? null : `${path}: expected a number, got ${value}`
  if (typeof value !== 'object') return `${path}: expected JSON, got ${typeof value}`
  if (
    !Array.isArray(value) &&
    Object.getPrototypeOf(value) !== Object.prototype &&
    Object.getPrototypeOf(value) !== null
  )
    return `${path}: expected plain JSON, got ${value.constructor?.name}`
  for (const [field, inner] of Object.entries(value)) {
    if (field === '__proto__') return `${path}: a field may not be called __proto__`
    const flaw = flawIn(inner, `${path}${path ? '.' : ''}${field}`, depth + 1)
    if (flaw) return flaw
  }
  return null
}

/** What reading one page gave. Plain JSON: it crosses from the parsing worker. */
export type Parsed = {
  readonly findings: readonly Finding[]
  /** Addresses to read next, absolute. */
  readonly follow: readonly string[]
  readonly issues: readonly Issue[]
}
