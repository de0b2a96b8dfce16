// How is a verdict explained, step by step, in plain words with its numbers?

import type { Cell, Compared, Finding } from './case.ts'
import { printDate, printPeriod } from './dates.ts'
import type { Unit } from './nouns.ts'
import type { Interval } from './quantities.ts'
import type { Band } from './target.ts'
import { printCount, printList, printQuantity, printRange, printTarget, RESULT_WORDS } from './vocabulary.ts'

const BASIS_WORDS = {
  'when-said': 'it describes things as they were when the words were said',
  stated: 'a deadline was stated',
  'programme-end': 'no deadline was stated, so the end of the programme counts',
  '24-months': 'no deadline was stated and the programme has no end, so 24 months after the words count',
} as const

/** An interval in words: "46.15% to 46.25%", or one number where both ends are the same. */
export function printInterval({ low, high }: Interval, unit: Unit): string {
  return low === high ? printQuantity(low, unit) : printRange(low, high, unit)
}

/** A band in words: "45% to 50%", "30% and up", "over 50%". */
export function printBand(
  band: Pick<Band, 'low' | 'high'> & Partial<Pick<Band, 'openLow' | 'openHigh'>>,
  unit: Unit | null,
): string {
  const { low, high } = band
  if (low !== null && high !== null) return printRange(low, high, unit)
  if (low !== null)
    return band.openLow ? `over ${printQuantity(low, unit)}` : `${printQuantity(low, unit)} and up`
  if (high !== null)
    return band.openHigh ? `under ${printQuantity(high, unit)}` : `${printQuantity(high, unit)} and down`
  return 'any number'
}

/** The dimensions of a reading or figure in words: "tier: all; prime: A4e". Empty when there are none. */
export function printDimensions(dimensions: Readonly<Record<string, string>>): string {
  return Object.entries(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key.replaceAll('_', ' ')}: ${value}`)
    .join('; ')
}

/** Every step of a finding, numbered as the published rule numbers them. */
export function explain(finding: Finding): string[] {
  const { claim, missing, due, asOf, cells } = finding
  if (missing !== null) return [`Step 1, testable: no. ${missing}`]
  const dueWords =
    due.date === null || due.day === null
      ? 'Step 2, due: neither the day of the words nor that of their source is known, so the latest figures count.'
      : `Step 2, due: ${printDate(due.date)} (${BASIS_WORDS[due.basis]}). On ${printDate(asOf)} that ${
          asOf < due.day ? 'is still to come' : 'has passed'
        }.`
  return [
    `Step 1, testable: yes. What is counted: ${claim.population}. What the words ask for: ${printTarget(claim)}.`,
    dueWords,
    ...cells.flatMap((cell, index) => explainCell(finding, cell, index + 1)),
    ...explainHeadline(finding),
  ]
}

function explainCell(finding: Finding, cell: Cell, n: number): string[] {
  const { claim } = finding
  const dimensions = printDimensions(cell.reading.dimensions)
  const name = `Reading ${n}, ${cell.measure.name}${dimensions === '' ? '' : ` (${dimensions})`}`
  const unit = cell.measure.unit
  const match = cell.direct
    ? 'counts the same thing as the words (direct)'
    : `is a proxy, because of its ${printList(cell.differs.map((part) => `${part} (${cell.reading.match[part as 'unit']})`))}`
  const steps = [`Step 4, match. ${name}: ${match}.`]
  const aside =
    cell.setAside.length === 0
      ? ''
      : ` ${printCount(cell.setAside.length, 'figure is', 'figures are')} set aside.`
  if (cell.used.length === 0) {
    const reason =
      cell.band === null
        ? 'no baseline is known from which to measure a change'
        : cell.setAside.length === 0
          ? 'no figure was published'
          : 'no figure can stand'
    return [...steps, `Step 3, figures. Reading ${n}: ${reason}.${aside}`]
  }
  const band = cell.band === null ? 'no band' : `${printBand(cell.band, claim.unit)} (${cell.band.because})`
  const baseline = cell.baseline === null ? '' : ` The baseline is ${printInterval(cell.baseline, unit)}.`
  return [
    ...steps,
    `Step 3, figures. Reading ${n}: ${printCount(cell.used.length, 'figure')} for the period that counts.${aside}`,
    ...cell.used.map((figure) => explainFigure(figure, unit, n)),
    `Step 6, band. Reading ${n}: the words ask for ${band}.${baseline}`,
    ...cell.used.map((figure) => explainComparison(figure, cell, n)),
  ]
}

function explainFigure({ observation, interval, because }: Compared, unit: Unit, n: number): string {
  const published =
    observation.published === null
      ? 'publication date not known'
      : `published ${printDate(observation.published)}`
  return `Step 5, interval. Reading ${n}: “${observation.display}” for ${printPeriod(observation.period)} (${observation.area}, ${published}, grade ${observation.grade}, ${observation.id}) stands for ${printInterval(interval, unit)}: ${because}.`
}

function explainComparison(figure: Compared, cell: Cell, n: number): string {
  const start = `Step 7, compare. Reading ${n}, ${figure.observation.id}:`
  if (figure.lean === null) return `${start} it is in another unit, so it cannot be set against the band.`
  const where = figure.lean === 'inside' ? 'inside the band' : `${figure.lean} the band`
  if (!cell.direct) return `${start} it leans ${where}; a proxy settles nothing.`
  const rough = figure.tags.includes('too-close') ? ' It is too rough to be wholly on one side.' : ''
  const backwards = figure.tags.includes('went-backwards') ? ' It moved the other way.' : ''
  const attainment =
    figure.result === 'met'
      ? figure.tags.includes('exceeded')
        ? ' That is better than the words asked for.'
        : ''
      : ` Attainment ${String(figure.attainment)}; from 0.5 it is Partly met, below it Not met.`
  const result = figure.result === null ? '' : ` ${RESULT_WORDS[figure.result].label}.`
  return `${start} ${where}.${rough}${backwards}${attainment}${result}`
}

function explainHeadline(finding: Finding): string[] {
  const { result, tags, deciding, cells, heldBackBy, tolerance, awaitedUntil, silence, due } = finding
  const label = RESULT_WORDS[result].label
  const stated = cells.some((cell) => cell.stated)
    ? ' The speaker said which way of counting was meant, so only that one decides.'
    : ''
  const robust = `Step 9, robustness: ${RESULT_WORDS[tolerance.half].label} at half the tolerance, ${RESULT_WORDS[tolerance.double].label} at double${
    tags.includes('tolerance-sensitive') ? ': tolerance-sensitive' : ''
  }.`
  if (heldBackBy.length > 0) {
    const names = printList(heldBackBy.map((cell) => cell.measure.name))
    return [
      `Step 8, combine: a reading without figures holds back Met (${names}).${stated} ${label}.`,
      robust,
    ]
  }
  if (deciding.length > 0) {
    const late = tags.includes('late') ? ' A later figure reached the band, so it is Partly met, late.' : ''
    const how = result === 'depends' ? 'they differ' : 'they agree'
    return [
      `Step 8, combine: ${printCount(deciding.length, 'direct reading')} with figures${deciding.length > 1 ? `; ${how}` : ''}.${stated}${late} ${label}.`,
      robust,
    ]
  }
  if (result === 'no-match') return [`Step 8, combine: only proxies have figures.${stated} ${label}.`, robust]
  if (result === 'too-early') {
    const held = tags.includes('held-so-far') ? ' The limit has held so far.' : ''
    return awaitedUntil === null || due.day === null
      ? [`Step 2, due: not yet.${held} ${label}.`]
      : [
          `Step 10, nothing to test it with yet.${stated} Figures are awaited until ${printDate(awaitedUntil)}. ${label}.`,
        ]
  }
  const clock =
    silence === null || silence.days === null || silence.since === null
      ? 'The day of the words is not known, so no clock can be set.'
      : `${printCount(silence.days, 'day')} since ${printDate(silence.since)}.`
  return [`Step 10, nothing eligible.${stated} ${label}. ${clock}`]
}
