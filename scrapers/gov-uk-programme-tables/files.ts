// Which cells do the published tables of the programmes hold, and when were they published?
import {
  type BulkPage,
  type BulkRow,
  fileName,
  govUkFiles,
  type ReadRows,
  readTable,
  SourceChangedError,
  sheetRows,
  sheetTest,
} from '../../src/collect/index.ts'
import { countedIn, DESCRIBED, type Described } from './descriptions.ts'

type Tools = Parameters<ReadRows>[1]
const TABULAR = /\.(csv|xlsx?|ods)$/i
/** Whether a name or title speaks of a programme whose tables are described. */
const isOurs = (text: string): boolean => DESCRIBED.some(({ files }) => files.test(text))

export const files = govUkFiles({
  searches: [
    { words: 'work and health programme statistics', filter: by('department-for-work-pensions') },
    { words: 'restart scheme statistics', filter: by('department-for-work-pensions') },
    { words: 'probation statistics', filter: by('ministry-of-justice') },
  ],
  isPage: isOurs,
  isFile: isOurs,
  keep: ({ name, url }, _, issue) => {
    if (!TABULAR.test(name)) return null
    if (isOurs(name)) return {}
    issue(`the file "${name}" is named for no programme whose tables are described`, url)
    return null
  },
  read: readFile,
})

function by(organisation: string): Readonly<Record<string, string>> {
  return { filter_organisations: organisation }
}

async function* readFile(page: BulkPage, { issue }: Pick<Tools, 'issue'>): AsyncGenerator<BulkRow> {
  const sheets = new Set<string>()
  for await (const { sheet } of sheetRows(page)) sheets.add(sheet)
  const name = fileName(new URL(page.url))
  const fitting = DESCRIBED.filter(
    ({ files, table }) => files.test(name) && [...sheets].some((sheet) => sheetTest(table)(sheet)),
  )
  if (fitting.length === 0) {
    const found = [...sheets].map((sheet) => `"${sheet}"`).join(', ')
    issue(`no description of tables is for a sheet of "${name}", which has ${found || 'no rows'}`)
    return
  }
  const seen = new Map<string, string | null>()
  for (const sheet of sheets) {
    const misses: string[] = []
    let read = false
    // A table changes its layout from release to release: the description counts whose headings stand there.
    for (const one of fitting.filter(({ table }) => sheetTest(table)(sheet))) {
      const odd: string[] = []
      let cells: Awaited<ReturnType<typeof readTable>>
      try {
        cells = await readTable(page, { ...one.table, sheet }, (what) => odd.push(what))
      } catch (error) {
        if (!(error instanceof SourceChangedError)) throw error
        misses.push([error.message, ...odd].join('; '))
        continue
      }
      read = true
      for (const what of odd) issue(what)
      yield* rowsOf(cells, one, seen, issue)
    }
    const where = `${page.url}, ${sheet ? `sheet "${sheet}", ` : ''}`
    const why = misses.map((miss) => miss.replaceAll(where, '')).join('; or ')
    if (!read && misses.length > 0) issue(`a sheet was left out: ${where}${why}`)
  }
}

function* rowsOf(
  cells: Awaited<ReturnType<typeof readTable>>,
  { table, measures, programme, area, since }: Described,
  seen: Map<string, string | null>,
  issue: Tools['issue'],
): Generator<BulkRow> {
  const unmeasured = new Set<string>()
  for (const cell of cells) {
    const { counted, rest } = countedIn(cell.dimensions)
    const measure = Object.hasOwn(measures, counted) ? measures[counted] : undefined
    if (measure === undefined && !unmeasured.has(counted))
      issue(`table "${table.id}": no measure for "${counted}", ${cell.locator}`)
    if (measure === undefined) unmeasured.add(counted)
    if (!measure || cell.period === null) continue
    const period =
      since !== null && counted.startsWith('cumulative/')
        ? { start: since, end: cell.period.end }
        : cell.period
    const dimensions = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1))
    const key = [measure, period.start, period.end, ...dimensions.flat()].join('/').slice(0, 300)
    if (seen.has(key)) {
      // The same figure on two sheets is one figure; two figures are for a person to look at.
      if (seen.get(key) !== cell.value)
        issue(
          `${cell.locator}: "${cell.valueText}" differs from an earlier cell for ${key}; the first is kept`,
        )
      continue
    }
    seen.set(key, cell.value)
    yield { ...cell, kind: 'cell', key, measure, programme, area, period, dimensions: rest }
  }
}
