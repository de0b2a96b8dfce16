// How does a program take a part of a list?
//
// `sort`, `fields`, `limit` and `after`, the same for every list sent as JSON. Without them a list is whole.
import { z } from 'zod'
import { ProblemError, problem, quoteInput } from './errors.ts'

const MOST = 1000

export const listQuery = z.object({
  sort: z.string().max(80).optional(),
  fields: z.string().max(400).optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, `expected a number from 1 to ${MOST}`)
    .refine((text) => Number(text) <= MOST, `expected a number from 1 to ${MOST}`)
    .optional(),
  after: z.string().max(200).optional(),
})
export type ListQuery = z.infer<typeof listQuery>

/** What each parameter of a list does, for the description of the API. */
export const LIST_WORDS: Readonly<Record<keyof ListQuery, string>> = {
  sort: 'Field to sort by, such as said or verdict.due; with - in front, the highest first. Nulls come last.',
  fields: 'Fields to send, joined by commas, such as id,quote,verdict.result. The id is always sent.',
  limit: `How many to send, 1 to ${MOST}; all of them without it.`,
  after: 'The id of the last one of the page before: take it from meta.next.',
}

type Row = Readonly<Record<string, unknown>>

function at(row: unknown, path: string): unknown {
  let value: unknown = row
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Row)[key]
  }
  return value
}

/** A page of a list; `last` is the id to go on from, null at the end. Throws a ProblemError for what cannot be done. */
export function pageOfList(
  rows: readonly Row[],
  { sort, fields, limit, after }: ListQuery,
): { rows: readonly unknown[]; last: string | null } {
  const known = (path: string, name: string): string => {
    if (rows.length > 0 && !rows.some((row) => at(row, path) !== undefined))
      throw refused(`${name}: expected a field of the list, got ${quoteInput(path)}`)
    return path
  }
  let all = rows
  if (sort) {
    const path = known(sort.replace(/^-/, ''), 'sort')
    const sign = sort.startsWith('-') ? -1 : 1
    all = [...rows].sort((a, b) => order(at(a, path), at(b, path), sign) || order(a.id, b.id, 1))
  }
  if (after) {
    const index = all.findIndex((row) => row.id === after)
    if (index === -1) throw refused(`after: expected the id of a row of this list, got ${quoteInput(after)}`)
    all = all.slice(index + 1)
  }
  const page = limit ? all.slice(0, Number(limit)) : all
  const last = page.length < all.length ? String(page.at(-1)?.id) : null
  if (!fields) return { rows: page, last }
  const paths = [...new Set(['id', ...fields.split(',').map((path) => known(path.trim(), 'fields'))])]
  return { rows: page.map((row) => pick(row, paths)), last }
}

const refused = (detail: string): ProblemError => new ProblemError(problem(400, detail))

/** Numbers and texts in their order, nulls last either way. */
function order(a: unknown, b: unknown, sign: number): number {
  if (a === b) return 0
  if (a === null || a === undefined) return 1
  if (b === null || b === undefined) return -1
  const [x, y] = typeof a === 'number' && typeof b === 'number' ? [a, b] : [String(a), String(b)]
  return (x < y ? -1 : x > y ? 1 : 0) * sign
}

/** The fields at the paths, in the nesting they have. */
function pick(row: Row, paths: readonly string[]): object {
  const picked = new Map<string, unknown>()
  const nested = new Map<string, string[]>()
  for (const path of paths) {
    const [head = '', ...rest] = path.split('.')
    if (rest.length === 0) picked.set(head, row[head])
    else if (!paths.includes(head)) nested.set(head, [...(nested.get(head) ?? []), rest.join('.')])
  }
  for (const [head, rest] of nested) {
    const value = row[head]
    picked.set(head, typeof value === 'object' && value !== null ? pick(value as Row, rest) : value)
  }
  return Object.fromEntries(picked)
}
