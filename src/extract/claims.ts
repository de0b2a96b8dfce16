// Which numbers does a sentence claim, how compared, and in what unit?

import { changeOf, inheritsChange } from './changes.ts'
import { findDeadlines, isYear, monthOf } from './deadline.ts'
import { comparatorUnhedged, findHedge, type Hedges } from './hedges.ts'
import { whyNotCounted } from './not-counted.ts'
import { type Nouns, type Population, populationAfter, populationBefore, singular } from './population.ts'
import { type Amount, findAmount } from './quantities.ts'
import type { Token } from './text.ts'
import type { ClaimFound, Comparator, Unit } from './types.ts'

/** The word lists that reading a number needs, compiled. */
export type NumberWords = {
  readonly hedges: Hedges
  readonly nouns: Nouns
  readonly increase: ReadonlySet<string>
  readonly decrease: ReadonlySet<string>
  readonly increaseAfter: ReadonlySet<string>
  readonly decreaseAfter: ReadonlySet<string>
  readonly multiples: ReadonlyMap<string, number>
  readonly notCountedBefore: ReadonlySet<string>
}

/** A claim before measures are suggested for it; `from` and `to` are tokens of the sentence. */
export type ClaimDraft = Omit<ClaimFound, 'suggestedMeasures'> & {
  readonly from: number
  readonly to: number
}

type Context = { readonly text: string; readonly tokens: readonly Token[]; readonly words: NumberWords }

/**
 * The numbers a sentence claims, in order. `text` is the text the tokens' offsets point into. Dates, ages,
 * durations and numbers of sections are no claims; whether the sentence is on topic is for the caller to ask.
 */
export function findClaims(text: string, tokens: readonly Token[], words: NumberWords): ClaimDraft[] {
  const context = { text, tokens, words }
  const claims: ClaimDraft[] = []
  let at = 0
  while (at < tokens.length) {
    const step = claimAt(context, at, claims.at(-1))
    claims.push(...step.claims)
    at = Math.max(at + 1, step.next)
  }
  return withDeadlines(claims, tokens)
}

// "9 mutuals ran services in 2009 and 100 in 2014": the second number counts what the first did.
function sameAsBefore(
  { tokens, words: lists }: Context,
  amount: Amount,
  previous: ClaimDraft | undefined,
): Population | undefined {
  const joined = tokens[amount.from - 1]?.text === 'and' && tokens[amount.to]?.text === 'in'
  if (!joined || previous === undefined || amount.unit !== null) return undefined
  const counted = populationAfter(tokens, previous.to, lists.nouns)
  return counted?.unit === previous.unit ? counted : undefined
}

type Step = { readonly claims: readonly ClaimDraft[]; readonly next: number }

function claimAt(context: Context, at: number, previous: ClaimDraft | undefined): Step {
  const wordClaim = multipleAt(context, at) ?? mostAt(context, at) ?? onlyAt(context, at)
  if (wordClaim !== undefined) return { claims: [wordClaim], next: wordClaim.to }
  const first = findAmount(context.tokens, at)
  if (first === undefined) return { claims: [], next: at + 1 }
  const second = rangeEnd(context, first)
  const amount = second === undefined ? sharedUnit(context, first) : { ...second, from: first.from }
  const next = amount.to
  const because: string[] = []
  const timesClaim = timesAt(context, amount)
  if (timesClaim !== undefined) return { claims: [timesClaim], next: timesClaim.to }
  const hedge = findHedge(context.tokens, amount, context.words.hedges)
  const counted =
    sameAsBefore(context, amount, previous) ??
    countedBy(context, { ...amount, to: Math.max(amount.to, hedge.to) })
  if (whyNotCounted(context, amount, counted) !== null) return { claims: [], next }
  const unit = amount.unit ?? counted?.unit ?? null
  if (unit === null || unit === 'other-money') return { claims: [], next }
  if (amount.unit === null) because.push(`counted in ${unit}: ${words(context, counted)}`)
  const change =
    changeOf(context.tokens, amount, hedge.from, context.words) ??
    inheritsChange(context.tokens, amount, previous)
  const from = hedge.from
  const to = Math.max(next, hedge.to)
  const done = (comparator: Comparator, value: number, valueHigh: number | null, why: string): Step => ({
    claims: [
      draft(context, { from, to, comparator, value, valueHigh, unit, counted, because: [why, ...because] }),
    ],
    next: to,
  })
  if (second !== undefined) {
    const low = sameScale(first, second)
    return done('between', low, second.value, 'two numbers joined as a range')
  }
  if (change !== undefined) return done(change.comparator, amount.value, null, change.because)
  if (amount.form === 'plural') return done('hundreds-of', amount.value, null, 'a bare scale word')
  if (hedge.comparator !== undefined) return done(hedge.comparator, amount.value, null, hedge.because)
  const plain = comparatorUnhedged(amount, unit)
  return done(plain.comparator, amount.value, null, plain.because)
}

function draft(
  context: Context,
  found: {
    from: number
    to: number
    comparator: Comparator
    value: number | null
    valueHigh?: number | null
    unit: Unit
    counted: Population | undefined
    because: readonly string[]
  },
): ClaimDraft {
  const start = context.tokens[found.from]?.start ?? 0
  const end = context.tokens[found.to - 1]?.end ?? start
  return {
    comparator: found.comparator,
    value: found.value,
    valueHigh: found.valueHigh ?? null,
    unit: found.unit,
    population: words(context, found.counted),
    deadline: null,
    text: context.text.slice(start, end),
    span: { start, end },
    because: found.because,
    from: found.from,
    to: found.to,
  }
}

function words(context: Context, counted: Population | undefined): string {
  if (counted === undefined) return ''
  const start = context.tokens[counted.from]?.start ?? 0
  return context.text.slice(start, context.tokens[counted.to - 1]?.end ?? start)
}

// The noun phrase after the number; where none is, the nearest counted noun before it.
function countedBy(context: Context, amount: Amount): Population | undefined {
  const { tokens } = context
  const { nouns } = context.words
  const after = populationAfter(tokens, amount.to, nouns)
  if (after !== undefined && after.head !== null) return after
  if (amount.unit === null && tokens[amount.to]?.glued && tokens[amount.to]?.kind === 'word') return after
  const before = populationBefore(tokens, amount.from, nouns)
  const next = tokens[amount.to]?.text ?? ''
  if (amount.unit !== null) return after ?? before
  // "of which two are charities", "two were lost", "down from 202": the noun stands elsewhere.
  const predicate = /^(?:is|are|was|were)$/.test(next)
    ? populationAfter(tokens, amount.to + 1, nouns)
    : undefined
  if (predicate !== undefined && predicate.head !== null && !predicate.barred) return predicate
  if (after !== undefined && after.head === null && tokens[amount.to]?.kind === 'word') {
    const verbs =
      /^(?:were|are|have|had|has|was|will|would|in|to|from|by|this|last|at|on|of|out|who|which|that|for)$/
    if (!verbs.test(next) && !/(?:ly|ed)$/.test(next)) return after
  }
  return before
}

// "35% to 40%", "35-40%", "between 9,200 and 12,000"; "from 34% to 32%" is two levels, "ranging from" a range.
function rangeEnd(context: Context, first: Amount): Amount | undefined {
  const { tokens } = context
  const joint = tokens[first.to]
  if (joint === undefined || first.form === 'plural') return undefined
  if (first.unit === null && isYear(tokens[first.from]) && monthOrIn(tokens[first.from - 1])) return undefined
  // "£5bn in 2003/04 to £12bn": a year in two halves.
  if (tokens[first.from - 1]?.text === '/' && isYear(tokens[first.from - 2])) return undefined
  const back = tokens[first.from - 1]?.text
  const farther = tokens[first.from - 2]?.text
  let start: number
  if (joint.hyphenated && joint.kind === 'number') start = first.to
  else if (joint.text === '-' || joint.text === '—') start = first.to + 1
  else if (joint.text === 'to') start = first.to + 1
  else if (joint.text === 'and' && saidBetween(tokens, first.from)) start = first.to + 1
  else return undefined
  if (
    back === 'from' &&
    joint.text === 'to' &&
    !/^(?:rang\w+|anything|anywhere|var\w+)$/.test(farther ?? '')
  ) {
    return undefined
  }
  if (joint.text === '-' && first.unit === null && tokens[start]?.kind !== 'number') return undefined
  const second = findAmount(tokens, start)
  if (second === undefined || second.form === 'plural') return undefined
  // "rose by 45 to 451" is a change and a level; "rose by 40 to 50" a range.
  if (back === 'by' && joint.text === 'to' && second.value >= 3 * first.value) return undefined
  const sameUnit = first.unit === second.unit || first.unit === null || second.unit === null
  if (!sameUnit || sameScale(first, second) >= second.value) return undefined
  return { ...second, unit: second.unit ?? first.unit }
}

// "in 2003 to £2.2bn": what stands before shows a year, whatever follows.
function monthOrIn(token: Token | undefined): boolean {
  return monthOf(token) !== undefined || /^(?:in|since|by|during|of|until)$/.test(token?.text ?? '')
}

function saidBetween(tokens: readonly Token[], from: number): boolean {
  return [1, 2, 3].some((back) => tokens[from - back]?.text === 'between')
}

// "£5-20bn" means five billion: the scale word serves both.
function sameScale(first: Amount, second: Amount): number {
  if (!second.scaled || first.scaled || first.value >= 1000) return first.value
  let scale = 1
  while (second.value / (scale * 1000) >= 1) scale *= 1000
  return first.value * scale
}

// "8 and 6 per cent", "20, 30 and 40 per cent": the unit printed last serves all.
function sharedUnit(context: Context, amount: Amount): Amount {
  if (amount.unit !== null || amount.form !== 'figures') return amount
  // "As of 1 March 2010, 29 per cent": a year of a date shares no unit.
  if (isYear(context.tokens[amount.from]) && monthOrIn(context.tokens[amount.from - 1])) return amount
  let at = amount.to
  for (let hops = 0; hops < 4; hops += 1) {
    const text = context.tokens[at]?.text
    if (text !== 'and' && text !== 'or' && text !== ',') return amount
    if (text === ',' && context.tokens[at + 1]?.text === 'and') at += 1
    const other = findAmount(context.tokens, at + 1)
    if (other === undefined) return amount
    if (other.unit === 'percent' && other.form === 'figures') return { ...amount, unit: 'percent' }
    if (other.unit !== null) return amount
    at = other.to
  }
  return amount
}

// "doubled", "to triple the number", "halving": a change by its size, whatever hedge stands before it.
function multipleAt(context: Context, at: number): ClaimDraft | undefined {
  const { tokens } = context
  const token = tokens[at]
  if (token?.kind !== 'word') return undefined
  const size = context.words.multiples.get(token.text)
  if (size === undefined) return undefined
  const next = tokens[at + 1]
  if (token.text === 'twice') {
    if (next?.text !== 'as' && next?.text !== 'the') return undefined
    if (
      tokens[at + 2]?.text !== 'many' &&
      tokens[at + 2]?.text !== 'much' &&
      tokens[at + 2]?.text !== 'number'
    )
      return undefined
  }
  const verb = /(?:ed|ing)$|fold$|^twice$/.test(token.text)
  const measured = /^(?:the|its|our|their|this|that|his|her|it|in)$/.test(next?.text ?? '')
  if ((!verb && !measured) || next?.hyphenated) return undefined
  let from = at
  if (/^than$/.test(tokens[at - 1]?.text ?? '')) from = Math.max(0, at - 2)
  return draft(context, {
    from,
    to: at + 1,
    comparator: size > 0 ? 'increase' : 'decrease',
    value: Math.abs(size),
    unit: 'percent',
    counted: populationAfter(tokens, at + 1, context.words.nouns),
    because: [`"${token.text}" is a change by its size`],
  })
}

// "three times as many", "a tenfold rise": so many times is one hundred per cent less than so many hundreds.
function timesAt(context: Context, amount: Amount): ClaimDraft | undefined {
  const { tokens } = context
  const next = tokens[amount.to]?.text
  const after = tokens[amount.to + 1]?.text ?? ''
  const fold = next === 'fold'
  if (amount.unit !== null || amount.value < 2) return undefined
  if (!fold && !(next === 'times' && /^(?:as|more|the|higher|larger|greater|that|what|last)$/.test(after)))
    return undefined
  return draft(context, {
    from: amount.from,
    to: amount.to + 1,
    comparator: 'increase',
    value: (amount.value - 1) * 100,
    unit: 'percent',
    counted: populationAfter(tokens, amount.to + 2, context.words.nouns),
    because: ['so many times is a change by its size'],
  })
}

// "most charities", "mostly", "the majority", where no figure follows to say how many.
function mostAt(context: Context, at: number): ClaimDraft | undefined {
  const { tokens, words: lists } = context
  const text = tokens[at]?.text
  if (text !== 'most' && text !== 'mostly' && text !== 'majority') return undefined
  const previous = tokens[at - 1]?.text ?? ''
  for (let near = at + 1; near < at + 6; near += 1) {
    const number = tokens[near]
    if (number?.kind === 'number' && tokens[near - 1]?.text !== 'the' && !/^(?:19|20)\d\d$/.test(number.text))
      return undefined
  }
  const counted = populationAfter(tokens, at + 1, lists.nouns)
  const next = tokens[at + 1]?.text ?? ''
  if (text === 'most') {
    if (/^(?:the|at|those|its|his|our|their|second|of|or)$/.test(previous)) return undefined
    // "The 120,000 most troubled families" names them; it counts no share.
    if (tokens[at - 1]?.kind === 'number') return undefined
    // "The biggest and most successful charities": a superlative.
    if (previous === 'and' && /est$/.test(tokens[at - 2]?.text ?? '')) return undefined
    const ofThem =
      next === 'of' && /^(?:the|these|those|our|its|their|them|whom|which)$/.test(tokens[at + 2]?.text ?? '')
    const head = counted?.head ?? null
    const plural = head !== null && singular(tokens[head]?.text ?? '', lists.nouns).many
    // "Charities were asked, and most have been left out."
    const alone = /^(?:are|were|have|had|do|did|say|said|will|think|feel|felt|remain)$/.test(next)
    if (!ofThem && !alone && !(plural && !counted?.barred && head - at <= 4)) return undefined
    if (counted?.barred && !alone) return undefined
    if (/^(?:cases|instances|respects)$/.test(next)) return undefined
  }
  if (text === 'majority' && next !== 'of' && next !== 'are' && next !== 'were') return undefined
  if (
    text === 'mostly' &&
    !/^(?:in|of|from|as|small|local|run|by|delivered|voluntary|charit\w+|private|public|social)$/.test(next)
  ) {
    return undefined
  }
  return draft(context, {
    from: at,
    to: at + 1,
    comparator: 'most',
    value: null,
    unit: 'percent',
    counted,
    because: [`"${text}" without a figure`],
  })
}

// "the only charity to win", "just one of the primes", "only one was won by a charity": one is a claim where it tells
// who delivers.
function onlyAt(context: Context, at: number): ClaimDraft | undefined {
  const { tokens, words: lists } = context
  const text = tokens[at]?.text
  const previous = tokens[at - 1]?.text ?? ''
  const alone = text === 'only' && previous === 'the'
  const single = text === 'one' && /^(?:only|just|single)$/.test(previous)
  if (!alone && !single) return undefined
  const won = single ? wonBy(context, at) : undefined
  if (won !== undefined) return won
  const counted = populationAfter(tokens, at + 1, lists.nouns)
  if (counted?.unit !== 'organisations' || counted.head === null || counted.head - at > 8) return undefined
  if (text === 'one' && findAmount(tokens, at)?.form === 'fraction') return undefined
  if (alone && singular(tokens[counted.head]?.text ?? '', lists.nouns).many) return undefined
  return draft(context, {
    from: alone ? at : at - 1,
    to: at + 1,
    comparator: 'exactly',
    value: 1,
    unit: 'organisations',
    counted,
    because: ['one, said of who delivers'],
  })
}

// "Of 40 contracts only one was won by a charity": one of what was counted before.
function wonBy(context: Context, one: number): ClaimDraft | undefined {
  const said = context.tokens.slice(one + 1, one + 3).map(({ text }) => text)
  if (!/^(?:was|were|has|is) (?:won|awarded|led|run|held|given)$|^(?:went|goes) to$/.test(said.join(' ')))
    return undefined
  const counted = populationBefore(context.tokens, one - 1, context.words.nouns)
  if (counted?.unit == null || counted.barred) return undefined
  return draft(context, {
    from: one - 1,
    to: one + 1,
    comparator: 'exactly',
    value: 1,
    unit: counted.unit,
    counted,
    because: ['one of those counted before, said of who delivers'],
  })
}

// A deadline serves the nearest number before it; one said first serves every number after it.
function withDeadlines(claims: readonly ClaimDraft[], tokens: readonly Token[]): ClaimDraft[] {
  const deadlines = claims.length === 0 ? [] : findDeadlines(tokens)
  if (deadlines.length === 0) return [...claims]
  const before = deadlines[0]
  let at = 0
  return claims.map((claim, index) => {
    while ((deadlines[at]?.at ?? Number.POSITIVE_INFINITY) < claim.to) at += 1
    const after = deadlines[at]
    const next = claims[index + 1]
    const own = after !== undefined && (next === undefined || after.at < next.from) ? after : undefined
    const first = index === 0 && before !== undefined && before.at < claim.from ? before : undefined
    const date = (own ?? first)?.date ?? null
    return date === null ? claim : { ...claim, deadline: date, because: [...claim.because, `due by ${date}`] }
  })
}
