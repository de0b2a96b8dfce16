// What does the smallest sound record of each noun look like, so that a test names only what matters to it?
//
// Every record here is invented: the Harbour Programme, its department, its figures and its speaker do not exist.
import type { AsKnown, ReadingVerdict } from '../../src/domain/case.ts'
import type {
  Claim,
  Evidence,
  Match,
  Measure,
  Observation,
  Programme,
  Reading,
  Source,
  Statement,
} from '../../src/domain/nouns.ts'
import type { Holder, Request } from '../../src/domain/requests.ts'
import { assess, type Case, type Verdict } from '../../src/domain/verdict.ts'

/** An invented programme without an end. */
export function programme(over: Partial<Programme> = {}): Programme {
  return {
    id: 'harbour-programme',
    name: 'Harbour Programme',
    aliases: [],
    department: 'Department of Harbours',
    start: '2010-04',
    end: null,
    summary: 'An invented programme of help for people at sea and ashore.',
    ...over,
  }
}

/** An invented statistical release. */
export function source(over: Partial<Source> = {}): Source {
  return {
    id: 'harbour-statistics',
    title: 'Harbour statistics',
    publisher: 'Harbour Statistics Office',
    url: 'https://example.org/harbour-statistics',
    published: null,
    kind: 'official-statistics',
    licence: null,
    ...over,
  }
}

/** The document in which the invented words stand. */
export const speechSource = source({
  id: 'harbour-speech',
  title: 'Speech at the quay',
  publisher: 'Department of Harbours',
  kind: 'speech',
})

/** An invented count of bodies: a series of periods, higher is favourable, the default lag. */
export function measure(over: Partial<Measure> = {}): Measure {
  return {
    id: 'harbour-bodies',
    name: 'Voluntary bodies in the harbour',
    definition: 'Voluntary bodies with a contract.',
    unit: 'organisations',
    about: 'who-delivers',
    series: 'period',
    numerator: null,
    denominator: null,
    favourable: 'higher',
    publicationLagMonths: null,
    caveat: 'Invented.',
    ...over,
  }
}

export const direct: Match = {
  numerator: 'same',
  denominator: 'same',
  unit: 'same',
  population: 'same',
  period: 'same',
  area: 'same',
}

/** A direct reading of the invented measure. */
export function reading(over: Partial<Reading> = {}): Reading {
  return {
    measure: 'harbour-bodies',
    dimensions: {},
    statedBySpeaker: false,
    match: direct,
    why: 'It counts what the words count.',
    ...over,
  }
}

/** "At least 100 voluntary bodies", due on the last day of 2012. */
export function claim(over: Partial<Claim> = {}): Claim {
  return {
    id: 'minister-2011-06-15-harbour#1',
    text: 'At least 100 voluntary bodies deliver the Harbour Programme.',
    population: 'voluntary bodies with a contract',
    comparator: 'at-least',
    value: 100,
    unit: 'organisations',
    baseline: null,
    due: { date: '2012-12-31', basis: 'stated' },
    cumulative: false,
    readings: [reading()],
    notTestable: null,
    ...over,
  }
}

/** A pledge of 15 June 2011 by an invented minister. The phrase holds no number. */
export function statement(over: Partial<Statement> = {}): Statement {
  return {
    id: 'minister-2011-06-15-harbour',
    programmes: ['harbour-programme'],
    date: '2011-06-15',
    speaker: { name: 'A. Pilot', role: 'Minister for Tides', body: 'Department of Harbours' },
    voice: 'government',
    kind: 'pledge',
    quote: 'we will open the harbour to everybody',
    quotedVia: 'primary',
    paraphrase: 'Voluntary bodies will deliver the programme.',
    source: 'harbour-speech',
    locator: null,
    context: [],
    claims: [],
    ...over,
  }
}

/** 120 bodies in full at the due date, final, grade A. An overridden value prints itself. */
export function observation(over: Partial<Observation> = {}): Observation {
  const value = over.value ?? 120
  return {
    id: 'o-1',
    measure: 'harbour-bodies',
    programme: 'harbour-programme',
    period: { start: '2012-01-01', end: '2012-12-31' },
    area: 'Harbour',
    dimensions: {},
    value,
    display: String(value),
    low: null,
    high: null,
    numerator: null,
    denominator: null,
    unknown: null,
    sampleSize: null,
    status: 'final',
    grade: 'A',
    published: '2013-02-01',
    sameWordsAs: [],
    source: 'harbour-statistics',
    locator: null,
    note: '',
    ...over,
  }
}

/** The invented programme with its claim and no figure. */
export function evidence(over: Partial<Evidence> = {}): Evidence {
  return {
    programmes: [programme()],
    sources: [source(), speechSource],
    statements: [statement({ claims: [claim()] })],
    measures: [measure()],
    observations: [],
    ...over,
  }
}

/** The invented department, as one that can be asked. */
export function holder(over: Partial<Holder> = {}): Holder {
  return {
    id: 'department-of-harbours',
    name: 'Department of Harbours',
    names: [],
    minister: 'Secretary of State for Harbours',
    email: null,
    whatDoTheyKnow: 'harbours',
    programmes: [],
    checked: '2015-01-01',
    reason: 'Invented.',
    ...over,
  }
}

/** An invented request of 1 February 2015 without an answer. */
export function request(over: Partial<Request> = {}): Request {
  return {
    id: 'foi-2015-harbour',
    claim: 'minister-2011-06-15-harbour#1',
    kind: 'foi',
    holder: 'department-of-harbours',
    asked: '2015-02-01',
    reference: null,
    url: 'https://example.org/request/harbour',
    answered: null,
    outcome: null,
    note: '',
    ...over,
  }
}

interface CaseParts {
  readonly claim?: Partial<Claim>
  readonly statement?: Partial<Statement>
  readonly programmes?: readonly Programme[]
  readonly measures?: readonly Measure[]
  readonly sources?: readonly Source[]
  readonly observations?: readonly Observation[]
}

/** One claim with everything that can bear on it. */
export function kase(over: CaseParts = {}): Case {
  const measures = over.measures ?? [measure()]
  const sources = [source(), speechSource, ...(over.sources ?? [])]
  return {
    claim: claim(over.claim),
    statement: statement(over.statement),
    programmes: over.programmes ?? [programme()],
    measures: new Map(measures.map((m) => [m.id, m])),
    sources: new Map(sources.map((s) => [s.id, s])),
    observations: over.observations ?? [],
  }
}

/** The day on which the tests ask, unless they say otherwise. */
export const TODAY = '2026-11-24'

/** The verdict as known on a day; throws where the words had not been said by then. */
export function verdictOn(asOf: string, theCase: Case, today: AsKnown['today'] = TODAY): Verdict {
  const verdict = assess(theCase, { asOf, today })
  if (verdict === null) throw new Error(`${theCase.claim.id}: not said by ${asOf}`)
  return verdict
}

/** The verdict as known on the day the tests ask. */
export const verdictToday = (theCase: Case): Verdict => verdictOn(TODAY, theCase)

/** One reading of a verdict; throws where there is none. */
export function cellOf(verdict: Verdict, index = 0): ReadingVerdict {
  const cell = verdict.readings[index]
  if (cell === undefined) throw new Error(`${verdict.claim}: no reading ${index}`)
  return cell
}

/** The ids of the figures that a verdict rests on, reading by reading. */
export const usedIn = (verdict: Verdict): string[] =>
  verdict.readings.flatMap((cell) => cell.used.map((figure) => figure.observation))

/** Why a figure does not stand; undefined where it is not set aside. */
export const whyAside = (verdict: Verdict, id: string): string | undefined =>
  verdict.readings.flatMap((cell) => cell.setAside).find((aside) => aside.observation === id)?.why
