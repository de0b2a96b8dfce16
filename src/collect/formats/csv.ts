// What are the rows of this CSV file, one by one, however it was exported?
import { CsvError, parse } from 'csv-parse'
import { bytesOf, type Encoding, encodingOf, headOf, type Input, utf8Of } from './bytes.ts'
import { expectKind, UnreadableFileError } from './sniff.ts'

/** One record. Preambles, headings and blank lines are rows like any other; rows may have any number of cells. */
export type CsvRow = {
  /** The line of the file on which the record begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

export type CsvOptions = {
  /** What stands between cells. By default the one of `,` `;` tab `|` that the first lines use. */
  readonly delimiter?: string
  /** Most characters of one record. Default 1,000,000. A quote that is never closed ends here, with an error. */
  readonly longest?: number
  /** Told the encoding before the first row. */
  readonly onEncoding?: (encoding: Encoding) => void
}

/**
 * Reads a CSV file in constant memory: UTF-8, UTF-16 or windows-1252, any line ends, quotes inside cells as they stand.
 * NULs are dropped. Cells are not trimmed.
 * @throws UnreadableFileError when it is not text, a quote is never closed, or a record is too long.
 */
export async function* csvRows(input: Input, options: CsvOptions = {}): AsyncGenerator<CsvRow> {
  const { name } = bytesOf(input)
  // JSON is let through: a CSV may well begin with a bracket.
  if ((await expectKind(input, ['text', 'json', 'empty'], 'CSV')) === 'empty') return
  const encoding = await encodingOf(input)
  options.onEncoding?.(encoding)
  const delimiter = options.delimiter ?? (await delimiterOf(input, encoding))
  const longest = options.longest ?? 1_000_000
  let ready: string[][] = []
  let failure: Error | null = null
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: longest,
    // Records are taken here and not from the stream, which would drop those before an error.
    on_record: (record: string[]) => {
      ready.push(record)
      return null
    },
  })
  parser.on('error', (error) => {
    failure = error
  })
  const closed = new Promise<void>((done) => parser.on('close', done))
  parser.resume()
  let line = 1
  function* take(): Generator<CsvRow> {
    for (const record of ready) {
      yield { line, cells: record.map(withoutNul) }
      line += 1
      for (const cell of record) line += linesIn(cell)
    }
    ready = []
    if (failure) throw brokenRecord(failure, `${name}: line ${line}`, longest)
  }
  try {
    for await (const chunk of utf8Of(input, encoding)) {
      await new Promise<void>((done) => parser.write(chunk, () => done()))
      yield* take()
    }
    parser.end()
    await closed
    yield* take()
  } finally {
    parser.destroy()
  }
}

function brokenRecord(cause: Error, where: string, longest: number): Error {
  if (!(cause instanceof CsvError)) return cause
  const got =
    cause.code === 'CSV_QUOTE_NOT_CLOSED'
      ? 'a quote that is never closed'
      : cause.code === 'CSV_MAX_RECORD_SIZE'
        ? `over ${longest} characters, as when a quote is never closed`
        : cause.message
  return new UnreadableFileError(`${where}: expected a record of CSV, got ${got}`, { cause })
}

const withoutNul = (cell: string): string => (cell.includes('\0') ? cell.replaceAll('\0', '') : cell)

function linesIn(cell: string): number {
  if (!cell.includes('\n') && !cell.includes('\r')) return 0
  return cell.match(/\r\n|\n|\r/g)?.length ?? 0
}

/** The delimiter with the most uses outside quotes in the first lines; a comma when there is none. */
async function delimiterOf(input: Input, encoding: Encoding): Promise<string> {
  const head = await headOf(input, 16_384)
  const text = new TextDecoder(encoding.charset).decode(head).replace(/"[^"]*("|$)/g, '')
  let best = ','
  let most = 0
  for (const candidate of [',', ';', '\t', '|']) {
    const uses = text.split(candidate).length - 1
    if (uses > most) {
      best = candidate
      most = uses
    }
  }
  return best
}

export type HeadedRow = {
  readonly line: number
  /** Cells by the heading of their column, trimmed. A heading that comes again has " (2)" and so on after it. */
  readonly record: Readonly<Record<string, string>>
}

/**
 * Reads a CSV file whose first line that is not blank names its columns. Blank lines are passed over. A row with cells
 * beyond the headings, or with fewer cells than headings, is told of and still given: missing cells are empty.
 */
export async function* csvRecords(
  input: Input,
  options: CsvOptions & {
    readonly onOdd?: (what: string, line: number) => void
    /** Headings in small letters: some lists change between capitals and small letters from one month to the next. */
    readonly smallHeadings?: boolean
  } = {},
): AsyncGenerator<HeadedRow> {
  let headings: string[] | null = null
  for await (const { line, cells } of csvRows(input, options)) {
    if (cells.every((cell) => cell.trim() === '')) continue
    if (headings === null) {
      const seen = new Map<string, number>()
      headings = cells.map((cell) => {
        const printed = cell.trim()
        const heading = options.smallHeadings ? printed.toLowerCase() : printed
        const times = (seen.get(heading) ?? 0) + 1
        seen.set(heading, times)
        return times === 1 ? heading : `${heading} (${times})`
      })
      continue
    }
    const beyond = cells.slice(headings.length).filter((cell) => cell.trim() !== '').length
    if (beyond > 0 || cells.length < headings.length)
      options.onOdd?.(
        `line ${line}: expected ${headings.length} cells as in the headings, got ${cells.length}`,
        line,
      )
    const record: Record<string, string> = Object.create(null)
    for (const [at, heading] of headings.entries()) record[heading] = cells[at]?.trim() ?? ''
    yield { line, record }
  }
}
