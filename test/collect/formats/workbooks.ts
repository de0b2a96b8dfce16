// Builds the files that the readers are tried with: zips, XLSX and ODS workbooks, all invented, as small as can be.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32, deflateRawSync } from 'node:zlib'

const folder = mkdtempSync(join(tmpdir(), 'formats-'))

/** Writes bytes to a new temporary file and says where. */
export function fileOf(bytes: string | Buffer, name = 'file'): { path: string } {
  const path = join(mkdtempSync(join(folder, 'f')), name)
  writeFileSync(path, bytes)
  return { path }
}

export type ZipEntry = {
  readonly name: string
  readonly data: string | Buffer
  /** What the directory claims, where it lies. */
  readonly claims?: number
}

/** A zip archive with deflated entries. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, data, claims } of entries) {
    const bytes = Buffer.from(data)
    const packed = deflateRawSync(bytes)
    const letters = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(crc32(bytes), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(claims ?? bytes.length, 18)
    common.writeUInt16LE(letters.length, 22)
    const head = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, letters, packed])
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, tail, letters]))
    local.push(head)
    offset += head.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...local, directory, Buffer.from('PK\x05\x06', 'latin1'), end])
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A cell: text, number, or markup of its own for everything else. */
export type Made = string | number | null | { readonly xml: string }
export type MadeSheet = {
  readonly name: string
  readonly rows: readonly (readonly Made[])[]
  /** XLSX: what stands after the rows, such as merged cells. */
  readonly after?: string
  readonly state?: string
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

/** An XLSX workbook with shared strings. `styles` is a list of number formats; a cell takes one by `s="place"`. */
export function xlsxOf(
  sheets: readonly MadeSheet[],
  options: {
    readonly formats?: readonly string[]
    readonly workbookPr?: string
    readonly strings?: string
  } = {},
): Buffer {
  const strings: string[] = []
  const cell = (made: Made): string => {
    if (made === null) return '<c/>'
    if (typeof made === 'number') return `<c><v>${made}</v></c>`
    if (typeof made === 'object') return made.xml
    let at = strings.indexOf(made)
    if (at < 0) at = strings.push(made) - 1
    return `<c t="s"><v>${at}</v></c>`
  }
  const bodies = sheets.map(
    ({ rows, after = '' }) =>
      `${XML}<worksheet><sheetData>${rows
        .map((row, at) => `<row r="${at + 1}">${row.map(cell).join('')}</row>`)
        .join('')}</sheetData>${after}</worksheet>`,
  )
  const formats = options.formats ?? []
  return zipOf([
    { name: '[Content_Types].xml', data: `${XML}<Types/>` },
    {
      name: 'xl/workbook.xml',
      data: `${XML}<workbook xmlns:r="r">${options.workbookPr ?? ''}<sheets>${sheets
        .map(
          ({ name, state }, at) =>
            `<sheet name="${escaped(name)}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      data: `${XML}<Relationships>${sheets
        .map(
          (_, at) =>
            `<Relationship Id="rId${at + 1}" Type="http://x/relationships/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`,
        )
        .join('')}</Relationships>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      data:
        options.strings ??
        `${XML}<sst>${strings.map((text) => `<si><t>${escaped(text)}</t></si>`).join('')}</sst>`,
    },
    {
      name: 'xl/styles.xml',
      data: `${XML}<styleSheet><numFmts>${formats
        .map((code, at) => `<numFmt numFmtId="${200 + at}" formatCode="${escaped(code)}"/>`)
        .join(
          '',
        )}</numFmts><cellXfs>${formats.map((_, at) => `<xf numFmtId="${200 + at}"/>`).join('')}</cellXfs></styleSheet>`,
    },
    ...bodies.map((data, at) => ({ name: `xl/worksheets/sheet${at + 1}.xml`, data })),
  ])
}

/** An ODS workbook. */
export function odsOf(sheets: readonly MadeSheet[]): Buffer {
  const cell = (made: Made): string => {
    if (made === null) return '<table:table-cell/>'
    if (typeof made === 'number')
      return `<table:table-cell office:value-type="float" office:value="${made}"><text:p>${made}</text:p></table:table-cell>`
    if (typeof made === 'object') return made.xml
    return `<table:table-cell office:value-type="string"><text:p>${escaped(made)}</text:p></table:table-cell>`
  }
  const tables = sheets.map(
    ({ name, rows, after = '' }) =>
      `<table:table table:name="${escaped(name)}">${rows
        .map((row) => `<table:table-row>${row.map(cell).join('')}</table:table-row>`)
        .join('')}${after}</table:table>`,
  )
  return zipOf([
    { name: 'mimetype', data: 'application/vnd.oasis.opendocument.spreadsheet' },
    {
      name: 'content.xml',
      data: `${XML}<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:calcext="c"><office:body><office:spreadsheet>${tables.join('')}</office:spreadsheet></office:body></office:document-content>`,
    },
  ])
}
