// Is an award that two services print counted once, and is nothing taken for one on a guess? All awards are invented.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildLadder, type Listing, type Organisation } from '../../src/domain/ladder.ts'
import { addDecimals, type Money } from '../../src/domain/money.ts'
import { type PrintedAward, pairAwards } from '../../src/domain/pairs.ts'
import { makeRegister } from '../../src/domain/registers.ts'
import { decideLabel } from '../../src/domain/sector.ts'

const TENDER = 'Awards on Find a Tender'
const FINDER = 'Awards on Contracts Finder'
const net = (amount: string): Money => ({ amount, currency: 'GBP', basis: 'net' })
const unstated = (amount: string): Money => ({ amount, currency: 'GBP', basis: 'not-stated' })

type Over = Partial<Omit<Listing, 'award'>> & { readonly award?: Partial<PrintedAward> }
function listing(list: string, identifier: string, { award = {}, ...over }: Over = {}): Listing {
  const value = list === TENDER ? net('120000') : unstated('120000')
  return {
    ...{ rung: 'contracted', list, identifier, on: '2025-06-10' },
    supplier: { name: 'Oak Trust', ids: ['GB-CHC-1100001'] },
    ...{ money: value, referrals: null, said: true, url: `https://example.org/${identifier}` },
    award: { buyer: 'Example Council', titles: ['Day care'], value, ...award },
    ...over,
  }
}

function ladderOf(listings: readonly Listing[]) {
  const register = makeRegister()
  for (const { supplier } of listings) register.want(supplier)
  return buildLadder(listings, register, (who, on) => decideLabel(who, register.find(who), on))
}
const only = (listings: readonly Listing[]): Organisation =>
  ladderOf(listings).organisations[0] as Organisation

describe('an award on both services', () => {
  it('keeps both rows, each naming the other and why, and counts once', () => {
    const { steps, contradictions } = only([
      listing(FINDER, 'c1', { on: '2025-06-13' }),
      listing(TENDER, 't1'),
      listing(FINDER, 'c2', { on: '2025-09-01' }),
    ])
    const { listings, paired, money } = steps.contracted
    expect(listings.map(({ identifier }) => identifier)).toEqual(['t1', 'c1', 'c2'])
    expect(paired).toBe(1)
    // 120,000 once without VAT as Find a Tender says, and 120,000 for the other award.
    expect(money).toEqual([net('120000'), unstated('120000')])
    const why = 'same buyer, supplier, value and title, dated 3 days apart'
    expect(listings[0]?.pairs).toEqual([
      { list: FINDER, identifier: 'c1', url: 'https://example.org/c1', sure: true, why },
    ])
    expect(listings[1]).toMatchObject({ countedElsewhere: true, pairs: [{ identifier: 't1', sure: true }] })
    expect(listings[2]?.pairs).toBeUndefined()
    expect(contradictions).toEqual([])
  })

  it('is told by each list, with how many are in the other', () => {
    const { lists } = ladderOf([
      listing(FINDER, 'c1'),
      listing(TENDER, 't1'),
      listing(FINDER, 'c2', { on: '2025-09-01' }),
      listing(TENDER, 't2', { on: '2025-09-01', award: { titles: ['Night care'] } }),
    ])
    expect(lists.map(({ list, listings, pairs }) => [list, listings, pairs])).toEqual([
      [FINDER, 2, [{ list: TENDER, sure: 1, unsure: 1 }]],
      [TENDER, 2, [{ list: FINDER, sure: 1, unsure: 1 }]],
    ])
  })

  it('counts where the supplier has an amount of its own', () => {
    const whole = { award: { value: net('300000') } }
    const { steps } = only([
      listing(TENDER, 't1', { ...whole, money: null }),
      listing(FINDER, 'c1', { award: { value: unstated('300000') }, money: unstated('100000') }),
    ])
    expect(steps.contracted.money).toEqual([unstated('100000')])
    expect(steps.contracted.listings.find(({ countedElsewhere }) => countedElsewhere)?.identifier).toBe('t1')
  })
})

describe('two awards', () => {
  const sure = 'sure'
  it.each<[string, Over, string]>([
    ['the same day', {}, sure],
    ['seven days apart', { on: '2025-06-17' }, sure],
    ['eight days apart', { on: '2025-06-18' }, 'none'],
    ['a title in other letters', { award: { titles: ['DAY  CARE.'] } }, sure],
    ['a title with entities', { award: { titles: ['Day care'], buyer: 'EXAMPLE&#32;COUNCIL' } }, sure],
    ['the title of the procurement', { award: { titles: ['Lot 3', 'Day care'] } }, sure],
    [
      'another lot',
      { award: { titles: ['Day care - Lot 2'] } },
      'the titles are "Day care - Lot 2" and "Day care"',
    ],
    ['no title', { award: { titles: [''] } }, 'one list prints no title'],
    [
      'another buyer',
      { award: { buyer: 'Other Council' } },
      'the buyers are "Other Council" and "Example Council"',
    ],
    ['no buyer', { award: { buyer: '' } }, 'one list names no buyer'],
    ['a value with VAT', { award: { value: unstated('144000') } }, 'the values are £144000 and £120000'],
    ['a penny more', { award: { value: unstated('120000.01') } }, 'the values are £120000.01 and £120000'],
    ['no value', { award: { value: null } }, 'one list prints no value that counts'],
    ['a framework', { rung: 'named' }, 'one list has it as a framework'],
    ['another title and value', { award: { titles: ['Catering'], value: unstated('1') } }, 'none'],
    ['the same list', { list: TENDER }, 'none'],
  ])('that differ by %s', (_, over, expected) => {
    const [a, b] = [listing(TENDER, 't1'), listing(FINDER, 'c1', over)]
    const pair = pairAwards([a, b]).get(a)?.[0]
    if (expected === 'none') expect(pair).toBeUndefined()
    else if (expected === sure) expect(pair).toMatchObject({ sure: true })
    else expect(pair).toMatchObject({ sure: false, why: expect.stringContaining(expected) })
  })

  it('that may be one are both counted, and a person is told once', () => {
    const { steps, contradictions } = only([
      listing(TENDER, 't1'),
      listing(FINDER, 'c1', { award: { value: null } }),
    ])
    expect(steps.contracted.paired).toBe(0)
    expect(contradictions).toEqual([
      `"c1" of "${FINDER}" and "t1" of "${TENDER}" may be the same award, and both are counted: same supplier, dated the same day, but one list prints no value that counts`,
    ])
  })

  it('that fit one as well as each other are left to people', () => {
    const listings = [listing(TENDER, 't1'), listing(TENDER, 't2'), listing(FINDER, 'c1')]
    const { steps, contradictions } = only(listings)
    expect(steps.contracted.paired).toBe(0)
    expect(contradictions).toHaveLength(2)
    expect(contradictions[0]).toContain('another award fits as well')
  })

  it('of a sure pair take part in no other', () => {
    const listings = [
      listing(TENDER, 't1'),
      listing(FINDER, 'c1'),
      listing(FINDER, 'c2', { award: { titles: ['Day care, part 2'] } }),
    ]
    const { steps, contradictions } = only(listings)
    expect([steps.contracted.paired, contradictions]).toEqual([1, []])
  })

  it('of different organisations are never one', () => {
    const other = { supplier: { name: 'Elm Trust', ids: ['GB-CHC-1100002'] } }
    const { organisations } = ladderOf([listing(TENDER, 't1'), listing(FINDER, 'c1', other)])
    expect(organisations.flatMap(({ steps }) => steps.contracted.listings.map(({ pairs }) => pairs))).toEqual(
      [undefined, undefined],
    )
  })
})

describe('any awards', () => {
  const awards = fc.uniqueArray(
    fc.record({
      title: fc.integer({ min: 0, max: 40 }),
      pounds: fc.integer({ min: 2, max: 999_999 }),
      day: fc.integer({ min: 1, max: 28 }),
      shift: fc.integer({ min: 0, max: 7 }),
      where: fc.constantFrom('tender', 'finder', 'both'),
    }),
    { selector: ({ title }) => title, maxLength: 30 },
  )
  const printed = (truth: typeof awards extends fc.Arbitrary<infer Value> ? Value : never): Listing[] =>
    truth.flatMap(({ title, pounds, day, shift, where }) => {
      const titles = [`Contract ${title}`]
      const at = (list: string, days: number): Listing => {
        const value = list === TENDER ? net(String(pounds)) : unstated(String(pounds))
        const on = new Date(Date.UTC(2025, 0, day + days)).toISOString().slice(0, 10)
        return listing(list, `${list} ${title}`, { on, money: value, award: { titles, value } })
      }
      return [
        ...(where === 'finder' ? [] : [at(TENDER, 0)]),
        ...(where === 'tender' ? [] : [at(FINDER, shift)]),
      ]
    })

  it('with titles of their own add up to what was awarded, in whatever order they come', () => {
    fc.assert(
      fc.property(awards, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (truth, keys) => {
        const listings = printed(truth)
          .map((one) => ({ one, key: keys.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one)
        if (listings.length === 0) return
        const { steps } = only(listings)
        expect(steps.contracted.paired).toBe(truth.filter(({ where }) => where === 'both').length)
        expect(addDecimals(steps.contracted.money.map(({ amount }) => amount))).toBe(
          String(truth.reduce((sum, { pounds }) => sum + pounds, 0)),
        )
      }),
    )
  })

  it('are in sure pairs that are mutual, between two lists, and never more than one each', () => {
    const loose = fc.array(
      fc.record({
        list: fc.constantFrom(TENDER, FINDER, 'A third list'),
        day: fc.integer({ min: 1, max: 20 }),
        title: fc.constantFrom('A', 'B', ''),
        pounds: fc.constantFrom('10', '20'),
        buyer: fc.constantFrom('One', 'Two'),
      }),
      { maxLength: 14 },
    )
    fc.assert(
      fc.property(loose, (lines) => {
        const listings = lines.map(({ list, day, title, pounds, buyer }, at) =>
          listing(list, `l${at}`, {
            on: `2025-01-${String(day).padStart(2, '0')}`,
            award: { titles: [title], value: net(pounds), buyer },
          }),
        )
        const pairs = pairAwards(listings)
        const by = new Map(listings.map((one) => [one.identifier, one]))
        for (const [own, found] of pairs) {
          for (const pair of found) {
            const other = by.get(pair.identifier) as Listing
            expect(other.list).not.toBe(own.list)
            expect(pairs.get(other)?.some(({ identifier }) => identifier === own.identifier)).toBe(true)
          }
          if (found.some(({ sure }) => sure)) expect(found).toHaveLength(1)
        }
      }),
    )
  })
})
