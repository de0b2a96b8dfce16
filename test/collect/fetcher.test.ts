// Does the fetcher keep its manners, its limits and its four answers apart?
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeWire } from '../../src/collect/fetcher.ts'
import { send } from './play.ts'
import { setTheFetcher } from './stage.ts'

const GOVUK = 'https://www.gov.uk'
let stage: Awaited<ReturnType<typeof setTheFetcher>>
beforeEach(async () => {
  stage = await setTheFetcher()
})
afterEach(() => stage.close())

const why = (got: { answer: string }): string => ('why' in got ? String(got.why) : got.answer)

describe('manners', () => {
  test('nothing is fetched without an address where somebody can be reached', () => {
    expect(() => makeWire('')).toThrow(/e-mail or web address/)
    expect(() => makeWire('me@example.org\r\nx: y')).toThrow(/e-mail or web address/)
  })

  test('the user agent says who asks, in every request', async () => {
    await stage.fetcher.fetch(`${GOVUK}/api/search.json`)
    expect(stage.server.hits).toHaveLength(2)
    for (const hit of stage.server.hits)
      expect(hit.headers['user-agent']).toMatch(/^WordsVsDeeds\/0\.1\.0 \(.*\+test@example\.org\)$/)
  })

  test('robots.txt is read first, once, and a disallowed address is never asked for', async () => {
    const got = await stage.fetcher.fetch(`${GOVUK}/search/all?q=x`)
    await stage.fetcher.fetch(`${GOVUK}/api/search.json`)
    expect(why(got)).toMatch(/robots\.txt disallows \/search\/all/)
    expect(stage.server.hits.map((hit) => hit.path)).toEqual(['/robots.txt', '/api/search.json'])
  })

  test('robots.txt is honoured on redirects', async () => {
    stage.server.on('/moved', (_, response) => send(response, 302, '', { location: '/search/all/secret' }))
    const got = await stage.fetcher.fetch(`${GOVUK}/moved`)
    expect(got).toMatchObject({ answer: 'blocked', scope: 'address' })
    expect(stage.server.hits.some((hit) => hit.path.startsWith('/search'))).toBe(false)
  })

  test('a server in trouble over robots.txt closes the whole site for now, and a missing file opens it', async () => {
    stage.server.on('/robots.txt', (_, response) => send(response, 500, 'oh'))
    expect(why(await stage.fetcher.fetch(`${GOVUK}/api/search.json`))).toMatch(/robots\.txt answered 500/)
    stage.server.on('/robots.txt', (_, response) => send(response, 404, 'no'))
    stage.world.jump(601_000)
    expect((await stage.fetcher.fetch(`${GOVUK}/api/search.json`)).answer).toBe('found')
  })

  test('one host is asked one thing at a time, with the pace between answers', async () => {
    const paced = stage.make({ gap: 1_500 })
    await Promise.all([1, 2, 3, 4].map((n) => paced.fetch(`${GOVUK}/api/search.json?start=${n}`)))
    expect(stage.server.atOnce()).toBe(1)
    expect(stage.world.slept).toHaveLength(4)
    for (const wait of stage.world.slept) expect(wait).toBeGreaterThan(1_300)
  })

  test('a second request is conditional, and 304 gives the bytes of the capture', async () => {
    const first = await stage.fetcher.fetch(`${GOVUK}/api/search.json`)
    const second = await stage.fetcher.fetch(`${GOVUK}/api/search.json`)
    expect(stage.server.hits.at(-1)?.headers['if-none-match']).toBeTruthy()
    if (first.answer !== 'found' || second.answer !== 'found') throw new Error('expected both to be found')
    expect(second.entry).toMatchObject({ status: 304, revisit: true, digest: first.entry.digest })
    expect(Buffer.from(second.body)).toEqual(Buffer.from(first.body))
    expect([first.unchanged, second.unchanged]).toEqual([false, true])
  })
})

describe('patience', () => {
  test('429 with Retry-After waits as long as asked, and the answer then counts', async () => {
    let asked = 0
    stage.server.on('/busy', (_, response) =>
      ++asked < 3 ? send(response, 429, 'slow', { 'retry-after': '7' }) : send(response, 200, 'ok'),
    )
    expect((await stage.fetcher.fetch(`${GOVUK}/busy`)).answer).toBe('found')
    expect(stage.world.slept.filter((wait) => wait >= 6_900 && wait < 8_500)).toHaveLength(2)
  })

  test('a source may say that 403 means too fast; a challenge under it is a block all the same', async () => {
    let asked = 0
    stage.server.on('/fast', (_, response) =>
      ++asked < 2 ? send(response, 403, 'too many requests', {}) : send(response, 200, 'ok'),
    )
    stage.server.on('/captcha', (_, response) =>
      send(response, 403, '<title>Just a moment</title>Verify you are human', {
        'content-type': 'text/html',
      }),
    )
    const patient = stage.make({ busy: [403] })
    expect((await patient.fetch(`${GOVUK}/fast`)).answer).toBe('found')
    expect((await patient.fetch(`${GOVUK}/captcha`)).answer).toBe('blocked')
    asked = 0
    expect((await stage.make({}).fetch(`${GOVUK}/fast`)).answer).toBe('blocked')
  })

  test('Retry-After can be a date', async () => {
    let asked = 0
    stage.server.on('/busy', (_, response) => {
      const at = new Date(stage.world.now() + 5_000).toUTCString()
      if (++asked < 2) send(response, 503, 'down', { 'retry-after': at })
      else send(response, 200, 'ok')
    })
    expect((await stage.fetcher.fetch(`${GOVUK}/busy`)).answer).toBe('found')
    expect(Math.max(...stage.world.slept)).toBeGreaterThan(3_500)
  })

  test('503 and 504 are tried again a few times with growing waits, then the page has failed, which is not gone', async () => {
    stage.server.on('/down', (_, response) => send(response, 503, 'down'))
    const got = await stage.fetcher.fetch(`${GOVUK}/down`)
    expect(got.answer).toBe('failed')
    expect(why(got)).toMatch(/answered 503 \(3 tries\)/)
    const [first = 0, second = 0] = stage.world.slept
    expect(second).toBeGreaterThan(first)
  })

  test('a host that asks for an hour is left alone for it, by every page of the run', async () => {
    stage.server.on('/closed', (_, response) => send(response, 503, 'later', { 'retry-after': '3600' }))
    expect(why(await stage.fetcher.fetch(`${GOVUK}/closed`))).toMatch(/asked for no requests before/)
    const asked = stage.server.hits.length
    expect(why(await stage.fetcher.fetch(`${GOVUK}/api/search.json`))).toMatch(/asked for no requests before/)
    expect(stage.server.hits).toHaveLength(asked)
  })

  test('a cut connection is tried again; other errors of the server are not', async () => {
    let asked = 0
    stage.server.on('/cut', (request, response) =>
      ++asked < 2 ? request.socket.destroy() : send(response, 200, 'ok'),
    )
    expect((await stage.fetcher.fetch(`${GOVUK}/cut`)).answer).toBe('found')
    let refused = 0
    stage.server.on('/wrong', (_, response) => {
      refused += 1
      send(response, 500, 'bug')
    })
    expect((await stage.fetcher.fetch(`${GOVUK}/wrong`)).answer).toBe('failed')
    expect(refused).toBe(1)
  })
})

describe('limits', () => {
  test('an endless body that drips is cut at the whole deadline', async () => {
    const timers: NodeJS.Timeout[] = []
    stage.server.on('/drip', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' })
      timers.push(setInterval(() => response.write('a'), 20))
    })
    const began = Date.now()
    const got = await stage
      .make({ limits: { bytes: 1_000_000, time: 400, redirects: 5 } })
      .fetch(`${GOVUK}/drip`)
    for (const timer of timers) clearInterval(timer)
    expect(Date.now() - began).toBeLessThan(1_500)
    expect(why(got)).toMatch(/no whole answer within 400 ms/)
    expect(got).toMatchObject({ answer: 'failed', entry: { truncated: 'time' } })
  })

  test('an endless fast body is cut at the size limit', async () => {
    stage.server.on('/flood', (_, response) => {
      const chunk = Buffer.alloc(65_536, 97)
      const more = (): void => {
        while (!response.destroyed && response.write(chunk)) {}
      }
      response.on('drain', more)
      more()
    })
    expect(await stage.fetcher.fetch(`${GOVUK}/flood`)).toMatchObject({
      answer: 'failed',
      entry: { truncated: 'length' },
    })
  })

  test('a gzip bomb is cut by its decoded size, and memory stays small', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000))
    expect(bomb.length).toBeLessThan(1_000_000)
    stage.server.on('/bomb', (_, response) => send(response, 200, bomb, { 'content-encoding': 'gzip' }))
    const before = process.memoryUsage().rss
    const got = await stage.fetcher.fetch(`${GOVUK}/bomb`)
    expect(why(got)).toMatch(/more than 1000000 bytes after decompression/)
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
  })

  test('redirects are followed five times and never in a circle', async () => {
    stage.server.on('/circle', (_, response) => send(response, 302, '', { location: '/circle' }))
    expect(why(await stage.fetcher.fetch(`${GOVUK}/circle`))).toMatch(/in a circle/)
    for (let n = 0; n < 9; n++)
      stage.server.on(`/hop-${n}`, (_, response) => send(response, 301, '', { location: `/hop-${n + 1}` }))
    expect(why(await stage.fetcher.fetch(`${GOVUK}/hop-0`))).toMatch(/more than 5 redirects/)
    stage.server.on('/hop-5', (_, response) => send(response, 200, 'here'))
    expect(await stage.fetcher.fetch(`${GOVUK}/hop-0`)).toMatchObject({
      answer: 'found',
      finalAddress: `${GOVUK}/hop-5`,
    })
  })

  test('a body that says gzip and is not is read as it is; one that is cut short has failed', async () => {
    stage.server.on('/liar', (_, response) => send(response, 200, 'plain', { 'content-encoding': 'gzip' }))
    const got = await stage.fetcher.fetch(`${GOVUK}/liar`)
    expect(got.answer === 'found' && Buffer.from(got.body).toString()).toBe('plain')
    const half = gzipSync(Buffer.from('x'.repeat(50_000).concat(String(Math.random())))).subarray(0, 60)
    stage.server.on('/half', (_, response) => send(response, 200, half, { 'content-encoding': 'gzip' }))
    expect(why(await stage.fetcher.fetch(`${GOVUK}/half`))).toMatch(/broke off/)
  })
})

describe('places that are never visited', () => {
  test.each([
    'http://169.254.169.254/latest/meta-data',
    'http://127.0.0.1:9/',
    'http://[::1]:9/',
    'http://localhost:9/',
    'http://0x7f.1:9/',
    'file:///etc/passwd',
    'http://user:word@www.gov.uk/',
  ])('a redirect to %s is refused', async (place) => {
    stage.server.on('/away', (_, response) => send(response, 302, '', { location: place }))
    const got = await stage.fetcher.fetch(`${GOVUK}/away`)
    expect(got.answer).toBe('failed')
    expect(why(got)).toMatch(/not a public address|expected http or https|name or password/)
  })
})

describe('four answers', () => {
  test('404 and 410 are gone', async () => {
    stage.server.on('/was', (_, response) => send(response, 410, 'gone'))
    expect((await stage.fetcher.fetch(`${GOVUK}/was`)).answer).toBe('gone')
    expect((await stage.fetcher.fetch(`${GOVUK}/never`)).answer).toBe('gone')
  })

  test.each([
    ['403', 403, '<p>no</p>', {}],
    ['405 with a challenge header', 405, '', { 'x-amzn-waf-action': 'captcha' }],
    ['404 with a challenge header', 404, '', { 'cf-mitigated': 'challenge' }],
    [
      '200 with a captcha page',
      200,
      '<html><head><title>Security check</title></head><body><p>Please verify you are a human to continue.</p></body></html>',
      {},
    ],
    [
      '200 with a challenge script',
      200,
      '<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>',
      {},
    ],
  ])('%s is a block: recorded, and the host is not asked again', async (_, status, body, headers) => {
    stage.server.on('/closed', (_request, response) => send(response, status, body, headers))
    expect(await stage.fetcher.fetch(`${GOVUK}/closed`)).toMatchObject({
      answer: 'blocked',
      scope: 'host',
      entry: { status },
    })
    const asked = stage.server.hits.length
    expect(await stage.fetcher.fetch(`${GOVUK}/api/search.json`)).toMatchObject({
      answer: 'blocked',
      entry: null,
    })
    expect(stage.server.hits).toHaveLength(asked)
  })

  test('a long speech about captchas and robots is a page, not a block', async () => {
    const words = `<html><title>Robots and the state</title><p>${'People were asked to prove that you are a human. '.repeat(60)}</p></html>`
    stage.server.on('/robots-speech', (_, response) => send(response, 200, words))
    expect((await stage.fetcher.fetch(`${GOVUK}/robots-speech`)).answer).toBe('found')
  })

  test('405 without a challenge, 422 and 500 have failed', async () => {
    for (const status of [405, 422, 500]) {
      stage.server.on('/odd', (_, response) => send(response, status, 'x'))
      expect((await stage.fetcher.fetch(`${GOVUK}/odd`)).answer).toBe('failed')
    }
  })
})
