// How fast, and in how little memory, are fifty thousand releases and a spend file of 200 MB imported? Each in one run of
// the real command, over a server on this machine or from a capture, beside what plain reading of the same bytes takes in the same minute.
//   npm run bench:import [-- --releases 50000 --megabytes 200]
import { spawn } from 'node:child_process'
import {
  closeSync,
  createReadStream,
  createWriteStream,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { createGzip } from 'node:zlib'
import { newTruth, releasesOfYear } from '../collect/ocds-year.ts'

const { values } = parseArgs({
  options: { releases: { type: 'string', default: '50000' }, megabytes: { type: 'string', default: '200' } },
})
const wanted = Number(values.releases)
const bytesWanted = Number(values.megabytes) * 1_000_000
const CLI = join(import.meta.dirname, '..', '..', 'src', 'cli.js')

type Measured = {
  readonly seconds: number
  readonly peak: number
  readonly rows: number
  readonly error: string | null
}

/** Runs `collect` once and watches its memory: the kernel keeps the highest, which is read until the process ends. */
async function collect(source: string, url: string, args: readonly string[] = []): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-import-'))
  const began = performance.now()
  const child = spawn(process.execPath, [CLI, 'collect', source, '--json', ...args], {
    env: {
      PATH: process.env.PATH ?? '',
      DATA_DIR: folder,
      CONTACT: 'bench@example.org',
      LOG_LEVEL: 'error',
      ...(url === '' ? {} : { [`SOURCE_${source.toUpperCase().replaceAll('-', '_')}_URL`]: url }),
    },
  })
  let out = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.pipe(process.stderr)
  let peak = 0
  const watch = setInterval(() => {
    try {
      const found = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))
      peak = Math.max(peak, Number(found?.[1] ?? 0) / 1024)
    } catch {
      // The process has ended.
    }
  }, 50)
  await new Promise((done) => child.on('close', done))
  clearInterval(watch)
  rmSync(folder, { recursive: true, force: true })
  const line = out.split('\n').find((one) => one.startsWith('{"source"')) ?? '{}'
  const { findings = 0, error = 'no summary was printed' } = JSON.parse(line)
  return { seconds: (performance.now() - began) / 1000, peak, rows: findings, error }
}

async function serve(
  answer: (url: URL, response: ServerResponse) => void,
): Promise<{ url: string; close: () => void }> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://bench')
    if (url.pathname === '/robots.txt') response.writeHead(404).end()
    else answer(url, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}

const report = (
  name: string,
  { seconds, peak, rows, error }: Measured,
  records: number,
  bytes: number,
  plain: number,
  peer: string,
): void => {
  const megabytes = bytes / 1_000_000
  console.log(
    `${name}: ${records} records (${rows} rows), ${megabytes.toFixed(0)} MB in ${seconds.toFixed(1)} s: ` +
      `${Math.round(records / seconds)} records/s, ${(megabytes / seconds).toFixed(1)} MB/s, peak memory ${peak.toFixed(0)} MB; ` +
      `${peer} of the same bytes ${plain.toFixed(1)} s${error ? `; FAILED: ${error}` : ''}`,
  )
}

async function benchReleases(): Promise<void> {
  const year = releasesOfYear(wanted, 7, newTruth())
  let told = 0
  let bytes = 0
  let plain = 0
  let host = ''
  const packages = (): string => {
    const releases: string[] = []
    while (releases.length < 100 && told < wanted) {
      const next = year.next()
      if (next.done) break
      releases.push(next.value)
      told += 1
    }
    const more = releases.length === 100 && told < wanted
    const links = more ? `"links":{"next":"${host}/api/1.0/ocdsReleasePackages?cursor=${told}"},` : ''
    return `{"uri":"x","version":"1.1","extensions":[],"publishedDate":"2026-01-01T00:00:00Z","publisher":{"name":"x"},"license":"x","publicationPolicy":"x",${links}"releases":[${releases.join(',')}]}`
  }
  let first = true
  const { url, close } = await serve((asked, response) => {
    const begins = asked.searchParams.has('updatedFrom')
    const body =
      begins && !first
        ? '{"uri":"x","version":"1.1","extensions":[],"publishedDate":"2026-01-01T00:00:00Z","publisher":{"name":"x"},"license":"x","publicationPolicy":"x","releases":[]}'
        : packages()
    first = false
    bytes += body.length
    const began = performance.now()
    JSON.parse(body)
    plain += performance.now() - began
    response.writeHead(200, { 'content-type': 'application/json' }).end(body)
  })
  host = 'https://www.find-tender.service.gov.uk'
  const measured = await collect('cabinet-office-find-a-tender', url)
  close()
  report('Find a Tender', measured, told, bytes, plain / 1000, 'JSON.parse')
}

/** A capture of one file, as anybody's crawler would leave it: one gzip member, written as a stream. */
async function writeCapture(path: string, url: string, body: string, size: number): Promise<void> {
  const http = `HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: ${size}\r\n\r\n`
  const warc = [
    'WARC/1.1',
    'WARC-Type: response',
    'WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>',
    `WARC-Target-URI: ${url}`,
    'WARC-Date: 2025-02-28T09:00:00Z',
    'Content-Type: application/http; msgtype=response',
    `Content-Length: ${http.length + size}`,
  ]
  async function* record() {
    yield Buffer.from(`${warc.join('\r\n')}\r\n\r\n${http}`)
    yield* createReadStream(body)
    yield Buffer.from('\r\n\r\n')
  }
  await pipeline(record(), createGzip({ level: 1 }), createWriteStream(path))
}

async function benchSpend(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-spend-'))
  const name = 'Spend_over_25k_January_2025.csv'
  const file = join(folder, name)
  const line = (n: number): string =>
    `Department for Examples,Department for Examples,${String((n % 28) + 1).padStart(2, '0')}/01/2025,Grants,Policy,Oak Charity ${n % 5000},${1_000_000 + n},"${25_000 + (n % 900)}.00"\r\n`
  let bytes = 0
  let records = 0
  const out = openSync(file, 'w')
  writeSync(
    out,
    'Department family,Entity,Date,Expense type,Expense area,Supplier,Transaction number,Amount\r\n',
  )
  for (let piece = ''; bytes < bytesWanted; piece = '') {
    while (piece.length < 1_000_000) piece += line(records++)
    bytes += writeSync(out, piece)
  }
  closeSync(out)
  const capture = join(folder, 'spend.warc.gz')
  await writeCapture(
    capture,
    `https://assets.publishing.service.gov.uk/media/0/${name}`,
    file,
    statSync(file).size,
  )
  const measured = await collect('gov-uk-spend-over-25k', '', ['--replay', capture])
  const began = performance.now()
  for await (const _ of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  }));
  const plain = (performance.now() - began) / 1000
  rmSync(folder, { recursive: true, force: true })
  report('Spend over 25k', measured, records, bytes, plain, 'splitting lines')
}

await benchReleases()
await benchSpend()
