// Through which lens is a figure read, and how does it split into yes, no and not known?
import { percentOf, toDecimal, toFraction } from './money.ts'
import type { Observation } from './nouns.ts'
import { LENSES, type Lens } from './sector.ts'

/** The broadest first: the one that is shown when a reader has not chosen. */
const BY_BREADTH: readonly Lens[] = ['vcse', 'charity', 'social-enterprise', 'mutual', 'trading-arm']

const isLens = (text: string | undefined): text is Lens => LENSES.some((lens) => lens === text)

/** The lens that a figure's dimensions name, by `lens` or else by `label`; null for a figure of none. */
export function lensOf({ dimensions }: Pick<Observation, 'dimensions'>): Lens | null {
  return [dimensions.lens, dimensions.label].find(isLens) ?? null
}

/** The lenses of these figures, the broadest first. */
export function lensesOf(observations: readonly Pick<Observation, 'dimensions'>[]): Lens[] {
  const named = new Set(observations.map(lensOf))
  return BY_BREADTH.filter((lens) => named.has(lens))
}

/** Percentages with two decimals that add up to exactly 100. */
export interface Parts {
  readonly yes: number
  readonly no: number
  readonly unknown: number
}

/**
 * How the whole of a share splits. Null where the figure does not state numerator, denominator and what is unknown, or
 * they cannot be parts of one whole.
 */
export function partsOf({
  numerator,
  denominator,
  unknown,
}: Pick<Observation, 'numerator' | 'denominator' | 'unknown'>): Parts | null {
  if (numerator === null || denominator === null || unknown === null) return null
  if (numerator + unknown > denominator * (1 + Number.EPSILON)) return null
  const hundredths = (part: number): number =>
    Math.round(percentOf(toFraction(plain(part)), toFraction(plain(denominator))).low * 100)
  const parts = [numerator, denominator - numerator - unknown, unknown].map((part) => Math.max(0, part))
  const floors = parts.map(hundredths)
  // What rounding down leaves goes to the parts that lost most by it.
  const lost = parts
    .map((part, at) => ({ at, by: (part / denominator) * 10_000 - (floors[at] ?? 0) }))
    .sort((a, b) => b.by - a.by || a.at - b.at)
  const left = 10_000 - floors.reduce((a, b) => a + b, 0)
  for (const { at } of lost.slice(0, Math.max(0, left))) floors[at] = (floors[at] ?? 0) + 1
  const [yes = 0, no = 0, other = 0] = floors.map((n) => n / 100)
  return { yes, no, unknown: other }
}

/** To the hundredth of a penny: parts that are differences of binary numbers lose their noise. */
const plain = (n: number): string => toDecimal(toFraction(n.toFixed(4)), 4)
