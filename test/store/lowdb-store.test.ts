// Does the store in files survive damage, crashes, a full disk and a second writer?

import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import * as fs from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Disk } from '../../src/store/disk.ts'
import { openLowdbStore } from '../../src/store/lowdb-store.ts'
import {
  DamagedFileError,
  type Store,
  StoreLockedError,
  UnwritableStoreError,
} from '../../src/store/store.ts'
import { storeContract } from './contract.ts'

const SHELF = { source: 'audit-office', kind: 'observation' }
const OTHER = { source: 'audit-office', kind: 'statement' }

let dir: string
let opened: Store[]
let children: ChildProcess[]

beforeEach(async () => {
  dir = await fs.mkdtemp(join(tmpdir(), 'store-'))
  opened = []
  children = []
})

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(opened.map((store) => store.close()))
  await fs.rm(dir, { recursive: true, force: true })
})

storeContract('a lowdb store', async () => {
  return { store: await open(), reopen: () => open(), remove: async () => {} }
})

describe('files', () => {
  test('the file is one record a line, inside an envelope that names its version, source and kind', async () => {
    await (await open()).put(SHELF, [
      { id: 'a', n: 1 },
      { id: 'b', text: 'two\nlines' },
    ])
    expect(await readText('observation-0001.json')).toBe(
      '{"version":1,"source":"audit-office","kind":"observation","records":[\n' +
        '{"id":"a","n":1},\n' +
        '{"id":"b","text":"two\\nlines"}\n' +
        ']}\n',
    )
  })

  test('a file takes 2,000 records, and record 2,001 starts the next', async () => {
    const store = await open()
    await store.put(SHELF, rows(0, 2_000))
    expect(await volumes()).toEqual(['observation-0001.json'])
    await store.put(SHELF, rows(2_000, 2_001))
    expect(await volumes()).toEqual(['observation-0001.json', 'observation-0002.json'])
    expect((await readJson('observation-0001.json')).records).toHaveLength(2_000)
    expect((await readJson('observation-0002.json')).records).toEqual(rows(2_000, 2_001))
  })

  test('one put may fill several files', async () => {
    await (await open()).put(SHELF, rows(0, 4_001))
    expect(await volumes()).toEqual([
      'observation-0001.json',
      'observation-0002.json',
      'observation-0003.json',
    ])
  })

  test('a put rewrites each file it touches once, and no other', async () => {
    const renames: string[] = []
    const store = await open({
      ...fs,
      rename: async (from, to) => {
        renames.push(String(to).slice(dir.length + 1))
        await fs.rename(from, to)
      },
    })
    await store.put(SHELF, rows(0, 4_001))
    renames.length = 0
    const counts = await store.put(SHELF, [
      { id: 'r-1', n: -1 },
      { id: 'r-2', n: -2 },
      ...rows(3_000, 3_010),
      { id: 'z' },
    ])
    expect(counts).toEqual({ new: 1, changed: 2, unchanged: 10 })
    expect(renames).toEqual([
      'audit-office/observation-0001.last-good.json',
      'audit-office/observation-0001.json',
      'audit-office/observation-0003.last-good.json',
      'audit-office/observation-0003.json',
    ])
  })

  test('the text is flushed before it gets its name, and the names after', async () => {
    const steps: string[] = []
    const store = await open({
      ...fs,
      open: async (path, flags, mode) => {
        const file = await fs.open(path, flags, mode)
        const sync = file.sync.bind(file)
        file.sync = async () => {
          steps.push(`flush ${String(path).endsWith('.tmp') ? 'text' : String(path).slice(dir.length)}`)
          await sync()
        }
        return file
      },
      rename: async (from, to) => {
        steps.push(`rename to ${String(to).slice(dir.length)}`)
        await fs.rename(from, to)
      },
    })
    steps.length = 0
    await store.put(SHELF, rows(0, 1))
    const write = ['flush text', 'rename to /audit-office/observation-0001.json', 'flush /audit-office']
    expect(steps).toEqual(['flush ', ...write]) // the new folder's own name first
    steps.length = 0
    await store.put(SHELF, rows(1, 2))
    expect(steps).toEqual([
      write[0],
      'rename to /audit-office/observation-0001.last-good.json',
      ...write.slice(1),
    ])
  })

  test('a put that changes nothing writes nothing', async () => {
    const store = await open()
    await store.put(SHELF, rows(0, 10))
    const { ino, mtimeMs } = await fs.stat(at('observation-0001.json'))
    await store.put(SHELF, rows(0, 10))
    expect(await fs.stat(at('observation-0001.json'))).toMatchObject({ ino, mtimeMs })
    expect(await fs.readdir(at('.'))).toEqual(['observation-0001.json'])
  })

  test('the last good copy is the state before the last write, byte for byte', async () => {
    const store = await open()
    await store.put(SHELF, rows(0, 3))
    for (const n of [1, 2, 3]) {
      const before = await fs.readFile(at('observation-0001.json'))
      await store.put(SHELF, [{ id: 'r-0', n: -n }])
      expect(await fs.readFile(at('observation-0001.last-good.json'))).toEqual(before)
    }
    expect(await fs.readdir(at('.'))).toEqual(['observation-0001.json', 'observation-0001.last-good.json'])
  })

  test('files and folders that are not ours are neither read nor removed', async () => {
    await fs.mkdir(join(dir, 'Notes'), { recursive: true })
    await fs.mkdir(at('.'), { recursive: true })
    await fs.writeFile(at('observation.json'), 'x')
    await fs.writeFile(at('draft.tmp'), 'x')
    const store = await open()
    expect(await store.shelves()).toEqual([])
    expect(await fs.readdir(at('.'))).toEqual(['draft.tmp', 'observation.json'])
  })

  test('a reader needs no lock, sees each write, and a folder that is not there is an empty store', async () => {
    const reader = await openLowdbStore(join(dir, 'not-there'), { readonly: true })
    expect(await reader.shelves()).toEqual([])
    expect(await reader.read(SHELF)).toEqual([])
    expect('put' in reader).toBe(false)
    await reader.close()
    expect(existsSync(join(dir, 'not-there'))).toBe(false)

    const store = await open()
    const beside = await openLowdbStore(dir, { readonly: true })
    await store.put(SHELF, rows(0, 2))
    expect(await beside.read(SHELF)).toEqual(rows(0, 2))
    await beside.close()
    await store.put(SHELF, rows(2, 3))
  })

  test('a reader beside a busy writer sees whole batches only', async () => {
    const store = await open()
    const reader = await openLowdbStore(dir, { readonly: true })
    let writing = true
    const writer = (async () => {
      for (let n = 0; n < 40; n++) await store.put(SHELF, sameRound(50, n))
      writing = false
    })()
    while (writing) {
      const rounds = new Set((await reader.read(SHELF)).map((record) => record.round))
      expect(rounds.size).toBeLessThanOrEqual(1)
    }
    await writer
  })
})

describe('damage', () => {
  const envelope = { version: 1, source: 'audit-office', kind: 'observation', records: rows(0, 3) }
  const damages: readonly [string, string | Buffer, RegExp][] = [
    ['empty', '', /it is empty/],
    ['cut short', JSON.stringify(envelope).slice(0, 60), /JSON/],
    ['filled with zero bytes', Buffer.alloc(4096), /JSON/],
    ['not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), /not UTF-8/],
    ['a bare list', JSON.stringify(envelope.records), /expected object/],
    ['of a later version', JSON.stringify({ ...envelope, version: 2 }), /version/],
    ['of another source', JSON.stringify({ ...envelope, source: 'other' }), /source/],
    ['of another kind', JSON.stringify({ ...envelope, kind: 'other' }), /kind/],
    ['without records', JSON.stringify({ ...envelope, records: undefined }), /records/],
    ['left with no records', JSON.stringify({ ...envelope, records: [] }), /records/],
    ['over 2,000 records', JSON.stringify({ ...envelope, records: rows(0, 2_001) }), /records/],
    ['given a field we do not know', JSON.stringify({ ...envelope, more: 1 }), /more/],
    [
      'given a record without an id',
      JSON.stringify({ ...envelope, records: [{ n: 1 }] }),
      /record 1: expected/,
    ],
    [
      'given one id twice',
      JSON.stringify({ ...envelope, records: [{ id: 'a' }, { id: 'a' }] }),
      /"a" is there a second time/,
    ],
    [
      'given a key __proto__',
      JSON.stringify({ ...envelope, records: [{ id: 'a' }] }).replace('"id"', '"__proto__":{},"id"'),
      /__proto__/,
    ],
  ]
  test.each(damages)(
    'a file that is %s stops its own shelf, is left as it is, and says what to do',
    async (_, bytes, got) => {
      const store = await open()
      await store.put(OTHER, rows(0, 2))
      await store.put(SHELF, rows(0, 2))
      await store.put(SHELF, rows(2, 3))
      await fs.writeFile(at('observation-0001.json'), bytes)

      for (const attempt of [() => store.read(SHELF), () => store.put(SHELF, rows(3, 4))]) {
        const error = await attempt().catch((thrown) => thrown)
        expect(error).toBeInstanceOf(DamagedFileError)
        expect(error.message).toMatch(got)
        expect(error.message).toContain(at('observation-0001.json'))
        expect(error.message).toContain(`in ${at('observation-0001.last-good.json')}. Stop the writer`)
        expect(error.lastGood).toBe(at('observation-0001.last-good.json'))
      }
      expect(await fs.readFile(at('observation-0001.json'))).toEqual(Buffer.from(bytes))
      expect(await store.read(OTHER)).toEqual(rows(0, 2))
      expect(await store.shelves()).toEqual([SHELF, OTHER])
      expect(await store.put(OTHER, rows(2, 3))).toEqual({ new: 1, changed: 0, unchanged: 0 })

      // What the message says to do works.
      await fs.copyFile(at('observation-0001.last-good.json'), at('observation-0001.json'))
      expect(await store.read(SHELF)).toEqual(rows(0, 2))
      expect(await store.put(SHELF, rows(0, 4))).toEqual({ new: 2, changed: 0, unchanged: 2 })
    },
  )

  test('damage in a later file stops a put before it writes an earlier one', async () => {
    const store = await open()
    await store.put(SHELF, rows(0, 2_001))
    await fs.truncate(at('observation-0002.json'), 30)
    const before = await fs.readFile(at('observation-0001.json'))
    await expect(store.put(SHELF, [{ id: 'r-0', n: -1 }])).rejects.toThrow(DamagedFileError)
    expect(await fs.readFile(at('observation-0001.json'))).toEqual(before)
  })

  test('a file that is missing is damage, not an empty shelf', async () => {
    const store = await open()
    await store.put(SHELF, rows(0, 2_001))
    await fs.rm(at('observation-0001.json'))
    await expect(store.read(SHELF)).rejects.toThrow(
      /observation-0001\.json: .+it is missing.+no last good copy/,
    )
    await store.put(OTHER, rows(0, 1))
    await store.put(OTHER, rows(1, 2))
    await fs.rm(at('statement-0001.json'))
    await expect(store.read(OTHER)).rejects.toThrow(/it is missing.+in .+statement-0001\.last-good\.json/)
  })

  test('a last good copy that is itself damaged is not recommended', async () => {
    const store = await open()
    await store.put(SHELF, rows(0, 1))
    await store.put(SHELF, rows(1, 2))
    await fs.writeFile(at('observation-0001.json'), '')
    await fs.writeFile(at('observation-0001.last-good.json'), '')
    await expect(store.read(SHELF)).rejects.toThrow('There is no last good copy.')
  })
})

describe('crashes', () => {
  test('a writer killed at any moment leaves the old state or the new, never a mixture', async () => {
    const counts = 400
    let promised = -1
    for (let kill = 0; kill < 20; kill++) {
      const { child, line, ended } = await spawnWriter(counts, promised + 1)
      if (kill % 4 !== 0) await line('put') // every fourth is killed near its first write
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 25))
      child.kill('SIGKILL')
      for (const printed of await ended) {
        if (printed.startsWith('put ')) promised = Math.max(promised, Number(printed.slice(4)))
      }

      const store = await open() // takes over the dead writer's lock
      const records = await store.read(SHELF)
      const rounds = new Set(records.map((record) => Number(record.round)))
      expect(rounds.size).toBeLessThanOrEqual(1)
      expect(records).toHaveLength(rounds.size * counts)
      const [round = -1] = rounds
      expect(round).toBeGreaterThanOrEqual(promised) // what was promised is there
      expect(round).toBeLessThanOrEqual(promised + 1) // and at most the put under way
      expect((await allFiles()).filter((name) => name.endsWith('.tmp'))).toEqual([])
      await store.close()
      promised = round
    }
    expect(promised).toBeGreaterThan(10)
  })

  test('a crash at each single step of a put leaves the old state or the new, and a sound last good copy', async () => {
    const old = sameRound(3, 1)
    const now = sameRound(3, 2)
    const first = await open()
    await first.put(SHELF, sameRound(3, 0))
    await first.put(SHELF, old)
    await first.close()

    let step = 0
    for (let crashed = true; crashed; step++) {
      const crash = crashingDisk()
      const store = await openLowdbStore(dir, {}, crash.disk)
      crash.after(step)
      crashed = await store.put(SHELF, now).then(
        () => false,
        () => true,
      )
      await fs.rm(join(dir, 'writer.lock')) // this process lives on, so its lock would not count as stale

      const after = await open()
      expect([old, now]).toContainEqual(await after.read(SHELF))
      const { records } = await readJson('observation-0001.last-good.json')
      expect([sameRound(3, 0), old]).toContainEqual(records)
      expect((await allFiles()).filter((name) => name.endsWith('.tmp'))).toEqual([])
      await after.put(SHELF, sameRound(3, 0))
      await after.put(SHELF, old)
      expect((await allFiles()).filter((name) => name.endsWith('.tmp'))).toEqual([])
      await after.close()
    }
    expect(step).toBeGreaterThan(10)
  })

  test('what a crash left half-written is removed by the next writer, not by a reader', async () => {
    const store = await open()
    await store.put(SHELF, rows(0, 1))
    await store.close()
    const leftover = at('observation-0001.json.123-11111111-2222-3333-4444-555555555555.tmp')
    await fs.writeFile(leftover, '{"version":1,')
    const reader = await openLowdbStore(dir, { readonly: true })
    expect(await reader.read(SHELF)).toEqual(rows(0, 1))
    expect(existsSync(leftover)).toBe(true)
    await open()
    expect(existsSync(leftover)).toBe(false)
  })
})

describe('one writer', () => {
  test('a second writer in this process is refused, until the first closes', async () => {
    const store = await open()
    const error = await open().catch((thrown) => thrown)
    expect(error).toBeInstanceOf(StoreLockedError)
    expect(error.pid).toBe(process.pid)
    expect(error.message).toContain(join(dir, 'writer.lock'))
    expect(error.message).toContain(`process ${process.pid} on ${hostname()}, since 20`)
    await store.put(SHELF, rows(0, 1)) // the first is not disturbed
    await store.close()
    expect(await (await open()).read(SHELF)).toEqual(rows(0, 1))
  })

  test('of many writers opening at once in this process, one gets in', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => open()))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of tries)
      if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(StoreLockedError)
    expect(await fs.readdir(dir)).toEqual(['writer.lock'])
  })

  test('a writer in another process is refused, and names the process that holds the lock', async () => {
    await open()
    const { ended } = await spawnWriter(0)
    expect((await ended).join('\n')).toMatch(new RegExp(`^StoreLockedError: .+process ${process.pid} on `))
  })

  test('this process is refused while another holds the lock, and takes over once that is killed', async () => {
    const { child, line, ended } = await spawnWriter(0)
    await line('open')
    await expect(open()).rejects.toThrow(`process ${child.pid} on `)
    child.kill('SIGKILL')
    await ended
    await (await open()).put(SHELF, rows(0, 1))
  })

  test('of several processes that find the lock of a dead one, one gets in', async () => {
    for (let again = 0; again < 5; again++) {
      await fs.writeFile(join(dir, 'writer.lock'), lockText({ pid: 2 ** 22 + 1 }))
      const writers = await Promise.all(Array.from({ length: 4 }, () => spawnWriter(0)))
      const said = await Promise.all(writers.map(({ line }) => line('')))
      expect(said.filter((words) => words === 'open')).toHaveLength(1)
      expect(said.filter((words) => words.startsWith('StoreLockedError'))).toHaveLength(3)
      for (const { child } of writers) child.kill('SIGKILL')
      await Promise.all(writers.map(({ ended }) => ended))
    }
  })

  // Without /proc nothing tells the two apart, and the lock is respected.
  const knowsStart = existsSync('/proc/self/stat')
  test.runIf(knowsStart)(
    'a lock whose process number was given to another process since is taken over',
    async () => {
      await fs.writeFile(join(dir, 'writer.lock'), lockText({ started: '1' }))
      await (await open()).put(SHELF, rows(0, 1))
    },
  )

  test('a process that was killed while taking over does not block the next', async () => {
    await fs.writeFile(join(dir, 'writer.lock'), lockText({ pid: 2 ** 22 + 1 }))
    await fs.writeFile(join(dir, 'writer.lock.takeover'), lockText({ pid: 2 ** 22 + 2 }))
    await open()
    expect(await fs.readdir(dir)).toEqual(['writer.lock'])
  })

  test('a writer that saw a dead lock, and is slower than another to take it over, is refused', async () => {
    await fs.writeFile(join(dir, 'writer.lock'), lockText({ pid: 2 ** 22 + 1 }))
    let faster: Store | undefined
    const readFile = async (path: string, options: unknown) => {
      const text = await fs.readFile(path, options as 'utf8')
      if (path.endsWith('writer.lock')) faster ??= await open()
      return text
    }
    await expect(open({ ...fs, readFile: readFile as Disk['readFile'] })).rejects.toThrow(StoreLockedError)
    await faster?.put(SHELF, rows(0, 1))
    expect(await fs.readdir(dir)).toEqual(['audit-office', 'writer.lock'])
  })

  test('a writer whose lock is cleared away as a leftover while it opens tries again', async () => {
    let cleared = false
    const link: Disk['link'] = async (from, to) => {
      if (!cleared) await fs.rm(from)
      cleared = true
      await fs.link(from, to)
    }
    await (await open({ ...fs, link })).put(SHELF, rows(0, 1))
  })

  test('a lock from another machine, and one that cannot be read, are respected', async () => {
    await fs.writeFile(join(dir, 'writer.lock'), lockText({ pid: 2 ** 22 + 1, host: 'elsewhere' }))
    await expect(open()).rejects.toThrow(/process 4194305 on elsewhere.+delete this file/)
    for (const text of ['', '{}', 'x'.repeat(1_000)]) {
      await fs.writeFile(join(dir, 'writer.lock'), text)
      const error = await open().catch((thrown) => thrown)
      expect(error).toBeInstanceOf(StoreLockedError)
      expect(error.pid).toBeNull()
      expect(await fs.readFile(join(dir, 'writer.lock'), 'utf8')).toBe(text)
    }
  })

  test('a writer whose lock was deleted by hand writes nothing more, and leaves the lock of the next alone', async () => {
    const first = await open()
    await fs.rm(join(dir, 'writer.lock'))
    await expect(first.put(SHELF, rows(0, 1))).rejects.toThrow(
      /expected the lock of this process.+got no lock/,
    )
    const second = await open()
    await expect(first.put(SHELF, rows(0, 1))).rejects.toThrow(StoreLockedError)
    await first.close()
    await second.put(SHELF, rows(0, 1))
  })
})

describe('a disk that refuses', () => {
  test('a folder that cannot be made or written says so at open', async () => {
    await fs.writeFile(join(dir, 'file'), '')
    for (const folder of [join(dir, 'file'), join(dir, 'file', 'collected')]) {
      const error = await openLowdbStore(folder).catch((thrown) => thrown)
      expect(error).toBeInstanceOf(UnwritableStoreError)
      expect(error.folder).toBe(folder)
      expect(error.message).toMatch(
        /expected a folder this process can write to.+got E(NOTDIR|EXIST).+Check the path/,
      )
      expect(error.cause).toBeInstanceOf(Error)
    }
  })

  test('a file system without hard links is refused at open, and nothing is left', async () => {
    const link = async () => {
      throw Object.assign(new Error('EPERM: operation not permitted, link'), { code: 'EPERM' })
    }
    await expect(openLowdbStore(dir, {}, { ...fs, link })).rejects.toThrow(/hard links, got EPERM/)
    expect(await fs.readdir(dir)).toEqual([])
  })

  test('a disk that takes less than it was given, without an error, is noticed, and the old state stays', async () => {
    let full = false
    const store = await open({
      ...fs,
      open: async (path, flags, mode) => {
        const file = await fs.open(path, flags, mode)
        if (full) {
          const write = file.write.bind(file)
          file.write = ((bytes: Buffer) => write(bytes.subarray(0, bytes.length - 1))) as typeof file.write
        }
        return file
      },
    })
    await store.put(SHELF, rows(0, 2))
    full = true
    const put = store.put(SHELF, rows(2, 3))
    await expect(put).rejects.toThrow(UnwritableStoreError)
    await expect(put).rejects.toThrow(/expected \d+ bytes written, got \d+: the disk may be full/)
    expect(await store.read(SHELF)).toEqual(rows(0, 2))
    expect(await fs.readdir(at('.'))).toEqual(['observation-0001.json'])
    full = false
    expect(await store.put(SHELF, rows(0, 3))).toEqual({ new: 1, changed: 0, unchanged: 2 })
  })
})

async function open(disk?: Disk): Promise<Store> {
  const store = await openLowdbStore(dir, {}, disk)
  opened.push(store)
  return store
}

function rows(from: number, to: number) {
  return Array.from({ length: to - from }, (_, n) => ({ id: `r-${from + n}`, n: from + n }))
}

function sameRound(count: number, round: number) {
  return Array.from({ length: count }, (_, n) => ({ id: `r-${n}`, round }))
}

function at(name: string): string {
  return join(dir, 'audit-office', name)
}

async function readText(name: string): Promise<string> {
  return await fs.readFile(at(name), 'utf8')
}

async function readJson(name: string): Promise<{ records: unknown[] }> {
  return JSON.parse(await readText(name))
}

async function volumes(): Promise<string[]> {
  return (await fs.readdir(at('.'))).filter((name) => !name.includes('last-good')).sort()
}

async function allFiles(): Promise<string[]> {
  return await fs.readdir(dir, { recursive: true })
}

function lockText(over: { pid?: number; host?: string; started?: string }): string {
  return JSON.stringify({
    pid: process.pid,
    host: hostname(),
    started: null,
    since: '2026-01-01T00:00:00.000Z',
    ...over,
  })
}

// A disk that stops for good after so many steps, as a process that is killed does.
function crashingDisk() {
  let left = Number.POSITIVE_INFINITY
  const step = () => {
    if (left-- <= 0) throw new Error('crashed')
  }
  const stepping = <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    (async (...args: A) => {
      step()
      return await call(...args)
    }) as never
  const disk: Disk = {
    link: stepping(fs.link),
    mkdir: stepping(fs.mkdir),
    readdir: stepping(fs.readdir),
    readFile: stepping(fs.readFile),
    rename: stepping(fs.rename),
    rm: stepping(fs.rm),
    open: async (path, flags, mode) => {
      step()
      const file = await fs.open(path, flags, mode)
      file.write = stepping(file.write.bind(file))
      file.sync = stepping(file.sync.bind(file))
      return file
    },
  }
  return {
    disk,
    after: (steps: number) => {
      left = steps
    },
  }
}

// Starts the other process; `line` waits for a line that begins so, `ended` for all of them.
async function spawnWriter(count: number, start = 0) {
  if (!existsSync(new URL('../../dist/src/store/lowdb-store.js', import.meta.url))) {
    throw new Error(
      'dist/src/store/lowdb-store.js: expected the built store, got no file. Run: npm run build',
    )
  }
  const script = new URL('writer.mjs', import.meta.url).pathname
  const child = spawn(process.execPath, [script, dir, String(count), String(start)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const lines: string[] = []
  let woken = () => {}
  const reader = createInterface({ input: child.stdout })
  reader.on('line', (text) => {
    lines.push(text)
    woken()
  })
  const ended = new Promise<string[]>((resolve) => {
    let open = 2
    const end = () => --open === 0 && resolve(lines)
    reader.on('close', end)
    child.on('exit', end)
  })
  const line = async (prefix: string) => {
    for (;;) {
      const found = lines.find((text) => text.startsWith(prefix))
      if (found !== undefined) return found
      if (child.exitCode !== null)
        throw new Error(`expected a line "${prefix}" from the writer, got: ${lines.join('; ')}`)
      await new Promise<void>((resolve) => {
        woken = resolve
        child.once('exit', () => resolve())
      })
    }
  }
  return { child, line, ended }
}
