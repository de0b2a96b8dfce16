// METHOD steps 3 and 4: which figures may speak, about which period, and do they count the same thing?
import { describe, expect, test } from 'vitest'
import type { Claim, Observation } from '../../src/domain/nouns.ts'
import {
  cellOf,
  direct,
  kase,
  measure,
  observation,
  reading,
  source,
  usedIn,
  verdictOn,
  verdictToday,
  whyAside,
} from './builders.ts'

const running = measure({ series: 'cumulative' })

describe('step 3, which figures may speak', () => {
  const judged = (...figures: readonly Partial<Observation>[]) =>
    kase({ observations: figures.map((over) => observation(over)) })

  test.each([
    ['2013-02-01', '2013-01-31', []],
    ['2013-02-01', '2013-02-01', ['o-1']],
    ['2013-02', '2013-02-27', []],
    ['2013-02', '2013-02-28', ['o-1']],
    ['2013', '2013-12-30', []],
    ['2013', '2013-12-31', ['o-1']],
  ])('a figure published %s, as known on %s: %j', (published, asOf, used) => {
    const verdict = verdictOn(asOf, judged({ published }))
    expect(usedIn(verdict)).toEqual(used)
    expect(cellOf(verdict).setAside).toEqual([]) // not yet published: as if it did not exist
  })

  test('figures of other dimensions do not bear on a reading', () => {
    const readings = [reading({ dimensions: { tier: 'prime' } })]
    const observations = [
      observation({ id: 'o-prime', dimensions: { tier: 'prime' } }),
      observation({ id: 'o-sub', dimensions: { tier: 'sub' }, value: 3 }),
      observation({ id: 'o-none', value: 4 }),
    ]
    const verdict = verdictToday(kase({ claim: { readings }, observations }))
    expect(usedIn(verdict)).toEqual(['o-prime'])
    expect(cellOf(verdict).setAside).toEqual([])
  })

  test('figures of other measures are ignored', () => {
    expect(verdictToday(judged({ measure: 'another' })).result).toBe('no-figures')
  })

  test.each<readonly [string, Partial<Observation>, RegExp]>([
    ['from the same document as the words', { source: 'harbour-speech' }, /same document/],
    ['that is those very words reported', { sameWordsAs: ['minister-2011-06-15-harbour'] }, /very words/],
    ['without any period', { period: { start: null, end: null } }, /which period/],
  ])('a figure %s is set aside, with its reason', (_, over, why) => {
    const verdict = verdictToday(judged(over))
    expect(verdict.result).toBe('no-figures')
    expect(whyAside(verdict, 'o-1')).toMatch(why)
  })

  test('a figure that is the words of another statement may speak', () => {
    expect(verdictToday(judged({ sameWordsAs: ['somebody-else'] })).result).toBe('met')
  })

  test('a figure of unknown publication date speaks today, and is set aside on a past date', () => {
    const theCase = judged({ published: null })
    expect(verdictToday(theCase).result).toBe('met')
    const past = verdictOn('2020-01-01', theCase)
    expect(past.result).toBe('no-figures')
    expect(whyAside(past, 'o-1')).toMatch(/publication date/)
  })

  test('of several vintages the latest then published stands, and each past date keeps its own', () => {
    const theCase = judged(
      { id: 'o-first', value: 120, published: '2013-02-01' },
      { id: 'o-second', value: 90, published: '2014-02' },
      { id: 'o-third', value: 40, published: '2015' },
    )
    expect(usedIn(verdictOn('2014-02-27', theCase))).toEqual(['o-first'])
    expect(usedIn(verdictOn('2014-02-28', theCase))).toEqual(['o-second'])
    expect(usedIn(verdictOn('2015-12-30', theCase))).toEqual(['o-second'])
    expect(usedIn(verdictOn('2015-12-31', theCase))).toEqual(['o-third'])
    expect(['2014-02-27', '2014-02-28', '2015-12-31'].map((on) => verdictOn(on, theCase).result)).toEqual([
      'met',
      'partly-met',
      'not-met',
    ])
    expect(whyAside(verdictToday(theCase), 'o-first')).toMatch(/later vintage.*o-third/)
  })

  test('where the latest vintage is the words’ own document, the one before it stands', () => {
    const theCase = judged(
      { id: 'o-first', value: 40, published: '2013-02-01' },
      { id: 'o-own', value: 120, published: '2014-02-01', source: 'harbour-speech' },
    )
    expect(usedIn(verdictToday(theCase))).toEqual(['o-first'])
  })

  test('figures of another area or another period are no vintages of each other', () => {
    const theCase = judged({ id: 'o-a', area: 'North quay' }, { id: 'o-b', area: 'South quay' })
    expect(usedIn(verdictToday(theCase))).toEqual(['o-a', 'o-b'])
  })
})

describe('step 3, which period', () => {
  const snapshot = (id: string, end: string) =>
    observation({ id, period: { start: null, end }, published: '2014-01-01' })
  const span = (id: string, start: string, end: string) =>
    observation({ id, period: { start, end }, published: '2014-01-01' })

  test.each([
    [
      'for a running total, the last that ends on or before the due date',
      'cumulative',
      [
        span('o-1', '2011-06', '2012-06-30'),
        span('o-2', '2011-06', '2012-12-31'),
        span('o-3', '2011-06', '2013-01-01'),
      ],
      ['o-2'],
    ],
    [
      'for a running total, one that reaches over the due date does not count while another ended before',
      'cumulative',
      [span('o-1', '2011-06', '2012-06-30'), span('o-2', '2011-06', '2013-06-30')],
      ['o-1'],
    ],
    [
      'for other series, the one that covers the due date',
      'period',
      [
        span('o-1', '2012-01-01', '2012-12-30'),
        span('o-2', '2012-04-01', '2013-03-31'),
        span('o-3', '2013-01-01', '2013-12-31'),
      ],
      ['o-2'],
    ],
    [
      'a period covers the due date from its first to its last day',
      'period',
      [span('o-1', '2012-12-31', '2013-12-30'), span('o-2', '2013-01-01', '2013-12-31')],
      ['o-1'],
    ],
    [
      'without one, the last that ended before it',
      'period',
      [span('o-1', '2010', '2010'), span('o-2', '2011', '2011'), span('o-3', '2013-01-01', '2013-01-31')],
      ['o-2'],
    ],
    [
      'if none, the first after it',
      'period',
      [span('o-1', '2014-01-01', '2014-12-31'), span('o-2', '2013-01-01', '2013-12-31')],
      ['o-2'],
    ],
    [
      'if none, the first after it, for a running total too',
      'cumulative',
      [snapshot('o-1', '2014-06'), snapshot('o-2', '2013-06')],
      ['o-2'],
    ],
    [
      'a snapshot is a single moment',
      'period',
      [snapshot('o-1', '2012-12-31'), snapshot('o-2', '2012-12-30')],
      ['o-1'],
    ],
    [
      'a vague end counts as its first day, so that it never beats a precise one',
      'cumulative',
      [snapshot('o-vague', '2012'), snapshot('o-precise', '2012-01-02')],
      ['o-precise'],
    ],
    [
      'a vague month never beats a precise day of the same month',
      'cumulative',
      [snapshot('o-vague', '2012-11'), snapshot('o-precise', '2012-11-02')],
      ['o-precise'],
    ],
    [
      'a vague date is the first day it can mean, also when it could be after the due date',
      'cumulative',
      [snapshot('o-old', '2011-12-31'), snapshot('o-vague', '2012')],
      ['o-vague'],
    ],
  ] as const)('%s', (_, series, observations, used) => {
    const verdict = verdictToday(kase({ measures: [measure({ series })], observations }))
    expect(usedIn(verdict)).toEqual(used)
    for (const { id } of observations) {
      if (!(used as readonly string[]).includes(id)) expect(whyAside(verdict, id)).toMatch(/another period/)
    }
  })

  test('all figures of that period stand together', () => {
    const sources = [source({ id: 'audit', publisher: 'Audit House', kind: 'audit' })]
    const observations = [observation({ id: 'o-a' }), observation({ id: 'o-b', source: 'audit', value: 130 })]
    expect(usedIn(verdictToday(kase({ sources, observations })))).toEqual(['o-a', 'o-b'])
  })

  test('a figure of grade A about another period does not push out one of grade D about the right one', () => {
    const observations = [
      observation({ id: 'o-a', period: { start: '2010', end: '2010' } }),
      observation({ id: 'o-d', grade: 'D' }),
    ]
    expect(usedIn(verdictToday(kase({ observations })))).toEqual(['o-d'])
  })
})

describe('step 3, late', () => {
  const short = observation({ id: 'o-short', value: 90, period: { start: null, end: '2012-12-31' } })
  const later = observation({
    id: 'o-later',
    period: { start: null, end: '2013-12-31' },
    published: '2014-02-01',
  })
  const cumulative = { cumulative: true } as const

  test.each<
    readonly [
      string,
      Partial<Claim>,
      'pledge' | 'forecast' | 'description',
      number,
      string,
      readonly string[],
    ]
  >([
    [
      'a running pledge that falls short and gets there later is partly met, late',
      cumulative,
      'pledge',
      90,
      'partly-met',
      ['late'],
    ],
    ['so is a forecast', cumulative, 'forecast', 90, 'partly-met', ['late']],
    ['also where it was less than half at the due date', cumulative, 'pledge', 10, 'partly-met', ['late']],
    [
      'a description is never late',
      { ...cumulative, due: { date: '2012-12-31', basis: 'when-said' } },
      'description',
      10,
      'not-met',
      [],
    ],
    ['what is not a running total is never late', {}, 'pledge', 10, 'not-met', []],
  ])('%s', (_, over, kind, value, result, tags) => {
    const observations = [{ ...short, value, display: String(value) }, later]
    const theCase = kase({ claim: over, statement: { kind }, measures: [running], observations })
    expect(verdictToday(theCase)).toMatchObject({ result, tags })
  })

  test('it was not late before the later figure was published', () => {
    const observations = [{ ...short, value: 10, display: '10' }, later]
    const theCase = kase({ claim: cumulative, measures: [running], observations })
    expect(verdictOn('2014-01-31', theCase)).toMatchObject({ result: 'not-met', tags: [] })
    expect(verdictOn('2014-02-01', theCase)).toMatchObject({ result: 'partly-met', tags: ['late'] })
  })

  test('a later figure that is short as well changes nothing', () => {
    const observations = [short, { ...later, value: 99, display: '99' }]
    const theCase = kase({ claim: cumulative, measures: [running], observations })
    expect(verdictToday(theCase)).toMatchObject({ result: 'partly-met', tags: [] })
  })
})

describe('step 4, match', () => {
  const parts = ['numerator', 'denominator', 'unit', 'population', 'period', 'area'] as const

  test('all six the same is direct', () => {
    const verdict = verdictToday(kase({ observations: [observation()] }))
    expect(cellOf(verdict)).toMatchObject({ match: 'direct', differs: [] })
  })

  test.each(parts.flatMap((part) => [[part, 'different'] as const, [part, 'unknown'] as const]))(
    '%s %s: a proxy, which says so and settles nothing',
    (part, sameness) => {
      const readings = [reading({ match: { ...direct, [part]: sameness } })]
      for (const value of [5, 120]) {
        const verdict = verdictToday(kase({ claim: { readings }, observations: [observation({ value })] }))
        expect(verdict).toMatchObject({ result: 'no-match', tags: ['proxy-only'], grade: null })
        expect(cellOf(verdict)).toMatchObject({
          match: 'proxy',
          differs: [part],
          lean: value < 100 ? 'below' : 'inside',
          attainment: null,
        })
        expect(verdict.steps.join(' ')).toContain(`${part} (${sameness})`)
      }
    },
  )

  test('a proxy beside a direct reading decides nothing, whichever way it leans', () => {
    const readings = [reading(), reading({ measure: 'near', match: { ...direct, population: 'different' } })]
    const measures = [measure(), measure({ id: 'near' })]
    for (const [value, result] of [
      [120, 'met'],
      [60, 'partly-met'],
    ] as const) {
      const observations = [observation({ value }), observation({ id: 'o-near', measure: 'near', value: 1 })]
      expect(verdictToday(kase({ claim: { readings }, measures, observations })).result).toBe(result)
    }
  })

  test('a proxy leans above where its figure is past the band', () => {
    const readings = [reading({ match: { ...direct, area: 'unknown' } })]
    const over: Partial<Claim> = { comparator: 'exactly', value: 100, readings }
    const verdict = verdictToday(kase({ claim: over, observations: [observation()] }))
    expect(cellOf(verdict).lean).toBe('above')
  })

  test('a proxy in another unit has no lean', () => {
    const readings = [reading({ match: { ...direct, unit: 'different' } })]
    const measures = [measure({ unit: 'percent' })]
    const verdict = verdictToday(kase({ claim: { readings }, measures, observations: [observation()] }))
    expect(verdict.result).toBe('no-match')
    expect(cellOf(verdict).lean).toBeNull()
  })
})
