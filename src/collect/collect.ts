// How does the rest of the program collect? The one door for the command line and the server; scrapers use index.ts instead.
import { explain, SourceBusyError } from './errors.ts'
import { type RunContext, runSource } from './run.ts'
import type { Summary } from './runs.ts'
import type { Source } from './scraper.ts'

export { readCollected } from './collected.ts'
export type { Deriver } from './derive.ts'
export { type Discovered, discoverSources } from './discover.ts'
export * from './errors.ts'
export { makeWire, type Wire } from './fetcher.ts'
export { readFigures } from './observations.ts'
export { organiseSources, readOrganisations } from './organise.ts'
export type { CollectStore, Json, PutCounts, Rec, Shelf } from './port.ts'
export { SHELVES } from './port.ts'
export { showProgress } from './progress.ts'
export { type ReplayContext, type Replayed, replayFile } from './replay.ts'
export { type Progress, type RunContext, runSource } from './run.ts'
export { type Health, healthOf, type Run, readRuns, type Skipped, type Summary } from './runs.ts'
export { type NextRun, nextTurns, type Schedule, startSchedule } from './schedule.ts'
export type { Lookups, Scraper, Source } from './scraper.ts'
export { contributionsFolder, type TallySummary, tallySources } from './tally-sources.ts'
export type { Kept, Provenance, Stretch } from './versions.ts'

/** Sources that live on different hosts need not wait for each other; more than a few only make the store write in bursts. */
const AT_ONCE = 3

/**
 * Collects sources, a few at a time; hosts are still asked one request at a time. One source's failure is its own.
 * @param context what each run needs; `baseUrl` by source id.
 * @returns one summary per source, in the order given.
 */
export async function collectSources(
  sources: readonly Source[],
  context: Omit<RunContext, 'baseUrl'> & { readonly baseUrls?: Readonly<Record<string, string>> },
): Promise<readonly Summary[]> {
  const { baseUrls = {}, ...rest } = context
  const summaries: Summary[] = []
  const left = sources.entries()
  const work = async (): Promise<void> => {
    for (const [at, source] of left) {
      const baseUrl = Object.hasOwn(baseUrls, source.id) ? baseUrls[source.id] : undefined
      try {
        summaries[at] = await runSource(source, baseUrl === undefined ? rest : { ...rest, baseUrl })
      } catch (error) {
        // Busy is not a failure of the source: the run that holds it will report. Anything else is, and is said.
        const why = error instanceof SourceBusyError ? error.message : `${source.id}: ${explain(error)}`
        const none = { pages: 0, findings: 0, new: 0, changed: 0, unchanged: 0, skipped: [], issues: [] }
        summaries[at] = { source: source.id, ...none, error: why }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, sources.length) }, work))
  return summaries
}

/** The lines that end `collect --json`: one a source, fields in the order promised. */
export function summaryLines(summaries: readonly Summary[]): string {
  return summaries.map((summary) => `${JSON.stringify(summary)}\n`).join('')
}
