// Do annual returns add up to the right figures, with what was not answered kept apart from nought?
// The returns are invented.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/charity-commission-register/scraper.ts'
import type { KeptRow } from '../../src/collect/bulk.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { measureSchema, observationSchema } from '../../src/domain/nouns.ts'
import { tallyOf } from './tally-input.ts'

let place = 0
const filed = (end: string, rest: Record<string, string | number | boolean | null> = {}): KeptRow => ({
  ...{ kind: 'government-income', key: String(place++), charity: 'GB-CHC-1100001', start: null, end },
  ...{ received: '2020-12-01', income: '1000000', hasContracts: null, contracts: null, contractCount: null },
  ...{ hasGrants: null, grants: null, grantCount: null },
  ...rest,
  provenance: {
    url: 'https://example.org/a/publicextract.charity_annual_return_parta.zip',
    capture: 'sha256:0',
    captured: '2026-11-01T03:00:00.000Z',
  },
})
const entry: KeptRow = {
  ...{ kind: 'register-entry', key: '1', id: 'GB-CHC-1100001', names: ['INVENTED RIVERSIDE TRUST'] },
  provenance: { url: 'https://example.org/b', capture: 'sha256:1', captured: '2026-11-01T03:00:00.000Z' },
}

describe('government income of charities', () => {
  it('adds up by the financial year in which a period ends', async () => {
    const { figures, issues } = await tallyOf(scraper.bulk?.tally, [
      filed('2019-04-01', { hasContracts: true, contracts: '100.1', contractCount: 1 }),
      filed('2020-03-31', { hasContracts: true, contracts: '200.2', received: '2021-01-31' }),
      // 2018-19, the day before: another year.
      filed('2019-03-31', { hasContracts: true, contracts: '5000' }),
      // Says it had some, and not how much: counts, and adds nothing. A nought beside a yes is no amount either.
      filed('2019-12-31', { charity: 'GB-CHC-1100002', hasContracts: true }),
      filed('2019-12-31', { charity: 'GB-CHC-1100003', hasContracts: true, contracts: '0' }),
      // Says it had none, in two ways; was not asked.
      filed('2019-12-31', { charity: 'GB-CHC-1100004', hasContracts: false }),
      filed('2019-12-31', { charity: 'GB-CHC-1100005', contracts: '0' }),
      filed('2019-12-31', { charity: 'GB-CHC-1100006' }),
      entry,
    ])
    expect(issues).toEqual([])
    // 100.10 + 200.20 = 300.30.
    expect(figures.get('register-government-contract-income/2019')?.observation).toMatchObject({
      ...{
        value: 300.3,
        display: '£300.3',
        period: { start: '2019-04', end: '2020-03' },
        published: '2021-01-31',
      },
      note: 'From 7 annual returns with a period that ends from April 2019 to March 2020. 4 had government contracts, 2 had none, 1 were not asked or did not answer. 2 that had some give no amount. The day is the one on which the last of these returns was received.',
    })
    // Four of seven for certain; the one without an answer is unknown: 4 to 5.
    expect(figures.get('register-charities-with-government-contracts/2019')?.observation).toMatchObject({
      ...{ value: 4, numerator: 4, denominator: 7, unknown: 1 },
    })
    expect(figures.get('register-government-contract-income/2018')?.observation.value).toBe(5000)
    // Nobody answered about grants: no figure, not a nought.
    expect([...figures.keys()].filter((key) => key.includes('grants'))).toEqual([])
    const [first, , third] = figures.get('register-government-contract-income/2019')?.contributions ?? []
    expect(first).toMatchObject({
      ...{
        identifier: 'GB-CHC-1100001, period to 2020-03-31',
        supplier: 'INVENTED RIVERSIDE TRUST',
        value: '200.2',
      },
    })
    expect(third).toMatchObject({ value: null, note: 'says it had government contracts, and not how much' })
  })

  it('says which returns cannot be right, and counts them as printed', async () => {
    const { figures, issues } = await tallyOf(scraper.bulk?.tally, [
      filed('2020-03-31', { income: '10', contracts: '6', grants: '5' }),
    ])
    expect(issues).toEqual([
      '1 returns have more income from government than income in all; they count as printed',
    ])
    expect(figures.get('register-government-grant-income/2019')?.observation.value).toBe(5)
  })

  it('gives observations and measures of the domain’s shape', async () => {
    const { figures } = await tallyOf(scraper.bulk?.tally, [
      filed('2026-03-31', { contracts: '6', grants: '5', received: null }),
    ])
    const measures = JSON.parse(
      readFileSync(join(PROJECT_DIR, 'scrapers', 'charity-commission-register', 'measures.json'), 'utf8'),
    )
    const known = new Set(measures.map((measure: unknown) => measureSchema.parse(measure).id))
    expect(figures.size).toBe(4)
    for (const { observation } of figures.values()) {
      expect(observationSchema.parse({ ...observation, id: 'x', source: 'y' }).published).toBe('2026-11-01')
      expect(known.has(observation.measure as string)).toBe(true)
      expect(observation.note).toContain('still arriving')
    }
  })
})
