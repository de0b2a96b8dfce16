// Where do a file's bytes come from, and which letters do they spell? Always as a stream, never whole.
import { isUtf8 } from 'node:buffer'
import { createReadStream, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { mendWindows1252 } from '../charset.ts'

/** Bytes that can be read more than once: a file, or an entry of a zip. */
export type Bytes = {
  /** For messages: the file's address, or its name. */
  readonly name: string
  readonly size: number
  /** Reads from the start. Whoever stops early need not close anything. */
  readonly open: () => AsyncIterable<Buffer>
}

/** What the readers take: bytes, or a page or path on this machine. */
export type Input = Bytes | { readonly path: string; readonly url?: string }

export function bytesOf(input: Input): Bytes {
  if ('open' in input) return input
  const { path, url } = input
  return {
    name: url ?? basename(path),
    size: statSync(path).size,
    open: () => createReadStream(path, { highWaterMark: 256 * 1024 }),
  }
}

/** The first bytes, at most so many. */
export async function headOf(input: Input, most = 4096): Promise<Buffer> {
  if ('path' in input) {
    const file = await open(input.path)
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(most), 0, most, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await file.close()
    }
  }
  const parts: Buffer[] = []
  let size = 0
  for await (const part of input.open()) {
    parts.push(part)
    size += part.length
    if (size >= most) break
  }
  return Buffer.concat(parts).subarray(0, most)
}

export type Encoding = {
  readonly charset: 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'
  /** True when some bytes do not fit UTF-8 although most that are not ASCII do: they read as U+FFFD. */
  readonly damaged: boolean
}

/**
 * Decides once for the whole file: by its byte order mark, or by the NULs of UTF-16; else UTF-8 if every byte fits, else
 * windows-1252. Headers are not asked: hosts of spreadsheets say nothing, or the same of every file.
 */
export async function encodingOf(input: Input): Promise<Encoding> {
  const head = await headOf(input, 2048)
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { charset: 'utf-8', damaged: false }
  if (head[0] === 0xff && head[1] === 0xfe) return { charset: 'utf-16le', damaged: false }
  if (head[0] === 0xfe && head[1] === 0xff) return { charset: 'utf-16be', damaged: false }
  const zeros = [0, 0]
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > head.length / 4 && even === 0) return { charset: 'utf-16le', damaged: false }
  if (even > head.length / 4 && odd === 0) return { charset: 'utf-16be', damaged: false }
  let fits = true
  for await (const part of wholeLetters(bytesOf(input).open()))
    if (!isUtf8(part)) {
      fits = false
      break
    }
  if (fits) return { charset: 'utf-8', damaged: false }
  // One stray byte in a UTF-8 file must not turn its thousand pound signs into "Â£".
  const decoder = new TextDecoder('utf-8')
  let good = 0
  let bad = 0
  for await (const part of bytesOf(input).open())
    for (const [letter] of decoder.decode(part, { stream: true }).matchAll(/[^\0-\x7f]/gu))
      if (letter === '\uFFFD') bad += 1
      else good += 1
  return good > bad ? { charset: 'utf-8', damaged: true } : { charset: 'windows-1252', damaged: false }
}

/** The bytes as UTF-8 without a byte order mark, whatever they were. */
export async function* utf8Of(input: Input, encoding?: Encoding): AsyncGenerator<Buffer> {
  const { charset, damaged } = encoding ?? (await encodingOf(input))
  const chunks = bytesOf(input).open()
  if (charset === 'windows-1252') {
    for await (const part of chunks) yield Buffer.from(mendWindows1252(part.toString('latin1')))
    return
  }
  if (charset === 'utf-8' && !damaged) {
    let first = true
    for await (const part of chunks) {
      const marked = first && part[0] === 0xef && part[1] === 0xbb && part[2] === 0xbf
      yield marked ? part.subarray(3) : part
      first = false
    }
    return
  }
  const decoder = new TextDecoder(charset)
  for await (const part of chunks) yield Buffer.from(decoder.decode(part, { stream: true }))
  yield Buffer.from(decoder.decode())
}

/** The same bytes, cut so that no UTF-8 letter is split between two parts. */
async function* wholeLetters(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let end = all.length
    // The lead byte of a letter is at most three bytes from the end.
    for (let back = 1; back <= 3 && back <= all.length; back++) {
      const byte = all[all.length - back] ?? 0
      if (byte < 0x80) break
      if (byte >= 0xc0) {
        const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
        if (length > back) end = all.length - back
        break
      }
    }
    rest = Buffer.from(all.subarray(end))
    yield all.subarray(0, end)
  }
  if (rest.length > 0) yield rest
}
