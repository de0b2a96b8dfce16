// What does a line of the Scottish register say?
import {
  type BulkRow,
  bytesOf,
  csvRecords,
  type Input,
  listedDay,
  OddRecordError,
  type ReadRows,
  SourceChangedError,
  UnreadableFileError,
} from '../../src/collect/index.ts'
import type { RegisterEntry } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'

type Line = Readonly<Record<string, string>>
const COLUMNS = ['Charity Number', 'Charity Name', 'Registered Date']

/** @throws SourceChangedError when a column has gone, UnreadableFileError when there is no charity in the list. */
export async function* readRegister(
  list: Input,
  { issue }: Pick<Parameters<ReadRows>[1], 'issue'>,
): AsyncGenerator<BulkRow> {
  const seen = new Set<string>()
  // The file of former charities names itself so: CharityExport-Removed-20-May-2021.csv.
  const isFormer = /former|removed/i.test(bytesOf(list).name)
  let isFirst = true
  let again = 0
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
      const row = readLine(record, isFormer)
      if (seen.has(row.key)) again += 1
      else yield row
      seen.add(row.key)
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      issue(`line ${line} was left out: ${error.message}`)
    }
  }
  if (isFirst) throw new UnreadableFileError('expected charities in the list, found none; was it cut off?')
  if (again > 0) issue(`${again} lines are of a charity that has one before; the first of each is read`)
}

/** Nobody knows the day where this one is printed: it is day nought of computers (seen by others who read the lists). */
const NO_DAY = '1970-01-01'

function dayIn(record: Line, column: string): string | null {
  const day = listedDay(record[column] ?? '')
  return day === NO_DAY ? null : day
}

/** A dash stands for nothing. */
const textIn = (record: Line, column: string): string => (record[column] ?? '').replace(/^-$/, '')

/** Stands behind the name of a charity, which has another without it. */
const INSOLVENT = /\W*\(?subject to insolvency proceedings\)?\W*$/i

/** @throws OddRecordError when the line names nobody, or prints no day where one should be. */
export function readLine(record: Line, isFormerList: boolean): BulkRow {
  const printed = record['charity number'] ?? ''
  const { id } = readOrgId(`GB-SC-${printed}`)
  const name = textIn(record, 'charity name')
  if (id === null || name === '')
    throw new OddRecordError(`expected a number such as SC012345 and a name, got "${printed}", "${name}"`)
  const from = dayIn(record, 'registered date')
  const to = dayIn(record, 'ceased date')
  const names = [name, name.replace(INSOLVENT, ''), textIn(record, 'known as')]
  // A former charity without a day of ceasing: nothing is known of any day.
  const isFormer =
    isFormerList ||
    Object.hasOwn(record, 'ceased date') ||
    /removed|ceased|former/i.test(record['charity status'] ?? '')
  const postcode = textIn(record, 'postcode')
  const entry: RegisterEntry = {
    id,
    ids: [id],
    names: [...new Set(names)].filter((one) => one !== ''),
    form: /\bS?CIO\b|Charitable Incorporated Organisation/i.test(record['constitutional form'] ?? '')
      ? 'cio'
      : 'charity',
    spans: isFormer && to === null ? [] : [{ from, to }],
    // Of charities whose address is withheld.
    postcode: postcode === '' || postcode === 'XX0 0XX' ? null : postcode,
    main: null,
    setApart: null,
  }
  return { kind: 'register-entry', key: id, ...entry }
}
