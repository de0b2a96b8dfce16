// Which organisations are behind the listings of all sources, and how far did each get? Grouped anew when a list or a register has changed.
import { createReadStream, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildLadder, type Listing, type Organisation, RUNGS } from '../domain/ladder.ts'
import { slug } from '../domain/ledger.ts'
import {
  type CollectedList,
  type ListedOrganisation,
  listTotalsSchema,
  type Organisations,
  organisationSchema,
} from '../domain/organisations.ts'
import { decideLabel } from '../domain/sector.ts'
import { printCount } from '../domain/vocabulary.ts'
import { commit, type Staged } from './commit.ts'
import { CollectError, explain, type Issue } from './errors.ts'
import type { Finding } from './finding.ts'
import { type CollectStore, type Json, ORGANISATIONS } from './port.ts'
import { makeRowsReader } from './rows-reader.ts'
import type { Source } from './scraper.ts'
import { readFigures as readFindings, readLines, readRegister, type TallyTask, writeLines } from './tally.ts'
import {
  listingsFile,
  readTally,
  registerFiles,
  TALLIES,
  type TallyContext,
  type TallySummary,
} from './tally-sources.ts'
import type { Kept } from './versions.ts'
import { digestOf } from './warc.ts'

/** What the thread works on. Everything is JSON. */
export type OrganiseTask = {
  /** Files of listings, one for each source. */
  readonly listings: readonly { readonly source: string; readonly path: string }[]
  readonly registers: TallyTask['registers']
  readonly findingsTo: string
  readonly listingsTo: string
}

const ORGANISATION = 'organisation'
const LIST = 'organisation-list'
/** Listings are grouped anew when this changes: raise it with the rules of ladder.ts and pairs.ts. */
const RULES = '2'

type Line =
  | { readonly listing: Listing }
  | { readonly printed: { readonly list: string; readonly total: number } }

async function* linesOf(path: string): AsyncGenerator<Line> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })
  for await (const line of lines) yield JSON.parse(line) as Line
}

/** Readable for a name, exact for an identifier. */
const idOf = (key: string): string =>
  key.startsWith('name:') ? `${slug(key.slice(5)).slice(0, 60)}-${digestOf(key).slice(7, 15)}` : slug(key)

/**
 * Groups all listings, each organisation once, and writes findings of organisations and of lists.
 * @returns how many organisations there are.
 */
export async function organiseListings(task: OrganiseTask, alive: () => void): Promise<number> {
  mkdirSync(task.listingsTo, { recursive: true })
  const listings: Listing[] = []
  const printed = new Map<string, number>()
  const sourceOf = new Map<string, string>()
  for (const { source, path } of task.listings)
    for await (const line of linesOf(path)) {
      alive()
      if ('listing' in line) listings.push(line.listing)
      else printed.set(line.printed.list, line.printed.total)
      sourceOf.set('listing' in line ? line.listing.list : line.printed.list, source)
    }
  const suppliers = async function* () {
    for (const { supplier } of listings) yield supplier
  }
  const register = await readRegister(task.registers, suppliers(), alive)
  const { organisations, lists } = buildLadder(
    listings,
    register,
    (supplier, on) => decideLabel(supplier, register.find(supplier), on),
    printed,
  )
  const findings: Finding[] = [
    ...organisations.map((one) => findingOf(one, task.listingsTo)),
    ...lists.map((totals): Finding => {
      const payload = { ...totals, source: sourceOf.get(totals.list) ?? '' } satisfies CollectedList
      return { kind: LIST, key: totals.list, payload }
    }),
  ]
  writeFileSync(task.findingsTo, findings.map((finding) => `${JSON.stringify(finding)}\n`).join(''))
  return organisations.length
}

function findingOf(organisation: Organisation, listingsTo: string): Finding {
  const { key, steps, label, ...rest } = organisation
  const all = RUNGS.flatMap((rung) => steps[rung].listings)
  const counts = RUNGS.map((rung) => {
    const { listings, ...sums } = steps[rung]
    return [rung, { ...sums, listings: listings.length }]
  })
  const payload = {
    ...{ ...rest, id: idOf(key), key, label, steps: Object.fromEntries(counts) },
    listings: writeLines(listingsTo, key, all),
  }
  return { kind: ORGANISATION, key, payload: payload as unknown as Finding['payload'] }
}

/**
 * Groups the listings of the sources again. One that stands in no list any more is kept, and marked as gone.
 * @returns null when nothing has changed since the last time.
 */
export async function organiseSources(
  sources: readonly Source[],
  { store, rows: folder, now }: TallyContext,
): Promise<TallySummary | null> {
  const listings = sources
    .map(({ id }) => ({ source: id, path: listingsFile(folder, id) }))
    .filter(({ path }) => existsSync(path))
  const registers = registerFiles(folder)
  const shelf = { source: ORGANISATIONS, kind: TALLIES }
  const last = (await store.read(shelf))[0]
  const digests: string[] = []
  for (const { id } of sources) {
    const [tallied] = await store.read({ source: id, kind: TALLIES })
    if (typeof tallied?.listings === 'string') digests.push(`${id} ${tallied.listings}`)
  }
  const read = registers.map(({ head }) => `${head.address} ${head.digest}`)
  const basis = digestOf([RULES, ...digests, ...read].join('\n'))
  if (last?.basis === basis || (!last && listings.length === 0)) return null
  const captured = new Date(now()).toISOString()
  const none = {
    ...{ source: ORGANISATIONS, noun: 'organisations' as const, figures: 0 },
    ...{ new: 0, changed: 0, unchanged: 0, issues: [] },
  }
  const home = join(folder, ORGANISATIONS)
  const findingsTo = join(home, '.findings')
  const reader = makeRowsReader({ id: ORGANISATIONS, module: null, lookups: {} })
  try {
    mkdirSync(home, { recursive: true })
    const task = { listings, registers, findingsTo, listingsTo: join(home, 'listings') }
    const organisations = await reader.organise(task)
    const found = readFindings(findingsTo)
    const lost = await goneFrom(store, found, captured.slice(0, 10))
    const provenance = {
      ...{ source: ORGANISATIONS, url: '', capture: basis, captured, file: '', run: `organise ${captured}` },
    }
    const staged = (async function* (): AsyncGenerator<Staged> {
      for (const finding of [...found, ...lost]) yield { finding, provenance }
    })()
    const counts = await commit(store, ORGANISATIONS, staged)
    const issues = doubtfulPairs(found)
    const told = issues as unknown as Json
    await store.put(shelf, [
      { id: 'last', basis, at: captured, figures: organisations, issues: told, error: null },
    ])
    return { ...none, ...counts, figures: organisations, issues, error: null }
  } catch (error) {
    const message = error instanceof CollectError ? error.message : `${ORGANISATIONS}: ${explain(error)}`
    // Without a basis it is tried again the next time.
    await store.put(shelf, [
      { at: null, figures: 0, issues: [], ...last, id: 'last', basis: '', error: message, failed: captured },
    ])
    return { ...none, error: message }
  } finally {
    rmSync(findingsTo, { force: true })
    await reader.close()
  }
}

/** What only people can settle: awards of two lists that may be one. Each pair of lists once. */
const doubtfulPairs = (found: readonly Finding[]): Issue[] =>
  found.flatMap(({ kind, key, payload }) => {
    if (kind !== LIST) return []
    const { pairs } = listTotalsSchema.parse(payload)
    return pairs
      .filter(({ list, unsure }) => unsure > 0 && key < list)
      .map(({ list, unsure }) => ({
        what: `${printCount(unsure, 'award')} of "${key}" may be in "${list}" too, and are counted in both: the pages of their organisations say why`,
      }))
  })

async function goneFrom(
  store: Pick<CollectStore, 'read'>,
  found: readonly Finding[],
  today: string,
): Promise<Finding[]> {
  const lost: Finding[] = []
  for (const kind of [ORGANISATION, LIST]) {
    const keys = new Set(found.filter((one) => one.kind === kind).map(({ key }) => key))
    for (const { id, payload } of await store.read({ source: ORGANISATIONS, kind })) {
      const before = payload as Finding['payload']
      if (!keys.has(id) && typeof before.gone !== 'string')
        lost.push({ kind, key: id, payload: { ...before, gone: today } })
    }
  }
  return lost
}

/** What was grouped, for the pages. A record of another shape is left out. */
export async function readOrganisations(
  store: Pick<CollectStore, 'read'>,
  rows: string,
): Promise<Organisations> {
  const payloads = async (kind: string): Promise<Json[]> =>
    (await store.read({ source: ORGANISATIONS, kind })).map((record) => (record as unknown as Kept).payload)
  const files = new Map<string, string>()
  const all: ListedOrganisation[] = []
  for (const payload of await payloads(ORGANISATION)) {
    const parsed = organisationSchema.safeParse(payload)
    if (!parsed.success) continue
    const { listings, ...organisation } = parsed.data
    files.set(organisation.id, join(rows, ORGANISATIONS, 'listings', listings))
    all.push(organisation)
  }
  const lists = (await payloads(LIST)).flatMap((payload) => {
    const isGone = typeof (payload as { readonly gone?: Json }).gone === 'string'
    return isGone ? [] : (listTotalsSchema.safeParse(payload).data ?? [])
  })
  const order = ({ name, id }: ListedOrganisation): string => `${name.toUpperCase()} ${id}`
  return {
    all: all.sort((a, b) => (order(a) < order(b) ? -1 : 1)),
    lists: lists.sort((a, b) => (a.list < b.list ? -1 : 1)),
    tally: await readTally(store, ORGANISATIONS),
    listings: (id) => {
      const path = files.get(id)
      return path === undefined ? [] : readLines<Listing>(path)
    },
  }
}
