// Which places does a supply-chain list have: who, under which main contractor, in which area, of which sector by its own word?
import {
  type BulkPage,
  type BulkRow,
  csvRows,
  monthIn,
  type ReadRows,
  SourceChangedError,
  sheetRows,
  sniff,
  tidyText,
  UnknownCategoryError,
} from '../../src/collect/index.ts'

type Tools = Parameters<ReadRows>[1]
type Field =
  | 'supplier'
  | 'prime'
  | 'area'
  | 'tier'
  | 'sector'
  | 'charity'
  | 'company'
  | 'postcode'
  | 'referrals'
type Line = { readonly sheet: string; readonly row: number; readonly cells: readonly string[] }
type Columns = { readonly at: ReadonlyMap<Field, number>; readonly headings: readonly string[] }

/** Titles and notes before the headings; more than this and it is another kind of table. */
const MOST_PREAMBLE = 40

async function* linesOf(page: BulkPage): AsyncGenerator<Line> {
  if ((await sniff(page)) === 'text')
    for await (const { line, cells } of csvRows(page)) yield { sheet: '', row: line, cells }
  else
    for await (const { sheet, row, cells } of sheetRows(page))
      yield {
        sheet,
        row,
        cells: cells.map(({ kind, text, value }) => (kind === 'number' ? (value ?? text) : text)),
      }
}

export async function* readPlaces(page: BulkPage, tools: Tools): AsyncGenerator<BulkRow> {
  const seen = new Map<string, number>()
  let sheet: string | null = null
  let columns: Columns | null = null
  let above = 0
  let month: string | null = null
  let places = 0
  for await (const line of linesOf(page)) {
    if (line.sheet !== sheet) {
      sheet = line.sheet
      columns = null
      above = 0
      month = monthIn(sheet)
    }
    const cells = line.cells.map(tidyText)
    if (cells.every((cell) => cell === '')) continue
    if (columns === null) {
      above += 1
      month ??= monthIn(cells.join(' '))
      if (above <= MOST_PREAMBLE) columns = columnsIn(line, tools)
      continue
    }
    // Some lists repeat the headings on every printed page.
    if (columns.headings.every((heading, at) => plain(cells[at] ?? '') === heading)) continue
    const { at } = columns
    const text = (field: Field): string => cells[at.get(field) ?? -1] ?? ''
    const total = totalIn(cells)
    if (total !== null) {
      yield { kind: 'printed-total', key: `${sheet}/${line.row}`, month, total }
      continue
    }
    const supplier = text('supplier')
    const where = `${sheet ? `sheet "${sheet}", ` : ''}row ${line.row}`
    // Notes below the table stand alone in their line, and not under the subcontractors unless those come first.
    if (cells.filter((cell) => cell !== '').length < 2) {
      if (supplier !== '' && at.get('supplier') !== 0)
        tools.issue(`${where} has nothing but "${supplier.slice(0, 120)}" and was left out`)
      continue
    }
    if (supplier === '') {
      tools.issue(`${where} names no subcontractor and was left out: ${cells.join(' | ').slice(0, 120)}`)
      continue
    }
    places += 1
    const identity = [text('area'), text('prime'), supplier, text('tier')].join('/')
    const times = (seen.get(identity) ?? 0) + 1
    seen.set(identity, times)
    const printed = text('sector')
    yield {
      kind: 'place',
      key: `${identity.slice(0, 280)}${times === 1 ? '' : ` (${times})`}`,
      supplier,
      ids: [
        ...(text('charity') === '' ? [] : [`GB-CHC-${text('charity')}`]),
        ...(text('company') === '' ? [] : [`GB-COH-${text('company')}`]),
      ],
      postcode: text('postcode') || null,
      prime: text('prime') || null,
      area: text('area') || null,
      tier: text('tier') || null,
      sector: sectorOf(printed, where, tools),
      sectorPrinted: printed || null,
      referrals: countIn(text('referrals'), where, tools),
      month,
      locator: where,
    }
  }
  if (places === 0)
    throw new SourceChangedError(
      'expected places under headings such as Subcontractor, Prime and Sector, found none',
    )
}

const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/**
 * The columns, by the line of headings; null for a line before it. A column that no lookup explains, or that says again
 * where a place is, is named and not read.
 * @throws SourceChangedError when two columns would be the subcontractor, the main contractor or the sector.
 */
function columnsIn({ cells, row }: Line, tools: Tools): Columns | null {
  const headings = cells.map(plain)
  const unknown: string[] = []
  const fields = headings.map((heading, at): Field | null => {
    if (heading === '') return null
    try {
      return tools.lookup<Field | null>('heading', heading)
    } catch (error) {
      if (!(error instanceof UnknownCategoryError)) throw error
      unknown.push(tidyText(cells[at] ?? ''))
      return null
    }
  })
  if (!fields.includes('supplier') || !(fields.includes('prime') || fields.includes('sector'))) return null
  const at = new Map<Field, number>()
  for (const [place, field] of fields.entries()) {
    if (field === null) continue
    if (at.has(field) && field !== 'supplier' && field !== 'prime' && field !== 'sector') {
      // Contract and area, say: one of them tells places apart.
      unknown.push(tidyText(cells[place] ?? ''))
      continue
    }
    if (at.has(field))
      throw new SourceChangedError(
        `row ${row}: expected one column for "${field}", got "${cells[at.get(field) ?? 0]}" and "${cells[place]}"; say in lookups.json which one counts`,
      )
    at.set(field, place)
  }
  if (unknown.length > 0) tools.issue(`row ${row}: these columns are not read: ${unknown.join(', ')}`)
  return { at, headings }
}

/** The one number of a line that speaks of a total; null for other lines. */
function totalIn(cells: readonly string[]): number | null {
  const filled = cells.filter((cell) => cell !== '')
  const numbers = filled.filter((cell) => /^\d[\d,]*$/.test(cell))
  return filled.length <= 3 && numbers.length === 1 && filled.some((cell) => /^(grand )?total\b/i.test(cell))
    ? Number(numbers[0]?.replaceAll(',', ''))
    : null
}

/** The sector by the list's own word; null where it says none, or a word that nobody has explained. */
function sectorOf(printed: string, where: string, { lookup, issue }: Tools): string | null {
  // A dash or "n/a" says no sector.
  if (/^([-–—.]*|n\/?[ak])$/i.test(printed)) return null
  try {
    return lookup<string>(
      'sector',
      printed
        .toLowerCase()
        .replace(/[^a-z]+/g, ' ')
        .trim(),
    )
  } catch (error) {
    if (!(error instanceof UnknownCategoryError)) throw error
    issue(`${where}: ${error.message}; the sector counts as not known`)
    return null
  }
}

/** A count of people; null where none is printed. What stands for a small or unknown number is never nought. */
function countIn(printed: string, where: string, { issue }: Tools): number | null {
  if (/^\d[\d,]*(\.0+)?$/.test(printed)) return Number(printed.replaceAll(',', ''))
  if (!/^([-–*~]|\.{1,2}|n\/?a|\[[a-z]+\])?$/i.test(printed))
    issue(`${where}: expected a number of referrals, got "${printed.slice(0, 40)}"`)
  return null
}
