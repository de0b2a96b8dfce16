// Is anything lost when the process is killed at any moment? Killed with signal 9, more than fifty times, then finished.
import { type ChildProcess, spawn } from 'node:child_process'
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { WARCParser } from 'warcio'
import { openArchive } from '../../src/collect/captures.ts'
import { readLine } from '../../src/collect/cdxj.ts'
import type { Rec } from '../../src/collect/port.ts'
import type { Summary } from '../../src/collect/runs.ts'
import { play } from './play.ts'
import { temporaryFolder, worldRoot } from './stage.ts'

const KILLS = 54
const CHAINS = 6
const SPEECHES = 8
/** robots.txt, lists of two, and the speeches. */
const REQUESTS = 1 + SPEECHES / 2 + SPEECHES
const SOURCE = 'gov-uk-speeches'
const folder = temporaryFolder()
afterAll(() => folder.remove())
const children = new Set<ChildProcess>()

function begin(name: string, url: string): { child: ChildProcess; ended: Promise<string> } {
  const args = [
    worldRoot,
    SOURCE,
    url,
    join(folder.path, name, 'captures'),
    join(folder.path, `${name}.journal`),
  ]
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'killed.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  let out = ''
  child.stdout?.on('data', (text) => {
    out += text
  })
  child.stderr?.on('data', (text) => {
    out += text
  })
  return { child, ended: new Promise((done) => child.on('close', () => done(out))) }
}

/** Every state a shelf was promised to be in, oldest first. */
function promised(name: string, kind: string): Rec[][] {
  const text = existsSync(join(folder.path, `${name}.journal`))
    ? readFileSync(join(folder.path, `${name}.journal`), 'utf8')
    : ''
  const whole = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line.endsWith(']}'))
  return whole.flatMap((line) => {
    try {
      const { shelf, records } = JSON.parse(line) as { shelf: string; records: Rec[] }
      return shelf === `${SOURCE}/${kind}` ? [records] : []
    } catch {
      return []
    }
  })
}

async function chain(name: string, kills: number): Promise<{ midway: number; text: string }> {
  const server = await play(SPEECHES, 0)
  const captures = join(folder.path, name, 'captures', SOURCE)
  const seen = new Set<string>()
  let midway = 0
  for (let kill = 0; kill < kills; kill++) {
    const edited = server.speeches.get(`speech-${1 + (kill % SPEECHES)}`)
    if (edited) edited.words = [`We will hand over ${kill} services.`, 'Words that stay.']
    const before = server.hits.length
    const { child, ended } = begin(name, server.url)
    // One in six is killed while it starts and mends; the others at some moment after their first request.
    const wait = (kill * 7919) % 101
    if (kill % 6 === 5) await new Promise((done) => setTimeout(done, 150 + wait * 4))
    else {
      while (server.hits.length === before && child.exitCode === null)
        await new Promise((done) => setTimeout(done, 5))
      await new Promise((done) => setTimeout(done, wait * 3))
    }
    child.kill('SIGKILL')
    await ended
    if (server.hits.length > before && server.hits.length - before < REQUESTS && child.exitCode === null)
      midway += 1
    for (const file of existsSync(captures)
      ? readdirSync(captures).filter((one) => one.endsWith('.cdxj'))
      : [])
      for (const line of readFileSync(join(captures, file), 'utf8').split('\n').slice(0, -1))
        if (readLine(line)) seen.add(line)
  }
  // The first takes up what the last one killed had captured, the second sees what was edited since.
  await begin(name, server.url).ended
  const text = await begin(name, server.url).ended
  await server.close()
  // Every capture that was ever indexed is still there, and its bytes have the digest promised.
  const archive = await openArchive({ folder: captures, opening: {}, now: Date.now })
  expect(archive.repairs).toEqual([])
  const kept = new Set(
    readdirSync(captures)
      .filter((one) => one.endsWith('.cdxj'))
      .flatMap((file) => readFileSync(join(captures, file), 'utf8').split('\n')),
  )
  for (const line of seen) {
    expect(kept.has(line)).toBe(true)
    const entry = readLine(line)
    if (entry) await archive.read(entry)
  }
  for (const file of readdirSync(captures).filter((one) => one.endsWith('.warc.gz'))) {
    let records = 0
    for await (const record of WARCParser.iterRecords(createReadStream(join(captures, file)))) {
      await record.readFully(false)
      records += 1
    }
    expect(records).toBeGreaterThan(seen.size)
  }
  // Every text that was ever committed is still on record, as the current one or as a version.
  const last = new Map(
    promised(name, 'document')
      .flat()
      .map((record) => [record.id, record]),
  )
  const versions = new Set(
    promised(name, 'versions')
      .flat()
      .map((record) => `${record.key}@${record.digest}`),
  )
  for (const record of promised(name, 'document').flat())
    expect(
      last.get(record.id)?.digest === record.digest || versions.has(`${record.id}@${record.digest}`),
    ).toBe(true)
  expect([...last.values()].map((record) => (record.payload as { title: string }).title).sort()).toEqual(
    [...server.speeches.values()].map(({ title }) => title).sort(),
  )
  for (const speech of server.speeches.values())
    expect(last.get(speech.id)?.payload).toMatchObject({
      paragraphs: speech.words.map((words) => ({ text: words })),
    })
  const runs = new Map(
    promised(name, 'runs')
      .flat()
      .map((run) => [run.id, run]),
  )
  expect([...runs.values()].filter((run) => run.state === 'running')).toEqual([])
  return { midway, text }
}

test(`killed ${KILLS} times at any moment, nothing committed is lost and the next run finishes the work`, {
  timeout: 240_000,
}, async () => {
  const chains = await Promise.all(
    Array.from({ length: CHAINS }, (_, n) => chain(`chain-${n}`, KILLS / CHAINS)),
  )
  for (const { text } of chains)
    expect(JSON.parse(text) as Summary).toMatchObject({ source: SOURCE, findings: SPEECHES, error: null })
  const midway = chains.reduce((sum, one) => sum + one.midway, 0)
  console.log(`${KILLS} kills, ${midway} of them between the first and the last request of a run`)
  expect(midway).toBeGreaterThan(5)
})
