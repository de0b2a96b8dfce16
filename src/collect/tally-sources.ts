// Which figures follow from the rows collected so far? Each source's rows are added up again when they, or a register, have changed.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { CollectedTally } from '../domain/collected.ts'
import type { Correction } from '../domain/corrections.ts'
import type { Measure } from '../domain/nouns.ts'
import { commit, type Staged } from './commit.ts'
import { CollectError, explain, type Issue } from './errors.ts'
import type { Finding } from './finding.ts'
import type { CollectStore, Json, Rec } from './port.ts'
import { currentRows, listRows } from './rows.ts'
import { makeRowsReader } from './rows-reader.ts'
import { checkable, checkSanity } from './sanity.ts'
import type { Source } from './scraper.ts'
import { REGISTER_KINDS, readFigures, type TallyTask } from './tally.ts'
import { canonical } from './versions.ts'
import { digestOf } from './warc.ts'

/** What adding a source's rows up did. `error` is null unless it failed; then no figure has changed. */
export type TallySummary = {
  readonly source: string
  readonly figures: number
  /** What was worked out. */
  readonly noun: 'figures' | 'organisations'
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly issues: readonly Issue[]
  readonly error: string | null
}

export type TallyContext = {
  readonly store: CollectStore
  /** Folder of all rows; `contributions/` of a source stands beside its rows. */
  readonly rows: string
  readonly now: () => number
  /** Publishers' known errors; none when left out. */
  readonly corrections?: readonly Correction[]
  /** Curated measures that sources may give figures of, beside their own; none when left out. */
  readonly measures?: readonly Measure[]
}

/** A shelf of a source: what its figures were last worked out from, and how that went. */
export const TALLIES = 'tallies'

/** How the last time went; null before the first. */
export async function readTally(
  store: Pick<CollectStore, 'read'>,
  source: string,
): Promise<CollectedTally | null> {
  const [last] = await store.read({ source, kind: TALLIES })
  if (!last) return null
  const {
    at,
    figures,
    issues,
    error = null,
    failed = null,
  } = last as unknown as Partial<CollectedTally> & Rec
  return { at: at ?? null, figures: figures ?? 0, issues: issues ?? [], error, failed: error && failed }
}

/** Where the contributions of a source's figures are kept. */
export const contributionsFolder = (rows: string, source: string): string =>
  join(rows, source, 'contributions')

/** Where the listings of a source are kept beside its rows. */
export const listingsFile = (rows: string, source: string): string => join(rows, source, 'listings.ndjson')

/** Every file that holds entries of a register, of whichever source. */
export function registerFiles(rows: string): TallyTask['registers'] {
  if (!existsSync(rows)) return []
  return readdirSync(rows, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => currentRows(join(rows, name)))
    .filter(({ head }) => Object.values(REGISTER_KINDS).some((kind) => Object.hasOwn(head.kinds, kind)))
}

/**
 * Adds up the rows of the sources that have any. A source whose rows, registers and day are those of the last time is
 * left alone. One source's failure is its own.
 */
export async function tallySources(
  sources: readonly Source[],
  context: TallyContext,
): Promise<TallySummary[]> {
  const registers = registerFiles(context.rows)
  const summaries: TallySummary[] = []
  for (const source of sources) {
    if (!source.scraper.bulk?.tally) continue
    const folder = join(context.rows, source.id)
    const [rows, history] = [currentRows(folder), listRows(folder)]
    if (rows.length === 0) continue
    const summary = await tallySource(source, { rows, history, registers }, context)
    if (summary) summaries.push(summary)
  }
  return summaries
}

async function tallySource(
  source: Source,
  { rows, history, registers }: Pick<TallyTask, 'rows' | 'history' | 'registers'>,
  { store, rows: folder, now, corrections = [], measures = [] }: TallyContext,
): Promise<TallySummary | null> {
  const { id } = source
  const today = new Date(now()).toISOString().slice(0, 10)
  const inputs = [...history, ...registers].map(({ head }) => `${head.address} ${head.digest}`)
  const own = corrections.filter(({ target }) => target.source === id)
  const basis = digestOf([today, source.module, ...inputs, JSON.stringify(own)].join('\n'))
  const shelf = { source: id, kind: TALLIES }
  const last = (await store.read(shelf))[0]
  if (last?.basis === basis) return null
  const captured = new Date(now()).toISOString()
  const none = { source: id, noun: 'figures' as const, figures: 0, new: 0, changed: 0, unchanged: 0 }
  const figuresTo = join(folder, id, '.figures')
  const listingsTo = join(folder, id, '.listings')
  const reader = makeRowsReader(source)
  try {
    mkdirSync(join(folder, id), { recursive: true })
    const contributionsTo = contributionsFolder(folder, id)
    const task = {
      source: id,
      rows,
      history,
      registers,
      corrections: own,
      today,
      figuresTo,
      contributionsTo,
      listingsTo,
    }
    const { figures, listings, issues: odd } = await reader.tally(task)
    const found = await firstPublished(store, id, readFigures(figuresTo))
    const units = new Map([...measures, ...source.measures].map((measure) => [measure.id, measure.unit]))
    const issues = [...odd, ...checkSanity(found.flatMap((finding) => checkable(finding, units) ?? []))]
    const provenance = {
      source: id,
      url: source.scraper.baseUrl,
      capture: basis,
      captured,
      file: '',
      run: `tally ${captured}`,
    }
    const lost = await withdrawnFrom(store, id, found, today)
    const staged = (async function* (): AsyncGenerator<Staged> {
      for (const finding of [...found, ...lost]) yield { finding, provenance }
    })()
    const counts = await commit(store, id, staged)
    if (listings === null) rmSync(listingsFile(folder, id), { force: true })
    else renameSync(listingsTo, listingsFile(folder, id))
    const told = issues as unknown as Json
    await store.put(shelf, [
      { id: 'last', basis, at: captured, figures, listings, issues: told, error: null },
    ])
    return { ...none, figures, ...counts, issues, error: null }
  } catch (error) {
    const message = error instanceof CollectError ? error.message : `${id}: ${explain(error)}`
    // Without a basis it is tried again the next time.
    await store.put(shelf, [
      { at: null, figures: 0, issues: [], ...last, id: 'last', basis: '', error: message, failed: captured },
    ])
    return { ...none, issues: [], error: message }
  } finally {
    for (const path of [figuresTo, listingsTo]) rmSync(path, { force: true })
    await reader.close()
  }
}

/**
 * A figure that is worked out again and comes out the same was public from the first time on: its date stays, so that
 * no vintage is made of the passing of days.
 */
async function firstPublished(
  store: CollectStore,
  source: string,
  found: readonly Finding[],
): Promise<Finding[]> {
  const known = new Map(
    (await store.read({ source, kind: 'observation' })).map(({ id, payload }) => [id, payload]),
  )
  return found.map((finding) => {
    const before = known.get(finding.key) as Finding['payload'] | undefined
    if (before?.published === undefined) return finding
    const payload = { ...finding.payload, published: before.published }
    return canonical(payload) === canonical(before) ? { ...finding, payload } : finding
  })
}

/** Figures that were worked out before and no longer follow: they stay on record, as withdrawn from that day. */
async function withdrawnFrom(
  store: CollectStore,
  source: string,
  found: readonly Finding[],
  today: string,
): Promise<Finding[]> {
  const keys = new Set(found.map(({ key }) => key))
  const known: readonly Rec[] = await store.read({ source, kind: 'observation' })
  return known.flatMap(({ id, payload }) => {
    const before = payload as Finding['payload']
    if (keys.has(id) || typeof before.withdrawn === 'string') return []
    return [{ kind: 'observation', key: id, payload: { ...before, withdrawn: today } }]
  })
}
