// Does a reader's own check find what is wrong, and nothing else? Runs the file that readers download, as they would.
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import { PROJECT_DIR } from '../../src/config.ts'
import { realSite } from '../real-site.ts'

interface Item {
  readonly id: string
  readonly _words_vs_deeds: { readonly claims: readonly { readonly id: string }[] }
}

const VERIFY = join(PROJECT_DIR, 'dist', 'verify.mjs')
let folder: string
let pages: readonly string[]
let items: readonly Item[]
let server: Server
let address: string

function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const options = { env: {}, cwd: folder, maxBuffer: 64 * 1024 * 1024 }
    execFile(process.execPath, [VERIFY, ...args], options, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    )
  })
}

async function differences(from: string): Promise<{ item: string; claim: string; part: string }[]> {
  return JSON.parse((await run('--json', from)).out).differences
}

/** The files of an export, as items.jsonl and SHA256SUMS make one. */
function exported(lines: string): Map<string, string> {
  const files = new Map([
    ['items.jsonl', lines],
    ['csv/claims.csv', 'id,value\nan-invented-claim#1,47\n'],
  ])
  const sums = [...files].map(
    ([name, text]) => `${createHash('sha256').update(text).digest('hex')}  ${name}\n`,
  )
  return files.set('SHA256SUMS', sums.join(''))
}

async function writeZip(name: string, files: ReadonlyMap<string, string>): Promise<string> {
  const zip = new ZipFile()
  for (const [file, text] of files) zip.addBuffer(Buffer.from(text), file)
  zip.end()
  const chunks: Buffer[] = []
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer)
  const path = join(folder, name)
  await writeFile(path, Buffer.concat(chunks))
  return path
}

const save = async (name: string, text: string): Promise<string> => {
  await writeFile(join(folder, name), text)
  return join(folder, name)
}

beforeAll(async () => {
  if (!existsSync(VERIFY))
    throw new Error('dist/verify.mjs is missing: run "npm run build" first ("npm test" does)')
  folder = await mkdtemp(join(tmpdir(), 'verify-'))
  const site = await realSite()
  const texts: string[] = []
  server = createServer((request, response) => {
    const [path = '', query = ''] = (request.url ?? '').split('?')
    try {
      response.end(site.find(path, query).variants.identity.body)
    } catch {
      response.writeHead(400).end()
    }
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  for (let at: string | undefined = '/feed.json'; at !== undefined; ) {
    const [path = '', query = ''] = at.split('?')
    const text = new TextDecoder().decode(site.find(path, query).variants.identity.body)
    texts.push(text)
    const next: string | undefined = JSON.parse(text).next_url
    at = next === undefined ? undefined : next.slice(next.indexOf('/feed.json'))
  }
  pages = texts
  items = texts.flatMap((text) => JSON.parse(text).items)
})
afterAll(async () => {
  server.close()
  await rm(folder, { recursive: true, force: true })
})

describe('verify.mjs', () => {
  it('imports nothing but what Node brings, and is about as long as the rule', () => {
    const text = readFileSync(VERIFY, 'utf8')
    const imported = [...text.matchAll(/^import .* from '([^']+)'/gm)].map((found) => found[1])
    expect(imported.every((name) => name?.startsWith('node:'))).toBe(true)
    expect(text).not.toMatch(/^(?:import|export)[ {](?!.* from 'node:)/m)
    expect(text).not.toContain('zod')
  })

  it('finds nothing in the live feed, on all its pages', async () => {
    const { code, out } = await run(`${address}/feed.json`)
    expect(out).toBe(
      `${items.flatMap((item) => item._words_vs_deeds.claims).length} verdicts in ${items.length} items recomputed, 0 different\n`,
    )
    expect(code).toBe(0)
  })

  it('finds nothing in a zip, a folder or a file of items', async () => {
    const lines = items.map((item) => `${JSON.stringify(item)}\n`).join('')
    const files = exported(lines)
    await mkdir(join(folder, 'whole', 'csv'), { recursive: true })
    for (const [name, text] of files) await writeFile(join(folder, 'whole', name), text)
    for (const from of [
      await writeZip('data.zip', files),
      join(folder, 'whole'),
      join(folder, 'whole', 'items.jsonl'),
    ]) {
      const { code, out } = await run(from)
      expect(out).toContain(`in ${items.length} items recomputed, 0 different`)
      expect(code).toBe(0)
    }
  })

  it('names exactly the one item, or the page, in which any one digit was changed, in text too', async () => {
    const text = pages[0] ?? ''
    const digits = [...text.matchAll(/\d/g)].map((found) => found.index)
    const { items: onPage } = JSON.parse(text)
    const starts: number[] = onPage.map((item: Item) => text.indexOf(`{"id":${JSON.stringify(item.id)}`))
    let ofPage = 0
    // Every so many digits: a different place in a different item each time. Never a nought, which no number may begin with.
    for (let n = 1; n < digits.length; n += Math.floor(digits.length / 40)) {
      const at = digits[n] ?? 0
      const changed = `${text.slice(0, at)}${(Number(text[at]) % 9) + 1}${text.slice(at + 1)}`
      const path = await save('changed.json', changed)
      const which = starts.filter((start) => start <= at).length - 1
      const expected = which === -1 ? path : JSON.parse(changed).items[which].id
      const found = new Set((await differences(path)).map(({ item }) => item))
      expect([...found], text.slice(at - 40, at + 10)).toEqual([expected])
      if (which === -1) ofPage += 1
    }
    expect(ofPage).toBeGreaterThan(0)
  })

  it('names exactly the one item of the zip in which a digit was changed', async () => {
    const lines = items.map((item) => `${JSON.stringify(item)}\n`)
    const files = exported(lines.join(''))
    const at = lines.findIndex((line) => /"value":\d/.test(line))
    const changed = lines.with(
      at,
      (lines[at] ?? '').replace(/"value":(\d)/, (_, digit) => `"value":${(digit % 9) + 1}`),
    )
    expect(changed[at]).not.toBe(lines[at])
    files.set('items.jsonl', changed.join(''))
    const from = await writeZip('changed.zip', files)
    expect([...new Set((await differences(from)).map(({ item }) => item))]).toEqual([items[at]?.id])
    const { out, code } = await run(from)
    expect(out).toContain(', 1 different')
    expect(code).toBe(1)
  })

  it('finds a digest that was taken away, and says of a feed without verdicts that it has none', async () => {
    const { _words_vs_deeds: data, ...rest } = items[0] as unknown as Record<string, Record<string, unknown>>
    const { digest: _, ...bare } = data ?? {}
    const from = await save('bare.jsonl', JSON.stringify({ ...rest, _words_vs_deeds: bare }))
    expect(await differences(from)).toMatchObject([{ item: items[0]?.id, stated: 'nothing' }])
    const feed = { ...JSON.parse(pages[0] ?? ''), items: [{ id: 'x', _words_vs_deeds: { correction: {} } }] }
    const { code, err } = await run(await save('corrections.json', JSON.stringify(feed)))
    expect(err).toContain('expected a feed of statements and verdicts')
    expect(code).toBe(3)
  })

  it('names the verdict that one changed figure moves', async () => {
    const text = pages.find((page) => page.includes('"observation":"kickstart-starts-2021-12-08"')) ?? ''
    const from = '"observation":"kickstart-starts-2021-12-08","interval":{"low":111500'
    const changed = await save('figure.json', text.replace(from, from.replace('111500', '111600')))
    expect(await differences(changed)).toEqual([
      {
        item: expect.stringContaining('dwp-2020-kickstart-250000'),
        claim: 'dwp-2020-kickstart-250000#1',
        part: 'readings.0.used.0.interval.low',
        stated: '111600',
        recomputed: '111500',
      },
    ])
  })

  it('names the one file of a zip in which a digit was changed, or which was left out', async () => {
    const files = exported(`${JSON.stringify(items[0])}\n`)
    files.set('csv/claims.csv', (files.get('csv/claims.csv') ?? '').replace('47', '48'))
    expect((await differences(await writeZip('csv.zip', files))).map(({ claim }) => claim)).toEqual([
      'csv/claims.csv',
    ])
    files.delete('csv/claims.csv')
    expect((await differences(await writeZip('less.zip', files))).map(({ claim }) => claim)).toEqual([
      'csv/claims.csv',
    ])
    files.set('csv/other.csv', 'id\n')
    expect((await differences(await writeZip('more.zip', files))).map(({ claim }) => claim)).toEqual([
      'csv/claims.csv',
      'csv/other.csv',
    ])
  })

  it('names an item of another shape, with its place, what was expected and what was got', async () => {
    const broken = structuredClone(items[0]) as { id: string; _words_vs_deeds: Record<string, unknown> }
    broken._words_vs_deeds.observations = [{ id: 'x', measure: 7 }]
    const from = await save('shape.jsonl', `${JSON.stringify(broken)}\n`)
    const { out, code } = await run(from)
    expect(out).toContain(`${broken.id}: stated an item of the documented shape, recomputed`)
    expect(out).toContain('_words_vs_deeds.observations.0.measure: expected text, got 7')
    expect(code).toBe(1)
  })

  it.each([
    [[], 2, 'expected one feed, zip or folder, got none'],
    [['a', 'b'], 2, 'expected one feed, zip or folder, got a b'],
    [['--yes'], 2, 'expected one feed'],
    [['nowhere.json'], 3, 'expected a feed that can be read, or an export'],
    [['.'], 3, 'expected items.jsonl and SHA256SUMS in it'],
  ] as const)('called with %j ends with %i', async (args, code, message) => {
    const found = await run(...args)
    expect(found.err).toContain(message)
    expect(found.code).toBe(code)
  })

  it('says what is no feed and no zip', async () => {
    for (const [text, message] of [
      ['not json', 'expected JSON'],
      ['{"version":"https://jsonfeed.org/version/1.1"}', 'expected a JSON Feed with items'],
      ['PK but nothing after', 'expected a zip archive'],
    ]) {
      const { err, code } = await run(await save('odd.json', text ?? ''))
      expect(err).toContain(message)
      expect(code).toBe(3)
    }
    expect((await run(`${address}/feed.json?limit=1000`)).code).toBe(3)
  })
})
