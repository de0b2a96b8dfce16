// Can every answer that the description of the API promises be had, and is it as described? Every operation, every status.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { wireId } from '../../src/collect/collected.ts'
import { readConfig } from '../../src/config.ts'
import { makeWire, NOTHING_COLLECTED } from '../../src/domain/collected.ts'
import type { Tombstone } from '../../src/domain/nouns.ts'
import { PIN_KINDS } from '../../src/domain/pin.ts'
import { buildSite } from '../../src/main.ts'
import { readCuratedData } from '../../src/store/evidence.ts'
import { makeApp } from '../../src/web/app.ts'
import { pinPath, refsIn, versionIn } from '../../src/web/cite.ts'
import { makeLimiter } from '../../src/web/limit.ts'
import { addressesOf, makeSite, type Site } from '../../src/web/site.ts'
import { TODAY } from '../real-site.ts'
import { figure, figuresWith, row } from './invented-figures.ts'
import { inventedOrganisation, listing } from './invented-organisations.ts'

const config = readConfig({ SITE_URL: 'https://wvd.example' })

/** The real data, with one invented record of each kind that only the machine collects. */
const site = await buildSite(config, TODAY, {
  collected: { ...NOTHING_COLLECTED, wire: makeWire([inventedDocument()], new Map(), wireId) },
  figures: figuresWith([figure('share-1')], { 'share-1': [row('A1')] }),
  organisations: {
    ...{ all: [inventedOrganisation('gb-chc-1100001', 'Oak Trust', { paid: 1 })], lists: [], tally: null },
    listings: () => [listing('1')],
  },
})
const appOf = (from: Site | null, limit = makeLimiter(1_000_000)) =>
  makeApp({ site: () => from, asset: (name) => `/${name}`, report: () => {}, limit })
const app = appOf(site)
site.addDownloads(
  site.downloads().map((one) => ({ ...one, path: '/data/words-vs-deeds.zip', type: 'application/zip' })),
)

/** A site from which a record of each kind was taken out. */
const KINDS = [
  'programme',
  'statement',
  'claim',
  'measure',
  'observation',
  'source',
  'body',
  'speaker',
] as const
const tombstones = KINDS.map(
  (kind): Tombstone => ({
    ...{ kind, id: kind === 'claim' ? 'gone-one#1' : 'gone-one', gone: '2026-11-01', reason: 'Invented.' },
  }),
)
const withGaps = makeSite({
  ...(await readCuratedData(config.evidenceDir)),
  ...{ tombstones, dataVersion: 'test', today: TODAY, siteUrl: 'https://wvd.example' },
  ...{ modified: new Date(0), assets: new Map() },
})

const text = await (await app.request('/openapi.json')).text()
const document = JSON.parse(text)

interface Answers {
  readonly description: string
  readonly $ref?: string
  readonly headers?: Readonly<Record<string, unknown>>
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}
interface Get {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[]
  readonly responses: Readonly<Record<string, Answers>>
}
const gets: [string, Get][] = Object.entries(document.paths as Record<string, { get: Get }>).map(
  ([path, { get }]) => [path, get],
)
const described = (get: Get, status: number): Answers => {
  const found = get.responses[status]
  const name = found?.$ref?.split('/').at(-1)
  return name === undefined ? (found as Answers) : document.components.responses[name]
}

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema({ $id: 'api', components: document.components })
const compiled = new Map<string, ValidateFunction>()
function faults(schema: object, data: unknown): string {
  const own = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')
  const validate = compiled.get(own) ?? ajv.compile(JSON.parse(own))
  compiled.set(own, validate)
  return validate(data) ? '' : JSON.stringify(validate.errors?.[0])
}

/** Holds an answer to what is said of its status: headers, type and shape. */
async function hold(response: Response, expected: Answers, where: string): Promise<void> {
  for (const name of Object.keys(expected.headers ?? {}))
    expect(response.headers.get(name), `${where} ${name}`).toBeTruthy()
  const [type, { schema }] = Object.entries(expected.content ?? {})[0] ?? ['', { schema: {} }]
  if (type === '') return
  const got = response.headers.get('content-type') ?? ''
  expect(got, where).toContain(type)
  if (got.includes('json')) expect(faults(schema, await response.json()), where).toBe('')
}

/** One address of every operation that answers 200. */
const claim = site.ledger.claims[0]?.claim.id.replace('#', '/') ?? ''
const pinned = PIN_KINDS.flatMap((kind) => {
  const ref = refsIn(site.present).find((one) => one.kind === kind)
  if (ref === undefined) return []
  const path = pinPath(ref, versionIn(site.present, ref) ?? '')
  return ['', '.json', '.bib', '.ris', '.csl.json'].map((ending) => path + ending)
})
const made = [
  '/measures/example-award-share/share-1',
  '/organisations/gb-chc-1100001',
  `/wire/${site.collected.wire[0]?.id}`,
]
const asked = ['docx', 'md', 'html'].map((ending) => `/pack.${ending}?claims=${claim}`)
const listed = addressesOf(site)
const real = [
  ...listed,
  ...listed.flatMap((path) => (path.endsWith('.svg') ? [path.replace(/svg$/, 'png')] : [])),
  ...pinned,
  ...made.flatMap((path) => ['', '.json', '.csv'].map((ending) => path + ending)),
  ...asked,
  ...[
    `/oembed?url=https://wvd.example/claims/${claim}`,
    '/verify.mjs',
    '/data/words-vs-deeds.zip',
    '/healthz',
  ],
]
const pattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replaceAll('.', '\\.')
      .replace('{file}', '[^/]+\\.zip')
      .replace(/\{[a-z]+\}/g, '[^/.]+')}(?:\\?|$)`,
  )
const addressOf = (path: string): string =>
  real.find((one) => pattern(path).test(one)) ?? `no address of ${path}`
const fill = (path: string, id: string): string =>
  path
    .replace('{n}', '1')
    .replace('{version}', '2026-11-01-aaaaaaaaaaaa')
    .replace(/\{[a-z]+\}/g, id)
const withQuery = (address: string, query: string): string =>
  `${address}${address.includes('?') ? '&' : '?'}${query}`

/** How each problem is brought about. */
const PROBLEMS: Readonly<Record<number, (path: string, get: Get) => Promise<Response> | Response>> = {
  400: (path) => app.request(withQuery(addressOf(path), 'asOf=soon')),
  404: (path, { parameters = [] }) => {
    const has = (name: string): boolean => parameters.some((one) => one.name === name)
    if (path.includes('{')) return app.request(fill(path, 'no-such'))
    return app.request(has('page') ? `${path}?page=9999` : path)
  },
  405: (path) => app.request(addressOf(path), { method: 'POST' }),
  410: (path) => appOf(withGaps).request(fill(path, 'gone-one')),
  414: (path) => app.request(withQuery(addressOf(path), `q=${'x'.repeat(4200)}`)),
  429: (path) =>
    appOf(site, makeLimiter(0)).request(
      withQuery(addressOf(path), 'asOf=2015-01-01'),
      {},
      { incoming: { socket: { remoteAddress: '8.8.8.8' } } },
    ),
  500: (path) => {
    const answer = () => {
      throw new Error('invented')
    }
    return appOf({ ...site, answer }).request(withQuery(addressOf(path), 'asOf=2015-01-01'))
  },
  503: (path) => appOf(null).request(addressOf(path)),
}

describe('the description of the API', () => {
  it.each(gets)(
    '%s answers as described, HEAD the same without a body, 304 to whoever has it, and any origin',
    async (path, get) => {
      const address = addressOf(path)
      const response = await app.request(address)
      expect(response.status, address).toBe(200)
      const head = await app.request(address, { method: 'HEAD' })
      expect(head.status).toBe(200)
      expect(Object.fromEntries(head.headers)).toEqual(Object.fromEntries(response.headers))
      expect(await head.text()).toBe('')
      const isPage = response.headers.get('content-type')?.startsWith('text/html')
      if (path !== '/healthz' && !isPage)
        expect(response.headers.get('access-control-allow-origin')).toBe('*')
      if (get.responses['304']) {
        const again = await app.request(address, {
          headers: { 'If-None-Match': response.headers.get('etag') ?? '' },
        })
        expect(again.status).toBe(304)
        expect(await again.text()).toBe('')
        await hold(again, described(get, 304), `${address} 304`)
      }
      await hold(response, described(get, 200), address)
    },
  )

  it.each(Object.keys(PROBLEMS).map(Number))(
    'every %i that it names can be had, as described',
    async (status) => {
      let had = 0
      for (const [path, get] of gets) {
        if (get.responses[status] === undefined || (path === '/healthz' && status === 503)) continue
        const response = (await PROBLEMS[status]?.(path, get)) as Response
        expect(response.status, `${path} ${status}`).toBe(status)
        await hold(response, described(get, status), `${path} ${status}`)
        had += 1
      }
      expect(had).toBeGreaterThan(20)
      const [{ schema } = { schema: {} }] = Object.values(
        document.components.responses[`Problem${status}`].content as Answers['content'] & object,
      )
      expect(faults(schema, { title: 'of another shape' })).not.toBe('')
    },
  )

  it('names no other status', () => {
    const known = ['200', '304', ...Object.keys(PROBLEMS)]
    for (const [path, { responses }] of gets)
      expect(
        Object.keys(responses).filter((status) => !known.includes(status)),
        path,
      ).toEqual([])
  })

  it('a site that is being made says so at /healthz', async () => {
    const [, get] = gets.find(([path]) => path === '/healthz') as [string, Get]
    const response = await appOf(null).request('/healthz')
    expect(response.status).toBe(503)
    await hold(response, described(get, 503), '/healthz')
  })

  it('lets any origin ask, before it asks', async () => {
    const response = await app.request('/claims.json', { method: 'OPTIONS' })
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-methods')).toBe('GET, HEAD, OPTIONS')
  })
})

function inventedDocument() {
  return {
    ...{ source: 'example-speeches', key: 'one', capture: `sha256:${'a'.repeat(64)}` },
    captured: '2026-11-20T05:17:00.000Z',
    document: {
      ...{
        url: 'https://example.org/one',
        title: 'Speech',
        date: '2011-06-01',
        body: 'Department for Examples',
      },
      ...{ type: 'speech', licence: 'OGL-3.0' },
    },
    ...{ words: 'x', left: 0, status: 'live' as const },
    passages: [
      {
        ...{ text: 'Charities will deliver half.', before: null, after: null, body: null },
        ...{ voice: 'government' as const, kind: 'pledge' as const, programmes: [], claims: [], because: [] },
        place: { paragraph: 3, sentence: 1, anchor: null, column: null },
        speaker: { name: 'Avery Stone', role: null, id: null },
      },
    ],
  }
}
