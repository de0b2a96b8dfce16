// What is a cell of a sheet, and a row, to whoever reads them?
import { HostilePageError } from '../errors.ts'
import type { ZipLimits } from './zip.ts'

/** A cell. A CSV knows only text. */
export type Cell = {
  /** As a reader of the sheet sees it, not trimmed; a date as `YYYY-MM-DD`. Empty when blank. */
  readonly text: string
  readonly kind: 'blank' | 'text' | 'number' | 'date' | 'boolean' | 'error'
  /**
   * What it holds, exactly: a decimal string (15 digits, as spreadsheets reckon; a percentage is its fraction), an ISO
   * date or date-time without zone, `true` or `false`. Null for text, errors and blanks.
   */
  readonly value: string | null
  /** True when it is one of several merged cells and carries the text of the first. */
  readonly carried?: true
}

export type SheetRow = {
  /** The sheet's name as printed; empty for a CSV, which has none. */
  readonly sheet: string
  /** Row number from 1, as a spreadsheet shows it; for a CSV the line on which the record begins. */
  readonly row: number
  /** From column A. Blank cells at the end are left out. */
  readonly cells: readonly Cell[]
  /** True when the row, or its sheet, is hidden. It is read all the same. */
  readonly hidden: boolean
}

export type SheetLimits = {
  /** Most cells that hold anything, in the whole file. Default 50 million. */
  readonly cells: number
  /** Most columns: what Excel and LibreOffice allow, 16,384. */
  readonly columns: number
  /** Most characters of shared strings held at once. Default 40 million. */
  readonly strings: number
  readonly zip: Partial<ZipLimits>
}

export const SHEET_LIMITS: SheetLimits = { cells: 50_000_000, columns: 16_384, strings: 40_000_000, zip: {} }
/** Excel's longest cell is 32,767 letters. */
export const LONGEST_CELL = 1_000_000
export const tooLong = (where: string): HostilePageError =>
  new HostilePageError(`${where}: expected a cell of at most ${LONGEST_CELL} characters, got more`)
export const BLANK: Cell = { text: '', kind: 'blank', value: null }

/** `A`, `Z`, `AA`: a column's name from its place, from 0. */
export function columnName(place: number): string {
  let name = ''
  for (let left = place + 1; left > 0; left = Math.floor((left - 1) / 26))
    name = String.fromCharCode(65 + ((left - 1) % 26)) + name
  return name
}

/** A column's place, from 0, from its name. */
export function placeOf(letters: string): number {
  let place = 0
  for (const letter of letters) place = place * 26 + letter.charCodeAt(0) - 64
  return place - 1
}

/** The cells without the blank ones at the end. */
export function trimmed(cells: readonly Cell[]): readonly Cell[] {
  let end = cells.length
  while (end > 0 && cells[end - 1]?.kind === 'blank') end -= 1
  return end === cells.length ? cells : cells.slice(0, end)
}

/**
 * A number as spreadsheets hold it, as a plain decimal string: they reckon with 15 digits and store 17, so that
 * `0.30000000000000004` means 0.3. Null when it is no finite number.
 */
export function decimalOf(printed: string): string | null {
  const text = printed.trim()
  if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return null
  const number = Number(text)
  if (!Number.isFinite(number)) return null
  const [mantissa = '', exponent = '0'] = number.toExponential(14).split('e')
  const negative = mantissa.startsWith('-')
  const digits = mantissa.replace(/[-.]/g, '')
  const point = 1 + Number(exponent)
  const padded =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : `${digits.padEnd(point, '0').slice(0, point)}.${digits.slice(point)}`
  const plain = padded.includes('.') ? padded.replace(/\.?0*$/, '') : padded
  return negative && plain !== '0' ? `-${plain}` : plain
}

/** Cells merged into one: rows from 1, columns from 0, all inclusive. */
export type Merge = {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
  cell: Cell
}

/** Puts the first cell's text into the cells that are merged with it, in this row. `cells` may grow. */
export function carry(merges: readonly Merge[], row: number, cells: Cell[]): void {
  for (const merge of merges) {
    if (row < merge.top || row > merge.bottom) continue
    if (row === merge.top) merge.cell = cells[merge.left] ?? BLANK
    for (let at = merge.left; at <= merge.right; at++) {
      if (row === merge.top && at === merge.left) continue
      // What lies under merged cells is not seen: only the first of them shows.
      if (merge.cell.kind === 'blank') {
        if (at < cells.length) cells[at] = BLANK
        continue
      }
      while (cells.length < at) cells.push(BLANK)
      cells[at] = { ...merge.cell, carried: true }
    }
  }
}
