// Where does a sentence end? (The examples are invented.)
import { describe, expect, test } from 'vitest'
import { sentenceSpans } from '../../src/extract/index.ts'

const split = (text: string) => sentenceSpans(text).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  test.each<[string, string, string[]]>([
    ['end at full stops', 'It grew. It shrank.', ['It grew.', 'It shrank.']],
    [
      'do not end after Mr., hon. or St.',
      'Mr. Hope and the hon. Member met in St. Neots. They talked.',
      ['Mr. Hope and the hon. Member met in St. Neots.', 'They talked.'],
    ],
    [
      'do not end after Rt Hon. or initials',
      'The Rt Hon. J. B. Hope spoke. He sat.',
      ['The Rt Hon. J. B. Hope spoke.', 'He sat.'],
    ],
    [
      'do not end inside decimals',
      'It cost £3.5 million. It was late.',
      ['It cost £3.5 million.', 'It was late.'],
    ],
    [
      'do not end after e.g. and i.e.',
      'Some, e.g. Nacro, bid. Others, i.e. most, did not.',
      ['Some, e.g. Nacro, bid.', 'Others, i.e. most, did not.'],
    ],
    [
      'do not end after col. and no. before figures',
      'See col. 12 and No. 4 in the list. It is long.',
      ['See col. 12 and No. 4 in the list.', 'It is long.'],
    ],
    [
      'end after "no." that is the word',
      'The answer is no. We shall see.',
      ['The answer is no.', 'We shall see.'],
    ],
    [
      'go on after "per cent." before a small letter',
      'It rose by 9 per cent. (or 4 in real terms). Then it fell.',
      ['It rose by 9 per cent. (or 4 in real terms).', 'Then it fell.'],
    ],
    [
      'end after "per cent." before a capital',
      'It rose by 9 per cent. Then it fell.',
      ['It rose by 9 per cent.', 'Then it fell.'],
    ],
    [
      'keep closing quotation marks',
      'He said, “We will.” She did not.',
      ['He said, “We will.”', 'She did not.'],
    ],
    ['end at question and exclamation marks', 'Will he? He must! Soon.', ['Will he?', 'He must!', 'Soon.']],
    ['end at a blank line', 'A heading\n\nThe text begins', ['A heading', 'The text begins']],
  ])('%s', (_title, text, expected) => {
    expect(split(text)).toEqual(expected)
  })

  test('an empty text has none', () => {
    expect(split('')).toEqual([])
    expect(split(' \n ')).toEqual([])
  })
})
