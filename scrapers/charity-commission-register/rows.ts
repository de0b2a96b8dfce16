// What do the tables of the public extract say, record by record?
//
// Each table is a zip with one JSON list of many hundred megabytes, one object a line, after a byte order mark. A family of
// the same tables as tab-separated text stands beside it.
import {
  type BulkPage,
  type BulkRow,
  type Bytes,
  type Input,
  isRecord,
  jsonRecords,
  OddRecordError,
  openZip,
  type ReadRows,
  SourceChangedError,
  sniff,
  UnreadableFileError,
  type Zip,
} from '../../src/collect/index.ts'
import { readAmount } from '../../src/domain/money.ts'
import type { RegisterEntry, RegisterLink } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'
import { tabbedRecords } from './tabbed.ts'

/** The tables that are read. `charity_trustee` holds people and is never asked for. */
export const TABLES = [
  'charity',
  'charity_other_names',
  'charity_annual_return_parta',
  'charity_annual_return_partb',
] as const
type Table = (typeof TABLES)[number]
type Tools = Parameters<ReadRows>[1]
type Fields = { readonly [field: string]: unknown }

/** The table that lies at an address, of either family; null for another address. */
export const tableIn = (url: URL): string | null =>
  /^\/+data\/(?:json|txt)\/publicextract\.([a-z_]+)\.(?:zip|json|txt)$/.exec(url.pathname)?.[1] ?? null

export const readRows: ReadRows = async function* (page, tools) {
  const named = tableIn(new URL(page.url))
  const table = TABLES.find((one) => one === named)
  if (table === undefined) {
    tools.issue(`the table ${named} is not read; of the extract these are: ${TABLES.join(', ')}`)
    return
  }
  if ((await sniff(page)) !== 'zip') {
    yield* readTable(await recordsOf(page, tools), table, tools)
    return
  }
  const zip = await openZip(page)
  try {
    yield* readTable(await recordsOf(entryOf(zip, table), tools), table, tools)
  } finally {
    zip.close()
  }
}

/** The table in a zip: under its own name, in a folder or not, or under another when it is alone. */
function entryOf(zip: Zip, table: Table): Bytes {
  const files = zip.entries.filter(({ name }) => /\.(?:json|txt)"$/i.test(name) && !/__MACOSX/i.test(name))
  const own = files.filter(({ name }) =>
    new RegExp(`["/]publicextract\\.${table}\\.(?:json|txt)"$`, 'i').test(name),
  )
  const [entry, another] = own.length > 0 ? own : files
  return entry && !another ? entry : zip.entry(`publicextract.${table}.json`)
}

async function recordsOf(input: Input | BulkPage, { issue }: Tools): Promise<AsyncIterable<unknown>> {
  return (await sniff(input)) === 'text' ? tabbedRecords(input, issue) : listedRecords(input, issue)
}

async function* listedRecords(input: Input | BulkPage, issue: Tools['issue']): AsyncGenerator<unknown> {
  const records = jsonRecords(input, {
    exactNumbers: true,
    onOdd: (what) => issue(`a record was left out: ${what}`),
  })
  for await (const { value } of records) yield value
}

/**
 * Rows of one table. A record that is odd is left out and told of.
 * @throws SourceChangedError when the first record lacks a field that its table should have.
 */
export async function* readTable(
  records: AsyncIterable<unknown>,
  table: Table,
  tools: Tools,
): AsyncGenerator<BulkRow> {
  const oddCompanies = new Set<string>()
  // A number for each: the whole table has to fit in little memory.
  const seen = new Set<number>()
  let place = 0
  let isChecked = false
  for await (const record of records) {
    place += 1
    const where = `${table}, record ${place}`
    if (!isRecord(record)) {
      tools.issue(`${where}: expected an object, got ${JSON.stringify(record)?.slice(0, 60)}`)
      continue
    }
    if (!isChecked) expectFields(record, table)
    isChecked = true
    try {
      const row = READERS[table](record, tools, oddCompanies)
      if (row === null) continue
      const number = numberOf(row.key)
      if (seen.has(number)) tools.issue(`${where}: a second record has the key ${row.key}; the first is read`)
      else yield row
      seen.add(number)
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      tools.issue(`${where} was left out: ${error.message}`)
    }
  }
  if (place === 0) throw new UnreadableFileError(`${table}: expected records, found none`)
  // The word "none", spaces and foreign numbers stand where a company number should.
  if (oddCompanies.size > 0)
    tools.issue(
      `${oddCompanies.size} different company numbers have no known shape, or are made up`,
      [...oddCompanies].slice(0, 20),
    )
}

/** `12` is 12, `12/2020-03-31` one number too: organisation numbers have seven digits at most, names eight. */
const numberOf = (key: string): number => {
  const [first = '', second = '0'] = key.split('/')
  return Number(first) * 100_000_000 + Number(second.replaceAll('-', '').slice(0, 8))
}

const FIELDS: Readonly<Record<Table, readonly string[]>> = {
  charity: [
    ...[
      'organisation_number',
      'registered_charity_number',
      'linked_charity_number',
      'charity_name',
      'charity_type',
    ],
    ...['charity_registration_status', 'date_of_registration', 'date_of_removal', 'charity_contact_postcode'],
    ...['charity_company_registration_number', 'charity_is_cio'],
  ],
  charity_other_names: [
    ...[
      'organisation_number',
      'registered_charity_number',
      'linked_charity_number',
      'charity_name_id',
      'charity_name',
    ],
  ],
  charity_annual_return_parta: [
    ...['organisation_number', 'registered_charity_number', 'fin_period_start_date', 'fin_period_end_date'],
    ...[
      'ar_received_date',
      'total_gross_income',
      'charity_receives_govt_funding_contracts',
      'count_govt_contracts',
    ],
    ...['charity_receives_govt_funding_grants', 'count_govt_grants', 'income_from_government_contracts'],
    'income_from_government_grants',
  ],
  charity_annual_return_partb: [
    ...['organisation_number', 'registered_charity_number', 'fin_period_start_date', 'fin_period_end_date'],
    ...['income_charitable_activities', 'income_total_income_and_endowments', 'count_employees'],
  ],
}

function expectFields(record: Fields, table: Table): void {
  const missing = FIELDS[table].filter((field) => !Object.hasOwn(record, field))
  if (missing.length > 0)
    throw new SourceChangedError(
      `${table}: expected the fields ${missing.join(', ')}, found ${Object.keys(record).slice(0, 40).join(', ')}`,
    )
}

type Reader = (record: Fields, tools: Tools, oddCompanies: Set<string>) => BulkRow | null
const READERS: Readonly<Record<Table, Reader>> = {
  charity: readCharity,
  charity_other_names: readOtherName,
  charity_annual_return_parta: readGovernmentIncome,
  charity_annual_return_partb: readAccounts,
}

/** A main charity, or one linked to it; linked ones share its number and have one of their own behind it. */
function idOf(record: Fields): { readonly id: string; readonly main: string | null } {
  const number = wholeOrNull(record, 'registered_charity_number')
  const main = readOrgId(`GB-CHC-${number ?? ''}`)
  if (main.id === null)
    throw new OddRecordError(`expected a charity number of 6 or 7 digits, got ${JSON.stringify(number)}`)
  // Returns are those of main charities, and their tables have no such field. Empty says nothing: it is not nought.
  const linked = Object.hasOwn(record, 'linked_charity_number')
    ? Number(whole(record, 'linked_charity_number'))
    : 0
  return linked === 0 ? { id: main.id, main: null } : { id: `${main.id}-${linked}`, main: main.id }
}

/** Typed to fill the field, so a reader of the register reports: the companies that have them would pass for charities. */
const MADE_UP: ReadonlySet<string> = new Set(['GB-COH-01234567', 'GB-COH-12345678'])

function readCharity(record: Fields, { lookup }: Tools, oddCompanies: Set<string>): BulkRow {
  const { id, main } = idOf(record)
  const name = text(record, 'charity_name')
  if (name === null) throw new OddRecordError(`${id} has no name`)
  const registered = lookup<boolean>('status', text(record, 'charity_registration_status') ?? '')
  const [from, to] = [day(record, 'date_of_registration'), day(record, 'date_of_removal')]
  const printed = text(record, 'charity_company_registration_number')
  const read = readOrgId(`GB-COH-${(printed ?? '').replace(/^(\d+)\.0$/, '$1')}`)
  const company = read.id === null || MADE_UP.has(read.id) ? null : read.id
  if (company === null && read.flaw !== 'blank') oddCompanies.add(String(printed).slice(0, 40))
  const entry: RegisterEntry = {
    id,
    ids: [id, ...(company === null ? [] : [company])],
    names: [name],
    form: flag(record, 'charity_is_cio') ? 'cio' : 'charity',
    // Removed without a day: nothing is known of any day.
    spans: registered ? [{ from, to: null }] : to === null ? [] : [{ from, to }],
    postcode: text(record, 'charity_contact_postcode'),
    main,
    setApart: null,
  }
  return { kind: 'register-entry', key: key(record), ...entry, type: text(record, 'charity_type') }
}

function readOtherName(record: Fields): BulkRow | null {
  const { id } = idOf(record)
  const name = text(record, 'charity_name')
  if (name === null) throw new OddRecordError(`${id} has another name that is empty`)
  const link: RegisterLink = { a: name, b: id, relation: 'name', on: null }
  return { kind: 'register-link', key: `${key(record)}/${whole(record, 'charity_name_id')}`, ...link }
}

/** Null means not asked or not answered; it is never zero. */
function readGovernmentIncome(record: Fields): BulkRow {
  return {
    kind: 'government-income',
    key: `${key(record)}/${period(record).end}`,
    charity: idOf(record).id,
    ...period(record),
    received: day(record, 'ar_received_date'),
    income: pounds(record, 'total_gross_income'),
    hasContracts: flag(record, 'charity_receives_govt_funding_contracts'),
    contracts: pounds(record, 'income_from_government_contracts'),
    contractCount: count(record, 'count_govt_contracts'),
    hasGrants: flag(record, 'charity_receives_govt_funding_grants'),
    grants: pounds(record, 'income_from_government_grants'),
    grantCount: count(record, 'count_govt_grants'),
  }
}

/** Part B is asked of charities with an income over £500,000. */
function readAccounts(record: Fields): BulkRow {
  return {
    kind: 'charity-accounts',
    key: `${key(record)}/${period(record).end}`,
    charity: idOf(record).id,
    ...period(record),
    charitableActivities: pounds(record, 'income_charitable_activities'),
    income: pounds(record, 'income_total_income_and_endowments'),
    employees: count(record, 'count_employees'),
  }
}

const key = (record: Fields): string => whole(record, 'organisation_number')

function whole(record: Fields, field: string): string {
  const number = wholeOrNull(record, field)
  if (number === null) throw new OddRecordError(`"${field}": expected a whole number, got nothing`)
  return number
}

/** `12`, or `12.0` where a program that knows no empty whole numbers wrote the file anew. */
function wholeOrNull(record: Fields, field: string): string | null {
  const printed = text(record, field)
  if (printed === null) return null
  const number = /^(\d{1,8})(?:\.0+)?$/.exec(printed)?.[1]
  if (number !== undefined) return number
  throw new OddRecordError(`"${field}": expected a whole number, got "${printed.slice(0, 40)}"`)
}

function period(record: Fields): { readonly start: string | null; readonly end: string } {
  const [start, end] = [day(record, 'fin_period_start_date'), day(record, 'fin_period_end_date')]
  if (end === null) throw new OddRecordError('the financial period has no end')
  if (start !== null && start > end)
    throw new OddRecordError(`the financial period ends on ${end}, before ${start}`)
  return { start, end }
}

function text(record: Fields, field: string): string | null {
  const value = record[field]
  if (value === null || value === undefined) return null
  if (typeof value !== 'string' && typeof value !== 'number')
    throw new OddRecordError(`"${field}": expected text, got ${JSON.stringify(value)?.slice(0, 60)}`)
  const plain = String(value).replace(/\s+/g, ' ').trim()
  return plain === '' ? null : plain
}

/** `2020-04-01T00:00:00`, without a zone: the day as printed. */
function day(record: Fields, field: string): string | null {
  const printed = text(record, field)
  if (printed === null) return null
  const found = /^(\d{4}-\d{2}-\d{2})(?:[T ]00:00:00(?:\.0+)?(?:Z|\+00:00)?)?$/.exec(printed)?.[1]
  const date = new Date(`${found}T00:00:00Z`)
  if (found && !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(found)) return found
  throw new OddRecordError(`"${field}": expected a day, got "${printed.slice(0, 40)}"`)
}

/** As text in the tab-separated family. */
function flag(record: Fields, field: string): boolean | null {
  const value = record[field] ?? null
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true'
  throw new OddRecordError(
    `"${field}": expected true, false or null, got ${JSON.stringify(value)?.slice(0, 40)}`,
  )
}

function pounds(record: Fields, field: string): string | null {
  const value = record[field] ?? null
  if (value === null) return null
  const { amount } = readAmount(value)
  if (amount !== null) return amount
  throw new OddRecordError(`"${field}": expected an amount, got ${JSON.stringify(value)?.slice(0, 40)}`)
}

function count(record: Fields, field: string): number | null {
  const number = wholeOrNull(record, field)
  return number === null ? null : Number(number)
}
