// What does the published rule say of a claim, as known on a date?
//
// METHOD steps 1 to 10, in order. A verdict is a pure function of the claim, the observations, the as-known date and
// the version of the rule: no clock, no locale, no model, no editor. Steps are kept in plain words with their numbers,
// so that anybody can settle a doubt by reading them.
import type { AsKnown, Case, Cell, Compared, DueDate, Finding, Verdict } from './case.ts'
import { compare, findExtremes } from './compare.ts'
import { addMonths, type Day, daysBetween, firstDay, lastDay, orderDay } from './dates.ts'
import {
  afterBaseline,
  bestGrade,
  choosePeriod,
  eligible,
  findBaseline,
  saidBy,
  wasSaid,
} from './eligible.ts'
import { MATCH_PARTS, NUMERIC_COMPARATORS } from './comparators.ts'
import type { Claim, Grade, Observation, Reading, Statement } from './nouns.ts'
import { readFigure } from './quantities.ts'
import { explain } from './steps.ts'
import { targetBand } from './target.ts'
import { type Result, RULE_VERSION, TAGS, type Tag } from './vocabulary.ts'

export type { AsKnown, Case, Verdict } from './case.ts'

/** Months after the due date in which figures are still awaited, where the measure does not say. */
export const DEFAULT_LAG_MONTHS = 12
/** Months from the words to the due date, where neither a deadline nor a programme's end is known. */
export const DEFAULT_DUE_MONTHS = 24
/**
 * The verdict on a claim as known on a date; null when the words had not been said by then. When the day of the words
 * is not known they are taken as said only when `asOf` is not in the past. `tolerance` scales the leeway of "about" and
 * "nearly", as in targetBand: 1 is the published rule, any other number answers a reader who asks what if.
 */
export function assess(kase: Case, { asOf, today }: AsKnown, tolerance = 1): Verdict | null {
  if (!wasSaid(kase.statement, kase.sources.get(kase.statement.source), { asOf, today })) return null
  const finding = find(kase, { asOf, today }, tolerance)
  const { claim, cells, result, tags, missing, silence, due, deciding } = finding
  const extremes = findExtremes(claim, cells)
  return {
    claim: claim.id,
    rule: RULE_VERSION,
    asOf,
    due: due.date,
    result,
    tags,
    grade: isResult(result) ? weakest(deciding) : null,
    missing,
    readings: cells.map((cell) => ({
      measure: cell.measure.id,
      dimensions: cell.reading.dimensions,
      match: cell.direct ? 'direct' : 'proxy',
      differs: cell.differs,
      result: cell.result,
      lean: cell.lean,
      band: cell.band && { low: cell.band.low, high: cell.band.high },
      attainment: cell.attainment,
      used: cell.used.map(({ observation, interval }) => ({
        observation: observation.id,
        interval,
        grade: observation.grade,
      })),
      setAside: cell.setAside,
    })),
    best: extremes.best,
    worst: extremes.worst,
    tolerance: finding.tolerance,
    silence,
    steps: explain(finding),
  }
}

const isResult = (result: Result): boolean =>
  result === 'met' || result === 'partly-met' || result === 'not-met' || result === 'depends'

function find(kase: Case, known: AsKnown, scale: number): Finding {
  const { claim, statement } = kase
  const { asOf } = known
  const due = dueDate(kase)
  const missing = missingPart(claim)
  const base = { claim, statement, asOf, due, missing, heldBackBy: [], awaitedUntil: null, silence: null }
  if (missing !== null) {
    const tolerance = { half: 'not-testable', double: 'not-testable' } as const
    return { ...base, result: 'not-testable', tags: [], cells: [], deciding: [], tolerance }
  }
  const at = (tolerance: number) => headline(kase, known, due, tolerance)
  const { result, tags, cells, deciding, heldBackBy, awaitedUntil } = at(scale)
  const tolerance = { half: at(scale / 2).result, double: at(scale * 2).result }
  const moves = tolerance.half !== result || tolerance.double !== result
  const all = new Set<Tag>(tags)
  if (moves) all.add('tolerance-sensitive')
  const silence =
    result === 'no-figures'
      ? {
          since: due.day,
          days: due.day === null ? null : daysBetween(due.day, asOf),
          looked: claim.looked ?? [],
        }
      : null
  return {
    ...base,
    result,
    tags: TAGS.filter((tag) => all.has(tag)),
    cells,
    deciding,
    heldBackBy,
    awaitedUntil,
    tolerance,
    silence,
  }
}

// Step 1. A question about the words alone, whatever figures exist.
function missingPart(claim: Claim): string | null {
  if (claim.notTestable !== null) return claim.notTestable
  if (NUMERIC_COMPARATORS.includes(claim.comparator) && claim.value === null) return 'A number is missing.'
  return null
}

// Step 2.
function dueDate({ claim, statement, programmes, sources }: Case): DueDate {
  const { basis } = claim.due
  const ends = programmes.map((p) => p.end).filter((end) => end !== null)
  const said = saidBy(statement, sources.get(statement.source))
  const date =
    claim.due.date ??
    (statement.kind === 'description' || basis === 'when-said'
      ? said
      : (ends.sort((a, b) => (lastDay(a) < lastDay(b) ? 1 : -1))[0] ??
        (said === null ? null : addMonths(lastDay(said), DEFAULT_DUE_MONTHS))))
  return { date, day: date === null ? null : lastDay(date), basis }
}

interface Headline {
  readonly result: Result
  readonly tags: ReadonlySet<Tag>
  readonly cells: readonly Cell[]
  readonly deciding: readonly Cell[]
  readonly heldBackBy: readonly Cell[]
  readonly awaitedUntil: Day | null
}

// Steps 3 to 8 and 10, at one tolerance.
function headline(kase: Case, known: AsKnown, due: DueDate, tolerance: number): Headline {
  const { claim } = kase
  const isDue = due.day === null || known.asOf >= due.day
  const cells = claim.readings.map((reading) => assessReading(kase, reading, known, due, tolerance))
  const stated = cells.filter((cell) => cell.stated)
  const inPlay = stated.length > 0 ? stated : cells
  const direct = inPlay.filter((cell) => cell.direct)
  const deciding = direct.filter((cell) => cell.used.length > 0)
  const silent = direct.filter((cell) => cell.used.length === 0)
  const agreed = agreement(deciding.map((cell) => cell.result))
  const heldBack = agreed === 'met' && silent.length > 0
  const outcome = { cells, deciding, heldBackBy: heldBack ? silent : [], awaitedUntil: null }

  const cap = claim.comparator === 'at-most' || claim.comparator === 'up-to'
  const holds = cap && agreed === 'met' // a limit is not reached early: it holds so far
  const metEarly = claim.cumulative && !cap && agreed === 'met' && !heldBack
  const broken = deciding.some((cell) => cell.breached)
  if (!isDue && !metEarly && !broken) {
    const tags = new Set<Tag>(holds ? ['held-so-far'] : [])
    const waiting = cells.map((cell) => ({ ...cell, result: 'too-early' as const }))
    return { ...outcome, result: 'too-early', tags, cells: waiting, deciding: [], heldBackBy: [] }
  }
  if (agreed !== null) {
    const result = heldBack ? 'depends' : agreed
    return { ...outcome, result, tags: headlineTags(result, deciding) }
  }
  if (inPlay.some((cell) => cell.used.length > 0)) {
    const isProvisional = inPlay.some((cell) =>
      cell.used.some((figure) => figure.observation.status === 'provisional'),
    )
    return {
      ...outcome,
      result: 'no-match',
      tags: new Set<Tag>(isProvisional ? ['provisional', 'proxy-only'] : ['proxy-only']),
    }
  }
  // Step 10. The longest lag of the readings counts, so that nobody is called silent too soon.
  const lag = Math.max(
    ...(inPlay.length > 0
      ? inPlay.map((cell) => cell.measure.publicationLagMonths ?? DEFAULT_LAG_MONTHS)
      : [DEFAULT_LAG_MONTHS]),
  )
  const until = due.day === null ? null : addMonths(due.day, lag)
  const awaited = until !== null && known.asOf <= until
  return {
    ...outcome,
    result: awaited ? 'too-early' : 'no-figures',
    tags: new Set<Tag>(),
    cells: awaited
      ? cells.map((cell) => (cell.used.length > 0 ? cell : { ...cell, result: 'too-early' }))
      : cells,
    awaitedUntil: until,
  }
}

/** A promise that something will not happen at all: the first counter-example breaks it. */
const isNegative = ({ claim, statement }: Case): boolean =>
  claim.comparator === 'at-most' && claim.value === 0 && statement.kind === 'pledge'

/** The one answer of several, `depends` where they differ, null where there are none. */
function agreement(results: readonly Result[]): Result | null {
  const [first] = results
  if (first === undefined) return null
  return results.every((result) => result === first) ? first : 'depends'
}

function headlineTags(result: Result, deciding: readonly Cell[]): ReadonlySet<Tag> {
  const tags = new Set<Tag>()
  const some = (tag: Tag): boolean => deciding.some((cell) => cell.tags.has(tag))
  if (result === 'met' && deciding.every((cell) => cell.tags.has('exceeded'))) tags.add('exceeded')
  for (const tag of ['late', 'went-backwards', 'provisional', 'too-close'] as const)
    if (some(tag)) tags.add(tag)
  return tags
}

// Steps 3 to 7 for one reading.
function assessReading(kase: Case, reading: Reading, known: AsKnown, due: DueDate, tolerance: number): Cell {
  const { claim, statement } = kase
  const measure = kase.measures.get(reading.measure)
  if (measure === undefined) throw new Error(`${claim.id}: measure "${reading.measure}" is not known`)
  const { standing, setAside } = eligible(kase, reading, known)
  const baseline = findBaseline(kase, measure, standing, known)
  const differs = MATCH_PARTS.filter((part) => reading.match[part] !== 'same')
  const direct = differs.length === 0
  const band = targetBand(claim, statement.quote, baseline?.interval ?? null, tolerance)
  const comparable = measure.unit === claim.unit || (isCountUnit(measure.unit) && isCountUnit(claim.unit))
  const setAgainst = (observation: Observation): Compared => {
    const figure = readFigure(observation, measure.unit)
    const place =
      band && comparable ? compare(figure.interval, band, claim, measure, baseline?.interval) : NOWHERE
    return { observation, interval: figure.interval, because: figure.because, ...place }
  }
  const testing = band === null ? [] : afterBaseline(standing, baseline?.order ?? '', setAside)
  if (band === null) {
    const why = 'No baseline is stated, and no figure was published before the words to measure change from.'
    setAside.push(...standing.map((observation) => ({ observation: observation.id, why })))
  }
  const { chosen, later } = choosePeriod(testing, measure, due.day ?? known.asOf, setAside)
  const breach = isNegative(kase) && direct ? firstBreach(testing, due, statement, setAgainst) : undefined
  const used = breach ? [breach] : bestGrade(chosen, setAside).map(setAgainst)
  if (breach) {
    const why = `An earlier figure broke the promise that nothing would happen (${breach.observation.id}).`
    setAside.push(...chosen.map((observation) => ({ observation: observation.id, why })))
  }
  const cell = {
    reading,
    measure,
    stated: reading.statedBySpeaker,
    direct,
    differs,
    band,
    baseline: baseline?.interval ?? null,
    used,
    breached: breach !== undefined,
    setAside: setAside
      .filter((aside) => !used.some((figure) => figure.observation.id === aside.observation))
      .sort((a, b) => (a.observation < b.observation ? -1 : 1)),
    lean: oneOf(used.map((figure) => figure.lean)),
    attainment: null,
    tags: new Set<Tag>(),
  }
  if (used.length === 0) return { ...cell, result: 'no-figures' }
  if (!direct) return { ...cell, result: 'no-match' }

  const tags = new Set(used.flatMap((figure) => figure.tags))
  if (!used.every((figure) => figure.tags.includes('exceeded'))) tags.delete('exceeded')
  if (used.some((figure) => figure.observation.status === 'provisional')) tags.add('provisional')
  const attainment = Math.min(...used.map((figure) => figure.attainment ?? 0))
  const result = agreement(used.map((figure) => figure.result ?? 'no-match')) ?? 'no-match'
  const isPromise = statement.kind === 'pledge' || statement.kind === 'forecast'
  const cameLate =
    claim.cumulative &&
    isPromise &&
    (result === 'partly-met' || result === 'not-met') &&
    later.some((observation) => setAgainst(observation).result === 'met')
  if (cameLate) return { ...cell, result: 'partly-met', tags: tags.add('late'), attainment }
  return { ...cell, result, tags, attainment }
}

const NOWHERE = { result: null, tags: [], lean: null, attainment: null } as const

const isCountUnit = (unit: string | null): boolean =>
  unit === 'count' ||
  unit === 'people' ||
  unit === 'organisations' ||
  unit === 'contracts' ||
  unit === 'places'

/** The one value all share, or null. */
function oneOf<T>(values: readonly (T | null)[]): T | null {
  const [first = null] = values
  return values.every((value) => value === first) ? first : null
}

/** The first figure of grade A to C, from the words to the due date, that breaks a promise that nothing would happen. */
function firstBreach(
  standing: readonly Observation[],
  due: DueDate,
  statement: Statement,
  setAgainst: (observation: Observation) => Compared,
): Compared | undefined {
  const from = statement.date === null ? '' : firstDay(statement.date)
  return standing
    .filter((o) => o.grade !== 'D' && (orderDay(o.period) ?? '') >= from)
    .filter((o) => due.day === null || (orderDay(o.period) ?? '') <= due.day)
    .sort((a, b) => (`${orderDay(a.period)} ${a.id}` < `${orderDay(b.period)} ${b.id}` ? -1 : 1))
    .map(setAgainst)
    .find((figure) => figure.result === 'not-met' && !figure.tags.includes('too-close'))
}

/** Grades run from A, the best, to D; a result that rests on several is as strong as the weakest. */
function weakest(deciding: readonly Cell[]): Grade | null {
  return (
    deciding
      .flatMap((cell) => cell.used.map((figure) => figure.observation.grade))
      .sort()
      .at(-1) ?? null
  )
}
