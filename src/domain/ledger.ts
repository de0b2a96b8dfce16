// What is the one shape that every page, feed and export is made from?
//
// The ledger joins everything as known on a date: programmes, statements, claims with their verdicts, measures with
// their series, bodies, speakers, sources and gaps. It is worked out anew when data changes, never when a reader asks.
import type { AsKnown, Case, Extreme, Verdict } from './case.ts'
import { addMonths, covers, type Day, dayAfter, firstDay, lastDay, orderDay } from './dates.ts'
import { saidBy, wasPublished, wasSaid } from './eligible.ts'
import type {
  Claim,
  Evidence,
  Measure,
  Observation,
  Programme,
  Reading,
  Source,
  Statement,
  Tombstone,
  Voice,
} from './nouns.ts'
import { assess, DEFAULT_LAG_MONTHS } from './verdict.ts'
import { RESULTS, type Result } from './vocabulary.ts'

/** A figure with what a reader needs beside it. */
export interface Figure {
  readonly observation: Observation
  readonly measure: Measure
  readonly source: Source
}

/** The nearest figure to a claim, and what keeps it from settling the claim; `differs` is empty for a direct figure. */
export interface NearestFigure extends Figure {
  /** `context`: set beside the words for the reader, no reading of the claim. */
  readonly from: 'direct' | 'proxy' | 'context'
  readonly differs: readonly string[]
}

export interface ClaimEntry {
  readonly claim: Claim
  readonly statement: Statement
  readonly source: Source
  readonly programmes: readonly Programme[]
  readonly verdict: Verdict
  readonly readings: readonly { readonly reading: Reading; readonly measure: Measure }[]
  readonly nearest: NearestFigure | null
  readonly best: Figure | null
  readonly worst: Figure | null
  /** Later statements that say the same again. */
  readonly utterances: readonly Statement[]
  /** Later claims that lower or put off this one's target. */
  readonly weakenedBy: readonly Claim[]
}

export type Counts = Readonly<Record<Result, number>>

export interface StatementEntry {
  readonly statement: Statement
  readonly source: Source
  readonly programmes: readonly Programme[]
  readonly claims: readonly ClaimEntry[]
  /** Figures that inform a reader but do not test the claims. */
  readonly context: readonly MeasureEntry[]
}

export interface MeasureEntry {
  readonly measure: Measure
  /** In order of period, then publication; every vintage that was public. */
  readonly figures: readonly Figure[]
  readonly programmes: readonly Programme[]
  readonly claims: readonly ClaimEntry[]
}

export interface ProgrammeEntry {
  readonly programme: Programme
  readonly statements: readonly StatementEntry[]
  readonly claims: readonly ClaimEntry[]
  readonly measures: readonly MeasureEntry[]
  readonly counts: CountsByVoice
}

/** Government's claims apart from everybody else's, so that neither hides the other. */
export interface CountsByVoice {
  readonly government: Counts
  readonly others: Counts
}

export interface BodyEntry {
  readonly id: string
  readonly name: string
  readonly statements: readonly StatementEntry[]
  readonly claims: readonly ClaimEntry[]
  readonly counts: Counts
}

export interface SpeakerEntry extends BodyEntry {
  /** Roles and bodies as recorded with the words, in order of the words. */
  readonly roles: readonly string[]
}

export interface SourceEntry {
  readonly source: Source
  readonly statements: readonly Statement[]
  readonly observations: readonly Observation[]
}

export interface Ledger {
  readonly asOf: Day
  readonly today: Day
  /** True when `asOf` is before `today`. */
  readonly isPast: boolean
  readonly dataVersion: string
  readonly programmes: readonly ProgrammeEntry[]
  readonly statements: readonly StatementEntry[]
  readonly claims: readonly ClaimEntry[]
  readonly measures: readonly MeasureEntry[]
  readonly sources: readonly SourceEntry[]
  readonly bodies: readonly BodyEntry[]
  readonly speakers: readonly SpeakerEntry[]
  /** Claims nobody can check, the longest silence first. */
  readonly gaps: { readonly noFigures: readonly ClaimEntry[]; readonly notTestable: readonly ClaimEntry[] }
  readonly counts: CountsByVoice
  readonly tombstones: readonly Tombstone[]
}

/** What a ledger is made from. `dataVersion` names the exact data: a digest of it. */
export interface LedgerInput {
  readonly evidence: Evidence
  readonly tombstones: readonly Tombstone[]
  readonly dataVersion: string
}

/** Lower-case words joined by hyphens, for the addresses of bodies and speakers. */
export function slug(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f’']/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
}

/** The id of a body or speaker: a knighthood later or earlier is the same person. */
export const nameId = (name: string): string => slug(name.replace(/^(?:Sir|Dame) /, ''))

/** How many claims have each result. */
export function countResults(claims: readonly ClaimEntry[]): Counts {
  const counts = Object.fromEntries(RESULTS.map((result) => [result, 0])) as Record<Result, number>
  for (const { verdict } of claims) counts[verdict.result] += 1
  return counts
}

const byVoice = (claims: readonly ClaimEntry[]): CountsByVoice => {
  const isGovernment = (voice: Voice): boolean => voice === 'government'
  return {
    government: countResults(claims.filter((entry) => isGovernment(entry.statement.voice))),
    others: countResults(claims.filter((entry) => !isGovernment(entry.statement.voice))),
  }
}

/** "2 of 3 met" for a statement with several claims, never an average; null where one claim or none was made. */
export function compoundSummary(claims: readonly ClaimEntry[]): string | null {
  if (claims.length < 2) return null
  return `${countResults(claims).met} of ${claims.length} met`
}

/** Text order that does not depend on a locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** Everything as known on a date. Throws when the evidence does not hold together: check it first. */
export function makeLedger(input: LedgerInput, known: AsKnown): Ledger {
  const { evidence } = input
  const isPast = known.asOf < known.today
  const programmesById = new Map(evidence.programmes.map((p) => [p.id, p]))
  const sourcesById = new Map(evidence.sources.map((s) => [s.id, s]))
  const measuresById = new Map(evidence.measures.map((m) => [m.id, m]))
  const must = <T>(found: T | undefined, what: string): T => {
    if (found === undefined)
      throw new Error(`the evidence names ${what}, which it does not hold: run "check"`)
    return found
  }
  const sourceOf = (id: string): Source => must(sourcesById.get(id), `source "${id}"`)

  const isPublic = (o: Observation): boolean => wasPublished(o, known.asOf) ?? !isPast
  const figuresByMeasure = new Map<string, Figure[]>(evidence.measures.map((m) => [m.id, []]))
  for (const observation of evidence.observations.filter(isPublic)) {
    const measure = must(measuresById.get(observation.measure), `measure "${observation.measure}"`)
    figuresByMeasure.get(measure.id)?.push({ observation, measure, source: sourceOf(observation.source) })
  }
  for (const figures of figuresByMeasure.values()) figures.sort(inOrder)
  const figuresOf = (id: string): readonly Figure[] => figuresByMeasure.get(id) ?? []

  const saidSoFar = evidence.statements
    .filter((statement) => wasSaid(statement, sourceOf(statement.source), known))
    .sort((a, b) => compareText(b.date ?? '', a.date ?? '') || compareText(a.id, b.id))

  const claims = saidSoFar.flatMap((statement) =>
    statement.claims.flatMap((claim): ClaimEntry[] => {
      const programmes = statement.programmes.map((id) => must(programmesById.get(id), `programme "${id}"`))
      const verdict = assess(caseOf(evidence, claim, statement, measuresById, sourcesById), known)
      if (verdict === null) return []
      const figureOf = (extreme: Extreme | null): Figure | null =>
        extreme && (figuresOf(extreme.measure).find((f) => f.observation.id === extreme.observation) ?? null)
      return [
        {
          claim,
          statement,
          source: sourceOf(statement.source),
          programmes,
          verdict,
          readings: claim.readings.map((reading) => ({
            reading,
            measure: must(measuresById.get(reading.measure), `measure "${reading.measure}"`),
          })),
          nearest: nearestFigure(verdict, statement, figuresOf, known.asOf),
          best: figureOf(verdict.best),
          worst: figureOf(verdict.worst),
          utterances: saidSoFar.filter((other) => other.repeats?.includes(claim.id)),
          weakenedBy: saidSoFar.flatMap((other) =>
            other.claims.filter((later) => later.weakens === claim.id),
          ),
        },
      ]
    }),
  )
  const claimsByStatement = groupBy(claims, (entry) => [entry.statement.id])
  const claimsByMeasure = groupBy(claims, (entry) => entry.claim.readings.map((reading) => reading.measure))

  const measures = evidence.measures
    .map((measure): MeasureEntry => {
      const figures = figuresOf(measure.id)
      const resting = [...new Set(claimsByMeasure.get(measure.id) ?? [])]
      const programmeIds = new Set([
        ...figures.map((f) => f.observation.programme),
        ...resting.flatMap((entry) => entry.statement.programmes),
      ])
      const programmes = evidence.programmes.filter((p) => programmeIds.has(p.id))
      return { measure, figures, programmes, claims: resting }
    })
    .sort((a, b) => compareText(a.measure.name, b.measure.name))
  const measureEntries = new Map(measures.map((entry) => [entry.measure.id, entry]))

  const statements = saidSoFar.map(
    (statement): StatementEntry => ({
      statement,
      source: sourceOf(statement.source),
      programmes: statement.programmes.map((id) => must(programmesById.get(id), `programme "${id}"`)),
      claims: claimsByStatement.get(statement.id) ?? [],
      context: statement.context.flatMap((id) => measureEntries.get(id) ?? []),
    }),
  )

  const programmes = evidence.programmes
    .map((programme): ProgrammeEntry => {
      const own = statements.filter((entry) => entry.statement.programmes.includes(programme.id))
      const ownClaims = own.flatMap((entry) => entry.claims)
      const contextIds = new Set(own.flatMap((entry) => entry.statement.context))
      const ownMeasures = measures.filter(
        (entry) =>
          entry.figures.some((figure) => figure.observation.programme === programme.id) ||
          (contextIds.has(entry.measure.id) && entry.figures.length > 0) ||
          entry.claims.some((claim) => ownClaims.includes(claim)),
      )
      return {
        programme,
        statements: own,
        claims: ownClaims,
        measures: ownMeasures,
        counts: byVoice(ownClaims),
      }
    })
    .filter((entry) => !isPast || entry.statements.length > 0 || hasStarted(entry.programme, known.asOf))
    .sort((a, b) => compareText(b.programme.start ?? '', a.programme.start ?? ''))

  const named = statements.filter((entry) => entry.statement.speaker.name !== null)
  const speakers = gather(named, (entry) => entry.statement.speaker.name ?? '').map((body): SpeakerEntry => {
    const inTime = [...body.statements]
      .reverse()
      .map(({ statement: { speaker } }) =>
        speaker.role === null ? speaker.body : `${speaker.role}, ${speaker.body}`,
      )
    return { ...body, roles: [...new Set(inTime)] }
  })

  const silent = claims.filter((entry) => entry.verdict.result === 'no-figures')
  return {
    ...known,
    isPast,
    dataVersion: input.dataVersion,
    programmes,
    statements,
    claims,
    measures: isPast
      ? measures.filter((entry) => entry.figures.length > 0 || entry.claims.length > 0)
      : measures,
    sources: sourceEntries(evidence.sources, statements, figuresByMeasure),
    bodies: gather(statements, (entry) => entry.statement.speaker.body),
    speakers,
    gaps: {
      noFigures: silent.sort((a, b) => (b.verdict.silence?.days ?? 0) - (a.verdict.silence?.days ?? 0)),
      notTestable: claims.filter((entry) => entry.verdict.result === 'not-testable'),
    },
    counts: byVoice(claims),
    tombstones: input.tombstones,
  }
}

const hasStarted = (programme: Programme, asOf: Day): boolean =>
  programme.start !== null && firstDay(programme.start) <= asOf

const inOrder = (a: Figure, b: Figure): number => {
  const key = ({ observation: o }: Figure): string =>
    `${orderDay(o.period) ?? '9999'} ${o.published === null ? '9999' : lastDay(o.published)} ${o.id}`
  return compareText(key(a), key(b))
}

/** Everything that bears on one claim. */
function caseOf(
  evidence: Evidence,
  claim: Claim,
  statement: Statement,
  measures: ReadonlyMap<string, Measure>,
  sources: ReadonlyMap<string, Source>,
): Case {
  const wanted = new Set(claim.readings.map((reading) => reading.measure))
  return {
    claim,
    statement,
    programmes: evidence.programmes.filter((p) => statement.programmes.includes(p.id)),
    measures,
    sources,
    observations: evidence.observations.filter((o) => wanted.has(o.measure)),
  }
}

/**
 * The figure to print beside the words: of the readings with figures the one that differs least (a direct one differs
 * in nothing), then of better grade; where several figures stand in it, the one that serves the speaker best, so that
 * the choice is never held against them. Without any, a figure set there as context.
 */
function nearestFigure(
  verdict: Verdict,
  statement: Statement,
  figuresOf: (measure: string) => readonly Figure[],
  asOf: Day,
): NearestFigure | null {
  const [nearest] = verdict.readings
    .filter((reading) => reading.used.length > 0)
    .sort(
      (a, b) =>
        a.differs.length - b.differs.length || compareText(a.used[0]?.grade ?? '', b.used[0]?.grade ?? ''),
    )
  if (nearest !== undefined) {
    const ids = nearest.used.map((used) => used.observation)
    const id = verdict.best && ids.includes(verdict.best.observation) ? verdict.best.observation : ids[0]
    const figure = figuresOf(nearest.measure).find((f) => f.observation.id === id)
    if (figure) return { ...figure, from: nearest.match, differs: nearest.differs }
  }
  const when = verdict.due === null ? asOf : lastDay(verdict.due)
  for (const id of statement.context) {
    const figures = figuresOf(id).filter((f) => f.observation.source !== statement.source)
    const covering = figures.find((f) => covers(f.observation.period, when))
    const before = figures.filter((f) => (orderDay(f.observation.period) ?? '9999') <= when).at(-1)
    const figure = covering ?? before ?? figures[0]
    if (figure) return { ...figure, from: 'context', differs: [] }
  }
  return null
}

function groupBy<T>(items: readonly T[], keys: (item: T) => readonly string[]): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    for (const key of keys(item)) {
      const group = groups.get(key)
      if (group) group.push(item)
      else groups.set(key, [item])
    }
  }
  return groups
}

function gather(entries: readonly StatementEntry[], nameOf: (entry: StatementEntry) => string): BodyEntry[] {
  return [...groupBy(entries, (entry) => [nameId(nameOf(entry))])]
    .map(([id, statements]) => {
      const claims = statements.flatMap((entry) => entry.claims)
      const [newest] = statements
      return { id, name: newest ? nameOf(newest) : id, statements, claims, counts: countResults(claims) }
    })
    .sort((a, b) => compareText(a.id, b.id))
}

function sourceEntries(
  sources: readonly Source[],
  statements: readonly StatementEntry[],
  figures: ReadonlyMap<string, readonly Figure[]>,
): SourceEntry[] {
  const said = groupBy(statements, (entry) => [entry.source.id])
  const recorded = groupBy([...figures.values()].flat(), (figure) => [figure.source.id])
  return sources
    .map((source) => ({
      source,
      statements: (said.get(source.id) ?? []).map((entry) => entry.statement),
      observations: (recorded.get(source.id) ?? []).map((figure) => figure.observation),
    }))
    .filter((entry) => entry.statements.length > 0 || entry.observations.length > 0)
    .sort(
      (a, b) => compareText(a.source.publisher, b.source.publisher) || compareText(a.source.id, b.source.id),
    )
}

function findCase(evidence: Evidence, claimId: string): Case | null {
  const statement = evidence.statements.find((s) => s.claims.some((c) => c.id === claimId))
  const claim = statement?.claims.find((c) => c.id === claimId)
  if (!statement || !claim) return null
  const measures = new Map(evidence.measures.map((m) => [m.id, m]))
  const sources = new Map(evidence.sources.map((s) => [s.id, s]))
  return caseOf(evidence, claim, statement, measures, sources)
}

/**
 * The verdict on a claim at several tolerances, by the same rule. Empty for a claim whose words leave no leeway: only
 * "about" and "nearly" do.
 */
export function verdictsAt(
  evidence: Evidence,
  claimId: string,
  known: AsKnown,
  tolerances: readonly number[],
): { readonly tolerance: number; readonly verdict: Verdict }[] {
  const kase = findCase(evidence, claimId)
  if (kase === null || (kase.claim.comparator !== 'about' && kase.claim.comparator !== 'nearly')) return []
  return tolerances.flatMap((tolerance) => {
    const verdict = assess(kase, known, tolerance)
    return verdict === null ? [] : [{ tolerance, verdict }]
  })
}

/** One row of a claim's past: from `from` on, the verdict was this. */
export interface HistoryRow {
  readonly from: Day
  readonly verdict: Verdict
}

/**
 * How the verdict on a claim changed, oldest first: one row for each date on which it became another one. The old
 * rows stay for ever; a revised figure adds a row.
 */
export function verdictHistory(evidence: Evidence, claimId: string, { asOf, today }: AsKnown): HistoryRow[] {
  const kase = findCase(evidence, claimId)
  if (kase === null) return []
  const { statement, sources } = kase
  const now = assess(kase, { asOf, today })
  if (now === null) return []
  const dates = new Set<Day>([asOf])
  const said = saidBy(statement, sources.get(statement.source))
  if (said !== null) dates.add(lastDay(said))
  if (now.due !== null) dates.add(lastDay(now.due))
  for (const o of kase.observations) if (o.published !== null) dates.add(lastDay(o.published))
  for (const day of afterLags(now, kase)) dates.add(day)
  const rows: HistoryRow[] = []
  for (const date of [...dates].filter((d) => d <= asOf).sort()) {
    const verdict = assess(kase, { asOf: date, today })
    if (verdict === null) continue
    const last = rows.at(-1)?.verdict
    if (last === undefined || last.result !== verdict.result || usedIn(last) !== usedIn(verdict)) {
      rows.push({ from: date, verdict })
    }
  }
  return rows
}

const usedIn = (verdict: Verdict): string =>
  verdict.readings.flatMap((reading) => reading.used.map((figure) => figure.observation)).join(' ')

/** The days on which awaited figures become overdue. */
function afterLags({ due }: Verdict, { claim, measures }: Case): Day[] {
  if (due === null) return []
  const lags = claim.readings.map(
    (reading) => measures.get(reading.measure)?.publicationLagMonths ?? DEFAULT_LAG_MONTHS,
  )
  return [DEFAULT_LAG_MONTHS, ...lags].map((lag) => dayAfter(addMonths(lastDay(due), lag)))
}
