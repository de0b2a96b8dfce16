// Does a reader see how far each organisation got, with every listing, and that an empty rung proves nothing? All invented.
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { NO_FIGURES, NOTHING_COLLECTED } from '../../src/domain/collected.ts'
import type { Listing } from '../../src/domain/ladder.ts'
import type { ListedOrganisation, Organisations } from '../../src/domain/organisations.ts'
import { buildSite } from '../../src/main.ts'
import { makeApp } from '../../src/web/app.ts'
import { TODAY } from '../real-site.ts'
import { inventedOrganisation, listing } from './invented-organisations.ts'

async function siteWith(
  all: readonly ListedOrganisation[],
  listings: readonly Listing[] = [],
  lists: Organisations['lists'] = [],
  tally: Organisations['tally'] = null,
) {
  const organisations = { all, lists, tally, listings: () => listings }
  const site = await buildSite(readConfig({ SITE_URL: 'https://wvd.example' }), TODAY, {
    ...{ collected: NOTHING_COLLECTED, figures: NO_FIGURES, organisations },
  })
  const app = makeApp({
    site: () => site,
    asset: (name) => `/${name}`,
    report: (error) => {
      throw error
    },
  })
  const text = async (path: string): Promise<string> => (await app.request(path)).text()
  return { app, text, json: async (path: string) => JSON.parse(await text(path)) }
}
const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

const oak = inventedOrganisation('gb-chc-1100001', 'Oak Trust', { contracted: 1, paid: 2 })
const elm = inventedOrganisation('elm-1234abcd', 'Elm’s <b>CIC</b>', { named: 1 }, { ids: [] })
const gone = inventedOrganisation('ash-1234abcd', 'Ash', { paid: 1 }, { gone: '2026-11-01' })

describe('/organisations', () => {
  const totals = {
    ...{
      list: 'Example bids',
      listings: 5,
      distinct: 3,
      unnamed: 1,
      published: 3,
      agrees: 'distinct' as const,
      source: 'example-bids',
      pairs: [],
    },
  }

  it('lists each with its rungs, and listings and organisations as two numbers', async () => {
    const { text } = await siteWith([elm, gone, oak], [], [totals])
    const page = await text('/organisations')
    expect(words(page)).toContain('2 organisations, by name')
    expect(words(page)).toContain('Example bids 5 3 1 3: the number of organisations')
    expect(words(page)).toContain('It does not mean that nothing happened')
    expect(page).toContain('href="/organisations/gb-chc-1100001"')
    expect(page).not.toContain('<b>CIC')
    expect(page).not.toContain('/organisations/ash')
  })

  it.each([
    ['q=oak', ['gb-chc-1100001']],
    ['q=1100001', ['gb-chc-1100001']],
    ['q=elm%27s+cic', ['elm-1234abcd']],
    ['rung=named', ['elm-1234abcd']],
    ['rung=paid&q=elm', []],
    ['rung=', ['elm-1234abcd', 'gb-chc-1100001']],
  ])('filters by %s', async (query, ids) => {
    const { json } = await siteWith([elm, gone, oak])
    const { data, meta } = await json(`/organisations.json?${query}`)
    expect(data.organisations.map(({ id }: { id: string }) => id)).toEqual(ids)
    expect(meta.total).toBe(ids.length)
  })

  it('refuses a rung that there is not, and pages by a hundred', async () => {
    const many = Array.from({ length: 201 }, (_, n) => inventedOrganisation(`o-${n}`, `O ${n}`, { paid: 1 }))
    const { app, text } = await siteWith(many)
    expect((await app.request('/organisations?rung=promised')).status).toBe(400)
    expect(words(await text('/organisations?page=3'))).toContain('Page 3 of 3')
    expect((await app.request('/organisations?page=4')).status).toBe(404)
    expect((await text('/organisations.csv')).trimEnd().split('\r\n')).toHaveLength(202)
  })

  it('has no past, and says so', async () => {
    const { app, text } = await siteWith([oak])
    const page = words(await text('/organisations?asOf=2026-01-01'))
    expect(page).toContain('grouped from lists and registers as they stand now')
    expect(page).not.toContain('No organisation has been collected')
    const one = await app.request('/organisations/gb-chc-1100001?asOf=2026-01-01')
    expect(one.status).toBe(404)
    expect(await one.text()).toContain('this page is empty for a past date')
  })

  it('says in each list how many of its awards another prints too', async () => {
    const pairs = [{ list: 'Other awards', sure: 2, unsure: 1 }]
    const { text } = await siteWith([oak], [], [{ ...totals, pairs }])
    expect(words(await text('/organisations'))).toContain('Other awards: 2 awards, perhaps 1 more')
  })

  it('that could not be grouped say so on the page of sources, with the reason', async () => {
    const tally = {
      ...{ at: '2026-11-01T04:00:00.000Z', figures: 12, issues: [{ what: 'two awards may be one' }] },
      ...{ error: 'organisations: a list cannot be read', failed: '2026-11-02T04:00:00.000Z' },
    }
    const { text, json } = await siteWith([oak], [], [], tally)
    const page = words(await text('/sources'))
    expect(page).toContain('Grouping organisations')
    expect(page).toContain('last grouped 1 November 2026, 04:00 UTC, to 12 organisations')
    expect(page).toContain('It failed on 2 November 2026, 04:00 UTC , and the organisations stand')
    expect(page).toContain('organisations: a list cannot be read')
    expect(page).toContain('two awards may be one')
    expect((await json('/organisations.json')).data.tally).toEqual(tally)
  })

  it('is there, empty and honest, when nothing was collected', async () => {
    const { text } = await siteWith([])
    const page = await text('/organisations')
    expect(words(page)).toContain('No organisation has been collected yet.')
    expect(page, 'nothing to filter').not.toContain('Filter the organisations')
  })
})

describe('/organisations/:id', () => {
  const listings = [
    listing('c1', { rung: 'contracted', list: 'Example awards', on: '2024-05-01' }),
    listing('p1', { money: { amount: '1234.5', currency: 'GBP', basis: 'net' } }),
    listing('p2', { on: '2025-03', said: true, money: null, referrals: 12 }),
  ]

  it('shows every listing with its link under its rung, and what an empty rung does not mean', async () => {
    const { text } = await siteWith([oak], listings)
    const page = await text('/organisations/gb-chc-1100001')
    for (const { url } of listings) expect(page).toContain(`href="${url}"`)
    const said = words(page)
    expect(said).toContain('£1,234.5 (without VAT)')
    expect(said).toContain('not printed; 12 referrals')
    expect(said).toMatch(/Referred to No collected count of referrals names it/)
    expect(said.match(/Nothing recorded is not the same as nothing happened/g)).toHaveLength(2)
    expect(said).toContain('Charities: yes')
    expect(said.indexOf('p2')).toBeLessThan(said.indexOf('p1'))
  })

  it('says of an award that two lists print where it is counted', async () => {
    const pair = { list: 'Other awards', identifier: 'o1', url: 'https://example.org/o1' }
    const sure = { ...pair, sure: true, why: 'same buyer, supplier, value and title, dated the same day' }
    const unsure = {
      ...pair,
      sure: false,
      why: 'same supplier, dated the same day, but one list prints no title',
    }
    const paired = { ...oak, steps: { ...oak.steps, contracted: { ...oak.steps.contracted, paired: 1 } } }
    const { text } = await siteWith(
      [paired],
      [
        listing('c1', { rung: 'contracted', pairs: [sure], countedElsewhere: true }),
        listing('c2', { rung: 'contracted', pairs: [unsure] }),
      ],
    )
    const page = words(await text('/organisations/gb-chc-1100001'))
    expect(page).toContain('2 listings, 1 of which another list prints too and is not counted again')
    expect(page).toMatch(/Also o1 , Other awards: same buyer, .*? Counted there\./)
    expect(page).toMatch(/Perhaps also o1 , Other awards: .*? Both are counted\./)
    const csv = (await text('/organisations/gb-chc-1100001.csv')).split('\r\n')
    expect(csv[0]).toMatch(/,counted,same_award_as,why_the_same$/)
    expect(csv.slice(1, 3).map((line) => line.includes(',false,o1,'))).toContain(true)
  })

  it('flags what does not fit together', async () => {
    const odd = { ...oak, contradictions: ['"Bids" lists it as of the sector, "Awards" as not'] }
    const { text } = await siteWith([odd], listings)
    expect(words(await text('/organisations/gb-chc-1100001'))).toContain('lists it as of the sector')
    expect(words(await text('/organisations'))).toContain('1 point')
  })

  it('is whole in JSON and CSV', async () => {
    const { text, json } = await siteWith([oak], listings)
    const { data } = await json('/organisations/gb-chc-1100001.json')
    expect(data).toMatchObject({ reviewed: false, url: 'https://wvd.example/organisations/gb-chc-1100001' })
    expect(data.listings).toHaveLength(3)
    expect((await text('/organisations/gb-chc-1100001.csv')).split('\r\n')[3]).toBe(
      'contracted,Example awards,c1,2024-05-01,Oak Trust,GB-CHC-1100001,,,,,,https://example.org/lists/c1,true,,',
    )
  })

  it('that stands in no list any more keeps its address, and says since when', async () => {
    const { app, text } = await siteWith([gone])
    expect(words(await text('/organisations/ash-1234abcd'))).toContain(
      'In no collected list since 1 November 2026',
    )
    expect((await app.request('/organisations/nobody')).status).toBe(404)
  })
})
