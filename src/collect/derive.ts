// What of a document matters here? Another room finds the passages; this one keeps them beside the document, and nothing else of what is off topic.
import type { DocumentPayload, Finding, Parsed } from './finding.ts'
import type { Json } from './port.ts'
import { PASSAGES, textDigest } from './versions.ts'

/** What another room finds in a document: JSON to keep, or null when nothing in it matters here. */
export type Derive = (document: DocumentPayload) => { readonly [field: string]: Json } | null

/** A module whose default export makes a `Derive` from data. It is loaded in the parsing thread. */
export type Deriver = { readonly module: string; readonly data: Json }

/** What a page gave, with the passages found in its documents. */
export type ReadOn = Parsed & {
  /** Documents of a page with several that say nothing this project follows; they do not become records. */
  readonly offTopic: number
}

/** A page that is one document may report it in parts: a consultation with its outcome, a long paper cut into pieces. */
const MOST_PARTS = 6

/**
 * Puts the passages of each document beside it. A document without any is kept without its paragraphs: by its digest its
 * edits are still seen. Of a page that holds several documents only those with passages become records.
 */
export function readOn(parsed: Parsed, derive: Derive | null): ReadOn {
  if (derive === null) return { ...parsed, offTopic: 0 }
  const documents = parsed.findings.filter(({ kind }) => kind === 'document')
  const alone =
    new Set(documents.map(({ payload }) => payload.url)).size <= 1 && documents.length <= MOST_PARTS
  let offTopic = 0
  const findings = parsed.findings.flatMap((finding): Finding[] => {
    if (finding.kind !== 'document') return [finding]
    const { kind, key, payload } = finding
    const passages = derive(payload as unknown as DocumentPayload)
    if (passages !== null) return [finding, { kind: PASSAGES, key, payload: passages }]
    if (!alone) offTopic += 1
    const short = { ...payload, paragraphs: [], textDigest: textDigest(kind, payload) }
    return [
      { kind, key, payload: short, ...(alone ? {} : { ifKnown: true as const }) },
      { kind: PASSAGES, key, payload: { passages: [] }, ifKnown: true },
    ]
  })
  return { ...parsed, findings, offTopic }
}
