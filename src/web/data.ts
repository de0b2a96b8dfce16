// What do the entries of the ledger look like as JSON?
//
// Whole nouns, never cut: a program that reads them can work everything out again. Addresses are absolute and do not
// carry the as-known date; `meta.asOf` does.
import type {
  BodyEntry,
  ClaimEntry,
  Figure,
  HistoryRow,
  MeasureEntry,
  NearestFigure,
  ProgrammeEntry,
  SourceEntry,
  StatementEntry,
} from '../domain/ledger.ts'
import { compoundSummary } from '../domain/ledger.ts'
import { RESULT_WORDS } from '../domain/vocabulary.ts'
import type { View } from './resource.ts'
import { observationPath } from './views/figures.tsx'
import { claimPath } from './views/parts.tsx'

export const DATA_LICENCE =
  'Facts and figures: Open Government Licence v3.0 where the source is under it, otherwise as stated per source; quotations are short extracts for criticism and review.'

/** The envelope of every JSON answer. */
export function metaOf(view: View, total?: number) {
  const { ledger, siteUrl } = view
  return {
    ...(total === undefined ? {} : { total, next: null }),
    asOf: ledger.asOf,
    dataVersion: ledger.dataVersion,
    licence: DATA_LICENCE,
    citation: citationOf(view, ''),
    home: `${siteUrl}/`,
  }
}

/** A plain-text citation of a page as known on the view's date; that address does not change its answer. */
export function citationOf(view: View, path: string, title = 'Words vs Deeds'): string {
  const { ledger, siteUrl } = view
  const name = title === 'Words vs Deeds' ? title : `${title.replace(/\.$/, '')}. Words vs Deeds`
  return `${name}, as known on ${ledger.asOf} (data ${ledger.dataVersion}). ${siteUrl}${path || '/'}?asOf=${ledger.asOf}`
}

export const figureData = (figure: Figure, view: View) => ({
  url: `${view.siteUrl}${observationPath(figure, view)}`,
  observation: figure.observation,
  measure: { id: figure.measure.id, name: figure.measure.name, unit: figure.measure.unit },
  source: figure.source,
})

const nearestData = (nearest: NearestFigure | null, view: View) =>
  nearest && { ...figureData(nearest, view), from: nearest.from, differs: nearest.differs }

export const claimData = (entry: ClaimEntry, view: View) => ({
  id: entry.claim.id,
  url: `${view.siteUrl}${claimPath(entry.claim.id)}`,
  claim: entry.claim,
  statement: entry.statement.id,
  speaker: entry.statement.speaker,
  voice: entry.statement.voice,
  kind: entry.statement.kind,
  said: entry.statement.date,
  quote: entry.statement.quote,
  programmes: entry.statement.programmes,
  verdict: entry.verdict,
  verdictInWords: RESULT_WORDS[entry.verdict.result].byKind[entry.statement.kind],
  nearest: nearestData(entry.nearest, view),
  best: entry.best && figureData(entry.best, view),
  worst: entry.worst && figureData(entry.worst, view),
  repeatedBy: entry.utterances.map((statement) => statement.id),
  weakenedBy: entry.weakenedBy.map((claim) => claim.id),
})

export const historyData = (rows: readonly HistoryRow[]) =>
  rows.map(({ from, verdict: { result, tags, grade } }) => ({ from, result, tags, grade }))

export const statementData = (entry: StatementEntry, view: View) => ({
  id: entry.statement.id,
  url: `${view.siteUrl}/statements/${entry.statement.id}`,
  statement: entry.statement,
  source: entry.source,
  verdicts: entry.claims.map((claim) => claim.verdict),
  summary: compoundSummary(entry.claims),
})

export const measureData = (entry: MeasureEntry, view: View) => ({
  id: entry.measure.id,
  url: `${view.siteUrl}/measures/${entry.measure.id}`,
  measure: entry.measure,
  programmes: entry.programmes.map((programme) => programme.id),
  claims: entry.claims.map((claim) => claim.claim.id),
  observations: entry.figures.map((figure) => figure.observation),
})

export const programmeData = (entry: ProgrammeEntry, view: View) => ({
  id: entry.programme.id,
  url: `${view.siteUrl}/programmes/${entry.programme.id}`,
  programme: entry.programme,
  statements: entry.statements.length,
  counts: entry.counts,
  measures: entry.measures.map((measure) => measure.measure.id),
})

export const sourceData = (entry: SourceEntry, view: View) => ({
  id: entry.source.id,
  url: `${view.siteUrl}/sources/${entry.source.id}`,
  source: entry.source,
  statements: entry.statements.map((statement) => statement.id),
  observations: entry.observations.map((observation) => observation.id),
})

export const bodyData = (entry: BodyEntry, view: View, noun: 'bodies' | 'speakers') => ({
  id: entry.id,
  url: `${view.siteUrl}/${noun}/${entry.id}`,
  name: entry.name,
  counts: entry.counts,
  statements: entry.statements.map((statement) => statement.statement.id),
})
