// What does this page say? The same code in the parsing worker, in a scraper's tests, live and in replay.
import { decodeText } from './charset.ts'
import { explain, HostilePageError, type Issue, OddRecordError, SourceChangedError } from './errors.ts'
import { type HeaderList, headerOf } from './exchange.ts'
import { type Finding, flawOf, type Parsed } from './finding.ts'
import type { Json } from './port.ts'
import { html, lookupIn, watchTables, xml } from './reading.ts'
import type { Lookups, Page, Scraper, Tools } from './scraper.ts'

/** What is known of a page before anybody reads it. */
export type PageInput = {
  readonly url: string
  /** Absent where nothing led there but `url` itself. */
  readonly asked?: string
  readonly status: number
  readonly captured: string
  readonly contentType: string | null
  /** As sent; absent where a test gives none. */
  readonly headers?: HeaderList
  readonly bytes: Uint8Array
}

/** Makes the view of a page that parsers get. Nothing is decoded or read before it is asked for. */
export function makePage(input: PageInput, onDamage: (charset: string) => void = () => {}): Page {
  const decoded = lazy(() => {
    const read = decodeText(input.bytes, input.contentType)
    if (read.damaged) onDamage(`${read.charset}, by ${read.by}`)
    return read
  })
  const asHtml = lazy(() => html(decoded().text))
  const asXml = lazy(() => xml(decoded().text))
  return {
    ...input,
    asked: input.asked ?? input.url,
    header: (name) => headerOf(input.headers ?? [], name) ?? null,
    get charset() {
      return decoded().charset
    },
    get text() {
      return decoded().text
    },
    get $() {
      return asHtml()
    },
    get xml() {
      return asXml()
    },
    json: () => readJson(decoded().text),
  }
}

/** The longest list seen has 1,500 entries. */
const MOST_FOLLOWED = 10_000
/** No payload seen nests over 30 deep; from 10,000 JSON.stringify refuses what JSON.parse took. */
const MOST_DEPTH = 200

/** @throws SourceChangedError when the text is not JSON, or nests too deep. */
function readJson(text: string): unknown {
  const start = text.trimStart().slice(0, 60)
  let depth = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    const letter = text.charCodeAt(i)
    if (quoted) {
      if (letter === 92) i++
      else if (letter === 34) quoted = false
    } else if (letter === 34) quoted = true
    else if (letter === 91 || letter === 123) {
      if (++depth > MOST_DEPTH)
        throw new SourceChangedError(`expected JSON, got a value nested over ${MOST_DEPTH} deep`)
    } else if (letter === 93 || letter === 125) depth--
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new SourceChangedError(
      `expected JSON, got ${text.length} characters that begin ${JSON.stringify(start)}`,
      { cause },
    )
  }
}

function lazy<T>(make: () => T): () => T {
  let made: { value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/**
 * Reads one page with its scraper.
 * @throws SourceChangedError when the page has another shape, HostilePageError when it broke the reader.
 */
export function parsePage(scraper: Pick<Scraper, 'parse'>, lookups: Lookups, input: PageInput): Parsed {
  const issues: Issue[] = []
  const issue = (what: string, detail?: Json): void => {
    issues.push({ what, ...(detail === undefined ? {} : { detail }) })
  }
  const tools: Tools = {
    lookup: <T extends Json>(name: string, word: string) => lookupIn(lookups, name, word) as T,
    issue,
    each: (items, read) => {
      const results = []
      let index = 0
      for (const item of items) {
        try {
          const result = read(item, index)
          if (result !== null) results.push(result)
        } catch (error) {
          if (!(error instanceof OddRecordError)) throw error
          issue(explain(error), { record: index })
        }
        index += 1
      }
      return results
    },
  }
  const columnsLeft = watchTables()
  const page = makePage(input, (charset) => issue(`some bytes do not fit the page's encoding (${charset})`))
  let said: ReturnType<Scraper['parse']>
  try {
    said = scraper.parse(page, tools)
  } catch (error) {
    if (error instanceof OddRecordError) {
      issue(explain(error))
      said = []
    } else if (error instanceof RangeError && /call stack|string length|array length/i.test(error.message))
      throw new HostilePageError(`the page broke the reader: ${error.message}`, { cause: error })
    else throw error
  }
  for (const column of columnsLeft()) issue(`column "${column}" is neither taken nor ignored`)
  const { findings = [], follow = [] } = 'length' in said ? { findings: said as readonly Finding[] } : said
  const good: Finding[] = []
  for (const finding of findings) {
    const flaw = flawOf(finding)
    if (flaw)
      issue(`a finding was left out: ${flaw}`, {
        kind: String(finding?.kind),
        key: String(finding?.key).slice(0, 120),
      })
    else good.push({ kind: finding.kind, key: finding.key, payload: finding.payload })
  }
  const next = new Set<string>()
  for (const address of follow) {
    if (next.size >= MOST_FOLLOWED) {
      issue(`more than ${MOST_FOLLOWED} addresses to follow; the rest are left`)
      break
    }
    if (URL.canParse(address, input.url)) next.add(new URL(address, input.url).href.replace(/#.*$/, ''))
    else issue('an address to follow cannot be read', String(address).slice(0, 200))
  }
  return { findings: good, follow: [...next], issues }
}
