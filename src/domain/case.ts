// What goes into a verdict, and what comes out?
import type { Day } from './dates.ts'
import type { Claim, Grade, Measure, Observation, Programme, Reading, Source, Statement } from './nouns.ts'
import type { Interval } from './quantities.ts'
import type { Band } from './target.ts'
import type { Result, Tag } from './vocabulary.ts'

/** One claim with everything that can bear on it. Observations of other measures are ignored. */
export interface Case {
  readonly claim: Claim
  readonly statement: Statement
  readonly programmes: readonly Programme[]
  readonly measures: ReadonlyMap<string, Measure>
  readonly sources: ReadonlyMap<string, Source>
  readonly observations: readonly Observation[]
}

/** `asOf` is the as-known date, `today` the day on which one asks; an earlier `asOf` is in the past. */
export interface AsKnown {
  readonly asOf: Day
  readonly today: Day
}

export type Lean = 'above' | 'inside' | 'below'

/** A figure that stands in a reading. */
export interface UsedFigure {
  readonly observation: string
  readonly interval: Interval
  readonly grade: Grade
}

/** A figure that does not stand, and why. */
export interface SetAside {
  readonly observation: string
  readonly why: string
}

export interface ReadingVerdict {
  readonly measure: string
  readonly dimensions: Reading['dimensions']
  readonly match: 'direct' | 'proxy'
  /** The parts of the match that are not the same; empty when direct. */
  readonly differs: readonly string[]
  readonly result: Result
  /** Where the figures stand to the band; null without figures, where they disagree, or in units that cannot be set against it. */
  readonly lean: Lean | null
  /** Null ends are without limit. Null when no band can be drawn. */
  readonly band: { readonly low: number | null; readonly high: number | null } | null
  /** Nearest edge of the figure over nearest edge of the band, 1 when inside; null for a proxy or without figures. */
  readonly attainment: number | null
  readonly used: readonly UsedFigure[]
  readonly setAside: readonly SetAside[]
}

/** The figure that serves the speaker best or worst. */
export interface Extreme {
  readonly measure: string
  readonly observation: string
}

export interface Silence {
  /** The due date; null when the day of the words is not known. */
  readonly since: Day | null
  readonly days: number | null
  readonly looked: readonly { readonly where: string; readonly when: string; readonly how: string }[]
}

export interface Verdict {
  readonly claim: string
  readonly rule: string
  readonly asOf: Day
  /** As recorded: "2017-03" means the last day of that month. Null when the day of the words is not known. */
  readonly due: string | null
  readonly result: Result
  readonly tags: readonly Tag[]
  /** The weakest of the best grades that the result rests on; null for the four non-results. */
  readonly grade: Grade | null
  readonly missing: string | null
  readonly readings: readonly ReadingVerdict[]
  readonly best: Extreme | null
  readonly worst: Extreme | null
  readonly tolerance: { readonly half: Result; readonly double: Result }
  readonly silence: Silence | null
  readonly steps: readonly string[]
}

/** What was found for one reading, before it is put into words. */
export interface Cell {
  readonly reading: Reading
  readonly measure: Measure
  readonly stated: boolean
  readonly direct: boolean
  readonly differs: readonly string[]
  readonly band: Band | null
  readonly baseline: Interval | null
  readonly used: readonly Compared[]
  /** True when a promise that nothing would happen was broken by the figure used. */
  readonly breached: boolean
  readonly setAside: readonly SetAside[]
  readonly result: Result
  readonly tags: ReadonlySet<Tag>
  readonly lean: Lean | null
  readonly attainment: number | null
}

/** A used figure set against the band. */
export interface Compared {
  readonly observation: Observation
  readonly interval: Interval
  readonly because: string
  readonly result: 'met' | 'partly-met' | 'not-met' | null
  readonly tags: readonly Tag[]
  readonly lean: Lean | null
  readonly attainment: number | null
}

/** What the rule found, before it is put into words. */
export interface Finding {
  readonly claim: Claim
  readonly statement: Statement
  readonly asOf: Day
  readonly due: DueDate
  readonly missing: string | null
  readonly result: Result
  readonly tags: readonly Tag[]
  readonly cells: readonly Cell[]
  readonly deciding: readonly Cell[]
  readonly heldBackBy: readonly Cell[]
  readonly awaitedUntil: Day | null
  readonly tolerance: { readonly half: Result; readonly double: Result }
  readonly silence: Silence | null
}

export interface DueDate {
  /** As recorded; null when not known. */
  readonly date: string | null
  /** The last day it can mean. */
  readonly day: Day | null
  readonly basis: Claim['due']['basis']
}
