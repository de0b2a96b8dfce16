// How far did each organisation in a supply chain get: named, contracted, referred to, paid?
//
// Lists print the same body twice, under other names and numbers. Every listing is kept and belongs to one organisation;
// listings and distinct bodies are two numbers, and both are set beside the total that the list itself prints. An award
// that two lists print is counted once in the sums of its organisation (pairs.ts).
import type { PartialDate } from './dates.ts'
import { addMoney, type Money, sameMoney } from './money.ts'
import { countsOf, type Pair, type PrintedAward, pairAwards } from './pairs.ts'
import type { Register } from './registers.ts'
import type { Label, Labelled, Lens, Tri } from './sector.ts'
import { type Tally3, tally3 } from './shares.ts'
import { compareName, comparePostcode, knownIds } from './suppliers.ts'

/** From the promise to the money. Nothing recorded on a rung means that nothing was found, not that nothing happened. */
export const RUNGS = ['named', 'contracted', 'referred', 'paid'] as const
export type Rung = (typeof RUNGS)[number]

/** Whether somebody belongs on the ladder: of the sector under some lens, or declared so. */
export const isOfSector = ({ lenses }: Pick<Label, 'lenses'>, said: boolean | null | undefined): boolean =>
  said === true || Object.values(lenses).includes('yes')

/** One line of a published list: somebody named in a bid, a contract, a count of referrals, a payment. */
export type Listing = {
  readonly rung: Rung
  /** The list it stands in. */
  readonly list: string
  /** Its own identifier in that list; unique there. */
  readonly identifier: string
  readonly supplier: Labelled
  readonly on: PartialDate
  readonly money: Money | null
  /** How many people were referred; null when it is no count of referrals, or none is printed. */
  readonly referrals: number | null
  /** What the list itself says of the sector; null when it says nothing. */
  readonly said: boolean | null
  readonly url: string
  /** What tells an award from others; left out where the list is none of awards. */
  readonly award?: PrintedAward
  /** Listings of other lists that are the same award, or may be; found when listings are grouped. */
  readonly pairs?: readonly Pair[]
  /** True where a sure pair stands for this listing in sums. */
  readonly countedElsewhere?: true
}

export type Step = {
  /** All of them, also those that another listing stands for. */
  readonly listings: readonly Listing[]
  /** How many of them another listing stands for. */
  readonly paired: number
  /** Sums, one for each currency and VAT basis, each award once. */
  readonly money: readonly Money[]
  /** Null when no listing prints a number. */
  readonly referrals: number | null
}

export type Organisation = {
  /** Its best identifier, else its name: stays the same whatever the order of the lists. */
  readonly key: string
  /** The name most often printed. */
  readonly name: string
  /** Other names printed. */
  readonly names: readonly string[]
  readonly ids: readonly string[]
  /** What registers said of it on the day of its first listing. */
  readonly label: Label
  readonly steps: Readonly<Record<Rung, Step>>
  /** The last rung with anything recorded. */
  readonly reached: Rung
  /** Where lists, registers or labels do not fit together, in words. */
  readonly contradictions: readonly string[]
}

export type ListTotals = {
  readonly list: string
  readonly listings: number
  readonly distinct: number
  /** Listings that name nobody: they belong to no organisation. */
  readonly unnamed: number
  /** The total that the list itself prints; null when it prints none. */
  readonly published: number | null
  /** Which of our numbers the printed total is; null when it is neither, or there is none. */
  readonly agrees: 'listings' | 'distinct' | null
  /** Its awards that other lists print as well, by list: how many surely, and how many perhaps. */
  readonly pairs: readonly { readonly list: string; readonly sure: number; readonly unsure: number }[]
}

export type Ladder = {
  readonly organisations: readonly Organisation[]
  readonly lists: readonly ListTotals[]
}

/**
 * Sorts listings by organisation. Two listings are one organisation when their identifiers are, by themselves or by the
 * registers; a listing without any belongs to the one body of its name, if it is the only one.
 * @param published the totals that lists print.
 */
export function buildLadder(
  listings: readonly Listing[],
  register: Pick<Register, 'countedAs'>,
  label: (supplier: Labelled, on: PartialDate) => Label,
  published: ReadonlyMap<string, number> = new Map(),
): Ladder {
  const ordered = [...listings].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  const labels = new Map(ordered.map((listing) => [listing, label(listing.supplier, listing.on)]))
  const groups = groupListings(ordered, register, (listing) => labels.get(listing)?.entry ?? null)
  const organisations = [...groups.bodies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, own]) => organisationOf(key, own, labels, groups.notes.get(key) ?? []))
  return { organisations, lists: totalsOf(ordered, organisations, published) }
}

const placeOf = ({ on, list, identifier }: Listing): string => `${on} ${list} ${identifier}`

type Groups = {
  readonly bodies: ReadonlyMap<string, Listing[]>
  readonly notes: ReadonlyMap<string, string[]>
}

function groupListings(
  listings: readonly Listing[],
  register: Pick<Register, 'countedAs'>,
  entryOf: (listing: Listing) => string | null,
): Groups {
  const leader = new Map<string, string>()
  const lead = (id: string): string => {
    let at = id
    for (let up = leader.get(at); up !== undefined; up = leader.get(at)) at = up
    return at
  }
  const join = (a: string, b: string): void => {
    const [x, y] = [lead(a), lead(b)]
    if (x !== y) leader.set(x, y)
  }
  const idsOf = (listing: Listing): string[] => {
    const own = knownIds(listing.supplier.ids)
    const counted = register.countedAs(own) ?? (own.length === 0 ? entryOf(listing) : null)
    return counted === null ? own : [counted, ...own]
  }
  for (const listing of listings) {
    const [first, ...others] = idsOf(listing)
    // Two charity numbers on one line are a contradiction, not one body.
    for (const id of others) if (first !== undefined && schemeOf(id) !== schemeOf(first)) join(first, id)
  }

  const members = new Map<string, Set<string>>()
  for (const listing of listings)
    for (const id of idsOf(listing)) members.set(lead(id), (members.get(lead(id)) ?? new Set()).add(id))
  const keyOf = (id: string): string => knownIds([...(members.get(lead(id)) ?? [])])[0] ?? id

  const bodies = new Map<string, Listing[]>()
  const notes = new Map<string, string[]>()
  const put = (key: string, listing: Listing): void => {
    const own = bodies.get(key)
    if (own) own.push(listing)
    else bodies.set(key, [listing])
  }
  const byName = new Map<string, Set<string>>()
  const nameless: Listing[] = []
  for (const listing of listings) {
    const [id] = idsOf(listing)
    if (id === undefined) nameless.push(listing)
    else {
      put(keyOf(id), listing)
      const { name, aliases } = compareName(listing.supplier.name)
      for (const one of [name, ...aliases]) byName.set(one, (byName.get(one) ?? new Set()).add(keyOf(id)))
    }
  }
  for (const listing of nameless) {
    const { name } = compareName(listing.supplier.name)
    if (name === '') continue
    const bearers = [...(byName.get(name) ?? [])].sort()
    const postcode = comparePostcode(listing.supplier.postcode)
    const [only] = bearers
    if (bearers.length === 1 && only !== undefined) {
      put(only, listing)
      continue
    }
    const key = postcode === null ? `name:${name}` : `name:${name}@${postcode}`
    put(key, listing)
    if (bearers.length > 1)
      notes.set(key, [
        `listed by name alone, and ${bearers.length} bodies are called so: ${bearers.join(', ')}`,
      ])
  }
  return { bodies: joinPlaces(bodies), notes }
}

const schemeOf = (id: string): string => id.split('-').slice(0, 2).join('-')

/** A name listed without a postcode belongs to the one place where the same name is listed with one. */
function joinPlaces(bodies: ReadonlyMap<string, Listing[]>): Map<string, Listing[]> {
  const joined = new Map(bodies)
  for (const [key, listings] of bodies) {
    if (!key.startsWith('name:') || key.includes('@')) continue
    const places = [...bodies.keys()].filter((other) => other.startsWith(`${key}@`))
    const [place] = places
    if (places.length !== 1 || place === undefined) continue
    joined.set(place, [...(joined.get(place) ?? []), ...listings])
    joined.delete(key)
  }
  return joined
}

function organisationOf(
  key: string,
  listings: readonly Listing[],
  labels: ReadonlyMap<Listing, Label>,
  notes: readonly string[],
): Organisation {
  const [first] = listings as [Listing, ...Listing[]]
  const label = labels.get(first) as Label
  const names = byFrequency(listings.map(({ supplier }) => supplier.name.trim()))
  const paired = withPairs(listings)
  const steps = Object.fromEntries(
    RUNGS.map((rung) => [rung, stepOf(paired.filter((listing) => listing.rung === rung))]),
  ) as Record<Rung, Step>
  return {
    key,
    name: names[0] ?? key,
    names: names.slice(1),
    ids: knownIds(listings.flatMap(({ supplier }) => supplier.ids)),
    label,
    steps,
    reached: RUNGS.findLast((rung) => steps[rung].listings.length > 0) ?? 'named',
    contradictions: [
      ...new Set([...notes, ...contradictionsOf(listings, labels), ...someOf(paired.flatMap(doubtsOf))]),
    ],
  }
}

/** The same listings in the same order, each with its pairs. */
function withPairs(listings: readonly Listing[]): Listing[] {
  const pairs = pairAwards(listings)
  const named = new Map(listings.map((listing) => [`${listing.list} ${listing.identifier}`, listing]))
  return listings.map((listing) => {
    const own = pairs.get(listing)
    if (own === undefined) return listing
    const [first] = own
    const other = first?.sure ? named.get(`${first.list} ${first.identifier}`) : undefined
    const isCounted = other === undefined || countsOf(listing, other) === listing
    return { ...listing, pairs: own, ...(isCounted ? {} : { countedElsewhere: true as const }) }
  })
}

/** Pairs that a person has to look at, each said once. */
const doubtsOf = ({ list, identifier, pairs = [] }: Listing): string[] =>
  pairs
    .filter((pair) => !pair.sure && `${list} ${identifier}` < `${pair.list} ${pair.identifier}`)
    .map(
      (pair) =>
        `"${identifier}" of "${list}" and "${pair.identifier}" of "${pair.list}" may be the same award, and both are counted: ${pair.why}`,
    )

/** More than a person reads at a time; each listing names its own pairs as well. */
const MOST_DOUBTS = 20
const someOf = (doubts: readonly string[]): string[] =>
  doubts.length <= MOST_DOUBTS
    ? [...doubts]
    : [
        ...doubts.slice(0, MOST_DOUBTS),
        `${doubts.length - MOST_DOUBTS} more pairs of listings may be the same award`,
      ]

/** Each once, the most frequent first; of equally frequent ones the first in the alphabet. */
function byFrequency(names: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const name of names) times.set(name, (times.get(name) ?? 0) + 1)
  return [...times].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([name]) => name)
}

function stepOf(listings: readonly Listing[]): Step {
  const money: Money[] = []
  for (const { money: one, countedElsewhere } of listings) {
    if (one === null || countedElsewhere) continue
    const at = money.findIndex((sum) => sameMoney(sum, one))
    if (at < 0) money.push(one)
    else money[at] = addMoney(money[at] as Money, one)
  }
  const referrals = listings.flatMap((listing) => (listing.referrals === null ? [] : [listing.referrals]))
  return {
    ...{ listings, money },
    paired: listings.filter(({ countedElsewhere }) => countedElsewhere).length,
    referrals: referrals.length === 0 ? null : referrals.reduce((a, b) => a + b),
  }
}

function contradictionsOf(listings: readonly Listing[], labels: ReadonlyMap<Listing, Label>): string[] {
  const found: string[] = []
  const yes = listings.filter(({ said }) => said === true)
  const no = listings.filter(({ said }) => said === false)
  const [one, other] = [yes[0], no[0]]
  if (one && other) found.push(`"${one.list}" lists it as of the sector, "${other.list}" as not`)
  for (const listing of [one, other]) {
    const label = listing && labels.get(listing)
    const opposite: Tri = listing?.said ? 'no' : 'yes'
    if (label?.lenses.vcse === opposite)
      found.push(
        `"${listing?.list}" lists it as ${listing?.said ? 'of the sector, the registers do not' : 'not of the sector, the registers do'}: ${label.why}`,
      )
  }
  for (const listing of listings) found.push(...(labels.get(listing)?.contradictions ?? []))
  return found
}

function totalsOf(
  listings: readonly Listing[],
  organisations: readonly Organisation[],
  published: ReadonlyMap<string, number>,
): ListTotals[] {
  const lists = [...new Set([...listings.map(({ list }) => list), ...published.keys()])].sort()
  const paired = organisations
    .flatMap(({ steps }) => RUNGS.flatMap((rung) => steps[rung].listings))
    .filter(({ pairs }) => pairs !== undefined)
  return lists.map((list) => {
    const all = listings.filter((listing) => listing.list === list).length
    const own = organisations
      .map((organisation) => listingsOf(organisation, list).length)
      .filter((n) => n > 0)
    const named = own.reduce((a, b) => a + b, 0)
    const printed = published.get(list) ?? null
    const agrees =
      printed === null ? null : printed === all ? 'listings' : printed === own.length ? 'distinct' : null
    const pairs = pairsOf(paired.filter((listing) => listing.list === list))
    return {
      list,
      listings: all,
      distinct: own.length,
      unnamed: all - named,
      published: printed,
      agrees,
      pairs,
    }
  })
}

/** How many of these listings each other list prints as well. One with several possible pairs in a list counts once. */
function pairsOf(listings: readonly Listing[]): ListTotals['pairs'] {
  const counts = new Map<string, { sure: number; unsure: number }>()
  for (const { pairs = [] } of listings)
    for (const list of new Set(pairs.map((pair) => pair.list))) {
      const count = counts.get(list) ?? { sure: 0, unsure: 0 }
      count[pairs.some((pair) => pair.list === list && pair.sure) ? 'sure' : 'unsure'] += 1
      counts.set(list, count)
    }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([list, count]) => ({ list, ...count }))
}

const listingsOf = (organisation: Organisation, list: string): Listing[] =>
  RUNGS.flatMap((rung) => organisation.steps[rung].listings.filter((listing) => listing.list === list))

/** Through one lens, how many listings and how many distinct bodies of a list are of the sector. */
export function countList(
  { organisations, lists }: Ladder,
  list: string,
  lens: Lens,
): { readonly listings: Tally3; readonly distinct: Tally3 } {
  const unnamed = lists.find((totals) => totals.list === list)?.unnamed ?? 0
  const own = organisations.flatMap((organisation) => {
    const times = listingsOf(organisation, list).length
    return times === 0 ? [] : [{ tri: organisation.label.lenses[lens], times }]
  })
  const nobody = Array.from({ length: unnamed }, (): Tri => 'unknown')
  return {
    listings: tally3([
      ...own.flatMap(({ tri, times }) => Array.from({ length: times }, () => tri)),
      ...nobody,
    ]),
    distinct: tally3(own.map(({ tri }) => tri)),
  }
}
