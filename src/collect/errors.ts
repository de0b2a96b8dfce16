// What can go wrong while collecting, and where did it?
import type { Json } from './port.ts'

/** Where something happened. Every field that is known is given. */
export type Where = {
  readonly source?: string
  readonly url?: string
  /** Digest of the bytes that were being read, `sha256:` and 64 hexadecimal digits. */
  readonly capture?: string
  readonly cause?: unknown
}

/** The parent of every error this room throws. The message says where, what was expected, what was got, what to do. */
export class CollectError extends Error {
  readonly where: Where
  constructor(message: string, where: Where = {}) {
    super(message, where.cause === undefined ? {} : { cause: where.cause })
    this.name = new.target.name
    this.where = where
  }
}

/** A page no longer has the shape its scraper was written for. The run fails and changes no finding. */
export class SourceChangedError extends CollectError {}
/** One record of a page is odd. It is skipped and becomes an issue; the rest of the page counts. */
export class OddRecordError extends CollectError {}
/** A publisher used a word that no lookup explains. An issue, never a default. */
export class UnknownCategoryError extends OddRecordError {}
/** A run gave fewer findings than its metadata says a healthy run gives. The run fails and changes no finding. */
export class TooFewFindingsError extends CollectError {}
/** A page took too much memory or time to read, or broke the reader. An issue; the run goes on without that page. */
export class HostilePageError extends CollectError {}
/** A host said no: by status, by challenge, or by robots.txt. Never worked round. */
export class BlockedError extends CollectError {}
/** No address of a run could be read. */
export class UnreachableError extends CollectError {}
/** An address leads to a private, loopback, link-local or otherwise unroutable place. */
export class RefusedAddressError extends CollectError {}
/** A response went past a limit of size, time or redirects, or could not be decoded. */
export class ResponseLimitError extends CollectError {}
/** Another process is collecting this source now. */
export class SourceBusyError extends CollectError {}
/** A scraper folder, its metadata or its lookups cannot be used. */
export class ScraperInvalidError extends CollectError {}
/** A capture file does not hold what its index or its digest promises. */
export class CaptureDamagedError extends CollectError {}
/** Nobody can be reached about these requests, so none are made. */
export class NoContactError extends CollectError {}

/** A service wants a key, and nobody gave one. */
export class NoKeyError extends CollectError {}

/** Something a maintainer should look at. It never stops a run by itself. */
export type Issue = {
  readonly what: string
  readonly url?: string
  readonly capture?: string
  readonly detail?: Json
}

/** A sentence with the counts that its detail holds by name, so that whoever prints it prints them. */
export function withCounts(what: string, detail: Json): string {
  const counts =
    typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? Object.entries(detail) : []
  if (counts.length === 0 || counts.some(([, count]) => typeof count !== 'number')) return what
  return `${what}: ${counts.map(([name, count]) => `${name} (${count})`).join('; ')}`
}

/** The message of anything thrown, with its causes, on one line. */
export function explain(error: unknown): string {
  const parts: string[] = []
  for (let e: unknown = error; e !== undefined && parts.length < 4; ) {
    const message = e instanceof Error ? e.message || e.name : String(e)
    if (message && !parts.some((part) => part.includes(message))) parts.push(message)
    e = e instanceof Error ? e.cause : undefined
  }
  return parts.join(': ').replace(/\s+/g, ' ').slice(0, 600)
}
