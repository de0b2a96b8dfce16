// What do the lists of supply chains add up to, by their own words and by the registers?
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isList } from '../../scrapers/dwp-supply-chain-lists/files.ts'
import lookups from '../../scrapers/dwp-supply-chain-lists/lookups.json' with { type: 'json' }
import measures from '../../scrapers/dwp-supply-chain-lists/measures.json' with { type: 'json' }
import scraper from '../../scrapers/dwp-supply-chain-lists/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { measureSchema, observationSchema } from '../../src/domain/nouns.ts'
import { fileOf } from '../collect/formats/workbooks.ts'
import { type PlayedPage, readPages, tallyOf } from './tally-input.ts'

const fixture = (file: string): string =>
  join(PROJECT_DIR, 'scrapers', 'dwp-supply-chain-lists', 'fixtures', file)
const ASSETS = 'https://assets.publishing.service.gov.uk/media'
const PAGE: PlayedPage = {
  url: 'https://www.gov.uk/api/content/government/publications/invented-work-programme-supply-chains',
  path: fixture('page.json'),
}
const LIST: PlayedPage = {
  url: `${ASSETS}/0a1b/invented-work-programme-supply-chains.csv`,
  path: fixture('list.csv'),
}
const tallied = async (pages: readonly PlayedPage[]) =>
  tallyOf(scraper.bulk?.tally, (await readPages(scraper, lookups, pages)).rows, {
    charities: ['Invented Hope', 'Invented Works Ltd'],
    others: ['Invented Council'],
  })

describe('a list', () => {
  it('gives the share of places and of organisations, with what is not known as a band', async () => {
    const { figures, issues } = await tallied([PAGE, LIST])
    const of = (measure: string, label: string, lens: string) =>
      figures.get(`${measure}-work-programme-2012-01-${label}-${lens}`)?.observation
    // Of nine places three are said to be voluntary (Hope twice, Spring once), three are private or public, three say nothing known.
    expect(of('supply-chain-vcs-share-of-places', 'declared-by-list', 'vcse')).toMatchObject({
      ...{ value: 33.33, display: '33.33% (33.33% to 66.67%)', numerator: 3, denominator: 9, unknown: 3 },
      ...{ period: { start: '2012-01', end: '2012-01' }, area: 'GB', published: '2012-02-14' },
    })
    // Of six organisations Hope alone is voluntary throughout; Works and Council are not; Spring is said to be both.
    expect(of('supply-chain-vcs-share-of-organisations', 'declared-by-list', 'vcse')).toMatchObject({
      ...{ numerator: 1, denominator: 6, unknown: 3 },
    })
    // By the register: Hope's two places and Works, whatever the list says of it; Council is none; five are not known.
    expect(of('supply-chain-vcs-share-of-places', 'register', 'charity')).toMatchObject({
      ...{ numerator: 3, denominator: 9, unknown: 5 },
    })
    expect(figures.size).toBe(12)
    expect(issues).toEqual([])
    for (const [key, { observation }] of figures)
      observationSchema.parse({ id: key, source: 'dwp-supply-chain-lists', ...observation })
  })

  it('puts those of the sector on the ladder: named in the list, referred to where it counts people', async () => {
    const { listings } = await tallied([PAGE, LIST])
    const told = listings.map(({ rung, supplier, said, referrals }) => [rung, supplier.name, said, referrals])
    expect(told).toEqual([
      ['named', 'Invented Hope', true, null],
      ['referred', 'Invented Hope', true, 1250],
      // Private by its own word, a charity by the register: it is on the ladder, and the contradiction shows.
      ['named', 'Invented Works Ltd', false, null],
      ['referred', 'Invented Works Ltd', false, 300],
      ['named', 'Invented Hope', true, null],
      ['named', 'Invented Spring', true, null],
    ])
    expect(new Set(listings.map(({ list }) => list))).toEqual(
      new Set([
        'Work Programme supply chain, January 2012',
        'Work Programme supply chain, January 2012: referrals',
      ]),
    )
  })

  it('is replaced by a corrected one of the same month, and told of when its total does not add up', async () => {
    const again = { ...LIST, url: `${ASSETS}/9z9z/corrected-work-programme-supply-chains.csv` }
    const { figures } = await tallied([PAGE, LIST, { ...again, path: fixture('corrected.csv') }])
    const share = figures.get('supply-chain-vcs-share-of-places-work-programme-2012-01-declared-by-list-vcse')
    expect(share?.observation).toMatchObject({ value: 50, numerator: 1, denominator: 2, unknown: 0 })
    const { issues } = await tallied([{ ...again, path: fixture('corrected.csv') }])
    expect(issues).toEqual([
      'Work Programme supply chain, January 2012: the list prints a total of 3, and 2 places were read',
    ])
  })

  it('counts nowhere, and says so, without a programme', async () => {
    const { figures, issues } = await tallied([{ ...LIST, url: `${ASSETS}/0a1b/supply-chains.csv` }])
    expect(figures.size).toBe(0)
    expect(issues).toEqual(['a list is of no known programme, and counts nowhere: supply-chains.csv'])
  })
})

it('has measures of the right shape', () => {
  for (const measure of measures) measureSchema.parse(measure)
})

it.each([
  ['work-programme-supply-chains.csv', true],
  ['wp_subcontractors.xlsx', true],
  ['dwp-spend-january.csv', false],
])('%s is a list: %s', (name, expected) => expect(isList(name)).toBe(expected))

it('tells of a line with a subcontractor and nothing else, and takes a dash for no sector', async () => {
  const text =
    'Prime,Subcontractor,Sector\nPrime A,Invented Hope,Voluntary\n,Invented Lone,\nPrime A,Invented Moor,-\nPrime A,Invented Fen,N/A\nA note.,,\n'
  const { rows, issues } = await readPages(scraper, lookups, [{ ...LIST, path: fileOf(text).path }])
  expect(rows.map(({ supplier, sector }) => [supplier, sector])).toEqual([
    ['Invented Hope', 'voluntary'],
    ['Invented Moor', null],
    ['Invented Fen', null],
  ])
  expect(issues).toEqual(['row 3 has nothing but "Invented Lone" and was left out'])
})
