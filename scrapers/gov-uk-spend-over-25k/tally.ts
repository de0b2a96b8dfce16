// How much of the payments of each department and month went to charities, and how much cannot be told?
import {
  type BulkRow,
  type Classify,
  type Contribution,
  type KeptRow,
  type Listed,
  type OfferedFile,
  offeredFiles,
  type Supplier,
  type Tallied,
  type Tally,
  type TallyInput,
} from '../../src/collect/index.ts'
import { isOfSector } from '../../src/domain/ladder.ts'
import { addDecimals, compareDecimals, percentOf, toFraction, type VatBasis } from '../../src/domain/money.ts'
import { supplierKey } from '../../src/domain/suppliers.ts'

type Recipient = 'charity' | 'not-a-charity' | 'unknown' | 'redacted'
const RECIPIENTS: readonly Recipient[] = ['charity', 'not-a-charity', 'unknown', 'redacted']

/** What one payee got from one department in one month, on one VAT basis. */
type Payee = {
  readonly supplier: string
  readonly who: Supplier
  /** Of the sector under some lens. */
  readonly isOfSector: boolean
  readonly recipient: Recipient
  readonly why: string
  readonly url: string
  amount: string
  lines: number
  readonly transactions: string[]
}
type Group = {
  readonly department: string
  readonly month: string
  readonly basis: string
  /** The day the newest of its files became public, or was first seen; and its place. */
  published: string
  firstSeen: boolean
  locators: Set<string>
  readonly payees: Map<string, Payee>
  withoutAmount: number
}

const textIn = (row: BulkRow, field: string): string | null => {
  const value = row[field]
  return typeof value === 'string' ? value : null
}
type Files = ReadonlyMap<string, OfferedFile>
/** Whose payment it was: by the line, else by the page that the file hangs on. */
const departmentOf = (row: KeptRow, files: Files): string | null =>
  textIn(row, 'department') ?? textIn(row, 'entity') ?? saidOfFile(row, files, 'body')
const saidOfFile = (row: KeptRow, files: Files, field: string): string | null => {
  const file = files.get(row.provenance.url)
  return file === undefined ? null : textIn(file.latest, field)
}
/** Of the line and the name of its file, else as its page says. */
const monthOf = (row: KeptRow, files: Files): string | null =>
  textIn(row, 'month') ?? textIn(row, 'date')?.slice(0, 7) ?? saidOfFile(row, files, 'month')
const supplierOf = (row: BulkRow): Supplier => {
  const postcode = textIn(row, 'postcode')
  return { name: textIn(row, 'supplier') ?? '', ids: [], ...(postcode ? { postcode } : {}) }
}
/** "Part 2" and "2 of 3" in the name of a file: the parts of a month stand side by side. */
const partOf = (url: string): string =>
  /(?:part|pt)[ _-]*(\d{1,2})(?!\d)|(?<!\d)(\d{1,2})[ _-]*of[ _-]*\d/i
    .exec(url.split('/').at(-1) ?? '')
    ?.slice(1)
    .join('') ?? ''
/** Files that stand: who, which month and which part. Of files that name nobody none can take the place of another. */
const coverOf = (row: KeptRow, files: Files): string => {
  const { url } = row.provenance
  const who = departmentOf(row, files) ?? url
  return [who, textIn(row, 'entity') ?? '', monthOf(row, files) ?? '', partOf(url)].join('\n').toLowerCase()
}

export const tally: Tally = async function* (input) {
  const files = await offeredFiles(input.history)
  const { standing, suppliers } = await lookThrough(input, files)
  const classify = await input.classify(
    (async function* () {
      yield* suppliers.values()
    })(),
  )
  // Payees come again and again: what one is on a day is worked out once.
  const known = new Map<string, Known>()
  const knownOf = (supplier: Supplier, on: string): Known => {
    const name = `${payeeOf(supplier)}\n${on}`
    const before = known.get(name)
    if (before) return before
    const label = classify(supplier, on)
    const found = { label, key: supplierKey(supplier) ?? supplier.name }
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(name, found)
    return found
  }
  const groups = new Map<string, Group>()
  let withoutMonth = 0
  const otherMoney = new Map<string, number>()
  for await (const row of input.rows('payment')) {
    if (standing.get(coverOf(row, files)) !== row.provenance.capture) continue
    const month = monthOf(row, files)
    if (month === null) {
      withoutMonth += 1
      continue
    }
    const currency = textIn(row, 'currency') ?? 'GBP'
    if (!/^(GBP|STERLING|£)$/.test(currency)) {
      otherMoney.set(currency, (otherMoney.get(currency) ?? 0) + 1)
      continue
    }
    const department = departmentOf(row, files) ?? 'not stated'
    const basis = textIn(row, 'basis') ?? 'not-stated'
    const key = `${department.toLowerCase()}\n${month}\n${basis}`
    const file = files.get(row.provenance.url)
    const published = file?.published ?? row.provenance.captured.slice(0, 10)
    const group: Group = groups.get(key) ?? {
      ...{ department, month, basis, published, firstSeen: false, locators: new Set(), payees: new Map() },
      withoutAmount: 0,
    }
    groups.set(key, group)
    if (published > group.published) group.published = published
    if (!file?.published) group.firstSeen = true
    group.locators.add(row.provenance.url.split('/').at(-1) ?? '')
    const amount = textIn(row, 'amount')
    if (amount === null) {
      group.withoutAmount += 1
      continue
    }
    const supplier = supplierOf(row)
    const found = row.redacted ? null : knownOf(supplier, textIn(row, 'date') ?? `${month}-01`)
    const label = found?.label ?? null
    const recipient: Recipient =
      label === null
        ? 'redacted'
        : { yes: 'charity' as const, no: 'not-a-charity' as const, unknown: 'unknown' as const }[
            label.lenses.charity
          ]
    const who = `${recipient}\n${found?.key ?? supplier.name}`
    const payee = group.payees.get(who) ?? {
      supplier: supplier.name || 'not named',
      who: supplier,
      isOfSector: label !== null && isOfSector(label, null),
      recipient,
      why: label?.why ?? 'the name is withheld in the file',
      url: row.provenance.url,
      amount: '0',
      lines: 0,
      transactions: [],
    }
    group.payees.set(who, payee)
    payee.amount = addDecimals([payee.amount, amount])
    payee.lines += 1
    const transaction = textIn(row, 'transaction')
    if (transaction && payee.transactions.length < 20) payee.transactions.push(transaction)
  }
  if (withoutMonth > 0)
    input.issue(`${withoutMonth} payments are in no month: neither file nor line says one`)
  for (const [currency, lines] of otherMoney)
    input.issue(
      `${lines} payments are in ${currency.slice(0, 20)} and not in pounds: they are left out of the sums`,
    )
  for (const [, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
    yield* figuresOf(group, input.issue)
  for (const group of groups.values()) yield* listingsOf(group)
}

/** What each payee of the sector got from one department in one month. */
function* listingsOf({ department, month, basis, payees }: Group): Generator<Listed> {
  for (const { supplier, who, isOfSector, amount, url } of payees.values())
    if (isOfSector)
      yield {
        listing: {
          ...{ rung: 'paid', list: 'Departments’ spending over £25,000' },
          identifier: `${department}, ${month}: ${supplier}`,
          ...{ supplier: who, on: month, referrals: null, said: null, url },
          money: { amount, currency: 'GBP', basis: basis as VatBasis },
        },
      }
}

/** Room for every payee of the days of a month; more are worked out anew, so that memory stays small. */
const MOST_KNOWN = 40_000
type Known = { readonly label: ReturnType<Classify>; readonly key: string }
const payeeOf = ({ name, postcode = '' }: Supplier): string => `${name}\n${postcode}`

/**
 * Goes through all payments once, for the files that stand and for every payee.
 *
 * A corrected file has a new address, and the old one stays: of several files with lines of one body and month the one
 * published last counts, else the one captured last. No line is counted twice.
 */
async function lookThrough(
  { rows, issue }: TallyInput,
  files: Files,
): Promise<{
  readonly standing: ReadonlyMap<string, string>
  readonly suppliers: ReadonlyMap<string, Supplier>
}> {
  const suppliers = new Map<string, Supplier>()
  const standing = new Map<
    string,
    { capture: string; published: string; url: string; replaced: Set<string> }
  >()
  for await (const row of rows('payment')) {
    if (!row.redacted && row.supplier) {
      const supplier = supplierOf(row)
      suppliers.set(payeeOf(supplier), supplier)
    }
    const { capture, captured, url } = row.provenance
    const cover = coverOf(row, files)
    const was = standing.get(cover)
    if (was?.capture === capture) continue
    if (was?.replaced.has(capture)) continue
    const published = files.get(url)?.published ?? captured.slice(0, 10)
    if (was && published < was.published) was.replaced.add(capture)
    else
      standing.set(cover, {
        ...{ capture, published, url },
        replaced: new Set([...(was?.replaced ?? []), ...(was ? [was.capture] : [])]),
      })
  }
  const replaced = [...standing.values()].filter(({ replaced }) => replaced.size > 0)
  if (replaced.length > 0)
    issue(
      `${replaced.length} times a later file holds the same body and month as an earlier one; only the later counts`,
      replaced.slice(0, 20).map(({ url }) => url),
    )
  return { standing: new Map([...standing].map(([cover, { capture }]) => [cover, capture])), suppliers }
}

function* figuresOf(group: Group, issue: TallyInput['issue']): Generator<Tallied> {
  const payees = [...group.payees.values()].sort(
    (a, b) => compareDecimals(b.amount, a.amount) || (a.supplier < b.supplier ? -1 : 1),
  )
  const sumOf = (wanted: readonly Recipient[]): string =>
    addDecimals(payees.filter(({ recipient }) => wanted.includes(recipient)).map(({ amount }) => amount))
  const sums = Object.fromEntries(RECIPIENTS.map((one) => [one, sumOf([one])])) as Record<Recipient, string>
  const all = sumOf(RECIPIENTS)
  const unknown = sumOf(['unknown', 'redacted'])
  const place = [...group.locators].sort().join(', ').slice(0, 900)
  const slug = group.department
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const shared = {
    programme: 'government-funding-of-charities',
    period: { start: group.month, end: group.month },
    area: 'UK',
    sampleSize: null,
    status: 'provisional',
    grade: 'B',
    published: group.published,
    sameWordsAs: [],
  }
  const note = [
    `Payments of ${group.department} over £25,000 as published; VAT: ${group.basis}.`,
    `£${sums.charity} to charities on a register, £${sums['not-a-charity']} to others, £${sums.unknown} to payees that could not be told, £${sums.redacted} to names withheld.`,
    ...(group.withoutAmount > 0 ? [`${group.withoutAmount} lines without an amount are left out.`] : []),
    ...(group.firstSeen ? ['The day is the one on which the file was first seen here.'] : []),
  ].join(' ')
  for (const recipient of RECIPIENTS) {
    const paid = payees.some((payee) => payee.recipient === recipient)
    if (!paid && recipient !== 'charity') continue
    yield {
      key: `spend-25k-paid/${slug}/${group.month}/${group.basis}/${recipient}`,
      observation: {
        measure: 'spend-25k-paid',
        ...shared,
        dimensions: { department: group.department, recipient, vat: group.basis },
        value: Number(sums[recipient]),
        display: `£${sums[recipient]}`,
        low: null,
        high: null,
        numerator: null,
        denominator: null,
        unknown: null,
        locator: place,
        note,
      },
      contributions: payees.filter((payee) => payee.recipient === recipient).map(contributionOf),
    }
  }
  // Credit notes can outweigh payments; then there is nothing to take a share of.
  const least = toFraction(sums.charity)
  const most = toFraction(addDecimals([sums.charity, unknown]))
  if (RECIPIENTS.some((one) => compareDecimals(sums[one], '0') < 0) || all === '0') {
    issue(`${group.department}, ${group.month}: no share, because credit notes outweigh payments`)
    return
  }
  const low = percentOf(least, toFraction(all)).low
  const high = percentOf(most, toFraction(all)).high
  yield {
    key: `spend-25k-charity-share/${slug}/${group.month}/${group.basis}`,
    observation: {
      measure: 'spend-25k-charity-share',
      ...shared,
      dimensions: { department: group.department, vat: group.basis },
      value: low,
      display: low === high ? `${low}%` : `${low}% to ${high}%`,
      low,
      high,
      numerator: Number(sums.charity),
      denominator: Number(all),
      unknown: Number(unknown),
      locator: place,
      note,
    },
    contributions: payees.map(contributionOf),
  }
}

const contributionOf = ({
  supplier,
  recipient,
  why,
  url,
  amount,
  lines,
  transactions,
}: Payee): Contribution => ({
  identifier: transactions.length > 0 ? transactions.join(', ') : supplier,
  supplier,
  label: recipient === 'charity' ? 'yes' : recipient === 'not-a-charity' ? 'no' : 'unknown',
  why,
  value: amount,
  note: `the sum of ${lines} ${lines === 1 ? 'line' : 'lines'} of the file`,
  url,
})
