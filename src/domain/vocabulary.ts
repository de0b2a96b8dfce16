// Which words do verdicts use? The only place where they stand: pages, feed, exports and command line read them here.
import type { Comparator, Grade, Kind, Unit, Voice } from './nouns.ts'

/** The version of the published rule. It is part of every verdict: a change of rule is never silent. */
export const RULE_VERSION = '1.0.0'

export const RESULTS = [
  'met',
  'partly-met',
  'not-met',
  'depends',
  'too-early',
  'no-figures',
  'no-match',
  'not-testable',
] as const

/** What the rule says of a claim. The first four are results, the last four say why there is none. */
export type Result = (typeof RESULTS)[number]

export const TAGS = [
  'exceeded',
  'late',
  'went-backwards',
  'provisional',
  'proxy-only',
  'tolerance-sensitive',
  'too-close',
  'held-so-far',
] as const

/** A remark on a verdict; never a verdict of its own. */
export type Tag = (typeof TAGS)[number]

interface ResultWords {
  /** The name of the result, in a list. */
  readonly label: string
  /** The same result in the words that fit a pledge, a forecast or a description. */
  readonly byKind: Readonly<Record<Kind, string>>
  /** One sentence that says what it means. */
  readonly meaning: string
  /** A sign that carries the meaning without colour. */
  readonly sign: string
}

const same = (label: string): Record<Kind, string> => ({
  pledge: label,
  forecast: label,
  description: label,
  principle: label,
})

export const RESULT_WORDS: Readonly<Record<Result, ResultWords>> = {
  met: {
    label: 'Met',
    byKind: {
      pledge: 'Met',
      forecast: 'Borne out',
      description: 'Supported by the figures',
      principle: 'Met',
    },
    meaning: 'A figure that counts the same thing is inside the band that the words ask for, or better.',
    sign: '✓',
  },
  'partly-met': {
    label: 'Partly met',
    byKind: {
      pledge: 'Partly met',
      forecast: 'Partly borne out',
      description: 'Partly supported by the figures',
      principle: 'Partly met',
    },
    meaning: 'The figure falls short of the words, by less than half; or it got there late.',
    sign: '◐',
  },
  'not-met': {
    label: 'Not met',
    byKind: {
      pledge: 'Not met',
      forecast: 'Not borne out',
      description: 'Not supported by the figures',
      principle: 'Not met',
    },
    meaning: 'The figure is less than half of what the words ask for, or went the other way.',
    sign: '✗',
  },
  depends: {
    label: 'Depends what you count',
    byKind: same('Depends what you count'),
    meaning: 'Fair ways of counting the claim give different answers. All of them are shown.',
    sign: '⇄',
  },
  'too-early': {
    label: 'Too early',
    byKind: same('Too early'),
    meaning: 'The claim is not due yet, or its figures are not yet expected.',
    sign: '…',
  },
  'no-figures': {
    label: 'No figures published',
    byKind: same('No figures published'),
    meaning: 'The claim is due, and no figure that could test it was found in public.',
    sign: '∅',
  },
  'no-match': {
    label: 'Figures do not match the claim',
    byKind: same('Figures do not match the claim'),
    meaning:
      'There are figures near the claim, but they count something else. They are shown with what differs.',
    sign: '≠',
  },
  'not-testable': {
    label: 'Not testable',
    byKind: same('Not testable'),
    meaning: 'As worded, no figure could settle it. What is missing is named.',
    sign: '?',
  },
}

export const TAG_WORDS: Readonly<Record<Tag, { label: string; meaning: string }>> = {
  exceeded: { label: 'exceeded', meaning: 'The figure is better than the words asked for.' },
  late: { label: 'late', meaning: 'It fell short when due, and a later figure got there.' },
  'went-backwards': { label: 'went backwards', meaning: 'The figure moved the other way.' },
  provisional: { label: 'provisional', meaning: 'It rests on a figure that may still be revised.' },
  'proxy-only': {
    label: 'proxy only',
    meaning: 'Every figure found counts something near the claim, not the claim.',
  },
  'tolerance-sensitive': {
    label: 'tolerance-sensitive',
    meaning: 'With half or with double the tolerance the answer would be another one.',
  },
  'too-close': {
    label: 'too close to call',
    meaning: 'The figure is too rough to say which side of the line it is on.',
  },
  'held-so-far': { label: 'held so far', meaning: 'A limit that has not been passed in any figure so far.' },
}

export const KIND_WORDS: Readonly<Record<Kind, string>> = {
  pledge: 'Pledge',
  forecast: 'Forecast',
  description: 'Description',
  principle: 'Principle',
}

export const VOICE_WORDS: Readonly<Record<Voice, string>> = {
  government: 'Government',
  parliament: 'Parliament',
  auditor: 'Auditor',
  provider: 'Provider',
  sector: 'The sector itself',
}

export const GRADE_WORDS: Readonly<Record<Grade, string>> = {
  A: 'audit or final official statistics',
  B: 'provisional or management figures with a published basis',
  C: 'independent survey or research',
  D: 'a single news report, or the speaker’s own department without a published method',
}

export const COMPARATOR_WORDS: Readonly<Record<Comparator, string>> = {
  exactly: 'exactly',
  'at-least': 'at least',
  'at-most': 'at most',
  'up-to': 'up to',
  about: 'about',
  nearly: 'nearly',
  between: 'between',
  most: 'most (over half)',
  'hundreds-of': 'hundreds of',
  increase: 'an increase',
  decrease: 'a decrease',
  event: 'that a thing be done',
}

export const ABOUT_WORDS = {
  'who-delivers': 'Who delivers',
  'how-much': 'How much',
  'what-people-got': 'What people got',
} as const

const UNIT_NOUNS: Readonly<Record<Unit, string>> = {
  percent: '',
  gbp: '',
  count: '',
  people: ' people',
  organisations: ' organisations',
  contracts: ' contracts',
  places: ' places',
  days: ' days',
  score: '',
}

/** A number with thousands marked by commas and no noise of binary fractions: 1234567.5 gives "1,234,567.5". */
export function printNumber(value: number): string {
  const [whole = '0', fraction] = String(Number(Math.abs(value).toPrecision(12))).split('.')
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')
  return `${value < 0 ? '-' : ''}${grouped}${fraction === undefined ? '' : `.${fraction}`}`
}

/** A figure as printed. Bare digits, as a cell of a workbook holds them, get their commas: "1234567" gives "1,234,567". */
export const printDisplay = (display: string): string =>
  /^\d{5,15}$/.test(display) ? printNumber(Number(display)) : display

/** An amount with its unit, exact: "46.2%", "£1.372 billion", "31,000 people". */
export function printQuantity(value: number, unit: Unit | null): string {
  if (unit === 'percent') return `${printNumber(value)}%`
  if (unit === 'gbp') {
    const size = Math.abs(value)
    const sign = value < 0 ? '-' : ''
    if (size >= 1e9) return `${sign}£${printNumber(size / 1e9)} billion`
    if (size >= 1e6) return `${sign}£${printNumber(size / 1e6)} million`
    return `${sign}£${printNumber(size)}`
  }
  return `${printNumber(value)}${unit === null ? '' : UNIT_NOUNS[unit]}`
}

/** Two ends with their unit said once: "46.5% to 47.5%", "111,500 to 112,500 people". */
export function printRange(low: number, high: number, unit: Unit | null): string {
  const noun = unit === null ? '' : UNIT_NOUNS[unit]
  return `${printQuantity(low, noun === '' ? unit : null)} to ${printQuantity(high, unit)}`
}

/** What a claim asks for, in words: "between 35% and 40%", "at least 289 organisations". */
export function printTarget(claim: {
  readonly comparator: Comparator
  readonly value: number | null
  readonly valueHigh?: number | undefined
  readonly unit: Unit | null
}): string {
  const { comparator, value, valueHigh, unit } = claim
  const words = COMPARATOR_WORDS[comparator]
  if (value === null || comparator === 'most') return words
  if (comparator === 'between' && valueHigh !== undefined) {
    return `between ${printQuantity(value, unit)} and ${printQuantity(valueHigh, unit)}`
  }
  if (comparator === 'hundreds-of') return `hundreds (${printQuantity(value, unit)} or more)`
  return `${words} ${printQuantity(value, unit)}`
}

/** "a, b and c" */
export function printList(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** "1 figure", "2 figures" */
export function printCount(n: number, one: string, many = `${one}s`): string {
  return `${printNumber(n)} ${n === 1 ? one : many}`
}
