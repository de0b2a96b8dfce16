// How did a measure develop?
//
// An SVG of a few kilobytes, made on the server. Position carries the meaning; each series has its own mark as well
// as its own colour. The table under the chart holds every number.
import { scaleLinear, scaleTime } from 'd3-scale'
import { line } from 'd3-shape'
import type { FC } from 'hono/jsx'
import { type Day, firstDay, orderDay, printPeriod } from '../../domain/dates.ts'
import type { Figure, MeasureEntry } from '../../domain/ledger.ts'
import { differencesOf, isComparable, LINE_PARTS, linesOf, printPart } from '../../domain/lines.ts'
import { readFigure } from '../../domain/quantities.ts'
import { printQuantity } from '../../domain/vocabulary.ts'

/** Narrow, so that its words can be read when a phone draws it at that width; the stylesheet sets them smaller where it is drawn wider. */
const WIDTH = 440
const HEIGHT = 250
const MARGIN = { top: 12, right: 12, bottom: 28 }
/** Room for a character of an axis label, of which most are digits; "%" and "m" are wider. */
const CHARACTER = 9
/** More series than this cannot be told apart; the rest is in the table. */
const MOST_SERIES = 6

interface Point {
  readonly figure: Figure
  readonly x: Date
  readonly value: number
  readonly low: number
  readonly high: number
}

interface Series {
  readonly name: string
  readonly points: readonly Point[]
}

const pointOf = (figure: Figure): Point => {
  const { observation, measure } = figure
  const { low, high } = readFigure(observation, measure.unit).interval
  const x = new Date(`${firstDay(orderDay(observation.period) ?? '')}T00:00:00Z`)
  return { figure, x, value: observation.value, low, high }
}

/**
 * The figures that stand on a day, one series for each line that they can be set in, named by what tells it from the
 * others; the largest series come first.
 */
export function seriesOf({ figures, programmes }: MeasureEntry, asOf: Day): Series[] {
  const lines = linesOf(figures, asOf)
  const differs = differencesOf(lines)
  const telling = LINE_PARTS.filter((part) =>
    differs.length === 0 ? part === 'area' || part === 'breakdown' : differs.includes(part),
  )
  return lines
    .map((one) => ({
      name: telling
        .map((part) => printPart(one, part, programmes))
        .filter((words) => words !== '')
        .join('; '),
      points: one.figures.map(pointOf),
    }))
    .sort((a, b) => b.points.length - a.points.length || (a.name < b.name ? -1 : 1))
}

/** Points that may be joined: neighbours whose periods can be set side by side. */
export function runsOf({ points }: Series): Point[][] {
  const runs: Point[][] = []
  for (const point of points) {
    const run = runs.at(-1)
    const [before, now] = [run?.at(-1)?.figure, point.figure]
    if (run && before && isComparable(before.observation.period, now.observation.period, now.measure.series))
      run.push(point)
    else runs.push([point])
  }
  return runs.filter((run) => run.length > 1)
}

/** The chart of a measure; null with fewer than two dated figures, where a sentence says more. */
export const SeriesChart: FC<{ entry: MeasureEntry; asOf: Day }> = ({ entry, asOf }) => {
  const all = seriesOf(entry, asOf)
  const shown = all.slice(0, MOST_SERIES)
  const points = shown.flatMap((series) => series.points)
  const [first] = points
  if (first === undefined || points.length < 2) return null
  const { unit } = entry.measure
  const times = points.map((point) => point.x.getTime())
  const spread = Math.max(...times) - Math.min(...times) || 3e10
  const y = scaleLinear(valueDomain(points, unit), [HEIGHT - MARGIN.bottom, MARGIN.top]).clamp(true)
  const levels = y.ticks(5).map((tick) => ({ at: round(y(tick)), label: axisLabel(tick, unit) }))
  const left = 12 + CHARACTER * Math.max(...levels.map(({ label }) => label.length))
  const x = scaleTime(
    [new Date(Math.min(...times) - spread * 0.04), new Date(Math.max(...times) + spread * 0.04)],
    [left, WIDTH - MARGIN.right],
  )
  const path = line<Point>(
    (point) => x(point.x),
    (point) => y(point.value),
  )
  const id = `chart-${entry.measure.id}`
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={`${id}-title ${id}-desc`}>
        <title id={`${id}-title`}>{entry.measure.name}</title>
        <desc id={`${id}-desc`}>{describe(points, unit)}</desc>
        {levels.map(({ at, label }) => (
          <g class="axis">
            <line x1={left} x2={WIDTH - MARGIN.right} y1={at} y2={at} />
            <text x={left - 8} y={at + 4} text-anchor="end">
              {label}
            </text>
          </g>
        ))}
        {yearTicks(x).map((tick) => (
          <text class="axis" x={round(x(tick))} y={HEIGHT - 8} text-anchor="middle">
            {tick.getUTCFullYear()}
          </text>
        ))}
        {shown.map((series, index) => (
          <g class={`series series-${index + 1}`}>
            {runsOf(series).map((run) => (
              <path d={(path(run) ?? '').replace(/(\.\d)\d+/g, '$1')} />
            ))}
            {series.points.map((point) => (
              <>
                {point.high > point.low ? (
                  <line
                    class="interval"
                    x1={round(x(point.x))}
                    x2={round(x(point.x))}
                    y1={round(y(point.low))}
                    y2={round(y(point.high))}
                  />
                ) : null}
                <Mark index={index} x={round(x(point.x))} y={round(y(point.value))} />
              </>
            ))}
          </g>
        ))}
      </svg>
      <figcaption>
        <ul class="legend">
          {shown.map((series, index) => (
            <li>
              <svg
                class={`series series-${index + 1}`}
                viewBox="0 0 16 16"
                width="16"
                height="16"
                aria-hidden="true"
              >
                <Mark index={index} x={8} y={8} />
              </svg>{' '}
              {series.name} ({series.points.length})
            </li>
          ))}
        </ul>
        Each mark stands at the end of its period; a bar through it is the interval that the printed figure
        stands for.
        {all.length > shown.length
          ? ` ${all.length - shown.length} more series are in the table below.`
          : ' Every number is in the table below.'}
      </figcaption>
    </figure>
  )
}

const round = (n: number): number => Math.round(n * 10) / 10

/** Round ends that hold every figure with its interval, and nought. Shares between 0 and 100% have no room beyond them. */
export function valueDomain(
  points: readonly Pick<Point, 'value' | 'low' | 'high'>[],
  unit: MeasureEntry['measure']['unit'],
): [number, number] {
  const isShare = unit === 'percent' && points.every(({ value }) => value >= 0 && value <= 100)
  const [least, most] = isShare ? [0, 100] : [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
  const ends = [Math.min(0, ...points.map((p) => p.low)), Math.max(...points.map((p) => p.high), 1)]
  const [low = 0, high = 1] = scaleLinear(ends, [0, 1]).nice(5).domain()
  return [Math.max(low, least), Math.min(high, most)]
}

const describe = (points: readonly Point[], unit: MeasureEntry['measure']['unit']): string => {
  const sorted = [...points].sort((a, b) => a.x.getTime() - b.x.getTime())
  const [start, end] = [sorted[0], sorted.at(-1)]
  if (!start || !end) return ''
  const say = (p: Point): string =>
    `${printQuantity(p.value, unit)} (${printPeriod(p.figure.observation.period)})`
  return `${points.length} figures, from ${say(start)} to ${say(end)}. The table below holds all of them.`
}

const axisLabel = (tick: number, unit: MeasureEntry['measure']['unit']): string =>
  printQuantity(tick, unit)
    .replace(/ (?:people|organisations|contracts|places|days)$/, '')
    .replace(' billion', 'bn')
    .replace(' million', 'm')

/** The beginnings of at most eight years; within one year the middle, which is of that year. */
function yearTicks(x: { domain(): Date[] }): Date[] {
  const [first, last] = x.domain() as [Date, Date]
  const [from, to] = [first.getUTCFullYear(), last.getUTCFullYear()]
  const step = Math.max(1, Math.ceil((to - from) / 8))
  const ticks: Date[] = []
  for (let year = from + 1; year <= to; year += step) ticks.push(new Date(Date.UTC(year, 0, 1)))
  return ticks.length > 0 ? ticks : [new Date((first.getTime() + last.getTime()) / 2)]
}

/** Six marks of different shape. */
const Mark: FC<{ index: number; x: number; y: number }> = ({ index, x, y }) => {
  switch (index % 6) {
    case 0:
      return <circle cx={x} cy={y} r={4.5} />
    case 1:
      return <rect x={x - 4} y={y - 4} width={8} height={8} />
    case 2:
      return <path class="mark" d={`M${x} ${y - 5}l5 9h-10z`} />
    case 3:
      return <path class="mark" d={`M${x} ${y - 5.5}l5.5 5.5l-5.5 5.5l-5.5 -5.5z`} />
    case 4:
      return <path class="mark" d={`M${x} ${y + 5}l5 -9h-10z`} />
    default:
      return <circle class="hollow" cx={x} cy={y} r={4} />
  }
}
