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

/** A cell as number, marker and states: never a zero that is not printed. */
export function readCell(
  cell: Cell | undefined,
  { markers = {}, power: by = 0 }: Pick<TableDescription, 'markers' | 'power'>,
): { readonly value: string | null; readonly marker: string | null; readonly states: readonly CellState[] } {
  const text = tidyText(cell?.text ?? '')
  if (cell === undefined || cell.kind === 'blank' || (text === '' && cell.kind === 'text'))
    return { value: null, marker: null, states: ['blank'] }
  if (cell.kind === 'error') return { value: null, marker: text || null, states: ['error'] }
  if (cell.kind === 'number' && cell.value !== null)
    return { value: shifted(cell.value, text.endsWith('%') ? 2 : by), marker: null, states: [] }
  const found: string[] = []
  const rest = text
    .replace(/\[([a-z]+)\]/gi, (whole) => {
      found.push(whole.toLowerCase())
      return ' '
    })
    .trim()
  let value: string | null = null
  if (/\d/.test(rest)) {
    // A marker may be glued to a number: "1,234*", "12.3 p".
    const glued = /^(.*\d\s*%?)\s*([^\d\s,.%]+)$/.exec(rest)
    const number = (glued?.[1] ?? rest).trim()
    if (NUMBER.test(number)) {
      const plain = number.replace(/[\s,%+]/g, '').replace(/^[−–]/, '-')
      value = shifted(plain, number.endsWith('%') ? 0 : by)
      if (glued?.[2]) found.push(glued[2])
    } else found.push(rest)
  } else if (rest !== '') found.push(rest)
  const states = found.map(
    (marker): CellState =>
      markers[marker] ?? PLAIN[marker] ?? BRACKETED[/^\[(.*)\]$/.exec(marker)?.[1] ?? ''] ?? 'unexplained',
  )
  return { value, marker: found.length > 0 ? found.join(' ') : null, states }
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
