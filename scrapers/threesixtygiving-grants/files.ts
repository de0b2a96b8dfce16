// What records does a file hold: JSON, CSV, or a workbook by the standard's template?
import {
  type BulkPage,
  csvRecords,
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
    let isAny = false
    for await (const { line, record } of csvRecords(page, { onOdd: odd })) {
      if (!isAny && !isGrants(Object.keys(record))) {
        odd(`${EXPECTED}, found ${Object.keys(record).slice(0, 8).join(', ')}`)
        return
      }
      isAny = true
      yield { where: `line ${line}`, fields: nestedOf(record) }
    }
  }
}

const EXPECTED = 'expected grants, with the columns Identifier and Amount Awarded'

/**
 * Every sheet of grants, whichever stands first. A sheet about the file (`Meta`) and sheets that add lists to grants
 * (`Planned Dates`) have no column of amounts, and are passed over.
 */
async function* workbookRecords(page: BulkPage, odd: (what: string) => void): AsyncGenerator<FileRecord> {
  let sheet: string | null = null
  let headings: readonly string[] | null = null
  let found = false
  const others: string[] = []
  for await (const row of sheetRows(page)) {
    if (row.sheet !== sheet) {
      sheet = row.sheet
      headings = null
    }
    const texts = row.cells.map(textOf)
    if (headings === null) {
      if (texts.every((text) => text === '')) continue
      headings = texts
      if (isGrants(headings)) found = true
      else others.push(sheet)
      continue
    }
    if (!isGrants(headings) || texts.every((text) => text === '')) continue
    const record = Object.fromEntries(headings.map((heading, at) => [heading, texts[at] ?? '']))
    yield { where: `${row.sheet}, row ${row.row}`, fields: nestedOf(record) }
  }
  if (!found) odd(`${EXPECTED}, found the sheets ${others.join(', ')}`)
}

const isGrants = (headings: readonly string[]): boolean =>
  ['identifier', 'amount awarded'].every((title) =>
    headings.some((heading) => heading.toLowerCase() === title),
  )

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

/** Columns with `:0:`, `:1:` in their titles are the first, second ... of several. Columns of the publisher's own fall away. */
function nestedOf(record: Readonly<Record<string, string>>): Fields {
  const flat: Record<string, unknown> = {}
  const lists = new Map<string, Record<string, string>[]>()
  for (const [heading, text] of Object.entries(record)) {
    if (text.trim() === '') continue
    const place = Number(/:(\d{1,3}):/.exec(heading)?.[1] ?? 0)
    const title = heading
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/:\d{1,3}:/, ':')
      .trim()
    // Fields of the schema themselves are used as headings as well.
    const field =
      TITLES[title] ?? Object.values(TITLES).find((one) => one === heading.replace(/[/:]\d*[/:]?/g, '.'))
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
