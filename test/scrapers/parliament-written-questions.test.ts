// What does the scraper of written questions do that its fixtures cannot show: where it starts, what it claims, and when it fails?
import { describe, expect, it } from 'vitest'
import { TERMS } from '../../scrapers/parliament-written-questions/query.ts'
import scraper from '../../scrapers/parliament-written-questions/scraper.ts'
import { SourceChangedError } from '../../src/collect/errors.ts'
import { parsePage } from '../../src/collect/parse-page.ts'

const API = 'https://questions-statements-api.parliament.uk/api/writtenquestions/questions'
const read = (url: string, body: unknown) =>
  parsePage(
    scraper,
    {},
    {
      url,
      status: 200,
      captured: '2026-01-01T00:00:00.000Z',
      contentType: 'application/json',
      bytes: new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body)),
    },
  )
const row = (over: object) => ({
  value: { id: 1, answerText: 'Yes.', dateAnswered: '2021-06-07T00:00:00', ...over },
})

describe('where it starts', () => {
  const { pages, cursor } = scraper.start({ cursor: null, since: null, today: '2026-11-24', leads: [] })

  it('asks for answers and for corrections, of every session, by each reviewed term', () => {
    const asked = pages.map((page) => new URL(page, scraper.baseUrl))
    expect(asked.every((url) => scraper.handles(url))).toBe(true)
    expect(new Set(asked.map((url) => url.searchParams.get('searchTerm')))).toEqual(new Set(TERMS))
    expect(asked.every((url) => url.searchParams.get('sessionStatus') === 'Any')).toBe(true)
    expect(asked.filter((url) => url.searchParams.has('answeredWhenFrom'))).toHaveLength(pages.length / 2)
    expect(asked.filter((url) => url.searchParams.has('correctedWhenFrom'))).toHaveLength(pages.length / 2)
    expect(cursor).toMatchObject({ through: '2026-11-24' })
  })

  it('lists no term twice', () => {
    expect(new Set(TERMS).size).toBe(TERMS.length)
  })
})

it.each([
  [API, true],
  [`${API}/`, true],
  [`${API}?skip=0..1000`, true],
  [`${API}/1674608?expandMember=true`, true],
  [`${API}/2023-12-01/4818`, true],
  ['http://questions-statements-api.parliament.uk./API/WrittenQuestions/Questions/1', true],
  ['https://questions-statements-api.parliament.uk/api/writtenstatements/statements/1', false],
  ['https://questions-statements-api.parliament.uk/api/writtenquestions/questionsx', false],
  [`${API}/1/2/3`, false],
  ['https://example.org/api/writtenquestions/questions', false],
])('says whether it reads %s', (url, expected) => {
  expect(scraper.handles(new URL(url))).toBe(expected)
})

describe('when the source changes', () => {
  it('fails when none of the rows is of the days asked for', () => {
    expect(() =>
      read(`${API}?answeredWhenFrom=2022-01-01&answeredWhenTo=2022-01-31`, {
        totalResults: 1,
        results: [row({})],
      }),
    ).toThrow('the filters are ignored')
  })

  it('fails when the service answers with an error of its own', () => {
    expect(() => read(API, { status: 500, title: 'Internal Server Error' })).toThrow(
      '500 Internal Server Error',
    )
    expect(() => read(`${API}/1`, { status: 500 })).toThrow(SourceChangedError)
  })

  it('fails when a whole detail lacks its answer field, and names the fields it has', () => {
    expect(() => read(`${API}/1`, { value: { id: 1, AnswerText: '<p>Yes</p>' } })).toThrow(
      'question 1: expected a field "answerText", found id, AnswerText',
    )
  })

  it('fails when a list has no results, and when the page is not JSON', () => {
    expect(() => read(API, { totalResults: 3 })).toThrow('expected a field "results"')
    expect(() => read(API, '<html>Are you human?</html>')).toThrow('expected JSON')
  })
})

it('says so when a list ends early instead of asking for the same page for ever', () => {
  const { follow, issues } = read(`${API}?skip=100`, { totalResults: 300, results: [] })
  expect(follow).toEqual([])
  expect(issues.map(({ what }) => what)).toEqual([
    'the list says it has 300 questions, but gives none from 100 on',
  ])
})

it('leaves out a detail that is of another question than its address', () => {
  const { findings, issues } = read(`${API}/2`, { value: { id: 1, answerText: 'Yes.' } })
  expect(findings).toEqual([])
  expect(issues[0]?.what).toContain('expected that question, got 1')
})
