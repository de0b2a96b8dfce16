// Which captures are chosen, and which answers of an archive are the page that was asked for?
import { describe, expect, it } from 'vitest'
import { addressesSince } from '../../../src/collect/formats/archive.ts'
import {
  chooseCaptures,
  flawOfRow,
  type IndexRow,
  originalKey,
  replayOf,
  standingOf,
  timeOf,
} from '../../../src/collect/formats/memento.ts'
import { makePage } from '../../../src/collect/parse-page.ts'

const row = (over: Partial<IndexRow>): IndexRow => ({
  ...{ timestamp: '20110601120000', original: 'http://www.example.gov.uk/a' },
  ...{ mime: 'text/html', status: '200', digest: 'A', ...over },
})

describe('the address of a replay', () => {
  it.each([
    [
      'https://web.archive.org/web/20110601120000id_/http://a.uk/b?c=d',
      'wayback',
      'id_',
      'http://a.uk/b?c=d',
    ],
    ['https://web.archive.org/web/20110601120000/https:/a.uk/', 'wayback', '', 'https://a.uk/'],
    [
      'https://webarchive.nationalarchives.gov.uk/ukgwa/20110601120000id_/http://a.uk/',
      'ukgwa',
      'id_',
      'http://a.uk/',
    ],
    ['http://webarchive.nationalarchives.gov.uk/20110601120000/http://a.uk/b', 'ukgwa', '', 'http://a.uk/b'],
    [
      'https://webarchive.nationalarchives.gov.uk/ukgwa/nobanner/20110601120000mp_/a.uk',
      'ukgwa',
      'mp_',
      'http://a.uk',
    ],
  ])('%s is taken apart', (address, archive, flag, original) => {
    expect(replayOf(new URL(address))).toEqual({ archive, flag, original, timestamp: '20110601120000' })
  })

  it.each([
    'https://web.archive.org/web/2011/http://a.uk/',
    'https://web.archive.org/web/20110601120000js_/http://a.uk/x.js',
    'https://web.archive.org.evil.example/web/20110601120000/http://a.uk/',
    'https://webarchive.nationalarchives.gov.uk/ukgwa/*/http://a.uk/',
    'https://example.org/web/20110601120000/http://a.uk/',
  ])('%s is none', (address) => {
    expect(replayOf(new URL(address))).toBeNull()
  })
})

it('one page has one name, however its address is written', () => {
  const names = [
    'http://www.dwp.gov.uk:80/a/',
    'https://dwp.gov.uk/a',
    'http://DWP.gov.uk:443/a',
    'http://dwp.gov.uk/a#b',
  ]
  expect(new Set(names.map(originalKey))).toEqual(new Set(['dwp.gov.uk/a']))
  expect(originalKey('http://dwp.gov.uk:8080/A?b=/')).toBe('dwp.gov.uk:8080/A?b=/')
})

it('impossible times are known', () => {
  expect(timeOf('20110229000000')).toBeNull()
  expect(timeOf('20111301000000')).toBeNull()
  expect(timeOf('2011')).toBeNull()
  expect(timeOf('20120229235959')?.toISOString()).toBe('2012-02-29T23:59:59.000Z')
  expect(flawOfRow(row({ timestamp: '19690101000000' }), '2026')).toBe('its time is impossible')
})

describe('the captures to read', () => {
  it('are the earliest of a page and the last to bring other bytes', () => {
    const rows = [
      row({ timestamp: '20120101000000', digest: 'C', original: 'https://example.gov.uk/a/' }),
      row({ timestamp: '20110601120000', digest: 'A' }),
      row({ timestamp: '20110701120000', digest: 'B' }),
      row({ timestamp: '20120601120000', digest: 'A' }),
    ]
    expect(chooseCaptures(rows).map(({ timestamp }) => timestamp)).toEqual([
      '20110601120000',
      '20120101000000',
    ])
  })

  it('leave out bytes that another page had before', () => {
    const rows = [
      row({}),
      row({ timestamp: '20110602000000', original: 'http://www.example.gov.uk/a?print=1' }),
    ]
    expect(chooseCaptures(rows)).toEqual([rows[0]])
  })
})

describe('an answer of an archive', () => {
  const url = 'https://web.archive.org/web/20110601120000id_/http://a.uk/'
  const standing = (headers: [string, string][], asked = url) =>
    standingOf(
      makePage({
        url,
        asked,
        status: 200,
        captured: '2026',
        contentType: null,
        headers,
        bytes: new Uint8Array(),
      }),
    )
  const date: [string, string] = ['Date', 'Mon, 25 Sep 2023 19:20:58 GMT']

  it('is trusted with Memento-Datetime, unknown without any headers, and blocked with headers but not that one', () => {
    expect(standing([date, ['memento-datetime', 'Wed, 01 Jun 2011 12:00:00 GMT']])).toBe('trusted')
    expect(standing([])).toBe('unknown')
    expect(standing([date])).toEqual({ not: expect.stringContaining('blocked') })
  })

  it('is refused when the nearest capture is weeks off, by its address or by its header', () => {
    const asked = 'https://web.archive.org/web/20110401120000id_/http://a.uk/'
    expect(standing([], asked)).toEqual({ not: expect.stringContaining('61 days off') })
    expect(standing([['Memento-Datetime', 'Wed, 01 Jun 2016 12:00:00 GMT']])).toEqual({
      not: expect.stringContaining('days off'),
    })
  })
})

it('a run asks for addresses reviewed since the last whole run, or since a day', () => {
  const entry = (address: string, reviewed: string) => ({
    ...{ address, reviewed, from: '2010', to: '2013', body: 'B', licence: 'L', reason: 'R' },
  })
  const list = [entry('a', '2026-01-01'), entry('b', '2026-02-01')]
  const asked = (cursor: string | null, since: string | null): string[] =>
    addressesSince(list, { cursor, since }).ask.map(({ address }) => address)
  expect(asked(null, null)).toEqual(['a', 'b'])
  expect(asked('2026-01-01', null)).toEqual(['b'])
  expect(asked('2026-02-01', null)).toEqual([])
  expect(asked('2026-02-01', '2026-01-15')).toEqual(['b'])
  expect(addressesSince(list, { cursor: null, since: null }).cursor).toBe('2026-02-01')
})
