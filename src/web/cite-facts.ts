// What does a pinned page say, fact by fact, and what does the record say otherwise now?
//
// The page and the comparison are made from the same facts, so that every difference a reader could see is told.
import { printDate, printPeriod } from '../domain/dates.ts'
import type { Measure, Observation, Source } from '../domain/nouns.ts'
import { readFigure } from '../domain/quantities.ts'
import { printBand, printDimensions, printInterval } from '../domain/steps.ts'
import {
  ABOUT_WORDS,
  GRADE_WORDS,
  KIND_WORDS,
  printCount,
  printList,
  printNumber,
  printQuantity,
  printTarget,
  TAG_WORDS,
  type Tag,
} from '../domain/vocabulary.ts'
import type { Pinned, PinnedOf } from './cite.ts'

export interface Fact {
  /** The same for the same fact on another day. */
  readonly key: string
  readonly label: string
  readonly text: string
  /** An address elsewhere, such as the source. */
  readonly href?: string | null | undefined
}

export interface FactGroup {
  readonly heading: string
  readonly facts: readonly Fact[]
  /** True for what moves with the clock alone; it is not compared. */
  readonly clock?: boolean
  /** True for figures: a difference here means that newer figures exist. */
  readonly figures?: boolean
}

const join = (parts: readonly (string | null | undefined | false)[], by = ', '): string =>
  parts.filter((part) => part !== '' && part !== null && part !== undefined && part !== false).join(by)

const dated = (date: string | null, absent = 'not known'): string =>
  date === null ? absent : printDate(date)

const sourceWords = (source: Source | undefined, locator: string | null): string =>
  source === undefined
    ? 'not known'
    : `${join([source.title, source.publisher, source.published && printDate(source.published)])}${locator ? `: ${locator}` : ''}`

/** One figure in one line: as printed, what it stands for, when it was published, and where. */
function figureWords(o: Observation, measure: Measure | undefined, source: Source | undefined): string {
  const stands = measure && `stands for ${printInterval(readFigure(o, measure.unit).interval, measure.unit)}`
  const withdrawn = o.withdrawn && `withdrawn on ${printDate(o.withdrawn)}`
  return `${join([o.display, printPeriod(o.period), o.area, printDimensions(o.dimensions)])}; ${join([stands, `published ${dated(o.published, 'on a day not known')}`, o.status, `grade ${o.grade}`, withdrawn])}. ${sourceWords(source, o.locator)}`
}

const speakerWords = ({
  name,
  role,
  body,
}: {
  readonly name: string | null
  readonly role: string | null
  readonly body: string
}): string => join([name, role, body])

const caveatOf = (measure: Measure | undefined, key: string): Fact[] =>
  measure ? [{ key: `${key} caveat`, label: 'Caveat', text: measure.caveat }] : []

function claimFacts(pinned: PinnedOf<'claim'>): FactGroup[] {
  const { statement, nearest } = pinned
  const [claim] = pinned.claims
  const [verdict] = pinned.verdicts
  if (!claim || !verdict) return []
  const sources = new Map(pinned.sources.map((one) => [one.id, one]))
  const measures = new Map(pinned.measures.map((one) => [one.id, one]))
  const figures = new Map(pinned.observations.map((one) => [one.id, one]))
  const words = (id: string): string => {
    const o = figures.get(id)
    return o ? figureWords(o, measures.get(o.measure), sources.get(o.source)) : id
  }
  const address = (id: string): string | null => sources.get(figures.get(id)?.source ?? '')?.url ?? null
  const said = sources.get(statement.source)
  return [
    {
      heading: 'What was said',
      facts: [
        { key: 'quote', label: 'Words', text: `“${statement.quote}”` },
        { key: 'speaker', label: 'Said by', text: speakerWords(statement.speaker) },
        { key: 'date', label: 'Date', text: dated(statement.date) },
        {
          key: 'kind',
          label: 'Kind',
          text: join([
            KIND_WORDS[statement.kind],
            statement.quotedVia === 'reported' && 'wording as reported',
          ]),
        },
        { key: 'programmes', label: 'About', text: printList(pinned.programmes.map(({ name }) => name)) },
        {
          key: 'place',
          label: 'Source and place',
          text: sourceWords(said, statement.locator),
          href: said?.url,
        },
        { key: 'claim', label: 'Claim', text: claim.text },
        { key: 'asks', label: 'Asks for', text: `${printTarget(claim)}: ${claim.population}` },
        { key: 'due', label: 'Due', text: dated(verdict.due) },
      ],
    },
    {
      heading: 'Verdict',
      facts: [
        {
          key: 'verdict',
          label: 'Verdict',
          text: join([pinned.verdictInWords, ...verdict.tags.map((tag) => TAG_WORDS[tag].label)]),
        },
        ...(verdict.missing === null
          ? []
          : [{ key: 'missing', label: 'What is missing', text: verdict.missing }]),
        ...(verdict.grade === null
          ? []
          : [{ key: 'grade', label: 'Grade', text: `${verdict.grade}: ${GRADE_WORDS[verdict.grade]}` }]),
        { key: 'rule', label: 'Rule', text: `version ${verdict.rule}` },
        ...(verdict.silence?.since
          ? [{ key: 'silence', label: 'No figures since', text: printDate(verdict.silence.since) }]
          : []),
        ...(verdict.silence?.looked ?? []).map(({ where, when, how }, index) => ({
          ...{ key: `looked ${index}`, label: 'Looked', text: `${where}, ${printDate(when)}: ${how}` },
        })),
      ],
    },
    ...(nearest === null
      ? []
      : [
          {
            heading: 'What was recorded nearest to it',
            figures: true,
            facts: [
              {
                key: 'nearest',
                label: measures.get(figures.get(nearest.observation)?.measure ?? '')?.name ?? 'Figure',
                text: words(nearest.observation),
                href: address(nearest.observation),
              },
              ...(nearest.from === 'direct'
                ? []
                : [
                    {
                      key: 'nearest differs',
                      label: 'Beside the words',
                      text:
                        nearest.from === 'proxy'
                          ? `a proxy: what differs or is not known is ${printList(nearest.differs)}`
                          : 'for context; it does not test the words',
                    },
                  ]),
            ],
          },
        ]),
    ...verdict.readings.map((reading, index): FactGroup => {
      const name = measures.get(reading.measure)?.name ?? reading.measure
      const dimensions = printDimensions(reading.dimensions)
      const key = `${reading.measure} ${dimensions}`
      return {
        heading: `Reading ${index + 1}: ${name}${dimensions === '' ? '' : ` (${dimensions})`}`,
        figures: true,
        facts: [
          {
            key: `${key} match`,
            label: 'Match',
            text: reading.match === 'direct' ? 'direct' : `proxy: ${printList(reading.differs)}`,
          },
          {
            key: `${key} band`,
            label: 'The words ask for',
            text: reading.band ? printBand(reading.band, claim.unit) : 'no band can be drawn',
          },
          ...caveatOf(measures.get(reading.measure), key),
          ...(reading.used.length === 0
            ? [{ key: `${key} used 0`, label: 'Figure', text: 'none can stand in this reading' }]
            : reading.used.map(({ observation }, place) => ({
                ...{ key: `${key} used ${place}`, label: 'Figure', text: words(observation) },
                href: address(observation),
              }))),
          ...reading.setAside.map(({ observation, why }) => ({
            ...{ key: `${key} aside ${observation}`, label: 'Set aside' },
            text: `${join([figures.get(observation)?.display ?? observation, figures.get(observation) && printPeriod(figures.get(observation)?.period ?? { start: null, end: null })])}: ${why}`,
          })),
        ],
      }
    }),
    ...(verdict.best && verdict.worst
      ? [
          {
            heading: 'Best and worst case for the speaker',
            figures: true,
            facts: [
              { key: 'best', label: 'Best', text: words(verdict.best.observation) },
              { key: 'worst', label: 'Worst', text: words(verdict.worst.observation) },
            ],
          },
        ]
      : []),
    {
      heading: 'Step by step',
      clock: true,
      facts: verdict.steps.map((text, index) => ({ key: `step ${index}`, label: `${index + 1}`, text })),
    },
  ]
}

const number = (n: number | null): string => (n === null ? 'not stated' : printNumber(n))

function observationFacts({
  observation: o,
  measure,
  source,
  programme,
}: PinnedOf<'observation'>): FactGroup[] {
  const facts: [key: string, label: string, text: string][] = [
    ['display', 'As printed', o.display],
    ['value', 'Value', printQuantity(o.value, measure.unit)],
    ['stands', 'Stands for', printInterval(readFigure(o, measure.unit).interval, measure.unit)],
    ['period', 'Period', printPeriod(o.period)],
    ['area', 'Area and dimensions', join([o.area, printDimensions(o.dimensions)], '; ')],
    ['programme', 'Programme', programme.name],
    ['numerator', 'Numerator', number(o.numerator)],
    ['denominator', 'Denominator', number(o.denominator)],
    ['unknown', 'Unknown', number(o.unknown)],
    ...(o.sampleSize === null
      ? []
      : [['sample', 'Sample', printNumber(o.sampleSize)] as [string, string, string]]),
    ['status', 'Status', join([o.status, o.withdrawn && `withdrawn on ${printDate(o.withdrawn)}`])],
    ['grade', 'Grade', `${o.grade}: ${GRADE_WORDS[o.grade]}`],
    ['published', 'Published', dated(o.published)],
    ...(o.note === '' ? [] : [['note', 'Note', o.note] as [string, string, string]]),
  ]
  return [
    {
      heading: 'The figure',
      figures: true,
      facts: [
        ...facts.map(([key, label, text]) => ({ key, label, text })),
        { key: 'source', label: 'Source and place', text: sourceWords(source, o.locator), href: source.url },
      ],
    },
    { heading: 'What it counts', facts: measureMeaning(measure) },
  ]
}

const measureMeaning = (measure: Measure): Fact[] => [
  { key: 'measure', label: 'Measure', text: measure.name },
  { key: 'definition', label: 'Definition', text: measure.definition },
  { key: 'about', label: 'About', text: ABOUT_WORDS[measure.about].toLowerCase() },
  ...(measure.numerator ? [{ key: 'counted', label: 'What is counted', text: measure.numerator }] : []),
  ...(measure.denominator ? [{ key: 'outof', label: 'Out of what', text: measure.denominator }] : []),
  { key: 'caveat', label: 'Caveat', text: measure.caveat },
]

function measureFacts({ measure, observations, sources, programmes }: PinnedOf<'measure'>): FactGroup[] {
  const found = new Map(sources.map((one) => [one.id, one]))
  return [
    {
      heading: 'What it counts',
      facts: [
        ...measureMeaning(measure),
        ...(programmes.length === 0
          ? []
          : [
              {
                ...{ key: 'programmes', label: 'Programmes' },
                text: printList(programmes.map(({ name }) => name)),
              },
            ]),
      ],
    },
    {
      heading:
        observations.length === 0 ? 'No figure found in public' : printCount(observations.length, 'figure'),
      figures: true,
      facts: observations.map((o) => ({
        ...{ key: o.id, label: printPeriod(o.period), text: figureWords(o, measure, found.get(o.source)) },
        href: found.get(o.source)?.url ?? null,
      })),
    },
  ]
}

function programmeFacts({ programme, claims, measures }: PinnedOf<'programme'>): FactGroup[] {
  return [
    {
      heading: 'The programme',
      facts: [
        { key: 'summary', label: 'What it is', text: programme.summary },
        { key: 'department', label: 'Department', text: programme.department ?? 'none in charge' },
        { key: 'start', label: 'Began', text: dated(programme.start, 'not recorded') },
        { key: 'end', label: 'Ended', text: dated(programme.end, 'not recorded') },
      ],
    },
    {
      heading: printCount(claims.length, 'claim'),
      figures: true,
      facts: claims.map((claim) => ({
        key: claim.id,
        label: join([claim.verdictInWords, ...claim.tags.map((tag) => TAG_WORDS[tag as Tag]?.label ?? tag)]),
        text: `“${claim.quote}” (${join([claim.speaker.name ?? claim.speaker.body, claim.said && printDate(claim.said)])}). ${claim.text}${
          claim.nearest
            ? ` Nearest figure: ${claim.nearest.display}, ${claim.nearest.measure}, ${printPeriod(claim.nearest.period)}.`
            : ''
        }`,
      })),
    },
    {
      heading: 'The latest figure of each measure',
      figures: true,
      facts: measures.map(({ id, name, latest }) => ({
        ...{ key: `latest ${id}`, label: name },
        text: latest ? `${latest.display}, ${printPeriod(latest.period)}` : 'no figure found in public',
      })),
    },
  ]
}

/** Everything that the page of a pin shows, in order. */
export function factsOf(pinned: Pinned): FactGroup[] {
  switch (pinned.noun) {
    case 'claim':
      return claimFacts(pinned)
    case 'observation':
      return observationFacts(pinned)
    case 'measure':
      return measureFacts(pinned)
    case 'programme':
      return programmeFacts(pinned)
    default: {
      const never: never = pinned
      throw new Error(`unknown noun: ${String(never)}`)
    }
  }
}

/** One fact that reads otherwise now; null where it was not there then, or is not there now. */
export interface Difference {
  readonly what: string
  readonly was: string | null
  readonly now: string | null
  readonly figures: boolean
}

/** What the record says otherwise now, in the order of the page; what is new comes last. */
export function differencesOf(then: Pinned, now: Pinned): Difference[] {
  const lines = (pinned: Pinned) =>
    factsOf(pinned)
      .filter(({ clock }) => !clock)
      .flatMap(({ heading, facts, figures = false }) =>
        facts.map(({ key, label, text }) => ({ key, what: `${heading}: ${label}`, text, figures, label })),
      )
  const before = lines(then)
  const after = new Map(lines(now).map((line) => [line.key, line]))
  const known = new Set(before.map(({ key }) => key))
  return [
    ...before.flatMap(({ key, what, text, label, figures }): Difference[] => {
      const other = after.get(key)
      if (other === undefined) return [{ what, was: text, now: null, figures }]
      if (other.text === text && other.label === label) return []
      // A claim in a list has its verdict as label.
      const [a, b] =
        other.label === label ? [text, other.text] : [`${label}. ${text}`, `${other.label}. ${other.text}`]
      return [{ what, was: a, now: b, figures }]
    }),
    ...[...after.values()]
      .filter(({ key }) => !known.has(key))
      .map(({ what, text, figures }) => ({ what, was: null, now: text, figures })),
  ]
}
