// Which passages of a collected document are kept, and with what? (The documents are invented.)
import { describe, expect, test } from 'vitest'
import type { DocumentPayload } from '../../src/collect/finding.ts'
import { passagesOf } from '../../src/extract/index.ts'
import derive from '../../src/extract/derive.ts'
import { lexicon, programmes, readWords } from './lexicon-of-data.ts'

const document = (parts: Partial<DocumentPayload> = {}): DocumentPayload => ({
  url: 'https://example.gov.uk/speech',
  title: 'A speech',
  date: '2013-06-19',
  body: 'Cabinet Office',
  speakers: [],
  paragraphs: [{ text: 'Charities deliver public services.' }],
  type: 'speech',
  status: 'live',
  licence: 'OGL-3.0',
  ...parts,
})

const hope = { name: 'Ann Hope', role: 'Minister of State', id: 'p/1' }
const hill = { name: 'Bo Hill', id: 'p/2' }

describe('the passages of a document', () => {
  test('are those on topic, each with its place, speaker, neighbours and claims', () => {
    const { passages, left } = passagesOf(
      document({
        speakers: [hill, hope],
        paragraphs: [
          { text: 'Charities in public services', heading: true },
          { text: 'The weather was fine.', speaker: 0 },
          {
            text: 'I thank him. At least 40 charities will run probation services by June 2014. We shall see.',
            speaker: 1,
            anchor: 'g12.3',
            column: '101',
          },
        ],
      }),
      lexicon,
    )
    expect(left).toBe(0)
    expect(passages).toHaveLength(1)
    expect(passages[0]).toMatchObject({
      place: { paragraph: 2, sentence: 1, anchor: 'g12.3', column: '101' },
      speaker: hope,
      body: 'Cabinet Office',
      voice: 'government',
      text: 'At least 40 charities will run probation services by June 2014.',
      before: 'I thank him.',
      after: 'We shall see.',
      aboutSector: true,
      programmes: [],
      claims: [
        {
          comparator: 'at-least',
          value: 40,
          unit: 'organisations',
          population: 'charities',
          deadline: '2014-06',
        },
      ],
    })
    expect(passages[0]?.because.join('\n')).toContain('the sector: "charities"')
    expect(passages[0]?.because.at(-1)).toBe('speaker: the paragraph names the speaker')
  })

  test('are spoken by the one speaker of the document, by nobody known when it has several', () => {
    const by = (speakers: DocumentPayload['speakers']) =>
      passagesOf(document({ speakers }), lexicon).passages[0]?.speaker
    expect(by([hope])).toEqual(hope)
    expect(by([hill])).toEqual({ ...hill, role: null })
    expect(by([hope, hill])).toBeNull()
    expect(by([])).toBeNull()
  })

  test('are JSON as they stand', () => {
    const found = passagesOf(document({ speakers: [hope] }), lexicon)
    expect(JSON.parse(JSON.stringify(found))).toEqual(found)
  })

  test('keep long neighbours by their near end, and say when a sentence itself was cut', () => {
    const long = (end: string) => `Good ${'morning all of you '.repeat(40)}${end}.`
    const { passages } = passagesOf(
      document({
        paragraphs: [
          { text: `${long('here')} Charities deliver public services. ${long('there')}` },
          { text: `Charities deliver public services ${'and \u{1f600}'.repeat(1000)}.` },
        ],
      }),
      lexicon,
    )
    expect(passages[0]?.before).toMatch(/^… .* here\.$/)
    expect(passages[0]?.after).toMatch(/^Good morning .* …$/)
    expect(passages[0]?.after?.length).toBeLessThan(410)
    expect(passages[0]).not.toHaveProperty('cut')
    expect(passages[1]).toMatchObject({ cut: true })
    expect(passages[1]?.text.length).toBeLessThanOrEqual(2000)
    expect(passages[1]?.text).not.toMatch(/[\ud800-\udbff]$/)
  })

  test('beyond the size of a record are counted, and the rest fits', () => {
    const text = 'Over 40 charities won public contracts. '.repeat(3000)
    const { passages, left } = passagesOf(document({ paragraphs: [{ text }] }), lexicon)
    expect(passages.length + left).toBe(3000)
    expect(left).toBeGreaterThan(0)
    expect(JSON.stringify(passages).length).toBeLessThan(250_000)
  })

  test('in a document whose paragraphs name speakers, one that names nobody is nobody’s', () => {
    const { passages } = passagesOf(
      document({
        speakers: [hill],
        paragraphs: [
          { text: 'What do charities deliver?', speaker: 0 },
          { text: 'Charities deliver public services.' },
        ],
      }),
      lexicon,
    )
    expect(passages.map((passage) => passage.speaker?.name ?? null)).toContain(null)
    expect(passages.find((passage) => passage.text.startsWith('Charities'))?.speaker).toBeNull()
  })

  test('a speaker for another body than the document’s keeps that body', () => {
    const { passages } = passagesOf(
      document({
        body: 'Cabinet Office',
        speakers: [{ ...hill, body: 'House of Commons' }, hope],
        paragraphs: [
          { text: 'Charities deliver public services.', speaker: 0 },
          { text: 'Voluntary organisations deliver public services.', speaker: 1 },
        ],
      }),
      lexicon,
    )
    expect(passages.map(({ body, voice }) => [body, voice])).toEqual([
      ['House of Commons', 'parliament'],
      ['Cabinet Office', 'government'],
    ])
  })
})

describe('what is derived from a document', () => {
  const lists = { words: readWords(), programmes: programmes.map((one) => ({ ...one, start: '2014' })) }
  const find = derive({ lists, digest: 'x' } as never)
  const says = (date: string | null) =>
    find(
      document({
        date,
        paragraphs: [{ text: 'According to the CRC report, there are 31 jobcentres.' }],
      }) as never,
    )

  test('a programme is not named years before it began', () => {
    expect(says('2009-10-29')).toBeNull()
    expect(says('2013-01-01')?.passages[0]?.programmes.map(({ id }) => id)).toEqual([
      'transforming-rehabilitation',
    ])
    expect(says(null)?.passages).toHaveLength(1)
  })
})
