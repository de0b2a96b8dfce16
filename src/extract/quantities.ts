// Which number stands here, in figures or in words, and how was it printed?

import type { Token } from './text.ts'

/** A number as it stands in the text: tokens `from` to `to`, end exclusive. */
export type Amount = {
  readonly from: number
  readonly to: number
  readonly value: number
  /** `plural` is a bare scale word: hundreds, thousands of millions. */
  readonly form: 'figures' | 'words' | 'fraction' | 'plural'
  readonly unit: 'gbp' | 'percent' | 'other-money' | null
  /** A scale word (million, bn) stands after it. */
  readonly scaled: boolean
  /** The last printed figure is 0 and no decimals are printed. */
  readonly endsInZero: boolean
  /** How many figures carry meaning: 1 for 3, 300 and 0.5; 2 for 15 and 1.5. */
  readonly figures: number
}

const units = words(
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen ' +
    'seventeen eighteen nineteen',
)
const tens = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, i) => [word, (i + 2) * 10]),
)

/** What each scale word multiplies by. */
const scales = new Map<string, number>([
  ['hundred', 1e2],
  ['thousand', 1e3],
  ['k', 1e3],
  ['million', 1e6],
  ['mn', 1e6],
  ['mln', 1e6],
  ['m', 1e6],
  ['billion', 1e9],
  ['bn', 1e9],
  ['b', 1e9],
  ['trillion', 1e12],
  ['tn', 1e12],
])
const pluralScales = new Map<string, number>([
  ['dozens', 12],
  ['hundreds', 1e2],
  ['thousands', 1e3],
  ['millions', 1e6],
  ['billions', 1e9],
])
const parts = new Map<string, number>(
  'half third quarter fifth sixth seventh eighth ninth tenth'.split(' ').flatMap((word, i) => [
    [word, i + 2],
    [word === 'half' ? 'halves' : `${word}s`, i + 2],
  ]),
)
/** Wholes that "two out of ten" is a share of; "two out of 18" is two counts. */
const wholes = new Set([2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 100, 1000])

function words(list: string): Map<string, number> {
  return new Map(list.split(' ').map((word, value) => [word, value]))
}

/** The amount that begins at this token, or undefined. Money and per cent are taken with it. */
export function findAmount(tokens: readonly Token[], at: number): Amount | undefined {
  const token = tokens[at]
  if (token === undefined) return undefined
  if (token.text === '£' || token.text === 'gbp') {
    const number = cardinal(tokens, at + 1, true)
    return number && { ...number, from: at, unit: 'gbp' }
  }
  if (token.text === '$' || token.text === '€') {
    const number = cardinal(tokens, at + 1, true)
    return number && { ...number, from: at, unit: 'other-money' }
  }
  const fraction = findFraction(tokens, at)
  if (fraction !== undefined) return fraction
  const number = cardinal(tokens, at, false) ?? pluralScale(tokens, at)
  return number === undefined ? undefined : withUnit(tokens, number)
}

function withUnit(tokens: readonly Token[], number: Amount): Amount {
  const next = tokens[number.to]?.text
  const after = tokens[number.to + 1]?.text
  if (next === '%' || next === 'percent' || (next === 'pc' && number.form === 'figures')) {
    return { ...number, to: number.to + 1, unit: 'percent' }
  }
  if (next === 'per' && after === 'cent') return { ...number, to: number.to + 2, unit: 'percent' }
  if (next === 'percentage' && (after === 'point' || after === 'points')) {
    return { ...number, to: number.to + 2, unit: 'percent' }
  }
  if (next === 'pounds') return { ...number, to: number.to + 1, unit: 'gbp' }
  if (next === 'of' && after === 'pounds') return { ...number, to: number.to + 2, unit: 'gbp' }
  if (next === 'euros' || next === 'dollars' || next === 'euro') return { ...number, unit: 'other-money' }
  return number
}

function amount(fields: Partial<Amount> & Pick<Amount, 'from' | 'to' | 'value' | 'form'>): Amount {
  return {
    unit: null,
    scaled: false,
    endsInZero: fields.value % 10 === 0 && fields.value !== 0,
    figures: significant(String(fields.value)),
    ...fields,
  }
}

function significant(printed: string): number {
  const digits = printed.replace(/\D/g, '').replace(/^0+/, '')
  return printed.includes('.') ? digits.length : Math.max(1, digits.replace(/0+$/, '').length)
}

function cardinal(tokens: readonly Token[], at: number, money: boolean): Amount | undefined {
  const token = tokens[at]
  if (token?.kind === 'number') return inFigures(tokens, at, token, money)
  return token?.kind === 'word' ? inWords(tokens, at) : undefined
}

function inFigures(tokens: readonly Token[], at: number, token: Token, money: boolean): Amount | undefined {
  // Figures glued to letters are a name ("B12", "G20"), and letters glued to figures an ordinal or an age.
  if (token.glued && tokens[at - 1]?.kind === 'word') return undefined
  const printed = token.text.replaceAll(',', '')
  const plain = amount({
    from: at,
    to: at + 1,
    value: Number(printed),
    form: 'figures',
    endsInZero: printed.endsWith('0') && !printed.includes('.'),
    figures: significant(printed),
  })
  const next = tokens[at + 1]
  const scale = next === undefined ? undefined : scales.get(next.text)
  if (next === undefined || next.kind !== 'word') return plain
  const letter = next.text.length === 1
  if (scale !== undefined && (next.glued || !letter || money)) {
    return { ...plain, to: at + 2, value: round(plain.value * scale), scaled: true }
  }
  if (next.glued && next.text !== 'pc' && next.text !== 'per') return undefined
  return plain
}

// "two hundred and fifty", "twenty-five", "a million", "half a million", "two and a half million", "a dozen".
function inWords(tokens: readonly Token[], at: number): Amount | undefined {
  const begin = tokens[at]?.text ?? ''
  const part = partOfScale(tokens, at)
  if (part !== undefined) return part
  if (begin === 'a') {
    const scale = scales.get(tokens[at + 1]?.text ?? '')
    if (tokens[at + 1]?.text === 'dozen') return amount({ from: at, to: at + 2, value: 12, form: 'words' })
    if (scale === undefined || (tokens[at + 1]?.text.length ?? 0) < 4) return undefined
    return amount({ from: at, to: at + 2, value: scale, form: 'words', scaled: scale > 100, figures: 1 })
  }
  let total = 0
  let group: number | undefined
  let to = at
  let scaled = false
  let halved = false
  for (let i = at; i < tokens.length && i < at + 12; i += 1) {
    const word = tokens[i]?.text ?? ''
    const digit = units.get(word)
    const ten = tens.get(word)
    const scale = word.length > 3 ? scales.get(word) : undefined
    if (digit !== undefined) {
      if (group !== undefined && (group % 10 !== 0 || (digit > 9 && group % 100 !== 0))) break
      group = (group ?? 0) + digit
    } else if (ten !== undefined) {
      if (group !== undefined && group % 100 !== 0) break
      group = (group ?? 0) + ten
    } else if (scale !== undefined && group !== undefined) {
      if (scale === 100) group *= 100
      else {
        total += group * scale
        group = undefined
      }
      scaled = true
    } else if (word === 'and' && to === i && i > at) {
      const half = halfBeforeScale(tokens, i)
      if (half !== undefined && group !== undefined) {
        group += 0.5
        halved = true
        i = half - 1
        to = half
        continue
      }
      const next = tokens[i + 1]?.text ?? ''
      if (!scaled || !(units.has(next) || tens.has(next))) break
      to = i + 1
      continue
    } else break
    to = i + 1
  }
  if (to === at) return undefined
  while (tokens[to - 1]?.text === 'and') to -= 1
  const value = round(total + (group ?? 0))
  return amount({ from: at, to, value, form: halved ? 'fraction' : 'words', scaled })
}

// "and a half million", and "and half million" as people say it: the token of the scale word.
function halfBeforeScale(tokens: readonly Token[], and: number): number | undefined {
  let at = and + 1
  if (tokens[at]?.text === 'a') at += 1
  if (tokens[at]?.text !== 'half') return undefined
  return scales.has(tokens[at + 1]?.text ?? '') ? at + 1 : undefined
}

// "half a million", "a quarter of a million", "three quarters of a million".
function partOfScale(tokens: readonly Token[], at: number): Amount | undefined {
  let next = at
  let count = 1
  const first = tokens[at]?.text ?? ''
  if (first === 'a' || first === 'one' || first === 'two' || first === 'three') {
    count = units.get(first) ?? 1
    next += 1
  }
  const part = parts.get(tokens[next]?.text ?? '')
  if (part === undefined) return undefined
  next += 1
  if (tokens[next]?.text === 'of') next += 1
  if (tokens[next]?.text !== 'a') return undefined
  const scale = scales.get(tokens[next + 1]?.text ?? '')
  if (scale === undefined || scale < 1e3) return undefined
  const value = round((count * scale) / part)
  return amount({ from: at, to: next + 2, value, form: 'fraction', scaled: true })
}

// "half", "two-thirds", "a quarter", "one in three", "6 out of 10": a share, in per cent to one decimal.
function findFraction(tokens: readonly Token[], at: number): Amount | undefined {
  const inTen = shareOfWhole(tokens, at)
  if (inTen !== undefined) return inTen
  const first = tokens[at]?.text ?? ''
  let next = at
  let count = 1
  const isCount = units.has(first)
  if (first === 'a' || isCount) {
    count = units.get(first) ?? 1
    next += 1
  }
  const word = tokens[next]?.text ?? ''
  const part = parts.get(word)
  if (part === undefined || (next === at && part !== 2) || count === 0 || count >= part) return undefined
  if (tokens[next + 1]?.text === 'of' && tokens[next + 2]?.text === 'a' && isScale(tokens, next + 3))
    return undefined
  if (tokens[next + 1]?.text === 'a' && isScale(tokens, next + 2)) return undefined
  const value = Math.round((count / part) * 1000) / 10
  return amount({ from: at, to: next + 1, value, form: 'fraction', unit: 'percent' })
}

function isScale(tokens: readonly Token[], at: number): boolean {
  return (scales.get(tokens[at]?.text ?? '') ?? 0) >= 1e3
}

function shareOfWhole(tokens: readonly Token[], at: number): Amount | undefined {
  const count = smallNumber(tokens[at])
  if (count === undefined || count === 0) return undefined
  let next = at + 1
  if (tokens[next]?.text === 'in') next += 1
  else if (tokens[next]?.text === 'out' && tokens[next + 1]?.text === 'of') next += 2
  else return undefined
  if (tokens[next]?.text === 'every') next += 1
  const whole = smallNumber(tokens[next])
  if (whole === undefined || !wholes.has(whole) || count >= whole) return undefined
  // "5 in 10 areas" counts areas; "one in ten charities" is a share of charities: only figures are unsure.
  const value = Math.round((count / whole) * 1000) / 10
  return amount({ from: at, to: next + 1, value, form: 'fraction', unit: 'percent' })
}

function smallNumber(token: Token | undefined): number | undefined {
  if (token === undefined) return undefined
  if (token.kind === 'number') return /^\d{1,4}$/.test(token.text) ? Number(token.text) : undefined
  return units.get(token.text) ?? tens.get(token.text)
}

// "hundreds of", "tens of thousands", "hundreds of millions": the floor is two of them.
function pluralScale(tokens: readonly Token[], at: number): Amount | undefined {
  const first = tokens[at]?.text ?? ''
  const ofScale = tokens[at + 1]?.text === 'of' ? pluralScales.get(tokens[at + 2]?.text ?? '') : undefined
  const own = first === 'tens' ? 10 : pluralScales.get(first)
  if (own === undefined) return undefined
  if (ofScale !== undefined) {
    const value = first === 'tens' ? 2 * 10 * ofScale : 2 * own * ofScale
    return amount({ from: at, to: at + 3, value, form: 'plural' })
  }
  if (first === 'tens') return undefined
  return amount({ from: at, to: at + 1, value: 2 * own, form: 'plural' })
}

// Scale words times decimals leave dust (15.7 * 1e9): a figure has at most fifteen places that mean anything.
function round(value: number): number {
  return Number(value.toPrecision(15))
}
