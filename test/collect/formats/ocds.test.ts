// Are small facts of a release read as they are meant, in whatever dress they are printed? All invented.
import { expect, it } from 'vitest'
import { flagIn, printedSuppliers, statusIn } from '../../../src/collect/formats/ocds.ts'

it.each([
  [true, true],
  [false, false],
  ['true', true],
  [' False ', false],
  ['yes', null],
  ['', null],
  [1, null],
  [null, null],
  [undefined, null],
])('the flag %j is read as %j', (printed, read) => {
  expect(flagIn(printed)).toBe(read)
})

it.each([
  ['active', 'active'],
  ['Active', 'active'],
  [' CANCELLED ', 'cancelled'],
  ['', null],
  [7, null],
])('the status %j is read as %j', (printed, read) => {
  expect(statusIn(printed)).toBe(read)
})

it('a supplier whose flag is printed as text is not one of whom nothing is known', () => {
  const party = (id: string, vcse: unknown) => ({ id, name: `Invented ${id}`, details: { vcse } })
  const parties = [party('a', 'true'), party('b', 'FALSE'), party('c', 'perhaps')]
  const found = printedSuppliers([{ id: 'a' }, { id: 'b' }, { id: 'c' }], parties, ({ details }) => {
    return (details as { vcse?: unknown }).vcse
  })
  expect(found.map(({ declared }) => declared)).toEqual([true, false, undefined])
})
