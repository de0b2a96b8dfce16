// Do tables become figures with their vintages: as first published, as corrected, and never twice?
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import measures from '../../scrapers/gov-uk-programme-tables/measures.json' with { type: 'json' }
import scraper from '../../scrapers/gov-uk-programme-tables/scraper.ts'
import tables from '../../scrapers/gov-uk-programme-tables/tables.json' with { type: 'json' }
import { PROJECT_DIR } from '../../src/config.ts'
import { measureSchema, observationSchema } from '../../src/domain/nouns.ts'
import { fileOf, type Made, odsOf } from '../collect/formats/workbooks.ts'
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

/** Two months under "In month" in one column, as the tables of August 2019 have them; all figures are invented. */
const inMonths = (title: string, above: readonly Made[], headings: readonly string[], rows: Made[][]) => [
  [title],
  [],
  above,
  ['In month', ...headings],
  ...rows,
  ['Total', 999, 999, 999, 999],
  [],
  ['Percentage'],
  ['2017-11-01', 0.5, 0.5, 0.5, 0.5],
  ['1.0', 'An invented note.'],
]
const briefly = async (...pages: Parameters<typeof readPages>[2]) => {
  const { rows, issues } = await readPages(scraper, {}, pages)
  const tallied = await tallyOf(scraper.bulk?.tally, rows)
  const brief = [...tallied.figures].map(([key, { observation }]) => `${key} ${observation.value}`)
  return { brief, issues: [...issues, ...tallied.issues] }
}

describe('the tables of the Work and Health Programme of 2019', () => {
  const url = 'https://assets.publishing.service.gov.uk/media/eeee1111/whp-tables-to-august-2019.ods'
  const read = (sheets: Parameters<typeof odsOf>[0]) =>
    briefly({ url, path: fileOf(odsOf(sheets), 'whp.ods').path, captured: '2019-11-21T00:00:00.000Z' })
  const GROUPS = ['Disability1', 'Total']

  it('count those who started in the month in which they started, and in no other', async () => {
    const { brief, issues } = await read([
      {
        name: '1_1',
        rows: inMonths(
          'Referrals and starts by month of referral',
          [null, 'Disability1', null, 'Total', null],
          ['Individuals Referred', 'Starts', 'Individuals Referred', 'Starts'],
          [['2017-11-01', 110, 60, 119, 65]],
        ),
      },
      {
        name: '1_3',
        rows: inMonths('Starts and job outcomes by start month', [null, 'Starts', null, 'Job Outcomes', null], [...GROUPS, ...GROUPS], [['2017-11-01', 50, 55, 7, 8]]), // biome-ignore format: one table
      },
      {
        name: '1_4',
        rows: inMonths('Job outcomes by job outcome month', [null, 'Job Outcomes', null], GROUPS, [
          ['2018-11-01', 3, '..'],
        ]),
      },
    ])
    expect(issues).toEqual([])
    // Of 119 referred in November 2017, 65 ever started; 55 started in November. Outcomes are of the month they came in.
    expect(brief).toEqual([
      'whp-monthly-referrals/2017-11/2017-11/group/disability@2019-11-21 110',
      'whp-monthly-referrals/2017-11/2017-11@2019-11-21 119',
      'whp-monthly-starts/2017-11/2017-11/group/disability@2019-11-21 50',
      'whp-monthly-starts/2017-11/2017-11@2019-11-21 55',
      'whp-monthly-job-outcomes/2018-11/2018-11/group/disability@2019-11-21 3',
    ])
  })

  it('are left out when no description has their title, and each says why', async () => {
    const { brief, issues } = await read([
      {
        name: '1_1',
        rows: inMonths('Starts by month of moon', [null, 'Starts', null], GROUPS, [['2017-11-01', 5, 6]]),
      },
    ])
    expect(brief).toEqual([])
    expect(issues).toEqual([
      expect.stringMatching(
        /a sheet was left out: .*"whp-by-start-month": expected "\/by \(start month\|month of start\)\/" above the headings, got "Starts by month of moon"/,
      ),
    ])
  })
})

it('takes no column of numbers for the areas of Restart', async () => {
  const path = fileOf('Restart\nMonth,Referrals in month,Starts in month\nJan 2022,5,6\n').path
  const { brief, issues } = await briefly({ ...FIRST, url: FIRST.url.replace('.xlsx', '.csv'), path })
  expect(brief).toEqual([])
  expect(issues).toEqual([
    expect.stringMatching(/the heading "\/\^contract package area\/" over one column, found it over none/),
  ])
})

describe('two files of one day', () => {
  const file = (name: string, starts: number) => ({
    url: `https://assets.publishing.service.gov.uk/media/ffff${starts}/${name}`,
    path: fileOf(
      `Restart\nMonth,Contract Package Area,Starts in month\nJan 2022,All contract package areas,${starts}\n`,
    ).path,
    captured: '2023-01-01T00:00:00.000Z',
  })
  it('stand in the order of the months in their names, however they came', async () => {
    const files = [file('restart-to-april-2022.csv', 400), file('restart-to-july-2022.csv', 410)]
    for (const both of [files, files.toReversed()])
      expect(await briefly(...both)).toEqual({
        brief: ['restart-monthly-starts/2022-01/2022-01@2023-01-01 410'],
        issues: [],
      })
  })
  it('give no figure when they differ and nothing says which is the later', async () => {
    const { brief, issues } = await briefly(file('restart.csv', 400), file('restart.csv', 410))
    expect(brief).toEqual([])
    expect(issues).toEqual([
      expect.stringMatching(/400 in .*, row 3, column C, and 410 in .*: nothing says which is the later/),
    ])
  })
})

it('has a measure for each that its tables name, here or in the curated data', async () => {
  const curated = (await import('../../data/measures.json', { with: { type: 'json' } })).default.measures
  for (const measure of measures) expect(measureSchema.safeParse(measure).error).toBeUndefined()
  const known = new Set([...measures, ...curated].map(({ id }) => id))
  const named = tables.flatMap((one) => Object.values(one.measures)).filter((id) => id !== null)
  expect(named.filter((id) => !known.has(id))).toEqual([])
})
