// Between which two numbers does a printed figure lie?
//
// A figure is an interval, never a point, unless it is a count printed in full. METHOD step 5. Nothing is widened or
// narrowed by judgement: the interval follows from how the source printed the number.
import type { Observation, Unit } from './nouns.ts'

/** Both ends belong to it. In the unit of the measure; percentages are 0 to 100. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Removes the noise of binary fractions: twelve significant digits are kept. */
export const tidy = (n: number): number => (Number.isFinite(n) ? Number(n.toPrecision(12)) + 0 : n)

const interval = (low: number, high: number): Interval => ({ low: tidy(low), high: tidy(high) })

/** The middle of an interval. */
export const middle = (i: Interval): number => tidy((i.low + i.high) / 2)

/** The place value of the last digit that is not zero: 112000 gives 1000, 1.26 gives 0.01, 0 gives 1. */
export function lastNonZeroPlace(value: number): number {
  const plain = plainDigits(value)
  const [whole = '0', fraction = ''] = plain.split('.')
  if (fraction !== '') return tidy(10 ** -fraction.length)
  const zeros = /0*$/.exec(whole)?.[0].length ?? 0
  return zeros >= whole.length ? 1 : 10 ** zeros
}

/** The place value of the last digit written when the number is written out: 50 gives 1, 66.7 gives 0.1. */
export function lastWrittenPlace(value: number): number {
  const fraction = plainDigits(value).split('.')[1]
  return fraction === undefined ? 1 : tidy(10 ** -fraction.length)
}

/** Digits without exponent or binary noise. */
function plainDigits(value: number): string {
  const size = Math.abs(tidy(value))
  const text = String(size)
  return text.includes('e') ? size.toFixed(12).replace(/\.?0+$/, '') : text
}

type Hedge = 'over' | 'under' | 'about'

/** How a number was printed: the worth of its last digit, whether it was hedged, whether it was written in full. */
export interface Print {
  /** Place value of the last printed digit, in the unit of the value. */
  readonly digit: number
  readonly hedge: Hedge | null
  /** No decimal, no percentage, no scale word: every digit is there. */
  readonly inFull: boolean
  /** False when the text gives the value in words, or not at all. */
  readonly inDigits: boolean
}

const HEDGES: readonly (readonly [Hedge, RegExp])[] = [
  [
    'about',
    /\b(?:around|about|approximately|approx|roughly|some|circa|estimated|(?:in|in the) region of)[ .]*$/i,
  ],
  ['over', /\b(?:over|more than|above|in excess of|at least|upwards of|exceeding)\s*$/i],
  ['under', /\b(?:nearly|almost|under|less than|fewer than|below|up to|(?:a )?maximum of)\s*$/i],
]
const HEDGE_FIRST =
  /^(?:an? )?(?:(around|about|approximately|roughly|some|circa|estimated)|(over|just over|more than|above|in excess of|at least)|(nearly|almost|just under|under|less than|fewer than|below|up to))\b/i

const SCALES: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
}

const NUMBER =
  /[£€$]?(\d[\d,]{0,20}(?:\.\d{1,9})?)[ \u00a0]?(?:(thousand|million|billion|bn|m|k)\b|(%|per cent\b|percent\b))?/gi

/**
 * How a value stands in the text that prints it. A number in the text counts only when it is the value itself, so
 * that "335 (10%)" prints 10 per cent by its "10%". A value printed in words ("a third", "nine") has no digits: the
 * digits of the recorded value then stand for it.
 */
export function readPrint(display: string, value: number, unit: Unit | null): Print {
  const size = Math.abs(value)
  for (const found of display.matchAll(NUMBER)) {
    const digits = (found[1] ?? '').replaceAll(',', '')
    const scaleWord = found[2]?.toLowerCase()
    const scale = scaleWord === undefined ? 1 : (SCALES[scaleWord] ?? 1)
    if (Math.abs(Number(digits) * scale - size) > size * 1e-9) continue
    const decimals = digits.split('.')[1]?.length ?? 0
    const before = display.slice(0, found.index)
    return {
      digit: tidy(scale * 10 ** -decimals),
      hedge: HEDGES.find(([, words]) => words.test(before))?.[0] ?? null,
      inFull: scale === 1 && decimals === 0 && found[3] === undefined && unit !== 'percent',
      inDigits: true,
    }
  }
  const [, about, over, under] = HEDGE_FIRST.exec(display) ?? []
  return {
    digit: unit === 'percent' ? lastWrittenPlace(value) : lastNonZeroPlace(value),
    hedge: about ? 'about' : over ? 'over' : under ? 'under' : null,
    inFull: unit !== 'percent' && !/\b(?:thousand|million|billion|half|third|quarter)s?\b/i.test(display),
    inDigits: false,
  }
}

/** The 95% Wilson score interval of a share, in percent. Wilson (1927); z = 1.959964. */
export function wilson(percent: number, sampleSize: number): Interval {
  const z = 1.959964
  const p = Math.min(Math.max(percent / 100, 0), 1)
  const n = sampleSize
  const centre = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n)
  const half = (z / (1 + z ** 2 / n)) * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))
  return outward(Math.max(0, (centre - half) * 100), Math.min(100, (centre + half) * 100))
}

/** Rounded to two decimals away from the middle, so that printing it never makes it narrower. */
function outward(low: number, high: number): Interval {
  return interval(Math.floor(tidy(low * 100)) / 100, Math.ceil(tidy(high * 100)) / 100)
}

/** An interval and, in a few words, why it is as wide as it is. */
export interface ReadFigure {
  readonly interval: Interval
  readonly because: string
}

/** The interval that an observation stands for, by METHOD step 5. */
export function readFigure(observation: Observation, unit: Unit): ReadFigure {
  const { value, low, high, unknown, numerator, denominator, sampleSize, status, display } = observation
  if (low !== null && high !== null)
    return { interval: interval(low, high), because: 'the range its source prints' }
  if (unknown !== null && unknown > 0) {
    if (unit === 'percent' && numerator !== null && denominator !== null) {
      return {
        interval: outward((100 * numerator) / denominator, (100 * (numerator + unknown)) / denominator),
        because: 'from none to all of the unclassified part',
      }
    }
    return {
      interval: interval(value, value + unknown),
      because: 'from none to all of the unclassified part',
    }
  }
  if (status === 'survey' && unit === 'percent' && sampleSize !== null) {
    const exact = numerator !== null && denominator === sampleSize ? (100 * numerator) / denominator : value
    return { interval: wilson(exact, sampleSize), because: `a survey of ${sampleSize}: 95% interval` }
  }
  const print = readPrint(display, value, unit)
  const hedge = low !== null ? 'over' : high !== null ? 'under' : print.hedge
  const size = Math.abs(value)
  const place = lastNonZeroPlace(value)
  const upright = (from: number, to: number, because: string): ReadFigure => ({
    interval: value < 0 ? interval(-to, -from) : interval(from, to),
    because,
  })
  if (hedge === 'over')
    return upright(size, size + place, 'printed as “over”: up to one more of its last digit')
  if (hedge === 'under')
    return upright(size - place, size, 'printed as “under”: down to one less of its last digit')
  if (hedge === 'about')
    return upright(size - place / 2, size + place / 2, 'printed as “about”: half of its last digit')
  if (print.inFull) return upright(size, size, 'printed in full')
  return upright(size - print.digit / 2, size + print.digit / 2, 'rounded in print: half of the last digit')
}
