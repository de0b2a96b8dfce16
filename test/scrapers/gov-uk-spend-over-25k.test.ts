// Do payments add up to the right figures, whatever the files repeat, correct or withhold?
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DateScore, monthIn } from '../../scrapers/gov-uk-spend-over-25k/dates.ts'
import scraper from '../../scrapers/gov-uk-spend-over-25k/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { observationSchema } from '../../src/domain/nouns.ts'
import { fileOf } from '../collect/formats/workbooks.ts'
import { readPages, tallyOf } from './tally-input.ts'

const lookups = JSON.parse(
  readFileSync(join(PROJECT_DIR, 'scrapers', 'gov-uk-spend-over-25k', 'lookups.json'), 'utf8'),
)
const HEAD = 'Department family,Entity,Date,Supplier,Transaction Number,Amount\n'
const MEDIA = 'https://assets.publishing.service.gov.uk/media/'
const fileAt = (name: string, lines: string, captured = '2024-04-01T00:00:00.000Z') => ({
  url: `${MEDIA}${name}`,
  path: fileOf(HEAD + lines).path,
  captured,
})
const REGISTER = { charities: ['Alder Trust'], others: ['Elm Ltd'] }

describe('the figures of spending over 25,000', () => {
  it('say what went to charities, to others, and what cannot be told, and the share as a band', async () => {
    const { rows, issues } = await readPages(scraper, lookups, [
      fileAt(
        'a/Spend_March_2024.csv',
        'Trees Office,TO,13/03/2024,Alder Trust,1,30000.10\nTrees Office,TO,14/03/2024,ALDER TRUST,2,9999.90\n' +
          'Trees Office,TO,14/03/2024,Alder Trust,2,-10000\nTrees Office,TO,15/03/2024,Elm Ltd,3,50000\n' +
          'Trees Office,TO,16/03/2024,Oak,4,15000\nTrees Office,TO,17/03/2024,REDACTED,5,5000\nTrees Office,TO,17/03/2024,Elm Ltd,6,-\n',
      ),
    ])
    expect(issues).toEqual(['1 of 7 lines have no amount (nil), first row 8: "-"'])
    const { figures, asked } = await tallyOf(scraper.bulk?.tally, rows, {
      ...REGISTER,
      charities: ['Alder Trust', 'ALDER TRUST'],
    })
    // 30,000.10 + 9,999.90 - 10,000 = 30,000 of 30,000 + 50,000 + 15,000 + 5,000 = 100,000; unknown 15,000 + 5,000.
    const share = figures.get('spend-25k-charity-share/trees-office/2024-03/not-stated')
    expect(share?.observation).toMatchObject({
      value: 30,
      low: 30,
      high: 50,
      numerator: 30000,
      denominator: 100000,
      unknown: 20000,
      display: '30% to 50%',
      period: { start: '2024-03', end: '2024-03' },
      published: '2024-04-01',
    })
    expect(share?.contributions).toEqual([
      expect.objectContaining({ supplier: 'Elm Ltd', label: 'no', value: '50000', identifier: '3' }),
      expect.objectContaining({
        ...{ supplier: 'Alder Trust', label: 'yes', value: '30000', identifier: '1, 2, 2' },
        note: 'the sum of 3 lines of the file',
      }),
      expect.objectContaining({ supplier: 'Oak', label: 'unknown', value: '15000', why: 'on no register' }),
      expect.objectContaining({ supplier: 'REDACTED', label: 'unknown', value: '5000' }),
    ])
    const paid = [...figures.values()].filter(({ observation }) => observation.measure === 'spend-25k-paid')
    expect(paid.map(({ observation }) => observation.value)).toEqual([30000, 50000, 15000, 5000])
    expect(asked.map(({ name }) => name)).not.toContain('REDACTED')
    for (const { observation } of figures.values())
      expect(observationSchema.safeParse({ ...observation, id: 'x', source: 'x' }).error).toBeUndefined()
  })

  it('count a corrected file once: the later one stands', async () => {
    const { rows } = await readPages(scraper, lookups, [
      fileAt('a/Spend_March_2024.csv', 'Trees Office,TO,13/03/2024,Alder Trust,1,30000\n'),
      fileAt(
        'b/Spend_March_2024.csv',
        'Trees Office,TO,13/03/2024,Alder Trust,1,40000\n',
        '2024-06-01T00:00:00.000Z',
      ),
    ])
    for (const order of [rows, rows.toReversed()]) {
      const { figures, issues } = await tallyOf(scraper.bulk?.tally, order, REGISTER)
      expect(figures.get('spend-25k-paid/trees-office/2024-03/not-stated/charity')?.observation.value).toBe(
        40000,
      )
      expect(issues).toEqual([expect.stringMatching(/^1 times a later file/)])
    }
  })

  it('keep files of two bodies of one department, and amounts with and without VAT, apart', async () => {
    const net = fileOf('Entity,Date,Supplier,Net Amount\nTO,13/03/2024,Alder Trust,1\n')
    const { rows } = await readPages(scraper, lookups, [
      fileAt('a/Spend_March_2024.csv', 'Trees Office,TO,13/03/2024,Alder Trust,1,30000\n'),
      fileAt('b/Spend_March_2024.csv', 'Trees Office,Woods Agency,13/03/2024,Alder Trust,1,5\n'),
      { url: `${MEDIA}c/Spend_March_2024.csv`, path: net.path },
    ])
    const { figures } = await tallyOf(scraper.bulk?.tally, rows, REGISTER)
    expect(figures.get('spend-25k-paid/trees-office/2024-03/not-stated/charity')?.observation.value).toBe(
      30005,
    )
    expect(figures.get('spend-25k-paid/to/2024-03/net/charity')?.observation.value).toBe(1)
  })

  it('give no share where credit notes outweigh payments', async () => {
    const { rows } = await readPages(scraper, lookups, [
      fileAt('a/Spend_March_2024.csv', 'Trees Office,TO,13/03/2024,Alder Trust,1,-30000\n'),
    ])
    const { figures, issues } = await tallyOf(scraper.bulk?.tally, rows, REGISTER)
    expect([...figures.keys()]).toEqual(['spend-25k-paid/trees-office/2024-03/not-stated/charity'])
    expect(issues).toEqual([expect.stringMatching(/no share, because credit notes outweigh/)])
  })
})

describe('days', () => {
  it.each<[string[], string | null, string | null, number]>([
    [['12/02/2024', '02/02/2024'], '2024-02', 'day/month/year', 0],
    [['02/12/2024', '02/02/2024'], '2024-02', 'month/day/year', 0],
    [['02/13/2024'], '2024-02', 'month/day/year', 0],
    [['12/02/2024'], null, 'day/month/year', 1],
    [['13/02/2024', '02/14/2024', '15/02/2024'], '2024-02', 'day/month/year', 1],
    [['45321'], '2024-01', 'days since 1900', 0],
    [['Jan-15'], '2015-01', 'Month-year', 0],
    [['31/02/2024'], '2024-02', null, 1],
    [['20240213'], '2024-02', 'yearmonthday', 0],
    [['2 Sept 2024', '3-Sep-24'], '2024-09', 'day-Month-year', 0],
    [['13.02.24'], '2024-03', 'day.month.year', 1],
    [['', ''], '2024-03', null, 0],
  ])('printed as %j in a file of %s are read as %s', (printed, month, expected, doubts) => {
    const score = new DateScore()
    for (const text of printed) score.add(text)
    const decision = score.decide(month)
    expect({ format: decision.format?.name ?? null, doubts: decision.doubts.length }).toEqual({
      format: expected,
      doubts,
    })
  })

  it.each([
    ['HMT_spend_greater_than__25_000_-_February_2024.csv', '2024-02'],
    ['Inv_over__25k_-_Jan_25.xlsx', '2025-01'],
    ['spend-2024-05.csv', '2024-05'],
    ['Spending over £25,000, April to June 2024', '2024-06'],
    ['January 2024 and February 2024', null],
    ['over_25000.csv', null],
    ['mayor 24', null],
  ])('the month of %j is %j', (text, expected) => {
    expect(monthIn(text)).toBe(expected)
  })
})
