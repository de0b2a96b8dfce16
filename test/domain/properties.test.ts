// What holds of every verdict, whatever the claim and whatever the figures?
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { voiceSchema } from '../../src/domain/nouns.ts'
import { readFigure } from '../../src/domain/quantities.ts'
import { assess, type Case, type Verdict } from '../../src/domain/verdict.ts'
import { RESULTS, TAGS } from '../../src/domain/vocabulary.ts'
import { anyCase, isCandidate, printed } from './arbitraries.ts'
import { direct, observation, reading, TODAY } from './builders.ts'

const RUNS = { numRuns: 500, seed: 20261124 }

/** A promise that nothing will happen: its first counter-example speaks, whatever the due date. */
const isNever = ({ claim, statement }: Case): boolean =>
  claim.comparator === 'at-most' && claim.value === 0 && statement.kind === 'pledge'

const NOISE = /0000000|9999999|NaN|undefined|null|Infinity|\de[+-]\d/

describe('the cases of these properties', () => {
  test('reach every result and every tag, in headlines and in readings', () => {
    const headlines = new Map<string, number>()
    const cells = new Map<string, number>()
    const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1)
    for (const { theCase, known } of fc.sample(anyCase, { numRuns: 4000, seed: 7 })) {
      const verdict = assess(theCase, known)
      if (verdict === null) continue
      for (const key of [verdict.result, ...verdict.tags]) count(headlines, key)
      for (const cell of verdict.readings) count(cells, cell.result)
    }
    for (const key of [...RESULTS, ...TAGS]) {
      expect([key, (headlines.get(key) ?? 0) > 0]).toEqual([key, true])
    }
    for (const result of RESULTS.filter((r) => r !== 'not-testable')) {
      expect([result, (cells.get(result) ?? 0) > 0]).toEqual([result, true])
    }
  })
})

describe('properties of the rule', () => {
  const holds = (property: (verdict: Verdict, theCase: Case) => void): void => {
    fc.assert(
      fc.property(anyCase, ({ theCase, known }) => {
        const verdict = assess(theCase, known)
        if (verdict !== null) property(verdict, theCase)
      }),
      RUNS,
    )
  }

  test('the same input gives the same output, byte for byte', () => {
    fc.assert(
      fc.property(anyCase, ({ theCase, known }) => {
        const again = structuredClone(theCase)
        expect(JSON.stringify(assess(again, known))).toBe(JSON.stringify(assess(theCase, known)))
      }),
      RUNS,
    )
  })

  test('the rule changes nothing that it is given', () => {
    fc.assert(
      fc.property(anyCase, ({ theCase, known }) => {
        const copy = structuredClone(theCase)
        assess(theCase, known)
        expect(theCase).toEqual(copy)
      }),
      { ...RUNS, numRuns: 300 },
    )
  })

  test('the order in which figures are given decides nothing', () => {
    const shape = (verdict: Verdict | null) =>
      verdict && {
        ...verdict,
        steps: [...verdict.steps].sort(),
        readings: verdict.readings.map((cell) => ({
          ...cell,
          used: [...cell.used].sort((a, b) => (a.observation < b.observation ? -1 : 1)),
        })),
      }
    fc.assert(
      fc.property(anyCase, fc.infiniteStream(fc.nat()), ({ theCase, known }, keys) => {
        fc.pre(!isNever(theCase))
        const shuffled = theCase.observations
          .map((o) => ({ o, key: keys.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ o }) => o)
        expect(shape(assess({ ...theCase, observations: shuffled }, known))).toEqual(
          shape(assess(theCase, known)),
        )
      }),
      RUNS,
    )
  })

  test('adding a reading never changes how another reading stands', () => {
    fc.assert(
      fc.property(anyCase, fc.boolean(), fc.boolean(), ({ theCase, known }, isDirect, statedBySpeaker) => {
        const { claim } = theCase
        fc.pre(claim.notTestable === null && claim.readings.length < 3)
        const name = `m${claim.readings.length}`
        const isSound = isDirect && theCase.measures.get(name)?.unit === claim.unit
        const match = isSound ? direct : { ...direct, area: 'different' as const }
        const added = reading({ measure: name, statedBySpeaker, match })
        const before = assess(theCase, known)
        const after = assess({ ...theCase, claim: { ...claim, readings: [...claim.readings, added] } }, known)
        for (const [n, cell] of (before?.readings ?? []).entries()) {
          const other = after?.readings[n]
          const waits = cell.result === 'too-early' || other?.result === 'too-early' // the claim's, not the reading's
          expect(waits ? { ...other, result: '' } : other).toEqual(waits ? { ...cell, result: '' } : cell)
        }
      }),
      RUNS,
    )
  })

  test('taking every figure away from one reading never turns a headline into Met', () => {
    fc.assert(
      fc.property(anyCase, ({ theCase, known }) => {
        const whole = assess(theCase, known)
        for (const silenced of theCase.claim.readings) {
          const observations = theCase.observations.filter((o) => o.measure !== silenced.measure)
          const less = assess({ ...theCase, observations }, known)
          if (whole?.result !== 'met') expect(less?.result).not.toBe('met')
        }
      }),
      RUNS,
    )
  })

  test('who speaks changes nothing', () => {
    const speaker = fc.record({
      name: fc.option(fc.string({ minLength: 1 })),
      role: fc.option(fc.string({ minLength: 1 })),
      body: fc.string({ minLength: 1 }),
    })
    fc.assert(
      fc.property(
        anyCase,
        speaker,
        fc.constantFrom(...voiceSchema.options),
        ({ theCase, known }, who, voice) => {
          const other = { ...theCase, statement: { ...theCase.statement, speaker: who, voice } }
          expect(assess(other, known)).toEqual(assess(theCase, known))
        },
      ),
      RUNS,
    )
  })

  test('nothing published after the as-known date has any influence', () => {
    fc.assert(
      fc.property(anyCase, ({ theCase, known }) => {
        const then = theCase.observations.filter((o) => {
          const last = o.published === null ? '' : `${o.published}-12-31`.slice(0, 10)
          const day = o.published?.length === 7 ? `${o.published}-31` : last
          return day <= known.asOf
        })
        expect(assess({ ...theCase, observations: then }, known)).toEqual(assess(theCase, known))
      }),
      RUNS,
    )
  })

  test('figures of measures that no reading names have no influence', () => {
    fc.assert(
      fc.property(anyCase, ({ theCase, known }) => {
        const named = new Set(theCase.claim.readings.map((r) => r.measure))
        const observations = theCase.observations.filter((o) => named.has(o.measure))
        expect(assess({ ...theCase, observations }, known)).toEqual(assess(theCase, known))
      }),
      RUNS,
    )
  })

  test('mirrored claims have mirrored best and worst cases', () => {
    fc.assert(
      fc.property(anyCase, fc.constantFrom(1, 20, 50, 100, 250000), ({ theCase, known }, value) => {
        fc.pre(theCase.claim.notTestable === null)
        const said = (comparator: 'at-least' | 'at-most') =>
          assess({ ...theCase, claim: { ...theCase.claim, comparator, value } }, known)
        const [least, most] = [said('at-least'), said('at-most')]
        const measuresOf = (verdict: Verdict | null) => [verdict?.best ?? null, verdict?.worst ?? null]
        expect(measuresOf(most)).toEqual(measuresOf(least).reverse())
      }),
      RUNS,
    )
  })

  test('best and worst are figures that stand, and there are both or neither', () => {
    holds(({ best, worst, readings }) => {
      expect(best === null).toBe(worst === null)
      for (const extreme of [best, worst]) {
        if (extreme === null) continue
        const cell = readings.find((r) => r.measure === extreme.measure)
        expect(cell?.used.map((figure) => figure.observation)).toContain(extreme.observation)
      }
    })
  })

  test('no printed number has noise in it', () => {
    holds((verdict) => {
      for (const step of verdict.steps) expect(step).not.toMatch(NOISE)
      for (const cell of verdict.readings) {
        const numbers = [cell.attainment, cell.band?.low, cell.band?.high]
        const ends = cell.used.flatMap((figure) => [figure.interval.low, figure.interval.high])
        for (const n of [...numbers, ...ends]) {
          expect(Number.isFinite(n ?? 0)).toBe(true)
          expect(String(n ?? 0)).not.toMatch(/\.\d{7}|e/)
        }
      }
    })
  })

  test('an interval runs from low to high, and attainment from 0 to 1', () => {
    holds((verdict) => {
      for (const cell of verdict.readings) {
        if (cell.attainment !== null) {
          expect(cell.attainment).toBeGreaterThanOrEqual(0)
          expect(cell.attainment).toBeLessThanOrEqual(1)
        }
        expect(cell.attainment === null).toBe(cell.match === 'proxy' || cell.used.length === 0)
        for (const { interval } of cell.used) expect(interval.low).toBeLessThanOrEqual(interval.high)
        if (cell.band?.low != null && cell.band.high != null) {
          expect(cell.band.low).toBeLessThanOrEqual(cell.band.high)
        }
      }
    })
  })

  test('every figure known by the date is named once in its reading, used or set aside', () => {
    fc.assert(
      fc.property(anyCase, ({ theCase, known }) => {
        fc.pre(!isNever(theCase))
        const verdict = assess(theCase, known)
        for (const [n, cell] of (verdict?.readings ?? []).entries()) {
          const of = theCase.claim.readings[n]
          const expected = theCase.observations
            .filter((o) => of && isCandidate(o, of, known))
            .map((o) => o.id)
          const named = [...cell.used, ...cell.setAside].map((figure) => figure.observation)
          expect(named.sort()).toEqual(expected.sort())
          for (const { why } of cell.setAside) expect(why.length).toBeGreaterThan(10)
        }
      }),
      RUNS,
    )
  })

  test('a result has a grade and a direct figure; a non-result has neither grade nor clock but for silence', () => {
    holds((verdict) => {
      const isResult = ['met', 'partly-met', 'not-met', 'depends'].includes(verdict.result)
      expect(verdict.grade !== null).toBe(isResult)
      if (isResult) {
        expect(verdict.readings.some((cell) => cell.match === 'direct' && cell.used.length > 0)).toBe(true)
      }
      expect(verdict.silence !== null).toBe(verdict.result === 'no-figures')
      expect(verdict.missing !== null).toBe(verdict.result === 'not-testable')
      expect((verdict.silence?.days ?? 0) >= 0).toBe(true)
    })
  })

  test('Met is never too close to call, late or backwards, and a proxy reading is never a result', () => {
    holds((verdict) => {
      if (verdict.result === 'met') {
        for (const tag of ['too-close', 'late', 'went-backwards', 'proxy-only'] as const) {
          expect(verdict.tags).not.toContain(tag)
        }
      }
      for (const cell of verdict.readings.filter((r) => r.match === 'proxy')) {
        expect(['no-match', 'no-figures', 'too-early']).toContain(cell.result)
      }
      expect(verdict.tags.includes('proxy-only')).toBe(verdict.result === 'no-match')
    })
  })

  test('tags are those of the vocabulary, in its order, each once', () => {
    holds((verdict) => {
      expect(verdict.tags).toEqual(TAGS.filter((tag) => verdict.tags.includes(tag)))
      const moves = verdict.tolerance.half !== verdict.result || verdict.tolerance.double !== verdict.result
      expect(verdict.tags.includes('tolerance-sensitive')).toBe(moves)
    })
  })

  test('a verdict stands in JSON without loss', () => {
    holds((verdict) => {
      expect(JSON.parse(JSON.stringify(verdict))).toEqual(verdict)
    })
  })
})

describe('properties of intervals', () => {
  test('the band of an unclassified part holds every way of sorting it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (denominator, known, open, filled) => {
          const numerator = Math.floor(known * denominator)
          const unknown = Math.floor(open * (denominator - numerator))
          fc.pre(unknown > 0)
          const ours = numerator + Math.round(filled * unknown)
          const value = Math.round((1000 * numerator) / denominator) / 10
          const share = observation({ value, display: `${value}%`, numerator, denominator, unknown })
          const { interval } = readFigure(share, 'percent')
          expect(interval.low).toBeLessThanOrEqual((100 * ours) / denominator)
          expect(interval.high).toBeGreaterThanOrEqual((100 * ours) / denominator)
          const count = readFigure(
            observation({ value: numerator, display: printed(numerator), unknown }),
            'people',
          )
          expect(count.interval.low).toBeLessThanOrEqual(ours)
          expect(count.interval.high).toBeGreaterThanOrEqual(ours)
        },
      ),
      RUNS,
    )
  })

  test('an interval always holds the value that is printed, whatever the hedge', () => {
    const hedge = fc.constantFrom(
      '',
      'about ',
      'over ',
      'nearly ',
      'in excess of ',
      'just under ',
      'an estimated ',
    )
    const value = fc.integer({ min: -2_000_000, max: 2_000_000 })
    fc.assert(
      fc.property(hedge, value, fc.constantFrom(0, 1, 2), fc.boolean(), (words, n, decimals, isShare) => {
        const printedValue = n / 10 ** decimals
        const display = `${words}${printed(printedValue)}${isShare ? '%' : ''}`
        const { interval } = readFigure(
          observation({ value: printedValue, display }),
          isShare ? 'percent' : 'people',
        )
        expect(interval.low).toBeLessThanOrEqual(printedValue)
        expect(interval.high).toBeGreaterThanOrEqual(printedValue)
        if (words === '' && decimals === 0 && !isShare) expect(interval).toEqual({ low: n, high: n })
      }),
      RUNS,
    )
  })

  test('the day on which one asks does not matter once every figure has its publication date', () => {
    fc.assert(
      fc.property(anyCase, ({ theCase, known }) => {
        fc.pre(theCase.statement.date !== null)
        const observations = theCase.observations.filter((o) => o.published !== null)
        const later = { asOf: known.asOf, today: '2030-01-01' }
        const now = { asOf: known.asOf, today: TODAY }
        expect(assess({ ...theCase, observations }, later)).toEqual(assess({ ...theCase, observations }, now))
      }),
      RUNS,
    )
  })
})
