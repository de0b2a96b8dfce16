// Do the Almanac's editions stay apart, and is a share worked out only within one?
import { join } from 'node:path'
import { expect, it } from 'vitest'
import measures from '../../scrapers/ncvo-almanac/measures.json' with { type: 'json' }
import scraper from '../../scrapers/ncvo-almanac/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { measureSchema, observationSchema } from '../../src/domain/nouns.ts'
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
