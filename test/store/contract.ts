// What must every store do, whatever it keeps its records in?

import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MAX_DEPTH, MAX_ID_LENGTH, MAX_RECORD_LENGTH } from '../../src/store/record.ts'
import { BadRecordError, type Shelf, type Store, type StoredRecord } from '../../src/store/store.ts'

/** A store of its own for one test. */
export type Fresh = {
  readonly store: Store
  /** Opens what `store` kept, after it was closed. */
  reopen(): Promise<Store>
  /** Closes what is open and takes everything away. */
  remove(): Promise<void>
}

const SHELF: Shelf = { source: 'audit-office', kind: 'observation' }

/** Runs the contract against a store. `openFresh` gives an empty one each time. */
export function storeContract(name: string, openFresh: () => Promise<Fresh>): void {
  describe(`${name} keeps the store's contract`, () => {
    let fresh: Fresh
    let store: Store
    beforeEach(async () => {
      fresh = await openFresh()
      store = fresh.store
    })
    afterEach(() => fresh.remove())

    test('a new store has no shelves, and a shelf that is not there has no records', async () => {
      expect(await store.shelves()).toEqual([])
      expect(await store.read(SHELF)).toEqual([])
    })

    test('records come back as they were put, in the order they were first put', async () => {
      const records = ['c', 'a', 'b'].map((id) => ({
        id,
        said: `£1.5bn “${id}”\n`,
        when: null,
        tags: [1, { x: true }],
      }))
      expect(await store.put(SHELF, records)).toEqual({ new: 3, changed: 0, unchanged: 0 })
      expect(await store.read(SHELF)).toEqual(records)
    })

    test('a put counts what is new, changed and unchanged, and a changed record keeps its place', async () => {
      await store.put(SHELF, [
        { id: 'a', n: 1 },
        { id: 'b', n: 1 },
      ])
      const counts = await store.put(SHELF, [
        { id: 'c', n: 1 },
        { id: 'b', n: 1 },
        { id: 'a', n: 2 },
      ])
      expect(counts).toEqual({ new: 1, changed: 1, unchanged: 1 })
      expect(await store.read(SHELF)).toEqual([
        { id: 'a', n: 2 },
        { id: 'b', n: 1 },
        { id: 'c', n: 1 },
      ])
    })

    test('a changed record replaces the old one whole, without keeping fields it dropped', async () => {
      await store.put(SHELF, [{ id: 'a', n: 1, note: 'provisional' }])
      await store.put(SHELF, [{ id: 'a', n: 1 }])
      expect(await store.read(SHELF)).toEqual([{ id: 'a', n: 1 }])
    })

    test('fields in another order, an undefined field and a negative zero change nothing', async () => {
      await store.put(SHELF, [{ id: 'a', low: 0, deep: { x: 1, y: [2] } }])
      const again = [{ deep: { y: [2], x: 1, z: undefined }, gone: undefined, low: -0, id: 'a' }]
      expect(await store.put(SHELF, again)).toEqual({ new: 0, changed: 0, unchanged: 1 })
    })

    test('a list in another order, a number as text, and null for a missing field are changes', async () => {
      await store.put(SHELF, [{ id: 'a', x: [1, 2] }, { id: 'b', x: 1 }, { id: 'c' }])
      const now = [
        { id: 'a', x: [2, 1] },
        { id: 'b', x: '1' },
        { id: 'c', x: null },
      ]
      expect(await store.put(SHELF, now)).toEqual({ new: 0, changed: 3, unchanged: 0 })
    })

    test('any JSON comes back the same after reopening, and is unchanged when it is put again', async () => {
      const field = fc.string({ unit: 'grapheme' }).filter((key) => key !== '__proto__' && key !== 'id')
      const value = fc.jsonValue({ maxDepth: 5, stringUnit: 'grapheme' }).filter((json) => keep(json))
      const bodies = fc.sample(fc.dictionary(field, value), { numRuns: 300, seed: 7 })
      const records = bodies.map((body, at) => ({ ...body, id: `sample-${at}` }))
      const expected = JSON.parse(JSON.stringify(records))

      expect(await store.put(SHELF, records)).toEqual({ new: 300, changed: 0, unchanged: 0 })
      await store.close()
      const reopened = await fresh.reopen()
      expect(await reopened.read(SHELF)).toEqual(expected)
      expect(await reopened.put(SHELF, records)).toEqual({ new: 0, changed: 0, unchanged: 300 })
    })

    test('keys and ids that name parts of every object are ordinary', async () => {
      const record = { id: 'constructor', toString: 'x', hasOwnProperty: 1, prototype: null, length: 0 }
      await store.put(SHELF, [record, { id: '__proto__', n: 1 }])
      expect(await store.read(SHELF)).toEqual([record, { id: '__proto__', n: 1 }])
    })

    test('the same id on two shelves is two records', async () => {
      const other = { ...SHELF, kind: 'statement' }
      await store.put(SHELF, [{ id: 'a', n: 1 }])
      expect(await store.put(other, [{ id: 'a', n: 2 }])).toEqual({ new: 1, changed: 0, unchanged: 0 })
      expect(await store.read(SHELF)).toEqual([{ id: 'a', n: 1 }])
      expect(await store.read(other)).toEqual([{ id: 'a', n: 2 }])
    })

    test('shelves are listed by source, then kind, also those whose names begin alike', async () => {
      const shelves = [
        { source: 'a', kind: 'run' },
        { source: 'a', kind: 'run-0001' },
        { source: 'a-b', kind: 'run' },
        { source: 'b', kind: 'observation' },
      ]
      for (const shelf of shelves.toReversed())
        await store.put(shelf, [{ id: `${shelf.source}-${shelf.kind}` }])
      expect(await store.shelves()).toEqual(shelves)
      expect(await store.read({ source: 'a', kind: 'run' })).toEqual([{ id: 'a-run' }])
    })

    test('an empty batch puts nothing and makes no shelf', async () => {
      expect(await store.put(SHELF, [])).toEqual({ new: 0, changed: 0, unchanged: 0 })
      expect(await store.shelves()).toEqual([])
    })

    test('what the caller does to its records, before or after, does not reach the store', async () => {
      const record = { id: 'a', tags: ['x'] }
      const put = store.put(SHELF, [record])
      record.tags.push('changed while the put waits')
      await put
      for (const read of await store.read(SHELF)) Object.assign(read, { tags: 'changed after reading' })
      expect(await store.read(SHELF)).toEqual([{ id: 'a', tags: ['x'] }])
    })

    test('puts asked for at the same moment all happen, one after another', async () => {
      const puts = Array.from({ length: 20 }, (_, n) =>
        store.put(SHELF, [{ id: 'shared', n }, { id: `own-${n}` }]),
      )
      const counts = await Promise.all(puts)
      expect(counts[0]).toEqual({ new: 2, changed: 0, unchanged: 0 })
      for (const count of counts.slice(1)) expect(count).toEqual({ new: 1, changed: 1, unchanged: 0 })
      const records = await store.read(SHELF)
      expect(records).toHaveLength(21)
      expect(records[0]).toEqual({ id: 'shared', n: 19 })
    })

    test('thousands of records keep their order and are updated where they are', async () => {
      const records = Array.from({ length: 4_500 }, (_, n) => ({ id: `r-${n}`, n }))
      await store.put(SHELF, records.slice(0, 1_999))
      await store.put(SHELF, records.slice(1_999))
      const changed = records.map((record) => (record.n % 1_500 === 0 ? { ...record, n: -1 } : record))
      expect(await store.put(SHELF, changed)).toEqual({ new: 0, changed: 3, unchanged: 4_497 })
      expect(await store.read(SHELF)).toEqual(changed)
    })

    const bad: readonly [string, unknown][] = [
      ['a record that is not an object', 'text'],
      ['a record that is a list', []],
      ['a record without an id', { n: 1 }],
      ['an id that is a number', { id: 1 }],
      ['an empty id', { id: '' }],
      ['an id too long for an index', { id: 'x'.repeat(MAX_ID_LENGTH + 1) }],
      ['a NaN', { id: 'bad', deep: [{ value: Number.NaN }] }],
      ['an infinite number', { id: 'bad', value: Number.POSITIVE_INFINITY }],
      ['a bigint', { id: 'bad', value: 1n }],
      ['a date', { id: 'bad', value: new Date(0) }],
      ['a map', { id: 'bad', value: new Map() }],
      ['a function', { id: 'bad', value: () => 1 }],
      ['an undefined in a list', { id: 'bad', value: [1, undefined] }],
      ['a hole in a list', { id: 'bad', value: new Array(2) }],
      ['a NUL in text', { id: 'bad', value: 'a\0b' }],
      ['a NUL in a key', { id: 'bad', 'a\0b': 1 }],
      ['half a character', { id: 'bad', value: '\ud83d' }],
      ['a key __proto__', JSON.parse('{ "id": "bad", "deep": { "__proto__": { "admin": true } } }')],
      ['one level of nesting too many', { id: 'bad', value: nested(MAX_DEPTH) }],
      ['nesting that would overflow the stack', { id: 'bad', value: nested(100_000) }],
      ['a record that refers to itself', circular()],
      ['a record that is too long', { id: 'bad', value: 'x'.repeat(MAX_RECORD_LENGTH) }],
    ]
    test.each(bad)('a batch with %s is refused, and none of it is stored', async (_, record) => {
      const put = store.put(SHELF, [{ id: 'good' }, record as StoredRecord])
      await expect(put).rejects.toThrow(BadRecordError)
      const named =
        (record as { id?: unknown }).id === 'bad'
          ? /record "bad": expected .+, got /
          : /record 2 of 2: expected /
      await expect(put).rejects.toThrow(named)
      expect(await store.read(SHELF)).toEqual([])
    })

    test('a refusal says where in the record it is, what was expected and what was found', async () => {
      const record = { id: 'bad', readings: [{ value: 1 }, { value: Number.NaN }] }
      await expect(store.put(SHELF, [record])).rejects.toThrow(
        'record "bad": expected a finite number at readings.1.value, got NaN. Leave the field out, or say why.',
      )
    })

    test('the deepest and longest records allowed are kept', async () => {
      const deep = { id: 'deep', value: nested(MAX_DEPTH - 1) }
      const long = { id: 'long', value: 'x'.repeat(MAX_RECORD_LENGTH - '{"id":"long","value":""}'.length) }
      await store.put(SHELF, [deep, long])
      expect(await store.read(SHELF)).toEqual([deep, long])
    })

    test('an id that comes twice in a batch is refused, because one of the two would be lost', async () => {
      const put = store.put(SHELF, [
        { id: 'a', n: 1 },
        { id: 'a', n: 2 },
      ])
      await expect(put).rejects.toThrow('record "a": expected each id once in a batch, got it twice')
      expect(await store.read(SHELF)).toEqual([])
    })

    test.each(['', '..', '../up', 'a/b', 'A', 'a_b', '-a', 'a--b', 'a.json', 'é', 'a'.repeat(101)])(
      'the shelf name "%s" is refused, as source and as kind',
      async (name) => {
        for (const shelf of [
          { ...SHELF, source: name },
          { ...SHELF, kind: name },
        ]) {
          await expect(store.read(shelf)).rejects.toThrow(BadRecordError)
          await expect(store.put(shelf, [{ id: 'a' }])).rejects.toThrow(
            /expected a (source|kind) in kebab-case/,
          )
        }
      },
    )

    test('a refused put does not stop the next one', async () => {
      const refused = store.put(SHELF, [{ id: '' }])
      const next = store.put(SHELF, [{ id: 'a' }])
      await expect(refused).rejects.toThrow(BadRecordError)
      expect(await next).toEqual({ new: 1, changed: 0, unchanged: 0 })
    })

    test('what was put is there after closing and reopening', async () => {
      await store.put(SHELF, [{ id: 'a', n: 1 }])
      await store.close()
      const reopened = await fresh.reopen()
      expect(await reopened.shelves()).toEqual([SHELF])
      expect(await reopened.read(SHELF)).toEqual([{ id: 'a', n: 1 }])
    })

    test('closing waits for the puts under way, can be repeated, and then the store refuses', async () => {
      let done = false
      const put = store.put(SHELF, [{ id: 'a' }]).finally(() => {
        done = true
      })
      await store.close()
      expect(done).toBe(true)
      await store.close()
      expect(await put).toEqual({ new: 1, changed: 0, unchanged: 0 })
      await expect(store.put(SHELF, [{ id: 'b' }])).rejects.toThrow('closed')
      await expect(store.read(SHELF)).rejects.toThrow('closed')
      await expect(store.shelves()).rejects.toThrow('closed')
    })
  })
}

function keep(json: unknown): boolean {
  return !JSON.stringify(json).includes('__proto__')
}

function nested(levels: number): unknown {
  let value: unknown = []
  for (let level = 1; level < levels; level++) value = [value]
  return value
}

function circular(): unknown {
  const record: Record<string, unknown> = { id: 'bad' }
  record.self = record
  return record
}
