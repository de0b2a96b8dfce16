// Does the wire show what the machine heard, once, with its place, and marked as not reviewed? On invented passages.
import { describe, expect, it } from 'vitest'
import { wireId } from '../../src/collect/collected.ts'
import { readConfig } from '../../src/config.ts'
import {
  type Collected,
  type CollectedDocument,
  type CollectedSource,
  makeWire,
  NO_FIGURES,
  type Passage,
  type Person,
} from '../../src/domain/collected.ts'
import { buildSite } from '../../src/main.ts'
import { makeApp } from '../../src/web/app.ts'
import { TODAY } from '../real-site.ts'

const passage = (text: string, over: Partial<Passage> = {}): Passage => ({
  ...{ text, before: null, after: 'More followed.', body: null, voice: 'government', kind: 'pledge' },
  place: { paragraph: 3, sentence: 1, anchor: 'delivery', column: null },
  speaker: { name: 'Avery Stone', role: null, id: '77' },
  programmes: [{ id: 'work-programme', because: 'named by "Work Programme"' }],
  claims: [
    {
      ...{
        comparator: 'nearly',
        value: 50,
        valueHigh: null,
        unit: 'percent',
        population: 'the supply chain',
      },
      ...{ deadline: null, text: 'almost half', because: 'almost', measures: [] },
    },
  ],
  because: ['the sector: "charities"'],
  ...over,
})
const document = (key: string, date: string | null, passages: Passage[], over = {}): CollectedDocument => ({
  ...{
    source: 'example-speeches',
    key,
    capture: `sha256:${'a'.repeat(64)}`,
    captured: '2026-11-20T05:17:00.000Z',
  },
  document: {
    ...{ url: `https://example.org/${key}`, title: `Speech ${key}`, date, body: 'Department for Examples' },
    ...{ type: 'speech', licence: 'OGL-3.0' },
  },
  ...{ words: 'x', left: 0, status: 'live', passages, ...over },
})
const person: Person = {
  ...{ id: '77', name: 'Avery Stone' },
  parties: [
    { name: 'Green', start: '2001-01-01', end: '2012-01-31' },
    { name: 'Purple', start: '2012-02-01', end: null },
  ],
  posts: [{ name: 'Minister for Examples', start: '2011-01-01', end: '2012-06-30' }],
}
const documents = [
  document('one', '2011-06-01', [passage('Charities will deliver almost half of the Work Programme.')]),
  document('two', '2012-03-05', [passage('Charities will deliver “almost half” of the Work Programme')]),
  document('three', null, [
    passage('Does a <b>charity</b> get paid?', { kind: 'none', speaker: null, claims: [], programmes: [] }),
  ]),
]
const wire = makeWire(documents, new Map([[person.id, person]]), wireId)

const source: CollectedSource = {
  ...{
    id: 'example-speeches',
    title: 'Speeches of the Department for Examples',
    publisher: 'Examples',
    licence: 'OGL-3.0',
  },
  ...{
    address: 'https://example.org',
    cadence: '17 5 * * *',
    next: '2026-11-25T05:17:00.000Z',
    notes: 'No real page was tested.',
  },
  broken: null,
  health: {
    ...{
      state: 'failing',
      failures: 3,
      failingSince: '2026-11-21T05:17:00.000Z',
      lastWorked: '2026-11-20T05:18:00.000Z',
    },
    ...{ lastRun: '2026-11-23T05:18:00.000Z', lastError: 'expected one "main", found 0' },
  },
  runs: [
    {
      ...{
        id: 'r1',
        mode: 'live',
        state: 'failed',
        started: '2026-11-23T05:17:00.000Z',
        finished: '2026-11-23T05:18:00.000Z',
      },
      ...{ requests: 4, bytes: 1234, pages: 3, findings: 2, new: 0, changed: 0, unchanged: 0 },
      ...{
        skipped: [{ url: 'https://example.org/x', why: 'gone (404)' }],
        issues: [{ what: 'odd' }],
        error: 'expected one "main", found 0',
      },
    },
  ],
  events: [
    {
      ...{
        event: 'edit',
        kind: 'document',
        key: 'one',
        at: '2026-11-20T05:17:00.000Z',
        url: 'https://example.org/one',
        announced: false,
      },
      diff: [
        { op: 'same', text: 'Charities will deliver ' },
        { op: 'removed', text: 'most' },
        { op: 'added', text: 'almost half' },
      ],
    },
  ],
  captures: [
    {
      url: 'https://example.org/one',
      answer: 'found',
      status: 200,
      digest: `sha256:${'a'.repeat(64)}`,
      checked: '2026-11-20T05:17:00.000Z',
    },
  ],
  counts: { captures: 1, records: { document: 3 } },
  tally: null,
}
const collected: Collected = { sources: [source], wire }
const site = await buildSite(readConfig({ SITE_URL: 'https://wvd.example' }), TODAY, {
  collected,
  figures: NO_FIGURES,
})
const app = makeApp({
  site: () => site,
  asset: (name) => `/${name}`,
  report: (error) => {
    throw error
  },
})
const text = async (path: string): Promise<string> => (await app.request(path)).text()
/** Parsed, of whatever shape it has. */
const parse = async (response: Response | Promise<Response>) => JSON.parse(await (await response).text())
const json = (path: string) => parse(app.request(path))

describe('makeWire', () => {
  it('makes the same words one entry with many utterances, the newest first', () => {
    expect(wire.map((entry) => entry.utterances.map((one) => one.document.key))).toEqual([
      ['three'],
      ['two', 'one'],
    ])
  })

  it('names an entry by its words alone, so that it keeps its address', () => {
    const [again] = makeWire([documents[1] as CollectedDocument], new Map(), wireId)
    expect(again?.id).toBe(wire[1]?.id)
    expect(again?.id).toMatch(/^w-[0-9a-f]{12}$/)
  })

  it('gives the party and the post held on the day, and none where the register is not sure', () => {
    const speakers = wire[1]?.utterances.map((one) => one.speaker)
    expect(speakers).toEqual([
      { name: 'Avery Stone', id: '77', role: 'Minister for Examples', party: 'Purple' },
      { name: 'Avery Stone', id: '77', role: 'Minister for Examples', party: 'Green' },
    ])
    const undated = makeWire(
      [document('four', null, [passage('Charities help.')])],
      new Map([['77', person]]),
      wireId,
    )
    expect(undated[0]?.utterances[0]?.speaker).toEqual({
      name: 'Avery Stone',
      id: '77',
      role: null,
      party: null,
    })
  })
})

describe('/wire', () => {
  it('shows each passage with its place, its source, its digest and why it was picked', async () => {
    const page = await text('/wire')
    expect(page).toContain('collected by machine, not yet reviewed')
    expect(page).toContain('https://example.org/two#delivery')
    expect(page).toContain('paragraph 4, sentence 2')
    expect(page).toContain(`sha256:${'a'.repeat(12)}…`)
    expect(page).toContain('the sector: &quot;charities&quot;')
    expect(page).toContain('nearly 50%')
    expect(page).toContain('Said 2 times')
    expect(page).not.toContain('<b>charity</b>')
  })

  it.each([
    ['programme=work-programme', 1],
    ['programme=restart-scheme', 0],
    ['kind=none', 1],
    ['source=example-speeches', 2],
    ['body=department-for-examples', 2],
    ['q=ALMOST+half', 1],
  ])('filters by %s', async (query, total) => {
    expect((await json(`/wire.json?${query}`)).items).toHaveLength(total)
  })

  it('refuses a kind that does not exist, and says what was expected', async () => {
    const response = await app.request('/wire.json?kind=promise')
    expect(response.status).toBe(400)
    expect((await parse(response)).detail).toContain(
      'expected one of pledge, forecast, description, principle or none',
    )
  })

  it('is a JSON Feed of its own, every item marked as not reviewed', async () => {
    const response = await app.request('/wire.json')
    expect(response.headers.get('content-type')).toBe('application/feed+json; charset=utf-8')
    const feed = await parse(response)
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1')
    expect(feed.items.map((item: { tags: string[] }) => item.tags.at(-1))).toEqual([
      'not-reviewed',
      'not-reviewed',
    ])
    expect(feed.items[1].url).toBe(`https://wvd.example/wire/${wire[1]?.id}`)
    expect(feed.items[1]._words_vs_deeds.wire).toMatchObject({ reviewed: false, id: wire[1]?.id })
  })

  it('pages by fifty, newer and older', async () => {
    const many = Array.from({ length: 120 }, (_, n) =>
      document(`d${n}`, '2012-01-01', [passage(`Charities deliver ${n}.`)]),
    )
    const big = await buildSite(readConfig({ SITE_URL: 'https://wvd.example' }), TODAY, {
      collected: { sources: [], wire: makeWire(many, new Map(), wireId) },
      figures: NO_FIGURES,
    })
    const bigApp = makeApp({ site: () => big, asset: (name) => `/${name}`, report: () => {} })
    const seen = new Set<string>()
    let next: string | undefined = '/wire.json'
    let pages = 0
    while (next) {
      const feed = await parse(bigApp.request(next))
      for (const item of feed.items) seen.add(item.id)
      next = feed.next_url?.replace('https://wvd.example', '')
      pages += 1
    }
    expect([pages, seen.size]).toEqual([3, 120])
    expect((await bigApp.request('/wire?page=4')).status).toBe(404)
  })

  it('shows only what had been captured by a past day', async () => {
    expect((await json('/wire.json?asOf=2026-11-19')).items).toEqual([])
    expect((await json('/wire.json?asOf=2026-11-20')).items).toHaveLength(2)
  })

  it('shows an entry whole, with everybody who said it', async () => {
    const page = await text(`/wire/${wire[1]?.id}`)
    expect(page).toContain('Also said')
    expect(page).toContain('1 June 2011')
    expect((await app.request('/wire/w-000000000000')).status).toBe(404)
  })

  it('never enters a verdict', async () => {
    const bare = await buildSite(readConfig({ SITE_URL: 'https://wvd.example' }), TODAY)
    expect(site.ledger.claims.map((entry) => entry.verdict)).toEqual(
      bare.ledger.claims.map((entry) => entry.verdict),
    )
  })
})

describe('/sources', () => {
  it('shows how each source is doing, when it last worked and when it is looked at next', async () => {
    const page = await text('/sources')
    expect(page).toContain('failing since 21 November 2026, 05:17 UTC')
    expect(page).toContain('20 November 2026, 05:18 UTC')
    expect(page).toContain('25 November 2026, 05:17 UTC')
  })

  it('shows runs, edits and captures of one', async () => {
    const page = await text('/sources/example-speeches')
    for (const words of [
      'gone (404)',
      '<del>most</del>',
      '<ins>almost half</ins>',
      'without the publisher saying so',
      'No real page was tested.',
      `sha256:${'a'.repeat(64)}`,
    ])
      expect(page).toContain(words)
    expect((await json('/sources/example-speeches.json')).data).toMatchObject({
      id: 'example-speeches',
      kind: 'machine',
    })
  })
})
