// Is this what a healthy run gives? A parser that quietly finds nothing is worse than one that stops.
import {
  BlockedError,
  type CollectError,
  type Issue,
  TooFewFindingsError,
  UnreachableError,
} from './errors.ts'
import type { Scraper } from './scraper.ts'

export type Tally = {
  readonly asked: number
  /** Pages that were found and read. */
  readonly read: number
  readonly gone: number
  readonly blocked: readonly string[]
  readonly failed: readonly string[]
  /** Different findings, equal ones of earlier runs included. */
  readonly findings: number
}

/** Why a live run must not be believed, or null. Says what stood in the way before it says what was missing. */
export function runFlaw(source: string, expected: Scraper['expected'], tally: Tally): CollectError | null {
  if (tally.asked > 0 && tally.read + tally.gone === 0) {
    const [blocked] = tally.blocked
    if (blocked) return new BlockedError(`${source}: blocked, nothing could be read: ${blocked}`, { source })
    return new UnreachableError(
      `${source}: nothing could be read: ${tally.failed[0] ?? 'every page was left out'}`,
      { source },
    )
  }
  if (tally.findings >= expected.min) return null
  const unread = tally.blocked.length + tally.failed.length
  const why =
    unread > 0
      ? `; ${unread} addresses could not be read, the first: ${tally.blocked[0] ?? tally.failed[0]}`
      : ''
  return new TooFewFindingsError(
    `${source}: expected at least ${expected.min} findings, got ${tally.findings} from ${tally.read} pages${why}; look at the pages before moving the bound`,
    { source },
  )
}

/** An issue when there are more findings than expected, or null. */
export function surplus(source: string, expected: Scraper['expected'], findings: number): Issue | null {
  if (findings <= expected.max) return null
  return {
    what: `${source}: expected at most ${expected.max} findings, got ${findings}; explain it, then move the bound`,
  }
}
