// Where are the documents of pinned pages kept?
//
// In one folder, as packs that are written once and never changed. A pack is two files: `000001.jsonl.gz` holds one
// document a line, each compressed by itself so that one can be read without the others (`zcat` reads them all), and
// `000001.index.json` says which document stands where. The index is written last: a pack without one was never finished.
import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { KeptPins, Pin } from '../domain/pin.ts'
import { type Disk, nodeDisk, unlessMissing, writeOnce } from './disk.ts'

/** More pins than this make another pack, so that the memory for one is bounded. */
const PACK_PINS = 1_000

const indexSchema = z.strictObject({
  version: z.literal(1),
  pins: z.array(
    z.strictObject({
      record: z.string(),
      version: z.string().regex(/^\d{4}-\d{2}-\d{2}-[0-9a-f]{12}$/),
      content: z.string().regex(/^[0-9a-f]{64}$/),
      offset: z.int().min(0),
      length: z.int().positive(),
    }),
  ),
})
type Entry = z.infer<typeof indexSchema>['pins'][number]

export interface PinStore extends KeptPins {
  /** Keeps what is new, and says how many that was. After a failure what was kept before is still there. */
  readonly keep: (pins: Iterable<Pin>) => Promise<number>
}

const INDEX = /^(\d{6,})\.index\.json$/

/**
 * Opens the pins in a folder, which is made when the first is kept. A folder or an index that cannot be read is told of and
 * left out; it stays as it is. One process at a time may keep pins.
 */
export async function openPins(
  folder: string,
  told: (line: string) => void = () => {},
  disk: Disk = nodeDisk,
): Promise<PinStore> {
  const places = new Map<
    string,
    { readonly file: string; readonly offset: number; readonly length: number }
  >()
  const newest = new Map<string, Pick<Pin, 'version' | 'content'>>()
  const add = (file: string, entries: readonly Entry[]): void => {
    for (const { record, version, content, offset, length } of entries) {
      places.set(`${record}/${version}`, { file, offset, length })
      newest.set(record, { version, content })
    }
  }

  const names = await namesIn(folder, disk, told)
  for (const name of names) {
    const number = INDEX.exec(name)?.[1]
    if (number === undefined) continue
    try {
      const index = indexSchema.parse(JSON.parse(String(await disk.readFile(join(folder, name)))))
      add(join(folder, `${number}.jsonl.gz`), index.pins)
    } catch (error) {
      const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
      told(
        `${join(folder, name)}: expected an index of pinned pages, got: ${why}; its pages are worked out again`,
      )
    }
  }
  // A number is never used twice, not even that of a pack which was not finished.
  let last = Math.max(0, ...names.map((name) => Number(/^(\d{6,})\./.exec(name)?.[1] ?? 0)))

  async function writePack(pins: readonly Pin[]): Promise<void> {
    const bodies: Uint8Array[] = []
    const entries: Entry[] = []
    let offset = 0
    for (const { record, version, content, text } of pins) {
      const body = gzipSync(`${text}\n`)
      bodies.push(body)
      entries.push({ record, version, content, offset, length: body.byteLength })
      offset += body.byteLength
      await new Promise((resolve) => setImmediate(resolve)) // readers come first
    }
    last += 1
    const pack = join(folder, String(last).padStart(6, '0'))
    await disk.mkdir(folder, { recursive: true })
    await writeOnce(`${pack}.jsonl.gz`, Buffer.concat(bodies), disk)
    await writeOnce(`${pack}.index.json`, JSON.stringify({ version: 1, pins: entries }), disk)
    add(`${pack}.jsonl.gz`, entries)
  }

  return {
    latest: (record) => newest.get(record) ?? null,
    read(record, version) {
      const place = places.get(`${record}/${version}`)
      return place === undefined ? null : readDocument(place, version)
    },
    async keep(pins) {
      let kept = 0
      let batch: Pin[] = []
      for (const pin of pins) {
        if (places.has(`${pin.record}/${pin.version}`)) continue
        batch.push(pin)
        if (batch.length < PACK_PINS) continue
        await writePack(batch)
        kept += batch.length
        batch = []
      }
      if (batch.length > 0) await writePack(batch)
      return kept + batch.length
    },
  }
}

/** The names in order; none, and a word about it, for a folder that cannot be read. */
async function namesIn(folder: string, disk: Disk, told: (line: string) => void): Promise<string[]> {
  try {
    return ((await unlessMissing(disk.readdir(folder))) ?? []).sort()
  } catch (error) {
    told(
      `${folder}: expected a folder of pinned pages, got: ${String(error)}; its pages are worked out again`,
    )
    return []
  }
}

/** Null where the file is gone or no longer holds what was written. */
function readDocument(
  { file, offset, length }: { readonly file: string; readonly offset: number; readonly length: number },
  version: string,
): string | null {
  try {
    const bytes = Buffer.alloc(length)
    const handle = openSync(file, 'r')
    try {
      if (readSync(handle, bytes, 0, length, offset) !== length) return null
    } finally {
      closeSync(handle)
    }
    const text = gunzipSync(bytes).toString('utf8').replace(/\n$/, '')
    return createHash('sha256').update(text).digest('hex').startsWith(version.slice(-12)) ? text : null
  } catch {
    return null // the disk or the file is at fault; the page is worked out again, or says that it cannot be
  }
}
