// Are passages placed, attributed and read the same way every time? (The documents are invented.)
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { extractPassages, isOnTopic, readPassage, wordLists } from '../../src/extract/index.ts'
import { lexicon, readWords } from './lexicon-of-data.ts'

const paragraph = {
  text: 'Good morning. Charities deliver public services. They do it well.',
  anchor: 'p3',
  column: '12',
}

describe('a passage', () => {
  test('has its neighbours and its place', () => {
    const passages = extractPassages({ paragraphs: [paragraph] }, lexicon)
    expect(passages).toHaveLength(1)
    expect(passages[0]).toMatchObject({
      text: 'Charities deliver public services.',
      before: 'Good morning.',
      after: 'They do it well.',
      place: { paragraph: 0, sentence: 1, anchor: 'p3', column: '12' },
    })
  })

  test.each([
    [{ speaker: 'Ann Hope', role: 'Minister of State', body: 'DWP' }, 'Ann Hope', 'government'],
    [{ speaker: 'Lord Hope', role: 'Member of the House of Lords' }, 'Lord Hope', 'parliament'],
    [{ speaker: 'Bo Hill', body: 'National Audit Office' }, 'Bo Hill', 'auditor'],
    [{ speaker: 'Cy Reed', body: 'NCVO' }, 'Cy Reed', 'sector'],
    [{ speaker: 'Di Moor', body: 'Serco' }, 'Di Moor', 'provider'],
  ])('spoken by %j has the voice that fits', (known, name, voice) => {
    const [found] = extractPassages(
      { paragraphs: [{ text: 'Charities deliver public services.', ...known }] },
      lexicon,
    )
    expect(found?.speaker.name).toBe(name)
    expect(found?.voice).toBe(voice)
  })

  test('takes a reported speaker from the text, then the speaker of the document', () => {
    const document = {
      speaker: 'Ann Hope',
      body: 'Cabinet Office',
      paragraphs: [
        { text: 'Charities run probation services, said Bo Hill. Charities run prison services.' },
      ],
    }
    const [reported, plain] = extractPassages(document, lexicon)
    expect(reported?.speaker.name).toBe('Bo Hill')
    expect(plain).toMatchObject({
      speaker: { name: 'Ann Hope' },
      body: 'Cabinet Office',
      voice: 'government',
    })
  })

  test('spans point into the paragraph, whatever stands before', () => {
    const text = 'Mr. Hope spoke. “At least 40 charities” won public contracts.'
    const [found] = extractPassages({ paragraphs: [{ text }] }, lexicon)
    const span = found?.claims[0]?.span
    expect(text.slice(span?.start, span?.end)).toBe('At least 40')
  })
})

// Pieces that the rules look for, so that generated text meets them often.
const piece = fc.oneof(
  fc.constantFrom(
    'charities',
    'the voluntary sector',
    'deliver',
    'public services',
    'more than',
    'between',
    '35% to 40%',
    'and',
    '£5-20bn',
    'half',
    'a million',
    'by June 2014',
    'one in',
    'three',
    'the only',
    'most',
    'from',
    'doubled',
    'hundreds of',
    '.',
    '“',
    '”',
    '- ',
    '(',
    'Mr.',
    'will',
    'should',
    'The Work Programme',
    'Restart',
    'two and a half',
    '2014-15',
    'per cent',
    '?',
    ',',
    'of the',
    '\u00a0',
  ),
  fc.string({ maxLength: 12, unit: 'binary' }),
  fc.nat({ max: 3_000_000 }).map(String),
)
const texts = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(' '))

describe('whatever the text', () => {
  test('reading never throws, and spans lie inside the text', () => {
    fc.assert(
      fc.property(texts, (text) => {
        for (const passage of extractPassages({ paragraphs: [{ text }] }, lexicon)) {
          const { span } = passage.place
          expect(text.slice(span.start, span.end)).toBe(passage.text)
          for (const claim of passage.claims) {
            expect(claim.span.start).toBeGreaterThanOrEqual(span.start)
            expect(claim.span.end).toBeLessThanOrEqual(span.end)
            expect(text.slice(claim.span.start, claim.span.end)).toBe(claim.text)
            expect(claim.value === null).toBe(claim.comparator === 'most')
            expect(claim.valueHigh === null).toBe(claim.comparator !== 'between')
          }
        }
      }),
      { numRuns: 400 },
    )
  })

  test('reading twice gives the same', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(readPassage(text, lexicon)).toEqual(readPassage(text, lexicon))
      }),
      { numRuns: 100 },
    )
  })

  test('a number is a claim only on topic, and only a passage on topic has a kind', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const reading = readPassage(text, lexicon)
        if (!isOnTopic(reading)) expect([reading.claims.length, reading.kind.kind]).toEqual([0, 'none'])
      }),
      { numRuns: 200 },
    )
  })
})

// A million characters on one line must be read, not choked on; the time allowed is twenty times what it takes.
test.each([
  ['one long sentence', 'charities deliver public services and '],
  ['many sentences', 'Over 40 charities won public contracts. '],
  ['digits', '1,234 '],
  ['one long word', 'a'],
  ['hyphens', '-'],
  ['full stops', '. '],
  ['open brackets', '('],
  ['half-begun phrases', 'voluntary and community and '],
  ['number words', 'twenty hundred and '],
])(
  'a megabyte of %s is read',
  (_title, unit) => {
    const text = unit.repeat(Math.ceil(1_000_000 / unit.length))
    expect(() => readPassage(text, lexicon)).not.toThrow()
  },
  20_000,
)

describe('the word lists', () => {
  test('are all described and all parse', () => {
    const words = readWords()
    expect(Object.keys(words).sort()).toEqual(Object.keys(wordLists.shape).sort())
    for (const list of Object.values(words)) expect(list).toHaveProperty('about')
  })
})
