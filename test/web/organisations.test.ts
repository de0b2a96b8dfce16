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
) {
  const organisations = { all, lists, listings: () => listings }
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
    expect(words(await text('/organisations?asOf=2026-01-01'))).toContain('this page has no past')
    expect((await app.request('/organisations/gb-chc-1100001?asOf=2026-01-01')).status).toBe(404)
  })

  it('is there, empty and honest, when nothing was collected', async () => {
    const { text } = await siteWith([])
    expect(words(await text('/organisations'))).toContain('No organisation has been collected that fits.')
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

  it('flags what does not fit together', async () => {
    const odd = { ...oak, contradictions: ['"Bids" lists it as of the sector, "Awards" as not'] }
    const { text } = await siteWith([odd], listings)
    expect(words(await text('/organisations/gb-chc-1100001'))).toContain('lists it as of the sector')
    expect(words(await text('/organisations'))).toContain('1 contradiction')
  })

  it('is whole in JSON and CSV', async () => {
    const { text, json } = await siteWith([oak], listings)
    const { data } = await json('/organisations/gb-chc-1100001.json')
    expect(data).toMatchObject({ reviewed: false, url: 'https://wvd.example/organisations/gb-chc-1100001' })
    expect(data.listings).toHaveLength(3)
    expect((await text('/organisations/gb-chc-1100001.csv')).split('\r\n')[3]).toBe(
      'contracted,Example awards,c1,2024-05-01,Oak Trust,GB-CHC-1100001,,,,,,https://example.org/lists/c1',
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
