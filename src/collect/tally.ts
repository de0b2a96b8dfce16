// What do the rows of a source add up to, and which awards, grants or payments stand behind each figure?
import { createHash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import type { Correction } from '../domain/corrections.ts'
import { makeRegister, type Register, type RegisterEntry, type RegisterLink } from '../domain/registers.ts'
import { decideLabel } from '../domain/sector.ts'
import { putAside, splitRows } from './aside.ts'
import type { KeptRow, Supplier, TallyInput } from './bulk.ts'
import { type Corrector, makeCorrector } from './corrections.ts'
import { type Issue, SourceChangedError, withCounts } from './errors.ts'
import type { Finding } from './finding.ts'
import type { Json } from './port.ts'
import { captureOf, jsonLine, type RowsFile, readRowsFile } from './rows.ts'
import type { Scraper } from './scraper.ts'

type Listed = { readonly path: string; readonly head: RowsFile }

/** What one tally works on. Everything is JSON: it crosses to a thread. */
export type TallyTask = {
  readonly source: string
  /** The newest capture of each page, and every capture; both in order of capture. */
  readonly rows: readonly Listed[]
  readonly history: readonly Listed[]
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

async function* rowsOf(
  files: readonly Listed[],
  kind: string | null,
  alive: () => void,
): AsyncGenerator<KeptRow> {
  for (const { path, head } of files) {
    if (kind !== null && !Object.hasOwn(head.kinds, kind)) continue
    for await (const row of readRowsFile(path, head, kind)) {
      alive()
      yield row
    }
  }
}

/** So many rows are put together at once; those of a busy year would not fit in the memory of the thread. */
const ROWS_AT_ONCE = 25_000

/** A year of awards is packed in pieces: one gzip member after another is one gzip file (RFC 1952, 2.2). */
const MEMBER_CHARACTERS = 1_000_000

/** The contributions of a figure, say, as kept: `<name>.ndjson.gz`, the name following from key and contents. */
export function writeLines(folder: string, key: string, items: Iterable<unknown>): string | null {
  const hash = createHash('sha256').update(key)
  const aside = join(folder, `.${process.pid}`)
  const file = openSync(aside, 'w')
  let waiting = ''
  let lines = 0
  const flush = (): void => {
    hash.update(waiting)
    writeSync(file, gzipSync(waiting))
    waiting = ''
  }
  try {
    for (const one of items) {
      waiting += `${lines === 0 ? '' : '\n'}${JSON.stringify(one)}`
      lines += 1
      if (waiting.length > MEMBER_CHARACTERS) flush()
    }
    flush()
  } finally {
    closeSync(file)
  }
  if (lines === 0) {
    rmSync(aside)
    return null
  }
  const name = `${hash.digest('hex').slice(0, 24)}.ndjson.gz`
  renameSync(aside, join(folder, name))
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
  atOnce = ROWS_AT_ONCE,
): Promise<{ readonly figures: number; readonly listings: string | null }> {
  const tally = scraper.bulk?.tally
  if (!tally) return { figures: 0, listings: null }
  mkdirSync(task.contributionsTo, { recursive: true })
  const corrector = makeCorrector(task.corrections, task.source)
  const rows = (kind: string | null): AsyncGenerator<KeptRow> =>
    corrected(rowsOf(task.rows, kind, alive), corrector.correct)
  const isCurrent = new Set(task.rows.map(({ path }) => path))
  const history: TallyInput['history'] = async function* (kind, choose = (all) => all) {
    const captures = new Map(
      task.history
        .filter(({ head }) => Object.hasOwn(head.kinds, kind))
        .map((file) => [captureOf(file.head), file]),
    )
    for (const chosen of choose([...captures.keys()])) {
      const file = captures.get(chosen)
      if (file === undefined) throw new Error('expected one of the captures that there are')
      const { correct, correctEarlier } = corrector
      yield* corrected(rowsOf([file], kind, alive), isCurrent.has(file.path) ? correct : correctEarlier)
    }
  }
  const total = task.rows.reduce((sum, { head }) => sum + head.rows, 0)
  const input: TallyInput = {
    rows,
    history,
    parts: (field) => splitRows(rows, field, Math.ceil(total / atOnce), `${task.figuresTo}.parts`),
    aside: (items, keyOf) => putAside(items, keyOf, `${task.figuresTo}.aside`),
    today: task.today,
    issue: (what: string, detail?: Json) =>
      issue(detail === undefined ? { what } : { what: withCounts(what, detail), detail }),
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
        const line = jsonLine(one)
        writeSync(listingsOut, line)
        hash.update(line)
        listed += 1
        if (listed % 1_000 === 0) alive()
        continue
      }
      const { key, observation, contributions, file } = one
      if (keys.has(key))
        throw new SourceChangedError(`two figures have the key "${key}"; a key names one figure`)
      keys.add(key)
      const rests = writeLines(task.contributionsTo, key, contributions)
      const entry = corrector.correct({ ...observation, kind: 'observation', key })
      if (entry === null) continue
      const { kind, key: _, ...payload } = entry
      const finding: Finding = {
        kind,
        key,
        payload: { ...payload, contributions: rests, ...(file && { file }) },
      }
      writeSync(out, `${JSON.stringify(finding)}\n`)
      figures += 1
    }
  } finally {
    closeSync(out)
    closeSync(listingsOut)
    for (const aside of ['parts', 'aside'])
      rmSync(`${task.figuresTo}.${aside}`, { recursive: true, force: true })
  }
  for (const one of corrector.report()) issue(one)
  return { figures, listings: listed === 0 ? null : hash.digest('hex') }
}

async function* corrected(
  rows: AsyncIterable<KeptRow>,
  correct: Corrector['correct'],
): AsyncGenerator<KeptRow> {
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
