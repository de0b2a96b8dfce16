// Are real notices of Find a Tender read right? Shares worked out by hand from the payloads, which are not in this project.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import lookups from '../../scrapers/cabinet-office-find-a-tender/lookups.json' with { type: 'json' }
import scraper from '../../scrapers/cabinet-office-find-a-tender/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { readPages, tallyOf } from '../collect/rows-of.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'delivery', 'find-a-tender')
const FILES = [
  ...['032703-2026_ocds.json', '037689-2026_ocds.json', '083468-2026.json', '083685-2026.json'],
  'release-package-limit-4.json',
]
const there = existsSync(folder)
if (!there) console.warn(`captures of Find a Tender are not tested: ${folder} is not there`)

describe.skipIf(!there)('the captures of Find a Tender', () => {
  const readAll = () =>
    readPages(
      scraper,
      lookups,
      FILES.map((file) => join(folder, file)),
    )

  it('are all read: 8 releases, 39 awards, one page to follow, nothing odd', async () => {
    const { rows, follow, issues } = await readAll()
    const kinds = (kind: string): number => rows.filter((row) => row.kind === kind).length
    // One release in each of the four single files, four in the package. Awards: 2 before the Act (083468), 34 on the
    // dynamic market (083685), 3 in the package (094474, 094475, 094477; 094476 is a tender).
    expect([kinds('procurement-release'), kinds('award-release')]).toEqual([8, 39])
    expect(follow).toHaveLength(1)
    expect(follow[0]).toMatch(/&limit=4&cursor=dXBkYXRlZEZyb209/)
    expect(issues).toEqual([])
  })

  it('hold what their notices print', async () => {
    const { rows } = await readAll()
    const award = (key: string) => rows.find((row) => row.kind === 'award-release' && row.key === key)
    expect(award('094474-2026/ocds-h6vhtk-06d285/1')).toMatchObject({
      ...{ notices: ['UK6'], status: 'active', awarded: '2026-10-06T00:00:00+01:00', aboveThreshold: false },
      value: { net: '211232', gross: '253478', currency: 'GBP' },
      suppliers: [
        {
          ...{ name: 'SWITCH UP C.I.C.', ids: ['GB-COH-08522643', 'GB-PPON-PNXT-9936-XCTQ'] },
          ...{ declared: true, scale: 'large', postcode: 'NG3 1AX' },
        },
      ],
    })
    // Only a value with VAT; amounts as printed, with their zeros.
    expect(award('094477-2026/ocds-h6vhtk-06e832/1')?.value).toEqual({ gross: '256378.74', currency: 'GBP' })
    expect(award('094475-2026/ocds-h6vhtk-078217/1')?.value).toEqual({
      ...{ net: '31715.0', gross: '38058.0', currency: 'GBP' },
    })
    // Before the Act: no flag is printed, so none is read.
    expect(award('083468-2026/ocds-h6vhtk-059c19/083468-2026-1')?.suppliers).toEqual([
      { name: 'Mind Balance Center Ltd', ids: ['GB-COH-16622568'], scale: 'sme' },
    ])
    const tender = rows.find((row) => row.key === '094476-2026/ocds-h6vhtk-078219')
    expect(tender).toMatchObject({ notices: ['UK4'], lightTouch: true, currencies: ['GBP', 'AED'] })
  })

  it('give the shares worked out by hand', async () => {
    const { rows } = await readAll()
    const { observations, issues, contributionsOf } = await tallyOf(
      scraper,
      rows,
      '2026-11-25',
      () => 'unknown',
    )
    const figure = (measure: string, dimensions: object) => {
      const found = observations.filter(
        (one) =>
          one.measure === `find-a-tender-vcse-share-of-${measure}` &&
          one.period.start === '2026-10' &&
          Object.entries(dimensions).every(([name, value]) => one.dimensions[name] === value),
      )
      expect(found).toHaveLength(1)
      const [one] = found
      return one as NonNullable<typeof one>
    }
    const declared = { awards: 'contracts', label: 'declared by supplier' }

    // October 2026, under the Act: Chess ICT (vcse false), BiP Solutions (false), Switch Up CIC (true): 1 of 3 = 33.33%.
    const byNumber = figure('awards', { ...declared, regime: 'all' })
    expect([byNumber.value, byNumber.numerator, byNumber.denominator, byNumber.unknown]).toEqual([
      33.33, 1, 3, 0,
    ])
    expect(byNumber.status).toBe('provisional')

    // Without VAT: 211,232 (Switch Up) of 211,232 + 31,715 = 242,947: 86.95%. Chess ICT prints only 256,378.74 with VAT,
    // which is a share of its own: 0 of 256,378.74. It is never divided by 1.2.
    const net = figure('award-value', { ...declared, regime: 'all', vat: 'without VAT' })
    expect([net.value, net.numerator, net.denominator]).toEqual([86.95, 211232, 242947])
    expect(net.note).toContain('1 (only with VAT)')
    const gross = figure('award-value', { ...declared, regime: 'all', vat: 'with VAT' })
    expect([gross.value, gross.denominator]).toEqual([0, 256378.74])

    // Light touch: Switch Up alone.
    const light = figure('awards', { ...declared, regime: 'light touch' })
    expect([light.numerator, light.denominator]).toEqual([1, 1])

    // Bids of the final stage: 0 of 13 for telephones, 5 of 5 for mentoring: 5 of 18 = 27.78%.
    const bids = figure('final-stage-bids', {})
    expect([bids.value, bids.numerator, bids.denominator]).toEqual([27.78, 5, 18])

    // By the register, of which nothing is known here: nought to all.
    const register = figure('awards', { awards: 'contracts', label: 'register', regime: 'all' })
    expect([register.numerator, register.unknown, register.denominator]).toEqual([0, 3, 3])

    // In order of the day of the award.
    expect(
      contributionsOf(byNumber.id).map(({ identifier, label, url }) => [identifier, label, url]),
    ).toEqual([
      ['ocds-h6vhtk-06d285 award 1', 'yes', 'https://www.find-tender.service.gov.uk/Notice/094474-2026'],
      ['ocds-h6vhtk-06e832 award 1', 'no', 'https://www.find-tender.service.gov.uk/Notice/094477-2026'],
      ['ocds-h6vhtk-078217 award 1', 'no', 'https://www.find-tender.service.gov.uk/Notice/094475-2026'],
    ])
    expect(issues).toEqual([
      {
        what: 'awards that are not counted, by reason',
        detail: { 'a dynamic market, not an award': 34 },
      },
    ])
    // Before the Act, apart: two awards of which the flag is unknown, signed on 2 September.
    const old = observations.find(
      ({ period, dimensions }) =>
        period.start === '2026-09' && period.end === '2026-09' && dimensions.awards === 'other rules',
    )
    expect([old?.numerator, old?.unknown, old?.denominator]).toEqual([0, 2, 2])
  })
})
