// Do all captures of words, replayed with every source at once, give passages, and nothing new a second time?
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DocumentPayload } from '../../src/collect/finding.ts'
import type { Json } from '../../src/collect/port.ts'
import { type Replayed, replayFile } from '../../src/collect/replay.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import type { KeptPassages } from '../../src/extract/index.ts'
import { readCuratedData, readWordLists } from '../../src/store/evidence.ts'
import { memoryStore } from '../collect/memory-store.ts'
import { temporaryFolder } from '../collect/stage.ts'
import { CAPTURES, packCaptures, realSources } from './packed.ts'

const folder = join(CAPTURES, 'statements')
const there = existsSync(folder)
if (!there) console.warn(`the captures of words are not replayed: ${folder} is not there`)

describe.skipIf(!there)('all captures of words', { timeout: 300_000 }, () => {
  const own = temporaryFolder()
  const store = memoryStore()
  const runs: Replayed[] = []

  beforeAll(async () => {
    const file = await packCaptures(folder, own.path)
    const sources = await realSources()
    const data = join(PROJECT_DIR, 'data')
    const { evidence } = await readCuratedData(data)
    const deriver = {
      module: new URL('../../dist/src/extract/derive.js', import.meta.url).href,
      data: (await readWordLists(data, evidence)) as unknown as Json,
    }
    const folders = { captures: join(own.path, 'own'), rows: join(own.path, 'rows') }
    for (const _ of ['first', 'second'])
      runs.push(await replayFile(file, sources, { store, ...folders, deriver, now: Date.now }))
  }, 300_000)
  afterAll(() => own.remove())

  it('are read without an error, and the second time give nothing new', () => {
    const all = runs.flatMap(({ summaries }) => summaries)
    expect(all.flatMap(({ source, error }) => (error ? [{ source, error }] : []))).toEqual([])
    for (const summary of runs[1]?.summaries ?? [])
      expect(summary, summary.source).toMatchObject({ new: 0, changed: 0 })
  })

  it.each(['gov-uk-statements', 'parliament-written-questions', 'theyworkforyou-debates'])(
    'of %s hold passages about the sector, each word for word in its document',
    async (source) => {
      const documents = new Map(
        (await store.read({ source, kind: 'document' })).map(({ id, payload }) => [
          id,
          payload as unknown as DocumentPayload,
        ]),
      )
      const kept = (await store.read({ source, kind: 'passages' })).map(({ id, payload }) => ({
        id,
        passages: (payload as unknown as KeptPassages).passages,
      }))
      expect(kept.flatMap(({ passages }) => passages).length).toBeGreaterThan(0)
      for (const { id, passages } of kept)
        for (const { text } of passages)
          expect(
            documents.get(id)?.paragraphs.some((paragraph) => paragraph.text.includes(text)),
            `${id}: ${text}`,
          ).toBe(true)
    },
  )

  it('of the web archive are read', () => {
    const archive = runs[0]?.summaries.find(({ source }) => source === 'internet-archive-wayback')
    expect(archive?.pages).toBeGreaterThan(0)
  })

  it('that are left out say why', () => {
    for (const { summaries, unclaimed } of runs) {
      for (const { skipped } of summaries)
        for (const { url, why } of skipped) expect(why.trim(), url).not.toBe('')
      for (const address of unclaimed) expect(URL.canParse(address), address).toBe(true)
    }
  })
})
