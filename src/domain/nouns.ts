// What are the nouns of this project, and what shape does each have?
//
// Programme, Source, Statement, Claim, Reading, Measure, Observation. These schemas parse the curated evidence and
// everything that is collected; the types come from them. data/README.md is the dictionary of every field, and a test
// holds the two together. Absence is `null`, never an empty string, except for `note`, which may be empty.
import { z } from 'zod'
import { isPartialDate } from './dates.ts'
import { COMPARATORS, NUMERIC_COMPARATORS } from './comparators.ts'

const text = z.string().trim().min(1).max(4000)

/** Kebab-case and stable: changing an id is a breaking change. */
export const idSchema = z
  .string()
  .max(120)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected a kebab-case id, such as "work-programme"')

/** "<statement id>#<n>", n from 1. */
export const claimIdSchema = z
  .string()
  .max(130)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*#[1-9][0-9]?$/, 'expected a claim id, such as "hurd-2013-06-19-350#1"')

const partialDate = z
  .string()
  .refine(isPartialDate, 'expected a date that exists: "2011", "2011-06" or "2011-06-15"')

const periodSchema = z
  .strictObject({ start: partialDate.nullable(), end: partialDate.nullable() })
  .refine((p) => p.start === null || p.end === null || p.start.slice(0, p.end.length) <= p.end, {
    message: 'expected a period whose end is not before its start',
  })

const dimensionsSchema = z.record(z.string().regex(/^[a-z][a-z_]*$/), text)

export const unitSchema = z.enum([
  'percent',
  'count',
  'gbp',
  'people',
  'organisations',
  'contracts',
  'places',
  'days',
  'score',
])
export const kindSchema = z.enum(['pledge', 'forecast', 'description', 'principle'])
export const voiceSchema = z.enum(['government', 'parliament', 'auditor', 'provider', 'sector'])
export const gradeSchema = z.enum(['A', 'B', 'C', 'D'])
export const comparatorSchema = z.enum(COMPARATORS)
export const statusSchema = z.enum(['final', 'provisional', 'revised', 'survey', 'estimate'])
export const licenceSchema = z.enum(['OGL-3.0', 'OPL-3.0', 'all-rights-reserved'])
export const sourceKindSchema = z.enum([
  'press-release',
  'speech',
  'hansard',
  'written-answer',
  'written-statement',
  'white-paper',
  'policy-paper',
  'guidance',
  'committee-report',
  'official-statistics',
  'audit',
  'evaluation',
  'survey',
  'research',
  'news',
  'blog',
  'web-page',
])

export const programmeSchema = z.strictObject({
  id: idSchema,
  name: text,
  aliases: z.array(text),
  department: text.nullable(),
  start: partialDate.nullable(),
  end: partialDate.nullable(),
  summary: text,
})

export const sourceSchema = z.strictObject({
  id: idSchema,
  title: text,
  publisher: text,
  url: z
    .url({ protocol: /^https?$/, error: 'expected an http or https address' })
    .max(2000)
    .nullable(),
  published: partialDate.nullable(),
  kind: sourceKindSchema,
  licence: licenceSchema.nullable(),
})

const sameness = z.enum(['same', 'different', 'unknown'])
export const matchSchema = z.strictObject({
  numerator: sameness,
  denominator: sameness,
  unit: sameness,
  population: sameness,
  period: sameness,
  area: sameness,
})

export const readingSchema = z.strictObject({
  measure: idSchema,
  dimensions: dimensionsSchema,
  statedBySpeaker: z.boolean(),
  match: matchSchema,
  why: text,
})

export const claimSchema = z
  .strictObject({
    id: claimIdSchema,
    text,
    population: text,
    comparator: comparatorSchema,
    value: z.number().nullable(),
    valueHigh: z.number().optional(),
    unit: unitSchema.nullable(),
    baseline: z.strictObject({ value: z.number(), period: periodSchema, source: idSchema }).nullable(),
    due: z.strictObject({
      date: partialDate.nullable(),
      basis: z.enum(['when-said', 'stated', 'programme-end', '24-months']),
    }),
    cumulative: z.boolean(),
    readings: z.array(readingSchema).max(5),
    notTestable: text.nullable(),
    /** The claim whose target this later one lowers or puts off; that claim stays open to its own date. */
    weakens: claimIdSchema.optional(),
    /** Where figures were looked for, when and how; shown with the clock when none were found. */
    looked: z.array(z.strictObject({ where: text, when: partialDate, how: text })).optional(),
  })
  .refine((c) => (c.comparator === 'between') === (c.valueHigh !== undefined), {
    message: 'expected valueHigh exactly when the comparator is "between"',
  })
  .refine((c) => c.valueHigh === undefined || (c.value !== null && c.value < c.valueHigh), {
    message: 'expected value below valueHigh',
  })
  .refine((c) => c.notTestable !== null || !NUMERIC_COMPARATORS.includes(c.comparator) || c.value !== null, {
    message: 'expected a value for this comparator, or notTestable saying what is missing',
  })
  .refine((c) => c.notTestable === null || c.readings.length === 0, {
    message: 'expected no readings on a claim that is not testable',
  })

export const statementSchema = z.strictObject({
  id: idSchema,
  programmes: z.array(idSchema).min(1),
  date: partialDate.nullable(),
  speaker: z.strictObject({ name: text.nullable(), role: text.nullable(), body: text }),
  voice: voiceSchema,
  kind: kindSchema,
  quote: text.refine((q) => q.split(/\s+/).length <= 20, 'expected a short phrase of at most 20 words'),
  quotedVia: z.enum(['primary', 'reported']),
  paraphrase: text,
  source: idSchema,
  locator: text.nullable(),
  context: z.array(idSchema),
  claims: z.array(claimSchema),
  /** Claims made earlier that these words say again: one claim, many utterances. */
  repeats: z.array(claimIdSchema).optional(),
})

export const measureSchema = z.strictObject({
  id: idSchema,
  name: text,
  definition: text,
  unit: unitSchema,
  about: z.enum(['who-delivers', 'how-much', 'what-people-got']),
  series: z.enum(['cumulative', 'period']),
  numerator: text.nullable(),
  denominator: text.nullable(),
  favourable: z.enum(['higher', 'lower', 'neutral']),
  publicationLagMonths: z.int().min(0).max(120).nullable(),
  caveat: text,
})

export const observationSchema = z
  .strictObject({
    id: idSchema,
    measure: idSchema,
    programme: idSchema,
    period: periodSchema,
    area: text,
    dimensions: dimensionsSchema,
    value: z.number(),
    display: text,
    low: z.number().nullable(),
    high: z.number().nullable(),
    numerator: z.number().min(0).nullable(),
    denominator: z.number().positive().nullable(),
    unknown: z.number().min(0).nullable(),
    sampleSize: z.int().positive().nullable(),
    status: statusSchema,
    grade: gradeSchema,
    published: partialDate.nullable(),
    sameWordsAs: z.array(idSchema),
    source: idSchema,
    locator: text.nullable(),
    note: z.string().max(4000),
    /** The day from which its publisher no longer stands by it. It stays on record. */
    withdrawn: partialDate.optional(),
  })
  .refine((o) => (o.low === null || o.low <= o.value) && (o.high === null || o.value <= o.high), {
    message: 'expected low <= value <= high',
  })

/** One file of curated evidence: data/evidence/<programme>.json. */
export const evidenceFileSchema = z.strictObject({
  programme: programmeSchema,
  sources: z.array(sourceSchema),
  statements: z.array(statementSchema),
  observations: z.array(observationSchema),
})

/** A record that has gone: its address answers 410 with the reason, never 404. */
export const tombstoneSchema = z.strictObject({
  kind: z.enum(['programme', 'statement', 'claim', 'measure', 'observation', 'source', 'body', 'speaker']),
  id: z.string().max(130),
  gone: partialDate,
  reason: text,
})

export type Unit = z.infer<typeof unitSchema>
export type Kind = z.infer<typeof kindSchema>
export type Voice = z.infer<typeof voiceSchema>
export type Grade = z.infer<typeof gradeSchema>
export type Comparator = z.infer<typeof comparatorSchema>
export type Programme = z.infer<typeof programmeSchema>
export type Source = z.infer<typeof sourceSchema>
export type Match = z.infer<typeof matchSchema>
export type Reading = z.infer<typeof readingSchema>
export type Claim = z.infer<typeof claimSchema>
export type Statement = z.infer<typeof statementSchema>
export type Measure = z.infer<typeof measureSchema>
export type Observation = z.infer<typeof observationSchema>
export type Tombstone = z.infer<typeof tombstoneSchema>

/** Everything the rule and the pages are worked out from. */
export interface Evidence {
  readonly programmes: readonly Programme[]
  readonly sources: readonly Source[]
  readonly statements: readonly Statement[]
  readonly measures: readonly Measure[]
  readonly observations: readonly Observation[]
}
