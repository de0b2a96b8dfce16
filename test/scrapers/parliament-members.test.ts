// What does the scraper of members do that its fixtures cannot show: where it starts, what it claims, and when it fails?
import { expect, it } from 'vitest'
import { PEOPLE } from '../../scrapers/parliament-members/people.ts'
import scraper from '../../scrapers/parliament-members/scraper.ts'
import { readJsonWith } from './read-json.ts'

const API = 'https://members-api.parliament.uk/api'
const read = readJsonWith(scraper)

it('starts from the posts of government and from the reviewed people, each once', () => {
  const { pages } = scraper.start({ cursor: null, since: null, today: '2026-11-24', leads: [] })
  expect(pages).toHaveLength(1 + PEOPLE.length)
  expect(new Set(pages).size).toBe(pages.length)
  expect(pages.every((page) => scraper.handles(new URL(page, scraper.baseUrl)))).toBe(true)
  expect(pages).toContain('/api/Members/Search?Name=Nick+Hurd&skip=0&take=20')
})

it.each([
  [`${API}/Members/1581`, true],
  [`${API}/members/1581/biography/`, true],
  [`${API}/Members/History?ids=1581`, true],
  ['http://members-api.parliament.uk./api/Posts/GovernmentPosts', true],
  [`${API}/Members/1581/Thumbnail`, false],
  [`${API}/Members/SearchHistorical`, false],
  ['https://members.parliament.uk/member/1581', false],
])('says whether it reads %s', (url, expected) => {
  expect(scraper.handles(new URL(url))).toBe(expected)
})

it.each([
  [`${API}/Members/Search?Name=A`, { results: [] }, 'expected a field "items"'],
  [`${API}/Members/1/Biography`, { value: { posts: [] } }, 'expected a field "governmentPosts"'],
  [`${API}/Members/History?ids=1`, [{ value: { name: 'A' } }], 'expected a field "id"'],
  [`${API}/Posts/GovernmentPosts`, [{ value: { id: 1 } }], 'expected a field "postHolders"'],
  [`${API}/Members/1`, { value: null }, 'expected an object, got null'],
])('fails when %s has another shape', (url, body, message) => {
  expect(() => read(url, body)).toThrow(message)
})
