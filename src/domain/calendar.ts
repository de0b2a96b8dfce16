// On which days does something fall due?
//
// Days that the record holds, and no others: when a claim falls due, and until when figures are awaited where the measure
// says how long they usually take. A description is due when said, which is no date to wait for.
import { addMonths, type Day, lastDay } from './dates.ts'
import type { ClaimEntry } from './ledger.ts'
import type { Measure } from './nouns.ts'

export interface DueDay {
  readonly kind: 'due' | 'figures'
  /** Stable: the claim and, for figures, the measure. */
  readonly id: string
  /** The last day that the recorded date can mean. */
  readonly on: Day
  /** The date as recorded. */
  readonly due: string
  readonly entry: ClaimEntry
  /** Of figures: the measure that is awaited. */
  readonly measure: Measure | null
}

/** The days of some claims, the earliest first. */
export function dueDays(claims: readonly ClaimEntry[]): DueDay[] {
  const days = claims.flatMap((entry): DueDay[] => {
    const { claim, verdict, readings } = entry
    const { due } = verdict
    if (due === null || claim.due.basis === 'when-said') return []
    const id = claim.id.replace('#', '-')
    const on = lastDay(due)
    return [
      { kind: 'due', id: `due-${id}`, on, due, entry, measure: null },
      ...readings.flatMap(({ measure }): DueDay[] =>
        measure.publicationLagMonths === null
          ? []
          : [
              {
                ...{ kind: 'figures', id: `figures-${id}-${measure.id}`, due, entry, measure },
                on: addMonths(on, measure.publicationLagMonths),
              },
            ],
      ),
    ]
  })
  // Two readings of one claim may count by the same measure.
  const once = [...new Map(days.map((one) => [one.id, one])).values()]
  return once.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.id < b.id ? -1 : 1))
}
