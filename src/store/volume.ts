// What is in one file of the store, and can it be trusted?

import { isUtf8 } from 'node:buffer'
import type { Adapter } from 'lowdb'
import { z } from 'zod'
import { type Disk, replaceFile, unlessMissing } from './disk.ts'
import { parseRecord } from './record.ts'
import { DamagedFileError, type Shelf, type StoredRecord } from './store.ts'

/**
 * Records in a file. A put rewrites each file it touches whole: at 2,000 records of 1.5 KB about 50 ms,
 * reading included, in which nothing else waits longer than about 40 ms, however many files there are.
 */
export const MAX_RECORDS = 2_000

/** A file's contents: some of a shelf's records, in the order they were first put. */
export type Volume = Shelf & { readonly version: 1; readonly records: StoredRecord[] }

/** One file, for lowdb. The file changes whole or not at all, and the state before stays beside it. */
export class VolumeFile implements Adapter<Volume> {
  readonly #path: string
  readonly #lastGood: string
  readonly #shelf: Shelf
  readonly #disk: Disk

  constructor(path: string, shelf: Shelf, disk: Disk) {
    this.#path = path
    this.#lastGood = path.replace(/\.json$/, '.last-good.json')
    this.#shelf = shelf
    this.#disk = disk
  }

  /** The contents; null without a file. Throws DamagedFileError when it does not hold what we write. */
  async read(): Promise<Volume | null> {
    const bytes = await unlessMissing(this.#disk.readFile(this.#path))
    if (bytes === undefined) return null
    try {
      return parseVolume(bytes, this.#shelf)
    } catch (error) {
      throw await this.damaged(error instanceof Error ? error.message : String(error), error)
    }
  }

  async write(volume: Volume): Promise<void> {
    await replaceFile(this.#path, this.#lastGood, renderVolume(volume), this.#disk)
  }

  /** The error to throw when this file got something other than what was written to it. */
  async damaged(got: string, cause?: unknown): Promise<DamagedFileError> {
    const copy = await unlessMissing(this.#disk.readFile(this.#lastGood))
    const lastGood = copy && isVolume(copy, this.#shelf) ? this.#lastGood : null
    const advice = lastGood
      ? `The state before the last write is in ${lastGood}. Stop the writer, keep the damaged file under ` +
        'another name, copy the last good one into its place, and collect again.'
      : 'There is no last good copy. Stop the writer, restore the file from a backup, or move the files of ' +
        'this shelf away and collect again from the captures.'
    return new DamagedFileError(
      `${this.#path}: expected the ${this.#shelf.kind} of ${this.#shelf.source} as this store wrote them, ` +
        `got a damaged file: ${got}. It was left as it is; its shelf takes no writes until it is repaired. ` +
        advice,
      { file: this.#path, lastGood, cause },
    )
  }
}

/** One record a line: a search finds records whole, and a comparison shows which ones changed. */
function renderVolume({ version, source, kind, records }: Volume): string {
  const head = JSON.stringify({ version, source, kind, records: [] }).slice(0, -2)
  return `${head}\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]}\n`
}

function parseVolume(bytes: Buffer, shelf: Shelf): Volume {
  if (bytes.length === 0) throw new Error('it is empty')
  if (!isUtf8(bytes)) throw new Error('it is not UTF-8')
  const found = z
    .strictObject({
      version: z.literal(1),
      source: z.literal(shelf.source),
      kind: z.literal(shelf.kind),
      records: z.array(z.unknown()).min(1).max(MAX_RECORDS),
    })
    .safeParse(JSON.parse(bytes.toString('utf8')))
  if (!found.success) {
    throw new Error(
      found.error.issues.map((issue) => `${issue.path.join('.') || 'top'}: ${issue.message}`).join('; '),
    )
  }
  return {
    ...found.data,
    records: found.data.records.map((record, at) => parseRecord(record, `record ${at + 1}`)),
  }
}

function isVolume(bytes: Buffer, shelf: Shelf): boolean {
  try {
    parseVolume(bytes, shelf)
    return true
  } catch {
    return false
  }
}
