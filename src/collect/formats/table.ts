// What do the cells of a published table say, by a description of the table? A new table is a description, not code.
import { z } from 'zod'
import { CollectError, HostilePageError, SourceChangedError } from '../errors.ts'
import { tidyText } from '../reading.ts'
import { bytesOf, type Input } from './bytes.ts'
import { columnName, placeOf, type SheetRow } from './cells.ts'
import { periodOf } from './periods.ts'
import { sheetRows } from './sheet.ts'
import { CELL_STATES, type CellState, readCell } from './table-cell.ts'
import { columnsOf, footOf, LabelReader, nothingNamed, withoutMarker } from './table-labels.ts'

const label = z.string().min(1)
const column = z.string().regex(/^[A-Z]{1,3}$/, 'expected a column, such as "B"')
const power = z.int().min(-12).max(12)

export const tableDescriptionSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  /** The sheet's name, or a pattern between slashes. A CSV has no name: its only sheet always fits. */
  sheet: label.optional(),
  /** Words that stand above the headings, such as "by month of referral", or a pattern for all that stands there. */
  title: label.optional(),
  /**
   * Text of the first row of headings, in any of its cells, or a pattern between slashes; or the row's number. `above`: the
   * headings begin so many rows above it.
   */
  header: z.strictObject({
    find: label.optional(),
    row: z.int().positive().optional(),
    above: z.int().min(1).max(5).optional(),
  }),
  /** What each row of headings names, from the first: a dimension, or null for a row to pass over. */
  headings: z.array(label.nullable()),
  /**
   * Columns that name the row, by letter, or by their heading where columns change places. With both, the heading must stand
   * in that column. `down`: a blank one means the same as above (merged, or printed once). `under`: these
   * labels begin a group of the rows below them, and name another dimension; their own rows are the group's totals.
   */
  labels: z
    .array(
      z.strictObject({
        column: column.optional(),
        heading: label.optional(),
        dimension: label,
        down: z.boolean().optional(),
        under: z.strictObject({ dimension: label, labels: z.array(label).min(1) }).optional(),
      }),
    )
    .min(1)
    .refine((labels) => labels.every((one) => one.column !== undefined || one.heading !== undefined), {
      error: 'expected a "column" or a "heading" for each',
    }),
  /** The dimension that stands over the labels, where columns and rows meet: "2013/14 (£ millions)" without the bracket. */
  corner: label.optional(),
  /** First and last column of numbers; by default everything right of the last label. */
  numbers: z.strictObject({ from: column, to: column.optional() }).optional(),
  /** Dimensions that are the same for every cell. */
  fixed: z.record(z.string(), label).optional(),
  /**
   * For each dimension that has a closed list: label as printed, without note markers, to its meaning; null leaves the
   * row or column out on purpose. A label that is not here is told of, and its cells are left out.
   */
  known: z.record(z.string(), z.record(z.string(), label.nullable())).optional(),
  /** Labels that mean "all of this dimension". Their cells come without the dimension and are marked as totals. */
  totals: z.array(label).optional(),
  /** Words that begin a row of a kind that ends the table: `Percentage`, `Notes`, `Source`. */
  stop: z.array(label).optional(),
  /** What `-` `.` `..` `~` and others mean on this sheet, as its notes say. */
  markers: z.record(z.string(), z.enum(CELL_STATES)).optional(),
  /** Dimensions that make up the period, in the order they are read: `["year", "month"]`. They are not dimensions of cells. */
  period: z.array(label).optional(),
  /** Ten to this power times the printed number is the value: 6 for millions. A printed percent sign is not counted. */
  power: power.optional(),
})
export type TableDescription = z.infer<typeof tableDescriptionSchema>

/** @throws CollectError naming each fault of the description. */
export function tableDescription(value: unknown): TableDescription {
  const parsed = tableDescriptionSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const id = (value as { id?: unknown } | null)?.id
  throw new CollectError(`table "${String(id)}": ${z.prettifyError(parsed.error).replace(/\s+/g, ' ')}`)
}

export type TableCell = {
  readonly table: string
  /** Dimension to meaning; without those of the period, and without the ones of which it is the total. */
  readonly dimensions: Readonly<Record<string, string>>
  readonly totals: readonly string[]
  /** `2014`, `2014-05`, `2014-05-01`, both ends the same; or a span. Null where the table says none. */
  readonly period: { readonly start: string; readonly end: string } | null
  /** As printed, markers and all. */
  readonly valueText: string
  /** Decimal string; a percentage in percent. Null when no number stands there. */
  readonly value: string | null
  readonly marker: string | null
  readonly states: readonly CellState[]
  /** Notes of the sheet that its labels point to, in words. */
  readonly notes: readonly string[]
  readonly locator: string
  /** True when its row or sheet is hidden. */
  readonly hidden: boolean
}

/** More than this is no table that people read; such files go through `sheetRows`. */
const MOST_CELLS = 500_000

/**
 * Reads the tables of a description from a file: every sheet that fits, from its headings to the word it stops at.
 * @param issue told of labels that are not known, markers that are not explained, and numbers that cannot be read.
 * @throws SourceChangedError when no sheet fits, or a sheet has no such headings.
 */
export async function readTable(
  input: Input,
  description: TableDescription,
  issue: (what: string) => void,
): Promise<TableCell[]> {
  const { name } = bytesOf(input)
  const seen: string[] = []
  const fits = sheetTest(description)
  const sheets = new Map<string, SheetRow[]>()
  let cells = 0
  const rows = sheetRows(input, {
    sheets: (sheet) => {
      seen.push(sheet)
      return fits(sheet)
    },
  })
  for await (const row of rows) {
    cells += row.cells.length
    if (cells > MOST_CELLS)
      throw new HostilePageError(
        `${name}, sheet "${row.sheet}": expected a table of at most ${MOST_CELLS} cells`,
      )
    const kept = sheets.get(row.sheet)
    if (kept) kept.push(row)
    else sheets.set(row.sheet, [row])
  }
  if (sheets.size === 0)
    throw new SourceChangedError(
      `${name}: table "${description.id}": expected a sheet ${description.sheet ?? ''}, found ${seen.map((sheet) => `"${sheet}"`).join(', ')}`,
    )
  return [...sheets].flatMap(([sheet, kept]) => readSheet(name, sheet, kept, description, issue))
}

/** A test for a text as a description gives it: itself, or a pattern between slashes. */
function textTest(wanted: string): (text: string) => boolean {
  const pattern = /^\/(.*)\/$/.exec(wanted)?.[1]
  if (pattern === undefined) return (text) => text === wanted
  const expression = new RegExp(pattern, 'i')
  return (text) => expression.test(text)
}

/** Whether a sheet's name is the one described. The only sheet of a CSV has no name, and is every one. */
export function sheetTest({ sheet }: TableDescription): (name: string) => boolean {
  // Names of sheets may begin or end with spaces.
  const fits = sheet === undefined ? () => true : textTest(tidyText(sheet))
  return (name) => name === '' || fits(tidyText(name))
}

function readSheet(
  file: string,
  sheet: string,
  rows: readonly SheetRow[],
  description: TableDescription,
  issue: (what: string) => void,
): TableCell[] {
  const where = `${file}, ${sheet ? `sheet "${sheet}", ` : ''}table "${description.id}"`
  const first = headerAt(rows, description, where)
  const headings = rows.slice(first, first + description.headings.length)
  const labels = description.labels.map((one) => ({
    ...one,
    place: labelColumn(one, headings.length > 0 ? headings : rows.slice(first, first + 1), where),
  }))
  const from = description.numbers
    ? placeOf(description.numbers.from)
    : Math.max(...labels.map((one) => one.place)) + 1
  const to =
    description.numbers?.to === undefined ? Number.POSITIVE_INFINITY : placeOf(description.numbers.to)
  const { stop, notes } = footOf(rows, first + description.headings.length, description)
  const told = new Set<string>()
  const tellOnce = (what: string): void => {
    if (!told.has(what)) issue(`${where}: ${what}`)
    told.add(what)
  }
  const reader = new LabelReader(description, notes, tellOnce)
  const taken = new Set(labels.map(({ place }) => place))
  const columns = columnsOf(headings, description, { taken, from, to }, reader, tellOnce)

  const corner: Record<string, string> = {}
  if (description.corner !== undefined) {
    const text = rows[first]?.cells[labels[0]?.place ?? 0]?.text ?? ''
    corner[description.corner] = tidyText(text.replace(/\(.*/s, ''))
  }
  const cells: TableCell[] = []
  const above = new Map<string, string>()
  const body = rows.slice(first + description.headings.length, stop)
  for (const [at, row] of body.entries()) {
    const named = nothingNamed()
    let any = false
    for (const { place, dimension, down, under } of labels) {
      let text = tidyText(row.cells[place]?.text ?? '')
      if (text !== '') any = true
      if (text === '' && down) text = above.get(dimension) ?? ''
      above.set(dimension, text)
      if (text === '') continue
      const group = under?.labels.find((label) => label === text || label === withoutMarker(text))
      if (under && group !== undefined) {
        above.set(under.dimension, text)
        named.totals.push(dimension)
      } else reader.read(dimension, text, named)
      const over = under && above.get(under.dimension)
      if (over) reader.read(under.dimension, over, named)
    }
    // A row without a label is blank, or a line of units.
    if (!any && columns.some(({ place }) => readCell(row.cells[place], description).value !== null))
      tellOnce(`row ${row.row}: expected a label beside its numbers, found none; they are left out`)
    if (!any || named.left) continue
    for (const { place, named: heading } of columns) {
      if (heading.left) continue
      const cell = row.cells[place]
      const printed = tidyText(cell?.text ?? '')
      const locator = `${sheet ? `Sheet ${sheet}, ` : ''}row ${row.row}, column ${columnName(place)}`
      const read = readCell(cell, description)
      if (read.value !== null && isMerged(row, body[at + 1], place)) {
        tellOnce(`${locator}: "${printed}" stands in merged cells, for several at once; it is left out`)
        continue
      }
      for (const state of read.states)
        if (state === 'unexplained')
          tellOnce(
            `${locator}: expected a number or a marker that the description explains, got "${printed}"`,
          )
      const all = { ...description.fixed, ...corner, ...heading.dimensions, ...named.dimensions }
      const totals = [...heading.totals, ...named.totals]
      const period = periodIn(all, totals, description, (got) =>
        tellOnce(`row ${row.row}: expected a period, got ${JSON.stringify(got)}`),
      )
      cells.push({
        table: description.id,
        dimensions: Object.fromEntries(
          Object.entries(all).filter(([dimension]) => !description.period?.includes(dimension)),
        ),
        totals,
        period,
        valueText: printed,
        ...read,
        states: [...new Set([...read.states, ...heading.states, ...named.states])],
        notes: [...new Set([...heading.notes, ...named.notes])],
        locator,
        hidden: row.hidden,
      })
    }
  }
  if (cells.length === 0)
    throw new SourceChangedError(`${where}: expected rows under the headings, found none`)
  return cells
}

/** Where a column of labels stands. */
function labelColumn(
  { column, heading }: TableDescription['labels'][number],
  rows: readonly SheetRow[],
  where: string,
): number {
  if (heading === undefined) return placeOf(column ?? '')
  const fits = textTest(heading)
  const places = new Set(
    rows.flatMap(({ cells }) =>
      cells.flatMap(({ text }, place) => (fits(withoutMarker(tidyText(text))) ? [place] : [])),
    ),
  )
  const [place] = column === undefined ? places : [placeOf(column)].filter((one) => places.has(one))
  if (place !== undefined && (column !== undefined || places.size === 1)) return place
  const found = [...places].map(columnName).join(', ') || 'none'
  throw new SourceChangedError(
    `${where}: expected the heading "${heading}" ${column === undefined ? 'over one column' : `over column ${column}`}, found it over ${found}`,
  )
}

/** Whether a number stands in merged cells: it is of several rows or columns, and nobody can say how much of each. */
function isMerged(row: SheetRow, below: SheetRow | undefined, place: number): boolean {
  const text = row.cells[place]?.text
  const next = [
    row.cells[place],
    row.cells[place + 1],
    below?.row === row.row + 1 ? below.cells[place] : undefined,
  ]
  return next.some((cell) => cell?.carried === true && cell.text === text)
}

/** The period of a cell; null where the table has none, where the cell is a total of periods, and where a part is missing. */
function periodIn(
  dimensions: Readonly<Record<string, string>>,
  totals: readonly string[],
  { period }: TableDescription,
  tell: (got: string) => void,
): { readonly start: string; readonly end: string } | null {
  if (period === undefined || period.some((dimension) => totals.includes(dimension))) return null
  const parts = period.map((dimension) => dimensions[dimension] ?? '')
  const found = parts.includes('') ? null : periodOf(parts)
  if (found === null) tell(parts.join(' ').trim())
  return found
}

function headerAt(rows: readonly SheetRow[], { header, title }: TableDescription, where: string): number {
  const { find, row, above = 0 } = header
  const fits = find === undefined ? () => true : textTest(find)
  const at = rows.findIndex(
    (one) =>
      (row === undefined || one.row === row) &&
      (find === undefined || one.cells.some(({ text }) => fits(withoutMarker(tidyText(text))))),
  )
  const named = rows[at]
  if (named === undefined)
    throw new SourceChangedError(
      `${where}: expected headings ${find === undefined ? '' : `with "${find}" `}${row === undefined ? '' : `in row ${row}`}, found none in ${rows.length} rows`,
    )
  // Rows without a cell may be missing from what was read.
  const first = above === 0 ? at : rows.findIndex((one) => one.row === named.row - above)
  if (first < 0)
    throw new SourceChangedError(`${where}: expected headings in row ${named.row - above}, found it blank`)
  const words = rows.slice(0, first).flatMap(({ cells }) => cells.map(({ text }) => tidyText(text)))
  const printed = words.filter((text) => text !== '').join(' ')
  if (title !== undefined && !(title.startsWith('/') ? textTest(title)(printed) : printed.includes(title)))
    throw new SourceChangedError(
      `${where}: expected "${title}" above the headings, got "${printed.slice(0, 200)}"`,
    )
  return first
}
