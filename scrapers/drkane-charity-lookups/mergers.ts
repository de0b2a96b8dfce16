// Which charity went into which, and when, by the register of mergers?
import { type BulkRow, listedDay, OddRecordError } from '../../src/collect/index.ts'
import { type Line, linkOf, type Told } from './links.ts'

/** The columns of the register as the Charity Commission publishes it, as two programs of others name them. */
export const PRINTED = {
  from: 'Name of transferring charity (transferor) and charity number (if any)',
  into: 'Name of receiving charity (transferee) and charity number (if any)',
  vested: 'Date Vesting Declaration made',
  moved: 'Date property transferred',
  registered: 'Date merger registered',
} as const

/**
 * Funds and bodies that were never registered have no number on either side: nobody can be found by them. Names of such
 * can be those of people, so nothing of them is kept.
 */
export function readMerger(record: Line, told: Told): readonly BulkRow[] | null {
  const [from, into] = [numberOf(record, 'transferor'), numberOf(record, 'transferee')]
  if (from === null || into === null)
    return told.skip(
      'have no charity number on one side',
      `merger registered ${record.date_merger_registered ?? ''}`,
    )
  const on = firstDay([
    record.date_property_transferred,
    record.date_vesting_declaration,
    record.date_merger_registered,
  ])
  return linkOf('merged', from, into, on, told)
}

/** The first of several days that can be read; null when none can: a typing error must not lose a merger. */
function firstDay(printed: readonly (string | undefined)[]): string | null {
  for (const one of printed)
    try {
      const day = listedDay(one ?? '')
      if (day !== null) return day
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
    }
  return null
}

/** "(1100001)", "(1100001-2)" for a linked charity, or the number alone at the end. */
const NUMBER = /\(\s*(\d{6,7})(?:\s*[-/]\s*(\d{1,4}))?\s*\)|\s(\d{6,7})$/g

/** A cell can hold several names, each with its number: three or more spaces, a semicolon or a line break apart. */
const numbersIn = (cell: string): string[] =>
  cell
    .split(/\s{3,}|;|\n/)
    .flatMap((name) =>
      [...name.trim().matchAll(NUMBER)].map(([, number, sub, last]) => idOf(number ?? last ?? '', sub ?? '')),
    )

/** One line as printed: all its transferors went into the one that received. */
export function readPrintedMerger(record: Line, told: Told): readonly BulkRow[] | null {
  const from = numbersIn(record[PRINTED.from] ?? '')
  const into = numbersIn(record[PRINTED.into] ?? '')
  const registered = record[PRINTED.registered] ?? ''
  const [heir, another] = into
  if (from.length === 0 || heir === undefined)
    return told.skip('have no charity number on one side', `merger registered ${registered}`)
  if (another !== undefined)
    return told.skip('have several numbers of receiving charities', into.join(', ').slice(0, 100))
  const on = firstDay([record[PRINTED.moved], record[PRINTED.vested], registered])
  return from.flatMap((one) => linkOf('merged', one, heir, on, told) ?? [])
}

function numberOf(record: Line, side: string): string | null {
  // Written anew by a program that knows no empty whole numbers, 12 is 12.0.
  const [number = '', sub = ''] = ['regno', 'subno'].map((field) =>
    (record[`${side}_${field}`] ?? '').replace(/\.0$/, ''),
  )
  return number === '' ? null : idOf(number, sub)
}

const idOf = (number: string, sub: string): string =>
  `GB-CHC-${number}${/^0*$/.test(sub) ? '' : `-${Number(sub)}`}`
