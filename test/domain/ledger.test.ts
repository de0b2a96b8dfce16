// Does the ledger join everything, and only what was known on the date?
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { lastDay } from '../../src/domain/dates.ts'
import { compoundSummary, makeLedger, nameId, slug, verdictHistory } from '../../src/domain/ledger.ts'
import { readCuratedData } from '../../src/store/evidence.ts'

const curated = await readCuratedData(readConfig({}).evidenceDir)
const today = '2026-11-24'
const ledgerOn = (asOf: string) => makeLedger(curated, { asOf, today })
const now = ledgerOn(today)

describe('the ledger', () => {
  it('holds every record of the evidence', () => {
    expect(now.programmes.length).toBe(29)
    expect(now.statements.length).toBe(222)
    expect(now.claims.length).toBe(177)
    expect(now.measures.length).toBe(204)
    expect(now.measures.reduce((n, entry) => n + entry.figures.length, 0)).toBe(504)
  })

  it('counts government apart from the sector and providers, and the counts add up', () => {
    const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((a, b) => a + b, 0)
    expect(sum(now.counts.government) + sum(now.counts.others)).toBe(177)
    const government = now.claims.filter((entry) => entry.statement.voice === 'government')
    expect(sum(now.counts.government)).toBe(government.length)
    for (const programme of now.programmes) {
      expect(sum(programme.counts.government) + sum(programme.counts.others)).toBe(programme.claims.length)
    }
  })

  it('puts a figure beside the words wherever one is known, and says what differs', () => {
    for (const { nearest, verdict } of now.claims) {
      if (verdict.readings.some((reading) => reading.used.length > 0)) expect(nearest).not.toBeNull()
      if (nearest?.from === 'proxy') expect(nearest.differs.length).toBeGreaterThan(0)
      if (nearest?.from === 'direct') expect(nearest.differs).toEqual([])
    }
  })

  it('best and worst are figures that stand in a reading', () => {
    for (const { best, worst, verdict } of now.claims) {
      const used = verdict.readings.flatMap((reading) => reading.used.map((figure) => figure.observation))
      for (const figure of [best, worst]) if (figure) expect(used).toContain(figure.observation.id)
      expect(best === null).toBe(worst === null)
    }
  })

  it.each(['2010-12-31', '2012-01-01', '2013-06-19', '2020-02-29'])(
    'on %s knows nothing that came later',
    (asOf) => {
      const past = ledgerOn(asOf)
      for (const { statement, source } of past.statements) {
        expect(lastDay(statement.date ?? source.published ?? '9999') <= asOf).toBe(true)
      }
      for (const { figures } of past.measures) {
        for (const { observation } of figures)
          expect(lastDay(observation.published ?? '9999') <= asOf).toBe(true)
      }
      const shown = new Set(
        past.measures.flatMap((entry) => entry.figures.map((figure) => figure.observation.id)),
      )
      for (const { verdict, nearest, best } of past.claims) {
        expect(verdict.asOf).toBe(asOf)
        for (const reading of verdict.readings)
          for (const used of reading.used) expect(shown).toContain(used.observation)
        for (const figure of [nearest, best]) if (figure) expect(shown).toContain(figure.observation.id)
      }
    },
  )

  it('the longest silence comes first among the gaps', () => {
    const days = now.gaps.noFigures.map((entry) => entry.verdict.silence?.days ?? 0)
    expect(days).toEqual([...days].sort((a, b) => b - a))
    expect(days.length).toBe(40)
  })

  it('a knighthood makes no new speaker', () => {
    expect(nameId('Sir Stuart Etherington')).toBe(nameId('Stuart Etherington'))
    expect(now.speakers.filter((speaker) => speaker.id === 'stuart-etherington')).toHaveLength(1)
    expect(slug("Prime Minister's Office")).toBe('prime-ministers-office')
  })

  it('a statement with several claims says how many are met, never an average', () => {
    const entry = now.statements.find(
      (candidate) => candidate.statement.id === 'css-2018-community-organisers',
    )
    const several = now.statements.find((candidate) => candidate.claims.length > 1)
    expect(compoundSummary(entry?.claims.slice(0, 1) ?? [])).toBeNull()
    expect(compoundSummary(several?.claims ?? [])).toMatch(/^\d of \d met$/)
  })

  it('one claim said again is one claim with several utterances', () => {
    const [first, second] = curated.evidence.statements
    if (!first || !second) throw new Error('the evidence has no statements')
    const claimId = first.claims[0]?.id ?? ''
    const statements = curated.evidence.statements.map((s) =>
      s === second ? { ...s, repeats: [claimId] } : s,
    )
    const ledger = makeLedger(
      { ...curated, evidence: { ...curated.evidence, statements } },
      { asOf: today, today },
    )
    const entry = ledger.claims.find((candidate) => candidate.claim.id === claimId)
    expect(entry?.utterances.map((s) => s.id)).toEqual([second.id])
    expect(ledger.claims.length).toBe(177)
  })

  it('a target lowered later links to the first, which stays open to its own date', () => {
    const claimId = 'ocs-2016-02-ncs-360000#1'
    const laterId = 'dcms-2017-02-ncs-247000#1'
    const statements = curated.evidence.statements.map((s) => ({
      ...s,
      claims: s.claims.map((c) => (c.id === laterId ? { ...c, weakens: claimId } : c)),
    }))
    const ledger = makeLedger(
      { ...curated, evidence: { ...curated.evidence, statements } },
      { asOf: today, today },
    )
    const find = (from: typeof ledger, id: string) => from.claims.find((entry) => entry.claim.id === id)
    expect(find(ledger, claimId)?.weakenedBy.map((claim) => claim.id)).toEqual([laterId])
    expect(find(ledger, claimId)?.verdict).toEqual(find(now, claimId)?.verdict)
  })
})

describe('the history of a verdict', () => {
  it('a revised figure adds a row and keeps the old one', () => {
    // Said in November 2022 of 5%: supported by the figure then public (4.5 to 5.5% inside 4 to 6%); the figure for
    // 2019 to 2024, published in November 2025, covers the date and says 4% (3.5 to 4.5%, across the edge at 4%).
    const rows = verdictHistory(curated.evidence, 'dcms-2022-five-percent#1', { asOf: today, today })
    expect(rows.map(({ from, verdict }) => [from, verdict.result])).toEqual([
      ['2022-11-30', 'met'],
      ['2025-11-28', 'partly-met'],
    ])
  })

  it('ends with the verdict of today, and every row can be seen on its own date', () => {
    for (const { claim, verdict } of now.claims) {
      const rows = verdictHistory(curated.evidence, claim.id, { asOf: today, today })
      expect(rows.at(-1)?.verdict.result, claim.id).toBe(verdict.result)
      const days = rows.map((row) => row.from)
      expect(days).toEqual([...days].sort())
    }
  })

  it('too early becomes no figures on the day after the usual lag', () => {
    const rows = verdictHistory(curated.evidence, 'maude-2011-04-27-100m#1', { asOf: today, today })
    expect(rows.map(({ from, verdict }) => [from, verdict.result])).toEqual([
      ['2011-04-27', 'too-early'],
      ['2018-04-01', 'no-figures'],
    ])
  })
})
