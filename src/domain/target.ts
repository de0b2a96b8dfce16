// Which numbers would bear the words out?
//
// METHOD step 6. The band is lenient on purpose, and the same for everybody. `tolerance` scales the leeway that "about"
// and "nearly" are given: 1 in a verdict; 0.5 and 2 show whether it would hold with half or double of it. What a digit
// stands for as printed is no leeway, and is not scaled.
import type { Claim } from './nouns.ts'
import { type Interval, lastNonZeroPlace, lastWrittenPlace, readPrint, tidy } from './quantities.ts'
import { printQuantity } from './vocabulary.ts'

/** Null means without limit on that side. An open edge does not itself belong to the band. */
export interface Band {
  readonly low: number | null
  readonly high: number | null
  readonly openLow: boolean
  readonly openHigh: boolean
  readonly because: string
}

/** Shares that people say as fractions, in percent; tenths are multiples of ten already. */
export const COMMON_FRACTIONS: readonly number[] = [25, 33, 33.3, 33.33, 66.6, 66.67, 66.7, 67, 75]

/** Points of grain for a share said "about": 10 for a multiple of ten or a common fraction, else 2. */
export const COARSE_GRAIN = 10
export const FINE_GRAIN = 2

/** How coarse "about v" is, in the claim's unit. */
export function grain(value: number, unit: Claim['unit']): number {
  if (unit !== 'percent') return lastNonZeroPlace(value)
  return value % 10 === 0 || COMMON_FRACTIONS.includes(value) ? COARSE_GRAIN : FINE_GRAIN
}

/**
 * The band for a claim, or null where it cannot be drawn: an increase or a decrease without a baseline, a number
 * missing. `words` is the quoted phrase, which shows to which digit the number was said.
 */
export function targetBand(
  claim: Pick<Claim, 'comparator' | 'value' | 'valueHigh' | 'unit'>,
  words: string,
  baseline: Interval | null,
  tolerance = 1,
): Band | null {
  const { comparator, value, valueHigh, unit } = claim
  const band = (
    low: number | null,
    high: number | null,
    because: string,
    open: Partial<Band> = {},
  ): Band => ({
    low: low === null ? null : tidy(low),
    high: high === null ? null : tidy(high),
    openLow: false,
    openHigh: false,
    because,
    ...open,
  })
  if (comparator === 'event') return band(1, null, 'the act is done')
  if (comparator === 'most') return band(50, null, 'over 50%', { openLow: true })
  if (comparator === 'increase') {
    return baseline && band(baseline.high, null, 'above the baseline', { openLow: true })
  }
  if (comparator === 'decrease') {
    return baseline && band(null, baseline.low, 'below the baseline', { openHigh: true })
  }
  if (value === null) return null
  switch (comparator) {
    case 'at-least':
      return band(value, null, 'that value and up')
    case 'at-most':
      return band(null, value, 'that value and down')
    case 'up-to':
      return band(null, value, 'at most that value; the words promise no floor')
    case 'hundreds-of':
      return band(value, null, 'two hundred and up')
    case 'exactly': {
      const half = saidDigit(words, value, unit) / 2
      return band(value - half, value + half, 'half of the last digit said, each side')
    }
    case 'between': {
      if (valueHigh === undefined) return null
      const below = saidDigit(words, value, unit) / 2
      const above = saidDigit(words, valueHigh, unit) / 2
      return band(value - below, valueHigh + above, 'half of the last digit said beyond each end')
    }
    case 'about': {
      const half = (grain(value, unit) / 2) * tolerance
      return band(value - half, value + half, `“about”: ${printQuantity(tidy(half), unit)} each side`)
    }
    case 'nearly': {
      const half = (grain(value, unit) / 2) * tolerance
      return band(value - half, value, 'the lower half of “about”')
    }
    default: {
      const never: never = comparator
      throw new Error(`unknown comparator: ${String(never)}`)
    }
  }
}

/** The worth of the last digit said: from the phrase where it holds the number, else from the number written out. */
function saidDigit(words: string, value: number, unit: Claim['unit']): number {
  const print = readPrint(words, value, unit)
  return print.inDigits ? print.digit : lastWrittenPlace(value)
}
