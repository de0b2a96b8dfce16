// Can a claim be taken elsewhere: as a picture, in a frame, by oEmbed?
import { SaxesParser } from 'saxes'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT_DIR } from '../../src/config.ts'
import { makePainter } from '../../src/pictures/painter.ts'
import { cardAlt, wrapWords } from '../../src/web/views/card.tsx'
import { claimPath } from '../../src/web/views/parts.tsx'
import { realApp, realSite, TODAY } from '../real-site.ts'

const { ledger } = await realSite()
const { app } = await realApp()
const get = async (path: string) => {
  const response = await app.request(path)
  return { status: response.status, headers: response.headers, text: await response.text() }
}
const CLAIM = '/claims/hurd-2013-06-19-almost-half/1'

describe('a picture', () => {
  it('is a PNG too, 1200 by 630, the same bytes each time', async () => {
    const longest = [...ledger.claims].sort((a, b) => b.statement.quote.length - a.statement.quote.length)
    const paths = [
      CLAIM,
      ...longest.slice(0, 3).map(({ claim }) => claimPath(claim.id)),
      '/programmes/work-programme',
    ]
    for (const path of paths) {
      const response = await app.request(`/cards${path}.png`)
      expect(response.headers.get('content-type')).toBe('image/png')
      const png = Buffer.from(await response.arrayBuffer())
      expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630])
      const again = await makePainter(join(PROJECT_DIR, 'dist'))((await get(`/cards${path}.svg`)).text)
      expect(Buffer.from(again).equals(png), path).toBe(true)
    }
  })

  it('that cannot be drawn is an error, and the next one is drawn all the same', async () => {
    const toPng = makePainter(join(PROJECT_DIR, 'dist'))
    await expect(toPng('<svg')).rejects.toThrow('the picture cannot be drawn')
    const png = await toPng('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')
    expect(Buffer.from(png).readUInt32BE(16)).toBe(2)
  })

  it('of every claim and programme is sound XML, 1200 by 630, with what it shows in words', async () => {
    for (const entry of ledger.claims) {
      const { status, headers, text } = await get(`/cards${claimPath(entry.claim.id)}.svg`)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toContain('image/svg+xml')
      let alt = ''
      let inside = ''
      const parser = new SaxesParser()
      parser.on('opentag', ({ name }) => {
        inside = name
      })
      parser.on('text', (words) => {
        if (inside === 'desc') alt += words
      })
      parser.on('error', (error) => {
        throw error
      })
      parser.write(text).close()
      expect(alt.trim()).toContain(cardAlt(entry))
      expect(text).toContain('width="1200" height="630"')
    }
    for (const { programme } of ledger.programmes)
      expect((await get(`/cards/programmes/${programme.id}.svg`)).text).toContain('Words vs Deeds')
    expect((await get('/cards/claims/no-such/1.svg')).status).toBe(404)
    expect((await get('/cards/claims/no-such/1.png')).status).toBe(404)
  })

  it('wraps words, and says with an ellipsis that there were more', () => {
    expect(wrapWords('one two three four', 9, 3)).toEqual(['one two', 'three', 'four'])
    expect(wrapWords('one two three four', 9, 2)).toEqual(['one two', 'three…'])
    for (const { statement } of ledger.claims) {
      const lines = wrapWords(statement.quote, 50, 4)
      expect(lines.join(' ')).toBe(statement.quote)
    }
  })
})

describe('an embed', () => {
  it('may be framed by other sites, and no other page may', async () => {
    const framed = (await get(`/embed${CLAIM}`)).headers
    expect(framed.get('content-security-policy')).toContain('frame-ancestors *')
    expect(framed.get('content-security-policy')).toContain("default-src 'none'")
    expect(framed.get('x-frame-options')).toBeNull()
    for (const path of [CLAIM, '/', '/feed.json', `/cards${CLAIM}.svg`]) {
      const { headers } = await get(path)
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
      expect(headers.get('x-frame-options'), path).toBe('DENY')
    }
  })

  it('of every claim and measure answers with its words and figures', async () => {
    for (const { claim, nearest } of ledger.claims) {
      const { status, text } = await get(`/embed${claimPath(claim.id)}`)
      expect(status, claim.id).toBe(200)
      if (nearest) expect(text).toContain(`>${nearest.observation.display}</span>`)
    }
    for (const { measure, figures } of ledger.measures) {
      const { status, text } = await get(`/embed/measures/${measure.id}`)
      expect(status, measure.id).toBe(200)
      expect(text.match(/<th scope="row">/g)?.length ?? 0, `${measure.id}: rows`).toBe(figures.length)
    }
  })

  it('pinned to a day shows the record of that day, and where to see what is known now', async () => {
    const { text } = await get(`/embed${CLAIM}?asOf=2013-07-01`)
    expect(text).toContain('as known on 1 July 2013')
    expect(text).toContain('see what is known now')
    expect((await get(`/embed${CLAIM}?asOf=2013-01-01`)).status).toBe(404)
  })

  it.each([CLAIM, '/measures/wp-job-outcome-rate'])(
    'of %s pinned to a day leads to its pinned record',
    async (path) => {
      const { text } = await get(`/embed${path}?asOf=2014-01-01`)
      const pinned = /rel="canonical" href="https:\/\/wvd\.example(\/cite[^"]+)"/.exec(text)?.[1] ?? ''
      expect(pinned).toMatch(/\/2014-01-01-[0-9a-f]{12}$/)
      expect((await get(pinned)).status).toBe(200)
      expect((await get(`/embed${path}`)).text).toContain(`rel="canonical" href="https://wvd.example${path}"`)
    },
  )

  it('pinned to a day stays as it was on that day, figures without a date of publication included', async () => {
    const claim = ledger.claims.find(({ nearest }) => nearest?.observation.published === null)
    const { text } = await get(`/embed${claimPath(claim?.claim.id ?? '')}?asOf=2026-11-20`)
    expect(text).toContain(claim?.nearest?.observation.display)
  })
})

describe('oEmbed', () => {
  const ask = async (query: Record<string, string>) => {
    const { status, text } = await get(`/oembed?${new URLSearchParams(query)}`)
    return { status, answer: JSON.parse(text) }
  }

  it('answers the address of a claim with its frame, and keeps a pin', async () => {
    const url = `https://wvd.example${CLAIM}?asOf=2013-07-01`
    const { status, answer } = await ask({ url, maxwidth: '400' })
    expect(status).toBe(200)
    expect(answer).toMatchObject({
      version: '1.0',
      type: 'rich',
      width: 400,
      provider_name: 'Words vs Deeds',
    })
    expect(answer.html).toContain(`src="https://wvd.example/embed${CLAIM}?asOf=2013-07-01"`)
    expect(answer.thumbnail_url).toBe(`https://wvd.example/cards${CLAIM}.png`)
  })

  it('answers that of a measure, and is announced on the page', async () => {
    const { answer } = await ask({ url: 'https://wvd.example/measures/wp-job-outcome-rate' })
    expect(answer.html).toContain('/embed/measures/wp-job-outcome-rate')
    expect((await get(CLAIM)).text).toContain('application/json+oembed')
  })

  it.each([
    [{ url: 'https://elsewhere.example/claims/x/1' }, 404],
    [{ url: `https://wvd.example/claims/no-such/1` }, 404],
    [{ url: 'no address' }, 404],
    [{}, 404],
    [{ url: `https://wvd.example${CLAIM}`, format: 'xml' }, 501],
    [{ url: `https://wvd.example${CLAIM}`, maxwidth: 'wide' }, 400],
  ])('%j is refused with %i', async (query, status) => {
    expect((await ask(query as Record<string, string>)).status).toBe(status)
  })
})

it('a shared address has a picture with its text, and says which day it shows', async () => {
  const { text } = await get(CLAIM)
  expect(text).toContain(`property="og:image" content="https://wvd.example/cards${CLAIM}.png"`)
  expect(text).toMatch(/property="og:image:alt" content="“almost 50%/)
  expect(text).toContain(`embed${CLAIM}?asOf=${TODAY}`)
})
