// Can this be kept, by any store, and given back exactly the same?

import { BadRecordError, type Shelf, type StoredRecord } from './store.ts'

/** Levels of objects and lists, the record itself being the first. JSON.stringify fails from some 10,000. */
export const MAX_DEPTH = 64

/** Characters of an id: a database index takes about 2,700 bytes, and a character may take four. */
export const MAX_ID_LENGTH = 500

/** Characters of a record as JSON: 2,000 of them stay under the 536 million that one string can hold. */
export const MAX_RECORD_LENGTH = 250_000

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*$/
const HALF_A_CHARACTER = /\p{Surrogate}/u

/** Whether this can name a source or a kind. */
export function isShelfName(name: string): boolean {
  return name.length <= 100 && KEBAB_CASE.test(name)
}

/** Returns the shelf as it came. Throws BadRecordError unless both names are kebab-case. */
export function parseShelf(shelf: Shelf): Shelf {
  for (const part of ['source', 'kind'] as const) {
    if (isShelfName(shelf[part])) continue
    throw new BadRecordError(
      `shelf ${JSON.stringify(shelf)}: expected a ${part} in kebab-case of at most 100 characters, ` +
        `got ${JSON.stringify(shelf[part])}. Use the source's folder name and the record's kind.`,
      { id: null },
    )
  }
  return shelf
}

/**
 * Returns the batch by id, as copies that share nothing with it. Throws BadRecordError for the first record
 * that cannot be kept, is over MAX_RECORD_LENGTH, or has the id of an earlier one: two things under one id
 * would lose one of them.
 */
export function parseBatch(records: readonly unknown[]): Map<string, StoredRecord> {
  const batch = new Map<string, StoredRecord>()
  for (const [at, value] of records.entries()) {
    const { id } = parseRecord(value, `record ${at + 1} of ${records.length}`)
    const json = JSON.stringify(value)
    if (json.length > MAX_RECORD_LENGTH) {
      const what = `at most ${MAX_RECORD_LENGTH} characters of JSON, got ${json.length}`
      throw refusal(id, what, 'Keep the finding, and leave long documents in the captures')
    }
    if (batch.has(id)) {
      const what = 'each id once in a batch, got it twice'
      throw refusal(id, what, 'Merge the two, or make the id tell them apart')
    }
    batch.set(id, JSON.parse(json))
  }
  return batch
}

/**
 * Returns the value as it came. Throws BadRecordError, naming the record by its id (by `name` when it has
 * none), unless it is an object with an id of 1 to 500 characters that holds only JSON and undefined fields:
 * finite numbers, whole characters without NUL, no key `__proto__`, at most 64 levels.
 */
export function parseRecord(value: unknown, name: string): StoredRecord {
  const id = isPlainObject(value) ? value.id : undefined
  if (typeof id !== 'string' || id === '' || id.length > MAX_ID_LENGTH) {
    throw new BadRecordError(
      `${name}: expected an object with a text id of 1 to ${MAX_ID_LENGTH} characters, ` +
        `got ${describe(value)} with id ${describe(id)}. Give it an id made from its fewest stable fields.`,
      { id: null },
    )
  }
  const path: (string | number)[] = []
  checkJson(value, path, (expected, got, fix) =>
    refusal(id, `${expected} at ${path.join('.') || 'the top'}, got ${got}`, fix),
  )
  return value as StoredRecord
}

type Refuse = (expected: string, got: string, fix: string) => BadRecordError

// `path` holds the keys down to this value; its length is the number of levels above.
function checkJson(value: unknown, path: (string | number)[], refuse: Refuse): void {
  if (value === null || typeof value === 'boolean') return
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return
    throw refuse('a finite number', String(value), 'Leave the field out, or say why')
  }
  if (typeof value === 'string') {
    checkText(value, refuse)
    return
  }
  if (path.length >= MAX_DEPTH) throw refuse(`at most ${MAX_DEPTH} levels`, 'more', 'Flatten the record')
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) {
      path.push(at)
      checkJson(item, path, refuse) // a hole comes as undefined
      path.pop()
    }
    return
  }
  if (!isPlainObject(value)) throw refuse('JSON', describe(value), 'Turn it into text, a number or null')
  for (const key of Object.keys(value)) {
    if (key === '__proto__') throw refuse('ordinary keys', 'the key __proto__', 'Rename the key')
    checkText(key, refuse)
    if (value[key] === undefined) continue
    path.push(key)
    checkJson(value[key], path, refuse)
    path.pop()
  }
}

// PostgreSQL keeps neither of these in text or jsonb, and a finding has no use for them.
function checkText(text: string, refuse: Refuse): void {
  const got = text.includes('\0') ? 'a NUL' : HALF_A_CHARACTER.test(text) ? 'half a character' : undefined
  if (got) throw refuse('text of whole characters without NUL', got, 'Clean the text where it is parsed')
}

function refusal(id: string, what: string, fix: string): BadRecordError {
  return new BadRecordError(`record ${JSON.stringify(id)}: expected ${what}. ${fix}.`, { id })
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function describe(value: unknown): string {
  if (value === undefined || value === null) return String(value)
  if (typeof value === 'object') return `a ${value.constructor?.name ?? 'object'}`
  if (typeof value !== 'string') return `a ${typeof value}`
  return value.length > 60 ? `text of ${value.length} characters` : JSON.stringify(value)
}
