// What does an answer about some charities say of each: its name, its company number, and since when it is registered?
import {
  type BulkRow,
  isRecord,
  jsonRecords,
  OddRecordError,
  printedDate,
  type ReadRows,
  SourceChangedError,
  sniff,
  tidyText,
} from '../../src/collect/index.ts'
import type { RegisterEntry } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'

type Tools = Parameters<ReadRows>[1]
type Fields = { readonly [field: string]: unknown }

/** The operation that an address asks for, in small letters; null for an address of something else. */
export const operationIn = (url: URL): string | null =>
  /^\/+register\/api\/([a-z0-9]+)(?:\/|$)/i.exec(url.pathname)?.[1]?.toLowerCase() ?? null

/** Whole details of charities. All other operations give parts of them: a search, say, gives no company numbers. */
const DETAILS: ReadonlySet<string> = new Set([
  ...['charitydetailsmulti', 'charitydetails', 'allcharitydetails', 'allcharitydetailsv2'],
])

/** The charity numbers that an address asks about: several joined by commas, or one and the number of a linked charity. */
function numbersIn(url: URL): readonly string[] {
  const asked = /^\/+register\/api\/[a-z0-9]+\/([\d,]+)(?:\/\d+)?\/?$/i.exec(
    url.pathname.replaceAll(/%2C/gi, ','),
  )
  return asked?.[1]?.split(',').filter(Boolean) ?? []
}

export const readRows: ReadRows = async function* (page, tools) {
  const operation = operationIn(new URL(page.url))
  if (operation === null || !DETAILS.has(operation)) {
    tools.issue(
      `an answer of the operation ${operation}, which says too little of a charity to be read; ask for charitydetailsmulti`,
    )
    return
  }
  const kind = await sniff(page)
  if (kind !== 'json') throw new SourceChangedError(`expected a list of charities as JSON, got ${kind}`)
  const unanswered = new Set(numbersIn(new URL(page.url)))
  const seen = new Set<string>()
  for await (const { index, value } of jsonRecords(page, { onOdd: (what) => tools.issue(what) })) {
    const where = `record ${index + 1}`
    try {
      refuseError(value)
      if (isRecord(value)) unanswered.delete(String(value.reg_charity_number))
      const row = readCharity(value, tools)
      if (seen.has(row.key)) tools.issue(`${where}: a second record of charity ${row.key}; the first is read`)
      else yield row
      seen.add(row.key)
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      tools.issue(`${where} was left out: ${error.message}`)
    }
  }
  if (unanswered.size > 0)
    tools.issue(`the register has no answer for ${[...unanswered].sort().join(', ')}, as lists print them`)
}

/** @throws SourceChangedError for what the service says instead of an answer, whatever the status. */
function refuseError(value: unknown): void {
  if (!isRecord(value) || Object.hasOwn(value, 'reg_charity_number')) return
  const said = value.message ?? value.error ?? value.Message
  if (said === undefined) return
  throw new SourceChangedError(`expected charities, got "${String(said).slice(0, 200)}"`)
}

const FIELDS = [
  'charity_name',
  'reg_status',
  'date_of_registration',
  'date_of_removal',
  'charity_co_reg_number',
]

/** Typed to fill the field, as a reader of the register reports: see the source of its extract. */
const MADE_UP: ReadonlySet<string> = new Set(['GB-COH-01234567', 'GB-COH-12345678'])

function readCharity(value: unknown, { lookup, issue }: Tools): BulkRow {
  if (!isRecord(value)) throw new OddRecordError('expected a charity, got no object')
  const number = text(value, 'reg_charity_number')
  const main = readOrgId(`GB-CHC-${number ?? ''}`).id
  const suffix = Number(value.group_subsid_suffix ?? 0)
  if (main === null || !Number.isInteger(suffix) || suffix < 0)
    throw new OddRecordError(
      `expected "reg_charity_number" of 6 or 7 digits and a whole "group_subsid_suffix", got ${JSON.stringify(number)} and ${JSON.stringify(value.group_subsid_suffix)}`,
    )
  // An answer takes the place of the register's entry: what it does not have would be lost there.
  const missing = FIELDS.filter((field) => !Object.hasOwn(value, field))
  if (missing.length > 0) throw new OddRecordError(`${main} lacks the fields ${missing.join(', ')}`)
  const name = text(value, 'charity_name')
  if (name === null) throw new OddRecordError(`${main} has no "charity_name"`)
  const registered = lookup<boolean>('status', text(value, 'reg_status') ?? '')
  const [from, to] = [day(value, 'date_of_registration'), day(value, 'date_of_removal')]
  const printed = text(value, 'charity_co_reg_number')
  const read = readOrgId(`GB-COH-${printed ?? ''}`)
  const company = read.id === null || MADE_UP.has(read.id) ? null : read.id
  if (company === null && read.flaw !== 'blank')
    issue(`${main}: expected a company number in "charity_co_reg_number", got "${printed?.slice(0, 40)}"`)
  const id = suffix === 0 ? main : `${main}-${suffix}`
  const entry: RegisterEntry = {
    id,
    ids: [id, ...(company === null ? [] : [company])],
    names: [name],
    form: value.cio_ind === true || text(value, 'charity_type')?.toUpperCase() === 'CIO' ? 'cio' : 'charity',
    // Removed without a day: nothing is known of any day.
    spans: registered ? [{ from, to: null }] : to === null ? [] : [{ from, to }],
    postcode: text(value, 'address_post_code'),
    main: suffix === 0 ? null : main,
    setApart: null,
    alone: true,
  }
  return { kind: 'register-entry', key: id.slice('GB-CHC-'.length), ...entry }
}

function text(fields: Fields, field: string): string | null {
  const value = fields[field] ?? null
  if (value !== null && typeof value !== 'string' && typeof value !== 'number')
    throw new OddRecordError(`"${field}": expected text, got ${JSON.stringify(value)?.slice(0, 60)}`)
  return value === null ? null : tidyText(String(value)) || null
}

/** `2026-07-07T00:00:00`, without a zone: the day as printed. */
function day(fields: Fields, field: string): string | null {
  const printed = text(fields, field)
  return printed === null ? null : printedDate(printed)
}
