// Does the rule give the verdicts that somebody stated?
//
// Needs nothing but the rule, so that the same code runs in the site, on the command line and in the stand-alone
// verify.mjs that readers download. Shapes are checked by whoever calls.
import type { Verdict } from './case.ts'
import type { Claim, Measure, Observation, Programme, Source, Statement } from './nouns.ts'
import { assess } from './verdict.ts'

/** What a verdict is worked out from, with the verdicts that were stated. */
export interface Stated {
  readonly asOf: string
  readonly today: string
  readonly statement: Omit<Statement, 'claims'>
  readonly claims: readonly Claim[]
  readonly verdicts: readonly { readonly claim: string }[]
  readonly observations: readonly Observation[]
  readonly measures: readonly Measure[]
  readonly sources: readonly Source[]
  readonly programmes: readonly Programme[]
  /** Of an item that tells a change: the verdict before it, as known on its own `asOf`. */
  readonly change?: { readonly before: Verdict } | undefined
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

/** Works every stated verdict out again and names those that differ. */
export function recomputeStated(given: Stated): Recomputed {
  const { asOf, today, programmes, observations, change } = given
  const statement: Statement = { ...given.statement, claims: [...given.claims] }
  const measures = new Map(given.measures.map((measure) => [measure.id, measure]))
  const sources = new Map(given.sources.map((source) => [source.id, source]))
  const stated = new Map(given.verdicts.map((verdict) => [verdict.claim, verdict]))
  const again = (claim: Claim, on: string): Verdict | null =>
    assess({ claim, statement, programmes, measures, sources, observations }, { asOf: on, today })
  const differences: Difference[] = []
  for (const claim of statement.claims) {
    const difference = firstDifference(stated.get(claim.id), again(claim, asOf), '')
    if (difference) differences.push({ claim: claim.id, ...difference })
    stated.delete(claim.id)
    if (change?.before.claim !== claim.id) continue
    const before = firstDifference(change.before, again(claim, change.before.asOf), 'change.before')
    if (before) differences.push({ claim: claim.id, ...before })
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
