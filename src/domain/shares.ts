// What share went to the sector? By number, by value, or by subcontract: three series that are never mixed.
//
// Every share carries its numerator, its denominator and the part of it that is unknown, and is a band: from the known
// part to the known and the unknown part together (METHOD step 5). A share over known cases alone is not offered.
import {
  addDecimals,
  type Decimal,
  type Fraction,
  type Money,
  partOf,
  percentOf,
  plus,
  toDecimal,
  toFraction,
  type VatBasis,
  ZERO,
} from './money.ts'
import type { Tri } from './sector.ts'

/** In percent, with two decimals, rounded outwards. */
export type Band = { readonly low: number; readonly high: number }

type Share<Kind extends string> = {
  readonly kind: Kind
  /** What went to the sector, what is not known to have gone there or not, and the whole. */
  readonly numerator: Decimal
  readonly unknown: Decimal
  readonly denominator: Decimal
  /** Null when there is nothing to take a share of. */
  readonly band: Band | null
}

/** Awards, grants or payments by number. */
export type CountShare = Share<'count'>

/** Awards, grants or payments by value, in one currency on one VAT basis. */
export type ValueShare = Share<'value'> & {
  readonly currency: string
  readonly basis: VatBasis
  /** Entries counted here. */
  readonly entries: number
  /**
   * Joint awards are split equally in `numerator`, by convention. This band makes no such convention: from none of each
   * mixed joint award to all of it. Equal to `band` when no award is shared by unlike suppliers.
   */
  readonly withoutSplit: Band | null
  /** Value of joint awards whose suppliers are not all alike. */
  readonly mixed: Decimal
}

/** What main contractors pass on or said they would. Commitments and payments are two series. */
export type SubcontractShare = Share<'subcontract'> & {
  readonly currency: string
  readonly basis: VatBasis
  readonly of: 'commitments' | 'payments'
}

/** How many are yes, no and unknown: they always add up to the whole. */
export type Tally3 = {
  readonly yes: number
  readonly no: number
  readonly unknown: number
  readonly all: number
}

export function tally3(labels: Iterable<Tri>): Tally3 {
  const count = { yes: 0, no: 0, unknown: 0, all: 0 }
  for (const label of labels) {
    count[label] += 1
    count.all += 1
  }
  return count
}

/**
 * One label for an award that several suppliers share: yes when any is, no when all are not, else unknown. An award
 * without a named supplier is unknown.
 */
export function jointLabel(suppliers: readonly Tri[]): Tri {
  if (suppliers.includes('yes')) return 'yes'
  return suppliers.length > 0 && suppliers.every((label) => label === 'no') ? 'no' : 'unknown'
}

export function countShare(labels: Iterable<Tri>): CountShare {
  const { yes, unknown, all } = tally3(labels)
  const [a, b, c] = [yes, unknown, all].map((n) => toFraction(String(n))) as [Fraction, Fraction, Fraction]
  return { kind: 'count', ...parts(a, b, c) }
}

/** Sums to the penny, and the band from the sums themselves. Rounding never makes the parts more than the whole. */
function parts(yes: Fraction, unknown: Fraction, whole: Fraction): Omit<Share<string>, 'kind'> {
  const numerator = toDecimal(yes, 2)
  const reached = toFraction(toDecimal(plus(yes, unknown), 2))
  return {
    numerator,
    unknown: toDecimal(plus(reached, negative(toFraction(numerator))), 2),
    denominator: toDecimal(whole, 2),
    band: bandOf(yes, plus(yes, unknown), whole),
  }
}

const bandOf = (least: Fraction, most: Fraction, whole: Fraction): Band | null =>
  whole.top <= 0n ? null : { low: percentOf(least, whole).low, high: percentOf(most, whole).high }

const negative = ({ top, bottom }: Fraction): Fraction => ({ top: -top, bottom })

/** An entry of a value share. Its suppliers' labels, one each; none when nobody is named. */
export type Valued = { readonly money: Money | null; readonly suppliers: readonly Tri[] }

/**
 * Shares by value: one for each currency and VAT basis, the one with most entries first, and how many entries have no
 * value that counts. Amounts on different bases are never added or turned into each other. What an entry's value is, and
 * whether an odd one counts, is for its source to say: pass null to leave it out.
 */
export function valueShares(entries: Iterable<Valued>): {
  readonly shares: readonly ValueShare[]
  readonly withoutValue: number
} {
  const groups = new Map<string, Group>()
  let withoutValue = 0
  for (const { money, suppliers } of entries) {
    if (money === null) {
      withoutValue += 1
      continue
    }
    const key = `${money.currency} ${money.basis}`
    const group = groups.get(key) ?? new Group(money)
    groups.set(key, group)
    group.add(toFraction(money.amount), suppliers)
  }
  const shares = [...groups]
    .sort(([a, one], [b, other]) => other.entries - one.entries || (a < b ? -1 : 1))
    .map(([, group]) => group.share())
  return { shares, withoutValue }
}

/** Sums of one currency and VAT basis. A class, because it holds running sums over any number of entries. */
class Group {
  readonly money: Money
  entries = 0
  whole = ZERO
  yes = ZERO
  unknown = ZERO
  allYes = ZERO
  allNo = ZERO
  mixed = ZERO

  constructor(money: Money) {
    this.money = money
  }

  add(value: Fraction, suppliers: readonly Tri[]): void {
    const { yes, no, unknown, all } = tally3(suppliers.length === 0 ? ['unknown'] : suppliers)
    this.entries += 1
    this.whole = plus(this.whole, value)
    this.yes = plus(this.yes, partOf(value, yes, all))
    this.unknown = plus(this.unknown, partOf(value, unknown, all))
    if (yes === all) this.allYes = plus(this.allYes, value)
    else if (no === all) this.allNo = plus(this.allNo, value)
    if (yes < all && no < all && unknown < all) this.mixed = plus(this.mixed, value)
  }

  share(): ValueShare {
    const { money, entries, whole, yes, unknown, allYes, allNo, mixed } = this
    return {
      kind: 'value',
      currency: money.currency,
      basis: money.basis,
      entries,
      ...parts(yes, unknown, whole),
      withoutSplit: bandOf(allYes, plus(whole, negative(allNo)), whole),
      mixed: toDecimal(mixed, 2),
    }
  }
}

/** What one main contract says of its subcontractors. */
export type Subcontracted = {
  /** Value of the main contract. */
  readonly contract: Money
  /** The part that goes to subcontractors of the sector, in percent, as stated; null when nothing is stated. */
  readonly toSector: { readonly least: Decimal; readonly most: Decimal } | null
}

/**
 * The share of main contracts' value that goes to subcontractors of the sector. A contract that states nothing is
 * unknown as a whole; one that states a range is unknown between its ends.
 * @throws RangeError when contracts are in several currencies or on several bases, or a percentage is not one.
 */
export function subcontractShare(
  contracts: readonly Subcontracted[],
  of: SubcontractShare['of'],
): SubcontractShare | null {
  const [first] = contracts
  if (!first) return null
  const { currency, basis } = first.contract
  let [yes, unknown] = [ZERO, ZERO]
  for (const { contract, toSector } of contracts) {
    if (contract.currency !== currency || contract.basis !== basis)
      throw new RangeError(
        `expected contracts in ${currency}, ${basis}; got ${contract.currency}, ${contract.basis}`,
      )
    const value = toFraction(contract.amount)
    if (toSector === null) {
      unknown = plus(unknown, value)
      continue
    }
    const [least, most] = [toFraction(toSector.least), toFraction(toSector.most)].map((percent) => {
      if (percent.top < 0n || percent.top > 100n * percent.bottom)
        throw new RangeError(`expected a percentage from 0 to 100, got ${toDecimal(percent, 2)}`)
      return { top: value.top * percent.top, bottom: value.bottom * percent.bottom * 100n }
    }) as [Fraction, Fraction]
    yes = plus(yes, least)
    unknown = plus(unknown, plus(most, negative(least)))
  }
  const whole = toFraction(addDecimals(contracts.map(({ contract }) => contract.amount)))
  return { kind: 'subcontract', currency, basis, of, ...parts(yes, unknown, whole) }
}

/** The fields that a figure of one number leaves open: it is no share, of no survey, and has no interval. */
export const ONE_NUMBER = {
  low: null,
  high: null,
  numerator: null,
  denominator: null,
  unknown: null,
  sampleSize: null,
} as const

/** The fields of an observation in percent that a share gives. Ends are given only where the other fields do not imply them. */
export type ShareFields = {
  readonly value: number
  readonly display: string
  readonly low: number | null
  readonly high: number | null
  readonly numerator: number
  readonly denominator: number
  readonly unknown: number
}

/**
 * A share as an observation states it: the known part of the whole, with the band where it is one. Null when there is
 * nothing to take a share of, or a sum is below zero.
 */
export function shareFields(share: CountShare | ValueShare | SubcontractShare): ShareFields | null {
  const yes = toFraction(share.numerator)
  const whole = toFraction(share.denominator)
  if (share.band === null || yes.top < 0n || share.unknown.startsWith('-')) return null
  const value = toDecimal({ top: yes.top * whole.bottom * 100n, bottom: yes.bottom * whole.top }, 2)
  const split = share.kind === 'value' && share.mixed !== '0'
  const { low, high } = (split ? share.withoutSplit : null) ?? share.band
  const isBand = split || share.unknown !== '0'
  return {
    value: Number(value),
    display: isBand ? `${value}% (${low}% to ${high}%)` : `${value}%`,
    low: split ? Math.min(low, Number(value)) : null,
    high: split ? Math.max(high, Number(value)) : null,
    numerator: Number(share.numerator),
    denominator: Number(share.denominator),
    unknown: Number(share.unknown),
  }
}
