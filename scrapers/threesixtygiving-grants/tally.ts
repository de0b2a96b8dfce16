// What share of each department's grants went to charities, by number and by value, year by year?
import type {
  Contribution,
  KeptRow,
  Listed,
  Supplier,
  Tallied,
  Tally,
  TallyInput,
} from '../../src/collect/index.ts'
import { isOfSector } from '../../src/domain/ladder.ts'
import { compareDecimals, MONEY_FLAW_WORDS, type Money, type MoneyFlaw } from '../../src/domain/money.ts'
import type { Label, Tri } from '../../src/domain/sector.ts'
import {
  countShare,
  jointLabel,
  type ShareFields,
  shareFields,
  type Valued,
  valueShares,
} from '../../src/domain/shares.ts'
import { yearOf } from './dates.ts'

/** Numbers of the register of government organisations: D a department, EA an executive agency; PB are public bodies. */
const DEPARTMENT = /^GB-GOR-(?:D|EA)\d/
const GOVERNMENT = /^GB-GOR-/

type Body = { readonly name: string; readonly ids: readonly string[]; readonly postcode: string | null }
type Grant = {
  readonly id: string
  readonly funder: Body
  readonly recipients: readonly Body[]
  readonly amount: string | null
  readonly flaw: MoneyFlaw | null
  readonly currency: string
  readonly awarded: string
  readonly modified: string
  readonly url: string
  readonly captured: string
}
type People = { readonly count: number; readonly amount: string; readonly currency: string }
type Year = {
  readonly funder: string
  readonly start: string
  readonly grants: Grant[]
  readonly people: People[]
  /** Grants that will be granted again, kept apart so that no money counts twice. */
  regrants: number
}

export const tally: Tally = async function* (input) {
  const files = new Map<string, KeptRow>()
  for await (const row of input.rows('grant-file')) if (typeof row.url === 'string') files.set(row.url, row)
  const { grants, regrants } = await standingGrants(input)
  const classify = await input.classify(
    (async function* () {
      for (const { recipients } of grants.values()) for (const one of recipients) yield supplierOf(one)
    })(),
  )
  const years = groupByYear(grants.values(), regrants)
  await addPeople(input, years)
  for (const [, year] of [...years].sort(([a], [b]) => (a < b ? -1 : 1)))
    yield* figuresOf(year, classify, files)
  for (const grant of grants.values()) yield* listingsOf(grant, classify)
}

/** Recipients of the sector. What each of several got is not printed. An award is no payment. */
function* listingsOf(grant: Grant, classify: (supplier: Supplier, on: string) => Label): Generator<Listed> {
  const many = grant.recipients.length > 1
  for (const recipient of grant.recipients) {
    const supplier = supplierOf(recipient)
    if (isOfSector(classify(supplier, grant.awarded), null))
      yield {
        listing: {
          ...{ rung: 'contracted', list: 'Grants of departments (360Giving)' },
          identifier: many ? `${grant.id}: ${recipient.name}` : grant.id,
          ...{ supplier, on: grant.awarded, referrals: null, said: null, url: grant.url },
          money: many ? null : moneyOf(grant),
        },
      }
  }
}

const supplierOf = ({ name, ids, postcode }: Body): Supplier => ({
  name,
  ids,
  ...(postcode ? { postcode } : {}),
})
const bodyOf = (value: unknown): Body => value as Body
const funderId = ({ ids }: Body): string => ids.find((id) => GOVERNMENT.test(id)) ?? ''

/** One grant for each identifier: the one changed last, else the one captured last. */
async function standingGrants({
  rows,
  issue,
}: TallyInput): Promise<{ grants: Map<string, Grant>; regrants: Grant[] }> {
  const grants = new Map<string, Grant>()
  const regrants = new Map<string, Grant>()
  let undated = 0
  for await (const row of rows('grant')) {
    const funder = bodyOf(row.funder)
    if (funderId(funder) === '') continue
    if (typeof row.awarded !== 'string') {
      undated += 1
      continue
    }
    const grant: Grant = {
      id: row.key,
      funder,
      recipients: (row.recipients as readonly unknown[]).map(bodyOf),
      amount: row.amount as string | null,
      flaw: row.flaw as MoneyFlaw | null,
      currency: (row.currency as string | null) ?? 'not stated',
      awarded: row.awarded,
      modified: typeof row.modified === 'string' && /^\d{4}-/.test(row.modified) ? row.modified : '',
      url: row.provenance.url,
      captured: row.provenance.captured,
    }
    const [own, other] = typeof row.regrant === 'string' ? [regrants, grants] : [grants, regrants]
    const before = own.get(grant.id) ?? other.get(grant.id)
    if (before && before.modified > grant.modified) continue
    other.delete(grant.id)
    own.set(grant.id, grant)
  }
  if (undated > 0) issue(`${undated} grants of departments have no day that can be read, and are in no year`)
  return { grants, regrants: [...regrants.values()] }
}

function groupByYear(grants: Iterable<Grant>, regrants: readonly Grant[]): Map<string, Year> {
  const years = new Map<string, Year>()
  const yearsOf = ({ funder, awarded }: Grant): Year[] => {
    const start = yearOf(awarded)
    const id = funderId(funder)
    const names = DEPARTMENT.test(id) ? [`${id} ${funder.name}`, 'all departments'] : [`${id} ${funder.name}`]
    return names.map((name) => yearFor(years, name, start))
  }
  for (const grant of grants) for (const year of yearsOf(grant)) year.grants.push(grant)
  for (const grant of regrants) for (const year of yearsOf(grant)) year.regrants += 1
  return years
}

function yearFor(years: Map<string, Year>, funder: string, start: string): Year {
  // A department keeps its number when it changes its name.
  const key = `${slugOf(funder)}/${start}`
  const year = years.get(key) ?? { funder, start, grants: [], people: [], regrants: 0 }
  years.set(key, year)
  return year
}

const slugOf = (funder: string): string =>
  (/^GB-GOR-\S+/.exec(funder)?.[0] ?? funder).toLowerCase().replaceAll(' ', '-')

/** Grants to people are in the whole, and went to no charity. The same file under two addresses counts once. */
async function addPeople({ rows }: TallyInput, years: Map<string, Year>): Promise<void> {
  const seen = new Set<string>()
  for await (const row of rows('grants-to-people')) {
    const funder = bodyOf(row.funder)
    const id = funderId(funder)
    const own = `${row.provenance.capture} ${row.key}`
    if (id === '' || typeof row.year !== 'string' || seen.has(own)) continue
    seen.add(own)
    const people = { count: Number(row.count), amount: String(row.amount), currency: String(row.currency) }
    const names = DEPARTMENT.test(id) ? [`${id} ${funder.name}`, 'all departments'] : [`${id} ${funder.name}`]
    for (const name of names) yearFor(years, name, row.year).people.push(people)
  }
}

type Judged = {
  readonly grant: Grant
  readonly labels: readonly Label[]
  readonly tri: Tri
  readonly money: Money | null
}

function* figuresOf(
  year: Year,
  classify: (supplier: Supplier, on: string) => Label,
  files: ReadonlyMap<string, KeptRow>,
): Generator<Tallied> {
  const judged = year.grants.map((grant): Judged => {
    const labels = grant.recipients.map((one) => classify(supplierOf(one), grant.awarded))
    return {
      grant,
      labels,
      tri: jointLabel(labels.map(({ lenses }) => lenses.charity)),
      money: moneyOf(grant),
    }
  })
  const people = year.people.reduce((sum, { count }) => sum + count, 0)
  const start = year.start
  const department = year.funder.replace(/^GB-GOR-\S+ /, '')
  const shared = {
    programme: 'government-grants',
    period: { start: `${start}-04`, end: `${Number(start) + 1}-03` },
    area: 'UK',
    sampleSize: null,
    status: 'provisional',
    grade: 'B',
    published: publishedOf(judged, files),
    sameWordsAs: [],
    locator:
      [...new Set(judged.map(({ grant }) => grant.url.split('/').at(-1) ?? ''))]
        .sort()
        .join(', ')
        .slice(0, 900) || null,
  }
  const note = [
    `${judged.length} grants to organisations and ${people} to people, by day of award.`,
    ...(year.regrants > 0 ? [`${year.regrants} grants that are to be granted again are left out.`] : []),
    'An award for several years counts whole in the year in which it was made.',
  ]
  const key = `${slugOf(year.funder)}/${start}`
  const labels = [...judged.map(({ tri }) => tri), ...Array.from({ length: people }, (): Tri => 'no')]
  const fields = shareFields(countShare(labels))
  if (fields)
    yield {
      key: `government-grants-to-charities-by-number/${key}`,
      observation: observationOf(
        'government-grants-to-charities-by-number',
        { ...shared, dimensions: { department } },
        fields,
        note,
      ),
      contributions: judged.map(contributionOf),
    }
  const valued: Valued[] = [
    ...judged.map(({ money, labels }) => ({ money, suppliers: labels.map(({ lenses }) => lenses.charity) })),
    ...year.people.map(
      ({ amount, currency }): Valued => ({
        money: { amount, currency, basis: 'not-stated' },
        suppliers: ['no'],
      }),
    ),
  ]
  const { shares, withoutValue } = valueShares(valued)
  for (const share of shares) {
    const own = shareFields(share)
    if (!own) continue
    const left =
      withoutValue > 0 ? [`${withoutValue} grants without an amount that counts are left out.`] : []
    const dimensions = { department, currency: share.currency }
    yield {
      key: `government-grants-to-charities-by-value/${key}/${share.currency}`,
      observation: observationOf('government-grants-to-charities-by-value', { ...shared, dimensions }, own, [
        ...note,
        ...left,
      ]),
      contributions: judged.filter(({ grant }) => grant.currency === share.currency).map(contributionOf),
    }
  }
}

const observationOf = (
  measure: string,
  shared: { readonly [field: string]: KeptRow[string] },
  fields: ShareFields,
  note: readonly string[],
): Tallied['observation'] => ({ measure, ...shared, ...fields, note: note.join(' ') })

/** An amount of nothing, below nothing, or of the kind that forms are filled with, is no value. */
const moneyOf = ({ amount, flaw, currency }: Grant): Money | null =>
  amount === null || (flaw !== null && flaw !== 'imprecise')
    ? null
    : { amount, currency, basis: 'not-stated' }

/** The newest of the days on which the registry says that the files changed, else on which they were read. */
function publishedOf(judged: readonly Judged[], files: ReadonlyMap<string, KeptRow>): string | null {
  const days = judged.map(({ grant }) => {
    const modified = files.get(grant.url)?.modified
    return typeof modified === 'string' && /^\d{4}-\d{2}-\d{2}/.test(modified)
      ? modified.slice(0, 10)
      : grant.captured.slice(0, 10)
  })
  return days.reduce<string | null>((last, day) => (last === null || day > last ? day : last), null)
}

function contributionOf({ grant, labels, tri, money }: Judged): Contribution {
  const names = grant.recipients.map(({ name, ids }) => name || ids[0] || 'not named')
  const notes = [
    ...(grant.flaw === null ? [] : [MONEY_FLAW_WORDS[grant.flaw]]),
    ...(grant.recipients.length > 1 ? [`shared by ${grant.recipients.length}, split equally`] : []),
    ...labels.flatMap(({ contradictions }) => contradictions),
  ]
  return {
    identifier: grant.id,
    supplier: names.join(', ') || 'no recipient is named',
    label: tri,
    why: labels.map(({ why }) => why).join('; ') || 'the grant names no recipient',
    value: money !== null && compareDecimals(money.amount, '0') > 0 ? money.amount : null,
    note: notes.join('; '),
    url: grant.url,
  }
}
