// Are shares by number, by value and by subcontract right, whole, and kept apart?
import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { addDecimals, compareDecimals, type Money } from '../../src/domain/money.ts'
import type { Tri } from '../../src/domain/sector.ts'
import {
  type CountShare,
  countShare,
  jointLabel,
  type SubcontractShare,
  shareFields,
  subcontractShare,
  tally3,
  type Valued,
  type ValueShare,
  valueShares,
} from '../../src/domain/shares.ts'

const net = (amount: string): Money => ({ amount, currency: 'GBP', basis: 'net' })
const tri = fc.constantFrom<Tri>('yes', 'no', 'unknown')
const pounds = fc
  .integer({ min: 0, max: 10_000_000 })
  .map((pence) => addDecimals([`${Math.floor(pence / 100)}.${String(pence % 100).padStart(2, '0')}`]))

describe('a count share', () => {
  it('is a band from the known part to the known and unknown part', () => {
    // 3 yes, 2 unknown, 7 in all: 3/7 = 42.857...%, 5/7 = 71.428...%
    const share = countShare(['yes', 'yes', 'yes', 'no', 'no', 'unknown', 'unknown'])
    expect(share).toEqual({
      ...{ kind: 'count', numerator: '3', unknown: '2', denominator: '7' },
      band: { low: 42.85, high: 71.43 },
    })
    expect(shareFields(share)).toEqual({
      ...{ value: 42.86, display: '42.86% (42.85% to 71.43%)', low: null, high: null },
      ...{ numerator: 3, denominator: 7, unknown: 2 },
    })
  })

  it('is one figure when everything is known', () => {
    expect(shareFields(countShare(['yes', 'no', 'no']))).toMatchObject({
      value: 33.33,
      display: '33.33%',
      unknown: 0,
    })
  })

  it('of nothing is nothing', () => {
    expect(countShare([]).band).toBeNull()
    expect(shareFields(countShare([]))).toBeNull()
  })

  it('sums to the whole with its unknowns, whatever the labels', () => {
    fc.assert(
      fc.property(fc.array(tri), (labels) => {
        const { yes, no, unknown, all } = tally3(labels)
        expect(yes + no + unknown).toBe(all)
        expect(all).toBe(labels.length)
        const share = countShare(labels)
        const opposite = countShare(
          labels.map((label) => (label === 'yes' ? 'no' : label === 'no' ? 'yes' : label)),
        )
        expect(addDecimals([share.numerator, share.unknown, opposite.numerator])).toBe(share.denominator)
        // Those who did not get it mirror those who did: a band and its mirror make 100%, rounded outwards.
        if (share.band && opposite.band) expect(share.band.low + opposite.band.high).toBeCloseTo(100, 1)
      }),
    )
  })
})

describe('the label of a joint award', () => {
  it.each<[Tri[], Tri]>([
    [['yes', 'no', 'unknown'], 'yes'],
    [['no', 'no'], 'no'],
    [['no', 'unknown'], 'unknown'],
    [[], 'unknown'],
  ])('%j is %s', (suppliers, label) => {
    expect(jointLabel(suppliers)).toBe(label)
  })
})

describe('a value share', () => {
  it('splits joint awards equally, and says what it would be without that convention', () => {
    const entries: Valued[] = [
      { money: net('600'), suppliers: ['yes'] },
      { money: net('300'), suppliers: ['yes', 'no', 'no'] },
      { money: net('100'), suppliers: ['no', 'unknown'] },
      { money: net('1000'), suppliers: ['no'] },
      { money: null, suppliers: ['yes'] },
    ]
    // Whole 2000. Yes: 600 + 300/3 = 700. Unknown: 100/2 = 50. Band 700/2000 = 35% to 750/2000 = 37.5%.
    // Without a split: 600 for certain = 30%; at most 600 + 300 + 100 = 1000 = 50%. Mixed: 300 + 100.
    expect(valueShares(entries)).toEqual({
      shares: [
        {
          ...{ kind: 'value', currency: 'GBP', basis: 'net', entries: 4 },
          ...{ numerator: '700', unknown: '50', denominator: '2000', band: { low: 35, high: 37.5 } },
          ...{ withoutSplit: { low: 30, high: 50 }, mixed: '400' },
        },
      ],
      withoutValue: 1,
    })
    const [share] = valueShares(entries).shares
    expect(share && shareFields(share)).toMatchObject({
      value: 35,
      low: 30,
      high: 50,
      display: '35% (30% to 50%)',
    })
  })

  it('never adds net to gross, or pounds to dirhams', () => {
    const { shares } = valueShares([
      { money: net('100'), suppliers: ['yes'] },
      { money: { amount: '120', currency: 'GBP', basis: 'gross' }, suppliers: ['no'] },
      { money: { amount: '7', currency: 'AED', basis: 'net' }, suppliers: ['no'] },
      { money: net('100'), suppliers: ['no'] },
    ])
    const brief = shares.map(({ currency, basis, denominator }) => `${currency} ${basis} ${denominator}`)
    expect(brief).toEqual(['GBP net 200', 'AED net 7', 'GBP gross 120'])
  })

  it('takes an award without suppliers as unknown', () => {
    const [share] = valueShares([{ money: net('10'), suppliers: [] }]).shares
    expect(share).toMatchObject({ numerator: '0', unknown: '10', denominator: '10', mixed: '0' })
  })

  it('leaves out a share that credit notes took below zero', () => {
    const [share] = valueShares([
      { money: net('-5'), suppliers: ['yes'] },
      { money: net('20'), suppliers: ['no'] },
    ]).shares
    expect(share?.numerator).toBe('-5')
    expect(share && shareFields(share)).toBeNull()
  })

  const entry = fc.record({ amount: pounds, suppliers: fc.array(tri, { minLength: 1, maxLength: 31 }) })

  it('stays whole and within its ends, whatever is shared by however many', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1 }), (entries) => {
        const of = (turn: (label: Tri) => Tri): ValueShare | undefined =>
          valueShares(
            entries.map(({ amount, suppliers }) => ({ money: net(amount), suppliers: suppliers.map(turn) })),
          ).shares[0]
        const share = of((label) => label)
        const opposite = of((label) => (label === 'yes' ? 'no' : label === 'no' ? 'yes' : label))
        if (!share || !opposite) throw new Error('expected a share')
        expect(share.denominator).toBe(addDecimals(entries.map(({ amount }) => amount)))
        expect(
          compareDecimals(addDecimals([share.numerator, share.unknown]), share.denominator),
        ).toBeLessThan(1)
        // Each rounded to the penny, yes, no and unknown make the whole to a penny.
        const parts = addDecimals([share.numerator, share.unknown, opposite.numerator])
        expect(Math.abs(Number(parts) - Number(share.denominator))).toBeLessThan(0.011)
        if (share.band && share.withoutSplit) {
          expect(share.withoutSplit.low).toBeLessThanOrEqual(share.band.low)
          expect(share.withoutSplit.high).toBeGreaterThanOrEqual(share.band.high)
          if (share.mixed === '0') expect(share.withoutSplit).toEqual(share.band)
        }
        const fields = shareFields(share)
        if (fields?.low != null && fields.high !== null) {
          expect(fields.low).toBeLessThanOrEqual(fields.value)
          expect(fields.value).toBeLessThanOrEqual(fields.high)
        }
      }),
    )
  })

  it('does not depend on the order of the awards', () => {
    fc.assert(
      fc.property(fc.array(entry), (entries) => {
        const valued = entries.map(({ amount, suppliers }) => ({ money: net(amount), suppliers }))
        expect(valueShares([...valued].reverse())).toEqual(valueShares(valued))
      }),
    )
  })
})

describe('a subcontract share', () => {
  it('takes a contract that states nothing as unknown, and a range as unknown between its ends', () => {
    const share = subcontractShare(
      [
        { contract: net('1000'), toSector: { least: '10', most: '25' } },
        { contract: net('500'), toSector: { least: '20', most: '20' } },
        { contract: net('500'), toSector: null },
      ],
      'commitments',
    )
    // Least: 100 + 100 = 200 of 2000 = 10%. Unknown: 150 + 500 = 650. Most: 850 of 2000 = 42.5%.
    expect(share).toEqual({
      ...{ kind: 'subcontract', of: 'commitments', currency: 'GBP', basis: 'net' },
      ...{ numerator: '200', unknown: '650', denominator: '2000', band: { low: 10, high: 42.5 } },
    })
  })

  it('refuses contracts on several bases and percentages that are none', () => {
    const gross: Money = { amount: '5', currency: 'GBP', basis: 'gross' }
    const two = [net('5'), gross].map((contract) => ({ contract, toSector: null }))
    expect(() => subcontractShare(two, 'payments')).toThrow('expected contracts in GBP, net; got GBP, gross')
    const wrong = [{ contract: net('5'), toSector: { least: '0', most: '101' } }]
    expect(() => subcontractShare(wrong, 'payments')).toThrow('from 0 to 100, got 101')
    expect(subcontractShare([], 'payments')).toBeNull()
  })
})

it('keeps the three series apart by their types', () => {
  expectTypeOf<CountShare>().not.toExtend<ValueShare>()
  expectTypeOf<ValueShare>().not.toExtend<CountShare>()
  expectTypeOf<SubcontractShare>().not.toExtend<ValueShare>()
  expectTypeOf<ValueShare>().not.toExtend<SubcontractShare>()
  expectTypeOf<SubcontractShare>().not.toExtend<CountShare>()
})
