// What does a test of collecting need around it? A clock that does not wait, a folder of its own, the sources and the server.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Archive, openArchive } from '../../src/collect/captures.ts'
import { discoverSources } from '../../src/collect/discover.ts'
import { LIMITS } from '../../src/collect/exchange.ts'
import { type FetcherOptions, makeFetcher, makeWire } from '../../src/collect/fetcher.ts'
import type { World } from '../../src/collect/pace.ts'
import { type RunContext, runSource } from '../../src/collect/run.ts'
import type { Scraper, Source } from '../../src/collect/scraper.ts'
import { memoryStore } from './memory-store.ts'
import { play } from './play.ts'

/** A clock that jumps when somebody sleeps. `slept` lists the waits, in milliseconds. */
export function jumpyWorld(): World & {
  readonly slept: number[]
  readonly jump: (milliseconds: number) => void
} {
  let ahead = 0
  const slept: number[] = []
  return {
    slept,
    jump: (milliseconds) => {
      ahead += milliseconds
    },
    now: () => Date.now() + ahead,
    sleep: async (milliseconds) => {
      slept.push(milliseconds)
      ahead += milliseconds
    },
    random: () => 0.5,
  }
}

export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'collect-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export const worldRoot = resolve(import.meta.dirname, 'world')

/** A source of `test/collect/world`, with some of its metadata changed. */
export async function sourceNamed(id: string, over: Partial<Scraper> = {}): Promise<Source> {
  const { sources, broken } = await discoverSources(worldRoot)
  const found = sources.find((source) => source.id === id)
  if (!found) throw new Error(`test source ${id} is missing: ${JSON.stringify(broken)}`)
  return { ...found, scraper: { ...found.scraper, ...over } }
}

/** A server, a store, a folder and a wire; `run` collects from the server. */
export async function setTheStage(speeches = 5, answers = 4) {
  const server = await play(speeches, answers)
  const folder = temporaryFolder()
  const world = jumpyWorld()
  const wire = makeWire('test@example.org', [server.url], '0.1.0', world)
  const store = memoryStore()
  const context: RunContext = {
    store,
    wire,
    captures: join(folder.path, 'captures'),
    rows: join(folder.path, 'rows'),
    baseUrl: server.url,
  }
  return {
    ...{ server, folder, world, wire, store, context },
    run: async (source: Source, over: Partial<RunContext> = {}) => {
      // A moment passes between runs, so that no two begin in the same millisecond.
      world.jump(60_000)
      return runSource(source, { ...context, ...over })
    },
    close: async () => {
      await wire.close()
      await server.close()
      folder.remove()
    },
  }
}

/** A fetcher on its own, with an archive of its own. The server stands in for https://www.gov.uk. */
export async function setTheFetcher(over: Partial<FetcherOptions> = {}) {
  const stage = await setTheStage()
  const archive: Archive = await openArchive({
    folder: join(stage.folder.path, 'captures', 'fetcher'),
    opening: { software: 'test' },
    now: stage.world.now,
  })
  const options: FetcherOptions = {
    ...{ archive, run: 'test', gap: 0, resume: null },
    limits: { ...LIMITS, bytes: 1_000_000, time: 2_000 },
    retry: { times: 2, base: 100, most: 10_000 },
    mirror: { base: 'https://www.gov.uk/', instead: `${stage.server.url}/` },
    ...over,
  }
  return {
    ...stage,
    archive,
    fetcher: makeFetcher(stage.wire, options),
    make: (more: Partial<FetcherOptions>) => makeFetcher(stage.wire, { ...options, ...more }),
  }
}
