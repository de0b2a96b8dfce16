// How is a captured response written down, and read again? WARC 1.1, one gzip member per record, laid out by warcio.
import { createHash, randomUUID } from 'node:crypto'
import { closeSync, createReadStream, fstatSync, openSync, readSync, writeFileSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import { brotliDecompressSync, crc32, createInflateRaw, gzip } from 'node:zlib'
import { AsyncIterReader, WARCParser, WARCRecord, WARCSerializer } from 'warcio'
import { CaptureDamagedError } from './errors.ts'
import { type HeaderList, headerOf, type Spooled } from './exchange.ts'

const gzipped = promisify(gzip)
const VERSION = 'WARC/1.1'
const UNCHANGED = 'http://netpreserve.org/warc/1.1/revisit/server-not-modified'
/** Our own header fields: WARC readers skip names they do not know. */
const ADDRESS = 'WordsVsDeeds-Address'
const RUN = 'WordsVsDeeds-Run'

/** The digest of a payload, as WARC and every finding's provenance write it. */
export const digestOf = (bytes: Uint8Array | string): string =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}`

/** One response as it is kept. */
export type Taken = {
  /** The address that was really asked. */
  readonly url: string
  /** The address it stands for; another than `url` only when an operator named a mirror. */
  readonly address: string
  /** When it was asked, ISO 8601 with milliseconds, UTC. */
  readonly time: string
  readonly status: number
  readonly statusText: string
  readonly headers: HeaderList
  readonly body: Uint8Array
  readonly digest: string
  readonly truncated: string | null
  readonly run: string
  /** Where a large body lies instead; then `body` is empty. */
  readonly spooled?: Spooled
}

/** An earlier capture that holds the same bytes. */
export type SameAs = { readonly url: string; readonly time: string }

/** Length and decoding no longer describe a body that is kept whole and decoded: readers would decode it twice. */
function keptHeaders(headers: HeaderList, length: number): [string, string][] {
  const kept: [string, string][] = []
  for (const [name, value] of headers) {
    const moved = /^(content-length|content-encoding|transfer-encoding)$/i.test(name)
    const clean = value.replace(/[\r\n]+/g, ' ')
    kept.push([moved ? `X-Orig-${name}` : name, clean])
  }
  kept.push(['Content-Length', String(length)])
  return kept
}

/** Writes a response as one gzip member. With `same` only its head is written, and the earlier capture is named. */
export async function recordOf(taken: Taken, same: SameAs | null): Promise<Buffer> {
  const own: Record<string, string> = { 'WARC-Payload-Digest': taken.digest, [RUN]: taken.run }
  if (taken.address !== taken.url) own[ADDRESS] = taken.address
  if (taken.truncated) own['WARC-Truncated'] = taken.truncated
  const record = WARCRecord.create(
    {
      type: same ? 'revisit' : 'response',
      url: taken.url,
      date: taken.time,
      warcVersion: VERSION,
      statusline: `HTTP/1.1 ${taken.status} ${taken.statusText}`.trimEnd(),
      httpHeaders: keptHeaders(taken.headers, taken.spooled?.size ?? taken.body.length),
      warcHeaders: own,
      ...(same ? { refersToUrl: same.url, refersToDate: same.time } : {}),
    },
    same ? [] : [taken.body],
  )
  // 304 has no payload of its own; the standard has another profile for it than for equal bytes.
  if (same && taken.status === 304) record.warcHeaders.headers.set('WARC-Profile', UNCHANGED)
  return member(record)
}

/** The record a file opens with: who made it, with what, and by which manners. */
export async function openingRecord(
  file: string,
  time: string,
  fields: Record<string, string>,
): Promise<Buffer> {
  return member(WARCRecord.createWARCInfo({ filename: file, date: time, warcVersion: VERSION }, fields))
}

async function member(record: WARCRecord): Promise<Buffer> {
  return gzipped(await WARCSerializer.serialize(record, { gzip: false }))
}

/** The bytes of a response record whose body lies on disk, piece by piece, as `recordOf` would lay it out. */
export async function* spooledRecord(taken: Taken, { path, size }: Spooled): AsyncGenerator<Buffer> {
  const http = [
    `HTTP/1.1 ${taken.status} ${taken.statusText}`.trimEnd(),
    ...keptHeaders(taken.headers, size).map(([name, value]) => `${name}: ${value}`),
  ]
  const head = Buffer.from(`${http.join('\r\n')}\r\n\r\n`, 'latin1')
  const warc = [
    VERSION,
    'WARC-Type: response',
    `WARC-Record-ID: <urn:uuid:${randomUUID()}>`,
    `WARC-Target-URI: ${taken.url}`,
    `WARC-Date: ${taken.time}`,
    `WARC-Payload-Digest: ${taken.digest}`,
    `${RUN}: ${taken.run}`,
    ...(taken.address === taken.url ? [] : [`${ADDRESS}: ${taken.address}`]),
    'Content-Type: application/http; msgtype=response',
    `Content-Length: ${head.length + size}`,
  ]
  yield Buffer.from(`${warc.join('\r\n')}\r\n\r\n`)
  yield head
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) yield piece as Buffer
  yield Buffer.from('\r\n\r\n')
}

/**
 * A stretch of a file: one record, as it lies there. `bytes` is all of it, unpacked, or only its beginning when it is
 * larger than memory should hold; `whole` says which.
 */
export type Member = {
  readonly offset: number
  readonly length: number
  readonly bytes: Buffer
  readonly whole: boolean
}

/** A record up to this size is held; it is over what a page may be, so that only bodies on disk are larger. */
const HELD_BYTES = 40_000_000
/** Of a larger one this much is held: more than any head. */
const HEAD_BYTES = 256_000
/** A member that unpacks to more is a bomb. */
const MOST_MEMBER_BYTES = 4_000_000_000
/** A payload that says it is encoded may decode to so much. */
const MOST_DECODED_BYTES = 256_000_000

/**
 * Walks the records of a file from `start`. Memory holds one at a time.
 * @returns where the last whole record ends; what lies beyond is half-written, or not WARC.
 */
export async function* members(path: string, start = 0): AsyncGenerator<Member, number> {
  const file = openSync(path, 'r')
  try {
    const size = fstatSync(file).size
    let offset = start
    while (offset < size) {
      const next = (await gzipMember(file, offset, size)) ?? plainRecord(file, offset, size)
      if (!next) break
      yield next
      offset += next.length
    }
    return offset
  } finally {
    closeSync(file)
  }
}

/** One record by its place. @throws CaptureDamagedError when no whole record lies there. */
export async function memberAt(path: string, offset: number): Promise<Member> {
  const file = openSync(path, 'r')
  try {
    const size = fstatSync(file).size
    const found = (await gzipMember(file, offset, size)) ?? plainRecord(file, offset, size)
    if (found) return found
    throw new CaptureDamagedError(
      `${path}: expected a record at byte ${offset}, found none; rebuild the index or restore the file`,
    )
  } finally {
    closeSync(file)
  }
}

function readAt(file: number, offset: number, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  return buffer.subarray(0, readSync(file, buffer, 0, length, offset))
}

/** Null when there is no whole gzip member here: cut short, damaged, or something else. */
async function gzipMember(file: number, offset: number, size: number): Promise<Member | null> {
  let parts: Buffer[] = []
  let held = 0
  let whole = true
  const length = await inflateMember(file, offset, size, (part, unpacked) => {
    // The head says how long the record is: what is too large to be held is not gathered first.
    if (held === 0) whole = (blockLength(part) ?? 0) <= HELD_BYTES
    if (unpacked > HELD_BYTES && whole) {
      whole = false
      const head = Buffer.concat(parts).subarray(0, HEAD_BYTES)
      parts = [head]
      held = head.length
    }
    if (whole || held < HEAD_BYTES) {
      parts.push(part)
      held += part.length
    }
  })
  return length === null ? null : { offset, length, bytes: Buffer.concat(parts), whole }
}

/**
 * Unpacks one gzip member and tells each piece, with how much has been unpacked by then.
 * @returns how long it is as it lies there; null when there is no whole one.
 */
async function inflateMember(
  file: number,
  offset: number,
  size: number,
  told: (part: Buffer, unpacked: number) => void,
): Promise<number | null> {
  const head = readAt(file, offset, 4096)
  const start = gzipHeadLength(head)
  if (start === null) return null
  const inflate = createInflateRaw({ chunkSize: 65_536 })
  let unpacked = 0
  let sum = 0
  const whole = new Promise<boolean>((done) => {
    inflate.on('data', (part: Buffer) => {
      unpacked += part.length
      sum = crc32(part, sum)
      if (unpacked <= MOST_MEMBER_BYTES) told(part, unpacked)
      else done(false)
    })
    inflate.on('end', () => done(true))
    inflate.on('error', () => done(false))
    inflate.on('close', () => done(false))
  })
  let ended = false
  whole.then(() => {
    ended = true
  })
  for (let at = offset + start; at < size && !ended; ) {
    const chunk = readAt(file, at, 65_536)
    if (chunk.length === 0) break
    at += chunk.length
    // A broken stream may never call back: its own end counts too.
    await Promise.race([whole, new Promise<void>((next) => inflate.write(chunk, () => next()))])
    // Output and end events come in later turns of the loop than the write's own callback.
    await new Promise<void>((next) => setImmediate(next))
  }
  if (!ended) inflate.end()
  if (!(await whole)) return null
  const packed = inflate.bytesWritten
  inflate.destroy()
  const tail = readAt(file, offset + start + packed, 8)
  if (tail.length < 8 || tail.readUInt32LE(0) !== sum || tail.readUInt32LE(4) !== unpacked % 2 ** 32)
    return null
  return start + packed + 8
}

function gzipHeadLength(head: Buffer): number | null {
  if (head.length < 18 || head[0] !== 0x1f || head[1] !== 0x8b || head[2] !== 8) return null
  const flags = head[3] ?? 0
  let at = 10
  if (flags & 4) at += 2 + head.readUInt16LE(at)
  for (const flag of [8, 16]) if (flags & flag) at = head.indexOf(0, at) + 1 || head.length
  if (flags & 2) at += 2
  return at < head.length ? at : null
}

/** A record of an uncompressed file. */
function plainRecord(file: number, offset: number, size: number): Member | null {
  const head = readAt(file, offset, 65_536)
  const end = head.indexOf('\r\n\r\n')
  if (end < 0 || !head.subarray(0, 5).equals(Buffer.from('WARC/'))) return null
  const length = blockLength(head) ?? Number.NaN
  const total = end + 4 + length + 4
  if (!Number.isSafeInteger(total) || total > MOST_MEMBER_BYTES || offset + total > size) return null
  const whole = total <= HELD_BYTES
  return { offset, length: total, bytes: readAt(file, offset, whole ? total : HEAD_BYTES), whole }
}

/** How long the block of a record is, by its head; null when the head is not all there. */
function blockLength(bytes: Buffer): number | null {
  const end = bytes.indexOf('\r\n\r\n')
  const found = /^content-length:\s*(\d+)\s*$/im.exec(bytes.subarray(0, end + 2).toString('latin1'))
  return end < 0 || !found ? null : Number(found[1])
}

/** Where the payload of a response begins in the bytes of its record; null when its heads are not all there. */
function payloadAt(bytes: Buffer): number | null {
  const warc = bytes.indexOf('\r\n\r\n')
  const http = warc < 0 ? -1 : bytes.indexOf('\r\n\r\n', warc + 4)
  return http < 0 ? null : http + 4
}

/**
 * Writes the payload of a response to a file, whatever its size.
 * @returns its headers, and the digest of what was written.
 * @throws CaptureDamagedError when no whole response lies there, or one too large to be decoded.
 */
export async function unpackMember(
  path: string,
  offset: number,
  to: string,
): Promise<{ readonly headers: HeaderList; readonly digest: string; readonly size: number }> {
  const member = await memberAt(path, offset)
  const place = `${path} at byte ${offset}`
  const kept = await readMember(member, place)
  if (!kept) throw new CaptureDamagedError(`${place}: expected a response, found another record`)
  const { headers } = kept
  if (member.whole) {
    writeFileSync(to, kept.body)
    return { headers, digest: kept.digest, size: kept.body.length }
  }
  const start = payloadAt(member.bytes)
  const encoded = headerOf(headers, 'content-encoding') ?? headerOf(headers, 'transfer-encoding')
  if (start === null || (encoded && encoded !== 'identity'))
    throw new CaptureDamagedError(
      `${place}: ${kept.url}: a payload of this size is read only as it is, not encoded`,
    )
  const blockStart = member.bytes.indexOf('\r\n\r\n') + 4
  const block = blockLength(member.bytes) ?? Number.NaN
  const end = blockStart + block
  const hash = createHash('sha256')
  const out = openSync(to, 'w')
  const file = openSync(path, 'r')
  let size = 0
  const take = (part: Buffer, unpacked: number): void => {
    const from = Math.max(0, start - (unpacked - part.length))
    const piece = part.subarray(from, Math.max(from, part.length - Math.max(0, unpacked - end)))
    if (piece.length === 0) return
    if (writeSync(out, piece) !== piece.length)
      throw new Error(`${to}: not all was written; is the disk full?`)
    hash.update(piece)
    size += piece.length
  }
  try {
    const packed = gzipHeadLength(readAt(file, offset, 4096)) !== null
    if (packed) await inflateMember(file, offset, fstatSync(file).size, take)
    else
      for (let at = 0; at < member.length; at += 1 << 20) {
        const part = readAt(file, offset + at, Math.min(1 << 20, member.length - at))
        take(part, at + part.length)
      }
  } finally {
    closeSync(out)
    closeSync(file)
  }
  if (size !== end - start)
    throw new CaptureDamagedError(`${place}: expected ${end - start} bytes, found ${size}`)
  return { headers, digest: `sha256:${hash.digest('hex')}`, size }
}

/** Reads a record that may be too large to hold: then without its payload, and with the digest written beside it. */
export async function readMember(member: Member, place: string): Promise<Kept | null> {
  if (member.whole) return readRecord(member.bytes, place)
  const start = payloadAt(member.bytes)
  return start === null ? null : readRecord(member.bytes.subarray(0, start), place, false)
}

/** The payload as its reader saw it. warcio takes plain bytes for gzip too and loses short ones, so it is asked only about encoded ones. */
async function payloadOf(
  record: WARCRecord,
  raw: Uint8Array,
  headers: HeaderList,
  place: string,
): Promise<Uint8Array> {
  const encoding = headerOf(headers, 'content-encoding')?.trim().toLowerCase()
  const chunked = headerOf(headers, 'transfer-encoding')
  if (raw.length === 0 || ((!encoding || encoding === 'identity') && !chunked)) return raw
  if (encoding !== 'br' || chunked) return record.readFully(true)
  try {
    return brotliDecompressSync(raw, { maxOutputLength: MOST_DECODED_BYTES })
  } catch (cause) {
    throw new CaptureDamagedError(`${place}: the payload is not the brotli that its headers promise`, {
      cause,
    })
  }
}

/** A record as read: a response, or a note that an earlier one still holds. */
export type Kept = Omit<Taken, 'truncated' | 'run'> & {
  readonly truncated: string | null
  readonly run: string | null
  /** The earlier capture a revisit stands on; null for a response. */
  readonly same: SameAs | null
}

/**
 * Reads a record; null for kinds that hold no response (warcinfo, request, metadata).
 * @throws CaptureDamagedError when the payload does not have the digest written beside it.
 */
export async function readRecord(bytes: Uint8Array, place: string, whole = true): Promise<Kept | null> {
  const source = new AsyncIterReader([bytes], null)
  const record = await WARCParser.parse(source, { keepHeadersCase: true })
  if (!record || (record.warcType !== 'response' && record.warcType !== 'revisit')) return null
  const http = record.httpHeaders
  const url = record.warcTargetURI
  if (!url || !/^https?:/i.test(url) || (!http && record.warcType === 'response')) return null
  const headers: [string, string][] = http ? [...(http.headers as Iterable<[string, string]>)] : []
  const revisit = record.warcType === 'revisit'
  const raw = whole ? await record.readFully(false) : new Uint8Array()
  const said = record.warcPayloadDigest ?? null
  if (whole && !revisit && said?.startsWith('sha256:') && said.length === 71 && digestOf(raw) !== said)
    throw new CaptureDamagedError(`${place}: ${url}: expected payload ${said}, got ${digestOf(raw)}`, { url })
  const body = revisit || !whole ? new Uint8Array() : await payloadOf(record, raw, headers, place)
  const [, status, statusText] = /^\S+\s+(\d{3})\s*(.*)$/.exec(http?.statusline ?? '') ?? []
  const refers = record.warcRefersToTargetURI
  return {
    url,
    address: record.warcHeader(ADDRESS) ?? url,
    time: new Date(record.warcDate ?? 0).toISOString(),
    status: Number(status ?? 200),
    statusText: statusText ?? '',
    headers,
    body,
    digest: revisit || !whole ? (said ?? '') : digestOf(body),
    truncated: record.warcHeader('WARC-Truncated') ?? null,
    run: record.warcHeader(RUN) ?? null,
    same: revisit ? { url: refers ?? url, time: record.warcRefersToDate ?? '' } : null,
  }
}
