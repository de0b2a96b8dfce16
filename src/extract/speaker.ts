// Who speaks, for which body, and in whose voice?

import { findPhrases, type PhraseSet } from './phrases.ts'
import { plainMarks, type Token, tokenize } from './text.ts'
import type { Document, Paragraph, Voice } from './types.ts'

/** The reviewed words for voices, compiled; the order of `voices` is the order they are tried in. */
export type VoiceWords = {
  readonly voices: readonly { readonly voice: Voice; readonly words: PhraseSet<null> }[]
  readonly says: ReadonlySet<string>
}

/** A speaker with the reason: the page's own record, or words in the text. */
export type SpeakerFound = {
  readonly name: string | null
  readonly role: string | null
  readonly body: string | null
  readonly voice: Voice | null
  readonly because: string
}

/** Who speaks a sentence: as the paragraph says, else a reported speaker in the text, else as the document says. */
export function findSpeaker(
  document: Document,
  paragraph: Paragraph,
  text: string,
  tokens: readonly Token[],
  words: VoiceWords,
): SpeakerFound {
  const known = paragraph.speaker
  const reported = known === undefined ? reportedSpeaker(text, tokens, words) : undefined
  const name = known ?? reported ?? document.speaker ?? null
  const role = paragraph.role ?? (reported === undefined ? document.role : undefined) ?? null
  const body = paragraph.body ?? (reported === undefined ? document.body : undefined) ?? null
  const voice = voiceOf([role, body, name], words)
  const because =
    known !== undefined
      ? 'the paragraph names the speaker'
      : reported !== undefined
        ? 'the text reports who said it'
        : name === null
          ? 'nobody is named'
          : 'the document names the speaker'
  return { name, role, body, voice, because }
}

/** The voice that words for a role, a body and a name speak with; the first of them that tells decides. */
export function voiceOf(known: readonly (string | null)[], words: VoiceWords): Voice | null {
  for (const one of known) {
    if (one === null) continue
    const tokens = tokenize(plainMarks(one))
    const voice = words.voices.find((candidate) => findPhrases(candidate.words, tokens).length > 0)
    if (voice !== undefined) return voice.voice
  }
  return null
}

// "said Pickles", "Chris Grayling said": capitals beside a word of saying, at most four of them.
function reportedSpeaker(text: string, tokens: readonly Token[], words: VoiceWords): string | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    if (!words.says.has(tokens[at]?.text ?? '')) continue
    const before = capitals(tokens, at - 1, -1)
    const after = capitals(tokens, at + 1, 1)
    const span = before ?? after
    if (span !== undefined) return text.slice(tokens[span.from]?.start, tokens[span.to]?.end)
  }
  return undefined
}

const pronouns = new Set([
  'he',
  'she',
  'it',
  'they',
  'we',
  'i',
  'the',
  'this',
  'that',
  'and',
  'but',
  'a',
  'as',
])

function capitals(
  tokens: readonly Token[],
  start: number,
  step: 1 | -1,
): { from: number; to: number } | undefined {
  let at = start
  while (isName(tokens[at]) && Math.abs(at - start) < 4) at += step
  if (at === start) return undefined
  return step === 1 ? { from: start, to: at - 1 } : { from: at + 1, to: start }
}

function isName(token: Token | undefined): boolean {
  return token?.capital === true && !pronouns.has(token.text)
}
