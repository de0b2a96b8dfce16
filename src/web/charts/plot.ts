// Where does a value stand on a chart, and how is it labelled?
//
// Charts are as wide as the page lets them be: positions across are percentages and heights are pixels, so that text
// keeps its size from 320 px upwards and nothing moves while a page loads. Lines, which SVG cannot place by percentage,
// are drawn in a nested <svg> of 100 by its height that is stretched.
import { scaleLinear } from 'd3-scale'
import { type Day, firstDay, lastDay, type Period } from '../../domain/dates.ts'
import type { Unit } from '../../domain/nouns.ts'
import { printQuantity } from '../../domain/vocabulary.ts'

/** A percentage as an attribute: "43.2%". */
export const pct = (x: number): string => `${round(x)}%`

export const round = (n: number): number => Math.round(n * 10) / 10

/** Text near an edge is anchored to that edge, so that it is never cut. */
export const anchorAt = (x: number, edge = 34): 'start' | 'middle' | 'end' =>
  x < edge ? 'start' : x > 100 - edge ? 'end' : 'middle'

/** A number for people: three digits that matter, with its unit. The exact one stands in the title or the table. */
export function printRounded(value: number, unit: Unit | null): string {
  return printQuantity(Number(value.toPrecision(3)), unit)
}

/** As short as an axis needs: "250k", "£1.4bn", "45%". */
export function axisLabel(value: number, unit: Unit | null): string {
  const size = Math.abs(value)
  const sign = value < 0 ? '-' : ''
  const short = (scaled: number, suffix: string): string =>
    `${sign}${unit === 'gbp' ? '£' : ''}${Number(scaled.toPrecision(3))}${suffix}`
  if (unit === 'percent') return `${Number(value.toPrecision(3))}%`
  if (size >= 1e9) return short(size / 1e9, 'bn')
  if (size >= 1e6) return short(size / 1e6, 'm')
  if (size >= 1e4) return short(size / 1e3, 'k')
  return `${sign}${unit === 'gbp' ? '£' : ''}${Number(size.toPrecision(4)).toLocaleString('en-GB')}`
}

/** A day as a fraction of years: the first of July 2012 is about 2012.5. */
export function yearOf(day: Day): number {
  const year = Number(day.slice(0, 4))
  const start = Date.UTC(year, 0, 1)
  return year + (Date.parse(`${day}T00:00:00Z`) - start) / (Date.UTC(year + 1, 0, 1) - start)
}

/** Where a figure stands in time: at the end of its period, a vague end at its middle. Null without a period. */
export function yearOfPeriod(period: Period): number | null {
  const day = period.end ?? period.start
  return day === null ? null : (yearOf(firstDay(day)) + yearOf(lastDay(day))) / 2
}

/** Places of values across a chart, in percent, with a little air at both ends. */
export function placer(from: number, to: number, air = 1): (value: number) => number {
  const scale = scaleLinear([from, to === from ? from + 1 : to], [air, 100 - air]).clamp(true)
  return (value) => round(scale(value))
}

/** Whole years to print between two, at most `most` of them. */
export function yearTicks(from: number, to: number, most = 6): number[] {
  const step = Math.max(1, Math.ceil((Math.floor(to) - Math.ceil(from)) / most))
  const ticks: number[] = []
  for (let year = Math.ceil(from); year <= to; year += step) ticks.push(year)
  return ticks
}
