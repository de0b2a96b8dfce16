// Which numbers are no claims: dates, ages, durations, sections, and numbers that are denied?

import type { NumberWords } from './claims.ts'
import { isYear, monthOf } from './deadline.ts'
import { type Population, singular } from './population.ts'
import type { Amount } from './quantities.ts'
import type { Token } from './text.ts'

/** Why the number is no claim, in words; null when it may be one. */
export function whyNotCounted(
  context: { readonly tokens: readonly Token[]; readonly words: NumberWords },
  amount: Amount,
  counted: Population | undefined,
): string | null {
  const { tokens, words } = context
  const first = tokens[amount.from]
  const before = tokens[amount.from - 1]
  const next = tokens[amount.to]
  if (isDenied(tokens, amount.from)) return 'denied'
  if (amount.unit === 'gbp') return null
  if (amount.unit === 'other-money') return 'another currency'
  if (amount.unit === 'percent') return amount.form === 'fraction' ? whyNoFraction(tokens, amount) : null
  if (first?.kind === 'number') {
    if (isDate(tokens, amount, counted)) return 'a date or a time'
    // "c.20,000" is about so many; "Cm.7122" is a paper.
    const circa = before?.text === '.' && /^(?:c|ca|approx)$/.test(tokens[amount.from - 2]?.text ?? '')
    if (before?.text === '/' || (before?.text === '.' && !circa) || next?.text === '/')
      return 'part of a reference'
    if (before?.kind === 'word' && (before.glued || first.hyphenated)) return 'part of a name'
    if (amount.from === 0 && !amount.scaled && first.text.includes('.')) return 'the number of a paragraph'
  }
  const label = before?.text ?? ''
  if (before?.kind === 'word' && words.notCountedBefore.has(label)) {
    if (!(label === 'no' && first?.kind === 'word')) return `the number of a ${label}`
  }
  const nextText = next === undefined ? '' : singular(next.text, words.nouns).one
  // "21 day centres": the day belongs to what is counted.
  const dayPlace =
    nextText === 'day' && /^(?:centres?|nurser\w+|services?)$/.test(tokens[amount.to + 1]?.text ?? '')
  if (next?.kind === 'word' && !dayPlace && words.nouns.notCounted.has(nextText))
    return `"${next.text}" is not counted`
  if (next?.text === '-' || next?.text === ':') return 'part of a reference'
  if (isAge(tokens, amount)) return 'an age'
  if (counted === undefined || counted.unit === null) return 'nothing counted'
  if (counted.barred) return `"${tokens[counted.head ?? 0]?.text}" is not counted`
  if (counted.to <= amount.from) return whyNotEarlier(tokens, amount)
  const head = tokens[counted.head ?? -1]
  if (head === undefined) return 'nothing counted'
  const { one, many } = singular(head.text, words.nouns)
  const known = words.nouns.unit.has(one)
  if (amount.value === 1) return 'one'
  if (amount.value === 0) return 'none'
  if (!many && !isStrong(tokens, amount.to)) return 'a number before a single thing'
  if (!known && amount.form === 'words' && amount.value <= 12) return 'a small number of something uncounted'
  return null
}

// "not 40 charities": but "not only", "not just" and "not less than" affirm.
function isDenied(tokens: readonly Token[], from: number): boolean {
  return (
    tokens[from - 1]?.text === 'not' && tokens[from - 2]?.text !== 'if' && tokens[from - 2]?.text !== 'or'
  )
}

// The counted noun stood earlier: "charities, of which 18 ...", "from 202 to 182". A bare number elsewhere counts nothing.
function whyNotEarlier(tokens: readonly Token[], amount: Amount): string | null {
  const before = tokens[amount.from - 1]?.text ?? ''
  const next = tokens[amount.to]?.text ?? ''
  if (amount.value <= 1) return 'one'
  // "two of which are charities", "and of those, 230 win contracts": words that point back to what was counted.
  if (next === 'of' && /^(?:which|whom|them|these|those)$/.test(tokens[amount.to + 1]?.text ?? ''))
    return null
  if (pointsBack(tokens, amount.from) && (tokens[amount.to]?.kind === 'word' || next === '(')) return null
  const refers =
    /^(?:which|whom|to|from|than|over|nearly|almost|only|just|around|about|at|of|least|by|and|the|between|under|over|stands|stood|is|was|were|totalled|reached|with|between)$/
  const goes =
    /^(?:are|were|have|had|has|having|being|was|to|in|from|last|this|by|of|out)$|^$|^[.,;)]$|(?:ly|ed)$/
  if (!refers.test(before) && !/^(?:are|were|have|had|has|was)$/.test(next)) return 'nothing counted'
  if (!goes.test(next) && next !== '') return 'nothing counted'
  const small = tokens[amount.from]?.kind === 'word'
  if (small && !/^(?:are|were|have|had|has|was)$/.test(next)) return 'nothing counted'
  return null
}

// "of which 230", "of those, 230", "of these small charities, 230".
function pointsBack(tokens: readonly Token[], from: number): boolean {
  const comma = tokens[from - 1]?.text === ','
  for (let at = comma ? from - 2 : from - 1; at > 0 && at > from - (comma ? 7 : 2); at -= 1) {
    if (tokens[at - 1]?.text === 'of' && /^(?:which|whom|them|these|those)$/.test(tokens[at]?.text ?? ''))
      return true
  }
  return false
}

function whyNoFraction(tokens: readonly Token[], amount: Amount): string | null {
  const first = tokens[amount.from]
  const last = tokens[amount.to - 1]
  const before = tokens[amount.from - 1]?.text ?? ''
  const next = tokens[amount.to]
  const nextText = next?.text ?? ''
  if (next?.hyphenated || first?.hyphenated) return 'part of a compound'
  if (last?.text === 'half' && amount.to - amount.from === 1) {
    if (/^(?:first|second|latter|other|last|next|final|better|and|an?|each|this|one)$/.test(before)) {
      if (before !== 'and' || nextText === 'years' || nextText === 'million') return 'half of a thing'
    }
    if (/^(?:an?|past|term|day|year|hour|way|time|years|decade|century|price|yearly)$/.test(nextText))
      return 'half of a thing'
  }
  if (/^quarters?$/.test(last?.text ?? '')) {
    if (/^(?:first|second|third|fourth|last|each|every|per|this|next|previous|final)$/.test(before))
      return 'a quarter of a year'
    if (nextText === 'of' && isYear(tokens[amount.to + 1])) return 'a quarter of a year'
    if (/^(?:century|hour)$/.test(nextText)) return 'a duration'
  }
  // "a third sector", "a fifth term", "a second third": an ordinal, unless it is plainly a share.
  const oneOf =
    first?.text === 'a' && last?.text !== 'half' && last?.text !== 'quarter' && amount.to - amount.from === 2
  if (oneOf && /^(?:a)$/.test(first?.text ?? '')) {
    const share =
      /^(?:of|less|more|fewer|are|were|have|had|said|say|to|in|by|reduction|cut|increase|rise|fall|higher|lower)$|^$|^[.,;)]$/
    if (!share.test(nextText)) return 'an ordinal'
  }
  if (nextText === 'of' && /^(?:an?)$/.test(tokens[amount.to + 1]?.text ?? '')) {
    const thing = tokens[amount.to + 2]?.text ?? ''
    if (/^(?:century|year|mile|day|hour|percent|per|decade)$/.test(thing)) return 'a part of a measure'
  }
  return null
}

function isDate(tokens: readonly Token[], amount: Amount, counted: Population | undefined): boolean {
  const first = tokens[amount.from]
  const before = tokens[amount.from - 1]
  const next = tokens[amount.to]
  if (
    amount.value <= 31 &&
    (monthOf(next) !== undefined || (monthOf(before) !== undefined && before?.text !== 'may'))
  )
    return true
  if (amount.value <= 31 && next?.text === 'of' && monthOf(tokens[amount.to + 1]) !== undefined) return true
  if (next?.text === 'am' || next?.text === 'pm' || next?.text === '°') return true
  if (!isYear(first)) return first?.hyphenated === true && isYear(before)
  if (monthOf(before) !== undefined) return true
  const hedged = /^(?:than|over|about|around|nearly|almost|least|some|only|to)$/.test(before?.text ?? '')
  const countsSoon =
    counted?.head !== null && counted !== undefined && counted.from === amount.to && counted.unit !== null
  const dated =
    /^(?:in|since|by|from|until|during|after|before|the|year|early|late|mid|of|and|between|for|act|,|\(|april)$/
  if (countsSoon && !counted.barred && (hedged || !dated.test(before?.text ?? '')))
    return before?.capital === true && !hedged
  return true
}

function isAge(tokens: readonly Token[], amount: Amount): boolean {
  if (amount.value > 120) return false
  const next = tokens[amount.to]
  if (next?.text === 'year' || next?.text === 'years') return true
  for (let back = 1; back <= 5; back += 1) {
    const text = tokens[amount.from - back]?.text ?? ''
    if (/^(?:aged|ages|age)$/.test(text)) return true
    if (!/^(?:between|of|over|under|from|to|and|or|the|those|about)$/.test(text) && !/^\d+$/.test(text))
      return false
  }
  return false
}

// "60-bed unit", "40-place scheme", "a 12 contract framework": joined by a hyphen the noun stays single.
function isStrong(tokens: readonly Token[], at: number): boolean {
  return (
    tokens[at]?.hyphenated === true &&
    /^(?:bed|place|strong|person|job|contract)$/.test(tokens[at]?.text ?? '')
  )
}
