// What shape does a verdict have, as published?
//
// The rule makes verdicts; this only describes them, for the schemas that readers are given. The two types at the end
// hold the description and the rule's own type together.
import { z } from 'zod'
import type { Verdict } from './case.ts'
import { gradeSchema } from './nouns.ts'
import { RESULTS, TAGS } from './vocabulary.ts'

export const resultSchema = z.enum(RESULTS)

const intervalSchema = z.object({ low: z.number(), high: z.number() })
const extremeSchema = z.object({ measure: z.string(), observation: z.string() }).nullable()

export const readingVerdictSchema = z.object({
  measure: z.string(),
  dimensions: z.record(z.string(), z.string()),
  match: z.enum(['direct', 'proxy']),
  differs: z.array(z.string()).readonly(),
  result: resultSchema,
  lean: z.enum(['above', 'inside', 'below']).nullable(),
  band: z.object({ low: z.number().nullable(), high: z.number().nullable() }).nullable(),
  attainment: z.number().nullable(),
  used: z
    .array(z.object({ observation: z.string(), interval: intervalSchema, grade: gradeSchema }))
    .readonly(),
  setAside: z.array(z.object({ observation: z.string(), why: z.string() })).readonly(),
})

export const verdictSchema = z.object({
  claim: z.string(),
  rule: z.string(),
  asOf: z.string(),
  due: z.string().nullable(),
  result: resultSchema,
  tags: z.array(z.enum(TAGS)).readonly(),
  grade: gradeSchema.nullable(),
  missing: z.string().nullable(),
  readings: z.array(readingVerdictSchema).readonly(),
  best: extremeSchema,
  worst: extremeSchema,
  tolerance: z.object({ half: resultSchema, double: resultSchema }),
  silence: z
    .object({
      since: z.string().nullable(),
      days: z.number().nullable(),
      looked: z.array(z.object({ where: z.string(), when: z.string(), how: z.string() })).readonly(),
    })
    .nullable(),
  steps: z.array(z.string()).readonly(),
})

type Described = z.infer<typeof verdictSchema>
/** Does not compile when the rule's verdict and its description drift apart, in either direction. */
export const asDescribed = (verdict: Verdict): Described => verdict
export const asRuled = (verdict: Described): Verdict => verdict
