// How does a record about an address get an id, when addresses can be longer than ids?
import type { Rec } from './port.ts'
import { digestOf } from './warc.ts'

/** Ids hold 500 characters; searches with a list of bodies have addresses of thousands. */
const LONGEST = 400

/** A record whose `id` is an address, as it is kept: a long one is cut, with its digest, and stands whole beside it. */
export function filed<T extends { readonly id: string }>(record: T): Rec {
  const { id } = record
  if (id.length <= LONGEST) return record as unknown as Rec
  const short = `${id.slice(0, LONGEST - 40)}…${digestOf(id).slice(7, 39)}`
  return { ...record, id: short, address: id } as unknown as Rec
}

/** The record as it was given to `filed`. */
export function unfiled<T extends { readonly id: string }>(record: Rec): T {
  const { address, ...rest } = record
  return (typeof address === 'string' ? { ...rest, id: address } : rest) as unknown as T
}
