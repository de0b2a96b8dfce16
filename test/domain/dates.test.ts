// Which days can a partial date mean, and how are they put in order?
import { describe, expect, test } from 'vitest'
import {
  addMonths,
  covers,
  dayAfter,
  daysBetween,
  firstDay,
  isDay,
  isPartialDate,
  lastDay,
  orderDay,
  printDate,
  printPeriod,
} from '../../src/domain/dates.ts'

describe('a partial date', () => {
  test.each(['2011', '2011-06', '2011-06-15', '2012-02-29', '2000-02-29', '1800', '2199-12-31'])(
    '%s exists',
    (text) => {
      expect(isPartialDate(text)).toBe(true)
    },
  )

  test.each([
    '',
    '11',
    '1799',
    '2200',
    '2011-00',
    '2011-13',
    '2011-6',
    '2011-06-00',
    '2011-06-31',
    '2011-02-29',
    '1900-02-29',
    '2011-06-15T00:00',
    ' 2011',
    '2011-06-1',
    '2011/06',
    'June 2011',
  ])('"%s" does not exist', (text) => {
    expect(isPartialDate(text)).toBe(false)
  })

  test('is a day only when it is written to the day', () => {
    expect(isDay('2012-02-29')).toBe(true)
    expect(isDay('2012-02')).toBe(false)
    expect(isDay('2011-02-29')).toBe(false)
  })

  test.each([
    ['2011', '2011-01-01', '2011-12-31'],
    ['2011-06', '2011-06-01', '2011-06-30'],
    ['2012-02', '2012-02-01', '2012-02-29'],
    ['2011-02', '2011-02-01', '2011-02-28'],
    ['2011-12', '2011-12-01', '2011-12-31'],
    ['2011-06-15', '2011-06-15', '2011-06-15'],
  ])('%s runs from %s to %s', (date, first, last) => {
    expect(firstDay(date)).toBe(first)
    expect(lastDay(date)).toBe(last)
  })

  test.each([
    ['2011', '2011'],
    ['2011-06', 'June 2011'],
    ['2011-06-05', '5 June 2011'],
    ['2012-02-29', '29 February 2012'],
  ])('%s is printed as %s', (date, words) => {
    expect(printDate(date)).toBe(words)
  })
})

describe('counting days and months', () => {
  test.each([
    ['2011-01-01', '2011-01-01', 0],
    ['2011-12-31', '2012-01-01', 1],
    ['2012-02-28', '2012-03-01', 2],
    ['2011-02-28', '2011-03-01', 1],
    ['2012-03-01', '2012-02-28', -2],
    ['2000-01-01', '2100-01-01', 36525],
  ])('from %s to %s are %i days', (from, to, days) => {
    expect(daysBetween(from, to)).toBe(days)
  })

  test('the hour lost and found by summer time adds and takes no day', () => {
    expect(daysBetween('2011-03-12', '2011-03-14')).toBe(2)
    expect(dayAfter('2011-03-12')).toBe('2011-03-13')
    expect(dayAfter('2011-11-06')).toBe('2011-11-07')
  })

  test('the day after a leap day is the first of March', () => {
    expect(dayAfter('2012-02-29')).toBe('2012-03-01')
    expect(dayAfter('2011-12-31')).toBe('2012-01-01')
  })

  test.each([
    ['2011-06-15', 12, '2012-06-15'],
    ['2011-06-15', 24, '2013-06-15'],
    ['2012-02-29', 12, '2013-02-28'],
    ['2012-02-29', 48, '2016-02-29'],
    ['2011-01-31', 1, '2011-02-28'],
    ['2012-01-31', 1, '2012-02-29'],
    ['2011-12-31', 2, '2012-02-29'],
    ['2011-10-31', 1, '2011-11-30'],
    ['2011-06-15', 0, '2011-06-15'],
    ['2011-12-15', 1, '2012-01-15'],
  ])('%s and %i months is %s', (day, months, later) => {
    expect(addMonths(day, months)).toBe(later)
  })
})

describe('a period', () => {
  test.each([
    [{ start: null, end: null }, null],
    [{ start: '2011', end: '2012' }, '2012-01-01'],
    [{ start: '2011-04-01', end: '2012-03' }, '2012-03-01'],
    [{ start: '2011-06-15', end: null }, '2011-06-15'],
    [{ start: '2011', end: null }, '2011-01-01'],
    [{ start: null, end: '2012' }, '2012-01-01'],
    [{ start: null, end: '2012-07-31' }, '2012-07-31'],
  ])('%j is put in order at %s, the first day its end can mean', (period, day) => {
    expect(orderDay(period)).toBe(day)
  })

  test('a vague end never beats a precise one of the same month or year', () => {
    const vague = orderDay({ start: '2012', end: '2012' }) ?? ''
    expect(vague < (orderDay({ start: null, end: '2012-01-02' }) ?? '')).toBe(true)
  })

  test.each([
    [{ start: '2011', end: '2012' }, '2011-01-01', true],
    [{ start: '2011', end: '2012' }, '2012-12-31', true],
    [{ start: '2011', end: '2012' }, '2013-01-01', false],
    [{ start: '2012-02', end: '2012-02' }, '2012-02-29', true],
    [{ start: '2012-02', end: '2012-02' }, '2012-03-01', false],
    [{ start: '2012-02-02', end: '2012-03' }, '2012-02-01', false],
    [{ start: '2012-07-31', end: null }, '2012-07-31', true],
    [{ start: '2012-07-31', end: null }, '2012-08-01', false],
    [{ start: null, end: '2012-07-31' }, '2012-07-31', true],
    [{ start: null, end: '2012' }, '2012-07-31', false],
    [{ start: null, end: null }, '2012-07-31', false],
  ])('%j over %s: %s', (period, day, covered) => {
    expect(covers(period, day)).toBe(covered)
  })

  test.each([
    [{ start: null, end: null }, 'period not stated'],
    [{ start: '2011-06', end: '2012-07' }, 'June 2011 to July 2012'],
    [{ start: '2011', end: '2011' }, '2011'],
    [{ start: '2011-06-15', end: null }, '15 June 2011'],
    [{ start: null, end: '2012' }, 'some time in 2012'],
    [{ start: null, end: '2012-07' }, 'some time in July 2012'],
    [{ start: null, end: '2012-07-31' }, '31 July 2012'],
  ])('%j is printed as “%s”', (period, words) => {
    expect(printPeriod(period)).toBe(words)
  })
})
