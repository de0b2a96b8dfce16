// Which payments does this table list, and which of its lines are none: titles, repeated headings, totals?
import {
  type BulkPage,
  type BulkRow,
  columnName,
  csvRows,
  isRecord,
  jsonRecords,
  type ReadRows,
  readablePath,
  type SheetRow,
  SourceChangedError,
  sheetRows,
  sniff,
  tidyText,
  UnknownCategoryError,
} from '../../src/collect/index.ts'
import { addDecimals, compareDecimals, type ReadAmount, readAmount } from '../../src/domain/money.ts'
import { DateScore, type Decision, monthIn, printedDay } from './dates.ts'

type Tools = Parameters<ReadRows>[1]
type Field =
  | 'department'
  | 'entity'
  | 'date'
  | 'type'
  | 'area'
  | 'supplier'
  | 'transaction'
  | 'amount'
  | 'description'
  | 'postcode'
  | 'supplierType'
type Heading = { readonly field: Field | null; readonly basis?: 'net' | 'gross' }

/** Where each field stands, and what the heading of the amount says of VAT. */
type Columns = {
  readonly at: ReadonlyMap<Field, number>
  readonly basis: 'net' | 'gross' | 'not-stated'
  readonly headings: readonly string[]
}

/** A line of the file as cells, typed days as `YYYY-MM-DD`, amounts as the file holds them. */
type Line = { readonly sheet: string; readonly row: number; readonly cells: readonly string[] }

/** A file that a script has written says "None" where a line has no number (HM Treasury, 2025). */
const identifierOf = (printed: string): string | null => (/^(none)?$/i.test(printed) ? null : printed)

/** Titles, notes and blank lines before the headings; more than this and it is another kind of table. */
const MOST_PREAMBLE = 60
/** The same heading in every spelling: letters and digits alone; a pound sign where it is all there is. */
const plainHeading = (text: string): string =>
  text.toLowerCase().replace(/[^\p{L}\d]+/gu, '') || (text.includes('£') ? '£' : '')

/** @throws SourceChangedError, UnknownCategoryError, UnreadableFileError: the file cannot be read, and why. */
export async function* readPayments(page: BulkPage, tools: Tools): AsyncGenerator<BulkRow> {
  const named = monthIn(readablePath(new URL(page.url)).split('/').at(-1) ?? '')
  // Twice through the file: which day a date means can only be told from all of them.
  const score = new DateScore()
  let month = named
  let found = 0
  for await (const { line, columns } of payments(page, tools, false)) {
    month ??= monthIn(line.sheet)
    score.add(textOf(line, columns, 'date'))
    found += 1
  }
  if (found === 0) return
  const decision = score.decide(month)
  for (const doubt of decision.doubts) tools.issue(`dates: ${doubt}`)
  month ??= decision.format ? score.mostly(decision.format) : null
  yield* readLines(page, tools, decision, month)
}

async function* readLines(
  page: BulkPage,
  tools: Tools,
  decision: Decision,
  month: string | null,
): AsyncGenerator<BulkRow> {
  const seen = new Occurrences()
  let negative = 0
  let rows = 0
  const odd = new Map<string, { times: number; first: string }>()
  const days = new Map<string, string | null>()
  const dayOf = (printed: string): string | null => {
    const known = days.get(printed)
    if (known !== undefined) return known
    const day = decision.format?.read(printedDay(printed)) ?? null
    if (days.size < 10_000) days.set(printed, day)
    return day
  }
  for await (const { line, columns, amount: read } of payments(page, tools, true)) {
    const text = (field: Field): string => textOf(line, columns, field)
    const printed = text('amount')
    const date = dayOf(text('date'))
    const supplier = text('supplier')
    const identity = [
      text('date'),
      read.amount ?? printed,
      supplier,
      text('transaction'),
      text('type'),
      text('area'),
    ]
    const hash = hashOf(identity)
    const occurrence = seen.next(hash)
    rows += 1
    if (read.flaw === 'negative') negative += 1
    if (read.amount === null) {
      const was = odd.get(read.flaw)
      if (was) was.times += 1
      else odd.set(read.flaw, { times: 1, first: `row ${line.row}: "${printed.slice(0, 40)}"` })
    }
    yield {
      kind: 'payment',
      key: `${hash.toString(36)}-${occurrence}`,
      department: text('department') || null,
      entity: text('entity') || null,
      month,
      date,
      datePrinted: text('date') || null,
      supplier: supplier || null,
      redacted: isRedacted(supplier),
      amount: read.amount,
      amountPrinted: printed || null,
      flaw: read.flaw,
      currency: 'GBP',
      basis: columns.basis,
      type: text('type') || null,
      area: text('area') || null,
      transaction: identifierOf(text('transaction')),
      description: text('description') || null,
      postcode: text('postcode') || null,
      locator: `${line.sheet ? `Sheet ${line.sheet}, ` : ''}row ${line.row}`,
    }
  }
  for (const [flaw, { times, first }] of odd)
    tools.issue(`${times} of ${rows} lines have no amount (${flaw}), first ${first}`)
  if (rows >= 10 && negative * 2 > rows)
    tools.issue(`${negative} of ${rows} amounts are negative: the sign may be reversed in this file`)
}

const textOf = (line: Line, { at }: Columns, field: Field): string => {
  const place = at.get(field)
  return place === undefined ? '' : tidyText(line.cells[place] ?? '')
}

/** "REDACTED", "Name withheld", "Personal data": somebody was paid whose name is not printed. */
const isRedacted = (supplier: string): boolean =>
  /\bredact|\bwithheld\b|\bpersonal (data|name|information|details)\b|\bprivate individual\b|\bname removed\b/i.test(
    supplier,
  )

/** 53 bits of two FNV-like sums. Two lines that share one by chance get other occurrences: nothing is lost. */
function hashOf(parts: readonly string[]): number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (const part of parts) {
    for (let i = 0; i <= part.length; i++) {
      const code = i < part.length ? part.charCodeAt(i) : 0x1f
      a = Math.imul(a ^ code, 2654435761)
      b = Math.imul(b ^ code, 1597334677)
    }
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}

/** Counts how often each number has come. A table of numbers, because a map of a million would fill the memory. */
class Occurrences {
  private table = new Float64Array(1 << 12)
  private used = 0
  private readonly again = new Map<number, number>()

  /** How often the number has come, this time counted. Zero is kept as another number. */
  next(hash: number): number {
    const number = hash || 1
    const at = this.placeOf(this.table, number)
    if (this.table[at] === number) {
      const times = (this.again.get(number) ?? 1) + 1
      this.again.set(number, times)
      return times
    }
    this.table[at] = number
    this.used += 1
    if (this.used * 2 > this.table.length) {
      const larger = new Float64Array(this.table.length * 2)
      for (const one of this.table) if (one !== 0) larger[this.placeOf(larger, one)] = one
      this.table = larger
    }
    return 1
  }

  private placeOf(table: Float64Array, number: number): number {
    let at = number % table.length
    while (table[at] !== 0 && table[at] !== number) at = (at + 1) % table.length
    return at
  }
}

/** The lines that are payments. The second time nothing is said that was said the first time. */
async function* payments(
  page: BulkPage,
  tools: Tools,
  quiet: boolean,
): AsyncGenerator<{ readonly line: Line; readonly columns: Columns; readonly amount: ReadAmount }> {
  const issue: Tools['issue'] = quiet ? () => {} : tools.issue
  let sheet: string | null = null
  let columns: Columns | null = null
  let before = 0
  let read = 0
  let sums: string[] = []
  let sum = '0'
  const endSheet = (): void => {
    if (sheet !== null && columns === null && before > 0)
      issue(
        `${sheet ? `sheet "${sheet}"` : 'the file'} has no line of headings with supplier, amount and date`,
      )
  }
  for await (const line of linesOf(page, issue)) {
    if (line.sheet !== sheet) {
      endSheet()
      sheet = line.sheet
      columns = null
      before = 0
      sums = []
      sum = '0'
    }
    if (line.cells.every((cell) => cell.trim() === '')) continue
    if (columns === null) {
      before += 1
      if (before <= MOST_PREAMBLE) columns = headingsOf(line, tools)
      continue
    }
    // Some exports repeat the headings on every printed page.
    if (columns.headings.every((heading, at) => plainHeading(line.cells[at] ?? '') === heading)) continue
    const amount = readAmount(textOf(line, columns, 'amount'))
    const named = !/^((grand |sub-?)?totals?:?)?$/i.test(textOf(line, columns, 'supplier'))
    const dated = textOf(line, columns, 'date') !== ''
    if (!named && !dated) {
      sum = addDecimals([sum, ...sums])
      sums = []
      const words = tidyText(line.cells.filter((cell) => /\p{L}/u.test(cell)).join(' '))
      const isTotal = /\btotals?\b/i.test(words)
      if (amount.amount === null || isTotal || compareDecimals(amount.amount, sum) === 0) {
        if (amount.amount !== null && compareDecimals(amount.amount, sum) !== 0)
          issue(`row ${line.row}: the printed total ${amount.amount} is not the sum of the lines, ${sum}`)
        continue
      }
      issue(`row ${line.row}: an amount of ${amount.amount} without supplier and date; it is kept`)
    }
    if (amount.amount !== null) sums.push(amount.amount)
    if (sums.length >= 1000) {
      sum = addDecimals([sum, ...sums])
      sums = []
    }
    read += 1
    yield { line, columns, amount }
  }
  endSheet()
  if (read === 0)
    throw new SourceChangedError(
      'expected lines of payments under headings such as Supplier, Amount and Date, found none',
    )
}

/**
 * The line of headings, or null for a line before it.
 * @throws UnknownCategoryError for a heading that no lookup explains: a column is never passed over in silence.
 */
function headingsOf(line: Line, tools: Tools): Columns | null {
  const plain = line.cells.map(plainHeading)
  const meanings = plain.map((heading): Heading | null => {
    if (heading === '') return null
    try {
      return tools.lookup<Heading>('heading', heading)
    } catch (error) {
      if (error instanceof UnknownCategoryError) return null
      throw error
    }
  })
  const fields = new Set(meanings.map((meaning) => meaning?.field))
  if (!fields.has('supplier') || !fields.has('amount') || !fields.has('date')) return null
  const at = new Map<Field, number>()
  let basis: Columns['basis'] = 'not-stated'
  for (const [place, heading] of plain.entries()) {
    const meaning = meanings[place]
    if (heading === '') continue
    if (!meaning) {
      tools.lookup('heading', heading)
      continue
    }
    if (meaning.field === null) continue
    if (at.has(meaning.field)) {
      if (meaning.field === 'amount' || meaning.field === 'supplier' || meaning.field === 'date')
        throw new SourceChangedError(
          `row ${line.row}: expected one column for ${meaning.field}, got ${columnName(at.get(meaning.field) ?? 0)} and ${columnName(place)}; say in lookups.json which one counts`,
        )
      continue
    }
    at.set(meaning.field, place)
    if (meaning.field === 'amount') basis = meaning.basis ?? 'not-stated'
  }
  return { at, basis, headings: plain }
}

/** Every line of the file. Rows that somebody else converted to JSON are read too, and that is said. */
async function* linesOf(page: BulkPage, issue: Tools['issue']): AsyncGenerator<Line> {
  const kind = await sniff(page)
  if (kind === 'json') {
    yield* convertedLines(page, issue)
    return
  }
  if (kind === 'text') {
    for await (const { line, cells } of csvRows(page)) yield { sheet: '', row: line, cells }
    return
  }
  for await (const { sheet, row, cells } of sheetRows(page))
    yield { sheet, row, cells: cells.map((cell) => cellText(cell)) }
}

/** Numbers in full: a cell may show 1,234 and hold 1234.56. */
const cellText = ({ kind, text, value }: SheetRow['cells'][number]): string =>
  kind === 'number' || kind === 'date' ? (value ?? text) : text

async function* convertedLines(page: BulkPage, issue: Tools['issue']): AsyncGenerator<Line> {
  issue(
    'the rows were converted to JSON by somebody else; they are read, but they are not the published file',
  )
  let headings: readonly string[] | null = null
  let broken = 0
  let first = ''
  const records = jsonRecords(page, {
    field: 'data',
    exactNumbers: true,
    onOdd: (what) => {
      broken += 1
      first ||= what
    },
  })
  for await (const { index, value } of records) {
    if (!isRecord(value)) throw new SourceChangedError(`record ${index + 1}: expected an object of fields`)
    if (headings === null) {
      headings = Object.keys(value)
      yield { sheet: '', row: 0, cells: headings }
    }
    yield {
      sheet: '',
      row: index + 1,
      cells: headings.map((heading) => {
        const cell = value[heading]
        return typeof cell === 'string' ? cell : ''
      }),
    }
  }
  if (broken > 0) issue(`${broken} records are not JSON and were left out, first: ${first}`)
}
