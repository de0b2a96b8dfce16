// Does every address of the site answer, and with what a reader expects?
import { parse } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { HtmlValidate } from 'html-validate'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { buildSite } from '../../src/main.ts'
import { addressesOf } from '../../src/web/site.ts'
import { realApp, realSite, TODAY } from '../real-site.ts'

const { app, site, errors } = await realApp()
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })
/** Parsed, of whatever shape it has. */
const getJson = async (path: string) => JSON.parse(await (await get(path)).text())
const addresses = addressesOf(site)
const pages = addresses.filter((path) => parse(path).ext === '')

/** Words that show that a value was missing and printed all the same. */
const LEAKS = /\bundefined\b|\bNaN\b|\bnull\b|\[object |Infinity|\bfunction\b\s*\(/

describe('every address', () => {
  it('answers 200, without a missing value printed', async () => {
    for (const path of addresses) {
      const response = await get(path)
      const text = await response.text()
      expect(response.status, path).toBe(200)
      expect(text.length, path).toBeGreaterThan(60) // an empty list is its head alone
      if (!path.endsWith('.json')) {
        const words = path.endsWith('.csv') ? text : text.replace(/<[^>]*>/g, ' ')
        expect(LEAKS.exec(words)?.[0], path).toBeUndefined()
      }
    }
    expect(errors).toEqual([])
  })

  it('is valid HTML', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: {
        'long-title': 'off', // a title is the claim itself, whole
        'no-trailing-whitespace': 'off',
        'doctype-style': 'off',
        'void-style': 'off', // <meta/> and <meta> are the same in HTML
        'no-inline-style': 'error',
        'tel-non-breaking': 'off', // figures are not telephone numbers
        'prefer-native-element': 'off',
        'svg-focusable': 'off',
      },
    })
    const faults: string[] = []
    // Three of each kind of page, and every thirtieth.
    const kinds = new Map<string, number>()
    const sample = pages.filter((path, index) => {
      const kind = `${path.split('/')[1]} ${path.split('/').length}`
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      return (kinds.get(kind) ?? 0) <= 3 || index % 30 === 0
    })
    for (const path of sample) {
      const report = await validator.validateString(await (await get(path)).text())
      for (const result of report.results) {
        for (const { ruleId, message, line } of result.messages)
          faults.push(`${path}:${line} ${ruleId}: ${message}`)
      }
    }
    expect(faults.slice(0, 10)).toEqual([])
  })

  it('is linked only to addresses that exist, and to anchors that exist', async () => {
    const ids = new Map<string, Set<string>>()
    const bodies = new Map<string, string>()
    for (const path of pages) {
      const text = await (await get(path)).text()
      bodies.set(path, text)
      ids.set(path, new Set([...text.matchAll(/ id="([^"]+)"/g)].map((found) => found[1] ?? '')))
    }
    const broken: string[] = []
    const files = site.downloads().map(({ path }) => path)
    const known = new Set([...addresses, ...files, '/site.css', '/icon.svg'])
    for (const [from, text] of bodies) {
      for (const [, href = ''] of text.matchAll(/ href="([^"]*)"/g)) {
        if (/^(?:https?|mailto):/.test(href)) continue
        const [address = '', anchor] = href.replaceAll('&amp;', '&').split('#')
        const path = (address === '' ? from : address).split('?')[0] ?? ''
        if (path.startsWith('/cite/') && !known.has(path)) {
          site.find(path, '') // throws where there is nothing
          known.add(path)
        }
        if (!known.has(path)) broken.push(`${from}: ${href}`)
        else if (anchor !== undefined && !ids.get(path)?.has(anchor)) broken.push(`${from}: ${href}`)
      }
    }
    expect([...new Set(broken)].slice(0, 10)).toEqual([])
  })

  it('is on the map of the site, once, and robots.txt says where the map is', async () => {
    const robots = await (await get('/robots.txt')).text()
    const [, map = ''] = /^Sitemap: (https:\/\/.*)$/m.exec(robots) ?? []
    const listed = (await (await get(new URL(map).pathname)).text()).trimEnd().split('\n')
    expect(listed.map((address) => new URL(address).pathname).sort()).toEqual(
      pages.filter((path) => !path.startsWith('/embed/')).sort(),
    )
  })

  it('stays under 60 KB compressed with everything it asks for', () => {
    const sizeOf = (path: string): number => {
      const { br, identity } = site.find(path, '').variants
      return (br ?? identity).body.byteLength
    }
    const large = pages
      .map((path) => {
        const text = new TextDecoder().decode(site.find(path, '').variants.identity.body)
        const wanted = [...text.matchAll(/<(?:script|link|img)[^>]* (?:src|href)="(\/[^"?]+)\?v=/g)]
        const parts = new Set(wanted.map(([, asset = '']) => asset))
        expect(parts, path).toContain('/site.css')
        return [path, [path, ...parts].reduce((sum, one) => sum + sizeOf(one), 0)] as const
      })
      .filter(([, size]) => size > 60_000)
    expect(large).toEqual([])
  })
})

describe('json and csv', () => {
  it('lists say how many there are, and csv has as many rows', async () => {
    for (const list of ['programmes', 'statements', 'claims', 'sources', 'bodies', 'speakers']) {
      const json = await getJson(`/${list}.json`)
      const csv = await (await get(`/${list}.csv`)).text()
      expect(json.data.length).toBe(json.meta.total)
      expect(json.meta).toMatchObject({ next: null, asOf: TODAY })
      expect(csv.split(/\r\n(?=[a-z0-9-]+[,#])/).length - 1, list).toBe(json.meta.total)
    }
  })

  it('a claim is whole: claim, verdict, observations and how to cite it', async () => {
    const { data } = await getJson('/claims/hurd-2013-06-19-almost-half/1.json')
    expect(data).toMatchObject({
      id: 'hurd-2013-06-19-almost-half#1',
      url: 'https://wvd.example/claims/hurd-2013-06-19-almost-half/1',
      verdict: { result: 'met', tags: ['tolerance-sensitive'], grade: 'B' },
    })
    expect(data.pinned).toMatch(
      /^https:\/\/wvd\.example\/cite\/claims\/hurd-2013-06-19-almost-half\/1\/2026-11-24-[0-9a-f]{12}$/,
    )
    expect(data.cite).toContain(data.pinned)
    expect(data.observations.length).toBeGreaterThan(3)
  })

  it('a text that a spreadsheet would run is sent with an apostrophe, a negative number is not', async () => {
    const { toCsv } = await import('../../src/web/csv.ts')
    const table = {
      columns: ['a', 'b', 'c'],
      rows: [
        ['=1+1', -8, null],
        ['x,"y"', true, '-2 | cmd'],
      ],
    }
    expect(toCsv(table)).toBe(`a,b,c\r\n'=1+1,-8,\r\n"x,""y""",true,'-2 | cmd\r\n`)
  })
})

describe('filters', () => {
  const count = async (query: string): Promise<number> =>
    (await getJson(`/statements.json?${query}`)).meta.total

  it('narrow the list, together and alone', async () => {
    const all = await count('')
    const programme = await count('programme=work-programme')
    const both = await count('programme=work-programme&verdict=met')
    expect(all).toBe(222)
    expect(programme).toBe(59)
    expect(both).toBeGreaterThan(0)
    expect(both).toBeLessThan(programme)
    expect(await count('voice=sector')).toBe(33)
    expect(await count('speaker=chris-grayling')).toBe(18)
    expect(await count('body=DWP')).toBe(50)
    expect(await count('q=supply+chain+hurd')).toBeGreaterThan(0)
    expect(await count('from=2011&to=2011')).toBeLessThan(await count('from=2010&to=2012'))
    expect(await count('q=no-such-word-anywhere')).toBe(0)
  })

  it('an empty filter is no filter, and unknown names are left out of account', async () => {
    expect(await count('programme=&voice=&utm_source=newsletter')).toBe(222)
  })

  it.each([
    ['verdict=maybe', 'verdict: expected one of met'],
    ['from=last+year', 'from: expected a date such as 2011'],
    ['kind=pledge&kind=forecast', 'expected \\"kind\\" once'],
    ['asOf=2012-02-30', 'asOf: expected a day from 1990-01-01 to 2026-11-24'],
    ['asOf=2031-01-01', 'asOf: expected a day'],
    [`q=${'x'.repeat(121)}`, 'q: '],
  ])('%s is refused with what was expected', async (query, expected) => {
    const response = await get(`/statements.json?${query}`)
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await response.text()).toContain(expected)
  })
})

describe('as known on a past date', () => {
  it('shows only words and figures that were public that day', async () => {
    const asOf = '2012-01-01'
    const { data } = await getJson(`/programmes/work-programme.json?asOf=${asOf}`)
    expect(data.statements.length).toBeGreaterThan(5)
    for (const { statement, source } of data.statements) {
      expect((statement.date ?? source.published) < '2012', statement.id).toBe(true)
    }
    const observations = data.measures.flatMap(
      (m: { observations: { published: string }[] }) => m.observations,
    )
    expect(observations.length).toBeGreaterThan(3)
    for (const { published } of observations) expect(published < '2012', published).toBe(true)
  })

  it('keeps the date in every link of the page, and says that it is past', async () => {
    const text = await (await get('/programmes/work-programme?asOf=2012-01-01')).text()
    expect(text).toContain('as known on <strong>1 January 2012</strong>')
    const inside = [...text.matchAll(/<main[\s\S]*<\/main>/g)].join('')
    const links = [...inside.matchAll(/ href="(\/[^"]*)"/g)].map((found) => found[1] ?? '')
    expect(links.length).toBeGreaterThan(20)
    expect(links.filter((href) => !href.includes('asOf=2012-01-01'))).toEqual([])
  })

  it('every page answers on a past date, or says that there is nothing yet', async () => {
    for (const path of pages.filter((_, index) => index % 7 === 0)) {
      const response = await get(`${path}?asOf=2013-07-01`)
      expect([200, 404], path).toContain(response.status)
      if (response.status === 200)
        expect(LEAKS.exec((await response.text()).replace(/<[^>]*>/g, ' '))?.[0]).toBeUndefined()
    }
    expect(errors).toEqual([])
  })

  it('today as a date is the present', async () => {
    const [a, b] = await Promise.all([get('/claims.json'), get(`/claims.json?asOf=${TODAY}`)])
    expect(await a.text()).toBe(await b.text())
  })
})

describe('what goes on the wire', () => {
  it('has validators, security headers and a length', async () => {
    for (const path of ['/', '/feed.json', '/claims.csv', '/site.css']) {
      const { headers } = await get(path)
      expect(headers.get('etag'), path).toMatch(/^"[\w-]+"$/)
      expect(headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toContain('max-age')
      expect(Number(headers.get('content-length'))).toBeGreaterThan(100)
    }
    expect((await get('/')).headers.get('last-modified')).toMatch(/GMT$/)
  })

  it('data may be read by other sites, pages need not be', async () => {
    expect((await get('/feed.json')).headers.get('access-control-allow-origin')).toBe('*')
    expect((await get('/')).headers.get('access-control-allow-origin')).toBeNull()
  })

  it.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const)('%s holds the same bytes', async (encoding, unpack) => {
    const plain = await (await get('/claims')).text()
    const packed = await get('/claims', { 'accept-encoding': encoding })
    expect(packed.headers.get('content-encoding')).toBe(encoding)
    expect(unpack(Buffer.from(await packed.arrayBuffer())).toString()).toBe(plain)
  })

  it('an encoding refused with q=0 is not sent', async () => {
    const response = await get('/claims', { 'accept-encoding': 'br;q=0, gzip' })
    expect(response.headers.get('content-encoding')).toBe('gzip')
  })

  it.each(['identity', 'gzip', 'br'])('304 for whoever has it already (%s)', async (encoding) => {
    const first = await get('/claims', { 'accept-encoding': encoding })
    const etag = first.headers.get('etag') ?? ''
    const again = await get('/claims', { 'accept-encoding': encoding, 'if-none-match': `"other", W/${etag}` })
    expect(again.status).toBe(304)
    expect(again.headers.get('etag')).toBe(etag)
    expect(await again.text()).toBe('')
    expect((await get('/claims', { 'if-none-match': '"other"' })).status).toBe(200)
    const since = first.headers.get('last-modified') ?? ''
    expect((await get('/claims', { 'if-modified-since': since })).status).toBe(304)
    expect((await get('/claims', { 'if-modified-since': 'Mon, 01 Jan 2001 00:00:00 GMT' })).status).toBe(200)
  })

  it('HEAD has the headers of GET and no body', async () => {
    const [head, whole] = await Promise.all([app.request('/claims', { method: 'HEAD' }), get('/claims')])
    expect(head.status).toBe(200)
    expect(head.headers.get('etag')).toBe(whole.headers.get('etag'))
    expect(await head.text()).toBe('')
  })

  it.each([
    ['GET', '/no-such-page', 404, 'there is nothing at'],
    ['GET', '/claims/no-such-claim/1.json', 404, 'there is nothing at'],
    ['GET', '/claims/hurd-2013-06-19-almost-half/1.csv', 404, 'there is nothing at'],
    ['GET', '/programmes/__proto__', 404, 'there is nothing at'],
    ['GET', '/%00', 404, 'there is nothing at'],
    ['GET', '/../package.json', 404, 'there is nothing at'],
    ['POST', '/claims', 405, 'expected GET or HEAD'],
    ['DELETE', '/feed.json', 405, 'expected GET or HEAD'],
  ])('%s %s is a problem with status %i', async (verb, path, status, detail) => {
    const response = await app.request(path, { method: verb })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    const body = JSON.parse(await response.text())
    expect(body).toMatchObject({ type: 'about:blank', status })
    expect(body.detail).toContain(detail)
  })

  it('a query longer than any filter needs is refused', async () => {
    const response = await get(`/statements?${'q=x&'.repeat(1100)}`)
    expect(response.status).toBe(414)
    expect(await response.text()).toContain('expected a query of at most')
  })

  it('a problem is a page for people, without markup from the address', async () => {
    const response = await get('/<script>alert(1)</script>', { accept: 'text/html' })
    const text = await response.text()
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('text/html')
    expect(text).toContain('Not Found')
    expect(text).not.toContain('<script>')
  })

  it('/healthz says which data is served', async () => {
    const { ledger } = await realSite()
    expect(await (await get('/healthz')).json()).toMatchObject({
      status: 'ok',
      dataVersion: ledger.dataVersion,
    })
  })
})

describe('claims', () => {
  it('are filtered as statements are; a verdict keeps the claims that have it', async () => {
    const { data, meta } = await getJson('/claims.json?programme=work-programme&verdict=met')
    expect(meta.total).toBe(data.length)
    expect(data.length).toBeGreaterThan(3)
    expect(data.length).toBeLessThan(site.ledger.claims.length / 4)
    for (const claim of data) {
      expect(claim.programmes).toContain('work-programme')
      expect(claim.verdict.result).toBe('met')
    }
    expect((await get('/claims.json?verdict=maybe')).status).toBe(400)
  })
})

describe('the style guide', () => {
  it('is there for development, and nowhere else', async () => {
    expect(new TextDecoder().decode(site.find('/styleguide', '').variants.identity.body)).toContain(
      'Style guide',
    )
    const served = await buildSite(readConfig({ SITE_URL: 'https://wvd.example' }), TODAY)
    expect(() => served.find('/styleguide', '')).toThrow('there is nothing at')
  })
})
