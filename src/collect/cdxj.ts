// Where in which file does the capture of an address lie? One line a record, as web archives index theirs.
import { getSurt } from 'warcio'
import { headerOf } from './exchange.ts'
import type { Kept } from './warc.ts'

/** A line of the index. `status` is the answer's own: 304 for a revisit that the server called unchanged. */
export type Entry = {
  readonly address: string
  readonly url: string
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string
  readonly status: number
  readonly mime: string
  readonly digest: string
  readonly file: string
  readonly offset: number
  readonly length: number
  /** True when the record holds no payload: an earlier capture with this digest does. */
  readonly revisit: boolean
  readonly truncated: string | null
  /** What to send back in If-None-Match and If-Modified-Since; null when the server gave none. */
  readonly etag: string | null
  readonly lastModified: string | null
}

export function entryOf(kept: Kept, place: { file: string; offset: number; length: number }): Entry {
  return {
    ...place,
    address: kept.address,
    url: kept.url,
    time: kept.time,
    status: kept.status,
    mime: (headerOf(kept.headers, 'content-type') ?? 'unk').split(';')[0]?.trim().toLowerCase() || 'unk',
    digest: kept.digest,
    revisit: kept.same !== null,
    truncated: kept.truncated,
    etag: headerOf(kept.headers, 'etag') ?? null,
    lastModified: headerOf(kept.headers, 'last-modified') ?? null,
  }
}

/** `uk,gov)/path 20261124101500 {...}`: readers need the first six fields, ours follow. */
export function lineOf(entry: Entry): string {
  const stamp = entry.time.replace(/\D/g, '').slice(0, 14)
  const fields = {
    url: entry.url,
    mime: entry.revisit ? 'warc/revisit' : entry.mime,
    status: String(entry.status),
    digest: entry.digest,
    length: String(entry.length),
    offset: String(entry.offset),
    filename: entry.file,
    time: entry.time,
    ...(entry.address === entry.url ? {} : { address: entry.address }),
    ...(entry.truncated ? { truncated: entry.truncated } : {}),
    ...(entry.etag ? { etag: entry.etag } : {}),
    ...(entry.lastModified ? { lastmod: entry.lastModified } : {}),
  }
  return `${getSurt(entry.url)} ${stamp} ${JSON.stringify(fields)}\n`
}

/** Null for a line that is not whole, or not ours. */
export function readLine(line: string): Entry | null {
  const at = line.indexOf(' {')
  if (at < 0) return null
  let fields: Record<string, unknown>
  try {
    fields = JSON.parse(line.slice(at + 1)) as Record<string, unknown>
  } catch {
    return null
  }
  const text = (name: string): string | null =>
    typeof fields[name] === 'string' ? (fields[name] as string) : null
  const [url, time, digest, file] = [text('url'), text('time'), text('digest'), text('filename')]
  const [offset, length, status] = [Number(text('offset')), Number(text('length')), Number(text('status'))]
  if (url === null || time === null || digest === null || file === null) return null
  if (![offset, length, status].every(Number.isSafeInteger)) return null
  const mime = text('mime') ?? 'unk'
  return {
    ...{ url, time, digest, file, offset, length, status, mime },
    address: text('address') ?? url,
    revisit: mime === 'warc/revisit',
    truncated: text('truncated'),
    etag: text('etag'),
    lastModified: text('lastmod'),
  }
}
