// How does the recorded figure stand to what the words ask for?
//
// One line from nought: the band of the words above it, the figure with its interval on it.
import { scaleLinear } from 'd3-scale'
import type { FC } from 'hono/jsx'
import type { ReadingVerdict } from '../../domain/case.ts'
import type { Unit } from '../../domain/nouns.ts'
import type { Interval } from '../../domain/quantities.ts'
import { printBand, printInterval } from '../../domain/steps.ts'
import { anchorAt, axisLabel, pct, placer, printRounded } from './plot.ts'

interface Marked {
  /** As printed by its source. */
  readonly display: string
  readonly value: number
  readonly interval: Interval
}

const HEIGHT = 84

/** Room for both: from nought (or below) to a round number beyond the largest edge; shares never beyond 100%. */
function domainOf(ends: readonly number[], unit: Unit): [number, number] {
  const low = Math.min(0, ...ends)
  const high = Math.max(...ends, low + 1)
  const room = (high - low) * 0.12
  const [from = low, to = high] = scaleLinear()
    .domain([low === 0 ? 0 : low - room, high + room])
    .nice(5)
    .domain()
  return [from, unit === 'percent' ? Math.min(100, to) : to]
}

/** The chart of one reading. `band` may be open at either end; `figures` may be empty. Null when there is nothing to draw. */
export const ScaleMark: FC<{
  id: string
  unit: Unit
  band: ReadingVerdict['band']
  figures: readonly Marked[]
  /** What the words ask for, in short words. */
  said: string
  /** False where the figure is in another unit than the words, so that no band can be drawn beside it. */
  comparable?: boolean
}> = ({ id, unit, band: given, figures, said, comparable = true }) => {
  const band = comparable ? given : null
  const ends = [
    ...(band ? [band.low, band.high].filter((end) => end !== null) : []),
    ...figures.flatMap(({ value, interval }) => [value, interval.low, interval.high]),
  ]
  if (ends.length === 0) return null
  const [from, to] = domainOf(ends, unit)
  const x = placer(from, to, 0)
  const left = band ? x(band.low ?? from) : 0
  const right = band ? x(band.high ?? to) : 0
  const middle = band?.low === null ? right : band?.high === null ? left : (left + right) / 2
  const [first] = figures
  const words = band ? `The words ask for ${printBand(band, unit)}. ` : ''
  const recorded =
    first === undefined
      ? 'No figure stands beside it.'
      : figures
          .map((one) => `Recorded: ${one.display}, which stands for ${printInterval(one.interval, unit)}.`)
          .join(' ')
  return (
    <svg class="scale" width="100%" height={HEIGHT} role="img" aria-labelledby={`${id}-t ${id}-d`}>
      <title id={`${id}-t`}>What the words ask for, and what was recorded</title>
      <desc
        id={`${id}-d`}
      >{`${words}${recorded} The line runs from ${printRounded(from, unit)} to ${printRounded(to, unit)}.`}</desc>
      {band ? (
        <>
          <text class="said" x={pct(middle)} y="13" text-anchor={anchorAt(middle)}>
            {`said: ${said}`}
          </text>
          <rect class="band" x={pct(left)} y="20" width={pct(Math.max(right - left, 0.4))} height="24" />
          {band.low === null ? null : <line class="edge" x1={pct(left)} x2={pct(left)} y1="18" y2="46" />}
          {band.high === null ? null : <line class="edge" x1={pct(right)} x2={pct(right)} y1="18" y2="46" />}
        </>
      ) : null}
      <line class="track" x1="0" x2="100%" y1="44.5" y2="44.5" />
      {figures.map(({ value, interval }) => (
        <>
          <line class="interval" x1={pct(x(interval.low))} x2={pct(x(interval.high))} y1="32" y2="32" />
          <circle class="recorded" cx={pct(x(value))} cy="32" r="7" />
        </>
      ))}
      {first ? (
        <text class="recorded" x={pct(x(first.value))} y="62" text-anchor={anchorAt(x(first.value))}>
          {figures.length > 1
            ? `recorded: ${printSpan(
                figures.map((one) => one.value),
                unit,
              )}`
            : `recorded: ${first.display.length > 26 ? printRounded(first.value, unit) : first.display}`}
        </text>
      ) : null}
      <text class="end" x="0" y="80">
        {axisLabel(from, unit)}
      </text>
      <text class="end" x="100%" y="80" text-anchor="end">
        {axisLabel(to, unit)}
      </text>
    </svg>
  )
}

const printSpan = (values: readonly number[], unit: Unit): string =>
  `${printRounded(Math.min(...values), unit)} to ${printRounded(Math.max(...values), unit)}`
