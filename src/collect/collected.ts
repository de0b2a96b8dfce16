// What has been collected, and how is each source doing, in the shape the pages are made from?
import { z } from 'zod'
import type {
  Collected,
  CollectedDocument,
  CollectedEvent,
  CollectedRun,
  CollectedSource,
  Person,
} from '../domain/collected.ts'
import { makeWire, passagesSchema } from '../domain/collected.ts'
import type { Discovered } from './discover.ts'
import type { KnownPage } from './pages.ts'
import { readPages } from './pages.ts'
import { type CollectStore, type Rec, SHELVES } from './port.ts'
import { healthOf, type Run, readRuns } from './runs.ts'
import type { Source } from './scraper.ts'
import { readTally, TALLIES } from './tally-sources.ts'
import { type Kept, PASSAGES } from './versions.ts'
import { digestOf } from './warc.ts'

/** A store that can also say which shelves it has. */
export type CollectedStore = Pick<CollectStore, 'read'> & {
  readonly shelves: () => Promise<readonly { readonly source: string; readonly kind: string }[]>
}

/** A page shows the latest of each; the store keeps them all. */
const MOST_RUNS = 20
const MOST_EVENTS = 50
const MOST_CAPTURES = 100

/** `w-` and twelve digits of the digest of the words. */
export const wireId = (words: string): string => `w-${digestOf(words).slice(7, 19)}`

/**
 * Reads everything collected. Sources whose folder is gone keep their passages, which name them.
 * @param next when each source is looked at next, by id; empty while the schedule is off.
 */
export async function readCollected(
  store: CollectedStore,
  discovered: Discovered,
  next: ReadonlyMap<string, string | null> = new Map(),
): Promise<Collected> {
  const shelves = await store.shelves()
  const documents: CollectedDocument[] = []
  const people = new Map<string, Person>()
  for (const { source, kind } of shelves) {
    if (kind === PASSAGES)
      for (const record of await store.read({ source, kind })) {
        const found = documentOf(source, record)
        if (found) documents.push(found)
      }
    if (kind === 'person')
      for (const record of await store.read({ source, kind })) learnPerson(people, record)
  }
  const sources: CollectedSource[] = []
  for (const source of discovered.sources) {
    const kinds = shelves.filter((shelf) => shelf.source === source.id).map((shelf) => shelf.kind)
    sources.push(await sourceOf(store, source, kinds, next.get(source.id) ?? null))
  }
  for (const { id, why } of discovered.broken) sources.push(brokenSource(id, why))
  return {
    sources: sources.sort((a, b) => (a.id < b.id ? -1 : 1)),
    wire: makeWire(documents, people, wireId),
  }
}

/** Null for a document without passages, such as one whose words about the sector were edited out. */
function documentOf(source: string, record: Rec): CollectedDocument | null {
  const { payload, provenance } = record as unknown as Kept
  const parsed = passagesSchema.safeParse({ status: 'live', ...payload })
  if (!parsed.success || parsed.data.passages.length === 0) return null
  const { capture, captured } = provenance
  return { ...parsed.data, source, key: record.id, capture, captured }
}

const stretchSchema = z.object({
  name: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
})
/** What a finding of kind `person` may say of somebody, in one part or in several with keys of their own. */
const personSchema = z.object({
  id: z.union([z.int(), z.string()]),
  names: z.union([z.object({ displayAs: z.string().nullable() }), z.unknown()]).optional(),
  parties: z.array(stretchSchema).default([]),
  governmentPosts: z.array(stretchSchema).default([]),
})

/** Lays what one record says of a person on what others say. A record of another shape says nothing. */
function learnPerson(people: Map<string, Person>, record: Rec): void {
  const parsed = personSchema.safeParse((record as unknown as Kept).payload)
  if (!parsed.success) return
  const { id, names, parties, governmentPosts } = parsed.data
  const known = people.get(String(id)) ?? { id: String(id), name: null, parties: [], posts: [] }
  const name = z.object({ displayAs: z.string() }).safeParse(names)
  const named = (all: readonly z.infer<typeof stretchSchema>[]): Stretch[] =>
    all.flatMap(({ name: of, from: start, to: end }) => (of === null ? [] : [{ name: of, start, end }]))
  people.set(String(id), {
    ...known,
    name: name.success ? name.data.displayAs : known.name,
    parties: distinct([...known.parties, ...named(parties)]),
    posts: distinct([...known.posts, ...named(governmentPosts)]),
  })
}

type Stretch = Person['posts'][number]
const distinct = (all: readonly Stretch[]): Stretch[] => [
  ...new Map(all.map((one) => [JSON.stringify([one.name, one.start, one.end]), one])).values(),
]

async function sourceOf(
  store: Pick<CollectStore, 'read'>,
  { id, scraper }: Source,
  kinds: readonly string[],
  next: string | null,
): Promise<CollectedSource> {
  const runs = await readRuns(store, id)
  const events = (await store.read({ source: id, kind: SHELVES.events })) as unknown as readonly Event[]
  const pages = [...(await readPages(store, id)).values()]
  const records: Record<string, number> = {}
  const machine: readonly string[] = [...Object.values(SHELVES), PASSAGES, TALLIES]
  for (const kind of kinds)
    if (!machine.includes(kind)) records[kind] = (await store.read({ source: id, kind })).length
  const { title, publisher, licence, cadence, baseUrl: address, notes = null } = scraper
  return {
    ...{ id, title, publisher, licence, address, cadence, next, notes, broken: null },
    health: healthOf(runs),
    runs: runs.slice(-MOST_RUNS).reverse().map(runOf),
    events: [...events].sort(byAt).slice(0, MOST_EVENTS).map(eventOf),
    captures: pages
      .sort((a, b) => (a.checked < b.checked ? 1 : -1))
      .slice(0, MOST_CAPTURES)
      .map(captureOf),
    counts: { captures: pages.length, records },
    tally: await readTally(store, id),
  }
}

const captureOf = ({ id, answer, status, capture, checked }: KnownPage) => ({
  ...{ url: id, answer, status, digest: capture, checked },
})

type Event = Omit<CollectedEvent, 'url' | 'announced' | 'diff'> & {
  readonly announced?: boolean | null
  readonly diff?: CollectedEvent['diff']
  readonly provenance: Kept['provenance']
}
const byAt = (a: Event, b: Event): number => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)
const eventOf = ({
  event,
  kind,
  key,
  at,
  announced = null,
  diff = null,
  provenance,
}: Event): CollectedEvent => ({
  ...{ event, kind, key, at, announced, diff, url: provenance.url },
})

function runOf({ id, mode, state, started, finished, requests, bytes, summary }: Run): CollectedRun {
  const none = {
    pages: 0,
    findings: 0,
    new: 0,
    changed: 0,
    unchanged: 0,
    skipped: [],
    issues: [],
    error: null,
  }
  const { source: _source, ...counts } = summary ?? { source: '', ...none }
  return { id, mode, state, started, finished, requests, bytes, ...counts }
}

function brokenSource(id: string, why: string): CollectedSource {
  const never = { failingSince: null, lastWorked: null, lastRun: null, lastError: why }
  return {
    ...{ id, title: id, publisher: '', licence: '', address: '', cadence: '', next: null, notes: null },
    ...{ broken: why, runs: [], events: [], captures: [], counts: { captures: 0, records: {} }, tally: null },
    health: { state: 'never run', failures: 0, ...never },
  }
}
