// How is a captured response written down, and read again? WARC 1.1, one gzip member per record, laid out by warcio.
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { promisify } from 'node:util'
import { brotliDecompressSync, crc32, createInflateRaw, gzip } from 'node:zlib'
import { AsyncIterReader, WARCParser, WARCRecord, WARCSerializer } from 'warcio'
import { CaptureDamagedError } from './errors.ts'
import { type HeaderList, headerOf } from './exchange.ts'

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
      httpHeaders: keptHeaders(taken.headers, taken.body.length),
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

/** A stretch of a file: one record, as it lies there. */
export type Member = { readonly offset: number; readonly length: number; readonly bytes: Buffer }

/** No record of ours is near this; a member that unpacks to more is a bomb. */
const MOST_MEMBER_BYTES = 256_000_000

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
  const head = readAt(file, offset, 4096)
  const start = gzipHeadLength(head)
  if (start === null) return null
  const inflate = createInflateRaw()
  const parts: Buffer[] = []
  let unpacked = 0
  const whole = new Promise<boolean>((done) => {
    inflate.on('data', (part: Buffer) => {
      unpacked += part.length
      if (unpacked <= MOST_MEMBER_BYTES) parts.push(part)
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
  const bytes = Buffer.concat(parts)
  if (
    tail.length < 8 ||
    tail.readUInt32LE(0) !== crc32(bytes) ||
    tail.readUInt32LE(4) !== bytes.length % 2 ** 32
  )
    return null
  return { offset, length: start + packed + 8, bytes }
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
  const length = Number(
    /^content-length:\s*(\d+)\s*$/im.exec(head.subarray(0, end + 2).toString('latin1'))?.[1] ?? Number.NaN,
  )
  const total = end + 4 + length + 4
  if (!Number.isSafeInteger(total) || total > MOST_MEMBER_BYTES || offset + total > size) return null
  return { offset, length: total, bytes: readAt(file, offset, total) }
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
    return brotliDecompressSync(raw, { maxOutputLength: MOST_MEMBER_BYTES })
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
export async function readRecord(bytes: Uint8Array, place: string): Promise<Kept | null> {
  const source = new AsyncIterReader([bytes], null)
  const record = await WARCParser.parse(source, { keepHeadersCase: true })
  if (!record || (record.warcType !== 'response' && record.warcType !== 'revisit')) return null
  const http = record.httpHeaders
  const url = record.warcTargetURI
  if (!url || !/^https?:/i.test(url) || (!http && record.warcType === 'response')) return null
  const headers: [string, string][] = http ? [...(http.headers as Iterable<[string, string]>)] : []
  const revisit = record.warcType === 'revisit'
  const raw = await record.readFully(false)
  const said = record.warcPayloadDigest ?? null
  if (!revisit && said?.startsWith('sha256:') && said.length === 71 && digestOf(raw) !== said)
    throw new CaptureDamagedError(`${place}: ${url}: expected payload ${said}, got ${digestOf(raw)}`, { url })
  const body = revisit ? new Uint8Array() : await payloadOf(record, raw, headers, place)
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
    digest: revisit ? (said ?? '') : digestOf(body),
    truncated: record.warcHeader('WARC-Truncated') ?? null,
    run: record.warcHeader(RUN) ?? null,
    same: revisit ? { url: refers ?? url, time: record.warcRefersToDate ?? '' } : null,
  }
}
