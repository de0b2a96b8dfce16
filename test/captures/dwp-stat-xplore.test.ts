// Are real answers of Stat-Xplore read exactly, and two of one question a month apart as vintages?
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/dwp-stat-xplore/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { readPages, tallyOf } from '../scrapers/tally-input.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'delivery', 'stat-xplore')
const url = 'https://stat-xplore.dwp.gov.uk/webapi/rest/v1/table'
const read = (file: string) => {
  expect(scraper.handles(new URL(url))).toBe(true)
  return readPages(scraper, {}, [{ url, path: join(folder, file) }])
}

describe.skipIf(!existsSync(folder))(
  'real tables of Stat-Xplore (skipped when the captures are not there)',
  () => {
    it('give 10 areas, 4 months and 6 family types, totals marked', async () => {
      const { rows, issues } = await read('example_a_2019-02-07.json')
      expect(rows).toHaveLength(240)
      expect(new Set(rows.map(({ key }) => key)).size).toBe(240)
      expect(rows[0]).toMatchObject({
        ...{ month: '2018-05', value: '36365', printed: '36365.0', function: 'COUNT', totals: [] },
        monthField: 'Month',
        dimensions: { national_regional_la_oas: 'North East', family_type: 'Single, no child dependant' },
      })
      expect(issues).toEqual([
        expect.stringMatching(/"Households on Universal Credit" is no database of a programme/),
      ])
      expect((await tallyOf(scraper.bulk?.tally, rows)).figures.size).toBe(0)
    })

    it('are vintages of each other: North East in May 2018 went from 49,984 to 50,001', async () => {
      const [february, march] = await Promise.all([
        read('example_a_2019-02-07.json'),
        read('example_a_2019-03-07.json'),
      ])
      const at = ({ rows }: typeof february, month: string) => {
        const row = rows.find(
          (one) => one.month === month && (one.totals as string[]).includes('family_type'),
        )
        return [row?.value, Object.keys(row?.annotations ?? {})]
      }
      // Totals of the North East: already marked as revised in February, and revised again; July was provisional.
      expect(at(february, '2018-05')).toEqual(['49984', ['r']])
      expect(at(march, '2018-05')).toEqual(['50001', ['r']])
      expect(at(february, '2018-07')).toEqual(['55561', ['p']])
      expect(at(march, '2018-07')).toEqual(['55620', ['r']])
      expect(new Set(march.rows.map((row) => row.key))).toEqual(new Set(february.rows.map((row) => row.key)))
    })

    it('keep a mean beside a count, and parts that do not add up', async () => {
      const { rows } = await read('example_b_2019-02-07.json')
      expect(rows).toHaveLength(80)
      const mean = rows.find((row) => row.function === 'MEAN')
      expect(mean).toMatchObject({ measureLabel: 'Mean of Payment Amount', printed: '455.91572973584596' })
      const a = await read('example_a_2019-02-07.json')
      // Five family types of the North East in May 2018: 36,365 + 8,360 + 1,854 + 3,410 + 0 = 49,989, beside 49,984.
      const parts = a.rows.slice(0, 6).map(({ value }) => Number(value))
      expect([parts.slice(0, 5).reduce((sum, one) => sum + one), parts[5]]).toEqual([49_989, 49_984])
    })

    it('have totals of the items that the question chose: nine regions come to England', async () => {
      const { rows } = await read('example_b_2019-02-07.json')
      const may = rows.filter(({ month, function: of }) => month === '2018-05' && of === 'COUNT')
      // The nine regions come to 714,033, and the total is 714,028: it has neither Scotland nor Wales in it.
      expect(may.slice(0, 9).reduce((sum, { value }) => sum + Number(value), 0)).toBe(714_033)
      expect(may[9]).toMatchObject({
        value: '714028',
        totals: ['national_regional_la_oas'],
        dimensions: {
          national_regional_la_oas: expect.stringMatching(/^Total of North East, .*South West$/),
        },
      })
    })
  },
)
