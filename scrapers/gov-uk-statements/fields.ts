// What does a field of GOV.UK's JSON hold? Every value is checked where it is read; nothing is taken on trust.
import {
  html,
  isRecord,
  OddRecordError,
  SourceChangedError,
  textOf,
  tidyText,
} from '../../src/collect/index.ts'

/** A JSON object whose fields nobody has checked yet. */
export type Fields = { readonly [field: string]: unknown }

/** @throws SourceChangedError when the value is not an object. */
export function fieldsOf(value: unknown, what: string): Fields {
  if (isRecord(value)) return value
  throw new SourceChangedError(`expected ${what}, got ${JSON.stringify(value)?.slice(0, 80)}`)
}

/** An object inside an item. @throws OddRecordError when there is none. */
export function partIn(fields: Fields, field: string): Fields {
  const value = fields[field]
  if (isRecord(value)) return value
  throw new OddRecordError(`${field}: expected an object, got ${JSON.stringify(value)?.slice(0, 80)}`)
}

/** An object inside an item, without any fields when it is absent or null. @throws OddRecordError when it is something else. */
export function partOrNone(fields: Fields, field: string): Fields {
  return fields[field] === undefined || fields[field] === null ? {} : partIn(fields, field)
}

/** A field's text, tidy; null when it is absent, null or empty. @throws OddRecordError when it is something else. */
export function wordsIn(fields: Fields, field: string): string | null {
  const value = fields[field]
  if (value === undefined || value === null) return null
  if (typeof value !== 'string')
    throw new OddRecordError(`${field}: expected text, got ${JSON.stringify(value)?.slice(0, 80)}`)
  return tidyText(value) || null
}

/** What a reader sees of a field that holds HTML; null when there is nothing to see. */
export function plainIn(fields: Fields, field: string): string | null {
  const words = wordsIn(fields, field)
  return words === null ? null : textOf(html(words).root()) || null
}

/** A field's objects; none when it is absent or null. @throws OddRecordError when it is not a list. */
export function listIn(fields: Fields, field: string): Fields[] {
  const value = fields[field]
  if (value === undefined || value === null) return []
  if (Array.isArray(value)) return value.filter(isRecord)
  throw new OddRecordError(`${field}: expected a list, got ${JSON.stringify(value)?.slice(0, 80)}`)
}
