// What does the published rule say of a claim, as known on a date?
//
// METHOD steps 1 to 10, in order. A verdict is a pure function of the claim, the observations, the as-known date and
// the version of the rule: no clock, no locale, no model, no editor. Steps are kept in plain words with their numbers,
// so that anybody can settle a doubt by reading them.
import { addMonths, covers, type Day, daysBetween, firstDay, lastDay, orderDay } from './dates.ts'
import type { Claim, Grade, Measure, Observation, Programme, Reading, Source, Statement } from './nouns.ts'
import { MATCH_PARTS, NUMERIC_COMPARATORS } from './nouns.ts'
import { type Interval, lastNonZeroPlace, lastWrittenPlace, middle, readFigure, tidy } from './quantities.ts'
import { explain } from './steps.ts'
import { type Band, targetBand } from './target.ts'
import { type Result, RULE_VERSION, type Tag, TAGS } from './vocabulary.ts'

/** Months after the due date in which figures are still awaited, where the measure does not say. */
export const DEFAULT_LAG_MONTHS = 12
/** Months from the words to the due date, where neither a deadline nor a programme's end is known. */
export const DEFAULT_DUE_MONTHS = 24
/** At or above this share of the target a shortfall is Partly met, below it Not met. */
export const PARTLY_FROM = 0.5

/** One claim with everything that can bear on it. Observations of other measures are ignored. */
export interface Case {
  readonly claim: Claim
  readonly statement: Statement
  readonly programmes: readonly Programme[]
  readonly measures: ReadonlyMap<string, Measure>
  readonly sources: ReadonlyMap<string, Source>
  readonly observations: readonly Observation[]
}

/** `asOf` is the as-known date, `today` the day on which one asks; an earlier `asOf` is in the past. */
export interface AsKnown {
  readonly asOf: Day
  readonly today: Day
}

export type Lean = 'above' | 'inside' | 'below'

/** A figure that stands in a reading. */
export interface UsedFigure {
  readonly observation: string
  readonly interval: Interval
  readonly grade: Grade
}

/** A figure that does not stand, and why. */
export interface SetAside {
  readonly observation: string
  readonly why: string
}

export interface ReadingVerdict {
  readonly measure: string
  readonly dimensions: Reading['dimensions']
  readonly match: 'direct' | 'proxy'
  /** The parts of the match that are not the same; empty when direct. */
  readonly differs: readonly string[]
  readonly result: Result
  /** Where the figures stand to the band; null without figures, where they disagree, or in units that cannot be set against it. */
  readonly lean: Lean | null
  /** Null ends are without limit. Null when no band can be drawn. */
  readonly band: { readonly low: number | null; readonly high: number | null } | null
  /** Nearest edge of the figure over nearest edge of the band, 1 when inside; null for a proxy or without figures. */
  readonly attainment: number | null
  readonly used: readonly UsedFigure[]
  readonly setAside: readonly SetAside[]
}

/** The figure that serves the speaker best or worst. */
export interface Extreme {
  readonly measure: string
  readonly observation: string
}

export interface Silence {
  /** The due date; null when the day of the words is not known. */
  readonly since: Day | null
  readonly days: number | null
  readonly looked: readonly { readonly where: string; readonly when: string; readonly how: string }[]
}

export interface Verdict {
  readonly claim: string
  readonly rule: string
  readonly asOf: Day
  /** As recorded: "2017-03" means the last day of that month. Null when the day of the words is not known. */
  readonly due: string | null
  readonly result: Result
  readonly tags: readonly Tag[]
  /** The weakest of the best grades that the result rests on; null for the four non-results. */
  readonly grade: Grade | null
  readonly missing: string | null
  readonly readings: readonly ReadingVerdict[]
  readonly best: Extreme | null
  readonly worst: Extreme | null
  readonly tolerance: { readonly half: Result; readonly double: Result }
  readonly silence: Silence | null
  readonly steps: readonly string[]
}

/** What was found for one reading, before it is put into words. */
export interface Cell {
  readonly reading: Reading
  readonly measure: Measure
  readonly stated: boolean
  readonly direct: boolean
  readonly differs: readonly string[]
  readonly band: Band | null
  readonly baseline: Interval | null
  readonly used: readonly Compared[]
  readonly setAside: readonly SetAside[]
  readonly result: Result
  readonly tags: ReadonlySet<Tag>
  readonly lean: Lean | null
  readonly attainment: number | null
}

/** A used figure set against the band. */
export interface Compared {
  readonly observation: Observation
  readonly interval: Interval
  readonly because: string
  readonly result: 'met' | 'partly-met' | 'not-met' | null
  readonly tags: readonly Tag[]
  readonly lean: Lean | null
  readonly attainment: number | null
}

/** What the rule found, before it is put into words. */
export interface Finding {
  readonly claim: Claim
  readonly statement: Statement
  readonly asOf: Day
  readonly due: DueDate
  readonly missing: string | null
  readonly result: Result
  readonly tags: readonly Tag[]
  readonly cells: readonly Cell[]
  readonly deciding: readonly Cell[]
  readonly heldBackBy: readonly Cell[]
  readonly awaitedUntil: Day | null
  readonly tolerance: { readonly half: Result; readonly double: Result }
  readonly silence: Silence | null
}

export interface DueDate {
  /** As recorded; null when not known. */
  readonly date: string | null
  /** The last day it can mean. */
  readonly day: Day | null
  readonly basis: Claim['due']['basis']
}

/**
 * The verdict on a claim as known on a date; null when the words had not been said by then. When the day of the words
 * is not known they are taken as said only when `asOf` is not in the past.
 */
export function assess(kase: Case, { asOf, today }: AsKnown): Verdict | null {
  if (!wasSaid(kase.statement, { asOf, today })) return null
  const finding = find(kase, { asOf, today })
  const { claim, cells, result, tags, missing, tolerance, silence, due, deciding } = finding
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
    tolerance,
    silence,
    steps: explain(finding),
  }
}

/** True when words were public by the as-known date. */
export function wasSaid(statement: Pick<Statement, 'date'>, { asOf, today }: AsKnown): boolean {
  return statement.date === null ? asOf >= today : lastDay(statement.date) <= asOf
}

/** True when a figure could be known on the date; null where its publication date is not known. */
export function wasPublished(observation: Pick<Observation, 'published'>, asOf: Day): boolean | null {
  return observation.published === null ? null : lastDay(observation.published) <= asOf
}

const isResult = (result: Result): boolean =>
  result === 'met' || result === 'partly-met' || result === 'not-met' || result === 'depends'

function find(kase: Case, known: AsKnown): Finding {
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
  const { result, tags, cells, deciding, heldBackBy, awaitedUntil } = at(1)
  const tolerance = { half: at(0.5).result, double: at(2).result }
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
function dueDate({ claim, statement, programmes }: Case): DueDate {
  const { basis } = claim.due
  const ends = programmes.map((p) => p.end).filter((end) => end !== null)
  const said = statement.date
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
  const broken = isNegative(kase) && deciding.some((cell) => cell.result === 'not-met')
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
    return { ...outcome, result: 'no-match', tags: new Set<Tag>(['proxy-only']) }
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
  claim.comparator === 'at-most' && claim.value === 0 && statement.kind !== 'description'

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
  const cell = {
    reading,
    measure,
    stated: reading.statedBySpeaker,
    direct,
    differs,
    band,
    baseline: baseline?.interval ?? null,
    used,
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

// Step 3, first half: which figures may speak at all.
function eligible(
  kase: Case,
  reading: Reading,
  { asOf, today }: AsKnown,
): { standing: Observation[]; setAside: SetAside[] } {
  const { statement, sources } = kase
  const setAside: SetAside[] = []
  const standing: Observation[] = []
  for (const observation of kase.observations) {
    if (observation.measure !== reading.measure || !selects(reading, observation)) continue
    const published = wasPublished(observation, asOf)
    if (published === false) continue // not known on that day: as if it did not exist
    const why =
      published === null && asOf < today
        ? 'Its publication date is not known, and this is the record as known on a past date.'
        : observation.source === statement.source
          ? 'It is from the same document as the words: words cannot prove themselves.'
          : observation.sameWordsAs.includes(statement.id)
            ? 'It is these very words, reported.'
            : orderDay(observation.period) === null
              ? 'Its source does not say which period it is about.'
              : null
    if (why === null) standing.push(observation)
    else setAside.push({ observation: observation.id, why })
  }
  return { standing: latestVintages(standing, sources, setAside), setAside }
}

/** True when an observation has every dimension that the reading names. */
const selects = (reading: Reading, observation: Observation): boolean =>
  Object.entries(reading.dimensions).every(([key, value]) => observation.dimensions[key] === value)

/**
 * Of several vintages of a figure, the latest stands. Vintages share publisher, period, area and dimensions; figures
 * of different publishers are not vintages but may conflict, and both stand.
 */
function latestVintages(
  observations: readonly Observation[],
  sources: Case['sources'],
  setAside: SetAside[],
): Observation[] {
  const latest = new Map<string, Observation>()
  const key = (o: Observation): string =>
    JSON.stringify([
      sources.get(o.source)?.publisher ?? o.source,
      o.period.start,
      o.period.end,
      o.area,
      Object.entries(o.dimensions).sort(([a], [b]) => (a < b ? -1 : 1)),
    ])
  const isNewer = (a: Observation, b: Observation): boolean => {
    const [pa, pb] = [a, b].map((o) => (o.published === null ? '' : lastDay(o.published))) as [string, string]
    return pa === pb ? a.id < b.id : pa > pb
  }
  for (const observation of observations) {
    const rival = latest.get(key(observation))
    if (rival === undefined || isNewer(observation, rival)) latest.set(key(observation), observation)
  }
  return observations.filter((observation) => {
    const winner = latest.get(key(observation)) ?? observation
    if (winner === observation) return true
    const why =
      winner.published === observation.published && winner.value === observation.value
        ? `It is the same figure, listed twice (${winner.id}).`
        : `A later vintage stands in its place (${winner.id}).`
    setAside.push({ observation: observation.id, why })
    return false
  })
}

interface Baseline {
  readonly interval: Interval
  readonly order: Day
}

// Step 6: an increase or a decrease is measured from the baseline stated, else from the last figure before the words.
function findBaseline(
  { claim, statement }: Case,
  measure: Measure,
  standing: readonly Observation[],
  { asOf }: AsKnown,
): Baseline | null {
  if (claim.comparator !== 'increase' && claim.comparator !== 'decrease') return null
  if (claim.baseline !== null) {
    const { value, period, source } = claim.baseline
    const order = orderDay(period)
    if (order === null) return null
    const printed = standing.find(
      (o) => o.source === source && o.value === value && orderDay(o.period) === order,
    )
    if (printed) return { interval: readFigure(printed, measure.unit).interval, order }
    const half = (claim.unit === 'percent' ? lastWrittenPlace(value) : lastNonZeroPlace(value)) / 2
    return { interval: { low: tidy(value - half), high: tidy(value + half) }, order }
  }
  if (statement.date === null) return null
  const said = firstDay(statement.date)
  const [last] = standing
    .filter((o) => o.published !== null && lastDay(o.published) < said && lastDay(o.published) <= asOf)
    .sort((a, b) => (sortKey(a) < sortKey(b) ? 1 : -1))
  if (last === undefined) return null
  return { interval: readFigure(last, measure.unit).interval, order: orderDay(last.period) ?? said }
}

const sortKey = (o: Observation): string =>
  `${o.published && lastDay(o.published)} ${orderDay(o.period)} ${o.id}`

/** A change shows in figures that come after the baseline's period. */
function afterBaseline(standing: readonly Observation[], baseline: Day, setAside: SetAside[]): Observation[] {
  return standing.filter((observation) => {
    if ((orderDay(observation.period) ?? '') > baseline) return true
    setAside.push({
      observation: observation.id,
      why: 'Its period is not after the baseline from which change is measured.',
    })
    return false
  })
}

// Step 3, second half: of the figures that may speak, those of the period that the due date asks for.
function choosePeriod(
  standing: readonly Observation[],
  measure: Measure,
  due: Day,
  setAside: SetAside[],
): { chosen: Observation[]; later: Observation[] } {
  const order = (o: Observation): Day => orderDay(o.period) ?? ''
  const last = (set: readonly Observation[]): Day | undefined => set.map(order).sort().at(-1)
  const covering = measure.series === 'cumulative' ? [] : standing.filter((o) => covers(o.period, due))
  const before = standing.filter((o) => !covering.includes(o) && order(o) <= due)
  const after = standing.filter((o) => !covering.includes(o) && order(o) > due)
  const [pool, day] =
    covering.length > 0
      ? [covering, last(covering)]
      : before.length > 0
        ? [before, last(before)]
        : [after, after.map(order).sort()[0]]
  const chosen = pool.filter((o) => order(o) === day)
  for (const o of standing) {
    if (!chosen.includes(o)) {
      setAside.push({
        observation: o.id,
        why: 'It is about another period than the one the due date asks for.',
      })
    }
  }
  return { chosen, later: standing.filter((o) => order(o) > (day ?? '')) }
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
    .sort((a, b) => ((orderDay(a.period) ?? '') < (orderDay(b.period) ?? '') ? -1 : 1))
    .map(setAgainst)
    .find((figure) => figure.result === 'not-met' && !figure.tags.includes('too-close'))
}

// Step 8, within a reading: the best grade speaks.
function bestGrade(chosen: readonly Observation[], setAside: SetAside[]): Observation[] {
  const best = chosen.map((o) => o.grade).sort()[0]
  for (const o of chosen) {
    if (o.grade !== best) {
      setAside.push({
        observation: o.id,
        why: `A figure of better grade (${best}) stands for the same period.`,
      })
    }
  }
  return chosen.filter((o) => o.grade === best)
}

// Step 7. An interval against a band.
function compare(
  figure: Interval,
  band: Band,
  claim: Claim,
  measure: Measure,
  baseline: Interval | undefined,
): Pick<Compared, 'result' | 'tags' | 'lean' | 'attainment'> {
  const low = band.low ?? Number.NEGATIVE_INFINITY
  const high = band.high ?? Number.POSITIVE_INFINITY
  const aboveLow = band.openLow ? figure.low > low : figure.low >= low
  const belowHigh = band.openHigh ? figure.high < high : figure.high <= high
  if (aboveLow && belowHigh) return { result: 'met', tags: [], lean: 'inside', attainment: 1 }

  const whollyAbove = band.openHigh ? figure.low >= high : figure.low > high
  const whollyBelow = band.openLow ? figure.high <= low : figure.high < low
  const favours = favouredSide(claim, measure)
  if ((whollyAbove && favours === 'above') || (whollyBelow && favours === 'below')) {
    return { result: 'met', tags: ['exceeded'], lean: whollyAbove ? 'above' : 'below', attainment: 1 }
  }
  const judged = (attainment: number, tags: readonly Tag[], lean: Lean) =>
    ({ result: attainment >= PARTLY_FROM ? 'partly-met' : 'not-met', tags, lean, attainment }) as const
  if (whollyAbove || whollyBelow) {
    const lean = whollyAbove ? 'above' : 'below'
    if (baseline !== undefined) {
      const backwards =
        claim.comparator === 'increase' ? figure.high < baseline.low : figure.low > baseline.high
      if (backwards) return { result: 'not-met', tags: ['went-backwards'], lean, attainment: 0 }
      const attainment = whollyAbove ? ratio(high, figure.low) : ratio(figure.high, low)
      return judged(attainment, ['too-close'], lean) // it overlaps the baseline: no change can be told
    }
    return judged(whollyAbove ? ratio(high, figure.low) : ratio(figure.high, low), [], lean)
  }
  const mid = middle(figure)
  const lean = mid > high ? 'above' : mid < low ? 'below' : 'inside'
  const attainment =
    lean === 'inside' || lean === favours ? 1 : lean === 'above' ? ratio(high, mid) : ratio(mid, low)
  return judged(attainment, ['too-close'], lean)
}

/** The smaller over the larger, from 0 to 1, cut (never rounded up) at four decimals; 0 where either is not positive. */
function ratio(small: number, large: number): number {
  if (small <= 0 || large <= 0) return 0
  return Math.floor(tidy(Math.min(1, small / large) * 1e4)) / 1e4
}

/** The side of the band on which a figure is better than the words asked for; null where neither is. */
function favouredSide(claim: Claim, measure: Measure): 'above' | 'below' | null {
  if (claim.comparator === 'at-most' || claim.comparator === 'decrease') return 'below'
  return measure.favourable === 'higher' ? 'above' : measure.favourable === 'lower' ? 'below' : null
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

/**
 * The figures that serve the speaker best and worst, over all readings whose figures can be set against the band.
 * What the words ask for says which way is better; where they name a size, the measure's favourable direction does,
 * and where that is neutral, nearer is better. Ties go to the smaller id, so that the choice is never ours.
 */
function findExtremes(claim: Claim, cells: readonly Cell[]): { best: Extreme | null; worst: Extreme | null } {
  const scored = cells.flatMap((cell) =>
    cell.used
      .filter((figure) => figure.lean !== null)
      .map((figure) => ({
        measure: cell.measure.id,
        observation: figure.observation.id,
        score: service(figure.interval, cell, claim),
      })),
  )
  const pick = (sign: 1 | -1): Extreme | null => {
    const [first] = [...scored].sort(
      (a, b) => sign * (b.score - a.score) || (a.observation < b.observation ? -1 : 1),
    )
    return first ? { measure: first.measure, observation: first.observation } : null
  }
  return { best: pick(1), worst: pick(-1) }
}

/** How well a figure serves the speaker: larger is better, counted from the band in shares of its edge. */
function service(figure: Interval, cell: Cell, claim: Claim): number {
  const { band, measure } = cell
  const edge = band?.low ?? band?.high ?? 0
  const away = (middle(figure) - edge) / (Math.abs(edge) || 1)
  switch (claim.comparator) {
    case 'at-least':
    case 'most':
    case 'hundreds-of':
    case 'increase':
    case 'event':
      return away
    case 'at-most':
    case 'decrease':
      return -away
    case 'up-to':
    case 'exactly':
    case 'about':
    case 'nearly':
    case 'between': {
      if (measure.favourable === 'higher') return away
      if (measure.favourable === 'lower') return -away
      const centre = ((band?.low ?? edge) + (band?.high ?? edge)) / 2
      return -Math.abs(middle(figure) - centre) / (Math.abs(centre) || 1)
    }
    default: {
      const never: never = claim.comparator
      throw new Error(`unknown comparator: ${String(never)}`)
    }
  }
}
