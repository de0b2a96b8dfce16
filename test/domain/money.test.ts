// Is money read and reckoned exactly, and is everything odd about it named?
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addDecimals,
  addMoney,
  compareDecimals,
  type MoneyFlaw,
  partOf,
  percentOf,
  plus,
  readAmount,
  toDecimal,
  toFraction,
} from '../../src/domain/money.ts'

const READ: readonly (readonly [unknown, string | null, MoneyFlaw | null])[] = [
  ['1,234.50', '1234.5', null],
  ['£1,234.50', '1234.5', null],
  ['Â£ 25 000', '25000', null],
  ['GBP 40465.20', '40465.2', null],
  ['00012.00', '12', null],
  ['.5', '0.5', 'placeholder'],
  ['(1,234.50)', '-1234.5', 'negative'],
  ['1,234.50-', '-1234.5', 'negative'],
  ['-£1,234.50', '-1234.5', 'negative'],
  ['£-1234', '-1234', 'negative'],
  ['−77.10', '-77.1', 'negative'],
  ['90.00 CR', '-90', 'negative'],
  ['-', null, 'nil'],
  ['£ -', null, 'nil'],
  ['–', null, 'nil'],
  ['', null, 'missing'],
  ['   ', null, 'missing'],
  [null, null, 'missing'],
  [undefined, null, 'missing'],
  ['REDACTED', null, 'not-a-number'],
  ['..', null, 'not-a-number'],
  ['1,23', null, 'not-a-number'],
  ['12/02/2024', null, 'not-a-number'],
  ['--5', null, 'not-a-number'],
  ['(5', null, 'not-a-number'],
  ['(-5)', null, 'not-a-number'],
  ['£1.5m', null, 'not-a-number'],
  [{ amount: 1 }, null, 'not-a-number'],
  [true, null, 'not-a-number'],
  ['1e9999', null, 'unlimited'],
  [JSON.parse('1e9999'), null, 'unlimited'],
  ['Infinity', null, 'unlimited'],
  [Number.NaN, null, 'not-a-number'],
  ['99999999999999', null, 'unlimited'],
  ['1.5E+06', '1500000', null],
  ['1.234e-1', '0.1234', 'placeholder'],
  [1e21, null, 'unlimited'],
  [2e-7, '0.0000002', 'placeholder'],
  [0, '0', 'zero'],
  ['0.00', '0', 'zero'],
  ['-0', '0', 'zero'],
  [0.01, '0.01', 'placeholder'],
  [0.1, '0.1', 'placeholder'],
  [1, '1', 'placeholder'],
  [999999, '999999', 'placeholder'],
  ['9999999.99', '9999999.99', 'placeholder'],
  [9999000, '9999000', null],
  [135000000, '135000000', null],
  [3239.34, '3239.34', null],
  [JSON.parse('12345678.123456789'), '12345678.12345679', 'imprecise'],
]

describe('amounts as printed', () => {
  it.each(READ)('%j is %s, flaw %s', (printed, amount, flaw) => {
    expect(readAmount(printed)).toEqual({ amount, flaw })
  })

  it('takes 135,000,000 for a placeholder as a bid only', () => {
    expect(readAmount('135,000,000', 'bid')).toEqual({ amount: '135000000', flaw: 'placeholder' })
  })

  it('reads back every amount in every way of printing it', () => {
    const pence = fc.bigInt({ min: 200n, max: 10n ** 14n })
    const ways: readonly ((plain: string) => string)[] = [
      (plain) => plain,
      (plain) => `£${plain}`,
      (plain) => plain.replace(/\B(?=(\d{3})+(?!\d)(?=\.))/g, ','),
      (plain) => ` ${plain} `,
      (plain) => `${plain}e0`,
    ]
    fc.assert(
      fc.property(pence, fc.constantFrom(...ways), (n, way) => {
        const plain = `${n / 100n}.${String(n % 100n).padStart(2, '0')}`
        const { amount } = readAmount(way(plain))
        expect(amount).toBe(addDecimals([plain]))
        expect(readAmount(`(${plain})`).amount).toBe(`-${amount}`)
        expect(readAmount(`${plain}-`).amount).toBe(`-${amount}`)
      }),
    )
  })

  it('never throws and never gives neither an amount nor a flaw', () => {
    fc.assert(
      fc.property(fc.anything(), (printed) => {
        const { amount, flaw } = readAmount(printed)
        expect(amount === null && flaw === null).toBe(false)
      }),
    )
  })

  it('is quick on the longest and oddest text', () => {
    for (const text of [
      '1'.repeat(200_000),
      '1 '.repeat(100_000),
      `${'('.repeat(100_000)}1`,
      ' '.repeat(200_000),
    ])
      expect(readAmount(text).amount).toBeNull()
  })
})

describe('reckoning', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.integer({ min: 0, max: 6 }))
    .map(([n, places]) => toDecimal({ top: n, bottom: 10n ** BigInt(places) }, places))

  it('adds what binary fractions cannot', () => {
    expect(addDecimals(['0.1', '0.2'])).toBe('0.3')
    expect(addDecimals([])).toBe('0')
    expect(addDecimals(['9007199254740993', '0.01', '-9007199254740993'])).toBe('0.01')
  })

  it('adds in any order, and takes off what it added', () => {
    fc.assert(
      fc.property(fc.array(decimal), decimal, (amounts, one) => {
        const sum = addDecimals(amounts)
        expect(addDecimals([...amounts].reverse())).toBe(sum)
        const negative = one === '0' ? '0' : one.startsWith('-') ? one.slice(1) : `-${one}`
        expect(addDecimals([sum, one, negative])).toBe(sum)
        const byFractions = amounts.map(toFraction).reduce(plus, toFraction('0'))
        expect(toDecimal(byFractions, 6)).toBe(sum)
      }),
    )
  })

  it('compares by size, not by text', () => {
    expect(compareDecimals('9', '10')).toBe(-1)
    expect(compareDecimals('-9', '-10')).toBe(1)
    expect(compareDecimals('1.50', '1.5')).toBe(0)
  })

  it('splits without losing a penny', () => {
    fc.assert(
      fc.property(decimal, fc.integer({ min: 1, max: 40 }), (amount, of) => {
        const whole = toFraction(amount)
        const parts = Array.from({ length: of }, () => partOf(whole, 1, of))
        expect(parts.reduce(plus)).toEqual(whole)
      }),
    )
  })

  it('gives the narrowest interval with two decimals that holds the share', () => {
    // 1/3 = 33.333...%, 1/8 = 12.5%, 2/3 = 66.666...%
    expect(percentOf(toFraction('1'), toFraction('3'))).toEqual({ low: 33.33, high: 33.34 })
    expect(percentOf(toFraction('1'), toFraction('8'))).toEqual({ low: 12.5, high: 12.5 })
    expect(percentOf(toFraction('-2'), toFraction('3'))).toEqual({ low: -66.67, high: -66.66 })
    expect(() => percentOf(toFraction('1'), toFraction('0'))).toThrow('above zero')
  })

  it('rounds a half away from zero', () => {
    expect(toDecimal(toFraction('0.125'), 2)).toBe('0.13')
    expect(toDecimal(toFraction('-0.125'), 2)).toBe('-0.13')
    expect(toDecimal({ top: 200n, bottom: 3n }, 2)).toBe('66.67')
  })

  it('refuses to add currencies or VAT bases that differ', () => {
    const net = { amount: '100', currency: 'GBP', basis: 'net' } as const
    expect(addMoney(net, { ...net, amount: '0.5' }).amount).toBe('100.5')
    expect(() => addMoney(net, { ...net, basis: 'gross' })).toThrow('got one in GBP, gross')
    expect(() => addMoney(net, { ...net, currency: 'AED' })).toThrow('got one in AED, net')
  })

  it('names text that is not a decimal', () => {
    expect(() => toFraction('1,000')).toThrow('expected a decimal number such as "1234.5", got "1,000"')
    expect(() => addDecimals(['1', 'two'])).toThrow('got "two"')
  })
})
