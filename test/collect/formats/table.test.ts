// Do the cells of a published table come out as its description says, and does nothing become zero?
import { describe, expect, it } from 'vitest'
import type { Cell } from '../../../src/collect/formats/cells.ts'
import { periodOf } from '../../../src/collect/formats/periods.ts'
import { readTable, tableDescription } from '../../../src/collect/formats/table.ts'
import { readCell } from '../../../src/collect/formats/table-cell.ts'
import { fileOf, type Made, odsOf, xlsxOf } from './workbooks.ts'

const xml = (text: string): Made => ({ xml: text })
const SPAN = (text: string, columns: number): Made =>
  xml(
    `<table:table-cell office:value-type="string" table:number-columns-spanned="${columns}"><text:p>${text}</text:p></table:table-cell>`,
  )
const COVERED = xml('<table:covered-table-cell/>')
const MONTH = (iso: string): Made =>
  xml(
    `<table:table-cell office:value-type="date" office:date-value="${iso}"><text:p>x</text:p></table:table-cell>`,
  )

const BOOK = odsOf([
  { name: 'Contents', rows: [['Contents']] },
  { name: '1_2', rows: [['1.2'], ['Year', 'Month']] },
])

const DESCRIPTION = {
  id: 'groups',
  sheet: '/^1[_.]2$/',
  header: { find: 'Year' },
  headings: ['group', 'measure'],
  labels: [
    { column: 'A', dimension: 'year', down: true },
    { column: 'B', dimension: 'month' },
  ],
  known: {
    group: { Disability: 'disability', 'Early Access': 'early-access', 'Housing 21': 'housing-21' },
    measure: { 'Individuals Referred': 'referrals', Started: 'starts', '% started': null },
  },
  totals: ['Total'],
  stop: ['Percentage', 'Total'],
  markers: { '-': 'not-applicable', '.': 'negligible', '..': 'nil' },
  period: ['year', 'month'],
}

/** Invented figures, in the layout of the Work and Health Programme's tables of August 2019. */
const table = (rows: Made[][]): Buffer =>
  odsOf([
    {
      name: '1_2',
      rows: [
        ['1.2 Individuals by group'],
        [],
        [
          'Year',
          null,
          SPAN('Disability1', 2),
          COVERED,
          SPAN('Early Access', 2),
          COVERED,
          'Housing 21',
          'Total',
        ],
        [
          null,
          'Month',
          'Individuals Referred 3',
          'Started',
          'Individuals Referred',
          'Started',
          'Started',
          'Started',
        ],
        ...rows,
      ],
    },
  ])

async function read(bytes: Buffer, change: object = {}) {
  const issues: string[] = []
  const description = tableDescription({ ...DESCRIPTION, ...change })
  const cells = await readTable(fileOf(bytes, 'whp.ods'), description, (what) => issues.push(what))
  return { cells, issues }
}

describe('a described table', () => {
  it('gives dimensions, period, value, states, notes and the exact place of each cell', async () => {
    const { cells, issues } = await read(
      table([
        ['2017', MONTH('2017-11-01'), 1200, '-', '..', '12[p][r]', '[c]', 1212],
        [null, MONTH('2017-12-01'), '1,300', '.', '*', null, 7, '1,320'],
        ['2018', 'Jan', 1, 2, 3, 4, 5, 6],
        ['Total', null, 1, 2, 3, 4, 5, 6],
        ['Percentage'],
        ['2017', 'Nov', 0.5],
        ['1.0', 'People with a health condition.'],
        ['3.0', 'Counted once each.'],
        ['21', 'A note that a name must not lose its number to.'],
      ]),
    )
    expect(issues).toEqual([])
    expect(cells).toHaveLength(18)
    expect(cells[0]).toEqual({
      table: 'groups',
      dimensions: { group: 'disability', measure: 'referrals' },
      totals: [],
      period: { start: '2017-11', end: '2017-11' },
      valueText: '1200',
      value: '1200',
      marker: null,
      states: [],
      notes: ['People with a health condition.', 'Counted once each.'],
      locator: 'Sheet 1_2, row 5, column C',
      hidden: false,
    })
    const brief = cells.map(({ dimensions, period, valueText, value, marker, states, totals }) =>
      [
        period?.start,
        dimensions.group ?? `all(${totals})`,
        dimensions.measure,
        valueText,
        value,
        marker,
        states.join(),
      ].join(' '),
    )
    expect(brief.slice(0, 13)).toEqual([
      '2017-11 disability referrals 1200 1200  ',
      '2017-11 disability starts -  - not-applicable',
      '2017-11 early-access referrals ..  .. nil',
      '2017-11 early-access starts 12[p][r] 12 [p] [r] provisional,revised',
      '2017-11 housing-21 starts [c]  [c] confidential',
      '2017-11 all(group) starts 1212 1212  ',
      '2017-12 disability referrals 1,300 1300  ',
      '2017-12 disability starts .  . negligible',
      '2017-12 early-access referrals *  * confidential',
      '2017-12 early-access starts    blank',
      '2017-12 housing-21 starts 7 7  ',
      '2017-12 all(group) starts 1,320 1320  ',
      '2018-01 disability referrals 1 1  ',
    ])
    expect(cells.every(({ value, valueText }) => value !== '0' || valueText === '0')).toBe(true)
  })

  it('tells of labels, markers and periods it does not know, and leaves nothing out in silence', async () => {
    const { cells, issues } = await read(table([['2017', 'Sometime', 1, '~', 'n/a', '1 2', '', 3]]), {
      known: { ...DESCRIPTION.known, group: { Disability: 'disability', 'Early Access': 'early-access' } },
    })
    const at = 'whp.ods, sheet "1_2", table "groups": '
    const unread = (column: string, text: string): string =>
      `${at}Sheet 1_2, row 5, column ${column}: expected a number or a marker that the description explains, got "${text}"`
    expect(new Set(issues.map((what) => what.replace(/^.*?whp/, 'whp')))).toEqual(
      new Set([
        `${at}expected a label of "group" that the description knows, got "Disability1"; its cells are left out`,
        `${at}expected a label of "group" that the description knows, got "Housing 21"; its cells are left out`,
        `${at}expected a label of "measure" that the description knows, got "Individuals Referred 3"; its cells are left out`,
        `${at}row 5: expected a period, got "2017 Sometime"`,
        unread('E', 'n/a'),
        unread('F', '1 2'),
      ]),
    )
    expect(cells.map(({ states, period }) => [states.join(), period])).toEqual([
      ['unexplained', null],
      ['unexplained', null],
      ['', null],
    ])
  })

  it('reads CSV without a sheet, millions, percentages, and a list of columns', async () => {
    const csv = Buffer.from(
      'Preamble\nRegion,Share,Income,Notes\nNorth,47%,1.25,x\nSouth [note 1],[low],-0.5,\nNote 1: A note here\n',
    )
    const { cells, issues } = await read(csv, {
      ...{
        sheet: undefined,
        header: { find: 'Region' },
        headings: ['measure'],
        known: undefined,
        period: undefined,
      },
      labels: [{ column: 'A', dimension: 'region' }],
      numbers: { from: 'B', to: 'C' },
      power: 6,
    })
    expect(issues).toEqual([])
    expect(
      cells.map(({ dimensions, value, states, locator, notes }) => ({
        ...dimensions,
        value,
        states: states.join(),
        locator,
        notes: notes.length,
      })),
    ).toEqual([
      { measure: 'Share', region: 'North', value: '47', states: '', locator: 'row 3, column B', notes: 0 },
      {
        measure: 'Income',
        region: 'North',
        value: '1250000',
        states: '',
        locator: 'row 3, column C',
        notes: 0,
      },
      {
        measure: 'Share',
        region: 'South',
        value: null,
        states: 'rounds-to-zero',
        locator: 'row 4, column B',
        notes: 1,
      },
      {
        measure: 'Income',
        region: 'South',
        value: '-500000',
        states: '',
        locator: 'row 4, column C',
        notes: 1,
      },
    ])
  })

  it('says what was expected where a sheet, its headings or its rows are missing', async () => {
    await expect(read(BOOK, { sheet: 'Table 9' })).rejects.toThrow(
      /expected a sheet Table 9, found "Contents", "1_2"/,
    )
    await expect(read(BOOK, { header: { find: 'Quarter' } })).rejects.toThrow(
      /expected headings with "Quarter" , found none/,
    )
    await expect(read(table([['Percentage']]))).rejects.toThrow(
      /expected rows under the headings, found none/,
    )
  })

  it('reads XLSX alike', async () => {
    const bytes = xlsxOf([
      {
        name: 'T1',
        rows: [
          ['Year', null, 'Disability', null, 'Early Access'],
          [null, 'Month', 'Started', 'Individuals Referred', 'Started'],
          ['2017', 'Nov', 5, 6, 7],
        ],
        after: '<mergeCells><mergeCell ref="C1:D1"/></mergeCells>',
      },
    ])
    const { cells } = await read(bytes, { sheet: 'T1' })
    expect(cells.map(({ dimensions, value }) => [dimensions.group, dimensions.measure, value])).toEqual([
      ['disability', 'starts', '5'],
      ['disability', 'referrals', '6'],
      ['early-access', 'starts', '7'],
    ])
  })

  it('refuses a description with a fault, by name', () => {
    expect(() => tableDescription({ ...DESCRIPTION, labels: [], colour: 'red' })).toThrow(
      /^table "groups": .*labels/,
    )
  })
})

it.each<[string, string | null, string]>([
  ['0', '0', ''],
  ['-', null, 'unexplained'],
  ['[z]', null, 'not-applicable'],
  ['[r][e] 1,234.50', '1234.5', 'revised,estimated'],
  ['12%', '12', ''],
  ['−3', '-3', ''],
  ['5*', '5', 'confidential'],
  ['12,34', null, 'unexplained'],
  ['', null, 'blank'],
])('the cell %j is %j, %s', (text, value, states) => {
  const cell: Cell = text === '' ? { text, kind: 'blank', value: null } : { text, kind: 'text', value: null }
  const read = readCell(cell, {})
  expect([read.value, read.states.join()]).toEqual([value, states])
})

it.each<[string[], string | null]>([
  [['2014'], '2014 2014'],
  [['2013/14'], '2013-04 2014-03'],
  [['2013/15'], null],
  [['2013-14'], '2013-04 2014-03'],
  // A financial year as likely as a December.
  [['2011-12'], null],
  [['2014-05'], '2014-05 2014-05'],
  [['2011-12-01'], '2011-12 2011-12'],
  [['May 2014'], '2014-05 2014-05'],
  [['May-14'], '2014-05 2014-05'],
  [['2014', 'September'], '2014-09 2014-09'],
  [['2017', '2017-11-01'], '2017-11 2017-11'],
  [['Apr to Jun 2014'], '2014-04 2014-06'],
  [['Dec to Feb 2014'], '2013-12 2014-02'],
  [['Q2 2014'], '2014-04 2014-06'],
  [['Mayday 2014'], null],
  [['to date'], null],
])('the period %j is %j', (parts, expected) => {
  const period = periodOf(parts)
  expect(period && `${period.start} ${period.end}`).toBe(expected)
})
