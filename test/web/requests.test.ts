// Do the pages show what was asked about a gap, and what came of it?
import { describe, expect, it } from 'vitest'
import { makeSite } from '../../src/web/site.ts'
import { evidence, holder, request } from '../domain/builders.ts'

const site = makeSite({
  evidence: evidence(),
  tombstones: [],
  dataVersion: 'invented',
  agreement: null,
  asking: {
    holders: [holder()],
    requests: [
      request(),
      request({
        ...{ id: 'pq-2015-harbour', kind: 'pq', asked: '2015-03-01', reference: 'UIN 1', url: null },
        ...{ answered: '2015-03-09', outcome: 'not-held', note: 'Ports keep their own counts.' },
      }),
    ],
  },
  today: '2015-04-02',
  modified: new Date('2015-04-01T00:00:00Z'),
  siteUrl: 'https://wvd.example',
  assets: new Map(),
})
const read = (path: string, query = ''): string =>
  new TextDecoder().decode(site.find(path, query).variants.identity.body)

describe('requests', () => {
  it('stand beside the claim and in the gaps, with their clock', () => {
    for (const path of ['/claims/minister-2011-06-15-harbour/1', '/gaps']) {
      expect(read(path)).toContain('no answer after 60 days.')
      expect(read(path)).toContain('Answered on 9 March 2015: the figures are not held.')
      expect(read(path)).toContain('href="https://example.org/request/harbour"')
      expect(read(path)).toContain('Reference UIN 1.')
    }
  })

  it('are listed by themselves, the newest first, as page, JSON and CSV', () => {
    const { data, meta } = JSON.parse(read('/requests.json'))
    expect(meta.total).toBe(2)
    expect(data.map((one: { id: string; waiting: number | null }) => [one.id, one.waiting])).toEqual([
      ['pq-2015-harbour', null],
      ['foi-2015-harbour', 60],
    ])
    expect(read('/requests')).toContain('none after 60 days')
    expect(read('/requests.csv')).toContain('2015-03-09,not-held,Ports keep their own counts.')
  })

  it('are as they stood on a past day', () => {
    const { data } = JSON.parse(read('/requests.json', 'asOf=2015-03-05'))
    expect(
      data.map((one: { answered: string | null; waiting: number }) => [one.answered, one.waiting]),
    ).toEqual([
      [null, 4],
      [null, 32],
    ])
    expect(read('/requests', 'asOf=2015-01-01')).toContain('No request has been recorded yet.')
  })
})
