// Is a sentence a pledge, a forecast, a description, a principle, or only a question?

import { findDeadlines } from './deadline.ts'
import { findPhrases, type Match, type NamedSpans, type PhraseSet } from './phrases.ts'
import type { Token } from './text.ts'
import type { Kind } from './types.ts'

/** Kinds a cue can speak for. */
export type SpokenKind = Exclude<Kind, 'none'>

/** What a cue speaks for; `done` is a description that outweighs a principle. */
export type KindCue = SpokenKind | 'done'

/** The reviewed words for kinds, compiled. */
export type KindWords = {
  readonly cues: PhraseSet<KindCue>
  /** Found first, these decide whatever else is said. */
  readonly decisive: PhraseSet<SpokenKind>
  /** What is said inside these shows no kind: "I want to thank", "they had hoped to". */
  readonly recalled: PhraseSet<null>
  readonly asks: PhraseSet<null>
  readonly asserts: PhraseSet<null>
}

/** What one sentence says, and the words that show it. */
export type KindFound = { readonly kind: Kind; readonly because: string }

const order: readonly Kind[] = ['pledge', 'forecast', 'description', 'principle', 'none']

/** The kind of a passage: the strongest of its sentences, in the order pledge, forecast, description, principle. */
export function strongestKind(found: readonly KindFound[]): KindFound {
  for (const kind of order) {
    const one = found.find((candidate) => candidate.kind === kind)
    if (one !== undefined) return one
  }
  return { kind: 'none', because: 'nothing on topic is said' }
}

/** The kind of one sentence that is on topic; `counts` says that it claims a number. */
export function findKind(
  tokens: readonly Token[],
  spans: NamedSpans,
  words: KindWords,
  counts: boolean,
): KindFound {
  const question = isQuestion(tokens, words)
  if (question) {
    const asserted = findPhrases(words.asserts, tokens, spans).find((match) => match.from > 0)
    if (asserted === undefined && !counts) return { kind: 'none', because: 'it only asks' }
    const rest = asserted === undefined ? [] : tokens.slice(asserted.to)
    // The rest begins elsewhere, so that spans of the whole no longer fit it.
    const inside = kindOf(rest, new Map(), words, counts)
    return inside ?? { kind: 'description', because: 'a question that asserts on the way' }
  }
  return kindOf(tokens, spans, words, counts) ?? { kind: 'description', because: 'said to be so' }
}

const askedOf = new Set(['he', 'she', 'they', 'government', 'minister', 'department', 'departments'])

function isQuestion(tokens: readonly Token[], words: KindWords): boolean {
  const asks = findPhrases(words.asks, tokens).some((match) => match.from === 0)
  const marked = tokens.slice(-3).some((token) => token.text === '?')
  const formal = tokens[0]?.text === 'to' && tokens[1]?.text === 'ask'
  // Hansard prints questions for oral answer without a question mark: "What steps he is taking to ...".
  // "When the government announced its plans, charities ..." is a clause before what is said.
  const clause = /^(?:when|if)$/.test(tokens[0]?.text ?? '') && tokens.some((token) => token.text === ',')
  const oral = asks && !clause && /^(?:what|how|whether|when|why|if|which)$/.test(tokens[0]?.text ?? '')
  return formal || marked || (oral && tokens.slice(1, 9).some((token) => askedOf.has(token.text)))
}

function kindOf(
  tokens: readonly Token[],
  spans: NamedSpans,
  words: KindWords,
  counts: boolean,
): KindFound | undefined {
  if (tokens.some((token) => token.text === 'should') && findDeadlines(tokens).length > 0) {
    return { kind: 'pledge', because: '"should" with a date to do it by' }
  }
  const recalled = findPhrases(words.recalled, tokens, spans)
  const matches = findPhrases(words.cues, tokens, spans).filter(
    (match) =>
      inMainClause(tokens, match) && !recalled.some((one) => one.from < match.to && match.from < one.to),
  )
  const say = (match: Match<KindCue>, kind: Kind): KindFound => ({
    kind,
    because: `"${tokens
      .slice(match.from, match.to)
      .map((token) => token.text)
      .join(' ')}"`,
  })
  const decisive = findPhrases(words.decisive, tokens, spans)[0]
  if (decisive !== undefined) return say(decisive, decisive.note)
  const promised = promisedAct(tokens)
  if (promised !== undefined) return promised
  for (const kind of ['pledge', 'forecast'] as const) {
    const match = matches.find((one) => one.note === kind)
    if (match !== undefined) return say(match, kind)
  }
  const description = matches.find((one) => one.note === 'description')
  // A figure asserts what is so, whatever ought to be: "we should recognise that 350 groups are doing ...".
  if (counts) return { kind: 'description', because: 'it gives a figure for what is so' }
  const done = matches.find((one) => one.note === 'done')
  if (done !== undefined) return say(done, 'description')
  const principle = matches.find((one) => one.note === 'principle')
  if (principle !== undefined) return say(principle, 'principle')
  return description === undefined ? undefined : say(description, 'description')
}

// "It will be published": an act promised without saying by whom; "will be run by charities" is expected of others.
function promisedAct(tokens: readonly Token[]): KindFound | undefined {
  let said = false
  for (let at = 0; at + 2 < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? ''
    if (/^(?:said|announced|told|promised|confirmed)$/.test(text)) said = true
    // Reported, "will" becomes "would".
    if ((text !== 'will' && !(said && text === 'would')) || tokens[at + 1]?.text !== 'be') continue
    const done = tokens[at + 2]?.text ?? ''
    if (!participle.test(done) || undergone.has(done)) continue
    if (tokens.slice(at + 3, at + 6).some((token) => token.text === 'by')) continue
    return { kind: 'pledge', because: `"${text} be ${done}"` }
  }
  return undefined
}

const participle = /(?:ed|given|made|put|set|built|held|run|paid|spent|taken)$/
/** What befalls somebody is no act promised. */
const undergone = new Set(
  'affected forced hit expected needed delivered lost closed involved seen interested concerned faced squeezed excluded driven frozen pushed crushed denied left used threatened'.split(
    ' ',
  ),
)

// What stands in a "despite" or "after" clause is recalled, not said.
function inMainClause(tokens: readonly Token[], match: Match<KindCue>): boolean {
  for (let at = match.from - 1; at >= 0 && at > match.from - 12; at -= 1) {
    const text = tokens[at]?.text ?? ''
    if (text === ',' || text === ';' || text === '.' || text === ':') return true
    if (
      text === 'despite' ||
      text === 'after' ||
      text === 'although' ||
      (text === 'expect' && match.note === 'pledge')
    )
      return false
  }
  return true
}
