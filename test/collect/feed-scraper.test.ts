// Are feeds of every kind read by configuration alone, and hostile ones without harm?
import { describe, expect, it } from 'vitest'
import type { DocumentPayload, Parsed } from '../../src/collect/finding.ts'
import { defineFeed, type FeedOptions, parsePage } from '../../src/collect/index.ts'

const FEED = 'https://news.example/feed/'
const feed = (over: Partial<FeedOptions> = {}) =>
  defineFeed({
    title: 'News',
    publisher: 'An office',
    licence: 'OGL-UK-3.0',
    cadence: '5 6 * * *',
    expected: { min: 1, max: 100 },
    body: 'Department for Examples',
    url: FEED,
    ...over,
  })
const read = (
  text: string | Uint8Array,
  over: Partial<FeedOptions> = {},
  url = FEED,
  type = 'application/xml',
): Parsed =>
  parsePage(
    feed(over),
    {},
    {
      url,
      status: 200,
      captured: '2026-01-01T00:00:00.000Z',
      contentType: type,
      bytes: typeof text === 'string' ? Buffer.from(text) : text,
    },
  )
const documents = ({ findings }: Parsed): (DocumentPayload & { key: string })[] =>
  findings.map(({ key, payload }) => ({ key, ...(payload as unknown as DocumentPayload) }))
const atom = (...entries: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>F</title><updated>2014-06-01T10:00:00+01:00</updated>${entries.join('')}</feed>`
const entry = (id: string, updated: string, more = ''): string =>
  `<entry><id>${id}</id><updated>${updated}</updated><title>Title of ${id}</title>${more}</entry>`
const rss = (...items: string[]): string =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>F</title><link>https://news.example</link>${items.map((item) => `<item>${item}</item>`).join('')}</channel></rss>`

describe('defineFeed', () => {
  it('reads Atom: the words, the printed day, and an excerpt marked as one', () => {
    const [document] = documents(
      read(
        atom(
          entry(
            'tag:news.example,2005:/a',
            '2014-06-01T00:30:00+01:00',
            '<link rel="self" href="/a.atom"/><link rel="alternate" href="/a"/><summary type="html">&lt;p&gt;Charities &amp;amp; others hold &lt;b&gt;40&lt;/b&gt;…&lt;/p&gt;&lt;p&gt;More.</summary><category term="speech" label="Speech"/>',
          ),
        ),
      ),
    )
    expect(document).toEqual({
      key: 'tag:news.example,2005:/a',
      url: 'https://news.example/a',
      title: 'Title of tag:news.example,2005:/a',
      date: '2014-06-01',
      body: 'Department for Examples',
      speakers: [],
      paragraphs: [{ text: 'Charities & others hold 40…' }, { text: 'More.' }],
      type: 'feed entry',
      status: 'live',
      licence: 'OGL-UK-3.0',
      updated: '2014-06-01T00:30:00+01:00',
      extra: { excerpt: true, dateIs: 'updated', categories: ['Speech'] },
    })
  })

  it('knows an entry again after an update, and takes the newest of two', () => {
    const found = documents(
      read(
        atom(
          entry(
            'https://news.example/a#2014-06-01T10:00:00+01:00',
            '2014-06-01T10:00:00+01:00',
            '<summary>Old</summary>',
          ),
          entry(
            'https://news.example/a#2014-06-02T10:00:00+01:00',
            '2014-06-02T10:00:00+01:00',
            '<summary>New</summary>',
          ),
        ),
      ),
    )
    expect(found.map(({ key, paragraphs }) => [key, paragraphs[0]?.text])).toEqual([
      ['https://news.example/a', 'New'],
    ])
  })

  it('reads RSS: whole contents before descriptions, and an address before a database number', () => {
    const found = documents(
      read(
        rss(
          '<title>The sector&amp;#8217;s share &#8211; 2014</title><link>https://news.example/b/?utm_source=feed#top</link><guid isPermaLink="false">https://news.example/?p=12</guid><pubDate>Tue, 03 Jun 2014 09:00:00 +0000</pubDate><description>Cut [&amp;#8230;]</description><content:encoded><![CDATA[<p>Whole</p><script>evil()</script><table><tr><td>2013</td><td>4</td></tr></table>]]></content:encoded>',
          '<title>Kept</title><guid isPermaLink="false">urn:kept</guid><description>x</description>',
        ),
      ),
    )
    expect(found[0]).toMatchObject({
      key: 'https://news.example/b/',
      title: 'The sector’s share – 2014',
      date: '2014-06-03',
      paragraphs: [{ text: 'Whole' }, { text: '2013 | 4' }],
    })
    expect(found[0]?.extra).toBeUndefined()
    expect(found[1]).toMatchObject({ key: 'urn:kept', url: FEED, date: null, extra: { excerpt: true } })
  })

  it('reads RDF and JSON Feed', () => {
    const rdf = documents(
      read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://n/"><title>N</title><link>https://n/</link></channel><item rdf:about="https://news.example/r"><title>R</title><link>https://news.example/r</link><description>D</description><dc:date>2014-06-03</dc:date></item></rdf:RDF>',
      ),
    )
    expect(rdf).toMatchObject([
      { key: 'https://news.example/r', date: '2014-06-03', paragraphs: [{ text: 'D' }] },
    ])
    const json = documents(
      read(
        '{"version":"https://jsonfeed.org/version/1.1","title":"J","items":[{"id":"1","url":"j","title":"a < b","content_text":"One.\\n\\nTwo.","date_published":"2014-06-03T00:00:00Z"}]}',
        {},
        FEED,
        'application/feed+json',
      ),
    )
    expect(json).toMatchObject([
      {
        key: '1',
        url: 'https://news.example/feed/j',
        title: 'a < b',
        date: '2014-06-03',
        paragraphs: [{ text: 'One.' }, { text: 'Two.' }],
      },
    ])
  })

  it('follows entries to their pages on its own host, and reads the main text instead of the excerpt', () => {
    const over = { article: 'main' }
    const parsed = read(
      rss(
        '<title>Here</title><link>/b/</link><description>Excerpt</description>',
        '<title>Elsewhere</title><link>https://other.example/c</link><description>Excerpt</description>',
      ),
      over,
    )
    expect(parsed.follow).toEqual(['https://news.example/b/'])
    expect(documents(parsed).map(({ title }) => title)).toEqual(['Elsewhere'])
    const page =
      '<html><head><meta property="article:published_time" content="2014-06-03T09:00:00+00:00"></head><body><nav>Menu</nav><main><h1>Here</h1><p>Whole <em>text</em>.</p><script>evil()</script></main></body></html>'
    expect(documents(read(page, over, 'https://news.example/b/?utm_campaign=x', 'text/html'))).toMatchObject([
      {
        key: 'https://news.example/b/',
        title: 'Here',
        date: '2014-06-03',
        type: 'article',
        paragraphs: [{ text: 'Here', heading: true }, { text: 'Whole text.' }],
      },
    ])
    const odd = read('<html><body><p>Moved</p></body></html>', over, 'https://news.example/b/', 'text/html')
    expect(odd).toMatchObject({
      findings: [],
      issues: [{ what: expect.stringContaining('expected one "main"') }],
    })
  })

  it('reads its own feeds, told apart by what their query says, and no other page', () => {
    const url = 'https://news.example/search.atom?organisations[]=works'
    const handles = (address: string, over: Partial<FeedOptions>) => feed(over).handles(new URL(address))
    expect(handles('http://news.example./search.atom?page=1&organisations%5B%5D=works', { url })).toBe(true)
    expect(handles('https://news.example/search.atom?organisations[]=other', { url })).toBe(false)
    expect(handles('https://news.example/a', { url })).toBe(false)
    expect(handles('https://news.example/a', { url, article: 'main' })).toBe(true)
    expect(handles('https://other.example/search.atom?organisations[]=works', { url, article: 'main' })).toBe(
      false,
    )
    expect(
      feed({ url: [url, FEED] }).start({ cursor: null, since: null, today: '2026-01-01', leads: [] }).pages,
    ).toHaveLength(2)
    expect(() => feed({ url: [url, 'https://other.example/feed'] })).toThrow(/on one host/)
  })
})

describe('a feed that is not what it should be', () => {
  it('fails loudly when it says that it has ended', () => {
    const ended = atom(entry('https://news.example/government/feed-ended', '2014-06-01T10:00:00+01:00'))
    expect(() => read(ended)).toThrow(/says that it has ended/)
  })

  it('is not mistaken for a page: HTML, a cut feed, JSON of another kind', () => {
    for (const text of [
      '<!doctype html><html><body>Prove that you are human</body></html>',
      '<rss version="2.0"><channel><title>x</title><item><title>cut',
      '{"results":[]}',
      '',
    ])
      expect(() => read(text)).toThrow(/expected a feed, got application\/xml that begins/)
  })

  it('gives nothing and says so when it has no entries, so that the minimum fails the run', () => {
    expect(read(rss())).toMatchObject({ findings: [], issues: [{ what: 'the feed has no entries' }] })
    expect(feed().expected.min).toBe(1)
  })

  it('expands no entities of its own making, and asks for none from outside', () => {
    const declaring = (entities: string): string =>
      rss('<title>&b;</title><guid isPermaLink="false">g</guid>').replace(
        '?>',
        `?><!DOCTYPE r [${entities}]>`,
      )
    const bomb = declaring(`<!ENTITY a "ha"><!ENTITY b "${'&a;'.repeat(50)}">`)
    expect(documents(read(bomb))).toMatchObject([{ key: 'g', title: '&b;' }])
    expect(() => read(declaring('<!ENTITY b SYSTEM "file:///etc/passwd">'))).toThrow(/expected a feed/)
  })

  it('reads no more than 500 of 10,000 entries, quickly, and says so', () => {
    const items = Array.from(
      { length: 10_000 },
      (_, at) => `<guid isPermaLink="false">g${at}</guid><title>${at}</title>`,
    )
    const began = performance.now()
    const parsed = read(rss(...items))
    expect(parsed.findings).toHaveLength(500)
    expect(parsed.issues.map(({ what }) => what)).toEqual([
      'the feed has more than 500 entries; the rest are left out',
    ])
    expect(performance.now() - began).toBeLessThan(3_000)
  })

  it('keeps what it can of a wrong charset, and says so', () => {
    const bytes = Buffer.from(rss('<title>Caf\u00e9</title><guid isPermaLink="false">g</guid>'), 'latin1')
    const parsed = read(bytes, {}, FEED, 'application/rss+xml; charset=utf-8')
    expect(documents(parsed)).toMatchObject([{ title: 'Caf\ufffd' }])
    expect(parsed.issues[0]?.what).toMatch(/do not fit the page's encoding/)
    // Without a word from the server, the bytes decide.
    expect(documents(read(bytes))).toMatchObject([{ title: 'Caf\u00e9' }])
  })

  it('skips an entry without id and address, and follows no script', () => {
    const parsed = read(
      rss(
        '<title>Nothing</title>',
        '<title>Bad</title><link>javascript:alert(1)</link>',
        '<title>Good</title><link>/g</link>',
      ),
      { article: 'main' },
    )
    expect(parsed.follow).toEqual(['https://news.example/g'])
    expect(parsed.issues.map(({ what }) => what)).toEqual([
      'expected an entry with an id or an address, got null',
      'an entry leads to no web address',
      'expected an entry with an id or an address, got null',
    ])
  })

  it('keeps a document whose date cannot be read, without a date', () => {
    const parsed = read(rss('<title>T</title><link>/t</link><pubDate>yesterday</pubDate>'))
    expect(documents(parsed)).toMatchObject([{ date: null }])
    expect(parsed.issues[0]?.what).toContain('got "yesterday"')
  })

  it('stores text as text, whatever markup or control characters an entry brings', () => {
    const nested = '<div>'.repeat(5_000)
    const parsed = read(
      rss(
        `<title><![CDATA[<img src=x onerror=alert(1)>T\u0007]]></title><guid isPermaLink="false">g</guid><description><![CDATA[${nested}Deep<style>p{}</style><iframe src="//evil"></iframe>]]></description>`,
      ),
    )
    expect(parsed.issues).toEqual([])
    expect(documents(parsed)).toMatchObject([{ title: 'T', paragraphs: [{ text: 'Deep' }] }])
  })
})
