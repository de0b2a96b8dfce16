// How does one machine keep what it collected, in files that people can read?

import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { Low } from 'lowdb'
import { type Disk, isAside, nodeDisk, syncFolder, unlessMissing } from './disk.ts'
import { type Lock, takeLock } from './lock.ts'
import { isShelfName, parseBatch, parseShelf } from './record.ts'
import {
  type PutCounts,
  type Shelf,
  type Store,
  type StoredRecord,
  StoreLockedError,
  type StoreReader,
  UnwritableStoreError,
} from './store.ts'
import { MAX_RECORDS, type Volume, VolumeFile } from './volume.ts'

const VOLUME_NAME = /^(?<kind>.+)-(?<number>\d{4,})(?:\.last-good)?\.json$/

/**
 * Opens the store in a folder, `<dir>/<source>/<kind>-NNNN.json`, at most 2,000 records a file; each file's
 * state before its last write is beside it, in `<kind>-NNNN.last-good.json`.
 *
 * To write: makes the folder, takes its lock (`<dir>/writer.lock`) and removes what a crash left
 * half-written. Throws StoreLockedError when another writer holds it, UnwritableStoreError when the folder
 * takes no files or links.
 *
 * `readonly`: takes no lock, writes nothing, may run beside the writer; a folder that is not there is an
 * empty store.
 */
export function openLowdbStore(dir: string, options: { readonly: true }, disk?: Disk): Promise<StoreReader>
export function openLowdbStore(dir: string, options?: { readonly?: false }, disk?: Disk): Promise<Store>
export async function openLowdbStore(
  dir: string,
  options: { readonly?: boolean } = {},
  disk: Disk = nodeDisk,
): Promise<StoreReader | Store> {
  let closing: Promise<void> | undefined
  let lastPut: Promise<unknown> = Promise.resolve()
  const lock = options.readonly ? undefined : await takeFolder(dir, disk)

  function refuseIfClosed(): void {
    if (closing) throw new Error(`${dir}: expected an open store, got a closed one. Open it again.`)
  }

  const reader: StoreReader = {
    async shelves() {
      refuseIfClosed()
      return await listShelves(dir, disk)
    },
    async read(shelf) {
      refuseIfClosed()
      const records: StoredRecord[] = []
      for await (const { data } of readVolumes(dir, parseShelf(shelf), disk)) records.push(...data.records)
      return records
    },
    close() {
      closing ??= lastPut.then(() => lock?.release())
      return closing
    },
  }
  if (!lock) return reader
  return {
    ...reader,
    async put(shelf, records) {
      refuseIfClosed()
      const to = { ...parseShelf(shelf) } // both copied before waiting: the caller may change its own at once
      const batch = parseBatch(records)
      const put = lastPut.then(async () => {
        await lock.check()
        return await putBatch(dir, to, batch, disk)
      })
      lastPut = put.catch(() => undefined) // the caller hears of it; the next put has its own chance
      return await put
    },
  }
}

async function takeFolder(dir: string, disk: Disk): Promise<Lock> {
  let lock: Lock | undefined
  try {
    await disk.mkdir(dir, { recursive: true })
    lock = await takeLock(join(dir, 'writer.lock'), disk)
    for (const folder of [dir, ...(await listSources(dir, disk)).map((source) => join(dir, source))]) {
      const leftovers = (await disk.readdir(folder)).filter(isAside)
      for (const name of leftovers) await disk.rm(join(folder, name), { force: true })
    }
    return lock
  } catch (error) {
    await lock?.release()
    if (error instanceof StoreLockedError) throw error
    throw unwritable(dir, error, 'Nothing was written.')
  }
}

async function listSources(dir: string, disk: Disk): Promise<string[]> {
  const entries = (await unlessMissing(disk.readdir(dir, { withFileTypes: true }))) ?? []
  return entries.filter((entry) => entry.isDirectory() && isShelfName(entry.name)).map((entry) => entry.name)
}

async function listShelves(dir: string, disk: Disk): Promise<Shelf[]> {
  const shelves: Shelf[] = []
  for (const source of (await listSources(dir, disk)).sort()) {
    const kinds = new Set((await listVolumes(dir, source, disk)).map(({ kind }) => kind))
    shelves.push(...[...kinds].sort().map((kind) => ({ source, kind })))
  }
  return shelves
}

// Last good copies count as well: where only the copy is left, the file itself is missed, not forgotten.
async function listVolumes(
  dir: string,
  source: string,
  disk: Disk,
): Promise<{ kind: string; number: number }[]> {
  const names = (await unlessMissing(disk.readdir(join(dir, source)))) ?? []
  return names.flatMap((name) => {
    const [, kind = '', number = ''] = VOLUME_NAME.exec(name) ?? []
    return isShelfName(kind) ? [{ kind, number: Number(number) }] : []
  })
}

/** The shelf's files in order. Throws DamagedFileError at the first that is missing or not as we wrote it. */
async function* readVolumes(dir: string, shelf: Shelf, disk: Disk): AsyncGenerator<Low<Volume>> {
  const numbers = (await listVolumes(dir, shelf.source, disk)).flatMap(({ kind, number }) =>
    kind === shelf.kind ? [number] : [],
  )
  const seen = new Set<string>()
  for (let number = 1; number <= Math.max(0, ...numbers); number++) {
    const { file, db } = openVolume(dir, shelf, number, disk)
    await db.read()
    if (db.data.records.length === 0) throw await file.damaged('it is missing')
    for (const { id } of db.data.records) {
      if (seen.has(id)) throw await file.damaged(`record ${JSON.stringify(id)} is there a second time`)
      seen.add(id)
    }
    yield db
  }
}

function openVolume(dir: string, { source, kind }: Shelf, number: number, disk: Disk) {
  const path = join(dir, source, `${kind}-${String(number).padStart(4, '0')}.json`)
  const file = new VolumeFile(path, { source, kind }, disk)
  // Not lowdb's preset: it silently uses memory under test, and fsyncs nothing.
  return { file, db: new Low<Volume>(file, { version: 1, source, kind, records: [] }) }
}

async function putBatch(
  dir: string,
  shelf: Shelf,
  batch: Map<string, StoredRecord>,
  disk: Disk,
): Promise<PutCounts> {
  const counts = { new: 0, changed: 0, unchanged: 0 }
  const touched = new Set<Low<Volume>>()
  let volumes = 0
  let last: Low<Volume> | undefined

  // The whole shelf is read, and proved sound, before anything is written.
  for await (const db of readVolumes(dir, shelf, disk)) {
    for (const [at, old] of db.data.records.entries()) {
      const now = batch.get(old.id)
      if (!now) continue
      batch.delete(old.id)
      if (isDeepStrictEqual(old, now)) {
        counts.unchanged++
      } else {
        counts.changed++
        db.data.records[at] = now
        touched.add(db)
      }
    }
    volumes++
    last = db
  }
  for (const record of batch.values()) {
    if (!last || last.data.records.length >= MAX_RECORDS) last = openVolume(dir, shelf, ++volumes, disk).db
    counts.new++
    last.data.records.push(record)
    touched.add(last)
  }

  try {
    if (touched.size > 0) await makeSource(dir, shelf.source, disk)
    for (const db of touched) await db.write()
  } catch (error) {
    throw unwritable(join(dir, shelf.source), error, 'Each file holds its old state or its new one.')
  }
  return counts
}

async function makeSource(dir: string, source: string, disk: Disk): Promise<void> {
  const made = await disk.mkdir(join(dir, source), { recursive: true })
  if (made !== undefined) await syncFolder(dir, disk)
}

function unwritable(folder: string, cause: unknown, state: string): UnwritableStoreError {
  const got = cause instanceof Error ? cause.message : String(cause)
  return new UnwritableStoreError(
    `${folder}: expected a folder this process can write to, with room and hard links, got ${got}. ` +
      `${state}  Check the path, its owner and the free space, or choose another folder; then try again.`,
    { folder, cause },
  )
}
