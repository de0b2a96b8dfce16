// What is in this zip file, and how can an entry be read without trusting it?
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { HostilePageError } from '../errors.ts'
import type { Bytes } from './bytes.ts'
import { UnreadableFileError } from './sniff.ts'

export type ZipLimits = {
  /** Most entries. Default 10,000. */
  readonly entries: number
  /** Most bytes of one entry, unpacked. Default 4 GB: entries are streamed, so size costs time, not memory. */
  readonly entrySize: number
  /** Most times that an entry over 16 MB may be larger than its packed self. Default 400; real sheets reach 200. */
  readonly ratio: number
}

const LIMITS: ZipLimits = { entries: 10_000, entrySize: 4 * 1024 ** 3, ratio: 400 }
/** Below this many bytes a ratio says nothing: it unpacks in a moment. */
const SMALL = 16 * 1024 ** 2

export type Zip = {
  /** Entries that are files, in the order of the archive's directory. Names have no `..`, drive or leading slash. */
  readonly entries: readonly Bytes[]
  /** The entry of that name, in any case. @throws UnreadableFileError when there is none. */
  readonly entry: (name: string) => Bytes
  readonly find: (name: string) => Bytes | undefined
  readonly close: () => void
}

/**
 * Opens a zip file and reads its directory. Close it when done.
 * @throws UnreadableFileError for a damaged or cut-off archive, HostilePageError past a limit or for a name that leads
 *   out of the archive.
 */
export async function openZip(
  input: { readonly path: string; readonly url?: string },
  limits: Partial<ZipLimits> = {},
): Promise<Zip> {
  const { entries: mostEntries, entrySize, ratio } = { ...LIMITS, ...limits }
  const name = input.url ?? input.path.split('/').at(-1) ?? ''
  let zip: ZipFile
  try {
    zip = await openPromise(input.path, { lazyEntries: true, autoClose: false, validateEntrySizes: true })
  } catch (cause) {
    throw new UnreadableFileError(`${name}: expected a whole zip file: ${(cause as Error).message}`, {
      cause,
    })
  }
  // An 'error' event without a listener would end the process; the promises carry every error.
  zip.on('error', () => {})
  try {
    if (zip.entryCount > mostEntries)
      throw new HostilePageError(
        `${name}: expected a zip of at most ${mostEntries} entries, got ${zip.entryCount}`,
      )
    const entries = new Map<string, Bytes>()
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith('/')) continue
      const where = `${name}, ${JSON.stringify(entry.fileName.slice(0, 100))}`
      if (entry.uncompressedSize > entrySize)
        throw new HostilePageError(
          `${where}: expected at most ${entrySize} bytes, got ${entry.uncompressedSize}`,
        )
      if (entry.uncompressedSize > SMALL && entry.uncompressedSize > entry.compressedSize * ratio)
        throw new HostilePageError(
          `${where}: expected to unpack to at most ${ratio} times its size, got ${entry.uncompressedSize} bytes from ${entry.compressedSize}`,
        )
      const key = entry.fileName.toLowerCase()
      if (entries.has(key)) throw new HostilePageError(`${where}: expected one entry of that name, got two`)
      entries.set(key, {
        name: where,
        size: entry.uncompressedSize,
        open: () => unpack(zip, entry, where),
      })
    }
    const find = (wanted: string): Bytes | undefined => entries.get(wanted.toLowerCase())
    return {
      entries: [...entries.values()],
      find,
      entry: (wanted) => {
        const found = find(wanted)
        if (found) return found
        const names = [...entries.keys()].slice(0, 8).join(', ')
        throw new UnreadableFileError(`${name}: expected an entry "${wanted}" in the zip, found ${names}`)
      },
      close: () => zip.close(),
    }
  } catch (cause) {
    zip.close()
    if (cause instanceof HostilePageError) throw cause
    const message = (cause as Error).message
    if (/invalid relative path|absolute path|invalid characters in fileName/.test(message))
      throw new HostilePageError(`${name}: expected names inside the archive: ${message.slice(0, 200)}`, {
        cause,
      })
    throw new UnreadableFileError(`${name}: expected a whole zip file: ${message.slice(0, 200)}`, { cause })
  }
}

async function* unpack(zip: ZipFile, entry: Entry, where: string): AsyncGenerator<Buffer> {
  try {
    const stream = await zip.openReadStreamPromise(entry)
    for await (const part of stream as AsyncIterable<Buffer>) yield part
  } catch (cause) {
    throw new UnreadableFileError(`${where}: expected a whole entry: ${(cause as Error).message}`, { cause })
  }
}
