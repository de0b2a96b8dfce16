// Is a known error put right, said, and noticed once its publisher has mended it? On invented payments.
import { mkdtempSync } from 'node:fs'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readCollected } from '../../src/collect/collected.ts'
import { CorrectionStaleError, makeCorrector } from '../../src/collect/corrections.ts'
import { discoverSources } from '../../src/collect/discover.ts'
import { readFigures } from '../../src/collect/observations.ts'
import type { Source } from '../../src/collect/scraper.ts'
import { tallySources } from '../../src/collect/tally-sources.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { type Correction, correctionsFileSchema } from '../../src/domain/corrections.ts'
import { readCuratedData } from '../../src/store/evidence.ts'
import { send } from './play.ts'
import { setTheStage, worldRoot } from './stage.ts'

const correction = (
  over: Partial<Correction> = {},
  target: Partial<Correction['target']> = {},
): Correction => ({
  id: 'oak-a-thousand-times',
  target: { source: 'department-payments', kind: 'payment', key: '3', field: 'amount', ...target },
  ...{
    action: 'replace',
    to: '2.50',
    reason: 'Printed in pence, as its invoice shows.',
    reported: '2026-11-01',
  },
  expect: '2500.50',
  ...over,
})

describe('a correction', () => {
  const row = { kind: 'payment', key: '3', amount: '2500.50', money: { amount: '1', currency: 'GBP' } }

  it('replaces the field it names, also one inside another, and nothing else', () => {
    const { correct } = makeCorrector(
      [correction(), correction({ id: 'inside', expect: '1', to: '2' }, { field: 'money.amount' })],
      'department-payments',
    )
    expect(correct(row)).toEqual({ ...row, amount: '2.50', money: { amount: '2', currency: 'GBP' } })
    expect(correct({ ...row, key: '4' })).toEqual({ ...row, key: '4' })
    expect(correct({ ...row, kind: 'file' })).toEqual({ ...row, kind: 'file' })
  })

  it('leaves a row out, and is no business of another source', () => {
    const out = correction({ action: 'leave-out', to: undefined })
    expect(makeCorrector([out], 'department-payments').correct(row)).toBeNull()
    expect(makeCorrector([out], 'another-source').correct(row)).toBe(row)
  })

  it('says on a figure what was corrected', () => {
    const figure = { kind: 'observation', key: 'share', value: 250, note: 'As printed.' }
    const one = correction({ expect: 250, to: 2.5 }, { kind: 'observation', key: 'share', field: 'value' })
    expect(makeCorrector([one], 'department-payments').correct(figure)).toMatchObject({
      value: 2.5,
      note: 'As printed. Corrected here: value was 250. Printed in pence, as its invoice shows.',
    })
  })

  it.each([
    ['another value', { ...row, amount: '2.50' }, /expected amount .* to be "2500.50", got "2.50"/],
    ['no such field', { kind: 'payment', key: '3' }, /got nothing: its publisher has changed it/],
  ])('fails once there is %s', (_, now, message) => {
    const { correct } = makeCorrector([correction()], 'department-payments')
    expect(() => correct(now)).toThrow(CorrectionStaleError)
    expect(() => correct(now)).toThrow(message)
  })

  it('leaves an earlier capture as printed where it says something else', () => {
    const { correctEarlier } = makeCorrector([correction()], 'department-payments')
    expect(correctEarlier(row)).toEqual({ ...row, amount: '2.50' })
    const other = { ...row, amount: '9.00' }
    expect(correctEarlier(other)).toBe(other)
  })

  it('reports what it did, and that it found nothing', () => {
    const corrector = makeCorrector(
      [correction(), correction({ id: 'nowhere' }, { key: '99' })],
      'department-payments',
    )
    corrector.correct(row)
    expect(corrector.report().map(({ what }) => what)).toEqual([
      'corrected by oak-a-thousand-times: payment "3", amount was "2500.50" and counts as "2.50". Printed in pence, as its invoice shows.',
      'correction nowhere found nothing to correct: payment "99", amount is not among what was read',
    ])
  })
})

describe('the file of corrections', () => {
  it.each([
    ['replaces without saying by what', [correction({ to: undefined })]],
    ['leaves out and replaces', [correction({ action: 'leave-out' })]],
    ['has an id twice', [correction(), correction({}, { key: '4' })]],
    ['corrects a field twice', [correction(), correction({ id: 'again' })]],
    ['gives no reason', [correction({ reason: ' ' })]],
    ['gives no real date', [correction({ reported: '2026-02-30' })]],
  ])('is refused when it %s', (_, corrections) => {
    expect(
      correctionsFileSchema.safeParse({ corrections: JSON.parse(JSON.stringify(corrections)) }).success,
    ).toBe(false)
  })

  it('is checked with the rest of the curated data', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'evidence-'))
    await cp(join(PROJECT_DIR, 'data'), folder, {
      recursive: true,
      filter: (path) => !/collected|captures|rows/.test(path.slice(PROJECT_DIR.length)),
    })
    expect((await readCuratedData(folder)).faults).toEqual([])
    await writeFile(join(folder, 'corrections.json'), '{ "corrections": [{ "id": "x" }] }')
    expect((await readCuratedData(folder)).faults).toMatchObject([
      { file: 'corrections.json', expected: 'expected the documented shape' },
    ])
    await rm(folder, { recursive: true })
  })

  it('refuses to reach into a register, and says so', () => {
    const one = correction({}, { kind: 'register-entry' })
    const found = correctionsFileSchema.safeParse({ corrections: [JSON.parse(JSON.stringify(one))] })
    expect(found.error?.issues[0]?.message).toContain('entries of registers are out of reach of corrections')
    expect(found.error?.issues[0]?.path).toEqual(['corrections', 0, 'target', 'kind'])
  })

  it('names only sources that there are', async () => {
    const { corrections } = JSON.parse(await readFile(join(PROJECT_DIR, 'data', 'corrections.json'), 'utf8'))
    const { sources } = await discoverSources(PROJECT_DIR)
    const known = sources.filter(({ scraper }) => scraper.bulk?.tally).map(({ id }) => id)
    for (const { target } of corrections as Correction[]) expect(known).toContain(target.source)
  })
})

describe('adding rows up', () => {
  let stage: Awaited<ReturnType<typeof setTheStage>>
  let source: Source
  let body: string

  beforeEach(async () => {
    stage = await setTheStage()
    const { sources } = await discoverSources(worldRoot)
    source = sources.find(({ id }) => id === 'department-payments') as Source
    body = 'Supplier,Amount\nAsh Limited,1.50\nOak Charity,2500.50\n'
    stage.server.on('/payments.csv', (_, response) =>
      send(response, 200, body, { 'content-type': 'text/csv' }),
    )
  })
  afterEach(() => stage.close())

  const tally = (corrections: readonly Correction[]) =>
    tallySources([source], {
      ...{ store: stage.store, rows: join(stage.folder.path, 'rows'), now: stage.world.now, corrections },
    })
  const discovered = () => ({ sources: [source], broken: [] })
  const values = async () =>
    (await readFigures(stage.store, discovered(), join(stage.folder.path, 'rows'))).observations.map(
      ({ value }) => value,
    )
  const told = async () => {
    const shelves = async () => [{ source: source.id, kind: 'tallies' }]
    const { sources } = await readCollected({ read: stage.store.read, shelves }, discovered())
    return sources[0]?.tally
  }

  it('uses what is corrected, adds up again when a correction comes, and fails once it is stale', async () => {
    await stage.run(source)
    await tally([])
    expect(await values()).toEqual([2500.5])
    stage.world.jump(24 * 3600 * 1000)
    expect(await tally([correction()])).toMatchObject([{ error: null, changed: 1 }])
    expect((await values()).sort()).toEqual([2.5, 2500.5])
    expect((await told())?.issues.map(({ what }) => what)).toEqual([
      expect.stringContaining('corrected by oak-a-thousand-times'),
    ])

    body = 'Supplier,Amount\nAsh Limited,1.50\nOak Charity,2.50\n'
    await stage.run(source)
    const [summary] = await tally([correction()])
    expect(summary?.error).toMatch(/oak-a-thousand-times: expected amount .* got "2.50"/)
    expect((await values()).sort()).toEqual([2.5, 2500.5])
    expect(await told()).toMatchObject({ error: summary?.error, figures: 1, failed: expect.any(String) })

    expect(await tally([])).toMatchObject([{ error: null }])
    expect(await told()).toMatchObject({ error: null, failed: null, issues: [] })
  })
})
