// What does each sentence of a document say, where does it stand, and who says it?

import { findClaims } from './claims.ts'
import { findKind, strongestKind } from './kind.ts'
import type { Lexicon } from './lexicon.ts'
import { contentWords, suggestMeasures } from './measures.ts'
import { findPhrases, type NamedSpans } from './phrases.ts'
import { findProgrammes, type SentenceRead } from './programmes.ts'
import { decideSector, findSector } from './sector.ts'
import { sentenceSpans } from './sentences.ts'
import { findSpeaker } from './speaker.ts'
import { plainMarks, type Token, tokenize } from './text.ts'
import type { ClaimFound, Decision, Document, Passage, Reading, Span } from './types.ts'

/** Suggestions look this far to each side of a number, inside its sentence: farther words count something else. */
const around = 400

/** What one passage says, read alone: of its sentences any may make it about the sector or name a programme. */
export function readPassage(text: string, lexicon: Lexicon): Reading {
  const plain = plainMarks(text)
  return readSentences(
    text,
    sentenceSpans(text).map((span) => tokensIn(plain, span)),
    lexicon,
  )
}

/**
 * The sentences of a document that are on topic, in order, each read alone. Pure; the same document and lexicon always
 * give the same passages.
 */
export function extractPassages(document: Document, lexicon: Lexicon): Passage[] {
  return document.paragraphs.flatMap((paragraph, index) => {
    const plain = plainMarks(paragraph.text)
    const spans = sentenceSpans(paragraph.text)
    const textOf = (one: Span | undefined) =>
      one === undefined ? null : paragraph.text.slice(one.start, one.end)
    return spans.flatMap((span, sentence): Passage[] => {
      const tokens = tokensIn(plain, span)
      const reading = readSentences(paragraph.text, [tokens], lexicon)
      if (!isOnTopic(reading)) return []
      const { body, voice, ...speaker } = findSpeaker(
        document,
        paragraph,
        paragraph.text,
        tokens,
        lexicon.voices,
      )
      return [
        {
          text: paragraph.text.slice(span.start, span.end),
          before: textOf(spans[sentence - 1]),
          after: textOf(spans[sentence + 1]),
          place: {
            paragraph: index,
            sentence,
            anchor: paragraph.anchor ?? null,
            column: paragraph.column ?? null,
            span,
          },
          ...reading,
          speaker,
          body,
          voice,
        },
      ]
    })
  })
}

/** Whether a reader of the tracker would want the passage: it is about the sector, or names a programme. */
export function isOnTopic(reading: Pick<Reading, 'aboutSector' | 'programmes'>): boolean {
  return reading.aboutSector.decided || reading.programmes.length > 0
}

// Tokens of one sentence, their offsets in the whole text.
function tokensIn(plain: string, span: Span): Token[] {
  return tokenize(plain.slice(span.start, span.end)).map((token) => ({
    ...token,
    start: token.start + span.start,
    end: token.end + span.start,
  }))
}

type SentenceDecided = SentenceRead & { readonly decision: Decision }

function readSentences(text: string, sentences: readonly (readonly Token[])[], lexicon: Lexicon): Reading {
  const decided = decideSentences(sentences, lexicon)
  const about = decided.some((one) => one.decision.decided)
  const { programmes, naming } = findProgrammes(decided, lexicon.programmes)
  const onTopic = about || programmes.length > 0
  const claims = onTopic
    ? decided.flatMap((one) =>
        findClaims(text, one.tokens, lexicon.numbers).map((claim) => ({ claim, of: one })),
      )
    : []
  const counting = new Set(claims.map((claim) => claim.of))
  const kinds = decided
    .filter((one, index) => one.decision.decided || naming.has(index))
    .map((one) => findKind(one.tokens, one.spans, lexicon.kinds, counting.has(one)))
  const kind = strongestKind(kinds)
  return {
    aboutSector: {
      decided: about,
      because: decided.filter((one) => !about || one.decision.decided).flatMap((one) => one.decision.because),
    },
    programmes,
    kind: { kind: kind.kind, because: [kind.because] },
    claims: claims.map(({ claim: { from: _from, to: _to, ...claim }, of }): ClaimFound => {
      const start = Math.max(of.tokens[0]?.start ?? 0, claim.span.start - around)
      const end = Math.min(of.tokens.at(-1)?.end ?? 0, claim.span.end + around)
      const near = contentWords(text.slice(start, end))
      return { ...claim, suggestedMeasures: suggestMeasures(claim, near, lexicon.measures) }
    }),
  }
}

function decideSentences(sentences: readonly (readonly Token[])[], lexicon: Lexicon): SentenceDecided[] {
  let sectorBefore = false
  const first = sentences.map((tokens): SentenceDecided => {
    const { spans, namings } = spansOf(tokens, lexicon, sectorBefore)
    if ((spans.get('sector')?.size ?? 0) > 0) sectorBefore = true
    const decision = decideSector(tokens, spans, lexicon.sector)
    return { tokens, spans, namings, decision, about: decision.decided }
  })
  if (first.some((one) => one.about)) return first
  return first.map((one, index) => withFollowing(one, first[index + 1], lexicon))
}

// "Charities ... . They ...": a sentence that names the sector is read on into one that points back to it.
function withFollowing(
  one: SentenceDecided,
  next: SentenceDecided | undefined,
  lexicon: Lexicon,
): SentenceDecided {
  if (next === undefined || (one.spans.get('sector')?.size ?? 0) === 0) return one
  const pointsBack = findPhrases(lexicon.sector.anaphors, next.tokens).some((match) => match.from <= 1)
  if (!pointsBack) return one
  const tokens = [...one.tokens, ...next.tokens]
  const decision = decideSector(tokens, spansOf(tokens, lexicon, true).spans, lexicon.sector)
  return decision.decided ? { ...one, decision, about: true } : one
}

function spansOf(
  tokens: readonly Token[],
  lexicon: Lexicon,
  sectorBefore: boolean,
): Pick<SentenceRead, 'spans' | 'namings'> {
  const { sector, state } = findSector(tokens, lexicon.sector, sectorBefore)
  const programme = new Map<number, number>()
  const spans: NamedSpans = new Map([
    ['state', state],
    ['sector', sector],
    ['sectors', new Map([...sector].filter(([, to]) => isGeneral(tokens[to - 1])))],
    ['programme', programme],
  ])
  const namings = findPhrases(lexicon.programmes.namings, tokens, spans)
  for (const match of namings) {
    const plainName = !match.note.sector && lexicon.services.has(match.note.id)
    if (plainName && (!match.note.acronym || tokens[match.from]?.acronym)) programme.set(match.from, match.to)
  }
  return { spans, namings }
}

// "A charity" is one body; "charities" and "the voluntary sector" are the sector in general.
function isGeneral(last: Token | undefined): boolean {
  return (
    last !== undefined &&
    /(?:s|sector|society|voluntary|profit|vcs|community|statutory|public)$/.test(last.text)
  )
}
