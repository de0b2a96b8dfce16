// Where are rows read and added up so that a page can harm nothing? In this thread: little memory, watched for signs of life.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { createGzip } from 'node:zlib'
import type { BulkPage } from './bulk.ts'
import { CollectError, explain, type Issue } from './errors.ts'
import { type OrganiseTask, organiseListings } from './organise.ts'
import { readRowsOf } from './read-rows.ts'
import { jsonLine, type RowsFile } from './rows.ts'
import type { Lookups, Scraper } from './scraper.ts'
import { type TallyTask, tallyRows } from './tally.ts'

/** Without a module there is no source, and nothing to read or add up. */
export type RowsStart = { readonly module: string | null; readonly lookups: Lookups }
export type RowsTask =
  | { readonly read: BulkPage; readonly to: string }
  | { readonly tally: TallyTask }
  | { readonly organise: OrganiseTask }
/** `alive` is said as rows go by, so that a thread that is stuck falls silent; the task ends with `read`, `tallied`, `organised` or `error`. */
export type RowsSay =
  | { readonly ready: true }
  | { readonly alive: number }
  | { readonly read: Pick<RowsFile, 'digest' | 'rows' | 'kinds' | 'follow' | 'issues'> }
  | {
      readonly tallied: {
        readonly figures: number
        readonly listings: string | null
        readonly issues: readonly Issue[]
      }
    }
  | { readonly organised: number }
  | { readonly error: { readonly name: string; readonly message: string } }

/** A sign of life after so many rows. */
const EVERY = 2_000
/** A file that is odd throughout says so a few hundred times, not a million. */
const MOST_ISSUES = 300

/** Keeps the first of very many, and says how many more there were. */
function gatherIssues(): { readonly add: (issue: Issue) => void; readonly all: () => readonly Issue[] } {
  const kept: Issue[] = []
  let more = 0
  return {
    add: (issue) => {
      if (kept.length < MOST_ISSUES) kept.push(issue)
      else more += 1
    },
    all: () => (more === 0 ? kept : [...kept, { what: `and ${more} more issues like these` }]),
  }
}

const port = parentPort
if (port) {
  const { module, lookups } = workerData as RowsStart
  const scraper: Pick<Scraper, 'bulk'> =
    module === null ? {} : ((await import(module)) as { default: Scraper }).default
  const say = (what: RowsSay): void => port.postMessage(what)

  const readTo = async (page: BulkPage, to: string, alive: () => void): Promise<void> => {
    const out = createGzip({ level: 5 })
    const written = pipeline(out, createWriteStream(to))
    // Heard where it is waited for; a disk that refuses must not bring the thread down before.
    written.catch(() => {})
    const hash = createHash('sha256')
    const kinds: Record<string, number> = {}
    const follow = new Set<string>()
    const issues = gatherIssues()
    let waiting: string[] = []
    let size = 0
    const flush = (): void => {
      const text = waiting.join('')
      waiting = []
      size = 0
      hash.update(text)
      if (text !== '') out.write(text)
    }
    const rows = await readRowsOf(
      scraper,
      lookups,
      page,
      {
        row: (row) => {
          alive()
          kinds[row.kind] = (kinds[row.kind] ?? 0) + 1
          const line = jsonLine(row)
          waiting.push(line)
          size += line.length
          if (size > 65_536) flush()
        },
        follow: (address) => follow.add(address),
        issue: issues.add,
      },
      async () => {
        if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), written])
      },
    )
    flush()
    out.end()
    await written
    say({
      read: {
        digest: `sha256:${hash.digest('hex')}`,
        rows,
        kinds,
        follow: [...follow],
        issues: issues.all(),
      },
    })
  }

  const run = async (task: RowsTask): Promise<void> => {
    try {
      let rows = 0
      const alive = (): void => {
        rows += 1
        if (rows % EVERY === 0) say({ alive: rows })
      }
      if ('read' in task) await readTo(task.read, task.to, alive)
      else if ('organise' in task) say({ organised: await organiseListings(task.organise, alive) })
      else {
        const issues = gatherIssues()
        const tallied = await tallyRows(scraper, task.tally, issues.add, alive)
        say({ tallied: { ...tallied, issues: issues.all() } })
      }
    } catch (error) {
      const name = error instanceof CollectError ? error.name : 'SourceChangedError'
      say({ error: { name, message: explain(error) } })
    }
  }
  port.on('message', (task: RowsTask) => void run(task))
  say({ ready: true })
}
