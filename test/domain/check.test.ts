// Does the check find every kind of fault, name it, and let no bad record hide another?
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { checkEvidence, type EvidenceFile, printFault } from '../../src/domain/check.ts'
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
} from './builders.ts'

interface Records {
  readonly measures: readonly unknown[]
  readonly programme: unknown
  readonly sources: readonly unknown[]
  readonly statements: readonly unknown[]
  readonly observations: readonly unknown[]
}

const sound: Records = {
  measures: [measure()],
  programme: programme(),
  sources: [source(), speechSource],
  statements: [statement({ claims: [claim()] })],
  observations: [observation()],
}

const FILE = 'evidence/harbour-programme.json'

const files = ({ measures, ...rest }: Records): readonly [EvidenceFile, readonly EvidenceFile[]] => [
  { file: 'measures.json', json: { measures } },
  [{ file: FILE, json: rest }],
]

const checked = (over: Partial<Records> = {}) => checkEvidence(...files({ ...sound, ...over }))

/** Faults as "record field". */
const faultsOf = (over: Partial<Records>): string[] =>
  checked(over).faults.map(({ record, field }) => `${record} ${field}`.trim())

const words = (over: Parameters<typeof claim>[0]) => [statement({ claims: [claim(over)] })]
const figure = (over: Parameters<typeof observation>[0]) => [observation(over)]
const share = { measures: [measure({ unit: 'percent' })], statements: [statement()] }

describe('sound evidence', () => {
  test('has no fault, and is given back whole', () => {
    const { evidence, faults } = checked()
    expect(faults).toEqual([])
    expect(evidence.statements[0]?.claims[0]).toEqual(claim())
    expect(evidence.observations).toEqual([observation()])
    expect(evidence.measures).toHaveLength(1)
  })

  test('that is curated in this project has no fault', () => {
    const data = new URL('../../data/', import.meta.url)
    const read = (path: string): EvidenceFile => ({
      file: path,
      json: JSON.parse(readFileSync(new URL(path, data), 'utf8')) as unknown,
    })
    const names = readdirSync(new URL('evidence/', data)).filter((name) => name.endsWith('.json'))
    expect(names.length).toBeGreaterThan(20)
    const { faults } = checkEvidence(
      read('measures.json'),
      names.map((name) => read(`evidence/${name}`)),
    )
    expect(faults.map(printFault)).toEqual([])
  })
})

describe('a record that is not of its shape', () => {
  test.each<readonly [string, Partial<Records>, string]>([
    [
      'an id that is not kebab-case',
      { sources: [source({ id: 'Harbour Stats' }), source(), speechSource] },
      'Harbour Stats id',
    ],
    ['an empty text', { programme: { ...programme(), summary: ' ' } }, 'harbour-programme summary'],
    [
      'an address that is no http address',
      { sources: [source({ url: 'ftp://example.org' }), speechSource] },
      'harbour-statistics url',
    ],
    [
      'a date that does not exist',
      { programme: programme({ start: '2011-02-29' }) },
      'harbour-programme start',
    ],
    ['a date with a time', { observations: figure({ published: '2013-02-01T09:00' }) }, 'o-1 published'],
    [
      'a period that ends before it starts',
      { observations: figure({ period: { start: '2013', end: '2012' } }) },
      'o-1 period',
    ],
    ['a field that nobody documented', { observations: [{ ...observation(), colour: 'blue' }] }, 'o-1'],
    ['a missing field', { observations: [{ ...observation(), grade: undefined }] }, 'o-1 grade'],
    ['a word outside the vocabulary', { observations: [{ ...observation(), grade: 'E' }] }, 'o-1 grade'],
    ['a number given as text', { observations: [{ ...observation(), value: '120' }] }, 'o-1 value'],
    ['a number that is none', { observations: [{ ...observation(), value: Number.NaN }] }, 'o-1 value'],
    ['a range that does not hold the value', { observations: figure({ low: 130 }) }, 'o-1'],
    ['half a person in a sample', { observations: figure({ sampleSize: 0.5 }) }, 'o-1 sampleSize'],
    ['a share of nothing', { observations: figure({ denominator: 0 }) }, 'o-1 denominator'],
    ['an unknown part below zero', { observations: figure({ unknown: -1 }) }, 'o-1 unknown'],
    [
      'a lag of half a month',
      { measures: [{ ...measure(), publicationLagMonths: 0.5 }] },
      'harbour-bodies publicationLagMonths',
    ],
    [
      'a phrase of more than 20 words',
      { statements: [statement({ quote: 'word '.repeat(21).trim() })] },
      'minister-2011-06-15-harbour quote',
    ],
    [
      'a statement about no programme',
      { statements: [statement({ programmes: [] })] },
      'minister-2011-06-15-harbour programmes',
    ],
    [
      'six readings',
      { statements: words({ readings: Array.from({ length: 6 }, () => reading()) }) },
      'minister-2011-06-15-harbour claims.0.readings',
    ],
    [
      'a number missing on a claim that needs one',
      { statements: words({ value: null }) },
      'minister-2011-06-15-harbour claims.0',
    ],
    [
      'between without an upper number',
      { statements: words({ comparator: 'between' }) },
      'minister-2011-06-15-harbour claims.0',
    ],
    [
      'an upper number without between',
      { statements: words({ valueHigh: 200 }) },
      'minister-2011-06-15-harbour claims.0',
    ],
    [
      'an upper number that is the lower',
      { statements: words({ comparator: 'between', valueHigh: 90 }) },
      'minister-2011-06-15-harbour claims.0',
    ],
    [
      'readings on a claim that is not testable',
      { statements: words({ notTestable: 'No number.' }) },
      'minister-2011-06-15-harbour claims.0',
    ],
    ['a record that is no object', { observations: [observation(), 'nonsense'] }, 'observations[1]'],
  ])('%s is found', (_, over, fault) => {
    expect(faultsOf(over)).toContain(fault)
  })
})

describe('a record that does not agree with the others', () => {
  const home = 'minister-2011-06-15-harbour'
  test.each<readonly [string, Partial<Records>, readonly string[]]>([
    [
      'a programme that is not there',
      { statements: [statement({ programmes: ['nowhere'] })] },
      [`${home} programmes`],
    ],
    ['a source that is not there', { observations: figure({ source: 'nowhere' }) }, ['o-1 source']],
    ['a measure that is not there', { observations: figure({ measure: 'nowhere' }) }, ['o-1 measure']],
    [
      'a figure of a programme that is not there',
      { observations: figure({ programme: 'nowhere' }) },
      ['o-1 programme'],
    ],
    [
      'a reading of a measure that is not there',
      { statements: words({ readings: [reading({ measure: 'nowhere' })] }) },
      [`${home} claims.0.readings.0.measure`],
    ],
    [
      'a context that is not there',
      { statements: [statement({ context: ['nowhere'] })] },
      [`${home} context`],
    ],
    ['words that are not there', { observations: figure({ sameWordsAs: ['nowhere'] }) }, ['o-1 sameWordsAs']],
    [
      'a repeated claim that is not there',
      { statements: [statement({ repeats: ['nowhere#1'] })] },
      [`${home} repeats`],
    ],
    [
      'a weakened claim that is not there',
      { statements: words({ weakens: 'nowhere#1' }) },
      [`${home} claims.0.weakens`],
    ],
    [
      'a baseline whose source is not there',
      {
        statements: words({
          baseline: { value: 1, period: { start: null, end: '2010' }, source: 'nowhere' },
        }),
      },
      [`${home} claims.0.baseline.source`],
    ],
    ['a claim that is misnumbered', { statements: words({ id: `${home}#2` }) }, [`${home} claims.0.id`]],
    [
      'a due date before the words',
      { statements: words({ due: { date: '2011-05', basis: 'stated' } }) },
      [`${home} claims.0.due.date`],
    ],
    [
      'units that differ under a match that says the same',
      { statements: words({ unit: 'percent' }) },
      [`${home} claims.0.readings.0.match.unit`],
    ],
    [
      'two readings that are one',
      { statements: words({ readings: [reading(), reading()] }) },
      [`${home} claims.0.readings`],
    ],
    ['an id used twice', { observations: [observation(), observation({ value: 3 })] }, ['o-1 id']],
    [
      'an id used by two kinds of record',
      { observations: figure({ id: 'harbour-bodies' }) },
      ['harbour-bodies id'],
    ],
    ['a percentage beyond bounds', { ...share, observations: figure({ value: 1001 }) }, ['o-1 value']],
    [
      'a share that is not its own parts',
      { ...share, observations: figure({ value: 47, numerator: 40, denominator: 100 }) },
      ['o-1 value'],
    ],
    [
      'parts that are more than the whole',
      { observations: figure({ numerator: 90, denominator: 100, unknown: 11 }) },
      ['o-1 numerator'],
    ],
    ['a count below zero', { observations: figure({ value: -3 }) }, ['o-1 value']],
    ['grade A on a provisional figure', { observations: figure({ status: 'provisional' }) }, ['o-1 grade']],
  ])('%s is found', (_, over, faults) => {
    expect(faultsOf(over)).toEqual(faults)
  })

  test.each<readonly [string, Partial<Records>]>([
    ['a fall that its source prints', { observations: figure({ value: -3, display: 'fell by 3' }) }],
    [
      'units that differ under a match that says so',
      {
        statements: words({
          unit: 'percent',
          readings: [reading({ match: { ...direct, unit: 'different' } })],
        }),
      },
    ],
    [
      'one measure read through two lenses',
      { statements: words({ readings: [reading(), reading({ dimensions: { lens: 'wide' } })] }) },
    ],
    [
      'a due date in the month of the words',
      { statements: words({ due: { date: '2011-06', basis: 'stated' } }) },
    ],
    [
      'a share rounded from its parts',
      { ...share, observations: figure({ value: 46, numerator: 508, denominator: 1099 }) },
    ],
    [
      'a figure that may be anything at all of the unknown',
      { observations: figure({ numerator: 90, denominator: 100, unknown: 10 }) },
    ],
  ])('%s is sound', (_, over) => {
    expect(checked(over).faults).toEqual([])
  })
})

describe('one bad record', () => {
  test('never hides another: every fault is reported, and the sound records are given back', () => {
    const { evidence, faults } = checked({
      observations: [
        { ...observation(), id: 'o-bad-grade', grade: 'Z' },
        observation({ id: 'o-good', value: 7 }),
        null,
        { ...observation(), id: 'o-bad-value', value: 'many' },
        observation({ id: 'o-bad-source', source: 'nowhere' }),
        observation({ id: 'o-good-too', value: 8, area: 'North quay' }),
      ],
      statements: [{ id: 'broken-words' }, ...sound.statements],
    })
    const records = faults.map((fault) => fault.record)
    for (const bad of ['o-bad-grade', 'observations[2]', 'o-bad-value', 'o-bad-source', 'broken-words']) {
      expect(records).toContain(bad)
    }
    for (const good of ['o-good', 'o-good-too', 'minister-2011-06-15-harbour', 'harbour-bodies']) {
      expect(records).not.toContain(good)
    }
    expect(evidence.observations.map((o) => o.id)).toEqual(['o-good', 'o-good-too'])
    expect(evidence.statements.map((s) => s.id)).toEqual(['minister-2011-06-15-harbour'])
  })

  test('with two faults has both reported', () => {
    const bad = { ...observation(), grade: 'Z', published: 'soon' }
    expect(faultsOf({ observations: [bad] })).toEqual(expect.arrayContaining(['o-1 grade', 'o-1 published']))
  })

  test('in one file leaves the other files as they are', () => {
    const [measures, [own]] = files(sound)
    const broken: EvidenceFile = { file: 'evidence/broken.json', json: [] }
    const { evidence, faults } = checkEvidence(measures, own === undefined ? [] : [broken, own])
    expect(faults.map((fault) => fault.file)).toEqual(['evidence/broken.json'])
    expect(evidence.observations).toHaveLength(1)
  })

  test.each([null, [], 'text', 7, {}])('a measures file that is %j is a fault, not a crash', (json) => {
    const { faults } = checkEvidence({ file: 'measures.json', json }, [])
    expect(faults.length).toBeGreaterThan(0)
    expect(faults.every((fault) => fault.file === 'measures.json')).toBe(true)
  })
})

describe('a fault', () => {
  test('names the file, the record, the field, what was expected and what was got, on one line', () => {
    const [fault] = checked({ observations: [{ ...observation(), grade: 'Z' }] }).faults
    expect(fault).toMatchObject({ file: FILE, record: 'o-1', field: 'grade', got: '"Z"' })
    const line = fault === undefined ? '' : printFault(fault)
    expect(line).toContain(`${FILE}: o-1 grade: `)
    expect(line).not.toContain('\n')
  })

  test('that is very long is cut short', () => {
    const [fault] = checked({ observations: [{ ...observation(), grade: 'Z'.repeat(500) }] }).faults
    expect(fault?.got.length).toBeLessThanOrEqual(120)
  })
})
