// What do the rows of a source add up to, and which awards, grants or payments stand behind each figure?
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Correction } from '../domain/corrections.ts'
import { makeRegister, type Register, type RegisterEntry, type RegisterLink } from '../domain/registers.ts'
import { decideLabel } from '../domain/sector.ts'
import type { KeptRow, Supplier, TallyInput } from './bulk.ts'
import { type Corrector, makeCorrector } from './corrections.ts'
import type { Issue } from './errors.ts'
import { SourceChangedError } from './errors.ts'
import type { Finding } from './finding.ts'
import type { Json } from './port.ts'
import { type RowsFile, readRowsFile } from './rows.ts'
import type { Scraper } from './scraper.ts'

type Listed = { readonly path: string; readonly head: RowsFile }

/** What one tally works on. Everything is JSON: it crosses to a thread. */
export type TallyTask = {
  readonly source: string
  readonly rows: readonly Listed[]
  /** Files with the entries of registers, of whichever source. */
  readonly registers: readonly Listed[]
  /** Publishers' known errors, of any source. */
  readonly corrections: readonly Correction[]
  readonly today: string
  /** Where the figures go, one a line, and the contributions of each, in a file of its own. */
  readonly figuresTo: string
  readonly contributionsTo: string
  /** Where listings go, one a line. */
  readonly listingsTo: string
}

/** Rows of these kinds are what registers hold. */
export const REGISTER_KINDS = { entry: 'register-entry', link: 'register-link' } as const

async function* rowsOf(files: readonly Listed[], kind: string, alive: () => void): AsyncGenerator<KeptRow> {
  for (const { path, head } of files) {
    if (!Object.hasOwn(head.kinds, kind)) continue
    for await (const row of readRowsFile(path, head, kind)) {
      alive()
      yield row
    }
  }
}

/** The contributions of a figure, say, as kept: `<name>.ndjson.gz`, the name following from key and contents. */
export function writeLines(folder: string, key: string, items: Iterable<unknown>): string | null {
  const hash = createHash('sha256').update(key)
  const lines: string[] = []
  for (const one of items) lines.push(JSON.stringify(one))
  if (lines.length === 0) return null
  const text = lines.join('\n')
  const name = `${hash.update(text).digest('hex').slice(0, 24)}.ndjson.gz`
  const path = join(folder, name)
  const aside = `${path}.${process.pid}`
  const file = openSync(aside, 'w')
  writeSync(file, gzipSync(text))
  closeSync(file)
  renameSync(aside, path)
  return name
}

/** Reads them again. @throws Error when the file is not there. */
export const readLines = <Item>(path: string): Item[] =>
  gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .map((line) => JSON.parse(line) as Item)

/** What the registers say of these suppliers. */
export async function readRegister(
  files: readonly Listed[],
  suppliers: AsyncIterable<Supplier>,
  alive: () => void,
): Promise<Register> {
  const register = makeRegister()
  for await (const row of rowsOf(files, REGISTER_KINDS.link, alive))
    register.link(row as unknown as RegisterLink)
  for await (const supplier of suppliers) register.want(supplier)
  for await (const row of rowsOf(files, REGISTER_KINDS.entry, alive))
    register.add(row as unknown as RegisterEntry, row.provenance.captured)
  return register
}

/**
 * Adds the rows up. Each figure goes to `figuresTo` as a line with a finding of kind `observation`, each listing to
 * `listingsTo` as it comes.
 * @returns how many figures there are, and the digest of the listings; null when there are none.
 */
export async function tallyRows(
  scraper: Pick<Scraper, 'bulk'>,
  task: TallyTask,
  issue: (issue: Issue) => void,
  alive: () => void,
): Promise<{ readonly figures: number; readonly listings: string | null }> {
  const tally = scraper.bulk?.tally
  if (!tally) return { figures: 0, listings: null }
  mkdirSync(task.contributionsTo, { recursive: true })
  const corrector = makeCorrector(task.corrections, task.source)
  const input: TallyInput = {
    rows: (kind) => corrected(rowsOf(task.rows, kind, alive), corrector),
    today: task.today,
    issue: (what: string, detail?: Json) => issue({ what, ...(detail === undefined ? {} : { detail }) }),
    classify: async (suppliers: AsyncIterable<Supplier>) => {
      const register = await readRegister(task.registers, suppliers, alive)
      return (supplier, on) => decideLabel(supplier, register.find(supplier), on)
    },
  }
  const out = openSync(task.figuresTo, 'w')
  const keys = new Set<string>()
  let figures = 0
  const listingsOut = openSync(task.listingsTo, 'w')
  const hash = createHash('sha256')
  let listed = 0
  try {
    for await (const one of tally(input)) {
      if (!('observation' in one)) {
        const line = `${JSON.stringify(one).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`
        writeSync(listingsOut, line)
        hash.update(line)
        listed += 1
        if (listed % 1_000 === 0) alive()
        continue
      }
      const { key, observation, contributions } = one
      if (keys.has(key))
        throw new SourceChangedError(`two figures have the key "${key}"; a key names one figure`)
      keys.add(key)
      const file = writeLines(task.contributionsTo, key, contributions)
      const entry = corrector.correct({ ...observation, kind: 'observation', key })
      if (entry === null) continue
      const { kind, key: _, ...payload } = entry
      const finding: Finding = { kind, key, payload: { ...payload, contributions: file } }
      writeSync(out, `${JSON.stringify(finding)}\n`)
      figures += 1
    }
  } finally {
    closeSync(out)
    closeSync(listingsOut)
  }
  for (const one of corrector.report()) issue(one)
  return { figures, listings: listed === 0 ? null : hash.digest('hex') }
}

async function* corrected(rows: AsyncIterable<KeptRow>, { correct }: Corrector): AsyncGenerator<KeptRow> {
  for await (const row of rows) {
    const counts = correct(row)
    if (counts !== null) yield counts
  }
}

/** The figures that a tally wrote. */
export const readFigures = (path: string): Finding[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Finding)
