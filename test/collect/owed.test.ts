// Is what a run could not read asked again, without holding up everything else? Through runs over the tests' server.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { filed, unfiled } from '../../src/collect/addresses.ts'
import { MOST_TRIES } from '../../src/collect/owed.ts'
import type { Source } from '../../src/collect/scraper.ts'
import { send } from './play.ts'
import { setTheStage, sourceNamed } from './stage.ts'

describe('an address that could not be read', () => {
  let stage: Awaited<ReturnType<typeof setTheStage>>
  let source: Source
  const bad = '/api/content/government/speeches/speech-2'
  const read = async (kind: string) => stage.store.read({ source: source.id, kind })
  /** Only the first run starts from the list, as a cursor would have it. */
  const startOnce = {
    start: ({ cursor }: { cursor: unknown }) => ({
      pages: cursor ? [] : ['/api/search.json?start=0'],
      cursor: 'read',
    }),
  }

  beforeEach(async () => {
    stage = await setTheStage(4)
    source = await sourceNamed('gov-uk-speeches', {
      ...startOnce,
      expected: { min: 0, max: 100 },
      retry: { times: 0 },
      revisit: { afterDays: 999, perRun: 0 },
    })
  })
  afterEach(() => stage.close())

  it('does not hold up the cursor, and is asked by the next run', async () => {
    stage.server.on(bad, (_, response) => send(response, 500, 'no'))
    expect(await stage.run(source)).toMatchObject({ error: null, new: 3 })
    expect(await read('cursor')).toEqual([{ id: 'cursor', value: 'read' }])
    stage.server.on(bad, null)
    expect(await stage.run(source)).toMatchObject({ error: null, new: 1 })
    expect((await read('owed')).map(({ open, tries }) => [open, tries])).toEqual([[false, 1]])
  })

  it('is given up after so many runs, with an issue that says since when and why', async () => {
    stage.server.on(bad, (_, response) => send(response, 500, 'no'))
    // Something else can be read: a run that reads nothing at all is a failure of another kind, and counts no tries.
    const also = (from: Source): Source => ({
      ...from,
      scraper: { ...from.scraper, start: () => ({ pages: ['/api/content/government/speeches/speech-1'] }) },
    })
    await stage.run(source)
    for (let n = 2; n < MOST_TRIES; n++) await stage.run(also(source))
    const last = await stage.run(also(source))
    expect(last.issues.map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/^given up after 14 runs since .*: failed: answered 500$/),
    )
    const asked = stage.server.hits.filter(({ path }) => path === bad).length
    await stage.run(also(source))
    expect(stage.server.hits.filter(({ path }) => path === bad)).toHaveLength(asked)
  })
})

describe('a page that says something else now', () => {
  it('makes the document that it gave before gone, and keeps its words', async () => {
    const stage = await setTheStage(2)
    const source = await sourceNamed('gov-uk-speeches')
    await stage.run(source)
    const before = stage.server.speeches.get('speech-1')
    if (!before) throw new Error('no speech')
    stage.server.speeches.set('speech-1', {
      ...before,
      id: '00000000-0000-4000-8000-000000000099',
      title: 'Another',
    })
    await stage.run(source)
    const documents = Object.fromEntries(
      (await stage.store.read({ source: source.id, kind: 'document' })).map((one) => [one.id, one.payload]),
    )
    expect(documents['00000000-0000-4000-8000-000000000001']).toMatchObject({
      status: 'gone',
      title: 'Speech 1',
    })
    expect(documents['00000000-0000-4000-8000-000000000099']).toMatchObject({
      status: 'live',
      title: 'Another',
    })
    await stage.close()
  })
})

describe('a record about an address', () => {
  it('gets a short id when the address is long, and comes back as it was', () => {
    for (const id of ['https://example.org/a', `https://example.org/?${'q'.repeat(3_000)}`]) {
      const record = filed({ id, answer: 'found' })
      expect(record.id.length).toBeLessThanOrEqual(500)
      expect(unfiled(record)).toEqual({ id, answer: 'found' })
    }
  })
})
