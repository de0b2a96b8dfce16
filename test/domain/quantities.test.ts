// METHOD step 5: between which two numbers does a printed figure lie?
import { describe, expect, test } from 'vitest'
import type { Observation, Unit } from '../../src/domain/nouns.ts'
import {
  lastNonZeroPlace,
  lastWrittenPlace,
  middle,
  readFigure,
  readPrint,
  tidy,
  wilson,
} from '../../src/domain/quantities.ts'
import { observation } from './builders.ts'

const intervalOf = (unit: Unit, over: Partial<Observation>): readonly [number, number] => {
  const { low, high } = readFigure(observation(over), unit).interval
  return [low, high]
}

type Row = readonly [string, number, Unit, number, number]

const eachRow = (rows: readonly Row[]): void => {
  test.each(rows)('“%s” (%d, %s) stands for %d to %d', (display, value, unit, low, high) => {
    expect(intervalOf(unit, { display, value })).toEqual([low, high])
  })
}

describe('a count printed in full, without a hedge, is exact', () => {
  eachRow([
    ['1,099', 1099, 'count', 1099, 1099],
    ['111,960', 111960, 'people', 111960, 111960],
    ['112,000', 112000, 'people', 112000, 112000],
    ['350 charities', 350, 'organisations', 350, 350],
    ['508 of 1,099 (46.2%)', 508, 'organisations', 508, 508],
    ['335 (10%)', 335, 'organisations', 335, 335],
    ['23 of 36', 23, 'contracts', 23, 23],
    ['£23,456', 23456, 'gbp', 23456, 23456],
    ['£70,000,000', 70000000, 'gbp', 70000000, 70000000],
    ['nine', 9, 'organisations', 9, 9],
    ['seven of 50', 7, 'count', 7, 7],
    ['no referrals', 0, 'people', 0, 0],
    ['0', 0, 'people', 0, 0],
    ['in 2011, 12 bodies', 12, 'organisations', 12, 12],
  ])
})

describe('a figure rounded in print takes half a unit of its last printed digit on each side', () => {
  eachRow([
    ['508 of 1,099 (46.2%)', 46.2, 'percent', 46.15, 46.25],
    ['335 (10%)', 10, 'percent', 9.5, 10.5],
    ['47%', 47, 'percent', 46.5, 47.5],
    ['47.0%', 47, 'percent', 46.95, 47.05],
    ['47 per cent', 47, 'percent', 46.5, 47.5],
    ['eight per cent', 8, 'percent', 7.5, 8.5],
    ['£1.7bn', 1.7e9, 'gbp', 1.65e9, 1.75e9],
    ['£1.70bn', 1.7e9, 'gbp', 1.695e9, 1.705e9],
    ['£10,823.5m', 10823500000, 'gbp', 10823450000, 10823550000],
    ['£2 billion', 2e9, 'gbp', 1.5e9, 2.5e9],
    ['£70m', 7e7, 'gbp', 69.5e6, 70.5e6],
    ['1.87m', 1870000, 'people', 1865000, 1875000],
    ['522 thousand', 522000, 'people', 521500, 522500],
    ['522k', 522000, 'people', 521500, 522500],
    ['one million', 1e6, 'people', 500000, 1500000],
    ['a quarter of a million', 250000, 'people', 245000, 255000],
    ['€11bn (£9.4bn)', 9.4e9, 'gbp', 9.35e9, 9.45e9],
    ['a third', 33.3, 'percent', 33.25, 33.35],
    ['a third', 33, 'percent', 32.5, 33.5],
    ['half', 50, 'percent', 49.5, 50.5],
    ['4.2 days', 4.2, 'days', 4.15, 4.25],
    ['one and a half of 18', 1.5, 'organisations', 1.45, 1.55],
  ])
})

describe('around and about take half a unit of the last non-zero digit on each side', () => {
  eachRow([
    ['around 300', 300, 'organisations', 250, 350],
    ['about 112,000', 112000, 'people', 111500, 112500],
    ['approximately 350', 350, 'organisations', 345, 355],
    ['approx. 350', 350, 'organisations', 345, 355],
    ['some 40 charities', 40, 'organisations', 35, 45],
    ['an estimated 93,000', 93000, 'people', 92500, 93500],
    ['in the region of £80m', 8e7, 'gbp', 7.5e7, 8.5e7],
    ['around 50%', 50, 'percent', 45, 55],
    ['about 46.2%', 46.2, 'percent', 46.15, 46.25],
    ['around two-thirds', 66.7, 'percent', 66.65, 66.75],
    ['about 120 of around 400', 120, 'count', 115, 125],
  ])

  test('a hedge before another number is not a hedge of this one', () => {
    expect(intervalOf('count', { display: '118 of around 400', value: 118 })).toEqual([118, 118])
    expect(intervalOf('count', { display: 'around 400, of which 118', value: 118 })).toEqual([118, 118])
  })
})

describe('over runs from the value to one unit more of its last non-zero digit', () => {
  eachRow([
    ['over 5,500', 5500, 'people', 5500, 5600],
    ['more than 350', 350, 'organisations', 350, 360],
    ['in excess of £1.5bn', 1.5e9, 'gbp', 1.5e9, 1.6e9],
    ['over £600 million', 6e8, 'gbp', 6e8, 7e8],
    ['at least 58', 58, 'organisations', 58, 59],
    ['at least four', 4, 'organisations', 4, 5],
    ['more than half', 50, 'percent', 50, 60],
    ['over a quarter of a million', 250000, 'people', 250000, 260000],
    ['just over 47%', 47, 'percent', 47, 48],
  ])

  test('a lower end alone, as the source prints it, is read the same way', () => {
    expect(intervalOf('gbp', { display: '£600m', value: 6e8, low: 6e8 })).toEqual([6e8, 7e8])
  })
})

describe('nearly runs from one unit less of the last non-zero digit to the value', () => {
  eachRow([
    ['just under 50%', 50, 'percent', 40, 50],
    ['nearly 300', 300, 'organisations', 200, 300],
    ['almost half', 50, 'percent', 40, 50],
    ['fewer than 12', 12, 'organisations', 11, 12],
    ['almost £1.7bn', 1.7e9, 'gbp', 1.6e9, 1.7e9],
  ])

  test('an upper end alone, as the source prints it, is read the same way', () => {
    expect(intervalOf('people', { display: '300', value: 300, high: 300 })).toEqual([200, 300])
  })
})

describe('a figure below zero', () => {
  eachRow([
    ['-3.5%', -3.5, 'percent', -3.55, -3.45],
    ['fell by 12', -12, 'organisations', -12, -12],
    ['fell by over 5%', -5, 'percent', -6, -5],
    ['down by nearly £2m', -2e6, 'gbp', -2e6, -1e6],
    ['about 300 fewer', -300, 'organisations', -350, -250],
  ])
})

describe('a range, a survey and an unclassified part', () => {
  test('a range that the source prints stands as it is', () => {
    const range = { display: '35-40%', value: 37.5, low: 35, high: 40 }
    expect(intervalOf('percent', range)).toEqual([35, 40])
  })

  test('a range stands before an unclassified part and before a sample size', () => {
    const range = { display: '35-40%', value: 37, low: 35, high: 40, unknown: 7, sampleSize: 12 }
    expect(intervalOf('percent', { ...range, status: 'survey' })).toEqual([35, 40])
  })

  // Half of 100: the 95% Wilson interval is 40.383 to 59.617, kept to two decimals outwards.
  test('a survey of a sample takes its 95% Wilson interval', () => {
    const survey: Partial<Observation> = { display: '50%', value: 50, status: 'survey', sampleSize: 100 }
    expect(intervalOf('percent', survey)).toEqual([40.38, 59.62])
  })

  test('a survey that prints its counts is not rounded twice', () => {
    const survey: Partial<Observation> = { value: 33, display: '33%', status: 'survey', sampleSize: 3 }
    const exact = intervalOf('percent', { ...survey, numerator: 1, denominator: 3 })
    const { low, high } = wilson(100 / 3, 3)
    expect(exact).toEqual([low, high])
  })

  test('a survey without a sample size stands as printed', () => {
    expect(intervalOf('percent', { display: '50%', value: 50, status: 'survey' })).toEqual([49.5, 50.5])
  })

  test('a sample size without a survey changes nothing', () => {
    expect(intervalOf('percent', { display: '50%', value: 50, sampleSize: 100 })).toEqual([49.5, 50.5])
  })

  // 40 of 100 known to be voluntary, 15 without a label: 40% to 55%.
  test('an unclassified part runs from none of it to all of it', () => {
    const share = { display: '40%', value: 40, numerator: 40, denominator: 100, unknown: 15 }
    expect(intervalOf('percent', share)).toEqual([40, 55])
    expect(intervalOf('organisations', { display: '40', value: 40, unknown: 15 })).toEqual([40, 55])
  })

  test('nothing unclassified leaves the figure as it is printed', () => {
    expect(intervalOf('organisations', { display: '40', value: 40, unknown: 0 })).toEqual([40, 40])
  })
})

describe('the Wilson interval', () => {
  test('never leaves 0 to 100, not even at the ends', () => {
    expect(wilson(0, 10).low).toBe(0)
    expect(wilson(100, 10).high).toBe(100)
    expect(wilson(0, 10).high).toBeGreaterThan(25)
    expect(wilson(100, 10).low).toBeLessThan(75)
  })

  test('is the wider the smaller the survey', () => {
    const width = (n: number): number => wilson(40, n).high - wilson(40, n).low
    expect([1, 10, 100, 1000, 10000].map(width)).toEqual(
      [...[1, 10, 100, 1000, 10000].map(width)].sort((a, b) => b - a),
    )
  })

  // Newcombe (1998), Statistics in Medicine 17, table I: 81 of 263 gives 0.2553 to 0.3662.
  test('agrees with a published example', () => {
    const { low, high } = wilson((100 * 81) / 263, 263)
    expect(low).toBeCloseTo(25.53, 1)
    expect(high).toBeCloseTo(36.62, 1)
  })
})

describe('places of digits', () => {
  test.each([
    [112000, 1000, 1],
    [100, 100, 1],
    [1, 1, 1],
    [0, 1, 1],
    [1.26, 0.01, 0.01],
    [66.7, 0.1, 0.1],
    [50, 10, 1],
    [-350, 10, 1],
    [1.7e9, 1e8, 1],
    [10823500000, 100000, 1],
  ])('of %d the last non-zero place is %d and the last written one %d', (value, nonZero, written) => {
    expect(lastNonZeroPlace(value)).toBe(nonZero)
    expect(lastWrittenPlace(value)).toBe(written)
  })

  test('the noise of binary fractions is taken out', () => {
    expect(tidy(0.1 + 0.2)).toBe(0.3)
    expect(tidy(-0)).toBe(0)
    expect(Object.is(tidy(-0), 0)).toBe(true)
    expect(lastNonZeroPlace(0.1 + 0.2)).toBe(0.1)
    expect(middle({ low: 0.1, high: 0.2 })).toBe(0.15)
  })
})

describe('reading a print', () => {
  test('only the number that is the value counts', () => {
    expect(readPrint('335 (10%)', 10, 'percent')).toMatchObject({ digit: 1, inDigits: true })
    expect(readPrint('€11bn (£9.4bn)', 9.4e9, 'gbp')).toMatchObject({ digit: 1e8, inDigits: true })
  })

  test('a value printed in words has no digits', () => {
    expect(readPrint('a third', 33.3, 'percent')).toMatchObject({ inDigits: false, digit: 0.1 })
    expect(readPrint('nine', 9, 'count')).toMatchObject({ inDigits: false, inFull: true })
  })
})
