// Which errors of publishers are known, and what is put in their place?
//
// A correction names one field of one row or figure, what the publisher says there, and what is done about it. It holds
// only while the publisher still says so: once that changes it is no longer a correction, and must go.
import { z } from 'zod'
import { isPartialDate } from './dates.ts'
import { idSchema } from './nouns.ts'

const text = z.string().trim().min(1).max(4000)

export const CORRECTION_ACTIONS = ['replace', 'leave-out'] as const

export const correctionSchema = z
  .strictObject({
    id: idSchema,
    target: z.strictObject({
      /** A source of rows. */
      source: idSchema,
      /** Kind of row, or `observation` for a figure that the rows add up to. */
      kind: text.refine((kind) => !kind.startsWith('register-'), {
        message:
          'expected a row of awards, grants or payments, or "observation"; entries of registers are out of reach of corrections: correct what was made of them',
      }),
      key: text,
      /** A field, or one inside it: `value.amount`. */
      field: text.regex(/^[A-Za-z0-9_]+(?:\.[A-Za-z0-9_]+)*$/, 'expected a field, or fields joined by dots'),
    }),
    action: z.enum(CORRECTION_ACTIONS),
    /** What stands there instead; only with `replace`. */
    to: z.json().optional(),
    reason: text,
    /** When the publisher was told; null when nobody has yet. */
    reported: z.string().refine(isPartialDate, 'expected a date, such as 2026-11-24').nullable(),
    /** Exactly what the publisher says there. */
    expect: z.json(),
  })
  .refine(({ action, to }) => (action === 'replace') === (to !== undefined), {
    message: 'expected "to" exactly when the action is "replace"',
    path: ['to'],
  })

export type Correction = z.infer<typeof correctionSchema>

/** data/corrections.json. */
export const correctionsFileSchema = z
  .strictObject({ corrections: z.array(correctionSchema) })
  .superRefine(({ corrections }, context) => {
    const ids = new Set<string>()
    const targets = new Set<string>()
    for (const [at, { id, target }] of corrections.entries()) {
      const place = JSON.stringify([target.source, target.kind, target.key, target.field])
      if (ids.has(id))
        context.addIssue({
          code: 'custom',
          message: `expected each id once, got "${id}" again`,
          path: ['corrections', at, 'id'],
        })
      if (targets.has(place))
        context.addIssue({
          code: 'custom',
          message: 'expected one correction of a field, got a second',
          path: ['corrections', at, 'target'],
        })
      ids.add(id)
      targets.add(place)
    }
  })
