// What does the scraper of committee publications do that its fixtures cannot show: where it starts, what it claims, and when it fails?
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/parliament-committees/scraper.ts'
import { readJsonWith } from './read-json.ts'

const API = 'https://committees-api.parliament.uk/api/Publications'
const read = readJsonWith(scraper)

it('asks for all publications, also those hidden on the website, of the last days and one stretch before', () => {
  const { pages, cursor } = scraper.start({ cursor: null, since: null, today: '2026-11-24', leads: [] })
  expect(pages).toEqual([
    '/api/Publications?StartDate=2026-11-10&EndDate=2026-11-24T23%3A59%3A59&SortOrder=PublicationDateAscending&ShowOnWebsiteOnly=false&Take=100&Skip=0',
    '/api/Publications?StartDate=2026-10-11&EndDate=2026-11-09T23%3A59%3A59&SortOrder=PublicationDateAscending&ShowOnWebsiteOnly=false&Take=100&Skip=0',
  ])
  expect(cursor).toEqual({ through: '2026-11-24', back: '2026-10-11' })
})

it.each([
  [`${API}?Skip=0`, true],
  [`${API}/7001`, true],
  [`${API}/7001/Document/51/OriginalFormat?title=A`, true],
  ['http://committees-api.parliament.uk./api/publications/7001/document/51/html', true],
  [`${API}/7001/Document`, false],
  ['https://committees-api.parliament.uk/api/OralEvidence/1', false],
  ['https://committees.parliament.uk/publications/7001/html/', false],
])('says whether it reads %s', (url, expected) => {
  expect(scraper.handles(new URL(url))).toBe(expected)
})

describe('when the source changes', () => {
  it('fails when none of the publications is of the days asked for', () => {
    const type = { governmentCanRespond: true, canBeResponse: false }
    const items = [{ id: 1, publicationStartDate: '2019-01-01T00:00:00', type }]
    expect(() => read(`${API}?StartDate=2021-01-01`, { items, totalResults: 1 })).toThrow(
      'the filters are ignored',
    )
  })

  it('fails on an error of the service, and on a publication or a file of another shape', () => {
    const error = { type: 'about:blank', title: 'Bad Request', status: 400 }
    expect(() => read(API, error)).toThrow('expected a field "items", found type, title, status')
    expect(() => read(`${API}/1`, error)).toThrow('publication 1: expected a field "id"')
    expect(() => read(`${API}/1/Document/2/Html`, error)).toThrow('expected a field "fileName"')
  })
})
