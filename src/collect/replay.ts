// What would these captures give today? A capture file is read again without a network, through the code of a live run.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { readLine } from './cdxj.ts'
import { challengeIn } from './challenge.ts'
import { CollectError, explain, SourceChangedError } from './errors.ts'
import { surplus } from './expectations.ts'
import { openIntake } from './intake.ts'
import { takeLock } from './lock.ts'
import { keepPages, readPages } from './pages.ts'
import type { CapturePlace } from './reader.ts'
import type { RunContext } from './run.ts'
import { keepRun, type Run, type Summary } from './runs.ts'
import type { Source } from './scraper.ts'
import { type Kept, memberAt, members, readMember, unpackMember } from './warc.ts'

export type ReplayContext = Omit<RunContext, 'wire' | 'baseUrl' | 'since'> & {
  readonly now: () => number
  readonly random?: () => number
}

export type Replayed = {
  readonly summaries: readonly Summary[]
  /** Addresses in the file that no chosen source reads. */
  readonly unclaimed: readonly string[]
  /** What is wrong with the file itself, whoever reads it: records that are cut, missing or none at all. */
  readonly faults: readonly string[]
}

/** What all sources together saw in the file. */
type Seen = {
  readonly addresses: Set<string>
  readonly claimed: Set<string>
  readonly faults: Set<string>
}

/**
 * Parses the captures of a file (`.warc.gz` or `.warc`, ours or anybody's) with every source that can read them.
 * What it finds counts as captured when the file says. The stated minimum of a source does not apply: a file holds what it holds.
 */
export async function replayFile(
  path: string,
  sources: readonly Source[],
  context: ReplayContext,
): Promise<Replayed> {
  const seen: Seen = { addresses: new Set(), claimed: new Set(), faults: new Set() }
  const summaries: Summary[] = []
  // One pass a source: each has its own lock, its own run and its own fate.
  for (const source of sources) {
    const unlock = takeLock(join(context.captures, source.id, '.lock'), source.id, context.now)
    try {
      summaries.push(await replaySource(path, source, context, seen))
    } finally {
      unlock()
    }
  }
  const { addresses, claimed, faults } = seen
  if (addresses.size + faults.size === 0)
    faults.add(`${basename(path)}: expected responses in WARC records, found none`)
  return {
    summaries,
    unclaimed: [...addresses].filter((address) => !claimed.has(address)),
    faults: [...faults],
  }
}

async function replaySource(
  path: string,
  source: Source,
  context: ReplayContext,
  seen: Seen,
): Promise<Summary> {
  const { store, now } = context
  const { id, scraper } = source
  const folder = join(context.captures, id)
  const began = now()
  const suffix = Math.floor((context.random ?? Math.random)() * 0x1000000)
    .toString(16)
    .padStart(6, '0')
  const run = `${new Date(began).toISOString()}-${suffix}`
  const known = await readPages(store, id)
  const intake = openIntake(source, {
    ...{ store, run, folder, known, live: false, now, rows: join(context.rows, id) },
    ...(context.deriver ? { deriver: context.deriver } : {}),
    ...(context.parser ? { parser: context.parser } : {}),
  })
  const { reader } = intake
  const spool = scraper.bulk ? join(folder, '.body') : null
  const file = basename(path)
  let bytes = 0
  let committing = 0
  const failed: string[] = []
  const end = async (
    counts: Pick<Summary, 'new' | 'changed' | 'unchanged'>,
    error: string | null,
  ): Promise<Summary> => {
    const { skipped, issues } = reader
    const summary: Summary = {
      source: id,
      pages: reader.pages(),
      findings: intake.findings(),
      ...counts,
      skipped,
      issues,
      error,
    }
    const finished = new Date(now()).toISOString()
    const took = { total: now() - began, fetching: 0, parsing: reader.parsing(), committing }
    const ended: Run = {
      ...{
        id: run,
        source: id,
        mode: 'replay',
        state: error ? 'failed' : 'ok',
        started: new Date(began).toISOString(),
        finished,
      },
      ...{ resumed: null, requests: 0, bytes, took, summary },
    }
    await keepRun(store, ended)
    return summary
  }
  /** A file holds what it holds: a page of another shape is left out and said, and the others are read. */
  const readOrSkip = async (kept: Captured, where: Omit<CapturePlace, 'status'>): Promise<void> => {
    try {
      const payload = await payloadOf(kept, spool)
      await reader.read({ ...where, ...payload, status: 200, headers: kept.headers })
    } catch (error) {
      if (!(error instanceof SourceChangedError)) throw error
      failed.push(explain(error))
      reader.skip(kept.address, explain(error))
    }
  }
  try {
    for await (const kept of captures(path, (fault) => seen.faults.add(fault))) {
      if (context.signal?.aborted) throw new CollectError(`${id}: the replay was stopped`, { source: id })
      seen.addresses.add(kept.address)
      if (!URL.canParse(kept.address) || !scraper.handles(new URL(kept.address))) continue
      seen.claimed.add(kept.address)
      const where = { asked: kept.address, url: kept.address, captured: kept.time, digest: kept.digest, file }
      bytes += kept.body.length
      if (kept.truncated) reader.skip(kept.address, `captured incomplete (${kept.truncated})`)
      else if (kept.status === 404 || kept.status === 410) {
        reader.goneAt({ ...where, status: kept.status })
        reader.skip(kept.address, `gone (${kept.status})`)
      } else if (kept.status >= 300 && kept.status < 400) continue
      else if (kept.status !== 200) reader.skip(kept.address, `captured with status ${kept.status}`)
      else if (challengeIn(kept.status, kept.headers, kept.body))
        reader.skip(kept.address, `blocked: ${challengeIn(kept.status, kept.headers, kept.body)}`)
      else await readOrSkip(kept, where)
      context.onProgress?.({
        source: id,
        phase: 'reading',
        pages: reader.pages(),
        waiting: 0,
        findings: intake.findings(),
        url: kept.address,
      })
    }
    if (failed.length > 0 && reader.pages() === 0)
      throw new SourceChangedError(`${id}: nothing could be read: ${failed[0]}`, { source: id })
    const over = surplus(id, scraper.expected, intake.findings())
    if (over) reader.issue(over)
    const before = now()
    const counts = await intake.commit()
    await keepPages(store, id, known, reader.learned.values())
    committing = now() - before
    return await end(counts, null)
  } catch (error) {
    const message = error instanceof CollectError ? error.message : `${id}: ${explain(error)}`
    return await end({ new: 0, changed: 0, unchanged: 0 }, message)
  } finally {
    await intake.close()
    if (spool) rmSync(spool, { force: true })
    context.onProgress?.({ source: id, phase: 'done', pages: 0, waiting: 0, findings: 0, url: null })
  }
}

/** The payload of a capture: in memory, or in a file when it is too large. @throws SourceChangedError for a large one that no source of rows reads. */
async function payloadOf(kept: Captured, spool: string | null) {
  if (!kept.large) return { body: kept.body }
  if (!spool)
    throw new SourceChangedError(`${kept.address}: a payload of this size is read only by sources of rows`, {
      url: kept.address,
    })
  const { digest, size } = await unpackMember(kept.large.path, kept.large.offset, spool)
  return { body: new Uint8Array(), digest, spooled: { path: spool, size } }
}

/** A response with where it lies when it is too large to hold. */
type Captured = Kept & { readonly large?: { readonly path: string; readonly offset: number } }

/** The responses of a file, in its order. A revisit gets the bytes of the record it stands on, from this file or one beside it. */
async function* captures(path: string, fault: (what: string) => void): AsyncGenerator<Captured> {
  const places = new Map<string, { readonly path: string; readonly offset: number }>()
  let neighbours = false
  const walk = members(path)
  let next = await walk.next()
  for (; !next.done; next = await walk.next()) {
    const { offset, whole: held } = next.value
    let kept: Kept | null
    try {
      kept = await readMember(next.value, `${basename(path)} at ${offset}`)
    } catch (error) {
      fault(explain(error))
      continue
    }
    if (!kept) continue
    if (!kept.same) {
      if (!places.has(kept.digest)) places.set(kept.digest, { path, offset })
      yield held ? kept : { ...kept, large: { path, offset } }
      continue
    }
    if (!places.has(kept.digest) && !neighbours) {
      neighbours = true
      for (const [digest, place] of indexedBeside(path)) if (!places.has(digest)) places.set(digest, place)
    }
    const at = places.get(kept.digest)
    const found = at ? await memberAt(at.path, at.offset) : null
    const whole = found ? await readMember(found, basename(at?.path ?? path)) : null
    const large = at && found?.whole === false ? { large: at } : {}
    if (!whole)
      fault(
        `${basename(path)}: ${kept.url} is the same as an earlier capture that is neither in this file nor indexed beside it`,
      )
    else if (kept.status === 304)
      yield { ...kept, ...large, status: 200, headers: whole.headers, body: whole.body }
    else yield { ...kept, ...large, body: whole.body }
  }
  const { size } = statSync(path)
  if (next.value < size)
    fault(
      `${basename(path)}: what begins at byte ${next.value} is not a whole WARC record; ${size - next.value} bytes were not read`,
    )
}

/** Payloads that the indexes in the same folder know of: last month's captures, for a file that says "unchanged". */
function indexedBeside(path: string): Map<string, { readonly path: string; readonly offset: number }> {
  const folder = dirname(path)
  const found = new Map<string, { readonly path: string; readonly offset: number }>()
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.cdxj')))
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      const entry = readLine(line)
      if (entry && !entry.revisit && existsSync(join(folder, entry.file)))
        found.set(entry.digest, { path: join(folder, entry.file), offset: entry.offset })
    }
  return found
}
