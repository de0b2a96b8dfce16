// Which series of a measure can be looked at by themselves, and which is shown first?
//
// A measure that the machine works out holds many: by month and by year, of all awards and of some of them, by what suppliers say of
// themselves and by what registers say. Together they cannot be read; one by one they can.
import { daysBetween, firstDay, lastDay, type Period } from './dates.ts'
import { type Figure, slug } from './ledger.ts'
import type { Measure } from './nouns.ts'

export interface Series {
  /** Stable: it follows from what the series covers. The same under every lens. */
  readonly id: string
  /** What tells it from the other series; empty when there is no other. */
  readonly name: string
  /** Every vintage, in the order given. */
  readonly figures: readonly Figure[]
}

/** What a series has in common, by name. A lens is none of it: it is chosen for itself. */
type Traits = Readonly<Record<string, string>>

/** How long the periods are that can be set side by side. */
function spanOf({ start, end }: Period, series: Measure['series']): string {
  if (series === 'cumulative') return 'running total'
  if (start === null || end === null) return 'at one moment'
  const days = daysBetween(firstDay(start), lastDay(end)) + 1
  if (days <= 1) return 'by day'
  if (days >= 28 && days <= 31) return 'by month'
  if (days >= 90 && days <= 92) return 'by quarter'
  if (days >= 365 && days <= 366) return 'by year'
  return 'over other periods'
}

const traitsOf = ({ observation, measure, source }: Figure): Traits => {
  const dimensions = Object.entries(observation.dimensions).filter(([name]) => name !== 'lens')
  return {
    ...Object.fromEntries(dimensions.sort(([a], [b]) => (a < b ? -1 : 1))),
    publisher: source.publisher,
    programme: observation.programme,
    area: observation.area,
    span: spanOf(observation.period, measure.series),
  }
}

/** A trait as its name is printed; of where and how long the value says enough. */
const printTrait = (name: string, value: string): string =>
  ['publisher', 'programme', 'area', 'span'].includes(name) ? value : `${name.replaceAll('_', ' ')}: ${value}`

/** The series of these figures of one measure, those that begin first before the others. */
export function seriesIn(figures: readonly Figure[]): Series[] {
  const found = new Map<string, { traits: Traits; figures: Figure[] }>()
  for (const figure of figures) {
    const traits = traitsOf(figure)
    const id = slug(Object.values(traits).join(' '))
    const known = found.get(id) ?? { traits, figures: [] }
    known.figures.push(figure)
    found.set(id, known)
  }
  const all = [...found.values()].map(({ traits }) => traits)
  const names = [...new Set(all.flatMap((traits) => Object.keys(traits)))]
  const telling = names.filter((name) => new Set(all.map((traits) => traits[name])).size > 1)
  return [...found].map(([id, { traits, figures: own }]) => ({
    id,
    figures: own,
    name: telling
      .flatMap((name) => (traits[name] === undefined ? [] : printTrait(name, traits[name])))
      .join('; '),
  }))
}

/** The series that covers the most: by what its latest figure is a share of; of equals the one with the least unknown, then the longest. */
export function widestOf(series: readonly Series[]): Series | null {
  const weightOf = ({ figures }: Series): readonly number[] => {
    const latest = figures.at(-1)?.observation
    const whole = latest?.denominator ?? 0
    return [whole, whole === 0 ? 0 : -(latest?.unknown ?? 0) / whole, figures.length]
  }
  const isHeavier = (a: readonly number[], b: readonly number[]): boolean => {
    const at = a.findIndex((weight, n) => weight !== b[n])
    return at !== -1 && (a[at] ?? 0) > (b[at] ?? 0)
  }
  return series.reduce<Series | null>(
    (best, one) => (best === null || isHeavier(weightOf(one), weightOf(best)) ? one : best),
    null,
  )
}
