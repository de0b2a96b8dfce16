// How do the reviewed word lists become something a sentence can be read with?

import { z } from 'zod'
import type { NumberWords } from './claims.ts'
import type { Hedges } from './hedges.ts'
import type { KindCue, KindWords, SpokenKind } from './kind.ts'
import { indexMeasures, type MeasureIndex, type MeasureWords } from './measures.ts'
import { compilePhrases } from './phrases.ts'
import type { Nouns } from './population.ts'
import type { Naming, ProgrammeWords } from './programmes.ts'
import type { Cue, SectorWords } from './sector.ts'
import type { VoiceWords } from './speaker.ts'
import type { Comparator, Unit, Voice } from './types.ts'

const phrases = z.array(z.string().min(1))
const about = z.string().min(1)
const byHedge = z.record(z.enum(['at-least', 'at-most', 'up-to', 'about', 'nearly']), phrases)

/** The shape of each file in `data/words/`, by the file's name without `.json`. Unknown fields are refused. */
export const wordLists = z.strictObject({
  sector: z.strictObject({
    about,
    mentions: phrases,
    needsPublic: phrases,
    named: phrases,
    otherSenses: phrases,
    state: phrases,
  }),
  delivery: z.strictObject({
    about,
    threshold: z.number().positive(),
    groups: z.array(
      z.strictObject({
        name: z.string(),
        cap: z.number().min(0),
        sure: z.number().optional(),
        cues: z.array(z.strictObject({ points: z.number(), words: phrases })),
      }),
    ),
    anaphors: phrases,
  }),
  programmes: z.strictObject({
    about,
    guards: z.array(
      z.strictObject({
        alias: z.string(),
        words: phrases,
        acronym: z.boolean().optional(),
        needs: phrases.optional(),
        not: phrases.optional(),
      }),
    ),
    spellings: z.array(
      z.strictObject({
        id: z.string(),
        words: phrases,
        acronym: z.boolean().optional(),
        sector: z.boolean().optional(),
        yields: z.boolean().optional(),
        yieldsTo: phrases.optional(),
        needs: phrases.optional(),
        not: phrases.optional(),
      }),
    ),
    notSpecific: phrases,
    services: phrases,
  }),
  kinds: z.strictObject({
    about,
    pledge: phrases,
    forecast: phrases,
    done: phrases,
    description: phrases,
    principle: phrases,
    decisive: z.strictObject({ forecast: phrases, principle: phrases }),
    recalled: phrases,
    asks: phrases,
    asserts: phrases,
  }),
  numbers: z.strictObject({
    about,
    before: byHedge,
    after: z.partialRecord(z.enum(['at-least', 'at-most', 'up-to', 'about', 'nearly']), phrases),
    unchanging: phrases,
    increase: phrases,
    decrease: phrases,
    increaseAfter: phrases,
    decreaseAfter: phrases,
    multiples: z.record(z.string(), z.number()),
    notCountedBefore: phrases,
  }),
  nouns: z.strictObject({
    about,
    irregular: z.record(z.string(), z.string()),
    units: z.record(z.enum(['people', 'organisations', 'contracts', 'places', 'count']), phrases),
    notCounted: phrases,
  }),
  voices: z.strictObject({
    about,
    voices: z.record(z.enum(['auditor', 'sector', 'provider', 'government', 'parliament']), phrases),
    says: phrases,
  }),
})

/** The word lists as parsed. */
export type WordLists = z.infer<typeof wordLists>

/** A programme as the evidence names it. */
export type ProgrammeNames = {
  readonly id: string
  readonly name: string
  readonly aliases: readonly string[]
}

/** Everything a passage is read with. Build it once: it is compiled and never changes. */
export type Lexicon = {
  readonly sector: SectorWords
  readonly programmes: ProgrammeWords
  readonly services: ReadonlySet<string>
  readonly kinds: KindWords
  readonly numbers: NumberWords
  readonly voices: VoiceWords
  readonly measures: MeasureIndex
}

/**
 * Parses and compiles the word lists with the programmes and measures of the evidence. `words` is an object
 * whose fields are the contents of the files in `data/words/`. Throws, naming the field, when a list is malformed.
 */
export function parseLexicon(input: {
  readonly words: unknown
  readonly programmes: readonly ProgrammeNames[]
  readonly measures?: readonly MeasureWords[]
}): Lexicon {
  const words = wordLists.parse(input.words)
  return {
    sector: compileSector(words),
    programmes: compileProgrammes(words.programmes, input.programmes),
    services: new Set(words.programmes.services),
    kinds: compileKinds(words.kinds),
    numbers: compileNumbers(words),
    voices: compileVoices(words.voices),
    measures: indexMeasures(input.measures ?? []),
  }
}

function noted<Note>(list: readonly string[], note: Note): { words: string; note: Note }[] {
  return list.map((words) => ({ words, note }))
}

function compileSector(words: WordLists): SectorWords {
  const { sector, delivery } = words
  const cues = delivery.groups.flatMap((group) =>
    group.cues.flatMap((cue) => noted<Cue>(cue.words, { group: group.name, points: cue.points })),
  )
  return {
    mentions: compilePhrases([
      ...noted<'always' | 'with-public' | 'named'>(sector.mentions, 'always'),
      ...noted<'always' | 'with-public' | 'named'>(sector.needsPublic, 'with-public'),
      ...noted<'always' | 'with-public' | 'named'>(sector.named, 'named'),
    ]),
    otherSenses: compilePhrases(noted(sector.otherSenses, null)),
    state: compilePhrases(noted(sector.state, null)),
    cues: compilePhrases(cues),
    caps: new Map(delivery.groups.map((group) => [group.name, group.cap])),
    threshold: delivery.threshold,
    sure: new Map(
      delivery.groups.flatMap(({ name, sure }) => (sure === undefined ? [] : [[name, sure] as const])),
    ),
    anaphors: compilePhrases(noted(delivery.anaphors, null)),
  }
}

function compileProgrammes(
  words: WordLists['programmes'],
  programmes: readonly ProgrammeNames[],
): ProgrammeWords {
  const optional = (list: readonly string[] | undefined) =>
    list === undefined || list.length === 0 ? null : compilePhrases(noted(list, null))
  const guards = new Map(words.guards.map((guard) => [guard.alias.toLowerCase(), guard]))
  const namings: { words: string; note: Naming }[] = []
  const plain = { acronym: false, sector: false, yields: false, yieldsTo: [], needs: null, not: null }
  for (const programme of programmes) {
    for (const alias of new Set([programme.name, ...programme.aliases])) {
      const guard = guards.get(alias.toLowerCase())
      if (guard !== undefined) {
        const note = {
          ...plain,
          id: programme.id,
          acronym: guard.acronym === true,
          needs: optional(guard.needs),
          not: optional(guard.not),
        }
        namings.push(...noted(guard.words, note))
        continue
      }
      // A short name in capitals is an abbreviation and must be printed so.
      const acronym = /^[A-Z]{2,6}s?$/.test(alias)
      const spelled = alias.replace(/[|*?<>{}^=()]/g, ' ').trim()
      if (spelled !== '') namings.push(...noted([spelled], { ...plain, id: programme.id, acronym }))
    }
  }
  const known = new Set(programmes.map((programme) => programme.id))
  for (const spelling of words.spellings) {
    // A word list may run ahead of the evidence: a programme not passed in is not looked for.
    if (!known.has(spelling.id)) continue
    const note = {
      id: spelling.id,
      acronym: spelling.acronym === true,
      sector: spelling.sector === true,
      yields: spelling.yields === true,
      yieldsTo: spelling.yieldsTo ?? [],
      needs: optional(spelling.needs),
      not: optional(spelling.not),
    }
    namings.push(...noted(spelling.words, note))
  }
  return { namings: compilePhrases(namings), notSpecific: new Set(words.notSpecific) }
}

function compileKinds(kinds: WordLists['kinds']): KindWords {
  return {
    cues: compilePhrases([
      ...noted<KindCue>(kinds.pledge, 'pledge'),
      ...noted<KindCue>(kinds.forecast, 'forecast'),
      ...noted<KindCue>(kinds.done, 'done'),
      ...noted<KindCue>(kinds.description, 'description'),
      ...noted<KindCue>(kinds.principle, 'principle'),
    ]),
    decisive: compilePhrases([
      ...noted<SpokenKind>(kinds.decisive.forecast, 'forecast'),
      ...noted<SpokenKind>(kinds.decisive.principle, 'principle'),
    ]),
    recalled: compilePhrases(noted(kinds.recalled, null)),
    asks: compilePhrases(noted(kinds.asks, null)),
    asserts: compilePhrases(noted(kinds.asserts, null)),
  }
}

function compileNumbers({ numbers, nouns }: WordLists): NumberWords {
  const longestFirst = <One extends { words: readonly string[] }>(list: One[]): One[] =>
    list.sort((a, b) => b.words.length - a.words.length)
  const hedges = (side: Partial<Record<string, readonly string[]>>) =>
    longestFirst(
      Object.entries(side).flatMap(([comparator, list]) =>
        (list ?? []).map((phrase) => ({ words: phrase.split(' '), comparator: comparator as Comparator })),
      ),
    )
  const compiled: Hedges = {
    before: hedges(numbers.before),
    after: hedges(numbers.after),
    unchanging: numbers.unchanging.map((one) => one.split(' ')).sort((a, b) => b.length - a.length),
  }
  const nounIndex: Nouns = {
    unit: new Map(
      Object.entries(nouns.units).flatMap(([unit, list]) =>
        list.map((noun) => [noun, unit as Unit] as const),
      ),
    ),
    notCounted: new Set(nouns.notCounted),
    irregular: new Map(Object.entries(nouns.irregular)),
  }
  return {
    hedges: compiled,
    nouns: nounIndex,
    increase: new Set(numbers.increase),
    decrease: new Set(numbers.decrease),
    increaseAfter: new Set(numbers.increaseAfter),
    decreaseAfter: new Set(numbers.decreaseAfter),
    multiples: new Map(Object.entries(numbers.multiples)),
    notCountedBefore: new Set(numbers.notCountedBefore),
  }
}

function compileVoices(voices: WordLists['voices']): VoiceWords {
  return {
    voices: Object.entries(voices.voices).map(([voice, list]) => ({
      voice: voice as Voice,
      words: compilePhrases(noted(list, null)),
    })),
    says: new Set(voices.says),
  }
}
