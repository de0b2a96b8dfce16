// Which figures are set in one line, and does the line say more than they do?
import { describe, expect, it } from 'vitest'
import type { Figure } from '../../src/domain/ledger.ts'
import { differencesOf, isComparable, linesOf, movementOf } from '../../src/domain/lines.ts'
import type { Measure, Observation, Source } from '../../src/domain/nouns.ts'
import * as build from './builders.ts'

const TODAY = '2026-11-24'
const figure = (
  over: Partial<Observation>,
  more: { readonly source?: Partial<Source>; readonly measure?: Partial<Measure> } = {},
): Figure => ({
  observation: build.observation(over),
  measure: build.measure(more.measure),
  source: build.source(more.source),
})
const year = (start: number, value: number, over: Partial<Observation> = {}): Figure =>
  figure({
    id: `year-${start}-${value}`,
    period: { start: `${start}-04`, end: `${start + 1}-03` },
    ...{ value, display: String(value), published: `${start + 2}-01-01` },
    ...over,
  })

describe('a line', () => {
  it('joins figures of one publisher, programme, area and breakdown, in order of their periods', () => {
    const lines = linesOf([year(2012, 30), year(2011, 20)], TODAY)
    expect(lines.map(({ figures }) => figures.map(({ observation }) => observation.value))).toEqual([
      [20, 30],
    ])
    expect(differencesOf(lines)).toEqual([])
  })

  it.each([
    ['publisher', figure({ id: 'b', value: 9 }, { source: { publisher: 'Another office' } })],
    ['programme', year(2012, 9, { programme: 'quay-programme' })],
    ['area', year(2012, 9, { area: 'Wales' })],
    ['breakdown', year(2012, 9, { dimensions: { lens: 'charity' } })],
  ])('does not join figures of another %s, and says so', (part, other) => {
    const lines = linesOf([year(2011, 20), other], TODAY)
    expect(lines).toHaveLength(2)
    expect(differencesOf(lines)).toEqual([part])
  })

  it('holds the latest vintage of a period, none that was withdrawn, none without a period', () => {
    const figures = [
      year(2011, 20),
      year(2011, 21, { published: '2014-01-01' }),
      year(2012, 30, { withdrawn: '2015-01-01' }),
      year(2013, 40, { period: { start: null, end: null } }),
    ]
    expect(linesOf(figures, TODAY)[0]?.figures.map(({ observation }) => observation.value)).toEqual([21])
    // Before it was withdrawn it stood.
    expect(linesOf(figures, '2014-12-31')[0]?.figures).toHaveLength(2)
  })
})

describe('two periods can be set side by side', () => {
  const moment = { start: null, end: '2012-03-31' }
  it.each([
    ['years', { start: '2011-04', end: '2012-03' }, { start: '2012-04', end: '2013-03' }, 'period', true],
    ['months', { start: '2012-02', end: '2012-02' }, { start: '2012-03', end: '2012-03' }, 'period', true],
    [
      'a month and a year',
      { start: '2012-02', end: '2012-02' },
      { start: '2012-04', end: '2013-03' },
      'period',
      false,
    ],
    ['moments', moment, { start: null, end: '2013-03-31' }, 'period', true],
    ['a moment and a year', moment, { start: '2012-04', end: '2013-03' }, 'period', false],
    [
      'running totals from one day',
      { start: '2011-06', end: '2012-07' },
      { start: '2011-06', end: '2013-03' },
      'cumulative',
      true,
    ],
    [
      'running totals from two days',
      { start: '2011-06', end: '2012-07' },
      { start: '2011-07', end: '2013-03' },
      'cumulative',
      false,
    ],
  ] as const)('%s', (_, a, b, series, expected) => expect(isComparable(a, b, series)).toBe(expected))
})

describe('the way a line went', () => {
  const went = (...figures: Figure[]) => movementOf({ figures })?.went ?? null
  it.each([
    ['up', [year(2011, 20), year(2012, 30)], 'up'],
    ['down', [year(2011, 30), year(2012, 20)], 'down'],
    ['the same', [year(2011, 20), year(2012, 20)], 'nowhere'],
    [
      'printed too roughly to say',
      [year(2011, 1000, { display: 'around 1,000' }), year(2012, 1100, { display: 'around 1,100' })],
      'unclear',
    ],
    ['one figure alone', [year(2011, 20)], null],
    [
      'a year after a month',
      [year(2011, 2, { period: { start: '2012-02', end: '2012-02' } }), year(2012, 30)],
      null,
    ],
    [
      'two figures that end on one day',
      [
        year(2011, 20),
        year(2012, 30),
        year(2012, 9, { id: 'quarter', period: { start: '2013-01', end: '2013-03' } }),
      ],
      null,
    ],
  ] as const)('%s', (_, figures, expected) => expect(went(...figures)).toBe(expected))

  it('is measured from the last figure that it can be set beside', () => {
    const month = year(2012, 2, { id: 'month', period: { start: '2012-05', end: '2012-05' } })
    const movement = movementOf({ figures: [year(2011, 20), month, year(2012, 30)] })
    expect(movement?.before.observation.value).toBe(20)
  })
})
