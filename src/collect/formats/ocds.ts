// What does a release of the Open Contracting Data Standard state, exactly as printed? Read for every publisher of it.
//
// Numbers come as the digits that were printed, so that `1e9999` and 0.10 survive. Absent stays absent: nothing here
// turns a missing flag, amount or date into a value.
import { compareName, decodeEntities } from '../../domain/suppliers.ts'
import type { BulkPage, Supplier } from '../bulk.ts'
import { SourceChangedError } from '../errors.ts'
import { tidyText } from '../reading.ts'
import { headOf } from './bytes.ts'
import { jsonRecords } from './json-array.ts'

/** An object as read, with numbers as text. */
export type Fields = { readonly [field: string]: unknown }

/** A release, and whether it is a publisher's own merged state of a whole procurement. */
export type OcdsRelease = { readonly release: Fields; readonly compiled: boolean }

export const fieldsOf = (value: unknown): Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Fields) : {}

/** Objects of a list; Find a Tender prints `[]`, null or nothing for "none", and now and then a bare object. */
export const listOf = (value: unknown): Fields[] =>
  (Array.isArray(value) ? value : value === null || value === undefined ? [] : [value])
    .filter((item) => item !== null && typeof item === 'object')
    .map(fieldsOf)

/** Text or a number as printed, trimmed; null for nothing, an empty text, or anything else (`description: null`, `buyerID: []`). */
export const textIn = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null

/** A status: the standard's codes are in small letters, and some publishers print "Active". */
export const statusIn = (value: unknown): string | null => textIn(value)?.toLowerCase() ?? null

/** Texts of a list. */
export const textsIn = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).map(textIn).filter((text) => text !== null)

/** Yes or no as printed, also where it is printed as text; null for unknown. */
export const flagIn = (value: unknown): boolean | null => {
  const said = typeof value === 'string' ? value.trim().toLowerCase() : value
  return said === true || said === 'true' ? true : said === false || said === 'false' ? false : null
}

/** Leaves out what is null, empty or not given, so that a row holds only what its release states. */
export function stated<T extends object>(facts: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(
    Object.entries(facts).filter(
      ([, value]) => value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0),
    ),
  ) as { [K in keyof T]?: NonNullable<T[K]> }
}

/** A package is read whole up to this size: an answer of 100 releases is 1 to 3 MB, the largest seen 10 MB a day. */
const WHOLE = 16 * 1024 ** 2
const LISTS = ['releases', 'records', 'results'] as const

/**
 * The releases of a package, a record package, a list of packages (`{hitsCount, maxPage, results}`), a bare list, or lines
 * of any of these. Of a record that only links to its releases the compiled one is read. `onNext` gets `links.next`.
 * @throws SourceChangedError for JSON that is none of these, such as the services' own error answers.
 */
export async function* ocdsReleases(
  page: BulkPage,
  onNext: (address: string) => void,
): AsyncGenerator<OcdsRelease> {
  const next = (envelope: unknown): void => {
    const address = textIn(fieldsOf(fieldsOf(envelope).links).next)
    if (address) onNext(address)
  }
  const head = (await headOf(page, 65_536)).toString('latin1')
  const list = LISTS.find((name) => new RegExp(`"${name}"\\s*:\\s*\\[`).test(head))
  const options = { exactNumbers: true, longest: WHOLE }
  if (page.size > WHOLE && list !== undefined && /^\W*\{/.test(head)) {
    for await (const { value } of jsonRecords(page, { ...options, field: list, onEnvelope: next }))
      yield* releasesIn(value, next)
    return
  }
  for await (const { value } of jsonRecords(page, { ...options, longest: 2 * WHOLE }))
    yield* releasesIn(value, next)
}

function* releasesIn(value: unknown, next: (envelope: unknown) => void): Generator<OcdsRelease> {
  const found = fieldsOf(value)
  if (Array.isArray(value)) {
    for (const item of value) yield* releasesIn(item, next)
  } else if (Array.isArray(found.results)) {
    next(found)
    for (const item of found.results) yield* releasesIn(item, next)
  } else if (Array.isArray(found.releases) && !isRecord(found)) {
    next(found)
    for (const release of listOf(found.releases)) yield { release, compiled: false }
  } else if (Array.isArray(found.records)) {
    next(found)
    for (const record of found.records) yield* releasesIn(record, next)
  } else if (isRecord(found)) {
    const releases = listOf(found.releases).filter((release) => 'tag' in release && 'date' in release)
    const whole = releases.filter((release) => !('url' in release))
    if (whole.length > 0) for (const release of whole) yield { release, compiled: false }
    else if (found.compiledRelease) yield { release: fieldsOf(found.compiledRelease), compiled: true }
  } else if ('ocid' in found && ('tag' in found || 'tender' in found || 'awards' in found)) {
    yield { release: found, compiled: false }
  } else {
    const said = textIn(found.message) ?? textIn(found.error)
    throw new SourceChangedError(
      `expected a package of OCDS releases, got ${said ? `the answer "${said.slice(0, 120)}"` : `fields ${Object.keys(found).slice(0, 8).join(', ') || 'none'}`}`,
    )
  }
}

/** A record of a record package: one procurement with its releases, linked or whole. */
const isRecord = (found: Fields): boolean =>
  'compiledRelease' in found || 'versionedRelease' in found || ('ocid' in found && 'releases' in found)

/** An amount as printed: net of VAT, with VAT, and in which currency. Either amount may be missing or 0. */
export type PrintedValue = { readonly net?: string; readonly gross?: string; readonly currency?: string }

export function printedValue(value: unknown): PrintedValue | null {
  const { amount, amountGross, currency } = fieldsOf(value)
  const printed = stated({
    net: textIn(amount),
    gross: textIn(amountGross),
    currency: textIn(currency)?.toUpperCase(),
  })
  return printed.net === undefined && printed.gross === undefined ? null : printed
}

/** Somebody who won, with what the release says of them. A flag that is not printed is left out. */
export type PrintedSupplier = Omit<Supplier, 'declared'> & {
  readonly declared?: boolean
  readonly scale?: string
  /** Public service mission organisations: mutuals, in the Act's words. */
  readonly mission?: boolean
  readonly sheltered?: boolean
  /** What this supplier alone was awarded, where that is printed. */
  readonly awarded?: string
}

/**
 * Suppliers that an award or a change refers to, with their parties of the same release: ids of parties mean nothing in
 * another one. Suppliers named twice count once. `declared` is how this publisher prints its flag.
 */
export function printedSuppliers(
  references: unknown,
  parties: readonly Fields[],
  declared: (party: Fields) => unknown,
): PrintedSupplier[] {
  const found = new Map<string, PrintedSupplier>()
  for (const reference of listOf(references)) {
    const id = textIn(reference.id)
    const name = plainText(textIn(reference.name) ?? '')
    const party =
      parties.find((one) => id !== null && id !== '0' && textIn(one.id) === id) ??
      parties.find((one) => name !== '' && sameName(plainText(textIn(one.name) ?? '')) === sameName(name)) ??
      reference
    const called = name || plainText(textIn(party.name) ?? textIn(fieldsOf(party.identifier).legalName) ?? '')
    if (called === '' && id === null) continue
    const details = fieldsOf(party.details)
    const address = fieldsOf(party.address)
    const postcode = textIn(address.postalCode) ?? POSTCODE.exec(textIn(address.streetAddress) ?? '')?.[0]
    const supplier = {
      name: called || (id as string),
      ids: printedIds(party, id),
      ...stated({
        postcode,
        declared: flagIn(declared(party)),
        scale: textIn(details.scale),
        mission: flagIn(details.publicServiceMissionOrganization),
        sheltered: flagIn(details.shelteredWorkshop),
        awarded: textIn(fieldsOf(party.x_awardValue).amount),
      }),
    }
    const key = sameName(supplier.name)
    if (!found.has(key)) found.set(key, supplier)
  }
  return [...found.values()]
}

const POSTCODE = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/i

/** Identifiers as scheme and id, and the party's own id where it is made in the same way. Never padded or put right. */
function printedIds(party: Fields, id: string | null): string[] {
  const ids = [party.identifier, ...listOf(party.additionalIdentifiers)].map((value) => {
    const identifier = fieldsOf(value)
    const scheme = textIn(identifier.scheme)
    const number = textIn(identifier.id)
    return scheme !== null && number !== null ? `${scheme}-${number}` : null
  })
  const own = id !== null && /^[A-Z]{2,3}-[A-Z0-9]+-/.test(id) ? id : null
  return [...new Set([...ids, own].filter((one) => one !== null))]
}

/** Text without entities, the tags that buyers paste, and what cannot be seen. */
const plainText = (text: string): string =>
  tidyText(decodeEntities(text).replace(/<\/?[a-z][^<>]{0,300}>/gi, ' '))

/** A name as it is compared within a notice. */
const sameName = (name: string): string => compareName(name).name || name

/** The longest title seen has 400 characters, the longest text on subcontracting 300. */
const MOST_TEXT = 2000

/** A title or another short text; null when there is none. */
export function shortText(value: unknown): string | null {
  const text = textIn(value)
  return text === null ? null : plainText(text).slice(0, MOST_TEXT).trim() || null
}

/** Counts of bids by lot and measure: every value printed, so that repeats and disagreements can be told apart later. */
export type PrintedBids = { readonly [lot: string]: { readonly [measure: string]: readonly string[] } }

/** Statistics are repeated once per award of a lot, without saying for which award: only the distinct values are kept. */
export function printedBids(release: Fields): PrintedBids | null {
  const bids = new Map<string, Map<string, string[]>>()
  for (const one of listOf(fieldsOf(release.bids).statistics)) {
    const [measure, value] = [textIn(one.measure), textIn(one.value)]
    if (measure === null || value === null) continue
    const lot = textIn(one.relatedLot) ?? ''
    const measures = bids.get(lot) ?? new Map<string, string[]>()
    const values = measures.get(measure) ?? []
    bids.set(lot, measures.set(measure, values.includes(value) ? values : [...values, value]))
  }
  const lots = [...bids].map(([lot, measures]) => [lot, Object.fromEntries(measures)] as const)
  return lots.length > 0 ? Object.fromEntries(lots) : null
}

/**
 * A place in the order of releases: by instant, then by id. Compared as text. A release without a date comes first, so
 * that it never overrides a dated one.
 */
export function stampOf(date: string | null, id: string | null): string {
  const instant = date === null ? Number.NaN : Date.parse(/T/.test(date) ? date : `${date}T00:00:00Z`)
  return `${Number.isNaN(instant) ? '' : new Date(instant).toISOString()} ${id ?? ''}`
}
