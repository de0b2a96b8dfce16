// How are the rooms put together into a running site?
import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { extname, join } from 'node:path'
import type { Schedule } from './collect/collect.ts'
import { makeWire } from './collect/fetcher.ts'
import { tellHub } from './collect/hub.ts'
import { type Gathered, gatheredIn, makeCollector } from './collector.ts'
import { type Config, PROJECT_DIR } from './config.ts'
import { type Fault, printFault } from './domain/check.ts'
import { addFigures, NO_FIGURES, NOTHING_COLLECTED, type OddFigure } from './domain/collected.ts'
import type { KeptPins } from './domain/pin.ts'
import { makeDownloads } from './export/export.ts'
import { makePainter } from './pictures/painter.ts'
import { readCuratedData } from './store/evidence.ts'
import { openLowdbStore } from './store/lowdb-store.ts'
import { openPins } from './store/pins.ts'
import type { Store } from './store/store.ts'
import { makeApp, makeListener } from './web/app.ts'
import { offer } from './web/downloads.ts'
import { problem } from './web/errors.ts'
import { makeSite, type Site, type SiteInput } from './web/site.ts'
import { changedFeeds, whatFeedsSay } from './web/websub.ts'

/** The curated data has faults, so nothing is published from it. */
export class FaultyDataError extends Error {
  override readonly name = 'FaultyDataError'
  readonly faults: readonly Fault[]
  constructor(faults: readonly Fault[]) {
    const list = faults.map((fault) => `  ${printFault(fault)}`).join('\n')
    super(`the curated data has ${faults.length} faults, and nothing is published from faulty data:\n${list}`)
    this.faults = faults
  }
}

/** The port or address cannot be listened on. */
export class ListenError extends Error {
  override readonly name = 'ListenError'
}

/** Today, in UTC. */
export const utcToday = (): string => new Date().toISOString().slice(0, 10)

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
}

async function readAssets(): Promise<SiteInput['assets']> {
  const dir = join(PROJECT_DIR, 'public')
  const names = (await readdir(dir)).filter((name) => extname(name) in TYPES).sort()
  const read = async (name: string) =>
    [name, { body: await readFile(join(dir, name)), type: TYPES[extname(name)] ?? '' }] as const
  return new Map(await Promise.all(names.map(read)))
}

const painter = makePainter(join(PROJECT_DIR, 'dist'))

/** The program with which readers check the data by themselves, as `npm run build` wrote it. */
const offerVerifier = () =>
  offer({
    path: '/verify.mjs',
    file: join(PROJECT_DIR, 'dist', 'verify.mjs'),
    type: TYPES['.mjs'] ?? '',
    summary: 'Works every verdict of a feed or an export out again, with plain Node and nothing else.',
  })

/**
 * Reads the data and makes a site from it, with what the machine collected beside it. Throws a FaultyDataError when the
 * curated data does not hold together. Figures of the machine that are not sound are left out, and told.
 */
export async function buildSite(
  config: Config,
  today: string = config.asOf ?? utcToday(),
  { collected, figures, organisations }: Gathered = { collected: NOTHING_COLLECTED, figures: NO_FIGURES },
  told: (odd: OddFigure) => void = () => {},
  kept?: KeptPins,
): Promise<Site> {
  const curated = await readCuratedData(config.evidenceDir)
  if (curated.faults.length > 0) throw new FaultyDataError(curated.faults)
  const { evidence, odd } = addFigures(curated.evidence, figures)
  for (const one of odd) told(one)
  const ids = figures.observations.map(({ id, withdrawn }) => `${id} ${withdrawn ?? ''}`).sort()
  const dataVersion =
    ids.length === 0
      ? curated.dataVersion
      : createHash('sha256')
          .update([curated.dataVersion, ...ids].join('\n'))
          .digest('hex')
          .slice(0, 12)
  return makeSite({
    ...{ ...curated, evidence, dataVersion, collected, today },
    ...{ contributions: figures.contributions, origin: figures.origin, organisations },
    ...{ siteUrl: config.siteUrl, hub: config.hub, development: config.development },
    ...(kept ? { kept } : {}),
    assets: await readAssets(),
    downloads: [await offerVerifier()],
    toPng: painter,
  })
}

/** The changelog of the curated data; null where there is none. */
export const readChangelog = ({ evidenceDir }: Config): Promise<string | null> =>
  readFile(join(evidenceDir, 'CHANGELOG.md'), 'utf8').catch(() => null)

export interface Running {
  /** Where the site answers. */
  readonly address: string
  readonly site: () => Site
  readonly close: () => Promise<void>
}

/** Writes a line for whoever runs this. */
export type Log = (line: string, isError?: boolean) => void

/** How long a connection that sent nonsense may go on sending, so that its answer arrives. */
const LINGER_MS = 2_000

/** How often the data and the date are looked at for changes. */
const WATCH_MS = 30_000

/**
 * Makes the site, listens, and makes it anew when the data or the day changes. The last good site keeps answering.
 * The store of collected records is held open: one process at a time serves and writes it.
 */
export async function serve(config: Config, log: Log): Promise<Running> {
  const store = await openLowdbStore(join(config.dataDir, 'collected'))
  try {
    return await serveFrom(config, log, store)
  } catch (error) {
    await store.close()
    throw error
  }
}

async function serveFrom(config: Config, log: Log, store: Store): Promise<Running> {
  const collector = await makeCollector(config, store)
  const pins = await openPins(join(config.dataDir, 'citations'), (line) => log(line, true))
  let schedule: Schedule | null = null
  const build = async (): Promise<Site> => {
    const turns = new Map(schedule?.next().map(({ source, at }) => [source, at]))
    const gathered = await gatheredIn(config, store, collector.discovered, turns)
    const told = ({ source, key, why }: OddFigure) =>
      log(`${source}: figure ${key} is not shown: ${why}`, true)
    const made = await buildSite(config, undefined, gathered, told, pins)
    await keepPins(made)
    return made
  }
  /** Before a site shows an address to cite, what is cited is on the disk. */
  const keepPins = async (made: Site): Promise<void> => {
    try {
      const count = await pins.keep(made.pinsToKeep())
      if (count > 0) log(`${count} pinned pages are kept`)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      log(`pinned pages cannot be kept, so that they are worked out again when asked for: ${why}`, true)
    }
  }
  let site = await build()
  let files: Promise<void> = Promise.resolve()
  const stop = new AbortController()
  const app = makeApp({
    site: () => site,
    asset: (name) => `/${name}`,
    report: (error, path) =>
      log(`${path}: ${error instanceof Error ? (error.stack ?? error.message) : error}`, true),
  })
  const server = createServer(makeListener(app, () => site))
  server.on('clientError', answerBrokenRequest)
  await listen(server, config)
  const { port } = server.address() as AddressInfo
  const address = `http://${config.host === '127.0.0.1' ? 'localhost' : config.host}:${port}`

  /** Files for download are made in the background, and offered when they are whole. */
  const addFiles = async (made: Site): Promise<void> => {
    try {
      const files = await makeDownloads(
        join(config.dataDir, 'exports'),
        made.present,
        await readChangelog(config),
        stop.signal,
      )
      made.addDownloads(files)
      log(`${files.length} files are ready to download`)
    } catch (error) {
      if (stop.signal.aborted) return
      const why = error instanceof Error ? error.message : String(error)
      log(`files for download cannot be made: ${why}`, true)
    }
  }
  const warm = (): void => {
    files = files.then(() => addFiles(site))
    site.prepareAll().then(
      (count) => log(`${count} answers are ready`),
      (error: unknown) => log(`preparing the answers failed: ${String(error)}`, true),
    )
  }
  let said = config.hub === null ? null : whatFeedsSay(site)
  let telling: Promise<void> = Promise.resolve()
  /** Tells the hub which feeds say something new; a hub that fails costs nothing but a line in the log. */
  const tell = async (): Promise<void> => {
    if (config.hub === null || said === null) return
    if (config.contact === null) return log('the hub is not told, because CONTACT is not set', true)
    const now = whatFeedsSay(site)
    const topics = changedFeeds(said, now).map((path) => `${config.siteUrl}${path}`)
    said = now
    if (topics.length === 0) return
    const wire = makeWire(config.contact, [config.hub])
    const told = await tellHub(config.hub, topics, wire, () => stop.signal.aborted).finally(() =>
      wire.close(),
    )
    for (const { topic, error } of told)
      if (error !== null) log(`${config.hub} about ${topic}: ${error}`, true)
    log(`the hub was told of ${told.filter(({ error }) => error === null).length} feeds of ${topics.length}`)
  }

  /** Makes the site anew; while it is made, and when it cannot be, the last good one answers. */
  const renew = async (why: string): Promise<void> => {
    try {
      site = await build()
      log(`${why}: now data ${site.ledger.dataVersion}, as known on ${site.ledger.asOf}`)
      warm()
      telling = telling
        .then(tell)
        .catch((error: unknown) => log(`telling the hub failed: ${String(error)}`, true))
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      log(`the site stays as it was, because the changed data cannot be used: ${reason}`, true)
    }
  }
  let last: Promise<void> = Promise.resolve()
  const renewNext = (why: string): void => {
    last = last.then(() => renew(why))
  }

  const addUp = async (): Promise<void> => {
    try {
      for (const { source, figures, noun, error } of await collector.tally())
        log(`${source}: ${error ?? `${figures} ${noun} worked out`}`, error !== null)
    } catch (error) {
      log(`the rows could not be added up: ${error instanceof Error ? error.message : String(error)}`, true)
    }
  }

  for (const { id, why } of collector.discovered.broken)
    log(`${id}: left out, because it cannot be used: ${why}`, true)
  if (config.schedule && config.contact !== null) {
    schedule = collector.startSchedule(
      (summary) => {
        log(
          `${summary.source}: ${summary.error ?? `${summary.new} new, ${summary.changed} changed`}`,
          summary.error !== null,
        )
        last = last.then(addUp)
        renewNext(`${summary.source} was collected`)
      },
      (line) => log(line, true),
    )
    renewNext('the schedule is on')
  } else {
    log(config.schedule ? 'nothing is collected, because CONTACT is not set' : 'the schedule is off')
    warm()
  }

  let seen = await fingerprint(config)
  const timer = setInterval(async () => {
    const now = await fingerprint(config).catch((error: unknown) => {
      log(`the data cannot be looked at: ${String(error)}`, true)
      return seen
    })
    if (now === seen) return
    seen = now
    renewNext('the data or the day changed')
  }, WATCH_MS)
  timer.unref()

  return {
    address,
    site: () => site,
    async close() {
      clearInterval(timer)
      await schedule?.stop()
      await collector.close()
      await last
      stop.abort()
      await files
      await telling
      await new Promise<void>((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()))
        server.closeIdleConnections()
      })
      await store.close()
    },
  }
}

/** The day and the times of change of the curated files. */
async function fingerprint(config: Config): Promise<string> {
  const folders = [config.evidenceDir, join(config.evidenceDir, 'evidence')]
  const parts = [config.asOf ?? utcToday()]
  for (const folder of folders) {
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.json')).sort()) {
      const { mtimeMs, size } = await stat(join(folder, name))
      parts.push(`${name} ${mtimeMs} ${size}`)
    }
  }
  return parts.join('\n')
}

function listen(server: Server, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EADDRINUSE'
          ? `port ${port} on ${host} is in use: stop the other program, or set PORT to another port`
          : `cannot listen on ${host} port ${port} (${cause.code ?? cause.message}): set HOST and PORT to an address of this machine`
      reject(new ListenError(reason, { cause }))
    })
    server.listen(port, host, resolve)
  })
}

/** What never reaches the app, such as a request line of megabytes, still gets an answer that says why. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  // Answered already: each piece that still comes is broken too, and runs away.
  if (socket.writableEnded && error.code !== 'ECONNRESET') return
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const found =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? problem(431, 'expected an address and headers of at most 16 KB: use a shorter query')
      : problem(400, 'expected a well-formed HTTP/1.1 request')
  const body = JSON.stringify(found)
  socket.end(
    `HTTP/1.1 ${found.status} ${found.title}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n${body}`,
  )
  // Closed while it still sends, a reader would get a reset in place of the answer: what comes is let run away for a while.
  socket.resume()
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}
