// Has a record changed, and what did it say before? Publishers edit without saying so; only the text tells.
import { diffArrays, diffWordsWithSpace } from 'diff'
import type { Finding } from './finding.ts'
import type { Json, Rec } from './port.ts'
import { tidyText } from './reading.ts'
import { digestOf } from './warc.ts'

/** Where a finding came from. Added by the machinery, so that no scraper can forget or invent it. */
export type Provenance = {
  readonly source: string
  /** The address of the capture, after redirects. */
  readonly url: string
  /** `sha256:` digest of the bytes. */
  readonly capture: string
  /** When the bytes were captured, ISO 8601, UTC. */
  readonly captured: string
  /** The capture file they lie in. */
  readonly file: string
  readonly run: string
}

/** A finding as it is kept. `provenance` is that of the first time this payload was seen. */
export type Kept = {
  readonly id: string
  readonly kind: string
  readonly payload: Finding['payload']
  /** Digest of the normalised text; of the whole payload for kinds without text. */
  readonly digest: string
  /** Every text it has had, oldest first, the current one included. */
  readonly history: readonly { readonly digest: string; readonly captured: string }[]
  readonly provenance: Provenance
}

/** A stretch of a word-level diff. Long unchanged stretches are shortened with an ellipsis. */
export type Stretch = { readonly op: 'same' | 'removed' | 'added'; readonly text: string }

export type Change = {
  readonly record: Rec
  /** Contents that `record` no longer shows. */
  readonly versions: readonly Rec[]
  readonly events: readonly Rec[]
}

type Payload = Finding['payload']

/** The kind of what was found in a document; its key is the document's. */
export const PASSAGES = 'passages'

/** The text that decides whether a document was edited: title and paragraphs, white space and invisible letters aside. */
export function normalisedText(kind: string, payload: Payload): readonly string[] {
  if (kind !== 'document' || !Array.isArray(payload.paragraphs)) return [canonical(payload)]
  const paragraphs = payload.paragraphs as readonly { readonly text?: Json }[]
  return [payload.title, ...paragraphs.map((paragraph) => paragraph?.text)]
    .map((text) => tidyText(typeof text === 'string' ? text : ''))
    .filter((text) => text !== '')
}

/** JSON with fields in order, so that equal payloads read equal. */
export function canonical(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const fields = Object.entries(value as Payload).filter(([, inner]) => inner !== undefined)
  return `{${fields
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, inner]) => `${JSON.stringify(field)}:${canonical(inner)}`)
    .join(',')}}`
}

/**
 * The digest by which two texts are the same text. Line breaks between paragraphs do not count. A document that was kept
 * without its paragraphs carries the digest of the text it had.
 */
export const textDigest = (kind: string, payload: Payload): string =>
  kind === 'document' && typeof payload.textDigest === 'string'
    ? payload.textDigest
    : digestOf(normalisedText(kind, payload).join(' '))

const versionId = (kind: string, key: string, digest: string): string =>
  `${kind}:${key}@${digest.slice(7, 23)}`

/**
 * Lays a finding on what is known. Pure: the same two always give the same result, so that repeating it adds nothing.
 * A capture older than what is known never replaces it: it joins the history.
 * @param before the record as kept; null when the key is new.
 * @param older finds a payload that was replaced earlier, by version id; null when it is not there.
 */
export function layOn(
  before: Rec | null,
  finding: Finding,
  provenance: Provenance,
  older: (id: string) => Payload | null,
): Change {
  const { kind, key } = finding
  const from = before as unknown as Kept | null
  // A page that is gone says nothing: the words it had stay on the record.
  const payload =
    from && finding.payload.status === 'gone' ? { ...from.payload, status: 'gone' } : finding.payload
  const digest = textDigest(kind, payload)
  const captured = provenance.captured
  const fresh = (history: Kept['history']): Rec =>
    ({ id: key, kind, payload, digest, history, provenance }) as unknown as Rec
  if (!from || !before) return { record: fresh([{ digest, captured }]), versions: [], events: [] }
  if (canonical(from.payload) === canonical(payload)) return { record: before, versions: [], events: [] }
  const stored = (what: Payload, of: string, where: Provenance): Rec => ({
    id: versionId(kind, key, of),
    kind,
    key,
    payload: what,
    digest: of,
    provenance: where,
  })

  const same = { record: before, versions: [], events: [] }
  if (captured < from.provenance.captured) return layUnder(before, from)
  if (captured === from.provenance.captured) {
    // Two captures of one moment: what was laid on before stays under what was laid on after it, however often they come.
    if (
      digest === from.digest
        ? canonical(payload) < canonical(from.payload)
        : from.history.some((one) => one.digest === digest && one.captured === captured)
    )
      return same
  }
  const events: Rec[] = []
  // Passages follow from a document, which keeps its own versions.
  if (kind === PASSAGES) return { record: fresh([{ digest, captured }]), versions: [], events }
  const edited = digest !== from.digest
  if (edited) events.push(editEvent(kind, key, from, { payload, digest, provenance }))
  const turn = statusTurn(from.payload.status, payload.status)
  if (turn)
    events.push({
      id: `${turn}:${kind}:${key}:${captured}`,
      event: turn,
      kind,
      key,
      at: captured,
      provenance,
    })
  const history = edited ? [...from.history, { digest, captured }] : from.history
  return {
    record: fresh(history),
    versions: edited ? [stored(from.payload, from.digest, from.provenance)] : [],
    events,
  }

  function layUnder(record: Rec, now: Kept): Change {
    if (now.history.some((one) => one.digest === digest)) return { record, versions: [], events: [] }
    const history = [...now.history, { digest, captured }].sort((a, b) => (a.captured < b.captured ? -1 : 1))
    const next = history[history.findIndex((one) => one.digest === digest) + 1]
    const nextPayload =
      next?.digest === now.digest ? now.payload : next ? older(versionId(kind, key, next.digest)) : null
    const event =
      next && nextPayload
        ? [
            editEvent(
              kind,
              key,
              { payload, digest },
              {
                payload: nextPayload,
                digest: next.digest,
                provenance: { ...provenance, captured: next.captured },
              },
            ),
          ]
        : []
    return { record: { ...record, history }, versions: [stored(payload, digest, provenance)], events: event }
  }
}

function statusTurn(
  before: Json | undefined,
  after: Json | undefined,
): 'withdrawn' | 'gone' | 'restored' | null {
  if (before === after || typeof after !== 'string') return null
  if (after === 'withdrawn' || after === 'gone') return after
  return before === 'withdrawn' || before === 'gone' ? 'restored' : null
}

type Side = { readonly payload: Payload; readonly digest: string }

function editEvent(
  kind: string,
  key: string,
  from: Side,
  to: Side & { readonly provenance: Provenance },
): Rec {
  const [old, now] = [from.payload.updated, to.payload.updated]
  const said = typeof old === 'string' && typeof now === 'string'
  const diff =
    kind === 'document' && !from.payload.textDigest && !to.payload.textDigest
      ? wordDiff(normalisedText(kind, from.payload), normalisedText(kind, to.payload))
      : null
  return {
    id: `edit:${kind}:${key}:${from.digest.slice(7, 19)}:${to.digest.slice(7, 19)}:${to.provenance.captured}`,
    event: kind === 'document' ? 'edit' : 'revision',
    kind,
    key,
    at: to.provenance.captured,
    from: from.digest,
    to: to.digest,
    /** Whether the publisher's own "updated" moved with the words; null when it gives none. */
    announced: said ? old !== now : null,
    diff,
    provenance: to.provenance,
  }
}

/** Beyond this many word changes in one place, old and new are shown whole: the search for the shortest path is quadratic. */
const MOST_EDITS = 1_500
const MOST_WORDS = 20_000

/** What was taken out and put in, paragraph by paragraph, then word by word. */
export function wordDiff(before: readonly string[], after: readonly string[]): Stretch[] {
  const out: Stretch[] = []
  const push = (op: Stretch['op'], text: string): void => {
    const last = out.at(-1)
    if (last?.op === op) out[out.length - 1] = { op, text: last.text + text }
    else if (text !== '') out.push({ op, text })
  }
  const hunks = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS }) ?? [
    { removed: true, added: false, value: [...before] },
    { removed: false, added: true, value: [...after] },
  ]
  for (let i = 0; i < hunks.length; i++) {
    const hunk = hunks[i]
    if (!hunk) continue
    const text = `${hunk.value.join('\n')}\n`
    const next = hunks[i + 1]
    if (hunk.removed && next?.added) {
      i += 1
      const now = `${next.value.join('\n')}\n`
      const small = text.length + now.length < MOST_WORDS * 8
      const words = small ? diffWordsWithSpace(text, now, { maxEditLength: MOST_EDITS }) : undefined
      if (!words) {
        push('removed', text)
        push('added', now)
      } else
        for (const word of words) push(word.added ? 'added' : word.removed ? 'removed' : 'same', word.value)
    } else push(hunk.added ? 'added' : hunk.removed ? 'removed' : 'same', text)
  }
  return out.map((stretch, at) =>
    stretch.op === 'same'
      ? { op: 'same', text: shorten(stretch.text, at === 0, at === out.length - 1) }
      : stretch,
  )
}

/** Twelve words either side of a change are enough to find it. */
function shorten(text: string, first: boolean, last: boolean): string {
  const words = text.split(' ')
  if (words.length <= 30) return text
  const head = first ? '' : words.slice(0, 12).join(' ')
  const tail = last ? '' : words.slice(-12).join(' ')
  return `${head} … ${tail}`.trimStart()
}
