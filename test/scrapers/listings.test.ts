// Do tallies list suppliers of the sector, each with what it got, and nobody else? All invented.
import { describe, expect, it } from 'vitest'
import spend from '../../scrapers/gov-uk-spend-over-25k/scraper.ts'
import grants from '../../scrapers/threesixtygiving-grants/scraper.ts'
import { awardShares, type CountedAward } from '../../src/collect/award-shares.ts'
import type { KeptRow, Listed } from '../../src/collect/bulk.ts'
import { decideLabel } from '../../src/domain/sector.ts'
import { aside } from '../collect/aside-in-tests.ts'
import { tallyOf } from './tally-input.ts'

const register = { charities: ['Riverside', 'Meadow'], others: ['Widgets Ltd'] }
const provenance = {
  ...{ url: 'https://files.invented.example/a', capture: 'sha256:1', captured: '2024-05-01T00:00:00.000Z' },
}

describe('listings', () => {
  it('of payments are what a charity got from a department in a month', async () => {
    const payment = (key: string, supplier: string, amount: string): KeptRow => ({
      ...{ kind: 'payment', key, department: 'Trees Office', entity: null, month: '2024-03', date: null },
      ...{ supplier, redacted: supplier === 'REDACTED', amount, basis: 'net', transaction: key, provenance },
    })
    const rows = [
      payment('1', 'Riverside', '100.10'),
      payment('2', 'Widgets Ltd', '5'),
      payment('3', 'Riverside', '0.90'),
      payment('4', 'REDACTED', '7'),
      payment('5', 'Nobody known', '7'),
    ]
    const { listings } = await tallyOf(spend.bulk?.tally, rows, register)
    expect(listings).toMatchObject([
      {
        ...{ rung: 'paid', identifier: 'Trees Office, 2024-03: Riverside', on: '2024-03' },
        money: { amount: '101', currency: 'GBP', basis: 'net' },
        ...{ supplier: { name: 'Riverside' }, url: provenance.url },
      },
    ])
  })

  it('of grants are one a recipient, without a sum where several share', async () => {
    const grant = (key: string, recipients: readonly string[]): KeptRow => ({
      ...{ kind: 'grant', key, currency: 'GBP', regrant: null, amount: '1000', flaw: null, provenance },
      ...{ awarded: '2020-04-01', awardedAs: '2020-04-01', modified: null },
      funder: { name: 'Department of Invention', ids: ['GB-GOR-D99'], postcode: null, department: null },
      recipients: recipients.map((name) => ({ name, ids: [], postcode: null, department: null })),
    })
    const rows = [
      grant('g1', ['Riverside']),
      grant('g2', ['Meadow', 'Widgets Ltd']),
      grant('g3', ['Widgets Ltd']),
    ]
    const { listings } = await tallyOf(grants.bulk?.tally, rows, register)
    expect(listings.map(({ rung, identifier, money }) => [rung, identifier, money?.amount ?? null])).toEqual([
      ['contracted', 'g1', '1000'],
      ['contracted', 'g2: Meadow', null],
    ])
  })

  it('of awards are contracts, and names where a framework promises none; a printed flag is enough', async () => {
    const award = (identifier: string, over: Partial<CountedAward> = {}): CountedAward => ({
      ...{
        identifier,
        url: `https://invented.example/${identifier}`,
        on: '2025-05-01',
        buyer: 'Department of Invention',
        titles: ['Widgets'],
        note: '',
        group: 'contracts',
      },
      suppliers: [{ name: 'Widgets Ltd', ids: ['GB-COH-01234567'], declared: true }],
      money: { amount: '50', currency: 'GBP', basis: 'net' },
      ...over,
    })
    const none = { name: 'Gadgets plc', ids: [], declared: false }
    const awards = async function* (): AsyncGenerator<CountedAward> {
      yield award('a1')
      yield award('a2', { group: 'frameworks' })
      yield award('a3', { suppliers: [none] })
      yield award('a4', { suppliers: [none, { name: 'Good Works CIC', ids: [], declared: null }] })
    }
    const series = {
      ...{ byNumber: 'n', byValue: 'v', list: 'Invented awards', programme: 'p', area: 'UK' },
      ...{ declaredBy: 'supplier', lateDays: 0, basis: '' },
    }
    const hits = { byId: [], mergedInto: [], byName: [], covered: new Set<string>() }
    const found: Listed[] = []
    for await (const one of awardShares(awards(), series, {
      aside,
      classify: async () => (supplier, on) => decideLabel(supplier, hits, on),
      today: '2026-11-25',
    }))
      if ('listing' in one) found.push(one)
    expect(
      found.map(({ listing: l }) => [l.rung, l.list, l.identifier, l.said, l.money?.amount ?? null]),
    ).toEqual([
      ['contracted', 'Invented awards', 'a1', true, '50'],
      ['named', 'Invented awards, frameworks', 'a2', true, null],
      ['contracted', 'Invented awards', 'a4: Good Works CIC', null, null],
    ])
  })
})
