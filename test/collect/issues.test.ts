// Does whoever prints an issue print what it counts?
import { expect, it } from 'vitest'
import { withCounts } from '../../src/collect/errors.ts'

it('of counts by name says each, and of any other detail nothing', () => {
  expect(withCounts('awards that are not counted, by reason', { cancelled: 3, 'a dynamic market': 2 })).toBe(
    'awards that are not counted, by reason: cancelled (3); a dynamic market (2)',
  )
  for (const detail of [{}, { key: 'a' }, { cancelled: 3, key: 'a' }, ['a'], 'a', null])
    expect(withCounts('odd', detail)).toBe('odd')
})
