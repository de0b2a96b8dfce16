// What does an answer of the register's service say? It gives charities one by one or a page at a time, as JSON.
import {
  type BulkPage,
  type BulkRow,
  isRecord,
  jsonRecords,
  OddRecordError,
  type ReadRows,
  SourceChangedError,
} from '../../src/collect/index.ts'
import { readLine } from './rows.ts'

/** Fields of a charity, and the columns of the list that say the same. */
const FIELDS = {
  charityNumber: 'charity number',
  charityName: 'charity name',
  registeredDate: 'registered date',
  knownAs: 'known as',
  charityStatus: 'charity status',
  currentConstitutionalForm: 'constitutional form',
  postcode: 'postcode',
} as const

/** Whether an address asks the service for charities. */
export const isAnswer = (url: URL): boolean =>
  url.hostname === 'oscrapi.azurewebsites.net' && /^\/api\/all_charities\/?$/i.test(url.pathname)

/** An answer says nothing of charities that it does not name: each stands alone. */
export async function* readAnswer(
  page: BulkPage,
  { issue }: Pick<Parameters<ReadRows>[1], 'issue'>,
): AsyncGenerator<BulkRow> {
  let charities = 0
  const seen = new Set<string>()
  for await (const { value } of jsonRecords(page, { onOdd: issue })) {
    const list = isRecord(value) && Array.isArray(value.data) ? value.data : [value]
    for (const charity of list) {
      charities += 1
      try {
        const row = readCharity(charity)
        if (seen.has(row.key)) issue(`charity ${charities}: ${row.key} was there before; the first is read`)
        else yield { ...row, alone: true }
        seen.add(row.key)
      } catch (error) {
        if (!(error instanceof OddRecordError)) throw error
        issue(`charity ${charities} was left out: ${error.message}`)
      }
    }
    if (isRecord(value) && typeof value.totalPages === 'number' && value.totalPages > 1)
      issue(`page ${JSON.stringify(value.currentPage)} of ${value.totalPages}; the others are other answers`)
  }
  if (charities === 0) issue('the answer names no charity')
}

function readCharity(charity: unknown): BulkRow {
  if (!isRecord(charity)) throw new OddRecordError('expected an object')
  const missing = Object.keys(FIELDS).filter((field) => !Object.hasOwn(charity, field))
  if (missing.length > 0)
    throw new SourceChangedError(
      `expected the fields ${missing.join(', ')}, found ${Object.keys(charity).slice(0, 20).join(', ')}`,
    )
  const status = String(charity.charityStatus ?? '')
  // The list of charities and that of former ones have an answer in common: only its word tells them apart.
  if (!/^(?:active|removed)$/i.test(status))
    throw new OddRecordError(`expected the status "Active" or "Removed", got "${status.slice(0, 40)}"`)
  const cells = Object.entries(FIELDS).map(([field, column]) => {
    const value = charity[field] ?? ''
    if (typeof value !== 'string') throw new OddRecordError(`"${field}": expected text`)
    return [column, value.trim()]
  })
  return readLine(Object.fromEntries(cells), false)
}
