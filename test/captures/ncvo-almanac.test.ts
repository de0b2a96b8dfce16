// Are the real tables of the Almanac of 2016 read as a person reads them?
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/ncvo-almanac/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { readPages, tallyOf } from '../scrapers/tally-input.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'delivery', 'ncvo-almanac')
const read = (file: string) =>
  readPages(scraper, {}, [{ url: 'https://data.ncvo.org.uk/', path: join(folder, file) }])

describe.skipIf(!existsSync(folder))(
  'the real Almanac of 2016 (skipped when the captures are not there)',
  () => {
    it('gives grants, contracts and the share of government in all income of 2013/14', async () => {
      const { rows, issues } = await read('original-data.xlsx')
      expect(issues).toEqual([])
      const { figures } = await tallyOf(scraper.bulk?.tally, rows)
      const shown = (measure: string, area = 'UK'): unknown =>
        figures.get(`${measure}/2016/2013-04/${area}`)?.observation.display
      expect(shown('charity-government-grant-income')).toBe('£2,825.5 million')
      expect(shown('charity-government-contract-income')).toBe('£12,176.5 million')
      expect(shown('charity-government-income')).toBe('£15,002.0 million')
      expect(shown('charity-total-income')).toBe('£43,761.6 million')
      expect(shown('charity-government-income', 'London')).toBe('£5161.3 million')
      // 15,002.0 / 43,761.6 = 0.34281...
      expect(shown('charity-government-share-worked-out')).toBe('34.28%')
      const sub = figures.get('charity-government-income/2016/2013-04/UK/Social services')
      expect(sub?.observation).toMatchObject({
        display: '£4786.7 million',
        locator: 'Sheet subsector breakdowns, row 9, column C',
      })
    })

    it('reads the national table in millions and the one by sub-sector in pounds, and gives figures of neither: no year', async () => {
      const national = await read('national.csv')
      const cell = (source: string, part: string) =>
        national.rows.find(({ dimensions, totals }) => {
          const { source: of, sub_source } = dimensions as Record<string, string>
          return of === source && sub_source === part && (totals as string[]).includes('size')
        })
      expect(cell('Government sources', 'Contracts and fees')).toMatchObject({
        valueText: '12176.50',
        value: '12176500000',
      })
      // 21 rows with 6 bands and a total.
      expect(national.rows).toHaveLength(147)
      const sub = await read('sub-sector-strata.csv')
      // 140 rows: spending, number and income.
      expect(sub.rows).toHaveLength(420)
      expect(sub.rows.find(({ locator }) => locator === 'row 2, column F')).toMatchObject({
        ...{ valueText: '413566254.0', value: '413566254' },
        dimensions: { sub_sector: 'Culture and recreation', size: '100k to 500k', column: 'income' },
      })
      for (const { rows, issues } of [national, sub]) {
        expect(issues.at(-1)).toMatch(/are of no year/)
        expect((await tallyOf(scraper.bulk?.tally, rows)).figures.size).toBe(0)
      }
    })
  },
)
