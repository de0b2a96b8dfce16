// When is each source looked at next? By its cadence, in UTC, never twice at once, and not at the same second as everybody else.
import { createTask, type ScheduledTask } from 'node-cron'
import type { Source } from './scraper.ts'

/** When a source is looked at next, ISO 8601, UTC; null when its cadence never comes round. Jitter comes on top. */
export type NextRun = { readonly source: string; readonly at: string | null; readonly running: boolean }

export type Schedule = {
  readonly next: () => readonly NextRun[]
  /** Runs a source now unless it is running. @returns whether it was started. */
  readonly runNow: (source: string) => Promise<boolean>
  /** Starts nothing more; resolves when what is running has ended. */
  readonly stop: () => Promise<void>
}

export type ScheduleOptions = {
  /** Up to so many milliseconds after the minute. Default 5 minutes: publishers see scheduled crawlers arrive on the hour. */
  readonly jitter?: number
  /** Told of what `run` throws; a run that fails by itself reports elsewhere. */
  readonly onError?: (source: string, error: unknown) => void
}

/**
 * Starts the clock. In UTC: a zone with summer time skips or doubles hours twice a year, and node-cron skips runs then.
 * A run that is still going when its next turn comes makes that turn pass.
 */
export function startSchedule(
  sources: readonly Source[],
  run: (source: Source) => Promise<unknown>,
  options: ScheduleOptions = {},
): Schedule {
  const running = new Map<string, Promise<void>>()
  const tasks = new Map<string, ScheduledTask>()
  let stopped = false

  const start = async (source: Source): Promise<boolean> => {
    if (stopped || running.has(source.id)) return false
    const going = run(source)
      .catch((error: unknown) => options.onError?.(source.id, error))
      .then(() => {
        running.delete(source.id)
      })
    running.set(source.id, going)
    await going
    return true
  }
  for (const source of sources) {
    const task = createTask(source.scraper.cadence, () => start(source), {
      name: source.id,
      timezone: 'Etc/UTC',
      noOverlap: true,
      maxRandomDelay: options.jitter ?? 300_000,
      suppressMissedWarning: true,
    })
    void task.start()
    tasks.set(source.id, task)
  }
  return {
    next: () =>
      sources.map(({ id }) => ({
        source: id,
        at: tasks.get(id)?.getNextRun()?.toISOString() ?? null,
        running: running.has(id),
      })),
    runNow: async (id) => {
      const source = sources.find((one) => one.id === id)
      return source ? start(source) : false
    },
    stop: async () => {
      stopped = true
      for (const task of tasks.values()) await task.destroy()
      await Promise.all(running.values())
    },
  }
}

/** The next so many turns of a cadence, ISO 8601, UTC, without jitter. Sources that are off the clock can be shown too. */
export function nextTurns(cadence: string, count: number): readonly string[] {
  const task = createTask(cadence, () => {}, { timezone: 'Etc/UTC' })
  const turns = task.getNextRuns(count).map((turn) => turn.toISOString())
  void task.destroy()
  return turns
}
