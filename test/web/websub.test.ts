// Can a WebSub subscriber find the hub from every feed, and is a hub woken only by news?
import { describe, expect, it } from 'vitest'
import type { Evidence } from '../../src/domain/nouns.ts'
import { makeSite } from '../../src/web/site.ts'
import { changedFeeds, whatFeedsSay } from '../../src/web/websub.ts'
import { claim, evidence, observation, programme, statement } from '../domain/builders.ts'

const HUB = 'https://hub.example/'
const both = (over: Partial<Evidence> = {}): Evidence =>
  evidence({
    programmes: [programme(), programme({ id: 'quay-programme', name: 'Quay Programme' })],
    ...over,
  })
const siteOf = (from: Evidence, today = '2016-03-01', dataVersion = 'one', hub: string | null = HUB) =>
  makeSite({
    ...{ evidence: from, tombstones: [], dataVersion, agreement: null, today, hub },
    ...{ modified: new Date('2016-01-01T00:00:00Z'), siteUrl: 'https://wvd.example', assets: new Map() },
  })
const site = siteOf(both())
const paths = [...whatFeedsSay(site).keys()]
const answerOf = (path: string, query = '') => site.find(path, query).variants.identity

describe('discovery', () => {
  it('is about every feed: the main ones, gaps, corrections, the wire, and each programme', () => {
    expect(paths).toEqual([
      ...['/feed.json', '/gaps/feed.json', '/corrections.json', '/wire.json'],
      ...['/programmes/harbour-programme/feed.json', '/programmes/quay-programme/feed.json', '/feed.atom'],
    ])
  })

  it.each(paths)('%s: links in the header, exactly one rel=self, and the same in the document', (path) => {
    const { headers, body } = answerOf(path)
    const links = (headers.Link ?? '').split(', ')
    const self = `https://wvd.example${path}`
    expect(links.filter((link) => link.endsWith('rel="self"'))).toEqual([`<${self}>; rel="self"`])
    expect(links).toContain(`<${HUB}>; rel="hub"`)
    const text = new TextDecoder().decode(body)
    if (path.endsWith('.atom')) {
      expect(text.match(/<link rel="self" href="([^"]+)"/)?.[1]).toBe(self)
      expect(text).toContain(`<link rel="hub" href="${HUB}"/>`)
    } else {
      const feed = JSON.parse(text)
      expect(feed.feed_url).toBe(self)
      expect(feed.hubs).toEqual([{ type: 'WebSub', url: HUB }])
    }
  })

  it('of a filtered feed names the filtered feed as its topic', () => {
    expect(answerOf('/feed.json', 'kind=pledge').headers.Link).toContain(
      '<https://wvd.example/feed.json?kind=pledge>; rel="self"',
    )
  })

  it('without a hub names none', () => {
    const without = siteOf(both(), '2016-03-01', 'one', null)
    for (const path of paths) {
      const { headers, body } = without.find(path, '').variants.identity
      expect(headers.Link).toContain('rel="self"')
      expect(headers.Link).not.toContain('rel="hub"')
      expect(new TextDecoder().decode(body)).not.toMatch(/"hubs"|rel="hub"/)
    }
  })
})

describe('news', () => {
  const changed = (from: Evidence, today?: string, dataVersion?: string) =>
    changedFeeds(whatFeedsSay(site), whatFeedsSay(siteOf(from, today, dataVersion)))

  it('is not another day or another version of data that says the same', () => {
    expect(changed(both(), '2016-03-02')).toEqual([])
    expect(changed(both(), undefined, 'two')).toEqual([])
  })

  it('is a figure, for the feeds that its claim is in', () => {
    expect(changed(both({ observations: [observation()] }))).toEqual([
      '/feed.json',
      '/gaps/feed.json',
      '/programmes/harbour-programme/feed.json',
      '/feed.atom',
    ])
  })

  it('is a statement, for the feeds that it is in', () => {
    const added = statement({ id: 'mayor-2015-quay', programmes: ['quay-programme'], date: '2015-05-01' })
    expect(changed(both({ statements: [statement({ claims: [claim()] }), added] }))).toEqual([
      '/feed.json',
      '/programmes/quay-programme/feed.json',
      '/feed.atom',
    ])
  })

  it('is a programme that was not there', () => {
    const more = [...both().programmes, programme({ id: 'pier-programme' })]
    expect(changed(both({ programmes: more }))).toEqual(['/programmes/pier-programme/feed.json'])
  })
})
