// Which numbers does a passage claim? (The examples are invented; each stands in a sentence that is on topic.)
import { describe, expect, test } from 'vitest'
import { readPassage } from '../../src/extract/index.ts'
import { lexicon } from './lexicon-of-data.ts'

const claims = (text: string) =>
  readPassage(`Charities deliver public services: ${text}.`, lexicon).claims.map((claim) => {
    const value = claim.valueHigh === null ? `${claim.value}` : `${claim.value}-${claim.valueHigh}`
    return `${claim.comparator} ${value} ${claim.unit}${claim.deadline === null ? '' : ` by ${claim.deadline}`}`
  })

describe('a hedge before or after a number gives the comparator', () => {
  test.each<[string, string]>([
    ['more than 40 charities', 'at-least 40 organisations'],
    ['over £10m', 'at-least 10000000 gbp'],
    ['no fewer than twelve providers', 'at-least 12 organisations'],
    ['30 or more contracts', 'at-least 30 contracts'],
    ['just over a third of the work', 'at-least 33.3 percent'],
    ['fewer than one in ten primes', 'at-most 10 percent'],
    ['no more than 25 per cent of the fund', 'at-most 25 percent'],
    ['up to 3.3 million people', 'up-to 3300000 people'],
    ['up to an estimated 40 prisons', 'up-to 40 count'],
    ['as many as 15 subcontractors', 'up-to 15 organisations'],
    ['around 41 mutuals', 'about 41 organisations'],
    ['c.20,000 people', 'about 20000 people'],
    ['an estimated 1,432 volunteers', 'about 1432 people'],
    ['almost half the supply chain', 'nearly 50 percent'],
    ['just under two-thirds of them', 'nearly 66.7 percent'],
    ['nearly 17% of spending', 'nearly 17 percent'],
  ])('"%s" is %s', (words, expected) => {
    expect(claims(words)).toEqual([expected])
  })
})

describe('a number without a hedge is about when printed round, else exact', () => {
  test.each<[string, string]>([
    ['399 organisations', 'exactly 399 organisations'],
    ['18 primes', 'exactly 18 organisations'],
    ['50 groups', 'exactly 50 organisations'],
    ['110 contracts', 'about 110 contracts'],
    ['7,331 contracts', 'exactly 7331 contracts'],
    ['15% of the value', 'exactly 15 percent'],
    ['80% of the value', 'about 80 percent'],
    ['£15.7bn', 'exactly 15700000000 gbp'],
    ['£3m a year', 'about 3000000 gbp'],
    ['£500,000', 'about 500000 gbp'],
    ['one million claimants', 'about 1000000 people'],
    ['a quarter of referrals', 'about 25 percent'],
    ['one in three of the bids', 'about 33.3 percent'],
    ['two and a half million people', 'about 2500000 people'],
  ])('"%s" is %s', (words, expected) => {
    expect(claims(words)).toEqual([expected])
  })
})

describe('ranges, changes and vague plenty have comparators of their own', () => {
  test.each<[string, string[]]>([
    ['35% to 40% of the value', ['between 35-40 percent']],
    ['35–40 per cent of the value', ['between 35-40 percent']],
    ['between 9,200 and 12,000 organisations', ['between 9200-12000 organisations']],
    ['valued at £5-20bn', ['between 5000000000-20000000000 gbp']],
    ['ranging from 5% to 8%', ['between 5-8 percent']],
    ['from 34% to 32% of income', ['exactly 34 percent', 'exactly 32 percent']],
    ['up from £48m to £158m', ['exactly 48000000 gbp', 'exactly 158000000 gbp']],
    [
      'income has risen by about 208 per cent (or in real terms 91 per cent)',
      ['increase 208 percent', 'increase 91 percent'],
    ],
    ['a drop of 8.7 percent', ['decrease 8.7 percent']],
    ['funding was cut by a third', ['decrease 33.3 percent']],
    ['a 20% real-terms cut', ['decrease 20 percent']],
    ['the number more than doubled', ['increase 100 percent']],
    ['we will triple the number of places', ['increase 200 percent']],
    ['referrals have halved', ['decrease 50 percent']],
    ['three times as many referrals', ['increase 200 percent']],
    ['hundreds of charities', ['hundreds-of 200 organisations']],
    ['thousands of grants', ['hundreds-of 2000 count']],
    ['hundreds of millions of pounds', ['hundreds-of 200000000 gbp']],
    ['most charities lose by it', ['most null percent']],
    ['the majority of providers', ['most null percent']],
    ['the majority (64%) of providers', ['exactly 64 percent']],
  ])('"%s" is %j', (words, expected) => {
    expect(claims(words)).toEqual(expected)
  })
})

describe('what is counted gives the unit', () => {
  test.each<[string, string]>([
    ['64 people referred to it', 'exactly 64 people'],
    ['64 long-term, unemployed claimants', 'exactly 64 people'],
    ['14 families', 'exactly 14 count'],
    ['18 voluntary and community sector organisations', 'exactly 18 organisations'],
    ['66 beds', 'exactly 66 places'],
    ['a 66-bed unit', 'exactly 66 places'],
    ['of the charities, 18 were lost', 'exactly 18 organisations'],
    ['8 million pounds', 'about 8000000 gbp'],
  ])('"%s" is %s', (words, expected) => {
    expect(claims(words)).toEqual([expected])
  })

  test('two of the eighteen are two claims', () => {
    expect(claims('just two of the 18 prime contractors')).toEqual([
      'exactly 2 organisations',
      'exactly 18 organisations',
    ])
  })

  test('a count beside its share is two claims', () => {
    expect(claims('48 charities - just under half of those asked')).toEqual([
      'exactly 48 organisations',
      'nearly 50 percent',
    ])
  })

  test('percentages that share a unit printed once are each a claim', () => {
    expect(claims('8 and 6 per cent of the work')).toEqual(['exactly 8 percent', 'exactly 6 percent'])
  })

  test('one is a claim only where it tells who delivers', () => {
    expect(claims('the only charity to win')).toEqual(['exactly 1 organisations'])
    expect(claims('one must hope')).toEqual([])
  })

  test('one of those counted before is a claim where it tells who won', () => {
    expect(claims('of 30 contracts, only one was won by a charity')).toEqual([
      'exactly 30 contracts',
      'exactly 1 contracts',
    ])
  })

  test('"make up" is no rise, "most cases" no share, and the year of a date shares no unit', () => {
    expect(claims('they make up just over 40 per cent of the primes')).toEqual(['at-least 40 percent'])
    expect(claims('they are in most cases subcontractors')).toEqual([])
    expect(claims('as of 1 March 2010, 29 per cent of contracts')).toEqual(['exactly 29 percent'])
    expect(claims('income rose from £3bn in 2003/04 to £7bn')).toEqual([
      'about 3000000000 gbp',
      'about 7000000000 gbp',
    ])
    expect(claims("£2 million, three times last year's total")).toEqual([
      'about 2000000 gbp',
      'increase 200 percent',
    ])
  })

  test('the words for what is counted are given as printed', () => {
    const found = readPassage('Over 350 voluntary sector organisations won public contracts.', lexicon)
      .claims[0]
    expect(found?.population).toBe('voluntary sector organisations')
    expect(found?.text).toBe('Over 350')
  })
})

describe('dates, ages, durations, sections and denials are no claims', () => {
  test.each([
    'in 2016',
    'on 31 August 2016',
    'in 2014-15',
    'between 2011 and 2015',
    'for over five years',
    'within 18 months',
    'for those aged 16 to 24',
    'for 18-year-olds',
    'under section 12',
    'see paragraph 3.21',
    'in phase 2',
    'our 5 missions',
    'no referrals',
    'the most vulnerable',
    'not 40 charities',
    'in the first half of the year',
    'the third sector',
    'at 10.30 am',
    'in Tier 2',
    'costing $5m',
    'many charities',
    'Covid-19',
  ])('"%s" claims nothing', (words) => {
    expect(claims(words)).toEqual([])
  })
})

describe('a deadline is read where a target falls due', () => {
  test.each<[string, string]>([
    ['we will fund 289 organisations by 2014', 'exactly 289 organisations by 2014'],
    ['we will fund at least 289 organisations by June 2014', 'at-least 289 organisations by 2014-06'],
    ['we aim to fund 289 organisations by 31 March 2014', 'exactly 289 organisations by 2014-03-31'],
    ['we aim to fund 289 organisations by the end of March 2014', 'exactly 289 organisations by 2014-03'],
    ['we will make 150,000 places available in 2016', 'about 150000 places by 2016'],
    ['we funded 289 organisations in 2013', 'exactly 289 organisations'],
  ])('"%s" is %s', (words, expected) => {
    expect(claims(words)).toEqual([expected])
  })
})

test('numbers of a passage that is off topic are no claims', () => {
  expect(readPassage('Some 62,000 shops employ 800,000 people.', lexicon).claims).toEqual([])
})

test('a claim suggests the measures of its unit whose words it shares', () => {
  const found = readPassage('Almost 50% of the supply chain is in the voluntary sector.', lexicon).claims[0]
  expect(found?.suggestedMeasures.map((one) => one.id)).toEqual(['supply-chain-share'])
  expect(found?.suggestedMeasures[0]?.shared).toContain('supply')
})
