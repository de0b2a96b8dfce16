// What do registers say of a body, and which of their entries are about this supplier?
//
// An entry is one line of a register; a link says that two identifiers are one body, or that one body went into another.
// A register is too large to hold: only entries that some supplier could be are kept.
import { z } from 'zod'
import { type Day, firstDay, isPartialDate, lastDay, type PartialDate } from './dates.ts'
import { compareName, comparePostcode, knownIds, type Named } from './suppliers.ts'

const text = z.string().trim().min(1)
const day = z.string().refine((value) => isPartialDate(value), 'expected a date')

export const FORMS = [
  'charity',
  'cio',
  'cic',
  'co-operative',
  'community-benefit-society',
  /** Registered before August 2014, when the register did not say which of the two. */
  'registered-society',
  'credit-union',
  'other-mutual',
  'company',
  'trading-arm',
] as const
export type Form = (typeof FORMS)[number]

/** Kinds of registered bodies that a voluntary sector share may leave out. */
export const SET_APART = [
  'university',
  'academy',
  'independent-school',
  'housing-association',
  'nhs-charity',
] as const
export type SetApart = (typeof SET_APART)[number]

export const registerEntrySchema = z.object({
  /** Its org-id; a linked charity has a suffix, `GB-CHC-1234567-2`. */
  id: text,
  /** Every identifier of the same body that the register prints with it. */
  ids: z.array(text),
  names: z.array(text).min(1),
  form: z.enum(FORMS),
  /** From when until when it was on the register; a day of removal is the first day it was not. */
  spans: z.array(z.object({ from: day.nullable(), to: day.nullable() })),
  postcode: text.nullable(),
  /** The main charity that it is linked to, or the charity whose trading arm it is. */
  main: text.nullable(),
  setApart: z.enum(SET_APART).nullable(),
  /** The register was asked about this body by number: the answer says nothing of bodies that it does not name. */
  alone: z.literal(true).exactOptional(),
})
export type RegisterEntry = Readonly<z.infer<typeof registerEntrySchema>>

export const registerLinkSchema = z.object({
  a: text,
  b: text,
  /** `same`: one body under two identifiers. `merged`: `a` went into `b`. `name`: `a` is another name of `b`. */
  relation: z.enum(['same', 'merged', 'name']),
  /** The day of the merger; null when not known, or when it is none. */
  on: day.nullable(),
})
export type RegisterLink = Readonly<z.infer<typeof registerLinkSchema>>

/** Where a body stood on a date. A partial date must hold throughout. */
export type Standing = 'registered' | 'not-yet' | 'removed' | 'unknown'

export function standingOn(spans: RegisterEntry['spans'], on: PartialDate): Standing {
  const [first, last]: [Day, Day] = [firstDay(on), lastDay(on)]
  const known = spans.map(({ from, to }) => ({
    startsBy: from !== null && lastDay(from) <= first,
    startsAfter: from !== null && firstDay(from) > last,
    endsBy: to !== null && lastDay(to) <= first,
    endsAfter: to === null || firstDay(to) > last,
  }))
  if (known.some(({ startsBy, endsAfter }) => startsBy && endsAfter)) return 'registered'
  if (known.length > 0 && known.every(({ startsAfter }) => startsAfter)) return 'not-yet'
  return known.length > 0 && known.every(({ startsAfter, endsBy }) => startsAfter || endsBy)
    ? 'removed'
    : 'unknown'
}

/** The kind of society that a number of the mutuals register says; null when it says none. */
export function societyForm(id: string): Form | null {
  const found = /^GB-MPR-(IP|CU)?(\d+)([A-Z]*)$/.exec(id)
  if (!found)
    return /^GB-COH-(?:IP|RS|SP|NP)/.test(id)
      ? 'registered-society'
      : /^GB-COH-NO/.test(id)
        ? 'credit-union'
        : null
  const [, prefix = '', number = '', suffix = ''] = found
  if (prefix === 'CU' || /^(?:C|CU|CUS)$/.test(suffix)) return 'credit-union'
  if (/^(?:R|RS|IP)$/.test(suffix) || prefix === 'IP') return 'registered-society'
  if (suffix !== '') return 'other-mutual'
  // Since August 2014 numbers from 4000 are co-operatives and numbers from 7000 community benefit societies.
  const at = Number(number)
  return at >= 4000 && at < 7000
    ? 'co-operative'
    : at >= 7000 && at < 10_000
      ? 'community-benefit-society'
      : 'registered-society'
}

/** An entry that may be about a supplier, and the identifier or name that led to it. */
export type Hit = { readonly entry: RegisterEntry; readonly through: string }

/** What registers hold about one supplier, by how it was found. */
export type RegisterHits = {
  /** Entries that bear an identifier of the supplier, and those that a list says are the same body. */
  readonly byId: readonly Hit[]
  /** Where bodies went that merged, by the identifier printed. */
  readonly mergedInto: readonly (Hit & { readonly on: PartialDate | null })[]
  /** Entries with the same name, of any postcode and date; each once. */
  readonly byName: readonly Hit[]
  /** Schemes of the registers that were read whole, such as GB-CHC: only these can say that somebody is not on them. */
  readonly covered: ReadonlySet<string>
}

/** Entries of registers that suppliers could be. Give it all links, then all suppliers, then all entries. */
export type Register = {
  readonly link: (link: RegisterLink) => void
  readonly want: (supplier: Named) => void
  /**
   * Keeps the entry when a supplier could be it. Of an entry in a whole register and an answer about it alone, the one
   * read last stands.
   * @param read when it was read, ISO 8601, UTC.
   */
  readonly add: (entry: RegisterEntry, read?: string) => void
  readonly find: (supplier: Named) => RegisterHits
  /** The identifier under which a body is counted once: the best of its own and of those that are the same body. */
  readonly countedAs: (ids: readonly string[]) => string | null
}

/** Mergers follow on each other: the longest chain in the register of mergers has three. */
const MOST_MERGERS = 8

export function makeRegister(): Register {
  const same = new Map<string, Set<string>>()
  const merged = new Map<string, { into: string; on: PartialDate | null }[]>()
  /** Other names by the form in which they are compared. There are hundreds of thousands, nearly all of one body. */
  const named = new Map<string, string | string[]>()
  const wanted = new Set<string>()
  const kept = new Map<string, Set<RegisterEntry>>()
  const readAt = new Map<RegisterEntry, string>()
  const covered = new Set<string>()

  const put = <Value>(map: Map<string, Set<Value>>, key: string, value: Value): void => {
    const values = map.get(key)
    if (values) values.add(value)
    else map.set(key, new Set([value]))
  }
  const around = (ids: readonly string[]): string[] => {
    const own = knownIds(ids)
    return [...new Set([...own, ...own.flatMap((id) => [...(same.get(id) ?? [])])])]
  }
  const successors = (ids: readonly string[]): { id: string; on: PartialDate | null }[] => {
    const found = new Map<string, PartialDate | null>()
    let now = around(ids)
    for (let hop = 0; hop < MOST_MERGERS && now.length > 0; hop += 1) {
      const next = now.flatMap((id) => merged.get(id) ?? []).filter(({ into }) => !found.has(into))
      for (const { into, on } of next) found.set(into, on)
      now = next.map(({ into }) => into)
    }
    return [...found].map(([id, on]) => ({ id, on }))
  }
  const namesOf = (printed: string): string[] => {
    const { name, aliases } = compareName(printed)
    return [name, ...aliases].filter((one) => one !== '').map((one) => `name:${one}`)
  }
  const keysOf = (entry: RegisterEntry): string[] => [
    ...new Set([entry.id, ...entry.ids, ...entry.names.flatMap(namesOf)]),
  ]
  /** A name, and the identifiers of the bodies that have it as another name. */
  const keysOfName = (key: string): string[] => [key, ...[named.get(key.slice(5)) ?? []].flat()]
  const keptUnder = (keys: readonly string[], through?: string): Hit[] => {
    const hits = new Map<RegisterEntry, Hit>()
    for (const key of keys)
      for (const entry of kept.get(key) ?? [])
        if (!hits.has(entry)) hits.set(entry, { entry, through: through ?? key })
    return [...hits.values()].sort((x, y) => (x.entry.id < y.entry.id ? -1 : 1))
  }
  const byIdOf = (ids: readonly string[]): Hit[] => {
    const hits = knownIds(ids).flatMap((id) => keptUnder([id, ...(same.get(id) ?? [])], id))
    return hits.filter((hit, at) => hits.findIndex(({ entry }) => entry === hit.entry) === at)
  }

  return {
    link({ a, b, relation, on }) {
      if (relation === 'name') {
        const { name } = compareName(a)
        const before = named.get(name)
        if (name !== '') named.set(name, before === undefined ? b : [before, b].flat())
      } else if (relation === 'same') {
        put(same, a, b)
        put(same, b, a)
      } else merged.set(a, [...(merged.get(a) ?? []), { into: b, on }])
    },
    want(supplier) {
      for (const id of around(supplier.ids)) wanted.add(id)
      for (const { id } of successors(supplier.ids)) wanted.add(id)
      for (const key of namesOf(supplier.name).flatMap(keysOfName)) wanted.add(key)
    },
    add(entry, read = '') {
      if (!entry.alone) covered.add(entry.id.split('-').slice(0, 2).join('-'))
      const keys = keysOf(entry)
      if (!keys.some((key) => wanted.has(key))) return
      for (const rival of kept.get(entry.id) ?? []) {
        if (rival.id !== entry.id || (!rival.alone && !entry.alone)) continue
        if ((readAt.get(rival) ?? '') > read) return
        for (const key of keysOf(rival)) kept.get(key)?.delete(rival)
      }
      readAt.set(entry, read)
      // Under its identifier in any case, so that it meets its rival.
      for (const key of keys) if (key === entry.id || wanted.has(key)) put(kept, key, entry)
    },
    find(supplier) {
      const byId = byIdOf(supplier.ids)
      const mergedInto = successors(supplier.ids).flatMap(({ id, on }) =>
        keptUnder([id]).map((hit) => ({ ...hit, on })),
      )
      // An alias of a name that has several is tried only when the name itself is nowhere.
      const byName = namesOf(supplier.name)
        .map((key) => keptUnder(keysOfName(key), key.slice(5)))
        .find((hits) => hits.length > 0)
      return { byId, mergedInto, byName: byName ?? [], covered }
    },
    countedAs: (ids) => {
      const all = around(ids)
      const borne = keptUnder(all).flatMap(({ entry }) => [entry.main ?? entry.id, ...entry.ids])
      return knownIds([...all, ...borne])[0] ?? null
    },
  }
}

/** Whether an entry stands under the postcode printed with a supplier; null when either has none. */
export function samePostcode(entry: RegisterEntry, supplier: Named): boolean | null {
  const [a, b] = [comparePostcode(entry.postcode), comparePostcode(supplier.postcode)]
  return a === null || b === null ? null : a === b
}
