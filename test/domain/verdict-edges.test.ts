// METHOD, "Edge cases the tests must hold": one named test for each.
import { describe, expect, test } from 'vitest'
import type { Claim, Grade, Observation } from '../../src/domain/nouns.ts'
import {
  cellOf,
  claim,
  direct,
  kase,
  measure,
  observation,
  reading,
  source,
  statement,
  TODAY,
  usedIn,
  verdictOn,
  verdictToday,
  whyAside,
} from './builders.ts'

const running = measure({ series: 'cumulative' })
const snapshot = (id: string, end: string, value: number, over: Partial<Observation> = {}): Observation =>
  observation({ id, value, period: { start: null, end }, published: '2014-01-01', ...over })

describe('edge cases', () => {
  test('definition mismatch: a figure by another definition never settles the words', () => {
    const readings = [
      reading({ match: { ...direct, numerator: 'different' }, why: 'It counts co-operatives as well.' }),
    ]
    const verdict = verdictToday(kase({ claim: { readings }, observations: [observation({ value: 9000 })] }))
    expect(verdict).toMatchObject({ result: 'no-match', grade: null })
    expect(cellOf(verdict)).toMatchObject({ match: 'proxy', differs: ['numerator'], lean: 'inside' })
  })

  test('proxy only: figures near the claim are shown with a lean and settle nothing', () => {
    const match = { ...direct, population: 'unknown', area: 'different' } as const
    const readings = [reading({ match }), reading({ measure: 'other', match })]
    const measures = [measure(), measure({ id: 'other' })]
    const observations = [observation({ value: 3 }), observation({ id: 'o-2', measure: 'other' })]
    const verdict = verdictToday(kase({ claim: { readings }, measures, observations }))
    expect(verdict).toMatchObject({ result: 'no-match', tags: ['proxy-only'] })
    expect(verdict.readings.map((cell) => cell.lean)).toEqual(['below', 'inside'])
    expect(verdict.best?.observation).toBe('o-2')
    expect(verdict.worst?.observation).toBe('o-1')
  })

  test('no figures published: silence is a finding with a clock, never Not met', () => {
    const verdict = verdictToday(kase())
    expect(verdict).toMatchObject({ result: 'no-figures', grade: null, best: null, worst: null })
    expect(verdict.silence?.days).toBe(5076) // 31 December 2012 to 24 November 2026
  })

  test('revised data: a new vintage makes a new verdict, and the old one can still be seen', () => {
    const theCase = kase({
      observations: [
        observation({
          id: 'o-first',
          value: 110,
          status: 'provisional',
          grade: 'B',
          published: '2013-02-01',
        }),
        observation({ id: 'o-revised', value: 97, status: 'revised', published: '2014-02-01' }),
      ],
    })
    expect(verdictOn('2013-06-01', theCase)).toMatchObject({
      result: 'met',
      tags: ['provisional'],
      grade: 'B',
    })
    expect(verdictOn('2014-02-01', theCase)).toMatchObject({ result: 'partly-met', tags: [], grade: 'A' })
    expect(verdictOn('2013-06-01', theCase)).toEqual(
      verdictOn('2013-06-01', kase({ observations: theCase.observations.slice(0, 1) })),
    )
    expect(whyAside(verdictToday(theCase), 'o-first')).toMatch(/later vintage/)
  })

  test('true when said and false later: the same words on two dates are judged by the figures of each date', () => {
    const observations = [snapshot('o-2011', '2011-06-01', 120), snapshot('o-2013', '2013-06-01', 30)]
    const saidOn = (date: string) =>
      kase({
        statement: { kind: 'description', date },
        claim: { due: { date, basis: 'when-said' } },
        observations,
      })
    expect(verdictToday(saidOn('2011-06-15'))).toMatchObject({ due: '2011-06-15', result: 'met' })
    expect(verdictToday(saidOn('2013-06-15'))).toMatchObject({ due: '2013-06-15', result: 'not-met' })
  })

  test('a target moved later: the original claim stays open to its original date', () => {
    const original = claim({ value: 200, cumulative: true })
    const weaker = claim({
      id: 'minister-2012-09-01-harbour#1',
      value: 100,
      cumulative: true,
      due: { date: '2014-12-31', basis: 'stated' },
      weakens: original.id,
    })
    const parts = {
      measures: [running],
      observations: [snapshot('o-1', '2012-12-31', 120), snapshot('o-2', '2013-12-31', 199)],
    }
    const first = kase({ ...parts, claim: original })
    const second = kase({
      ...parts,
      claim: weaker,
      statement: { id: 'minister-2012-09-01-harbour', date: '2012-09-01' },
    })
    expect(verdictOn('2012-12-30', first)).toMatchObject({ due: '2012-12-31', result: 'too-early' })
    expect(verdictToday(first)).toMatchObject({ due: '2012-12-31', result: 'partly-met' })
    expect(cellOf(verdictToday(first)).attainment).toBe(0.6) // 120 of 200, not 120 of 100
    expect(verdictToday(second)).toMatchObject({ due: '2014-12-31', result: 'met' })
  })

  test('late delivery is partly met, late', () => {
    const observations = [snapshot('o-due', '2012-12-31', 20), snapshot('o-late', '2013-06-30', 100)]
    const verdict = verdictToday(kase({ claim: { cumulative: true }, measures: [running], observations }))
    expect(verdict).toMatchObject({ result: 'partly-met', tags: ['late'] })
    expect(usedIn(verdict)).toEqual(['o-due'])
    expect(verdict.steps.join(' ')).toMatch(/late/)
  })

  test('a body counted twice on a list: distinct bodies and listings are two readings', () => {
    const readings = [reading({ measure: 'distinct-bodies' }), reading({ measure: 'listings' })]
    const measures = [measure({ id: 'distinct-bodies' }), measure({ id: 'listings' })]
    const observations = [
      observation({ id: 'o-bodies', measure: 'distinct-bodies', value: 289 }),
      observation({ id: 'o-listings', measure: 'listings', value: 508 }),
    ]
    const verdict = verdictToday(kase({ claim: { value: 500, readings }, measures, observations }))
    expect(verdict.result).toBe('depends')
    expect(verdict.readings.map((cell) => cell.result)).toEqual(['partly-met', 'met'])
    expect(verdict.best?.observation).toBe('o-listings')
    expect(verdict.worst?.observation).toBe('o-bodies')
  })

  test('contradictory or unknown sector label: a band from none to all of them, never a guess', () => {
    const share = observation({
      value: 40,
      display: '40 of 100',
      numerator: 40,
      denominator: 100,
      unknown: 15,
    })
    const judge = (value: number) =>
      verdictToday(
        kase({
          claim: { value, unit: 'percent' },
          measures: [measure({ unit: 'percent' })],
          observations: [share],
        }),
      )
    expect(cellOf(judge(40)).used[0]?.interval).toEqual({ low: 40, high: 55 })
    expect(judge(40)).toMatchObject({ result: 'met', tags: [] })
    expect(judge(50)).toMatchObject({ result: 'partly-met', tags: ['too-close'] })
    expect(judge(56)).toMatchObject({ result: 'partly-met', tags: [] })
    // 55 / 111 = 0.4954...
    expect(judge(111)).toMatchObject({ result: 'not-met', tags: [] })
  })

  test('trading arm of a charity: counting it and not counting it are lenses of their own', () => {
    const readings = [
      reading({ dimensions: { lens: 'charities only' } }),
      reading({ dimensions: { lens: 'with trading arms' } }),
    ]
    const observations = [
      observation({ id: 'o-only', value: 40, dimensions: { lens: 'charities only' } }),
      observation({ id: 'o-with', value: 104, dimensions: { lens: 'with trading arms' } }),
    ]
    const verdict = verdictToday(kase({ claim: { readings }, observations }))
    expect(verdict.result).toBe('depends')
    expect(verdict.readings.map((cell) => cell.used.map((figure) => figure.observation))).toEqual([
      ['o-only'],
      ['o-with'],
    ])
  })

  test('a series redefined midway is split: nothing straddles the break', () => {
    const change: Partial<Claim> = { comparator: 'increase', value: null }
    const old = snapshot('o-old', '2010-12-31', 100, { published: '2011-02-01' })
    const renewed = snapshot('o-new', '2012-12-31', 500, {
      measure: 'harbour-bodies-2012',
      published: '2013-02-01',
    })
    const measures = [measure(), measure({ id: 'harbour-bodies-2012' })]
    const readings = [reading(), reading({ measure: 'harbour-bodies-2012' })]
    const theCase = kase({ claim: { ...change, readings }, measures, observations: [old, renewed] })
    const verdict = verdictToday(theCase)
    expect(verdict.result).toBe('no-figures') // 500 by the new count is no increase over 100 by the old one
    expect(usedIn(verdict)).toEqual([])
    expect(cellOf(verdict, 1).band).toBeNull()
  })

  test('conflicting official figures: both are shown, and the reading depends on which', () => {
    const sources = [source({ id: 'audit', publisher: 'Audit House', kind: 'audit' })]
    const observations = [
      observation({ id: 'o-office', value: 120 }),
      observation({ id: 'o-audit', value: 30, source: 'audit' }),
    ]
    const verdict = verdictToday(kase({ sources, observations }))
    expect(verdict).toMatchObject({ result: 'depends', grade: 'A' })
    expect(usedIn(verdict)).toEqual(['o-audit', 'o-office'])
    expect(verdict.best?.observation).toBe('o-office')
    expect(verdict.worst?.observation).toBe('o-audit')
  })

  test('small survey: what a dozen answers say is too close to call', () => {
    const most: Partial<Claim> = { comparator: 'most', value: 50, unit: 'percent' }
    const asked = (sampleSize: number) =>
      kase({
        claim: most,
        measures: [measure({ unit: 'percent' })],
        observations: [observation({ value: 58, display: '58%', status: 'survey', grade: 'C', sampleSize })],
      })
    expect(verdictToday(asked(12))).toMatchObject({ result: 'partly-met', tags: ['too-close'] })
    expect(verdictToday(asked(1200))).toMatchObject({ result: 'met', tags: [] })
  })

  test('part of the area: a figure for a part is a proxy for the whole', () => {
    const readings = [reading({ match: { ...direct, area: 'different' } })]
    const observations = [observation({ area: 'North quay' })]
    const verdict = verdictToday(kase({ claim: { readings }, observations }))
    expect(verdict.result).toBe('no-match')
    expect(cellOf(verdict).differs).toEqual(['area'])
  })

  test('compound claim: each part is judged alone, and no part moves another', () => {
    const parts = [80, 100, 200].map((value, index) =>
      claim({ id: `minister-2011-06-15-harbour#${index + 1}`, value }),
    )
    const words = statement({ claims: parts })
    const results = parts.map(
      (part) =>
        verdictToday(kase({ claim: part, statement: words, observations: [observation({ value: 100 })] }))
          .result,
    )
    expect(results).toEqual(['met', 'met', 'partly-met'])
  })

  describe('negative pledge', () => {
    const never: Partial<Claim> = {
      comparator: 'at-most',
      value: 0,
      due: { date: '2015-05', basis: 'stated' },
    }
    const judged = (asOf: string, ...observations: readonly Observation[]) =>
      verdictOn(asOf, kase({ claim: never, observations }))
    const none = snapshot('o-none', '2011-12-31', 0, { published: '2012-02-01' })
    const breach = (grade: Grade, over: Partial<Observation> = {}) =>
      snapshot('o-breach', '2012-12-31', 2, { grade, published: '2013-02-01', ...over })

    test('has held so far while no figure shows the contrary', () => {
      expect(judged('2012-02-01', none)).toMatchObject({ result: 'too-early', tags: ['held-so-far'] })
    })

    test('says nothing of holding while there is no figure at all', () => {
      expect(judged('2012-01-31', none)).toMatchObject({ result: 'too-early', tags: [] })
    })

    test('is met when it has held to its date', () => {
      const last = snapshot('o-last', '2015-05-31', 0, { published: '2015-06-30' })
      expect(judged(TODAY, none, last)).toMatchObject({ result: 'met' })
    })

    test.each(['A', 'B', 'C'] as const)(
      'is not met at the first counter-example of grade %s, before its date and for good',
      (grade) => {
        const later = snapshot('o-later', '2014-12-31', 0, { published: '2015-02-01' })
        expect(judged('2013-01-31', none, breach(grade))).toMatchObject({ result: 'too-early' })
        expect(judged('2013-02-01', none, breach(grade))).toMatchObject({ result: 'not-met', grade })
        const verdict = judged(TODAY, none, breach(grade), later)
        expect(verdict).toMatchObject({ result: 'not-met', grade })
        expect(usedIn(verdict)).toEqual(['o-breach'])
      },
    )

    test('is not broken by what was before the words or comes after its date', () => {
      const earlier = breach('A', { id: 'o-earlier', period: { start: null, end: '2011-06-14' } })
      const after = breach('A', {
        id: 'o-after',
        period: { start: null, end: '2015-06-01' },
        published: '2015-07-01',
      })
      const last = snapshot('o-last', '2015-05-31', 0, { published: '2015-06-30' })
      expect(judged(TODAY, earlier, none, last, after)).toMatchObject({ result: 'met' })
    })

    test('is not broken by a counter-example of grade D while a figure says it held to its date', () => {
      const last = snapshot('o-last', '2015-05-31', 0, { published: '2015-06-30' })
      expect(judged(TODAY, breach('D'), last)).toMatchObject({ result: 'met' })
    })

    test('is not broken by a proxy', () => {
      const readings = [reading({ match: { ...direct, population: 'different' } })]
      const theCase = kase({ claim: { ...never, readings }, observations: [breach('A')] })
      expect(verdictOn('2013-02-01', theCase)).toMatchObject({ result: 'too-early' })
    })
  })

  test('the minister’s own figure as evidence for itself is set aside', () => {
    const words = { sameWordsAs: ['minister-2011-06-15-harbour'] }
    const observations = [
      observation({ id: 'o-speech', source: 'harbour-speech' }),
      observation({ id: 'o-reported', ...words, source: 'harbour-news', grade: 'D' }),
    ]
    const sources = [source({ id: 'harbour-news', publisher: 'The Harbour News', kind: 'news' })]
    const verdict = verdictToday(kase({ sources, observations }))
    expect(verdict.result).toBe('no-figures')
    expect(cellOf(verdict).setAside.map((aside) => aside.observation)).toEqual(['o-reported', 'o-speech'])
    const independent = observation({ id: 'o-audit', value: 20, source: 'harbour-news' })
    expect(verdictToday(kase({ sources, observations: [...observations, independent] }))).toMatchObject({
      result: 'not-met',
      grade: 'A',
    })
  })

  test('one claim repeated many times is one claim: saying it again moves neither its date nor its verdict', () => {
    const observations = [
      snapshot('o-1', '2012-12-31', 60),
      snapshot('o-2', '2014-12-31', 120, { published: '2015-02-01' }),
    ]
    const once = verdictToday(kase({ observations }))
    const again = verdictToday(
      kase({ statement: { repeats: ['minister-2010-01-01-harbour#1'] }, observations }),
    )
    expect(again).toEqual(once)
    expect(once).toMatchObject({ due: '2012-12-31', result: 'partly-met' })
  })
})
