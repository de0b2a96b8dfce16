// Which words before or after a number say how exactly it is meant?

import type { Amount } from './quantities.ts'
import type { Token } from './text.ts'
import type { Comparator, Unit } from './types.ts'

/** Hedges as word sequences, longest first; from `data/words/numbers.json`. */
export type Hedges = {
  readonly before: readonly { readonly words: readonly string[]; readonly comparator: Comparator }[]
  readonly after: readonly { readonly words: readonly string[]; readonly comparator: Comparator }[]
  readonly unchanging: readonly (readonly string[])[]
}

/** The hedge of a number; without one, `comparator` is undefined and `from` and `to` are the amount's own. */
export type Hedge = {
  readonly comparator: Comparator | undefined
  readonly from: number
  readonly to: number
  readonly because: string
}

/** Words such as "only" and "a total of" may stand between a hedge and its number; this many at most. */
const mostBetween = 4

// Beside a determiner these are places, not hedges: "over the 18 contracts", "under these 40 schemes".
const places = new Set([
  'over',
  'under',
  'some',
  'about',
  'around',
  'beyond',
  'above',
  'below',
  'minimum',
  'broadly',
])
const determiners = new Set([
  'the',
  'its',
  'their',
  'our',
  'his',
  'her',
  'these',
  'those',
  'all',
  'first',
  'initial',
  'a',
  'an',
])

/** The hedge of the amount, if it has one. */
export function findHedge(tokens: readonly Token[], amount: Amount, hedges: Hedges): Hedge {
  let from = amount.from
  let determined = false
  let ofAll = false
  let weak: Hedge | undefined
  for (let between = 0; between <= mostBetween; between += 1) {
    const hedge = hedges.before.find((one) => endsAt(tokens, from, one.words))
    if (
      hedge !== undefined &&
      !(determined && hedge.words.length === 1 && places.has(hedge.words[0] ?? ''))
    ) {
      // "Nearly all of the 21 areas": so many areas there are exactly.
      if (ofAll && hedge.comparator === 'nearly') break
      from -= hedge.words.length
      const found = {
        comparator: hedge.comparator,
        from,
        to: amount.to,
        because: `hedged by "${hedge.words.join(' ')}"`,
      }
      // In "up to an estimated 3.3 million" and "more than about 50" the outer hedge decides.
      if (hedge.comparator !== 'about') return found
      weak ??= found
      continue
    }
    const skip = hedges.unchanging.find((one) => endsAt(tokens, from, one))
    if (skip === undefined) break
    if (determiners.has(skip.at(-1) ?? '')) determined = true
    if (skip.includes('all')) ofAll = true
    from -= skip.length
  }
  if (weak !== undefined) return weak
  const after = hedges.after.find((one) => beginsAt(tokens, amount.to, one.words))
  if (after !== undefined) {
    const to = amount.to + after.words.length
    return {
      comparator: after.comparator,
      from: amount.from,
      to,
      because: `hedged by "${after.words.join(' ')}"`,
    }
  }
  return { comparator: undefined, from: amount.from, to: amount.to, because: '' }
}

function endsAt(tokens: readonly Token[], end: number, words: readonly string[]): boolean {
  return beginsAt(tokens, end - words.length, words)
}

function beginsAt(tokens: readonly Token[], start: number, words: readonly string[]): boolean {
  return start >= 0 && words.every((word, i) => tokens[start + i]?.text === word)
}

/**
 * What a number without a hedge means: round figures, and fractions in words, are about; all else is exact.
 * A count under 100 is exact even when it ends in 0.
 */
export function comparatorUnhedged(amount: Amount, unit: Unit): { comparator: Comparator; because: string } {
  if (amount.form === 'fraction') return { comparator: 'about', because: 'a fraction in words' }
  if (amount.scaled && amount.figures === 1)
    return { comparator: 'about', because: 'one figure with a scale word' }
  const small = unit !== 'percent' && unit !== 'gbp' && amount.value < 100
  if (amount.endsInZero && !small) return { comparator: 'about', because: 'printed with a final 0' }
  return { comparator: 'exactly', because: 'no hedge' }
}
