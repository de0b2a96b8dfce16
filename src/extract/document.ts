// Which passages of a collected document matter here, small enough to keep beside it?

import type { Lexicon } from './lexicon.ts'
import { extractPassages } from './passages.ts'
import type { ClaimFound, Document, Kind, Passage, ProgrammeFound, Voice } from './types.ts'

/** A document as a scraper reports it: what of it the passages rest on. */
export type CollectedDocument = {
  readonly title: string
  readonly date: string | null
  readonly body: string | null
  readonly speakers: readonly CollectedSpeaker[]
  readonly paragraphs: readonly {
    readonly text: string
    readonly anchor?: string
    readonly column?: string
    /** Place in `speakers`. */
    readonly speaker?: number
    readonly heading?: boolean
  }[]
}

/** Somebody who speaks in it; `id` is the publisher's own. */
export type CollectedSpeaker = {
  readonly name: string
  readonly role?: string
  readonly id?: string
  /** For whom they speak, where that is another body than the document's. */
  readonly body?: string
}

/** A claim as kept with a passage: what `ClaimFound` says, measures by their ids, best first. */
export type KeptClaim = Omit<ClaimFound, 'span' | 'because' | 'suggestedMeasures'> & {
  readonly because: string
  readonly measures: readonly string[]
}

/** One passage on topic. JSON as it stands. */
export type KeptPassage = {
  /** `paragraph` counts in the document given, `sentence` in its paragraph, both from 0. */
  readonly place: {
    readonly paragraph: number
    readonly sentence: number
    readonly anchor: string | null
    readonly column: string | null
  }
  readonly speaker: { readonly name: string; readonly role: string | null; readonly id: string | null } | null
  readonly body: string | null
  readonly voice: Voice | null
  /** As printed, and whole unless `cut`: then it is the beginning of a sentence longer than 2,000 characters. */
  readonly text: string
  readonly cut?: true
  /** The sentences beside it; of a long one the near end, with an ellipsis where it was cut. */
  readonly before: string | null
  readonly after: string | null
  readonly aboutSector: boolean
  readonly programmes: readonly ProgrammeFound[]
  readonly kind: Kind
  readonly claims: readonly KeptClaim[]
  /** Why it was picked, who was taken to speak, and why it is of this kind. */
  readonly because: readonly string[]
}

/** The passages kept, in order, and how many more the document holds. */
export type KeptPassages = { readonly passages: readonly KeptPassage[]; readonly left: number }

/** Longer than a sentence is, but for lists run together without a full stop. */
const longestText = 2000
const longestNeighbour = 400
/** A record of the store holds 250,000 characters; its other fields need little. */
const mostCharacters = 200_000

/**
 * The passages of a document that a reader of the tracker would want, each with its place, its speaker and why it was
 * picked. Pure. What goes beyond the size of a record is counted in `left`, never dropped in silence.
 */
export function passagesOf(collected: CollectedDocument, lexicon: Lexicon): KeptPassages {
  const kept: KeptPassage[] = []
  let left = 0
  let size = 0
  for (const passage of extractPassages(documentOf(collected), lexicon)) {
    // A heading names what is spoken of; nobody says it.
    if (collected.paragraphs[passage.place.paragraph]?.heading) continue
    const one = keep(passage, collected)
    const length = JSON.stringify(one).length
    if (size + length > mostCharacters) left += 1
    else {
      kept.push(one)
      size += length
    }
  }
  return { passages: kept, left }
}

/** One speaker speaks all of it, unless its paragraphs say who speaks: then those that name nobody are nobody's. */
function onlySpeaker({
  speakers,
  paragraphs,
}: Pick<CollectedDocument, 'speakers' | 'paragraphs'>): CollectedSpeaker | undefined {
  const named = paragraphs.some(({ speaker }) => speaker !== undefined)
  return named || speakers.length !== 1 ? undefined : speakers[0]
}

function documentOf({ title, date, body, speakers, paragraphs }: CollectedDocument): Document {
  const only = onlySpeaker({ speakers, paragraphs })
  return {
    title,
    date: date ?? undefined,
    body: body ?? undefined,
    speaker: only?.name,
    role: only?.role,
    paragraphs: paragraphs.map(({ text, anchor, column, speaker }) => {
      const said = speaker === undefined ? undefined : speakers[speaker]
      return { text, anchor, column, speaker: said?.name, role: said?.role, body: said?.body }
    }),
  }
}

function keep(passage: Passage, collected: CollectedDocument): KeptPassage {
  const { place, speaker, body, voice, text, before, after, aboutSector, programmes, kind, claims } = passage
  return {
    place: {
      paragraph: place.paragraph,
      sentence: place.sentence,
      anchor: place.anchor,
      column: place.column,
    },
    speaker:
      speaker.name === null ? null : { name: speaker.name, role: speaker.role, id: idOf(passage, collected) },
    body,
    voice,
    ...(text.length > longestText ? { text: beginning(text, longestText), cut: true as const } : { text }),
    before: before === null || before.length <= longestNeighbour ? before : `… ${ending(before)}`,
    after: after === null || after.length <= longestNeighbour ? after : `${beginning(after)} …`,
    aboutSector: aboutSector.decided,
    programmes,
    kind: kind.kind,
    claims: claims.map(({ span: _span, because, suggestedMeasures, ...claim }) => ({
      ...claim,
      because: because.join('; '),
      measures: suggestedMeasures.map(({ id }) => id),
    })),
    because: [
      ...(aboutSector.decided ? aboutSector.because : []),
      ...programmes.map((programme) => `${programme.id}: ${programme.because}`),
      `kind: ${kind.because.join('; ')}`,
      `speaker: ${speaker.because}`,
    ],
  }
}

// A speaker whom only the text reports has no id.
function idOf({ place, speaker }: Passage, { speakers, paragraphs }: CollectedDocument): string | null {
  const said = paragraphs[place.paragraph]?.speaker
  const known = said === undefined ? onlySpeaker({ speakers, paragraphs }) : speakers[said]
  return known?.name === speaker.name ? (known.id ?? null) : null
}

// Cut at a space where there is one near, and never inside a surrogate pair.
function beginning(text: string, most = longestNeighbour): string {
  const space = text.lastIndexOf(' ', most)
  return text.slice(0, space > most / 2 ? space : most).replace(/[\ud800-\udbff]$/, '')
}

function ending(text: string): string {
  const from = text.length - longestNeighbour
  const space = text.indexOf(' ', from)
  return text
    .slice(space >= 0 && space < from + longestNeighbour / 2 ? space + 1 : from)
    .replace(/^[\udc00-\udfff]/, '')
}
