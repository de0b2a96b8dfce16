// Do tables become figures with their vintages: as first published, as corrected, and never twice?
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import measures from '../../scrapers/gov-uk-programme-tables/measures.json' with { type: 'json' }
import scraper from '../../scrapers/gov-uk-programme-tables/scraper.ts'
import tables from '../../scrapers/gov-uk-programme-tables/tables.json' with { type: 'json' }
import { PROJECT_DIR } from '../../src/config.ts'
import { measureSchema, observationSchema } from '../../src/domain/nouns.ts'
import { fileOf } from '../collect/formats/workbooks.ts'
import { readPages, tallyOf } from './tally-input.ts'

const fixture = (file: string, hash: string, captured: string, name = 'restart-tables-feb-2022.xlsx') => ({
  url: `https://assets.publishing.service.gov.uk/media/${hash}/${name}`,
  path: join(PROJECT_DIR, 'scrapers', 'gov-uk-programme-tables', 'fixtures', file),
  captured,
})
const FIRST = fixture('restart.xlsx', 'bbbb1111', '2022-06-02T00:00:00.000Z')
const CORRECTED = fixture('restart-corrected.xlsx', 'bbbb2222', '2022-07-02T00:00:00.000Z')
/** The page that lists the corrected file: updated on 1 July 2022, withdrawn later. */
const PAGE = {
  url: 'https://www.gov.uk/api/content/government/statistics/restart-invented',
  path: join(PROJECT_DIR, 'scrapers', 'gov-uk-programme-tables', 'fixtures', 'page.json'),
}

describe('the figures of programme tables', () => {
  it('keep a correction under a new address as a new vintage, and repeat nothing that stayed', async () => {
    const { rows } = await readPages(scraper, {}, [FIRST, CORRECTED, PAGE])
    const { figures } = await tallyOf(scraper.bulk?.tally, rows)
    const starts = [...figures].filter(([key]) => key.startsWith('restart-monthly-starts/2022-02/2022-02@'))
    expect(
      starts.map(
        ([
          key,
          {
            observation: { value, status, grade, published, note },
          },
        ]) => ({ key, value, status, grade, published, note }),
      ),
    ).toEqual([
      {
        key: 'restart-monthly-starts/2022-02/2022-02@2022-06-02',
        ...{ value: 510, status: 'provisional', grade: 'B', published: '2022-06-02' },
        note: 'The day is the one on which the file was first seen here.',
      },
      {
        key: 'restart-monthly-starts/2022-02/2022-02@2022-07-01',
        ...{ value: 512, status: 'revised', grade: 'A', published: '2022-07-01' },
        note: 'The page has been withdrawn by its publisher, and is kept.',
      },
    ])
    expect(
      [...figures.keys()].filter((key) => key.startsWith('restart-monthly-referrals/2022-01/2022-01@')),
    ).toEqual(['restart-monthly-referrals/2022-01/2022-01@2022-06-02'])
    for (const { observation } of figures.values())
      expect(observationSchema.safeParse({ ...observation, id: 'x', source: 'x' }).error).toBeUndefined()
  })

  it('give nothing for what was kept back, and the same whatever order the files came in', async () => {
    const { rows } = await readPages(scraper, {}, [FIRST, CORRECTED, PAGE])
    const one = await tallyOf(scraper.bulk?.tally, rows)
    const other = await tallyOf(scraper.bulk?.tally, rows.toReversed())
    expect([...one.figures.keys()].some((key) => key.startsWith('restart-monthly-job-outcomes/'))).toBe(false)
    expect(new Map([...other.figures].sort())).toEqual(new Map([...one.figures].sort()))
  })

  it('count running totals from the start of the programme', async () => {
    const { rows } = await readPages(scraper, {}, [FIRST])
    const { figures } = await tallyOf(scraper.bulk?.tally, rows)
    expect(figures.get('restart-starts/2021-07/2022-01@2022-06-02')?.observation).toMatchObject({
      value: 400,
      period: { start: '2021-07', end: '2022-01' },
      locator: 'restart-tables-feb-2022.xlsx: Sheet 1_1, row 5, column F',
    })
  })

  it('leave out a workbook that is cut off, and say why', async () => {
    const cut = fileOf('PK\x03\x04 and no more', 'restart.xlsx')
    const { rows, issues } = await readPages(scraper, {}, [{ ...FIRST, path: cut.path }])
    expect(rows).toEqual([])
    expect(issues).toEqual([expect.stringMatching(/the file was left out: .*expected a whole zip file/)])
  })
})

it('has a measure for each that its tables name, here or in the curated data', async () => {
  const curated = (await import('../../data/measures.json', { with: { type: 'json' } })).default.measures
  for (const measure of measures) expect(measureSchema.safeParse(measure).error).toBeUndefined()
  const known = new Set([...measures, ...curated].map(({ id }) => id))
  const named = tables.flatMap((one) => Object.values(one.measures)).filter((id) => id !== null)
  expect(named.filter((id) => !known.has(id))).toEqual([])
})
