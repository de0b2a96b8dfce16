// Which listings are one award that two services print?
//
// The same procurement is on Find a Tender and on Contracts Finder under identifiers that have nothing to do with each
// other. Within the listings of one organisation two are one award when buyer, title and value are the same and their days
// are at most seven apart, and no third fits as well. Where one of these does not fit, or is not printed, people have to
// look: nothing is taken for one on a guess.
import { type Day, daysBetween, firstDay } from './dates.ts'
import type { Listing } from './ladder.ts'
import { compareDecimals, type Money } from './money.ts'
import { compareName, decodeEntities } from './suppliers.ts'

/** What tells one award from another, beside supplier and day. */
export type PrintedAward = {
  /** Empty where none is named. */
  readonly buyer: string
  /** Of the award and of its procurement: a service prints one, or both. */
  readonly titles: readonly string[]
  /** Of the whole award, however many suppliers share it. */
  readonly value: Money | null
}

/** A listing of another list that is the same award, or may be. */
export type Pair = {
  readonly list: string
  readonly identifier: string
  readonly url: string
  /** Sure pairs are counted once; of others both are counted until a person has looked. */
  readonly sure: boolean
  readonly why: string
}

/** How many days two services may date the same award apart. */
const MOST_DAYS = 7

type Prepared = {
  readonly listing: Listing
  readonly award: PrintedAward
  readonly day: Day
  readonly buyers: readonly string[]
  readonly titles: readonly string[]
}
type Edge = { readonly a: Prepared; readonly b: Prepared; readonly odd: readonly string[] }

/** Letters and digits alone. A lot's number stays: two lots are two awards. */
const plainTitle = (title: string): string =>
  decodeEntities(title.slice(0, 1000))
    .normalize('NFKC')
    .toUpperCase()
    .replace(/&/g, ' AND ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

function prepare(listing: Listing): Prepared[] {
  const { award, on } = listing
  if (award === undefined) return []
  const { name, aliases } = compareName(award.buyer)
  const buyers = [name, ...aliases].filter((one) => one !== '')
  const titles = award.titles.map(plainTitle).filter((one) => one !== '')
  return [{ listing, award, day: firstDay(on), buyers, titles }]
}

const printValue = ({ amount, currency }: Money): string =>
  currency === 'GBP' ? `£${amount}` : `${amount} ${currency}`

/** What keeps two awards from being one, in words; empty when all fits. */
function oddness(a: Prepared, b: Prepared): string[] {
  const odd: string[] = []
  if (a.listing.rung !== b.listing.rung) odd.push('one list has it as a framework')
  if (a.buyers.length === 0 || b.buyers.length === 0) odd.push('one list names no buyer')
  else if (!a.buyers.some((one) => b.buyers.includes(one)))
    odd.push(`the buyers are "${a.award.buyer}" and "${b.award.buyer}"`)
  if (a.titles.length === 0 || b.titles.length === 0) odd.push('one list prints no title')
  else if (!a.titles.some((one) => b.titles.includes(one)))
    odd.push(`the titles are "${a.award.titles[0]}" and "${b.award.titles[0]}"`)
  const [x, y] = [a.award.value, b.award.value]
  if (x === null || y === null) odd.push('one list prints no value that counts')
  else if (x.currency !== y.currency || compareDecimals(x.amount, y.amount) !== 0)
    odd.push(`the values are ${printValue(x)} and ${printValue(y)}`)
  return odd
}

/** Pairs of different lists that fit in all but one respect at most, in the order of their days. */
function edgesOf(listings: readonly Listing[]): Edge[] {
  const sorted = listings
    .flatMap(prepare)
    .sort((a, b) => (`${a.day} ${nameOf(a.listing)}` < `${b.day} ${nameOf(b.listing)}` ? -1 : 1))
  const edges: Edge[] = []
  for (const [at, a] of sorted.entries())
    for (let next = at + 1; next < sorted.length; next += 1) {
      const b = sorted[next] as Prepared
      if (daysBetween(a.day, b.day) > MOST_DAYS) break
      if (a.listing.list === b.listing.list) continue
      const odd = oddness(a, b)
      if (odd.length <= 1) edges.push({ a, b, odd })
    }
  return edges
}

const nameOf = ({ list, identifier }: Listing): string => `${list} ${identifier}`
const daysApart = ({ a, b }: Edge): string => {
  const days = daysBetween(a.day, b.day)
  return days === 0 ? 'dated the same day' : `dated ${days} ${days === 1 ? 'day' : 'days'} apart`
}

/**
 * The pairs among the listings of one organisation, by listing. One with a sure pair has no other; one without may have
 * several that only may be. Listings without `award` are in no pair.
 */
export function pairAwards(listings: readonly Listing[]): Map<Listing, readonly Pair[]> {
  const edges = edgesOf(listings)
  const fitting = new Map<Listing, number>()
  for (const { a, b, odd } of edges)
    if (odd.length === 0)
      for (const { listing } of [a, b]) fitting.set(listing, (fitting.get(listing) ?? 0) + 1)
  const isAlone = ({ a, b, odd }: Edge): boolean =>
    odd.length === 0 && fitting.get(a.listing) === 1 && fitting.get(b.listing) === 1
  const settled = new Set(edges.filter(isAlone).flatMap(({ a, b }) => [a.listing, b.listing]))
  const pairs = new Map<Listing, Pair[]>()
  for (const edge of edges) {
    const { a, b, odd } = edge
    const sure = isAlone(edge)
    if (!sure && [a, b].some(({ listing }) => settled.has(listing))) continue
    const why = sure
      ? `same buyer, supplier, value and title, ${daysApart(edge)}`
      : `same supplier, ${daysApart(edge)}, but ${odd[0] ?? 'another award fits as well'}`
    for (const [own, other] of [[a, b] as const, [b, a] as const]) {
      const { list, identifier, url } = other.listing
      const pair = { list, identifier, url, sure, why }
      pairs.set(own.listing, [...(pairs.get(own.listing) ?? []), pair])
    }
  }
  return pairs
}

/** Which of a sure pair counts: one with an amount of its own, then one that says whether VAT is in it, then the first by name. */
export function countsOf(one: Listing, other: Listing): Listing {
  const worth = ({ money, award }: Listing): number =>
    (money === null ? 0 : 2) + ((award?.value?.basis ?? 'not-stated') === 'not-stated' ? 0 : 1)
  if (worth(one) !== worth(other)) return worth(one) > worth(other) ? one : other
  return nameOf(one) < nameOf(other) ? one : other
}
