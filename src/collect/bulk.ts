// How does a source report recorded delivery that is too large to hold: files of rows, and what they add up to?
import type { Contribution } from '../domain/collected.ts'
import type { Listing } from '../domain/ladder.ts'
import type { Label } from '../domain/sector.ts'
import type { Aside } from './aside.ts'
import type { Json } from './port.ts'
import type { Tools } from './scraper.ts'

/** A page whose bytes lie in a file on this machine, because it may be hundreds of megabytes. */
export type BulkPage = {
  /** Where it lies, after redirects and without regard to mirrors. */
  readonly url: string
  /** When it was captured, ISO 8601, UTC. */
  readonly captured: string
  readonly contentType: string | null
  /** The file with the decoded bytes. Only the readers in `formats/` open it. */
  readonly path: string
  /** Bytes in it. */
  readonly size: number
}

/**
 * One row as read: a release's award, a grant, a payment, a cell of a table. `key` is made of the fewest fields that never
 * change and is unique within its page and kind. Amounts are decimal strings, never binary floats.
 */
export type Row = {
  readonly kind: string
  readonly key: string
  readonly [field: string]: Json
}

/** Reads a page row by row; also gives addresses to read next, as `{ follow: address }`. */
export type ReadRows = (
  page: BulkPage,
  tools: Pick<Tools, 'lookup' | 'issue'>,
) => AsyncIterable<Row | { readonly follow: string }>

/** The capture of a page that rows came from: its address, the `sha256:` digest of its bytes, and when it was taken (ISO 8601, UTC). */
export type RowCapture = { readonly url: string; readonly capture: string; readonly captured: string }

/** A row as it is kept, with where it came from. */
export type KeptRow = Row & { readonly provenance: RowCapture }

/** Somebody who was paid, granted or awarded something, as printed. */
export type Supplier = {
  readonly name: string
  /** Identifiers as printed, `GB-CHC-123456` or scheme and id joined likewise. */
  readonly ids: readonly string[]
  readonly postcode?: string
  /** The publisher's own flag; null where it says nothing. */
  readonly declared?: boolean | null
}

/** Says what suppliers are, from the registers, at a date. */
export type Classify = (supplier: Supplier, on: string) => Label

/** A figure worked out from rows, in the shape of the domain's observation, with what it rests on. */
export type Tallied = {
  /** A stable key: measure, period, area and dimensions, never a position. */
  readonly key: string
  readonly observation: {
    readonly [field: string]: Json
  }
  readonly contributions: Iterable<Contribution>
  /** The one file that it was read from; left out where it was added up from many. */
  readonly file?: RowCapture
}

/** What a tally works from. Rows are those of the newest capture of each page, in the order of capture, oldest first; each call reads them anew. */
export type TallyInput = {
  readonly rows: (kind: string) => AsyncIterable<KeptRow>
  /**
   * As `rows`, and also what earlier captures of the same pages gave: for what was said once and is on its page no more.
   * Captures with such rows that `choose` leaves out are not read.
   */
  readonly history: (
    kind: string,
    choose?: (captures: readonly RowCapture[]) => readonly RowCapture[],
  ) => AsyncIterable<KeptRow>
  /**
   * The same rows in as many parts as memory asks for: those that say the same in this field are in one part. What comes
   * of the parts must not depend on how many there are.
   */
  readonly parts: (field: string) => AsyncIterable<TallyInput['rows']>
  /** Puts items of JSON aside on the disk, once in a tally, so that those of one key can be worked on at a time. */
  readonly aside: <Item>(items: AsyncIterable<Item>, keyOf: (item: Item) => string) => Promise<Aside<Item>>
  /** Looks all these suppliers up in the registers at once. */
  readonly classify: (suppliers: AsyncIterable<Supplier>) => Promise<Classify>
  /** `YYYY-MM-DD`, UTC: the day from which on the figures can be known. */
  readonly today: string
  /** Notes something for people; never drops data. */
  readonly issue: Tools['issue']
}

/** One line of a published list that names somebody of the sector, for the ladder of organisations. */
export type Listed = { readonly listing: Listing }

/** How many lines a list itself says that it has. */
export type Printed = { readonly printed: { readonly list: string; readonly total: number } }

/**
 * Pure: the same rows always add up to the same figures. Beside figures it may give listings of suppliers that are of the
 * sector under some lens, or declared so.
 */
export type Tally = (input: TallyInput) => AsyncIterable<Tallied | Listed | Printed>

export type { Contribution }
