// What may the rest of the project ask of a place where collected records are kept, and how does it say no?

/**
 * Where records of one kind from one source stand: observations of `dwp-work-programme`, runs of `hansard`.
 * Both names are kebab-case, at most 100 characters.
 */
export type Shelf = { readonly source: string; readonly kind: string }

/**
 * One record: a JSON object with an `id` that is stable for ever and unique on its shelf. Values are JSON
 * values; a field that is `undefined` is a missing field; the order of fields means nothing. `parseRecord`
 * has the limits.
 */
export type StoredRecord = { readonly id: string; readonly [field: string]: unknown }

/** How many records of a batch the store had never seen, had in another state, or had exactly so. */
export type PutCounts = { readonly new: number; readonly changed: number; readonly unchanged: number }

/** A store that can be read. Once it is closed, every method except `close` refuses. */
export type StoreReader = {
  /** Every shelf that holds a record, ordered by source, then kind. */
  shelves(): Promise<readonly Shelf[]>

  /**
   * The records of a shelf in the order they were first put; none for a shelf that is not there. The caller
   * owns what it gets: changing it changes nothing in the store.
   * @throws DamagedFileError when a file of this shelf cannot be trusted; other shelves stay readable.
   */
  read(shelf: Shelf): Promise<readonly StoredRecord[]>

  /** Waits for writes under way and lets go of the store. A second call does nothing. */
  close(): Promise<void>
}

/** A store that one process at a time can write. Nothing is ever deleted: a withdrawn record is updated. */
export type Store = StoreReader & {
  /**
   * Adds the records whose id is new, replaces those that differ, leaves the others alone. Puts happen one
   * after another. A reader sees the whole batch or none of it, except that a batch spanning several files is
   * whole file by file; after a failure, putting the same batch again completes it.
   * @throws BadRecordError when a record cannot be kept, or an id comes twice; then nothing is stored.
   * @throws DamagedFileError when a file of this shelf cannot be trusted; then nothing is written.
   * @throws UnwritableStoreError when the disk refuses.
   * @throws StoreLockedError when another writer has taken the store away.
   */
  put(shelf: Shelf, records: readonly StoredRecord[]): Promise<PutCounts>
}

/** A file of the store is not what the store wrote. It is left as it is, and never written over. */
export class DamagedFileError extends Error {
  override readonly name = 'DamagedFileError'
  readonly file: string
  /** The copy of the state before the last write; null when there is none that can be trusted. */
  readonly lastGood: string | null

  constructor(message: string, about: { file: string; lastGood: string | null; cause?: unknown }) {
    super(message, { cause: about.cause })
    this.file = about.file
    this.lastGood = about.lastGood
  }
}

/** Somebody else is writing to this store. */
export class StoreLockedError extends Error {
  override readonly name = 'StoreLockedError'
  readonly lockFile: string
  /** The process that holds the lock; null when the lock does not say. */
  readonly pid: number | null

  constructor(message: string, about: { lockFile: string; pid: number | null; cause?: unknown }) {
    super(message, { cause: about.cause })
    this.lockFile = about.lockFile
    this.pid = about.pid
  }
}

/** The disk would not take what the store has to write. */
export class UnwritableStoreError extends Error {
  override readonly name = 'UnwritableStoreError'
  readonly folder: string

  constructor(message: string, about: { folder: string; cause: unknown }) {
    super(message, { cause: about.cause })
    this.folder = about.folder
  }
}

/** What was handed over is not a record this store can keep and give back the same. */
export class BadRecordError extends Error {
  override readonly name = 'BadRecordError'
  /** The record's id; null when the id itself, or the shelf, is what is wrong. */
  readonly id: string | null

  constructor(message: string, about: { id: string | null }) {
    super(message)
    this.id = about.id
  }
}
