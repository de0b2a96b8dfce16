// METHOD steps 5 to 7: how does a figure stand to the words?
import { describe, expect, test } from 'vitest'
import type { Claim, Measure, Observation } from '../../src/domain/nouns.ts'
import { cellOf, kase, measure, observation, source, verdictToday, whyAside } from './builders.ts'

const percent: Partial<Claim> = { unit: 'percent' }

type Compared = readonly [
  title: string,
  claim: Partial<Claim>,
  figure: Partial<Observation>,
  result: string,
  tags: readonly string[],
  attainment: number,
]

const eachCompared = (rows: readonly Compared[], over: Partial<Measure> = {}): void => {
  test.each(rows)('%s', (_, claim, figure, result, tags, attainment) => {
    const measures = [measure({ unit: claim.unit === 'percent' ? 'percent' : 'organisations', ...over })]
    const verdict = verdictToday(kase({ claim, measures, observations: [observation(figure)] }))
    expect(verdict).toMatchObject({ result, tags })
    expect(cellOf(verdict)).toMatchObject({ result, attainment })
  })
}

describe('step 7, an interval inside the band is met', () => {
  eachCompared([
    ['at least 100, and 100', {}, { value: 100 }, 'met', [], 1],
    ['at least 100, and over 100', {}, { value: 100, display: 'over 100' }, 'met', [], 1],
    ['at most 100, and 100', { comparator: 'at-most' }, { value: 100 }, 'met', [], 1],
    [
      'at most 100, and nearly 100',
      { comparator: 'at-most' },
      { value: 100, display: 'nearly 100' },
      'met',
      [],
      1,
    ],
    ['up to 100, and none at all', { comparator: 'up-to' }, { value: 0 }, 'met', [], 1],
    ['at least 0, and 0', { value: 0 }, { value: 0 }, 'met', [], 1],
    ['at most 0, and 0', { comparator: 'at-most', value: 0 }, { value: 0 }, 'met', [], 1],
    ['exactly 120, and 120', { comparator: 'exactly', value: 120 }, {}, 'met', [], 1],
    ['hundreds, and 200', { comparator: 'hundreds-of', value: 200 }, { value: 200 }, 'met', [], 1],
    ['an act, and it is done', { comparator: 'event', value: null }, { value: 1 }, 'met', [], 1],
    [
      'about half, and 45 to 55 as its source prints it',
      { ...percent, comparator: 'about', value: 50 },
      { value: 50, display: '45-55%', low: 45, high: 55 },
      'met',
      ['tolerance-sensitive'],
      1,
    ],
    [
      'between 35 and 40%, and 40%',
      { ...percent, comparator: 'between', value: 35, valueHigh: 40 },
      { value: 40, display: '40%' },
      'met',
      [],
      1,
    ],
    [
      'most, and 51%',
      { ...percent, comparator: 'most', value: 50 },
      { value: 51, display: '51%' },
      'met',
      [],
      1,
    ],
    ['at least -5%, and -4%', { ...percent, value: -5 }, { value: -4, display: '-4%' }, 'met', [], 1],
  ])
})

describe('step 7, wholly past the band on the favourable side is met, exceeded', () => {
  const about: Partial<Claim> = { comparator: 'about', value: 100 }
  eachCompared([
    ['about 100, and 151, where more is better', about, { value: 151 }, 'met', ['exceeded'], 1],
    ['about 100, and 300, where more is better', about, { value: 300 }, 'met', ['exceeded'], 1],
    ['exactly 100, and 120, where more is better', { comparator: 'exactly' }, {}, 'met', ['exceeded'], 1],
    ['up to 100, and 120, where more is better', { comparator: 'up-to' }, {}, 'met', ['exceeded'], 1],
    [
      'at most 100, and 200, is short although more is better',
      { comparator: 'at-most' },
      { value: 200 },
      'partly-met',
      [],
      0.5,
    ],
  ])

  describe('where less is better', () => {
    eachCompared(
      [
        ['exactly 100, and 20', { comparator: 'exactly' }, { value: 20 }, 'met', ['exceeded'], 1],
        // 100.5 / 160 = 0.628125, cut at four decimals
        ['exactly 100, and 160', { comparator: 'exactly' }, { value: 160 }, 'partly-met', [], 0.6281],
        ['at most 100, and 120, is short', { comparator: 'at-most' }, {}, 'partly-met', [], 0.8333],
      ],
      { favourable: 'lower' },
    )
  })

  describe('where neither is better', () => {
    eachCompared(
      [
        // 100.5 / 120 = 0.8375 and 90 / 99.5 = 0.90452...: past the band on either side is short
        ['exactly 100, and 120', { comparator: 'exactly' }, {}, 'partly-met', [], 0.8375],
        ['exactly 100, and 90', { comparator: 'exactly' }, { value: 90 }, 'partly-met', [], 0.9045],
        ['exactly 100, and 300', { comparator: 'exactly' }, { value: 300 }, 'not-met', [], 0.335],
      ],
      { favourable: 'neutral' },
    )
  })
})

describe('step 7, wholly short: nearest edge over nearest edge', () => {
  eachCompared([
    ['99 of 100 is 0.99: partly met', {}, { value: 99 }, 'partly-met', [], 0.99],
    ['half is 0.5: partly met', {}, { value: 50 }, 'partly-met', [], 0.5],
    ['49 of 100 is 0.49: not met', {}, { value: 49 }, 'not-met', [], 0.49],
    [
      '999 of 2,000 is 0.4995, which is never rounded up to 0.5',
      { value: 2000 },
      { value: 999 },
      'not-met',
      [],
      0.4995,
    ],
    [
      '1,999,999 of 4,000,000 is just under half: not met',
      { value: 4e6 },
      { value: 1999999 },
      'not-met',
      [],
      0.4999,
    ],
    // nearest edges: about 40 is 35 to 45, and 45 / 100 = 0.45
    ['about 40 of 100 is 0.45', {}, { value: 40, display: 'about 40' }, 'not-met', [], 0.45],
    // over 40 is 40 to 50, and 50 / 100 = 0.5
    ['over 40 of 100 is 0.5', {}, { value: 40, display: 'over 40' }, 'partly-met', [], 0.5],
    // most is over 50; 47.5 / 50 = 0.95
    [
      '47% of most is 0.95',
      { ...percent, comparator: 'most', value: 50 },
      { value: 47, display: '47%' },
      'partly-met',
      [],
      0.95,
    ],
    // about 300 starts at 250; 200 / 250 = 0.8
    [
      '200 of about 300 is 0.8',
      { comparator: 'about', value: 300 },
      { value: 200 },
      'partly-met',
      ['tolerance-sensitive'],
      0.8,
    ],
    [
      'at most 100, and 201, is 0.4975: not met',
      { comparator: 'at-most' },
      { value: 201 },
      'not-met',
      [],
      0.4975,
    ],
    ['none of 100 is 0: not met', {}, { value: 0 }, 'not-met', [], 0],
    ['at most 0, and 1, is 0: not met', { comparator: 'at-most', value: 0 }, { value: 1 }, 'not-met', [], 0],
    ['at least 0, and -1, is 0: not met', { value: 0 }, { value: -1 }, 'not-met', [], 0],
    [
      'at least -5%, and -10%, is 0: not met',
      { ...percent, value: -5 },
      { value: -10, display: '-10%' },
      'not-met',
      [],
      0,
    ],
    ['an act, and it is not done', { comparator: 'event', value: null }, { value: 0 }, 'not-met', [], 0],
    ['hundreds, and 150', { comparator: 'hundreds-of', value: 200 }, { value: 150 }, 'partly-met', [], 0.75],
  ])
})

describe('step 7, crossing an edge is never met', () => {
  eachCompared([
    [
      'exactly 100, and 100.5 to 101.5 in print, which touches the band and is not wholly past it',
      { comparator: 'exactly' },
      { value: 101, low: 100.5, high: 101.5 },
      'partly-met',
      ['too-close'],
      1,
    ],
    // touches from below: the middle is 99, and 99 / 99.5 = 0.99497...
    [
      'exactly 100, and 98.5 to 99.5 in print, which touches the band and is not wholly short of it',
      { comparator: 'exactly' },
      { value: 99, low: 98.5, high: 99.5 },
      'partly-met',
      ['too-close'],
      0.9949,
    ],
    // about 100 is 50 to 150: its middle, 100, is inside
    ['at least 100, and about 100', {}, { display: 'about 100', value: 100 }, 'partly-met', ['too-close'], 1],
    [
      'at least 100, and 98 to 101 in print',
      {},
      { value: 99, low: 98, high: 101 },
      'partly-met',
      ['too-close'],
      0.995,
    ],
    // the middle of 0 to 120 is 60: 0.6; of 0 to 100, 50
    [
      'at least 100, and 0 to 120 in print',
      {},
      { value: 60, low: 0, high: 120 },
      'partly-met',
      ['too-close'],
      0.6,
    ],
    [
      'at least 100, and 0 to 100 in print',
      {},
      { value: 60, low: 0, high: 100 },
      'partly-met',
      ['too-close'],
      0.5,
    ],
    [
      'at least 100, and -30 to 100 in print',
      {},
      { value: 60, low: -30, high: 100 },
      'not-met',
      ['too-close'],
      0.35,
    ],
    [
      'at most 100, and about 100',
      { comparator: 'at-most' },
      { display: 'about 100', value: 100 },
      'partly-met',
      ['too-close'],
      1,
    ],
    // 50 to 400 has a middle of 225: 100 / 225
    [
      'at most 100, and 50 to 400 in print',
      { comparator: 'at-most' },
      { value: 60, low: 50, high: 400 },
      'not-met',
      ['too-close'],
      0.4444,
    ],
    [
      'most, and 50%',
      { ...percent, comparator: 'most', value: 50 },
      { value: 50, display: '50%' },
      'partly-met',
      ['too-close'],
      1,
    ],
    [
      'a figure wider than the band on both sides',
      { comparator: 'exactly', value: 100 },
      { value: 100, low: 0, high: 200 },
      'partly-met',
      ['too-close'],
      1,
    ],
    [
      'a small survey',
      { ...percent, value: 50 },
      { value: 60, display: '60%', status: 'survey', sampleSize: 10 },
      'partly-met',
      ['too-close'],
      1,
    ],
  ])
})

describe('step 6 and 7, increase and decrease', () => {
  const dueLater = { date: '2013-12-31', basis: 'stated' } as const
  const more: Partial<Claim> = { comparator: 'increase', value: null, due: dueLater }
  const less: Partial<Claim> = { ...more, comparator: 'decrease' }
  const earlier = observation({
    id: 'o-before',
    value: 100,
    period: { start: null, end: '2010-12-31' },
    published: '2011-02-01',
  })
  const figureOf = (value: number, over: Partial<Observation> = {}) =>
    observation({
      id: 'o-after',
      value,
      period: { start: null, end: '2013-12-31' },
      published: '2014-02-01',
      ...over,
    })

  test.each<readonly [string, Partial<Claim>, Partial<Observation>, string, readonly string[], number]>([
    ['an increase, and more', more, { value: 101 }, 'met', [], 1],
    ['an increase, and less: it went backwards', more, { value: 99 }, 'not-met', ['went-backwards'], 0],
    ['a decrease, and less', less, { value: 99 }, 'met', [], 1],
    ['a decrease, and more: it went backwards', less, { value: 101 }, 'not-met', ['went-backwards'], 0],
    // 90 to 110 is rough on both sides of 100
    [
      'an increase, and about the same',
      more,
      { value: 100, low: 90, high: 110 },
      'partly-met',
      ['too-close'],
      1,
    ],
    [
      'a decrease, and about the same',
      less,
      { value: 100, low: 90, high: 110 },
      'partly-met',
      ['too-close'],
      1,
    ],
    ['an increase, and none at all', more, { value: 0 }, 'not-met', ['went-backwards'], 0],
  ])('%s', (_, claim, over, result, tags, attainment) => {
    const observations = [earlier, { ...figureOf(100), display: String(over.value), ...over }]
    const verdict = verdictToday(kase({ claim, observations }))
    expect(verdict).toMatchObject({ result, tags })
    expect(cellOf(verdict).attainment).toBe(attainment)
    expect(whyAside(verdict, 'o-before')).toMatch(/not after the baseline/)
  })

  test('without a baseline stated, the last figure published before the words is the baseline', () => {
    const older = observation({
      id: 'o-older',
      value: 10,
      period: { start: null, end: '2009-12-31' },
      published: '2010-02-01',
    })
    const since = observation({
      id: 'o-since',
      value: 500,
      period: { start: null, end: '2011-03-31' },
      published: '2011-06-15',
    })
    const verdict = verdictToday(kase({ claim: more, observations: [earlier, older, since, figureOf(200)] }))
    expect(verdict).toMatchObject({ result: 'met' }) // beyond 100, not beyond 10 and not short of 500
    expect(cellOf(verdict).band).toEqual({ low: 100, high: null })
  })

  test('a figure published in the month of the words is not surely before them', () => {
    const vague = { ...earlier, published: '2011-06' }
    expect(verdictToday(kase({ claim: more, observations: [vague, figureOf(200)] })).result).toBe(
      'no-figures',
    )
  })

  test('without any figure before the words no change can be measured, and the steps say so', () => {
    const verdict = verdictToday(kase({ claim: more, observations: [figureOf(200)] }))
    expect(verdict.result).toBe('no-figures')
    expect(whyAside(verdict, 'o-after')).toMatch(/[Nn]o baseline/)
    expect(cellOf(verdict).band).toBeNull()
  })

  test('a baseline that is stated counts before any figure', () => {
    const baseline = { value: 150, period: { start: null, end: '2010-12-31' }, source: 'harbour-plan' }
    const sources = [source({ id: 'harbour-plan' })]
    const verdict = verdictToday(
      kase({ claim: { ...more, baseline }, sources, observations: [earlier, figureOf(120)] }),
    )
    expect(verdict).toMatchObject({ result: 'not-met', tags: ['went-backwards'] })
    // 150 as stated: half of its last non-zero digit is 5
    expect(cellOf(verdict).band).toEqual({ low: 155, high: null })
  })

  test('a stated baseline that is a recorded figure takes its interval', () => {
    const baseline = { value: 100, period: { start: null, end: '2010-12-31' }, source: 'harbour-statistics' }
    const rough = { ...earlier, display: 'about 100' }
    const parts = { claim: { ...more, baseline }, observations: [rough, figureOf(151)] }
    expect(cellOf(verdictToday(kase(parts))).band).toEqual({ low: 150, high: null })
  })

  test('figures of the baseline’s own period show no change', () => {
    const baseline = { value: 100, period: { start: '2013', end: '2013' }, source: 'harbour-plan' }
    const sources = [source({ id: 'harbour-plan' })]
    const same = figureOf(200, { period: { start: '2013', end: '2013' } })
    const verdict = verdictToday(kase({ claim: { ...more, baseline }, sources, observations: [same] }))
    expect(verdict.result).toBe('no-figures')
    expect(whyAside(verdict, 'o-after')).toMatch(/not after the baseline/)
  })

  test('a decrease is met by less where more is favourable, and by less where less is', () => {
    for (const favourable of ['higher', 'lower', 'neutral'] as const) {
      const parts = { measures: [measure({ favourable })], observations: [earlier, figureOf(50)] }
      expect(verdictToday(kase({ claim: less, ...parts })).result).toBe('met')
    }
  })

  test('an increase is never met by a figure that is no more than the baseline', () => {
    expect(verdictToday(kase({ claim: more, observations: [earlier, figureOf(100)] })).result).not.toBe('met')
    expect(verdictToday(kase({ claim: less, observations: [earlier, figureOf(100)] })).result).not.toBe('met')
  })

  test('zero is a baseline like any other', () => {
    const zero = { ...earlier, value: 0, display: '0' }
    expect(verdictToday(kase({ claim: more, observations: [zero, figureOf(1)] })).result).toBe('met')
    expect(verdictToday(kase({ claim: less, observations: [zero, figureOf(1)] }))).toMatchObject({
      result: 'not-met',
      tags: ['went-backwards'],
    })
  })
})
