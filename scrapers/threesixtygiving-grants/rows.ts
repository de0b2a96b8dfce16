// Which grants does a file hold? Grants to organisations one by one; grants to people only as sums, never who they were.
import {
  type BulkRow,
  isRecord,
  type Json,
  OddRecordError,
  type ReadRows,
  tidyText,
  UnreadableFileError,
} from '../../src/collect/index.ts'
import { addDecimals, readAmount } from '../../src/domain/money.ts'
import { type DayOrder, dayOf, watchDays, yearOf } from './dates.ts'
import { type Fields, recordsOf } from './files.ts'

type Tools = Parameters<ReadRows>[1]
/** An organisation as a grant names it. */
type Body = {
  readonly name: string
  readonly ids: readonly string[]
  readonly postcode: string | null
  readonly department: string | null
}

export const readRows: ReadRows = async function* (page, tools) {
  try {
    if (/(?:^|\/)data\.json$/.test(new URL(page.url).pathname)) {
      for await (const { fields } of recordsOf(page, tools.issue)) yield* readListed(fields, tools)
      return
    }
    const days = watchDays()
    for await (const { fields } of recordsOf(page, () => {})) days.see(textIn(fields, 'awardDate') ?? '')
    yield* readGrants(page, days.order(), tools)
  } catch (error) {
    // Files lie on the publishers' own hosts, and one that has gone bad must not stop the others.
    if (!(error instanceof UnreadableFileError)) throw error
    tools.issue(`the file was left out: ${error.message}`)
  }
}

async function* readGrants(
  page: Parameters<ReadRows>[0],
  order: DayOrder,
  tools: Tools,
): AsyncGenerator<BulkRow> {
  if (order === 'contradictory')
    tools.issue(
      'some days are printed with the day first and some with the month first; those with slashes are not read',
    )
  const seen = new Map<string, string>()
  const people = new Map<string, { row: BulkRow & { count: number; amount: string } }>()
  const left = new Map<string, { grants: number; where: string }>()
  let open = 0
  for await (const { where, fields } of recordsOf(page, tools.issue)) {
    try {
      const row = readGrant(fields, order)
      if (order === 'open' && /^\d{1,2}[/.-]/.test(String(row.awardedAs ?? ''))) open += 1
      if (row.kind === 'grant' && row.awarded === null && order !== 'contradictory')
        leave(left, 'have no day that can be read, and are kept without one', where)
      if (row.kind === 'grants-to-people') {
        addPerson(people, row)
        continue
      }
      const text = `${row.amount} ${row.awardedAs}`
      const before = seen.get(row.key)
      if (before === undefined) yield row
      else
        leave(
          left,
          before === text
            ? 'are printed twice'
            : 'have the identifier of a grant with another amount or day; the first is read',
          where,
        )
      seen.set(row.key, before ?? text)
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      leave(left, error.message, where)
    }
  }
  for (const { row } of people.values()) yield row
  if (seen.size + people.size + left.size === 0) tools.issue('no grants were found in the file')
  if (open > 0)
    tools.issue(`${open} days are printed with slashes and could be read two ways; they are read day first`)
  for (const [why, { grants, where }] of left) tools.issue(`${grants} records ${why}; the first: ${where}`)
}

function leave(left: Map<string, { grants: number; where: string }>, why: string, where: string): void {
  const before = left.get(why)
  left.set(why, { grants: (before?.grants ?? 0) + 1, where: before?.where ?? where })
}

function readGrant(fields: Fields, order: DayOrder): BulkRow {
  const id = textIn(fields, 'id')
  if (id === null) throw new OddRecordError('have no identifier')
  const [funder] = bodiesIn(fields, 'fundingOrganization')
  if (funder === undefined) throw new OddRecordError('name no funder')
  const awardedAs = textIn(fields, 'awardDate')
  const awarded = awardedAs === null ? null : dayOf(awardedAs, order)
  const { amount, flaw } = readAmount(fields.amountAwarded)
  const currency = textIn(fields, 'currency')?.toUpperCase() ?? null
  const regrant = textIn(fields, 'regrantType')
  const recipients = bodiesIn(fields, 'recipientOrganization')
  const shared = { funder: body(funder), currency, regrant }
  if (recipients.length === 0 && isRecord(fields.recipientIndividual)) {
    const year = awarded === null ? null : yearOf(awarded)
    const key = [funder.ids[0] ?? funder.name, year ?? 'undated', currency ?? 'no currency'].join('/')
    return {
      kind: 'grants-to-people',
      key,
      ...shared,
      regrant: null,
      year,
      count: 1,
      amount: amount ?? '0',
      awardedAs,
    }
  }
  return {
    kind: 'grant',
    key: id.slice(0, 300),
    ...shared,
    recipients: recipients.map(body),
    amount,
    flaw,
    awarded,
    awardedAs,
    modified: textIn(fields, 'dateModified'),
  }
}

const body = ({ name, ids, postcode, department }: Body): Json => ({ name, ids, postcode, department })

function addPerson(
  people: Map<string, { row: BulkRow & { count: number; amount: string } }>,
  row: BulkRow,
): void {
  const { awardedAs: _, ...kept } = row
  const before = people.get(row.key)?.row
  const count = (before?.count ?? 0) + 1
  const amount = addDecimals([before?.amount ?? '0', String(row.amount)])
  people.set(row.key, { row: { ...kept, kind: row.kind, key: row.key, count, amount } })
}

/** The standard has a list of one; publishers also send the one by itself, or several. */
function bodiesIn(fields: Fields, field: string): Body[] {
  const value = fields[field]
  const list = Array.isArray(value) ? value : [value]
  return list.filter(isRecord).flatMap((one): Body[] => {
    const [id, name] = [textIn(one, 'id'), textIn(one, 'name')]
    const [charity, company] = [textIn(one, 'charityNumber'), textIn(one, 'companyNumber')]
    const ids = [
      ...(id === null ? [] : [id]),
      ...(charity === null ? [] : [charityId(charity)]),
      ...(company === null ? [] : [companyId(company)]),
    ]
    if (name === null && ids.length === 0) return []
    return [
      {
        name: name ?? '',
        ids: [...new Set(ids)],
        postcode: textIn(one, 'postalCode'),
        department: textIn(one, 'department'),
      },
    ]
  })
}

const charityId = (number: string): string =>
  /^GB-/i.test(number)
    ? number
    : /^SC/i.test(number)
      ? `GB-SC-${number}`
      : /^NIC?/i.test(number)
        ? `GB-NIC-${number.replace(/^NIC?/i, '')}`
        : `GB-CHC-${number}`
const companyId = (number: string): string => (/^GB-/i.test(number) ? number : `GB-COH-${number}`)

function textIn(fields: Fields, field: string): string | null {
  const value = fields[field]
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const plain = tidyText(String(value))
  return plain === '' ? null : plain.slice(0, 1000)
}

/**
 * A file in the registry. Those of departments are followed; other funders' money is not the government's, and the
 * departments' own files say what it granted to them.
 */
function* readListed(fields: Fields, tools: Tools): Generator<BulkRow | { readonly follow: string }> {
  const title = textIn(fields, 'title') ?? 'a file without a title'
  const publisher = isRecord(fields.publisher) ? fields.publisher : {}
  const prefix = textIn(publisher, 'prefix') ?? ''
  const name = textIn(publisher, 'name') ?? ''
  const isDepartment =
    isPublic(tools, prefix) ||
    /^(?:the )?(?:department (?:for|of)|ministry of|home office|cabinet office|hm )/i.test(name)
  const files = Array.isArray(fields.distribution) ? fields.distribution.filter(isRecord) : []
  for (const file of files) {
    const url = textIn(file, 'downloadURL')
    const known = url !== null && /^https?:/i.test(url)
    yield {
      ...{ kind: 'grant-file', key: `${textIn(fields, 'identifier') ?? title}/${url ?? ''}`.slice(0, 300) },
      ...{ title, publisher: name, prefix, url: known ? url : null, department: isDepartment },
      ...{
        licence: textIn(fields, 'license'),
        modified: textIn(fields, 'modified') ?? textIn(fields, 'issued'),
      },
    }
    if (!isDepartment) continue
    if (known) yield { follow: url }
    else tools.issue(`${title}: expected an address to download it from, got ${JSON.stringify(url)}`)
  }
  if (files.length === 0) tools.issue(`${title}: the registry names no file`)
}

/** Publishers' prefixes that are departments', from `lookups.json`. */
function isPublic({ lookup }: Tools, prefix: string): boolean {
  try {
    return lookup<boolean>('department-prefix', prefix)
  } catch (error) {
    if (error instanceof OddRecordError) return false
    throw error
  }
}
