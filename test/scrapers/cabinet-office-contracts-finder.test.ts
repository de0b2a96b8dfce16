// Do the fixtures of Contracts Finder add up to what can be reckoned by hand?
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import measures from '../../scrapers/cabinet-office-contracts-finder/measures.json' with { type: 'json' }
import scraper from '../../scrapers/cabinet-office-contracts-finder/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { measureSchema, observationSchema } from '../../src/domain/nouns.ts'
import { readPages, tallyOf } from '../collect/rows-of.ts'

const fixture = (name: string): string =>
  join(PROJECT_DIR, 'scrapers', 'cabinet-office-contracts-finder', 'fixtures', name)

async function figuresOf(name: string) {
  const { rows } = await readPages(scraper, {}, [fixture(name)])
  const tallied = await tallyOf(scraper, rows, '2026-11-25', () => 'unknown')
  const declared = (measure: string) => {
    const found = tallied.observations.filter(
      (one) =>
        one.measure === `contracts-finder-vcse-share-of-${measure}` &&
        one.dimensions.label === 'declared by buyer' &&
        one.period.start === one.period.end,
    )
    expect(found).toHaveLength(1)
    return found[0] as NonNullable<(typeof found)[0]>
  }
  return { ...tallied, declared }
}

describe('the generation before October 2022', () => {
  it('counts one value once, however many suppliers share it', async () => {
    const { declared, contributionsOf } = await figuresOf('legacy-search.json')
    // Three awards, of which two have a flagged supplier. "Invented Trust" is named twice in the first and counts once:
    // 2 + 2 + 1 suppliers, of which 2 are flagged.
    const byNumber = declared('awards')
    expect([byNumber.numerator, byNumber.denominator, byNumber.unknown]).toEqual([2, 3, 0])
    const bySupplier = declared('suppliers-named')
    expect([bySupplier.numerator, bySupplier.denominator]).toEqual([2, 5])
    // 4,515,000 for two suppliers is shared equally; 28,000 and 41,000 are printed and add up to 69,000; 0 is no value.
    // 2,257,500 + 28,000 = 2,285,500 of 4,584,000.
    const byValue = declared('award-value')
    expect([byValue.numerator, byValue.denominator]).toEqual([2_285_500, 4_584_000])
    expect(byValue.note).toContain('1 (the amount is zero)')
    // Without the equal split: none or all of 4,515,000, beside 28,000 of 4,584,000: 0.61% to 99.11%.
    expect([byValue.low, byValue.high]).toEqual([0.61, 99.11])
    expect(contributionsOf(byValue.id).map(({ supplier, value, note }) => [supplier, value, note])).toEqual([
      ['Invented Roofing & Son', '2257500', 'one of 2 equal shares'],
      ['Invented Trust', '2257500', 'one of 2 equal shares'],
      ['Invented One Ltd', '28000', 'its own share'],
      ['Invented Two Ltd', '41000', 'its own share'],
      ['Invented Three Ltd', null, 'the amount is zero'],
    ])
  })
})

describe('the generation since October 2022', () => {
  it('takes the latest release of a notice, and leaves out ceilings and withdrawn notices', async () => {
    const { declared, issues } = await figuresOf('search.json')
    // a10 as published again: the flag is false now, and the value 26,000. a11: unknown and false: unknown; its value is a
    // ceiling. a12: flagged, 5,000; its ocid is bare, so its release stands for it. a13: withdrawn.
    const byNumber = declared('awards')
    expect([byNumber.numerator, byNumber.unknown, byNumber.denominator]).toEqual([1, 1, 3])
    const byValue = declared('award-value')
    expect([byValue.numerator, byValue.denominator]).toEqual([5000, 31_000])
    expect(byValue.dimensions.vat).toBe('VAT not stated')
    expect(issues.map(({ what }) => what)).toEqual([
      'awards that are not counted, by reason',
      'values taken for ceilings of frameworks, and not counted',
    ])
  })

  it('gives observations as the domain knows them, of measures it declares', async () => {
    const { observations } = await figuresOf('search.json')
    const known = new Set(measures.map((measure) => measureSchema.parse(measure).id))
    for (const one of observations) expect(known.has(observationSchema.parse(one).measure)).toBe(true)
  })
})

it('handles both generations of addresses, and nothing else', () => {
  const handled = (path: string): boolean =>
    scraper.handles(new URL(path, 'https://www.contractsfinder.service.gov.uk'))
  const guid = '008e7376-6d53-4e59-892b-8abf09a0470e'
  expect(handled('/Published/Notices/OCDS/Search?publishedFrom=2024-01-01&x=y')).toBe(true)
  expect(handled(`/Published/OCDS/Record/ocds-b5fd17-${guid}`)).toBe(true)
  expect(handled(`/Published/OCDS/Release/${guid}-123`)).toBe(true)
  expect(handled(`/Published/Notice/releases/${guid}.json`)).toBe(true)
  expect(handled(`/Published/Notice/records/ocds-b5fd17-${guid}.json`)).toBe(true)
  expect(handled(`/Notice/${guid}`)).toBe(false)
  expect(handled('/api/rest/2/search_notices/json')).toBe(false)
})
