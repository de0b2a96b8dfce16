// What has the machine collected that nobody has reviewed yet, and how are its sources?
//
// The wire: passages about the sector's role as the machine found them, the same words once, with everybody who said
// them. Nothing here enters a verdict; a person takes a passage into the curated evidence, or leaves it.
import { z } from 'zod'
import type { Day } from './dates.ts'
import {
  comparatorSchema,
  type Evidence,
  kindSchema,
  type Measure,
  type Observation,
  type Source,
  unitSchema,
  voiceSchema,
} from './nouns.ts'

const words = z.string()
const maybeWords = z.string().nullable()

/** One passage of a document, as the machine found it. Spans and offsets are left out. */
export const passageSchema = z.object({
  text: words,
  before: maybeWords,
  after: maybeWords,
  /** Place in the document: paragraph and sentence counted from 0, anchor and printed column where there are any. */
  place: z.object({
    paragraph: z.int(),
    sentence: z.int(),
    anchor: maybeWords,
    column: maybeWords,
  }),
  speaker: z.object({ name: words, role: maybeWords, id: maybeWords }).nullable(),
  body: maybeWords,
  voice: voiceSchema.nullable(),
  /** `none` when the passage only asks. */
  kind: z.enum([...kindSchema.options, 'none']),
  programmes: z.array(z.object({ id: words, because: words })),
  claims: z.array(
    z.object({
      comparator: comparatorSchema,
      value: z.number().nullable(),
      valueHigh: z.number().nullable(),
      unit: unitSchema,
      population: words,
      deadline: maybeWords,
      text: words,
      because: words,
      /** Ids of measures that may test it, the likeliest first: suggestions for a reviewer. */
      measures: z.array(words),
    }),
  ),
  because: z.array(words),
})
export type Passage = z.infer<typeof passageSchema>

/** The document a passage stands in. */
export const wireDocumentSchema = z.object({
  url: words,
  title: words,
  /** The day the words were said, as printed; null when the page gives none. */
  date: maybeWords,
  body: maybeWords,
  type: words,
  licence: words,
})

/** What is kept beside a document: the passages found in it, and by which word lists. */
export const passagesSchema = z.object({
  document: wireDocumentSchema,
  /** Digest of the word lists and names by which the passages were found. */
  words: words,
  passages: z.array(passageSchema),
  /** Passages beyond the size of a record; they stand in the captured bytes. */
  left: z.int().default(0),
  status: z.enum(['live', 'withdrawn', 'gone']),
})

/** A document with passages, with where it came from. */
export interface CollectedDocument extends z.infer<typeof passagesSchema> {
  /** The collected source it came from. */
  readonly source: string
  readonly key: string
  /** `sha256:` digest of the bytes it was read from. */
  readonly capture: string
  /** When those bytes were captured, ISO 8601, UTC. */
  readonly captured: string
}

/** Who spoke, with the office and the party held on the day as far as they are known. */
export interface Speaker {
  readonly name: string
  readonly role: string | null
  readonly party: string | null
  readonly id: string | null
}

/** Somebody who said a passage, once. */
export interface Utterance {
  readonly source: string
  readonly document: CollectedDocument['document'] & { readonly key: string; readonly status: string }
  readonly place: Passage['place']
  readonly speaker: Speaker | null
  readonly body: string | null
  readonly voice: Passage['voice']
  readonly before: string | null
  readonly after: string | null
  readonly capture: string
  readonly captured: string
}

/** One passage with everybody who said it. */
export interface WireEntry {
  /** `w-` and twelve hexadecimal digits of the digest of the words, case, marks and spaces aside. */
  readonly id: string
  readonly text: string
  readonly kind: Passage['kind']
  readonly programmes: Passage['programmes']
  readonly claims: Passage['claims']
  readonly because: readonly string[]
  /** The newest words first; never empty. */
  readonly utterances: readonly Utterance[]
}

/** A member of either house, for names, parties and posts on a day. `end` null: still so. */
export interface Person {
  readonly id: string
  /** Null when no record gives it. */
  readonly name: string | null
  readonly parties: readonly {
    readonly name: string
    readonly start: string | null
    readonly end: string | null
  }[]
  readonly posts: readonly {
    readonly name: string
    readonly start: string | null
    readonly end: string | null
  }[]
}

/** What the health of a source is, by its live runs. Times are ISO 8601, UTC; null when it never happened. */
export interface SourceHealth {
  readonly state: 'never run' | 'working' | 'failing'
  readonly failures: number
  readonly failingSince: string | null
  readonly lastWorked: string | null
  readonly lastRun: string | null
  readonly lastError: string | null
}

export interface CollectedRun {
  readonly id: string
  readonly mode: 'live' | 'replay'
  readonly state: string
  readonly started: string
  readonly finished: string | null
  readonly requests: number
  readonly bytes: number
  readonly pages: number
  readonly findings: number
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly skipped: readonly { readonly url: string; readonly why: string }[]
  readonly issues: readonly { readonly what: string; readonly url?: string }[]
  readonly error: string | null
}

/** Something that happened to a record: an edit, a revision, a withdrawal, a disappearance, a return. */
export interface CollectedEvent {
  readonly event: string
  readonly kind: string
  readonly key: string
  readonly at: string
  readonly url: string
  /** Whether the publisher said that it changed; null when it says nothing of it. */
  readonly announced: boolean | null
  readonly diff: readonly { readonly op: 'same' | 'removed' | 'added'; readonly text: string }[] | null
}

/** An address as last read. */
export interface CollectedCapture {
  readonly url: string
  readonly answer: string
  readonly status: number
  readonly digest: string
  readonly checked: string
}

/** A source that the machine reads. */
export interface CollectedSource {
  readonly id: string
  readonly title: string
  readonly publisher: string
  readonly licence: string
  readonly address: string
  /** Cron with five fields, in UTC. */
  readonly cadence: string
  /** When it is looked at next, ISO 8601, UTC; null while the schedule is off. */
  readonly next: string | null
  readonly notes: string | null
  /** Why it cannot be used at all; null when it can. */
  readonly broken: string | null
  readonly health: SourceHealth
  /** The newest first, the latest of them. */
  readonly runs: readonly CollectedRun[]
  readonly events: readonly CollectedEvent[]
  readonly captures: readonly CollectedCapture[]
  /** How many addresses and records of each kind are kept. */
  readonly counts: { readonly captures: number; readonly records: Readonly<Record<string, number>> }
  /** How adding its rows up went; null for a source of words, and before the first time. */
  readonly tally: CollectedTally | null
}

/** Times are ISO 8601, UTC. */
export interface CollectedTally {
  /** When rows were last added up; null when that never worked. */
  readonly at: string | null
  readonly figures: number
  /** What a person should look at: odd rows, corrections, figures that do not look right. */
  readonly issues: readonly { readonly what: string }[]
  /** Why the last time failed, and when; null when it worked. Then the figures before it stand. */
  readonly error: string | null
  readonly failed: string | null
}

export interface Collected {
  readonly sources: readonly CollectedSource[]
  readonly wire: readonly WireEntry[]
}

export const NOTHING_COLLECTED: Collected = { sources: [], wire: [] }

/** Words as they are compared: letters and digits only, so that marks and spaces do not make two of one. */
export const sameWords = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}£%]+/gu, ' ')
    .trim()

const newestFirst = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)

/** The speaker as the page gives them, completed by the register of people where it is sure. */
function speakerOn(
  speaker: Passage['speaker'],
  person: Person | undefined,
  day: string | null,
): Speaker | null {
  if (speaker === null) return null
  const holds = ({ start, end }: { readonly start: string | null; readonly end: string | null }): boolean =>
    day !== null && (start === null || start.slice(0, 10) <= day) && (end === null || day <= end.slice(0, 10))
  const parties = [...new Set((person?.parties ?? []).filter(holds).map((party) => party.name))]
  const posts = (person?.posts ?? []).filter(holds).map((post) => post.name)
  return {
    ...speaker,
    role: speaker.role ?? (posts.join('; ') || null),
    // A printed number is not a name: the register has a better one.
    name: person?.name && /^Member \d+$/.test(speaker.name) ? person.name : speaker.name,
    party: parties.length === 1 ? (parties[0] ?? null) : null,
  }
}

/**
 * The wire as known on a day: the same words are one entry, the newest entry first.
 * @param nameOf gives an entry its id from its words as compared.
 * @param people by the publisher's id for them.
 */
export function makeWire(
  documents: readonly CollectedDocument[],
  people: ReadonlyMap<string, Person>,
  nameOf: (words: string) => string,
): WireEntry[] {
  const entries = new Map<string, { passage: Passage; utterances: Utterance[] }>()
  for (const { document, status, passages, source, key, capture, captured } of documents) {
    for (const passage of passages) {
      const { place, speaker, body, voice, before, after } = passage
      const person = speaker?.id ? people.get(speaker.id) : undefined
      const utterance = {
        source,
        document: { ...document, key, status },
        place,
        speaker: speakerOn(speaker, person, document.date),
        ...{ body, voice, before, after, capture, captured },
      }
      const words = sameWords(passage.text)
      const entry = entries.get(words)
      if (entry) entry.utterances.push(utterance)
      else entries.set(words, { passage, utterances: [utterance] })
    }
  }
  return [...entries]
    .map(([words, { passage, utterances }]): WireEntry => {
      const { text, kind, programmes, claims, because } = passage
      utterances.sort(
        (a, b) => newestFirst(whenOf(a), whenOf(b)) || (a.document.key < b.document.key ? -1 : 1),
      )
      return { id: nameOf(words), text, kind, programmes, claims, because, utterances }
    })
    .sort((a, b) => newestFirst(newest(a), newest(b)) || (a.id < b.id ? -1 : 1))
}

/** The day of the words; for a page without one the day it was captured, which is the latest it can be. */
export const whenOf = (utterance: Utterance): Day =>
  utterance.document.date ?? utterance.captured.slice(0, 10)
const newest = (entry: WireEntry): Day => (entry.utterances[0] ? whenOf(entry.utterances[0]) : '')

/** Only what had been captured by the end of a day. */
export function wireOn(wire: readonly WireEntry[], day: Day): WireEntry[] {
  return wire.flatMap((entry) => {
    const utterances = entry.utterances.filter((one) => one.captured.slice(0, 10) <= day)
    return utterances.length === 0 ? [] : [{ ...entry, utterances }]
  })
}

/** One award, grant or payment behind a figure, as a journalist would check it. */
export interface Contribution {
  /** The publisher's own identifier. */
  readonly identifier: string
  readonly supplier: string
  readonly label: 'yes' | 'no' | 'unknown'
  /** Why it has that label, in words. */
  readonly why: string
  /** Decimal string in the observation's unit; null where the value is not known. */
  readonly value: string | null
  /** What is odd or particular about the value: gross, shared between so many, a placeholder. Empty when nothing is. */
  readonly note: string
  readonly url: string
}

/** Figures that the machine worked out, with what they need to stand beside the curated ones. */
export interface CollectedFigures {
  readonly measures: readonly Measure[]
  readonly sources: readonly Source[]
  readonly observations: readonly Observation[]
  /** Records that are no figures, and are not shown. */
  readonly odd: readonly OddFigure[]
  /** The awards, grants or payments behind a figure, by its id; null when there are none. */
  readonly contributions: (observation: string) => readonly Contribution[] | null
  /** When and from what a figure was worked out, by its id; null for one that the machine did not work out. */
  readonly origin: (observation: string) => Origin | null
}

export interface Origin {
  /** When it was first worked out, ISO 8601, UTC. */
  readonly worked: string
  /** `sha256:` digest of the list of all captures that it rests on. */
  readonly digest: string
  /** The one file that it was read from; null where it was added up from many. */
  readonly file: { readonly url: string; readonly digest: string; readonly captured: string } | null
}

export interface OddFigure {
  readonly source: string
  readonly key: string
  readonly why: string
}

export const NO_FIGURES: CollectedFigures = {
  ...{ measures: [], sources: [], observations: [], odd: [] },
  contributions: () => null,
  origin: () => null,
}

/**
 * Puts collected figures beside the curated evidence. A curated measure or source of the same id stands; a figure of a
 * programme or a measure that nobody has described is odd, and is left out.
 */
export function addFigures(
  evidence: Evidence,
  figures: CollectedFigures,
): { readonly evidence: Evidence; readonly odd: readonly OddFigure[] } {
  const added = <T extends { readonly id: string }>(own: readonly T[], more: readonly T[]): T[] => {
    const known = new Set(own.map(({ id }) => id))
    return [...own, ...more.filter(({ id }) => !known.has(id))]
  }
  const measures = added(evidence.measures, figures.measures)
  const known = {
    measure: new Set(measures.map(({ id }) => id)),
    programme: new Set(evidence.programmes.map(({ id }) => id)),
  }
  const odd: OddFigure[] = [...figures.odd]
  const sound = figures.observations.filter((observation) => {
    const strange = (['measure', 'programme'] as const).find((field) => !known[field].has(observation[field]))
    if (strange)
      odd.push({
        source: observation.source,
        key: observation.id,
        why: `expected a ${strange} that is described, got "${observation[strange]}"`,
      })
    return strange === undefined
  })
  return {
    evidence: {
      ...evidence,
      measures,
      sources: added(evidence.sources, figures.sources),
      observations: added(evidence.observations, sound),
    },
    odd,
  }
}
