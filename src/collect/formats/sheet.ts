// What are the rows of this file, whatever it is: CSV, XLSX or ODS?
import { type Bytes, bytesOf, type Input } from './bytes.ts'
import { BLANK, type Cell, SHEET_LIMITS, type SheetLimits, type SheetRow, trimmed } from './cells.ts'
import { csvRows } from './csv.ts'
import { odsRows } from './ods.ts'
import { expectKind, type FileKind, UnreadableFileError } from './sniff.ts'
import { xlsxRows } from './xlsx.ts'
import { openZip } from './zip.ts'

export type SheetOptions = {
  /** Which sheets to read, by name and place from 0. Default: all. Others cost little or nothing. */
  readonly sheets?: (name: string, place: number) => boolean
  /** For a CSV; see `csvRows`. */
  readonly delimiter?: string
  readonly limits?: Partial<SheetLimits>
}

/**
 * Reads rows in the order of the file, sheet by sheet, streamed. Rows without any cell may be left out: go by `row`.
 * @throws UnreadableFileError for old .xls, PDF, HTML and damaged files, HostilePageError past a limit.
 */
export async function* sheetRows(input: Input, options: SheetOptions = {}): AsyncGenerator<SheetRow> {
  const kind: FileKind = await expectKind(input, ['zip', 'text', 'json', 'empty'], 'CSV, XLSX or ODS')
  if (kind !== 'zip') {
    if (options.sheets && !options.sheets('', 0)) return
    const csv = csvRows(input, options.delimiter === undefined ? {} : { delimiter: options.delimiter })
    for await (const { line, cells } of csv)
      yield { sheet: '', row: line, cells: trimmed(cells.map(textCell)), hidden: false }
    return
  }
  if (!('path' in input))
    throw new UnreadableFileError(
      `${bytesOf(input).name}: a workbook inside a zip is not read; unpack it first`,
    )
  const limits = { ...SHEET_LIMITS, ...options.limits }
  const zip = await openZip(input, limits.zip)
  try {
    const wanted = options.sheets ?? (() => true)
    const name = input.url ?? bytesOf(input).name
    const content: Bytes | undefined = zip.find('content.xml')
    if (zip.find('xl/workbook.xml') || zip.find('[Content_Types].xml'))
      yield* xlsxRows(zip, name, wanted, limits)
    else if (content) yield* odsRows(content, name, wanted, limits)
    else
      throw new UnreadableFileError(
        `${name}: expected XLSX or ODS, got a zip of ${zip.entries.length} other files`,
      )
  } finally {
    zip.close()
  }
}

const textCell = (text: string): Cell => (text.trim() === '' ? BLANK : { text, kind: 'text', value: null })
