// How are sources, store, word lists and captures put together so that the command line and the server can collect?
import { join } from 'node:path'
import {
  collectSources,
  type Deriver,
  type Discovered,
  discoverSources,
  type Json,
  makeWire,
  organiseSources,
  type Progress,
  type Replayed,
  type RunContext,
  readCollected,
  readFigures,
  readOrganisations,
  replayFile,
  type Schedule,
  type Source,
  type Summary,
  startSchedule,
  type TallySummary,
  tallySources,
  type Wire,
} from './collect/collect.ts'
import { type Config, ConfigError, PROJECT_DIR } from './config.ts'
import { printFault } from './domain/check.ts'
import type { Collected, CollectedFigures } from './domain/collected.ts'
import type { Organisations } from './domain/organisations.ts'
import { readCuratedData, readWordLists } from './store/evidence.ts'
import type { Store, StoreReader } from './store/store.ts'

/** How one call collects. */
export interface CollectOptions {
  /** `YYYY-MM-DD`: go back to this day. */
  readonly since?: string
  readonly signal?: AbortSignal
  readonly onProgress?: (step: Progress) => void
}

export interface Collector {
  readonly discovered: Discovered
  /** Collects sources from the network. Throws a ConfigError without a contact; a source's failure is in its summary. */
  readonly collect: (sources: readonly Source[], options?: CollectOptions) => Promise<readonly Summary[]>
  /** Reads a capture file again, without the network. */
  readonly replay: (file: string, sources: readonly Source[], options?: CollectOptions) => Promise<Replayed>
  /** Adds up the rows collected so far, where they, or a register, have changed. */
  readonly tally: () => Promise<readonly TallySummary[]>
  /** Starts the clock: each source at its own time, `after` told when one has been collected. */
  readonly startSchedule: (after: (summary: Summary) => void, onError: (line: string) => void) => Schedule
  readonly close: () => Promise<void>
}

/** The parsing thread loads compiled code; from source, under test, that is what the build left in `dist`. */
function deriverModule(): string {
  const here = new URL(import.meta.url)
  return here.pathname.endsWith('.ts')
    ? new URL('../dist/src/extract/derive.js', here).href
    : new URL('./extract/derive.js', here).href
}

/** The sources there are, and whether the settings fit them. Throws a ConfigError for a setting that names none. */
export async function findSources(config: Config): Promise<Discovered> {
  const discovered = await discoverSources(PROJECT_DIR)
  const known = [...discovered.sources, ...discovered.broken].map(({ id }) => id)
  const strange = Object.keys(config.sourceUrls).find((id) => !known.includes(id))
  if (strange !== undefined)
    throw new ConfigError(
      `SOURCE_${strange.toUpperCase().replaceAll('-', '_')}_URL: expected the id of a source (${known.join(', ')}), got ${JSON.stringify(strange)}`,
    )
  return discovered
}

/** What the machine collected: the wire and the sources, and the figures and organisations it worked out. */
export interface Gathered {
  readonly collected: Collected
  readonly figures: CollectedFigures
  /** Left out where none were grouped. */
  readonly organisations?: Organisations
}

/** Everything collected so far, for the pages. */
export async function gatheredIn(
  config: Config,
  store: StoreReader,
  discovered: Discovered,
  next?: ReadonlyMap<string, string | null>,
): Promise<Gathered> {
  const reader = store as Parameters<typeof readCollected>[0]
  const rows = join(config.dataDir, 'rows')
  const organisations = await readOrganisations(reader, rows)
  return {
    collected: await readCollected(reader, discovered, next),
    figures: await readFigures(reader, discovered, rows, organisations.lists),
    organisations,
  }
}

/** Puts a collector together. `env` gives the keys of services. */
export async function makeCollector(
  config: Config,
  store: Store,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Collector> {
  const discovered = await findSources(config)
  const { evidence } = await readCuratedData(config.evidenceDir)
  const deriver: Deriver = {
    module: deriverModule(),
    data: (await readWordLists(config.evidenceDir, evidence)) as unknown as Json,
  }
  const secrets: Record<string, string> = {}
  for (const { scraper } of discovered.sources) {
    const value = scraper.key && env[scraper.key.setting]
    if (scraper.key && value) secrets[scraper.key.setting] = value
  }
  const base = {
    store: store as RunContext['store'],
    captures: join(config.dataDir, 'captures'),
    rows: join(config.dataDir, 'rows'),
    deriver,
  }
  // One wire for all runs: sources on one host wait for each other, and share what robots.txt says.
  let wire: Wire | null = null
  const collect: Collector['collect'] = async (sources, options = {}) => {
    if (config.contact === null)
      throw new ConfigError(
        'CONTACT: expected an e-mail or web address to put in the user agent, got none; nothing is fetched without one',
      )
    wire ??= makeWire(config.contact, Object.values(config.sourceUrls))
    return collectSources(sources, { ...base, ...options, wire, secrets, baseUrls: config.sourceUrls })
  }
  return {
    discovered,
    collect,
    replay: (file, sources, { signal, onProgress } = {}) =>
      replayFile(file, sources, {
        ...base,
        ...(signal ? { signal } : {}),
        ...(onProgress ? { onProgress } : {}),
        now: Date.now,
      }),
    tally: async () => {
      // Read anew each time: a correction may have been taken out since.
      const { corrections, evidence: now, faults } = await readCuratedData(config.evidenceDir)
      const fault = faults.find(({ file }) => file === 'corrections.json')
      if (fault) throw new ConfigError(`nothing is added up until this is mended: ${printFault(fault)}`)
      const context = { ...base, corrections, measures: now.measures, now: Date.now }
      const summaries = await tallySources(discovered.sources, context)
      const organised = await organiseSources(discovered.sources, context)
      return organised ? [...summaries, organised] : summaries
    },
    startSchedule: (after, onError) =>
      startSchedule(
        discovered.sources.filter(({ scraper }) => !scraper.key || secrets[scraper.key.setting]),
        async (source) => {
          const [summary] = await collect([source])
          if (summary) after(summary)
        },
        {
          onError: (id, error) => onError(`${id}: ${error instanceof Error ? error.message : String(error)}`),
        },
      ),
    close: async () => wire?.close(),
  }
}
