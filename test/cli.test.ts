// What does the command line do with good and with bad input? Runs the built program, as a person would.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_DIR } from '../src/config.ts'

const CLI = join(PROJECT_DIR, 'dist', 'src', 'cli.js')
const running = new Set<ChildProcess>()
let folder: string

beforeAll(async () => {
  if (!existsSync(CLI))
    throw new Error('dist/src/cli.js is missing: run "npm run build" first ("npm test" does)')
  folder = await mkdtemp(join(tmpdir(), 'words-vs-deeds-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))
// A server holds the lock of the store until it has ended.
afterEach(async () => {
  const ended = [...running].map(
    (child) => child.exitCode ?? child.signalCode ?? new Promise((resolve) => child.once('exit', resolve)),
  )
  for (const child of running) child.kill('SIGTERM')
  await Promise.all(ended)
  running.clear()
})

interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

const environment = (extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '',
  AS_OF: '2026-11-24',
  DATA_DIR: join(folder, 'data'),
  ...extra,
})

function cli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { env: environment(env), maxBuffer: 64 * 1024 * 1024 }
    execFile(process.execPath, [CLI, ...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err })
    })
  })
}

/** Starts a server on a free port and gives its address once it answers. */
function start(
  env: Readonly<Record<string, string>> = {},
): Promise<{ address: string; child: ChildProcess }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [CLI, 'serve', '--json'], {
      env: environment({ PORT: '0', ...env }),
    })
    running.add(child)
    let err = ''
    child.stderr?.on('data', (chunk) => {
      err += chunk
    })
    child.stdout?.once('data', (line) => resolve({ address: JSON.parse(String(line)).address, child }))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${err}`)))
  })
}

/** A copy of the curated data that a test may spoil. */
async function copyData(name: string): Promise<string> {
  const dir = join(folder, name)
  await cp(join(PROJECT_DIR, 'data'), dir, {
    recursive: true,
    filter: (source) => !/data\/(?:collected|captures)$/.test(source),
  })
  return dir
}

describe('words-vs-deeds', () => {
  it('--help lists commands, settings and exit codes', async () => {
    const { code, out } = await cli(['--help'])
    expect(code).toBe(0)
    for (const word of ['serve', 'check', 'verify', 'PORT', 'AS_OF', 'Exit codes'])
      expect(out).toContain(word)
  })

  it.each([
    [['frobnicate'], 'expected a command (serve, '],
    [['check', 'extra'], 'check: expected at most 0 arguments, got 1'],
    [['check', '--colour'], "Unknown option '--colour'"],
  ])('%j is refused, and nothing is done', async (args, message) => {
    const { code, err, out } = await cli(args)
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(out).toBe('')
  })

  it('a wrong setting names the variable, what was expected and what was got', async () => {
    const { code, err } = await cli(['serve'], { PORT: 'many' })
    expect(code).toBe(2)
    expect(err).toContain('PORT: expected a port from 0 to 65535, got "many"')
  })
})

it('goes on quietly when whoever reads stops reading', async () => {
  const ended = await new Promise<{ code: number | null; err: string }>((resolve) => {
    const child = spawn(process.execPath, [CLI, 'sources', '--json'], { env: environment() })
    let err = ''
    child.stdout.destroy()
    child.stderr.on('data', (chunk) => {
      err += chunk
    })
    child.once('close', (code) => resolve({ code, err }))
  })
  expect(ended).toEqual({ code: 0, err: '' })
})

describe('pack', () => {
  const id = 'hurd-2013-06-19-almost-half#1'

  it('writes a briefing in each form, and says what it wrote', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'wvd-pack-'))
    try {
      for (const [format, start] of [
        ['docx', 'PK'],
        ['md', '---\ntitle: '],
        ['html', '<!doctype html>'],
      ] as const) {
        const out = join(dir, `pack.${format}`)
        const { code, out: said } = await cli(['pack', id, '--format', format, '--out', out, '--json'])
        const body = await readFile(out)
        expect([code, body.toString('latin1').slice(0, start.length)]).toEqual([0, start])
        expect(JSON.parse(said)).toMatchObject({ out, format, claims: 1, bytes: body.byteLength })
      }
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })

  it('prints Markdown where no file is named', async () => {
    const { code, out } = await cli(['pack', id, '--format', 'md'])
    expect(code).toBe(0)
    expect(out).toContain('“almost 50% of the supply chain is in the voluntary sector”[^1]')
  })

  it.each([
    [['pack'], 2, 'expected the ids of claims'],
    [['pack', id], 2, '--out: expected a file'],
    [['pack', id, '--format', 'pdf'], 2, '--format: expected one of docx, md, html, got "pdf"'],
    [['pack', 'nobody#1', '--format', 'md'], 2, 'there is no claim "nobody#1"'],
    [['pack', id, '--out', '/nowhere/at/all.docx'], 3, '--out: expected a file that can be written'],
    [['check', '--out', 'x'], 2, 'check: expected no --out, which is for: pack'],
  ])('%j ends with %i and says why', async (args, code, said) => {
    const ended = await cli(args)
    expect(ended.code).toBe(code)
    expect(ended.err).toContain(said)
  })
})

describe('check', () => {
  it('finds no fault in the data of the project', async () => {
    const { code, out } = await cli(['check', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      programmes: 29,
      sources: 382,
      statements: 222,
      claims: 177,
      measures: 204,
      observations: 504,
      corrections: 0,
      holders: 14,
      requests: 0,
      faults: [],
    })
  })

  it('prints every fault with file, record, expected and got, and hides no other record', async () => {
    const dir = await copyData('faulty')
    const path = join(dir, 'evidence', 'restart-scheme.json')
    const file = JSON.parse(await readFile(path, 'utf8'))
    file.observations[0].published = '2022-13-01'
    file.observations[1].measure = 'no-such-measure'
    file.statements[0].quote = 'word '.repeat(21)
    await writeFile(path, JSON.stringify(file))
    await writeFile(join(dir, 'evidence', 'compact.json'), '{"programme": ')
    const { code, out } = await cli(['check'], { EVIDENCE_DIR: dir })
    expect(code).toBe(1)
    expect(out).toContain(
      'evidence/restart-scheme.json: restart-plan-original published: expected a date that exists',
    )
    expect(out).toContain('got "2022-13-01"')
    expect(out).toContain(
      'restart-plan-original-ersa measure: expected the id of a measure in the evidence, got "no-such-measure"',
    )
    expect(out).toContain('expected a short phrase of at most 20 words')
    expect(out).toContain('evidence/compact.json: (file): expected a readable JSON file')
    expect(out).toMatch(/sound: 28 programmes/)
  })
})

describe('serve', () => {
  it('answers, and verify recomputes all of its verdicts with none different', async () => {
    const { address } = await start()
    const health = await (await fetch(`${address}/healthz`)).json()
    expect(health).toMatchObject({ status: 'ok', statements: 222 })
    const { code, out } = await cli(['verify', `${address}/feed.json`, '--json'])
    const found = JSON.parse(out)
    expect(found.differences).toEqual([])
    // 222 statements with 177 claims; further items tell changes of verdicts, one verdict each.
    expect(found.items).toBeGreaterThan(222)
    expect(found.verdicts - 177).toBe(found.items - 222)
    expect(code).toBe(0)
  })

  it('one changed digit in a saved feed makes verify fail and name the claim', async () => {
    const { address } = await start()
    const text = await (await fetch(`${address}/feed.json`)).text()
    const good = join(folder, 'good.json')
    const bad = join(folder, 'bad.json')
    await writeFile(good, JSON.stringify(JSON.parse(text), null, 2))
    await writeFile(
      bad,
      text.replace(
        '"observation":"kickstart-starts-2021-12-08","interval":{"low":111500',
        '"observation":"kickstart-starts-2021-12-08","interval":{"low":111600',
      ),
    )
    expect((await cli(['verify', good])).code).toBe(0)
    const { code, out } = await cli(['verify', bad])
    expect(code).toBe(1)
    expect(out).toContain(
      'dwp-2020-kickstart-250000#1: readings.0.used.0.interval.low: stated 111600, recomputed 111500',
    )
    expect(out).toContain('1 different')
  })

  it.each([
    ['not json', 'expected JSON'],
    ['{"version": "https://jsonfeed.org/version/1.1"}', 'expected a JSON Feed with items'],
  ])('verify of %s says what was expected', async (text, message) => {
    const path = join(folder, 'no-feed.json')
    await writeFile(path, text)
    const { code, err } = await cli(['verify', path])
    expect(code).toBe(3)
    expect(err).toContain(message)
  })

  it('verify of a file that is not there says so', async () => {
    const { code, err } = await cli(['verify', join(folder, 'missing.json')])
    expect(code).toBe(3)
    expect(err).toContain('expected a feed that can be read')
  })

  it('a port in use is said, with what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => other.once('listening', resolve))
    const { port } = other.address() as AddressInfo
    const { code, err } = await cli(['serve'], { PORT: String(port) })
    other.close()
    expect(code).toBe(3)
    expect(err).toContain(`port ${port} on 127.0.0.1 is in use`)
    expect(err).toContain('set PORT')
  })

  it('refuses to start from faulty data, and names the fault', async () => {
    const dir = await copyData('damaged')
    await writeFile(join(dir, 'measures.json'), '{"measures": [')
    const { code, err } = await cli(['serve'], { EVIDENCE_DIR: dir, PORT: '0' })
    expect(code).toBe(3)
    expect(err).toContain('measures.json: (file): expected a readable JSON file')
  })

  it('a folder that cannot be written is said, with what to do', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    const { code, err } = await cli(['serve'], { DATA_DIR: join(file, 'below'), PORT: '0' })
    expect(code).toBe(3)
    expect(err).toContain(join(file, 'below'))
  })

  it('a second server on the same data is refused', async () => {
    await start()
    const { code, err } = await cli(['serve'], { PORT: '0' })
    expect(code).toBe(3)
    expect(err).toMatch(/lock/i)
  })

  it('a query of ten megabytes gets an answer that says why, and the server goes on', async () => {
    const { address } = await start()
    const { hostname, port } = new URL(address)
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname)
      let text = ''
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('error', () => resolve(text))
      socket.on('close', () => resolve(text))
      socket.write(`GET /statements?q=${'x'.repeat(10 * 1024 * 1024)} HTTP/1.1\r\nHost: localhost\r\n\r\n`)
    })
    expect(answer).toContain('431 Request Header Fields Too Large')
    expect(answer).toContain('expected an address and headers of at most 16 KB')
    expect((await fetch(`${address}/healthz`)).status).toBe(200)
  })

  it('serves compressed bytes and 304s over a real socket', async () => {
    const { address } = await start()
    const raw = (headers: Record<string, string>) =>
      new Promise<{ status: number; encoding: string; etag: string; bytes: number }>((resolve, reject) => {
        request(`${address}/feed.json`, { headers }, (response) => {
          let bytes = 0
          response.on('data', (chunk: Buffer) => {
            bytes += chunk.byteLength
          })
          response.on('end', () =>
            resolve({
              status: response.statusCode ?? 0,
              encoding: response.headers['content-encoding'] ?? '',
              etag: response.headers.etag ?? '',
              bytes,
            }),
          )
        })
          .on('error', reject)
          .end()
      })
    const plain = await raw({})
    const packed = await raw({ 'accept-encoding': 'gzip, br' })
    expect(packed).toMatchObject({ status: 200, encoding: 'br' })
    expect(packed.bytes).toBeLessThan(plain.bytes / 4)
    expect(await raw({ 'if-none-match': packed.etag })).toMatchObject({ status: 304, bytes: 0 })
  })
})
