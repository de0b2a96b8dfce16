// How is a table written as CSV?
import { stringify } from 'csv-stringify/sync'
import type { Table } from './resource.ts'

/**
 * RFC 4180, UTF-8, with a header row. A text that a spreadsheet would run as a formula is sent with an apostrophe in
 * front (OWASP, CSV injection); numbers are left as they are.
 */
export function toCsv({ columns, rows }: Table): string {
  return stringify([columns, ...rows] as unknown[][], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    cast: {
      number: (value) => ({ value: String(value), escape_formulas: false }),
      boolean: (value) => (value ? 'true' : 'false'),
    },
  })
}
