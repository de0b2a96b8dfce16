// Does the description of the API describe everything, and does every answer keep to it?
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { PIN_KINDS } from '../../src/domain/pin.ts'
import { makeApp } from '../../src/web/app.ts'
import { pinPath, refsIn, versionIn } from '../../src/web/cite.ts'
import { makeLimiter } from '../../src/web/limit.ts'
import { FILES, RESOURCES } from '../../src/web/routes/index.ts'
import { SHAPES } from '../../src/web/shapes.ts'
import { addressesOf } from '../../src/web/site.ts'
import { realApp } from '../real-site.ts'

const { app, site } = await realApp()
const document = JSON.parse(await (await app.request('/openapi.json')).text())

interface Response {
  readonly $ref?: string
  readonly content?: Readonly<Record<string, { readonly schema: object }>>
}
interface Get {
  readonly operationId: string
  readonly parameters?: readonly {
    readonly name: string
    readonly in: string
    readonly description?: string
  }[]
  readonly responses: Readonly<Record<string, Response>>
}
const gets: [string, Get][] = Object.entries(document.paths as Record<string, { get: Get }>).map(
  ([path, { get }]) => [path, get],
)

const ajv = new Ajv2020({ strict: false, validateFormats: false })
ajv.addSchema({ $id: 'api', components: document.components })
const compiled = new Map<string, ValidateFunction>()
function faults(schema: object, data: unknown): string {
  const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text))
  compiled.set(text, validate)
  return validate(data) ? '' : JSON.stringify(validate.errors?.[0])
}

/** Made when first asked for; nothing is collected here. */
const ON_REQUEST =
  /^\/oembed$|^\/cards\/.*\.png$|^\/pack\.(?:docx|md|html)$|^\/wire\/|^\/organisations\/|\{observation\}|\{file\}/
/** One record of each kind as it is pinned now, in every format. */
function pinned(): string[] {
  const first = PIN_KINDS.flatMap((kind) => refsIn(site.present).find((ref) => ref.kind === kind) ?? [])
  const paths = first.map((ref) => pinPath(ref, versionIn(site.present, ref) ?? ''))
  return paths.flatMap((path) => ['', '.json', '.bib', '.ris', '.csl.json'].map((ending) => path + ending))
}
/** Real addresses of each documented path. */
const addresses = [...addressesOf(site), ...pinned(), '/verify.mjs', '/healthz']
const pattern = (path: string): RegExp =>
  new RegExp(
    `^${path
      .replaceAll('.', '\\.')
      .replace('{file}', '[^/]+\\.zip')
      .replace(/\{[a-z]+\}/g, '[^/.]+')}$`,
  )

describe('the description of the API', () => {
  it('has every resource and file, each with the shape of its data', () => {
    const paths = gets.map(([path]) => path)
    const template = (text: string): string => text.replace(/:([a-z]+)/g, '{$1}')
    for (const { pattern: own, hasCsv } of RESOURCES) {
      expect(paths).toContain(template(own))
      expect(paths).toContain(`${own === '/' ? '/index' : template(own)}.json`)
      if (hasCsv) expect(paths).toContain(`${template(own)}.csv`)
      expect(SHAPES[own], `${own}: describe its data in src/web/shapes.ts`).toBeDefined()
    }
    for (const file of FILES) expect(paths).toContain(template(file.pattern))
  })

  it('is sound: references resolve, operations are named once, parameters are described', () => {
    expect(document.openapi).toBe('3.1.0')
    const ids = gets.map(([, get]) => get.operationId)
    expect(new Set(ids).size).toBe(ids.length)
    for (const [, ref = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)) {
      const found = ref
        .slice(2)
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
      expect(found, ref).toBeDefined()
    }
    for (const [path, get] of gets) {
      const named = [...path.matchAll(/\{([a-z]+)\}/g)].map((found) => found[1])
      const parameters = get.parameters ?? []
      expect(
        parameters.filter((one) => one.in === 'path').map((one) => one.name),
        path,
      ).toEqual(named)
      for (const one of parameters) expect(one.description, `${path} ${one.name}`).toBeTruthy()
      for (const { content } of Object.values(get.responses))
        for (const { schema } of Object.values(content ?? {})) expect(ajv.validateSchema(schema)).toBe(true)
    }
  })

  it('lints clean by the recommended rules', async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const found = await lintFromString({
      source: JSON.stringify(document),
      absoluteRef: '/openapi.json',
      config,
    })
    expect(
      found.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`),
    ).toEqual([])
    const broken = { ...document, paths: { ...document.paths, '/broken/{id}': { get: { responses: {} } } } }
    const faults = await lintFromString({
      source: JSON.stringify(broken),
      absoluteRef: '/openapi.json',
      config,
    })
    expect(faults.length).toBeGreaterThan(2)
  })

  it('every answer has the type and the shape that it gives', async () => {
    let checked = 0
    for (const [path, get] of gets) {
      const real = addresses.filter((address) => pattern(path).test(address))
      if (!ON_REQUEST.test(path)) expect(real.length, path).toBeGreaterThan(0)
      const [[type, { schema }] = ['', { schema: {} }]] = Object.entries(get.responses['200']?.content ?? {})
      for (const address of real.filter((_, index) => index % 12 === 0)) {
        const response = await app.request(address)
        expect(response.status, address).toBe(200)
        expect(response.headers.get('content-type'), address).toContain(type)
        if (!type.endsWith('json')) continue
        expect(faults(schema, await response.json()), address).toBe('')
        checked += 1
      }
    }
    expect(checked).toBeGreaterThan(80)
  })

  it('can be browsed without scripts', async () => {
    const text = await (await app.request('/data/api')).text()
    expect(text).not.toContain('<script')
    for (const [path] of gets.filter(([one]) => one.endsWith('json') && one !== '/healthz'))
      expect(text).toContain(path)
  })
})

describe('lists', () => {
  const list = async (query: string) => JSON.parse(await (await app.request(`/claims.json?${query}`)).text())

  it('come in pages that hold every row once, sorted as asked', async () => {
    const whole = await list('sort=-said')
    const rows: { id: string; said: string }[] = []
    let next = '/claims.json?sort=-said&limit=50&fields=said'
    let pages = 0
    while (next !== '') {
      const { data, meta } = JSON.parse(await (await app.request(next)).text())
      rows.push(...data)
      pages += 1
      next = (meta.next ?? '').replace('https://wvd.example', '')
      expect(meta.total).toBe(whole.data.length)
    }
    expect(pages).toBe(Math.ceil(whole.data.length / 50))
    expect(rows).toEqual(whole.data.map(({ id, said }: { id: string; said: string }) => ({ id, said })))
    const days = rows.map((row) => row.said).filter((day) => day !== null)
    expect(days).toEqual([...days].sort().reverse())
  })

  it('send the fields asked for, in their nesting, and the id', async () => {
    const { data } = await list('fields=quote,verdict.result,verdict.grade&limit=1')
    expect(Object.keys(data[0])).toEqual(['id', 'quote', 'verdict'])
    expect(Object.keys(data[0].verdict)).toEqual(['result', 'grade'])
  })

  it.each(['sort=colour', 'fields=id,colour', 'limit=0', 'limit=1001', 'after=no-such-id'])(
    '%s is refused with what was expected',
    async (query) => {
      const response = await app.request(`/claims.json?${query}`)
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('expected')
    },
  )
})

describe('limits', () => {
  const from = (address: string) => ({ incoming: { socket: { remoteAddress: address } } })

  it('answers that must be made are counted for each reader, those that are ready are free', async () => {
    let now = 0
    const limited = makeApp({
      ...{ site: () => site, asset: (name: string) => `/${name}`, report: () => {} },
      limit: makeLimiter(2, () => now),
    })
    site.find('/about', '')
    const ask = (query: string, address: string) => limited.request(`/about${query}`, {}, from(address))
    expect((await ask('', '8.8.8.8')).headers.get('ratelimit')).toBeNull()
    expect((await ask('?asOf=2013-01-01', '8.8.8.8')).headers.get('ratelimit')).toBe('"made";r=1;t=60')
    expect((await ask('?asOf=2013-01-02', '::ffff:8.8.8.8')).headers.get('ratelimit')).toBe('"made";r=0;t=60')
    now = 20_000
    const refused = await ask('?asOf=2013-01-03', '8.8.8.8')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('40')
    expect(refused.headers.get('ratelimit-policy')).toBe('"made";q=2;w=60')
    expect(await refused.json()).toMatchObject({ status: 429, title: 'Too Many Requests' })
    expect((await ask('', '8.8.8.8')).status).toBe(200)
    expect((await ask('?asOf=2013-01-03', '9.9.9.9')).status).toBe(200)
    for (let n = 0; n < 4; n += 1) expect((await ask('?asOf=2013-01-03', '127.0.0.1')).status).toBe(200)
    now = 60_000
    expect((await ask('?asOf=2013-01-03', '8.8.8.8')).status).toBe(200)
  })

  it('an IPv6 network of one reader is one reader', () => {
    const take = makeLimiter(1, () => 0)
    expect(take('2001:4860::1')?.allowed).toBe(true)
    expect(take('2001:4860::2')?.allowed).toBe(false)
    expect(take('2001:4860:0:1::1')?.allowed).toBe(true)
    expect(take('fd00::1')).toBeNull()
  })
})
