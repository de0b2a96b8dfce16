// Which described tables may a file hold, and what is each of their cells a figure of?
import { type TableDescription, tableDescription } from '../../src/collect/index.ts'
import described from './tables.json' with { type: 'json' }

export type Described = {
  /** Files of that programme, by their name or title. */
  readonly files: RegExp
  readonly programme: string
  readonly area: string
  /** The month from which running totals (`cumulative/...`) count; null when the tables have none. */
  readonly since: string | null
  /** `basis/measure` as the table has it, to a measure; null leaves it out on purpose. */
  readonly measures: Readonly<Record<string, string | null>>
  readonly table: TableDescription
}

export const DESCRIBED: readonly Described[] = described.map(({ files, ...one }) => ({
  ...one,
  files: new RegExp(files, 'i'),
  table: tableDescription(one.table),
}))

/** Dimensions that together say what is counted; the rest are dimensions of the figure. */
const COUNTED = ['column', 'basis', 'measure']

/** What a cell counts, as `measures` spells it, and the dimensions that are left. */
export function countedIn(dimensions: Readonly<Record<string, string>>): {
  readonly counted: string
  readonly rest: Record<string, string>
} {
  return {
    counted: COUNTED.map((dimension) => dimensions[dimension])
      .filter((part) => part !== undefined)
      .join('/'),
    rest: Object.fromEntries(
      Object.entries(dimensions).filter(([dimension]) => !COUNTED.includes(dimension)),
    ),
  }
}
