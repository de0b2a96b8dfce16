// Are readings scored as the benchmark says, and do they agree with people's labels where those are at hand?
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseLabelled, type Reading, readPassage, scoreReadings } from '../../src/extract/index.ts'
import { parseLexicon } from '../../src/extract/lexicon.ts'
import { lexicon, readEvidence, readWords } from './lexicon-of-data.ts'

const reading = (text: string): Reading => readPassage(text, lexicon)
const label = (fields: object) => {
  const [one] = parseLabelled(
    JSON.stringify({
      text: '',
      about_sector: true,
      programmes: [],
      kind: 'description',
      claims: [],
      ...fields,
    }),
  )
  if (one === undefined) throw new Error('one label in, one label out')
  return one
}

describe('scores', () => {
  test('a claim counts only when comparator, value and unit are all right', () => {
    const pairs = [
      {
        label: label({
          claims: [
            { comparator: 'at-least', value: 40, unit: 'organisations' },
            { comparator: 'exactly', value: 12, unit: 'organisations' },
          ],
        }),
        reading: reading('Over 40 charities won 12 public contracts.'),
      },
    ]
    expect(scoreReadings(pairs).claims).toMatchObject({
      right: 1,
      found: 2,
      labelled: 2,
      precision: 0.5,
      recall: 0.5,
      f1: 0.5,
    })
  })

  test('a claim made twice must be labelled twice', () => {
    const claim = { comparator: 'exactly', value: 12, unit: 'contracts' }
    const pairs = [
      { label: label({ claims: [claim, claim] }), reading: reading('Charities won 12 public contracts.') },
    ]
    expect(scoreReadings(pairs).claims).toMatchObject({ right: 1, found: 1, labelled: 2 })
  })

  test('off topic both ways is neither right nor wrong', () => {
    const pairs = [{ label: label({ about_sector: false, kind: 'none' }), reading: reading('It rained.') }]
    expect(scoreReadings(pairs).about_sector).toMatchObject({ right: 0, found: 0, labelled: 0, f1: 1 })
  })

  test('a malformed line is named', () => {
    expect(() => parseLabelled('{"text":1}')).toThrow('line 1')
  })
})

test('readings agree with the labelled passages, where those are at hand', ({ skip }) => {
  const file = new URL('../../../shared/gold/dev.jsonl', import.meta.url)
  if (!existsSync(file)) skip('no labelled passages beside the project (../shared/gold/dev.jsonl)')
  const full = parseLexicon({ words: readWords(), ...readEvidence() })
  const pairs = parseLabelled(readFileSync(file, 'utf8')).map((one) => ({
    label: one,
    reading: readPassage(one.text, full),
  }))
  const scores = scoreReadings(pairs)
  // Floors a little under what was measured when the lists were last reviewed, so that a change that costs is seen.
  expect(scores.about_sector.f1).toBeGreaterThan(0.94)
  expect(scores.programmes.f1).toBeGreaterThan(0.95)
  expect(scores.kind.f1).toBeGreaterThan(0.88)
  expect(scores.claims.f1).toBeGreaterThan(0.95)
})
