// METHOD step 6: which numbers would bear the words out?
import { describe, expect, test } from 'vitest'
import type { Claim } from '../../src/domain/nouns.ts'
import { type Band, grain, targetBand } from '../../src/domain/target.ts'

type Asked = Pick<Claim, 'comparator' | 'value' | 'valueHigh' | 'unit'>

const asked = (comparator: Claim['comparator'], value: number | null, over: Partial<Asked> = {}): Asked => ({
  comparator,
  value,
  unit: 'organisations',
  ...over,
})

const bandOf = (what: Asked, words = 'no number here', tolerance = 1): Band => {
  const band = targetBand(what, words, null, tolerance)
  if (band === null) throw new Error('no band')
  return band
}

const ends = ({ low, high }: Band): readonly [number | null, number | null] => [low, high]

describe('the band of each comparator', () => {
  type Row = readonly [string, Asked, string, number | null, number | null]
  test.each<Row>([
    // exactly v: half its printed digit
    ['exactly 289', asked('exactly', 289), 'all 289 of them', 288.5, 289.5],
    ['exactly 47%', asked('exactly', 47, { unit: 'percent' }), '47 per cent', 46.5, 47.5],
    ['exactly 46.2%', asked('exactly', 46.2, { unit: 'percent' }), '46.2%', 46.15, 46.25],
    ['exactly 46%, said as 46.0', asked('exactly', 46, { unit: 'percent' }), '46.0%', 45.95, 46.05],
    ['exactly £1.7bn', asked('exactly', 1.7e9, { unit: 'gbp' }), '£1.7bn a year', 1.65e9, 1.75e9],
    ['exactly £8m', asked('exactly', 8e6, { unit: 'gbp' }), '£8m', 7.5e6, 8.5e6],
    ['exactly 0', asked('exactly', 0), 'none', -0.5, 0.5],
    ['exactly half, in words', asked('exactly', 50, { unit: 'percent' }), 'half of them', 49.5, 50.5],
    // at least v: v and up
    ['at least 100', asked('at-least', 100), '', 100, null],
    ['at least 0', asked('at-least', 0), '', 0, null],
    ['at least -5%', asked('at-least', -5, { unit: 'percent' }), '', -5, null],
    // at most v: v and down
    ['at most 100', asked('at-most', 100), '', null, 100],
    ['at most 0', asked('at-most', 0), '', null, 0],
    // most: over 50%
    ['most', asked('most', 50, { unit: 'percent' }), '', 50, null],
    // about v: half the grain each side
    ['about half', asked('about', 50, { unit: 'percent' }), '', 45, 55],
    ['about 47%', asked('about', 47, { unit: 'percent' }), '', 46, 48],
    ['about a third', asked('about', 33.3, { unit: 'percent' }), '', 28.3, 38.3],
    ['about 300', asked('about', 300), '', 250, 350],
    ['about 112,000', asked('about', 112000, { unit: 'people' }), '', 111500, 112500],
    ['about 35', asked('about', 35), '', 34.5, 35.5],
    ['about £1.7bn', asked('about', 1.7e9, { unit: 'gbp' }), '', 1.65e9, 1.75e9],
    // nearly v: the lower half of that band
    ['nearly half', asked('nearly', 50, { unit: 'percent' }), '', 45, 50],
    ['nearly 300', asked('nearly', 300), '', 250, 300],
    ['nearly 47%', asked('nearly', 47, { unit: 'percent' }), '', 46, 47],
    // between a and b: a to b, half a printed digit each side
    ['between 35 and 40%', asked('between', 35, { valueHigh: 40, unit: 'percent' }), '35 to 40%', 34.5, 40.5],
    ['between 1.5 and 2', asked('between', 1.5, { valueHigh: 2 }), '1.5 to 2.0', 1.45, 2.05],
    // up to v: at most v
    ['up to 300', asked('up-to', 300), '', null, 300],
    // hundreds of: 200 and up
    ['hundreds of', asked('hundreds-of', 200), '', 200, null],
    ['hundreds of millions', asked('hundreds-of', 2e8, { unit: 'gbp' }), '', 2e8, null],
    // an act: done is 1
    ['an act', asked('event', null, { unit: null }), '', 1, null],
  ])('%s', (_, what, words, low, high) => {
    expect(ends(bandOf(what, words))).toEqual([low, high])
  })

  test('an increase is beyond the upper end of the baseline, which does not itself belong to it', () => {
    const band = targetBand(asked('increase', null), '', { low: 95, high: 105 })
    expect(band).toMatchObject({ low: 105, high: null, openLow: true, openHigh: false })
  })

  test('a decrease is beyond the lower end of the baseline, which does not itself belong to it', () => {
    const band = targetBand(asked('decrease', null), '', { low: 95, high: 105 })
    expect(band).toMatchObject({ low: null, high: 95, openLow: false, openHigh: true })
  })

  test('most is over half: half itself does not belong to it', () => {
    expect(bandOf(asked('most', 50, { unit: 'percent' }))).toMatchObject({ openLow: true })
  })

  test.each(['at-least', 'at-most', 'up-to', 'hundreds-of', 'exactly', 'about', 'nearly'] as const)(
    'the edges of %s belong to it',
    (comparator) => {
      expect(bandOf(asked(comparator, 200))).toMatchObject({ openLow: false, openHigh: false })
    },
  )

  test('up to says nothing of a floor, and the band says so', () => {
    expect(bandOf(asked('up-to', 300)).because).toMatch(/floor/)
  })
})

describe('no band can be drawn', () => {
  test.each(['increase', 'decrease'] as const)('for an %s without a baseline', (comparator) => {
    expect(targetBand(asked(comparator, null), '', null)).toBeNull()
  })

  test.each([
    'exactly',
    'at-least',
    'at-most',
    'up-to',
    'about',
    'nearly',
    'between',
    'hundreds-of',
  ] as const)('for %s without a number', (comparator) => {
    expect(targetBand(asked(comparator, null), '', null)).toBeNull()
  })

  test('for between without its upper number', () => {
    expect(targetBand(asked('between', 35), '', null)).toBeNull()
  })
})

describe('the grain', () => {
  test.each([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 25, 33, 33.3, 66.7, 67, 75])(
    'of a share of %d%%, a multiple of ten or a common fraction, is 10 points',
    (value) => {
      expect(grain(value, 'percent')).toBe(10)
    },
  )

  test.each([1, 5, 15, 35, 47, 46.2, 55, 65, 95, 99])('of a share of %d%% is 2 points', (value) => {
    expect(grain(value, 'percent')).toBe(2)
  })

  test.each([
    [300, 'organisations', 100],
    [350, 'organisations', 10],
    [289, 'organisations', 1],
    [100, 'count', 100],
    [250000, 'people', 10000],
    [80e6, 'gbp', 10e6],
    [1.7e9, 'gbp', 1e8],
    [25, 'contracts', 1],
    [1.5, 'days', 0.1],
  ] as const)('of %d %s is the place of its last non-zero digit, %d', (value, unit, place) => {
    expect(grain(value, unit)).toBe(place)
  })
})

describe('half and double tolerance', () => {
  const percent = { unit: 'percent' } as const
  test.each([
    ['about', asked('about', 50, percent), [47.5, 52.5], [40, 60]],
    ['nearly', asked('nearly', 50, percent), [47.5, 50], [40, 50]],
    ['exactly', asked('exactly', 289), [288.5, 289.5], [288.5, 289.5]],
    ['between', asked('between', 35, { ...percent, valueHigh: 40 }), [34.5, 40.5], [34.5, 40.5]],
    ['at least', asked('at-least', 100), [100, null], [100, null]],
    ['at most', asked('at-most', 100), [null, 100], [null, 100]],
    ['most', asked('most', 50, percent), [50, null], [50, null]],
    ['hundreds of', asked('hundreds-of', 200), [200, null], [200, null]],
  ] as const)('move the band of “%s” only where it has a leeway', (_, what, half, double) => {
    expect(ends(bandOf(what, '', 0.5))).toEqual(half)
    expect(ends(bandOf(what, '', 2))).toEqual(double)
  })

  test('double tolerance always holds the band, and the band always holds half', () => {
    for (const comparator of ['about', 'nearly', 'exactly'] as const) {
      for (const value of [1, 5, 47, 50, 100, 289, 112000]) {
        const [half, one, two] = [0.5, 1, 2].map((t) => bandOf(asked(comparator, value), '', t))
        const span = (band: Band | undefined) => [band?.low ?? Number.NaN, band?.high ?? Number.NaN] as const
        const [h, o, d] = [span(half), span(one), span(two)]
        expect(d[0]).toBeLessThanOrEqual(o[0])
        expect(o[0]).toBeLessThanOrEqual(h[0])
        expect(h[1]).toBeLessThanOrEqual(o[1])
        expect(o[1]).toBeLessThanOrEqual(d[1])
      }
    }
  })
})
