// Which charities is the register asked about, and whose word counts where its extract says something else?
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/charity-commission-api/scraper.ts'
import { makeRegister, type RegisterEntry, type RegisterHits } from '../../src/domain/registers.ts'
import { decideLabel } from '../../src/domain/sector.ts'
import { fileOf } from '../collect/formats/workbooks.ts'
import { readPages } from './tally-input.ts'

const numbers = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `GB-CHC-${1_100_000 + from + at}`)
const asked = (ids: readonly string[]): string =>
  `/register/api/charitydetailsmulti/${ids.map((id) => id.slice(7)).join(',')}`
const start = (cursor: ReturnType<typeof scraper.start>['cursor'], leads: readonly string[]) =>
  scraper.start({ cursor: cursor ?? null, since: null, today: '2026-11-26', leads })

describe('the numbers asked for', () => {
  it('asks for nothing while no list names a charity', () => {
    expect(start(null, []).pages).toEqual([])
  })

  it('asks for thirty at a time, and keeps together what was asked together', () => {
    const first = start(null, numbers(0, 31))
    expect(first.pages).toEqual([asked(numbers(0, 30)), asked(numbers(30, 1))])
    // A number that sorts before all others joins the last batch; the first address stays.
    const second = start(first.cursor, ['GB-CHC-1000001', ...numbers(0, 31)])
    expect(second.pages).toEqual([first.pages[0], asked(['GB-CHC-1100030', 'GB-CHC-1000001'])])
    for (const page of second.pages) expect(scraper.handles(new URL(page, scraper.baseUrl))).toBe(true)
    // A list that stops naming somebody changes nothing: their entries would grow old unseen.
    expect(start(second.cursor, []).pages).toEqual(second.pages)
  })

  it('reads the numbers of organisations in lists, of charities of England and Wales alone', () => {
    const label = { entry: 'GB-CHC-1100009-2' }
    const ids = ['GB-COH-04000001', 'GB-CHC-1100001', 'GB-SC-SC000001', 'GB-CHC-12', 'GB-CHC-1100009']
    const leads = scraper.leads?.read({ ids, label }) ?? []
    expect(leads).toEqual([...ids, label.entry])
    expect(start(null, leads).pages).toEqual([asked(['GB-CHC-1100001', 'GB-CHC-1100009'])])
    expect(scraper.leads?.read({ ids, label, gone: '2026-11-01' })).toEqual([])
    expect(scraper.leads?.read({ ids: [], label: { entry: null } })).toEqual([])
  })

  it('begins anew where its cursor is of another shape', () => {
    for (const cursor of ['x', { a: 1 }, 7])
      expect(start(cursor, numbers(0, 1)).pages).toEqual([asked(numbers(0, 1))])
  })
})

describe('an answer about one charity beside the whole register', () => {
  const entry = (spans: RegisterEntry['spans'], over: Partial<RegisterEntry> = {}): RegisterEntry => ({
    ...{ id: 'GB-CHC-1100001', ids: ['GB-CHC-1100001'], names: ['HOPE'], form: 'charity', spans },
    ...{ postcode: null, main: null, setApart: null, ...over },
  })
  const open = entry([{ from: '2003-11-05', to: null }])
  const closed = entry([{ from: '2003-11-05', to: '2026-11-02' }], { alone: true })
  const find = (
    entries: readonly (readonly [RegisterEntry, string])[],
    ids: readonly string[],
  ): RegisterHits => {
    const register = makeRegister()
    const supplier = { name: 'Hope', ids }
    register.want(supplier)
    for (const [one, read] of entries) register.add(one, read)
    return register.find(supplier)
  }
  const later = '2026-11-26T04:17:00.000Z'
  const earlier = '2026-11-22T03:41:00.000Z'

  it.each([
    [
      'the answer is newer',
      [
        [open, earlier],
        [closed, later],
      ],
      closed,
    ],
    [
      'the answer is newer and comes first',
      [
        [closed, later],
        [open, earlier],
      ],
      closed,
    ],
    [
      'the register is newer',
      [
        [closed, earlier],
        [open, later],
      ],
      open,
    ],
    [
      'two answers',
      [
        [{ ...closed, spans: open.spans }, earlier],
        [closed, later],
      ],
      closed,
    ],
  ] as const)('takes the one read last: %s', (_, entries, expected) => {
    const hits = find(entries, ['GB-CHC-1100001'])
    expect(hits.byId.map((hit) => hit.entry)).toEqual([expected])
    expect(hits.byName.map((hit) => hit.entry)).toEqual([expected])
  })

  it('says nothing of charities that it does not name', () => {
    const stranger = { name: 'Spring', ids: ['GB-CHC-1100002'] }
    const label = (entries: readonly (readonly [RegisterEntry, string])[]) =>
      decideLabel(stranger, find(entries, stranger.ids), '2026-11-20').lenses.charity
    expect(find([[closed, later]], []).covered.size).toBe(0)
    expect(label([[closed, later]])).toBe('unknown')
    // A register read whole without the number is told apart from one that was never read.
    expect([...find([[open, later]], []).covered]).toEqual(['GB-CHC'])
  })
})

describe('an answer of the service', () => {
  const API = 'https://api.charitycommission.gov.uk/register/api'
  const lookups = { status: { R: { to: true, seen: '2026-11-26', reason: 'invented' } } }
  // Invented, with the fields that programs of others read.
  const details = {
    ...{
      organisation_number: 1,
      reg_charity_number: 1100001,
      group_subsid_suffix: 0,
      charity_name: 'INVENTED',
    },
    ...{ charity_type: 'Other', cio_ind: true, reg_status: 'R', date_of_registration: '2001-02-03T00:00:00' },
    ...{ date_of_removal: null, charity_co_reg_number: '4000001', address_post_code: 'ZZ1 1ZZ' },
  }
  const read = (path: string, answer: unknown) => {
    const url = `${API}/${path}`
    expect(scraper.handles(new URL(url))).toBe(true)
    return readPages(scraper, lookups, [{ url, path: fileOf(JSON.stringify(answer)).path }])
  }

  it.each([
    'allcharitydetailsV2/1100001/0',
    'allcharitydetails/1100001/0',
    'charitydetails/1100001/0',
    'charitydetailsmulti/1100001',
  ])('is read from %s, alone or in a list', async (path) => {
    for (const answer of [details, [details]]) {
      const { rows, issues } = await read(path, answer)
      expect(issues).toEqual([])
      expect(rows).toEqual([
        expect.objectContaining({
          ...{ id: 'GB-CHC-1100001', ids: ['GB-CHC-1100001', 'GB-COH-04000001'], form: 'cio', alone: true },
        }),
      ])
    }
  })

  it('that gives a part of a charity only is not read, and says so', async () => {
    const { charity_co_reg_number, ...part } = details
    for (const path of ['searchCharityName/invented', 'charityfinancialhistory/1100001/0']) {
      const { rows, issues } = await read(path, [part])
      expect(rows).toEqual([])
      expect(issues).toEqual([
        expect.stringMatching(/^an answer of the operation .* ask for charitydetailsmulti$/),
      ])
    }
    // Else the company number that the register gave would be forgotten.
    const { rows, issues } = await read('charitydetailsmulti/1100001', [part])
    expect(rows).toEqual([])
    expect(issues).toEqual(['record 1 was left out: GB-CHC-1100001 lacks the fields charity_co_reg_number'])
  })

  it('with a company number that was typed to fill the field has none, and says so', async () => {
    const { rows, issues } = await read('charitydetails/1100001/0', {
      ...details,
      charity_co_reg_number: '12345678',
    })
    expect(rows).toEqual([expect.objectContaining({ ids: ['GB-CHC-1100001'] })])
    expect(issues).toEqual([expect.stringContaining('got "12345678"')])
  })

  it('that is an error is one, whatever its status', async () => {
    await expect(
      read('charitydetailsmulti/1100001', { statusCode: 401, message: 'Access denied: invented' }),
    ).rejects.toThrow('expected charities, got "Access denied: invented"')
  })
})
