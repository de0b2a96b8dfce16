// Do the Almanac's editions stay apart, and is a share worked out only within one?
import { join } from 'node:path'
import { expect, it } from 'vitest'
import measures from '../../scrapers/ncvo-almanac/measures.json' with { type: 'json' }
import scraper from '../../scrapers/ncvo-almanac/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { measureSchema, observationSchema } from '../../src/domain/nouns.ts'
import { fileOf } from '../collect/formats/workbooks.ts'
import { readPages, tallyOf } from './tally-input.ts'

const fixture = (file: string, address: string) => ({
  url: `https://data.ncvo.org.uk/${address}`,
  path: join(PROJECT_DIR, 'scrapers', 'ncvo-almanac', 'fixtures', file),
})

it('works a share out from the income of one edition, and tells where two tables of it differ', async () => {
  const { rows } = await readPages(scraper, {}, [
    fixture('workbook.xlsx', 'almanac-data.xlsx'),
    fixture('national.csv', 'almanac16/data/national.csv'),
    fixture('national.csv', 'almanac17/data/national.csv'),
  ])
  const { figures, issues } = await tallyOf(scraper.bulk?.tally, rows)
  // 34.04 of 100 million.
  expect(figures.get('charity-government-share-worked-out/2016/2013-04/UK')?.observation).toMatchObject({
    ...{ value: 34.04, low: 34.04, high: 34.04, numerator: 34_040_000, denominator: 100_000_000 },
    ...{ dimensions: { edition: '2016' }, period: { start: '2013-04', end: '2014-03' }, published: '2016' },
  })
  expect(figures.get('charity-government-contract-income/2016/2013-04/UK')?.observation.display).toBe(
    '£24.04 million',
  )
  expect(issues).toEqual([
    'charity-government-contract-income/2016/2013-04/UK: 24050000 in "national-csv" differs from 24040000 in "uk-income"',
  ])
  // The edition of 2017 is of 2014/15, and stands by itself.
  expect(figures.get('charity-government-grant-income/2017/2014-04/UK')?.observation.dimensions).toEqual({
    edition: '2017',
    prices: '2014/15',
  })
  expect([...figures.keys()].some((key) => key.startsWith('charity-government-share-worked-out/2017'))).toBe(
    false,
  )
  expect(figures.get('charity-government-income/2016/2013-04/North')?.observation).toMatchObject({
    area: 'North',
    value: 2_500_000,
  })
  for (const { observation } of figures.values())
    expect(observationSchema.safeParse({ ...observation, id: 'x', source: 'x' }).error).toBeUndefined()
})

/** An invented table of the edition of 2016. */
const csv = (text: string, name: string, captured = '2016-05-01T00:00:00.000Z') => ({
  ...{ url: `https://data.ncvo.org.uk/almanac16/data/${name}.csv`, path: fileOf(text).path, captured },
})

it('reads the table by region, whose regions are columns, and never takes a region for the country', async () => {
  const { rows, issues } = await readPages(scraper, {}, [
    csv(
      'Source,Type,North East,London\nGovernment sources,income,345.5,5000.1\nGrants,outgoing,19.4,7\n',
      'regions',
    ),
  ])
  const { figures } = await tallyOf(scraper.bulk?.tally, rows)
  expect(issues).toEqual([])
  expect(
    [...figures].map(([key, { observation }]) => [
      key,
      observation.area,
      observation.value,
      observation.display,
    ]),
  ).toEqual([
    ['charity-government-income/2016/2013-04/North East', 'North East', 345_500_000, '£345.5 million'],
    ['charity-government-income/2016/2013-04/London', 'London', 5_000_100_000, '£5000.1 million'],
  ])
})

it('finds columns by their headings when they change places', async () => {
  const { rows } = await readPages(scraper, {}, [
    csv('strata,income,subSector,count,id\n10k to 25k,500.0,Culture,3,0\n', 'sub-sectors'),
    csv('Type,Source,Total,Sub-Source\nincome,Government sources,2.5,Grants\n', 'national'),
  ])
  const { figures } = await tallyOf(scraper.bulk?.tally, rows)
  expect(
    [...figures].map(([key, { observation }]) => [
      key.split('/')[0],
      observation.value,
      observation.dimensions,
    ]),
  ).toEqual([
    [
      'charity-sub-sector-income',
      500,
      expect.objectContaining({ size: '10k to 25k', sub_sector: 'Culture' }),
    ],
    ['charity-sub-sector-organisations', 3, expect.objectContaining({ sub_sector: 'Culture' })],
    ['charity-government-grant-income', 2_500_000, { edition: '2016', prices: '2013/14' }],
  ])
})

it('lets the file captured last stand, and neither of two of one moment that differ', async () => {
  const file = (total: string, name: string, captured: string) =>
    csv(`Source,Sub-Source,Type,Total\nGovernment sources,Grants,income,${total}\n`, name, captured)
  const valuesOf = async (...pages: Parameters<typeof readPages>[2]) => {
    const { figures, issues } = await tallyOf(scraper.bulk?.tally, (await readPages(scraper, {}, pages)).rows)
    return { values: [...figures.values()].map(({ observation }) => observation.value), issues }
  }
  const [first, second] = [
    file('2.5', 'a', '2016-05-01T00:00:00.000Z'),
    file('2.6', 'b', '2016-06-01T00:00:00.000Z'),
  ]
  for (const both of [
    [first, second],
    [second, first],
  ])
    expect(await valuesOf(...both)).toEqual({ values: [2_600_000], issues: [] })
  expect(await valuesOf(first, { ...second, captured: first.captured })).toEqual({
    values: [],
    issues: [expect.stringMatching(/2600000 in .*b\.csv differs from 2500000 in .*a\.csv.*neither counts/)],
  })
})

it('gives no figure for a table of no year', async () => {
  const { rows, issues } = await readPages(scraper, {}, [fixture('national-undated.csv', '')])
  expect((await tallyOf(scraper.bulk?.tally, rows)).figures.size).toBe(0)
  expect(issues).toEqual([
    '2 cells of table "national-csv" are of no year: neither the file nor its address names one',
  ])
})

it('has sound measures', () => {
  for (const measure of measures) expect(measureSchema.safeParse(measure).error).toBeUndefined()
})
