// What does somebody need in hand who stands up for, or questions, a handful of claims?
//
// A pack as data: claims chosen by a reader, each with what was said and recorded, the government's answer where the
// evidence has one, the best and the worst case, the caveats, and the exact place of everything. Pure.
import { type Day, firstDay, lastDay, printDate, printPeriod } from '../domain/dates.ts'
import type { ClaimEntry, Figure, StatementEntry } from '../domain/ledger.ts'
import type { Source, Statement } from '../domain/nouns.ts'
import { type Question, questionOf } from '../domain/question.ts'
import { type Asking, askedAbout } from '../domain/requests.ts'
import { printBand, printDimensions } from '../domain/steps.ts'
import {
  GRADE_WORDS,
  KIND_WORDS,
  printCount,
  printList,
  printTarget,
  RESULT_WORDS,
  RULE_VERSION,
  type Result,
  TAG_WORDS,
  VOICE_WORDS,
} from '../domain/vocabulary.ts'

/** More would be a book: no longer what one reads on the way to a meeting. */
export const MOST_CLAIMS = 30

/** Later words of government that stand in a pack; more would push the claim off its page. */
const MOST_ANSWERS = 4

/** A source with the place in it. */
export interface Place {
  readonly source: Source
  readonly locator: string | null
}

export interface PackFigure extends Place {
  readonly observation: string
  readonly display: string
  readonly measure: string
  readonly period: string
  readonly area: string
  readonly grade: string
  readonly note: string
}

export interface PackReading {
  readonly counts: string
  readonly match: string
  readonly asks: string
  readonly figures: readonly PackFigure[]
  readonly result: string
}

export interface PackAnswer {
  readonly text: string
  /** Null for what this site recorded itself. */
  readonly place: Place | null
  readonly url: string | null
}

export interface PackClaim {
  readonly id: string
  readonly url: string
  readonly text: string
  readonly quote: string
  readonly by: string
  readonly said: string
  readonly kind: string
  readonly place: Place
  readonly programmes: readonly string[]
  readonly asks: string
  readonly population: string
  readonly due: string
  readonly result: Result
  readonly verdict: string
  readonly meaning: string
  readonly grade: string | null
  readonly nearest: PackFigure | null
  readonly readings: readonly PackReading[]
  readonly best: PackFigure | null
  readonly worst: PackFigure | null
  readonly answers: readonly PackAnswer[]
  readonly caveats: readonly string[]
  readonly question: Question | null
  readonly citation: string
}

export interface Pack {
  readonly title: string
  readonly asOf: Day
  readonly dataVersion: string
  readonly rule: string
  /** Where the same pack is, as known on the same day. */
  readonly url: string
  readonly licence: string
  readonly counts: readonly { readonly result: Result; readonly label: string; readonly n: number }[]
  readonly claims: readonly PackClaim[]
  /** Every source that is cited, by publisher and title. */
  readonly bibliography: readonly Source[]
}

/** Everything beside the claims that a pack is made from. */
export interface PackSetting {
  readonly asOf: Day
  readonly dataVersion: string
  readonly url: string
  readonly licence: string
  readonly asking: Asking
  readonly figureOf: (observation: string) => Figure | undefined
  /** What was said by the as-known date, the newest first. */
  readonly statements: readonly StatementEntry[]
  readonly urlOf: (claim: string) => string
  readonly citationOf: (entry: ClaimEntry) => string
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

function figureIn({ observation, measure, source }: Figure): PackFigure {
  const dimensions = printDimensions(observation.dimensions)
  return {
    observation: observation.id,
    display: observation.display,
    measure: dimensions === '' ? measure.name : `${measure.name} (${dimensions})`,
    period: printPeriod(observation.period),
    area: observation.area,
    grade: `${observation.grade}: ${GRADE_WORDS[observation.grade]}`,
    note: observation.note,
    source,
    locator: observation.locator,
  }
}

const sayer = ({ speaker }: Statement): string =>
  [speaker.name, speaker.role, speaker.body].filter((part) => part !== null).join(', ')

/**
 * Later words of government that say the claim again, move its target or are about a figure that it is read by, the
 * newest first; and answers to requests about it.
 */
function answersTo(entry: ClaimEntry, { asking, asOf, statements, urlOf }: PackSetting): PackAnswer[] {
  const { statement: own, utterances, readings } = entry
  const measures = new Set(readings.map(({ measure }) => measure.id))
  const isAbout = ({ statement, claims, context }: StatementEntry): boolean =>
    utterances.includes(statement) ||
    context.some(({ measure }) => measures.has(measure.id)) ||
    claims.some((other) => other.readings.some(({ measure }) => measures.has(measure.id)))
  const later = statements
    .filter(
      ({ statement }) =>
        statement.voice === 'government' &&
        statement.id !== own.id &&
        own.date !== null &&
        statement.date !== null &&
        firstDay(statement.date) > lastDay(own.date),
    )
    .filter(isAbout)
    .map(
      ({ statement, source }): PackAnswer => ({
        text: `${printDate(statement.date ?? '')}, ${sayer(statement)}: “${statement.quote}”`,
        place: { source, locator: statement.locator },
        url: null,
      }),
    )
  const moved = entry.weakenedBy.map(
    ({ id, text }): PackAnswer => ({
      ...{ text: `The target was lowered or put off later: ${text}`, place: null },
      url: urlOf(id),
    }),
  )
  const asked = askedAbout(asking, entry.claim.id, asOf).map(
    ({ inWords, request }): PackAnswer => ({ text: inWords, place: null, url: request.url }),
  )
  return [...later.slice(0, MOST_ANSWERS), ...moved, ...asked]
}

function claimIn(entry: ClaimEntry, setting: PackSetting): PackClaim {
  const { claim, statement, source, programmes, verdict, readings, nearest, best, worst } = entry
  const { figureOf, asking, urlOf, citationOf } = setting
  const measures = readings.map(({ measure }) => measure)
  const tags = verdict.tags.map((tag) => `${TAG_WORDS[tag].label}: ${TAG_WORDS[tag].meaning}`)
  const voice = statement.voice === 'government' ? '' : `, ${VOICE_WORDS[statement.voice].toLowerCase()}`
  return {
    id: claim.id,
    url: urlOf(claim.id),
    text: claim.text,
    quote: statement.quote,
    by: sayer(statement),
    said: statement.date === null ? 'date not known' : printDate(statement.date),
    kind: `${KIND_WORDS[statement.kind]}${voice}`,
    place: { source, locator: statement.locator },
    programmes: programmes.map(({ name }) => name),
    asks: printTarget(claim),
    population: claim.population,
    due: verdict.due === null ? 'not known' : printDate(verdict.due),
    result: verdict.result,
    verdict: RESULT_WORDS[verdict.result].byKind[statement.kind],
    meaning: [RESULT_WORDS[verdict.result].meaning, verdict.missing]
      .filter((part) => part !== null)
      .join(' '),
    grade: verdict.grade === null ? null : `${verdict.grade}: ${GRADE_WORDS[verdict.grade]}`,
    nearest: nearest && figureIn(nearest),
    readings: verdict.readings.map((reading, index) => {
      const dimensions = printDimensions(reading.dimensions)
      const name = measures[index]?.name ?? reading.measure
      return {
        counts: dimensions === '' ? name : `${name} (${dimensions})`,
        match:
          reading.match === 'direct'
            ? 'the same'
            : `something near it: ${printList(reading.differs)} differ or are not known`,
        asks: reading.band ? printBand(reading.band, claim.unit) : 'no band',
        figures: reading.used.flatMap(({ observation }) => {
          const figure = figureOf(observation)
          return figure ? [figureIn(figure)] : []
        }),
        result: RESULT_WORDS[reading.result].label,
      }
    }),
    best: best && figureIn(best),
    worst: worst && figureIn(worst),
    answers: answersTo(entry, setting),
    caveats: [
      ...(statement.quotedVia === 'reported' ? ['The words are as reported by somebody else.'] : []),
      ...tags.map((tag) => `${tag.charAt(0).toUpperCase()}${tag.slice(1)}`),
      ...(verdict.silence?.days ? [`${printCount(verdict.silence.days, 'day')} since it was due.`] : []),
      ...new Set(measures.map(({ name, caveat }) => `${name}: ${caveat}`)),
    ],
    question: questionOf(entry, asking.holders),
    citation: citationOf(entry),
  }
}

const placesIn = (claim: PackClaim): Place[] => [
  claim.place,
  ...[claim.nearest, claim.best, claim.worst].flatMap((figure) => figure ?? []),
  ...claim.readings.flatMap(({ figures }) => figures),
  ...claim.answers.flatMap(({ place }) => place ?? []),
]

/** The pack of some claims, in the order in which they were chosen. */
export function makePack(entries: readonly ClaimEntry[], setting: PackSetting): Pack {
  const claims = entries.map((entry) => claimIn(entry, setting))
  const results = Object.keys(RESULT_WORDS) as Result[]
  const sources = new Map(claims.flatMap(placesIn).map(({ source }) => [source.id, source]))
  return {
    title: `Evidence pack: ${printCount(claims.length, 'claim')} set beside the record`,
    asOf: setting.asOf,
    dataVersion: setting.dataVersion,
    rule: RULE_VERSION,
    url: setting.url,
    licence: setting.licence,
    counts: results
      .map((result) => ({
        result,
        label: RESULT_WORDS[result].label,
        n: claims.filter((claim) => claim.result === result).length,
      }))
      .filter(({ n }) => n > 0),
    claims,
    bibliography: [...sources.values()].sort(
      (a, b) => compare(a.publisher, b.publisher) || compare(a.title, b.title) || compare(a.id, b.id),
    ),
  }
}
