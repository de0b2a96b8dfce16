// How is the data written as a workbook for spreadsheets?
//
// Office Open XML (ECMA-376), with the least that it takes: one sheet of notes and one for each table, each row written as
// it comes. The library for this holds all rows in memory. Texts are inline and are never run as formulas.
import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { type About, aboutLines } from './about.ts'
import type { Cell, Row, Table } from './tables.ts'
import type { View } from '../web/resource.ts'

/** Of a sheet, by the format; the heading is one of them. */
const MOST_ROWS = 1_048_576
/** Of a cell, by the format. */
const MOST_CHARACTERS = 32_767
/** Zip's first day, in local time: its dates carry no zone, so that the same data gives the same bytes everywhere. */
const LONG_AGO = new Date(1980, 0, 1)

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

// biome-ignore lint/suspicious/noControlCharactersInRegex: XML 1.0 has no place for them
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g
const escapeXml = (text: string): string =>
  text.replace(UNPRINTABLE, '\ufffd').replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)

function cellXml(cell: Cell, style: number): string {
  const styled = style === 0 ? '' : ` s="${style}"`
  if (cell === null) return '<c/>'
  if (typeof cell === 'number') return `<c${styled}><v>${cell}</v></c>`
  if (typeof cell === 'boolean') return `<c t="b"${styled}><v>${cell ? 1 : 0}</v></c>`
  const text = cell.length > MOST_CHARACTERS ? `${cell.slice(0, MOST_CHARACTERS - 1)}…` : cell
  return `<c t="inlineStr"${styled}><is><t xml:space="preserve">${escapeXml(text)}</t></is></c>`
}
const rowXml = (row: Row, style = 0): string =>
  `<row>${row.map((cell) => cellXml(cell, style)).join('')}</row>`

/** Styles of cells, by their place in styles.xml. */
const BOLD = 1
const WRAPPED = 2

/** The widest that a column of text is drawn, in characters. */
const WIDE = 48
const widthOf = (name: string): number => Math.min(WIDE, Math.max(12, name.length + 2))

function* sheetXml(
  columns: readonly { name: string; width?: number }[],
  rows: Iterable<Row>,
  headed: boolean,
  style = 0,
) {
  yield `${HEAD}<worksheet xmlns="${MAIN}">`
  if (headed)
    yield '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
  const cols = columns.map(
    ({ name, width = widthOf(name) }, index) =>
      `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
  )
  yield `<cols>${cols.join('')}</cols><sheetData>`
  if (headed)
    yield rowXml(
      columns.map(({ name }) => name),
      BOLD,
    )
  let left = MOST_ROWS - 1
  for (const row of rows) {
    if (left === 0) break
    left -= 1
    yield rowXml(row, style)
  }
  yield '</sheetData></worksheet>'
}

function* noteRows(about: About, tables: readonly Table[]): Generator<Row> {
  for (const line of aboutLines(about)) yield [line]
  yield [null]
  yield ['Sheets and their columns']
  for (const { name, title, description, columns } of tables) {
    yield [null]
    yield [`${name}: ${title}`, description]
    for (const column of columns) yield [`${name}.${column.name}`, column.description]
  }
  yield [null]
  yield [
    `A sheet holds at most ${MOST_ROWS - 1} rows, and a cell ${MOST_CHARACTERS} characters; the CSV files hold all.`,
  ]
}

/** Sheets are named as tables are: at most 31 characters by the format. */
const SHEET_NAMES = (tables: readonly Table[]): string[] => [
  'notes',
  ...tables.map(({ name }) => name.slice(0, 31)),
]

/** Writes the workbook to a new file. */
export async function writeWorkbook(
  path: string,
  view: View,
  about: About,
  tables: readonly Table[],
  signal?: AbortSignal,
): Promise<void> {
  const zip = new ZipFile()
  const options = { mtime: LONG_AGO, mode: 0o100644 }
  const add = (name: string, text: string): void => zip.addBuffer(Buffer.from(HEAD + text), name, options)
  const names = SHEET_NAMES(tables)
  const numbers = names.map((_, index) => index + 1)

  add(
    '[Content_Types].xml',
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET}.styles+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>${numbers.map((n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${SHEET}.worksheet+xml"/>`).join('')}</Types>`,
  )
  add(
    '_rels/.rels',
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/><Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>`,
  )
  add(
    'docProps/core.xml',
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(about.title)}</dc:title><dc:description>${escapeXml(`${about.citation} ${about.licence}`)}</dc:description><dc:identifier>${about.version}</dc:identifier><dc:language>en-GB</dc:language><dcterms:created xsi:type="dcterms:W3CDTF">${about.asOf}T00:00:00Z</dcterms:created></cp:coreProperties>`,
  )
  add(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
  )
  add(
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${PACKAGE}/relationships">${numbers.map((n) => `<Relationship Id="rId${n}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n}.xml"/>`).join('')}<Relationship Id="rId${numbers.length + 1}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  )
  add(
    'xl/styles.xml',
    `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`,
  )
  const sheets = [
    sheetXml(
      [
        { name: 'Notes', width: 60 },
        { name: '', width: 90 },
      ],
      noteRows(about, tables),
      false,
      WRAPPED,
    ),
    ...tables.map((table) =>
      sheetXml(
        table.columns.map(({ name, type }) =>
          type === 'string' ? { name, width: Math.max(24, widthOf(name)) } : { name },
        ),
        table.rows(view),
        true,
      ),
    ),
  ]
  // Lazily, one after another: each stream is read only when the one before is written.
  for (const [index, sheet] of sheets.entries())
    zip.addReadStreamLazy(`xl/worksheets/sheet${index + 1}.xml`, options, (give) =>
      give(null, Readable.from(gather(sheet))),
    )
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx' }), {
    ...(signal ? { signal } : {}),
  })
}

/** Small pieces gathered, so that the zip is not asked once a row. */
export function* gather(pieces: Iterable<string>, size = 64 * 1024): Generator<Buffer> {
  let gathered: string[] = []
  let length = 0
  for (const piece of pieces) {
    gathered.push(piece)
    length += piece.length
    if (length < size) continue
    yield Buffer.from(gathered.join(''))
    gathered = []
    length = 0
  }
  yield Buffer.from(gathered.join(''))
}
