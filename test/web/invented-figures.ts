// Figures as the machine works them out, in the shape that tallies write. All invented.
import { type CollectedFigures, type Contribution, NO_FIGURES } from '../../src/domain/collected.ts'
import type { Measure, Observation, Source } from '../../src/domain/nouns.ts'

export const inventedSource: Source = {
  ...{ id: 'example-awards', title: 'Awards of the Department for Examples', publisher: 'Examples' },
  ...{ url: 'https://example.org/awards', published: null, kind: 'official-statistics', licence: 'OGL-3.0' },
}
export const inventedMeasure: Measure = {
  ...{ id: 'example-award-share', name: 'Share of awards to the sector (invented)' },
  definition: 'Awards to the sector out of all awards.',
  ...{ unit: 'percent', about: 'who-delivers', series: 'period' },
  ...{ numerator: 'awards to the sector', denominator: 'all awards', favourable: 'higher' },
  ...{ publicationLagMonths: 1, caveat: 'Invented for a test.' },
}

export const figure = (id: string, over: Partial<Observation> = {}): Observation => ({
  ...{ id, measure: inventedMeasure.id, programme: 'government-grants' },
  ...{
    period: { start: '2025-04', end: '2026-03' },
    area: 'UK',
    dimensions: { label: 'register', lens: 'vcse' },
  },
  ...{ value: 25, display: '25% (25% to 50%)', low: null, high: null },
  ...{ numerator: 1, denominator: 4, unknown: 1, sampleSize: null, status: 'final', grade: 'B' },
  ...{ published: '2026-05-01', sameWordsAs: [], source: inventedSource.id, locator: null, note: '' },
  ...over,
})

export const row = (identifier: string, over: Partial<Contribution> = {}): Contribution => ({
  ...{ identifier, supplier: `Supplier ${identifier}`, label: 'no', why: 'a company', value: '1', note: '' },
  url: `https://example.org/awards/${identifier}`,
  ...over,
})

export const figuresWith = (
  observations: readonly Observation[],
  rows: Readonly<Record<string, readonly Contribution[]>> = {},
  over: Partial<CollectedFigures> = {},
): CollectedFigures => ({
  ...NO_FIGURES,
  ...{ measures: [inventedMeasure], sources: [inventedSource], observations },
  contributions: (id) => rows[id] ?? null,
  origin: (id) =>
    observations.some((one) => one.id === id)
      ? { worked: '2026-05-01T04:00:00.000Z', digest: `sha256:${'b'.repeat(64)}`, file: null }
      : null,
  ...over,
})
