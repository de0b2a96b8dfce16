// Does what one source finds lead another one on, and does a key reach its own service and nobody else?
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import spending from '../../scrapers/gov-uk-spend-over-25k/scraper.ts'
import grants from '../../scrapers/threesixtygiving-grants/scraper.ts'
import { keyFor } from '../../src/collect/run.ts'
import { setTheStage, sourceNamed } from './stage.ts'

const dataset = (title: string | null, urls: readonly string[], over: object = {}) => ({
  ...{ name: 'invented', title, state: 'active' },
  resources: urls.map((url) => ({ id: null, url, format: 'CSV', name: null, modified: null, broken: null })),
  ...over,
})
const FILE = 'https://assets.publishing.service.gov.uk/media/0a1b/dwp-spend-january-2024.csv'

describe('what the catalogue leads to', () => {
  it.each([
    ['a file on GOV.UK', dataset('DWP spend over £25,000', [FILE]), [FILE]],
    [
      'a page for readers, by its content',
      dataset('Spending over 25k', ['https://www.gov.uk/government/publications/dwp-spending-over-25000']),
      ['https://www.gov.uk/api/content/government/publications/dwp-spending-over-25000'],
    ],
    ['another subject', dataset('Bird counts', [FILE]), []],
    ['a deleted set', dataset('Spend over £25,000', [FILE], { state: 'deleted' }), []],
    ['no title', dataset(null, [FILE]), []],
    ['no files', dataset('Spend over £25,000', [], { resources: null }), []],
    [
      'other hosts, pages of another subject, no addresses',
      dataset('Spend over £25,000', [
        'https://example.org/spend.csv',
        'https://www.gov.uk/government/news/x',
        'tbc',
        '',
      ]),
      [],
    ],
  ])('spending: %s', (_, payload, expected) => {
    expect(spending.leads?.read(payload as never)).toEqual(expected)
  })

  it('leaves out links that the catalogue found broken', () => {
    const { resources, ...rest } = dataset('Spend over £25,000', [FILE])
    const broken = { ...rest, resources: resources.map((one) => ({ ...one, broken: true })) }
    expect(spending.leads?.read(broken)).toEqual([])
  })

  it('grants: files whose name says so, also where an escape in it is not UTF-8', () => {
    const urls = [
      'https://example.org/360giving/grants-2020.csv',
      'https://example.org/grants%E9-2020.xlsx',
      'https://example.org/report.pdf',
    ]
    expect(grants.leads?.read(dataset('Grants 360Giving', urls) as never)).toEqual(urls.slice(0, 2))
    expect(grants.leads?.read(dataset('Council spending', urls) as never)).toEqual([])
  })

  it('is asked for after what a source knows by itself', () => {
    const standing = { cursor: null, since: null, today: '2026-11-26', leads: [FILE] }
    expect(spending.start(standing).pages.slice(1)).toEqual([FILE])
    expect(grants.start(standing).pages).toEqual(['/data.json', FILE])
  })
})

describe('in a run', () => {
  let stage: Awaited<ReturnType<typeof setTheStage>>
  beforeEach(async () => {
    stage = await setTheStage()
  })
  afterEach(() => stage.close())

  it('reads what another source found, each once, and tells of a finding that leads nowhere', async () => {
    await stage.store.put({ source: 'a-catalogue', kind: 'dataset' }, [
      { id: 'b', payload: { to: '/api/content/government/speeches/speech-4' } },
      { id: 'a', payload: { to: '/api/content/government/speeches/speech-4' } },
      { id: 'c', payload: { to: 7 } },
    ])
    const source = await sourceNamed('gov-uk-speeches', {
      leads: {
        source: 'a-catalogue',
        kind: 'dataset',
        read: ({ to }) => {
          if (typeof to !== 'string') throw new Error('expected an address')
          return [to]
        },
      },
      start: ({ leads }) => ({ pages: leads }),
    })
    const summary = await stage.run(source)
    expect(summary).toMatchObject({ pages: 1, error: null })
    expect(summary.issues.map(({ what }) => what)).toEqual([
      'dataset "c" of a-catalogue leads nowhere: expected an address',
    ])
  })

  it('sends the key with what is fetched too', async () => {
    const source = await sourceNamed('gov-uk-speeches', {
      key: { setting: 'A_KEY', header: 'X-Key', how: 'ask' },
    })
    await stage.run(source, { secrets: { A_KEY: 'secret' } })
    const content = stage.server.hits.filter(({ path }) => path.startsWith('/api/'))
    expect(content.length).toBeGreaterThan(0)
    expect(content.every(({ headers }) => headers['x-key'] === 'secret')).toBe(true)
  })
})

describe('the key', () => {
  const service = {
    baseUrl: 'https://api.example.org',
    key: { setting: 'A_KEY', header: 'X-Key', how: 'ask' },
  }
  it.each([
    ['https://api.example.org/list', { 'X-Key': 'secret' }],
    ['http://api.example.org/list', {}],
    ['https://api.example.org:8443/list', {}],
    ['https://example.org/list', {}],
    ['https://api.example.org.evil.example/list', {}],
  ])('%s: %j', (address, headers) => {
    expect(keyFor(service, new URL(address), { A_KEY: 'secret' })).toEqual(headers)
  })
  it('is absent where none is set or wanted', () => {
    expect(keyFor(service, new URL('https://api.example.org/'), {})).toEqual({})
    expect(keyFor({ baseUrl: service.baseUrl }, new URL('https://api.example.org/'), { A_KEY: 'x' })).toEqual(
      {},
    )
  })
})
