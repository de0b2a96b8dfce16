// What may other rooms use of the extractor?

export type { CollectedDocument, CollectedSpeaker, KeptClaim, KeptPassage, KeptPassages } from './document.ts'
export { passagesOf } from './document.ts'
export type { Lexicon, ProgrammeNames, WordLists } from './lexicon.ts'
export { parseLexicon, wordLists } from './lexicon.ts'
export type { MeasureWords } from './measures.ts'
export { extractPassages, isOnTopic, readPassage } from './passages.ts'
export { type Labelled, type Part, parseLabelled, type Scores, scoreReadings } from './score.ts'
export { sentenceSpans } from './sentences.ts'
export type * from './types.ts'
