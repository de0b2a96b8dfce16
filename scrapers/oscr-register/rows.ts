// What does a line of the Scottish register say?
import {
  type BulkRow,
  csvRecords,
  type Input,
  OddRecordError,
  printedDate,
  type ReadRows,
  SourceChangedError,
} from '../../src/collect/index.ts'
import type { RegisterEntry } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'

type Line = Readonly<Record<string, string>>
const COLUMNS = ['Charity Number', 'Charity Name', 'Registered Date']

/** The same line with its columns by one spelling: lists have changed between capitals and small letters. */
const folded = (record: Line): Line =>
  Object.fromEntries(Object.entries(record).map(([column, text]) => [column.toLowerCase(), text]))

/** @throws SourceChangedError when a column has gone. */
export async function* readRegister(
  list: Input,
  { issue }: Pick<Parameters<ReadRows>[1], 'issue'>,
): AsyncGenerator<BulkRow> {
  const seen = new Set<string>()
  let isFirst = true
  for await (const { line, record: printed } of csvRecords(list, { onOdd: issue })) {
    const record = folded(printed)
    if (isFirst) {
      const missing = COLUMNS.filter((column) => !Object.hasOwn(record, column.toLowerCase()))
      if (missing.length > 0)
        throw new SourceChangedError(
          `expected the columns ${missing.join(', ')}, found ${Object.keys(printed).slice(0, 20).join(', ')}`,
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
  const printed = record['charity number'] ?? ''
  const { id } = readOrgId(`GB-SC-${printed}`)
  const name = record['charity name'] ?? ''
  if (id === null || name === '')
    throw new OddRecordError(`expected a number such as SC012345 and a name, got "${printed}", "${name}"`)
  const from = dayOf(record['registered date'])
  const to = dayOf(record['ceased date'])
  const known = record['known as'] ?? ''
  // A former charity without a day of ceasing: nothing is known of any day.
  const isFormer =
    Object.hasOwn(record, 'ceased date') || /removed|ceased|former/i.test(record['charity status'] ?? '')
  const entry: RegisterEntry = {
    id,
    ids: [id],
    names: known === '' || known === name ? [name] : [name, known],
    form: /\bSCIO\b|Scottish Charitable Incorporated/i.test(record['constitutional form'] ?? '')
      ? 'cio'
      : 'charity',
    spans: isFormer && to === null ? [] : [{ from, to }],
    postcode: record.postcode || null,
    main: null,
    setApart: null,
  }
  return { kind: 'register-entry', key: id, ...entry }
}

/** `17/12/1990`, also with a time behind it, `1990-12-17` or `17-Dec-1990`. Null for none. */
function dayOf(printed = ''): string | null {
  if (printed === '') return null
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?$/.exec(printed) ?? []
  const slashed = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  try {
    return printedDate(year === '' ? printed.replace(/-([a-z]+)-/i, ' $1 ') : slashed)
  } catch (cause) {
    throw new OddRecordError(`expected a day such as 17/12/1990, got "${printed.slice(0, 40)}"`, { cause })
  }
}
