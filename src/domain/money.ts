// How much money is it, exactly?
//
// Amounts are decimal strings ("1234.5"), reckoned with whole numbers of any size, so that no penny is lost to binary
// fractions. Currency and VAT basis stay beside each amount. What is odd about a printed amount is named, never dropped.

/** A number written out: an optional minus, digits, and at most one point. Canonical: no leading or trailing zeros, no "-0". */
export type Decimal = string

/** Whether VAT is in an amount. Never worked out from the other: VAT is not always a fifth. */
export type VatBasis = 'net' | 'gross' | 'not-stated'

export type Money = { readonly amount: Decimal; readonly currency: string; readonly basis: VatBasis }

/**
 * What keeps an amount from being taken at its word.
 * `missing`: nothing is printed. `nil`: a dash is printed; what it means is for the source to say. `not-a-number`: words,
 * or commas that do not mark thousands. `unlimited`: `1e9999`, Infinity, or more digits than any budget has. `imprecise`:
 * a JSON number with more digits than its reader can hold; read it from the text instead. `negative`: a credit note, or a
 * slip. `zero`, `placeholder`: a form was filled in that wanted a number.
 */
export type MoneyFlaw =
  | 'missing'
  | 'nil'
  | 'not-a-number'
  | 'unlimited'
  | 'imprecise'
  | 'negative'
  | 'zero'
  | 'placeholder'

/** An amount as read, with what is odd about it. Exactly when there is no amount the flaw says why. */
export type ReadAmount =
  | { readonly amount: Decimal; readonly flaw: null | 'imprecise' | 'negative' | 'zero' | 'placeholder' }
  | { readonly amount: null; readonly flaw: 'missing' | 'nil' | 'not-a-number' | 'unlimited' }

export const MONEY_FLAW_WORDS: Readonly<Record<MoneyFlaw, string>> = {
  missing: 'no amount is printed',
  nil: 'a dash is printed in place of an amount',
  'not-a-number': 'what is printed is not an amount',
  unlimited: 'printed as without limit',
  imprecise: 'printed with more digits than its file format holds',
  negative: 'the amount is negative',
  zero: 'the amount is zero',
  placeholder: 'the amount is one that forms are filled with',
}

/**
 * Amounts that stand for "I had to type something". Up to a pound: 0.01 and 0.1 as values of notices (Find a Tender,
 * Contracts Finder). Nothing but nines from 999,999 on: the most that a form takes.
 */
const isPlaceholder = (amount: Decimal): boolean =>
  compareDecimals(amount, '1') <= 0 || /^9{6,}(?:\.9+)?$/.test(amount)

/** 135,000,000 beside a lowest bid of 0.01 (Find a Tender, 2026). As the value of a contract it can be real. */
const BID_PLACEHOLDERS: ReadonlySet<Decimal> = new Set(['135000000'])

/** No year's public spending comes near ten trillion pounds. */
const MOST_DIGITS = 13
const DASHES = /^[-–—−]+$/

/**
 * Reads an amount as printed in a table, or as JSON holds it. Commas and spaces must mark thousands; brackets, a leading
 * or trailing minus and `CR` mean less than zero. Never throws.
 * @param of what the amount is said to be: some placeholders are known for bids alone.
 */
export function readAmount(printed: unknown, of: 'value' | 'bid' = 'value'): ReadAmount {
  if (printed === null || printed === undefined) return { amount: null, flaw: 'missing' }
  if (typeof printed === 'number') {
    const read = readText(String(printed), of)
    const digits = String(printed).replace(/[-.]|e.*/g, '').length
    return read.amount !== null && digits > 15 ? { amount: read.amount, flaw: 'imprecise' } : read
  }
  return typeof printed === 'string' ? readText(printed, of) : { amount: null, flaw: 'not-a-number' }
}

function readText(printed: string, of: 'value' | 'bid'): ReadAmount {
  // "Â£" and "ï¿½" are a pound sign that was read in the wrong encoding.
  const text = printed
    .normalize('NFKC')
    .replace(/Â(?=£)|ï¿½|\ufffd/g, '')
    .trim()
  if (text === '') return { amount: null, flaw: 'missing' }
  if (DASHES.test(text.replace(/[£\s]/g, ''))) return { amount: null, flaw: 'nil' }
  if (/^[+-]?infinity$/i.test(text)) return { amount: null, flaw: 'unlimited' }
  const found =
    /^(?<open>\()?\s*(?<minus>[-–—−+])?\s*(?:£|GBP)?\s*(?<late>[-–—−])?\s*(?<number>(?:\d{1,3}(?:,\d{3})+|\d{1,3}(?: \d{3})+|\d+)?(?:\.\d*)?)(?:e(?<power>[+-]?\d{1,6}))?\s*(?:£|GBP)?\s*(?<after>[-–—−]|CR)?\s*(?<close>\))?$/i.exec(
      text,
    )?.groups
  const plain = found?.number?.replace(/[, ]/g, '') ?? ''
  const signs = [found?.open, found?.minus === '+' ? undefined : found?.minus, found?.late, found?.after]
  const below = signs.filter((sign) => sign !== undefined).length
  if (!/\d/.test(plain) || below > 1 || (found?.open === undefined) !== (found?.close === undefined))
    return { amount: null, flaw: 'not-a-number' }
  const power = Number(found?.power ?? 0)
  const size = power > 40 ? '9'.repeat(MOST_DIGITS + 1) : power < -40 ? '0' : shift(plain, power)
  const amount = canonical(`${below === 1 ? '-' : ''}${size}`)
  if (amount.replace(/^-|\..*$/g, '').length > MOST_DIGITS) return { amount: null, flaw: 'unlimited' }
  if (amount === '0') return { amount, flaw: 'zero' }
  if (amount.startsWith('-')) return { amount, flaw: 'negative' }
  const empty = isPlaceholder(amount) || (of === 'bid' && BID_PLACEHOLDERS.has(amount))
  return { amount, flaw: empty ? 'placeholder' : null }
}

/** Moves the point of plain digits: `1.5` by 3 is `1500`. */
function shift(plain: string, power: number): string {
  const [whole = '', fraction = ''] = plain.split('.')
  const digits = whole + fraction
  const at = whole.length + power
  if (at <= 0) return `0.${'0'.repeat(-at)}${digits}`
  return at >= digits.length ? digits.padEnd(at, '0') : `${digits.slice(0, at)}.${digits.slice(at)}`
}

function canonical(text: string): Decimal {
  const [, minus = '', whole = '', fraction = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? []
  const point = fraction.replace(/0+$/, '')
  const plain = `${whole.replace(/^0+(?=\d)/, '') || '0'}${point === '' ? '' : `.${point}`}`
  return plain === '0' ? '0' : `${minus}${plain}`
}

/** A share of two whole numbers: what an equal split of a joint award comes to. The lower one is above zero. */
export type Fraction = { readonly top: bigint; readonly bottom: bigint }

export const ZERO: Fraction = { top: 0n, bottom: 1n }

/** @throws RangeError when the text is not a canonical decimal, such as what `readAmount` gives. */
export function toFraction(amount: Decimal): Fraction {
  const found = /^(-?\d+)(?:\.(\d+))?$/.exec(amount)
  if (!found)
    throw new RangeError(`expected a decimal number such as "1234.5", got ${JSON.stringify(amount)}`)
  const [, whole = '', fraction = ''] = found
  return reduce(BigInt(whole + fraction), 10n ** BigInt(fraction.length))
}

function reduce(top: bigint, bottom: bigint): Fraction {
  let [a, b] = [top < 0n ? -top : top, bottom]
  while (b > 0n) [a, b] = [b, a % b]
  return a === 0n ? ZERO : { top: top / a, bottom: bottom / a }
}

export const plus = (a: Fraction, b: Fraction): Fraction =>
  a.bottom === b.bottom
    ? reduce(a.top + b.top, a.bottom)
    : reduce(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)

/** A whole number of parts out of so many: 2 of 3 of an amount. */
export const partOf = (whole: Fraction, parts: number, of: number): Fraction =>
  reduce(whole.top * BigInt(parts), whole.bottom * BigInt(of))

export const compareFractions = (a: Fraction, b: Fraction): -1 | 0 | 1 => {
  const difference = a.top * b.bottom - b.top * a.bottom
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** The sum, to the last digit. */
export function addDecimals(amounts: Iterable<Decimal>): Decimal {
  let places = 0
  let sum = 0n
  for (const amount of amounts) {
    const [whole = '', fraction = ''] = amount.split('.')
    if (!/^-?\d+$/.test(whole) || !/^\d*$/.test(fraction)) toFraction(amount)
    if (fraction.length > places) {
      sum *= 10n ** BigInt(fraction.length - places)
      places = fraction.length
    }
    sum += BigInt(whole + fraction.padEnd(places, '0'))
  }
  return unscale(sum, places)
}

export const compareDecimals = (a: Decimal, b: Decimal): -1 | 0 | 1 =>
  compareFractions(toFraction(a), toFraction(b))

function unscale(sum: bigint, places: number): Decimal {
  const digits = String(sum < 0n ? -sum : sum).padStart(places + 1, '0')
  const plain = places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`
  return canonical(`${sum < 0n ? '-' : ''}${plain}`)
}

/** To so many places, a half away from zero: what is shown of a share of money. Exact where the places suffice. */
export function toDecimal(value: Fraction, places: number): Decimal {
  const scaled = value.top * 10n ** BigInt(places)
  const size = scaled < 0n ? -scaled : scaled
  const rounded = (size * 2n + value.bottom) / (value.bottom * 2n)
  return unscale(scaled < 0n ? -rounded : rounded, places)
}

/** Two percentages with two decimals between which a share lies; the same twice when it is exactly that. */
export type PercentInterval = { readonly low: number; readonly high: number }

/**
 * A part of a whole as a percentage: the narrowest interval with two decimals that holds it.
 * @throws RangeError when the whole is not above zero.
 */
export function percentOf(part: Fraction, whole: Fraction): PercentInterval {
  if (whole.top <= 0n) throw new RangeError('expected a whole above zero to take a share of')
  const hundredths = part.top * whole.bottom * 10_000n
  const by = part.bottom * whole.top
  const cut = hundredths / by
  const floor = hundredths < 0n && hundredths % by !== 0n ? cut - 1n : cut
  return { low: Number(floor) / 100, high: Number(floor * by === hundredths ? floor : floor + 1n) / 100 }
}

/** Whether two amounts can stand in one sum: the same currency on the same VAT basis. */
export const sameMoney = (a: Omit<Money, 'amount'>, b: Omit<Money, 'amount'>): boolean =>
  a.currency === b.currency && a.basis === b.basis

/** @throws RangeError when currencies or VAT bases differ: a sum of them would mean nothing. */
export function addMoney(first: Money, ...others: readonly Money[]): Money {
  const other = others.find((money) => !sameMoney(first, money))
  if (other)
    throw new RangeError(
      `expected amounts in ${first.currency}, ${first.basis}; got one in ${other.currency}, ${other.basis}`,
    )
  return { ...first, amount: addDecimals([first, ...others].map(({ amount }) => amount)) }
}
