// Do the windows of all runs together cover every day, without asking for everything at once?
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Json } from '../../src/collect/port.ts'
import { dayPlus, windowsOf } from '../../src/collect/windows.ts'

const options = { first: '2024-01-01', overlap: 5, step: 30 }

it('begins with the last days and one stretch before them', () => {
  expect(windowsOf({ cursor: null, since: null, today: '2024-06-10', leads: [] }, options)).toEqual({
    windows: [
      { from: '2024-06-05', to: '2024-06-10' },
      { from: '2024-05-06', to: '2024-06-04' },
    ],
    cursor: { through: '2024-06-10', back: '2024-05-06' },
  })
})

it('goes on from its cursor, and stops going back at the first day', () => {
  const cursor = { through: '2024-06-10', back: '2024-01-11' }
  expect(windowsOf({ cursor, since: null, today: '2024-06-11', leads: [] }, options)).toEqual({
    windows: [
      { from: '2024-06-05', to: '2024-06-11' },
      { from: '2024-01-01', to: '2024-01-10' },
    ],
    cursor: { through: '2024-06-11', back: '2024-01-01' },
  })
  const done = { through: '2024-06-10', back: '2024-01-01' }
  expect(
    windowsOf({ cursor: done, since: null, today: '2024-06-11', leads: [] }, options).windows,
  ).toHaveLength(1)
})

it('asks from a given day on, in pieces, and keeps its cursor where that would leave a gap', () => {
  const cursor = { through: '2024-02-01', back: '2024-01-01' }
  const got = windowsOf({ cursor, since: '2024-04-01', today: '2024-06-11', leads: [] }, options)
  expect(got.windows.map(({ from, to }) => `${from} ${to}`)).toEqual([
    '2024-04-01 2024-04-30',
    '2024-05-01 2024-05-30',
    '2024-05-31 2024-06-11',
  ])
  expect(got.cursor).toEqual(cursor)
})

it('leaves no day out, whenever runs happen and whatever the cursor was', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 40 }), (pauses) => {
      let cursor: Json = null
      let today = '2024-06-01'
      const asked = new Set<string>()
      for (const pause of pauses) {
        today = dayPlus(today, pause)
        const got = windowsOf({ cursor, since: null, today, leads: [] }, options)
        cursor = got.cursor
        for (const { from, to } of got.windows) {
          for (let day = from; day <= to; day = dayPlus(day, 1)) asked.add(day)
          expect(dayPlus(from, options.step) > to).toBe(true)
        }
      }
      const { back } = cursor as { back: string }
      for (let day = back; day <= today; day = dayPlus(day, 1)) expect(asked.has(day)).toBe(true)
    }),
  )
})
