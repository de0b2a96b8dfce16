// Which programmes does a passage name, by name, alias or a description nothing else fits?

import { hasPhrase, type Match, type NamedSpans, type PhraseSet } from './phrases.ts'
import type { Token } from './text.ts'
import type { ProgrammeFound } from './types.ts'

/** One way of naming a programme, with the company it keeps. */
export type Naming = {
  readonly id: string
  /** Must be printed in capitals, as "LCF" is. */
  readonly acronym: boolean
  /** The passage must be about the sector. */
  readonly sector: boolean
  /** A description: it gives way when the sentence names a programme of its own. */
  readonly yields: boolean
  /** It gives way to these when the sentence names them. */
  readonly yieldsTo: readonly string[]
  readonly needs: PhraseSet<null> | null
  readonly not: PhraseSet<null> | null
}

/** Everything that names a programme, compiled. */
export type ProgrammeWords = {
  readonly namings: PhraseSet<Naming>
  /** Programmes so general that a description need not give way to them. */
  readonly notSpecific: ReadonlySet<string>
}

/** One sentence as the programme finder needs it. */
export type SentenceRead = {
  readonly tokens: readonly Token[]
  readonly spans: NamedSpans
  /** Every place where a programme may be named, before the company it keeps is asked for. */
  readonly namings: readonly Match<Naming>[]
  readonly about: boolean
}

/** The programmes named in the sentences of one passage, each once, in order, and which sentences name any. */
export function findProgrammes(
  sentences: readonly SentenceRead[],
  words: ProgrammeWords,
): { readonly programmes: ProgrammeFound[]; readonly naming: ReadonlySet<number> } {
  const found = new Map<string, ProgrammeFound>()
  const naming = new Set<number>()
  const passage = company(sentences)
  sentences.forEach((sentence, index) => {
    for (const one of namedIn(sentence, passage, words)) {
      naming.add(index)
      if (!found.has(one.id)) found.set(one.id, one)
    }
  })
  return { programmes: [...found.values()], naming }
}

/** What stands elsewhere in the passage, each question answered once. */
type Company = { readonly about: boolean; readonly has: (needs: PhraseSet<null>) => boolean }

function company(sentences: readonly SentenceRead[]): Company {
  const answers = new Map<PhraseSet<null>, boolean>()
  return {
    about: sentences.some((one) => one.about),
    has(needs) {
      const known = answers.get(needs)
      if (known !== undefined) return known
      const answer = sentences.some((one) => hasPhrase(needs, one.tokens, one.spans))
      answers.set(needs, answer)
      return answer
    },
  }
}

function namedIn(sentence: SentenceRead, passage: Company, words: ProgrammeWords): ProgrammeFound[] {
  const here = company([sentence])
  const fitting = sentence.namings.filter((match) => {
    const { acronym, sector, needs, not } = match.note
    if (acronym && !sentence.tokens[match.from]?.acronym) return false
    if (sector && !passage.about) return false
    if (not !== null && here.has(not)) return false
    return needs === null || passage.has(needs)
  })
  const named = new Set(fitting.map((match) => match.note.id))
  const specific = fitting.some((match) => !match.note.yields && !words.notSpecific.has(match.note.id))
  return fitting
    .filter((match) => !(match.note.yields && specific))
    .filter((match) => !match.note.yieldsTo.some((other) => named.has(other)))
    .map((match) => ({ id: match.note.id, because: `named by "${printed(sentence.tokens, match)}"` }))
}

function printed(tokens: readonly Token[], match: Match<Naming>): string {
  return tokens
    .slice(match.from, match.to)
    .map((token) => token.text)
    .join(' ')
}
