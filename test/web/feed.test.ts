// Is the feed a JSON Feed 1.1, complete, and can every verdict in it be worked out from it alone?
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
import RssParser from 'rss-parser'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { recompute } from '../../src/verify/item.ts'
import { itemDigest } from '../../src/web/feed.ts'
import { makeSite } from '../../src/web/site.ts'
import { realApp, TODAY } from '../real-site.ts'
import { readAsOldClient } from './old-client.ts'

const { app, site } = await realApp()
const textOf = async (address: string): Promise<string> => {
  const response = await app.request(address.replace('https://wvd.example', ''))
  const text = await response.text()
  if (response.status !== 200) throw new Error(`${address}: ${response.status} ${text}`)
  return text
}
const jsonOf = async (address: string) => JSON.parse(await textOf(address))

/** Every page, by its next_url. */
async function pagesFrom(address: string) {
  const pages = [await jsonOf(address)]
  for (let next = pages[0].next_url; next !== undefined; next = pages.at(-1).next_url)
    pages.push(await jsonOf(next))
  return pages
}
const pages = await pagesFrom('/feed.json')
const feed = { ...pages[0], items: pages.flatMap((page) => page.items) }
type Item = {
  id: string
  date_published?: string
  date_modified?: string
  tags: string[]
  _words_vs_deeds: {
    type: string
    voice: string
    statement: { id: string; programmes: string[]; voice: string; speaker: { body: string } }
    verdicts: { claim: string; result: string }[]
    change?: { on: string; why: string[]; before: { result: string } }
  }
}
const statements = (items: Item[]) => items.filter((item) => item._words_vs_deeds.type === 'statement')
const changes = (items: Item[]) => items.filter((item) => item._words_vs_deeds.type === 'verdict-change')

describe('the feed', () => {
  it('has what JSON Feed 1.1 asks for', async () => {
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1')
    expect(feed).toMatchObject({ title: expect.any(String), home_page_url: expect.stringMatching(/^https/) })
    const ids = feed.items.map((item: { id: string }) => item.id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const item of feed.items) {
      expect(item.content_text.length).toBeGreaterThan(20)
      expect(item.url).toBe(item.id)
      for (const name of ['date_published', 'date_modified']) {
        if (name in item) expect(item[name]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
      }
      for (const author of item.authors) expect(author.name).toBeTruthy()
    }
    const response = await app.request('/feed.json')
    expect(response.headers.get('content-type')).toContain('application/feed+json')
    expect(parseJsonFeed(pages[0]).items?.length).toBe(100)
  })

  it('comes in pages that hold everything once, the newest first', () => {
    expect(pages.length).toBeGreaterThan(2)
    for (const page of pages) expect(page._words_vs_deeds.total).toBe(feed.items.length)
    const days = feed.items.map((item: Item) => item.date_published ?? '')
    expect(days).toEqual([...days].sort().reverse())
  })

  it('holds every statement of the evidence', () => {
    const ids = statements(feed.items).map((item) => item._words_vs_deeds.statement.id)
    expect(ids.sort()).toEqual(site.ledger.statements.map((entry) => entry.statement.id).sort())
    expect(ids.length).toBe(222)
  })

  it('tells each change of a verdict, with the old one, the new one and why', () => {
    const told = changes(feed.items)
    expect(told.length).toBeGreaterThan(50)
    for (const { id, date_published, _words_vs_deeds: data } of told) {
      const [now] = data.verdicts
      expect(data.verdicts.length).toBe(1)
      expect(now?.result).not.toBe(data.change?.before.result)
      expect(data.change?.why.length).toBeGreaterThan(0)
      expect(id.endsWith(`?asOf=${data.change?.on}`)).toBe(true)
      expect(date_published).toBe(`${data.change?.on}T00:00:00Z`)
    }
  })

  it('has the same ids tomorrow', async () => {
    const { evidence, ledger } = {
      evidence: (await import('../../src/store/evidence.ts')).readCuratedData,
      ...site,
    }
    const curated = await evidence((await import('../../src/config.ts')).readConfig({}).evidenceDir)
    const next = makeSite({
      ...{ ...curated, dataVersion: ledger.dataVersion, today: '2026-11-25', siteUrl: 'https://wvd.example' },
      ...{ modified: new Date(), assets: new Map() },
    })
    const ids: string[] = []
    for (let at = '/feed.json'; at !== ''; ) {
      const [path = '', query = ''] = at.replace('https://wvd.example', '').split('?')
      const page = JSON.parse(new TextDecoder().decode(next.find(path, query).variants.identity.body))
      ids.push(...page.items.map((item: Item) => item.id))
      at = page.next_url ?? ''
    }
    const fell = ids.filter((id) => id.endsWith('?asOf=2026-11-25')) // claims that fall due on that very day
    expect(ids.filter((id) => !fell.includes(id))).toEqual(feed.items.map((item: Item) => item.id))
  })

  it('can be read by a reader of the first shape', async () => {
    for (const page of pages) expect(readAsOldClient(JSON.stringify(page)).length).toBe(page.items.length)
  })

  it.each([
    ...['"sources"', '"title"', '"content_text"', '"feed_url"', '"today"', '"digest"', '"quote"', '"body"'],
    ...[
      '"claims"',
      '"verdicts"',
      '"result"',
      '"tags"',
      '"readings"',
      '"used"',
      '"observation"',
      '"measures"',
    ],
    ...['"programmes"', '"comparator"', '"voice"', '"https://jsonfeed.org/version/1.1"'],
  ])('a feed in which %s had another name would break that reader', (name) => {
    const text = JSON.stringify(pages[0])
    expect(text).toContain(name)
    expect(() => readAsOldClient(text.replaceAll(name, '"renamed"'))).toThrow()
  })

  it('is as its published schema says', async () => {
    const schema = await jsonOf(pages[0]._words_vs_deeds.schema)
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    expect(ajv.validateSchema(schema)).toBe(true)
    const validate = ajv.compile(schema)
    for (const page of pages) expect(validate(page), JSON.stringify(validate.errors?.[0])).toBe(true)
    const broken = structuredClone(pages[0])
    broken.items[5]._words_vs_deeds.verdicts = [{ result: 'perhaps' }]
    expect(validate(broken)).toBe(false)
  })

  it('recomputes every verdict from each item alone', () => {
    let verdicts = 0
    for (const item of feed.items) {
      const found = recompute(item._words_vs_deeds)
      expect(found.differences).toEqual([])
      verdicts += found.claims.length
      expect(item._words_vs_deeds.digest).toBe(itemDigest(item))
    }
    expect(verdicts).toBe(177 + changes(feed.items).length)
  })

  it('a changed digit in the verdict before a change is found too', () => {
    const item = structuredClone(changes(feed.items)[0]) as Item
    expect(recompute(item._words_vs_deeds).differences).toEqual([])
    const before = item._words_vs_deeds.change?.before
    if (before) before.result = 'met'
    expect(recompute(item._words_vs_deeds).differences[0]?.part).toBe('change.before.result')
  })

  it('recomputes also as known on past dates', async () => {
    for (const asOf of ['2012-01-01', '2016-02-29', '2025-12-31']) {
      const past = JSON.parse(await (await app.request(`/feed.json?asOf=${asOf}`)).text())
      expect(past.items.length).toBeGreaterThan(5)
      for (const item of past.items) expect(recompute(item._words_vs_deeds).differences).toEqual([])
    }
  })

  it('one digit changed in any figure, claim or verdict is found, and the claim is named', () => {
    const item = feed.items.find(
      (candidate: { _words_vs_deeds: { statement: { id: string } } }) =>
        candidate._words_vs_deeds.statement.id === 'hurd-2013-06-19-almost-half',
    )
    const data = JSON.stringify(item._words_vs_deeds)
    const change = (from: string, to: string): unknown => {
      expect(data).toContain(from)
      return JSON.parse(data.replace(from, to))
    }
    for (const changed of [
      change(
        '"value":47,"display":"47%","low":null,"high":null,"numerator":368',
        '"value":41,"display":"41%","low":null,"high":null,"numerator":368',
      ),
      change('"value":50,"unit":"percent"', '"value":60,"unit":"percent"'),
      change('"interval":{"low":46.5', '"interval":{"low":46.6'),
      change('"attainment":1', '"attainment":0'),
      change('"result":"met"', '"result":"not-met"'),
    ]) {
      const { differences } = recompute(changed)
      expect(differences[0]?.claim).toBe('hurd-2013-06-19-almost-half#1')
    }
  })

  it('one digit changed anywhere in an item changes its digest', () => {
    const source = JSON.stringify(feed.items[3])
    const places = [...source.matchAll(/[0-8]/g)]
      .map((found) => found.index)
      .filter((_, index) => index % 5 === 0)
    expect(places.length).toBeGreaterThan(20)
    for (const place of places) {
      const changed = `${source.slice(0, place)}9${source.slice(place + 1)}`
      const item = JSON.parse(changed)
      expect(item._words_vs_deeds.digest === itemDigest(item), changed.slice(place - 20, place + 20)).toBe(
        false,
      )
    }
  })
})

describe('filters of the feed', () => {
  const itemsOf = async (query: string): Promise<Item[]> =>
    (await pagesFrom(`/feed.json?${query}`)).flatMap((p) => p.items)

  it.each([
    [
      'programme=work-programme',
      (i: Item) => i._words_vs_deeds.statement.programmes.includes('work-programme'),
    ],
    ['body=Cabinet%20Office', (i: Item) => i._words_vs_deeds.statement.speaker.body === 'Cabinet Office'],
    ['kind=forecast', (i: Item) => i.tags.includes('forecast')],
    ['voice=sector', (i: Item) => i._words_vs_deeds.statement.voice === 'sector'],
    ['verdict=no-figures', (i: Item) => i._words_vs_deeds.verdicts.some((v) => v.result === 'no-figures')],
    ['type=verdict-change', (i: Item) => i._words_vs_deeds.type === 'verdict-change'],
    ['kind=pledge&verdict=met', (i: Item) => i.tags.includes('pledge') && i.tags.includes('met')],
    ['since=2015-01-01', (i: Item) => (i.date_modified ?? i.date_published ?? '') >= '2015'],
  ])('%s gives exactly the items that pass', async (query, passes) => {
    const all: Item[] = feed.items
    const found = await itemsOf(`${query}&limit=40`)
    expect(found.map((item) => item.id)).toEqual(all.filter(passes).map((item) => item.id))
    expect(found.length).toBeGreaterThan(0)
    expect(found.length).toBeLessThan(all.length)
  })

  it.each(['since=yesterday', 'type=news', 'after=~', 'limit=0', 'limit=251', 'verdict=maybe'])(
    '%s is refused with what was expected',
    async (query) => {
      const response = await app.request(`/feed.json?${query}`)
      expect(response.status).toBe(400)
      expect((await response.json()) as { detail: string }).toMatchObject({
        detail: expect.stringContaining('expected'),
      })
    },
  )

  it('programmes and gaps have feeds of their own', async () => {
    const own = (await pagesFrom('/programmes/work-programme/feed.json')).flatMap((page) => page.items)
    expect(own.map((item: Item) => item.id)).toEqual(
      (await itemsOf('programme=work-programme')).map((item) => item.id),
    )
    const gaps = (await pagesFrom('/gaps/feed.json')).flatMap((page) => page.items)
    expect(statements(gaps).length).toBeGreaterThan(10)
    for (const item of gaps) expect(item.tags.join(' ')).toMatch(/no-figures|not-testable/)
    expect((await app.request('/programmes/no-such/feed.json')).status).toBe(404)
  })
})

describe('atom', () => {
  it('parses in two libraries and holds the items of the JSON feed', async () => {
    const text = await textOf('/feed.atom')
    const parsed = parseAtomFeed(text)
    expect(parsed.entries?.map((entry) => entry.id)).toEqual(pages[0].items.map((item: Item) => item.id))
    expect(parsed.links?.map((one) => one.rel)).toEqual(['self', 'alternate', 'next'])
    const other = await new RssParser().parseString(text)
    expect(other.items.map((entry) => [entry.id, entry.title])).toEqual(
      parsed.entries?.map((entry) => [entry.id, entry.title?.value]),
    )
    const names: string[] = []
    const sax = new SaxesParser({ xmlns: true })
    sax.on('opentag', (tag) =>
      names.push(tag.uri === 'http://www.w3.org/2005/Atom' ? tag.local : `other:${tag.local}`),
    )
    sax.on('error', (error) => {
      throw error
    })
    sax.write(text).close()
    expect(names.filter((name) => name === 'entry').length).toBe(100)
    expect(names.filter((name) => name.startsWith('other:'))).toEqual([])
  })
})

describe('what was corrected', () => {
  const old = site.ledger.measures
    .flatMap((m) => m.figures)
    .find(({ observation }) => observation.id === 'kickstart-starts-2021-12-08')

  it('taken-out, withdrawn and revised records are told with what they touch, and nothing shakes the items', async () => {
    const { readCuratedData } = await import('../../src/store/evidence.ts')
    const { readConfig } = await import('../../src/config.ts')
    const curated = await readCuratedData(readConfig({}).evidenceDir)
    if (old === undefined) throw new Error('the figure of this test has gone')
    const revised = {
      ...old.observation,
      id: 'kickstart-starts-revised',
      value: 99_000,
      display: '99,000',
      published: '2022-03-01',
    }
    const evidence = { ...curated.evidence, observations: [...curated.evidence.observations, revised] }
    const tombstones = [
      { kind: 'statement' as const, id: 'gone-statement', gone: '2026-11-01', reason: 'Said by nobody.' },
    ]
    const changed = makeSite({
      ...{
        ...curated,
        evidence,
        tombstones,
        dataVersion: 'test',
        today: TODAY,
        siteUrl: 'https://wvd.example',
      },
      ...{ modified: new Date(), assets: new Map(), hub: 'https://hub.example/' },
    })
    const read = (path: string) => new TextDecoder().decode(changed.find(path, '').variants.identity.body)
    const corrections = JSON.parse(read('/corrections.json'))
    expect(corrections.items.map((item: Item) => item.tags[0])).toEqual(['taken-out', 'revised'])
    const [, revision] = corrections.items
    const first = JSON.parse(read('/feed.json'))
    const { touches } = revision._words_vs_deeds.correction
    expect(touches.citations).toEqual(
      expect.arrayContaining([
        'https://wvd.example/cite/claims/dwp-2020-kickstart-250000/1/',
        'https://wvd.example/cite/observations/kickstart-starts-2021-12-08/',
        `https://wvd.example/cite/measures/${old.measure.id}/`,
      ]),
    )
    expect(touches.embeds).toContain(`https://wvd.example/embed/measures/${old.measure.id}`)
    expect(touches.items).toContain('https://wvd.example/statements/dwp-2020-kickstart-250000')
    const told = new Set<string>()
    for (let at = '/feed.json'; at !== ''; ) {
      const [path = '', query = ''] = at.split('?')
      const page = JSON.parse(new TextDecoder().decode(changed.find(path, query).variants.identity.body))
      for (const item of page.items) told.add(item.id)
      at = (page.next_url ?? '').replace('https://wvd.example', '')
    }
    expect(touches.items.filter((id: string) => !told.has(id))).toEqual([])
    expect(corrections.items[0]._words_vs_deeds.correction.touches.citations).toEqual([
      'https://wvd.example/cite/claims/gone-statement/',
    ])
    expect(first._words_vs_deeds.deleted).toEqual([
      { ref: 'https://wvd.example/statements/gone-statement', ...tombstones[0] },
    ])
    expect(first.hubs).toEqual([{ type: 'WebSub', url: 'https://hub.example/' }])
    expect(changed.find('/feed.json', '').variants.identity.headers.Link).toContain(
      '<https://hub.example/>; rel="hub"',
    )
    expect(read('/feed.atom')).toContain(
      '<at:deleted-entry ref="https://wvd.example/statements/gone-statement"',
    )
    expect(readAsOldClient(read('/feed.json')).length).toBe(100)
    expect(await textOf('/feed.json')).not.toContain('"hubs"')
  })
})
