// Where does one sentence end and the next begin?

import { plainMarks } from './text.ts'
import type { Span } from './types.ts'

// After these a full stop ends nothing. Lower case; a list, because no rule tells "Mr." from "more."
const abbreviations = new Set(
  (
    'mr mrs ms miss dr prof st hon rt revd rev sir lt col cols maj gen sgt capt cllr messrs mt ' +
    'e.g i.e eg ie viz cf ca approx c vs v etc al no nos vol vols pp p para paras s ss cl art ch sec sch ' +
    'fig figs ed eds op cit jan feb mar apr jun jul aug sept sep oct nov dec dept govt inc ltd co plc bn m'
  ).split(' '),
)

// After these a full stop may end a sentence too: a capital that is no number or name must follow.
const eitherWay = new Set('etc al ltd co plc inc bn m cent no'.split(' '))

const closers = new Set(['"', "'", ')', ']'])

/**
 * The sentences of a text in order, each trimmed of the white space around it. Knows abbreviations, initials,
 * decimals, ellipses and quotations; a blank line always ends a sentence. Linear in the length of the text.
 */
export function sentenceSpans(text: string): Span[] {
  const plain = plainMarks(text)
  const spans: Span[] = []
  let start = 0
  const close = (end: number): void => {
    let from = start
    let to = end
    while (from < to && isSpace(plain.charAt(from))) from += 1
    while (to > from && isSpace(plain.charAt(to - 1))) to -= 1
    if (to > from) spans.push({ start: from, end: to })
    start = end
  }
  for (let at = 0; at < plain.length; at += 1) {
    const mark = plain.charAt(at)
    if (mark === '\n' && isBlankLine(plain, at)) close(at)
    else if (mark === '.' || mark === '?' || mark === '!') {
      const end = endAfter(plain, at)
      if (end === null) continue
      close(end)
      at = end - 1
    }
  }
  close(plain.length)
  return spans
}

function isSpace(mark: string): boolean {
  return mark === ' ' || mark === '\n' || mark === '\t' || mark === '\r' || mark === '\f' || mark === '\v'
}

function isBlankLine(text: string, newline: number): boolean {
  const next = text.charAt(newline + 1)
  return next === '\n' || (next === '\r' && text.charAt(newline + 2) === '\n')
}

// Where the sentence ends if the mark at `at` ends one: after any closing quotation marks and brackets.
function endAfter(text: string, at: number): number | null {
  let end = at + 1
  while (end < text.length && closers.has(text.charAt(end))) end += 1
  if (end >= text.length) return end
  if (!isSpace(text.charAt(end))) return null
  const next = nextStart(text, end)
  if (next === '') return end
  // "per cent. (or in real terms 91 per cent.)" and "she said. and" go on: what follows begins small.
  const continues = next >= 'a' && next <= 'z'
  if (text.charAt(at) !== '.') return continues ? null : end
  if (continues) return null
  const word = wordBefore(text, at)
  if (word === '') return end
  if (word.length === 1 && word !== 'a' && word !== 'i') return isInitial(text, at) ? null : end
  if (!abbreviations.has(word)) return end
  if (word === 'no' && !(next >= '0' && next <= '9')) return end
  if (eitherWay.has(word)) return next >= 'A' && next <= 'Z' ? end : null
  return null
}

// The first mark of what follows, past spaces and opening quotation marks or brackets; few are looked at.
function nextStart(text: string, from: number): string {
  for (let at = from; at < Math.min(text.length, from + 40); at += 1) {
    const mark = text.charAt(at)
    if (!isSpace(mark) && mark !== '"' && mark !== "'" && mark !== '(' && mark !== '[') return mark
  }
  return ''
}

// The letters and inner stops before a full stop ("e.g", "Mr"), at most twelve: longer is no abbreviation.
function wordBefore(text: string, at: number): string {
  let from = at
  while (from > 0 && at - from < 12 && /[A-Za-z.]/.test(text.charAt(from - 1))) from -= 1
  return text.slice(from, at).toLowerCase()
}

function isInitial(text: string, at: number): boolean {
  const letter = text.charAt(at - 1)
  return letter >= 'A' && letter <= 'Z'
}
