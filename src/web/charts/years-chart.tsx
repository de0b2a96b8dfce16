// When was it talked about, and for which years do figures exist?
//
// Words above the line, figures below it, year by year. All programmes share one time axis, so that they can be read
// down a page; the height is each programme's own, because the counts are not to be compared.
import { scaleLinear } from 'd3-scale'
import type { FC } from 'hono/jsx'
import { firstDay } from '../../domain/dates.ts'
import type { ProgrammeEntry } from '../../domain/ledger.ts'
import { printCount } from '../../domain/vocabulary.ts'
import { pct, round, yearOfPeriod } from './plot.ts'

const HALF = 26
const AXIS = 34
const HEIGHT = 84

interface YearCounts {
  readonly words: ReadonlyMap<number, number>
  readonly figures: ReadonlyMap<number, number>
}

const countYears = (years: readonly (number | null)[]): Map<number, number> => {
  const counts = new Map<number, number>()
  for (const year of years) if (year !== null) counts.set(year, (counts.get(year) ?? 0) + 1)
  return counts
}

/** Statements by the year they were made, and the programme's own figures by the year in which their period ends. */
export function yearCounts({ programme, statements, measures }: ProgrammeEntry): YearCounts {
  return {
    words: countYears(
      statements.map(({ statement }) =>
        statement.date === null ? null : Number(firstDay(statement.date).slice(0, 4)),
      ),
    ),
    figures: countYears(
      measures
        .flatMap((measure) => measure.figures)
        .filter(({ observation }) => observation.programme === programme.id)
        .map(({ observation }) => {
          const year = yearOfPeriod(observation.period)
          return year === null ? null : Math.floor(year)
        }),
    ),
  }
}

const total = (counts: ReadonlyMap<number, number>): number =>
  [...counts.values()].reduce((sum, n) => sum + n, 0)

/** Words and figures of one programme by year, from `from` to `to`. Earlier and later years stand at the ends. */
export const YearsChart: FC<{ entry: ProgrammeEntry; from: number; to: number }> = ({ entry, from, to }) => {
  const { words, figures } = yearCounts(entry)
  const { programme } = entry
  const step = 100 / (to - from + 1)
  const most = Math.max(1, ...words.values(), ...figures.values())
  const height = scaleLinear([0, most], [0, HALF])
  const bars = (counts: ReadonlyMap<number, number>, up: boolean) =>
    [...counts].map(([year, n]) => {
      const at = Math.min(Math.max(year, from), to)
      const size = Math.max(2, round(height(n)))
      return (
        <rect
          x={pct((at - from) * step + step * 0.12)}
          y={up ? AXIS - 2 - size : AXIS + 2}
          width={pct(step * 0.76)}
          height={size}
        />
      )
    })
  const start = programme.start === null ? null : Number(programme.start.slice(0, 4))
  const end = programme.end === null ? to : Number(programme.end.slice(0, 4))
  const id = `years-${programme.id}`
  return (
    <svg class="years" width="100%" height={HEIGHT} role="img" aria-labelledby={id}>
      <title id={id}>
        {`${programme.name}: ${printCount(total(words), 'dated statement')} and ${printCount(total(figures), 'dated figure')}, by year from ${from} to ${to}`}
      </title>
      <line class="axis" x1="0" x2="100%" y1={AXIS} y2={AXIS} />
      {start !== null && end >= from ? (
        <line
          class="span"
          x1={pct((Math.max(start, from) - from) * step)}
          x2={pct((Math.min(end, to) - from + 1) * step)}
          y1={AXIS}
          y2={AXIS}
        />
      ) : null}
      <g class="said">{bars(words, true)}</g>
      <g class="recorded">{bars(figures, false)}</g>
      <text class="end" x="0" y={HEIGHT - 6}>
        {String(from)}
      </text>
      <text class="end" x="50%" y={HEIGHT - 6} text-anchor="middle">
        {String(Math.round((from + to) / 2))}
      </text>
      <text class="end" x="100%" y={HEIGHT - 6} text-anchor="end">
        {String(to)}
      </text>
    </svg>
  )
}
