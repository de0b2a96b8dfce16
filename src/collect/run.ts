// How is a source collected, from its lock to its record? Pages are kept and read one by one; findings change at the end, or not at all.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Archive, openArchive } from './captures.ts'
import type { Deriver } from './derive.ts'
import { CollectError, explain, type Issue, NoKeyError } from './errors.ts'
import { LIMITS } from './exchange.ts'
import { runFlaw, surplus } from './expectations.ts'
import { type Fetched, makeFetcher, type Post, RETRY, type Wire } from './fetcher.ts'
import type { Finding } from './finding.ts'
import { type Intake, openIntake } from './intake.ts'
import { takeLock } from './lock.ts'
import { keepOwed, MOST_OWED, readOwed } from './owed.ts'
import { keepPages, readPages, stalePages } from './pages.ts'
import type { Parser } from './parser.ts'
import { type CollectStore, type Json, SHELVES } from './port.ts'
import { keepRun, type Run, readRuns, type Summary } from './runs.ts'
import type { Scraper, Source } from './scraper.ts'

/** Where a run stands, for whoever shows it. */
export type Progress = {
  readonly source: string
  readonly phase: 'reading' | 'committing' | 'done'
  readonly pages: number
  /** Addresses known and not yet read. */
  readonly waiting: number
  readonly findings: number
  readonly url: string | null
}

/** What a run needs from outside. */
export type RunContext = {
  readonly store: CollectStore
  readonly wire: Wire
  /** Folder of all captures; each source has its own inside. */
  readonly captures: string
  /** Folder of all rows; each source of rows has its own inside. */
  readonly rows: string
  /** The address an operator put in place of the source's own; absent for the source's own. */
  readonly baseUrl?: string
  /** `YYYY-MM-DD`. */
  readonly since?: string
  /** Keys of services, by setting. */
  readonly secrets?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** Finds the passages of documents; null or absent: documents are kept whole, without any. */
  readonly deriver?: Deriver | null
  readonly parser?: (source: Source) => Parser
}

/** Captures younger than this stand in for another request after a crash. Longer, and the page may be another. */
const RESUME_MS = 24 * 3600 * 1000
const REVISIT = { afterDays: 30, perRun: 20 }
const DAY_MS = 24 * 3600 * 1000

/**
 * Collects one source.
 * @returns what happened; `error` says why a run failed, and then no finding has changed.
 * @throws SourceBusyError when another process collects it; nothing else is thrown for what the world does.
 */
export async function runSource(source: Source, context: RunContext): Promise<Summary> {
  const { world } = context.wire
  const unlock = takeLock(join(context.captures, source.id, '.lock'), source.id, world.now)
  try {
    return await runLocked(source, context)
  } finally {
    unlock()
  }
}

async function runLocked(source: Source, context: RunContext): Promise<Summary> {
  const { store, wire } = context
  const { world } = wire
  const { scraper, id } = source
  const folder = join(context.captures, id)
  const began = world.now()
  const iso = (time: number): string => new Date(time).toISOString()
  const run = `${iso(began)}-${Math.floor(world.random() * 0x1000000)
    .toString(16)
    .padStart(6, '0')}`
  const took = { total: 0, fetching: 0, parsing: 0, committing: 0 }
  const state = (over: Partial<Run>): Run => ({
    ...{
      id: run,
      source: id,
      mode: 'live',
      state: 'running',
      started: iso(began),
      finished: null,
      resumed: null,
    },
    ...{ requests: 0, bytes: 0, took, summary: null },
    ...over,
  })
  let resumed: string | null = null
  let totals = { requests: 0, bytes: 0 }
  let intake: Intake | null = null
  let archive: Archive | null = null
  const summarise = (
    counts: Pick<Summary, 'findings' | 'new' | 'changed' | 'unchanged'>,
    error: string | null,
  ): Summary => ({
    ...{ source: id, pages: intake?.reader.pages() ?? 0, ...counts },
    ...{ skipped: intake?.reader.skipped ?? [], issues: intake?.reader.issues ?? [], error },
  })
  const end = async (how: Run['state'], summary: Summary): Promise<Summary> => {
    took.total = world.now() - began
    took.parsing = intake?.reader.parsing() ?? 0
    await keepRun(store, state({ state: how, finished: iso(world.now()), resumed, ...totals, summary }))
    return summary
  }

  try {
    resumed = await takeUp(store, id, began)
    await keepRun(store, state({ resumed }))
    archive = await openArchive({
      folder,
      now: world.now,
      opening: {
        software: 'words-vs-deeds',
        format: 'WARC File Format 1.1',
        'http-header-user-agent': wire.userAgent,
        robots: 'RFC 9309',
      },
    })
    const known = await readPages(store, id)
    const opened = openIntake(source, {
      ...{ store, run, folder, known, live: true, now: world.now, rows: join(context.rows, id) },
      ...(context.deriver ? { deriver: context.deriver } : {}),
      ...(context.parser ? { parser: context.parser } : {}),
    })
    intake = opened
    const held = opened.reader
    for (const repair of archive.repairs) held.issue({ what: repair })
    const spool = scraper.bulk ? join(folder, '.body') : null
    const fetcher = makeFetcher(wire, {
      archive,
      run,
      resume: resumed,
      limits: { ...LIMITS, ...scraper.limits },
      retry: { ...RETRY, ...scraper.retry },
      gap: onThisMachine(context.baseUrl) ? 0 : (scraper.pace ?? 2) * 1000,
      ...(spool ? { spool } : {}),
      ...(scraper.busy ? { busy: scraper.busy } : {}),
      ...(scraper.post ? { post: (url: URL) => postOf(scraper, url) } : {}),
      key: (url) => keyFor(scraper, url, context.secrets ?? {}),
      mirror: context.baseUrl
        ? { base: folderOf(scraper.baseUrl), instead: folderOf(context.baseUrl) }
        : null,
    })
    const missing = scraper.key && !context.secrets?.[scraper.key.setting] ? scraper.key : null
    if (missing)
      throw new NoKeyError(
        `${id}: expected a key in ${missing.setting}, got none, so nothing was asked; ${missing.how}`,
        { source: id },
      )
    const cursor = ((await store.read({ source: id, kind: SHELVES.cursor }))[0]?.value ?? null) as Json
    const leads = await leadsOf(scraper, store, held.issue)
    const standing = { cursor, since: context.since ?? null, today: iso(began).slice(0, 10), leads }
    const start = scraper.start(standing)
    const queue: string[] = []
    const seen = new Set<string>()
    const enqueue = (address: string, from: string | null): void => {
      const url = new URL(address, scraper.baseUrl)
      url.hash = ''
      if (seen.has(url.href)) return
      seen.add(url.href)
      if (scraper.handles(url)) queue.push(url.href)
      else
        held.skip(
          url.href,
          from
            ? `${from} leads there, but this source does not read such addresses`
            : 'this source starts there but does not read such addresses',
        )
    }
    const owed = await readOwed(store, id)
    for (const address of start.pages) enqueue(address, null)

    const blocked: string[] = []
    const failed: string[] = []
    let asked = 0
    let gone = 0
    let heldUp = false
    const unread = new Map<string, string>()
    const most = scraper.pages ?? 5_000
    let revisits = true
    while (true) {
      if (queue.length === 0 && revisits) {
        revisits = false
        // After what is new: an address that brought a challenge before may end the run.
        for (const address of owed.keys()) enqueue(address, null)
        const { afterDays, perRun } = scraper.revisit ?? REVISIT
        for (const address of stalePages(known, iso(began - afterDays * DAY_MS), perRun))
          enqueue(address, null)
      }
      const address = queue.shift()
      if (address === undefined) break
      if (context.signal?.aborted) {
        totals = fetcher.totals()
        return await end(
          'interrupted',
          summarise(
            { findings: opened.findings(), new: 0, changed: 0, unchanged: 0 },
            'stopped before its end; the next run takes it up',
          ),
        )
      }
      if (asked >= most) {
        heldUp = true
        held.issue({ what: `stopped after ${most} pages with ${queue.length + 1} left for the next run` })
        break
      }
      asked += 1
      const before = world.now()
      const got = await fetcher.fetch(address)
      took.fetching += world.now() - before
      totals = fetcher.totals()
      if (got.answer === 'found') {
        if (!scraper.handles(new URL(got.finalAddress)))
          held.skip(address, `redirected to ${got.finalAddress}, which this source does not read`)
        else for (const next of await held.read(captureOf(got, spool))) enqueue(next, address)
      } else if (got.answer === 'gone') {
        gone += 1
        held.goneAt({
          asked: address,
          url: got.entry.address,
          status: got.entry.status,
          captured: got.entry.time,
          digest: got.entry.digest,
          file: got.entry.file,
        })
        held.skip(address, `gone (${got.entry.status})`)
      } else {
        const why = `${got.answer}: ${got.why}`
        held.skip(address, why)
        const again = got.answer === 'blocked' && got.scope === 'host' && got.entry === null
        if (!again)
          held.issue({ what: why, url: address, ...(got.entry ? { capture: got.entry.digest } : {}) })
        ;(got.answer === 'blocked' ? blocked : failed).push(`${address}: ${got.why}`)
        // What robots.txt forbids is not owed: asking again would change nothing.
        if (got.answer === 'failed' || got.scope === 'host') unread.set(address, why)
      }
      context.onProgress?.({
        source: id,
        phase: 'reading',
        pages: held.pages(),
        waiting: queue.length,
        findings: opened.findings(),
        url: address,
      })
    }

    const findings = opened.findings()
    const flaw = runFlaw(id, scraper.expected, { asked, read: held.pages(), gone, blocked, failed, findings })
    if (flaw) throw flaw
    const over = surplus(id, scraper.expected, findings)
    if (over) held.issue(over)
    context.onProgress?.({
      source: id,
      phase: 'committing',
      pages: held.pages(),
      waiting: 0,
      findings,
      url: null,
    })
    const before = world.now()
    const counts = await opened.commit()
    await keepPages(store, id, known, held.learned.values())
    if (unread.size > MOST_OWED) heldUp = true
    else {
      const given = await keepOwed(store, id, owed, unread, (address) => seen.has(address), iso(began))
      for (const { id: url, since, tries, why } of given)
        held.issue({ what: `given up after ${tries} runs since ${since}: ${why}`, url })
    }
    // Last: until here, a crash makes the next run go over the same ground again.
    if (!heldUp && start.cursor !== undefined)
      await store.put({ source: id, kind: SHELVES.cursor }, [{ id: 'cursor', value: start.cursor }])
    took.committing = world.now() - before
    return await end(
      blocked.length + failed.length > 0 ? 'partial' : 'ok',
      summarise({ findings, ...counts }, null),
    )
  } catch (error) {
    // The one place where a run's errors end: whatever it was, the other sources go on.
    const message = error instanceof CollectError ? error.message : `${id}: ${explain(error)}`
    return await end(
      'failed',
      summarise({ findings: intake?.findings() ?? 0, new: 0, changed: 0, unchanged: 0 }, message),
    )
  } finally {
    archive?.close()
    await intake?.close()
    context.onProgress?.({ source: id, phase: 'done', pages: 0, waiting: 0, findings: 0, url: null })
  }
}

/** Marks runs that never ended, and says from when their captures are taken up; null when the last one ended. */
async function takeUp(store: CollectStore, source: string, now: number): Promise<string | null> {
  const runs = await readRuns(store, source)
  const last = runs.filter((run) => run.mode === 'live').at(-1)
  for (const run of runs.filter((one) => one.state === 'running'))
    await keepRun(store, { ...run, state: 'interrupted' })
  if (!last || (last.state !== 'running' && last.state !== 'interrupted')) return null
  const from = last.resumed ?? last.started
  return Date.parse(from) >= now - RESUME_MS ? from : null
}

function captureOf(got: Extract<Fetched, { answer: 'found' }>, spool: string | null) {
  const { entry, address, finalAddress, headers, body } = got
  const { time: captured, digest, file } = entry
  return {
    asked: address,
    url: finalAddress,
    status: 200,
    captured,
    digest,
    file,
    headers,
    body,
    ...(spool ? { spooled: { path: spool, size: statSync(spool).size } } : {}),
  }
}

function postOf(scraper: Scraper, url: URL): Post | null {
  const asked = scraper.post?.(url) ?? null
  const headers = { 'content-type': asked?.contentType ?? '', accept: 'application/json' }
  return asked && { url: asked.url, body: asked.body, headers }
}

/** The key of a service as headers, for its own host alone: an address elsewhere, or without encryption, gets none. */
export function keyFor(
  { key, baseUrl }: Pick<Scraper, 'key' | 'baseUrl'>,
  url: URL,
  secrets: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const secret = key && secrets[key.setting]
  return secret && url.origin === new URL(baseUrl).origin ? { [key.header]: secret } : {}
}

/** What the current findings of another source lead to. A finding that cannot be read is told of, and leads nowhere. */
async function leadsOf(
  { leads }: Scraper,
  store: Pick<CollectStore, 'read'>,
  issue: (issue: Issue) => void,
): Promise<string[]> {
  if (!leads) return []
  const found = new Set<string>()
  for (const { id, payload } of await store.read({ source: leads.source, kind: leads.kind }))
    try {
      for (const lead of leads.read(payload as Finding['payload'])) found.add(lead)
    } catch (error) {
      issue({ what: `${leads.kind} "${id}" of ${leads.source} leads nowhere: ${explain(error)}` })
    }
  return [...found].sort()
}

/** A stand-in on the same machine belongs to the operator and needs no patience; any other mirror gets the source's pace. */
function onThisMachine(address: string | undefined): boolean {
  const { hostname: host, protocol } = address ? new URL(address) : { hostname: '', protocol: '' }
  return protocol === 'file:' || host === 'localhost' || host === '[::1]' || /^127\./.test(host)
}

const folderOf = (address: string): string => `${new URL(address).href.replace(/\/+$/, '')}/`
