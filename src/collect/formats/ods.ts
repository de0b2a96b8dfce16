// What are the rows of this ODS workbook, table by table, without holding a table?
import { HostilePageError } from '../errors.ts'
import type { Bytes } from './bytes.ts'
import {
  BLANK,
  type Cell,
  carry,
  decimalOf,
  LONGEST_CELL,
  type Merge,
  type SheetLimits,
  type SheetRow,
  tooLong,
  trimmed,
} from './cells.ts'
import { xmlEvents } from './xml-events.ts'

/** LibreOffice writes "the rest of the sheet is empty" as one row repeated to here. */
const MOST_ROWS = 1_048_576
const ERROR = /^(#(DIV\/0!|N\/A|REF!|VALUE!|NAME\?|NUM!|NULL!)|Err:\d+)/

type Run = { readonly cell: Cell; readonly times: number }

/** @throws UnreadableFileError, HostilePageError: see `sheetRows`. */
export async function* odsRows(
  content: Bytes,
  name: string,
  wanted: (name: string, place: number) => boolean,
  limits: SheetLimits,
): AsyncGenerator<SheetRow> {
  let budget = limits.cells
  let tables = -1
  /** Tables inside cells are drawings, not rows of the sheet. */
  let inTable = 0
  let sheet: string | null = null
  let row = 0
  let repeat = 1
  let hidden = false
  let runs: Run[] = []
  let width = 0
  let merges: Merge[] = []
  let ready: { readonly row: SheetRow; readonly times: number }[] = []
  /** The cell being read: its attributes and its text, a line for each paragraph. */
  let cell: Readonly<Record<string, string>> | null = null
  let covered = false
  let printed = ''
  let inParagraph = 0
  let skipping = 0

  const where = (): string => `${name}, sheet "${sheet}", row ${row}`
  const times = (text: string | undefined, most: number): number => {
    const number = text === undefined ? 1 : Number(text)
    if (Number.isInteger(number) && number >= 1 && number <= most) return number
    throw new HostilePageError(`${where()}: expected 1 to ${most} repeats, got "${text}"`)
  }

  const add = (text: string): void => {
    printed += text
    if (printed.length > LONGEST_CELL) throw tooLong(where())
  }

  const endCell = (attributes: Readonly<Record<string, string>>): void => {
    const repeats = times(attributes['number-columns-repeated'], limits.columns)
    // What lies under merged cells is not seen.
    const made = covered ? BLANK : cellOf(attributes, printed)
    const across = times(attributes['number-columns-spanned'], limits.columns)
    const down = times(attributes['number-rows-spanned'], MOST_ROWS)
    if ((across > 1 || down > 1) && made.kind !== 'blank') {
      merges.push({ top: row, bottom: row + down - 1, left: width, right: width + across - 1, cell: made })
      if (width + across > limits.columns || merges.length > 50_000)
        throw new HostilePageError(
          `${where()}: expected at most 50,000 merged cells in ${limits.columns} columns, got more`,
        )
    }
    runs.push({ cell: made, times: repeats })
    width += repeats
    if (made.kind === 'blank') return
    budget -= repeats
    if (width > limits.columns || budget < 0)
      throw new HostilePageError(
        `${where()}: expected at most ${limits.columns} columns and ${limits.cells} cells in all, got more`,
      )
  }

  const endRow = (): void => {
    let last = runs.length
    while (last > 0 && runs[last - 1]?.cell.kind === 'blank') last -= 1
    const cells: Cell[] = []
    for (const run of runs.slice(0, last)) for (let i = 0; i < run.times; i++) cells.push(run.cell)
    if (merges.length > 0) {
      merges = merges.filter((merge) => merge.bottom >= row)
      for (const { left, right } of merges) budget -= right - left
      carry(merges, row, cells)
    }
    if (cells.length > 0) {
      budget -= cells.length * (repeat - 1)
      if (budget < 0)
        throw new HostilePageError(
          `${where()}: expected at most ${limits.cells} cells in all, got a row of ${cells.length} ${repeat} times`,
        )
      ready.push({ row: { sheet: sheet ?? '', row, cells: trimmed(cells), hidden }, times: repeat })
    }
    row += repeat - 1
  }

  const events = xmlEvents(content, {
    open: (tag, attributes) => {
      if (skipping > 0) skipping += 1
      else if (cell !== null) {
        if (inParagraph > 0) {
          if (tag === 's') add(' '.repeat(times(attributes.c, 32_767)))
          else if (tag === 'tab' || tag === 'line-break') add(tag === 'tab' ? '\t' : '\n')
          else if (tag === 'annotation' || tag === 'note' || tag === 'ruby-text') skipping = 1
          else inParagraph += 1
        } else if (tag === 'p' || tag === 'h') {
          inParagraph = 1
          if (printed !== '') add('\n')
        } else skipping = 1
      } else if (tag === 'table') {
        inTable += 1
        tables += 1
        sheet = wanted(attributes.name ?? '', tables) ? (attributes.name ?? '') : null
        row = 0
        merges = []
      } else if (tag === 'tracked-changes' || tag === 'shapes') skipping = 1
      else if (inTable === 0 || sheet === null) return
      else if (tag === 'table-row') {
        row += 1
        if (row > 16 * MOST_ROWS) throw new HostilePageError(`${where()}: expected at most ${MOST_ROWS} rows`)
        repeat = times(attributes['number-rows-repeated'], MOST_ROWS)
        hidden = (attributes.visibility ?? 'visible') !== 'visible'
        runs = []
        width = 0
      } else if (tag === 'table-cell' || tag === 'covered-table-cell') {
        cell = attributes
        covered = tag === 'covered-table-cell'
        printed = ''
      }
    },
    text: (text) => {
      if (inParagraph > 0 && skipping === 0) add(text)
    },
    close: (tag) => {
      if (skipping > 0) skipping -= 1
      else if (inParagraph > 0) {
        if (tag !== 's' && tag !== 'tab' && tag !== 'line-break') inParagraph -= 1
      } else if (cell !== null) {
        endCell(cell)
        cell = null
      } else if (tag === 'table-row' && inTable > 0 && sheet !== null) endRow()
      else if (tag === 'table') inTable -= 1
    },
  })
  for await (const _ of events) {
    for (const { row: first, times: count } of ready)
      for (let i = 0; i < count; i++) yield i === 0 ? first : { ...first, row: first.row + i }
    ready = []
  }
}

function cellOf(attributes: Readonly<Record<string, string>>, printed: string): Cell {
  const blank = printed.trim() === ''
  switch (attributes['value-type']) {
    case 'float':
    case 'percentage':
    case 'currency': {
      const value = decimalOf(attributes.value ?? '')
      if (value !== null && !ERROR.test(printed))
        return { text: blank ? value : printed, kind: 'number', value }
      return { text: printed || (attributes.value ?? ''), kind: 'error', value: null }
    }
    case 'date': {
      const value = (attributes['date-value'] ?? '').replace(/T00:00:00(\.0+)?Z?$/, '')
      if (/^\d{4}-\d{2}-\d{2}/.test(value)) return { text: value, kind: 'date', value }
      return { text: printed, kind: 'error', value: null }
    }
    case 'boolean': {
      const value = attributes['boolean-value'] === 'true' ? 'true' : 'false'
      return { text: blank ? value.toUpperCase() : printed, kind: 'boolean', value }
    }
  }
  const text = blank ? (attributes['string-value'] ?? '') : printed
  if (text.trim() === '') return BLANK
  return ERROR.test(text) ? { text, kind: 'error', value: null } : { text, kind: 'text', value: null }
}
