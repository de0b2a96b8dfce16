// By which year, month or day is a target to be reached?

import type { Token } from './text.ts'

const months = new Map(
  'january february march april may june july august september october november december'
    .split(' ')
    .map((word, index) => [word, index + 1]),
)

/** The month a word names (1 to 12), or undefined. "may" only with a capital. */
export function monthOf(token: Token | undefined): number | undefined {
  if (token === undefined || !token.capital) return undefined
  const whole = months.get(token.text)
  if (whole !== undefined) return whole
  if (token.text === 'sept') return 9
  if (token.text.length !== 3) return undefined
  for (const [word, number] of months) if (word.startsWith(token.text)) return number
  return undefined
}

/** Whether the token is printed as a year between 1900 and 2099. */
export function isYear(token: Token | undefined): boolean {
  return token !== undefined && /^(?:19|20)\d\d$/.test(token.text)
}

const aims = new Set(
  (
    'will shall target targets targeted aim aims aimed pledge pledges pledged commit committed commits promise ' +
    'promised promises plan plans planned intend intends intention expect expects expected should ambition want wants ' +
    'goal would must hope hopes forecast projected'
  ).split(' '),
)

/** A deadline in the sentence, and the token it begins at. */
export type Deadline = { readonly at: number; readonly date: string }

/** "by 2014", "by the end of March 2015", "by 31 March 2015", "in 2016": only beside words of aim. */
export function findDeadlines(tokens: readonly Token[]): Deadline[] {
  const found: Deadline[] = []
  let aimed = false
  let turned = false
  for (let at = 0; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? ''
    if (aims.has(text)) aimed = true
    // "To help 40 charities by 2014": with "by" an infinitive is aim enough.
    if (text === 'to') turned = true
    // "before" sets a limit as "by" does; "in" and "for" only once an aim has been spoken.
    const opens = text === 'by' || text === 'before' || text === 'until'
    if (!opens && !(aimed && text === 'in')) continue
    const date = dateAfter(tokens, at + 1)
    if (date !== undefined) found.push({ at, date })
  }
  return aimed || turned ? found : []
}

function dateAfter(tokens: readonly Token[], start: number): string | undefined {
  let at = start
  for (let passed = 0; passed < 5; passed += 1) {
    const text = tokens[at]?.text ?? ''
    if (!/^(?:the|end|of|early|late|mid|spring|summer|autumn|winter|start|year|financial|close)$/.test(text))
      break
    at += 1
  }
  const first = tokens[at]
  let day: number | undefined
  if (first?.kind === 'number' && /^\d{1,2}$/.test(first.text)) {
    day = Number(first.text)
    at += /^(?:st|nd|rd|th)$/.test(tokens[at + 1]?.text ?? '') ? 2 : 1
    if (tokens[at]?.text === 'of') at += 1
  }
  const month = monthOf(tokens[at])
  if (month === undefined) {
    if (day !== undefined || !isYear(tokens[at])) return undefined
    // "by 2014-15" and "by 2014/15" end in the second year.
    const tail = tokens[at + 1]?.text === '/' ? tokens[at + 2] : tokens[at + 1]
    const year = tokens[at]?.text ?? ''
    const second = tail?.hyphenated || tokens[at + 1]?.text === '/' ? tail?.text : undefined
    if (second !== undefined && /^\d\d$/.test(second)) return `${year.slice(0, 2)}${second}`
    return year
  }
  at += 1
  const after = tokens[at]
  if (after?.kind === 'number' && /^\d{1,2}$/.test(after.text) && day === undefined) {
    day = Number(after.text)
    at += 1
    if (/^(?:st|nd|rd|th)$/.test(tokens[at]?.text ?? '')) at += 1
  }
  if (tokens[at]?.text === ',') at += 1
  const year = tokens[at]
  if (!isYear(year)) return undefined
  const monthText = String(month).padStart(2, '0')
  return day === undefined
    ? `${year?.text}-${monthText}`
    : `${year?.text}-${monthText}-${String(day).padStart(2, '0')}`
}
