// How does a scraper read a page so that a change in the page cannot pass unseen? Zero or many is an error; columns are all accounted for.
import { type Cheerio, type CheerioAPI, load } from 'cheerio/slim'
import { OddRecordError, SourceChangedError, UnknownCategoryError } from './errors.ts'
import { monthNumber } from './months.ts'
import type { Json } from './port.ts'
import type { Lookups } from './scraper.ts'

/** Elements of a page: what cheerio's `$()` gives. */
// biome-ignore lint/suspicious/noExplicitAny: cheerio's own node type is not exported by its slim entry
export type Elements = Cheerio<any>

/** Reads a piece of HTML that came inside something else, such as a body inside JSON. */
export const html = (fragment: string): CheerioAPI => load(fragment)

/** Reads XML, with the entities that its own DOCTYPE declares written out. */
export const xml = (text: string): CheerioAPI => load(withEntities(text), { xml: true })

/**
 * Writes out the entities of an inline DOCTYPE (`<!ENTITY mdash "&#8212;">`). One level only: an entity made of others
 * stays as it is, so that no page can grow without end.
 */
export function withEntities(text: string): string {
  const subset = /^[^<]*(?:<\?[^>]*\?>\s*)?<!DOCTYPE[^[>]*\[([\s\S]*?)\]\s*>/.exec(text)?.[1]
  if (!subset) return text
  const declared = new Map<string, string>()
  for (const [, name = '', value = ''] of subset.matchAll(/<!ENTITY\s+([\w.-]+)\s+"([^"]{0,40})"\s*>/g))
    if (/^(&#x?[0-9a-f]+;|[^&<%])*$/i.test(value)) declared.set(name, value)
  return text.replace(/&([\w.-]+);/g, (whole, name: string) => declared.get(name) ?? whole)
}

/** The one element that matches, in the page or inside `within`. @throws SourceChangedError for none and for several. */
export function one($: CheerioAPI, selector: string, within?: Elements): Elements {
  const found = within ? within.find(selector) : $(selector)
  if (found.length === 1) return found
  throw new SourceChangedError(
    `expected one "${selector}", found ${found.length}; look at the page and mend the selector`,
  )
}

/** The element that matches, or null. @throws SourceChangedError for several. */
export function maybe($: CheerioAPI, selector: string, within?: Elements): Elements | null {
  const found = within ? within.find(selector) : $(selector)
  if (found.length <= 1) return found.length === 1 ? found : null
  throw new SourceChangedError(
    `expected at most one "${selector}", found ${found.length}; look at the page and mend the selector`,
  )
}

/** All that match, each by itself. @throws SourceChangedError when there are none. */
export function some($: CheerioAPI, selector: string, within?: Elements): Elements[] {
  const found = within ? within.find(selector) : $(selector)
  if (found.length === 0)
    throw new SourceChangedError(
      `expected some "${selector}", found none; look at the page and mend the selector`,
    )
  return found.toArray().map((element) => $(element))
}

const BLOCKS = new Set(
  'address article aside blockquote br dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody td tfoot th thead tr ul'.split(
    ' ',
  ),
)
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg'])

type Node = {
  type: string
  name?: string
  data?: string
  children?: Node[]
  next?: Node | null
  parent?: Node | null
}

/**
 * What a reader sees of elements: text only, white space collapsed, blocks kept apart by a space. Goes through the tree
 * without recursion, so that no depth of nesting can break it. Scripts and styles are silent.
 */
export function textOf(elements: Elements): string {
  const out: string[] = []
  for (const root of elements.toArray() as Node[]) {
    const left: (Node | string)[] = [root]
    for (let node = left.pop(); node !== undefined; node = left.pop()) {
      if (typeof node === 'string') out.push(node)
      else if (node.type === 'text') out.push(node.data ?? '')
      else if (node.children && !SILENT.has(node.name ?? '')) {
        const block = BLOCKS.has(node.name ?? '')
        if (block) {
          out.push(' ')
          left.push(' ')
        }
        for (let i = node.children.length - 1; i >= 0; i--) left.push(node.children[i] as Node)
      }
    }
    out.push(' ')
  }
  return tidyText(out.join(''))
}

/** Text as it is compared and kept: one kind of space, no invisible characters, composed letters. */
export function tidyText(text: string): string {
  // Most text is tidy already, and tables have millions of cells.
  if (!/[^ -~]| {2}|^ | $/.test(text)) return text
  return (
    text
      .normalize('NFC')
      .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, ' ')
      .replace(/\s+/gu, ' ')
      .trim()
  )
}

/** A row of a table. Each column is taken or ignored by name; what remains becomes an issue. */
export type Row = {
  /** The first cell: what the row is about. */
  readonly label: string
  /** A cell's text. @throws SourceChangedError when the table has no such column, or two. */
  readonly take: (column: string) => string
  /** A cell's number: `1,234`, `12.5%` (as 12.5), `-3`. Null for a printed blank (`-`, `..`, `n/a`). @throws OddRecordError for anything else. */
  readonly number: (column: string) => number | null
  /** The cell itself, for its links. */
  readonly cell: (column: string) => Elements
}

type Watch = { readonly headings: readonly string[]; readonly used: Set<string> }
/** The tables that the page being parsed has opened. One page is parsed at a time, so one list is enough. */
let watched: Watch[] = []

/** Reads a table whose first row, or `thead`, names its columns. @throws SourceChangedError when it has none, or a row of another width. */
export function table(
  $: CheerioAPI,
  element: Elements,
  options: { readonly ignore?: readonly string[] } = {},
): Row[] {
  const lines = element
    .find('tr')
    .toArray()
    .map((line) => $(line))
  const cells = lines.map((line) =>
    line
      .children('th, td')
      .toArray()
      .map((cell) => $(cell)),
  )
  const first = cells.find((line) => line.length > 0)
  if (!first) throw new SourceChangedError('expected a table with a row of headings, found no rows')
  const headings = first.map(textOf)
  const used = new Set(options.ignore ?? [])
  watched.push({ headings, used })
  const place = (column: string): number => {
    used.add(column)
    const at = headings.indexOf(column)
    if (at >= 0 && headings.lastIndexOf(column) === at) return at
    const got = headings.map((heading) => `"${heading}"`).join(', ')
    throw new SourceChangedError(`expected one column "${column}", found columns ${got}`)
  }
  return cells
    .slice(cells.indexOf(first) + 1)
    .filter((line) => line.length > 0)
    .map((line) => {
      if (line.length !== headings.length)
        throw new SourceChangedError(
          `expected rows of ${headings.length} cells, found one of ${line.length}: "${line.map(textOf).join(' | ').slice(0, 120)}"`,
        )
      const cell = (column: string): Elements => line[place(column)] as Elements
      const take = (column: string): string => textOf(cell(column))
      return {
        label: textOf(line[0] as Elements),
        cell,
        take,
        number: (column) => readNumber(take(column), column),
      }
    })
}

/** @throws OddRecordError when the text is neither a number nor a printed blank. */
function readNumber(text: string, column: string): number | null {
  if (/^(|-|–|—|\.{1,2}|n\/?a|\*|x|z)$/i.test(text)) return null
  const plain = text
    .replace(/^£\s*/, '')
    .replace(/\s*%$/, '')
    .replace(/^[−–](?=\d)/, '-')
  if (/^-?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?$/.test(plain)) return Number(plain.replaceAll(',', ''))
  throw new OddRecordError(`column "${column}": expected a number, got "${text.slice(0, 60)}"`)
}

/** Starts the watch on a page's tables; the function it returns says which columns nobody took or ignored. */
export function watchTables(): () => string[] {
  watched = []
  return () =>
    watched.flatMap(({ headings, used }) =>
      headings.slice(0).filter((heading, at) => heading !== '' && !used.has(heading) && at > 0),
    )
}

/** Finds what an odd word means. @throws UnknownCategoryError when the table does not have it. */
export function lookupIn(lookups: Lookups, table: string, word: string): Json {
  const known = Object.hasOwn(lookups, table) ? lookups[table] : undefined
  const found = known && Object.hasOwn(known, word) ? known[word] : undefined
  if (found) return found.to
  throw new UnknownCategoryError(
    `lookups.json: "${table}" has no entry for "${word}"; add it with the day it was seen and a reason`,
  )
}

/**
 * The calendar day a source prints, as `YYYY-MM-DD`, from `2014-04-30T00:00:00+01:00` or `30 April 2014`. The day is
 * taken as printed and never moved to another zone: a local midnight in summer would become the day before.
 * @throws OddRecordError when there is no such day in the text.
 */
export function printedDate(text: string): string {
  const iso = /^\s*(\d{4})-(\d{2})-(\d{2})(?=$|[T\s])/.exec(text)
  const words = /\b(\d{1,2})(?:st|nd|rd|th)?\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b/.exec(text)
  const month = words ? monthNumber(words[2] ?? '') : 0
  const parts = iso ? iso.slice(1).map(Number) : words ? [Number(words[3]), month, Number(words[1])] : []
  const [year = 0, at = 0, day = 0] = parts
  const date = new Date(Date.UTC(year, at - 1, day))
  if (parts.length === 3 && date.getUTCMonth() === at - 1 && date.getUTCDate() === day)
    return date.toISOString().slice(0, 10)
  throw new OddRecordError(`expected a date, got "${text.slice(0, 60)}"`)
}

/**
 * The day that a British list prints: `15/09/2014`, day first and perhaps with a time behind it, `15-Sep-2014`, or as
 * `printedDate` reads it. Null for none.
 * @throws OddRecordError when there is no such day in the text.
 */
export function listedDay(printed: string): string | null {
  if (printed === '') return null
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})\/(\d{1,2})\/(\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?$/.exec(printed) ?? []
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  try {
    return printedDate(year === '' ? printed.replace(/-([a-z]+)-/i, ' $1 ') : iso)
  } catch (cause) {
    throw new OddRecordError(`expected a day such as 15/09/2014, got "${printed.slice(0, 40)}"`, { cause })
  }
}

/** The host of an address in lower case; a fully qualified name may end in a dot, and is the same host. */
export const hostOf = (url: URL): string => url.hostname.toLowerCase().replace(/\.$/, '')

/** The path of an address in letters; as printed where its escapes are not UTF-8, as in addresses typed by hand. */
export function readablePath(url: URL): string {
  try {
    return decodeURIComponent(url.pathname)
  } catch {
    return url.pathname
  }
}
