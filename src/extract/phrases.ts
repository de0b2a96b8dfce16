// How are reviewed phrases found in a sentence, quickly and with an explanation?

import { plainMarks, type Token, tokenize } from './text.ts'

// A phrase is words with a few marks of its own:
//   a|b      either word             word*   a word that begins so        word?   may be missing
//   {a b}*   any few of these words  ..      up to three words between    ...     up to eight words between
//   <name>   a span found before     ^       the sentence begins here     =Word   this capital letter, mid-sentence

type Element =
  | {
      readonly is: 'words'
      readonly words: ReadonlySet<string>
      readonly prefixes: readonly string[]
      readonly optional: boolean
      readonly cased: boolean
    }
  | { readonly is: 'any-of'; readonly words: ReadonlySet<string> }
  | { readonly is: 'gap'; readonly most: number }
  | { readonly is: 'span'; readonly name: string }
  | { readonly is: 'start' }

/** A compiled phrase with whatever the word list says about it. */
export type Phrase<Note> = {
  readonly source: string
  readonly elements: readonly Element[]
  /** Of each of these sets a word must stand in the sentence: what spares most trying. */
  readonly needs: readonly ReadonlySet<string>[]
  readonly note: Note
}

/** Phrases indexed by how they may begin, so that a sentence is read once. */
export type PhraseSet<Note> = {
  readonly literal: ReadonlyMap<string, readonly Phrase<Note>[]>
  readonly prefix: ReadonlyMap<string, readonly Phrase<Note>[]>
  readonly spans: ReadonlyMap<string, readonly Phrase<Note>[]>
  readonly start: readonly Phrase<Note>[]
}

/** A phrase found: tokens `from` to `to`, end exclusive. */
export type Match<Note> = {
  readonly from: number
  readonly to: number
  readonly note: Note
  readonly source: string
}

/** Spans already found in the sentence, by name: for each first token the token after the last. */
export type NamedSpans = ReadonlyMap<string, ReadonlyMap<number, number>>

/** How many words a `{...}*` may take: enough for "voluntary, community, faith and social enterprise". */
const mostLinks = 9
const shortGap = 3
const longGap = 8
/** Prefixes are indexed by their first two letters; a shorter one is refused. */
const prefixKey = 2

/** Compiles phrases. Throws on a phrase that could begin anywhere, or on a beginning under two letters. */
export function compilePhrases<Note>(phrases: readonly { words: string; note: Note }[]): PhraseSet<Note> {
  const literal = new Map<string, Phrase<Note>[]>()
  const prefix = new Map<string, Phrase<Note>[]>()
  const spans = new Map<string, Phrase<Note>[]>()
  const start: Phrase<Note>[] = []
  const put = (map: Map<string, Phrase<Note>[]>, key: string, phrase: Phrase<Note>): void => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [phrase])
    else if (list.at(-1) !== phrase) list.push(phrase)
  }
  for (const { words, note } of phrases) {
    const elements = parsePhrase(words)
    const phrase: Phrase<Note> = { source: words, elements, needs: elements.slice(1).flatMap(needOf), note }
    const first = elements[0]
    if (first === undefined || first.is === 'gap' || first.is === 'any-of') {
      throw new Error(`phrase "${words}" must begin with a word, a <span> or ^`)
    }
    if (first.is === 'start') start.push(phrase)
    else if (first.is === 'span') put(spans, first.name, phrase)
    else {
      if (first.optional) throw new Error(`phrase "${words}" may not begin with an optional word`)
      for (const word of first.words) put(literal, word, phrase)
      for (const begin of first.prefixes) put(prefix, begin.slice(0, prefixKey), phrase)
    }
  }
  return { literal, prefix, spans, start }
}

function needOf(element: Element): ReadonlySet<string>[] {
  const sure = element.is === 'words' && !element.optional && element.prefixes.length === 0
  return sure ? [element.words] : []
}

function parsePhrase(source: string): Element[] {
  const elements: Element[] = []
  for (const part of source.match(/\{[^}]*\}\*|\S+/g) ?? []) {
    if (part === '..') elements.push({ is: 'gap', most: shortGap })
    else if (part === '...') elements.push({ is: 'gap', most: longGap })
    else if (part === '^') elements.push({ is: 'start' })
    else if (part.startsWith('<')) elements.push({ is: 'span', name: part.slice(1, -1) })
    else if (part.startsWith('{')) {
      elements.push({ is: 'any-of', words: new Set(part.slice(1, -2).toLowerCase().split(/\s+/)) })
    } else elements.push(...parseWords(part, source))
  }
  return elements
}

function parseWords(part: string, source: string): Element[] {
  const optional = part.endsWith('?') && part.length > 1
  const cased = part.startsWith('=')
  const body = part.slice(cased ? 1 : 0, optional ? -1 : undefined)
  if (!body.includes('|') && !body.endsWith('*')) {
    // One word of the list may be two tokens ("not-for-profit", "Co-operatives(UK)").
    return tokenize(plainMarks(body)).map((token) => ({
      is: 'words' as const,
      words: new Set([token.text]),
      prefixes: [],
      optional,
      cased,
    }))
  }
  const words = new Set<string>()
  const prefixes: string[] = []
  for (const choice of body.toLowerCase().split('|')) {
    if (!choice.endsWith('*')) words.add(choice)
    else if (choice.length - 1 < prefixKey)
      throw new Error(`"${choice}" in phrase "${source}" is too short a beginning`)
    else prefixes.push(choice.slice(0, -1))
  }
  return [{ is: 'words', words, prefixes, optional, cased }]
}

/** Every place where a phrase stands, in order of first token; of one phrase at one place, the shortest reading. */
export function findPhrases<Note>(
  set: PhraseSet<Note>,
  tokens: readonly Token[],
  spans: NamedSpans = new Map(),
): Match<Note>[] {
  const matches: Match<Note>[] = []
  eachMatch(set, tokens, spans, (match) => {
    matches.push(match)
    return false
  })
  return matches
}

/** As `findPhrases`, but each phrase only where it first stands and is accepted: all that a sum of cues needs. */
export function findFirsts<Note>(
  set: PhraseSet<Note>,
  tokens: readonly Token[],
  spans: NamedSpans,
  accept: (match: Match<Note>) => boolean,
): Match<Note>[] {
  const matches: Match<Note>[] = []
  eachMatch(set, tokens, spans, (match) => {
    const accepted = accept(match)
    if (accepted) matches.push(match)
    return accepted
  })
  return matches
}

/** Whether any phrase stands anywhere. */
export function hasPhrase<Note>(
  set: PhraseSet<Note>,
  tokens: readonly Token[],
  spans: NamedSpans = new Map(),
): boolean {
  return findFirsts(set, tokens, spans, () => true).length > 0
}

// Tells each match; a phrase for which `tell` returns true is not tried again.
function eachMatch<Note>(
  set: PhraseSet<Note>,
  tokens: readonly Token[],
  spans: NamedSpans,
  tell: (match: Match<Note>) => boolean,
): void {
  const present = new Set(tokens.map((token) => token.text))
  const has = (words: ReadonlySet<string>): boolean => {
    for (const word of words) if (present.has(word)) return true
    return false
  }
  // Phrases that need not be tried (again), and those whose words are known to be there.
  const done = new Set<Phrase<Note>>()
  const fit = new Set<Phrase<Note>>()
  const tryAll = (phrases: readonly Phrase<Note>[] | undefined, at: number): void => {
    for (const phrase of phrases ?? []) {
      if (done.has(phrase)) continue
      if (!fit.has(phrase)) {
        if (!phrase.needs.every(has)) {
          done.add(phrase)
          continue
        }
        fit.add(phrase)
      }
      const to = matchFrom(phrase.elements, 0, tokens, at, spans)
      if (to === null || to <= at) continue
      if (tell({ from: at, to, note: phrase.note, source: phrase.source })) done.add(phrase)
    }
  }
  for (let at = 0; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? ''
    if (at === 0) tryAll(set.start, 0)
    tryAll(set.literal.get(text), at)
    if (text.length >= prefixKey) tryAll(set.prefix.get(text.slice(0, prefixKey)), at)
    for (const [name, phrases] of set.spans) if (spans.get(name)?.has(at)) tryAll(phrases, at)
  }
}

// Bounded: a phrase has few elements and each tries at most `longGap` places.
function matchFrom(
  elements: readonly Element[],
  index: number,
  tokens: readonly Token[],
  at: number,
  spans: NamedSpans,
): number | null {
  const element = elements[index]
  if (element === undefined) return at
  const next = (from: number): number | null => matchFrom(elements, index + 1, tokens, from, spans)
  switch (element.is) {
    case 'start':
      return at === 0 ? next(0) : null
    case 'span': {
      const to = spans.get(element.name)?.get(at)
      return to === undefined ? null : next(to)
    }
    case 'gap': {
      for (let skip = 0; skip <= element.most && at + skip <= tokens.length; skip += 1) {
        const found = next(at + skip)
        if (found !== null) return found
        if (breaksClause(tokens[at + skip]?.text)) return null
      }
      return null
    }
    case 'any-of': {
      for (let skip = 0; skip <= mostLinks; skip += 1) {
        const found = next(at + skip)
        if (found !== null) return found
        const token = tokens[at + skip]
        if (token === undefined || !element.words.has(token.text)) return null
      }
      return null
    }
    case 'words': {
      const token = tokens[at]
      if (token !== undefined && isWord(element, token, at)) {
        const found = next(at + 1)
        if (found !== null) return found
      }
      return element.optional ? next(at) : null
    }
    default:
      return element satisfies never
  }
}

function breaksClause(text: string | undefined): boolean {
  return text === ';' || text === ':' || text === '.' || text === '?' || text === '!'
}

function isWord(element: Element & { is: 'words' }, token: Token, at: number): boolean {
  if (element.cased && (!token.capital || (at === 0 && !token.acronym))) return false
  if (element.words.has(token.text)) return true
  return element.prefixes.some((begin) => token.text.startsWith(begin))
}
