// Which files on a subject does GOV.UK have? Its search leads to pages, pages to files and to other pages.
import type { BulkPage, KeptRow, ReadRows, Row, TallyInput } from './bulk.ts'
import { CollectError, SourceChangedError } from './errors.ts'
import { jsonRecords } from './formats/json-array.ts'
import { sniff } from './formats/sniff.ts'
import { type Attachment, type ContentPage, readContentPage } from './gov-uk-content.ts'
import { isRecord } from './json.ts'
import { readablePath } from './reading.ts'

type Tools = Parameters<ReadRows>[1]

export type GovUkFiles = {
  /** What to search for; `filter` narrows it by the service's own parameters, such as `filter_organisations`. */
  readonly searches: readonly { readonly words: string; readonly filter: Readonly<Record<string, string>> }[]
  /** Whether the address of a page is about the subject. Addresses are made from titles. */
  readonly isPage: (path: string) => boolean
  /** Whether the name of a file is about the subject, so that it may be asked for. */
  readonly isFile: (name: string) => boolean
  /** What else to keep of a file that a page offers; null for one that is not read, of which it has told if need be. */
  readonly keep: (
    file: Attachment & { readonly name: string },
    page: ContentPage,
    issue: Tools['issue'],
  ) => { readonly [field: string]: string | null } | null
  /** The rows of one file. One that cannot be read is named with the reason, and the others count. */
  readonly read: (page: BulkPage, tools: Tools) => AsyncIterable<Row>
}

const ASSETS = 'assets.publishing.service.gov.uk'
const SEARCH = '/api/search.json'
/** The service answers no further. */
const MOST_RESULTS = 10_000

/** The last part of an address, in letters: a file's name. */
export const fileName = (url: URL): string => readablePath(url).split('/').at(-1) ?? ''

/**
 * What a source of GOV.UK's files needs: which addresses it reads, its searches as addresses to begin with, and how they
 * are read. Each file that is read is also a row of kind `file`: `url`, `title`, `page`, `body`, `published` and
 * `withdrawn` as its page has them.
 */
export function govUkFiles({ searches, isPage, isFile, keep, read }: GovUkFiles): {
  readonly handles: (url: URL) => boolean
  readonly searches: readonly string[]
  readonly readRows: ReadRows
} {
  const handles = (url: URL): boolean => {
    if (!/^https?:$/.test(url.protocol)) return false
    if (url.hostname === ASSETS)
      return /^\/(media|government\/uploads)\//.test(url.pathname) && isFile(fileName(url))
    if (!/^(www\.)?gov\.uk$/.test(url.hostname)) return false
    return url.pathname === SEARCH
      ? searches.some(({ words }) => url.searchParams.get('q') === words)
      : url.pathname.startsWith('/api/content/') && isPage(url.pathname)
  }

  const readRows: ReadRows = async function* (page, tools) {
    const url = new URL(page.url)
    if (url.hostname === ASSETS)
      try {
        yield* read(page, tools)
      } catch (error) {
        if (!(error instanceof CollectError)) throw error
        tools.issue(`the file was left out: ${error.message}`)
      }
    else if (url.pathname === SEARCH) yield* readSearch(await readJson(page), url)
    else yield* readPage(readContentPage(await readJson(page)), tools.issue)
  }

  function* readSearch(answer: unknown, url: URL): Generator<{ readonly follow: string }> {
    if (!isRecord(answer) || !Array.isArray(answer.results) || typeof answer.total !== 'number')
      throw new SourceChangedError('expected an answer of the GOV.UK search with "results" and "total"')
    for (const result of answer.results)
      if (isRecord(result) && typeof result.link === 'string' && isPage(result.link))
        yield { follow: `/api/content${result.link}` }
    const next = Number(url.searchParams.get('start') ?? 0) + answer.results.length
    if (answer.results.length > 0 && next < answer.total && next < MOST_RESULTS) {
      const after = new URL(url)
      after.searchParams.set('start', String(next))
      yield { follow: after.href }
    }
  }

  function* readPage(page: ContentPage, issue: Tools['issue']): Generator<Row | { readonly follow: string }> {
    for (const path of page.documents) if (isPage(path)) yield { follow: path }
    for (const file of page.attachments) {
      const { url } = file
      const kept = keep({ ...file, name: fileName(new URL(url)) }, page, issue)
      if (kept === null) continue
      yield {
        ...{ kind: 'file', key: url, url, title: file.title || page.title },
        ...{ page: `https://www.gov.uk${page.path}`, body: page.body },
        ...{ published: page.updated ?? page.firstPublished, withdrawn: page.withdrawn },
        ...kept,
      }
      yield { follow: url }
    }
  }

  return { handles, searches: searches.map(searchFor), readRows }
}

/** A file that some page offers, or once did. */
export type OfferedFile = {
  /** `YYYY-MM-DD`: the day of its page when it was first offered. A page has a new day with each file that is added. Null where none says. */
  readonly published: string | null
  /** The row of kind `file` that was read last. */
  readonly latest: KeptRow
}

/** By address, the files of all pages as they were ever read: a page that has a new file no longer names the one before. */
export async function offeredFiles(
  history: TallyInput['history'],
): Promise<ReadonlyMap<string, OfferedFile>> {
  const files = new Map<string, OfferedFile>()
  for await (const latest of history('file')) {
    const url = String(latest.url)
    const days = [files.get(url)?.published, latest.published].filter((day) => typeof day === 'string')
    files.set(url, { published: days.sort()[0] ?? null, latest })
  }
  return files
}

const searchFor = ({ words, filter }: GovUkFiles['searches'][number]): string =>
  `${SEARCH}?${new URLSearchParams({
    q: words,
    ...filter,
    fields: 'link,title,public_timestamp',
    order: '-public_timestamp',
    count: '200',
  })}`

async function readJson(page: BulkPage): Promise<unknown> {
  for await (const { value } of jsonRecords(page)) return value
  throw new SourceChangedError(`expected JSON, got ${await sniff(page)}`)
}
