// What does a finished run change? Its findings are laid on what is known, batch by batch, and never half of one.
import { closeSync, createReadStream, mkdirSync, openSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import type { Issue } from './errors.ts'
import type { Finding } from './finding.ts'
import { type CollectStore, type Rec, SHELVES } from './port.ts'
import { jsonLine } from './rows.ts'
import { canonical, layOn, PASSAGES, type Provenance } from './versions.ts'
import { digestOf } from './warc.ts'

/** One finding waiting for the end of its run. */
export type Staged = { readonly finding: Finding; readonly provenance: Provenance }

/** Findings on disk, so that a run of any length needs the memory of one page. Lost in a crash: captures give them again. */
export type Stage = {
  /** @returns an issue when another page of this run said otherwise under the same key: the first stands. */
  readonly add: (finding: Finding, provenance: Provenance) => Issue | null
  /** Different findings so far; passages follow from documents and are not counted. */
  readonly keys: () => number
  readonly all: () => AsyncIterable<Staged>
  readonly clear: () => void
}

export function openStage(path: string): Stage {
  mkdirSync(dirname(path), { recursive: true })
  rmSync(path, { force: true })
  let file: number | null = null
  let keys = 0
  const said = new Map<string, { readonly url: string; readonly capture: string; readonly digest: string }>()
  return {
    add: (finding, provenance) => {
      const id = `${finding.kind}:${finding.key}`
      const digest = digestOf(canonical(finding.payload)).slice(7, 39)
      const { url, capture } = provenance
      const earlier = said.get(id)
      if (earlier?.digest === digest && earlier.url === url && earlier.capture === capture) return null
      if (earlier && earlier.digest !== digest && (earlier.url !== url || earlier.capture === capture)) {
        if (finding.kind === PASSAGES) return null
        const what = `two findings with the key "${finding.key}" differ; the one from ${earlier.url} stands`
        return { what, url, capture, detail: { kind: finding.kind } }
      }
      if (!earlier && finding.kind !== PASSAGES) keys += 1
      said.set(id, { url, capture, digest })
      file ??= openSync(path, 'a')
      const bytes = Buffer.from(jsonLine({ finding, provenance }))
      if (writeSync(file, bytes) !== bytes.length)
        throw new Error(`${path}: not all was written; is the disk full?`)
      return null
    },
    keys: () => keys,
    all: async function* () {
      if (said.size === 0) return
      const lines = createInterface({
        input: createReadStream(path, 'utf8'),
        crlfDelay: Number.POSITIVE_INFINITY,
      })
      for await (const line of lines) yield JSON.parse(line) as Staged
    },
    clear: () => {
      if (file !== null) closeSync(file)
      file = null
      rmSync(path, { force: true })
    },
  }
}

export type Committed = { readonly new: number; readonly changed: number; readonly unchanged: number }

/** Small enough to hold in memory whatever the documents are, large enough that a store writes seldom. */
const BATCH = 200

/**
 * Lays staged findings on the store. Within a batch, what is replaced is kept before it is replaced; repeating a batch
 * that a crash interrupted changes nothing, because ids follow from the contents.
 * @param gone documents whose page is gone, with the capture that shows it.
 */
export async function commit(
  store: CollectStore,
  source: string,
  staged: AsyncIterable<Staged>,
  gone: readonly { readonly key: string; readonly provenance: Provenance }[] = [],
): Promise<Committed> {
  const shelves = new Map<string, Map<string, Rec>>()
  const shelf = async (kind: string): Promise<Map<string, Rec>> => {
    const known = shelves.get(kind)
    if (known) return known
    const read = new Map((await store.read({ source, kind })).map((record) => [record.id, record]))
    shelves.set(kind, read)
    return read
  }
  const fate = new Map<string, 'new' | 'changed' | 'unchanged'>()
  let waiting: { versions: Rec[]; events: Rec[]; records: Map<string, Map<string, Rec>>; size: number }
  const empty = (): typeof waiting => ({ versions: [], events: [], records: new Map(), size: 0 })
  waiting = empty()

  const flush = async (): Promise<void> => {
    const batch = waiting
    waiting = empty()
    if (batch.versions.length > 0) await store.put({ source, kind: SHELVES.versions }, batch.versions)
    if (batch.events.length > 0) await store.put({ source, kind: SHELVES.events }, batch.events)
    for (const [kind, records] of batch.records) await store.put({ source, kind }, [...records.values()])
    if (batch.versions.length > 0) {
      const versions = await shelf(SHELVES.versions)
      for (const version of batch.versions) versions.set(version.id, version)
    }
  }
  const lay = async ({ finding, provenance }: Staged): Promise<void> => {
    const { kind, key } = finding
    const records = await shelf(kind)
    const before = records.get(key) ?? null
    if (!before && finding.ifKnown) return
    const versions = before ? await shelf(SHELVES.versions) : null
    const pending = (id: string): Rec | undefined => waiting.versions.find((version) => version.id === id)
    const change = layOn(
      before,
      finding,
      provenance,
      (id) => ((versions?.get(id) ?? pending(id))?.payload ?? null) as Finding['payload'] | null,
    )
    const id = `${kind}:${key}`
    const counts = kind !== PASSAGES
    if (change.record === before) {
      if (counts && !fate.has(id)) fate.set(id, 'unchanged')
      return
    }
    if (counts && fate.get(id) !== 'new') fate.set(id, before ? 'changed' : 'new')
    records.set(key, change.record)
    waiting.versions.push(...change.versions)
    waiting.events.push(...change.events)
    const batch = waiting.records.get(kind) ?? new Map<string, Rec>()
    batch.set(key, change.record)
    waiting.records.set(kind, batch)
    waiting.size += 1
    if (waiting.size >= BATCH) await flush()
  }
  for await (const one of staged) await lay(one)
  for (const { key, provenance } of gone) {
    for (const kind of ['document', PASSAGES]) {
      const before = (await shelf(kind)).get(key)
      if (!before) continue
      const payload = { ...(before.payload as Finding['payload']), status: 'gone' }
      await lay({ finding: { kind, key, payload }, provenance })
    }
  }
  await flush()
  const count = (what: string): number => [...fate.values()].filter((one) => one === what).length
  return { new: count('new'), changed: count('changed'), unchanged: count('unchanged') }
}
