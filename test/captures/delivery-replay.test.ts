// Do all captures of recorded delivery, replayed with every source at once, give the right shares, and nothing new a second time?
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Replayed, replayFile } from '../../src/collect/replay.ts'
import { type TallySummary, tallySources } from '../../src/collect/tally-sources.ts'
import type { Observation } from '../../src/domain/nouns.ts'
import { memoryStore } from '../collect/memory-store.ts'
import { temporaryFolder } from '../collect/stage.ts'
import { CAPTURES, packCaptures, realSources } from './packed.ts'

const folder = join(CAPTURES, 'delivery')
const there = existsSync(folder)
if (!there) console.warn(`the captures of recorded delivery are not replayed: ${folder} is not there`)
const NOW = Date.parse('2026-11-25T12:00:00.000Z')

describe.skipIf(!there)('all captures of recorded delivery', { timeout: 300_000 }, () => {
  const own = temporaryFolder()
  const store = memoryStore()
  const runs: { readonly replayed: Replayed; readonly tallied: readonly TallySummary[] }[] = []

  beforeAll(async () => {
    const file = await packCaptures(folder, own.path)
    const sources = await realSources()
    const context = { store, captures: join(own.path, 'own'), rows: join(own.path, 'rows'), now: () => NOW }
    for (const _ of ['first', 'second']) {
      const replayed = await replayFile(file, sources, context)
      runs.push({ replayed, tallied: await tallySources(sources, context) })
    }
  }, 300_000)
  afterAll(() => own.remove())

  const figure = async (source: string, measure: string, start: string, end: string, dimensions: object) => {
    const found = (await store.read({ source, kind: 'observation' }))
      .map(({ payload }) => payload as unknown as Observation)
      .filter(
        (one) =>
          one.measure === measure &&
          one.period?.start === start &&
          one.period.end === end &&
          Object.entries(dimensions).every(([name, value]) => one.dimensions[name] === value),
      )
    expect(found).toHaveLength(1)
    return found[0] as Observation
  }
  const fraction = ({ numerator, denominator, unknown }: Observation) => [numerator, denominator, unknown]

  it('are read without an error, and the second time give nothing new', () => {
    const [first, second] = runs
    const errors = runs.flatMap(({ replayed, tallied }) =>
      [...replayed.summaries, ...tallied].flatMap(({ source, error }) => (error ? [{ source, error }] : [])),
    )
    expect(errors).toEqual([])
    const read = first?.replayed.summaries.filter(({ findings }) => findings > 0).map(({ source }) => source)
    expect(read).toEqual(
      expect.arrayContaining([
        ...['cabinet-office-contracts-finder', 'cabinet-office-find-a-tender', 'gov-uk-spend-over-25k'],
      ]),
    )
    for (const summary of second?.replayed.summaries ?? [])
      expect(summary, summary.source).toMatchObject({ new: 0, changed: 0 })
    for (const summary of second?.tallied ?? [])
      expect(summary, summary.source).toMatchObject({ new: 0, changed: 0 })
  })

  it('that are left out say why', () => {
    for (const { replayed } of runs) {
      for (const { skipped } of replayed.summaries)
        for (const { url, why } of skipped) expect(why.trim(), url).not.toBe('')
      // Every address is either some source's or named.
      for (const address of replayed.unclaimed) expect(URL.canParse(address), address).toBe(true)
    }
  })

  it('of Find a Tender give 1 award of 3, £211,232 of £242,947, and 5 bids of 18', async () => {
    const share = (measure: string, dimensions: object) =>
      figure(
        'cabinet-office-find-a-tender',
        `find-a-tender-vcse-share-of-${measure}`,
        '2026-10',
        '2026-10',
        dimensions,
      )
    const declared = { awards: 'contracts', label: 'declared by supplier', regime: 'all' }
    // October 2026, under the Act: Chess ICT (flag false), BiP Solutions (false), Switch Up CIC (true): 1 of 3.
    expect(fraction(await share('awards', declared))).toEqual([1, 3, 0])
    // Without VAT: Switch Up 211,232 of 211,232 + BiP 31,715 = 242,947. Chess ICT prints 256,378.74 with VAT alone.
    const net = await share('award-value', { ...declared, vat: 'without VAT' })
    expect(fraction(net)).toEqual([211_232, 242_947, 0])
    // Bids of the final stage: 0 of 13 for telephones, 5 of 5 for mentoring: 5 of 18.
    expect(fraction(await share('final-stage-bids', {})).slice(0, 2)).toEqual([5, 18])
  })

  it('of Contracts Finder give 7 awards of 14, 38 suppliers of 117, £7,388,337.72 of £14,466,345.47', async () => {
    const share = (measure: string) =>
      figure(
        'cabinet-office-contracts-finder',
        `contracts-finder-vcse-share-of-${measure}`,
        '2019-04',
        '2020-03',
        { label: 'declared by buyer' },
      )
    // Awards dated in 2019-20, flagged suppliers of all named: 3/15, 0/15, 0/3, 0/4, 2/20, 0/2, 3/4, 0/6, 1/2, 0/2,
    // 22/31, 0/4, 5/6, 2/3. Seven of the fourteen have a flagged one; together 38 of 117.
    expect(fraction(await share('awards')).slice(0, 2)).toEqual([7, 14])
    expect(fraction(await share('suppliers-named')).slice(0, 2)).toEqual([38, 117])
    // Twelve print a value (two print 0 and 0.1): 700,000 + 2,720,000 + 90,000 + 189,000 + 129,000 + 750,000 +
    // 248,652.47 + 69,000 + 39,500 + 4,515,000 + 579,093 + 4,437,100 = 14,466,345.47. To flagged ones: 700,000 x 3/15 =
    // 140,000; 750,000 x 3/4 = 562,500; 41,000 printed apart; 4,515,000 x 22/31 = 3,204,193.548; 579,093 x 5/6 =
    // 482,577.5; 4,437,100 x 2/3 = 2,958,066.667. Together 7,388,337.72.
    expect(fraction(await share('award-value')).slice(0, 2)).toEqual([7_388_337.72, 14_466_345.47])
  })

  it('of HM Treasury are 79 and 67 payments; of the file that lost its amounts, none', async () => {
    const spend = runs[0]?.replayed.summaries.find(({ source }) => source === 'gov-uk-spend-over-25k')
    // January 2025 has 79 lines, February 67. Of February 2024 the conversion lost every amount: it says so.
    expect(spend?.findings).toBe(79 + 67)
    expect(spend?.issues.map(({ what }) => what).join('\n')).toContain('the file was left out')
  })
})
