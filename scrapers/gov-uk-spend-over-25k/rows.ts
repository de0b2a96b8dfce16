// Which payments does a file list? One row each, whatever the department's spreadsheet looks like.
import {
  type BulkPage,
  type BulkRow,
  CollectError,
  isRecord,
  jsonRecords,
  type ReadRows,
  readablePath,
  readContentPage,
  SourceChangedError,
  sniff,
} from '../../src/collect/index.ts'
import { monthIn } from './dates.ts'
import { readPayments } from './payments.ts'

/** Whether the address of a page speaks of spending over 25,000. Addresses are made from titles. */
export const isAboutSpending = (path: string): boolean =>
  /spend|spent|expenditure|payment|transaction|invoice/i.test(path) && /25[,_ -]?(000|k)/i.test(path)
const TABULAR = /\.(csv|xlsx?|ods|txt)$|spreadsheet|excel|text\/csv/i

export const readRows: ReadRows = async function* (page, tools) {
  const url = new URL(page.url)
  if (url.hostname.endsWith('assets.publishing.service.gov.uk')) {
    try {
      yield* readPayments(page, tools)
    } catch (error) {
      // One file of one month cannot be read: it is named with the reason, and the others count.
      if (!(error instanceof CollectError)) throw error
      tools.issue(`the file was left out: ${error.message}`)
    }
    return
  }
  const answer = await readJson(page)
  if (url.pathname === '/api/search.json') yield* readSearch(answer, url)
  else yield* readPage(answer, tools.issue)
}

async function readJson(page: BulkPage): Promise<unknown> {
  for await (const { value } of jsonRecords(page)) return value
  throw new SourceChangedError(`expected JSON, got ${await sniff(page)}`)
}

function* readSearch(answer: unknown, url: URL): Generator<{ follow: string }> {
  if (!isRecord(answer) || !Array.isArray(answer.results) || typeof answer.total !== 'number')
    throw new SourceChangedError('expected an answer of the GOV.UK search with "results" and "total"')
  for (const result of answer.results) {
    if (!isRecord(result) || typeof result.link !== 'string') continue
    if (isAboutSpending(result.link)) yield { follow: `/api/content${result.link}` }
  }
  const next = Number(url.searchParams.get('start') ?? 0) + answer.results.length
  if (answer.results.length > 0 && next < answer.total && next < 10_000) {
    const after = new URL(url)
    after.searchParams.set('start', String(next))
    yield { follow: after.href }
  }
}

function* readPage(
  answer: unknown,
  issue: (what: string, detail?: string) => void,
): Generator<BulkRow | { follow: string }> {
  const page = readContentPage(answer)
  for (const path of page.documents) if (isAboutSpending(path)) yield { follow: path }
  for (const file of page.attachments) {
    const name = readablePath(new URL(file.url)).split('/').at(-1) ?? ''
    if (!TABULAR.test(`${name} ${file.contentType ?? ''}`) && !TABULAR.test(name)) {
      issue(`a file is no table and is not read: ${name}`, file.url)
      continue
    }
    yield {
      kind: 'file',
      key: file.url,
      url: file.url,
      title: file.title || page.title,
      page: `https://www.gov.uk${page.path}`,
      body: page.body,
      month: monthIn(file.title) ?? monthIn(name) ?? monthIn(page.title),
      published: page.updated ?? page.firstPublished,
      withdrawn: page.withdrawn,
    }
    yield { follow: file.url }
  }
}
