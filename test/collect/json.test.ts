// Does reading JSON notice what changed? A field that has gone, a field of another type, and something that is no object.
import { expect, it } from 'vitest'
import { OddRecordError, SourceChangedError } from '../../src/collect/errors.ts'
import { jsonRecord } from '../../src/collect/json.ts'

const record = jsonRecord(
  { id: 7, name: ' ', flag: false, none: null, list: [1], inner: { day: '2021-01-02' } },
  'question 7',
  ['later'],
)

it('reads each type, null where it may be null, and blank text as none', () => {
  expect(record.integer('id')).toBe(7)
  expect(record.text('name')).toBe(' ')
  expect(record.textOrNull('name')).toBeNull()
  expect(record.flag('flag')).toBe(false)
  expect([record.integerOrNull('none'), record.flagOrNull('none'), record.recordOrNull('none')]).toEqual([
    null,
    null,
    null,
  ])
  expect(record.list('none')).toEqual([])
  expect(record.list('list')).toEqual([1])
  expect(record.record('inner').text('day')).toBe('2021-01-02')
  expect(record.record('inner').day('day')).toBe('2021-01-02')
  expect(jsonRecord({ day: '2021-07-01T00:00:00+01:00' }, 'a').dayOrNull('day')).toBe('2021-07-01')
  expect(record.dayOrNull('none')).toBeNull()
})

it('gives labels as clean text, and leaves a sign that is no markup', () => {
  const label = (text: string): string => jsonRecord({ text }, 'a').label('text')
  expect(label(' Small\u00a0charities\n')).toBe('Small charities')
  expect(label('<p>The <em>Lantern</em> Scheme &amp; more</p>')).toBe('The Lantern Scheme & more')
  expect(label('Fewer than <5 halls & <others>')).toBe('Fewer than <5 halls & <others>')
  expect(jsonRecord({ text: '<p> </p>' }, 'a').labelOrNull('text')).toBeNull()
})

it('takes a missing field for a change of the source, unless it was named as optional', () => {
  expect(() => record.text('title')).toThrow(SourceChangedError)
  expect(() => record.text('title')).toThrow(
    'question 7: expected a field "title", found id, name, flag, none, list, inner',
  )
  expect(record.textOrNull('later')).toBeNull()
  expect(record.list('later')).toEqual([])
})

it('takes a wrong type for an odd record, and says what it got', () => {
  expect(() => record.integer('name')).toThrow(OddRecordError)
  expect(() => record.integer('name')).toThrow('question 7: "name": expected a whole number, got " "')
  expect(() => record.text('none')).toThrow('expected text, got null')
  expect(() => record.day('name')).toThrow('question 7: "name": expected a date, got " "')
  expect(() => record.list('inner')).toThrow('expected a list or null, got an object with day')
  expect(() => record.record('list')).toThrow('expected an object, got a list of 1')
})

it('does not find fields that every object has', () => {
  expect(() => record.text('toString')).toThrow(SourceChangedError)
})

it.each([[null], [[]], ['text'], [undefined]])('does not take %j for an object', (value) => {
  expect(() => jsonRecord(value, 'page')).toThrow(SourceChangedError)
})
