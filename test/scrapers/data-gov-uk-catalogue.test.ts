// Does a catalogue that changes while it is paged fail the run, instead of leaving gaps?
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/data-gov-uk-catalogue/scraper.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { readJsonWith } from './read-json.ts'

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

describe('an answer of the catalogue', () => {
  const answer = readJsonWith(scraper)
  const API = 'https://data.gov.uk/api'
  const files = [
    { id: 'f1', url: ' https://example.org/a.csv ', format: 'CSV', name: 'A' },
    { id: 'f2', url: '', format: 'CSV', name: 'B' },
  ]
  const dataset = { id: 'd1', title: 'Spend < £25,000 and > £500', resources: files.slice(0, 1) }
  const found = { key: 'd1', kind: 'dataset', payload: expect.objectContaining({ title: dataset.title }) }

  it.each([
    ['one record', '3/action/package_show?id=d1', { success: true, result: dataset }],
    ['one record in a list', '3/action/package_show?id=d1', { success: true, result: [dataset] }],
    ['one record without an envelope', '2/rest/dataset/d1', dataset],
    [
      'a list of records',
      '3/action/current_package_list_with_resources',
      { success: true, result: [dataset] },
    ],
    ['a search without an envelope', '3/search/dataset?q=spend&start=0', { count: 1, results: [dataset] }],
    [
      'a publisher with its data sets',
      '3/action/organization_show?id=o',
      { success: true, result: { type: 'organization', packages: [dataset], package_count: 1 } },
    ],
  ])('is read from %s', (_, path, body) => {
    const url = `${API}/${path}`
    expect(scraper.handles(new URL(url))).toBe(true)
    const { findings, issues, follow } = answer(url, body)
    expect([findings, issues, follow]).toEqual([[found], [], []])
  })

  it('keeps what has no files apart from the record that has them', () => {
    const body = { count: 1, results: [{ id: 'd1', metadata_modified: '2026-01-01T00:00:00Z' }] }
    expect(answer(`${API}/3/search/dataset?fl=id&start=0`, body).findings).toMatchObject([
      { kind: 'dataset-mention', key: 'd1', payload: { resources: null } },
    ])
  })

  it.each([
    [
      'files without an address',
      '3/action/package_show?id=d1',
      { result: { ...dataset, resources: files } },
      'd1: 1 of its files have no address',
    ],
    [
      'a search of names',
      '3/search/dataset?q=a&start=0',
      { count: 2, results: ['a', 'b'] },
      'the search gives 2 names alone, and nothing of the data sets',
    ],
    [
      'a page whose place is not known',
      '3/action/package_search?q=a',
      { result: { count: 9, results: [dataset] } },
      'the answer holds 1 of the 9 data sets that the search found',
    ],
    [
      'a search that only counts',
      '3/action/package_search?q=a&rows=0&start=0',
      { result: { count: 9, results: [] } },
      'the answer holds 0 of the 9 data sets that the search found',
    ],
    [
      'a publisher with some of its data sets',
      '3/action/organization_show?id=o',
      { result: { packages: [dataset], package_count: 12 } },
      'the answer holds 1 of the 12 data sets of a publisher',
    ],
    [
      'a list of publishers',
      '3/action/organization_list?all_fields=true',
      { result: [{ id: 'o', type: 'organization' }] },
      'the answer is a list of 1 records, not of data sets',
    ],
    [
      'one file',
      '3/action/resource_show?id=f1',
      { result: { ...files[0], package_id: 'd1' } },
      'the answer holds no data set, but one file of a data set',
    ],
  ])('says what is left out: %s', (_, path, body, said) => {
    expect(answer(`${API}/${path}`, body).issues.map(({ what }) => what)).toEqual([said])
  })

  it('that is a sentence is an error, with the sentence', () => {
    expect(() => answer(`${API}/3/action/nothing`, 'Bad request - invented')).toThrow(
      'expected an answer of CKAN, got "Bad request - invented"',
    )
  })
})
