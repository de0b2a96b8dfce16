// How much did charities of England and Wales report from government, in contracts and in grants, and how many did?
//
// One figure a financial year: a return counts in the year, April to March, in which its own period ends.
import type { Contribution, KeptRow, RowCapture, Tallied, Tally } from '../../src/collect/index.ts'
import { addDecimals, compareDecimals } from '../../src/domain/money.ts'
import { isWhole, makeWindow, type Window } from './window.ts'

const SORTS = ['contracts', 'grants'] as const
type Sort = (typeof SORTS)[number]

type Return = {
  readonly charity: string
  readonly end: string
  /** Null: the charity says it had some, and not how much. */
  readonly amount: string | null
  /** How many contracts or grants it counts. */
  readonly times: number | null
}

/** The returns of one year, seen for contracts or for grants. */
type Answers = { readonly some: Return[]; none: number; unanswered: number }
type Year = {
  readonly contracts: Answers
  readonly grants: Answers
  /** The last day on which one of its returns was received; null where no return says. */
  received: string | null
  readonly url: string
  readonly captured: string
}

/** One reading of the table of returns, and what it says of each year. */
type Extract = {
  readonly file: RowCapture
  readonly years: Map<string, Year>
  readonly window: Window
  /** Returns with more from government than in all, and amounts below nought. */
  strange: number
  negative: number
}

export const tally: Tally = async function* ({ rows, history, today, issue }) {
  const years = new Map<string, Year>()
  let newest: Extract | null = null
  for await (const extract of extractsIn(history('government-income', worthReading), issue)) {
    newest = extract
    // A year stands as the last extract has it that still holds it whole.
    for (const [start, year] of extract.years) if (goneFrom(extract, start) === 0) years.set(start, year)
  }
  if (newest === null) return
  const { strange, negative } = newest
  if (strange > 0)
    issue(`${strange} returns have more income from government than income in all; they count as printed`)
  if (negative > 0)
    issue(`${negative} amounts of income from government are below nought; they count as not given`)
  for (const [start, year] of newest.years) {
    const gone = goneFrom(newest, start)
    if (gone === 0) continue
    const stands = years.get(start)
    issue(
      `April ${start} to March ${Number(start) + 1}: ${answersIn(year.contracts)} returns are left, and up to ${gone} are gone, as the extract has the last five periods of a charity; ${stands ? `the figure is that of the extract read on ${stands.captured.slice(0, 10)}` : 'no extract read here holds the year whole, and no figure is given'}`,
    )
  }
  const names = await namesOf(rows('register-entry'), years)
  for (const [start, year] of [...years].sort(([a], [b]) => (a < b ? -1 : 1)))
    for (const sort of SORTS) yield* figuresOf(start, year, sort, names, today)
}

/**
 * Which captures are read: of each address the first, and the last of each quarter. A year leaves the extract within
 * months, and for most of the five years before it does not change.
 */
function worthReading(captures: readonly RowCapture[]): readonly RowCapture[] {
  const quarterOf = ({ captured }: RowCapture): string =>
    `${captured.slice(0, 4)} ${Math.ceil(Number(captured.slice(5, 7)) / 3)}`
  return captures.filter((one, at) => {
    const isFirst = !captures.slice(0, at).some(({ url }) => url === one.url)
    const next = captures.slice(at + 1).find(({ url }) => url === one.url)
    return isFirst || next === undefined || quarterOf(next) !== quarterOf(one)
  })
}

/**
 * The table as each capture has it, one after another. One table may lie at several addresses, as a zip or not, in two
 * families, and all hold the same returns: of those of one day the better counts.
 */
async function* extractsIn(
  rows: AsyncIterable<KeptRow>,
  issue: (what: string) => void,
): AsyncGenerator<Extract> {
  let extract: Extract | null = null
  let passed = new Set<string>()
  const told = function* (): Generator<Extract> {
    if (extract === null) return
    if (passed.size > 0)
      issue(
        `the returns are those of ${extract.file.url} alone; the same table was also read from ${[...passed].join(', ')}`,
      )
    yield extract
  }
  for await (const row of rows) {
    const file = row.provenance
    if (extract === null || !isSameFile(extract.file, file)) {
      if (extract !== null && isSameDay(extract.file, file)) {
        if (isBetter(extract.file, file)) {
          passed.add(file.url)
          continue
        }
        if (extract.file.url !== file.url) passed.add(extract.file.url)
      } else {
        yield* told()
        passed = new Set()
      }
      extract = { file, years: new Map(), window: makeWindow(), strange: 0, negative: 0 }
    }
    addReturn(extract, row)
  }
  yield* told()
}

function addReturn(extract: Extract, row: KeptRow): void {
  const { file, years, window } = extract
  const start = yearOf(String(row.end))
  window.add(String(row.charity), start)
  const fresh = (): Answers => ({ some: [], none: 0, unanswered: 0 })
  const { url, captured } = file
  const year: Year = years.get(start) ?? {
    ...{ contracts: fresh(), grants: fresh(), received: null, url, captured },
  }
  years.set(start, year)
  for (const sort of SORTS) extract.negative += addAnswer(year[sort], row, sort)
  if (isMoreThanIncome(row)) extract.strange += 1
  if (typeof row.received === 'string' && row.received > (year.received ?? '')) year.received = row.received
}

/** How many returns of a year may have left an extract; 0 where so few that the others stand for the year. */
function goneFrom({ years, window }: Extract, start: string): number {
  const year = years.get(start)
  const gone = window.goneFrom(start)
  return year !== undefined && isWhole(answersIn(year.contracts), gone) ? 0 : gone
}

const isSameFile = (a: RowCapture, b: RowCapture): boolean => a.url === b.url && a.capture === b.capture
const isSameDay = (a: RowCapture, b: RowCapture): boolean =>
  a.captured.slice(0, 10) === b.captured.slice(0, 10)

/** Of two files of one day the later counts, but the JSON before its text edition. */
const isBetter = (before: RowCapture, after: RowCapture): boolean =>
  /\/json\//.test(before.url) && /\/txt\//.test(after.url)

/** The first April of the financial year in which a day lies: `2019` for 2020-03-31. */
const yearOf = (day: string): string => String(Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0))

/**
 * A charity that says no had none. One that gives neither a yes or no nor an amount was not asked, or did not answer.
 * @returns how many amounts were below nought, which no income is.
 */
function addAnswer(answers: Answers, row: KeptRow, sort: Sort): 0 | 1 {
  const has = row[sort === 'contracts' ? 'hasContracts' : 'hasGrants'] as boolean | null
  const printed = row[sort] as string | null
  const isNegative = printed !== null && compareDecimals(printed, '0') < 0
  const amount = isNegative ? null : printed
  const times = row[sort === 'contracts' ? 'contractCount' : 'grantCount'] as number | null
  const above = amount !== null && compareDecimals(amount, '0') > 0
  if (above || has === true || (times ?? 0) > 0)
    answers.some.push({
      charity: String(row.charity),
      end: String(row.end),
      amount: amount === '0' && has ? null : amount,
      times,
    })
  else if (has === false || amount === '0') answers.none += 1
  else answers.unanswered += 1
  return isNegative ? 1 : 0
}

const answersIn = ({ some, none, unanswered }: Answers): number => some.length + none + unanswered

function isMoreThanIncome({ income, contracts, grants }: KeptRow): boolean {
  const parts = [contracts, grants].filter((amount): amount is string => typeof amount === 'string')
  return typeof income === 'string' && compareDecimals(addDecimals(parts), income) > 0
}

/** The names of charities that had anything: the table of returns has numbers only. */
async function namesOf(
  entries: AsyncIterable<KeptRow>,
  years: ReadonlyMap<string, Year>,
): Promise<Map<string, string>> {
  const wanted = new Set<string>()
  for (const year of years.values())
    for (const sort of SORTS) for (const { charity } of year[sort].some) wanted.add(charity)
  const names = new Map<string, string>()
  for await (const { id, names: own } of entries)
    if (wanted.has(String(id)) && Array.isArray(own)) names.set(String(id), String(own[0]))
  return names
}

function* figuresOf(
  start: string,
  year: Year,
  sort: Sort,
  names: ReadonlyMap<string, string>,
  today: string,
): Generator<Tallied> {
  const { some, none, unanswered } = year[sort]
  const stated = some.flatMap(({ amount }) => (amount === null ? [] : [amount]))
  const total = addDecimals(stated)
  const all = answersIn(year[sort])
  const end = `${Number(start) + 1}-03`
  // Returns are due ten months after the end of the period: a year is not whole before two have passed since its end.
  const open = today < `${Number(start) + 2}-02-01`
  const note = [
    `From ${all} annual returns with a period that ends from April ${start} to March ${Number(start) + 1}.`,
    `${some.length} had government ${sort}, ${none} had none, ${unanswered} were not asked or did not answer.`,
    ...(stated.length < some.length ? [`${some.length - stated.length} that had some give no amount.`] : []),
    ...(open ? ['Returns for this year are still arriving.'] : []),
    ...(year.received === null
      ? ['The day is the one on which the register was read.']
      : ['The day is the one on which the last of these returns was received.']),
  ].join(' ')
  const shared = {
    programme: 'government-funding-of-charities',
    period: { start: `${start}-04`, end },
    area: 'England and Wales',
    dimensions: {},
    low: null,
    high: null,
    sampleSize: null,
    status: 'provisional',
    grade: 'B',
    published: year.received ?? year.captured.slice(0, 10),
    sameWordsAs: [],
    locator: year.url.split('/').at(-1) ?? '',
    note,
  }
  const contributions = some.map((one) => contributionOf(one, sort, names, year.url))
  contributions.sort(
    (a, b) => compareDecimals(b.value ?? '0', a.value ?? '0') || (a.identifier < b.identifier ? -1 : 1),
  )
  const measure = `register-government-${sort === 'contracts' ? 'contract' : 'grant'}-income`
  if (stated.length > 0)
    yield {
      key: `${measure}/${start}`,
      observation: {
        ...{ measure, ...shared, value: Number(total), display: `£${total}` },
        ...{ numerator: null, denominator: null, unknown: null },
      },
      contributions,
    }
  if (some.length + none === 0) return
  const counted = `register-charities-with-government-${sort}`
  yield {
    key: `${counted}/${start}`,
    observation: {
      ...{ measure: counted, ...shared, value: some.length, display: String(some.length) },
      ...{ numerator: some.length, denominator: all, unknown: unanswered },
    },
    contributions,
  }
}

const contributionOf = (
  { charity, end, amount, times }: Return,
  sort: Sort,
  names: ReadonlyMap<string, string>,
  url: string,
): Contribution => ({
  identifier: `${charity}, period to ${end}`,
  supplier: names.get(charity) ?? charity,
  label: 'yes',
  why: `${charity} filed this return as a registered charity`,
  value: amount,
  note:
    amount === null
      ? `says it had government ${sort}, and not how much`
      : times === null
        ? ''
        : `from ${times} ${sort}`,
  url,
})
