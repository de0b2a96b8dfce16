// Do the awards or rows behind a figure add up to it?
//
// Everything is added again from the rows themselves, exactly, and set beside what the figure states. Rows of a shared
// award are rounded to a penny each: how much that can move a sum is worked out, so that a rounding is not taken for an
// error, nor an error for a rounding.
import type { Contribution } from './collected.ts'
import { addDecimals, type Decimal, type Fraction, plus, toDecimal, toFraction } from './money.ts'
import type { Observation, Unit } from './nouns.ts'
import type { Tri } from './sector.ts'

/** The rows of one label. Null amounts are counted apart: they are in no sum. */
export interface RowSum {
  readonly rows: number
  readonly withoutValue: number
  readonly sum: Decimal
}

/** One number that a figure states beside the same number added up from its rows. */
export interface Comparison {
  readonly part: 'numerator' | 'unknown' | 'denominator' | 'value'
  readonly stated: number
  readonly added: Decimal
  /** Stated less added. */
  readonly difference: Decimal
  /** `rounding`: the difference is no more than rounding each row to a penny can make. */
  readonly agrees: 'exactly' | 'rounding' | 'no'
}

export interface TakenApart {
  readonly labels: Readonly<Record<Tri, RowSum>>
  readonly all: RowSum
  /** Empty when the figure states nothing that rows could add up to. */
  readonly comparisons: readonly Comparison[]
}

/** Adds the rows behind a figure again. */
export function takeApart(
  observation: Pick<Observation, 'value' | 'numerator' | 'denominator' | 'unknown'>,
  unit: Unit,
  contributions: readonly Contribution[],
): TakenApart {
  const of = (label: Tri): RowSum => sumOf(contributions.filter((one) => one.label === label))
  const labels = { yes: of('yes'), no: of('no'), unknown: of('unknown') }
  const all = sumOf(contributions)
  const fractions = contributions.filter(({ value }) => value?.includes('.')).length
  const compare = (part: Comparison['part'], stated: number, added: Decimal, leeway: Fraction): Comparison =>
    compared(part, stated, added, leeway)
  const pennies = { top: BigInt(fractions), bottom: 200n }
  const { value, numerator, denominator, unknown } = observation
  const comparisons = [
    ...(numerator === null ? [] : [compare('numerator', numerator, labels.yes.sum, pennies)]),
    ...(unknown === null ? [] : [compare('unknown', unknown, labels.unknown.sum, pennies)]),
    ...(denominator === null ? [] : [compare('denominator', denominator, all.sum, pennies)]),
  ]
  // An amount that has a numerator is what went to the sector; one that has none is all of it.
  if (unit !== 'percent')
    comparisons.push(compare('value', value, numerator === null ? all.sum : labels.yes.sum, pennies))
  else if (numerator !== null && denominator !== null && toFraction(all.sum).top > 0n) {
    const [yes, whole] = [toFraction(labels.yes.sum), toFraction(all.sum)]
    const percent = toDecimal({ top: yes.top * whole.bottom * 100n, bottom: yes.bottom * whole.top }, 2)
    // A percentage is stated with two decimals.
    comparisons.push(compare('value', value, percent, { top: 1n, bottom: 100n }))
  }
  return { labels, all, comparisons }
}

function sumOf(contributions: readonly Contribution[]): RowSum {
  const values = contributions.flatMap(({ value }) => (value === null ? [] : [value]))
  const rows = contributions.length
  return { rows, withoutValue: rows - values.length, sum: addDecimals(values) }
}

/** A number that JSON holds, as a decimal. */
const decimalOf = (n: number): Decimal =>
  /e/i.test(String(n)) ? BigInt(Math.round(n)).toString() : String(n)

function compared(part: Comparison['part'], stated: number, added: Decimal, leeway: Fraction): Comparison {
  const { top, bottom } = plus(toFraction(decimalOf(stated)), negative(toFraction(added)))
  const size = top < 0n ? -top : top
  const agrees = size === 0n ? 'exactly' : size * leeway.bottom <= leeway.top * bottom ? 'rounding' : 'no'
  return { part, stated, added, difference: toDecimal({ top, bottom }, 2), agrees }
}

const negative = ({ top, bottom }: Fraction): Fraction => ({ top: -top, bottom })
