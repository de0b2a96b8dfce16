// Does the whole way hold: from a server that misbehaves as the real ones do, through the real scrapers and the command, to the wire?
import { execFile, spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_DIR } from '../src/config.ts'
import {
  bomb,
  endless,
  playWestminster,
  question,
  refuseFirst,
  send,
  speech,
  type Westminster,
} from './westminster.ts'

const CLI = join(PROJECT_DIR, 'dist', 'src', 'cli.js')
const SOURCES = ['gov-uk-statements', 'parliament-written-questions']

/** The end of `collect --json`: one line a source. */
type Line = {
  source: string
  pages: number
  findings: number
  new: number
  changed: number
  unchanged: number
  skipped: { url: string; why: string }[]
  issues: { what: string; url?: string }[]
  error: string | null
}

describe('collecting from a Westminster that misbehaves', { timeout: 240_000 }, () => {
  let westminster: Westminster
  let folder: string
  const environment = (): NodeJS.ProcessEnv => ({
    PATH: process.env.PATH ?? '',
    DATA_DIR: folder,
    CONTACT: 'test@example.org',
    LOG_LEVEL: 'error',
    SOURCE_GOV_UK_STATEMENTS_URL: westminster.url,
    SOURCE_PARLIAMENT_WRITTEN_QUESTIONS_URL: westminster.url,
  })
  const collect = (...args: string[]): Promise<{ code: number; lines: Map<string, Line>; err: string }> =>
    new Promise((resolve) => {
      const since = new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10)
      const all = args.length > 0 ? args : [...SOURCES, '--since', since]
      execFile(
        process.execPath,
        [CLI, 'collect', '--json', ...all],
        { env: environment(), maxBuffer: 64 * 1024 * 1024 },
        (error, out, err) => {
          const lines = out
            .split('\n')
            .filter((line) => line.startsWith('{"source"'))
            .map((line) => JSON.parse(line) as Line)
          resolve({
            code: error === null ? 0 : Number(error.code),
            lines: new Map(lines.map((line) => [line.source, line])),
            err,
          })
        },
      )
    })
  const item = (slug: string): string => `/api/content/government/speeches/${slug}`

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'collecting-'))
    westminster = await playWestminster()
    const { items, questions, on } = westminster
    const add = (n: number, slug: string, words: string, over: object = {}): void => {
      items.set(`/government/speeches/${slug}`, speech(n, slug, words, over))
    }
    add(1, 'kept', 'Charities will deliver almost half of the Work Programme.')
    add(2, 'slow', 'Voluntary organisations won 35% of the contracts.')
    add(3, 'busy', 'Over 300 charities have joined the Work Programme supply chain.')
    add(4, 'private', 'Never read.')
    add(5, 'endless', 'Never read.')
    add(6, 'bomb', 'Never read.')
    add(7, 'latin', 'Never read in this shape.')
    add(9, 'gone', 'Never read.')
    add(10, 'withdrawn', 'We want charities to run public services.', {
      withdrawn_notice: { explanation: '<p>Out of date.</p>', withdrawn_at: '2015-03-01T00:00:00Z' },
    })
    add(11, 'roads', 'We will mend the roads.')
    // Last: after a challenge a host is left alone for the rest of the run.
    add(8, 'captcha', 'Never read.')
    const usually = (slug: string) => (_: unknown, response: Parameters<typeof send>[0]) =>
      send(response, 200, JSON.stringify(items.get(`/government/speeches/${slug}`)))
    on(item('slow'), refuseFirst(1, 429, { 'retry-after': '1' }, usually('slow')))
    on(item('busy'), refuseFirst(1, 503, {}, usually('busy')))
    on(item('private'), (_, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/' }).end(),
    )
    on(item('endless'), endless)
    on(item('bomb'), bomb)
    on(item('latin'), (_, response) => {
      const latin = speech(7, 'latin', 'Charities – £3m of it – run the Work Programme.')
      send(response, 200, Buffer.from(JSON.stringify(latin).replace(/–/g, '\u0096'), 'latin1'), {
        'content-type': 'application/json',
      })
    })
    on(item('captcha'), (_, response) =>
      send(
        response,
        200,
        '<html><title>Just a moment</title><body>Verify you are human to continue</body></html>',
        {
          'content-type': 'text/html',
        },
      ),
    )
    on(item('gone'), (_, response) => send(response, 410, ''))
    questions.set(
      1,
      question(1, '<p>Charities deliver a fifth of the Work Programme.</p><p> </p><p>More will follow.</p>'),
    )
    questions.set(2, question(2, '<p>The Department holds no such figures.</p>'))
    questions.set(3, question(3, '<p>We fund <b>voluntary</b> organisations to support families.</p>'))
    questions.set(4, question(4, '<p>Some 40 social enterprises won contracts for public services.</p>'))
  })
  afterAll(async () => {
    await westminster.close()
    rmSync(folder, { recursive: true, force: true })
  })

  let first: Awaited<ReturnType<typeof collect>>

  it('ends with the right findings and an honest report', async () => {
    first = await collect()
    const govuk = first.lines.get('gov-uk-statements') as Line
    expect(govuk.error).toBeNull()
    expect(govuk).toMatchObject({ findings: 6, new: 6, changed: 0, unchanged: 0 })
    const whyOf = (slug: string): string | undefined =>
      govuk.skipped.find(({ url }) => url.endsWith(`/${slug}`))?.why
    expect(whyOf('private')).toMatch(/^failed: .*169\.254\.169\.254.*not a public address/)
    expect(whyOf('endless')).toMatch(/^failed: .*more than 32000000 bytes/)
    expect(whyOf('bomb')).toMatch(/^failed: .*more than 32000000 bytes after decompression/)
    expect(whyOf('captcha')).toMatch(/^blocked: the page asks for proof of being human/)
    expect(whyOf('gone')).toBe('gone (410)')
    expect(govuk.skipped).toHaveLength(5)
    const questions = first.lines.get('parliament-written-questions') as Line
    expect(questions).toMatchObject({ error: null, findings: 4, new: 4 })
    expect(first.code).toBe(0)
  })

  it('asked robots.txt first, paged every list, and never asked a private address', () => {
    expect(westminster.hits[0]).toBe('/robots.txt')
    expect(westminster.hits.filter((path) => path === '/robots.txt')).toHaveLength(1)
    for (const place of ['start=3', 'start=6', 'start=9', 'skip=3'])
      expect(
        westminster.hits.some((path) => path.includes(place)),
        place,
      ).toBe(true)
  })

  it('keeps the bytes in files that any archive viewer opens', () => {
    for (const source of SOURCES)
      expect(readdirSync(join(folder, 'captures', source)).filter((name) => !name.startsWith('.'))).toEqual([
        expect.stringMatching(/^\d{4}-\d{2}\.cdxj$/),
        expect.stringMatching(/^\d{4}-\d{2}\.warc\.gz$/),
      ])
  })

  it('finds nothing new the second time', async () => {
    const second = await collect()
    expect(second.lines.get('gov-uk-statements')).toMatchObject({
      error: null,
      new: 0,
      changed: 0,
      unchanged: 6,
    })
    expect(second.lines.get('parliament-written-questions')).toMatchObject({
      error: null,
      new: 0,
      changed: 0,
      unchanged: 4,
    })
  })

  it('gives the same from its own captures, without the network', async () => {
    const warc =
      readdirSync(join(folder, 'captures', 'gov-uk-statements')).find((name) => name.endsWith('.warc.gz')) ??
      ''
    const asked = westminster.hits.length
    const replayed = await collect('--replay', join(folder, 'captures', 'gov-uk-statements', warc))
    expect(replayed.lines.get('gov-uk-statements')).toMatchObject({ error: null, new: 0, changed: 0 })
    expect(westminster.hits.length).toBe(asked)
  })

  it('changes nothing when a page is cut short, and says so', async () => {
    westminster.on(item('kept'), (_, response) => send(response, 200, '{"content_id":"1b0'))
    const failed = await collect()
    expect(failed.code).toBe(1)
    expect(failed.lines.get('gov-uk-statements')).toMatchObject({ new: 0, changed: 0, unchanged: 0 })
    expect(failed.lines.get('gov-uk-statements')?.error).toMatch(
      /speeches\/kept: expected JSON, got 18 characters/,
    )
    expect(failed.lines.get('parliament-written-questions')).toMatchObject({ error: null, unchanged: 4 })
  })

  it('shows an edit that the publisher did not announce, and the passages, on the site', async () => {
    westminster.on(item('kept'), null)
    westminster.items.set(
      '/government/speeches/kept',
      speech(1, 'kept', 'Charities will deliver some of the Work Programme.'),
    )
    expect((await collect()).lines.get('gov-uk-statements')).toMatchObject({
      error: null,
      changed: 1,
      unchanged: 5,
    })

    const child = spawn(process.execPath, [CLI, 'serve', '--json'], {
      env: { ...environment(), PORT: '0', SCHEDULE: 'off' },
    })
    try {
      const address = await new Promise<string>((resolve, reject) => {
        child.stdout?.once('data', (line) => resolve(JSON.parse(String(line)).address))
        child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
      })
      const read = async (path: string) => JSON.parse(await (await fetch(`${address}${path}`)).text())
      const wire = await read('/wire.json')
      const texts: string[] = wire.items.map(
        (one: { _words_vs_deeds: { wire: { text: string } } }) => one._words_vs_deeds.wire.text,
      )
      expect(texts).toContain('Charities will deliver some of the Work Programme.')
      expect(texts).not.toContain('Charities will deliver almost half of the Work Programme.')
      expect(texts).toContain('Charities deliver a fifth of the Work Programme.')
      expect(texts).toContain('Charities – £3m of it – run the Work Programme.')
      expect(texts.join(' ')).not.toMatch(/roads|Never read/)
      const answered = wire.items.find((one: { content_text: string }) =>
        one.content_text.includes('a fifth'),
      )
      expect(answered.authors).toEqual([{ name: 'Avery Stone' }])
      const { data } = await read('/sources/gov-uk-statements.json')
      expect(data.events[0]).toMatchObject({ event: 'edit', announced: false })
      expect(data.events[0].diff).toContainEqual({
        op: 'removed',
        text: expect.stringContaining('almost'),
      })
      expect(data.runs.map((run: { state: string }) => run.state)).toEqual([
        'partial',
        'failed',
        'ok',
        'partial',
        'partial',
      ])
    } finally {
      child.kill('SIGTERM')
    }
  })
})
