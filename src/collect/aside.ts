// What is put aside on the disk because it would not fit in memory?
import { appendFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptRow, TallyInput } from './bulk.ts'
import { jsonLine, readJsonLines } from './rows.ts'

/** Characters that wait to be written, in all. */
const WAITING = 1_000_000

/** Items that were put aside, by their key, keys in order; each reading begins anew. Items of one key keep their order. */
export type Aside<Item> = ReadonlyMap<string, () => AsyncIterable<Item>>

/** Puts items aside, which must be JSON. The folder is made anew; whoever names it takes it away. */
export async function putAside<Item>(
  items: AsyncIterable<Item>,
  keyOf: (item: Item) => string,
  folder: string,
): Promise<Aside<Item>> {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  const files = new Map<string, { readonly path: string; waiting: string }>()
  let waiting = 0
  const flush = (): void => {
    for (const file of files.values()) {
      appendFileSync(file.path, file.waiting)
      file.waiting = ''
    }
    waiting = 0
  }
  for await (const item of items) {
    const key = keyOf(item)
    let file = files.get(key)
    if (!file) {
      file = { path: join(folder, `${files.size}.ndjson`), waiting: '' }
      files.set(key, file)
    }
    const line = jsonLine(item)
    file.waiting += line
    waiting += line.length
    if (waiting > WAITING) flush()
  }
  flush()
  const inOrder = [...files].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(inOrder.map(([key, { path }]) => [key, () => readJsonLines<Item>(path, '')]))
}

/** Rows in parts, one after another: all that say the same in a field are in one. `rows` gives those of every kind for null. */
export async function* splitRows(
  rows: (kind: string | null) => AsyncIterable<KeptRow>,
  field: string,
  many: number,
  folder: string,
): AsyncGenerator<TallyInput['rows']> {
  if (many <= 1) {
    yield rows
    return
  }
  const parts = await putAside(rows(null), (row) => String(hashOf(String(row[field])) % many), folder)
  for (const part of parts.values())
    yield async function* (kind) {
      for await (const row of part()) if (row.kind === kind) yield row
    }
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}
