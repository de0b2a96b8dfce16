// Which of these figures should a person look at? Nothing is dropped or changed: every check only says a sentence.
import type { Unit } from '../domain/nouns.ts'
import { printNumber } from '../domain/vocabulary.ts'
import type { Issue } from './errors.ts'
import type { Finding } from './finding.ts'
import type { Json } from './port.ts'

/** A figure, as far as the checks read it. */
export type Checkable = {
  readonly key: string
  /** Measure, area and dimensions, in words: what a series of figures has in common. */
  readonly series: string
  readonly unit: Unit
  /** As printed: a month `YYYY-MM`, a year, a day. */
  readonly start: string
  readonly end: string
  readonly value: number
  /** What the share is at least and at most, in percent; the value twice where nothing is unknown. */
  readonly band: readonly [number, number]
  readonly denominator: number | null
}

/** Fewer figures than this have no usual range. */
const FOR_A_RANGE = 8
/** A share of fewer things than this jumps by chance. */
const FOR_A_JUMP = 30
const JUMP_POINTS = 15
const LEAST_RANGE_POINTS = 10
/** More sentences than this are not read; how many more there are is said. */
const MOST_ISSUES = 100

/** Reads what the checks need from a finding; null for one that is no figure of a known measure. */
export function checkable({ key, payload }: Finding, units: ReadonlyMap<string, Unit>): Checkable | null {
  const { measure, area, dimensions, period, value, numerator, denominator, unknown } = payload
  const unit = units.get(String(measure))
  const { start, end } = (period ?? {}) as { readonly start?: Json; readonly end?: Json }
  if (!unit || typeof value !== 'number' || typeof start !== 'string' || typeof end !== 'string') return null
  const names = Object.entries((dimensions ?? {}) as Record<string, string>).sort(([a], [b]) =>
    a < b ? -1 : 1,
  )
  const hasBand =
    unit === 'percent' &&
    typeof numerator === 'number' &&
    typeof unknown === 'number' &&
    typeof denominator === 'number' &&
    denominator > 0
  return {
    ...{ key, unit, start, end, value },
    series: [measure, area, ...names.map(([name, word]) => `${name} ${word}`)].join(', '),
    band: hasBand
      ? [(100 * numerator) / denominator, (100 * (numerator + unknown)) / denominator]
      : [value, value],
    denominator: typeof denominator === 'number' ? denominator : null,
  }
}

/** Every sentence that these figures call for; what is surely wrong comes before what may be. Pure. */
export function checkSanity(figures: readonly Checkable[]): Issue[] {
  const series = new Map<string, Checkable[]>()
  for (const figure of figures) {
    // Months and years of one series are two.
    const name = `${figure.series}\n${spanOf(figure)}`
    const own = series.get(name)
    if (own) own.push(figure)
    else series.set(name, [figure])
  }
  const inTime = [...series.values()].map((own) =>
    [...own].sort((a, b) => (a.end < b.end ? -1 : a.end > b.end ? 1 : 0)),
  )
  const issues = CHECKS.flatMap((check) => inTime.flatMap(check))
  const more = issues.length - MOST_ISSUES
  return more <= 0
    ? issues
    : [...issues.slice(0, MOST_ISSUES), { what: `and ${more} more figures to look at` }]
}

const monthsOf = (date: string): number => 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7) || 1) - 1
const spanOf = ({ start, end }: Checkable): number => monthsOf(end) - monthsOf(start)
const monthName = (n: number): string => `${Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`
const isMonth = ({ start, end }: Checkable): boolean => start === end && /^\d{4}-\d{2}$/.test(start)
const when = ({ start, end }: Checkable): string => (start === end ? start : `${start} to ${end}`)
const percent = (n: number): string => `${printNumber(Math.round(n * 100) / 100)}%`

const say = (figure: Checkable, what: string): Issue => ({
  what: `${figure.series}, ${when(figure)}: ${what}`,
  detail: { key: figure.key },
})

function outOfBounds(series: readonly Checkable[]): Issue[] {
  return series
    .filter(({ unit, value }) => unit === 'percent' && (value < 0 || value > 100))
    .map((figure) => say(figure, `${percent(figure.value)} is no share: expected 0% to 100%.`))
}

/** Beyond three times the middle half of the others, and by no less than ten points. */
function outOfRange(series: readonly Checkable[]): Issue[] {
  if (series.length <= FOR_A_RANGE) return []
  return series.flatMap((figure) => {
    if (figure.unit !== 'percent') return []
    const others = series
      .filter((other) => other !== figure)
      .map(({ value }) => value)
      .sort((a, b) => a - b)
    const at = (part: number): number => others[Math.round(part * (others.length - 1))] ?? 0
    const [low, high] = [at(0.25), at(0.75)]
    const leeway = Math.max(3 * (high - low), LEAST_RANGE_POINTS)
    if (figure.value >= low - leeway && figure.value <= high + leeway) return []
    return [
      say(
        figure,
        `${percent(figure.value)} is outside its usual range; half of the others are from ${percent(low)} to ${percent(high)}.`,
      ),
    ]
  })
}

function missingMonths(series: readonly Checkable[]): Issue[] {
  const [first] = series
  const last = series.at(-1)
  if (!first || !last || !isMonth(first)) return []
  const there = new Set(series.map(({ end }) => monthsOf(end)))
  const missing: string[] = []
  for (let n = monthsOf(first.end); n < monthsOf(last.end); n += 1)
    if (!there.has(n)) missing.push(monthName(n))
  if (missing.length === 0) return []
  const named =
    missing.length > 6
      ? `${missing.slice(0, 6).join(', ')} and ${missing.length - 6} more`
      : missing.join(', ')
  const are = missing.length === 1 ? 'a month is missing' : `${missing.length} months are missing`
  return [
    {
      what: `${first.series}, ${first.end} to ${last.end}: ${are}: ${named}.`,
      detail: { key: first.key },
    },
  ]
}

/** Beside the two nearest figures. Of a share, what it is a share of. An amount in pence, or in thousands, stands out like this. */
function thousandfold(series: readonly Checkable[]): Issue[] {
  const sizeOf = (figure: Checkable | undefined): number | null => {
    const size = figure && (figure.unit === 'percent' ? figure.denominator : figure.value)
    return size !== null && size !== undefined && size > 0 ? size : null
  }
  return series.flatMap((figure, at) => {
    const size = sizeOf(figure)
    const from = Math.max(0, Math.min(at - 1, series.length - 3))
    const beside = series
      .slice(from, from + 3)
      .filter((other) => other !== figure)
      .map(sizeOf)
      .filter((one) => one !== null)
    if (size === null || beside.length === 0) return []
    const of = figure.unit === 'percent' ? 'the whole it is a share of' : 'the figure'
    if (size >= 1000 * Math.max(...beside))
      return [say(figure, `${of}, ${printNumber(size)}, is a thousand times its neighbours or more.`)]
    if (beside.length === 2 && size <= Math.min(...beside) / 1000)
      return [say(figure, `${of}, ${printNumber(size)}, is a thousandth of its neighbours or less.`)]
    return []
  })
}

/** Bands that lie apart: what is not known cannot explain it. */
function jumps(series: readonly Checkable[]): Issue[] {
  return series.flatMap((figure, at) => {
    const before = series[at - 1]
    if (figure.unit !== 'percent' || !before) return []
    if ([figure, before].some(({ denominator }) => denominator !== null && denominator < FOR_A_JUMP))
      return []
    const up = figure.band[0] - before.band[1]
    const down = before.band[0] - figure.band[1]
    if (Math.max(up, down) <= JUMP_POINTS) return []
    const band = ([low, high]: Checkable['band']): string =>
      low === high ? percent(low) : `${percent(low)} to ${percent(high)}`
    return [
      say(
        figure,
        `the share jumped ${up > 0 ? 'up' : 'down'}, from ${band(before.band)} (${when(before)}) to ${band(figure.band)}.`,
      ),
    ]
  })
}

/** The surest first: where there are too many sentences, the last are only counted. */
const CHECKS = [outOfBounds, thousandfold, missingMonths, outOfRange, jumps] as const
