// What does a feed item carry, so that every verdict in it can be worked out from the item alone?
//
// The shape is DESIGN's `_words_vs_deeds`. `asOf` and `today` are the two dates of the verdicts: an `asOf` before
// `today` is in the past, where figures without a publication date do not count.
import { z } from 'zod'
import type { Verdict } from './case.ts'
import { isDay } from './dates.ts'
import {
  type Claim,
  claimSchema,
  type Evidence,
  measureSchema,
  observationSchema,
  type Programme,
  programmeSchema,
  type Source,
  type Statement,
  sourceSchema,
  statementSchema,
} from './nouns.ts'
import { verdictSchema } from './verdict-schema.ts'

const day = z.string().refine(isDay, 'expected a day such as 2026-11-24')

export const ITEM_TYPES = ['statement', 'verdict-change'] as const

/** Why and from what a verdict changed; `verdicts` holds the one it became. */
const changeSchema = z.looseObject({
  claim: z.string(),
  on: day,
  before: verdictSchema,
  why: z.array(z.string()),
})

/** The extension of an item, as published. The statement stands without its claims, which stand beside it. */
export const feedExtensionSchema = z.looseObject({
  about: z.url(),
  type: z.enum(ITEM_TYPES),
  asOf: day,
  today: day,
  statement: statementSchema.omit({ claims: true }),
  claims: z.array(claimSchema),
  verdicts: z.array(verdictSchema),
  observations: z.array(observationSchema),
  measures: z.array(measureSchema),
  sources: z.array(sourceSchema),
  programmes: z.array(programmeSchema),
  change: changeSchema.optional(),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
})

export type FeedItemData = Omit<z.infer<typeof feedExtensionSchema>, 'digest' | 'change' | 'verdicts'> & {
  readonly verdicts: readonly Verdict[]
  readonly change?: Readonly<Record<string, unknown>>
}

/** The figures that a verdict used or set aside, by id. */
export const namedIn = (verdict: Verdict): string[] =>
  verdict.readings.flatMap(({ used, setAside }) => [...used, ...setAside].map((one) => one.observation))

/** Words with the claims in them that an item is about. */
export interface Subject {
  readonly statement: Statement
  readonly source: Source
  readonly programmes: readonly Programme[]
  readonly claims: readonly { readonly claim: Claim; readonly verdict: Verdict }[]
}

/** Everything that the verdicts on the claims rest on, and nothing else; `before` adds what an earlier one rested on. */
export function feedItemData(
  { statement: whole, source, programmes, claims: entries }: Subject,
  evidence: Evidence,
  dates: { readonly asOf: string; readonly today: string },
  about: string,
  before: readonly Verdict[] = [],
): FeedItemData {
  const observationIds = new Set([...before, ...entries.map(({ verdict }) => verdict)].flatMap(namedIn))
  const observations = evidence.observations.filter((o) => observationIds.has(o.id))
  const measureIds = new Set(entries.flatMap(({ claim }) => claim.readings.map((reading) => reading.measure)))
  const baselines = entries.flatMap(({ claim }) => (claim.baseline ? [claim.baseline.source] : []))
  const sourceIds = new Set([source.id, ...baselines, ...observations.map((o) => o.source)])
  const { claims: _, ...statement } = whole
  return {
    about,
    type: before.length === 0 ? 'statement' : 'verdict-change',
    ...dates,
    statement,
    claims: entries.map(({ claim }) => claim),
    verdicts: entries.map(({ verdict }) => verdict),
    observations,
    measures: evidence.measures.filter((measure) => measureIds.has(measure.id)),
    sources: evidence.sources.filter((one) => sourceIds.has(one.id)),
    programmes: [...programmes],
  }
}
