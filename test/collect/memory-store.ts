// What is the smallest store that keeps the promise of the port? One map a shelf.
import type { CollectStore, PutCounts, Rec, Shelf } from '../../src/collect/port.ts'

/** A store in memory. `puts` lists every batch, for tests that look at what was written when. */
export function memoryStore(): CollectStore & {
  readonly puts: { readonly shelf: Shelf; readonly records: readonly Rec[] }[]
} {
  const shelves = new Map<string, Map<string, string>>()
  const puts: { shelf: Shelf; records: readonly Rec[] }[] = []
  const of = (shelf: Shelf): Map<string, string> => {
    const name = `${shelf.source}/${shelf.kind}`
    const found = shelves.get(name) ?? new Map<string, string>()
    shelves.set(name, found)
    return found
  }
  return {
    puts,
    read: async (shelf) => [...of(shelf).values()].map((text) => JSON.parse(text) as Rec),
    put: async (shelf, records): Promise<PutCounts> => {
      const kept = of(shelf)
      const counts = { new: 0, changed: 0, unchanged: 0 }
      for (const record of records) {
        const text = JSON.stringify(record)
        const before = kept.get(record.id)
        counts[before === undefined ? 'new' : before === text ? 'unchanged' : 'changed'] += 1
        kept.set(record.id, text)
      }
      puts.push({ shelf, records })
      return counts
    },
  }
}
