// Is a number the size of a change, rather than a level?

import type { ClaimDraft, NumberWords } from './claims.ts'
import type { Amount } from './quantities.ts'
import type { Token } from './text.ts'

/** Increase or decrease, and the words that say so. */
export type Change = { readonly comparator: 'increase' | 'decrease'; readonly because: string }

/** How far before "by" the word of change may stand: "increase funding for local charities by". */
const farthestBack = 14
// Beside a sum or a share these say a change without "by": "up 20%", "cut £5m", "fell 8 per cent".
const direct = new Set(
  'up down cut fell fallen falling rose risen rising grew grown growing dropped dropping declined reduced increased shrank jumped'.split(
    ' ',
  ),
)
// These may stand between a number and the word of change after it: "a 20% real-terms cut".
const between = new Set([
  'real',
  'terms',
  'net',
  'annual',
  'overall',
  'further',
  'cash',
  'funding',
  'budget',
  'average',
])

/** The change a number is the size of, or undefined. `from` is the first token of its hedge. */
export function changeOf(
  tokens: readonly Token[],
  amount: Amount,
  from: number,
  words: NumberWords,
): Change | undefined {
  let start = from
  while (isArticle(tokens[start - 1]?.text)) start -= 1
  const back = tokens[start - 1]?.text ?? ''
  const nearest = (at: number): Change | undefined => {
    const text = tokens[at]?.text ?? ''
    // "Backed-up by £10m" is no rise.
    if (tokens[at]?.hyphenated) return undefined
    // Nor is what charities "make up".
    if (text === 'up' && /^(?:make|makes|made|making)$/.test(tokens[at - 1]?.text ?? '')) return undefined
    if (words.decrease.has(text)) return { comparator: 'decrease', because: `"${text}" with its size` }
    if (words.increase.has(text)) return { comparator: 'increase', because: `"${text}" with its size` }
    return undefined
  }
  if (back === 'by') {
    for (let at = start - 2; at >= 0 && at > start - farthestBack; at -= 1) {
      const text = tokens[at]?.text ?? ''
      if (text === ';' || text === ':' || text === '.') break
      const change = nearest(at)
      if (change !== undefined) return change
    }
  }
  if (back === 'of') {
    const change = nearest(start - 2)
    if (change !== undefined) return change
  }
  const sized = amount.unit === 'percent' || amount.unit === 'gbp'
  if (sized && direct.has(back)) return nearest(start - 1)
  return changeAfter(tokens, amount, words)
}

function isArticle(text: string | undefined): boolean {
  return text === 'a' || text === 'an' || text === 'another'
}

function changeAfter(tokens: readonly Token[], amount: Amount, words: NumberWords): Change | undefined {
  let at = amount.to
  for (let passed = 0; passed < 3 && between.has(tokens[at]?.text ?? ''); passed += 1) at += 1
  const text = tokens[at]?.text ?? ''
  const comparator = words.increaseAfter.has(text)
    ? 'increase'
    : words.decreaseAfter.has(text)
      ? 'decrease'
      : undefined
  if (comparator === undefined) return undefined
  const because = `"${text}" after its size`
  const comparing = /^(?:more|less|fewer|higher|lower|greater|larger|bigger|smaller)$/.test(text)
  const than = [1, 2, 3, 4, 5].some((ahead) => tokens[at + ahead]?.text === 'than')
  if (amount.unit === 'percent' && amount.form !== 'fraction') return { comparator, because }
  if (comparing)
    return than || (text === 'fewer' && amount.unit === null) ? { comparator, because } : undefined
  return amount.unit === null ? undefined : { comparator, because }
}

/** "risen by 208 per cent (or in real terms 91 per cent)": the second size belongs to the same change. */
export function inheritsChange(
  tokens: readonly Token[],
  amount: Amount,
  previous: ClaimDraft | undefined,
): Change | undefined {
  if (previous === undefined || amount.unit !== previous.unit) return undefined
  if (previous.comparator !== 'increase' && previous.comparator !== 'decrease') return undefined
  const gap = tokens.slice(previous.to, amount.from).map((token) => token.text)
  if (gap.length > 8 || gap.length === 0) return undefined
  const aside = gap.includes('(') && !gap.includes('to') && !gap.includes('from') && !gap.includes('of')
  const joined = gap.length <= 2 && /^(?:and|or|,)$/.test(gap[0] ?? '')
  if (!aside && !joined) return undefined
  return { comparator: previous.comparator, because: `the same change as "${previous.text}"` }
}
