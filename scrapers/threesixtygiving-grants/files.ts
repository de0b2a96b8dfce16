// What records does a file hold: JSON, CSV, or a workbook by the standard's template?
import {
  type BulkPage,
  csvRows,
  isRecord,
  jsonRecords,
  type SheetRow,
  sheetRows,
  sniff,
} from '../../src/collect/index.ts'

export type Fields = Readonly<Record<string, unknown>>

/** A record as nested JSON, by the names of the schema; and where it stands, for people. */
export type FileRecord = { readonly where: string; readonly fields: Fields }

/** @throws UnreadableFileError when the file is none of these. */
export async function* recordsOf(page: BulkPage, odd: (what: string) => void): AsyncGenerator<FileRecord> {
  const kind = await sniff(page)
  if (kind === 'json') {
    for await (const { index, value } of jsonRecords(page, {
      field: 'grants',
      exactNumbers: true,
      onOdd: odd,
    })) {
      const where = `record ${index + 1}`
      if (isRecord(value)) yield { where, fields: value }
      else odd(`${where}: expected an object, got ${JSON.stringify(value)?.slice(0, 60)}`)
    }
  } else if (kind === 'zip') yield* workbookRecords(page, odd)
  else {
    yield* tableRecords(page, odd)
  }
}

const EXPECTED = 'expected grants, with the columns Identifier and Amount Awarded'
/** Titles and notes above the headings; more than this and it is another kind of table. */
const MOST_PREAMBLE = 20

async function* tableRecords(page: BulkPage, odd: (what: string) => void): AsyncGenerator<FileRecord> {
  let headings: readonly string[] | null = null
  let first: readonly string[] = []
  let before = 0
  for await (const { line, cells } of csvRows(page)) {
    const texts = cells.map((cell) => cell.trim())
    if (texts.every((text) => text === '')) continue
    if (headings === null) {
      if (isGrants(texts)) headings = texts
      else if (before === 0) first = texts
      before += 1
      if (before > MOST_PREAMBLE) break
      continue
    }
    if (texts.length < headings.length || texts.slice(headings.length).some((text) => text !== ''))
      odd(`line ${line}: expected ${headings.length} cells as in the headings, got ${texts.length}`)
    yield { where: `line ${line}`, fields: recordOf(headings, texts) }
  }
  if (headings === null)
    odd(
      `${EXPECTED}, found ${first
        .filter((text) => text !== '')
        .slice(0, 8)
        .join(', ')}`,
    )
}

/** The first of two columns with one heading counts. */
const recordOf = (headings: readonly string[], texts: readonly string[]): Fields =>
  nestedOf(Object.fromEntries(headings.map((heading, at) => [heading, texts[at] ?? '']).reverse()))

/**
 * Every sheet of grants, whichever stands first. A sheet about the file (`Meta`) and sheets that add lists to grants
 * (`Planned Dates`) have no column of amounts, and are passed over.
 */
async function* workbookRecords(page: BulkPage, odd: (what: string) => void): AsyncGenerator<FileRecord> {
  let sheet: string | null = null
  let headings: readonly string[] | null = null
  let before = 0
  let found = false
  const others: string[] = []
  for await (const row of sheetRows(page)) {
    if (row.sheet !== sheet) {
      sheet = row.sheet
      headings = null
      before = 0
    }
    const texts = row.cells.map(textOf)
    if (headings === null) {
      if (before >= MOST_PREAMBLE || texts.every((text) => text === '')) continue
      if (before === 0) others.push(sheet)
      before += 1
      if (!isGrants(texts)) continue
      headings = texts
      found = true
      continue
    }
    if (texts.every((text) => text === '')) continue
    yield { where: `${row.sheet}, row ${row.row}`, fields: recordOf(headings, texts) }
  }
  if (!found) odd(`${EXPECTED}, found the sheets ${others.join(', ')}`)
}

const isGrants = (headings: readonly string[]): boolean =>
  ['id', 'amountAwarded'].every((field) => headings.some((heading) => fieldOf(heading) === field))

/** Numbers and days as they are held, not as they are shown: `1,000` can be shown for 1000.4. */
const textOf = (cell: SheetRow['cells'][number]): string => (cell.value ?? cell.text).trim()

/** Titles of the template, with the field of the schema that they stand for. */
const TITLES: Readonly<Record<string, string>> = {
  identifier: 'id',
  currency: 'currency',
  'amount awarded': 'amountAwarded',
  'award date': 'awardDate',
  'last modified': 'dateModified',
  'for regrant type': 'regrantType',
  'regrant type': 'regrantType',
  'funding org:identifier': 'fundingOrganization.id',
  'funding org:name': 'fundingOrganization.name',
  'funding org:department': 'fundingOrganization.department',
  'recipient org:identifier': 'recipientOrganization.id',
  'recipient org:name': 'recipientOrganization.name',
  'recipient org:charity number': 'recipientOrganization.charityNumber',
  'recipient org:company number': 'recipientOrganization.companyNumber',
  'recipient org:postal code': 'recipientOrganization.postalCode',
  'recipient ind:identifier': 'recipientIndividual.id',
  'recipient ind:name': 'recipientIndividual.name',
}

/** Fields of the schema themselves are used as headings as well: `recipientOrganization/0/id`. */
const FIELDS = new Map(Object.values(TITLES).map((field) => [field.toLowerCase(), field]))

/** The field that a heading names, however it is spaced and whatever unit stands behind it; undefined for the publisher's own. */
function fieldOf(heading: string): string | undefined {
  const title = heading
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/ ?: ?/g, ':')
    .replace(/:\d{1,3}:/, ':')
    .replace(/ ?\((?:£|gbp)\)$/, '')
    .trim()
  return TITLES[title] ?? FIELDS.get(title.replace(/[/.:](?:\d{1,3}[/.:])?/g, '.'))
}

/** Columns with `:0:`, `:1:` in their titles are the first, second ... of several. Columns of the publisher's own fall away. */
function nestedOf(record: Readonly<Record<string, string>>): Fields {
  const flat: Record<string, unknown> = {}
  const lists = new Map<string, Record<string, string>[]>()
  for (const [heading, text] of Object.entries(record)) {
    if (text.trim() === '') continue
    const place = Number(/[:/.](\d{1,3})[:/.]/.exec(heading)?.[1] ?? 0)
    const field = fieldOf(heading)
    if (field === undefined) continue
    const [list = '', inner] = field.split('.')
    if (inner === undefined) flat[list] = text
    else {
      const items = lists.get(list) ?? []
      lists.set(list, items)
      while (items.length <= place) items.push({})
      ;(items[place] as Record<string, string>)[inner] = text
    }
  }
  for (const [list, items] of lists)
    flat[list] =
      list === 'recipientIndividual' ? items[0] : items.filter((item) => Object.keys(item).length > 0)
  return flat
}
