// What do the headings and labels of a described table say, and where does the table end?
import { tidyText } from '../reading.ts'
import { columnName, type SheetRow } from './cells.ts'
import type { TableDescription } from './table.ts'
import { type CellState, NOTE_POINTERS, withoutStates } from './table-cell.ts'

export const withoutMarker = (text: string): string =>
  text.replace(/\s*(\[(note|footnote)? ?\d+\]|\(\d+\))+$/i, '')

/** Where the table ends, and the notes below it: by number, in words. */
export function footOf(
  rows: readonly SheetRow[],
  from: number,
  { stop = [] }: TableDescription,
): { stop: number; notes: ReadonlyMap<string, string> } {
  const stops = stop.map((word) => word.toLowerCase())
  let end = rows.length
  const notes = new Map<string, string>()
  for (let at = from; at < rows.length; at++) {
    const texts = (rows[at]?.cells ?? []).map(({ text }) => tidyText(text)).filter((text) => text !== '')
    const first = (texts[0] ?? '').toLowerCase()
    if (
      end === rows.length &&
      stops.some((word) => first === word || first.startsWith(`${word} `) || first.startsWith(`${word}:`))
    )
      end = at
    // "1", "1.0", "(1)" in a cell of its own before the words, or "1. Words" in one cell.
    const alone =
      texts.length === 2 ? /^[[(]?(?:note )?(\d{1,2})(?:\.0)?[\]).:]?$/i.exec(texts[0] ?? '') : null
    const joined = /^[[(]?(?:note )?(\d{1,2})[\]).:]\s*(\D.{3,})$/i.exec(texts[0] ?? '')
    const number = alone?.[1] ?? joined?.[1]
    const words = alone ? (texts[1] ?? '') : (joined?.[2] ?? '')
    if (number !== undefined && /\p{L}{3}/u.test(words)) {
      if (!notes.has(number)) notes.set(number, words)
      // Notes begin with the first: "18" and "[low]" in a row of two cells is an age and its number.
      if (end === rows.length && number === '1') end = at
    }
  }
  return { stop: end, notes }
}

export type Named = {
  readonly dimensions: Record<string, string>
  readonly totals: string[]
  readonly notes: string[]
  /** What marks beside the label say of all its numbers. */
  readonly states: CellState[]
  left: boolean
}
export const nothingNamed = (): Named => ({ dimensions: {}, totals: [], notes: [], states: [], left: false })

/** Reads labels: totals, note markers and closed lists. A class, because it remembers the sheet's notes. */
export class LabelReader {
  private readonly description: TableDescription
  private readonly notes: ReadonlyMap<string, string>
  private readonly tell: (what: string) => void
  constructor(
    description: TableDescription,
    notes: ReadonlyMap<string, string>,
    tell: (what: string) => void,
  ) {
    this.description = description
    this.notes = notes
    this.tell = tell
  }

  read(dimension: string, printed: string, into: Named): void {
    const { bare, numbers, states } = this.strip(dimension, printed)
    into.states.push(...states)
    for (const number of numbers) {
      const note = this.notes.get(number)
      if (note !== undefined) into.notes.push(note)
    }
    if (this.description.totals?.includes(bare)) {
      into.totals.push(dimension)
      return
    }
    const known = this.description.known?.[dimension]
    if (known === undefined) {
      into.dimensions[dimension] = bare
      return
    }
    const meaning = Object.hasOwn(known, bare) ? known[bare] : undefined
    if (meaning === undefined)
      this.tell(
        `expected a label of "${dimension}" that the description knows, got "${printed}"; its cells are left out`,
      )
    if (meaning === undefined || meaning === null) into.left = true
    else into.dimensions[dimension] = meaning
  }

  /**
   * A label without its note markers. `[note 1]` always goes. A digit glued to the label goes only when a note with that
   * number stands at the foot and the label without it is known: "Disability1", but never "Housing 21".
   */
  private strip(
    dimension: string,
    printed: string,
  ): { bare: string; numbers: string[]; states: readonly CellState[] } {
    if (this.isKnown(dimension, printed)) return { bare: printed, numbers: [], states: [] }
    const numbers: string[] = []
    const pointed = printed.replace(NOTE_POINTERS, (pointers: string) => {
      numbers.push(...(pointers.match(/\d+/g) ?? []))
      return ''
    })
    const { bare, states } = withoutStates(pointed)
    if (this.isKnown(dimension, bare)) return { bare, numbers, states }
    const glued = /^(.*\D)\s*(\d{1,2})$/.exec(bare)
    const label = glued?.[1]?.replace(/[\s(]+$/, '')
    const number = glued?.[2] ?? /^(.*?)\s*\((\d{1,2})\)$/.exec(bare)?.[2]
    const without = label ?? /^(.*?)\s*\((\d{1,2})\)$/.exec(bare)?.[1]
    if (number === undefined || without === undefined || !this.notes.has(number))
      return { bare, numbers, states }
    if (this.isKnown(dimension, without)) return { bare: without, numbers: [...numbers, number], states }
    // An open list cannot tell "Area 51" from "Area 5" with note 1.
    if (this.description.known?.[dimension] === undefined && !this.description.period?.includes(dimension))
      this.tell(`"${printed}" ends in the number of a note; list it under "known" to say which it is`)
    return { bare, numbers, states }
  }

  private isKnown(dimension: string, bare: string): boolean {
    const known = this.description.known?.[dimension]
    return (
      this.description.totals?.includes(bare) === true || (known !== undefined && Object.hasOwn(known, bare))
    )
  }
}

/** What each column of numbers is, from the rows of headings. A blank heading means the same as the one to its left. */
export function columnsOf(
  rows: readonly SheetRow[],
  { headings }: TableDescription,
  { taken, from, to }: { readonly taken: ReadonlySet<number>; readonly from: number; readonly to: number },
  reader: LabelReader,
  tell: (what: string) => void,
): { readonly place: number; readonly named: Named }[] {
  const last = Math.min(to, Math.max(...rows.map(({ cells }) => cells.length - 1)))
  const columns: { place: number; named: Named }[] = []
  const before = headings.map(() => '')
  /** Whether the heading that stands now is of merged cells: then it ends with them. */
  const merged = headings.map(() => false)
  for (let place = from; place <= last; place++) {
    if (taken.has(place)) continue
    const named = nothingNamed()
    let own = false
    const ended: string[] = []
    for (const [at, dimension] of headings.entries()) {
      const cell = rows[at]?.cells[place]
      const text = tidyText(cell?.text ?? '')
      if (text !== '') own = own || cell?.carried !== true
      // A new heading above ends what stood below it.
      if (text !== '' && text !== before[at]) before.fill('', at + 1)
      if (text !== '') {
        before[at] = text
        merged[at] = cell?.carried === true
      } else if (merged[at]) {
        before[at] = ''
        if (dimension !== null) ended.push(dimension)
      }
      const heading = before[at] ?? ''
      if (dimension !== null && heading !== '') reader.read(dimension, heading, named)
    }
    if (own && ended.length > 0) {
      tell(
        `column ${columnName(place)}: expected a heading of "${ended.join('" and "')}", found none right of merged cells; its cells are left out`,
      )
      continue
    }
    // A column under which nothing is named is a gap between blocks.
    if (own || headings.length === 0) columns.push({ place, named })
  }
  return columns
}
