// How is a feed collected by configuration alone? Atom, RSS, RDF and JSON Feed are read by a library; each entry is a document.
import { parseFeed } from 'feedsmith'
import { readBody } from './body.ts'
import { OddRecordError, ScraperInvalidError, SourceChangedError } from './errors.ts'
import { documentFindings, type Finding, type Paragraph } from './finding.ts'
import type { Json } from './port.ts'
import { printedDate, textOf, tidyText } from './reading.ts'
import { defineScraper, type Page, type Scraper, type Tools } from './scraper.ts'

export type FeedOptions = Pick<
  Scraper,
  'title' | 'publisher' | 'licence' | 'cadence' | 'expected' | 'pace' | 'notes'
> & {
  /** Addresses of feeds, all on one host. What their query says must be in an address for it to count as this feed. */
  readonly url: string | readonly string[]
  /** Whose words they are: a department, a charity. It decides in whose voice they are shown. */
  readonly body: string
  /**
   * Selector of the main text of an entry's page. When given, entries whose page is on the feed's host are followed and the
   * page is the document, under its own address as key; without it, a document is what the feed itself says of an entry.
   */
  readonly article?: string
}

/** Feeds are short: 20 to 50 entries in those seen. More is an archive, or an attack. */
const MOST_ENTRIES = 500
const MOST_CHARACTERS = 10_000_000

/** A source of feeds: the default export of a `scraper.ts` of a few lines. @throws ScraperInvalidError for feeds on several hosts. */
export function defineFeed(options: FeedOptions): Scraper {
  const { title, publisher, licence, cadence, expected, pace, notes, article } = options
  const feeds = [options.url].flat().map((address) => new URL(address))
  const [first] = feeds
  if (!first || feeds.some((feed) => feed.host !== first.host))
    throw new ScraperInvalidError(
      `${title}: expected addresses of feeds on one host, got ${feeds.join(', ')}`,
    )
  const isHere = (url: URL): boolean =>
    /^https?:$/.test(url.protocol) && url.hostname.replace(/\.$/, '') === first.hostname
  const isFeed = (url: URL): boolean =>
    isHere(url) &&
    feeds.some(
      (feed) =>
        feed.pathname === url.pathname &&
        [...feed.searchParams].every(([name, value]) => url.searchParams.getAll(name).includes(value)),
    )
  return defineScraper({
    ...{ title, publisher, licence, cadence, expected },
    ...(pace === undefined ? {} : { pace }),
    ...(notes === undefined ? {} : { notes }),
    baseUrl: new URL('/', first).href,
    limits: { bytes: MOST_CHARACTERS },
    handles: (url) => isFeed(url) || (article !== undefined && isHere(url)),
    start: () => ({ pages: feeds.map(({ href }) => href) }),
    parse(page, tools) {
      const url = new URL(page.url)
      if (article !== undefined && !isFeed(url)) return readArticle(page, article, options, tools)
      const entries = readEntries(page, tools)
      const leads = (entry: Entry): boolean =>
        article !== undefined && entry.link !== null && isHere(entry.link) && !isFeed(entry.link)
      return {
        findings: newest(entries.filter((entry) => !leads(entry))).flatMap((entry) =>
          documentsOf(entry, page, options, tools),
        ),
        follow: entries.flatMap((entry) => (leads(entry) && entry.link ? [entry.link.href] : [])),
      }
    },
  })
}

/** An entry of any kind of feed. Texts are HTML where `html` says so. */
type Words = { readonly text: string; readonly html: boolean }
type Entry = {
  readonly key: string
  readonly link: URL | null
  readonly title: string
  /** As printed. */
  readonly published: string | null
  readonly updated: string | null
  readonly content: Words | null
  readonly summary: Words | null
  readonly categories: readonly string[]
}
type Raw = Omit<Entry, 'key' | 'link' | 'title'> & {
  readonly id: string | null
  readonly link: string | null
  readonly title: Words | null
}

/** @throws SourceChangedError for what is no feed, and for a feed that says it has ended. */
function readEntries(page: Page, { each, issue }: Tools): Entry[] {
  const { text } = page
  if (text.length > MOST_CHARACTERS)
    throw new SourceChangedError(`expected a feed, got ${text.length} characters; look whether it is one`)
  const raw = rawEntries(page)
  if (raw.length === 0) issue('the feed has no entries')
  if (raw.length > MOST_ENTRIES)
    issue(`the feed has more than ${MOST_ENTRIES} entries; the rest are left out`)
  // GOV.UK answers 200 with this one entry where a feed is no longer published.
  if (raw.some(({ id }) => id?.endsWith('/feed-ended')))
    throw new SourceChangedError(
      `the feed at ${page.url} says that it has ended; find its successor or take it out`,
    )
  return each(raw.slice(0, MOST_ENTRIES), ({ id, link, title, ...rest }) => {
    const address = link === null ? null : addressOf(link, page.url)
    if (link !== null && address === null) issue('an entry leads to no web address', link.slice(0, 200))
    return {
      ...rest,
      key: keyOf(id, address),
      link: address,
      title: title
        ? paragraphsOf(title)
            .map((one) => one.text)
            .join(' ')
        : '',
    }
  })
}

function rawEntries(page: Page): Raw[] {
  const html = (text: string | undefined): Words | null => (text === undefined ? null : { text, html: true })
  const plain = (text: string | undefined): Words | null =>
    text === undefined ? null : { text, html: false }
  const atom = (text: { readonly value?: string; readonly type?: string } | undefined): Words | null =>
    text?.type === 'html' || text?.type === 'xhtml' ? html(text.value) : plain(text?.value)
  const read = parse(page)
  switch (read.format) {
    case 'atom':
      return (read.feed.entries ?? []).map((entry) => ({
        id: entry.id ?? null,
        link:
          (entry.links?.find(({ rel }) => rel === undefined || rel === 'alternate') ?? entry.links?.[0])
            ?.href ?? null,
        title: atom(entry.title),
        published: entry.published ?? null,
        updated: entry.updated ?? null,
        content: atom(entry.content),
        summary: atom(entry.summary),
        categories: (entry.categories ?? []).flatMap(({ label, term }) => label ?? term ?? []),
      }))
    case 'rss':
      return (read.feed.items ?? []).map((item) => ({
        id: item.guid?.value ?? null,
        link: item.link ?? (item.guid?.isPermaLink === false ? null : (item.guid?.value ?? null)),
        title: html(item.title),
        published: item.pubDate ?? item.dc?.dates?.[0] ?? null,
        updated: item.atom?.updated ?? null,
        content: html(item.content?.encoded),
        summary: html(item.description),
        categories: (item.categories ?? []).flatMap(({ name }) => name ?? []),
      }))
    case 'rdf':
      return (read.feed.items ?? []).map((item) => ({
        id: item.rdf?.about ?? null,
        link: item.link ?? null,
        title: html(item.title),
        published: item.dc?.dates?.[0] ?? null,
        updated: null,
        content: html(item.content?.encoded),
        summary: html(item.description),
        categories: item.dc?.subjects ?? [],
      }))
    case 'json':
      return (read.feed.items ?? []).map((item) => ({
        id: item.id ?? null,
        link: item.url ?? item.external_url ?? null,
        title: plain(item.title),
        published: item.date_published ?? null,
        updated: item.date_modified ?? null,
        content: html(item.content_html) ?? plain(item.content_text),
        summary: plain(item.summary),
        categories: item.tags ?? [],
      }))
  }
}

function parse(page: Page) {
  try {
    return parseFeed(page.text, { maxItems: MOST_ENTRIES + 1 })
  } catch (cause) {
    // A page that breaks the library is no changed source: whoever called says so.
    if (cause instanceof RangeError) throw cause
    const start = JSON.stringify(page.text.trimStart().slice(0, 60))
    throw new SourceChangedError(
      `expected a feed, got ${page.contentType ?? 'something'} that begins ${start}`,
      {
        cause,
      },
    )
  }
}

/**
 * What an entry is known by, whenever it is updated: its id, unless that is a number of the site's own database; else its
 * address. GOV.UK's organisation feeds add the time of the update to the id; it is taken off.
 */
function keyOf(id: string | null, link: URL | null): string {
  const lasting = id?.replace(/#\d{4}-\d{2}-\d{2}T[\d:.+Z-]+$/, '').trim()
  const key = lasting && !/[?&](p|page_id)=\d+$/.test(lasting) ? lasting : link ? addressKey(link) : null
  if (!key) throw new OddRecordError(`expected an entry with an id or an address, got ${JSON.stringify(id)}`)
  return key
}

/** An address as a key: without fragment, and without the words that count where readers come from. */
function addressKey(link: URL): string {
  const url = new URL(link)
  url.hash = ''
  for (const name of [...url.searchParams.keys()]) if (name.startsWith('utm_')) url.searchParams.delete(name)
  return url.href
}

/** A web address, made whole; null for `javascript:` and other things that are none. */
function addressOf(link: string, base: string): URL | null {
  const url = URL.canParse(link.trim(), base) ? new URL(link.trim(), base) : null
  return url && /^https?:$/.test(url.protocol) ? url : null
}

/** One entry a key, the one updated last: an organisation's feed lists a page again at each update. */
function newest(entries: readonly Entry[]): Entry[] {
  const kept = new Map<string, Entry>()
  for (const entry of entries) {
    const before = kept.get(entry.key)
    if (!before || (entry.updated ?? '') > (before.updated ?? '')) kept.set(entry.key, entry)
  }
  return [...kept.values()]
}

function documentsOf(entry: Entry, page: Page, { body, licence }: FeedOptions, { issue }: Tools): Finding[] {
  const { key, link, title, published, updated, content, summary, categories } = entry
  const words = content ?? summary
  const dated = published ?? updated
  const extra: Record<string, Json> = {
    // Lists and feeds cut their texts, not always with a mark: nobody should quote from here without looking at the page.
    ...(content === null && summary !== null ? { excerpt: true } : {}),
    ...(published === null && updated !== null ? { dateIs: 'updated' } : {}),
    ...(categories.length > 0 ? { categories: categories.map(tidyText) } : {}),
  }
  return documentFindings(key, {
    url: (link ?? new URL(page.url)).href,
    title: title || key,
    date: dayOf(dated, issue),
    body,
    speakers: [],
    paragraphs: words ? paragraphsOf(words) : [],
    type: 'feed entry',
    status: 'live',
    licence,
    updated,
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  })
}

/** The page of an entry. One without a main text is an odd record: others may be sound. */
function readArticle(
  page: Page,
  selector: string,
  { body, licence }: FeedOptions,
  { issue }: Tools,
): Finding[] {
  const { $ } = page
  const main = $(selector)
  if (main.length !== 1)
    throw new OddRecordError(
      `expected one "${selector}" on an entry's page, found ${main.length}; it is left out`,
    )
  const { paragraphs } = readBody($.html(main))
  const meta = (property: string): string | undefined =>
    $(`meta[property="${property}"]`).first().attr('content')?.trim() || undefined
  const title = textOf($('h1').first()) || meta('og:title') || textOf($('title').first())
  if (!title || paragraphs.length === 0)
    throw new OddRecordError(
      `expected a title and text on an entry's page, found ${paragraphs.length} paragraphs`,
    )
  return documentFindings(addressKey(new URL(page.url)), {
    url: page.url,
    title: tidyText(title),
    date: dayOf(
      meta('article:published_time') ?? main.find('time[datetime]').first().attr('datetime') ?? null,
      issue,
    ),
    body,
    speakers: [],
    paragraphs,
    type: 'article',
    status: 'live',
    licence,
    updated: meta('article:modified_time') ?? null,
  })
}

function dayOf(printed: string | null, issue: Tools['issue']): string | null {
  if (printed === null) return null
  try {
    return printedDate(printed)
  } catch (error) {
    if (!(error instanceof OddRecordError)) throw error
    issue(`an entry's date cannot be read: ${error.message}`)
    return null
  }
}

function paragraphsOf({ text, html }: Words): readonly Paragraph[] {
  if (html) return readBody(text).paragraphs
  return text
    .split(/\n\s*\n/)
    .map((part) => ({ text: tidyText(part) }))
    .filter((part) => part.text !== '')
}
