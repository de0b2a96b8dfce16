// Is every organisation counted once, is every listing accounted for, and is what does not fit said?
// All bodies, names and numbers are invented.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildLadder, countList, type Ladder, type Listing, RUNGS } from '../../src/domain/ladder.ts'
import type { Money } from '../../src/domain/money.ts'
import { makeRegister, type RegisterEntry } from '../../src/domain/registers.ts'
import { decideLabel, LENSES } from '../../src/domain/sector.ts'

const charity = (id: string, name: string, company?: string): RegisterEntry => ({
  id,
  ids: company === undefined ? [id] : [id, company],
  names: [name],
  form: 'charity',
  spans: [{ from: '2000-01-01', to: null }],
  postcode: null,
  main: null,
  setApart: null,
})
const ENTRIES = [
  charity('GB-CHC-1100001', 'RIVERSIDE TRUST', 'GB-COH-04000001'),
  charity('GB-CHC-1100002', 'HOPE'),
  charity('GB-CHC-1100003', 'HOPE'),
]

let count = 0
const listing = (name: string, ids: readonly string[], rest: Partial<Listing> = {}): Listing => ({
  rung: 'named',
  list: 'bid',
  identifier: `line-${count++}`,
  supplier: { name, ids },
  on: '2011-06',
  money: null,
  referrals: null,
  said: null,
  url: 'https://example.org/list',
  ...rest,
})
const pounds = (amount: string): Money => ({ amount, currency: 'GBP', basis: 'not-stated' })

function ladderOf(listings: readonly Listing[], published?: ReadonlyMap<string, number>): Ladder {
  const register = makeRegister()
  for (const { supplier } of listings) register.want(supplier)
  for (const entry of ENTRIES) register.add(entry)
  return buildLadder(listings, register, (who, on) => decideLabel(who, register.find(who), on), published)
}

describe('an organisation', () => {
  it('is one, under its charity number, its company number and its name', () => {
    const { organisations } = ladderOf([
      listing('The Riverside Trust', ['GB-CHC-1100001']),
      listing('Riverside Trust Ltd', ['GB-COH-4000001'], {
        rung: 'contracted',
        list: 'contracts',
        money: pounds('100.1'),
      }),
      listing('RIVERSIDE TRUST', [], { rung: 'referred', list: 'referrals', referrals: 12 }),
      listing('Riverside Trust', [], { rung: 'paid', list: 'spend', money: pounds('60.05') }),
      listing('Riverside Trust', [], { rung: 'paid', list: 'spend', money: pounds('0.05') }),
    ])
    expect(organisations).toHaveLength(1)
    const [one] = organisations
    expect(one).toMatchObject({
      key: 'GB-CHC-1100001',
      name: 'Riverside Trust',
      reached: 'paid',
      contradictions: [],
    })
    expect(one?.label.lenses.charity).toBe('yes')
    expect(one?.names).toEqual(['RIVERSIDE TRUST', 'Riverside Trust Ltd', 'The Riverside Trust'])
    const brief = RUNGS.map((rung) => [
      one?.steps[rung].listings.length,
      one?.steps[rung].money[0]?.amount ?? null,
      one?.steps[rung].referrals,
    ])
    expect(brief).toEqual([
      [1, null, null],
      [1, '100.1', null],
      [1, null, 12],
      [2, '60.1', null],
    ])
  })

  it('is known by two numbers that one line prints together', () => {
    const { organisations } = ladderOf([
      listing('Meadow', ['GB-COH-05000001']),
      listing('Meadow Care', ['GB-COH-05000001', 'GB-PPON-PABC-1']),
      listing('Meadow Group', ['GB-PPON-PABC-1']),
    ])
    expect(organisations.map(({ key, names }) => [key, names.length])).toEqual([['GB-COH-05000001', 2]])
  })

  it('stays two where two charities have its name, and a listing by name alone says so', () => {
    const { organisations } = ladderOf([
      listing('Hope', ['GB-CHC-1100002']),
      listing('Hope', ['GB-CHC-1100003']),
      listing('Hope', []),
    ])
    expect(organisations.map(({ key }) => key)).toEqual(['GB-CHC-1100002', 'GB-CHC-1100003', 'name:HOPE'])
    expect(organisations[2]?.contradictions).toEqual([
      'listed by name alone, and 2 bodies are called so: GB-CHC-1100002, GB-CHC-1100003',
    ])
    expect(organisations[2]?.label.lenses.charity).toBe('unknown')
  })

  it('is not made one with another by a line that prints both their numbers', () => {
    const { organisations } = ladderOf([
      listing('Hope', ['GB-CHC-1100002', 'GB-CHC-1100003']),
      listing('Hope', ['GB-CHC-1100003']),
    ])
    expect(organisations).toHaveLength(2)
    expect(organisations[0]?.contradictions.join()).toContain('lead to two bodies')
  })

  it('of one name and two postcodes is two, and without a postcode belongs to the only place', () => {
    const at = (postcode: string) =>
      listing('Unregistered Care', [], { supplier: { name: 'Unregistered Care', ids: [], postcode } })
    const bare = listing('Unregistered Care', [])
    expect(ladderOf([at('LS1 1AA'), bare]).organisations.map(({ key }) => key)).toEqual([
      'name:UNREGISTERED CARE@LS11AA',
    ])
    expect(ladderOf([at('LS1 1AA'), at('LS2 2BB'), bare]).organisations).toHaveLength(3)
  })

  it('shows labels that contradict each other, and the registers', () => {
    const { organisations } = ladderOf([
      listing('Riverside Trust', ['GB-CHC-1100001'], { said: true }),
      listing('Riverside Trust', ['GB-CHC-1100001'], { list: 'contracts', rung: 'contracted', said: false }),
    ])
    expect(organisations[0]?.contradictions[0]).toBe('"bid" lists it as of the sector, "contracts" as not')
    expect(organisations[0]?.contradictions[1]).toContain(
      '"contracts" lists it as not of the sector, the registers do',
    )
  })
})

describe('totals', () => {
  const three = [
    listing('Riverside Trust', ['GB-CHC-1100001']),
    listing('The Riverside Trust', []),
    listing('Widgets Ltd', ['GB-COH-09999999']),
    listing('   ', []),
  ]
  it.each([
    [4, 'listings'],
    [2, 'distinct'],
    [5, null],
  ])(
    'say whether a printed total of %i is of listings, of distinct bodies, or of neither',
    (printed, agrees) => {
      const { lists } = ladderOf(three, new Map([['bid', printed]]))
      expect(lists).toEqual([
        { list: 'bid', listings: 4, distinct: 2, unnamed: 1, published: printed, agrees, pairs: [] },
      ])
    },
  )

  it('are two readings through a lens', () => {
    // Listings: Riverside twice yes, Widgets no, nobody unknown. Distinct: one yes, one no.
    expect(countList(ladderOf(three), 'bid', 'charity')).toEqual({
      listings: { yes: 2, no: 1, unknown: 1, all: 4 },
      distinct: { yes: 1, no: 1, unknown: 0, all: 2 },
    })
  })

  it('name a list that printed a total and has no listings', () => {
    expect(ladderOf([], new Map([['lost', 7]])).lists).toEqual([
      { list: 'lost', listings: 0, distinct: 0, unnamed: 0, published: 7, agrees: null, pairs: [] },
    ])
  })

  const anyListing = fc.record({
    name: fc.constantFrom(
      'Riverside Trust',
      'The Riverside Trust Ltd',
      'Hope',
      'Widgets Ltd',
      '',
      'Meadow (formerly Hope)',
    ),
    ids: fc.subarray(
      ['GB-CHC-1100001', 'GB-COH-4000001', 'GB-CHC-1100002', 'GB-CHC-1100003', 'GB-COH-09999999', 'junk'],
      { maxLength: 2 },
    ),
    rung: fc.constantFrom(...RUNGS),
    list: fc.constantFrom('a', 'b'),
    postcode: fc.constantFrom('LS1 1AA', 'LS2 2BB', ''),
  })
  const many = fc
    .array(anyListing, { maxLength: 15 })
    .map((list) =>
      list.map(({ name, ids, postcode, ...rest }, at) =>
        listing(name, ids, { ...rest, identifier: String(at), supplier: { name, ids, postcode } }),
      ),
    )

  it('always account for every listing once, in any order of the lists', () => {
    fc.assert(
      fc.property(many, (listings) => {
        const ladder = ladderOf(listings)
        const held = ladder.organisations.flatMap(({ steps }) =>
          RUNGS.flatMap((rung) => steps[rung].listings),
        )
        expect(new Set(held).size).toBe(held.length)
        expect(held.length + ladder.lists.reduce((sum, { unnamed }) => sum + unnamed, 0)).toBe(
          listings.length,
        )
        for (const { list, listings: all, distinct } of ladder.lists)
          for (const lens of LENSES) {
            const tally = countList(ladder, list, lens)
            expect(tally.listings.all).toBe(all)
            expect(tally.distinct.all).toBe(distinct)
          }
        const turned = ladderOf([...listings].reverse())
        expect(turned.organisations.map(({ key }) => key)).toEqual(ladder.organisations.map(({ key }) => key))
        expect(turned.lists).toEqual(ladder.lists)
      }),
    )
  })
})
