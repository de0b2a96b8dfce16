// Which measures might test a claimed number?

import { plainMarks, tokenize } from './text.ts'
import type { ClaimFound, MeasureSuggested, Unit } from './types.ts'

/** What of a measure the suggestion rests on. */
export type MeasureWords = {
  readonly id: string
  readonly name: string
  readonly definition: string
  readonly unit: string
  readonly numerator: string | null
  readonly denominator: string | null
}

/** Measures indexed by word, rarer words weighing more. */
export type MeasureIndex = {
  readonly byWord: ReadonlyMap<string, ReadonlySet<number>>
  readonly weight: ReadonlyMap<string, number>
  readonly measures: readonly { readonly id: string; readonly unit: string; readonly total: number }[]
}

/** A suggestion needs this much of a measure's weight, and at most so many are given. */
const leastScore = 0.2
const mostSuggested = 3

const empty = new Set(
  (
    'a an and the of in to for from by with at on as or that which who is are was were be been has have had it its ' +
    'this these those their they we our i not no more most than over under about up all any each per other some ' +
    'will would should may can do does did so if but also only just year years number numbers share percent cent'
  ).split(' '),
)

// One word for what the sector is called by turns, so that "charities" meets "voluntary sector".
const sectorWord = /^(?:charit\w*|voluntary|vcses?|vcs|third|nonprofit|enterprise)$/

/** The words of a text that carry meaning, in a rough singular. */
export function contentWords(text: string): Set<string> {
  const words = new Set<string>()
  for (const token of tokenize(plainMarks(text))) {
    if (token.kind !== 'word' || empty.has(token.text) || token.text.length < 2) continue
    if (sectorWord.test(token.text)) words.add('sector')
    else words.add(token.text.length > 3 ? token.text.replace(/(?:ies|s)$/, '') : token.text)
  }
  return words
}

/** Indexes measures; a word's weight falls with the number of measures that use it. */
export function indexMeasures(measures: readonly MeasureWords[]): MeasureIndex {
  const sets = measures.map((one) =>
    contentWords([one.name, one.definition, one.numerator ?? '', one.denominator ?? ''].join(' ')),
  )
  const byWord = new Map<string, Set<number>>()
  sets.forEach((set, index) => {
    for (const word of set) byWord.set(word, (byWord.get(word) ?? new Set()).add(index))
  })
  const weight = new Map<string, number>()
  for (const [word, holders] of byWord) weight.set(word, Math.log((measures.length + 1) / holders.size))
  const total = (set: ReadonlySet<string>): number =>
    [...set].reduce((sum, word) => sum + (weight.get(word) ?? 0), 0)
  return {
    byWord,
    weight,
    measures: measures.map((one, i) => ({ id: one.id, unit: one.unit, total: total(sets[i] ?? new Set()) })),
  }
}

/** The measures of the claim's unit that share most with the words around it, best first. */
export function suggestMeasures(
  claim: Pick<ClaimFound, 'unit' | 'comparator'>,
  around: ReadonlySet<string>,
  index: MeasureIndex,
): MeasureSuggested[] {
  const scores = new Map<number, { score: number; shared: string[] }>()
  for (const word of around) {
    for (const holder of index.byWord.get(word) ?? []) {
      const one = scores.get(holder) ?? { score: 0, shared: [] }
      one.score += index.weight.get(word) ?? 0
      one.shared.push(word)
      scores.set(holder, one)
    }
  }
  const change = claim.comparator === 'increase' || claim.comparator === 'decrease'
  const found: MeasureSuggested[] = []
  for (const [holder, { score, shared }] of scores) {
    const measure = index.measures[holder]
    if (measure === undefined || measure.total === 0) continue
    // A change in per cent may be of anything counted; a level must be in the measure's own unit.
    if (!change && !sameUnit(measure.unit, claim.unit)) continue
    const share = Math.round((score / measure.total) * 100) / 100
    if (share >= leastScore) found.push({ id: measure.id, score: share, shared: shared.sort() })
  }
  return found.sort((a, b) => b.score - a.score || a.id.localeCompare(b.id)).slice(0, mostSuggested)
}

function sameUnit(measure: string, claim: Unit): boolean {
  if (measure === claim) return true
  return (measure === 'count' && claim === 'people') || (measure === 'people' && claim === 'count')
}
