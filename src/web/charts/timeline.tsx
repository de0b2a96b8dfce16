// What was said about a programme, and what was recorded, on one time axis?
//
// Statements stand above the axis, one mark each; below it one panel for each measure, with the claimed number drawn
// over the time for which it was claimed. All of it is in the tables of the page as well.
import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { FC } from 'hono/jsx'
import { firstDay, lastDay, printDate, printPeriod } from '../../domain/dates.ts'
import type { ClaimEntry, Figure, MeasureEntry, ProgrammeEntry, StatementEntry } from '../../domain/ledger.ts'
import { readFigure } from '../../domain/quantities.ts'
import { printDimensions } from '../../domain/steps.ts'
import { printCount, printTarget } from '../../domain/vocabulary.ts'
import { axisLabel, pct, placer, printRounded, round, yearOf, yearOfPeriod, yearTicks } from './plot.ts'

/** Panels beyond these would not be read. */
const MOST_PANELS = 4
const PANEL = { height: 156, top: 22, bottom: 24 }
/** A claim said and due on one day is drawn this many years wide, so that it can be seen. */
const SHORTEST = 0.5
const DOT = 10
/** Years that one link of the strip covers are so many that no more than this stand beside each other. */
const MOST_BINS = 11

interface ClaimedSpan {
  readonly entry: ClaimEntry
  readonly from: number
  readonly to: number
  readonly low: number | null
  readonly high: number | null
}

export interface Panel {
  readonly measure: MeasureEntry['measure']
  readonly figures: readonly Figure[]
  readonly claims: readonly ClaimedSpan[]
}

export interface Timeline {
  readonly from: number
  readonly to: number
  readonly statements: readonly StatementEntry[]
  readonly panels: readonly Panel[]
}

const saidOn = ({ statement: { date } }: StatementEntry): number | null =>
  date === null ? null : (yearOf(firstDay(date)) + yearOf(lastDay(date))) / 2

function claimedSpans({ claims }: ProgrammeEntry, { measure }: MeasureEntry): ClaimedSpan[] {
  return claims.flatMap((entry): ClaimedSpan[] => {
    const { claim, verdict, statement } = entry
    const reading = verdict.readings.find((one) => one.measure === measure.id)
    const isDrawn = reading?.band && (reading.lean !== null || measure.unit === claim.unit)
    if (!isDrawn || !reading.band || statement.date === null || claim.comparator === 'event') return []
    const from = yearOf(firstDay(statement.date))
    const due = verdict.due === null ? from : yearOf(lastDay(verdict.due))
    return [
      { entry, from, to: Math.max(due, from + SHORTEST), low: reading.band.low, high: reading.band.high },
    ]
  })
}

/** The measures that claims speak of come first, then those with most figures; at least one of what people got. */
function choosePanels(entry: ProgrammeEntry): Panel[] {
  const panels = entry.measures
    .map((own) => ({
      measure: own.measure,
      figures: own.figures.filter(
        ({ observation: o }) => o.programme === entry.programme.id && yearOfPeriod(o.period) !== null,
      ),
      claims: claimedSpans(entry, own),
    }))
    .filter((panel) => panel.figures.length > 0 && panel.figures.length + panel.claims.length > 1)
    .sort(
      (a, b) =>
        b.claims.length - a.claims.length ||
        b.figures.length - a.figures.length ||
        (a.measure.id < b.measure.id ? -1 : 1),
    )
  const chosen = panels.slice(0, MOST_PANELS)
  const isOutcome = (panel: Panel): boolean => panel.measure.about === 'what-people-got'
  const outcome = panels.find(isOutcome)
  if (outcome && !chosen.some(isOutcome)) chosen.splice(-1, 1, outcome)
  return chosen
}

/** What the timeline of a programme shows; null when nothing has a date. */
export function makeTimeline(entry: ProgrammeEntry): Timeline | null {
  const panels = choosePanels(entry)
  const years = [
    ...entry.statements.map(saidOn),
    ...panels.flatMap(({ figures }) => figures.map(({ observation }) => yearOfPeriod(observation.period))),
  ].filter((year) => year !== null)
  if (years.length === 0) return null
  return {
    from: Math.floor(Math.min(...years)),
    to: Math.floor(Math.max(...years)) + 1,
    statements: entry.statements,
    panels,
  }
}

const Years: FC<{ from: number; to: number; y: number }> = ({ from, to, y }) => {
  const x = placer(from, to)
  return (
    <>
      {yearTicks(from, to).map((year) => (
        <text
          class="end"
          x={pct(x(year))}
          y={y}
          text-anchor={year === from ? 'start' : year === to ? 'end' : 'middle'}
        >
          {String(year)}
        </text>
      ))}
    </>
  )
}

/** Statements by quarter, stacked; each span of years is one link to the table below. */
export const WordsStrip: FC<{ timeline: Timeline }> = ({ timeline }) => {
  const { from, to, statements } = timeline
  const x = placer(from, to)
  const span = Math.ceil((to - from) / MOST_BINS)
  const stacks = new Map<number, number>()
  const dots = [...statements].reverse().flatMap((entry) => {
    const year = saidOn(entry)
    if (year === null) return []
    const quarter = Math.floor(year * 4) / 4
    const level = stacks.get(quarter) ?? 0
    stacks.set(quarter, level + 1)
    return [{ entry, quarter, level }]
  })
  const axis = Math.max(...stacks.values(), 1) * DOT + 14
  const bins: number[] = []
  for (let year = from; year < to; year += span) bins.push(year)
  return (
    <svg class="plot strip" width="100%" height={axis + 24}>
      <title>
        {`${printCount(dots.length, 'statement')} by date, from ${from} to ${to}; each link leads to the words of its years`}
      </title>
      {bins.map((year) => {
        const own = dots.filter(({ quarter }) => quarter >= year && quarter < year + span)
        const [first] = own
        if (first === undefined) return null
        const anchor = Math.floor(Math.min(...own.map(({ quarter }) => quarter)))
        const right = Math.min(year + span, to)
        return (
          <>
            <a
              href={`#said-${anchor}`}
              aria-label={`${span === 1 ? year : `${year} to ${right - 1}`}: ${printCount(own.length, 'statement')}`}
            >
              <rect class="target" x={pct(x(year))} y="0" width={pct(x(right) - x(year))} height={axis} />
            </a>
            {own.map(({ entry: { statement }, quarter, level }) => (
              <circle
                class={statement.voice === 'government' ? 'word' : 'word other'}
                cx={pct(x(quarter + 0.125))}
                cy={axis - 7 - level * DOT}
                r="4"
              >
                <title>
                  {`${statement.date ? printDate(statement.date) : ''}: “${statement.quote}”, ${statement.speaker.name ?? statement.speaker.body}`}
                </title>
              </circle>
            ))}
          </>
        )
      })}
      <line class="axis" x1="0" x2="100%" y1={axis} y2={axis} />
      <Years from={from} to={to} y={axis + 18} />
    </svg>
  )
}

/** Figures with the same area and dimensions are joined, the latest vintage of each time. */
function joined(figures: readonly Figure[]): Figure[][] {
  const groups = new Map<string, Map<number | null, Figure>>()
  for (const figure of figures) {
    const { area, dimensions, period } = figure.observation
    const key = `${area} ${printDimensions(dimensions)}`
    const group = groups.get(key) ?? new Map<number | null, Figure>()
    groups.set(key, group.set(yearOfPeriod(period), figure))
  }
  return [...groups.values()].filter((group) => group.size > 1).map((group) => [...group.values()])
}

/** One measure over time, with what was claimed of it. */
export const SeriesPanel: FC<{ panel: Panel; from: number; to: number; id: string }> = ({
  panel: { measure, figures, claims },
  from,
  to,
  id,
}) => {
  const { unit } = measure
  const x = placer(from, to)
  const intervals = figures.map(({ observation }) => readFigure(observation, unit).interval)
  const ends = [
    ...intervals.flatMap(({ low, high }) => [low, high]),
    ...claims.flatMap(({ low, high }) => [low, high].filter((end) => end !== null)),
  ]
  const y = scaleLinear()
    .domain([Math.min(0, ...ends), Math.max(...ends, 1)])
    .nice(3)
    .range([PANEL.height - PANEL.bottom, PANEL.top])
  const path = line<Figure>(
    ({ observation }) => x(yearOfPeriod(observation.period) ?? from),
    ({ observation }) => y(observation.value),
  )
  const values = figures.map(({ observation }) => observation.value)
  return (
    <svg class="plot" width="100%" height={PANEL.height} role="img" aria-labelledby={`${id}-t ${id}-d`}>
      <title id={`${id}-t`}>{measure.name}</title>
      <desc id={`${id}-d`}>
        {`${printCount(figures.length, 'figure')}, between ${printRounded(Math.min(...values), unit)} and ${printRounded(Math.max(...values), unit)}; ${printCount(claims.length, 'claim')} drawn beside them. The page of the measure has every number.`}
      </desc>
      {y.ticks(3).map((tick) => (
        <>
          <line class="grid-line" x1="0" x2="100%" y1={round(y(tick))} y2={round(y(tick))} />
          <text class="end" x="0" y={round(y(tick)) - 4}>
            {axisLabel(tick, unit)}
          </text>
        </>
      ))}
      {claims.map(({ entry, from: start, to: end, low, high }) => {
        const left = x(start)
        const width = Math.max(x(end) - left, 1)
        const name = `Claimed: ${printTarget(entry.claim)}, “${entry.statement.quote}”`
        if (low !== null && high !== null)
          return (
            <rect
              class="band"
              x={pct(left)}
              y={round(y(high))}
              width={pct(width)}
              height={Math.max(round(y(low) - y(high)), 3)}
            >
              <title>{name}</title>
            </rect>
          )
        const edge = round(y(low ?? high ?? 0))
        return (
          <line class="edge" x1={pct(left)} x2={pct(left + width)} y1={edge} y2={edge}>
            <title>{name}</title>
          </line>
        )
      })}
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the lines of a chart that has its title */}
      <svg
        x="0"
        y="0"
        width="100%"
        height={PANEL.height}
        viewBox={`0 0 100 ${PANEL.height}`}
        preserveAspectRatio="none"
      >
        {joined(figures).map((group) => (
          <path class="joined" d={(path(group) ?? '').replace(/(\.\d\d)\d+/g, '$1')} />
        ))}
      </svg>
      {figures.map(({ observation }, index) => {
        const at = pct(x(yearOfPeriod(observation.period) ?? from))
        const interval = intervals[index]
        return (
          <>
            {interval && interval.high > interval.low ? (
              <line
                class="interval"
                x1={at}
                x2={at}
                y1={round(y(interval.low))}
                y2={round(y(interval.high))}
              />
            ) : null}
            <circle class="dot" cx={at} cy={round(y(observation.value))} r="4">
              <title>{`Recorded: ${observation.display}, ${printPeriod(observation.period)}`}</title>
            </circle>
          </>
        )
      })}
      <Years from={from} to={to} y={PANEL.height - 6} />
    </svg>
  )
}
