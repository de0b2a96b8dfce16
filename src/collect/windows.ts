// Which days should a run ask a source for? The newest again and again, and the older ones piece by piece until all are read.
import { isRecord } from './json.ts'
import type { Json } from './port.ts'
import type { Standing } from './scraper.ts'

/** Days from and to, both included, `YYYY-MM-DD`. */
export type Window = { readonly from: string; readonly to: string }

const DAY_MS = 24 * 3600 * 1000
const DAY = /^\d{4}-\d{2}-\d{2}$/

/** A day so many days later, or earlier for a negative number. */
export function dayPlus(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The days from one to another in windows of at most `step` days, the earliest first; none when they are the wrong way round. */
export function windowsBetween(from: string, to: string, step: number): Window[] {
  const windows: Window[] = []
  for (let day = from; day <= to; day = dayPlus(day, step)) {
    const end = dayPlus(day, step - 1)
    windows.push({ from: day, to: end < to ? end : to })
  }
  return windows
}

/**
 * The windows of a run, and the cursor to keep when it went well. The newest window goes from `overlap` days before the
 * last good run to today; one older window of `step` days follows, further back each run, until `first` is reached.
 * With `--since` only that day to today is asked for, and the cursor moves only if that leaves no gap.
 * No window is longer than `step` days.
 */
export function windowsOf(
  { cursor, since, today }: Standing,
  options: { readonly first: string; readonly overlap: number; readonly step: number },
): { readonly windows: readonly Window[]; readonly cursor: Json } {
  const { first, overlap, step } = options
  const known = isRecord(cursor) ? cursor : {}
  const dayOf = (field: string): string | null => {
    const day = known[field]
    return typeof day === 'string' && DAY.test(day) ? day : null
  }
  const through = dayOf('through')
  const later = (a: string, b: string): string => (a > b ? a : b)
  const newest = since ?? later(first, dayPlus(through ?? today, -overlap))
  const windows = windowsBetween(newest, today, step)
  // Where the older days begin: before the newest window of the first run, and before each older window since.
  let back = dayOf('back') ?? newest
  if (since === null && back > first) {
    const from = later(first, dayPlus(back, -step))
    windows.push({ from, to: dayPlus(back, -1) })
    back = from
  }
  const gap = since !== null && through !== null && since > through
  return { windows, cursor: { through: gap ? through : today, back } }
}
