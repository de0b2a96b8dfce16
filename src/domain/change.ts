// Why did a verdict become another one?
//
// Two rows of a claim's history, told in sentences: what fell due, which figures came to stand, which no longer do.
import type { Verdict } from './case.ts'
import { lastDay, printDate, printPeriod } from './dates.ts'
import type { Figure, HistoryRow } from './ledger.ts'

/** From one verdict on a claim to another one. Verdicts that differ only in the figures they rest on are no change. */
export interface VerdictChange {
  readonly claim: string
  /** The day from which the new verdict stands. */
  readonly on: string
  readonly before: Verdict
  readonly after: Verdict
  readonly why: readonly string[]
}

/**
 * The rows of a history that began on a day of their own. Figures without a publication date count only on the day on
 * which one asks: a row that they bring about would begin anew each day.
 */
export function datedRows(
  history: readonly HistoryRow[],
  figureOf: (id: string) => Figure | undefined,
): HistoryRow[] {
  return history.filter(({ verdict }, index) => {
    const before = history[index - 1]
    if (before === undefined) return true
    const stood = standing(before.verdict)
    return ![...standing(verdict)].some(
      (id) => !stood.has(id) && figureOf(id)?.observation.published === null,
    )
  })
}

/** Every change in the dated rows of a claim's history, oldest first. `figureOf` finds a figure by its id. */
export function changesIn(
  rows: readonly HistoryRow[],
  figureOf: (id: string) => Figure | undefined,
): VerdictChange[] {
  return rows.slice(1).flatMap(({ from, verdict: after }, index) => {
    const before = rows[index]?.verdict
    if (before === undefined || before.result === after.result) return []
    return [{ claim: after.claim, on: from, before, after, why: whyChanged(before, after, figureOf) }]
  })
}

const standing = (verdict: Verdict): Set<string> =>
  new Set(verdict.readings.flatMap((reading) => reading.used.map((used) => used.observation)))

function whyChanged(before: Verdict, after: Verdict, figureOf: (id: string) => Figure | undefined): string[] {
  const why: string[] = []
  const due = after.due === null ? null : lastDay(after.due)
  if (due !== null && before.asOf < due && due <= after.asOf) why.push(`It fell due on ${printDate(due)}.`)
  const [stood, stands] = [standing(before), standing(after)]
  for (const id of [...stands].filter((one) => !stood.has(one))) {
    const figure = figureOf(id)
    if (figure === undefined) continue
    const { observation, measure, source } = figure
    const published = observation.published === null ? '' : `, published ${printDate(observation.published)}`
    why.push(
      `A figure came to stand: ${observation.display}, ${measure.name}, ${printPeriod(observation.period)}${published} (${source.publisher}).`,
    )
  }
  const setAside = new Map(
    after.readings.flatMap((reading) => reading.setAside.map((one) => [one.observation, one.why] as const)),
  )
  for (const id of [...stood].filter((one) => !stands.has(one))) {
    const reason = setAside.get(id)
    why.push(
      `${figureOf(id)?.observation.display ?? id} no longer stands${reason === undefined ? ': the due date asks for another period.' : `: ${reason}`}`,
    )
  }
  if (after.result === 'no-figures')
    why.push('The usual time in which figures appear after the due date has passed without one.')
  return why.length > 0 ? why : ['The as-known date moved on; the figures stayed as they were.']
}
