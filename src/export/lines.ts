// How does a row become a line of CSV or of JSON?
import { stringify } from 'csv-stringify/sync'
import type { Cell, Row, Table } from './tables.ts'

/** A text that a spreadsheet would run (OWASP, CSV injection), or one that begins with the sign that guards against it. */
const RISKY = /^['=+\-@\t\r]|^\s+[=+\-@]/

/** A text as it stands in CSV: with an apostrophe in front where it is risky. */
export const guard = (text: string): string => (RISKY.test(text) ? `'${text}` : text)

/** The text again. */
export const unguard = (text: string): string => (text.startsWith("'") ? text.slice(1) : text)

const csvCell = (cell: Cell): string =>
  cell === null ? '' : typeof cell === 'string' ? guard(cell) : String(cell)

/** RFC 4180: CRLF, quotes doubled. A text with a semicolon or a tab is quoted too: spreadsheets of some countries part cells there. */
export const csvLine = (row: Row): string =>
  stringify([row.map(csvCell)], { record_delimiter: '\r\n', quoted_match: /[;\t]/ })

export const csvHead = ({ columns }: Table): string => csvLine(columns.map(({ name }) => name))

/** JSON Lines: one object a row, every column present. */
export const jsonLine = ({ columns }: Table, row: Row): string =>
  `${JSON.stringify(Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])))}\n`
