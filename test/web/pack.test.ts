// Can a reader choose claims, without an account and without scripts, and take them along?
import { HtmlValidate } from 'html-validate'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { buildSite } from '../../src/main.ts'
import { MOST_CLAIMS } from '../../src/pack/pack.ts'
import { realApp } from '../real-site.ts'

const { app, site, errors } = await realApp()
const get = (path: string) => app.request(path)
const page = async (path: string) => (await get(path)).text()
const ids = site.ledger.claims.map(({ claim }) => claim.id.replace('#', '/'))
const [first = '', second = ''] = ids

describe('choosing', () => {
  it('starts from a claim, wherever it is shown', async () => {
    const shown = await page(`/claims/${first}`)
    expect(shown).toContain(`data-pack="${first}" href="/pack?claims=`)
    expect(shown).toContain(`<span class="sr">: ${site.ledger.claims[0]?.claim.text}`)
    const programme = site.ledger.claims[0]?.programmes[0]?.id
    expect(await page(`/programmes/${programme}`)).toContain(`data-pack="${first}"`)
    expect(await page('/')).toContain('data-pack="')
  })

  it('adds one by a plain form, and takes one out by a plain link', async () => {
    const both = await page(`/pack?claims=${first}&add=${encodeURIComponent(second)}`)
    expect(both).toContain(`data-basket="${first},${second}"`)
    expect(both).toContain(`name="claims" value="${first},${second}"`)
    expect(both).toContain(`href="/pack?claims=${second}"`)
    expect(both).not.toContain(`<option value="${second}"`)
  })

  it('takes ids with "#" or "/", each once, in the order of choice', async () => {
    const asked = [second, first.replace('/', '#'), second].map(encodeURIComponent).join(',')
    const { data } = JSON.parse(await page(`/pack.json?claims=${asked}`))
    expect(data.claims.map((claim: { id: string }) => claim.id.replace('#', '/'))).toEqual([second, first])
  })

  it('begins with an empty pack that says how', async () => {
    const empty = await page('/pack')
    expect(empty).toContain('Add to pack')
    expect(empty).toContain('<optgroup label="Work Programme">')
    expect(JSON.parse(await page('/pack.json')).data.claims).toEqual([])
  })
})

it('the way to another day keeps the choice', async () => {
  const [, form = ''] =
    /<form class="as-of"[^>]*>(.*?)<\/form>/s.exec(await page(`/pack?claims=${first}`)) ?? []
  expect(form).toContain(`<input type="hidden" name="claims" value="${first}"/>`)
})

describe('a pack that cannot be made', () => {
  const detail = async (path: string) => {
    const response = await get(path)
    return [response.status, JSON.parse(await response.text()).detail]
  }

  it('names every claim that there is not', async () => {
    for (const ending of ['.json', '.docx', '.md', '.html'])
      expect(await detail(`/pack${ending}?claims=${first},nobody/1,somebody/2`)).toEqual([
        400,
        'claims: there is no claim "nobody#1", "somebody#2" as known on 2026-11-24: take it out, or look for it in /claims',
      ])
  })

  it('says what an id looks like', async () => {
    const [status, said] = await detail('/pack.md?claims=not%20an%20id')
    expect(status).toBe(400)
    expect(said).toMatch(/^claims: expected ids of claims joined by commas, such as .* got "not an id"$/)
  })

  it('holds no more than a reader can take in; a full one still fits its address', async () => {
    const [status, said] = await detail(`/pack.docx?claims=${ids.slice(0, MOST_CLAIMS + 1).join(',')}`)
    expect([status, said]).toEqual([
      400,
      'claims: expected at most 30 claims in a pack, got 31: make two packs',
    ])
    const longest = [...ids].sort((a, b) => b.length - a.length).slice(0, MOST_CLAIMS)
    expect(
      (await get(`/pack.docx?claims=${encodeURIComponent(longest.join(','))}&asOf=2026-11-24`)).status,
    ).toBe(200)
  })

  it('as a file needs a claim', async () => {
    expect((await detail('/pack.docx'))[1]).toMatch(/^claims: expected the ids/)
  })

  it('knows no claim before its words', async () => {
    expect((await detail(`/pack.md?claims=${first}&asOf=2012-01-01`))[1]).toContain('as known on 2012-01-01')
  })
})

describe('taking it along', () => {
  it.each([
    ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
    ['md', 'text/markdown; charset=utf-8'],
    ['html', 'text/html; charset=utf-8'],
  ])('as %s: a file with a name, the same each time', async (ending, type) => {
    const path = `/pack.${ending}?claims=${first},${second}&asOf=2026-11-20`
    const [one, two] = [await get(path), await get(path)]
    expect(one.status).toBe(200)
    expect(one.headers.get('content-type')).toBe(type)
    expect(one.headers.get('content-disposition')).toBe(
      `attachment; filename="evidence-pack-2026-11-20.${ending}"`,
    )
    expect(Buffer.from(await one.arrayBuffer()).equals(Buffer.from(await two.arrayBuffer()))).toBe(true)
    expect(one.headers.get('etag')).toBe(two.headers.get('etag'))
    expect(errors).toEqual([])
  })

  it('of a past day is what it was on that very day', async () => {
    const query = `claims=${ids.slice(0, 12).join(',')}&asOf=2026-11-20`
    const then = await buildSite(readConfig({ SITE_URL: 'https://wvd.example' }), '2026-11-20')
    for (const ending of ['md', 'docx']) {
      const [made, read] = [
        await then.answer(`/pack.${ending}`, query),
        await site.answer(`/pack.${ending}`, query),
      ]
      expect(read.tag, ending).toBe(made.tag)
    }
  })

  it('links every form as known on the day of the page', async () => {
    const shown = await page(`/pack?claims=${first}&asOf=2026-11-20`)
    for (const ending of ['', '.docx', '.md', '.html', '.json'])
      expect(shown).toContain(`href="/pack${ending}?claims=${first}&amp;asOf=2026-11-20"`)
  })

  it('is valid HTML, as a page and as a file', async () => {
    const validator = new HtmlValidate({
      extends: ['html-validate:recommended'],
      rules: {
        ...{
          'long-title': 'off',
          'no-trailing-whitespace': 'off',
          'doctype-style': 'off',
          'void-style': 'off',
        },
        ...{ 'tel-non-breaking': 'off', 'prefer-native-element': 'off', 'svg-focusable': 'off' },
      },
    })
    for (const path of [
      '/pack',
      `/pack?claims=${ids.slice(0, 6).join(',')}`,
      `/pack.html?claims=${ids.slice(0, 6).join(',')}`,
    ]) {
      const { results } = await validator.validateString(await page(path))
      expect(
        results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`)),
      ).toEqual([])
    }
  })

  it('every note of the page leads there and back', async () => {
    const shown = await page(`/pack?claims=${ids.slice(0, 4).join(',')}`)
    const found = new Set([...shown.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id))
    const anchors = [...shown.matchAll(/ href="#([^"]+)"/g)].map(([, id]) => id)
    expect(anchors.length).toBeGreaterThan(8)
    for (const anchor of anchors) expect(found).toContain(anchor)
  })
})
