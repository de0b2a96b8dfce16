// Do the moving parts hold: hostile pages, a source added by one folder, the clock, and real captures?
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { discoverSources } from '../../src/collect/discover.ts'
import { takeLock } from '../../src/collect/lock.ts'
import { makeParser } from '../../src/collect/parser.ts'
import { replayFile } from '../../src/collect/replay.ts'
import { nextTurns, startSchedule } from '../../src/collect/schedule.ts'
import type { Source } from '../../src/collect/scraper.ts'
import { memoryStore } from './memory-store.ts'
import { jumpyWorld, setTheStage, sourceNamed, temporaryFolder } from './stage.ts'

const folder = temporaryFolder()
afterAll(() => folder.remove())
const dist = resolve(import.meta.dirname, '../../dist/src/collect/index.js')

/** Writes a scraper into a project of its own. */
function writeScraper(root: string, id: string, body: string): string {
  const at = join(root, 'scrapers', id)
  mkdirSync(at, { recursive: true })
  writeFileSync(
    join(at, 'scraper.mjs'),
    `import { defineScraper, documentFinding, one, table, textOf } from ${JSON.stringify(pathToFileURL(dist).href)}\n${body}`,
  )
  return at
}
const simple = (parse: string, more = ''): string => `export default defineScraper({
  title: 'T', publisher: 'P', licence: 'L', cadence: '0 5 * * *', baseUrl: 'https://a.example', expected: { min: 0, max: 99 }, ${more}
  handles: (url) => url.hostname === 'a.example', start: () => ({ pages: ['/'] }), parse: ${parse} })`

test('the compiled parsing thread is there', () => {
  const worker = resolve(import.meta.dirname, '../../dist/src/collect/parse-worker.js')
  expect(existsSync(worker), `${worker} is missing: run \`npm run build\` before these tests`).toBe(true)
})

describe('hostile pages', () => {
  const root = join(folder.path, 'hostile')
  writeScraper(
    root,
    'a-hostile',
    simple(`(page) => {
    if (page.url.endsWith('loop')) for (;;) {}
    if (page.url.endsWith('hoard')) { const kept = []; for (;;) kept.push(new Array(100000).fill(page.url + kept.length)) }
    if (page.url.endsWith('exit')) process.exit(3)
    if (page.url.endsWith('deep')) page.$('body').text()
    if (page.url.endsWith('regex')) /^(a+)+$/.test('a'.repeat(40) + 'b')
    return [{ kind: 'document', key: page.url, payload: { title: textOf(page.$('p')) } }]
  }`),
  )
  const input = (path: string, html = '<p>words</p>') => ({
    url: `https://a.example/${path}`,
    status: 200,
    captured: '',
    contentType: 'text/html',
    bytes: Buffer.from(html),
  })

  test('a page that loops, hoards memory, exits or overflows is stopped, and the next page is read as if nothing had been', async () => {
    const [source] = (await discoverSources(root)).sources
    const parser = makeParser(source as Source, { memory: 48, time: 400, timePerMegabyte: 0 })
    for (const [path, why] of [
      ['loop', /longer than 400 ms/],
      ['hoard', /too much memory|longer than/],
      ['exit', /ended with 3/],
      ['regex', /longer than 400 ms/],
    ] as const) {
      await expect(parser.parse(input(path))).rejects.toThrow(why)
      expect((await parser.parse(input('fine'))).findings).toHaveLength(1)
    }
    await parser.close()
  })

  test('misnested formatting and deep nesting, which exhaust other parsers, are contained', async () => {
    const [source] = (await discoverSources(root)).sources
    const parser = makeParser(source as Source)
    const misnested = '<b><i>'.repeat(1500) + '</b>'.repeat(1500)
    expect((await parser.parse(input('misnested', misnested))).findings).toHaveLength(1)
    const nested = `<body>${'<div>'.repeat(30_000)}words`
    await expect(parser.parse(input('deep', nested))).rejects.toThrow(/broke the reader|memory|longer/)
    expect(
      (await parser.parse(input('textof', `<p>${'<b>'.repeat(10_000)}words`))).findings[0]?.payload,
    ).toEqual({ title: 'words' })
    await parser.close()
  })

  test('in a run it is an issue with its capture kept, and the run goes on', async () => {
    const stage = await setTheStage()
    const [source] = (await discoverSources(root)).sources as [Source]
    for (const path of ['loop', 'fine'])
      stage.server.on(`/${path}`, (_, response) =>
        response.writeHead(200, { 'content-type': 'text/html' }).end('<p>x</p>'),
      )
    const two = { ...source, scraper: { ...source.scraper, start: () => ({ pages: ['/loop', '/fine'] }) } }
    const summary = await stage.run(two, {
      parser: (one) => makeParser(one, { memory: 64, time: 500, timePerMegabyte: 0 }),
    })
    expect(summary).toMatchObject({
      pages: 1,
      findings: 1,
      error: null,
      issues: [
        { what: expect.stringMatching(/longer than 500 ms/), capture: expect.stringMatching(/^sha256:/) },
      ],
    })
    const [cdxj] = readdirSync(join(stage.context.captures, source.id)).filter((name) =>
      name.endsWith('.cdxj'),
    )
    expect(readFileSync(join(stage.context.captures, source.id, String(cdxj)), 'utf8')).toContain(
      String(summary.issues[0]?.capture),
    )
    await stage.close()
  })
})

describe('discovery', () => {
  test('adding a source touches one new folder only: it is found, run and recorded', async () => {
    const root = join(folder.path, 'project')
    writeScraper(root, 'ministry-speeches', simple('() => []'))
    expect((await discoverSources(root)).sources.map(({ id }) => id)).toEqual(['ministry-speeches'])
    writeScraper(
      root,
      'audit-office-referrals',
      simple(
        `(page) => table(page.$, one(page.$, 'table')).map((row) => ({ kind: 'observation', key: row.label, payload: { value: row.number('Total') } }))`,
      ),
    )
    const { sources, broken } = await discoverSources(root)
    expect(sources.map(({ id }) => id)).toEqual(['audit-office-referrals', 'ministry-speeches'])
    expect(broken).toEqual([])
    const source = sources.find(({ id }) => id === 'audit-office-referrals') as Source
    const stage = await setTheStage()
    stage.server.on('/', (_, response) =>
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<table><tr><th>Quarter</th><th>Total</th></tr><tr><td>Q1</td><td>1,234</td></tr></table>'),
    )
    expect(await stage.run(source)).toMatchObject({
      source: 'audit-office-referrals',
      findings: 1,
      new: 1,
      error: null,
    })
    expect(await stage.store.read({ source: source.id, kind: 'observation' })).toMatchObject([
      { id: 'Q1', payload: { value: 1234 }, provenance: { url: 'https://a.example/' } },
    ])
    await stage.close()
  })

  test('a broken folder says what is wrong with it and hides no other', async () => {
    const root = join(folder.path, 'broken')
    writeScraper(root, 'b-cadence', simple('() => []').replace('0 5 * * *', 'daily'))
    writeScraper(root, 'b-fine', simple('() => []'))
    writeScraper(root, 'b-syntax', 'export default {')
    writeScraper(root, 'b-bounds', simple('() => []').replace('max: 99', 'max: -1'))
    writeFileSync(
      join(writeScraper(root, 'b-words', simple('() => []')), 'lookups.json'),
      '{"type":{"x":{"to":"y"}}}',
    )
    mkdirSync(join(root, 'scrapers', 'b-source'), { recursive: true })
    writeFileSync(join(root, 'scrapers', 'b-source', 'scraper.ts'), '')
    const { sources, broken } = await discoverSources(root)
    expect(sources.map(({ id }) => id)).toEqual(['b-fine'])
    expect(broken.map(({ id, why }) => [id, why.replace(/.*?: /, '')])).toEqual([
      ['b-bounds', expect.stringMatching(/expected: expected min and max/)],
      ['b-cadence', expect.stringMatching(/cadence: expected cron with five fields, got "daily"/)],
      ['b-source', expect.stringMatching(/run `npm run build`/)],
      ['b-syntax', expect.any(String)],
      ['b-words', expect.stringMatching(/"type", "x": expected \{ "to"/)],
    ])
  })
})

describe('the clock', () => {
  test('shows the next turns in UTC, also across a change of the clocks in London', () => {
    for (const turn of nextTurns('30 1 * * *', 400)) expect(turn.slice(11, 16)).toBe('01:30')
  })

  test('a source that is still running is not started again, others are, and stopping waits for it', async () => {
    const [one, two] = [await sourceNamed('gov-uk-speeches'), await sourceNamed('parliament-answers')]
    let finish = (): void => {}
    const began: string[] = []
    const schedule = startSchedule([one, two], (source) => {
      began.push(source.id)
      return source.id === one.id
        ? new Promise<void>((done) => {
            finish = done
          })
        : Promise.reject(new Error('storm'))
    })
    void schedule.runNow(one.id)
    expect(await schedule.runNow(one.id)).toBe(false)
    expect(await schedule.runNow(two.id)).toBe(true)
    expect(began).toEqual([one.id, two.id])
    expect(schedule.next()).toEqual([
      { source: one.id, at: expect.stringMatching(/T05:17:00\.000Z$/), running: true },
      { source: two.id, at: expect.stringMatching(/T06:40:00\.000Z$/), running: false },
    ])
    finish()
    await schedule.stop()
    expect(await schedule.runNow(two.id)).toBe(false)
  })
})

test('a lock is held by the living, taken over from the dead, and given back only by its holder', () => {
  const path = join(folder.path, 'locks', '.lock')
  const release = takeLock(path, 's')
  expect(() => takeLock(path, 's')).toThrow(/s: being collected by process \d+ since/)
  release()
  const dead = execFileSync(process.execPath, ['-e', 'console.log(process.pid)'], { encoding: 'utf8' }).trim()
  writeFileSync(path, JSON.stringify({ pid: Number(dead), began: null, since: 'x', token: 't' }))
  const second = takeLock(path, 's')
  release()
  expect(existsSync(path)).toBe(true)
  second()
  expect(existsSync(path)).toBe(false)
  expect(readdirSync(join(folder.path, 'locks'))).toEqual([])
})

test('twenty megabytes and more are parsed in a minute, and memory does not grow with the file', async () => {
  const source = await sourceNamed('gov-uk-speeches', { expected: { min: 1, max: 9999 } })
  const { appendFileSync } = await import('node:fs')
  const { gzipSync } = await import('node:zlib')
  const file = join(folder.path, 'large.warc.gz')
  const words = 'The voluntary sector will deliver almost half of the contracts we let. '
  let bytes = 0
  for (let n = 0; n < 250; n++) {
    const body = JSON.stringify({
      content_id: `id-${n}`,
      base_path: `/x-${n}`,
      title: 'X',
      document_type: 'speech',
      public_updated_at: 'u',
      details: {
        body: Array.from({ length: 300 }, (_, at) => `<p>${n} ${at} ${words.repeat(2)}</p>`).join('\n'),
        delivered_on: '2013-06-19',
        speaker: 'S',
      },
    })
    const http = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n${body}`
    bytes += body.length
    appendFileSync(
      file,
      gzipSync(
        `WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:${n}>\r\nWARC-Target-URI: https://www.gov.uk/api/content/x-${n}\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`,
      ),
    )
  }
  // A store that forgets the words: what is measured is the machinery, not the memory of a test double.
  const store = { read: async () => [], put: async () => ({ new: 0, changed: 0, unchanged: 0 }) }
  const seen: number[] = []
  const began = Date.now()
  const { summaries } = await replayFile(file, [source], {
    store,
    captures: join(folder.path, 'large'),
    rows: join(folder.path, 'large-rows'),
    now: Date.now,
    onProgress: () => seen.push(process.memoryUsage().rss),
  })
  const rate = bytes / 1e6 / ((Date.now() - began) / 60_000)
  expect(summaries[0]).toMatchObject({ pages: 250, new: 250, error: null })
  expect(rate).toBeGreaterThan(20)
  const early = Math.max(...seen.slice(50, 100))
  const late = Math.max(...seen.slice(-50))
  console.log(
    `parsed ${(bytes / 1e6).toFixed(0)} MB at ${rate.toFixed(0)} MB/min; resident ${(early / 1e6).toFixed(0)} then ${(late / 1e6).toFixed(0)} MB`,
  )
  expect(late - early).toBeLessThan(120_000_000)
})

test('a replay with fewer findings than a live run must have does not fail', async () => {
  const stage = await setTheStage(1)
  const source = await sourceNamed('gov-uk-speeches')
  await stage.run(source)
  const month = new Date(stage.world.now()).toISOString().slice(0, 7)
  const strict = await sourceNamed('gov-uk-speeches', { expected: { min: 50, max: 99 } })
  const { summaries } = await replayFile(
    join(stage.context.captures, source.id, `${month}.warc.gz`),
    [strict],
    {
      store: memoryStore(),
      captures: join(folder.path, 'few'),
      rows: join(folder.path, 'few-rows'),
      now: jumpyWorld().now,
    },
  )
  expect(summaries[0]).toMatchObject({ findings: 1, error: null })
  await stage.close()
})
