// What do the Almanac's tables say of the income of charities, edition by edition?
import {
  type BulkPage,
  type BulkRow,
  bytesOf,
  CollectError,
  type ReadRows,
  readablePath,
  readTable,
  SourceChangedError,
  sheetRows,
  sheetTest,
  sniff,
  tableDescription,
  utf8Of,
} from '../../src/collect/index.ts'
import described from './tables.json' with { type: 'json' }

const DESCRIBED = described.map(tableDescription)

/** The year an address names: `almanac16`, `almanac-2016`. Null for others. */
export function editionIn(url: URL): string | null {
  const found = /almanac[-_/]?(20\d\d|\d\d)(?!\d)/i.exec(readablePath(url))?.[1]
  return found === undefined ? null : found.length === 2 ? `20${found}` : found
}

/** The financial year an edition is of: two years back, as the edition of 2016 has 2013/14. */
const yearOf = (edition: string): { start: string; end: string } => ({
  start: `${Number(edition) - 3}-04`,
  end: `${Number(edition) - 2}-03`,
})

export const readRows: ReadRows = async function* (page, { issue }) {
  if ((await sniff(page)) === 'html') {
    yield* linksIn(await textOf(page), page.url)
    return
  }
  try {
    yield* readTables(page, issue)
  } catch (error) {
    if (!(error instanceof CollectError)) throw error
    issue(`the file was left out: ${error.message}`)
  }
}

async function textOf(page: BulkPage): Promise<string> {
  if (bytesOf(page).size > 8_000_000) throw new SourceChangedError('expected a web page of at most 8 MB')
  const parts: Buffer[] = []
  for await (const part of utf8Of(page)) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** The files a web page leads to, and pages of other editions. */
function* linksIn(text: string, address: string): Generator<{ follow: string }> {
  for (const [, href = ''] of text.matchAll(/<a\s[^>]*href="([^"]+)"/gi)) {
    const url = URL.canParse(href, address) ? new URL(href, address) : null
    if (url && isAlmanac(url) && (/\.(csv|xlsx|ods)$/i.test(url.pathname) || editionIn(url)))
      yield { follow: url.href }
  }
}

export const isAlmanac = (url: URL): boolean =>
  /^https?:$/.test(url.protocol) &&
  (url.hostname === 'data.ncvo.org.uk' ||
    (/^(www\.)?ncvo\.org\.uk$/.test(url.hostname) && /almanac/i.test(url.pathname)))

async function* readTables(page: BulkPage, issue: (what: string) => void): AsyncGenerator<BulkRow> {
  const sheets = new Set<string>()
  for await (const { sheet } of sheetRows(page)) sheets.add(sheet)
  const isCsv = sheets.has('') || sheets.size === 0
  const fitting = DESCRIBED.filter((table) =>
    isCsv ? table.sheet === undefined : table.sheet !== undefined && [...sheets].some(sheetTest(table)),
  )
  const unread = [...sheets].filter((sheet) => !fitting.some((table) => sheetTest(table)(sheet)))
  for (const sheet of unread) issue(`no description of tables is for the sheet "${sheet}"`)
  const named = editionIn(new URL(page.url))
  const misses: string[] = []
  let read = 0
  for (const table of fitting) {
    let cells: Awaited<ReturnType<typeof readTable>>
    try {
      cells = await readTable(page, table, issue)
    } catch (error) {
      if (!(error instanceof SourceChangedError)) throw error
      misses.push(error.message)
      continue
    }
    read += cells.length
    let undated = 0
    for (const cell of cells) {
      // Columns without a heading hold remarks of whoever made the table.
      if (Object.values(cell.dimensions).length + cell.totals.length === 0) continue
      const period = cell.period ?? (named === null ? null : yearOf(named))
      const edition = named ?? (period === null ? null : String(Number(period.end.slice(0, 4)) + 2))
      if (period === null) undated += 1
      const dimensions = Object.entries(cell.dimensions).sort(([a], [b]) => (a < b ? -1 : 1))
      yield {
        ...cell,
        kind: 'cell',
        key: [table.id, period?.start ?? 'undated', ...dimensions.flat()].join('/').slice(0, 300),
        period,
        edition,
        editionFrom: named === null ? (period === null ? null : 'its year') : 'its address',
      }
    }
    if (undated > 0)
      issue(
        `${undated} cells of table "${table.id}" are of no year: neither the file nor its address names one`,
      )
  }
  if (read === 0) for (const miss of misses) issue(`a table was not found: ${miss}`)
}
