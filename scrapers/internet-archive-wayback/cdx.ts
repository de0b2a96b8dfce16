// What rows does the Wayback Machine's index give? Text with spaces, or JSON with a row of column names.
import { type IndexRow, OddRecordError, SourceChangedError, type Tools } from '../../src/collect/index.ts'

/** Columns when the question names none. */
const COLUMNS = ['urlkey', 'timestamp', 'original', 'mimetype', 'statuscode', 'digest', 'length']

export type Index = { readonly rows: readonly IndexRow[]; readonly resumeKey: string | null }

/**
 * @param fl the columns that were asked for, comma-separated; null for the usual ones.
 * @throws SourceChangedError when the answer is neither form.
 */
export function readIndex(text: string, fl: string | null, tools: Pick<Tools, 'each' | 'issue'>): Index {
  const lines = text.trimStart().startsWith('[') ? jsonLines(text) : textLines(text)
  const { rows, rest, columns = fl?.split(',') ?? COLUMNS } = lines
  for (const needed of ['timestamp', 'original'])
    if (!columns.includes(needed))
      throw new SourceChangedError(`expected a column "${needed}" in the index, found ${columns.join(', ')}`)
  const seen = new Set<string>()
  let repeats = 0
  const read = tools.each(rows, (cells) => {
    if (cells.length !== columns.length)
      throw new OddRecordError(
        `a row of the index has ${cells.length} columns, expected ${columns.length}: ${cells.join(' ').slice(0, 120)}`,
      )
    // Paging by resume key repeats rows.
    const line = cells.join(' ')
    if (seen.has(line)) {
      repeats += 1
      return null
    }
    seen.add(line)
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '-'
    const [timestamp, original, digest] = [cell('timestamp'), cell('original'), cell('digest')]
    return { timestamp, original, digest, mime: cell('mimetype'), status: cell('statuscode') }
  })
  if (repeats > 0) tools.issue(`${repeats} of ${rows.length} rows of the index repeat another`)
  return { rows: read, resumeKey: rest }
}

type Lines = {
  readonly rows: readonly (readonly string[])[]
  /** The resume key, which stands alone after an empty row; null on the last page. */
  readonly rest: string | null
  readonly columns?: readonly string[]
}

function textLines(text: string): Lines {
  if (/^\s*<(!doctype|html)/i.test(text))
    throw new SourceChangedError(`expected rows of an index, got a page: ${text.trim().slice(0, 60)}`)
  const lines = text.split(/\r?\n/)
  while (lines.at(-1) === '') lines.pop()
  const gap = lines.indexOf('')
  const rows = (gap < 0 ? lines : lines.slice(0, gap)).map((line) => line.split(' '))
  return { rows, rest: gap < 0 ? null : keyOf(lines.slice(gap + 1)) }
}

function jsonLines(text: string): Lines {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new SourceChangedError(`expected a JSON list of rows, got ${JSON.stringify(text.slice(0, 60))}`, {
      cause,
    })
  }
  const isRow = (row: unknown): row is string[] =>
    Array.isArray(row) && row.every((cell) => typeof cell === 'string')
  if (!Array.isArray(value) || !value.every(isRow))
    throw new SourceChangedError('expected a JSON list of rows of text')
  const [columns, ...rows] = value
  if (!columns) return { rows: [], rest: null }
  const gap = rows.findIndex((row) => row.length === 0)
  return {
    columns,
    rows: gap < 0 ? rows : rows.slice(0, gap),
    rest: gap < 0 ? null : keyOf(rows.slice(gap + 1).map((row) => row.join(' '))),
  }
}

function keyOf(after: readonly string[]): string {
  const [key] = after
  if (after.length === 1 && key) return key
  throw new SourceChangedError(`expected one resume key after the empty row, found ${after.length} rows`)
}
