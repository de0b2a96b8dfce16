// Which cells do the published tables of the programmes hold, and when were they published?
import {
  type BulkPage,
  type BulkRow,
  CollectError,
  isRecord,
  jsonRecords,
  type ReadRows,
  readablePath,
  readContentPage,
  readTable,
  SourceChangedError,
  sheetRows,
  sheetTest,
  sniff,
} from '../../src/collect/index.ts'
import { countedIn, DESCRIBED } from './descriptions.ts'

const TABULAR = /\.(csv|xlsx?|ods)$/i
/** A file's name, from its address. */
export const nameIn = (address: string): string => readablePath(new URL(address)).split('/').at(-1) ?? ''
/** Whether a name or title speaks of a programme whose tables are described. */
export const isOurs = (text: string): boolean => DESCRIBED.some(({ files }) => files.test(text))

export const readRows: ReadRows = async function* (page, tools) {
  const url = new URL(page.url)
  if (url.hostname === 'assets.publishing.service.gov.uk') {
    try {
      yield* readFile(page, tools.issue)
    } catch (error) {
      // One workbook cannot be read: it is named with the reason, and the other releases count.
      if (!(error instanceof CollectError)) throw error
      tools.issue(`the file was left out: ${error.message}`)
    }
    return
  }
  const answer = await readJson(page)
  if (url.pathname === '/api/search.json') {
    if (!isRecord(answer) || !Array.isArray(answer.results))
      throw new SourceChangedError('expected an answer of the GOV.UK search with "results"')
    for (const result of answer.results)
      if (isRecord(result) && typeof result.link === 'string' && isOurs(result.link))
        yield { follow: `/api/content${result.link}` }
    return
  }
  const { title, path, documents, attachments, updated, firstPublished, withdrawn } = readContentPage(answer)
  for (const document of documents) if (isOurs(document)) yield { follow: document }
  for (const file of attachments) {
    const name = nameIn(file.url)
    if (!TABULAR.test(name)) continue
    if (!isOurs(name)) {
      tools.issue(`the file "${name}" is named for no programme whose tables are described`, file.url)
      continue
    }
    yield {
      kind: 'file',
      key: file.url,
      url: file.url,
      title: file.title || title,
      page: `https://www.gov.uk${path}`,
      published: updated ?? firstPublished,
      withdrawn,
    }
    yield { follow: file.url }
  }
}

async function readJson(page: BulkPage): Promise<unknown> {
  for await (const { value } of jsonRecords(page)) return value
  throw new SourceChangedError(`expected JSON, got ${await sniff(page)}`)
}

async function* readFile(page: BulkPage, issue: (what: string) => void): AsyncGenerator<BulkRow> {
  const sheets = new Set<string>()
  for await (const { sheet } of sheetRows(page)) sheets.add(sheet)
  const name = nameIn(page.url)
  const fitting = DESCRIBED.filter(
    ({ files, table }) => files.test(name) && [...sheets].some((sheet) => sheetTest(table)(sheet)),
  )
  if (fitting.length === 0) {
    const found = [...sheets].map((sheet) => `"${sheet}"`).join(', ')
    issue(`no description of tables is for a sheet of "${name}", which has ${found}`)
    return
  }
  const seen = new Map<string, string | null>()
  for (const { table, measures, programme, area, since } of fitting) {
    for (const sheet of [...sheets].filter(sheetTest(table)))
      try {
        for (const cell of await readTable(page, { ...table, sheet }, issue)) {
          const { counted, rest } = countedIn(cell.dimensions)
          const measure = Object.hasOwn(measures, counted) ? measures[counted] : undefined
          if (measure === undefined)
            issue(`table "${table.id}": no measure for "${counted}", ${cell.locator}`)
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
      } catch (error) {
        if (!(error instanceof SourceChangedError)) throw error
        issue(`a sheet was left out: ${error.message}`)
      }
  }
}
