// How does a scraper read JSON so that a change in it cannot pass unseen? A field that has gone is an error; so is one of another type.
import { OddRecordError, SourceChangedError } from './errors.ts'
import { hasMarkup } from './finding.ts'
import { html, printedDate, textOf, tidyText } from './reading.ts'

/**
 * An object of a JSON answer, read field by field.
 * Every reader throws SourceChangedError when the field is missing (unless it was named as optional: then it counts as
 * null), and OddRecordError when the field holds something else than was asked for.
 */
export type JsonRecord = {
  /** What this is, for messages: `question 123`. */
  readonly where: string
  readonly has: (field: string) => boolean
  /** Whatever the field holds. */
  readonly value: (field: string) => unknown
  readonly text: (field: string) => string
  /** Null also for text that is empty or blank. */
  readonly textOrNull: (field: string) => string | null
  /** A name, a title, a number as printed: clean text on one line, without any markup that stands in it. */
  readonly label: (field: string) => string
  /** Null also for a label that is empty. */
  readonly labelOrNull: (field: string) => string | null
  /** A calendar day, `YYYY-MM-DD`, as printed and never moved to another zone. */
  readonly day: (field: string) => string
  readonly dayOrNull: (field: string) => string | null
  readonly integer: (field: string) => number
  readonly integerOrNull: (field: string) => number | null
  readonly flag: (field: string) => boolean
  readonly flagOrNull: (field: string) => boolean | null
  /** Null counts as an empty list. */
  readonly list: (field: string) => readonly unknown[]
  readonly record: (field: string, optional?: readonly string[]) => JsonRecord
  readonly recordOrNull: (field: string, optional?: readonly string[]) => JsonRecord | null
}

/** Whether a value is an object with fields, which in JSON is neither a list nor null. */
export function isRecord(value: unknown): value is { readonly [field: string]: unknown } {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/**
 * @param optional fields that may be missing.
 * @throws SourceChangedError when the value is not an object.
 */
export function jsonRecord(value: unknown, where: string, optional: readonly string[] = []): JsonRecord {
  if (!isRecord(value)) throw new SourceChangedError(`${where}: expected an object, got ${shown(value)}`)
  const has = (field: string): boolean => Object.hasOwn(value, field)
  const take = (field: string): unknown => {
    if (has(field)) return value[field]
    if (optional.includes(field)) return null
    const fields = Object.keys(value).slice(0, 40).join(', ')
    throw new SourceChangedError(`${where}: expected a field "${field}", found ${fields || 'no fields'}`)
  }
  const wrong = (field: string, expected: string): OddRecordError =>
    new OddRecordError(`${where}: "${field}": expected ${expected}, got ${shown(value[field])}`)
  const orNull = <T>(field: string, expected: string, is: (got: unknown) => got is T): T | null => {
    const got = take(field)
    if (got === null || is(got)) return got
    throw wrong(field, `${expected} or null`)
  }
  const sure = <T>(field: string, expected: string, is: (got: unknown) => got is T): T => {
    const got = take(field)
    if (is(got)) return got
    throw wrong(field, expected)
  }
  const day = (field: string, printed: string): string => {
    try {
      return printedDate(printed)
    } catch {
      throw wrong(field, 'a date')
    }
  }
  return {
    where,
    has,
    value: take,
    text: (field) => sure(field, 'text', isText),
    textOrNull: (field) => {
      const got = orNull(field, 'text', isText)
      return got === null || got.trim() === '' ? null : got
    },
    label: (field) => plain(sure(field, 'text', isText)),
    labelOrNull: (field) => plain(orNull(field, 'text', isText) ?? '') || null,
    day: (field) => day(field, sure(field, 'a date', isText)),
    dayOrNull: (field) => {
      const got = orNull(field, 'a date', isText)
      return got === null || got.trim() === '' ? null : day(field, got)
    },
    integer: (field) => sure(field, 'a whole number', isInteger),
    integerOrNull: (field) => orNull(field, 'a whole number', isInteger),
    flag: (field) => sure(field, 'true or false', isFlag),
    flagOrNull: (field) => orNull(field, 'true or false', isFlag),
    list: (field) => orNull(field, 'a list', isList) ?? [],
    record: (field, inner) => jsonRecord(sure(field, 'an object', isRecord), `${where}, ${field}`, inner),
    recordOrNull: (field, inner) => {
      const got = orNull(field, 'an object', isRecord)
      return got === null ? null : jsonRecord(got, `${where}, ${field}`, inner)
    },
  }
}

const plain = (text: string): string => (hasMarkup(text) ? textOf(html(text).root()) : tidyText(text))

const isText = (got: unknown): got is string => typeof got === 'string'
const isInteger = (got: unknown): got is number => Number.isSafeInteger(got)
const isFlag = (got: unknown): got is boolean => typeof got === 'boolean'
const isList = (got: unknown): got is readonly unknown[] => Array.isArray(got)

function shown(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (isRecord(value)) return `an object with ${Object.keys(value).slice(0, 8).join(', ') || 'no fields'}`
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60)
}

/** What stands in `{ value, links }`, as the APIs of Parliament wrap rows and details; anything else as it is. */
export const unwrapped = (row: unknown): unknown => (isRecord(row) && 'value' in row ? row.value : row)
