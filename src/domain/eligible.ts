// Which figures may speak for a reading, and which of them does the due date ask for?
//
// METHOD step 3, and the part of step 8 that picks grades. Each figure that does not stand is set aside with its
// reason; a figure not yet published on the as-known date is left out as if it did not exist.
import type { AsKnown, Case, SetAside } from './case.ts'
import { covers, type Day, firstDay, lastDay, orderDay, type PartialDate, printDate } from './dates.ts'
import type { Measure, Observation, Reading, Source, Statement } from './nouns.ts'
import { type Interval, lastNonZeroPlace, lastWrittenPlace, readFigure, tidy } from './quantities.ts'

/** When words were said; where that is not known, the day their source was published: they were said by then. */
export function saidBy(statement: Pick<Statement, 'date'>, source: Source | undefined): PartialDate | null {
  return statement.date ?? source?.published ?? null
}

/** True when words were public by the as-known date. Words without any date are known only when that is not past. */
export function wasSaid(
  statement: Pick<Statement, 'date'>,
  source: Source | undefined,
  { asOf, today }: AsKnown,
): boolean {
  const said = saidBy(statement, source)
  return said === null ? asOf >= today : lastDay(said) <= asOf
}

/** True when a figure could be known on the date; null where its publication date is not known. */
export function wasPublished(observation: Pick<Observation, 'published'>, asOf: Day): boolean | null {
  return observation.published === null ? null : lastDay(observation.published) <= asOf
}

/** Step 3, first half: which figures may speak at all. */
export function eligible(
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
        : observation.withdrawn !== undefined && wasWithdrawn(observation, asOf)
          ? `It was withdrawn by its publisher on ${printDate(observation.withdrawn)}.`
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

/** The same for all vintages of a figure of one measure. */
export const vintageKey = (o: Observation, publisher: string): string =>
  JSON.stringify([
    publisher,
    o.period.start,
    o.period.end,
    o.area,
    Object.entries(o.dimensions).sort(([a], [b]) => (a < b ? -1 : 1)),
  ])

/** True when `a` was published after `b`; one without a date counts as the earlier. */
export const isNewerVintage = (a: Observation, b: Observation): boolean => {
  const [pa, pb] = [a, b].map((o) => (o.published === null ? '' : lastDay(o.published))) as [string, string]
  return pa === pb ? a.id < b.id : pa > pb
}

/** True when its publisher no longer stood by a figure on the day. */
export const wasWithdrawn = ({ withdrawn }: Pick<Observation, 'withdrawn'>, asOf: Day): boolean =>
  withdrawn !== undefined && firstDay(withdrawn) <= asOf

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
  const key = (o: Observation): string => vintageKey(o, sources.get(o.source)?.publisher ?? o.source)
  for (const observation of observations) {
    const rival = latest.get(key(observation))
    if (rival === undefined || isNewerVintage(observation, rival)) latest.set(key(observation), observation)
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

/** Step 6: an increase or a decrease is measured from the baseline stated, else from the last figure before the words. */
export function findBaseline(
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
export function afterBaseline(
  standing: readonly Observation[],
  baseline: Day,
  setAside: SetAside[],
): Observation[] {
  return standing.filter((observation) => {
    if ((orderDay(observation.period) ?? '') > baseline) return true
    setAside.push({
      observation: observation.id,
      why: 'Its period is not after the baseline from which change is measured.',
    })
    return false
  })
}

/** Step 3, second half: of the figures that may speak, those of the period that the due date asks for. */
export function choosePeriod(
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

/** Step 8, within a reading: the best grade speaks. */
export function bestGrade(chosen: readonly Observation[], setAside: SetAside[]): Observation[] {
  const best = chosen.map((o) => o.grade).sort()[0]
  for (const o of chosen) {
    if (o.grade !== best) {
      setAside.push({
        observation: o.id,
        why: `A figure of better grade (${best}) stands for the same period.`,
      })
    }
  }
  return chosen.filter((o) => o.grade === best).sort((a, b) => (a.id < b.id ? -1 : 1)) // one order, whatever the input's
}
