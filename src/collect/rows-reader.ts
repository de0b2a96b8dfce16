// Who reads rows and adds them up for a run? A thread with a memory limit, thrown away when it breaks or falls silent.
import { Worker } from 'node:worker_threads'
import type { BulkPage } from './bulk.ts'
import { CollectError, HostilePageError, SourceChangedError } from './errors.ts'
import type { OrganiseTask } from './organise.ts'
import { workerFile } from './parser.ts'
import type { RowsSay, RowsStart, RowsTask } from './rows-worker.ts'
import type { Source } from './scraper.ts'
import type { TallyTask } from './tally.ts'

/** A thread that says nothing for so long is stuck: it says a word every two thousand rows. */
const SILENCE_MS = 120_000
const MEMORY_MB = 112

type Read = Extract<RowsSay, { readonly read: unknown }>['read']
type Tallied = Extract<RowsSay, { readonly tallied: unknown }>['tallied']

export type RowsReader = {
  /**
   * Reads a page to the end and writes its rows.
   * @throws HostilePageError when it took too much memory or fell silent, SourceChangedError when it has another shape.
   */
  readonly read: (page: BulkPage, to: string) => Promise<Read>
  /** Adds rows up. @throws as `read` does. */
  readonly tally: (task: TallyTask) => Promise<Tallied>
  /** Groups listings by organisation, and says how many there are. @throws as `read` does. */
  readonly organise: (task: OrganiseTask) => Promise<number>
  readonly close: () => Promise<void>
}

/** One thread, one task at a time. Starts on the first. */
export function makeRowsReader(
  source: Pick<Source, 'id' | 'lookups'> & Pick<RowsStart, 'module'>,
  limits = { memory: MEMORY_MB, silence: SILENCE_MS },
): RowsReader {
  let worker: Worker | null = null

  const start = (): Worker => {
    const data: RowsStart = { module: source.module, lookups: source.lookups }
    const made = new Worker(workerFile('rows-worker'), {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: limits.memory, maxYoungGenerationSizeMb: 8, stackSizeMb: 4 },
      stdout: true,
      stderr: true,
      env: {},
    })
    made.on('error', () => {})
    made.stdout.resume()
    made.stderr.resume()
    return made
  }

  const ask = async (task: RowsTask, url: string): Promise<RowsSay> => {
    worker ??= start()
    const mine = worker
    const says = await new Promise<RowsSay>((done) => {
      let timer: NodeJS.Timeout
      const settle = (say: RowsSay): void => {
        clearTimeout(timer)
        mine.off('message', heard)
        mine.off('error', broke)
        mine.off('exit', left)
        done(say)
      }
      const tripped = (message: string): void => settle({ error: { name: 'Tripped', message } })
      const wait = (): void => {
        clearTimeout(timer)
        timer = setTimeout(() => tripped(`nothing was heard of it for ${limits.silence} ms`), limits.silence)
      }
      const heard = (say: RowsSay): void => ('alive' in say || 'ready' in say ? wait() : settle(say))
      const broke = (error: Error & { code?: string }): void =>
        tripped(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'reading it took too much memory' : error.message)
      const left = (code: number): void => tripped(`the reading thread ended with ${code}`)
      mine.on('message', heard)
      mine.on('error', broke)
      mine.on('exit', left)
      wait()
      mine.postMessage(task)
    })
    if (!('error' in says)) return says
    const where = { source: source.id, url }
    const message = `${source.id}: ${url}: ${says.error.message}`
    if (says.error.name === 'Tripped') {
      worker = null
      await mine.terminate()
      throw new HostilePageError(message, where)
    }
    if (says.error.name === 'HostilePageError') throw new HostilePageError(message, where)
    throw new SourceChangedError(message, where)
  }

  const outOfTurn = (): CollectError =>
    new CollectError(`scrapers/${source.id}: the reading thread answered out of turn`, { source: source.id })
  return {
    read: async (page, to) => {
      const says = await ask({ read: page, to }, page.url)
      if ('read' in says) return says.read
      throw outOfTurn()
    },
    tally: async (task) => {
      const says = await ask({ tally: task }, 'its rows')
      if ('tallied' in says) return says.tallied
      throw outOfTurn()
    },
    organise: async (task) => {
      const says = await ask({ organise: task }, 'its listings')
      if ('organised' in says) return says.organised
      throw outOfTurn()
    },
    close: async () => {
      const old = worker
      worker = null
      await old?.terminate()
    },
  }
}
