// On which day was a grant awarded? Days printed with slashes are read one way for the whole file.

import { OddRecordError, printedDate } from '../../src/collect/index.ts'

/** How a file prints days with slashes: which of the two numbers is the day. */
export type DayOrder = 'day-first' | 'month-first' | 'contradictory' | 'open'

const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T].*)?$/
const ISO = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:$|[T ])/

/** Watches all days of a file: a number over twelve says which one is the day. */
export function watchDays(): { readonly see: (printed: string) => void; readonly order: () => DayOrder } {
  let [first, second] = [false, false]
  return {
    see: (printed) => {
      const found = SLASHED.exec(printed.trim())
      if (Number(found?.[1]) > 12) first = true
      if (Number(found?.[2]) > 12) second = true
    },
    order: () => (first && second ? 'contradictory' : first ? 'day-first' : second ? 'month-first' : 'open'),
  }
}

/**
 * The day as printed, never moved to another zone. Null when there is none, or when the file does not say which number
 * is the day. A file that leaves it open is read day first, as British publishers print.
 */
export function dayOf(printed: string, order: DayOrder): string | null {
  const iso = ISO.exec(printed.trim())
  if (iso) return existing(iso[1], iso[2], iso[3])
  const slashed = SLASHED.exec(printed.trim())
  if (!slashed) return inWords(printed)
  if (order === 'contradictory') return null
  const [, a, b, digits = ''] = slashed
  const year = digits.length === 2 ? `20${digits}` : digits
  return order === 'month-first' ? existing(year, a, b) : existing(year, b, a)
}

/** `1 May 2024`, `01-May-24`; and days as a workbook counts them where nothing says that a cell is a day: 45413. */
function inWords(printed: string): string | null {
  const text = printed.trim().replace(/^(\d{1,2})[- ]([a-z]{3,9})[- ](?:20)?(\d{2})$/i, '$1 $2 20$3')
  if (/^[345]\d{4}$/.test(text))
    return new Date(Date.UTC(1899, 11, 30 + Number(text))).toISOString().slice(0, 10)
  try {
    return printedDate(text)
  } catch (error) {
    if (error instanceof OddRecordError) return null
    throw error
  }
}

function existing(year = '', month = '', day = ''): string | null {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.valueOf()) && date.toISOString().startsWith(text) ? text : null
}

/** The April in which the financial year of a day begins: `2020` for 2020-04-01 and for 2021-03-31. */
export const yearOf = (day: string): string =>
  String(Number(day.slice(0, 4)) - (day.slice(5) < '04-01' ? 1 : 0))
