// Which recorded figures has the machine worked out, with every vintage, in the shape the rule takes?

import { join } from 'node:path'
import type { CollectedFigures, Contribution, OddFigure, Origin } from '../domain/collected.ts'
import { slug } from '../domain/ledger.ts'
import {
  licenceSchema,
  type Measure,
  type Observation,
  observationSchema,
  type Source as RecordedSource,
} from '../domain/nouns.ts'
import { type Organisations, printPairs } from '../domain/organisations.ts'
import type { Discovered } from './discover.ts'
import type { Finding } from './finding.ts'
import { isRecord } from './json.ts'
import { type CollectStore, SHELVES } from './port.ts'
import type { Source } from './scraper.ts'
import { readLines } from './tally.ts'
import { contributionsFolder } from './tally-sources.ts'
import { canonical, type Kept } from './versions.ts'
import { digestOf } from './warc.ts'

type Vintage = { readonly payload: Finding['payload']; readonly captured: string; readonly capture: string }

/** Everything about a figure that makes it that figure, and not when or whether it stands. */
function bare({
  withdrawn: _w,
  contributions: _c,
  file: _f,
  ...rest
}: Finding['payload']): Finding['payload'] {
  return rest
}

/** Readable, stable, and another one for each vintage. */
const vintageId = (key: string, payload: Finding['payload']): string =>
  `${slug(key).slice(0, 100).replace(/-$/, '')}-${digestOf(canonical(bare(payload))).slice(7, 15)}`

/**
 * Reads the figures of all sources of rows. Of a figure that is only withdrawn the vintage stays one.
 * @param rows the folder of all rows, where contributions are.
 * @param lists what was found on grouping listings: the caveats of measures say which awards other lists have too.
 */
export async function readFigures(
  store: Pick<CollectStore, 'read'>,
  discovered: Discovered,
  rows: string,
  lists: Organisations['lists'] = [],
): Promise<CollectedFigures> {
  const measures: Measure[] = []
  const sources: RecordedSource[] = []
  const observations: Observation[] = []
  const odd: OddFigure[] = []
  const files = new Map<string, string>()
  const origins = new Map<string, Origin>()
  for (const source of discovered.sources) {
    if (!source.scraper.bulk?.tally) continue
    const pairs = printPairs(lists, source.id)
    measures.push(
      ...source.measures.map((one) => (pairs === '' ? one : { ...one, caveat: `${one.caveat} ${pairs}` })),
    )
    const vintages = await vintagesOf(store, source.id)
    for (const [key, list] of vintages) {
      const byId = new Map<string, Observation>()
      for (const { payload, captured, capture } of list) {
        const { contributions, file, ...fields } = payload
        const id = vintageId(key, payload)
        const parsed = observationSchema.safeParse({ ...fields, id, source: source.id })
        if (!parsed.success) {
          odd.push({
            source: source.id,
            key,
            why: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '),
          })
          continue
        }
        byId.set(id, parsed.data)
        if (!origins.has(id)) origins.set(id, { worked: captured, digest: capture, file: fileIn(file) })
        if (typeof contributions === 'string')
          files.set(id, join(contributionsFolder(rows, source.id), contributions))
      }
      observations.push(...byId.values())
    }
    if (vintages.size > 0) sources.push(recordedSource(source))
  }
  return {
    ...{ measures, sources, observations, odd },
    contributions: (id) => {
      const path = files.get(id)
      return path === undefined ? null : readLines<Contribution>(path)
    },
    origin: (id) => origins.get(id) ?? null,
  }
}

/** What a tally said of the one file that a figure was read from. */
function fileIn(value: unknown): Origin['file'] {
  if (!isRecord(value)) return null
  const { url, capture, captured } = value
  return { url: String(url), digest: String(capture), captured: String(captured) }
}

/** Every payload a figure has had, by its key, oldest first. */
async function vintagesOf(
  store: Pick<CollectStore, 'read'>,
  source: string,
): Promise<Map<string, Vintage[]>> {
  const vintages = new Map<string, Vintage[]>()
  const add = (key: string, { payload, provenance }: Pick<Kept, 'payload' | 'provenance'>): void => {
    const list = vintages.get(key) ?? []
    list.push({ payload, captured: provenance.captured, capture: provenance.capture })
    vintages.set(key, list)
  }
  for (const record of await store.read({ source, kind: SHELVES.versions }))
    if (record.kind === 'observation') add(String(record.key), record as unknown as Kept)
  for (const record of await store.read({ source, kind: 'observation' }))
    add(record.id, record as unknown as Kept)
  for (const list of vintages.values()) list.sort((a, b) => (a.captured < b.captured ? -1 : 1))
  return vintages
}

function recordedSource({ id, scraper }: Source): RecordedSource {
  const licence = licenceSchema.safeParse(scraper.licence.replace('OGL-UK-3.0', 'OGL-3.0'))
  return {
    id,
    title: scraper.title,
    publisher: scraper.publisher,
    url: scraper.baseUrl,
    published: null,
    kind: 'official-statistics',
    licence: licence.success ? licence.data : null,
  }
}
