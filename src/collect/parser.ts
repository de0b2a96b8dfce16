// Who reads pages for a run? A thread with a memory limit and a deadline, replaced whenever a page breaks it.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Deriver, ReadOn } from './derive.ts'
import { CollectError, explain, HostilePageError, SourceChangedError } from './errors.ts'
import type { PageInput } from './parse-page.ts'
import type { WorkerSays, WorkerStart } from './parse-worker.ts'
import type { Source } from './scraper.ts'

export type ParserLimits = {
  /** Heap of the thread, in MB. */
  readonly memory: number
  /** Milliseconds for one page, and for each megabyte of it on top. */
  readonly time: number
  readonly timePerMegabyte: number
}

/**
 * Measured: 192 MB and 3 s contain every hostile page tried. An honest megabyte is parsed and searched for passages in
 * under 3 s on one core; twenty leave room for a machine with other work.
 */
export const PARSER_LIMITS: ParserLimits = { memory: 192, time: 3_000, timePerMegabyte: 20_000 }
/** Loading a scraper and cheerio takes 0.2 s; a machine under load gets fifty times that. */
const START_MS = 10_000

export type Parser = {
  /**
   * @throws HostilePageError when the page took too much; the next page gets a new thread.
   * @throws SourceChangedError when the page has another shape, or the scraper broke on it.
   */
  readonly parse: (input: PageInput) => Promise<ReadOn>
  readonly close: () => Promise<void>
}

/** The compiled thread. From source, under test, it is the one that the build left in `dist`. */
export function workerFile(name: 'parse-worker' | 'rows-worker'): URL {
  const here = new URL(import.meta.url)
  const file = here.pathname.endsWith('.ts')
    ? new URL(`../../dist/src/collect/${name}.js`, here)
    : new URL(`./${name}.js`, here)
  if (existsSync(fileURLToPath(file))) return file
  throw new CollectError(
    `${fileURLToPath(file)} is missing: pages are read by compiled code; run \`npm run build\``,
  )
}

/** One thread, one page at a time. Starts on the first page. */
export function makeParser(
  source: Pick<Source, 'id' | 'module' | 'lookups'>,
  limits: ParserLimits = PARSER_LIMITS,
  deriver: Deriver | null = null,
): Parser {
  const file = workerFile('parse-worker')
  let worker: Worker | null = null
  let tail: Promise<unknown> = Promise.resolve()

  const start = async (): Promise<Worker> => {
    const data: WorkerStart = { module: source.module, lookups: source.lookups, deriver }
    const made = new Worker(file, {
      workerData: data,
      resourceLimits: { maxOldGenerationSizeMb: limits.memory, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      stdout: true,
      stderr: true,
      env: {},
    })
    // An error between two pages must not take the process down; the next page will find the thread gone.
    made.on('error', () => {})
    // A scraper has nothing to print; what it prints all the same is not kept.
    made.stdout.resume()
    made.stderr.resume()
    const says = await answer(made, START_MS, () => {})
    if ('ready' in says) return made
    await made.terminate()
    throw new CollectError(
      `scrapers/${source.id}: its module does not load: ${'error' in says ? says.error.message : 'no answer'}`,
      { source: source.id },
    )
  }

  const drop = async (): Promise<void> => {
    const old = worker
    worker = null
    await old?.terminate()
  }

  const parse = async (input: PageInput): Promise<ReadOn> => {
    worker ??= await start()
    const mine = worker
    const bytes = Uint8Array.from(input.bytes)
    const time = limits.time + Math.floor(bytes.length / 1_000_000) * limits.timePerMegabyte
    const says = await answer(mine, time, () => mine.postMessage({ ...input, bytes }, [bytes.buffer]))
    if ('said' in says) return JSON.parse(says.said) as ReadOn
    const where = { source: source.id, url: input.url }
    if ('ready' in says)
      throw new CollectError(`scrapers/${source.id}: the parsing thread answered out of turn`, where)
    const message = `${source.id}: ${input.url}: ${says.error.message}`
    if (says.error.name === 'Tripped') {
      await drop()
      throw new HostilePageError(message, where)
    }
    if (says.error.name === 'HostilePageError') throw new HostilePageError(message, where)
    throw new SourceChangedError(message, where)
  }

  return {
    parse: (input) => {
      const mine = tail.then(() => parse(input))
      tail = mine.catch(() => undefined)
      return mine
    },
    close: drop,
  }
}

/** What the thread says next, or that it tripped: over its deadline, over its memory, or over. */
function answer(worker: Worker, time: number, ask: () => void): Promise<WorkerSays> {
  return new Promise((done) => {
    const settle = (says: WorkerSays): void => {
      clearTimeout(timer)
      worker.off('message', settle)
      worker.off('error', broke)
      worker.off('exit', left)
      done(says)
    }
    const tripped = (message: string): void => settle({ error: { name: 'Tripped', message } })
    const broke = (error: Error & { code?: string }): void =>
      tripped(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'reading it took too much memory' : explain(error))
    const left = (code: number): void => tripped(`the parsing thread ended with ${code}`)
    const timer = setTimeout(() => tripped(`reading it took longer than ${time} ms`), time)
    worker.on('message', settle)
    worker.on('error', broke)
    worker.on('exit', left)
    ask()
  })
}
