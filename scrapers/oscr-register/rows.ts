// What does a line of the Scottish register say?
import {
  type BulkRow,
  csvRecords,
  type Input,
  OddRecordError,
  type ReadRows,
  SourceChangedError,
} from '../../src/collect/index.ts'
import type { RegisterEntry } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'

type Line = Readonly<Record<string, string>>
const COLUMNS = ['Charity Number', 'Charity Name', 'Registered Date']

/** @throws SourceChangedError when a column has gone. */
export async function* readRegister(
  list: Input,
  { issue }: Pick<Parameters<ReadRows>[1], 'issue'>,
): AsyncGenerator<BulkRow> {
  const seen = new Set<string>()
  let isFirst = true
  for await (const { line, record } of csvRecords(list, { onOdd: issue })) {
    if (isFirst) {
      const missing = COLUMNS.filter((column) => !Object.hasOwn(record, column))
      if (missing.length > 0)
        throw new SourceChangedError(
          `expected the columns ${missing.join(', ')}, found ${Object.keys(record).slice(0, 20).join(', ')}`,
        )
      isFirst = false
    }
    try {
      const row = readLine(record)
      if (seen.has(row.key)) issue(`line ${line}: a second line for ${row.key}; the first is read`)
      else yield row
      seen.add(row.key)
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      issue(`line ${line} was left out: ${error.message}`)
    }
  }
}

function readLine(record: Line): BulkRow {
  const printed = record['Charity Number'] ?? ''
  const { id } = readOrgId(`GB-SC-${printed}`)
  const name = record['Charity Name'] ?? ''
  if (id === null || name === '')
    throw new OddRecordError(`expected a number such as SC012345 and a name, got "${printed}", "${name}"`)
  const from = dayOf(record['Registered Date'])
  const to = dayOf(record['Ceased Date'])
  const known = record['Known As'] ?? ''
  // A former charity without a day of ceasing: nothing is known of any day.
  const isFormer =
    Object.hasOwn(record, 'Ceased Date') || /removed|ceased|former/i.test(record['Charity Status'] ?? '')
  const entry: RegisterEntry = {
    id,
    ids: [id],
    names: known === '' || known === name ? [name] : [name, known],
    form: /\bSCIO\b|Scottish Charitable Incorporated/i.test(record['Constitutional Form'] ?? '')
      ? 'cio'
      : 'charity',
    spans: isFormer && to === null ? [] : [{ from, to }],
    postcode: record.Postcode || null,
    main: null,
    setApart: null,
  }
  return { kind: 'register-entry', key: id, ...entry }
}

/** `17/12/1990`, also with a time behind it. Null for none. */
function dayOf(printed = ''): string | null {
  if (printed === '') return null
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?$/.exec(printed)
  const [, day = '', month = '', year = ''] = found ?? []
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  if (found && !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text)) return text
  throw new OddRecordError(`expected a day such as 17/12/1990, got "${printed.slice(0, 40)}"`)
}
