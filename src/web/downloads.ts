// How are whole files offered: verify.mjs, and the data in other formats?
//
// They lie on disk, ready-made, and are sent as streams, so that their size is no matter.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { SECURITY_HEADERS } from './answer.ts'

/** One file that is offered. It must not change while it is: another version is another file. */
export interface Download {
  /** Its address on the site, such as "/verify.mjs". */
  readonly path: string
  /** Where it lies on disk. */
  readonly file: string
  /** Its media type. */
  readonly type: string
  /** One sentence that says what it holds. */
  readonly summary: string
  readonly bytes: number
  /** 64 hexadecimal digits. */
  readonly sha256: string
}

/** Measures a file and takes its digest, piece by piece. Throws when it cannot be read. */
export async function offer(what: Omit<Download, 'bytes' | 'sha256'>): Promise<Download> {
  const { size } = await stat(what.file)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(what.file)) hash.update(chunk as Buffer)
  return { ...what, bytes: size, sha256: hash.digest('hex') }
}

/** The answer to one request for a file; `etag` is what the reader says it has already. */
export function sendDownload(found: Download, method: string, etag: string | undefined): Response {
  const tag = `"${found.sha256.slice(0, 32)}"`
  const headers = {
    ...SECURITY_HEADERS,
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'ETag, Content-Length, Repr-Digest',
    'Cache-Control': 'public, max-age=60, stale-while-revalidate=600',
    'Cross-Origin-Resource-Policy': 'cross-origin',
    ETag: tag,
  }
  if (etag?.split(',').some((one) => one.trim().replace(/^W\//, '') === tag))
    return new Response(null, { status: 304, headers })
  // RFC 9530: the digest of the whole file.
  const digest = Buffer.from(found.sha256, 'hex').toString('base64')
  const body = method === 'HEAD' ? null : (Readable.toWeb(createReadStream(found.file)) as ReadableStream)
  return new Response(body, {
    headers: {
      ...headers,
      'Content-Type': found.type,
      'Content-Length': String(found.bytes),
      'Content-Disposition': `attachment; filename="${basename(found.path)}"`,
      'Repr-Digest': `sha-256=:${digest}:`,
    },
  })
}
