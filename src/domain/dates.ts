// What day, month or year does a source give, and which days can that mean?
//
// A partial date is printed with the precision its source has: "2011", "2011-06" or "2011-06-15" (ISO 8601).
// Days are strings "YYYY-MM-DD", so that they compare as text and carry no time zone. Nothing here reads a clock.

/** A date as precise as its source: year, year and month, or full day. */
export type PartialDate = string

/** A full day, "YYYY-MM-DD". */
export type Day = string

const MONTH_NAMES = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const two = (n: number): string => String(n).padStart(2, '0')

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** True when the text is a partial date that exists in the calendar, between 1800 and 2199. */
export function isPartialDate(text: string): boolean {
  const found = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text)
  if (!found) return false
  const year = Number(found[1])
  const month = found[2] === undefined ? 1 : Number(found[2])
  const day = found[3] === undefined ? 1 : Number(found[3])
  if (year < 1800 || year > 2199 || month < 1 || month > 12) return false
  return day >= 1 && day <= daysInMonth(year, month)
}

/** True when the text is a full day that exists in the calendar. */
export function isDay(text: string): boolean {
  return text.length === 10 && isPartialDate(text)
}

/** The first day that a partial date can mean. */
export function firstDay(date: PartialDate): Day {
  return date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date
}

/** The last day that a partial date can mean. */
export function lastDay(date: PartialDate): Day {
  if (date.length === 4) return `${date}-12-31`
  if (date.length === 10) return date
  const [year, month] = date.split('-').map(Number) as [number, number]
  return `${date}-${two(daysInMonth(year, month))}`
}

const epochDay = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000

/** Whole days from one day to another; negative when `to` is the earlier. */
export function daysBetween(from: Day, to: Day): number {
  return epochDay(to) - epochDay(from)
}

/** The next day. */
export function dayAfter(day: Day): Day {
  return new Date((epochDay(day) + 1) * 86_400_000).toISOString().slice(0, 10)
}

/** The same day of the month some months later, or the last day of that month where it is shorter. */
export function addMonths(day: Day, months: number): Day {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const index = y * 12 + (m - 1) + months
  const year = Math.floor(index / 12)
  const month = (index % 12) + 1
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(Math.min(d, daysInMonth(year, month)))}`
}

/** A partial date as British readers write it: "2011", "June 2011", "15 June 2011". */
export function printDate(date: PartialDate): string {
  const [year, month, day] = date.split('-') as [string, string?, string?]
  if (month === undefined) return year
  const name = MONTH_NAMES[Number(month) - 1]
  return day === undefined ? `${name} ${year}` : `${Number(day)} ${name} ${year}`
}

/**
 * The span of time a figure is about. No end: the moment of `start`. No start: a snapshot at some time in `end`.
 * Neither: the source does not say, and the figure is never eligible.
 */
export interface Period {
  readonly start: PartialDate | null
  readonly end: PartialDate | null
}

/** A period in words: "June 2011", "June 2011 to July 2012", "some time in 2012", "period not stated". */
export function printPeriod(period: Period): string {
  const { start, end } = period
  if (start === null) {
    if (end === null) return 'period not stated'
    return end.length === 10 ? printDate(end) : `some time in ${printDate(end)}`
  }
  if (end === null || end === start) return printDate(start)
  return `${printDate(start)} to ${printDate(end)}`
}

/**
 * The day that puts a figure in order: the first day its end can mean, so that a vague date never beats a precise
 * one. A snapshot is placed at the first day it can be. Null when the period is not stated.
 */
export function orderDay(period: Period): Day | null {
  const end = period.end ?? period.start
  return end === null ? null : firstDay(end)
}

/** True when the period reaches from its first to its last day over the given day; a snapshot is a single moment. */
export function covers(period: Period, day: Day): boolean {
  const { start, end } = period
  if (start !== null && end !== null) return firstDay(start) <= day && day <= lastDay(end)
  return orderDay(period) === day
}
