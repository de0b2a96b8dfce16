// What share of these awards went to the sector: by number and by value, by label, by month and by financial year?
//
// The arithmetic is the domain's (shares.ts). Here is which awards stand together, and what a reader can take each share
// apart into. Awards without a countable value are in the share by number, and named in the share by value.

import { isOfSector } from '../domain/ladder.ts'
import { type Money, partOf, toDecimal, toFraction, type VatBasis } from '../domain/money.ts'
import { type Label, LENSES, type Lens, type Tri } from '../domain/sector.ts'
import { countShare, jointLabel, shareFields, type Valued, valueShares } from '../domain/shares.ts'
import type { Aside } from './aside.ts'
import type { Classify, Contribution, Listed, Supplier, Tallied, TallyInput } from './bulk.ts'

/** An award as it counts, after all its notices. */
export type CountedAward = {
  readonly identifier: string
  readonly url: string
  /** Who awarded it, as printed; empty where nobody is named. */
  readonly buyer: string
  /** Of the award and of its procurement, as printed. */
  readonly titles: readonly string[]
  /** The day it is counted on, `YYYY-MM-DD`. */
  readonly on: string
  /** At least one, each once. */
  readonly suppliers: readonly Supplier[]
  /** Null where no value can be counted, which `note` explains. */
  readonly money: Money | null
  /** What each supplier was awarded, in the order of `suppliers`; left out where that is not printed. */
  readonly shares?: readonly Money[]
  readonly note: string
  /** What it is kept apart by: `contracts`, `frameworks`. */
  readonly group: string
  /** `light touch` or `full`; left out where the source knows no such regimes. */
  readonly regime?: string
}

/** What all figures of a source have in common. */
export type Series = {
  /** Measures: the share by number of awards, and the share by value. */
  readonly byNumber: string
  readonly byValue: string
  /** Left out where awards with many suppliers are few: the share of suppliers named in awards. */
  readonly bySupplier?: string
  /** What the awards are called as a list of organisations. */
  readonly list: string
  readonly programme: string
  readonly area: string
  /** Whose word the printed flag is: `supplier`, `buyer`. */
  readonly declaredBy: string
  /** Days after a period in which its awards are still being published: until then its figures are provisional. */
  readonly lateDays: number
  /** Ends the note of every figure. */
  readonly basis: string
}

/** What each supplier of an award is, and why. */
type View = {
  readonly label: string
  readonly lens: Lens
  readonly of: (award: CountedAward) => {
    readonly tris: readonly Tri[]
    readonly why: readonly string[]
    /** What does not fit together about each supplier; empty when nothing is. */
    readonly odd: readonly string[]
  }
}

const declaredView = (by: string): View => ({
  label: `declared by ${by}`,
  lens: 'vcse',
  of: ({ suppliers }) => {
    const flags = suppliers.map(({ declared }) => declared ?? null)
    return {
      tris: flags.map((flag) => (flag === null ? 'unknown' : flag ? 'yes' : 'no')),
      why: flags.map((flag) => (flag === null ? 'the notices carry no flag' : `the notice says ${flag}`)),
      odd: flags.map(() => ''),
    }
  },
})

/** Labels by award. Each is looked up once, although a year is counted in many ways. */
function labelsBy(classify: Classify): (award: CountedAward) => readonly Label[] {
  const known = new Map<CountedAward, readonly Label[]>()
  const alike = new Map<string, Label>()
  return (award) => {
    let labels = known.get(award)
    if (!labels) {
      labels = award.suppliers.map((supplier) => {
        const label = classify(supplier, award.on)
        // Most are the same few labels: one of each is kept.
        const text = JSON.stringify(label)
        const one = alike.get(text)
        if (one === undefined) alike.set(text, label)
        return one ?? label
      })
      known.set(award, labels)
    }
    return labels
  }
}

const registerView = (labelsOf: ReturnType<typeof labelsBy>, lens: Lens): View => ({
  label: 'register',
  lens,
  of: (award) => {
    const labels = labelsOf(award)
    return {
      tris: labels.map(({ lenses }) => lenses[lens]),
      why: labels.map(({ why }) => why),
      odd: labels.map(({ contradictions }) => contradictions.join('; ')),
    }
  },
})

export type Period = { readonly start: string; readonly end: string }

/** The month of a day, and the financial year from April that holds it. */
export function periodsOf(day: string): readonly [Period, Period] {
  const [year, month] = [Number(day.slice(0, 4)), Number(day.slice(5, 7))]
  const from = month >= 4 ? year : year - 1
  const own = day.slice(0, 7)
  return [
    { start: own, end: own },
    { start: `${from}-04`, end: `${from + 1}-03` },
  ]
}

/** Whether awards of a period that ends with this month may still be unpublished. */
export function isProvisional(month: string, lateDays: number, today: string): boolean {
  const end = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), lateDays))
  return end.toISOString().slice(0, 10) > today
}

/** The same in whatever order they come. */
export const inOrder = <Item>(items: Iterable<Item>, keyOf: (item: Item) => string): Item[] =>
  [...items].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))

/** Items by a key, keys in order. */
function grouped<Item>(items: Iterable<Item>, keysOf: (item: Item) => readonly string[]): [string, Item[]][] {
  const groups = new Map<string, Item[]>()
  for (const item of items)
    for (const key of keysOf(item)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}

/**
 * Every share of these awards: by month and by financial year, as declared and by the registers, with frameworks and
 * light touch apart. Through every lens for whole years; months and parts through that of the sector as a whole.
 * A financial year is worked on at a time. Contributions are made while they are asked for.
 */
export async function* awardShares(
  counted: AsyncIterable<CountedAward>,
  series: Series,
  { aside, classify, today }: Pick<TallyInput, 'aside' | 'classify' | 'today'>,
): AsyncGenerator<Tallied | Listed> {
  const years = await aside(counted, ({ on }) => periodsOf(on)[1].start)
  const byRegister = await classify(suppliersOf(years))
  for (const year of years.values()) yield* sharesOfYear(await ordered(year()), series, byRegister, today)
}

/** In order of their day: the same in whatever order they come. */
async function ordered(awards: AsyncIterable<CountedAward>): Promise<CountedAward[]> {
  const all: CountedAward[] = []
  for await (const award of awards) all.push(award)
  return inOrder(all, ({ on, identifier }) => `${on} ${identifier}`)
}

function* sharesOfYear(
  awards: readonly CountedAward[],
  series: Series,
  classify: Classify,
  today: string,
): Generator<Tallied | Listed> {
  const declared = declaredView(series.declaredBy)
  const labelsOf = labelsBy(classify)
  const registers = LENSES.map((lens) => registerView(labelsOf, lens))
  const vcse = registers.filter(({ lens }) => lens === 'vcse')
  for (const [key, inside] of grouped(awards, keysOfAward)) {
    const [start = '', end = '', group = '', regime = ''] = key.split('|')
    const status = isProvisional(end, series.lateDays, today) ? 'provisional' : 'final'
    const frame = { period: { start, end }, today, status, awards: group, regime }
    for (const view of [declared, ...(start !== end && regime === 'all' ? registers : vcse)])
      yield* sharesOf(inside, view, series, frame)
  }
  for (const award of awards) yield* listingsOf(award, series.list, labelsOf(award))
}

/** Suppliers of the sector, each with what it was awarded where that is printed. A framework promises no award. */
function* listingsOf(award: CountedAward, list: string, labels: readonly Label[]): Generator<Listed> {
  const { suppliers, identifier, on, url, group, money, shares, buyer, titles } = award
  for (const [at, supplier] of suppliers.entries()) {
    const said = supplier.declared ?? null
    if (!isOfSector(labels[at] as Label, said)) continue
    const isFramework = group === 'frameworks'
    // What a framework prints is a ceiling.
    const own = isFramework ? null : (shares?.[at] ?? (suppliers.length === 1 ? money : null))
    yield {
      listing: {
        ...{ rung: isFramework ? 'named' : 'contracted', list: isFramework ? `${list}, frameworks` : list },
        identifier: suppliers.length === 1 ? identifier : `${identifier}: ${supplier.name}`,
        ...{ supplier, on, money: own, referrals: null, said, url },
        award: { buyer, titles, value: money },
      },
    }
  }
}

const keysOfAward = ({ on, group, regime }: CountedAward): string[] =>
  periodsOf(on).flatMap(({ start, end }) =>
    ['all', ...(regime === undefined ? [] : [regime])].map((part) => [start, end, group, part].join('|')),
  )

async function* suppliersOf(years: Aside<CountedAward>): AsyncGenerator<Supplier> {
  for (const year of years.values()) for await (const { suppliers } of year()) yield* suppliers
}

type Frame = {
  readonly period: Period
  readonly today: string
  readonly status: string
  readonly awards: string
  readonly regime: string
}

const VAT_WORDS: Readonly<Record<VatBasis, string>> = {
  net: 'without VAT',
  gross: 'with VAT',
  'not-stated': 'VAT not stated',
}

function* sharesOf(
  awards: readonly CountedAward[],
  view: View,
  series: Series,
  frame: Frame,
): Generator<Tallied> {
  const labels = awards.map((award) => jointLabel(view.of(award).tris))
  const count = countShare(labels)
  const { yes, no } = {
    yes: labels.filter((l) => l === 'yes').length,
    no: labels.filter((l) => l === 'no').length,
  }
  const known =
    yes + no === labels.length || yes + no === 0
      ? ''
      : `Of the ${yes + no} awards with a known label, ${((100 * yes) / (yes + no)).toFixed(2)}% are.`
  yield* figure(series.byNumber, count, countLines(awards, view), {}, known, view, series, frame)

  if (series.bySupplier !== undefined) {
    const suppliers = countShare(awards.flatMap((award) => view.of(award).tris))
    yield* figure(series.bySupplier, suppliers, supplierLines(awards, view), {}, '', view, series, frame)
  }

  const { shares } = valueShares(awards.flatMap((award) => valuedParts(award, view)))
  for (const [at, share] of shares.entries()) {
    // Awards without a value are listed once: below the share with most awards.
    const own = ({ money }: CountedAward): boolean =>
      money === null ? at === 0 : money.basis === share.basis
    yield* figure(
      series.byValue,
      share,
      valueLines(awards, own, view),
      { vat: VAT_WORDS[share.basis] },
      withoutValueNote(awards, share.basis),
      view,
      series,
      frame,
    )
  }
}

/** An award as parts of a value share: whole, or one part for each supplier where its own share is printed. */
function valuedParts(award: CountedAward, view: View): Valued[] {
  const { tris } = view.of(award)
  if (award.shares) return award.shares.map((money, at) => ({ money, suppliers: [tris[at] as Tri] }))
  return [{ money: award.money, suppliers: tris }]
}

function withoutValueNote(awards: readonly CountedAward[], basis: VatBasis): string {
  const reasons = grouped(
    awards.filter(({ money }) => money === null || money.basis !== basis),
    ({ money, note }) => [money === null ? note : `only ${VAT_WORDS[money.basis]}`],
  )
  if (reasons.length === 0) return ''
  return `Not in this share: ${reasons.map(([why, own]) => `${own.length} (${why})`).join(', ')}.`
}

const lineOf = ({ identifier, url }: CountedAward): Pick<Contribution, 'identifier' | 'url'> => ({
  identifier,
  url,
})

const joined = (parts: readonly string[]): string =>
  [...new Set(parts.filter((part) => part !== ''))].join('; ')

const supplierLines = (awards: readonly CountedAward[], view: View): Iterable<Contribution> => ({
  *[Symbol.iterator]() {
    for (const award of awards) {
      const { tris, why, odd } = view.of(award)
      for (const [at, { name }] of award.suppliers.entries())
        yield {
          ...{ ...lineOf(award), supplier: name, label: tris[at] as Tri, why: why[at] ?? '', value: '1' },
          note: odd[at] ?? '',
        }
    }
  },
})

const countLines = (awards: readonly CountedAward[], view: View): Iterable<Contribution> => ({
  *[Symbol.iterator]() {
    for (const award of awards) {
      const { tris, why, odd } = view.of(award)
      const supplier = award.suppliers.map(({ name }) => name).join('; ')
      const said = [...new Set(why)].join('; ')
      yield { ...lineOf(award), supplier, label: jointLabel(tris), why: said, value: '1', note: joined(odd) }
    }
  },
})

const valueLines = (
  awards: readonly CountedAward[],
  belongs: (award: CountedAward) => boolean,
  view: View,
): Iterable<Contribution> => ({
  *[Symbol.iterator]() {
    for (const award of awards) {
      if (!belongs(award)) continue
      const { tris, why, odd } = view.of(award)
      const { money, shares, suppliers } = award
      const many = suppliers.length
      const split =
        many === 1 || money === null ? '' : shares ? 'its own share' : `one of ${many} equal shares`
      for (const [at, { name }] of suppliers.entries()) {
        const value = shares
          ? (shares[at] as Money).amount
          : money === null
            ? null
            : toDecimal(partOf(toFraction(money.amount), 1, many), 2)
        yield {
          ...{ ...lineOf(award), supplier: name, label: tris[at] as Tri, why: why[at] ?? '', value },
          note: joined([award.note, split, odd[at] ?? '']),
        }
      }
    }
  },
})

function* figure(
  measure: string,
  share: Parameters<typeof shareFields>[0],
  contributions: Iterable<Contribution>,
  more: { readonly [dimension: string]: string },
  note: string,
  view: View,
  series: Series,
  frame: Frame,
): Generator<Tallied> {
  const fields = shareFields(share)
  if (fields === null) return
  const { period, today, status, awards, regime } = frame
  const dimensions = { awards, regime, label: view.label, lens: view.lens, ...more }
  yield {
    key: [measure, period.start, period.end, ...Object.values(dimensions)]
      .join(' ')
      .replace(/[^a-z0-9]+/gi, '-')
      .toLowerCase(),
    observation: {
      ...{ measure, programme: series.programme, period, area: series.area, dimensions, ...fields },
      ...{ sampleSize: null, status, grade: 'B', published: today, sameWordsAs: [], locator: null },
      note: [note, series.basis].filter((part) => part !== '').join(' '),
    },
    contributions,
  }
}
