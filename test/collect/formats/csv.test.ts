// Is every record of a CSV file read as it stands, whatever exported it?
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodingOf } from '../../../src/collect/formats/bytes.ts'
import { type CsvOptions, csvRecords, csvRows } from '../../../src/collect/formats/csv.ts'
import { fileOf } from './workbooks.ts'

async function rowsOf(bytes: string | Buffer, options: CsvOptions = {}): Promise<(string | number)[][]> {
  const rows = []
  for await (const { line, cells } of csvRows(fileOf(bytes, 'a.csv'), options)) rows.push([line, ...cells])
  return rows
}

describe('a CSV file', () => {
  it('keeps preambles, blank lines, ragged rows and the line each record begins on', async () => {
    const text =
      'Spending in May\r\n\r\nDate,"Supplier\r\nname",Amount\r\n01/05/2014,Alder Trust,1\r\n,,\r\nx\r\n'
    expect(await rowsOf(text)).toEqual([
      [1, 'Spending in May'],
      [2, ''],
      [3, 'Date', 'Supplier\r\nname', 'Amount'],
      [5, '01/05/2014', 'Alder Trust', '1'],
      [6, '', '', ''],
      [7, 'x'],
    ])
  })

  it('leaves quotes inside cells as they stand, and drops NULs', async () => {
    expect(await rowsOf('The "Alder" Trust,1\n"a ""b"" c",\x002\n')).toEqual([
      [1, 'The "Alder" Trust', '1'],
      [2, 'a "b" c', '2'],
    ])
  })

  it.each([
    ['windows-1252', Buffer.from('a,\xa3 5 \x96 \x93Elm\x94\n', 'latin1'), 'a', '£ 5 – “Elm”'],
    ['utf-8', Buffer.from('\ufeffa,£ 5\n'), 'a', '£ 5'],
    ['utf-16le', Buffer.from('\ufeffa\t£ 5\n', 'utf16le'), 'a', '£ 5'],
    ['utf-16be', Buffer.from('\ufeffa\t£ 5\n', 'utf16le').swap16(), 'a', '£ 5'],
    ['utf-16le', Buffer.from('abc\tcost 5\n', 'utf16le'), 'abc', 'cost 5'],
  ])('is read as %s', async (charset, bytes, first, second) => {
    let read = ''
    const rows = await rowsOf(bytes, { onEncoding: (encoding) => (read = encoding.charset) })
    expect({ read, rows }).toEqual({ read: charset, rows: [[1, first, second]] })
  })

  it('stays UTF-8 when a byte among many letters is damaged, and says so', async () => {
    const bytes = Buffer.concat([Buffer.from('£1,£2,£3\n'), Buffer.from([0xa3, 0x0a])])
    expect(await encodingOf(fileOf(bytes))).toEqual({ charset: 'utf-8', damaged: true })
    expect(await rowsOf(bytes)).toEqual([
      [1, '£1', '£2', '£3'],
      [2, '\uFFFD'],
    ])
  })

  it('decides the encoding by the whole file, also when a letter lies across two parts of it', async () => {
    const text = `${'x'.repeat(256 * 1024 - 1)}£\n`
    expect((await encodingOf(fileOf(text))).charset).toBe('utf-8')
    const late = Buffer.concat([Buffer.from('x\n'.repeat(400_000)), Buffer.from([0xa3])])
    expect((await encodingOf(fileOf(late))).charset).toBe('windows-1252')
  })

  it('names the line of a quote that is never closed', async () => {
    await expect(rowsOf('a,b\nc,"d\ne,f\n')).rejects.toThrow(/a\.csv: line 2: .*a quote that is never closed/)
    await expect(rowsOf(`a\n"${'x'.repeat(300)}`, { longest: 100 })).rejects.toThrow(/line 2: .*over 100/)
  })

  it.each([
    ['<!DOCTYPE html><html><body>404', /an HTML page/],
    ['%PDF-1.7 ...', /a PDF/],
    [Buffer.from('d0cf11e0a1b11ae1', 'hex'), /an old Office file/],
    ['PK\x03\x04', /a workbook/],
  ])('that is none is refused by its bytes: %j', async (bytes, expected) => {
    await expect(rowsOf(bytes)).rejects.toThrow(expected)
  })

  it('of no bytes has no rows', async () => {
    expect(await rowsOf('')).toEqual([])
  })

  it('reads any cells that were written with every quote doubled', async () => {
    const cell = fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', ''))
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`
        const text = written.map((row) => row.map(quote).join(',')).join('\r\n')
        const read = await rowsOf(`"first",","\n${text}`, { delimiter: ',' })
        expect(read.slice(1).map((row) => row.slice(1))).toEqual(written)
      }),
      { numRuns: 60 },
    )
  })
})

describe('records by heading', () => {
  it('tell of ragged rows, pass blank lines, and tell apart headings that come twice', async () => {
    const odd: string[] = []
    const records = []
    const file = fileOf('\n Name ,Value,Value\nAlder,1,2\n,,\nElm,3\nOak,4,5,6\n__proto__,7,8\n')
    for await (const { line, record } of csvRecords(file, { onOdd: (what) => odd.push(what) }))
      records.push({ line, ...record })
    expect(records).toEqual([
      { line: 3, Name: 'Alder', Value: '1', 'Value (2)': '2' },
      { line: 5, Name: 'Elm', Value: '3', 'Value (2)': '' },
      { line: 6, Name: 'Oak', Value: '4', 'Value (2)': '5' },
      { line: 7, Name: '__proto__', Value: '7', 'Value (2)': '8' },
    ])
    expect(odd).toEqual([
      'line 5: expected 3 cells as in the headings, got 2',
      'line 6: expected 3 cells as in the headings, got 4',
    ])
  })
})
