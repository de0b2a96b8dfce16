// What does a number count: which words, and in which unit?

import type { Token } from './text.ts'
import type { Unit } from './types.ts'

/** Nouns by what they are counted in; from `data/words/nouns.json`. */
export type Nouns = {
  readonly unit: ReadonlyMap<string, Unit>
  readonly notCounted: ReadonlySet<string>
  readonly irregular: ReadonlyMap<string, string>
}

/** The noun phrase after (or, failing that, before) a number: its tokens, its head and what that is counted in. */
export type Population = {
  readonly from: number
  readonly to: number
  readonly head: number | null
  readonly unit: Unit | null
  /** The head is a duration, an age or a way of speaking, so that the number is no claim. */
  readonly barred: boolean
}

// Words that end a noun phrase: prepositions, verbs of being and doing, pronouns.
const enders = new Set(
  (
    'of in to for from by with at on as than that who which whom whose where when while because if but per via ' +
    'under over into through across within between among amongst against about after before since until during ' +
    'is are was were be been being has have had having do does did will would shall should can could may might must ' +
    'said says say told it they he she we i you them him us me this there here not also so then because being ' +
    'get gets got took take taken going went go won win wins lost went joined made make came come remain remains ' +
    'hold holds held run runs ran employ employs earn earns earned help helps helped deliver delivers delivered ' +
    'provide provides provided receive receives received each every respectively ' +
    'this last next already now still currently yet altogether overall annually'
  ).split(' '),
)
// Words a noun phrase may run through on the way to its head.
const through = new Set(['and', 'or', '/', '&', '"', "'", ','])
const farthest = 12
const farthestBack = 36
const duration = /^(?:hour|day|week|month|year)$/

/** The singular of a plural, and whether it was one. Words the list calls irregular come from the list. */
export function singular(word: string, nouns: Nouns): { one: string; many: boolean } {
  const irregular = nouns.irregular.get(word)
  if (irregular !== undefined) return { one: irregular, many: true }
  if (word.endsWith('ies') && word.length > 4) return { one: `${word.slice(0, -3)}y`, many: true }
  if (/(?:ss|us|is)$/.test(word)) return { one: word, many: false }
  if (/(?:ches|shes|xes|sses)$/.test(word)) return { one: word.slice(0, -2), many: true }
  if (word.endsWith('s') && word.length > 2) return { one: word.slice(0, -1), many: true }
  return { one: word, many: false }
}

/** The noun phrase that begins at `at`, "of the", "of" and a number inside it passed over. */
export function populationAfter(tokens: readonly Token[], at: number, nouns: Nouns): Population | undefined {
  const from = passOf(tokens, at)
  const joined = joinedNoun(tokens[at], nouns)
  if (joined !== undefined) return { from: at, to: at + 1, head: at, unit: joined, barred: false }
  const aged = agedPeople(tokens, from)
  if (aged !== undefined) return { from, to: aged + 1, head: aged, unit: 'people', barred: false }
  let head: { at: number; unit: Unit | null; barred: boolean } | undefined
  let plain: number | undefined
  let to = from
  for (let i = from; i < tokens.length && i < from + farthest; i += 1) {
    const token = tokens[i]
    if (token === undefined) break
    // "200,000 high quality 6 month placements": a duration on the way only describes them.
    if (token.kind === 'number' && duration.test(tokens[i + 1]?.text ?? '')) {
      i += 1
      continue
    }
    if (token.kind === 'number') break
    if (through.has(token.text)) {
      if (head !== undefined || i === from) break
      continue
    }
    if (token.kind === 'mark' || (enders.has(token.text) && !token.acronym)) break
    const { one, many } = singular(token.text, nouns)
    const unit = nouns.unit.get(one)
    // "64 long-term claimants": a duration before the noun only describes it, unless the number is its own.
    const barred = unit === undefined && nouns.notCounted.has(one) && (many || i === from)
    if (unit !== undefined || barred) {
      // After a plural noun only another noun may follow it: "voluntary groups staff", not "people referred".
      head = { at: i, unit: unit ?? null, barred }
      to = i + 1
      if (many && !nounFollows(tokens, i + 1, nouns)) break
    } else {
      if (head !== undefined && isPluralLike(tokens[head.at], nouns)) break
      // "Disadvantaged young people": such a word stands for people only where no noun follows.
      const described = nouns.irregular.has(token.text) && tokens[i + 1]?.kind === 'word'
      if (many && token.text.length > 3 && !(described && !enders.has(tokens[i + 1]?.text ?? ''))) {
        plain = i
        to = i + 1
        break
      }
      to = i + 1
    }
  }
  if (to === from) return undefined
  if (plain !== undefined) return { from, to, head: plain, unit: 'count', barred: false }
  if (head === undefined) return { from, to, head: null, unit: null, barred: false }
  return { from, to: head.at + 1, head: head.at, unit: head.unit, barred: head.barred }
}

// "93,000 16- and 17-year-olds": people, said by their age.
function agedPeople(tokens: readonly Token[], at: number): number | undefined {
  if (tokens[at]?.kind !== 'number') return undefined
  for (let i = at; i < at + 8; i += 1) {
    const token = tokens[i]
    if (token?.text === 'olds') return i
    if (token?.kind !== 'number' && !/^(?:-|and|or|to|year)$/.test(token?.text ?? '')) return undefined
  }
  return undefined
}

// "A 60-bed unit" counts beds: the noun joined to the number by a hyphen is what it counts.
function joinedNoun(token: Token | undefined, nouns: Nouns): Unit | undefined {
  return token?.hyphenated ? nouns.unit.get(token.text) : undefined
}

function nounFollows(tokens: readonly Token[], at: number, nouns: Nouns): boolean {
  const next = tokens[at]
  return next?.kind === 'word' && nouns.unit.has(singular(next.text, nouns).one) && !enders.has(next.text)
}

function isPluralLike(token: Token | undefined, nouns: Nouns): boolean {
  return token !== undefined && singular(token.text, nouns).many
}

const determiners = new Set([
  'the',
  'these',
  'those',
  'our',
  'its',
  'their',
  'his',
  'her',
  'all',
  'my',
  'your',
  'a',
  'an',
  'them',
  'which',
  'whom',
])

function passOf(tokens: readonly Token[], at: number): number {
  let from = at
  if (tokens[from]?.text === 'of') from += 1
  while (determiners.has(tokens[from]?.text ?? '')) from += 1
  const inside = tokens[from]
  const word = tokens[from + 1]
  if (from > at && inside?.kind === 'number' && word?.kind === 'word' && !word.glued) from += 1
  return from
}

/** The nearest counted noun before `at` in the same sentence: "charities, of which two ...". */
export function populationBefore(tokens: readonly Token[], at: number, nouns: Nouns): Population | undefined {
  // "The number of charities with contracts rose to 450" counts charities, whatever stands nearer.
  for (let i = at - 1; i > 1 && i > at - farthestBack; i -= 1) {
    const text = tokens[i]?.text ?? ''
    if (text === ';' || text === '.' || text === ':') break
    if (text !== 'of' || !/^(?:number|numbers|total)$/.test(tokens[i - 1]?.text ?? '')) continue
    const named = populationAfter(tokens, i + 1, nouns)
    if (named !== undefined && named.unit !== null && named.to <= at) return named
  }
  for (let i = at - 1; i >= 0 && i > at - farthestBack; i -= 1) {
    const token = tokens[i]
    if (token === undefined || token.kind !== 'word') continue
    const { one, many } = singular(token.text, nouns)
    const unit = nouns.unit.get(one)
    if (unit === undefined || !many) continue
    let from = i
    while (from > 0 && i - from < 4 && isModifier(tokens[from - 1])) from -= 1
    return { from, to: i + 1, head: i, unit, barred: false }
  }
  return undefined
}

function isModifier(token: Token | undefined): boolean {
  if (token === undefined || token.kind !== 'word') return false
  return !enders.has(token.text) && !determiners.has(token.text) && !through.has(token.text)
}
