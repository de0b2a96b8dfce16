// Which payments does this table list, and which of its lines are none: titles, repeated headings, totals?
import {
  type BulkPage,
  type BulkRow,
  csvRows,
  fileName,
  isRecord,
  jsonRecords,
  monthIn,
  type ReadRows,
  type SheetRow,
  SourceChangedError,
  sheetRows,
  sniff,
  tidyText,
  UnknownCategoryError,
} from '../../src/collect/index.ts'
import { addDecimals, compareDecimals, type ReadAmount, readAmount } from '../../src/domain/money.ts'
import { DateScore, type Decision, dayIn } from './dates.ts'
import { type Columns, type Field, headingsOf, NEEDED, neededIn, plainHeading } from './headings.ts'

type Tools = Parameters<ReadRows>[1]
/** A line of the file as cells, typed days as `YYYY-MM-DD`, amounts as the file holds them. */
type Line = { readonly sheet: string; readonly row: number; readonly cells: readonly string[] }

/**
 * Words and signs in place of a number: a file that a script has written says "None" (HM Treasury, 2025), and "#" stands
 * where a system has nothing (Transport, 2025). They identify nothing, and are no postcode.
 */
const identifierOf = (printed: string): string | null =>
  /^(none|null|nil|n[/.]?a\.?|not applicable|[-–—.#0]*)$/i.test(printed) ? null : printed

/** A department in full where its file prints a code for it. */
function departmentIn(printed: string, { lookup }: Tools): string | null {
  try {
    return lookup<string>('department', printed)
  } catch (error) {
    if (!(error instanceof UnknownCategoryError)) throw error
    return printed || null
  }
}

/** Titles, notes and blank lines before the headings; more than this and it is another kind of table. */
const MOST_PREAMBLE = 60

/** @throws SourceChangedError, UnknownCategoryError, UnreadableFileError: the file cannot be read, and why. */
export async function* readPayments(page: BulkPage, tools: Tools): AsyncGenerator<BulkRow> {
  const named = monthIn(fileName(new URL(page.url)))
  // Twice through the file: which day a date means can only be told from all of them.
  const score = new DateScore()
  const sheets = new Set<string | null>()
  let sheet: string | null = null
  let found = 0
  for await (const { line, columns } of payments(page, tools, false)) {
    if (line.sheet !== sheet) sheets.add(monthIn(line.sheet))
    sheet = line.sheet
    score.add(textOf(line, columns, 'date'))
    found += 1
  }
  if (found === 0) return
  const ofSheets = sheets.size === 1 ? ([...sheets][0] ?? null) : null
  const decision = score.decide(named ?? ofSheets)
  for (const doubt of decision.doubts) tools.issue(`dates: ${doubt}`)
  const mostly = decision.format ? score.mostly(decision.format) : null
  if (named === null && mostly === null && sheets.has(null))
    tools.issue(
      'the file names no month and its dates are of several: each line counts in the month of its date',
    )
  yield* readLines(page, tools, decision, (line) => named ?? monthIn(line.sheet) ?? mostly)
}

async function* readLines(
  page: BulkPage,
  tools: Tools,
  decision: Decision,
  monthOf: (line: Line) => string | null,
): AsyncGenerator<BulkRow> {
  const seen = new Occurrences()
  let sheet: string | null = null
  let month: string | null = null
  let body = { department: '', entity: '' }
  let withoutBody = 0
  let negative = 0
  let rows = 0
  const odd = new Map<string, { times: number; first: string }>()
  const days = new Map<string, string | null>()
  const dayOf = (printed: string): string | null => {
    const known = days.get(printed)
    if (known !== undefined) return known
    const day = dayIn(decision.format, printed)
    if (days.size < 10_000) days.set(printed, day)
    return day
  }
  for await (const { line, columns, amount: read } of payments(page, tools, true)) {
    const text = (field: Field): string => textOf(line, columns, field)
    if (line.sheet !== sheet) {
      sheet = line.sheet
      month = monthOf(line)
      body = { department: '', entity: '' }
    }
    const printed = text('amount')
    const date = dayOf(text('date'))
    const supplier = text('supplier')
    // Printed once above lines of the same body, as where cells were merged. An amount by itself is of nobody.
    const own = { department: text('department'), entity: text('entity') }
    const isNamed = own.department !== '' || own.entity !== ''
    if (isNamed) body = own
    else if (supplier !== '' && body.department + body.entity !== '') withoutBody += 1
    const { department, entity } = supplier === '' ? own : body
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
      department: departmentIn(department, tools),
      entity: entity || null,
      month: month ?? date?.slice(0, 7) ?? null,
      date,
      datePrinted: text('date') || null,
      supplier: supplier || null,
      redacted: isRedacted(supplier),
      amount: read.amount,
      amountPrinted: printed || null,
      flaw: read.flaw,
      currency: text('currency').toUpperCase() || 'GBP',
      basis: columns.basis,
      type: text('type') || null,
      area: text('area') || null,
      transaction: identifierOf(text('transaction')),
      description: text('description') || null,
      postcode: identifierOf(text('postcode')),
      locator: `${line.sheet ? `Sheet ${line.sheet}, ` : ''}row ${line.row}`,
    }
  }
  for (const [flaw, { times, first }] of odd)
    tools.issue(`${times} of ${rows} lines have no amount (${flaw}), first ${first}`)
  if (withoutBody > 0)
    tools.issue(`${withoutBody} of ${rows} lines name no body; they are taken to be of the one above`)
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
  let part = '0'
  let above: Line | null = null
  let nearest: { readonly line: Line; readonly found: readonly Field[] } | null = null
  const endSheet = (): void => {
    if (sheet === null || columns !== null || before === 0) return
    const missing = NEEDED.filter((field) => !nearest?.found.includes(field)).join(' and ')
    const got = nearest
      ? `; nearest is row ${nearest.line.row}, without ${missing}: ${quoted(nearest.line.cells)}; a heading of other words is added to lookups.json`
      : ''
    issue(
      `${sheet ? `sheet "${sheet}"` : 'the file'} has no line of headings with supplier, amount and date${got}`,
    )
  }
  const addUp = (): void => {
    const more = addDecimals(sums)
    sum = addDecimals([sum, more])
    part = addDecimals([part, more])
    sums = []
  }
  for await (const line of linesOf(page, issue)) {
    if (line.sheet !== sheet) {
      endSheet()
      sheet = line.sheet
      columns = null
      before = 0
      above = null
      nearest = null
      sums = []
      sum = '0'
      part = '0'
    }
    if (line.cells.every((cell) => cell.trim() === '')) continue
    if (columns === null) {
      before += 1
      if (before > MOST_PREAMBLE) continue
      columns = headingsOf(line.row, line.cells, { ...tools, issue })
      if (columns === null && above?.row === line.row - 1)
        columns = headingsOf(line.row, joined(above.cells, line.cells), { ...tools, issue })
      above = line
      const found = columns === null ? neededIn(line.cells, tools) : []
      if (found.length > (nearest?.found.length ?? 0)) nearest = { line, found }
      continue
    }
    // Some exports repeat the headings on every printed page.
    if (columns.headings.every((heading, at) => plainHeading(line.cells[at] ?? '') === heading)) continue
    const amount = readAmount(textOf(line, columns, 'amount'))
    // "Total", and "Alder Trust Total" below the lines of a supplier.
    const named = !/^$|\btotals?:?$/i.test(textOf(line, columns, 'supplier'))
    const dated = textOf(line, columns, 'date') !== ''
    if (!named && !dated) {
      addUp()
      const words = tidyText(line.cells.filter((cell) => /\p{L}/u.test(cell)).join(' '))
      const isTotal = /\btotals?\b/i.test(words)
      const printed = amount.amount
      const isSum = printed !== null && [sum, part].some((one) => compareDecimals(printed, one) === 0)
      if (printed === null || isTotal || isSum) {
        if (printed !== null && !isSum)
          issue(`row ${line.row}: the printed total ${printed} is not the sum of the lines, ${sum}`)
        part = '0'
        continue
      }
      issue(`row ${line.row}: an amount of ${amount.amount} without supplier and date; it is kept`)
    }
    if (amount.amount !== null) sums.push(amount.amount)
    if (sums.length >= 1000) addUp()
    read += 1
    yield { line, columns, amount }
  }
  endSheet()
  if (read === 0)
    throw new SourceChangedError(
      'expected lines of payments under headings such as Supplier, Amount and Date, found none',
    )
}

/** Headings in two rows, one below the other: "Supplier" over "Name". */
const joined = (above: readonly string[], below: readonly string[]): string[] =>
  below.map((cell, at) => `${above[at] ?? ''} ${cell}`)

const quoted = (cells: readonly string[]): string =>
  cells
    .map(tidyText)
    .filter((cell) => cell !== '')
    .slice(0, 20)
    .map((cell) => `"${cell.slice(0, 40)}"`)
    .join(', ')

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
