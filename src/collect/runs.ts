// How did the runs of a source go, and can it be relied on now?
import type { Issue } from './errors.ts'
import type { CollectStore, Rec } from './port.ts'
import { SHELVES } from './port.ts'

/** An address that was not read, and why. */
export type Skipped = { readonly url: string; readonly why: string }

/** What one run of one source did: the line that `collect --json` prints. `error` is null unless the run failed. */
export type Summary = {
  readonly source: string
  /** Pages read and parsed. */
  readonly pages: number
  readonly findings: number
  readonly new: number
  readonly changed: number
  readonly unchanged: number
  readonly skipped: readonly Skipped[]
  readonly issues: readonly Issue[]
  readonly error: string | null
}

/** A run as it is kept. Milliseconds for durations; bytes after decompression. */
export type Run = {
  readonly id: string
  readonly source: string
  readonly mode: 'live' | 'replay'
  /** `ok`; `partial`: some addresses could not be read; `interrupted`: it never ended, and the next one resumed it. */
  readonly state: 'running' | 'ok' | 'partial' | 'failed' | 'interrupted'
  readonly started: string
  readonly finished: string | null
  /** From when captures are taken up again instead of asked for; null for a run that began afresh. */
  readonly resumed: string | null
  readonly requests: number
  readonly bytes: number
  readonly took: {
    readonly total: number
    readonly fetching: number
    readonly parsing: number
    readonly committing: number
  }
  readonly summary: Summary | null
}

/** Enough of each for a page to show; the rest is counted. */
const MOST_LISTED = 200

/** Keeps the first of a long list and says how many more there were. */
export function shortened<T>(list: readonly T[], rest: (count: number) => T): readonly T[] {
  return list.length <= MOST_LISTED ? list : [...list.slice(0, MOST_LISTED), rest(list.length - MOST_LISTED)]
}

export async function keepRun(store: CollectStore, run: Run): Promise<void> {
  const summary = run.summary && {
    ...run.summary,
    skipped: shortened(run.summary.skipped, (count) => ({ url: '', why: `and ${count} more` })),
    issues: shortened(run.summary.issues, (count) => ({ what: `and ${count} more` })),
  }
  await store.put({ source: run.source, kind: SHELVES.runs }, [{ ...run, summary } as unknown as Rec])
}

export async function readRuns(store: Pick<CollectStore, 'read'>, source: string): Promise<Run[]> {
  const runs = (await store.read({ source, kind: SHELVES.runs })) as unknown as readonly Run[]
  return [...runs].sort((a, b) => (a.started < b.started ? -1 : 1))
}

/** What /sources shows. Dates are ISO 8601; null when it never happened. */
export type Health = {
  readonly state: 'never run' | 'working' | 'failing'
  /** Failures in a row, up to now. */
  readonly failures: number
  readonly failingSince: string | null
  readonly lastWorked: string | null
  readonly lastRun: string | null
  readonly lastError: string | null
}

/** One failure is weather, three in a row are a fault. */
const FAILURES = 3

/** The state of a source by its live runs, oldest first. Interrupted runs count neither way. */
export function healthOf(runs: readonly Run[]): Health {
  const ended = runs.filter((run) => run.mode === 'live' && ['ok', 'partial', 'failed'].includes(run.state))
  const worked = ended.findLastIndex((run) => run.state !== 'failed')
  const failed = ended.slice(worked + 1)
  const last = ended.at(-1)
  const failing = failed.length >= FAILURES
  return {
    state: !last ? 'never run' : failing ? 'failing' : 'working',
    failures: failed.length,
    failingSince: failing ? (failed[0]?.finished ?? null) : null,
    lastWorked: ended[worked]?.finished ?? null,
    lastRun: last?.finished ?? null,
    lastError: last?.summary?.error ?? null,
  }
}
