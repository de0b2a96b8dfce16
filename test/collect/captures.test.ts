// Are captures valid WARC, do they survive crashes, and can anybody's be replayed?
import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  createReadStream,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WARCParser } from 'warcio'
import { type Archive, openArchive } from '../../src/collect/captures.ts'
import { replayFile } from '../../src/collect/replay.ts'
import { digestOf, members, readRecord } from '../../src/collect/warc.ts'
import { memoryStore } from './memory-store.ts'
import { jumpyWorld, setTheStage, sourceNamed, temporaryFolder } from './stage.ts'

const folder = temporaryFolder()
let next = 0
let here = ''
beforeEach(() => {
  here = join(folder.path, String(next++))
})
afterEach(() => {
  if (next > 50) folder.remove()
})

const open = (): Promise<Archive> =>
  openArchive({ folder: here, opening: { software: 'test' }, now: Date.now })
const taken = (n: number, body: string, over: object = {}) => ({
  url: `https://www.gov.uk/page-${n}`,
  address: `https://www.gov.uk/page-${n}`,
  time: `2026-11-24T10:00:${String(n).padStart(2, '0')}.000Z`,
  status: 200,
  statusText: 'OK',
  headers: [
    ['Content-Type', 'text/html'],
    ['Content-Encoding', 'gzip'],
    ['ETag', '"1"'],
  ] as const,
  body: Buffer.from(body),
  digest: digestOf(Buffer.from(body)),
  truncated: null,
  run: 'run',
  ...over,
})
const warc = (): string => join(here, '2026-11.warc.gz')
const index = (): string => join(here, '2026-11.cdxj')

describe('the files', () => {
  test('are read whole by warcio itself, with the digests it computes', async () => {
    const archive = await open()
    await archive.keep(taken(1, 'hello'))
    await archive.keep(taken(2, 'hello'))
    await archive.keep(taken(3, 'é'.repeat(100_000)))
    archive.close()
    const seen: unknown[] = []
    for await (const record of WARCParser.iterRecords(createReadStream(warc()), { keepHeadersCase: true })) {
      const text = await record.contentText()
      seen.push([record.warcType, record.warcTargetURI, record.warcPayloadDigest, text.length])
      if (record.warcType === 'revisit')
        expect([record.warcRefersToTargetURI, record.warcRefersToDate]).toEqual([
          'https://www.gov.uk/page-1',
          '2026-11-24T10:00:01.000Z',
        ])
    }
    expect(seen).toEqual([
      ['warcinfo', undefined, undefined, expect.any(Number)],
      ['response', 'https://www.gov.uk/page-1', digestOf('hello'), 5],
      ['revisit', 'https://www.gov.uk/page-2', digestOf('hello'), 0],
      ['response', 'https://www.gov.uk/page-3', digestOf('é'.repeat(100_000)), 100_000],
    ])
  })

  test("are indexed by warcio's own tool at the same offsets as by ours, one gzip member a record", async () => {
    const archive = await open()
    for (let n = 1; n <= 5; n++) await archive.keep(taken(n, `page ${n % 3}`))
    archive.close()
    const tool = join(import.meta.dirname, '../../node_modules/warcio/dist/cli.js')
    const theirs = execFileSync(process.execPath, [tool, 'cdx-index', warc()], { encoding: 'utf8' })
      .trim()
      .split('\n')
    const place = (line: string): string[] => {
      const fields = JSON.parse(line.slice(line.indexOf('{'))) as Record<string, string>
      return [
        line.slice(0, line.indexOf('{')),
        String(fields.url),
        String(fields.offset),
        String(fields.length),
        String(fields.status),
        String(fields.digest).replace('sha256:', ''),
        String(fields.filename),
      ]
    }
    const ours = readFileSync(index(), 'utf8').trim().split('\n')
    expect(ours.map(place)).toEqual(theirs.map(place).sort((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)))
    expect(execFileSync('gzip', ['-t', warc()]).length).toBe(0)
  })

  test('keep what decompression changed under other names, so that nobody decodes twice', async () => {
    const archive = await open()
    const read = await archive.read(await archive.keep(taken(1, 'hello')))
    expect(read.headers).toEqual([
      ['Content-Type', 'text/html'],
      ['X-Orig-Content-Encoding', 'gzip'],
      ['ETag', '"1"'],
      ['Content-Length', '5'],
    ])
  })

  test('start anew each month', async () => {
    const archive = await open()
    await archive.keep(taken(1, 'a'))
    await archive.keep(taken(2, 'a', { time: '2026-12-01T00:00:00.000Z' }))
    archive.close()
    expect(readdirSync(here).sort()).toEqual([
      '2026-11.cdxj',
      '2026-11.warc.gz',
      '2026-12.cdxj',
      '2026-12.warc.gz',
    ])
    expect(
      Buffer.from(
        (await (await open()).read((await open()).found('https://www.gov.uk/page-2') as never)).body,
      ).toString(),
    ).toBe('a')
  })

  test('an altered byte is found when it is read', async () => {
    const archive = await open()
    const entry = await archive.keep(taken(1, 'hello'))
    archive.close()
    const bytes = readFileSync(warc())
    bytes[entry.offset + 200] = (bytes[entry.offset + 200] ?? 0) ^ 0xff
    writeFileSync(warc(), bytes)
    await expect(archive.read(entry)).rejects.toThrow(/expected/)
  })
})

describe('a body on disk', () => {
  /** Forty-five million bytes: more than a record may have to be held in memory. */
  const spool = async () => {
    const path = join(folder.path, `body-${next}`)
    const body = Buffer.from('Oak Charity,12.50\n'.repeat(2_500_000))
    writeFileSync(path, body)
    return { path, size: body.length, digest: digestOf(body) }
  }

  test('is captured as a stream, and any archive reader finds it whole', async () => {
    const archive = await open()
    const spooled = await spool()
    const entry = await archive.keep(taken(1, '', { digest: spooled.digest, spooled }))
    archive.close()
    expect(entry.digest).toBe(spooled.digest)
    const seen: unknown[] = []
    for await (const record of WARCParser.iterRecords(createReadStream(warc()), { keepHeadersCase: true })) {
      const bytes = await record.readFully(true)
      seen.push([record.warcType, bytes.length])
      if (record.warcType === 'response') expect(digestOf(bytes)).toBe(spooled.digest)
    }
    expect(seen.at(-1)).toEqual(['response', spooled.size])
  })

  test('comes out again as it was, and a second capture of the same bytes is a revisit', async () => {
    const archive = await open()
    const spooled = await spool()
    const first = await archive.keep(taken(1, '', { digest: spooled.digest, spooled }))
    const again = await archive.keep(taken(2, '', { digest: spooled.digest, spooled }))
    expect([first.revisit, again.revisit]).toEqual([false, true])
    const to = join(folder.path, `out-${next}`)
    for (const entry of [first, again]) {
      await archive.unpack(entry, to)
      expect(digestOf(readFileSync(to))).toBe(spooled.digest)
    }
    archive.close()
  })

  test('is indexed anew when the index is lost, and taken off when its end is', async () => {
    const spooled = await spool()
    const archive = await open()
    await archive.keep(taken(1, 'small'))
    const large = await archive.keep(taken(2, '', { digest: spooled.digest, spooled }))
    archive.close()
    rmSync(index())
    const mended = await open()
    expect(mended.found('https://www.gov.uk/page-2')?.digest).toBe(spooled.digest)
    mended.close()
    truncateSync(warc(), large.offset + large.length - 1_000)
    rmSync(index())
    const torn = await open()
    expect(torn.found('https://www.gov.uk/page-2')).toBeNull()
    expect(torn.found('https://www.gov.uk/page-1')).not.toBeNull()
    expect(statSync(warc()).size).toBe(large.offset)
    torn.close()
  })
})

describe('after a crash', () => {
  test('wherever the last record was cut, the ones before it are whole and the rest is taken off', async () => {
    const archive = await open()
    for (let n = 1; n <= 3; n++) await archive.keep(taken(n, `page ${n}`.repeat(50)))
    const last = await archive.keep(taken(4, 'the last one'))
    archive.close()
    const [bytes, lines] = [readFileSync(warc()), readFileSync(index())]
    const cuts = Array.from({ length: last.length }, (_, n) => last.offset + n).filter(
      (_, n) => n % 7 === 0 || n > last.length - 10,
    )
    for (const cut of cuts) {
      writeFileSync(warc(), bytes.subarray(0, cut))
      writeFileSync(index(), lines)
      const mended = await open()
      expect(statSync(warc()).size).toBe(last.offset)
      expect([1, 2, 3, 4].map((n) => mended.found(`https://www.gov.uk/page-${n}`) !== null)).toEqual([
        true,
        true,
        true,
        false,
      ])
    }
  })

  test('a record that was written and not yet indexed is indexed', async () => {
    const archive = await open()
    for (let n = 1; n <= 3; n++) await archive.keep(taken(n, `page ${n}`))
    truncateSync(index(), statSync(index()).size - 20)
    const mended = await open()
    expect(mended.found('https://www.gov.uk/page-3')).toMatchObject({ digest: digestOf('page 3') })
    expect(mended.repairs).toHaveLength(2)
    expect((await open()).repairs).toEqual([])
  })

  test('a lost index is built again from the captures, the same as before', async () => {
    const archive = await open()
    for (let n = 1; n <= 9; n++) await archive.keep(taken(n, `page ${n % 4}`))
    archive.close()
    const before = readFileSync(index(), 'utf8')
    rmSync(index())
    await open()
    expect(readFileSync(index(), 'utf8')).toBe(before)
  })
})

describe('replay', () => {
  test('leaves out a page of another shape and a challenge, says why, and reads the others', async () => {
    const stage = await setTheStage(2)
    const source = await sourceNamed('gov-uk-speeches')
    await stage.run(source)
    const archive = await openArchive({
      folder: join(stage.context.captures, source.id),
      opening: { software: 'test' },
      now: stage.world.now,
    })
    const at = (slug: string) => `https://www.gov.uk/api/content/government/speeches/${slug}`
    const time = new Date(stage.world.now()).toISOString()
    const page = (slug: string, body: string, type: string) =>
      taken(7, body, { url: at(slug), address: at(slug), time, headers: [['Content-Type', type]] })
    await archive.keep(page('cut', '{"content_id":', 'application/json'))
    await archive.keep(page('asked', '<title>Just a moment</title>Verify you are human', 'text/html'))
    archive.close()
    const file = join(stage.context.captures, source.id, `${time.slice(0, 7)}.warc.gz`)
    const replay = { captures: join(here, 'odd'), rows: join(here, 'odd-rows'), now: stage.world.now }
    const { summaries } = await replayFile(file, [source], { store: memoryStore(), ...replay })
    expect(summaries[0]).toMatchObject({ error: null, findings: 2, new: 2 })
    const why = Object.fromEntries((summaries[0]?.skipped ?? []).map((one) => [one.url, one.why]))
    expect(why[at('cut')]).toMatch(/expected JSON, got 14 characters/)
    expect(why[at('asked')]).toBe('blocked: the page asks for proof of being human')
    await stage.close()
  })

  test('gives what the live run gave, and nothing new the second time', async () => {
    const stage = await setTheStage()
    const source = await sourceNamed('gov-uk-speeches')
    await stage.run(source)
    const speech = stage.server.speeches.get('speech-1')
    if (speech) speech.words = ['Edited.']
    stage.server.speeches.delete('speech-2')
    await stage.run(source)
    await stage.run(source)
    const month = new Date(stage.world.now()).toISOString().slice(0, 7)
    const file = join(stage.context.captures, source.id, `${month}.warc.gz`)
    const store = memoryStore()
    const context = {
      store,
      captures: join(folder.path, 'replay'),
      rows: join(folder.path, 'replay-rows'),
      now: stage.world.now,
    }
    const first = await replayFile(file, [source], context)
    expect(first.summaries[0]).toMatchObject({ findings: 5, new: 5, changed: 0, error: null })
    const strip = async (from: typeof store, kind: string) =>
      (await from.read({ source: source.id, kind })).map((record) => ({
        ...record,
        provenance: { ...(record.provenance as object), run: '' },
      }))
    for (const kind of ['document', 'events', 'versions'])
      expect(await strip(store, kind)).toEqual(await strip(stage.store, kind))
    const writes = store.puts.length
    const second = await replayFile(file, [source], context)
    expect(second.summaries[0]).toMatchObject({ findings: 5, new: 0, changed: 0, unchanged: 5, error: null })
    expect(store.puts.slice(writes).map(({ shelf }) => shelf.kind)).toEqual(['runs'])
    // Replayed over the live store it changes nothing either: what is older never replaces what is newer.
    const over = await replayFile(file, [source], { ...context, store: stage.store })
    expect(over.summaries[0]).toMatchObject({ new: 0, changed: 0, unchanged: 5 })
    await stage.close()
  })

  test('an older capture joins the history and does not replace what is known', async () => {
    const source = await sourceNamed('gov-uk-speeches')
    const store = memoryStore()
    const context = {
      store,
      captures: join(folder.path, 'older'),
      rows: join(folder.path, 'older-rows'),
      now: jumpyWorld().now,
    }
    const page = (time: string, words: string) =>
      plainRecord(
        'https://www.gov.uk/api/content/government/speeches/x',
        time,
        JSON.stringify({
          content_id: 'x',
          base_path: '/x',
          title: 'X',
          document_type: 'speech',
          details: { body: `<p>${words}</p>`, delivered_on: '2013-06-19', speaker: 'S' },
          public_updated_at: 'u',
        }),
      )
    const [newer, older] = [join(folder.path, 'newer.warc.gz'), join(folder.path, 'older.warc')]
    writeFileSync(newer, gzipSync(page('2026-03-01T00:00:00Z', 'Newer words.')))
    writeFileSync(older, page('2026-01-01T00:00:00Z', 'Older words.'))
    await replayFile(newer, [source], context)
    expect((await replayFile(older, [source], context)).summaries[0]).toMatchObject({ new: 0, changed: 1 })
    const [document] = await store.read({ source: source.id, kind: 'document' })
    expect(document).toMatchObject({
      payload: { paragraphs: [{ text: 'Newer words.' }] },
      history: [{ captured: '2026-01-01T00:00:00.000Z' }, { captured: '2026-03-01T00:00:00.000Z' }],
    })
    expect(await store.read({ source: source.id, kind: 'events' })).toMatchObject([
      { event: 'edit', diff: [{}, { op: 'removed', text: 'Older' }, { op: 'added', text: 'Newer' }, {}] },
    ])
    expect((await replayFile(older, [source], context)).summaries[0]).toMatchObject({
      new: 0,
      changed: 0,
      unchanged: 1,
    })
  })

  test('a month that only says unchanged gets the bytes from the month before, and is not read without it', async () => {
    const source = await sourceNamed('gov-uk-speeches')
    const body = JSON.stringify({
      content_id: 'x',
      base_path: '/x',
      title: 'X',
      document_type: 'speech',
      details: { body: '<p>a</p>', delivered_on: '2013-06-19', speaker: 'S' },
      public_updated_at: 'u',
    })
    const url = 'https://www.gov.uk/api/content/x'
    const over = { url, address: url, headers: [['Content-Type', 'application/json']] as const }
    const archive = await open()
    await archive.keep(taken(1, body, over))
    await archive.keep(
      taken(2, '', {
        ...over,
        time: '2026-12-01T00:00:00.000Z',
        status: 304,
        statusText: 'Not Modified',
        digest: digestOf(body),
      }),
    )
    archive.close()
    const replay = () =>
      replayFile(join(here, '2026-12.warc.gz'), [source], {
        store: memoryStore(),
        captures: join(here, 'replay'),
        rows: join(here, 'replay-rows'),
        now: Date.now,
      })
    expect(await replay()).toMatchObject({ summaries: [{ pages: 1, new: 1, issues: [] }], faults: [] })
    rmSync(index())
    expect(await replay()).toMatchObject({
      summaries: [{ pages: 0, new: 0, issues: [] }],
      faults: [expect.stringMatching(/neither in this file nor indexed beside it/)],
    })
  })

  test('a file with rubbish at its end is read up to there, and that is said', async () => {
    const source = await sourceNamed('gov-uk-speeches')
    const file = join(folder.path, 'torn.warc.gz')
    writeFileSync(file, gzipSync(plainRecord('https://elsewhere.example/', '2026-01-01T00:00:00Z', 'x')))
    appendFileSync(file, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))
    const replay = (path: string) =>
      replayFile(path, [source, source], {
        store: memoryStore(),
        captures: join(folder.path, 'torn'),
        rows: join(folder.path, 'torn-rows'),
        now: Date.now,
      })
    expect(await replay(file)).toMatchObject({
      summaries: [{ issues: [] }, { issues: [] }],
      unclaimed: ['https://elsewhere.example/'],
      faults: [expect.stringMatching(/7 bytes were not read/)],
    })
    const empty = join(folder.path, 'empty.warc')
    writeFileSync(empty, '')
    expect((await replay(empty)).faults).toEqual([
      'empty.warc: expected responses in WARC records, found none',
    ])
  })
})

test('chunked and compressed payloads of other crawlers are read as their readers saw them', async () => {
  const body = gzipSync('hello from elsewhere')
  const http = Buffer.concat([
    Buffer.from(
      `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n${body.length.toString(16)}\r\n`,
    ),
    body,
    Buffer.from('\r\n0\r\n\r\n'),
  ])
  const file = `${here}-foreign.warc.gz`
  const head = `WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Target-URI: <https://a.example/>\r\nWARC-Date: 2020-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${http.length}\r\n\r\n`
  writeFileSync(file, gzipSync(Buffer.concat([Buffer.from(head), http, Buffer.from('\r\n\r\n')])))
  for await (const { bytes } of members(file)) {
    const record = await readRecord(bytes, file)
    expect(record?.url).toBe('https://a.example/')
    expect(Buffer.from(record?.body ?? []).toString()).toBe('hello from elsewhere')
  }
  expect(existsSync(file)).toBe(true)
})

function plainRecord(url: string, date: string, body: string): Buffer {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
  return Buffer.from(
    `WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Target-URI: ${url}\r\nWARC-Date: ${date}\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: ${Buffer.byteLength(http)}\r\n\r\n${http}\r\n\r\n`,
  )
}
