// Who holds what is missing, who has been asked for it, and what came of it?
//
// A holder is a public body that can be asked today; a request is a question that was put to one. Both are curated:
// data/holders.json and data/requests.json.
import { z } from 'zod'
import type { Fault } from './check.ts'
import { type Day, daysBetween, isDay, printDate } from './dates.ts'
import { claimIdSchema, type Evidence, idSchema } from './nouns.ts'
import { printCount } from './vocabulary.ts'

const text = z.string().trim().min(1).max(4000)
const day = z.string().refine(isDay, 'expected a day, such as 2026-11-26')
const address = z.url({ protocol: /^https?$/, error: 'expected an http or https address' }).max(2000)

export const holderSchema = z.strictObject({
  id: idSchema,
  name: text,
  /** Other names under which the evidence knows it, those of bodies whose work it took over among them. */
  names: z.array(text),
  /** As a written question addresses them; null where no minister answers for it. */
  minister: text.nullable(),
  /** Where it takes freedom-of-information requests; null when not known. */
  email: z.email('expected an e-mail address').nullable(),
  /** Its name in addresses of WhatDoTheyKnow; null when not known. */
  whatDoTheyKnow: z
    .string()
    .regex(/^[a-z0-9_]+$/, 'expected a name such as "cabinet_office"')
    .nullable(),
  /** Programmes that it took over from the department that the evidence names. */
  programmes: z.array(idSchema),
  checked: day,
  reason: text,
})

export const REQUEST_KINDS = ['foi', 'pq'] as const
export const OUTCOMES = ['given', 'partly-given', 'not-held', 'refused', 'withdrawn'] as const

export const requestSchema = z
  .strictObject({
    id: idSchema,
    claim: claimIdSchema,
    kind: z.enum(REQUEST_KINDS),
    holder: idSchema,
    asked: day,
    /** Number under which it is known, such as that of a written question. */
    reference: text.nullable(),
    url: address.nullable(),
    answered: day.nullable(),
    outcome: z.enum(OUTCOMES).nullable(),
    /** What the answer says, in a sentence; empty until there is one. */
    note: z.string().max(4000),
  })
  .refine(({ answered, outcome }) => (answered === null) === (outcome === null), {
    message: 'expected an outcome exactly when it was answered',
    path: ['outcome'],
  })
  .refine(({ asked, answered }) => answered === null || answered >= asked, {
    message: 'expected an answer not before the question',
    path: ['answered'],
  })
  .refine(({ reference, url }) => reference !== null || url !== null, {
    message: 'expected a reference or an address, so that a reader can look it up',
    path: ['url'],
  })

export const holdersFileSchema = z.strictObject({ holders: z.array(holderSchema) })
export const requestsFileSchema = z.strictObject({ requests: z.array(requestSchema) })

export type Holder = z.infer<typeof holderSchema>
export type Request = z.infer<typeof requestSchema>

/** What is known of asking: who can be asked, and who was. */
export interface Asking {
  readonly holders: readonly Holder[]
  readonly requests: readonly Request[]
}

export const NOTHING_ASKED: Asking = { holders: [], requests: [] }

/** What no record of them can show alone: names and ids used once, programmes, claims and holders that exist. */
export function checkAsking({ holders, requests }: Asking, evidence: Evidence): Fault[] {
  const faults: Fault[] = []
  const once = (
    file: string,
    field: string,
    named: readonly (readonly [record: string, value: string])[],
  ) => {
    const seen = new Map<string, string>()
    for (const [record, value] of named) {
      const first = seen.get(value)
      if (first === undefined) seen.set(value, record)
      else
        faults.push({
          ...{ file, record, field, expected: `expected each ${field} once` },
          got: `"${value}" again (first in ${first})`,
        })
    }
  }
  const among = (
    known: ReadonlySet<string>,
    file: string,
    record: string,
    field: string,
    what: string,
    id: string,
  ) => {
    if (!known.has(id))
      faults.push({ file, record, field, expected: `expected the id of ${what}`, got: `"${id}"` })
  }
  const programmes = new Set(evidence.programmes.map(({ id }) => id))
  const claims = new Set(evidence.statements.flatMap((statement) => statement.claims.map(({ id }) => id)))
  const holderIds = new Set(holders.map(({ id }) => id))
  once(
    'holders.json',
    'id',
    holders.map(({ id }) => [id, id]),
  )
  once(
    'holders.json',
    'name',
    holders.flatMap(({ id, name, names }) => [name, ...names].map((one) => [id, one] as const)),
  )
  once(
    'holders.json',
    'programme',
    holders.flatMap((holder) => holder.programmes.map((one) => [holder.id, one] as const)),
  )
  for (const holder of holders)
    for (const id of holder.programmes)
      among(programmes, 'holders.json', holder.id, 'programmes', 'a programme', id)
  once(
    'requests.json',
    'id',
    requests.map(({ id }) => [id, id]),
  )
  for (const { id, claim, holder } of requests) {
    among(claims, 'requests.json', id, 'claim', 'a claim', claim)
    among(holderIds, 'requests.json', id, 'holder', 'a holder', holder)
  }
  return faults
}

export const REQUEST_WORDS: Readonly<Record<Request['kind'], string>> = {
  foi: 'freedom-of-information request',
  pq: 'written question',
}

export const OUTCOME_WORDS: Readonly<Record<NonNullable<Request['outcome']>, string>> = {
  given: 'the figures were given',
  'partly-given': 'part of the figures was given',
  'not-held': 'the figures are not held',
  refused: 'the figures were refused',
  withdrawn: 'the request was withdrawn',
}

/** A request as it stood on a day: an answer that came later is not known yet. */
export interface AskedOn {
  readonly request: Request
  readonly holder: string
  /** Days without an answer; null once there is one. */
  readonly waiting: number | null
  readonly inWords: string
}

/** The requests about a claim as they stood on a day, in the order of asking. */
export function askedAbout({ holders, requests }: Asking, claim: string, asOf: Day): AskedOn[] {
  return requests
    .filter((request) => request.claim === claim && request.asked <= asOf)
    .sort((a, b) => (a.asked < b.asked ? -1 : a.asked > b.asked ? 1 : a.id < b.id ? -1 : 1))
    .map((request) => {
      const holder = holders.find(({ id }) => id === request.holder)?.name ?? request.holder
      const asked = `Asked on ${printDate(request.asked)} (${REQUEST_WORDS[request.kind]}, ${holder})`
      const { answered, outcome } = request
      if (answered === null || outcome === null || answered > asOf) {
        const waiting = daysBetween(request.asked, asOf)
        return {
          request,
          holder,
          waiting,
          inWords: `${asked}: no answer after ${printCount(waiting, 'day')}.`,
        }
      }
      const said = request.note === '' ? '' : ` ${request.note}`
      const inWords = `${asked}. Answered on ${printDate(answered)}: ${OUTCOME_WORDS[outcome]}.${said}`
      return { request, holder, waiting: null, inWords }
    })
}
