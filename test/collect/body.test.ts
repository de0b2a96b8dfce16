// Does the reader of bodies give what a reader of the page sees, paragraph by paragraph?
import { expect, it } from 'vitest'
import { readBody } from '../../src/collect/body.ts'

const texts = (fragment: string): string[] => readBody(fragment).paragraphs.map(({ text }) => text)

it('keeps paragraphs apart, drops blank ones, and reads entities and odd spaces', () => {
  expect(
    texts('<p>One&nbsp;&amp; two.</p><p> </p><p />\n<p><strong> </strong></p><p>Three<br>four.</p>'),
  ).toEqual(['One & two.', 'Three four.'])
})

it('takes text that is not marked up as it is', () => {
  expect(texts('Fewer than 5 < 10 charities')).toEqual(['Fewer than 5 < 10 charities'])
  expect(texts('')).toEqual([])
})

it('reads lists item by item, nested ones too', () => {
  expect(texts('<p>Two:</p><ul><li>one<ul><li>inner</li></ul>more</li><li><p>two</p></li></ul>')).toEqual([
    'Two:',
    'one',
    'inner',
    'more',
    'two',
  ])
})

it('reads tables row by row, with cells parted so that no two figures join', () => {
  expect(
    texts(
      '<table><caption>Halls</caption><thead><tr><th>Year</th><th>Halls</th></tr></thead>\n<tbody><tr><td><p>2020</p><p>(part)</p></td>\n<td>1,204</td></tr><tr><td></td><td> </td></tr></tbody></table><p>After.</p>',
    ),
  ).toEqual(['Halls', 'Year | Halls', '2020 (part) | 1,204', 'After.'])
})

it('marks headings, and keeps the nearest anchor', () => {
  expect(readBody('<p>Before</p><h2 id="aims">Aims</h2><p>Text</p>').paragraphs).toEqual([
    { text: 'Before' },
    { text: 'Aims', anchor: 'aims', heading: true },
    { text: 'Text', anchor: 'aims' },
  ])
})

it('drops column markers inside sentences, and keeps the column where a paragraph begins', () => {
  const mark = (column: string): string =>
    `<span class="column-number" data-column-number="${column}">Column ${column}</span>`
  expect(readBody(`<p>Almost ${mark('774')}half.</p><p>${mark('775')} More.</p><p>End.</p>`, '773')).toEqual({
    paragraphs: [
      { text: 'Almost half.', column: '773' },
      { text: 'More.', column: '775' },
      { text: 'End.', column: '775' },
    ],
    column: '775',
  })
})

it('takes the number of a cross-reference for text, and of no column', () => {
  expect(
    readBody('See <span class="cross-reference" data-column-number="637">col. 637</span>.', '200'),
  ).toEqual({ paragraphs: [{ text: 'See col. 637.', column: '200' }], column: '200' })
})

it('parts words at elements that it does not know, and at none that stands within a line', () => {
  expect(texts('<Question><QuestionText>(1) Why?</QuestionText>Because.</Question>')).toEqual([
    '(1) Why?',
    'Because.',
  ])
  expect(texts('<p>Al<em>most</em> <a href="x">half</a></p>')).toEqual(['Almost half'])
})

it('says nothing of scripts and styles, and survives any depth', () => {
  expect(texts('<script>alert(1)</script><style>p{}</style><p>Text</p>')).toEqual(['Text'])
  expect(texts(`${'<div>'.repeat(20_000)}deep`)).toEqual(['deep'])
})
