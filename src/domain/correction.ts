// Which records were corrected, and what does each correction touch?
//
// Three kinds: a record was taken out of this project's data; a publisher withdrew a figure; a publisher revised one.
// Nothing is lost: the old figure stays on record, with the day from which it no longer stands.
import { firstDay, lastDay, printDate, printPeriod } from './dates.ts'
import { vintageKey } from './eligible.ts'
import { namedIn } from './feed-item.ts'
import type { Figure, Ledger } from './ledger.ts'
import { compareText } from './ledger.ts'

export interface Correction {
  /** Stable: the kind of correction and the record. */
  readonly id: string
  readonly kind: 'taken-out' | 'withdrawn' | 'revised'
  readonly record: { readonly kind: string; readonly id: string }
  readonly on: string
  /** One sentence. */
  readonly what: string
  /** Claims whose verdicts name the record: pages, citations and embeds of these show it. */
  readonly claims: readonly string[]
  /** The figure that stands in its place, where there is one. */
  readonly replacement: string | null
}

/** Every correction known on the ledger's date, the newest first. */
export function correctionsOf(ledger: Ledger): Correction[] {
  const claimsNaming = new Map<string, string[]>()
  for (const { claim, verdict } of ledger.claims) {
    for (const id of new Set(namedIn(verdict)))
      claimsNaming.set(id, [...(claimsNaming.get(id) ?? []), claim.id])
  }
  const figures = ledger.measures.flatMap((entry) => entry.figures)
  const about = ({ observation: o, measure }: Figure): string =>
    `${o.display}, ${measure.name}, ${printPeriod(o.period)}`
  const found: Correction[] = []
  for (const { kind, id, gone, reason } of ledger.tombstones) {
    if (firstDay(gone) > ledger.asOf) continue
    found.push({
      id: `taken-out-${kind}-${id.replace('#', '-')}`,
      kind: 'taken-out',
      record: { kind, id },
      on: lastDay(gone),
      what: `The ${kind} “${id}” was taken out: ${reason}`,
      claims: [],
      replacement: null,
    })
  }
  for (const figure of figures) {
    const { id, withdrawn } = figure.observation
    if (withdrawn === undefined || firstDay(withdrawn) > ledger.asOf) continue
    found.push({
      id: `withdrawn-${id}`,
      kind: 'withdrawn',
      record: { kind: 'observation', id },
      on: firstDay(withdrawn),
      what: `${figure.source.publisher} withdrew a figure on ${printDate(withdrawn)}: ${about(figure)}.`,
      claims: claimsNaming.get(id) ?? [],
      replacement: null,
    })
  }
  for (const vintages of sameFigures(figures)) {
    for (const [index, old] of vintages.slice(0, -1).entries()) {
      const next = vintages[index + 1]
      const on = next?.observation.published
      if (next === undefined || !on || next.observation.value === old.observation.value) continue
      const { id } = old.observation
      found.push({
        id: `revised-${id}`,
        kind: 'revised',
        record: { kind: 'observation', id },
        on: lastDay(on),
        what: `${next.source.publisher} revised a figure: ${about(old)}, now ${next.observation.display}.`,
        claims: claimsNaming.get(id) ?? [],
        replacement: next.observation.id,
      })
    }
  }
  return found.sort((a, b) => compareText(b.on, a.on) || compareText(a.id, b.id))
}

/** Vintages of one figure, in order of publication; figures without a publication date are in none. */
function sameFigures(figures: readonly Figure[]): Figure[][] {
  const groups = new Map<string, Figure[]>()
  for (const figure of figures) {
    if (figure.observation.published === null) continue
    const key = `${figure.measure.id} ${vintageKey(figure.observation, figure.source.publisher)}`
    groups.set(key, [...(groups.get(key) ?? []), figure])
  }
  const when = ({ observation: o }: Figure): string => `${lastDay(o.published ?? '')} ${o.id}`
  return [...groups.values()].map((group) => group.sort((a, b) => compareText(when(a), when(b))))
}
