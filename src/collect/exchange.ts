// What did one request bring back, within limits that hold? Knows nothing of robots, pace, retries or redirects.
import { createHash, type Hash } from 'node:crypto'
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { pipeline, type Readable, type Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib'
import { type Dispatcher, request } from 'undici'
import { explain, RefusedAddressError, ResponseLimitError } from './errors.ts'

/** Limits of one response. All of them are counted here: undici's own count wire bytes and restart at every byte. */
export type Limits = {
  /** Bytes after decompression. */
  readonly bytes: number
  /** Milliseconds from the first byte sent to the last byte read. */
  readonly time: number
  /** Hops from one address to the next. */
  readonly redirects: number
}

/** 32 MB holds the largest page seen (a 1.4 MB list) many times over; a minute is five times the slowest list seen. */
export const LIMITS: Limits = { bytes: 32_000_000, time: 60_000, redirects: 5 }

export type HeaderList = readonly (readonly [string, string])[]

/** An answer: the payload as it reads after decompression, and the headers as sent. */
export type Answered = {
  readonly status: number
  readonly statusText: string
  readonly headers: HeaderList
  readonly body: Uint8Array
  /** Why the body is not whole, in the words of WARC-Truncated; null when it is. */
  readonly truncated: 'length' | 'time' | 'disconnect' | null
  readonly error: Error | null
  /** Where a large body lies instead; then `body` is empty. */
  readonly spooled?: Spooled
}

/** A body on disk, after decompression. */
export type Spooled = { readonly path: string; readonly size: number; readonly digest: string }

/** No answer at all, or only part of one (`Answered` with `truncated`). */
export type Exchange = Answered | { readonly status: null; readonly error: Error; readonly refused: boolean }

/** How much of a body that broke a limit is kept as evidence; as much as is read of a robots.txt. */
const EVIDENCE_BYTES = 512_000

export const headerOf = (headers: HeaderList, name: string): string | undefined =>
  headers.find(([key]) => key.toLowerCase() === name)?.[1]

/** Sends one GET, or one POST where there is something to post. Never throws: what went wrong is in the answer. */
export async function exchange(
  url: URL,
  headers: Readonly<Record<string, string>>,
  limits: Limits,
  dispatcher: Dispatcher,
  { post, spool }: { readonly post?: string | undefined; readonly spool?: string | undefined } = {},
): Promise<Exchange> {
  const deadline = new AbortController()
  const timer = setTimeout(
    () =>
      deadline.abort(
        new ResponseLimitError(`${url}: no whole answer within ${limits.time} ms`, { url: url.href }),
      ),
    limits.time,
  )
  try {
    const response = await request(url, {
      dispatcher,
      ...(post === undefined ? {} : { method: 'POST', body: post }),
      headers: { ...headers, 'accept-encoding': 'gzip, deflate, br' },
      signal: deadline.signal,
      headersTimeout: limits.time,
      bodyTimeout: limits.time,
      responseHeaders: 'raw',
    })
    const list = pairs(response.headers as unknown as readonly (Buffer | string)[])
    const read = await readBody(
      response.body,
      headerOf(list, 'content-encoding'),
      limits.bytes,
      url.href,
      response.statusCode === 200 ? spool : undefined,
    )
    const late = deadline.signal.aborted
    return {
      status: response.statusCode,
      statusText: response.statusText ?? '',
      headers: list,
      body: read.truncated ? read.body.subarray(0, EVIDENCE_BYTES) : read.body,
      truncated: read.truncated && late ? 'time' : read.truncated,
      error: read.truncated && late ? (deadline.signal.reason as Error) : read.error,
      ...(read.spooled ? { spooled: read.spooled } : {}),
    }
  } catch (error) {
    const refused = findCause(error, RefusedAddressError)
    const own = deadline.signal.aborted ? (deadline.signal.reason as Error) : null
    const plain = error instanceof Error ? error : new Error(String(error))
    return { status: null, error: refused ?? own ?? plain, refused: refused !== null }
  } finally {
    clearTimeout(timer)
  }
}

function pairs(raw: readonly (Buffer | string)[]): HeaderList {
  const list: [string, string][] = []
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const value = raw[i + 1]
    list.push([
      String(raw[i]),
      typeof value === 'string' ? value : Buffer.from(value ?? '').toString('latin1'),
    ])
  }
  return list
}

type Read = {
  body: Uint8Array
  truncated: Answered['truncated']
  error: Error | null
  spooled?: Spooled
}

/** A body up to this size is held in memory even where it could go to disk. */
const HELD_BYTES = 4_000_000

async function readBody(
  body: Readable,
  encoding: string | undefined,
  most: number,
  url: string,
  spool?: string,
): Promise<Read> {
  const chunks: Buffer[] = []
  let size = 0
  let disk: OnDisk | null = null
  const done = (truncated: Read['truncated'], error: Error | null): Read => {
    body.on('error', () => {}).destroy()
    if (disk && spool) {
      closeSync(disk.file)
      const spooled = { path: spool, size, digest: `sha256:${disk.hash.digest('hex')}` }
      if (!truncated) return { body: new Uint8Array(), truncated, error, spooled }
      rmSync(spool, { force: true })
    }
    return { body: Buffer.concat(chunks), truncated, error }
  }
  const onDisk = (piece: Buffer): void => {
    if (!disk) {
      disk = { file: openSync(spool as string, 'w'), hash: createHash('sha256') }
      for (const held of chunks) writePiece(disk, held)
    }
    writePiece(disk, piece)
  }
  try {
    const wire = body[Symbol.asyncIterator]() as AsyncIterator<Buffer>
    const first = await wire.next()
    if (first.done) return done(null, null)
    const decoder = decoderFor(encoding, first.value)
    if (decoder === 'unknown')
      return done('length', new ResponseLimitError(`${url}: cannot decode "${encoding}"`, { url }))
    const whole = restOf(first.value, wire)
    // A decoder holds back when nobody reads it, so a bomb unpacks only a piece past the limit.
    const decoded: AsyncIterable<Buffer> = decoder ? pipeline(whole, decoder, () => {}) : whole
    for await (const piece of decoded) {
      size += piece.length
      if (size > most) {
        decoder?.destroy()
        return done(
          'length',
          new ResponseLimitError(`${url}: more than ${most} bytes after decompression`, { url }),
        )
      }
      // What was held before the body went to disk stays as evidence, should it break a limit.
      if (spool && size > HELD_BYTES) onDisk(piece)
      else chunks.push(piece)
    }
    return done(null, null)
  } catch (cause) {
    return done(
      'disconnect',
      new ResponseLimitError(`${url}: the body broke off (${explain(cause)})`, { url, cause }),
    )
  }
}

type OnDisk = { readonly file: number; readonly hash: Hash }

function writePiece({ file, hash }: OnDisk, piece: Buffer): void {
  if (writeSync(file, piece) !== piece.length) throw new Error('not all was written; is the disk full?')
  hash.update(piece)
}

async function* restOf(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value
}

/** Null for plain bytes; a body that claims to be gzip and is not is read as it is, as archives do serve such. */
function decoderFor(encoding: string | undefined, first: Buffer): Transform | null | 'unknown' {
  const name = (encoding ?? '').trim().toLowerCase()
  if (name === '' || name === 'identity') return null
  const options = { chunkSize: 16 * 1024 }
  if (name === 'gzip' || name === 'x-gzip') {
    return first[0] === 0x1f && (first.length < 2 || first[1] === 0x8b) ? createGunzip(options) : null
  }
  // Servers send "deflate" with and without the zlib head, whose first byte is 0x78 at all usual window sizes.
  if (name === 'deflate') return first[0] === 0x78 ? createInflate(options) : createInflateRaw(options)
  return name === 'br' ? createBrotliDecompress(options) : 'unknown'
}

function findCause<T extends Error>(error: unknown, kind: new (message: string) => T): T | null {
  for (let e = error, depth = 0; e instanceof Error && depth < 6; e = e.cause, depth++) {
    if (e instanceof kind) return e
    if (e instanceof AggregateError) {
      for (const one of e.errors) {
        const found = findCause(one, kind)
        if (found) return found
      }
    }
  }
  return null
}
