// Do payments add up to the right figures, whatever the files repeat, correct or withhold?
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DateScore } from '../../scrapers/gov-uk-spend-over-25k/dates.ts'
import scraper from '../../scrapers/gov-uk-spend-over-25k/scraper.ts'
import { monthIn } from '../../src/collect/months.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { observationSchema } from '../../src/domain/nouns.ts'
import { fileOf, xlsxOf } from '../collect/formats/workbooks.ts'
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

describe('files of other departments', () => {
  const read = (name: string, bytes: string | Buffer) =>
    readPages(scraper, lookups, [{ url: `${MEDIA}a/${name}`, path: fileOf(bytes).path }])
  const sharesOf = async (rows: Awaited<ReturnType<typeof read>>['rows']) => {
    const { figures, issues } = await tallyOf(scraper.bulk?.tally, rows, REGISTER)
    const shares = [...figures.values()].filter(({ observation }) => observation.numerator !== null)
    return {
      issues,
      shares: shares.map(({ observation }) => [
        (observation.period as { start: string }).start,
        observation.numerator,
        observation.denominator,
      ]),
    }
  }
  const QUARTER = `${HEAD}D,E,13/04/2024,Alder Trust,1,100\nD,E,14/05/2024,Elm Ltd,2,300\nD,E,14/06/2024,Alder Trust,3,150\nD,E,15/06/2024,Elm Ltd,4,450\n`

  it.each(['Spend_April_to_June_2024.csv', 'spend-over-25000.csv'])(
    'a quarter in one file, %s, counts in the month of each line',
    async (name) => {
      const { rows, issues } = await read(name, QUARTER)
      expect(issues).toEqual([expect.stringMatching(/dates are of several: each line counts in the month/)])
      // June: 150 of 150 + 450.
      expect((await sharesOf(rows)).shares).toEqual([
        ['2024-04', 100, 100],
        ['2024-05', 0, 300],
        ['2024-06', 150, 600],
      ])
    },
  )

  it('a sheet for each month counts in that month', async () => {
    const head = ['Department', 'Date', 'Supplier', 'Amount']
    const book = xlsxOf([
      { name: 'Jan 2024', rows: [head, ['D', '13/01/2024', 'Alder Trust', 100]] },
      { name: 'Feb 2024', rows: [head, ['D', '13/02/2024', 'Elm Ltd', 700]] },
    ])
    const { rows, issues } = await read('spend-over-25000.xlsx', book)
    expect(issues).toEqual([])
    expect((await sharesOf(rows)).shares).toEqual([
      ['2024-01', 100, 100],
      ['2024-02', 0, 700],
    ])
  })

  it('the year of a financial year is no month', async () => {
    const { rows } = await read(
      'spend-over-25k-2011-12-april.csv',
      `${HEAD}D,E,13/04/2011,Alder Trust,1,100\n`,
    )
    expect(rows[0]).toMatchObject({ month: '2011-04', date: '2011-04-13' })
  })

  it.each([
    ['Department Family,Entity,Date,Expense Type for Report,Supplier,AP Amount (£),Purchase Invoice Number'],
    ['Reference No,Entity,Date of Payment,Expense Type,Supplier,Amount in Sterling,Narrative'],
    ['Department Family,Entity,Payment Date,Expense Type,Payee,"Amount\n(£)",Contract No.'],
    ['Body Name,Month,Transaction Date,Merchant Category,Merchant Name,Transaction Amount,Purchase Order'],
  ])('headings that departments have used are known: %s', async (heads) => {
    const { rows, issues } = await read(
      'x_Feb_2024.csv',
      `${heads}\nD,E,13/02/2024,x,Alder Trust,"£1,000.00",9\n`,
    )
    expect(issues).toEqual([])
    expect(rows).toEqual([
      expect.objectContaining({ date: '2024-02-13', supplier: 'Alder Trust', amount: '1000' }),
    ])
  })

  it('of a net and a gross amount the net one counts, and of two days that of the payment; both are said', async () => {
    const { rows, issues } = await read(
      'x_Feb_2024.csv',
      'Department,Invoice Date,Date Paid,Supplier,Net Amount,VAT,Gross Amount\nD,01/02/2024,13/02/2024,Elm Ltd,100,20,120\n',
    )
    expect(rows[0]).toMatchObject({ date: '2024-02-13', amount: '100', basis: 'net' })
    expect(issues).toEqual([
      'row 1: the columns B and C are both of the date; column C counts',
      'row 1: the columns E and G are both of the amount; column E counts',
    ])
  })

  it('headings in two rows are read together', async () => {
    const { rows } = await read(
      'x_Feb_2024.csv',
      'Department,,Payment,Supplier,\nFamily,Entity,Date,Name,Amount\nD,E,13/02/2024,Alder Trust,100\n',
    )
    expect(rows).toEqual([
      expect.objectContaining({ department: 'D', supplier: 'Alder Trust', amount: '100' }),
    ])
  })

  it('a file without known headings is refused with the line that came nearest', async () => {
    const { rows, issues } = await read(
      'x_Feb_2024.csv',
      'Title\nDepartment,Paymaster,Payee,Amount £\nD,x,Elm Ltd,1\n',
    )
    expect(rows).toEqual([])
    expect(issues[0]).toMatch(
      /nearest is row 2, without date: "Department", "Paymaster", "Payee", "Amount £"; a heading of other words is added to lookups.json$/,
    )
  })

  it.each(['None', 'N/A', '-', 'n/a', ''])(
    'lines numbered "%s" are payments of their own',
    async (number) => {
      const line = `D,E,13/02/2024,Alder Trust,${number},100\n`
      const { rows } = await read('x_Feb_2024.csv', HEAD + line + line + line)
      expect(rows.map(({ transaction }) => transaction)).toEqual([null, null, null])
      expect(new Set(rows.map(({ key }) => key)).size).toBe(3)
      expect((await sharesOf(rows)).shares).toEqual([['2024-02', 300, 300]])
    },
  )

  it('totals below each supplier are no payments', async () => {
    const { rows, issues } = await read(
      'x_Feb_2024.csv',
      `${HEAD}D,E,13/02/2024,Alder Trust,1,100\n,,,Alder Trust Total,,100\nD,E,13/02/2024,Elm Ltd,2,300\n,,,Elm Ltd Total,,300\n,,,Grand Total,,400\n`,
    )
    expect(issues).toEqual([])
    expect((await sharesOf(rows)).shares).toEqual([['2024-02', 100, 400]])
  })

  it('a body printed once stands for the lines below it', async () => {
    const { rows, issues } = await read(
      'x_Feb_2024.csv',
      `${HEAD}D,E,13/02/2024,Alder Trust,1,100\n,,13/02/2024,Elm Ltd,2,300\n`,
    )
    expect(issues).toEqual(['1 of 2 lines name no body; they are taken to be of the one above'])
    expect((await sharesOf(rows)).shares).toEqual([['2024-02', 100, 400]])
  })

  it('days as text beside days as days, with a time or in words, are all read', async () => {
    const days = [
      '13/02/2024 10:12',
      '2024-02-14',
      '13th February 2024',
      '"Tuesday, 13 February 2024"',
      '15/02/2024',
    ]
    const { rows } = await read(
      'x_Feb_2024.csv',
      HEAD + days.map((day) => `D,E,${day},Elm Ltd,1,1\n`).join(''),
    )
    expect(rows.map(({ date }) => date)).toEqual([
      '2024-02-13',
      '2024-02-14',
      '2024-02-13',
      '2024-02-13',
      '2024-02-15',
    ])
  })

  it('parts of a month stand together, and so do files that name nobody', async () => {
    for (const [names, head, body] of [
      [['DWP_Feb_2024_part1.csv', 'DWP_Feb_2024_part2.csv'], HEAD, 'D,E,'],
      [['x_Feb_2024.csv', 'y_Feb_2024.csv'], 'Date,Supplier,Transaction Number,Amount\n', ''],
    ] as const) {
      const { rows } = await readPages(
        scraper,
        lookups,
        ['Alder Trust,1,100', 'Elm Ltd,2,300'].map((paid, at) => ({
          url: `${MEDIA}${at}/${names[at]}`,
          path: fileOf(`${head}${body}13/02/2024,${paid}\n`).path,
        })),
      )
      expect(await sharesOf(rows)).toEqual({ issues: [], shares: [['2024-02', 100, 400]] })
    }
  })

  it('other currencies are left out of the sums, and that is said', async () => {
    const { rows } = await read(
      'x_Feb_2024.csv',
      'Department,Date,Supplier,Amount,Invoice Currency Unit\nD,13/02/2024,Alder Trust,100,GBP\nD,13/02/2024,Elm Ltd,9000,USD\n',
    )
    expect(await sharesOf(rows)).toEqual({
      issues: ['1 payments are in USD and not in pounds: they are left out of the sums'],
      shares: [['2024-02', 100, 100]],
    })
  })

  it('no share is above 100%, where credit notes of others outweigh what they were paid', async () => {
    const { rows } = await read(
      'x_Feb_2024.csv',
      `${HEAD}D,E,13/02/2024,Alder Trust,1,1000\nD,E,13/02/2024,Elm Ltd,2,(500.50)\n`,
    )
    const { shares, issues } = await sharesOf(rows)
    expect(shares).toEqual([])
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
    ['Spending over £25,000, April to June 2024', null],
    ['spend-jan-mar-2024.csv', null],
    ['spend-over-25k-2011-12-april.csv', null],
    ['spend-2011-12-05.csv', '2011-12'],
    ['January 2024 and February 2024', null],
    ['over_25000.csv', null],
    ['mayor 24', null],
  ])('the month of %j is %j', (text, expected) => {
    expect(monthIn(text)).toBe(expected)
  })
})

describe('the headings of seven departments in November 2025, over invented payments', () => {
  const paid = (over: Readonly<Record<string, string | null>>) => ({
    ...{ supplier: 'Oak Ltd', amount: '1234567.8', date: '2025-11-04', month: '2025-11' },
    ...{ department: null, entity: null, transaction: null, postcode: null },
    ...over,
  })
  it.each([
    [
      'Housing',
      'Reference No,Entity,Date of Payment,Expense Type,Expense Area,Supplier,Transaction number,Narrative,Amount in Sterling',
      '2,MHCLG,04/11/2025,Grant,Planning,Oak Ltd,2100,Grant,"£1,234,567.80"',
      paid({ entity: 'MHCLG', transaction: '2100' }),
    ],
    [
      'Health',
      'Family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount,Description,Supplier post code,Supplier type',
      'Health,Health,04/11/2025,Loan,Finance,Oak Ltd,PF1,"£1,234,567.80",Loan,ZZ1 1ZZ,Govn',
      paid({ department: 'Health', entity: 'Health', transaction: 'PF1', postcode: 'ZZ1 1ZZ' }),
    ],
    [
      'Transport',
      'Department Family,Entity,Date,Expense Type,Expense Area,Supplier,Transaction No,Item Text, £ ,Postal Code',
      'Transport,Roads,04/11/2025,Road,Roads,Oak Ltd,#,#," £1,234,567.80 ",#',
      paid({ department: 'Transport', entity: 'Roads' }),
    ],
    [
      'Work and Pensions',
      'Invoice Paid Date,Invoice Cost Centre Description,Invoice Account Description,Supplier Name,Payment Number,Transparency Invoice Amount',
      '04/11/2025,Centre,Account,Oak Ltd,1042,"£1,234,567.80"',
      paid({ transaction: '1042' }),
    ],
    [
      'Environment',
      'Department,Entity,Date,Expense Type,Expense Area,Supplier ,Transaction Number,Amount,PO Catergory Description ,Supplier Postcode,Supplier Type,Contract Number,Project Code,Expenditure Type,Vat Registration Num',
      'DE,EA,04/11/2025,Grant,Coast,Oak Ltd,1003,1234567.8,Grants,ZZ1 1ZZ,SUPPLIER,,C1,Expense,GB 1',
      paid({
        ...{ department: 'Department for Environment, Food and Rural Affairs', entity: 'EA' },
        ...{ transaction: '1003', postcode: 'ZZ1 1ZZ' },
      }),
    ],
    [
      'Treasury',
      'Department Family,Entity,Date,Expense type,Expense area,Supplier,Voucher Number,Amount,Publication Description',
      'Treasury,DMO,04-Nov-25,Fee,Risk,Oak Ltd,3500,"1,234,567.80",Fees',
      paid({ department: 'Treasury', entity: 'DMO', transaction: '3500' }),
    ],
    [
      'Business and Trade',
      'Department,Entity,Date of Payment,Expense Type,Expense Area,Supplier,Transaction Number,Amount,Description,Supplier Post Code,Contract Number,Project Code,Expenditure Type',
      'Trade,Trade,04/11/2025,Other,Trade,Oak Ltd,7369,"1,234,567.80",,ZZ1 1ZZ,,,',
      paid({ department: 'Trade', entity: 'Trade', transaction: '7369', postcode: 'ZZ1 1ZZ' }),
    ],
  ])('are read: %s', async (_, head, line, expected) => {
    const bytes = Buffer.from(`${head}\r\n${line}\r\n`, 'latin1')
    const page = { url: `${MEDIA}a/spend-november-2025.csv`, path: fileOf(bytes).path }
    const { rows, issues } = await readPages(scraper, lookups, [page])
    expect(issues).toEqual([])
    expect(rows).toEqual([expect.objectContaining(expected)])
  })
})
