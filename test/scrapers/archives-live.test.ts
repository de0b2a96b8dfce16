// Does a whole run over an archive go from its index to its pages, and believe only what it should?
import { afterEach, beforeEach, expect, test } from 'vitest'
import { discoverSources } from '../../src/collect/discover.ts'
import type { Source } from '../../src/collect/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { send } from '../collect/play.ts'
import { setTheStage } from '../collect/stage.ts'

let stage: Awaited<ReturnType<typeof setTheStage>>
let source: Source
beforeEach(async () => {
  stage = await setTheStage()
  const { sources } = await discoverSources(PROJECT_DIR)
  source = sources.find(({ id }) => id === 'internet-archive-wayback') as Source
})
afterEach(() => stage.close())

const ADDRESS = 'www.dwp.gov.uk/policy/welfare-reform/the-work-programme'
const COLUMNS = ['urlkey', 'timestamp', 'original', 'mimetype', 'statuscode', 'digest', 'length']
const row = (timestamp: string, path: string, digest: string): string[] => [
  ...['key', timestamp, `http://${ADDRESS}${path}`, 'text/html', '200', digest, '1000'],
]
const page = (words: string): string =>
  `<html><head><title>The scheme</title></head><body><p>${words}</p></body></html>`
const memento = (stated: string): Record<string, string> => ({ 'memento-datetime': stated })

test('a run over the index and its replays ends with the pages of the past, and says why others are none', async () => {
  stage.server.on('/cdx/search/cdx', (request, response) => {
    const query = new URL(request.url ?? '', 'http://here').searchParams
    const rows =
      query.get('url') !== ADDRESS
        ? []
        : query.get('resumeKey') === 'a%2Bkey'
          ? [COLUMNS, row('20120101000000', '/own', 'D'), row('20120101000000', '/moved', 'E')]
          : [
              ...[COLUMNS, row('20110601000000', '/a', 'A'), row('20110701000000', '/a', 'A')],
              ...[row('20120601000000', '/a', 'B'), row('20111301000000', '/b', 'C'), [], ['a%2Bkey']],
            ]
    send(response, 200, JSON.stringify(rows), { 'content-type': 'application/json' })
  })
  const at = (timestamp: string, path: string): string => `/web/${timestamp}id_/http://${ADDRESS}${path}`
  stage.server.on(at('20110601000000', '/a'), (_, response) =>
    send(response, 200, page('We said one in three.'), memento('Wed, 01 Jun 2011 00:00:00 GMT')),
  )
  stage.server.on(at('20120601000000', '/a'), (_, response) =>
    send(response, 200, page('We said one in four.'), memento('Fri, 01 Jun 2012 00:00:00 GMT')),
  )
  stage.server.on(at('20120101000000', '/own'), (_, response) =>
    send(response, 200, page('This page cannot be shown.')),
  )
  stage.server.on(at('20120101000000', '/moved'), (_, response) =>
    send(response, 302, '', { location: at('20130101000000', '/moved') }),
  )
  stage.server.on(at('20130101000000', '/moved'), (_, response) =>
    send(response, 200, page('A year later.'), memento('Tue, 01 Jan 2013 00:00:00 GMT')),
  )

  const summary = await stage.run(source)
  expect(summary).toMatchObject({ error: null, findings: 2, new: 2 })
  const documents = await stage.store.read({ source: source.id, kind: 'document' })
  expect(documents.map(({ id }) => id).sort()).toEqual([
    `${ADDRESS.slice(4)}/a@20110601000000`,
    `${ADDRESS.slice(4)}/a@20120601000000`,
  ])
  expect(documents[0]).toMatchObject({ payload: { date: null, extra: { memento: 'trusted' } } })
  const said = summary.issues.map(({ what }) => what).join('\n')
  expect(said).toContain('its time is impossible')
  expect(said).toContain('blocked: the archive answered with a page of its own')
  expect(said).toContain('366 days off')

  // Everything on the list was dealt with: until an entry is reviewed again, nothing is asked.
  const asked = stage.server.hits.length
  expect(await stage.run(source)).toMatchObject({ error: null, pages: 0 })
  expect(stage.server.hits.slice(asked).filter(({ path }) => !path.startsWith('/robots.txt'))).toEqual([])
})
