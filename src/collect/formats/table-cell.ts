// What does a cell of a published table say: a number, or a marker in place of one, or both?
import { tidyText } from '../reading.ts'
import type { Cell } from './cells.ts'
import type { TableDescription } from './table.ts'

/** What a marker in place of a number, or beside one, means. None of them is zero. */
export const CELL_STATES = [
  'not-available',
  'not-applicable',
  'confidential',
  'negligible',
  'nil',
  'rounds-to-zero',
  'provisional',
  'revised',
  'estimated',
  'break-in-series',
  'low-reliability',
  'blank',
  'error',
  'unexplained',
] as const
export type CellState = (typeof CELL_STATES)[number]

/** Markers with one meaning wherever they stand: square brackets are the Analysis Function's since 2022. */
const BRACKETED: Readonly<Record<string, CellState>> = {
  c: 'confidential',
  x: 'not-available',
  z: 'not-applicable',
  low: 'rounds-to-zero',
  p: 'provisional',
  r: 'revised',
  e: 'estimated',
  b: 'break-in-series',
  u: 'low-reliability',
}
/** `*` is always a number kept back. What `-` `.` `..` and `~` mean differs from sheet to sheet: the description says. */
const PLAIN: Readonly<Record<string, CellState>> = { '*': 'confidential' }

const NUMBER = /^[-−–+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?\s*%?$/

/** Pointers to notes, however many: `[note 1]`, `[notes 1, 2]`, `[note 3 and note 4]`. */
export const NOTE_POINTERS = /\s*\[(?:foot)?notes? ?\d+(?:(?:,| and| &)? ?(?:note )?\d+)*\]/gi

/** A label without the marks that say something of all its numbers: "Feb 2022 [p]", "Apr to Jun 2023 (r)". */
export function withoutStates(label: string): {
  readonly bare: string
  readonly states: readonly CellState[]
} {
  const states: CellState[] = []
  const bare = label.replace(
    /\s*(?:\[([a-z]+)\]|\((p|r|provisional|revised)\)$)/gi,
    (whole, square, round) => {
      const state = BRACKETED[String(square ?? round).toLowerCase()] ?? WORDS[String(round).toLowerCase()]
      if (state !== undefined) states.push(state)
      return state === undefined ? whole : ''
    },
  )
  return { bare, states }
}
const WORDS: Readonly<Record<string, CellState>> = { provisional: 'provisional', revised: 'revised' }

type Read = {
  readonly value: string | null
  readonly marker: string | null
  readonly states: readonly CellState[]
}

/** A cell as number, marker and states: never a zero that is not printed. */
export function readCell(
  cell: Cell | undefined,
  { markers = {}, power: by = 0 }: Pick<TableDescription, 'markers' | 'power'>,
): Read {
  const text = tidyText(cell?.text ?? '')
  if (cell === undefined || cell.kind === 'blank' || (text === '' && cell.kind === 'text'))
    return { value: null, marker: null, states: ['blank'] }
  if (cell.kind === 'error') return { value: null, marker: text || null, states: ['error'] }
  const held = cell.kind === 'number' ? cell.value : null
  const found: string[] = []
  const rest = text
    .replace(NOTE_POINTERS, '')
    .replace(/\[([a-z]+)\]/gi, (whole) => {
      found.push(whole.toLowerCase())
      return ' '
    })
    .trim()
  const stateOf = (marker: string): CellState | undefined =>
    markers[marker] ??
    markers[marker.replace(/[–—−]/g, '-')] ??
    PLAIN[marker] ??
    BRACKETED[/^\[(.*)\]$/.exec(marker)?.[1] ?? '']
  let value: string | null = null
  // A marker may be glued to a number: "1,234*", "12.3 p".
  const glued = /^(.*\d\s*%?)\s*([^\d\s,.%]+)$/.exec(rest)
  if (held !== null && /\d/.test(rest)) {
    // What a format puts behind a number may be a unit; only a marker that is known says more.
    if (glued?.[2] && stateOf(glued[2])) found.push(glued[2])
    value = shifted(held, /%$/.test(rest) ? 2 : by)
  } else if (/\d/.test(rest)) {
    const number = (glued?.[1] ?? rest).trim()
    if (NUMBER.test(number)) {
      const plain = number.replace(/[\s,%+]/g, '').replace(/^[−–]/, '-')
      value = shifted(plain, number.endsWith('%') ? 0 : by)
      if (glued?.[2]) found.push(glued[2])
    } else found.push(rest)
  } else if (rest !== '') found.push(rest)
  // A number that a format shows as a marker, such as ".." for 0, is what its readers see: no number.
  return {
    value,
    marker: found.length > 0 ? found.join(' ') : null,
    states: found.map((marker) => stateOf(marker) ?? 'unexplained'),
  }
}

/** A decimal string times ten to a power, exactly. */
function shifted(value: string, by: number): string {
  const negative = value.startsWith('-')
  const [whole = '', fraction = ''] = value.replace('-', '').split('.')
  const digits = `${whole}${fraction}`
  const point = whole.length + by
  const padded =
    point <= 0
      ? `0.${'0'.repeat(-point)}${digits}`
      : `${digits.padEnd(point, '0').slice(0, point)}.${digits.padEnd(point, '0').slice(point)}`
  const plain = padded
    .replace(/^0+(?=\d)/, '')
    .replace(/\.?0*$/, (tail) => (padded.includes('.') ? '' : tail))
  const clean = plain === '' ? '0' : plain
  return negative && clean !== '0' ? `-${clean}` : clean
}
