// Which day does a file mean? Decided once for a whole file, never cell by cell: 12/02/2024 is 12 February or 2 December.

import { fullYear, MONTH_WORDS, monthNumber } from '../../src/collect/index.ts'

/** A way to print a day, as a test of a text that gives the day. */
type Format = { readonly name: string; readonly read: (text: string) => string | null }

const byPattern = (name: string, pattern: RegExp, order: readonly ('y' | 'm' | 'd')[]): Format => ({
  name,
  read: (text) => {
    const found = pattern.exec(text)
    if (!found) return null
    const part = (which: 'y' | 'm' | 'd'): string => found[order.indexOf(which) + 1] ?? '1'
    const month = /^\d/.test(part('m')) ? Number(part('m')) : monthNumber(part('m'))
    return calendarDay(Number(fullYear(part('y'))), month, order.includes('d') ? Number(part('d')) : 1)
  },
})

/** Days a spend file can hold: the duty to publish began in 2010. */
function calendarDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const real = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return real && year >= 2008 && year <= 2100 ? date.toISOString().slice(0, 10) : null
}

/** Ordered by how common they are: of two that fit equally well the first is taken. */
export const FORMATS: readonly Format[] = [
  byPattern('day/month/year', /^(\d{1,2})[/](\d{1,2})[/](\d{4}|\d{2})$/, ['d', 'm', 'y']),
  byPattern('year-month-day', /^(\d{4})-(\d{1,2})-(\d{1,2})$/, ['y', 'm', 'd']),
  byPattern('day-Month-year', new RegExp(`^(\\d{1,2})[-\\s/]${MONTH_WORDS}[-\\s/](\\d{4}|\\d{2})$`, 'i'), [
    'd',
    'm',
    'y',
  ]),
  byPattern('day.month.year', /^(\d{1,2})[.](\d{1,2})[.](\d{4}|\d{2})$/, ['d', 'm', 'y']),
  byPattern('day-month-year', /^(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})$/, ['d', 'm', 'y']),
  byPattern('yearmonthday', /^(\d{4})(\d{2})(\d{2})$/, ['y', 'm', 'd']),
  byPattern('month/day/year', /^(\d{1,2})[/](\d{1,2})[/](\d{4}|\d{2})$/, ['m', 'd', 'y']),
  byPattern('Month-year', new RegExp(`^${MONTH_WORDS}[-\\s]?(\\d{4}|\\d{2})$`, 'i'), ['m', 'y']),
  {
    name: 'days since 1900',
    read: (text) => {
      if (!/^[345]\d{4}$/.test(text)) return null
      const date = new Date(Date.UTC(1899, 11, 30 + Number(text)))
      return calendarDay(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate())
    },
  },
]
/** What is printed, without the time of day, the day of the week and "th": the day alone, never moved to another zone. */
export const printedDay = (text: string): string =>
  text
    .trim()
    .replace(/(?:T|,? )\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[ap]m)?Z?$/i, '')
    .replace(/^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? +/i, '')
    .replace(/^(\d{1,2})(?:st|nd|rd|th) /i, '$1 ')

/**
 * The day of one line. Days that can mean only one thing are read beside the file's own way: a workbook holds some as
 * days and some as text.
 */
export const dayIn = (format: Format | null, text: string): string | null => {
  const printed = printedDay(text)
  return [format, ...FORMATS.filter(({ name }) => ONE_MEANING.includes(name))].reduce<string | null>(
    (day, one) => day ?? one?.read(printed) ?? null,
    null,
  )
}
const ONE_MEANING = ['year-month-day', 'day-Month-year']

export type Decision = {
  readonly format: Format | null
  /** What a person should look at, if anything. */
  readonly doubts: readonly string[]
}

/** Counts how the days of a file can be read. A class, because it holds running counts over any number of rows. */
export class DateScore {
  /** A file of a month has some dozen days, so each way of printing is tried once for each of them. */
  private readonly days = new Map<string, number>()
  private readonly fits = FORMATS.map(() => 0)
  private readonly months = FORMATS.map(() => new Map<string, number>())
  private rows = 0

  add(text: string): void {
    this.days.set(text, (this.days.get(text) ?? 0) + 1)
    if (this.days.size >= 10_000) this.count()
  }

  private count(): void {
    for (const [text, times] of this.days) {
      const printed = printedDay(text)
      if (printed === '') continue
      this.rows += times
      for (const [at, format] of FORMATS.entries()) {
        const month = format.read(printed)?.slice(0, 7)
        if (month === undefined) continue
        this.fits[at] = (this.fits[at] ?? 0) + times
        const months = this.months[at] as Map<string, number>
        months.set(month, (months.get(month) ?? 0) + times)
      }
    }
    this.days.clear()
  }

  /** @param month the file's month by its name, `YYYY-MM`; null when it says none. */
  decide(month: string | null): Decision {
    this.count()
    if (this.rows === 0) return { format: null, doubts: [] }
    const inMonth = (at: number): number => (month === null ? 0 : (this.months[at]?.get(month) ?? 0))
    const better = (a: number, b: number): number =>
      (this.fits[b] ?? 0) - (this.fits[a] ?? 0) || inMonth(b) - inMonth(a) || a - b
    const [best = 0, second = 1] = FORMATS.map((_, at) => at).sort(better)
    const fits = this.fits[best] ?? 0
    if (fits === 0) return { format: null, doubts: ['no way of printing a day fits any of the dates'] }
    const doubts: string[] = []
    if (fits < this.rows)
      doubts.push(`${this.rows - fits} of ${this.rows} dates do not read as ${FORMATS[best]?.name}`)
    if (fits === this.fits[second] && inMonth(best) === inMonth(second))
      doubts.push(
        `dates read as ${FORMATS[best]?.name} and as ${FORMATS[second]?.name} alike; the first is taken`,
      )
    if (month !== null && inMonth(best) * 2 < fits) {
      const most = [...(this.months[best] as Map<string, number>)].sort((a, b) => b[1] - a[1])[0]
      doubts.push(
        `${fits - inMonth(best)} of ${fits} dates are not in the file's month ${month}; most are in ${most?.[0]}`,
      )
    }
    return { format: FORMATS[best] ?? null, doubts }
  }

  /** The month that nine in ten dates lie in, read so. Null where they are of several months, as in a quarter's file. */
  mostly(format: Format): string | null {
    const at = FORMATS.indexOf(format)
    const months = this.months[at] as Map<string, number>
    const [month, dates] = [...months].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0] ?? ['', 0]
    return dates > 0 && dates * 10 >= (this.fits[at] ?? 0) * 9 ? month : null
  }
}
