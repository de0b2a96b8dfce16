// Does a claim's page say no more and no less than the rule?
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { verdictsAt } from '../../src/domain/ledger.ts'
import { readCuratedData } from '../../src/store/evidence.ts'
import { GAPS } from '../../src/domain/question.ts'
import { whatWouldChange } from '../../src/web/views/claim.tsx'
import { claimPath } from '../../src/web/views/parts.tsx'
import { realApp, realSite, TODAY } from '../real-site.ts'

const { ledger } = await realSite()
const { app } = await realApp()
const page = async (id: string, ending = '') => (await app.request(`${claimPath(id)}${ending}`)).text()
const lenient = ledger.claims.filter(({ claim }) => ['about', 'nearly'].includes(claim.comparator))

describe('the leeway', () => {
  it('the row of the rule is the verdict, those of half and double are what the rule tried', async () => {
    expect(lenient.length).toBeGreaterThan(10)
    for (const { claim, verdict } of lenient) {
      const { data } = JSON.parse(await page(claim.id, '.json'))
      const at = (tolerance: number) =>
        data.tolerances.find((row: { tolerance: number }) => row.tolerance === tolerance)?.result
      expect([at(0.5), at(1), at(2)], claim.id).toEqual([
        verdict.tolerance.half,
        verdict.result,
        verdict.tolerance.double,
      ])
    }
  })

  it('more leeway never makes the band narrower', async () => {
    const { evidence } = await readCuratedData(readConfig({}).evidenceDir)
    for (const { claim } of lenient) {
      const rows = verdictsAt(evidence, claim.id, { asOf: TODAY, today: TODAY }, [0, 0.5, 1, 2, 3])
      const bands = rows.flatMap(({ verdict }) => verdict.readings[0]?.band ?? [])
      bands.slice(1).forEach((band, index) => {
        const before = bands[index]
        expect(band.low, claim.id).toBeLessThanOrEqual(before?.low ?? Number.POSITIVE_INFINITY)
        expect(band.high, claim.id).toBeGreaterThanOrEqual(before?.high ?? Number.NEGATIVE_INFINITY)
      })
    }
  })

  it('words that leave none have no table of it', async () => {
    const strict = ledger.claims.find(({ claim }) => claim.comparator === 'at-least')
    expect(await page(strict?.claim.id ?? '')).not.toContain('id="leeway"')
  })
})

describe('beside the verdict', () => {
  it('every claim says what would change it', () => {
    for (const entry of ledger.claims) {
      const said = whatWouldChange(entry)
      expect(said.length, entry.claim.id).toBeGreaterThan(0)
      for (const line of said) expect(line, entry.claim.id).toMatch(/^[A-Z].*[.:”]$/s)
    }
  })

  it('a question is given exactly where something is missing, as text and as data', async () => {
    for (const entry of ledger.claims.slice(0, 60)) {
      const missing = GAPS.includes(entry.verdict.result)
      const { data } = JSON.parse(await page(entry.claim.id, '.json'))
      expect(data.question !== null, entry.claim.id).toBe(missing)
      expect(data.ask?.foi.text ?? null, entry.claim.id).toBe(data.question)
      expect((await page(entry.claim.id)).includes('id="ask"'), entry.claim.id).toBe(missing)
    }
  })

  it('the parts stand in the order of the argument', async () => {
    const text = await page('dcms-2022-five-percent#1')
    const parts = [
      '<h1',
      'Exact place',
      'class="banner',
      'class="pair"',
      'id="readings"',
      'id="steps"',
      'id="cases"',
      'id="change"',
      'id="leeway"',
      'id="history"',
      'id="cite"',
    ]
    const places = parts.map((part) => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })
})
