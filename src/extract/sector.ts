// Is a sentence about the sector's role in delivering services or programmes of the state?

import { findFirsts, findPhrases, type Match, type NamedSpans, type PhraseSet } from './phrases.ts'
import type { Token } from './text.ts'
import type { Decision } from './types.ts'

/** One cue: the group it counts in and its points. */
export type Cue = { readonly group: string; readonly points: number }

/** The reviewed words for the sector and for what ties it to the state, compiled. */
export type SectorWords = {
  readonly mentions: PhraseSet<'always' | 'with-public' | 'named'>
  readonly otherSenses: PhraseSet<null>
  /** Names of the state and its bodies: the span `<state>` of other phrases. */
  readonly state: PhraseSet<null>
  readonly cues: PhraseSet<Cue>
  readonly caps: ReadonlyMap<string, number>
  readonly threshold: number
  /** Points in a group from which it is a sure sign of the state or its services; one group must have one. */
  readonly sure: ReadonlyMap<string, number>
  readonly anaphors: PhraseSet<null>
}

/** Where the sector and, if it is named at all, the state are named: first token to token after the last. */
export type Named = {
  readonly sector: ReadonlyMap<number, number>
  readonly state: ReadonlyMap<number, number>
}

/** Mentions of the sector in one sentence, other senses left out. */
export function findSector(tokens: readonly Token[], words: SectorWords, sectorBefore: boolean): Named {
  const mentions = new Map<number, number>()
  const all = findPhrases(words.mentions, tokens)
  if (all.length === 0) return { sector: mentions, state: mentions }
  const state = new Map(findPhrases(words.state, tokens).map(({ from, to }) => [from, to]))
  const masked = new Set<number>()
  for (const other of findPhrases(words.otherSenses, tokens)) {
    for (let at = other.from; at < other.to; at += 1) masked.add(at)
  }
  const found = all.filter((one) => {
    for (let at = one.from; at < one.to; at += 1) if (masked.has(at)) return false
    return true
  })
  const sure = sectorBefore || found.some((one) => one.note !== 'with-public') || saysPublic(tokens, state)
  const publicBody = tokens.some((token) => publicBodies.has(token.text))
  for (const one of found) {
    // "The sector" beside the NHS may be any sector; "mutuals" beside it are not those of savers.
    const fits = sure || (publicBody && !one.source.includes('sector'))
    if (one.note === 'with-public' && !fits) continue
    mentions.set(one.from, Math.max(one.to, mentions.get(one.from) ?? 0))
  }
  return { sector: mentions, state }
}

// "The sector" is the voluntary one where money or services of the state make the sense plain.
function saysPublic(tokens: readonly Token[], state: ReadonlyMap<number, number>): boolean {
  return tokens.some((token, at) => {
    const next = tokens[at + 1]?.text ?? ''
    if (token.text === 'from') return state.has(at + 1) || (next === 'the' && state.has(at + 2))
    if (token.text === 'public') return /^(?:services?|sector|servants?|money)$/.test(next)
    if (token.text === 'government' || token.text === 'state')
      return /^(?:funding|contracts|grants|spending|expenditure|departments)$/.test(next)
    if (token.text === 'spending' || token.text === 'funding') return next === 'cuts'
    return /^(?:sub)?contractors$|^suppliers$|^primes$/.test(token.text)
  })
}

const publicBodies = new Set(['nhs', 'council', 'councils', 'commissioners'])

/**
 * Adds up what ties the sentence's sector words to the state. `spans` must hold `state`, `sector` (from
 * `findSector`) and `programme` (service programmes named in the sentence).
 */
export function decideSector(tokens: readonly Token[], spans: NamedSpans, words: SectorWords): Decision {
  const mentions = spans.get('sector')
  if (mentions === undefined || mentions.size === 0) return { decided: false, because: [] }
  const because = [...mentions].slice(0, 3).map(([from, to]) => `the sector: "${printed(tokens, from, to)}"`)
  const groups = new Map<string, Match<Cue>[]>()
  const named = tokensOf(mentions)
  const found = findFirsts(words.cues, tokens, spans, (match) => !insideMention(match, named))
  for (const match of found) {
    const list = groups.get(match.note.group)
    if (list === undefined) groups.set(match.note.group, [match])
    else list.push(match)
  }
  let total = 0
  let tied = false
  for (const [group, matches] of groups) {
    const cap = words.caps.get(group) ?? 0
    const strongest = [...matches].sort((a, b) => Math.abs(b.note.points) - Math.abs(a.note.points))
    const sum = cap === 0 ? lowest(strongest) : Math.min(cap, strongest[0]?.note.points ?? 0)
    total += sum
    if (sum >= (words.sure.get(group) ?? Number.POSITIVE_INFINITY)) tied = true
    const best = strongest[0]
    if (best !== undefined) {
      because.push(`${group} ${sum > 0 ? '+' : ''}${sum}: "${printed(tokens, best.from, best.to)}"`)
    }
  }
  because.push(`${total} of ${words.threshold} needed${tied ? '' : ', and no sure sign of the state'}`)
  return { decided: tied && total >= words.threshold, because }
}

// What speaks against is taken off in full for the strongest, and once more for a second of another sort.
function lowest(strongest: readonly Match<Cue>[]): number {
  const first = strongest[0]
  const second = strongest[1]
  return (first?.note.points ?? 0) + (second === undefined ? 0 : Math.round(second.note.points / 2))
}

// "Providers" inside "voluntary sector providers" names the sector and is no second sign.
function insideMention(match: Match<Cue>, named: ReadonlySet<number>): boolean {
  return match.note.points > 0 && match.to - match.from < 2 && named.has(match.from)
}

function tokensOf(mentions: ReadonlyMap<number, number>): Set<number> {
  const named = new Set<number>()
  for (const [from, to] of mentions) for (let at = from; at < to; at += 1) named.add(at)
  return named
}

function printed(tokens: readonly Token[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .map((token) => token.text)
    .join(' ')
}
