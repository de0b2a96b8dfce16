// METHOD steps 8 to 10: what follows from all readings together, does it hold, and what if there is nothing?
import { describe, expect, test } from 'vitest'
import { addMonths, dayAfter } from '../../src/domain/dates.ts'
import type { Claim, Grade, Observation } from '../../src/domain/nouns.ts'
import { RULE_VERSION } from '../../src/domain/vocabulary.ts'
import {
  cellOf,
  direct,
  kase,
  measure,
  observation,
  programme,
  reading,
  source,
  TODAY,
  usedIn,
  verdictOn,
  verdictToday,
  whyAside,
} from './builders.ts'

const percent: Partial<Claim> = { unit: 'percent' }
const share = measure({ unit: 'percent' })

describe('step 8, combine', () => {
  const sources = [source({ id: 'audit', publisher: 'Audit House', kind: 'audit' })]
  const two = [reading(), reading({ measure: 'other' })]
  const measures = [measure(), measure({ id: 'other' })]
  const figure = (id: string, value: number, over: Partial<Observation> = {}) =>
    observation({ id, value, ...over })
  const elsewhere = { measure: 'other' } as const

  test('the best grade stands in a reading, and the others are set aside', () => {
    const observations = [
      figure('o-d', 1, { grade: 'D', source: 'audit' }),
      figure('o-b', 60, { grade: 'B', area: 'North quay' }),
      figure('o-c', 120, { grade: 'C', area: 'South quay' }),
    ]
    const verdict = verdictToday(kase({ sources, observations }))
    expect(usedIn(verdict)).toEqual(['o-b'])
    expect(verdict).toMatchObject({ result: 'partly-met', grade: 'B' })
    expect(whyAside(verdict, 'o-c')).toMatch(/better grade \(B\)/)
  })

  test('equal grades that disagree give that reading Depends, and both are shown', () => {
    const observations = [figure('o-1', 120), figure('o-2', 20, { source: 'audit' })]
    const verdict = verdictToday(kase({ sources, observations }))
    expect(verdict.result).toBe('depends')
    expect(cellOf(verdict)).toMatchObject({ result: 'depends', attainment: 0.2, lean: null })
    expect(usedIn(verdict)).toEqual(['o-1', 'o-2'])
  })

  test('equal grades that agree are one answer', () => {
    const observations = [figure('o-1', 120), figure('o-2', 130, { source: 'audit' })]
    expect(verdictToday(kase({ sources, observations })).result).toBe('met')
  })

  test.each([
    ['met and met: met', 120, 130, 'met'],
    ['met and partly met: depends', 120, 60, 'depends'],
    ['met and not met: depends', 120, 10, 'depends'],
    ['partly met and not met: depends', 60, 10, 'depends'],
    ['not met and not met: not met', 10, 5, 'not-met'],
    ['met and no figures: Met is held back', 120, null, 'depends'],
    ['partly met and no figures: partly met', 60, null, 'partly-met'],
    ['not met and no figures: not met', 10, null, 'not-met'],
    ['no figures and no figures: step 10', null, null, 'no-figures'],
  ])('across direct readings, %s', (_, first, second, result) => {
    const observations = [
      ...(first === null ? [] : [figure('o-1', first)]),
      ...(second === null ? [] : [figure('o-2', second, elsewhere)]),
    ]
    const verdict = verdictToday(kase({ claim: { readings: two }, measures, observations }))
    expect(verdict.result).toBe(result)
    expect(verdict.readings).toHaveLength(2)
  })

  test('a proxy without figures holds nothing back', () => {
    const readings = [reading(), reading({ measure: 'other', match: { ...direct, unit: 'unknown' } })]
    const verdict = verdictToday(kase({ claim: { readings }, measures, observations: [figure('o-1', 120)] }))
    expect(verdict.result).toBe('met')
  })

  test('where the speaker said which reading, only that one decides', () => {
    const readings = [reading(), reading({ measure: 'other', statedBySpeaker: true })]
    const observations = [figure('o-1', 120), figure('o-2', 10, elsewhere)]
    const verdict = verdictToday(kase({ claim: { readings }, measures, observations }))
    expect(verdict.result).toBe('not-met')
    expect(cellOf(verdict, 0).result).toBe('met') // shown, but it does not decide
  })

  test('where the stated reading has no figures, no other reading answers for it', () => {
    const readings = [reading(), reading({ measure: 'other', statedBySpeaker: true })]
    const theCase = kase({ claim: { readings }, measures, observations: [figure('o-1', 120)] })
    expect(verdictToday(theCase).result).toBe('no-figures')
  })

  test('where the stated reading is a proxy, no direct reading answers for it', () => {
    const match = { ...direct, area: 'different' } as const
    const readings = [reading(), reading({ measure: 'other', statedBySpeaker: true, match })]
    const observations = [figure('o-1', 120), figure('o-2', 120, elsewhere)]
    const theCase = kase({ claim: { readings }, measures, observations })
    expect(verdictToday(theCase)).toMatchObject({ result: 'no-match', tags: ['proxy-only'] })
  })

  test.each<readonly [Grade, Grade, Grade]>([
    ['A', 'A', 'A'],
    ['A', 'D', 'D'],
    ['C', 'B', 'C'],
  ])('a verdict on readings of grade %s and %s has grade %s', (first, second, grade) => {
    const observations = [
      figure('o-1', 120, { grade: first }),
      figure('o-2', 130, { ...elsewhere, grade: second }),
    ]
    expect(verdictToday(kase({ claim: { readings: two }, measures, observations })).grade).toBe(grade)
  })

  test('exceeded is said only where every reading exceeded', () => {
    const claim: Partial<Claim> = { comparator: 'exactly', value: 120, readings: two }
    const parts = { claim, measures }
    const both = [figure('o-1', 140), figure('o-2', 130, elsewhere)]
    expect(verdictToday(kase({ ...parts, observations: both })).tags).toEqual(['exceeded'])
    const one = [figure('o-1', 120), figure('o-2', 130, elsewhere)]
    expect(verdictToday(kase({ ...parts, observations: one })).tags).toEqual([])
  })

  test('a verdict that rests on a provisional figure says so', () => {
    const observations = [figure('o-1', 120, { status: 'provisional', grade: 'B' })]
    expect(verdictToday(kase({ observations })).tags).toEqual(['provisional'])
  })

  test('best and worst are the ends of what stands, in every reading', () => {
    const observations = [figure('o-1', 120), figure('o-2', 10, elsewhere)]
    const theCase = kase({ claim: { readings: two }, measures, observations })
    expect(verdictToday(theCase)).toMatchObject({
      best: { measure: 'harbour-bodies', observation: 'o-1' },
      worst: { measure: 'other', observation: 'o-2' },
    })
  })

  test('where neither direction is favourable, nearer to the words is better', () => {
    const claim: Partial<Claim> = { comparator: 'exactly', value: 100, readings: two }
    const neutral = measures.map((m) => ({ ...m, favourable: 'neutral' as const }))
    const observations = [figure('o-1', 300), figure('o-2', 90, elsewhere)]
    const verdict = verdictToday(kase({ claim, measures: neutral, observations }))
    expect(verdict.best?.observation).toBe('o-2')
    expect(verdict.worst?.observation).toBe('o-1')
  })

  test('where neither direction is favourable, nearer is counted from the middle of the band', () => {
    const claim: Partial<Claim> = { comparator: 'about', value: 100, readings: two } // 50 to 150
    const neutral = measures.map((m) => ({ ...m, favourable: 'neutral' as const }))
    const observations = [figure('o-1', 60), figure('o-2', 120, elsewhere)]
    expect(verdictToday(kase({ claim, measures: neutral, observations })).best?.observation).toBe('o-2')
  })
})

describe('step 9, robustness', () => {
  const about: Partial<Claim> = { ...percent, comparator: 'about', value: 50 }
  test.each([
    ['well inside: it holds', 50, 'met', 'met', 'met', []],
    ['inside, but not at half the tolerance', 46, 'met', 'partly-met', 'met', ['tolerance-sensitive']],
    [
      'outside, but not at double the tolerance',
      43,
      'partly-met',
      'partly-met',
      'met',
      ['tolerance-sensitive'],
    ],
    ['far outside: it holds', 30, 'partly-met', 'partly-met', 'partly-met', []],
    ['less than half: it holds', 10, 'not-met', 'not-met', 'not-met', []],
  ])('about half, %s', (_, value, result, half, double, tags) => {
    const observations = [observation({ value, display: `${value}%` })]
    const verdict = verdictToday(kase({ claim: about, measures: [share], observations }))
    expect(verdict).toMatchObject({ result, tolerance: { half, double }, tags })
  })

  // 22% over 45, 47.5 and 40: 22.5 / 45 = 0.5; 22.5 / 47.5 = 0.4736...; 22.5 / 40 = 0.5625
  test('a shortfall that is half at one tolerance and less at another is tolerance-sensitive', () => {
    const observations = [observation({ value: 22, display: '22%' })]
    const verdict = verdictToday(kase({ claim: about, measures: [share], observations }))
    expect(verdict).toMatchObject({
      result: 'partly-met',
      tolerance: { half: 'not-met', double: 'partly-met' },
      tags: ['tolerance-sensitive'],
    })
  })
})

describe('step 10, nothing eligible', () => {
  const due = '2012-12-31'
  test.each([
    ['the measure says nothing: 12 months', null, addMonths(due, 12)],
    ['the measure says 3 months', 3, addMonths(due, 3)],
    ['the measure says none', 0, due],
    ['the measure says 30 months', 30, addMonths(due, 30)],
  ])('figures are awaited until the lag is over; %s', (_, publicationLagMonths, until) => {
    const theCase = kase({ measures: [measure({ publicationLagMonths })] })
    expect(verdictOn(until, theCase)).toMatchObject({ result: 'too-early', silence: null })
    expect(verdictOn(dayAfter(until), theCase).result).toBe('no-figures')
  })

  test('after the lag a clock counts the days since the due date, with the log of where was looked', () => {
    const looked = [{ where: 'Harbour statistics', when: '2026-11-01', how: 'read every table' }]
    const verdict = verdictOn('2014-01-01', kase({ claim: { looked } }))
    expect(verdict).toMatchObject({ result: 'no-figures', tags: [], grade: null })
    expect(verdict.silence).toEqual({ since: due, days: 366, looked })
    expect(verdict.steps.at(-1)).toContain('366 days since 31 December 2012')
  })

  test('a due month counts its days from its last one', () => {
    const verdict = verdictOn('2014-04-02', kase({ claim: { due: { date: '2013-03', basis: 'stated' } } }))
    expect(verdict.silence).toMatchObject({ since: '2013-03-31', days: 367 })
  })

  test('a description without figures is awaited from the day of the words', () => {
    const theCase = kase({
      statement: { kind: 'description' },
      claim: { due: { date: null, basis: 'when-said' } },
    })
    expect(verdictOn('2012-06-15', theCase).result).toBe('too-early')
    expect(verdictOn('2012-06-16', theCase).result).toBe('no-figures')
  })

  test('of several readings the longest lag counts', () => {
    const readings = [reading(), reading({ measure: 'slow' })]
    const measures = [measure({ publicationLagMonths: 3 }), measure({ id: 'slow', publicationLagMonths: 18 })]
    const theCase = kase({ claim: { readings }, measures })
    expect(verdictOn(addMonths(due, 18), theCase).result).toBe('too-early')
    expect(verdictOn(dayAfter(addMonths(due, 18)), theCase).result).toBe('no-figures')
  })

  test('words without any date have no clock', () => {
    const claim: Partial<Claim> = { due: { date: null, basis: 'when-said' } }
    const verdict = verdictToday(kase({ statement: { date: null }, claim, programmes: [programme()] }))
    expect(verdict).toMatchObject({ due: null, result: 'no-figures', silence: { since: null, days: null } })
  })
})

describe('every verdict', () => {
  test('says which rule, which claim, which date and why', () => {
    const verdict = verdictToday(kase({ observations: [observation()] }))
    expect(verdict).toMatchObject({
      claim: 'minister-2011-06-15-harbour#1',
      rule: RULE_VERSION,
      asOf: TODAY,
      due: '2012-12-31',
      missing: null,
    })
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      expect(verdict.steps.some((step) => step.startsWith(`Step ${n},`))).toBe(true)
    }
    expect(verdict.steps.join(' ')).toContain('100 organisations and up')
    expect(verdict.steps.join(' ')).toContain('120 organisations')
  })
})
