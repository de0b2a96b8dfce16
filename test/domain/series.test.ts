// Which series does a measure hold, and which comes first? All invented.
import { describe, expect, it } from 'vitest'
import type { Figure } from '../../src/domain/ledger.ts'
import type { Observation } from '../../src/domain/nouns.ts'
import { seriesIn, widestOf } from '../../src/domain/series.ts'
import * as build from './builders.ts'

const share = (over: Partial<Observation>): Figure => ({
  observation: build.observation(over),
  measure: build.measure({ series: 'period' }),
  source: build.source(),
})
const MONTH = { start: '2026-02', end: '2026-02' }
const YEAR = { start: '2025-04', end: '2026-03' }

describe('a series', () => {
  it('holds what covers the same for as long, whatever the lens and vintage', () => {
    const [one, ...others] = seriesIn([
      share({ period: MONTH, dimensions: { lens: 'vcse' } }),
      share({ period: { start: '2026-03', end: '2026-03' }, dimensions: { lens: 'vcse' } }),
      share({ period: MONTH, dimensions: { lens: 'vcse' }, status: 'revised' }),
    ])
    expect(others).toEqual([])
    expect([one?.figures.length, one?.name]).toEqual([3, ''])
    const [charity] = seriesIn([share({ period: MONTH, dimensions: { lens: 'charity' } })])
    expect(charity?.id).toBe(one?.id)
  })

  it('is named by what tells it from the others, and by nothing else', () => {
    const found = seriesIn([
      share({ period: MONTH, dimensions: { label: 'register', regime: 'all' } }),
      share({ period: YEAR, dimensions: { label: 'register', regime: 'all' } }),
      share({ period: YEAR, dimensions: { label: 'declared by buyer', regime: 'all' } }),
    ])
    expect(found.map(({ name }) => name)).toEqual([
      'label: register; by month',
      'label: register; by year',
      'label: declared by buyer; by year',
    ])
    expect(new Set(found.map(({ id }) => id)).size).toBe(3)
  })
})

describe('the widest', () => {
  const wide = share({
    period: YEAR,
    dimensions: { label: 'a' },
    denominator: 100,
    unknown: 60,
    numerator: 1,
  })
  const known = share({
    period: YEAR,
    dimensions: { label: 'b' },
    denominator: 100,
    unknown: 10,
    numerator: 1,
  })
  const small = share({ period: MONTH, dimensions: { label: 'c' }, denominator: 9, unknown: 0, numerator: 1 })

  it('is of the most things, then with the least unknown, in whatever order they come', () => {
    for (const figures of [
      [wide, known, small],
      [small, known, wide],
    ])
      expect(widestOf(seriesIn(figures))?.figures).toEqual([known])
  })

  it('is the longest where nothing is a share, and none where there is none', () => {
    const count = (label: string, period: Observation['period']) =>
      share({ period, dimensions: { label }, numerator: null, denominator: null, unknown: null })
    const figures = [count('a', MONTH), count('b', MONTH), count('b', { start: '2026-03', end: '2026-03' })]
    expect(widestOf(seriesIn(figures))?.figures).toHaveLength(2)
    expect(widestOf([])).toBeNull()
  })
})
