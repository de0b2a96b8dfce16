// Where does a figure stand to the band, and which figure serves the speaker best and worst?
//
// METHOD step 7, and the best and the worst case.
import type { Cell, Compared, Extreme, Lean } from './case.ts'
import type { Claim, Measure } from './nouns.ts'
import { type Interval, middle, tidy } from './quantities.ts'
import type { Band } from './target.ts'
import type { Tag } from './vocabulary.ts'

/** At or above this share of the target a shortfall is Partly met, below it Not met. */
export const PARTLY_FROM = 0.5

/** Step 7. An interval against a band. */
export function compare(
  figure: Interval,
  band: Band,
  claim: Claim,
  measure: Measure,
  baseline: Interval | undefined,
): Pick<Compared, 'result' | 'tags' | 'lean' | 'attainment'> {
  const low = band.low ?? Number.NEGATIVE_INFINITY
  const high = band.high ?? Number.POSITIVE_INFINITY
  const aboveLow = band.openLow ? figure.low > low : figure.low >= low
  const belowHigh = band.openHigh ? figure.high < high : figure.high <= high
  if (aboveLow && belowHigh) return { result: 'met', tags: [], lean: 'inside', attainment: 1 }

  const whollyAbove = band.openHigh ? figure.low >= high : figure.low > high
  const whollyBelow = band.openLow ? figure.high <= low : figure.high < low
  const favours = favouredSide(claim, measure)
  if ((whollyAbove && favours === 'above') || (whollyBelow && favours === 'below')) {
    return { result: 'met', tags: ['exceeded'], lean: whollyAbove ? 'above' : 'below', attainment: 1 }
  }
  const judged = (attainment: number, tags: readonly Tag[], lean: Lean) =>
    ({ result: attainment >= PARTLY_FROM ? 'partly-met' : 'not-met', tags, lean, attainment }) as const
  if (whollyAbove || whollyBelow) {
    const lean = whollyAbove ? 'above' : 'below'
    if (baseline !== undefined) {
      const backwards =
        claim.comparator === 'increase' ? figure.high < baseline.low : figure.low > baseline.high
      if (backwards) return { result: 'not-met', tags: ['went-backwards'], lean, attainment: 0 }
      const attainment = whollyAbove ? ratio(high, figure.low) : ratio(figure.high, low)
      return judged(attainment, ['too-close'], lean) // it overlaps the baseline: no change can be told
    }
    return judged(whollyAbove ? ratio(high, figure.low) : ratio(figure.high, low), [], lean)
  }
  const mid = middle(figure)
  const lean = mid > high ? 'above' : mid < low ? 'below' : 'inside'
  const attainment =
    lean === 'inside' || lean === favours ? 1 : lean === 'above' ? ratio(high, mid) : ratio(mid, low)
  return judged(attainment, ['too-close'], lean)
}

/** The smaller over the larger, from 0 to 1, cut (never rounded up) at four decimals; 0 where either is not positive. */
function ratio(small: number, large: number): number {
  if (small <= 0 || large <= 0) return 0
  return Math.floor(tidy(Math.min(1, small / large) * 1e4)) / 1e4
}

/** Words that name a floor: less is never better than they asked for. */
const ASKS_FOR_MORE: readonly string[] = ['at-least', 'most', 'hundreds-of', 'increase', 'event']

/** The side of the band on which a figure is better than the words asked for; null where neither is. */
function favouredSide(claim: Claim, measure: Measure): 'above' | 'below' | null {
  if (claim.comparator === 'at-most' || claim.comparator === 'decrease') return 'below'
  if (ASKS_FOR_MORE.includes(claim.comparator)) return 'above'
  return measure.favourable === 'higher' ? 'above' : measure.favourable === 'lower' ? 'below' : null
}

/**
 * The figures that serve the speaker best and worst, over all readings whose figures can be set against the band.
 * What the words ask for says which way is better; where they name a size, the measure's favourable direction does,
 * and where that is neutral, nearer is better. Ties go to the smaller id, so that the choice is never ours.
 */
export function findExtremes(
  claim: Claim,
  cells: readonly Cell[],
): { best: Extreme | null; worst: Extreme | null } {
  const scored = cells.flatMap((cell) =>
    cell.used
      .filter((figure) => figure.lean !== null)
      .map((figure) => ({
        measure: cell.measure.id,
        observation: figure.observation.id,
        score: service(figure.interval, cell, claim),
      })),
  )
  const pick = (sign: 1 | -1): Extreme | null => {
    const [first] = [...scored].sort(
      (a, b) => sign * (b.score - a.score) || (a.observation < b.observation ? -1 : 1),
    )
    return first ? { measure: first.measure, observation: first.observation } : null
  }
  return { best: pick(1), worst: pick(-1) }
}

/** How well a figure serves the speaker: larger is better, counted from the band in shares of its edge. */
function service(figure: Interval, cell: Cell, claim: Claim): number {
  const { band, measure } = cell
  const edge = band?.low ?? band?.high ?? 0
  const away = (middle(figure) - edge) / (Math.abs(edge) || 1)
  switch (claim.comparator) {
    case 'at-least':
    case 'most':
    case 'hundreds-of':
    case 'increase':
    case 'event':
      return away
    case 'at-most':
    case 'decrease':
      return -away
    case 'up-to':
    case 'exactly':
    case 'about':
    case 'nearly':
    case 'between': {
      if (measure.favourable === 'higher') return away
      if (measure.favourable === 'lower') return -away
      const centre = ((band?.low ?? edge) + (band?.high ?? edge)) / 2
      return -Math.abs(middle(figure) - centre) / (Math.abs(centre) || 1)
    }
    default: {
      const never: never = claim.comparator
      throw new Error(`unknown comparator: ${String(never)}`)
    }
  }
}
