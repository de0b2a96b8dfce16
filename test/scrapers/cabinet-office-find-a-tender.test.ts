// Do several notices of Find a Tender make the one award they speak of, whichever trap they hold?
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import lookups from '../../scrapers/cabinet-office-find-a-tender/lookups.json' with { type: 'json' }
import { type MergedAward, makeMerger } from '../../scrapers/cabinet-office-find-a-tender/merge.ts'
import scraper from '../../scrapers/cabinet-office-find-a-tender/scraper.ts'
import type { Row } from '../../src/collect/bulk.ts'
import { readPages } from '../collect/rows-of.ts'

const folder = mkdtempSync(join(tmpdir(), 'find-a-tender-'))
afterAll(() => rmSync(folder, { recursive: true }))
const read = (text: string, name = 'page.json') => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return readPages(scraper, lookups, [file])
}

/** Rows of one procurement: each notice has a type, a day of June 2026, and what it states of award 1. */
type Notice = { type: string; day: number; award?: object | null; procurement?: object }
const rowsOf = (notices: readonly Notice[]): Row[] =>
  notices.flatMap(({ type, day, award = {}, procurement = {} }): Row[] => {
    const release = `${String(day).padStart(6, '0')}-2026`
    const date = `2026-06-${String(day).padStart(2, '0')}T10:00:00+01:00`
    const common = { ocid: 'ocds-h6vhtk-00000a', release, date, notices: [type] }
    const own = { kind: 'procurement-release', key: `${release}/p`, ...common, regime: 'act', ...procurement }
    const made = { kind: 'award-release', key: `${release}/1`, ...common, award: '1', ...award }
    return award === null ? [own] : [own, made]
  }) as Row[]

function merge(notices: readonly Notice[]): MergedAward {
  const results = [rowsOf(notices), rowsOf(notices).reverse()].map((rows) => {
    const merger = makeMerger()
    for (const row of rows) row.kind === 'award-release' ? merger.award(row) : merger.procurement(row)
    return [...merger.awards()]
  })
  expect(results[0]).toEqual(results[1])
  return results[0]?.[0] as MergedAward
}

const SUPPLIER = { name: 'Invented Care CIC', ids: ['GB-COH-01234567'] }
const FLAGGED = { ...SUPPLIER, declared: true }
const UK6: Notice = {
  ...{ type: 'UK6', day: 1 },
  award: {
    ...{ status: 'active', awarded: '2026-05-30', suppliers: [FLAGGED] },
    value: { net: '1000.50', currency: 'GBP' },
  },
}

describe('an award', () => {
  it('keeps earlier facts when a later notice says nothing of them', () => {
    const award = merge([
      UK6,
      { type: 'UK7', day: 9, award: { suppliers: [{ ...SUPPLIER, ids: ['GB-FTS-9'] }] } },
    ])
    expect(award.suppliers).toEqual([{ name: 'Invented Care CIC', ids: ['GB-FTS-9'], declared: true }])
    expect(award.money).toEqual({ amount: '1000.5', currency: 'GBP', basis: 'net' })
    expect([award.on, award.leftOut, award.notice]).toEqual(['2026-05-30', null, '000009-2026'])
  })

  it('is linked to the notice that last made it, not to a correction that holds its id alone', () => {
    expect(merge([UK6, { type: 'UK6', day: 3, award: {} }]).notice).toBe('000001-2026')
  })

  it('takes the later of two flags, and never a missing one for no', () => {
    const later = { type: 'UK7', day: 9, award: { suppliers: [{ ...SUPPLIER, declared: false }] } }
    expect(merge([UK6, later]).suppliers[0]?.declared).toBe(false)
    expect(merge([{ ...UK6, award: { suppliers: [SUPPLIER] } }]).suppliers[0]?.declared).toBeUndefined()
  })

  it.each([
    [{ net: '100', gross: '120' }, undefined, { amount: '100', basis: 'net' }],
    [{ gross: '120' }, { net: '90' }, { amount: '90', basis: 'net' }],
    [{ net: '0' }, { net: '90' }, { amount: '90', basis: 'net' }],
    [{ gross: '120' }, undefined, { amount: '120', basis: 'gross' }],
    [{ gross: '0' }, undefined, null],
    [{ net: '1e9999' }, undefined, null],
    [{ net: '0.01' }, undefined, null],
    [{ net: '500', currency: 'AED' }, undefined, null],
  ])('has the value with the best basis of %j and its contract %j', (value, ofContract, expected) => {
    const contracts = ofContract ? [{ id: '1', value: ofContract }] : []
    const award = merge([{ type: 'UK7', day: 1, award: { suppliers: [SUPPLIER], value, contracts } }])
    expect(award.money).toEqual(expected === null ? null : { currency: 'GBP', ...expected })
    if (expected === null) expect(award.notes.join()).not.toBe('')
  })

  it('has the value of all its contracts, or none when one prints no value', () => {
    const contracts = [
      { id: '1', value: { net: '90' } },
      { id: '2', value: { net: '10' } },
    ]
    const award = { suppliers: [SUPPLIER], contracts }
    expect(merge([{ type: 'UK7', day: 1, award }]).money?.amount).toBe('100')
    const partly = { suppliers: [SUPPLIER], contracts: [...contracts, { id: '3' }] }
    expect(merge([{ type: 'UK7', day: 1, award: partly }]).money).toBe(null)
  })

  it('follows a UK10: suppliers come and go, and the contract is worth what it is changed to', () => {
    const contracts = [{ id: '1', value: { net: '90' } }]
    const change = {
      ...{ id: '1', value: { net: '95' } },
      ...{
        added: [{ name: 'Joiner Ltd', ids: [], declared: false }],
        removed: [{ name: 'INVENTED CARE C.I.C.', ids: [] }],
      },
    }
    const award = merge([
      { type: 'UK7', day: 1, award: { suppliers: [FLAGGED], contracts } },
      { type: 'UK10', day: 5, award: { contracts: [change] } },
    ])
    expect(award.suppliers).toEqual([{ name: 'Joiner Ltd', ids: [], declared: false }])
    expect(award.money?.amount).toBe('95')
  })

  it('is undone by a UK12 that comes after it, and made again by a notice after that', () => {
    const undo: Notice = { type: 'UK12', day: 5, award: null }
    expect(merge([UK6, undo]).leftOut).toBe('undone by a termination notice')
    expect(merge([UK6, undo, { ...UK6, day: 8 }]).leftOut).toBe(null)
  })

  it('is undone by a UK12 that ends its lot, not by one that ends another', () => {
    const award = { ...UK6.award, lots: ['1'] }
    const ending = (lot: string): Notice => ({
      ...{ type: 'UK12', day: 5, award: null },
      procurement: { lots: ['1', '2'].map((id) => ({ id, status: id === lot ? 'cancelled' : 'active' })) },
    })
    expect(merge([{ ...UK6, award }, ending('1')]).leftOut).toBe('undone by a termination notice')
    expect(merge([{ ...UK6, award }, ending('2')]).leftOut).toBe(null)
  })

  it('is undone by a UK11 unless its contract ran its course', () => {
    const uk7: Notice = { type: 'UK7', day: 2, award: { contracts: [{ id: '1', status: 'active' }] } }
    const uk11 = (termination: string): Notice => ({
      ...{ type: 'UK11', day: 6 },
      award: { contracts: [{ id: '1', status: 'terminated', termination }] },
    })
    expect(merge([UK6, uk7, uk11('undone')]).leftOut).toBe('undone by a termination notice')
    expect(merge([UK6, uk7, uk11('ended')]).leftOut).toBe(null)
    expect(merge([UK6, uk7, uk11('undone'), { ...uk7, day: 9 }]).leftOut).toBe(null)
  })

  it.each([
    ['unsuccessful or cancelled', { ...UK6, award: { ...UK6.award, status: 'cancelled' } }],
    ['unsuccessful or cancelled', { ...UK6, award: { ...UK6.award, status: 'unsuccessful' } }],
    [
      'unsuccessful or cancelled',
      { ...UK6, award: { ...UK6.award, contracts: [{ id: '1', status: 'cancelled' }] } },
    ],
    ['status not known', { ...UK6, award: { ...UK6.award, status: 'on hold' } }],
    ['no supplier named', { ...UK6, award: { status: 'active' } }],
    ['a dynamic market, not an award', { ...UK6, type: 'UK14' }],
    ['a test', { ...UK6, procurement: { buyer: 'Test Buyer 1' } }],
    [null, { ...UK6, procurement: { buyer: 'Test Valley Borough Council' } }],
    ['no notice makes the award', { ...UK6, type: 'UK10' }],
    [null, { ...UK6, award: { ...UK6.award, status: 'pending' } }],
  ])('is left out as "%s"', (why, notice) => {
    expect(merge([notice as Notice]).leftOut).toBe(why)
  })

  it('of a lot marked cancelled stands, and says so', () => {
    const procurement = { lots: [{ id: '1', status: 'cancelled' }] }
    const award = merge([{ ...UK6, procurement, award: { ...UK6.award, lots: ['1'] } }])
    expect([award.leftOut, award.notes]).toEqual([
      null,
      ['its lot is marked cancelled although the award stands'],
    ])
  })

  it('belongs to the frameworks when any notice says so, but a call-off is a contract', () => {
    const tender: Notice = { type: 'UK4', day: 1, award: null, procurement: { framework: true } }
    expect(merge([tender, { ...UK6, day: 2 }]).group).toBe('frameworks')
    expect(merge([tender, { ...UK6, day: 2, procurement: { callOff: true } }]).group).toBe('contracts')
  })

  it('dated by a slip of the keyboard is dated by its notice', () => {
    const award = merge([{ ...UK6, award: { ...UK6.award, awarded: '2206-05-30' } }])
    expect([award.on, award.notes]).toEqual(['2026-06-01', ['dated by its first notice']])
  })

  it('with ids that are words of the language is an award like any other', () => {
    const contracts = [
      { id: '__proto__', value: { net: '7' } },
      { id: 'constructor', value: { net: '8' } },
    ]
    const award = merge([
      {
        type: 'UK7',
        day: 1,
        award: { suppliers: [SUPPLIER], contracts },
        procurement: { lots: [{ id: '__proto__', status: 'x' }] },
      },
    ])
    expect(award.money?.amount).toBe('15')
  })
})

describe('a page', () => {
  const release = { ocid: 'ocds-h6vhtk-00000a', id: '1-2026', date: '2026-06-01', tag: ['award'] }

  it.each([
    ['a package', { releases: [release] }],
    ['one release', release],
    ['a bare list', [release]],
    ['a record package with whole releases', { records: [{ ocid: release.ocid, releases: [release] }] }],
  ])('that is %s is read', async (_, page) => {
    const { rows } = await read(JSON.stringify(page))
    expect(rows.map(({ key }) => key)).toEqual(['1-2026/ocds-h6vhtk-00000a'])
  })

  it('of lines of releases is read', async () => {
    const { rows } = await read(
      `${JSON.stringify(release)}\n${JSON.stringify({ ...release, id: '2-2026' })}\n`,
    )
    expect(rows).toHaveLength(2)
  })

  it('over the limit for whole pages is read release by release', async () => {
    const many = Array.from({ length: 9 }, (_, n) => ({
      ...release,
      id: `${n}-2026`,
      filler: 'x'.repeat(2 ** 21),
    }))
    const { rows, follow } = await read(
      JSON.stringify({ releases: many, links: { next: 'https://www.find-tender.service.gov.uk/n' } }),
    )
    expect([rows.length, follow]).toEqual([9, ['https://www.find-tender.service.gov.uk/n']])
  })

  it('that is empty gives nothing and follows nothing', async () => {
    expect(await read('{"releases":[]}')).toEqual({ rows: [], follow: [], issues: [] })
  })

  it.each([
    ['an HTML page', '<!doctype html><html><body>Sorry</body></html>', /HTML page/],
    [
      'an error answer',
      '{"timestamp":"x","status":404,"error":"Not Found","message":"No notice"}',
      /No notice/,
    ],
    ['cut off', '{"releases":[{"ocid":"ocds-h6vhtk-00000a"', /cut off/],
  ])('that is %s fails with its reason', async (_, text, reason) => {
    await expect(read(text)).rejects.toThrow(reason)
  })
})

describe('the source', () => {
  it('handles the API in every form of address, and nothing else', () => {
    const handled = (url: string): boolean => scraper.handles(new URL(url))
    const api = 'www.find-tender.service.gov.uk/api/1.0'
    expect(handled(`https://${api}/ocdsReleasePackages?updatedFrom=2026-01-01T00:00:00&x=1`)).toBe(true)
    expect(handled(`http://${api}/ocdsReleasePackages/083468-2026`)).toBe(true)
    expect(handled(`https://${api}/ocdsRecordPackages/ocds-h6vhtk-0510f8`)).toBe(true)
    expect(handled('https://www.find-tender.service.gov.uk/Notice/083468-2026')).toBe(false)
    expect(handled(`https://${api.replace('www.', 'www-tpp.')}/ocdsReleasePackages`)).toBe(false)
  })

  it('asks in windows that overlap by an hour, in local time without a zone, and for older notices piece by piece', () => {
    const at = '/api/1.0/ocdsReleasePackages?updatedFrom='
    const first = scraper.start({ cursor: null, since: null, today: '2026-06-10', leads: [] })
    expect(first.pages).toEqual([
      `${at}2026-06-08T23:00:00&updatedTo=2026-06-10T23:59:59&limit=100`,
      `${at}2026-05-11T23:00:00&updatedTo=2026-06-08T23:59:59&limit=100`,
    ])
    const second = scraper.start({
      cursor: first.cursor ?? null,
      since: null,
      today: '2026-06-11',
      leads: [],
    })
    expect(second.pages[0]).toBe(`${at}2026-06-08T23:00:00&updatedTo=2026-06-11T23:59:59&limit=100`)
    const asked = scraper.start({ cursor: null, since: '2026-06-09', today: '2026-06-10', leads: [] })
    expect(asked.pages).toEqual([`${at}2026-06-08T23:00:00&updatedTo=2026-06-10T23:59:59&limit=100`])
  })

  it('never asks faster than twelve times in two minutes', () => {
    expect(scraper.pace).toBeGreaterThanOrEqual(120 / 12)
  })
})
