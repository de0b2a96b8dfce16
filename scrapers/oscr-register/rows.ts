// What does a line of the Scottish register say?
import {
  type BulkRow,
  csvRecords,
  type Input,
  listedDay,
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
  for await (const { line, record } of csvRecords(list, { onOdd: issue, smallHeadings: true })) {
    if (isFirst) {
      const missing = COLUMNS.filter((column) => !Object.hasOwn(record, column.toLowerCase()))
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
  const printed = record['charity number'] ?? ''
  const { id } = readOrgId(`GB-SC-${printed}`)
  const name = record['charity name'] ?? ''
  if (id === null || name === '')
    throw new OddRecordError(`expected a number such as SC012345 and a name, got "${printed}", "${name}"`)
  const from = listedDay(record['registered date'] ?? '')
  const to = listedDay(record['ceased date'] ?? '')
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
