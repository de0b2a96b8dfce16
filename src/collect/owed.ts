// Which addresses could an earlier run not read? The next runs ask them again, so that the cursor need not wait for them.
import { filed, unfiled } from './addresses.ts'
import { type CollectStore, SHELVES } from './port.ts'

/** An address that is owed a reading. */
export type Owed = {
  readonly id: string
  /** When it first could not be read, ISO 8601, UTC. */
  readonly since: string
  /** How many runs have tried since. */
  readonly tries: number
  readonly why: string
  /** False once it was read, or given up. */
  readonly open: boolean
}

/** After so many runs an address is given up, with an issue: for a daily source that is two weeks. */
export const MOST_TRIES = 14
/** A run that leaves more than this unread was not a run: its cursor stays where it was. */
export const MOST_OWED = 2_000

export async function readOwed(
  store: Pick<CollectStore, 'read'>,
  source: string,
): Promise<Map<string, Owed>> {
  const all = (await store.read({ source, kind: SHELVES.owed })).map((record) => unfiled<Owed>(record))
  return new Map(all.filter((one) => one.open).map((one) => [one.id, one]))
}

/**
 * Keeps what is owed now.
 * @param unread addresses of this run that could not be read, with why.
 * @param settled addresses of this run that were.
 * @returns those that are given up.
 */
export async function keepOwed(
  store: CollectStore,
  source: string,
  before: ReadonlyMap<string, Owed>,
  unread: ReadonlyMap<string, string>,
  settled: (address: string) => boolean,
  now: string,
): Promise<Owed[]> {
  const records: Owed[] = []
  for (const [id, why] of unread) {
    const known = before.get(id)
    const tries = (known?.tries ?? 0) + 1
    records.push({ id, since: known?.since ?? now, tries, why, open: tries < MOST_TRIES })
  }
  for (const [id, known] of before)
    if (!unread.has(id) && settled(id)) records.push({ ...known, open: false })
  for (let at = 0; at < records.length; at += 1000)
    await store.put({ source, kind: SHELVES.owed }, records.slice(at, at + 1000).map(filed))
  return records.filter(({ open, id }) => !open && unread.has(id))
}
