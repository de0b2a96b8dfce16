// How is a file written piece by piece, so that its size is no matter, with its digest taken on the way?
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Written } from './metadata.ts'

/** Pieces are gathered up to this size before they are written. */
const PIECE = 64 * 1024

/** Writes pieces of text to `folder/name`, giving way to whatever else is going on. */
export async function writePieces(
  folder: string,
  name: string,
  pieces: Iterable<string>,
  signal?: AbortSignal,
): Promise<Written> {
  const path = join(folder, name)
  await mkdir(dirname(path), { recursive: true })
  const out = createWriteStream(path, { flags: 'wx' })
  const hash = createHash('sha256')
  const ended = finished(out)
  ended.catch(() => {}) // heard below: a failure while pieces are made must not end the program
  let bytes = 0
  let gathered: string[] = []
  let size = 0
  const flush = async (): Promise<void> => {
    signal?.throwIfAborted()
    const piece = Buffer.from(gathered.join(''))
    gathered = []
    size = 0
    bytes += piece.length
    hash.update(piece)
    if (out.errored) throw out.errored
    if (!out.write(piece)) await Promise.race([once(out, 'drain'), ended])
    await new Promise((resolve) => setImmediate(resolve))
  }
  for (const piece of pieces) {
    gathered.push(piece)
    size += piece.length
    if (size >= PIECE) await flush()
  }
  await flush()
  out.end()
  await ended
  return { name, bytes, sha256: hash.digest('hex') }
}
