// What shape has the data of each page, as published?
//
// Made of the nouns' own schemas. Readers must pass over members they do not know: more may be added; none named here
// will be renamed or removed without a new address. Tests hold every answer to it.
import { z } from 'zod'
import { feedExtensionSchema } from '../domain/feed-item.ts'
import { RUNGS } from '../domain/ladder.ts'
import {
  claimSchema,
  kindSchema,
  measureSchema,
  observationSchema,
  programmeSchema,
  sourceSchema,
  statementSchema,
  unitSchema,
  voiceSchema,
} from '../domain/nouns.ts'
import { listTotalsSchema, organisationSchema } from '../domain/organisations.ts'
import { requestSchema } from '../domain/requests.ts'
import { LENSES } from '../domain/sector.ts'
import { resultSchema, verdictSchema } from '../domain/verdict-schema.ts'
import { RESULTS } from '../domain/vocabulary.ts'
import { feedSchema } from './feed-schema.ts'

const id = z.string()
/** How many claims have each result. */
const counts = z.object(Object.fromEntries(RESULTS.map((result) => [result, z.int()])))
const countsByVoice = z.looseObject({ government: counts, others: counts })
const listed = z.looseObject({ id, url: z.url() })

/** As a sentence, and the pinned address; null for a past date. */
const cited = { cite: z.string(), pinned: z.url().nullable() }

const figure = z.looseObject({
  url: z.url(),
  observation: observationSchema,
  measure: z.looseObject({ id, name: z.string(), unit: unitSchema }),
  source: sourceSchema,
})
const claim = listed.extend({
  claim: claimSchema,
  statement: id,
  speaker: statementSchema.shape.speaker,
  voice: voiceSchema,
  kind: kindSchema,
  said: z.string().nullable(),
  quote: z.string(),
  programmes: z.array(id),
  verdict: verdictSchema,
  verdictInWords: z.string(),
  nearest: figure
    .extend({ from: z.enum(['direct', 'proxy', 'context']), differs: z.array(z.string()) })
    .nullable(),
  best: figure.nullable(),
  worst: figure.nullable(),
  repeatedBy: z.array(id),
  weakenedBy: z.array(id),
})
const statement = listed.extend({
  statement: statementSchema,
  source: sourceSchema,
  verdicts: z.array(verdictSchema),
  summary: z.string().nullable(),
})
const measure = listed.extend({
  measure: measureSchema,
  programmes: z.array(id),
  claims: z.array(id),
  observations: z.array(observationSchema),
})
const programme = listed.extend({
  programme: programmeSchema,
  statements: z.int(),
  counts: countsByVoice,
  measures: z.array(id),
})
/** Read by people: with `source`; read by machine: with the fields of the source itself. */
const source = listed.extend({ source: sourceSchema.optional() })
const body = listed.extend({ name: z.string(), counts, statements: z.array(id) })
const historyRow = z.looseObject({
  from: z.string(),
  result: resultSchema,
  tags: z.array(z.string()),
  grade: z.string().nullable(),
})
const wireEntry = listed.extend({ text: z.string(), reviewed: z.literal(false) })
const correctionsFeed = z.looseObject({
  version: z.string(),
  items: z.array(
    z.looseObject({ id: z.url(), content_text: z.string(), _words_vs_deeds: z.looseObject({}) }),
  ),
})

const holder = z.looseObject({ id, name: z.string() })
const asked = z.looseObject({ ...requestSchema.shape, waiting: z.int().nullable(), inWords: z.string() })
const ask = z.looseObject({
  to: holder.nullable(),
  because: z.string(),
  others: z.array(holder),
  foi: z.looseObject({ subject: z.string(), text: z.string() }),
  pq: z.string().nullable(),
  mail: z.string(),
  whatDoTheyKnow: z.url().nullable(),
})

const place = { source: sourceSchema, locator: z.string().nullable() }
const packFigure = z.looseObject({ observation: id, display: z.string(), measure: z.string(), ...place })
const pack = z.looseObject({
  title: z.string(),
  asOf: z.string(),
  dataVersion: z.string(),
  url: z.url(),
  claims: z.array(
    z.looseObject({
      id,
      url: z.url(),
      quote: z.string(),
      result: resultSchema,
      readings: z.array(z.looseObject({ counts: z.string(), figures: z.array(packFigure) })),
      best: packFigure.nullable(),
      worst: packFigure.nullable(),
      answers: z.array(z.looseObject({ text: z.string() })),
      caveats: z.array(z.string()),
      citation: z.string(),
    }),
  ),
  bibliography: z.array(sourceSchema),
})

const contribution = z.looseObject({
  identifier: z.string(),
  supplier: z.string(),
  label: z.enum(['yes', 'no', 'unknown']),
  why: z.string(),
  value: z.string().nullable(),
  note: z.string(),
  url: z.string(),
})
const { listings: _kept, ...organisationFields } = organisationSchema.shape
const organisation = z.looseObject({ ...organisationFields, url: z.url(), reviewed: z.literal(false) })

export const problemSchema = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
})
export const metaSchema = z.looseObject({
  total: z.int().optional(),
  next: z.url().nullable().optional(),
  asOf: z.string(),
  dataVersion: z.string(),
  licence: z.string(),
  citation: z.string(),
  home: z.url(),
})

/** The schemas that stand under a name of their own in the description of the API. */
export const NAMED = {
  Claim: claimSchema,
  Statement: statementSchema,
  Measure: measureSchema,
  Observation: observationSchema,
  Programme: programmeSchema,
  Source: sourceSchema,
  Verdict: verdictSchema,
  Figure: figure,
  ClaimEntry: claim,
  StatementEntry: statement,
  MeasureEntry: measure,
  ProgrammeEntry: programme,
  FeedItemExtension: feedExtensionSchema,
  Feed: feedSchema,
  Meta: metaSchema,
  Problem: problemSchema,
} as const

interface Shape {
  readonly summary: string
  /** Of `data` in the envelope. */
  readonly data?: z.ZodType
  /** Of the whole answer, where it is a feed. */
  readonly feed?: z.ZodType
}

/** By the pattern of the address. */
export const SHAPES: Readonly<Record<string, Shape>> = {
  '/': {
    summary: 'The answer at a glance.',
    data: z.looseObject({ statements: z.int(), claims: z.int(), counts: countsByVoice }),
  },
  '/programmes': { summary: 'Every programme.', data: z.array(programme) },
  '/programmes/:id': {
    summary: 'One programme with its words, claims and measures.',
    data: programme.extend({
      statements: z.array(statement),
      claims: z.array(claim),
      measures: z.array(measure),
      ...cited,
    }),
  },
  '/claims': { summary: 'Every claim with its verdict.', data: z.array(claim) },
  '/claims/:statement/:n': {
    summary: 'One claim with everything its verdict rests on and how it changed.',
    data: claim.extend({
      source: sourceSchema,
      observations: z.array(figure),
      history: z.array(historyRow),
      question: z.string().nullable(),
      ask: ask.nullable(),
      asked: z.array(asked),
      ...cited,
    }),
  },
  '/statements': { summary: 'Statements, with filters.', data: z.array(statement) },
  '/statements/:id': {
    summary: 'One statement with its claims.',
    data: statement.extend({ claims: z.array(claim), context: z.array(figure) }),
  },
  '/measures': { summary: 'Every measure with its figures.', data: z.array(measure) },
  '/measures/:id': {
    summary: 'One measure with every figure and vintage.',
    data: measure.extend({ sources: z.array(sourceSchema), lenses: z.array(z.enum(LENSES)), ...cited }),
  },
  '/measures/:id/:observation': {
    summary: 'One figure with its vintages and every award, grant or payment it adds up.',
    data: figure.extend({
      origin: z
        .looseObject({
          worked: z.string(),
          digest: z.string(),
          file: z.looseObject({ url: z.url(), digest: z.string(), captured: z.string() }).nullable(),
        })
        .nullable(),
      vintages: z.array(z.looseObject({ id, url: z.url() })),
      addedUp: z
        .looseObject({
          comparisons: z.array(z.looseObject({ agrees: z.enum(['exactly', 'rounding', 'no']) })),
        })
        .nullable(),
      contributions: z.array(contribution).nullable(),
      ...cited,
    }),
  },
  '/organisations': {
    summary: 'Organisations of the sector in published lists, from named to paid, with filters.',
    data: z.looseObject({
      organisations: z.array(organisation),
      lists: z.array(z.looseObject(listTotalsSchema.shape)),
    }),
  },
  '/organisations/:id': {
    summary: 'One organisation with every listing.',
    data: organisation.extend({ listings: z.array(z.looseObject({ rung: z.enum(RUNGS), url: z.string() })) }),
  },
  '/search': {
    summary: 'What is found for some words, tolerant of typing errors.',
    data: z.looseObject({
      said: z.string(),
      results: z.array(
        z.looseObject({
          kind: z.string(),
          title: z.string(),
          about: z.string(),
          path: z.string(),
          reviewed: z.boolean(),
        }),
      ),
    }),
  },
  '/gaps': {
    summary: 'Claims that nobody can check.',
    data: z.looseObject({ noFigures: z.array(claim), notTestable: z.array(claim) }),
  },
  '/requests': { summary: 'Questions asked about gaps, and the answers.', data: z.array(asked) },
  '/pack': {
    summary: 'A pack of claims that a reader chose, with everything that its briefing says.',
    data: pack,
  },
  '/corrections': { summary: 'What was corrected, as a feed.', feed: correctionsFeed },
  '/wire': {
    summary: 'Passages collected by machine and not yet reviewed, as a feed.',
    feed: z.looseObject({
      version: z.string(),
      items: z.array(z.looseObject({ id: z.url(), _words_vs_deeds: z.looseObject({ wire: wireEntry }) })),
    }),
  },
  '/wire/:id': { summary: 'One passage of the wire.', data: wireEntry },
  '/sources': { summary: 'Every source.', data: z.array(source) },
  '/sources/:id': { summary: 'One source with what was read in it.', data: source },
  '/bodies': { summary: 'Every body that spoke.', data: z.array(body) },
  '/bodies/:id': {
    summary: 'One body with what it said.',
    data: body.extend({ statements: z.array(statement) }),
  },
  '/speakers': { summary: 'Every person who spoke.', data: z.array(body) },
  '/speakers/:id': {
    summary: 'One person with what they said.',
    data: body.extend({ statements: z.array(statement), roles: z.array(z.string()) }),
  },
  '/method': { summary: 'The rule and its words.', data: z.looseObject({ rule: z.string() }) },
  '/about': { summary: 'How much there is.', data: z.looseObject({ statements: z.int(), claims: z.int() }) },
  '/data': {
    summary: 'Where all the data are.',
    data: z.looseObject({ feed: z.url(), licence: z.string() }),
  },
  '/data/api': { summary: 'Where this description is.', data: z.looseObject({ openapi: z.url() }) },
}
