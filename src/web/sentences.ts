// What does each page answer first, in a sentence or two?
//
// Pure: what is counted comes in, plain words go out. The words for results are those of the vocabulary; figures come as
// their sources printed them. Results are named in the order of the scale, so that kept and broken have the same place.
import { type Day, orderDay, printPeriod } from '../domain/dates.ts'
import type { Counts, Figure, MeasureEntry } from '../domain/ledger.ts'
import {
  differencesOf,
  LINE_PARTS,
  type Line,
  type LinePart,
  linesOf,
  movementOf,
  printPart,
} from '../domain/lines.ts'
import type { Kind } from '../domain/nouns.ts'
import {
  printCount,
  printDisplay,
  printList,
  printNumber,
  RESULT_WORDS,
  type Result,
} from '../domain/vocabulary.ts'

const isAre = (n: number): string => (n === 1 ? 'is' : 'are')
const wasWere = (n: number): string => (n === 1 ? 'was' : 'were')

/** "no claims", "1 claim", "2 claims" */
const countOrNo = (n: number, one: string, many = `${one}s`): string =>
  n === 0 ? `no ${many}` : printCount(n, one, many)

/** The results that figures give; the others say why there is none. */
export const ANSWERED = ['met', 'partly-met', 'not-met', 'depends'] as const satisfies readonly Result[]
const UNANSWERED = ['too-early', 'no-figures', 'no-match'] as const satisfies readonly Result[]

/**
 * How claims compare with what was recorded. What figures answer, what they do not, and what no figure could answer stand
 * apart. With a kind, results are in the words of that kind.
 */
export function claimsSentence(counts: Counts, kind?: Kind): string {
  const wordsOf = (result: Result): string =>
    (kind ? RESULT_WORDS[result].byKind[kind] : RESULT_WORDS[result].label).toLowerCase()
  const some = <R extends Result>(results: readonly R[]): R[] => results.filter((one) => counts[one] > 0)
  const sum = (results: readonly Result[]): number => results.reduce((all, one) => all + counts[one], 0)
  const [answered, unanswered, untestable] = [sum(ANSWERED), sum(UNANSWERED), counts['not-testable']]
  const total = answered + unanswered + untestable
  if (total === 0) return 'No claims yet.'
  if (total === untestable)
    return total === 1
      ? '1 claim, not testable as worded.'
      : `${printCount(total, 'claim')}, none of them testable as worded.`
  const [only] = some([...ANSWERED, ...UNANSWERED])
  if (total === 1 && only) return `1 claim: ${wordsOf(only)}.`
  const answers = printList(some(ANSWERED).map((one) => `${counts[one]} ${wordsOf(one)}`))
  const without = printList(some(UNANSWERED).map((one) => `${wordsOf(one)} (${counts[one]})`))
  return [
    `${printCount(total, 'claim')}.`,
    answered === 0
      ? `Figures answer none of them: ${without}.`
      : `Figures answer ${answered === total ? 'all' : answered} of them: ${answers}.`,
    answered > 0 && unanswered > 0 ? `They do not answer ${unanswered}: ${without}.` : '',
    untestable > 0 ? `Set apart: ${untestable} ${isAre(untestable)} not testable as worded.` : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

/** What became of the claims in one statement. */
export const statementSentence = (counts: Counts, kind: Kind): string => {
  const words = claimsSentence(counts, kind)
  return words === 'No claims yet.'
    ? 'No claim that could be checked: the words name nothing that a figure could bear out or contradict.'
    : words
}

/** What a body or a person said, and how it compares. */
export const voiceSentence = (statements: number, counts: Counts): string =>
  `${printCount(statements, 'statement')}. ${claimsSentence(counts)}`

/** How many bodies or people there are; `answered` are those with a claim that figures answer. */
export const voicesSentence = (
  voices: number,
  [one, many]: readonly [one: string, many: string],
  { claiming, answered }: { readonly claiming: number; readonly answered: number },
): string =>
  voices === 0
    ? `No ${one} is on record.`
    : `${printCount(voices, one, many)} ${voices === 1 ? 'has' : 'have'} words on record. ${printNumber(claiming)} made a claim, and figures answer a claim of ${printNumber(answered)}.`

/** The list of statements. */
export function statementsSentence(statements: number, claims: number, isFiltered: boolean): string {
  if (statements === 0) return isFiltered ? 'No statement fits the filters.' : 'No statement is on record.'
  const fits = !isFiltered ? '' : statements === 1 ? ' fits the filters' : ' fit the filters'
  return `${printCount(statements, 'statement')}${fits}, with ${countOrNo(claims, 'claim')}. The newest first.`
}

/** The list of claims. */
export function claimListSentence(counts: Counts, isFiltered: boolean): string {
  const words = claimsSentence(counts)
  if (!isFiltered) return words
  return words === 'No claims yet.' ? 'No claim fits the filters.' : `Fitting the filters: ${words}`
}

const PART_WORDS: Readonly<Record<LinePart, string>> = {
  publisher: 'publisher',
  programme: 'programme',
  area: 'area',
  breakdown: 'what they cover',
}
const WENT_WORDS = { up: 'up from', down: 'down from', nowhere: 'the same as' } as const

const printFigure = ({ observation: o }: Figure): string =>
  `${printDisplay(o.display)}, ${printPeriod(o.period)}`

/** What the latest figure of a measure is, and which way it went where its figures can be set in one line. */
export function measureSentence(
  { figures, programmes }: Pick<MeasureEntry, 'figures' | 'programmes'>,
  asOf: Day,
): string {
  const [only] = figures
  if (only === undefined) return 'No figure is recorded.'
  if (figures.length === 1) return `One figure is recorded: ${printFigure(only)} (${only.source.publisher}).`
  const count = printCount(figures.length, 'figure')
  const lines = linesOf(figures, asOf)
  const [line] = lines
  if (line === undefined) return `${count}, none of which stands: each was withdrawn, or states no period.`
  const differs = differencesOf(lines)
  const latest = latestOf(lines)
  const [first] = latest
  const lead =
    first && latest.length === 1
      ? `The latest of ${count} is ${printFigure(first.figure)} (${LINE_PARTS.filter(
          (part) => part === 'publisher' || differs.includes(part),
        )
          .map((part) => printPart(first.line, part, programmes))
          .filter((words) => words !== '')
          .join('; ')}).`
      : `${count}${latest.length === figures.length ? '' : `, ${latest.length} of them for the latest period`}.`
  if (lines.length > 1)
    return `${lead} They cannot be set in one line: they differ in ${printList(differs.map((part) => PART_WORDS[part]))}.`
  if (line.figures.length === 1)
    return `${lead} ${figures.length === 2 ? 'The other was' : 'The others were'} revised or withdrawn.`
  const movement = movementOf(line)
  if (movement === null)
    return `${lead} They cannot be set in one line: their periods are of different kinds.`
  const { before, went } = movement
  return went === 'unclear'
    ? `${lead} The one before is ${printFigure(before)}: what the two stand for overlaps, so that which is higher cannot be said.`
    : `${lead} It is ${WENT_WORDS[went]} ${printFigure(before)}.`
}

/** The figures for the latest period of any line, each with its line. */
function latestOf(lines: readonly Line[]): { figure: Figure; line: Line }[] {
  const all = lines.flatMap((line) => line.figures.map((figure) => ({ figure, line })))
  const dayOf = ({ figure }: { figure: Figure }): Day => orderDay(figure.observation.period) ?? ''
  const last = all.map(dayOf).sort().at(-1)
  return all.filter((one) => dayOf(one) === last)
}

/** The list of measures. */
export const measuresSentence = (measures: number, withFigures: number): string =>
  measures === 0
    ? 'No measure is recorded.'
    : `${printCount(measures, 'measure')}: ${printNumber(withFigures)} with figures, ${printNumber(measures - withFigures)} without.`

/** What of the record a source carries. `claims` are made in its words; `verdicts` are those that its figures enter. */
export function sourceSentence(rests: {
  readonly statements: number
  readonly claims: number
  readonly figures: number
  readonly verdicts: number
}): string {
  const { statements, claims, figures, verdicts } = rests
  if (statements + figures === 0) return 'Nothing on this site rests on it.'
  const words =
    statements === 0
      ? ''
      : `${printCount(statements, 'statement')} ${wasWere(statements)} read in it, with ${countOrNo(claims, 'claim')}.`
  const numbers =
    figures === 0
      ? ''
      : `${printCount(figures, 'figure')} ${wasWere(figures)} read in it; ${
          verdicts === 0
            ? 'no verdict uses'
            : `${printCount(verdicts, 'verdict')} ${verdicts === 1 ? 'uses' : 'use'}`
        } ${figures === 1 ? 'it' : 'them'}.`
  return [words, numbers].filter((part) => part !== '').join(' ')
}

/** What comes of a source that the machine reads; `state` says how it is doing and when it was last read. */
export const machineSourceSentence = (state: string, figures: number, passages: number): string =>
  [
    `Read by machine: ${state}.`,
    passages === 0
      ? ''
      : `${printCount(passages, 'passage')} of it ${isAre(passages)} on the wire, not yet reviewed.`,
    figures === 0 ? '' : `${printCount(figures, 'figure')} ${isAre(figures)} worked out from it.`,
    passages + figures === 0 ? 'Nothing on this site rests on it yet.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ')

/** The list of sources. */
export function sourcesSentence(sources: {
  readonly people: number
  readonly publishers: number
  readonly words: number
  readonly figures: number
  readonly machine: number
}): string {
  const { people, publishers, words, figures, machine } = sources
  if (people + machine === 0) return 'No source is recorded.'
  const read =
    people === 0
      ? ''
      : `People read ${printCount(people, 'source')}, of ${printCount(publishers, 'publisher')}: words in ${printNumber(words)}, figures in ${printNumber(figures)}.`
  const collected =
    machine === 0 ? '' : `A machine reads ${printCount(machine, people === 0 ? 'source' : 'more source')}.`
  return [read, collected].filter((part) => part !== '').join(' ')
}

/** What cannot be checked, and why. */
export function gapsSentence(noFigures: number, notTestable: number): string {
  if (noFigures + notTestable === 0) return 'No gap is recorded.'
  const due =
    noFigures === 0
      ? 'No claim is due without figures.'
      : `${printCount(noFigures, 'claim')} ${isAre(noFigures)} due, and no figure that could test ${noFigures === 1 ? 'it' : 'them'} was found in public.`
  return notTestable === 0
    ? due
    : `${due} ${printCount(notTestable, noFigures === 0 ? 'claim' : 'more claim')} ${isAre(notTestable)} not testable as worded.`
}

/** The list of organisations. */
export const organisationsSentence = (found: number, lists: number, isFiltered: boolean): string =>
  isFiltered
    ? `${found === 0 ? 'No organisation fits' : `${printCount(found, 'organisation')} ${found === 1 ? 'fits' : 'fit'}`} the filters.`
    : found === 0
      ? 'No organisation has been collected yet.'
      : `${printCount(found, 'organisation')} of the sector ${isAre(found)} named in ${printCount(lists, 'published list')}, each counted once.`

/** How far one organisation got: what is recorded on each rung, `label` with its number of listings. */
export function organisationSentence(
  rungs: readonly { readonly label: string; readonly listings: number }[],
): string {
  const total = rungs.reduce((all, { listings }) => all + listings, 0)
  if (total === 0) return 'No published list names it now.'
  const parts = rungs
    .filter(({ listings }) => listings > 0)
    .map(({ label, listings }) => `${label.toLowerCase()} (${printNumber(listings)})`)
  return `${printCount(total, 'listing')}: ${printList(parts)}.`
}

/** What was found for a reader's words. */
export function searchSentence(q: string, total: number, shown: number): string {
  if (q === '') return 'Type a few words: a name, a number, a programme.'
  if (total === 0) return `Nothing was found for “${q}”. Try fewer or other words.`
  return `${printCount(total, 'result')} for “${q}”${shown < total ? `, the best ${printNumber(shown)} shown` : ''}.`
}
