// What does a source remember of pages that have been captured since? On invented answers, pages and returns, replayed.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discoverSources } from '../../src/collect/discover.ts'
import { replayFile } from '../../src/collect/replay.ts'
import { tallySources } from '../../src/collect/tally-sources.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { memoryStore } from './memory-store.ts'
import { temporaryFolder } from './stage.ts'
import { type Captured, writeWarc } from './warc-of.ts'

const { sources } = await discoverSources(PROJECT_DIR)
const fixture = (source: string, file: string): Buffer =>
  readFileSync(join(PROJECT_DIR, 'scrapers', source, 'fixtures', file))

let folder: ReturnType<typeof temporaryFolder>
let files = 0
beforeEach(() => {
  folder = temporaryFolder()
})
afterEach(() => folder.remove())

/** Replays files of captures one after another, each followed by a tally, and gives the figures on record at the end. */
async function figuresOf(id: string, ...warcs: readonly (readonly Captured[])[]) {
  const source = sources.find((one) => one.id === id)
  if (!source) throw new Error(`no source ${id}`)
  const store = memoryStore()
  const home = join(folder.path, String(files++))
  const context = { store, captures: join(home, 'captures'), rows: join(home, 'rows'), now: Date.now }
  for (const captures of warcs) {
    const file = await writeWarc(join(folder.path, `${files++}.warc`), captures)
    const { summaries } = await replayFile(file, [source], context)
    expect(summaries).toMatchObject([{ error: null, skipped: [] }])
    for (const summary of await tallySources([source], context)) expect(summary.error).toBeNull()
  }
  const records = await store.read({ source: id, kind: 'observation' })
  return new Map(
    records.map((record) => {
      const { value, published, withdrawn, status } = record.payload as Record<string, unknown>
      return [record.id, { value, published, withdrawn, status }]
    }),
  )
}

describe('answers to a question that is asked again', () => {
  const ID = 'dwp-stat-xplore'
  const url =
    'https://stat-xplore.dwp.gov.uk/webapi/rest/v1/table?database=RESTART_X&measure=V_F&by=DATE_NAME'
  const first = fixture(ID, 'table.json').toString('utf8')
  const at = (day: string, body: string): Captured => ({ url, time: `${day}T00:00:00Z`, body })
  const asked = [
    at('2022-04-05', first),
    // The North in February went from 7 to 8, and all that was provisional no longer is.
    at(
      '2022-05-05',
      first.replace('7.0 ]', '8.0 ]').replace('"annotationKeys": ["p"]', '"annotationKeys": ["r"]'),
    ),
  ]
  const north = 'count:RESTART_X:V_F/F_DATE:DATE_NAME=202202/V_F:CPA=1@'

  it('keep each vintage with its day, and withdraw none', async () => {
    const figures = await figuresOf(ID, ...asked.map((one) => [one]))
    const standing = { withdrawn: undefined }
    expect(figures.get(`${north}2022-04-05`)).toEqual({
      ...{ value: 7, published: '2022-04-05', status: 'provisional', ...standing },
    })
    expect(figures.get(`${north}2022-05-05`)).toEqual({
      ...{ value: 8, published: '2022-05-05', status: 'revised', ...standing },
    })
    // Five figures in April; three of February are revised in May, and those of January stay as they are.
    expect(figures.size).toBe(8)
    expect([...figures.values()].filter(({ withdrawn }) => withdrawn !== undefined)).toEqual([])
  })

  it('give the same from one file as from two', async () => {
    expect(await figuresOf(ID, asked)).toEqual(await figuresOf(ID, ...asked.map((one) => [one])))
  })

  it('withdraw what has no number any more, from the day of the answer', async () => {
    const without = first.replace('[ 5.0, 7.0 ]', '[ 5.0, null ]')
    const figures = await figuresOf(ID, [asked[0] as Captured], [at('2022-06-07', without)])
    expect(figures.get(`${north}2022-04-05`)).toMatchObject({ value: 7, withdrawn: '2022-06-07' })
    expect([...figures.values()].filter(({ withdrawn }) => withdrawn !== undefined)).toHaveLength(1)
  })

  it('count anew when they say again what they had said before', async () => {
    const figures = await figuresOf(ID, [...asked, at('2022-06-07', first)])
    expect(figures.get(`${north}2022-06-07`)).toMatchObject({ value: 7, published: '2022-06-07' })
    expect(figures.size).toBe(11)
  })
})

describe('a page of files that names a new one in the place of the old', () => {
  const ID = 'gov-uk-programme-tables'
  const page = (day: string, media: string): Captured => ({
    url: 'https://www.gov.uk/api/content/government/statistics/restart-invented',
    time: `${day}T12:00:00Z`,
    body: fixture(ID, 'page.json')
      .toString('utf8')
      .replace('2022-07-01T', `${day}T`)
      .replace('bbbb2222', media),
  })
  const workbook = (day: string, media: string, file: string): Captured => ({
    url: `https://assets.publishing.service.gov.uk/media/${media}/restart-tables-feb-2022.xlsx`,
    time: `${day}T12:00:00Z`,
    body: fixture(ID, file),
  })

  it('leaves the old one the day on which it was published', async () => {
    const june = [page('2022-06-01', 'bbbb1111'), workbook('2022-06-02', 'bbbb1111', 'restart.xlsx')]
    const july = [
      page('2022-07-01', 'bbbb2222'),
      workbook('2022-07-02', 'bbbb2222', 'restart-corrected.xlsx'),
    ]
    const figures = await figuresOf(ID, june, july)
    const key = 'restart-monthly-starts/2022-02/2022-02@'
    expect(figures.get(`${key}2022-06-01`)).toMatchObject({ value: 510, published: '2022-06-01' })
    expect(figures.get(`${key}2022-07-01`)).toMatchObject({ value: 512, published: '2022-07-01' })
    expect([...figures.values()].filter(({ withdrawn }) => withdrawn !== undefined)).toEqual([])
    expect(await figuresOf(ID, [...june, ...july])).toEqual(figures)
  })
})

describe('a page of payments that names only the newest month', () => {
  const ID = 'gov-uk-spend-over-25k'
  const media = (month: string) => `https://assets.publishing.service.gov.uk/media/${month}/payments.csv`
  const page = (day: string, month: string, title: string): Captured => ({
    url: 'https://www.gov.uk/api/content/government/publications/spending-over-25000',
    time: `${day}T12:00:00Z`,
    body: JSON.stringify({
      ...{ base_path: '/government/publications/spending-over-25000', title: 'Spending over £25,000' },
      ...{ document_type: 'transparency', public_updated_at: `${day}T09:30:00Z` },
      links: { organisations: [{ title: 'Forestry Office' }] },
      details: { attachments: [{ title, url: media(month), content_type: 'text/csv' }] },
    }),
  })
  // Neither the file nor its name says whose payments these are, and no line has a day.
  const file = (day: string, month: string, amount: number): Captured => ({
    ...{ url: media(month), time: `${day}T12:00:00Z` },
    body: `Supplier,Amount,Date\nInvented Oak Limited,${amount},\n`,
  })

  it('leaves the months before it with their body, month and day', async () => {
    const may = [page('2014-06-30', 'aaaa', 'Payments of May 2014'), file('2014-07-01', 'aaaa', 30_000)]
    const june = [page('2014-07-30', 'bbbb', 'Payments of June 2014'), file('2014-07-31', 'bbbb', 40_000)]
    const figures = await figuresOf(ID, may, june)
    const paid = (month: string) => figures.get(`spend-25k-paid/forestry-office/${month}/not-stated/unknown`)
    expect(paid('2014-05')).toMatchObject({ value: 30_000, published: '2014-06-30', withdrawn: undefined })
    expect(paid('2014-06')).toMatchObject({ value: 40_000, published: '2014-07-30', withdrawn: undefined })
    expect(await figuresOf(ID, [...may, ...june])).toEqual(figures)
  })
})

describe('extracts of the register that hold five periods each', () => {
  const ID = 'charity-commission-register'
  const returns = (...years: readonly number[]): string =>
    JSON.stringify(
      years.map((year) => ({
        ...{ organisation_number: 1, registered_charity_number: 1100001 },
        ...{ fin_period_start_date: `${year}-04-01T00:00:00` },
        ...{ fin_period_end_date: `${year + 1}-03-31T00:00:00` },
        ...{ ar_received_date: `${year + 1}-12-01T00:00:00`, total_gross_income: 9_000 },
        ...{ charity_receives_govt_funding_contracts: true, count_govt_contracts: 1 },
        ...{ charity_receives_govt_funding_grants: null, count_govt_grants: null },
        ...{ income_from_government_contracts: year, income_from_government_grants: null },
      })),
    )
  const read = (day: string, body: string): Captured => ({
    url: 'https://ccewuksprdoneregsadata1.blob.core.windows.net/data/json/publicextract.charity_annual_return_parta.json',
    time: `${day}T03:00:00Z`,
    body,
  })
  const incomes = (figures: Awaited<ReturnType<typeof figuresOf>>) =>
    [...figures]
      .filter(([key]) => key.startsWith('register-government-contract-income/'))
      .map(([key, { value, withdrawn }]) => [key.split('/')[1], value, withdrawn])
      .sort()

  it('give a year that has left the last one as the one before had it', async () => {
    const older = read('2025-01-05', returns(2019, 2020, 2021, 2022, 2023))
    const newer = read('2026-01-05', returns(2020, 2021, 2022, 2023, 2024))
    // Each return is of as many pounds as its year has years.
    const all = [2019, 2020, 2021, 2022, 2023, 2024].map((year) => [String(year), year, undefined])
    expect(incomes(await figuresOf(ID, [older, newer]))).toEqual(all)
    expect(incomes(await figuresOf(ID, [older], [newer]))).toEqual(all)
    expect(incomes(await figuresOf(ID, [newer], [older]))).toEqual(all)
  })

  it('read the first, and the last of each quarter', async () => {
    const years = [2019, 2020, 2021, 2022, 2023]
    const changed = (amount: number): string => returns(...years).replace(':2019,', `:${amount},`)
    const captures = [
      read('2025-01-05', changed(1)),
      read('2025-02-05', changed(2)),
      read('2025-03-05', changed(3)),
      // 2019 has gone, and the last extract that is read and holds it is that of March.
      read('2026-01-05', returns(2020, 2021, 2022, 2023, 2024)),
    ]
    expect(incomes(await figuresOf(ID, captures))[0]).toEqual(['2019', 3, undefined])
    expect(incomes(await figuresOf(ID, captures.slice(0, 2), captures.slice(3)))[0]).toEqual([
      ...['2019', 2, undefined],
    ])
  })
})
