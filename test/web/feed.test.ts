// Is the feed a JSON Feed 1.1, complete, and can every verdict in it be worked out from it alone?
import { describe, expect, it } from 'vitest'
import { recompute } from '../../src/domain/feed-item.ts'
import { itemDigest } from '../../src/web/feed.ts'
import { realApp } from '../real-site.ts'

const { app, site } = await realApp()
const text = await (await app.request('/feed.json')).text()
const feed = JSON.parse(text)

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
  })

  it('holds every statement of the evidence', () => {
    const ids = feed.items.map(
      (item: { _words_vs_deeds: { statement: { id: string } } }) => item._words_vs_deeds.statement.id,
    )
    expect(ids.sort()).toEqual(site.ledger.statements.map((entry) => entry.statement.id).sort())
    expect(ids.length).toBe(222)
  })

  it('recomputes every verdict from each item alone', () => {
    let verdicts = 0
    for (const item of feed.items) {
      const found = recompute(item._words_vs_deeds)
      expect(found.differences).toEqual([])
      verdicts += found.claims.length
      expect(item._words_vs_deeds.digest).toBe(itemDigest(item))
    }
    expect(verdicts).toBe(177)
  })

  it('recomputes also as known on past dates', async () => {
    for (const asOf of ['2012-01-01', '2016-02-29', '2025-12-31']) {
      const past = JSON.parse(await (await app.request(`/feed.json?asOf=${asOf}`)).text())
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
