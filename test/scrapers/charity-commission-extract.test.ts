// Is the extract read in its other layouts, and does it never count one table twice? Charities and returns are invented,
// in the shape that readers of the extract describe.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/charity-commission-register/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { fileOf, zipOf } from '../collect/formats/workbooks.ts'
import { readPages, tallyOf } from './tally-input.ts'

const HOST = 'https://ccewuksprdoneregsadata1.blob.core.windows.net'
const JSON_ZIP = `${HOST}/data/json/publicextract.charity.zip`
const TEXT_ZIP = `${HOST}/data/txt/publicextract.charity.zip`
const RETURNS = `${HOST}/data/json/publicextract.charity_annual_return_parta`
const lookups = JSON.parse(
  readFileSync(join(PROJECT_DIR, 'scrapers', 'charity-commission-register', 'lookups.json'), 'utf8'),
)

type Made = Readonly<Record<string, string | number | boolean | null>>
const charity = (over: Made = {}): Made => ({
  ...{ organisation_number: 1, registered_charity_number: 1100001, linked_charity_number: 0 },
  ...{ charity_name: 'INVENTED TRUST', charity_type: 'Trust', charity_registration_status: 'Registered' },
  ...{ date_of_registration: '1999-01-02T00:00:00', date_of_removal: null },
  ...{ charity_contact_postcode: 'ZZ1 1ZZ', charity_company_registration_number: '4000001' },
  ...{ charity_is_cio: false, charity_activities: 'Helps', ...over },
})
const filed = (over: Made = {}): Made => ({
  ...{ organisation_number: 1, registered_charity_number: 1100001 },
  ...{ fin_period_start_date: '2019-04-01T00:00:00', fin_period_end_date: '2020-03-31T00:00:00' },
  ...{ ar_received_date: '2021-01-15T00:00:00', total_gross_income: 1000 },
  ...{ charity_receives_govt_funding_contracts: true, count_govt_contracts: 2 },
  ...{ charity_receives_govt_funding_grants: null, count_govt_grants: null },
  ...{ income_from_government_contracts: 300, income_from_government_grants: null, ...over },
})
/** A table of the tab-separated family: days with a space, flags as words, nothing for null, no quoting. */
const tabbed = (records: readonly Made[]): string => {
  const cell = (value: Made[string] | undefined): string =>
    value === true
      ? 'True'
      : value === false
        ? 'False'
        : String(value ?? '').replace('T00:00:00', ' 00:00:00')
  const headings = Object.keys(records[0] ?? {})
  const lines = records.map((record) => headings.map((heading) => cell(record[heading])).join('\t'))
  return `\ufeff${[headings.join('\t'), ...lines].join('\r\n')}\r\n`
}
const packed = (name: string, data: string): string => fileOf(zipOf([{ name, data }])).path
const read = (url: string, path: string) => readPages(scraper, lookups, [{ url, path }])
const entry = expect.objectContaining({
  ...{ key: '1', id: 'GB-CHC-1100001', ids: ['GB-CHC-1100001', 'GB-COH-04000001'], form: 'charity' },
  ...{ spans: [{ from: '1999-01-02', to: null }] },
})

describe('the register', () => {
  const list = JSON.stringify([charity()])
  it.each([
    ['under its own name', 'publicextract.charity.json', list],
    ['in a folder', 'extract/publicextract.charity.json', list],
    ['under another name, alone', 'charity.json', list],
    ['as JSON lines', 'publicextract.charity.json', JSON.stringify(charity())],
    ['as tab-separated text', 'publicextract.charity.txt', tabbed([charity()])],
  ])('is read from a zip %s', async (_, name, data) => {
    for (const url of [JSON_ZIP, TEXT_ZIP]) {
      expect(scraper.handles(new URL(url))).toBe(true)
      const { rows, issues } = await read(url, packed(name, data))
      expect([rows, issues]).toEqual([[entry], []])
    }
  })

  it('says which files a zip holds where none is the table', async () => {
    const two = fileOf(
      zipOf([
        { name: 'a.json', data: '[]' },
        { name: 'b.json', data: '[]' },
      ]),
    )
    await expect(read(JSON_ZIP, two.path)).rejects.toThrow(/expected an entry .* found a\.json, b\.json/)
  })

  it('says of a table that is not read that it is not', async () => {
    const url = `${HOST}/data/json/publicextract.charity_classification.zip`
    expect(scraper.handles(new URL(url))).toBe(true)
    const { rows, issues } = await read(url, packed('publicextract.charity_classification.json', '[]'))
    expect(rows).toEqual([])
    expect(issues).toEqual([expect.stringMatching(/^the table charity_classification is not read; /)])
  })

  it('is read with quotes, shielded tabs and shielded breaks in text, and says which lines are cut', async () => {
    const records = [
      charity({ charity_name: 'THE "OPEN TRUST', charity_activities: 'One\\\ttwo\\\r\nthree \\\\' }),
      charity({ organisation_number: 2, registered_charity_number: 1100002 }),
      // A bare break in the fifth of twelve cells: a line of five cells, and one of the eight that are left.
      charity({ organisation_number: 3, registered_charity_number: 1100003, charity_type: 'Tru\nst' }),
      charity({ organisation_number: 4, registered_charity_number: 1100004, charity_is_cio: true }),
    ]
    const { rows, issues } = await read(TEXT_ZIP, packed('publicextract.charity.txt', tabbed(records)))
    expect(rows.map(({ key }) => key)).toEqual(['1', '2', '4'])
    expect(rows[0]).toMatchObject({ names: ['THE "OPEN TRUST'] })
    expect(rows[2]).toMatchObject({ form: 'cio' })
    expect(issues).toEqual([
      '2 lines were left out: expected 12 cells as in the headings, got 5 in record 3; the JSON of the same table has them whole',
    ])
  })

  it('takes whole numbers with a nought behind the point, and no others', async () => {
    const list = JSON.stringify([charity(), charity({ organisation_number: 2 })])
      .replace('"organisation_number":1,', '"organisation_number":1.0,')
      .replace('"registered_charity_number":1100001,', '"registered_charity_number":1100001.0,')
      .replace('"linked_charity_number":0', '"linked_charity_number":0.0')
      .replace('"4000001"', '"4000001.0"')
      .replace(
        '"organisation_number":2,"registered_charity_number":1100001',
        '"organisation_number":2,"registered_charity_number":1100001.5',
      )
    const { rows, issues } = await read(JSON_ZIP, packed('publicextract.charity.json', list))
    expect(rows).toEqual([entry])
    expect(issues).toEqual([
      'charity, record 2 was left out: "registered_charity_number": expected a whole number, got "1100001.5"',
    ])
  })

  it('takes no company number that was typed to fill the field', async () => {
    const made = ['01234567', '12345678', '1234567', '12345679'].map((number, at) =>
      charity({ organisation_number: at + 1, charity_company_registration_number: number }),
    )
    const { rows, issues } = await read(JSON_ZIP, packed('publicextract.charity.json', JSON.stringify(made)))
    const alone = ['GB-CHC-1100001']
    expect(rows.map(({ ids }) => ids)).toEqual([alone, alone, alone, [...alone, 'GB-COH-12345679']])
    expect(issues).toEqual(['3 different company numbers have no known shape, or are made up'])
  })

  it('takes no empty number of a linked charity for that of the main one', async () => {
    const list = JSON.stringify([charity({ linked_charity_number: null })])
    const { rows, issues } = await read(JSON_ZIP, packed('publicextract.charity.json', list))
    expect(rows).toEqual([])
    expect(issues).toEqual([
      'charity, record 1 was left out: "linked_charity_number": expected a whole number, got nothing',
    ])
  })
})

describe('annual returns', () => {
  // £300 and £50.25 = £350.25, from two returns of three; the third says no.
  const returns = [
    filed(),
    filed({
      organisation_number: 2,
      registered_charity_number: 1100002,
      income_from_government_contracts: 50.25,
    }),
    filed({
      ...{ organisation_number: 3, registered_charity_number: 1100003, count_govt_contracts: null },
      ...{ charity_receives_govt_funding_contracts: false, income_from_government_contracts: null },
    }),
  ]
  const zip = packed('publicextract.charity_annual_return_parta.json', JSON.stringify(returns))
  const plain = fileOf(JSON.stringify(returns)).path
  const text = packed('publicextract.charity_annual_return_parta.txt', tabbed(returns.slice(0, 2)))
  const textUrl = `${RETURNS.replace('/json/', '/txt/')}.zip`
  const figures = async (pages: Parameters<typeof readPages>[2]) => {
    const { rows, issues } = await readPages(scraper, lookups, pages)
    expect(issues).toEqual([])
    const tallied = await tallyOf(scraper.bulk?.tally, rows)
    const of = (id: string) => tallied.figures.get(`register-${id}/2019`)?.observation
    return {
      ...{ income: of('government-contract-income')?.display, issues: tallied.issues },
      ...{ of: of('charities-with-government-contracts')?.denominator },
    }
  }

  it('count once where a table lies at two addresses', async () => {
    expect(await figures([{ url: `${RETURNS}.zip`, path: zip }])).toEqual({
      ...{ income: '£350.25', of: 3, issues: [] },
    })
    expect(
      await figures([
        { url: `${RETURNS}.json`, path: plain },
        { url: `${RETURNS}.zip`, path: zip },
      ]),
    ).toEqual({
      ...{ income: '£350.25', of: 3 },
      issues: [
        `the returns are those of ${RETURNS}.zip alone; the same table was also read from ${RETURNS}.json`,
      ],
    })
  })

  it('are those of the JSON where the text was captured the same day, and of the later one otherwise', async () => {
    const both = (captured: string) => [
      { url: `${RETURNS}.zip`, path: zip, captured: '2026-01-01T03:00:00.000Z' },
      { url: textUrl, path: text, captured },
    ]
    expect(await figures(both('2026-01-01T03:05:00.000Z'))).toMatchObject({ of: 3 })
    expect(await figures(both('2026-02-01T03:05:00.000Z'))).toMatchObject({ of: 2, income: '£350.25' })
  })

  it('with an amount below nought give none, and are told of', async () => {
    const odd = JSON.stringify([
      ...returns,
      filed({ organisation_number: 4, income_from_government_contracts: -7 }),
    ])
    // The fourth of four says that it had contracts: it counts among those that had, and adds nothing.
    expect(await figures([{ url: `${RETURNS}.json`, path: fileOf(odd).path }])).toEqual({
      ...{ income: '£350.25', of: 4 },
      issues: ['1 amounts of income from government are below nought; they count as not given'],
    })
  })

  /** Five returns in a row, of £1,000 each; the last for the year that begins in April of `last`. */
  const five = (number: number, last: number): Made[] =>
    [0, 1, 2, 3, 4].map((before) =>
      filed({
        ...{ organisation_number: number, registered_charity_number: 1100000 + number },
        ...{ fin_period_start_date: `${last - before}-04-01T00:00:00` },
        ...{ fin_period_end_date: `${last - before + 1}-03-31T00:00:00` },
        income_from_government_contracts: 1000,
      }),
    )
  const yearly = async (records: readonly Made[]) => {
    const page = { url: `${RETURNS}.json`, path: fileOf(JSON.stringify(records)).path }
    const { figures, issues } = await tallyOf(
      scraper.bulk?.tally,
      (await readPages(scraper, lookups, [page])).rows,
    )
    const income = [...figures].filter(([key]) => key.startsWith('register-government-contract-income/'))
    return {
      issues,
      income: income.map(([key, { observation }]) => [key.split('/')[1], observation.display]),
    }
  }

  it('give no figure of a year from which the extract has let returns go', async () => {
    // Two charities have filed for 2021, so theirs of 2016 are gone: the £1,000 of the third are not the year's £3,000.
    // Years 2017 to 2020: three each, £3,000. 2021: two, £2,000.
    expect(await yearly([...five(1, 2021), ...five(2, 2021), ...five(3, 2020)])).toEqual({
      income: [...[2017, 2018, 2019, 2020].map((year) => [String(year), '£3000']), ['2021', '£2000']],
      issues: [
        'April 2016 to March 2017: 1 returns are left, and up to 2 are gone, as the extract has the last five periods of a charity; no extract read here holds the year whole, and no figure is given',
      ],
    })
  })

  it('give a figure where a charity has fewer than five, and where one in a hundred is gone', async () => {
    // Four of the second from 2018 on: none of it can be gone. 2017: £1,000; 2018 to 2021: £2,000 each.
    expect(await yearly([...five(1, 2021), ...five(2, 2021).slice(0, 4)])).toEqual({
      income: [['2017', '£1000'], ...[2018, 2019, 2020, 2021].map((year) => [String(year), '£2000'])],
      issues: [],
    })
    // 2016: 99 are left of 100, £99,000.
    const many = Array.from({ length: 99 }, (_, at) => five(at + 2, 2020)).flat()
    expect((await yearly([...five(1, 2021), ...many])).income[0]).toEqual(['2016', '£99000'])
  })
})
