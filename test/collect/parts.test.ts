// Do the small parts decide rightly: addresses, robots.txt, letters, waits, tables, flaws, versions?

import { load } from 'cheerio/slim'
import fc from 'fast-check'
import { request } from 'undici'
import { describe, expect, test } from 'vitest'
import { challengeIn } from '../../src/collect/challenge.ts'
import { decodeText } from '../../src/collect/charset.ts'
import { documentFinding, flawOf } from '../../src/collect/finding.ts'
import { checkedUrl, guardedAgent, isPublicAddress } from '../../src/collect/guard.ts'
import { backoff, retryAfter } from '../../src/collect/pace.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import type { Rec } from '../../src/collect/port.ts'
import { showProgress } from '../../src/collect/progress.ts'
import { one, printedDate, table, textOf, watchTables, xml } from '../../src/collect/reading.ts'
import { robotsRules } from '../../src/collect/robots.ts'
import { layOn, normalisedText, type Provenance, textDigest, wordDiff } from '../../src/collect/versions.ts'

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '192.0.2.1',
    '::1',
    '::',
    'fe80::1',
    'fc00::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:0::1',
    'ff02::1',
    'fe80::1%eth0',
    'rubbish',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
  test.each(['151.101.0.144', '2a04:4e42::144', '8.8.8.8'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })
  test.each([
    'http://2130706433/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://[::ffff:7f00:1]/',
    'http://intranet/',
    'http://printer.local/',
    'http://x.internal/',
    'ftp://www.gov.uk/',
  ])('%s is refused however it is spelt', (address) => {
    expect(() => checkedUrl(address, new Set())).toThrow(/not a public address|expected http/)
  })

  test('a name that resolves to a private address is refused, also when only one of its addresses is private', async () => {
    for (const found of [
      [{ address: '127.0.0.1', family: 4 }],
      [
        { address: '151.101.0.144', family: 4 },
        { address: '10.0.0.1', family: 4 },
      ],
    ]) {
      const agent = guardedAgent(new Set(), (_host, _options, done) => done(null, found))
      const failed = await request('http://rebind.example.org/', { dispatcher: agent }).then(
        () => null,
        (error: Error) => error,
      )
      expect(String(failed?.message)).toMatch(/rebind\.example\.org: resolves to .*not public/)
      await agent.destroy()
    }
  })

  test('the agent refuses numbers by itself, where no name is looked up', async () => {
    const agent = guardedAgent(new Set())
    const failed = await request('http://127.0.0.1:9/', { dispatcher: agent }).then(
      () => null,
      (error: Error) => error,
    )
    expect(String(failed?.message)).toMatch(/not a public address/)
    await agent.destroy()
  })
})

describe('robots.txt', () => {
  const allows = (text: string, path: string): boolean =>
    robotsRules('https://a.example', { status: 200, text }).allows(`https://a.example${path}`)

  // Cases of google/robotstxt robots_test.cc, with our name in place of FooBot.
  test.each([
    ['', '/x/y', true],
    ['user-agent: WordsVsDeeds\ndisallow: /\n', '/x/y', false],
    ['foo: WordsVsDeeds\nbar: /\n', '/x/y', true],
    ['disallow: /\nuser-agent: WordsVsDeeds\nallow: /\n', '/x/y', true],
    ['user-agent: WordsVsDeeds\ndisallow: /\nuser-agent: other\nallow: /\n', '/x/y', false],
    ['USER-AGENT: wordsvsdeeds\nDISALLOW: /x/\n', '/x/y', false],
    ['user-agent: WordsVsDeeds\ndisallow: /X/\n', '/x/y', true],
    [
      'user-agent: *\ndisallow: /\nuser-agent: WordsVsDeeds\nallow: /x/\ndisallow: /x/page.html\n',
      '/x/page',
      true,
    ],
    ['user-agent: *\ndisallow: /\nuser-agent: WordsVsDeeds\n', '/x', true],
    ['user-agent: WordsVsDeeds\ndisallow: /x/page.html\nallow: /x/\n', '/x/page.html', false],
    ['user-agent: WordsVsDeeds\ndisallow: /\nallow: /\n', '/x', true],
    ['user-agent: WordsVsDeeds\ndisallow: /x\nallow: /x/page\n', '/x/page.html', true],
    ['user-agent: WordsVsDeeds\ndisallow: /*.html$\n', '/x/y.html', false],
    ['user-agent: WordsVsDeeds\ndisallow: /*.html$\n', '/x/y.html?x=1', true],
    ['user-agent: WordsVsDeeds\ndisallow: /foo/bar?qux=taz\n', '/foo/bar?qux=taz', false],
    [
      'user-agent: one\nsitemap: https://a.example/s.xml\nuser-agent: WordsVsDeeds\ndisallow: /\n',
      '/x',
      false,
    ],
    ['user-agent: WordsVsDeeds/2.1 (odd)\ndisallow: /\n', '/x', false],
    ['user-agent: WordsVsDeeds-Images\ndisallow: /\n', '/x', true],
    ['\uFEFFuser-agent: *\ndisallow: /x # not for us\n', '/x/y', false],
    ['user-agent: *\rdisallow: /x\r\rallow: /y', '/x', false],
    ['user-agent: *\ndisallow: /%7Ejoe/\n', '/~joe/', false],
    ['user-agent: *\ndisallow: /~joe/\n', '/%7Ejoe/', false],
    ['user-agent: *\ndisallow: /a%2Fb\n', '/a/b', true],
    ['user-agent: *\ndisallow: /foo/ツ\n', '/foo/%E3%83%84', false],
    ['user-agent: *\ndisallow: /\n', '/robots.txt', true],
  ])('%j and %s: %s', (text, path, expected) => {
    expect(allows(text, path)).toBe(expected)
  })

  test('4xx opens the site, 5xx, 429 and silence close it', () => {
    const under = (status: number) =>
      robotsRules('https://a.example', { status, text: 'user-agent: *\ndisallow: /' }).allows(
        'https://a.example/x',
      )
    expect([404, 401, 403, 410, 500, 503, 429].map(under)).toEqual([
      true,
      true,
      true,
      true,
      false,
      false,
      false,
    ])
    expect(robotsRules('https://a.example', { status: null, why: 'timeout' }).why).toMatch(/timeout/)
  })

  test('a crawl delay is read', () => {
    expect(
      robotsRules('https://a.example', { status: 200, text: 'user-agent: *\ncrawl-delay: 7' }).delay,
    ).toBe(7)
  })

  test('no robots.txt, however odd, breaks the reader', () => {
    fc.assert(fc.property(fc.string({ maxLength: 400 }), (text) => typeof allows(text, '/x') === 'boolean'))
  })
})

describe('letters', () => {
  const latin = (text: string): Buffer => Buffer.from(text, 'latin1')
  test.each([
    ['header', latin('caf\u00e9'), 'text/html; charset=ISO-8859-1', 'windows-1252', 'café'],
    [
      'meta',
      latin('<meta charset="iso-8859-1">caf\u00e9'),
      'text/html',
      'windows-1252',
      '<meta charset="iso-8859-1">café',
    ],
    [
      'meta',
      latin('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00a3</a>'),
      null,
      'windows-1252',
      '<?xml version="1.0" encoding="ISO-8859-1"?><a>£</a>',
    ],
    ['utf-8', Buffer.from('café'), 'text/html', 'utf-8', 'café'],
    [
      'utf-8',
      Buffer.from('<!-- <meta charset="latin1"> -->café'),
      'text/html',
      'utf-8',
      '<!-- <meta charset="latin1"> -->café',
    ],
    ['fallback', latin('caf\u00e9 \u0093quoted\u0094'), 'text/html', 'windows-1252', 'café “quoted”'],
    ['bom', Buffer.from('\uFEFFcafé'), 'text/html; charset=latin1', 'utf-8', 'café'],
    ['utf-8', Buffer.from('café'), 'text/html; charset=utf8mb4', 'utf-8', 'café'],
    ['header', Buffer.from('café'), 'text/html;charset="utf-8"', 'utf-8', 'café'],
  ])('%s decides: %s', (by, bytes, type, charset, text) => {
    expect(decodeText(bytes, type)).toMatchObject({ by, charset, text })
  })
  test('a header that lies is believed, and the damage is told', () => {
    expect(decodeText(latin('caf\u00e9'), 'text/html; charset=utf-8')).toMatchObject({
      by: 'header',
      damaged: true,
    })
  })
})

test('Retry-After is read as seconds or as a date, and rubbish is not', () => {
  const now = Date.parse('2026-11-24T10:00:00Z')
  expect(
    ['120', 'Tue, 24 Nov 2026 10:01:00 GMT', 'Tue, 24 Nov 2026 09:00:00 GMT', 'soon', '-5', '', '2026'].map(
      (header) => retryAfter(header, now),
    ),
  ).toEqual([120_000, 60_000, 0, null, null, null, 2_026_000])
})

test('waits grow, never shrink below what was planned, and never pass the limit', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (attempt, chance) => {
        const wait = backoff(attempt, 1000, 60_000, () => chance)
        return wait >= Math.min(60_000, 1000 * 2 ** (attempt - 1)) && wait <= 60_000
      },
    ),
  )
})

test('a challenge is known by the marks of its maker, not by the words of a speech', () => {
  const html = [['content-type', 'text/html']] as const
  expect(
    challengeIn(
      200,
      html,
      Buffer.from('<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>'),
    ),
  ).toBeTruthy()
  expect(
    challengeIn(
      200,
      html,
      Buffer.from(`<title>Access denied: a speech</title><p>${'Long words. '.repeat(200)}</p>`),
    ),
  ).toBeNull()
  expect(
    challengeIn(200, [['content-type', 'application/json']], Buffer.from('{"a":"verify you are human"}')),
  ).toBeNull()
})

describe('reading a page', () => {
  const $ = load(
    '<p>one</p><table><tr><th>Quarter</th><th>Total</th><th>Note</th></tr><tr><td>Q1</td><td>1,234</td><td>x</td></tr><tr><td>Q2</td><td>..</td><td></td></tr></table>',
  )
  test('a selector that finds none or several fails', () => {
    expect(textOf(one($, 'p'))).toBe('one')
    expect(() => one($, 'h1')).toThrow(/expected one "h1", found 0/)
    expect(() => one($, 'td')).toThrow(/expected one "td", found 6/)
  })
  test('a table gives numbers, printed blanks, and the columns that nobody took', () => {
    const left = watchTables()
    const rows = table($, one($, 'table'))
    expect(rows.map((row) => [row.label, row.number('Total')])).toEqual([
      ['Q1', 1234],
      ['Q2', null],
    ])
    expect(left()).toEqual(['Note'])
    expect(() => rows[0]?.take('Sum')).toThrow(
      /expected one column "Sum", found columns "Quarter", "Total", "Note"/,
    )
    expect(() => rows[0]?.number('Quarter')).toThrow(/expected a number, got "Q1"/)
  })
  test('text leaves markup and scripts behind, keeps blocks apart and joins what is inline', () => {
    expect(
      textOf(load('<div><p>almost <b>ha</b>lf</p><p>of\u00a0it</p><script>evil()</script></div>')('div')),
    ).toBe('almost half of it')
  })
  test.each([
    ['2014-04-30T00:00:00+01:00', '2014-04-30'],
    ['30 April 2014', '2014-04-30'],
    ['15 September 2014', '2014-09-15'],
    ['1 Sept. 2014', '2014-09-01'],
    ['1 Sep 2014', '2014-09-01'],
    ['Wednesday 3rd Sept. 2014', '2014-09-03'],
    ['2023-12-06T00:00:00', '2023-12-06'],
  ])('%s is printed on %s', (text, day) => {
    expect(printedDate(text)).toBe(day)
  })
  test('a day that does not exist is odd', () => {
    for (const text of ['30 February 2014', '2014-13-01', 'soon', ''])
      expect(() => printedDate(text)).toThrow(/expected a date/)
  })
  test('entities of an inline DOCTYPE are written out, one level deep, so that nothing can grow', () => {
    const dtd =
      '<?xml version="1.0"?>\n<!DOCTYPE a [\n<!ENTITY pound "&#163;">\n<!ENTITY lol "&pound;&pound;">\n] >\n'
    expect(textOf(xml(`${dtd}<a>&pound;5 &amp; more &lol;</a>`)('a'))).toBe('£5 & more &lol;')
  })
  test('bytes that do not fit the declared encoding are an issue', () => {
    const page = {
      url: 'https://a.example/',
      status: 200,
      captured: '',
      contentType: 'text/html; charset=utf-8',
      bytes: Buffer.from('caf\u00e9', 'latin1'),
    }
    expect(parsePage({ parse: ({ text }) => (text ? [] : []) }, {}, page).issues).toEqual([
      { what: expect.stringMatching(/do not fit the page's encoding \(utf-8, by header\)/) },
    ])
  })
  test('addresses to follow are made whole, once each, without fragments', () => {
    const page = {
      url: 'https://a.example/x/',
      status: 200,
      captured: '',
      contentType: null,
      bytes: Buffer.from(''),
    }
    expect(
      parsePage({ parse: () => ({ follow: ['y#a', '/x/y', 'https://b.example', 'http://['] }) }, {}, page),
    ).toMatchObject({
      follow: ['https://a.example/x/y', 'https://b.example/'],
      issues: [{ what: 'an address to follow cannot be read' }],
    })
  })
  test('an odd record is left out with an issue, a changed structure is not survived', () => {
    const page = {
      url: 'https://a.example/',
      status: 200,
      captured: '',
      contentType: 'application/json',
      bytes: Buffer.from('[1,2]'),
    }
    const read = (odd: () => never) =>
      parsePage(
        {
          parse: (_, { each }) =>
            each([1, 2], (n) => (n === 1 ? odd() : { kind: 'observation', key: String(n), payload: { n } })),
        },
        {},
        page,
      )
    const unknown = read(() => printedDate('never') as never)
    expect(unknown).toMatchObject({
      findings: [{ key: '2' }],
      issues: [{ what: expect.stringMatching(/expected a date/), detail: { record: 0 } }],
    })
    expect(() => read(() => one($, 'h1') as never)).toThrow(/expected one "h1"/)
  })
})

describe('a finding', () => {
  const payload = {
    url: 'https://a.example/',
    title: 't',
    date: null,
    body: null,
    speakers: [],
    paragraphs: [{ text: 'over 5 < 6 & 7 > 3' }],
    type: 'speech',
    status: 'live',
    licence: 'OGL',
  } as const
  test('with markup, control characters, odd numbers or odd objects is not kept', () => {
    expect(flawOf(documentFinding('a', payload))).toBeNull()
    const flaws = [
      { ...payload, title: '<p>x</p>' },
      { ...payload, title: 'a\u0000b' },
      { n: Number.NaN },
      { at: new Date() },
      { f: () => 1 },
      JSON.parse('{"__proto__": {"x": 1}}'),
      JSON.parse(`${'{"a":'.repeat(80)}1${'}'.repeat(80)}`),
    ]
    for (const flawed of flaws)
      expect(flawOf({ kind: 'document', key: 'a', payload: flawed as never })).toMatch(
        /expected|may not|nested/,
      )
    expect(flawOf({ kind: 'runs', key: 'a', payload: {} })).toMatch(/kept for the machinery/)
  })
})

describe('versions', () => {
  const where = (captured: string): Provenance => ({
    source: 's',
    url: 'u',
    capture: 'c',
    captured,
    file: 'f',
    run: 'r',
  })
  const document = (words: string, more: object = {}) => ({
    kind: 'document',
    key: 'k',
    payload: { title: 'T', status: 'live', paragraphs: [{ text: words }], ...more },
  })

  test('laying the same captures on, in any order and any number of times, gives the same texts', () => {
    const captures = [
      ['2026-01-01', 'one'],
      ['2026-02-01', 'two'],
      ['2026-03-01', 'one'],
      ['2026-04-01', 'three'],
    ] as const
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 0, 1, 2, 3], { minLength: 8 }), (order) => {
        let record = null as ReturnType<typeof layOn>['record'] | null
        const versions = new Map<string, unknown>()
        for (const at of [...order, 3]) {
          const [captured, words] = captures[at] ?? captures[0]
          const change = layOn(
            record,
            document(words),
            where(captured),
            (id) => (versions.get(id) ?? null) as never,
          )
          record = change.record
          for (const version of change.versions) versions.set(version.id, version.payload)
        }
        expect(record?.payload).toMatchObject({ paragraphs: [{ text: 'three' }] })
        expect(versions.size).toBe(2)
      }),
    )
  })
  test('two captures of one moment settle: laying them on again changes nothing', () => {
    const lay = (record: Rec | null, words: string, more: object = {}): Rec =>
      layOn(record, document(words, more), where('2026-01-01'), () => null).record
    const once = lay(lay(lay(null, 'one'), 'two'), 'two', { updated: 'later' })
    expect(['one', 'two'].reduce((record, words) => lay(record, words), once)).toBe(once)
    expect(lay(once, 'two', { updated: 'later' })).toBe(once)
  })
  test('white space, invisible letters and paragraph breaks do not make a version', () => {
    const digest = (payload: object) => textDigest('document', payload as never)
    expect(digest({ title: 'T', paragraphs: [{ text: 'a b' }, { text: 'c' }] })).toBe(
      digest({ title: 'T ', paragraphs: [{ text: 'a\u00a0 b c\u200b' }] }),
    )
    expect(normalisedText('observation', { b: 1, a: 2 })).toEqual(['{"a":2,"b":1}'])
  })
  test('a word-level diff gives back both texts, whatever they are', () => {
    const words = fc
      .array(fc.constantFrom('a', 'bb', 'almost', 'half,', '50%'), { maxLength: 12 })
      .map((list) => list.join(' '))
    fc.assert(
      fc.property(fc.array(words, { maxLength: 4 }), fc.array(words, { maxLength: 4 }), (before, after) => {
        const diff = wordDiff(before, after)
        const side = (left: string) =>
          diff
            .filter(({ op }) => op !== left)
            .map(({ text }) => text)
            .join('')
        expect(side('added')).toBe(before.map((text) => `${text}\n`).join(''))
        expect(side('removed')).toBe(after.map((text) => `${text}\n`).join(''))
      }),
    )
  })
  test('two long texts that share nothing are compared in bounded time', () => {
    const text = (seed: number): string[] => [
      Array.from({ length: 60_000 }, (_, n) => `w${(n * seed) % 9973}`).join(' '),
    ]
    const began = Date.now()
    expect(wordDiff(text(7), text(11)).length).toBeGreaterThan(0)
    expect(Date.now() - began).toBeLessThan(3_000)
  })
})

test('progress is one moving line on a terminal and a few plain ones elsewhere', () => {
  const written: string[] = []
  const step = {
    source: 's',
    phase: 'reading',
    pages: 3,
    waiting: 1,
    findings: 2,
    url: 'https://a.example/\u001b[2J',
  } as const
  showProgress({ isTTY: true, columns: 200, write: (text) => written.push(text) }, () => 0)(step)
  expect(written.join('')).toMatch(/s █+░+ 3\/4 pages, 2 findings, 0 s https:\/\/a\.example\/\[2J$/)
  written.length = 0
  const plain = showProgress({ write: (text) => written.push(text) }, () => 0)
  for (let pages = 1; pages <= 250; pages++) plain({ ...step, pages })
  expect(written).toEqual([
    's: reading, 100/101 pages, 2 findings\n',
    's: reading, 200/201 pages, 2 findings\n',
  ])
})
