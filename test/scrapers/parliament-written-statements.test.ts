// What does the scraper of written statements do that its fixtures cannot show: where it starts, what it claims, and when it fails?
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/parliament-written-statements/scraper.ts'
import { readJsonWith } from './read-json.ts'

const API = 'https://questions-statements-api.parliament.uk/api/writtenstatements/statements'
const read = readJsonWith(scraper)

it('asks for all statements of the last days and of one stretch before, of every session', () => {
  const { pages, cursor } = scraper.start({ cursor: null, since: null, today: '2026-11-24', leads: [] })
  expect(pages).toEqual([
    '/api/writtenstatements/statements?madeWhenFrom=2026-11-09&madeWhenTo=2026-11-24&sessionStatus=Any&take=100&skip=0',
    '/api/writtenstatements/statements?madeWhenFrom=2026-10-10&madeWhenTo=2026-11-08&sessionStatus=Any&take=100&skip=0',
  ])
  expect(cursor).toEqual({ through: '2026-11-24', back: '2026-10-10' })
})

it.each([
  [`${API}?skip=0..1000`, true],
  [`${API}/2021-06-07/HCWS49`, true],
  ['http://QUESTIONS-statements-api.parliament.uk./api/WrittenStatements/statements/12/', true],
  ['https://questions-statements-api.parliament.uk/api/writtenquestions/questions', false],
  [`${API}/a/b/c`, false],
])('says whether it reads %s', (url, expected) => {
  expect(scraper.handles(new URL(url))).toBe(expected)
})

describe('when the source changes', () => {
  it('fails when none of the rows is of the days asked for', () => {
    const results = [{ value: { id: 1, dateMade: '2020-01-01T00:00:00' } }]
    expect(() => read(`${API}?madeWhenFrom=2021-01-01`, { totalResults: 1, results })).toThrow(
      'the filters are ignored',
    )
  })

  it('fails on an error of the service, a list without results and a detail without text', () => {
    expect(() => read(API, { status: 500 })).toThrow('got an error of the service: 500')
    expect(() => read(API, { totalResults: 0 })).toThrow('expected a field "results"')
    expect(() => read(`${API}/1`, { value: { id: 1, dateMade: '2020-01-01', uin: 'HCWS1' } })).toThrow(
      'statement 1: expected a field "text"',
    )
  })
})
