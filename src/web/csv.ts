// How is a table written as CSV?
import { stringify } from 'csv-stringify/sync'
import type { Table } from './resource.ts'

/** An amount kept as text, so that it stays exact. */
const DECIMAL = /^-?\d+(?:\.\d+)?$/

/**
 * RFC 4180, UTF-8, with a header row. A text that a spreadsheet would run as a formula is sent with an apostrophe in
 * front (OWASP, CSV injection); numbers and plain decimals are left as they are. A text with a semicolon or a tab is
 * quoted too, because spreadsheets of some countries part cells there.
 */
export function toCsv({ columns, rows }: Table): string {
  return stringify([columns, ...rows] as unknown[][], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    quoted_match: /[;\t]/,
    cast: {
      string: (value) => ({
        value: /^\s+[=+\-@]/.test(value) ? `'${value}` : value,
        escape_formulas: !DECIMAL.test(value),
      }),
      number: (value) => ({ value: String(value), escape_formulas: false }),
      boolean: (value) => (value ? 'true' : 'false'),
    },
  })
}
