// Can each layout that published tables have be described, without code? All figures are invented; the layouts are those
// that code which reads the real tables shows, and those of the practice of government statisticians since 2022.
import { describe, expect, it } from 'vitest'
import { readTable, tableDescription } from '../../../src/collect/formats/table.ts'
import { fileOf, type Made, odsOf, xlsxOf } from './workbooks.ts'

const xml = (text: string): Made => ({ xml: text })
const MONTH = (iso: string): Made =>
  xml(
    `<table:table-cell office:value-type="date" office:date-value="${iso}T00:00:00"><text:p>${iso.slice(0, 7)}</text:p></table:table-cell>`,
  )
const SPAN = (text: string, across: number, down = 1): Made =>
  xml(
    `<table:table-cell office:value-type="string" table:number-columns-spanned="${across}" table:number-rows-spanned="${down}"><text:p>${text}</text:p></table:table-cell>`,
  )
const COVERED = xml('<table:covered-table-cell/>')
/** A number that its format shows as something else. */
const SHOWN = (value: number, text: string): Made =>
  xml(
    `<table:table-cell office:value-type="float" office:value="${value}"><text:p>${text}</text:p></table:table-cell>`,
  )

async function read(bytes: Buffer, description: object) {
  const issues: string[] = []
  const table = tableDescription({ id: 'a-table', ...description })
  const cells = await readTable(fileOf(bytes, 'a.ods'), table, (what) => issues.push(what))
  const brief = cells.map(({ dimensions, totals, period, value, states }) =>
    [
      period?.start ?? '-',
      ...Object.values(dimensions),
      ...totals.map((total) => `all ${total}`),
      value ?? `(${states.join()})`,
      ...(value === null ? [] : states),
    ].join(' '),
  )
  return { brief, issues }
}
const refused = (text: string): unknown => expect.stringMatching(text.replace(/[()[\]+.]/g, '\\$&'))

describe('months down, in one column, under the words "In month"', () => {
  const BOOK = odsOf([
    {
      name: '1_1 ',
      rows: [
        ['1.1', 'Referrals and starts'],
        [],
        [null, SPAN('Disability1', 2), COVERED, SPAN('Total', 2), COVERED],
        ['In month', 'Individuals Referred 3', 'Starts', 'Individuals Referred 3', 'Starts'],
        [MONTH('2017-11-01'), 50, 10, 70, '-'],
        [MONTH('2017-12-01'), 60, SHOWN(0, '.'), 80, 30],
        ['Total', 110, 10, 150, 30],
        [],
        ['Cumulative', 'Individuals Referred 3', 'Starts', 'Individuals Referred 3', 'Starts'],
        [MONTH('2017-11-01'), 50, 10, 70, 20],
        [],
        ['1.0', 'People with a health condition.'],
        ['3.0', 'Each person once.'],
      ],
    },
  ])
  const described = {
    sheet: '1_1',
    header: { find: '/^Disability ?\\d?$/' },
    headings: ['group', 'measure'],
    labels: [{ column: 'A', dimension: 'month' }],
    known: {
      group: { Disability: 'disability' },
      measure: { 'Individuals Referred': 'referrals', Starts: 'starts' },
    },
    totals: ['Total'],
    stop: ['Cumulative'],
    markers: { '-': 'not-applicable', '.': 'negligible' },
    period: ['month'],
  }
  it('reads the first block: groups over measures, a total of groups and one of months', async () => {
    const { brief, issues } = await read(BOOK, described)
    expect(issues).toEqual([])
    expect(brief).toEqual([
      '2017-11 disability referrals 50',
      '2017-11 disability starts 10',
      '2017-11 referrals all group 70',
      '2017-11 starts all group (not-applicable)',
      '2017-12 disability referrals 60',
      // The cell holds 0 and shows ".": its readers see that it is negligible, and no nought.
      '2017-12 disability starts (negligible)',
      '2017-12 referrals all group 80',
      '2017-12 starts all group 30',
      '- disability referrals all month 110',
      '- disability starts all month 10',
      '- referrals all group all month 150',
      '- starts all group all month 30',
    ])
  })
  it('reads the block below it by a description of its own', async () => {
    const { brief } = await read(BOOK, {
      ...described,
      header: { find: 'Cumulative' },
      headings: ['measure'],
      stop: [],
      numbers: { from: 'D' },
    })
    expect(brief).toEqual(['2017-11 referrals 70', '2017-11 starts 20'])
  })
})

describe('months across', () => {
  it('are read with a measure that is printed once and areas beside it', async () => {
    const { brief, issues } = await read(
      odsOf([
        {
          name: '2_2',
          rows: [
            [null, 'In Month', null, MONTH('2018-01-01'), MONTH('2018-02-01'), 'Total'],
            [],
            [null, 'Individuals Referred', 'London South', 5, 6, 11],
            [null, null, 'London North', 7, '..', 7],
            [null, 'Starts', 'London South', 1, 2, 3],
          ],
        },
      ]),
      {
        header: { find: 'In Month' },
        headings: ['month'],
        labels: [
          { column: 'B', dimension: 'measure', down: true },
          { column: 'C', dimension: 'area' },
        ],
        totals: ['Total'],
        markers: { '..': 'negligible' },
        period: ['month'],
      },
    )
    expect(issues).toEqual([])
    expect(brief).toEqual([
      '2018-01 Individuals Referred London South 5',
      '2018-02 Individuals Referred London South 6',
      '- Individuals Referred London South all month 11',
      '2018-01 Individuals Referred London North 7',
      '2018-02 Individuals Referred London North (negligible)',
      '- Individuals Referred London North all month 7',
      '2018-01 Starts London South 1',
      '2018-02 Starts London South 2',
      '- Starts London South all month 3',
    ])
  })
})

describe('years with a total after each', () => {
  it('are read to the end, and a total of a year is no month', async () => {
    const { brief, issues } = await read(
      odsOf([
        {
          name: 'T1',
          rows: [
            ['Year', 'Month', 'Referrals'],
            ['2011', 'Jun', 10],
            [null, 'Jul', 20],
            [null, 'Total', 30],
            ['2012', 'Jan', 40],
            ['2012', null, 50],
            [null, null, 60],
          ],
        },
      ]),
      {
        header: { find: 'Year' },
        headings: ['measure'],
        labels: [
          { column: 'A', dimension: 'year', down: true },
          { column: 'B', dimension: 'month' },
        ],
        totals: ['Total'],
        period: ['year', 'month'],
      },
    )
    expect(brief).toEqual([
      '2011-06 Referrals 10',
      '2011-07 Referrals 20',
      '- Referrals all month 30',
      '2012-01 Referrals 40',
      '- Referrals 50',
    ])
    expect(issues).toEqual([
      refused('row 6: expected a period, got "2012"'),
      refused('row 7: expected a label beside its numbers, found none; they are left out'),
    ])
  })
})

describe('the practice since 2022', () => {
  const SHEET: readonly (readonly Made[])[] = [
    ['Table 1: Starts and job outcomes'],
    [
      'This worksheet contains one table. Some cells refer to notes, which can be found on the Notes worksheet.',
    ],
    ['Freeze panes are active on this sheet.'],
    ['Month [note 1]', 'Starts [notes 1, 2]', 'Job outcomes [note 1][note 3]', 'Starts (%) [r]'],
    ['November 2023', 1200, '[c]', 0.5],
    ['December 2023 [r]', '1,300 [note 4]', '[low]', SHOWN(0.25, '25%')],
    ['January 2024 [p]', '1,100[r][e]', '[x]', SHOWN(0.5, '50%')],
    ['February 2024 (p)', SHOWN(900, '900 [e]'), SHOWN(0, '[z]'), '[z]'],
    ['18', '[low]'],
  ]
  const described = {
    header: { find: 'Month' },
    headings: ['measure'],
    labels: [{ column: 'A', dimension: 'month' }],
    known: { measure: { Starts: 'starts', 'Job outcomes': 'outcomes', 'Starts (%)': null } },
    period: ['month'],
  }
  it('has marks on labels that say something of all their numbers, pointers to notes, and markers', async () => {
    const { brief, issues } = await read(odsOf([{ name: '1', rows: SHEET }]), described)
    expect(brief.slice(0, 8)).toEqual([
      '2023-11 starts 1200',
      '2023-11 outcomes (confidential)',
      '2023-12 starts 1300 revised',
      '2023-12 outcomes (rounds-to-zero,revised)',
      '2024-01 starts 1100 revised estimated provisional',
      '2024-01 outcomes (not-available,provisional)',
      '2024-02 starts 900 estimated provisional',
      '2024-02 outcomes (not-applicable,provisional)',
    ])
    // A row that is no month is told of; it is no note that ends the table.
    expect(issues).toEqual([refused('row 9: expected a period, got "18"')])
  })
})

describe('merged cells', () => {
  const described = {
    header: { find: 'Disability' },
    headings: ['group', 'measure'],
    labels: [{ column: 'A', dimension: 'area' }],
  }
  it('end with their heading, and a number in them is of no one row', async () => {
    const { brief, issues } = await read(
      odsOf([
        {
          name: '1',
          rows: [
            [null, SPAN('Disability', 2), COVERED, null, 'Other'],
            ['Area', 'Referred', 'Started', 'Unknown', 'Started'],
            [
              'North',
              5,
              xml(
                '<table:table-cell office:value-type="float" office:value="9" table:number-rows-spanned="2"><text:p>9</text:p></table:table-cell>',
              ),
              1,
              2,
            ],
            [
              'South',
              6,
              xml(
                '<table:covered-table-cell office:value-type="float" office:value="4"><text:p>4</text:p></table:covered-table-cell>',
              ),
              1,
              3,
            ],
          ],
        },
      ]),
      described,
    )
    expect(brief).toEqual([
      '- Disability Referred North 5',
      '- Other Started North 2',
      '- Disability Referred South 6',
      '- Other Started South 3',
    ])
    expect(issues).toEqual([
      refused(
        'column D: expected a heading of "group", found none right of merged cells; its cells are left out',
      ),
      refused('row 3, column C: "9" stands in merged cells, for several at once; it is left out'),
      refused('row 4, column C: "9" stands in merged cells, for several at once; it is left out'),
    ])
  })
  it('are the same in XLSX, where a format may show a marker in place of a number', async () => {
    const { brief, issues } = await read(
      xlsxOf(
        [
          {
            name: '1',
            rows: [
              [null, 'Disability', null, 'Other'],
              ['Area', 'Referred', 'Started', 'Started'],
              [
                'North',
                xml('<c s="0"><v>0</v></c>'),
                xml('<c s="1"><v>3</v></c>'),
                xml('<c s="2"><v>1234</v></c>'),
              ],
              ['South', xml('<c s="0"><v>7</v></c>'), xml('<c s="1"><v>1200</v></c>'), 5],
            ],
            after: '<mergeCells><mergeCell ref="B1:C1"/><mergeCell ref="D3:D4"/></mergeCells>',
          },
        ],
        { formats: ['_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', '[<5]"*";#,##0', '#,##0" [p]"'] },
      ),
      { ...described, markers: { '-': 'nil' } },
    )
    expect(brief).toEqual([
      '- Disability Referred North (nil)',
      '- Disability Started North (confidential)',
      '- Disability Referred South 7',
      '- Disability Started South 1200',
    ])
    expect(issues).toHaveLength(2)
  })
})

describe('columns that change places', () => {
  const described = {
    header: { find: 'Area' },
    headings: ['measure'],
    labels: [{ heading: 'Area', dimension: 'area' }],
    numbers: { from: 'A' },
  }
  it('are found by their heading', async () => {
    for (const csv of ['Area,Starts,Ends\nNorth,1,2\n', 'Starts,Area,Ends\n1,North,2\n'])
      expect((await read(Buffer.from(csv), described)).brief).toEqual(['- Starts North 1', '- Ends North 2'])
  })
  it('are refused when the heading stands twice, or in another column than the description says', async () => {
    await expect(read(Buffer.from('Area,Starts,Area\nNorth,1,x\n'), described)).rejects.toThrow(
      /expected the heading "Area" over one column, found it over A, C/,
    )
    const there = { ...described, labels: [{ column: 'B', heading: 'Area', dimension: 'area' }] }
    await expect(read(Buffer.from('Area,Starts\nNorth,1\n'), there)).rejects.toThrow(
      /expected the heading "Area" over column B, found it over A/,
    )
  })
})
