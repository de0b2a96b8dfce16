// METHOD steps 1 and 2: is the claim testable, and when is it due?
import { describe, expect, test } from 'vitest'
import type { Claim } from '../../src/domain/nouns.ts'
import { assess } from '../../src/domain/verdict.ts'
import {
  cellOf,
  direct,
  kase,
  measure,
  observation,
  programme,
  reading,
  speechSource,
  TODAY,
  usedIn,
  verdictOn,
  verdictToday,
} from './builders.ts'

const running = measure({ series: 'cumulative' })

describe('step 1, testable', () => {
  test('a claim that lacks something to count is not testable, and what is missing is named', () => {
    const missing = 'No number: “a bigger role” cannot be counted.'
    const verdict = verdictToday(kase({ claim: { notTestable: missing, readings: [] } }))
    expect(verdict).toMatchObject({ result: 'not-testable', missing, tags: [], grade: null, readings: [] })
    expect(verdict.steps.join(' ')).toContain(missing)
  })

  test('whether a claim is testable does not hang on its due date or on figures', () => {
    const parts = { claim: { notTestable: 'No act is named.', readings: [] } }
    for (const asOf of ['2011-06-15', '2012-12-30', TODAY]) {
      expect(verdictOn(asOf, kase({ ...parts, observations: [observation()] })).result).toBe('not-testable')
    }
  })

  test('a comparator that says nothing without a number is not testable without one', () => {
    expect(verdictToday(kase({ claim: { value: null } }))).toMatchObject({ result: 'not-testable' })
  })

  test('a direction is enough: an increase without a number is testable', () => {
    const change: Partial<Claim> = { comparator: 'increase', value: null }
    expect(verdictToday(kase({ claim: change })).result).not.toBe('not-testable')
  })

  test('a testable claim without a reading goes to step 10', () => {
    const verdict = verdictToday(kase({ claim: { readings: [] }, observations: [observation()] }))
    expect(verdict.result).toBe('no-figures')
    expect(verdict.silence?.since).toBe('2012-12-31')
  })
})

describe('step 2, due', () => {
  test.each([
    ['the day before the words', '2011-06-15', '2011-06-14', false],
    ['the day of the words', '2011-06-15', '2011-06-15', true],
    ['the last day but one of the month of the words', '2011-06', '2011-06-29', false],
    ['the last day of the month of the words', '2011-06', '2011-06-30', true],
    ['the last day but one of the year of the words', '2011', '2011-12-30', false],
    ['the last day of the year of the words', '2011', '2011-12-31', true],
  ])('on %s (%s), %s, something is said of a claim: %s', (_, date, asOf, said) => {
    expect(assess(kase({ statement: { date } }), { asOf, today: TODAY }) !== null).toBe(said)
  })

  test('words without any date are known only when one asks of today', () => {
    const undated = kase({ statement: { date: null } })
    expect(assess(undated, { asOf: '2026-11-23', today: TODAY })).toBeNull()
    expect(assess(undated, { asOf: TODAY, today: TODAY })).not.toBeNull()
  })

  test('words without a date were said by the day their source was published', () => {
    const sources = [{ ...speechSource, published: '2011-06' }]
    const theCase = kase({ statement: { date: null }, sources })
    expect(assess(theCase, { asOf: '2011-06-29', today: TODAY })).toBeNull()
    expect(assess(theCase, { asOf: '2011-06-30', today: TODAY })).not.toBeNull()
  })

  const none = { date: null } as const
  const ending = (end: string | null, id = 'p') => programme({ id, end })
  test.each([
    ['a description is due when said', 'description', { ...none, basis: 'when-said' }, [], '2011-06-15'],
    [
      'a description is due when said, also in a programme that ends',
      'description',
      { ...none, basis: 'programme-end' },
      [ending('2015-03')],
      '2011-06-15',
    ],
    [
      'a stated deadline counts',
      'pledge',
      { date: '2013-03', basis: 'stated' },
      [ending('2015-03')],
      '2013-03',
    ],
    [
      'without a deadline the programme’s end counts',
      'pledge',
      { ...none, basis: 'programme-end' },
      [ending('2015-03')],
      '2015-03',
    ],
    [
      'of two programmes the later end counts',
      'forecast',
      { ...none, basis: 'programme-end' },
      [ending('2015-03', 'a'), ending('2015-03-15', 'b')],
      '2015-03',
    ],
    [
      'with neither, 24 months after the words count',
      'pledge',
      { ...none, basis: '24-months' },
      [ending(null)],
      '2013-06-15',
    ],
  ] as const)('%s', (_, kind, due, programmes, expected) => {
    expect(verdictToday(kase({ statement: { kind }, claim: { due }, programmes })).due).toBe(expected)
  })

  test('24 months after a leap day are the last day of that February', () => {
    const due = { date: null, basis: '24-months' } as const
    const theCase = kase({ statement: { date: '2012-02-29' }, claim: { due }, programmes: [] })
    expect(verdictToday(theCase).due).toBe('2014-02-28')
  })

  test('24 months after words of some day in a month run from its last day', () => {
    const due = { date: null, basis: '24-months' } as const
    expect(verdictToday(kase({ statement: { date: '2012-02' }, claim: { due }, programmes: [] })).due).toBe(
      '2014-02-28',
    )
  })

  const early = observation({ period: { start: null, end: '2011-09-30' }, published: '2011-10-15' })
  test.each<readonly [string, Partial<Claim>, number, string, string, readonly string[]]>([
    ['a claim not yet due is too early even when figures exist', {}, 120, '2012-12-30', 'too-early', []],
    ['on the day it is due it is judged', {}, 120, '2012-12-31', 'met', []],
    [
      'a due month means its last day',
      { due: { date: '2012-12', basis: 'stated' } },
      120,
      '2012-12-30',
      'too-early',
      [],
    ],
    [
      'a due year means its last day',
      { due: { date: '2012', basis: 'stated' } },
      120,
      '2012-12-30',
      'too-early',
      [],
    ],
    ['a running total inside its band is met early', { cumulative: true }, 120, '2012-01-01', 'met', []],
    [
      'a running total short of its band is too early',
      { cumulative: true },
      99,
      '2012-01-01',
      'too-early',
      [],
    ],
    [
      'a limit that has not been passed has held so far, and is not met early',
      { cumulative: true, comparator: 'at-most', value: 150 },
      120,
      '2012-01-01',
      'too-early',
      ['held-so-far'],
    ],
    [
      'up to is a limit too',
      { cumulative: true, comparator: 'up-to', value: 150 },
      120,
      '2012-01-01',
      'too-early',
      ['held-so-far'],
    ],
    [
      'a limit that is passed before it is due is too early, without the tag',
      { comparator: 'at-most', value: 100 },
      120,
      '2012-01-01',
      'too-early',
      [],
    ],
  ])('%s', (_, over, value, asOf, result, tags) => {
    const figure = { ...early, value, display: String(value) }
    const theCase = kase({ claim: over, measures: [running], observations: [figure] })
    expect(verdictOn(asOf, theCase)).toMatchObject({ result, tags })
  })

  test('a running total that crosses an edge is not inside its band, so it is too early', () => {
    const observations = [{ ...early, value: 100, display: 'about 100' }]
    const theCase = kase({ claim: { cumulative: true }, measures: [running], observations })
    expect(verdictOn('2012-01-01', theCase)).toMatchObject({ result: 'too-early', tags: [] })
  })

  test('before it is due every reading is too early, and its figures are shown all the same', () => {
    const verdict = verdictOn('2012-06-01', kase({ observations: [early] }))
    expect(cellOf(verdict)).toMatchObject({ result: 'too-early' })
    expect(usedIn(verdict)).toEqual(['o-1'])
  })

  test('a proxy inside the band never meets a running total early', () => {
    const proxy = reading({ match: { ...direct, area: 'different' } })
    const parts = {
      claim: { cumulative: true, readings: [proxy] },
      measures: [running],
      observations: [early],
    }
    expect(verdictOn('2012-01-01', kase(parts)).result).toBe('too-early')
  })

  test('a reading without figures holds back early Met as well', () => {
    const readings = [reading(), reading({ measure: 'silent' })]
    const measures = [running, measure({ id: 'silent' })]
    const theCase = kase({ claim: { cumulative: true, readings }, measures, observations: [early] })
    expect(verdictOn('2012-01-01', theCase).result).toBe('too-early')
  })
})
