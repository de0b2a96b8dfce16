// Which figures of a measure can be set in one line, and which way does it go?
//
// A line joins figures that count the same thing in the same way at different times: one publisher, programme, area and
// one set of dimensions, to which a lens belongs. Anything else would show a change of method as a change of the world.
import { type Day, daysBetween, firstDay, lastDay, orderDay, type Period } from './dates.ts'
import { isNewerVintage, vintageKey, wasWithdrawn } from './eligible.ts'
import type { Figure } from './ledger.ts'
import type { Measure } from './nouns.ts'
import { readFigure } from './quantities.ts'
import { printDimensions } from './steps.ts'

/** What two lines can differ in. */
export const LINE_PARTS = ['publisher', 'programme', 'area', 'breakdown'] as const
export type LinePart = (typeof LINE_PARTS)[number]

export interface Line {
  readonly parts: Readonly<Record<LinePart, string>>
  /** In order of their periods; never empty. */
  readonly figures: readonly Figure[]
}

const orderOf = ({ observation }: Figure): Day => orderDay(observation.period) ?? ''

/** The figures that stand on a day: of several vintages the latest, not withdrawn, of a period that is stated. */
function standingFigures(figures: readonly Figure[], asOf: Day): Figure[] {
  const latest = new Map<string, Figure>()
  for (const figure of figures) {
    const { observation: o, source } = figure
    if (wasWithdrawn(o, asOf) || orderDay(o.period) === null) continue
    const key = `${o.programme} ${vintageKey(o, source.publisher)}`
    const rival = latest.get(key)
    if (rival === undefined || isNewerVintage(o, rival.observation)) latest.set(key, figure)
  }
  return [...latest.values()].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : orderOf(a) > orderOf(b) ? 1 : 0))
}

/** The lines of those figures of one measure that stand on a day, in the order in which they begin. */
export function linesOf(figures: readonly Figure[], asOf: Day): Line[] {
  const lines = new Map<string, { parts: Line['parts']; figures: Figure[] }>()
  for (const figure of standingFigures(figures, asOf)) {
    const { observation: o, source } = figure
    const parts = {
      publisher: source.publisher,
      programme: o.programme,
      area: o.area,
      breakdown: printDimensions(o.dimensions),
    }
    const key = JSON.stringify(parts)
    const line = lines.get(key) ?? { parts, figures: [] }
    line.figures.push(figure)
    lines.set(key, line)
  }
  return [...lines.values()]
}

/** In what these lines differ; empty for one line. */
export const differencesOf = (lines: readonly Line[]): LinePart[] =>
  LINE_PARTS.filter((part) => new Set(lines.map(({ parts }) => parts[part])).size > 1)

/** A part of a line in words; empty where it has none. */
export const printPart = (
  { parts }: Line,
  part: LinePart,
  programmes: readonly { readonly id: string; readonly name: string }[],
): string =>
  part === 'programme'
    ? (programmes.find(({ id }) => id === parts.programme)?.name ?? parts.programme)
    : parts[part]

export interface Movement {
  readonly latest: Figure
  /** The figure of the period before that can be compared. */
  readonly before: Figure
  /** `unclear`: what the two print stands for overlaps, so that nothing can be said. */
  readonly went: 'up' | 'down' | 'nowhere' | 'unclear'
}

/** Months and years differ by days: 28 and 31, 365 and 366. */
const SAME_LENGTH_DAYS = 3

const daysIn = ({ start, end }: Period): number => daysBetween(firstDay(start ?? ''), lastDay(end ?? ''))

const isMoment = ({ start, end }: Period): boolean => start === null || end === null

/** Whether two periods can be set side by side: moments, running totals from one beginning, else periods of one length. */
export function isComparable(a: Period, b: Period, series: Measure['series']): boolean {
  if (isMoment(a) || isMoment(b)) return isMoment(a) && isMoment(b)
  if (series === 'cumulative') return a.start === b.start
  return Math.abs(daysIn(a) - daysIn(b)) <= SAME_LENGTH_DAYS
}

/** Which way a line went last; null where its latest figure has none before it to be compared with. */
export function movementOf({ figures }: Pick<Line, 'figures'>): Movement | null {
  const latest = figures.at(-1)
  if (latest === undefined) return null
  const { measure, observation } = latest
  // Two figures that end on one day, such as a quarter's and a year's: neither is the latest.
  if (figures.filter((figure) => orderOf(figure) === orderOf(latest)).length > 1) return null
  const before = figures
    .slice(0, -1)
    .findLast((figure) => isComparable(figure.observation.period, observation.period, measure.series))
  if (before === undefined) return null
  const [now, then] = [latest, before].map((figure) => readFigure(figure.observation, measure.unit).interval)
  if (now === undefined || then === undefined) return null
  const went =
    now.low === now.high && then.low === then.high && now.low === then.low
      ? 'nowhere'
      : now.low >= then.high
        ? 'up'
        : now.high <= then.low
          ? 'down'
          : 'unclear'
  return { latest, before, went }
}
