// Which period does a cell of a table name?
import { fullYear, monthNumber, two } from '../months.ts'
import { tidyText } from '../reading.ts'

/**
 * A period in the words tables use: `2014`, `2013/14` (a financial year), `May 2014`, `May-14`, `2014-05-01` (the month
 * that begins on it, as spreadsheets hold months), `Apr to Jun 2014`, `Q1 2014`, or year and month apart. Null for others.
 */
export function periodOf(parts: readonly string[]): { readonly start: string; readonly end: string } | null {
  const text = tidyText(parts.filter((part) => part !== '').join(' '))
    .replace(/\[[a-z]+\]/gi, '')
    .trim()
  const same = (day: string): { start: string; end: string } => ({ start: day, end: day })
  const dated = /^(?:\d{4} )?(\d{4})-(0[1-9]|1[0-2])(-01(?:T.*)?)?$/.exec(text)
  if (dated) {
    // "2011-12" may be a financial year or a December, and so is nothing.
    const isYear = text.length === 7 && Number(dated[2]) === (Number(dated[1]) + 1) % 100
    return isYear ? null : same(`${dated[1]}-${dated[2]}`)
  }
  if (/^\d{4}$/.test(text)) return same(text)
  const financial = /^(\d{4})\s*[/–-]\s*(\d{2}|\d{4})$/.exec(text)
  if (financial && Number(fullYear(financial[2] ?? '').slice(-2)) === (Number(financial[1]) + 1) % 100)
    return { start: `${financial[1]}-04`, end: `${Number(financial[1]) + 1}-03` }
  const named = /^([A-Za-z]{3,9})[\s-]+(\d{4}|\d{2})$/.exec(text) ?? /^(\d{4})\s+([A-Za-z]{3,9})$/.exec(text)
  if (named) {
    const [first = '', second = ''] = named.slice(1)
    const [name, year] = /^\d/.test(first) ? [second, first] : [first, second]
    return monthNumber(name) > 0 ? same(`${fullYear(year)}-${two(monthNumber(name))}`) : null
  }
  const span = /^([A-Za-z]{3,9})\.?\s*(\d{4})?\s*(?:to|-|–)\s*([A-Za-z]{3,9})\.?\s*(\d{4})$/.exec(text)
  if (span) {
    const [, from = '', fromYear, to = '', toYear = ''] = span
    const [first, last] = [monthNumber(from), monthNumber(to)]
    if (first === 0 || last === 0) return null
    const starts = fromYear ?? String(Number(toYear) - (first > last ? 1 : 0))
    return { start: `${starts}-${two(first)}`, end: `${toYear}-${two(last)}` }
  }
  const quarter = /^(?:Q([1-4])\s+(\d{4})|(\d{4})\s+Q([1-4]))$/.exec(text)
  if (quarter) {
    const number = Number(quarter[1] ?? quarter[4])
    const year = quarter[2] ?? quarter[3]
    return { start: `${year}-${two(number * 3 - 2)}`, end: `${year}-${two(number * 3)}` }
  }
  return null
}
