// What does a pinned page hold, and how is it found again?
//
// The document of a record is worked out from the ledger of a day, written in one way only (keys in order, no white space),
// and named by its digest. It holds ids and no addresses of this site, so that it is the same on every machine.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { firstDay, isDay, printPeriod } from '../domain/dates.ts'
import { feedItemData } from '../domain/feed-item.ts'
import type { ClaimEntry, Figure, MeasureEntry, ProgrammeEntry } from '../domain/ledger.ts'
import {
  claimSchema,
  measureSchema,
  type Observation,
  observationSchema,
  programmeSchema,
  sourceSchema,
  statementSchema,
  type Tombstone,
} from '../domain/nouns.ts'
import { PIN_KINDS, type Pin, type PinKind } from '../domain/pin.ts'
import { verdictSchema } from '../domain/verdict-schema.ts'
import { RESULT_WORDS, RULE_VERSION } from '../domain/vocabulary.ts'
import { ProblemError, problem, quoteInput } from './errors.ts'
import type { View } from './resource.ts'

const named = z.object({ id: z.string(), name: z.string() })
const shown = z.object({
  observation: z.string(),
  display: z.string(),
  period: observationSchema.shape.period,
  measure: z.string(),
})
const base = { site: z.literal('Words vs Deeds'), shape: z.literal(1), rule: z.string() }
const common = { ...base, id: z.string(), day: z.string(), title: z.string() }

/** Members may be added; none will be renamed, removed or change its meaning without another `shape`. */
export const pinnedSchema = z.discriminatedUnion('noun', [
  z.object({
    ...common,
    noun: z.literal('claim'),
    /** Enough to work the verdict out again, as in an item of the feed. */
    asOf: z.string(),
    today: z.string(),
    statement: statementSchema.omit({ claims: true }),
    claims: z.array(claimSchema),
    verdicts: z.array(verdictSchema),
    observations: z.array(observationSchema),
    measures: z.array(measureSchema),
    sources: z.array(sourceSchema),
    programmes: z.array(programmeSchema),
    verdictInWords: z.string(),
    nearest: z
      .object({
        observation: z.string(),
        from: z.enum(['direct', 'proxy', 'context']),
        differs: z.array(z.string()),
      })
      .nullable(),
  }),
  z.object({
    ...common,
    noun: z.literal('observation'),
    observation: observationSchema,
    measure: measureSchema,
    source: sourceSchema,
    programme: named,
  }),
  z.object({
    ...common,
    noun: z.literal('measure'),
    measure: measureSchema,
    observations: z.array(observationSchema),
    sources: z.array(sourceSchema),
    programmes: z.array(named),
  }),
  z.object({
    ...common,
    noun: z.literal('programme'),
    programme: programmeSchema,
    claims: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        quote: z.string(),
        said: z.string().nullable(),
        speaker: statementSchema.shape.speaker,
        result: z.string(),
        tags: z.array(z.string()),
        verdictInWords: z.string(),
        nearest: shown.nullable(),
      }),
    ),
    measures: z.array(z.object({ ...named.shape, latest: shown.nullable() })),
  }),
])
export type Pinned = z.infer<typeof pinnedSchema>
export type PinnedOf<Noun extends Pinned['noun']> = Extract<Pinned, { noun: Noun }>

/** What an item of the feed holds of a claim. Items are open, so that their type names no member. */
type ClaimItem = Omit<PinnedOf<'claim'>, keyof typeof common | 'noun' | 'verdictInWords' | 'nearest'>

/** What can be cited: the id of a claim has "#" where addresses have a slash. */
export interface Ref {
  readonly kind: PinKind
  readonly id: string
}

export const recordOf = ({ kind, id }: Ref): string => `${kind}/${id.replace('#', '/')}`
export const pinPath = (ref: Ref, version: string): string => `/cite/${recordOf(ref)}/${version}`

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** JSON with the keys of every object in order, so that the same data is the same text. */
function writeCanonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

const VERSION = /^(\d{4}-\d{2}-\d{2})-([0-9a-f]{12})$/
const versionOf = (day: string, text: string): string => `${day}-${sha256(text).slice(0, 12)}`

/** A figure as it stood on the day: that it was withdrawn later was not known then. */
function asOn(day: string, { withdrawn, ...rest }: Observation): Observation {
  return withdrawn === undefined || firstDay(withdrawn) > day ? rest : { ...rest, withdrawn }
}

const claimIn = (view: View, id: string): ClaimEntry | undefined =>
  view.ledger.claims.find(({ claim }) => claim.id === id)
const measureIn = (view: View, id: string): MeasureEntry | undefined =>
  view.ledger.measures.find(({ measure }) => measure.id === id)
const programmeIn = (view: View, id: string): ProgrammeEntry | undefined =>
  view.ledger.programmes.find(({ programme }) => programme.id === id)

/** Every figure of a ledger by id; worked out once for a view. */
const figuresOf = new WeakMap<View, ReadonlyMap<string, Figure>>()
export function figureIn(view: View, id: string): Figure | undefined {
  const known =
    figuresOf.get(view) ??
    new Map(view.ledger.measures.flatMap(({ figures }) => figures.map((one) => [one.observation.id, one])))
  figuresOf.set(view, known)
  return known.get(id)
}

/** Each once. */
const byId = <T extends { readonly id: string }>(items: readonly T[]): T[] => [
  ...new Map(items.map((item) => [item.id, item])).values(),
]
const showFigure = ({ observation: { id, display, period }, measure }: Figure) => ({
  ...{ observation: id, display, period, measure: measure.name },
})

/** The document of a record as known on the view's day; null when there is no such record on it. */
export function pinnedOf(view: View, { kind, id }: Ref): Pinned | null {
  const { asOf: day } = view.ledger
  const head = { site: 'Words vs Deeds', shape: 1, rule: RULE_VERSION, id, day } as const
  const nameOf = (programme: string) => {
    const found = view.evidence.programmes.find((one) => one.id === programme)
    return { id: programme, name: found?.name ?? programme }
  }
  switch (kind) {
    case 'claims': {
      const entry = claimIn(view, id)
      if (!entry) return null
      const dates = { asOf: day, today: day }
      const whole = feedItemData({ ...entry, claims: [entry] }, view.evidence, dates, '')
      const { about: _, type: __, ...item } = whole as unknown as ClaimItem & Record<'about' | 'type', string>
      const { nearest, statement, verdict, claim } = entry
      const near = nearest ? [nearest] : []
      return {
        ...head,
        ...item,
        ...{ noun: 'claim', title: claim.text },
        observations: byId([...item.observations, ...near.map(({ observation }) => observation)]).map((one) =>
          asOn(day, one),
        ),
        measures: byId([...item.measures, ...near.map(({ measure }) => measure)]),
        sources: byId([...item.sources, ...near.map(({ source }) => source)]),
        verdictInWords: RESULT_WORDS[verdict.result].byKind[statement.kind],
        nearest: nearest && {
          ...{ observation: nearest.observation.id, from: nearest.from, differs: [...nearest.differs] },
        },
      }
    }
    case 'observations': {
      const figure = figureIn(view, id)
      if (!figure) return null
      const { observation, measure, source } = figure
      return {
        ...head,
        noun: 'observation',
        title: `${observation.display}: ${measure.name}, ${printPeriod(observation.period)}`,
        observation: asOn(day, observation),
        ...{ measure, source, programme: nameOf(observation.programme) },
      }
    }
    case 'measures': {
      const entry = measureIn(view, id)
      if (!entry) return null
      const { measure, figures } = entry
      return {
        ...head,
        ...{
          noun: 'measure',
          title: measure.name,
          measure,
          sources: byId(figures.map(({ source }) => source)),
        },
        observations: figures.map(({ observation }) => asOn(day, observation)),
        programmes: [...new Set(figures.map(({ observation }) => observation.programme))].map(nameOf),
      }
    }
    case 'programmes': {
      const entry = programmeIn(view, id)
      if (!entry) return null
      const { programme, claims, measures } = entry
      return {
        ...head,
        ...{ noun: 'programme', title: programme.name, programme },
        claims: claims.map(({ claim, statement, verdict, nearest }) => ({
          ...{ id: claim.id, text: claim.text, quote: statement.quote, said: statement.date },
          ...{ speaker: statement.speaker, result: verdict.result, tags: [...verdict.tags] },
          verdictInWords: RESULT_WORDS[verdict.result].byKind[statement.kind],
          nearest: nearest && showFigure(nearest),
        })),
        measures: measures.map(({ measure, figures }) => {
          const latest = figures.at(-1)
          return { id: measure.id, name: measure.name, latest: latest ? showFigure(latest) : null }
        }),
      }
    }
    default: {
      const never: never = kind
      throw new Error(`unknown kind: ${String(never)}`)
    }
  }
}

/** Without what moves with the clock alone: the day, days of silence, and the steps, which tell both in words. */
function withoutClock(pinned: Pinned): unknown {
  if (pinned.noun !== 'claim') return { ...pinned, day: null }
  const verdicts = pinned.verdicts.map((verdict) => ({
    ...verdict,
    ...{ asOf: null, steps: [], silence: verdict.silence && { ...verdict.silence, days: null } },
  }))
  return { ...pinned, day: null, asOf: null, today: null, verdicts }
}

function pinOf(ref: Ref, pinned: Pinned): Pin {
  const text = writeCanonical(pinned)
  const content = sha256(writeCanonical(withoutClock(pinned)))
  return { record: recordOf(ref), version: versionOf(pinned.day, text), content, text }
}

/** The record as known on the view's day, pinned; null when there is no such record. */
export function pinIn(view: View, ref: Ref): Pin | null {
  const pinned = pinnedOf(view, ref)
  return pinned && pinOf(ref, pinned)
}

/**
 * The version by which a record is cited: the newest kept one while it still says the same, else one of the view's day.
 * Null when there is no such record.
 */
export function versionIn(view: View, ref: Ref): string | null {
  const pin = pinIn(view, ref)
  if (pin === null) return null
  const kept = view.kept.latest(pin.record)
  return kept?.content === pin.content ? kept.version : pin.version
}

/** Everything that can be cited on the view's day. */
export const refsIn = ({ ledger }: View): Ref[] => [
  ...ledger.claims.map(({ claim: { id } }): Ref => ({ kind: 'claims', id })),
  ...ledger.measures.flatMap(({ measure, figures }): Ref[] => [
    { kind: 'measures', id: measure.id },
    ...figures.map(({ observation: { id } }): Ref => ({ kind: 'observations', id })),
  ]),
  ...ledger.programmes.map(({ programme: { id } }): Ref => ({ kind: 'programmes', id })),
]

/** The pins that have yet to be kept: of records never kept, and of those that say something else than the newest kept one. */
export function* pinsToKeep(view: View): Generator<Pin> {
  for (const ref of refsIn(view)) {
    const pin = pinIn(view, ref)
    if (pin !== null && view.kept.latest(pin.record)?.content !== pin.content) yield pin
  }
}

/** A pin that was asked for by its address, with what is known of the record now. */
export interface FoundPin {
  readonly ref: Ref
  readonly version: string
  /** The document as it is sent. */
  readonly text: string
  readonly pinned: Pinned
}

/** That a record was taken out; null while it stands. */
export function tombstoneOf({ ledger }: View, { kind, id }: Ref): Tombstone | null {
  const [statement = ''] = id.split('#')
  return (
    ledger.tombstones.find(
      (one) =>
        (`${one.kind}s` === kind && one.id === id) ||
        (kind === 'claims' && one.kind === 'statement' && one.id === statement),
    ) ?? null
  )
}

/**
 * A pin by its address. What was kept is read; else the record of that day is worked out again and given only when its
 * digest is the one in the address. Throws a ProblemError that says which of these failed.
 */
export function findPin(view: View, ref: Ref, version: string): FoundPin {
  const [, day = '', digest = ''] = VERSION.exec(version) ?? []
  const { today } = view.ledger
  const nothing = `there is nothing at ${quoteInput(pinPath(ref, version))}`
  if (!isDay(day) || day > today) {
    const expected = `expected a version such as 2026-11-26-3fa9c1d2e4b5 (a day up to ${today} and twelve digits of a digest)`
    throw new ProblemError(problem(404, `${nothing}: ${expected}, got ${quoteInput(version)}`))
  }
  const record = recordOf(ref)
  const kept = view.kept.read(record, version)
  if (kept !== null && versionOf(day, kept) === version) return foundIn(ref, version, kept)
  const again = pinIn(day === today && !view.ledger.isPast ? view : view.pinnedTo(day), ref)
  if (again?.version === version) return foundIn(ref, version, again.text)
  const gone = tombstoneOf(view, ref)
  if (gone !== null) {
    const why = `this record was taken out on ${gone.gone}: ${gone.reason}`
    throw new ProblemError(problem(410, `${why}. No pinned copy of version ${version} is kept here`))
  }
  const now = view.ledger.isPast ? view.pinnedTo(today) : view
  const present = versionIn(now, ref)
  if (present === null)
    throw new ProblemError(problem(404, `${nothing}, and there is no such record: check the address`))
  const what =
    again === null
      ? `the record was not there on ${day}`
      : `worked out again, the record of ${day} has the digest ${again.version.slice(-12)} and not ${digest}`
  const how = `no copy of it is kept here, and ${what}. The record as it stands is pinned at ${view.siteUrl}${pinPath(ref, present)}`
  throw new ProblemError(problem(404, `${nothing}: ${how}`))
}

/** The digest of the text was checked, so it is a document that this program wrote. */
const foundIn = (ref: Ref, version: string, text: string): FoundPin => ({
  ...{ ref, version, text, pinned: JSON.parse(text) as Pinned },
})

/** A reference from the parts of an address; null for a kind that cannot be cited. */
export function refOf(kind: string, params: Readonly<Record<string, string>>): Ref | null {
  const found = PIN_KINDS.find((one) => one === kind)
  if (found === undefined) return null
  return { kind: found, id: found === 'claims' ? `${params.statement}#${params.n}` : (params.id ?? '') }
}
