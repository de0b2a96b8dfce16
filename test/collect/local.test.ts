// Can a folder stand in for a publisher, and can a question be posted? Both through a whole run.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NoKeyError } from '../../src/collect/errors.ts'
import { LIMITS } from '../../src/collect/exchange.ts'
import { readLocal } from '../../src/collect/local.ts'
import type { Parser } from '../../src/collect/parser.ts'
import type { Source } from '../../src/collect/scraper.ts'
import { send } from './play.ts'
import { setTheStage, sourceNamed, temporaryFolder } from './stage.ts'

const decode = (body: Uint8Array): string => Buffer.from(body).toString('utf8')

describe('a folder in a publisher’s place', () => {
  const folder = temporaryFolder()
  const root = `${pathToFileURL(folder.path).href}/`
  mkdirSync(join(folder.path, 'debates'), { recursive: true })
  writeFileSync(join(folder.path, 'debates', 'b.xml'), '<b/>')
  writeFileSync(join(folder.path, 'debates', 'a.xml'), '<a/>')
  writeFileSync(join(folder.path, 'debates', '.rsync-partial'), 'half')
  symlinkSync('/etc', join(folder.path, 'out'))

  it('lists its names, one a line, folders with a slash, hidden files left out', async () => {
    const answer = await readLocal(new URL('debates/', root), root, LIMITS)
    expect(answer.status === 200 && decode(answer.body)).toBe('a.xml\nb.xml\n')
    const top = await readLocal(new URL(root), root, LIMITS)
    expect(top.status === 200 && decode(top.body)).toBe('debates/\nout\n')
  })

  it('gives the bytes of a file, and 404 for what is not there', async () => {
    const answer = await readLocal(new URL('debates/a.xml?x=1', root), root, LIMITS)
    expect(answer.status === 200 && decode(answer.body)).toBe('<a/>')
    expect((await readLocal(new URL('debates/c.xml', root), root, LIMITS)).status).toBe(404)
  })

  it('refuses links that lead out, and files over the limit', async () => {
    const out = await readLocal(new URL('out/passwd', root), root, LIMITS)
    expect(out.status === null && out.refused).toBe(true)
    const large = await readLocal(new URL('debates/a.xml', root), root, { ...LIMITS, bytes: 3 })
    expect(large.status === null && large.error.message).toMatch(/more than 3 bytes/)
  })
})

describe('a run', () => {
  let stage: Awaited<ReturnType<typeof setTheStage>>
  let source: Source
  const texts: string[] = []
  const parser = (): Parser => ({
    parse: async (input) => {
      texts.push(decode(input.bytes))
      return { findings: [], follow: [], issues: [], offTopic: 0 }
    },
    close: async () => {},
  })

  beforeEach(async () => {
    stage = await setTheStage()
    texts.length = 0
    source = await sourceNamed('gov-uk-speeches', {
      baseUrl: 'https://example.org/data/',
      expected: { min: 0, max: 10 },
      handles: () => true,
      start: () => ({ pages: ['debates/', 'debates/a.xml', 'debates/missing.xml'] }),
    })
  })
  afterEach(() => stage.close())

  it('reads a folder named by the operator, without robots.txt, and keeps the publisher’s addresses', async () => {
    const folder = temporaryFolder()
    mkdirSync(join(folder.path, 'debates'))
    writeFileSync(join(folder.path, 'debates', 'a.xml'), '<a/>')
    const baseUrl = pathToFileURL(folder.path).href
    const summary = await stage.run(source, { baseUrl, parser })
    expect(summary.error).toBeNull()
    expect(texts).toEqual(['a.xml\n', '<a/>'])
    expect(summary.skipped).toEqual([
      { url: 'https://example.org/data/debates/missing.xml', why: 'gone (404)' },
    ])
    expect(stage.server.hits).toEqual([])
    folder.remove()
  })

  it('posts what an address asks, with the key, and keeps the answer under that address', async () => {
    const seen: string[] = []
    stage.server.on('/data/table', (request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        seen.push(`${request.method} ${request.headers.apikey} ${body}`)
        send(response, 200, '{"cubes":1}', { 'content-type': 'application/json' })
      })
    })
    const asking: Source = {
      ...source,
      scraper: {
        ...source.scraper,
        start: () => ({ pages: ['table?question=starts'] }),
        post: (url) => ({
          url: 'https://example.org/data/table',
          body: `{"q":"${url.searchParams.get('question')}"}`,
          contentType: 'application/json',
        }),
        key: { setting: 'EXAMPLE_KEY', header: 'apikey', how: 'ask the publisher for one' },
      },
    }
    const baseUrl = `${stage.server.url}/data/`
    const refused = await stage.run(asking, { baseUrl, parser })
    expect(refused.error).toBe(
      'gov-uk-speeches: expected a key in EXAMPLE_KEY, got none, so nothing was asked; ask the publisher for one',
    )
    expect(new NoKeyError('').name).toBe('NoKeyError')
    const summary = await stage.run(asking, { baseUrl, parser, secrets: { EXAMPLE_KEY: 'k1' } })
    expect(summary.error).toBeNull()
    expect(seen).toEqual(['POST k1 {"q":"starts"}'])
    expect(texts).toEqual(['{"cubes":1}'])
    const pages = await stage.store.read({ source: source.id, kind: 'pages' })
    expect(pages.map((page) => page.id)).toEqual(['https://example.org/data/table?question=starts'])
  })
})
