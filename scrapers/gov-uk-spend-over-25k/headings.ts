// Which column of a table of payments holds what? By a list of headings; what the list does not know stops the file.
import {
  columnName,
  type ReadRows,
  SourceChangedError,
  UnknownCategoryError,
} from '../../src/collect/index.ts'

type Tools = Pick<Parameters<ReadRows>[1], 'lookup' | 'issue'>
export type Field =
  | 'department'
  | 'entity'
  | 'date'
  | 'type'
  | 'area'
  | 'supplier'
  | 'transaction'
  | 'amount'
  | 'currency'
  | 'description'
  | 'postcode'
  | 'supplierType'
/** `second`: counts only where no other column says the same, as the day of the invoice beside that of the payment. */
type Heading = { readonly field: Field | null; readonly basis?: 'net' | 'gross'; readonly second?: true }
type Placed = { readonly place: number; readonly heading: Heading }

/** Where each field stands, and what the heading of the amount says of VAT. */
export type Columns = {
  readonly at: ReadonlyMap<Field, number>
  readonly basis: 'net' | 'gross' | 'not-stated'
  readonly headings: readonly string[]
}

/** Without these three a table is none of payments. */
export const NEEDED = ['supplier', 'amount', 'date'] as const satisfies readonly Field[]
const isNeeded = (field: Field): boolean => (NEEDED as readonly Field[]).includes(field)

/** The same heading in every spelling: letters and digits alone; a pound sign where it is all there is. */
export const plainHeading = (text: string): string =>
  text.toLowerCase().replace(/[^\p{L}\d]+/gu, '') || (text.includes('£') ? '£' : '')

/** What each cell means as a heading; null for one that no lookup explains. */
function meaningsOf(plain: readonly string[], { lookup }: Tools): (Heading | null)[] {
  return plain.map((heading) => {
    if (heading === '') return null
    try {
      return lookup<Heading>('heading', heading)
    } catch (error) {
      if (error instanceof UnknownCategoryError) return null
      throw error
    }
  })
}

/** The needed fields that a line has headings for: what a person is told of the line that came nearest. */
export function neededIn(cells: readonly string[], tools: Tools): readonly Field[] {
  const fields = meaningsOf(cells.map(plainHeading), tools).map((meaning) => meaning?.field)
  return NEEDED.filter((field) => fields.includes(field))
}

/**
 * The columns that a line of headings names, or null when it is none. Of a net and a gross amount the net one counts.
 * @throws UnknownCategoryError for a heading that no lookup explains: a column is never passed over in silence.
 * @throws SourceChangedError when two columns could be the supplier, the amount or the day.
 */
export function headingsOf(row: number, cells: readonly string[], tools: Tools): Columns | null {
  const plain = cells.map(plainHeading)
  const meanings = meaningsOf(plain, tools)
  const fields = new Set(meanings.map((meaning) => meaning?.field))
  if (!NEEDED.every((field) => fields.has(field))) return null
  const columns = new Map<Field, Placed[]>()
  for (const [place, heading] of meanings.entries()) {
    if (heading === null && plain[place] !== '') tools.lookup('heading', plain[place] ?? '')
    if (!heading?.field) continue
    columns.set(heading.field, [...(columns.get(heading.field) ?? []), { place, heading }])
  }
  const chosen = [...columns].map(
    ([field, several]) => [field, chooseOf(row, field, several, tools)] as const,
  )
  const at = new Map(chosen.map(([field, { place }]) => [field, place]))
  const basis = chosen.find(([field]) => field === 'amount')?.[1].heading.basis ?? 'not-stated'
  return { at, basis, headings: plain }
}

/** The column that counts, of one or more that name the same field. Which one it was is said where it changes a figure. */
function chooseOf(row: number, field: Field, several: readonly Placed[], { issue }: Tools): Placed {
  const [first] = several as readonly [Placed, ...Placed[]]
  const main = several.filter(({ heading }) => !heading.second)
  if (several.length === 1 || !isNeeded(field)) return main[0] ?? first
  const net = main.filter(({ heading }) => heading.basis === 'net')
  const gross = main.filter(({ heading }) => heading.basis === 'gross')
  const only =
    main.length === 1 ? main[0] : net.length === 1 && gross.length === main.length - 1 ? net[0] : undefined
  const names = several.map(({ place }) => columnName(place)).join(' and ')
  if (only === undefined)
    throw new SourceChangedError(
      `row ${row}: expected one column for ${field}, got ${names}; say in lookups.json which one counts`,
    )
  issue(`row ${row}: the columns ${names} are both of the ${field}; column ${columnName(only.place)} counts`)
  return only
}
