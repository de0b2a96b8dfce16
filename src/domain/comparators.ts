// Which words compare a number with figures, and which parts of a reading must match? What the rule itself needs of the nouns.

export const COMPARATORS = [
  'exactly',
  'at-least',
  'at-most',
  'up-to',
  'about',
  'nearly',
  'between',
  'most',
  'hundreds-of',
  'increase',
  'decrease',
  'event',
] as const

/** The comparators that say nothing without a number. */
export const NUMERIC_COMPARATORS: readonly string[] = COMPARATORS.filter(
  (comparator) => !['increase', 'decrease', 'event'].includes(comparator),
)

/** The six parts of a reading that must all be the same before its figures can test the claim. */
export const MATCH_PARTS = ['numerator', 'denominator', 'unit', 'population', 'period', 'area'] as const
