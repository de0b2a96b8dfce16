// What does the scraper of Hansard do that its fixtures cannot show: where it starts, whom it names, and when it fails?
import { describe, expect, it } from 'vitest'
import { readAttribution, resolveSpeakers } from '../../scrapers/parliament-hansard/attribution.ts'
import { HOUSES, TERMS } from '../../scrapers/parliament-hansard/query.ts'
import scraper from '../../scrapers/parliament-hansard/scraper.ts'
import { readJsonWith } from './read-json.ts'

const API = 'https://hansard-api.parliament.uk'
const read = readJsonWith(scraper)

describe('where it starts', () => {
  const windows = (standing: Parameters<typeof scraper.start>[0]): string[] => {
    const asked = scraper.start(standing).pages.map((page) => new URL(page, scraper.baseUrl))
    expect(asked.every((url) => scraper.handles(url))).toBe(true)
    const days = asked.map((url) => {
      for (const name of url.searchParams.keys()) expect(name).toMatch(/^queryParameters\./)
      expect(url.searchParams.get('queryParameters.take')).toBe('100')
      return `${url.searchParams.get('queryParameters.startDate')} ${url.searchParams.get('queryParameters.endDate')}`
    })
    expect(days.length % (HOUSES.length * TERMS.length)).toBe(0)
    return [...new Set(days)]
  }

  it('asks for the newest days, an older stretch, and the days that are 7 and 56 days old', () => {
    expect(windows({ cursor: null, since: null, today: '2026-11-24', leads: [] })).toEqual([
      '2026-11-23 2026-11-24',
      '2026-11-09 2026-11-22',
      '2026-11-17 2026-11-17',
      '2026-09-29 2026-09-29',
    ])
  })

  it('reads every day again after 7 and 56 days, also when runs were missed', () => {
    const cursor = { through: '2026-11-20', back: '2015-06-01' }
    expect(windows({ cursor, since: null, today: '2026-11-24', leads: [] })).toEqual([
      '2026-11-19 2026-11-24',
      '2026-11-14 2026-11-17',
      '2026-09-26 2026-09-29',
    ])
  })

  it('asks only for what was asked for with --since', () => {
    const cursor = { through: '2026-11-20', back: '2015-06-01' }
    expect(windows({ cursor, since: '2026-11-01', today: '2026-11-24', leads: [] })).toEqual([
      '2026-11-01 2026-11-14',
      '2026-11-15 2026-11-24',
    ])
  })
})

it.each([
  [`${API}/search/contributions/Spoken.json?queryParameters.skip=0`, true],
  [`${API}/Search/Contributions/spoken.JSON`, true],
  ['http://hansard-api.parliament.uk./debates/debate/0000000A-1111-2222-3333-444444444444.json', true],
  [`${API}/debates/debate/13091611000002.json`, true],
  [`${API}/search/contributions/Written.json`, false],
  [`${API}/debates/debate/1.xml`, false],
  ['https://hansard.parliament.uk/debates/debate/1.json', false],
])('says whether it reads %s', (url, expected) => {
  expect(scraper.handles(new URL(url))).toBe(expected)
})

describe('when the source changes', () => {
  const search = `${API}/search/contributions/Spoken.json?queryParameters.house=Commons&queryParameters.startDate=2021-06-01&queryParameters.endDate=2021-06-14`
  const row = { SittingDate: '2021-06-07T00:00:00', House: 'Commons', DebateSectionExtId: 'A' }
  it.each([
    ['a row of another day', { ...row, SittingDate: '2021-06-15T00:00:00' }],
    ['a row of the other House', { ...row, House: 'Lords' }],
  ])('fails on %s: the filters were ignored', (_, odd) => {
    expect(() => read(search, { Results: [row, odd], TotalResultCount: 2 })).toThrow(
      'the filters are ignored',
    )
  })

  it('fails on a search without results and on a debate without an overview or items', () => {
    expect(() => read(search, { Message: 'An error has occurred.' })).toThrow('expected a field "Results"')
    const debate = `${API}/debates/debate/A.json`
    expect(() => read(debate, { Items: [] })).toThrow('expected a field "Overview"')
    expect(() => read(debate, { Overview: { Title: 'A' } })).toThrow('expected a field "Items"')
    expect(() => read(debate, null)).toThrow('expected an object, got null')
  })

  it('fails on a debate that never ends', () => {
    const child = { Overview: { Title: 'A' }, Items: [], ChildDebates: [] }
    const many = { ...child, ChildDebates: Array.from({ length: 1000 }, () => child) }
    expect(() => read(`${API}/debates/debate/A.json`, many)).toThrow('at most 1000 sections')
  })
})

it.each([
  ['Ann Example (Nowhere) (Lantern)', 'Ann Example', null],
  ['Ann Example', 'Ann Example', null],
  ['The Minister for Lanterns (Bert Sample)', 'Bert Sample', 'The Minister for Lanterns'],
  ['The Minister of State, Lanterns (Lord Sample) (Con)', 'Lord Sample', 'The Minister of State, Lanterns'],
  ['The Minister for Lanterns', null, 'The Minister for Lanterns'],
  ['The Earl of Example (Con)', 'The Earl of Example', null],
  ['The Lord Bishop of Example', 'The Lord Bishop of Example', null],
  ['The Minister for Lanterns (Lab Co-op)', null, 'The Minister for Lanterns'],
  ['Sir Roger Sample (in the Chair)', 'Sir Roger Sample', null],
])('reads the attribution %s', (printed, name, role) => {
  expect(readAttribution(printed)).toEqual({ name, role })
})

it('joins an office only with a name that the same debate gives for it', () => {
  const office = { memberId: null, printed: 'The Minister for Lanterns' }
  const full = { memberId: 7, printed: 'The Minister for Lanterns (Bert Sample)' }
  expect(resolveSpeakers([office])(office)).toEqual({
    name: 'The Minister for Lanterns',
    role: 'The Minister for Lanterns',
  })
  expect(resolveSpeakers([office, full])(office)).toEqual({
    name: 'Bert Sample',
    role: 'The Minister for Lanterns',
    id: '7',
  })
  // Another member's number beside the same office is another person.
  expect(resolveSpeakers([full])({ memberId: 8, printed: 'The Minister for Lanterns' })).toMatchObject({
    name: 'The Minister for Lanterns',
    id: '8',
  })
  expect(resolveSpeakers([full])({ memberId: 7, printed: null })).toMatchObject({ name: 'Bert Sample' })
  expect(resolveSpeakers([])({ memberId: 0, printed: null })).toBeNull()
})
