// Who is on the register of charities of Northern Ireland, and since when?
import {
  type BulkRow,
  csvRecords,
  defineBulk,
  listedDay,
  OddRecordError,
  type ReadRows,
  SourceChangedError,
  UnreadableFileError,
} from '../../src/collect/index.ts'
import type { RegisterEntry } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'

type Line = Readonly<Record<string, string>>
/** Later exports have no "Sub charity number": there a linked charity looks like a second line of the main one. */
const COLUMNS = ['Reg charity number', 'Charity name', 'Date registered', 'Status']

const readRows: ReadRows = async function* (page, { issue }) {
  const seen = new Set<string>()
  const oddCompanies = new Set<string>()
  let isFirst = true
  let again = 0
  let unsaid = 0
  for await (const { line, record } of csvRecords(page, { onOdd: issue, smallHeadings: true })) {
    if (isFirst) {
      const missing = COLUMNS.filter((column) => !Object.hasOwn(record, column.toLowerCase()))
      if (missing.length > 0)
        throw new SourceChangedError(
          `expected the columns ${missing.join(', ')}, found ${Object.keys(record).slice(0, 20).join(', ')}`,
        )
      isFirst = false
    }
    try {
      const row = readLine(record, oddCompanies)
      if (seen.has(row.key)) again += 1
      else {
        if (record.status === '') unsaid += 1
        yield row
      }
      seen.add(row.key)
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      issue(`line ${line} was left out: ${error.message}`)
    }
  }
  if (isFirst) throw new UnreadableFileError('expected charities in the list, found none; was it cut off?')
  if (again > 0) issue(`${again} lines are of a number that has one before; the first of each is read`)
  if (unsaid > 0) issue(`${unsaid} lines have no status; nothing is known of when these were registered`)
  if (oddCompanies.size > 0)
    issue(
      `${oddCompanies.size} company numbers do not say which register they are of`,
      [...oddCompanies].slice(0, 20),
    )
}

function readLine(record: Line, oddCompanies: Set<string>): BulkRow {
  const printed = record['reg charity number'] ?? ''
  const main = readOrgId(`GB-NIC-${printed}`).id
  const sub = record['sub charity number'] ?? ''
  const name = record['charity name'] ?? ''
  if (main === null || name === '' || !/^\d{0,4}$/.test(sub))
    throw new OddRecordError(
      `expected a number of six digits and a name, got "${printed}", "${sub}", "${name}"`,
    )
  const id = Number(sub) === 0 ? main : `${main}-${Number(sub)}`
  const company = (record['company number'] ?? '').replace(/\s/g, '')
  // Digits alone could be a number of Northern Ireland without its letters, or one of England and Wales.
  const known = /^(?:[A-Z]{2}\d{1,6}|R0\d{6})$/i.test(company) ? readOrgId(`GB-COH-${company}`).id : null
  if (known === null && !/^0*$/.test(company)) oddCompanies.add(company.slice(0, 40))
  const from = listedDay(record['date registered'] ?? '')
  const other = record['other name'] ?? ''
  const entry: RegisterEntry = {
    id,
    ids: known === null ? [id] : [id, known],
    names: other === '' || other === name ? [name] : [name, other],
    form: 'charity',
    // The list does not say since when a charity is off the register, and a line without a status not even whether.
    spans: record.status === '' || /removed/i.test(record.status ?? '') ? [] : [{ from, to: null }],
    postcode: /\bBT\d{1,2} ?\d[A-Z]{2}\b/i.exec(record['public address'] ?? '')?.[0] ?? null,
    main: id === main ? null : main,
    setApart: null,
  }
  return { kind: 'register-entry', key: id, ...entry }
}

/** The publisher's page of the search, without which nothing is exported, as two programs of others name it. */
const SEARCH_PAGE = 'c0884e5e-b621-4563-a378-2b313e15c74a'

export default defineBulk({
  title: 'Register of charities of Northern Ireland',
  publisher: 'Charity Commission for Northern Ireland',
  licence: 'OGL-3.0',
  cadence: '59 3 * * 0',
  baseUrl: 'https://www.charitycommissionni.org.uk',
  // About 7,000 charities; registration began in 2013.
  expected: { min: 2_000, max: 50_000 },
  notes:
    'No file of the register was at hand when this was written: the address and the columns come from programs of other people that read it. A reader reported the encoding cp858, which is not known here: letters with accents may be wrong.',
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    /^(?:www\.)?charitycommissionni\.org\.uk$/.test(url.hostname) &&
    /^\/(?:umbraco\/api\/charityapi|api\/charity-search)\/exportsearchresultstocsv\/?$/i.test(url.pathname),
  // The address before this one, /umbraco/api/charityApi/, is reported to be gone since 2026.
  start: () => ({
    pages: [
      `/api/charity-search/exportSearchResultsToCsv/?homePageId=${SEARCH_PAGE}&pageNumber=1&sortOption=Rank%3Basc&searchText=&include=Removed`,
    ],
  }),
  readRows,
})
