// What is kept of a document, and of its passages, when it is on topic, off topic, edited, and gone?

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commit, openStage, type Staged } from '../../src/collect/commit.ts'
import { type Derive, readOn } from '../../src/collect/derive.ts'
import {
  type DocumentPayload,
  documentFinding,
  documentFindings,
  type Finding,
} from '../../src/collect/finding.ts'
import { memoryStore } from './memory-store.ts'
import { temporaryFolder } from './stage.ts'

const payload = (...texts: string[]): DocumentPayload => ({
  ...{
    url: 'https://example.org/a',
    title: 'A',
    date: '2012-01-01',
    body: null,
    speakers: [],
    type: 'speech',
  },
  ...{ status: 'live' as const, licence: 'OGL-3.0', paragraphs: texts.map((text) => ({ text })) },
})
/** Stands in for the extractor: a passage is a paragraph with "charit" in it. */
const derive: Derive = ({ paragraphs, status }) => {
  const passages = paragraphs.filter(({ text }) => /charit/i.test(text)).map(({ text }) => ({ text }))
  return passages.length === 0 ? null : { passages, status }
}
const parsed = (...findings: Finding[]) => ({ findings, follow: [], issues: [] })

describe('readOn', () => {
  it('puts passages beside a document that has any', () => {
    const { findings, offTopic } = readOn(parsed(documentFinding('a', payload('Charities deliver.'))), derive)
    expect(findings.map(({ kind, key }) => `${kind} ${key}`)).toEqual(['document a', 'passages a'])
    expect(offTopic).toBe(0)
  })

  it('keeps a page’s only document without its paragraphs when it is off topic', () => {
    const { findings, offTopic } = readOn(parsed(documentFinding('a', payload('Roads.'))), derive)
    expect(findings[0]?.payload).toMatchObject({ title: 'A', paragraphs: [] })
    expect(findings[0]?.payload.textDigest).toMatch(/^sha256:/)
    expect(findings[0]?.ifKnown).toBeUndefined()
    expect(offTopic).toBe(0)
  })

  it('of a page with several documents makes records only of those on topic', () => {
    const page = parsed(
      documentFinding('a', payload('Roads.')),
      documentFinding('b', { ...payload('A charity.'), url: 'https://example.org/b' }),
    )
    const { findings, offTopic } = readOn(page, derive)
    expect(findings.filter((one) => !one.ifKnown).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'document b',
      'passages b',
    ])
    expect(offTopic).toBe(1)
  })

  it('takes the parts of one page as one document', () => {
    const long = payload('x '.repeat(90_000), 'y '.repeat(90_000))
    const parts = documentFindings('a', long)
    expect(parts.map(({ key }) => key)).toEqual(['a', 'a~2'])
    expect(readOn(parsed(...parts), derive).offTopic).toBe(0)
  })
})

describe('a commit', () => {
  const lay = async (
    store: ReturnType<typeof memoryStore>,
    texts: string[],
    captured: string,
    alone = true,
  ) => {
    const folder = temporaryFolder()
    const stage = openStage(join(folder.path, 'staged'))
    const others = alone
      ? []
      : [documentFinding('z', { ...payload('A charity elsewhere.'), url: 'https://example.org/z' })]
    const { findings } = readOn(parsed(documentFinding('a', payload(...texts)), ...others), derive)
    const where = {
      source: 's',
      url: 'https://example.org/a',
      capture: `sha256:${captured}`,
      captured,
      file: 'f',
      run: 'r',
    }
    for (const finding of findings) stage.add(finding, where)
    const counts = await commit(store, 's', stage.all() as AsyncIterable<Staged>)
    stage.clear()
    folder.remove()
    return counts
  }
  const read = async (store: ReturnType<typeof memoryStore>, kind: string) =>
    Object.fromEntries((await store.read({ source: 's', kind })).map((record) => [record.id, record]))

  it('counts documents, not the passages that follow from them', async () => {
    expect(await lay(memoryStore(), ['Charities deliver.'], '2026-01-01')).toEqual({
      new: 1,
      changed: 0,
      unchanged: 0,
    })
  })

  it('sees an edit that takes a document off topic, keeps what it said, and empties its passages', async () => {
    const store = memoryStore()
    await lay(store, ['Charities deliver.'], '2026-01-01')
    expect(await lay(store, ['Others deliver.'], '2026-01-02')).toEqual({ new: 0, changed: 1, unchanged: 0 })
    expect((await read(store, 'passages')).a?.payload).toEqual({ passages: [] })
    const [version] = Object.values(await read(store, 'versions'))
    expect(version).toMatchObject({ key: 'a', payload: { paragraphs: [{ text: 'Charities deliver.' }] } })
    const [event] = Object.values(await read(store, 'events'))
    expect(event).toMatchObject({ event: 'edit', key: 'a', diff: null })
  })

  it('does not make a record of an off-topic document among several, but sees the edit of a known one', async () => {
    const store = memoryStore()
    await lay(store, ['Roads.'], '2026-01-01', false)
    expect(Object.keys(await read(store, 'document'))).toEqual(['z'])
    await lay(store, ['A charity.'], '2026-01-02', false)
    await lay(store, ['Roads again.'], '2026-01-03', false)
    expect((await read(store, 'document')).a?.payload).toMatchObject({ paragraphs: [] })
    expect((await read(store, 'passages')).a?.payload).toEqual({ passages: [] })
  })

  it('marks the passages of a page that is gone', async () => {
    const store = memoryStore()
    await lay(store, ['Charities deliver.'], '2026-01-01')
    const provenance = {
      source: 's',
      url: 'u',
      capture: 'sha256:2',
      captured: '2026-01-02',
      file: 'f',
      run: 'r',
    }
    const none = (async function* () {})() as AsyncIterable<Staged>
    await commit(store, 's', none, [{ key: 'a', provenance }])
    expect((await read(store, 'document')).a?.payload).toMatchObject({
      status: 'gone',
      paragraphs: [{ text: 'Charities deliver.' }],
    })
    expect((await read(store, 'passages')).a?.payload).toMatchObject({
      status: 'gone',
      passages: [{ text: 'Charities deliver.' }],
    })
  })
})
