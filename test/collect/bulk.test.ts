// Do rows come whole through a run, a replay and a tally, from pages larger than memory should hold? On invented payments.
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeptRow } from '../../src/collect/bulk.ts'
import { discoverSources } from '../../src/collect/discover.ts'
import { readFigures } from '../../src/collect/observations.ts'
import { replayFile } from '../../src/collect/replay.ts'
import { currentRows, listRows, readRowsFile } from '../../src/collect/rows.ts'
import type { Source } from '../../src/collect/scraper.ts'
import { tallySources } from '../../src/collect/tally-sources.ts'
import { NO_FIGURES } from '../../src/domain/collected.ts'
import { send } from './play.ts'
import { setTheStage, worldRoot } from './stage.ts'

/** A file of payments in the shape of a department's: one a line. `small` parts make a body that is held in memory. */
const payments = (lines: number, over: (n: number) => string = () => 'Oak Charity'): string =>
  `Supplier,Amount\n${Array.from({ length: lines }, (_, n) => `${over(n)},${n + 1}.50\n`).join('')}`

const rowsIn = async (folder: string, kind: string): Promise<KeptRow[]> => {
  const rows: KeptRow[] = []
  for (const { path, head } of currentRows(folder))
    for await (const row of readRowsFile(path, head, kind)) rows.push(row)
  return rows
}

describe('a source of rows', () => {
  let stage: Awaited<ReturnType<typeof setTheStage>>
  let source: Source
  let body: string
  const rowsOf = () => join(stage.folder.path, 'rows', source.id)

  beforeEach(async () => {
    stage = await setTheStage()
    const { sources } = await discoverSources(worldRoot)
    source = sources.find(({ id }) => id === 'department-payments') as Source
    body = payments(4, (n) => (n % 2 ? 'Oak Charity' : 'Ash Limited'))
    stage.server.on('/payments.csv', (_, response) =>
      send(response, 200, body, { 'content-type': 'text/csv' }),
    )
  })
  afterEach(() => stage.close())

  const tally = () =>
    tallySources([source], {
      store: stage.store,
      rows: join(stage.folder.path, 'rows'),
      now: stage.world.now,
    })
  const figures = async () =>
    (await readFigures(stage.store, { sources: [source], broken: [] }, join(stage.folder.path, 'rows')))
      .observations

  it('keeps every row with where it came from', async () => {
    const summary = await stage.run(source)
    expect(summary).toMatchObject({ error: null, pages: 1, findings: 4, new: 4, changed: 0, unchanged: 0 })
    const rows = await rowsIn(rowsOf(), 'payment')
    expect(rows.map(({ key, amount }) => [key, amount])).toEqual([
      ['2', '1.50'],
      ['3', '2.50'],
      ['4', '3.50'],
      ['5', '4.50'],
    ])
    expect(rows[0]?.provenance).toMatchObject({ url: 'https://example.org/payments.csv' })
    expect(rows[0]?.provenance.capture).toMatch(/^sha256:[0-9a-f]{64}$/)
  })

  it('finds nothing new the second time, and says what changed the third', async () => {
    await stage.run(source)
    expect(await stage.run(source)).toMatchObject({ new: 0, changed: 0, unchanged: 4 })
    body = payments(5)
    expect(await stage.run(source)).toMatchObject({ new: 0, changed: 5, unchanged: 0 })
    expect(await rowsIn(rowsOf(), 'payment')).toHaveLength(5)
    expect(listRows(rowsOf())).toHaveLength(2)
  })

  it('counts what a page says now, also where it said so once before', async () => {
    const first = body
    for (const now of [first, payments(5), first]) {
      body = now
      stage.world.jump(24 * 3600 * 1000)
      await stage.run(source)
    }
    expect(await rowsIn(rowsOf(), 'payment')).toHaveLength(4)
    expect(listRows(rowsOf()).map(({ head }) => head.rows)).toEqual([4, 5, 4])
    expect(await stage.run(source)).toMatchObject({ new: 0, changed: 0, unchanged: 4 })
    expect(listRows(rowsOf())).toHaveLength(3)
  })

  it('leaves what was there when a page has another shape', async () => {
    await stage.run(source)
    body = 'Payee;Sum\nOak;1\n'
    const summary = await stage.run(source)
    expect(summary.error).toMatch(/expected the columns Supplier and Amount, got "Payee,Sum"/)
    expect(await rowsIn(rowsOf(), 'payment')).toHaveLength(4)
    expect(readdirSync(rowsOf()).filter((name) => name.startsWith('.'))).toEqual([])
  })

  it('makes an issue of one odd row and keeps the others', async () => {
    body += 'Oak Charity,a lot\n'
    const summary = await stage.run(source)
    expect(summary.issues.map(({ what }) => what)).toEqual(['line 6: expected an amount, got "a lot"'])
    expect(summary.findings).toBe(4)
  })

  it('reads to the end though what was written drains between two rows', async () => {
    stage.server.on('/slow.csv', (_, response) => send(response, 200, 'x', { 'content-type': 'text/csv' }))
    const slow = { ...source, scraper: { ...source.scraper, start: () => ({ pages: ['slow.csv'] }) } }
    expect(await stage.run(slow)).toMatchObject({ error: null, findings: 60 })
  })

  it('takes a large body to disk, into the capture and out of it again, and replays it without the network', async () => {
    const lines = 50_000
    body = payments(lines, () => `Oak Charity ${'of the long name '.repeat(5)}`)
    expect(body.length).toBeGreaterThan(4_000_000)
    const summary = await stage.run(source)
    expect(summary).toMatchObject({ error: null, findings: lines, new: lines })
    const folder = join(stage.folder.path, 'captures', source.id)
    const [warc] = readdirSync(folder).filter((name) => name.endsWith('.warc.gz'))
    const replay = {
      ...stage.context,
      rows: join(stage.folder.path, 'again'),
      captures: join(stage.folder.path, 'other'),
    }
    const replayed = await replayFile(join(folder, warc ?? ''), [source], { ...replay, now: stage.world.now })
    expect(replayed.summaries[0]).toMatchObject({ error: null, findings: lines })
    const [before] = currentRows(rowsOf())
    const [after] = currentRows(join(stage.folder.path, 'again', source.id))
    expect(after?.head.digest).toBe(before?.head.digest)
  })

  it('asks again for a capture whose end was lost, and keeps what is whole', async () => {
    body = payments(50_000, () => `Oak Charity ${'of the long name '.repeat(5)}`)
    await stage.run(source)
    const folder = join(stage.folder.path, 'captures', source.id)
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.warc.gz')) ?? '')
    appendFileSync(file, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]))
    const summary = await stage.run(source)
    expect(summary.issues.map(({ what }) => what)).toContainEqual(
      expect.stringMatching(/took off 7 bytes of a half-written record/),
    )
    expect(summary).toMatchObject({ error: null, unchanged: 50_000 })
  })

  it('adds rows up to figures that can be taken apart', async () => {
    await stage.run(source)
    expect(await tally()).toMatchObject([{ source: source.id, figures: 1, new: 1, error: null }])
    const [figure] = await figures()
    expect(figure).toMatchObject({
      measure: 'example-paid-to-charities',
      value: 7,
      numerator: 7,
      denominator: 12,
      source: source.id,
    })
    const read = await readFigures(
      stage.store,
      { sources: [source], broken: [] },
      join(stage.folder.path, 'rows'),
    )
    expect(read.contributions(figure?.id ?? '')).toEqual([
      expect.objectContaining({ supplier: 'Ash Limited', label: 'no', value: '1.50' }),
      expect.objectContaining({ supplier: 'Oak Charity', label: 'yes', value: '2.50' }),
      expect.objectContaining({ supplier: 'Ash Limited', label: 'no', value: '3.50' }),
      expect.objectContaining({ supplier: 'Oak Charity', label: 'yes', value: '4.50' }),
    ])
    expect(read.contributions('nothing')).toEqual(NO_FIGURES.contributions('nothing'))
  })

  it('does not add up again what has not changed, and makes no vintage of the passing of days', async () => {
    await stage.run(source)
    await tally()
    expect(await tally()).toEqual([])
    stage.world.jump(3 * 24 * 3600 * 1000)
    expect(await tally()).toMatchObject([{ new: 0, changed: 0, unchanged: 1 }])
    expect(await figures()).toHaveLength(1)
  })

  it('gives every figure an id that an address can hold, however long its key', async () => {
    await stage.run(source)
    await tally()
    const [record] = await stage.store.read({ source: source.id, kind: 'observation' })
    // Cut at its hundredth character, this key would end in a hyphen.
    const key = `${'a'.repeat(99)} ${'b'.repeat(60)}`
    await stage.store.put({ source: source.id, kind: 'observation' }, [{ ...record, id: key }])
    const ids = (await figures()).map(({ id }) => id)
    expect(ids).toHaveLength(2)
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  })

  it('keeps both vintages when figures change, and the first one’s date', async () => {
    await stage.run(source)
    await tally()
    body = payments(4)
    stage.world.jump(24 * 3600 * 1000)
    await stage.run(source)
    expect(await tally()).toMatchObject([{ new: 0, changed: 1 }])
    const both = await figures()
    expect(both.map(({ value }) => value).sort()).toEqual([12, 7])
    expect(new Set(both.map(({ id }) => id)).size).toBe(2)
    const [old, now] = [...both].sort((a, b) => ((a.published ?? '') < (b.published ?? '') ? -1 : 1))
    expect([old?.value, now?.value]).toEqual([7, 12])
  })

  it('marks a figure that no longer follows as withdrawn, and keeps it', async () => {
    await stage.run(source)
    await tally()
    body = 'Supplier,Amount\nNobody,0.00\n'
    stage.world.jump(24 * 3600 * 1000)
    await stage.run(source)
    await tally()
    const [figure, ...more] = await figures()
    expect(more).toEqual([])
    expect(figure).toMatchObject({
      value: 7,
      withdrawn: new Date(stage.world.now()).toISOString().slice(0, 10),
    })
  })

  it('makes again what a crash left without its head', async () => {
    await stage.run(source)
    const folder = rowsOf()
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json'))) rmSync(join(folder, name))
    mkdirSync(join(folder, '.staged'), { recursive: true })
    writeFileSync(join(folder, '.staged', 'left-over'), 'half a row')
    expect(await stage.run(source)).toMatchObject({ new: 4 })
    expect(existsSync(join(folder, '.staged'))).toBe(false)
    expect(
      statSync(join(folder, readdirSync(folder).find((one) => one.endsWith('.gz')) ?? '')).size,
    ).toBeGreaterThan(0)
  })
})
