// Does a catalogue that changes while it is paged fail the run, instead of leaving gaps?
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/data-gov-uk-catalogue/scraper.ts'
import { parsePage } from '../../src/collect/parse-page.ts'

const BASE = 'https://data.gov.uk/api/3/action/package_search?q=spend&rows=2'
const read = (query: string, count: unknown, results: number) =>
  parsePage(
    scraper,
    {},
    {
      ...{
        url: `${BASE}${query}`,
        status: 200,
        captured: '2026-01-01T00:00:00.000Z',
        contentType: 'application/json',
      },
      bytes: Buffer.from(
        JSON.stringify({
          success: true,
          result: { count, results: Array.from({ length: results }, (_, id) => ({ id: `d${id}` })) },
        }),
      ),
    },
  )

describe('a search of the catalogue', () => {
  it('is followed page by page to its end, with the first count carried along', () => {
    const first = read('&start=0', 5, 2)
    expect(first.follow).toHaveLength(1)
    const next = new URL(first.follow[0] ?? '')
    expect([next.searchParams.get('start'), next.searchParams.get('fq')]).toEqual(['2', '-name:"counted-5"'])
    expect(scraper.handles(next)).toBe(true)
    expect(read('&start=4&fq=-name:"counted-5"', 5, 1).follow).toEqual([])
  })

  it.each([
    [
      'whose count changed',
      '&start=2&fq=-name:"counted-5"',
      6,
      2,
      /expected 5 data sets as on the first page, got 6/,
    ],
    ['that ends too early', '&start=2&fq=-name:"counted-5"', 5, 0, /got an empty page/],
    [
      'that holds more than it counts',
      '&start=4&fq=-name:"counted-5"',
      5,
      2,
      /expected 5 data sets, got 2 more/,
    ],
    ['without a count', '&start=0', null, 1, /expected a whole number as "count"/],
  ])('%s fails', (_, query, count, results, expected) => {
    expect(() => read(query, count, results)).toThrow(expected)
  })

  it('that was refused fails with the reason', () => {
    const bytes = Buffer.from(
      JSON.stringify({ success: false, error: { message: 'Search Query is invalid' } }),
    )
    const input = { url: BASE, status: 200, captured: '2026-01-01T00:00:00.000Z', contentType: null, bytes }
    expect(() => parsePage(scraper, {}, input)).toThrow(/Search Query is invalid/)
  })
})
