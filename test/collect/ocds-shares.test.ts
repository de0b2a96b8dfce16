// Is a year of Find a Tender recovered exactly, with every trap of the source mixed in?
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import lookups from '../../scrapers/cabinet-office-find-a-tender/lookups.json' with { type: 'json' }
import measures from '../../scrapers/cabinet-office-find-a-tender/measures.json' with { type: 'json' }
import scraper from '../../scrapers/cabinet-office-find-a-tender/scraper.ts'
import { measureSchema, type Observation, observationSchema } from '../../src/domain/nouns.ts'
import { newTruth, packagesOfYear, registerSays, type Sums, type Tri } from './ocds-year.ts'
import { type ReadPages, readPages, tallyOf } from './rows-of.ts'

const PROCUREMENTS = 1000
const truth = newTruth()
const folder = mkdtempSync(join(tmpdir(), 'ocds-year-'))
let read: ReadPages
let figures: Awaited<ReturnType<typeof tallyOf>>

const VCSE = 'find-a-tender-vcse-share-of-awards'
const VALUE = 'find-a-tender-vcse-share-of-award-value'
const BIDS = 'find-a-tender-vcse-share-of-final-stage-bids'

beforeAll(async () => {
  const files = [...packagesOfYear(PROCUREMENTS, 20260401, truth)].map((text, n) => {
    const file = join(folder, `${n}.json`)
    writeFileSync(file, text)
    return file
  })
  read = await readPages(scraper, lookups, files)
  figures = await tallyOf(scraper, read.rows, '2026-11-25', ({ name }) => registerSays(name))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** What a figure is about, as the truth names it. */
const nameOf = ({ period, dimensions }: Observation): string =>
  [
    period.start === period.end ? period.start : `${period.start}/${period.end}`,
    dimensions.awards,
    dimensions.regime,
    dimensions.label === 'register' ? 'register' : 'declared',
  ].join('|')

const ofSector = ({ dimensions }: Observation): boolean => dimensions.lens === 'vcse'
const inPounds = (pence: bigint): number => Number(pence) / 100
const percent = (part: bigint, whole: bigint): number => Number((part * 1_000_000n) / whole) / 10_000

describe('a synthetic year of releases', () => {
  it('holds every trap: thousands of notices, most kinds of left-out awards, several measures of value', () => {
    expect(truth.releases).toBeGreaterThan(PROCUREMENTS * 2)
    expect(Object.keys(truth.leftOut).sort()).toEqual([
      'a dynamic market, not an award',
      'undone by a termination notice',
      'unsuccessful or cancelled',
    ])
    expect(read.issues).toEqual([])
    expect(read.follow.length).toBe(1)
  })

  it('adds up to the same in however many parts, in the same order of contributions', async () => {
    const parted = await tallyOf(scraper, read.rows, '2026-11-25', ({ name }) => registerSays(name), 7)
    expect(parted.observations).toEqual(figures.observations)
    for (const { id } of figures.observations)
      expect(parted.contributionsOf(id), id).toEqual(figures.contributionsOf(id))
  })

  it('leaves out exactly the awards that are none, and says how many for each reason', () => {
    const [told] = figures.issues.filter(({ what }) => what.startsWith('awards that are not counted'))
    expect(told?.detail).toEqual(truth.leftOut)
  })

  it('recovers every share by number with its unknown part', () => {
    const found = figures.observations.filter(({ measure }) => measure === VCSE).filter(ofSector)
    const expected = new Map(
      [...truth.sums].map(([name, { count }]) => [
        name,
        [count.yes, count.yes + count.no + count.unknown, count.unknown],
      ]),
    )
    const got = new Map(
      found.map((one) => [nameOf(one), [one.numerator, one.denominator, one.unknown]] as const),
    )
    expect(found.length).toBe(expected.size)
    expect(Object.fromEntries(got)).toEqual(Object.fromEntries(expected))
  })

  it.each([
    ['without VAT', 'net'],
    ['with VAT', 'gross'],
  ] as const)(
    'recovers every share by value %s to the penny, and the range of joint awards',
    (vat, basis) => {
      const found = figures.observations
        .filter(({ measure, dimensions }) => measure === VALUE && dimensions.vat === vat)
        .filter(ofSector)
      const whole = (sums: Sums): bigint => sums[basis].yes + sums[basis].no + sums[basis].unknown
      const expected = [...truth.sums].filter(([, sums]) => whole(sums) > 0n)
      expect(found.map(nameOf).sort()).toEqual(expected.map(([name]) => name).sort())
      for (const one of found) {
        const sums = truth.sums.get(nameOf(one)) as Sums
        const { yes, unknown, low, high } = sums[basis]
        expect([one.numerator, one.denominator, one.unknown], nameOf(one)).toEqual(
          [yes, whole(sums), unknown].map(inPounds),
        )
        if (one.low !== null && one.high !== null) {
          expect(Math.abs(one.low - percent(low, whole(sums)))).toBeLessThanOrEqual(0.01)
          expect(Math.abs(one.high - percent(high, whole(sums)))).toBeLessThanOrEqual(0.01)
        } else expect([yes, yes + unknown]).toEqual([low, high])
      }
    },
  )

  it('recovers every share of final-stage bids, each lot once', () => {
    const found = figures.observations.filter(({ measure }) => measure === BIDS)
    const got = found.map((one) => {
      const { start, end } = one.period
      const name = `${start === end ? start : `${start}/${end}`}|${one.dimensions.awards}`
      return [name, { vcse: one.numerator, all: one.denominator }]
    })
    expect(Object.fromEntries(got)).toEqual(Object.fromEntries(truth.bids))
  })

  it('gives the same figures whatever the order in which releases were captured', async () => {
    const backwards = await tallyOf(scraper, [...read.rows].reverse(), '2026-11-25', ({ name }) =>
      registerSays(name),
    )
    expect(new Map(backwards.observations.map((one) => [one.id, one]))).toEqual(
      new Map(figures.observations.map((one) => [one.id, one])),
    )
  })

  it('gives the same figures when everything is read twice', async () => {
    const twice = await tallyOf(scraper, [...read.rows, ...read.rows], '2026-11-25', ({ name }) =>
      registerSays(name),
    )
    expect(twice.observations).toEqual(figures.observations)
  })
})

describe('figures', () => {
  it('are observations as the domain knows them, with ids of their own and known measures', () => {
    for (const one of figures.observations) observationSchema.parse(one)
    expect(new Set(figures.observations.map(({ id }) => id)).size).toBe(figures.observations.length)
    const known = new Set(measures.map((measure) => measureSchema.parse(measure).id))
    expect(figures.observations.filter(({ measure }) => !known.has(measure))).toEqual([])
  })

  it('read a year through every lens, and each lens adds up to the whole', () => {
    const year = figures.observations.filter(
      ({ measure, period, dimensions }) =>
        measure === VCSE &&
        period.start === '2025-04' &&
        period.end === '2026-03' &&
        dimensions.awards === 'contracts' &&
        dimensions.regime === 'all' &&
        dimensions.label === 'register',
    )
    expect(year.map(({ dimensions }) => dimensions.lens).sort()).toEqual([
      ...['charity', 'mutual', 'social-enterprise', 'trading-arm', 'vcse'],
    ])
    expect(new Set(year.map(({ denominator }) => denominator)).size).toBe(1)
  })

  it('can be taken apart: contributions add up to numerator, unknown and denominator', () => {
    for (const { id, measure, numerator, denominator, unknown } of figures.observations) {
      if (measure === BIDS) continue
      const lines = figures.contributionsOf(id)
      const sum = (labels: readonly Tri[]): number =>
        lines
          .filter(({ label, value }) => value !== null && labels.includes(label))
          .reduce((total, { value }) => total + Math.round(Number(value) * 100), 0) / 100
      expect([sum(['yes']), sum(['unknown']), sum(['yes', 'no', 'unknown'])], id).toEqual([
        numerator,
        unknown,
        denominator,
      ])
      for (const { identifier, url, why } of lines.slice(0, 5)) {
        expect(identifier).toMatch(/^ocds-h6vhtk-[0-9a-f]{6} award /)
        expect(url).toMatch(/^https:\/\/www\.find-tender\.service\.gov\.uk\/Notice\/\d{6}-2026$/)
        expect(why).not.toBe('')
      }
    }
  })

  it('are provisional until notices can no longer be late', async () => {
    const early = await tallyOf(scraper, read.rows, '2025-08-28', ({ name }) => registerSays(name))
    const status = (month: string): string[] => [
      ...new Set(
        early.observations
          .filter(({ period }) => period.start === month && period.end === month)
          .map((o) => o.status),
      ),
    ]
    // April ends on the 30th; 120 days on is 28 August.
    expect(status('2025-04')).toEqual(['final'])
    expect(status('2025-05')).toEqual(['provisional'])
  })
})
