// Where are the bytes that a finding came from? In data/captures/<source>/YYYY-MM.warc.gz, found through its CDXJ index.
import {
  appendFileSync,
  closeSync,
  copyFileSync,
  createWriteStream,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { type Entry, entryOf, lineOf, readLine } from './cdxj.ts'
import { CaptureDamagedError } from './errors.ts'
import { type HeaderList, headerOf } from './exchange.ts'
import {
  type Kept,
  memberAt,
  members,
  openingRecord,
  readMember,
  readRecord,
  recordOf,
  type SameAs,
  spooledRecord,
  type Taken,
  unpackMember,
} from './warc.ts'

/** A capture with its payload, whichever record holds it. */
export type Read = { readonly entry: Entry; readonly body: Uint8Array; readonly headers: HeaderList }

/** The captures of one source. One writer: the holder of the source's lock. */
export type Archive = {
  /** The newest whole capture of an address that answered 200 (or 304 since); null when there is none. */
  readonly found: (address: string) => Entry | null
  /** The newest capture of an address, whatever it answered, when it was taken at or after `since` (ISO 8601). */
  readonly since: (address: string, since: string) => Entry | null
  /**
   * Writes a response and waits until it survives a power cut. Equal bytes become a `revisit` of the earlier capture.
   * @throws Error when the disk refuses; the file is then as it was before.
   */
  readonly keep: (taken: Taken) => Promise<Entry>
  /** @throws CaptureDamagedError when the record or its payload is missing or altered. */
  readonly read: (entry: Entry) => Promise<Read>
  /**
   * Writes a payload to a file, whatever its size; `body` is then empty, except for what is not a page (status other
   * than 200 and 304).
   * @throws CaptureDamagedError as `read` does.
   */
  readonly unpack: (entry: Entry, to: string) => Promise<Read>
  /** What opening had to mend, in words; empty after a clean stop. */
  readonly repairs: readonly string[]
  /** Sorts the indexes that were added to, as archive viewers want them. */
  readonly close: () => void
}

export type ArchiveOptions = {
  readonly folder: string
  /** Written at the head of each file: software, operator, user agent, robots policy. */
  readonly opening: Readonly<Record<string, string>>
  readonly now: () => number
}

/** Opens the captures of one source, mending what a crash left: a half-written record goes, an unindexed one is indexed. */
export async function openArchive({ folder, opening, now }: ArchiveOptions): Promise<Archive> {
  mkdirSync(folder, { recursive: true })
  const newest = new Map<string, Entry>()
  const newestFound = new Map<string, Entry>()
  const payloads = new Map<string, Entry>()
  const months = new Map<string, Entry[]>()
  const touched = new Set<string>()
  const repairs: string[] = []

  const learn = (entry: Entry): void => {
    const month = entry.file.slice(0, 7)
    const list = months.get(month) ?? []
    list.push(entry)
    months.set(month, list)
    const later = (known: Entry | undefined) => !known || known.time <= entry.time
    if (!entry.revisit && !payloads.has(entry.digest)) payloads.set(entry.digest, entry)
    if (later(newest.get(entry.address))) newest.set(entry.address, entry)
    const before = newestFound.get(entry.address)
    if ((entry.status !== 200 && entry.status !== 304) || entry.truncated || !later(before)) return
    // A 304 may leave its validators out: the earlier ones still hold.
    const same = entry.status === 304 && before
    newestFound.set(
      entry.address,
      same
        ? {
            ...entry,
            etag: entry.etag ?? before.etag,
            lastModified: entry.lastModified ?? before.lastModified,
          }
        : entry,
    )
  }

  for (const file of readdirSync(folder)
    .filter((name) => /^\d{4}-\d{2}\.warc\.gz$/.test(name))
    .sort()) {
    const mended = await mend(folder, file)
    for (const entry of mended.entries) learn(entry)
    if (mended.repairs.length > 0) touched.add(file.slice(0, 7))
    repairs.push(...mended.repairs)
  }
  for (const month of touched) writeIndex(folder, month, months.get(month) ?? [])
  touched.clear()

  let tail: Promise<unknown> = Promise.resolve()
  const write = async (taken: Taken): Promise<Entry> => {
    const month = taken.time.slice(0, 7)
    const file = `${month}.warc.gz`
    const path = join(folder, file)
    if (!existsSync(path))
      append(path, await openingRecord(file, new Date(now()).toISOString(), { ...opening }))
    const earlier =
      taken.spooled || taken.body.length > 0 || taken.status === 304 ? payloads.get(taken.digest) : undefined
    const same = earlier && !taken.truncated ? { url: earlier.url, time: earlier.time } : null
    const place = { file, ...(await appendRecord(path, taken, same)) }
    const entry = entryOf({ ...taken, same }, place)
    appendFileSync(join(folder, `${month}.cdxj`), lineOf(entry))
    touched.add(month)
    learn(entry)
    return entry
  }

  return {
    repairs,
    found: (address) => newestFound.get(address) ?? null,
    since: (address, since) => {
      const entry = newest.get(address)
      return entry && entry.time >= since ? entry : null
    },
    keep: (taken) => {
      const mine = tail.then(() => write(taken))
      tail = mine.catch(() => undefined)
      return mine
    },
    read: async (entry) => {
      const own = await readEntry(folder, entry)
      if (!entry.revisit) return { entry, body: own.body, headers: own.headers }
      const holder = payloads.get(entry.digest)
      if (!holder)
        throw new CaptureDamagedError(
          `${entry.file}: ${entry.url}: the capture with ${entry.digest} is missing`,
          { url: entry.url },
        )
      const whole = await readEntry(folder, holder)
      return { entry, body: whole.body, headers: entry.status === 304 ? whole.headers : own.headers }
    },
    unpack: async (entry, to) => {
      const holder = entry.revisit ? payloads.get(entry.digest) : entry
      if (!holder)
        throw new CaptureDamagedError(
          `${entry.file}: ${entry.url}: the capture with ${entry.digest} is missing`,
          { url: entry.url },
        )
      const { headers, digest } = await unpackMember(join(folder, holder.file), holder.offset, to)
      if (digest !== entry.digest)
        throw new CaptureDamagedError(
          `${holder.file}: expected ${entry.digest} of ${entry.url} at byte ${holder.offset}, found ${digest}`,
          { url: entry.url },
        )
      const page = entry.status === 200 || entry.status === 304
      const small = page ? new Uint8Array() : readFileSync(to)
      return { entry, body: small, headers }
    },
    close: () => {
      for (const month of touched) writeIndex(folder, month, months.get(month) ?? [])
      touched.clear()
    },
  }
}

async function readEntry(folder: string, entry: Entry): Promise<Kept> {
  const path = join(folder, entry.file)
  const member = await memberAt(path, entry.offset)
  const kept = await readRecord(member.bytes, `${entry.file} at ${entry.offset}`)
  if (kept && kept.url === entry.url && (entry.revisit || kept.digest === entry.digest)) return kept
  throw new CaptureDamagedError(
    `${entry.file}: expected ${entry.digest} of ${entry.url} at byte ${entry.offset}, found ${kept?.digest ?? 'another record'}; delete the index to have it rebuilt`,
    { url: entry.url },
  )
}

/** Appends a response: in one piece, or streamed from disk where its body lies there. */
async function appendRecord(
  path: string,
  taken: Taken,
  same: SameAs | null,
): Promise<{ offset: number; length: number }> {
  if (!taken.spooled || same) {
    const record = await recordOf(taken, same)
    return { offset: append(path, record), length: record.length }
  }
  const before = statSync(path).size
  try {
    await pipeline(spooledRecord(taken, taken.spooled), createGzip(), createWriteStream(path, { flags: 'a' }))
    const file = openSync(path, 'r+')
    fsyncSync(file)
    closeSync(file)
  } catch (cause) {
    truncateSync(path, before)
    throw cause
  }
  return { offset: before, length: statSync(path).size - before }
}

/** Appends and waits for the disk. @returns where it was put. @throws Error when not all of it was written. */
function append(path: string, bytes: Uint8Array): number {
  const file = openSync(path, 'a')
  try {
    const before = fstatSync(file).size
    try {
      // A full disk can take a part of the bytes and say nothing.
      const written = writeSync(file, bytes)
      if (written !== bytes.length)
        throw new Error(`${path}: wrote ${written} of ${bytes.length} bytes; is the disk full?`)
      fsyncSync(file)
    } catch (cause) {
      ftruncateSync(file, before)
      throw cause
    }
    return before
  } finally {
    closeSync(file)
  }
}

/** Brings a file and its index together. */
async function mend(folder: string, file: string): Promise<{ entries: Entry[]; repairs: string[] }> {
  const path = join(folder, file)
  const index = join(folder, file.replace(/\.warc\.gz$/, '.cdxj'))
  const lines = existsSync(index) ? readFileSync(index, 'utf8').split('\n').filter(Boolean) : []
  const read = lines.map(readLine)
  const size = statSync(path).size
  const entries = read.filter(
    (entry): entry is Entry => entry !== null && entry.offset + entry.length <= size,
  )
  const repairs: string[] = []
  if (entries.length < lines.length)
    repairs.push(`${file}: ${lines.length - entries.length} index lines led nowhere`)
  const end = entries.reduce((most, entry) => Math.max(most, entry.offset + entry.length), 0)
  if (end === size) return { entries, repairs }
  const walk = members(path, end)
  let next = await walk.next()
  for (; !next.done; next = await walk.next()) {
    const kept = await readMember(next.value, `${file} at ${next.value.offset}`)
    if (!kept) continue
    entries.push(entryOf(kept, { file, offset: next.value.offset, length: next.value.length }))
    repairs.push(`${file}: indexed the record of ${kept.url} at byte ${next.value.offset}`)
  }
  if (next.value < size) {
    const torn = size - next.value
    // More than one record can hold is not a record cut short: keep it for a person to look at.
    if (torn > 64_000_000) copyFileSync(path, `${path}.torn`)
    truncateSync(path, next.value)
    repairs.push(`${file}: took off ${torn} bytes of a half-written record`)
  }
  return { entries, repairs }
}

function writeIndex(folder: string, month: string, entries: readonly Entry[]): void {
  const lines = entries.map(lineOf).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const path = join(folder, `${month}.cdxj`)
  const aside = `${path}.${process.pid}.new`
  writeFileSync(aside, lines.join(''))
  renameSync(aside, path)
}

/** The content type of a capture, as its server gave it; null when it gave none. */
export const contentTypeOf = (headers: HeaderList): string | null => headerOf(headers, 'content-type') ?? null
