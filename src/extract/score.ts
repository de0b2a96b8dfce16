// How well do readings agree with labels that people gave?

import { z } from 'zod'
import type { Reading } from './types.ts'

/** One labelled example. Fields not named here are ignored: a gold file may carry sources and reasons. */
const labelled = z.object({
  id: z.string().optional(),
  text: z.string(),
  about_sector: z.boolean(),
  programmes: z.array(z.string()),
  kind: z.string().nullable(),
  claims: z.array(
    z.object({
      comparator: z.string(),
      value: z.number().nullable(),
      valueHigh: z.number().nullable().optional(),
      unit: z.string().nullable(),
    }),
  ),
})

/** One labelled example, parsed. */
export type Labelled = z.infer<typeof labelled>

/** Precision, recall and their harmonic mean, 0 to 1, with the counts behind them. */
export type Part = {
  readonly precision: number
  readonly recall: number
  readonly f1: number
  readonly right: number
  readonly found: number
  readonly labelled: number
}

/** Scores by part. A kind counts when it is not `none`. */
export type Scores = {
  readonly about_sector: Part
  readonly programmes: Part
  readonly kind: Part
  readonly claims: Part
}

/** Parses a file of labelled examples, one JSON object a line. Throws, naming the line, on one that is malformed. */
export function parseLabelled(jsonLines: string): Labelled[] {
  return jsonLines.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return []
    try {
      return [labelled.parse(JSON.parse(line))]
    } catch (cause) {
      throw new Error(`line ${index + 1} is not a labelled example`, { cause })
    }
  })
}

type Pair = { readonly label: Labelled; readonly reading: Reading }

/** Scores readings against labels, each part over all examples together. */
export function scoreReadings(pairs: readonly Pair[]): Scores {
  return {
    about_sector: score(
      pairs,
      ({ label }) => (label.about_sector ? ['yes'] : []),
      ({ reading }) => (reading.aboutSector.decided ? ['yes'] : []),
    ),
    programmes: score(
      pairs,
      ({ label }) => label.programmes,
      ({ reading }) => reading.programmes.map((one) => one.id),
    ),
    kind: score(
      pairs,
      ({ label }) => (label.kind === null || label.kind === 'none' ? [] : [label.kind]),
      ({ reading }) => (reading.kind.kind === 'none' ? [] : [reading.kind.kind]),
    ),
    claims: score(
      pairs,
      ({ label }) => label.claims.map(claimKey),
      ({ reading }) => reading.claims.map(claimKey),
    ),
  }
}

/** A claim as it is compared: comparator, value or values, and unit must all be right. */
export function claimKey(claim: {
  readonly comparator: string
  readonly value: number | null
  readonly valueHigh?: number | null | undefined
  readonly unit: string | null
}): string {
  const number = (value: number | null | undefined) =>
    value == null ? '-' : String(Number(value.toPrecision(12)))
  return [claim.comparator, number(claim.value), number(claim.valueHigh), claim.unit].join(' ')
}

function score(
  pairs: readonly Pair[],
  wanted: (pair: Pair) => readonly string[],
  given: (pair: Pair) => readonly string[],
): Part {
  let right = 0
  let found = 0
  let labels = 0
  for (const pair of pairs) {
    const left = [...wanted(pair)]
    labels += left.length
    for (const one of given(pair)) {
      found += 1
      const at = left.indexOf(one)
      if (at >= 0) {
        right += 1
        left.splice(at, 1)
      }
    }
  }
  const precision = found === 0 ? (labels === 0 ? 1 : 0) : right / found
  const recall = labels === 0 ? 1 : right / labels
  const f1 = precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall)
  return { precision, recall, f1, right, found, labelled: labels }
}
