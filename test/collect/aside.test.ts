// Is what is put aside found again, in order, by its key? All invented.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { putAside, splitRows } from '../../src/collect/aside.ts'
import type { KeptRow, Tally } from '../../src/collect/bulk.ts'
import type { RowsFile } from '../../src/collect/rows.ts'
import { readFigures, readLines, tallyRows, writeLines } from '../../src/collect/tally.ts'
import { newFolder } from './aside-in-tests.ts'

const NUMBERS = Array.from({ length: 30_000 }, (_, n) => n)

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const found: Item[] = []
  for await (const item of items) found.push(item)
  return found
}

describe('putAside', () => {
  it('gives every item back under its key, keys and items in order, as often as asked', async () => {
    const items = NUMBERS.map((n) => ({ n, text: `line\u2028break, "${n}"\n` }))
    const kept = await putAside(each(items), ({ n }) => String.fromCharCode(99 - (n % 3)), newFolder())
    expect([...kept.keys()]).toEqual(['a', 'b', 'c'])
    for (const again of [1, 2])
      expect(await all(kept.get('c')?.() ?? each([])), `reading ${again}`).toEqual(
        items.filter(({ n }) => n % 3 === 0),
      )
  })

  it('of nothing is nothing', async () => {
    expect((await putAside(each([]), String, newFolder())).size).toBe(0)
  })
})

const rowOf = (n: number): KeptRow => ({
  ...{ kind: n % 2 ? 'odd' : 'even', key: String(n), group: `g${n % 7}` },
  provenance: { url: 'https://example.org/', capture: 'sha256:0', captured: '2026-01-01T00:00:00.000Z' },
})

describe('splitRows', () => {
  it.each([1, 2, 5])('into %i parts loses nothing, and keeps a group together', async (many) => {
    const rows = NUMBERS.slice(0, 700).map(rowOf)
    const ofKind = (kind: string | null) => each(rows.filter((row) => kind === null || row.kind === kind))
    const seen: KeptRow[] = []
    const partOf = new Map<unknown, number>()
    let part = 0
    for await (const read of splitRows(ofKind, 'group', many, newFolder())) {
      for (const row of [...(await all(read('odd'))), ...(await all(read('even')))]) {
        seen.push(row)
        expect(partOf.get(row.group) ?? part, String(row.group)).toBe(part)
        partOf.set(row.group, part)
      }
      part += 1
    }
    const inOrder = (some: KeptRow[]) => some.sort((a, b) => Number(a.key) - Number(b.key))
    expect(inOrder(seen)).toEqual(rows)
  })
})

describe('tallyRows', () => {
  it('of more rows than fit at once gives the same, and leaves nothing lying about', async () => {
    const folder = newFolder()
    const path = join(folder, 'rows.ndjson.gz')
    const rows = NUMBERS.slice(0, 500).map(rowOf)
    writeFileSync(
      path,
      gzipSync(rows.map(({ provenance: _, ...row }) => `${JSON.stringify(row)}\n`).join('')),
    )
    const head: RowsFile = {
      ...{ address: 'https://example.org/', url: 'https://example.org/', capture: 'sha256:0', digest: '' },
      ...{ captured: '2026-01-01T00:00:00.000Z', rows: rows.length, kinds: { odd: 250, even: 250 } },
      ...{ follow: [], issues: [] },
    }
    const sums: Tally = async function* ({ parts, aside }) {
      const groups = new Map<string, number>()
      for await (const part of parts('group'))
        for await (const row of part('odd')) {
          const group = String(row.group)
          groups.set(group, (groups.get(group) ?? 0) + 1)
        }
      const kept = await aside(
        each([...groups].map(([group, count]) => ({ group, count }))),
        ({ group }) => group,
      )
      for (const [key, read] of kept)
        for await (const { count } of read()) yield { key, observation: { count }, contributions: [] }
    }
    const figures = async (name: string, atOnce: number) => {
      mkdirSync(join(folder, name))
      const to = { figuresTo: join(folder, name, 'figures'), listingsTo: join(folder, name, 'listings') }
      const task = {
        ...{
          source: 'invented',
          rows: [{ path, head }],
          history: [{ path, head }],
          registers: [],
          corrections: [],
          today: '2026-01-02',
        },
        ...{ ...to, contributionsTo: join(folder, name, 'contributions') },
      }
      await tallyRows(
        { bulk: { tally: sums } as never },
        task,
        () => {},
        () => {},
        atOnce,
      )
      for (const left of ['parts', 'aside']) expect(existsSync(`${to.figuresTo}.${left}`), left).toBe(false)
      return readFigures(to.figuresTo)
    }
    const whole = await figures('whole', 1_000)
    expect(whole).toHaveLength(7)
    expect(await figures('parted', 90)).toEqual(whole)
  })
})

describe('writeLines', () => {
  it('packs more than a piece, which reads as one file', () => {
    const folder = newFolder()
    const lines = NUMBERS.map((n) => ({ n, words: 'an invented contribution of some length' }))
    const name = writeLines(folder, 'key', lines)
    expect(name).toMatch(/^[0-9a-f]{24}\.ndjson\.gz$/)
    expect(readLines(join(folder, name ?? ''))).toEqual(lines)
    expect(writeLines(folder, 'key', lines), 'the name follows from the contents').toBe(name)
    expect(writeLines(folder, 'key', [])).toBe(null)
  })
})
