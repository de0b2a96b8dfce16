// Does the front page choose by its published rule?
import { describe, expect, it } from 'vitest'
import { readPrint } from '../../src/domain/quantities.ts'
import { chooseContrasts, findChanges } from '../../src/web/routes/home.tsx'
import { realApp, realSite } from '../real-site.ts'

const { ledger } = await realSite()
const { app } = await realApp()
const chosen = chooseContrasts(ledger)

describe('the contrasts', () => {
  it('hold the number in the quoted words, have evidence of grade A to C, and are by government', () => {
    expect(chosen.length).toBeGreaterThan(4)
    for (const { claim, statement, verdict } of chosen) {
      expect(statement.voice).toBe('government')
      expect(readPrint(statement.quote, claim.value ?? Number.NaN, claim.unit).inDigits, claim.id).toBe(true)
      expect(['A', 'B', 'C']).toContain(verdict.grade)
    }
  })

  it('are one for each programme, with kept and broken in turn', () => {
    const programmes = chosen.map((entry) => entry.statement.programmes[0])
    expect(new Set(programmes).size).toBe(programmes.length)
    const first = chosen.slice(0, 3).map((entry) => entry.verdict.result)
    expect(first).toEqual(['not-met', 'met', 'partly-met'])
  })

  it('do not depend on the order of the claims', () => {
    const turned = chooseContrasts({ ...ledger, claims: [...ledger.claims].reverse() })
    expect(turned.map((entry) => entry.claim.id)).toEqual(chosen.map((entry) => entry.claim.id))
  })
})

describe('what changed lately', () => {
  const [claim] = ledger.claims.filter((entry) => entry.verdict.readings.some(({ used }) => used.length > 0))
  if (claim === undefined) throw new Error('expected a claim with figures')
  const row = (from: string, result: 'met' | 'too-early', used: string[]) => ({
    from,
    verdict: {
      ...claim.verdict,
      result,
      readings: claim.verdict.readings.slice(0, 1).map((reading) => ({
        ...reading,
        used: used.map((observation) => ({
          observation,
          interval: { low: 1, high: 1 },
          grade: 'B' as const,
        })),
      })),
    },
  })
  const find = (...rows: ReturnType<typeof row>[]) =>
    findChanges({ ledger: { ...ledger, claims: [claim] }, history: () => rows }).map(({ on }) => on)

  it('is told the newest first; a new figure with the same result is no change', () => {
    expect(find(row('2020-01-01', 'met', []))).toEqual([])
    expect(find(row('2020-01-01', 'met', []), row('2021-01-01', 'met', []))).toEqual([])
    const rows = [
      row('2020-01-01', 'too-early', []),
      row('2021-01-01', 'met', []),
      row('2022-01-01', 'too-early', []),
    ]
    expect(find(...rows)).toEqual(['2022-01-01', '2021-01-01'])
  })
})

describe('the front page', () => {
  it('says how the contrasts were chosen, and shows words, figure and verdict of each', async () => {
    const text = await (await app.request('/')).text()
    expect(text).toContain('By rule, not by hand')
    for (const { statement, nearest } of chosen) {
      expect(text).toContain(`“${statement.quote.replaceAll("'", '&#39;')}”`)
      expect(text).toContain(`>${nearest?.observation.display}</a>`)
    }
  })
})
