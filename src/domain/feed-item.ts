// What does a feed item carry, so that every verdict in it can be worked out from the item alone?
//
// The shape is DESIGN's `_words_vs_deeds`. `asOf` and `today` are the two dates of the verdicts: an `asOf` before
// `today` is in the past, where figures without a publication date do not count.
import { z } from 'zod'
import type { Verdict } from './case.ts'
import { isDay } from './dates.ts'
import type { ClaimEntry, StatementEntry } from './ledger.ts'
import {
  type Evidence,
  measureSchema,
  type Observation,
  observationSchema,
  type Programme,
  programmeSchema,
  type Source,
  type Statement,
  sourceSchema,
  statementSchema,
} from './nouns.ts'
import { assess } from './verdict.ts'

const day = z.string().refine(isDay, 'expected a day such as 2026-11-24')

/** The extension of an item. The statement stands without its claims, which stand beside it. */
export interface FeedItemData {
  readonly about: string
  readonly asOf: string
  readonly today: string
  readonly statement: Omit<Statement, 'claims'>
  readonly claims: Statement['claims']
  readonly verdicts: readonly Verdict[]
  readonly observations: readonly Observation[]
  readonly measures: Evidence['measures']
  readonly sources: readonly Source[]
  readonly programmes: readonly Programme[]
}

/** What a program must find in an item to recompute it; verdicts are compared as they are. */
export const feedItemDataSchema = z.looseObject({
  asOf: day,
  today: day,
  statement: z.looseObject({}),
  claims: z.array(z.unknown()),
  verdicts: z.array(z.looseObject({ claim: z.string() })),
  observations: z.array(observationSchema),
  measures: z.array(measureSchema),
  sources: z.array(sourceSchema),
  programmes: z.array(programmeSchema),
})

const named = ({ verdict }: ClaimEntry): string[] => [
  ...verdict.readings.flatMap((reading) => [
    ...reading.used.map((figure) => figure.observation),
    ...reading.setAside.map((figure) => figure.observation),
  ]),
]

/** Everything that the verdicts of a statement rest on, and nothing else. */
export function feedItemData(
  entry: StatementEntry,
  evidence: Evidence,
  dates: { readonly asOf: string; readonly today: string },
  about: string,
): FeedItemData {
  const observationIds = new Set(entry.claims.flatMap(named))
  const observations = evidence.observations.filter((o) => observationIds.has(o.id))
  const measureIds = new Set(
    entry.claims.flatMap(({ claim }) => claim.readings.map((reading) => reading.measure)),
  )
  const baselines = entry.claims.flatMap(({ claim }) => (claim.baseline ? [claim.baseline.source] : []))
  const sourceIds = new Set([entry.source.id, ...baselines, ...observations.map((o) => o.source)])
  const { claims, ...statement } = entry.statement
  return {
    about,
    ...dates,
    statement,
    claims,
    verdicts: entry.claims.map(({ verdict }) => verdict),
    observations,
    measures: evidence.measures.filter((measure) => measureIds.has(measure.id)),
    sources: evidence.sources.filter((source) => sourceIds.has(source.id)),
    programmes: entry.programmes,
  }
}

/** A verdict that is not what the rule gives. */
export interface Difference {
  readonly claim: string
  /** Path of the first part that differs, e.g. "readings.0.used.0.interval.low". */
  readonly part: string
  readonly stated: string
  readonly recomputed: string
}

/** What was worked out again: the claims, by id, and the verdicts that differ. */
export interface Recomputed {
  readonly claims: readonly string[]
  readonly differences: readonly Difference[]
}

/** Works every verdict of an item out again and names those that differ. Throws a ZodError where the shape is wrong. */
export function recompute(json: unknown): Recomputed {
  const item = feedItemDataSchema.parse(json)
  const { asOf, today } = item
  const statement = statementSchema.parse({ ...item.statement, claims: item.claims })
  const measures = new Map(item.measures.map((measure) => [measure.id, measure]))
  const sources = new Map(item.sources.map((source) => [source.id, source]))
  const stated = new Map(item.verdicts.map((verdict) => [verdict.claim, verdict]))
  const differences: Difference[] = []
  for (const claim of statement.claims) {
    const { programmes, observations } = item
    const again = assess({ claim, statement, programmes, measures, sources, observations }, { asOf, today })
    const difference = firstDifference(stated.get(claim.id), again, '')
    if (difference) differences.push({ claim: claim.id, ...difference })
    stated.delete(claim.id)
  }
  for (const claim of stated.keys()) {
    differences.push({ claim, part: '', stated: 'a verdict', recomputed: 'no such claim in the statement' })
  }
  return { claims: statement.claims.map((claim) => claim.id), differences }
}

function firstDifference(stated: unknown, again: unknown, part: string): Omit<Difference, 'claim'> | null {
  const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value))
  if (typeof stated !== 'object' || typeof again !== 'object' || stated === null || again === null) {
    return stated === again ? null : { part, stated: show(stated), recomputed: show(again) }
  }
  const keys = new Set([...Object.keys(stated), ...Object.keys(again)])
  for (const key of keys) {
    const [a, b] = [stated, again].map((value) => (value as Record<string, unknown>)[key])
    const found = firstDifference(a, b, part === '' ? key : `${part}.${key}`)
    if (found) return found
  }
  return null
}
