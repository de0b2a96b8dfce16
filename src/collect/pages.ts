// What is known of the addresses of a source: when each was last read, what it answered, and what it gave?
import { filed, unfiled } from './addresses.ts'
import type { CollectStore } from './port.ts'
import { SHELVES } from './port.ts'

/** An address as last read. `keys` are the findings it gave, as `kind:key`. */
export type KnownPage = {
  readonly id: string
  /** Where redirects led. */
  readonly at: string
  readonly answer: 'found' | 'gone'
  readonly status: number
  readonly capture: string
  /** When it was last read, ISO 8601, UTC. */
  readonly checked: string
  readonly keys: readonly string[]
}

export async function readPages(
  store: Pick<CollectStore, 'read'>,
  source: string,
): Promise<Map<string, KnownPage>> {
  const pages = (await store.read({ source, kind: SHELVES.pages })).map((record) =>
    unfiled<KnownPage>(record),
  )
  return new Map(pages.map((page) => [page.id, page]))
}

/** Keeps what was learned, a thousand at a time; what is older than what is known is left out. */
export async function keepPages(
  store: CollectStore,
  source: string,
  known: ReadonlyMap<string, KnownPage>,
  learned: Iterable<KnownPage>,
): Promise<void> {
  const news = [...learned].filter((page) => page.checked > (known.get(page.id)?.checked ?? ''))
  for (let at = 0; at < news.length; at += 1000)
    await store.put({ source, kind: SHELVES.pages }, news.slice(at, at + 1000).map(filed))
}

/** Pages with findings that nobody looked at for so long, the longest first. Gone ones are not asked again. */
export function stalePages(known: ReadonlyMap<string, KnownPage>, before: string, most: number): string[] {
  return [...known.values()]
    .filter((page) => page.answer === 'found' && page.keys.length > 0 && page.checked < before)
    .sort((a, b) => (a.checked < b.checked ? -1 : a.checked > b.checked ? 1 : a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map((page) => page.id)
}

/** Documents that came from this very page: they are gone when it is. */
export function documentsOf(page: KnownPage | undefined): string[] {
  return (page?.keys ?? [])
    .filter((key) => key.startsWith('document:'))
    .map((key) => key.slice('document:'.length))
}
