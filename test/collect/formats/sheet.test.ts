// Are the rows of a workbook read as they stand, and can no workbook hurt?
import { describe, expect, it } from 'vitest'
import { columnName, decimalOf } from '../../../src/collect/formats/cells.ts'
import { numberFormat, shown } from '../../../src/collect/formats/number-format.ts'
import { type SheetOptions, sheetRows } from '../../../src/collect/formats/sheet.ts'
import { fileOf, odsOf, xlsxOf, zipOf } from './workbooks.ts'

async function read(bytes: string | Buffer, options: SheetOptions = {}) {
  const rows = []
  for await (const row of sheetRows(fileOf(bytes, 'book'), options)) rows.push(row)
  return rows
}
const texts = async (bytes: string | Buffer, options: SheetOptions = {}): Promise<string[]> =>
  (await read(bytes, options)).map(({ sheet, row, cells }) =>
    [`${sheet}!${row}`, ...cells.map(({ text, carried }) => (carried ? `(${text})` : text))].join('|'),
  )
const cell = (xml: string) => ({ xml })

describe('XLSX', () => {
  it('gives texts, numbers, dates by their format, booleans, errors and formulas', async () => {
    const bytes = xlsxOf(
      [
        {
          name: 'May',
          rows: [
            ['Alder & Co', 1234.5, null, cell('<c t="b"><v>1</v></c>'), cell('<c t="e"><v>#N/A</v></c>')],
            [
              cell('<c s="0"><v>41760</v></c>'),
              cell('<c s="1"><v>0.1234</v></c>'),
              cell('<c s="2"><v>1234567.005</v></c>'),
              cell('<c s="3"><v>41760.75</v></c>'),
              cell('<c><f>A1+B1</f></c>'),
              cell('<c t="str"><f>A1</f><v>made</v></c>'),
              cell('<c t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r><rPh><t>aid</t></rPh></is></c>'),
              cell('<c><v>0.30000000000000004</v></c>'),
              cell('<c s="4"><v>5</v></c>'),
            ],
          ],
        },
      ],
      { formats: ['dd/mm/yyyy', '0%', '#,##0.00', '[$-809]d mmm yyyy hh:mm', '"days" 0'] },
    )
    const [first, second] = await read(bytes)
    expect(first?.cells).toEqual([
      { text: 'Alder & Co', kind: 'text', value: null },
      { text: '1234.5', kind: 'number', value: '1234.5' },
      { text: '', kind: 'blank', value: null },
      { text: 'TRUE', kind: 'boolean', value: 'true' },
      { text: '#N/A', kind: 'error', value: null },
    ])
    expect(second?.cells).toEqual([
      { text: '2014-05-01', kind: 'date', value: '2014-05-01' },
      { text: '12%', kind: 'number', value: '0.1234' },
      { text: '1,234,567.01', kind: 'number', value: '1234567.005' },
      { text: '2014-05-01T18:00:00', kind: 'date', value: '2014-05-01T18:00:00' },
      { text: '', kind: 'error', value: null },
      { text: 'made', kind: 'text', value: null },
      { text: 'inline', kind: 'text', value: null },
      { text: '0.3', kind: 'number', value: '0.3' },
      { text: '5', kind: 'number', value: '5' },
    ])
  })

  it('counts days from 1904 where the workbook says so', async () => {
    const sheet = { name: 'A', rows: [[cell('<c s="0"><v>40298</v></c>')]] }
    const bytes = xlsxOf([sheet], { formats: ['d-mmm-yy'], workbookPr: '<workbookPr date1904="1"/>' })
    expect(await texts(bytes)).toEqual(['A!1|2014-05-01'])
  })

  it('carries merged cells right and down, keeps hidden sheets and rows marked, and goes by printed places', async () => {
    const bytes = xlsxOf([
      {
        name: 'A',
        state: 'hidden',
        rows: [
          ['Group', null, null, 'End'],
          ['x', 'y', 'z'],
        ],
        after: '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="D1:D2"/></mergeCells>',
      },
      { name: 'B', rows: [[cell('<c r="C1"><v>7</v></c>')]] },
    ])
    expect(await texts(bytes)).toEqual(['A!1|Group|(Group)|(Group)|End', 'A!2|x|y|z|(End)', 'B!1|||7'])
    expect((await read(bytes)).map(({ hidden }) => hidden)).toEqual([true, true, false])
    expect(await texts(bytes, { sheets: (name) => name === 'B' })).toEqual(['B!1|||7'])
  })

  it.each<[string, Buffer, SheetOptions, RegExp]>([
    [
      'a flood of entities',
      xlsxOf([{ name: 'A', rows: [['x']] }], {
        strings:
          '<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>',
      }),
      {},
      /expected no DOCTYPE/,
    ],
    [
      'an unknown entity',
      xlsxOf([{ name: 'A', rows: [[cell('<c t="str"><v>&b;</v></c>')]] }]),
      {},
      /expected XML/,
    ],
    [
      'a column past the last',
      xlsxOf([{ name: 'A', rows: [[cell('<c r="XFE1"><v>1</v></c>')]] }]),
      {},
      /16384 columns/,
    ],
    ['a row past the last', xlsxOf([{ name: 'A', rows: [], after: '<row r="1048577"/>' }]), {}, /row number/],
    [
      'a missing shared string',
      xlsxOf([{ name: 'A', rows: [[cell('<c t="s"><v>9</v></c>')]] }]),
      {},
      /sheet "A", row 1, column A: expected a shared string/,
    ],
    [
      'merges over merges',
      xlsxOf([{ name: 'A', rows: [['x']], after: '<mergeCell ref="A1:XFD9"/>'.repeat(100) }]),
      {},
      /merged cells/,
    ],
    [
      'too many strings',
      xlsxOf([{ name: 'A', rows: [['x'.repeat(50), 'y'.repeat(60)]] }]),
      { limits: { strings: 100 } },
      /shared strings/,
    ],
    [
      'too many cells',
      xlsxOf([
        {
          name: 'A',
          rows: [
            [1, 2],
            [3, 4],
          ],
        },
      ]),
      { limits: { cells: 3 } },
      /row 2: expected at most 3 cells/,
    ],
    [
      'deep nesting',
      xlsxOf([{ name: 'A', rows: [[cell('<x>'.repeat(300) + '</x>'.repeat(300))]] }]),
      {},
      /200 levels/,
    ],
    ['XML cut off', zipOf([{ name: 'xl/workbook.xml', data: '<workbook><sheets>' }]), {}, /expected XML/],
    [
      'another kind of zip',
      zipOf([{ name: 'a.txt', data: 'x' }]),
      {},
      /expected XLSX or ODS, got a zip of 1/,
    ],
    [
      'a document, not a workbook',
      zipOf([{ name: '[Content_Types].xml', data: '<Types/>' }]),
      {},
      /expected an entry "xl\/workbook.xml"/,
    ],
  ])('with %s is refused', async (_, bytes, options, expected) => {
    await expect(read(bytes, options)).rejects.toThrow(expected)
  })

  it('reads a sheet of 16,384 columns', async () => {
    const bytes = xlsxOf([{ name: 'A', rows: [Array.from({ length: 16_384 }, (_, at) => at)] }])
    const [row] = await read(bytes)
    expect(row?.cells.length).toBe(16_384)
    expect(columnName(16_383)).toBe('XFD')
  })
})

describe('ODS', () => {
  it('gives values and shown texts, percentages, dates, spaces, and leaves annotations out', async () => {
    const bytes = odsOf([
      {
        name: '1_2',
        rows: [
          [
            cell(
              '<table:table-cell office:value-type="percentage" office:value="0.474"><text:p>47%</text:p></table:table-cell>',
            ),
            cell(
              '<table:table-cell office:value-type="date" office:date-value="2014-05-01T00:00:00"><text:p>1 May</text:p></table:table-cell>',
            ),
            cell(
              '<table:table-cell office:value-type="string"><office:annotation><text:p>a note</text:p></office:annotation><text:p>Two<text:s text:c="2"/><text:span>words</text:span></text:p><text:p>more</text:p></table:table-cell>',
            ),
            cell(
              '<table:table-cell office:value-type="float" office:value="12450" calcext:value-type="float"><text:p>12,450</text:p></table:table-cell>',
            ),
            cell(
              '<table:table-cell office:value-type="string" calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>',
            ),
          ],
        ],
      },
    ])
    expect((await read(bytes))[0]?.cells).toEqual([
      { text: '47%', kind: 'number', value: '0.474' },
      { text: '2014-05-01', kind: 'date', value: '2014-05-01' },
      { text: 'Two  words\nmore', kind: 'text', value: null },
      { text: '12,450', kind: 'number', value: '12450' },
      { text: '#DIV/0!', kind: 'error', value: null },
    ])
  })

  it('writes out repeats, except the emptiness at the end, and carries merged cells', async () => {
    const bytes = odsOf([
      {
        name: 'A',
        rows: [
          [
            cell(
              '<table:table-cell table:number-columns-spanned="3" office:value-type="string"><text:p>G</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/>',
            ),
            cell('<table:table-cell table:number-columns-repeated="16381"/>'),
          ],
          [
            cell(
              '<table:table-cell table:number-columns-repeated="2" office:value-type="string"><text:p>x</text:p></table:table-cell>',
            ),
            null,
            3,
          ],
        ],
        after:
          '<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="float" office:value="9"/></table:table-row>' +
          '<table:table-row table:number-rows-repeated="1000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>' +
          '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="float" office:value="8"/></table:table-row>' +
          '<table:table-row table:number-rows-repeated="1047571"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>',
      },
    ])
    expect(await texts(bytes)).toEqual(['A!1|G|(G)|(G)', 'A!2|x|x||3', 'A!3|9', 'A!4|9', 'A!1005|8'])
    expect((await read(bytes)).at(-1)?.hidden).toBe(true)
  })

  it.each([
    [
      'a full sheet of one repeated cell',
      '<table:table-row table:number-rows-repeated="1048576"><table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/></table:table-row>',
      /row 1: expected at most 50000000 cells in all, got a row of 16384 1048576 times/,
    ],
    [
      'a column past the last',
      '<table:table-row><table:table-cell table:number-columns-repeated="16385"/></table:table-row>',
      /expected 1 to 16384 repeats/,
    ],
    [
      'spaces without end',
      `<table:table-row><table:table-cell office:value-type="string"><text:p>${'<text:s text:c="32767"/>'.repeat(50)}</text:p></table:table-cell></table:table-row>`,
      /row 1: expected a cell of at most 1000000 characters/,
    ],
    [
      'repeats that are no number',
      '<table:table-row table:number-rows-repeated="-1"/>',
      /expected 1 to 1048576 repeats, got "-1"/,
    ],
  ])('with %s is refused', async (_, after, expected) => {
    await expect(read(odsOf([{ name: 'A', rows: [], after }]))).rejects.toThrow(expected)
  })
})

describe('a file of rows', () => {
  it('is read by its bytes, not its name', async () => {
    expect(await texts('a,b\n,\n1, 2\n')).toEqual(['!1|a|b', '!2', '!3|1| 2'])
    await expect(read(Buffer.from('d0cf11e0a1b11ae1', 'hex'))).rejects.toThrow(/old Office file/)
  })
})

it.each([
  ['0', '0'],
  ['-0', '0'],
  ['12345.67', '12345.67'],
  ['1.2345670000000001E4', '12345.67'],
  ['1E-7', '0.0000001'],
  ['-2.50', '-2.5'],
  ['1e15', '1000000000000000'],
  ['100', '100'],
  ['1e9999', null],
  ['NaN', null],
  ['', null],
])('the number %j is %j', (printed, expected) => {
  expect(decimalOf(printed)).toBe(expected)
})

it.each<[format: string, value: string, text: string]>([
  ['#,##0;-#,##0;"-"', '0', '-'],
  ['#,##0;-#,##0;"-"', '-1234', '-1,234'],
  ['_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', '0', '-'],
  ['_-* #,##0_-;\\-* #,##0_-;_-* "-"??_-;_-@_-', '1234', '1,234'],
  ['[=0]"..";[<5]"~";#,##0', '0', '..'],
  ['[=0]"..";[<5]"~";#,##0', '4', '~'],
  ['[=0]"..";[<5]"~";#,##0', '1200', '1,200'],
  ['#,##0" [r]"', '1200', '1,200 [r]'],
  ['#,##0\\p', '1200', '1,200p'],
  ['0;;', '0', '0'],
  ['[Red]0.0%', '0.345', '34.5%'],
  ['"£"#,##0', '1234', '1,234'],
  ['General', '5.5', '5.5'],
])('the format %j shows %j as %j', (format, value, text) => {
  expect(shown(value, numberFormat(format))).toBe(text)
})
