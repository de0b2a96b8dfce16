// What can a claim and its figures look like? Invented cases for the property tests, rich enough to reach every
// result and every tag: a test counts that they do.
import fc from 'fast-check'
import { MATCH_PARTS } from '../../src/domain/comparators.ts'
import { lastDay } from '../../src/domain/dates.ts'
import {
  type Claim,
  type Comparator,
  comparatorSchema,
  type Grade,
  gradeSchema,
  kindSchema,
  type Match,
  type Measure,
  type Observation,
  type Reading,
  type Unit,
} from '../../src/domain/nouns.ts'
import type { AsKnown, Case } from '../../src/domain/verdict.ts'
import {
  claim,
  direct,
  measure,
  observation,
  programme,
  reading,
  source,
  speechSource,
  statement,
  TODAY,
} from './builders.ts'

export const printed = (value: number): string => {
  const [whole = '0', fraction] = String(Math.abs(value)).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return `${value < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

const VALUES = [-40, -5, 0, 1, 7, 20, 33.3, 40, 45, 47, 48, 50, 51, 52.5, 55, 60, 66.7, 75, 99, 100, 101, 110]
const MORE = [
  120, 150, 199, 200, 289, 350, 1099, 111960, 250000, 999999, 1e6, 1.7e9, 10823500000, 0.1, 0.3, 0.7,
]
const value = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...VALUES) }, fc.constantFrom(...MORE))

const PERIODS = [
  { start: null, end: '2010-12-31' },
  { start: '2010', end: '2010' },
  { start: null, end: '2011-03' },
  { start: '2011-06-15', end: null },
  { start: null, end: '2011-06-15' },
  { start: '2011-04', end: '2012-03' },
  { start: null, end: '2012' },
  { start: '2012', end: '2012' },
  { start: '2012-01-01', end: '2012-12-31' },
  { start: null, end: '2012-12-31' },
  { start: null, end: '2012-12' },
  { start: '2012-04-01', end: '2013-03-31' },
  { start: null, end: '2013-06-30' },
  { start: '2014', end: '2014' },
  { start: null, end: '2015-01-01' },
  { start: null, end: null },
] as const

const PUBLISHED = [
  '2011-02-01',
  '2011-06-14',
  '2011',
  '2012-02-29',
  '2012',
  '2013-02',
  '2014-01-01',
  '2016',
  null,
]
const SOURCES = ['harbour-statistics', 'harbour-statistics', 'audit', 'news', 'harbour-speech']

/** A figure with a print that fits its value. */
const figure = (measures: readonly Measure[]) =>
  fc
    .record({
      of: fc.constantFrom(...measures),
      value,
      style: fc.constantFrom(
        'plain',
        'plain',
        'plain',
        'about',
        'over',
        'nearly',
        'range',
        'unknown',
        'survey',
      ),
      period: fc.constantFrom(...PERIODS),
      grade: fc.constantFrom<Grade>(...gradeSchema.options),
      status: fc.constantFrom('final', 'final', 'provisional', 'revised', 'estimate'),
      published: fc.constantFrom(...PUBLISHED),
      source: fc.constantFrom(...SOURCES),
      area: fc.constantFrom('Harbour', 'Harbour', 'Harbour', 'North quay'),
      lens: fc.constantFrom('wide', 'wide', 'narrow'),
      sameWords: fc.integer({ min: 0, max: 9 }),
      n: fc.integer({ min: 1, max: 2000 }),
    })
    .map((p): Observation => {
      const percent = p.of.unit === 'percent'
      const size = percent ? Math.min(Math.abs(p.value), 100) : p.value
      const shown = percent ? Math.max(-100, Math.min(p.value, 100)) : p.value
      const text = `${printed(shown)}${percent ? '%' : ''}`
      const base = observation({
        measure: p.of.id,
        value: shown,
        display: text,
        period: p.period,
        grade: p.grade,
        status: p.status as Observation['status'],
        published: p.published,
        source: p.source,
        area: p.area,
        dimensions: { lens: p.lens },
        sameWordsAs: p.sameWords === 0 ? ['minister-2011-06-15-harbour'] : [],
      })
      switch (p.style) {
        case 'about':
        case 'over':
        case 'nearly':
          return { ...base, display: `${p.style} ${text}` }
        case 'range':
          return { ...base, low: shown - (p.n % 30), high: shown + (p.n % 17) }
        case 'unknown': {
          if (!percent) return { ...base, unknown: p.n % 60 }
          const numerator = Math.round((size * p.n) / 100)
          const unknown = Math.min(p.n - numerator, p.n % 90)
          return { ...base, value: size, display: `${printed(size)}%`, numerator, denominator: p.n, unknown }
        }
        case 'survey':
          return { ...base, status: 'survey', sampleSize: p.n }
        default:
          return base
      }
    })

const match: fc.Arbitrary<Match> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(direct) },
  fc
    .tuple(fc.constantFrom(...MATCH_PARTS), fc.constantFrom('different' as const, 'unknown' as const))
    .map(([part, sameness]) => ({ ...direct, [part]: sameness })),
)

const oneMeasure = (id: string): fc.Arbitrary<Measure> =>
  fc
    .record({
      unit: fc.constantFrom<Unit>('organisations', 'organisations', 'people', 'percent', 'gbp'),
      series: fc.constantFrom('cumulative' as const, 'period' as const),
      favourable: fc.constantFrom('higher' as const, 'higher' as const, 'lower' as const, 'neutral' as const),
      publicationLagMonths: fc.constantFrom(null, null, 0, 3, 30),
    })
    .map((over) => measure({ id, name: `Measure ${id}`, ...over }))

const NAMES = ['m0', 'm1', 'm2'] as const

/** Each reading has a measure of its own, so that no figure stands in two of them. */
const readings: fc.Arbitrary<readonly Reading[]> = fc
  .tuple(
    fc.integer({ min: 0, max: 24 }),
    ...NAMES.map((name) =>
      fc
        .record({
          match,
          statedBySpeaker: fc.integer({ min: 0, max: 6 }).map((n) => n === 0),
          dimensions: fc.constantFrom({}, {}, { lens: 'wide' }),
        })
        .map((over) => reading({ measure: name, ...over })),
    ),
  )
  .map(([n, ...all]) => all.slice(0, n === 0 ? 0 : n < 14 ? 1 : n < 21 ? 2 : 3))

const claimOf = (unit: Unit): fc.Arbitrary<Claim> =>
  fc
    .record({
      comparator: fc.constantFrom<Comparator>(...comparatorSchema.options, 'at-least', 'at-most', 'about'),
      value,
      readings,
      due: fc.constantFrom<Claim['due']>(
        { date: '2012-12-31', basis: 'stated' },
        { date: '2012-12', basis: 'stated' },
        { date: '2012', basis: 'stated' },
        { date: '2015-05', basis: 'stated' },
        { date: null, basis: '24-months' },
        { date: null, basis: 'programme-end' },
        { date: null, basis: 'when-said' },
      ),
      cumulative: fc.boolean(),
      baseline: fc.constantFrom<Claim['baseline']>(null, null, {
        value: 50,
        period: { start: null, end: '2010-12-31' },
        source: 'harbour-statistics',
      }),
      untestable: fc.integer({ min: 0, max: 30 }),
    })
    .map(({ untestable, comparator, value: asked, ...over }) => {
      const isChange = comparator === 'increase' || comparator === 'decrease'
      const isZero = comparator === 'at-most' && asked < 10
      const untold: Partial<Claim> = { notTestable: 'No number is named.', readings: [] }
      return claim({
        ...over,
        readings: [...over.readings],
        comparator,
        unit,
        value: comparator === 'event' || isChange ? null : comparator === 'most' ? 50 : isZero ? 0 : asked,
        ...(comparator === 'between' ? { valueHigh: asked + 10 } : {}),
        baseline: isChange ? over.baseline : null,
        ...(untestable === 0 ? untold : {}),
      })
    })

/** A reading in another unit than the claim's is a proxy: the check of the evidence sees to it. */
const withUnit = (of: Reading, unit: Claim['unit'], measures: readonly Measure[]): Reading => {
  const same = measures.some((m) => m.id === of.measure && m.unit === unit)
  return same ? of : { ...of, match: { ...of.match, unit: 'different' } }
}

/** A claim with its readings, up to ten figures, and the dates on which one asks. */
export const anyCase: fc.Arbitrary<{ theCase: Case; known: AsKnown }> = fc
  .tuple(fc.boolean(), ...NAMES.map(oneMeasure))
  .map(([oneUnit, ...all]) => (oneUnit ? all.map((m) => ({ ...m, unit: all[0]?.unit ?? m.unit })) : all))
  .chain((measures) =>
    fc.record({
      measures: fc.constant(measures),
      claim: claimOf(measures[0]?.unit ?? 'organisations'),
      figures: fc.array(figure([...measures.slice(0, 1), ...measures]), { maxLength: 10 }),
      kind: fc.constantFrom(...kindSchema.options, 'pledge' as const),
      date: fc.constantFrom('2011-06-15', '2011-06-15', '2011-06', '2011', '2012-02-29', null),
      end: fc.constantFrom(null, null, '2014-03'),
      asOf: fc.constantFrom('2012-03-01', '2013-06-30', '2015-06-01', '2020-02-29', TODAY, TODAY, TODAY),
    }),
  )
  .map(({ measures, figures, kind, date, end, asOf, ...rest }) => {
    const sources = [
      source(),
      source({ id: 'audit', publisher: 'Audit House', kind: 'audit' }),
      source({ id: 'news', publisher: 'The Harbour News', kind: 'news' }),
      speechSource,
    ]
    const theCase: Case = {
      claim: {
        ...rest.claim,
        readings: rest.claim.readings.map((of) => withUnit(of, rest.claim.unit, measures)),
      },
      // the phrase says large sums to the digit in which they are rounded, as words do
      statement: statement({ kind, date, quote: 'from £1.7bn to £10,823.5m for the harbour' }),
      programmes: [programme({ end })],
      measures: new Map(measures.map((m) => [m.id, m])),
      sources: new Map(sources.map((s) => [s.id, s])),
      observations: figures.map((o, index) => ({ ...o, id: `o-${index}` })),
    }
    return { theCase, known: { asOf, today: TODAY } }
  })

/** True when a figure bears on a reading and was public on the day. */
export const isCandidate = (o: Observation, of: Reading, { asOf }: AsKnown): boolean =>
  o.measure === of.measure &&
  Object.entries(of.dimensions).every(([key, text]) => o.dimensions[key] === text) &&
  (o.published === null || lastDay(o.published) <= asOf)
