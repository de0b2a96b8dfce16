// What does collecting need from a store? Two methods; any store that has them will do.

/** Anything JSON can hold. What a scraper reports, and what a shelf keeps, is nothing else. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [field: string]: Json }

/** One shelf holds the records of one kind that came from one source, so that sources cannot damage each other. */
export type Shelf = { readonly source: string; readonly kind: string }

/** A record: a stable id, and whatever else, as JSON. */
export type Rec = { readonly id: string; readonly [field: string]: Json }

/** What became of the records of one `put`. `unchanged` ones were already there, equal in every field. */
export type PutCounts = { readonly new: number; readonly changed: number; readonly unchanged: number }

export type CollectStore = {
  /** Every record of a shelf; an empty list when the shelf was never written. */
  readonly read: (shelf: Shelf) => Promise<readonly Rec[]>
  /** Inserts or replaces by id. All of the batch or none of it; when the promise resolves, it survives a power cut. */
  readonly put: (shelf: Shelf, records: readonly Rec[]) => Promise<PutCounts>
}

/** A source's own shelves, beside one for each kind of finding (`document`, `observation`, ...). */
export const SHELVES = {
  /** Replaced contents of findings: what a record said before. */
  versions: 'versions',
  /** Edits, withdrawals, disappearances and returns. */
  events: 'events',
  /** Every address asked for: when, what it answered, which findings it gave. */
  pages: 'pages',
  runs: 'runs',
  cursor: 'cursor',
  /** Addresses that could not be read, for the next run. */
  owed: 'owed',
} as const

/** Organisations belong to no source: their shelves have a name of their own. */
export const ORGANISATIONS = 'organisations'
