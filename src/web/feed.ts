// What do the feeds hold?
//
// JSON Feed 1.1 and Atom, from one list of entries: one for each statement, and one for each change of a verdict, the
// newest first, in pages. An item holds enough to work its verdicts out again. What was taken out is listed at the
// level of the feed, as Atom does (RFC 6721), so that every item keeps one shape.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { changesIn, datedRows, type VerdictChange } from '../domain/change.ts'
import { isDay, lastDay, printDate } from '../domain/dates.ts'
import { digestedText } from '../domain/digest.ts'
import { feedItemData, ITEM_TYPES } from '../domain/feed-item.ts'
import { compareText, type Figure, type StatementEntry } from '../domain/ledger.ts'
import { RESULT_WORDS, type Result } from '../domain/vocabulary.ts'
import { atomFeed } from './atom.ts'
import { feedJsonSchema, feedSchema } from './feed-schema.ts'
import { defineFile, type FileResource, type Made, type View } from './resource.ts'
import { filterStatements, statementFilters } from './routes/statements.tsx'
import { SITE_LINE, SITE_NAME } from './views/layout.tsx'
import { claimPath } from './views/parts.tsx'

export const FEED_TYPE = 'application/feed+json; charset=utf-8'
export const SCHEMA_PATH = '/data/feed-schema.json'
/** Items on a page, unless asked for otherwise. */
const PER_PAGE = 100
const MOST_PER_PAGE = 250

/** What a reader of a feed may ask for. `after` comes from `next_url`. */
export const feedQuery = z.object({
  ...statementFilters.pick({ programme: true, body: true, verdict: true, kind: true, voice: true }).shape,
  /** Items that were published or changed on that day or later. */
  since: z
    .string()
    .refine((text) => text === '' || isDay(text), 'expected a day such as 2026-11-24')
    .optional(),
  type: z.enum(ITEM_TYPES, `expected one of ${ITEM_TYPES.join(', ')}`).optional(),
  after: z
    .string()
    .max(200)
    .regex(/^\d{4}[\d-]{0,6}~\S+$/, 'expected what the next_url of a page holds')
    .optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, `expected a number from 1 to ${MOST_PER_PAGE}`)
    .refine((text) => Number(text) <= MOST_PER_PAGE, `expected a number from 1 to ${MOST_PER_PAGE}`)
    .optional(),
})
export type FeedQuery = z.infer<typeof feedQuery>

/** What becomes an item. `on` is null for words without a date. */
export interface FeedEntry {
  /** Stable and unique: the statement's id, or the claim and the day of the change. */
  readonly key: string
  readonly on: string | null
  /** The day on which anything about it last changed. */
  readonly modified: string | null
  readonly statement: StatementEntry
  readonly change: VerdictChange | null
}

const atMidnight = (day: string): string => `${day}T00:00:00Z`
const orderOf = ({ on, key }: Pick<FeedEntry, 'on' | 'key'>): string => `${on ?? '0000'}~${key}`
const newestFirst = (a: FeedEntry, b: FeedEntry): number =>
  compareText(b.on ?? '0000', a.on ?? '0000') || compareText(a.key, b.key)

const entriesOfView = new WeakMap<View, readonly FeedEntry[]>()

/** Every entry of a view, the newest first. */
export function feedEntries(view: View): readonly FeedEntry[] {
  const known = entriesOfView.get(view)
  if (known) return known
  const figures = new Map<string, Figure>(
    view.ledger.measures.flatMap((m) => m.figures).map((figure) => [figure.observation.id, figure]),
  )
  const entries = view.ledger.statements.flatMap((statement): FeedEntry[] => {
    const { id, date } = statement.statement
    const figureOf = (one: string) => figures.get(one)
    const histories = statement.claims.map(({ claim }) => datedRows(view.history(claim.id), figureOf))
    const days = histories.flatMap((rows) => rows.map((row) => row.from)).sort()
    const changes = histories.flatMap((rows) => changesIn(rows, figureOf))
    return [
      {
        ...{ key: id, on: date === null ? null : lastDay(date), modified: days.at(-1) ?? null },
        ...{ statement, change: null },
      },
      ...changes.map((change) => ({
        ...{ key: `${change.claim.replace('#', '/')}@${change.on}`, on: change.on, modified: change.on },
        ...{ statement, change },
      })),
    ]
  })
  const sorted = entries.sort(newestFirst)
  entriesOfView.set(view, sorted)
  return sorted
}

/** The entries that pass every filter; `verdict` is the one a change arrived at. */
export function filterEntries(entries: readonly FeedEntry[], query: FeedQuery): FeedEntry[] {
  const { since, type, verdict, programme, body, kind, voice } = query
  const filters = { programme, body, kind, voice }
  const passing = new Set(
    filterStatements([...new Set(entries.map((entry) => entry.statement))], {
      ...Object.fromEntries(Object.entries(filters).filter(([, value]) => value)),
    }),
  )
  return entries.filter((entry) => {
    if (!passing.has(entry.statement)) return false
    if (type && type !== (entry.change ? 'verdict-change' : 'statement')) return false
    if (since && (entry.modified ?? entry.on ?? '0000') < since) return false
    return !verdict || resultsOf(entry).includes(verdict as Result)
  })
}

const resultsOf = ({ change, statement }: FeedEntry): Result[] =>
  change ? [change.after.result] : statement.claims.map(({ verdict }) => verdict.result)

/** Plain words: who said what, and how each claim compares, or what became of one. */
function contentText({ statement: { statement, claims }, change }: FeedEntry): string {
  const { speaker, quote, paraphrase, kind } = statement
  const words = (result: Result): string => RESULT_WORDS[result].byKind[kind]
  const said = `“${quote}” (${speaker.name ?? speaker.body}).`
  if (change === null) {
    const verdicts = claims.map(({ claim, verdict }) => `${claim.text} ${words(verdict.result)}.`)
    return [said, paraphrase, ...verdicts].join('\n')
  }
  const claim = claims.find((entry) => entry.claim.id === change.claim)?.claim.text ?? ''
  const changed = `From ${printDate(change.on)} the verdict is “${words(change.after.result)}”; before, it was “${words(change.before.result)}”.`
  return [said, claim, changed, ...change.why].join('\n')
}

/**
 * The digest of an item or of a page: SHA-256 of its JSON without white space and without the digest itself, so that a
 * change of any character is seen.
 */
export const itemDigest = (item: { readonly _words_vs_deeds: Readonly<Record<string, unknown>> }): string =>
  `sha256:${createHash('sha256').update(digestedText(item)).digest('hex')}`

/** The address of an entry, which is the id of its item. */
export const itemUrl = ({ statement, change }: FeedEntry, { siteUrl }: View): string =>
  change
    ? `${siteUrl}${claimPath(change.claim)}?asOf=${change.on}`
    : `${siteUrl}/statements/${statement.statement.id}`

/** One entry as an item. A statement without a date has no `date_published`. */
export function feedItem(entry: FeedEntry, view: View) {
  const { statement, change } = entry
  const { siteUrl, ledger, evidence } = view
  const { speaker, quote, programmes, kind, voice } = statement.statement
  const by = speaker.name ?? speaker.body
  const url = itemUrl(entry, view)
  const claims = statement.claims.filter(({ claim }) => change === null || claim.id === change.claim)
  const data = change
    ? {
        ...feedItemData(
          { ...statement, claims: claims.map(({ claim }) => ({ claim, verdict: change.after })) },
          evidence,
          { asOf: change.on, today: ledger.today },
          `${siteUrl}/data`,
          [change.before],
        ),
        change: { claim: change.claim, on: change.on, before: change.before, why: change.why },
      }
    : feedItemData(statement, evidence, { asOf: ledger.asOf, today: ledger.today }, `${siteUrl}/data`)
  const changed = change ? RESULT_WORDS[change.after.result].byKind[kind] : null
  const item = {
    id: url,
    url,
    title: `${changed === null ? '' : `Now “${changed}”: `}“${quote}”, ${by}`,
    content_text: contentText(entry),
    ...(entry.on === null ? {} : { date_published: atMidnight(entry.on) }),
    ...(entry.modified === null ? {} : { date_modified: atMidnight(entry.modified) }),
    authors: [{ name: by }],
    tags: [...programmes, kind, voice, ...new Set(resultsOf(entry)), ...(change ? ['verdict-change'] : [])],
    ...(statement.source.url === null ? {} : { external_url: statement.source.url }),
    _words_vs_deeds: { ...data },
  }
  return { ...item, _words_vs_deeds: { ...item._words_vs_deeds, digest: itemDigest(item) } }
}

export type FeedItem = ReturnType<typeof feedItem>

/** A page of a feed before it is written as JSON or Atom. */
export interface FeedPage {
  readonly title: string
  /** Of the feed in this format, with its filters. */
  readonly self: string
  readonly next: string | null
  readonly home: string
  readonly total: number
  readonly items: readonly FeedItem[]
  readonly view: View
}

/** A feed: its place, and which of all entries are in it. */
interface FeedPlace {
  readonly title: string
  readonly path: string
  readonly home: string
  readonly has: (entry: FeedEntry) => boolean
}

function pageOf(view: View, { title, path, home, has }: FeedPlace, query: FeedQuery): FeedPage {
  const { after, limit = String(PER_PAGE), ...filters } = query
  const all = filterEntries(feedEntries(view), filters).filter(has)
  const [on = '', key = ''] = after === undefined ? [] : split(after)
  const rest =
    after === undefined ? all : all.filter((entry) => newestFirst({ ...entry, on, key }, entry) < 0)
  const entries = rest.slice(0, Number(limit))
  const last = entries.at(-1)
  const asked = Object.fromEntries(Object.entries(query).filter(([, value]) => value)) as Record<
    string,
    string
  >
  const next = last && rest.length > entries.length ? { ...asked, after: orderOf(last) } : null
  return {
    ...{ title, total: all.length, view, home: `${view.siteUrl}${view.href(home)}` },
    self: `${view.siteUrl}${view.href(path, asked)}`,
    next: next && `${view.siteUrl}${view.href(path, next)}`,
    items: entries.map((entry) => feedItem(entry, view)),
  }
}

const split = (cursor: string): [string, string] => {
  const at = cursor.indexOf('~')
  return [cursor.slice(0, at), cursor.slice(at + 1)]
}

/** What was taken out, by the addresses that items had. */
export const deletedFrom = ({ ledger, siteUrl }: View) =>
  ledger.tombstones.map(({ kind, id, gone, reason }) => ({
    ref:
      kind === 'claim'
        ? `${siteUrl}${claimPath(id)}`
        : `${siteUrl}/${kind === 'body' ? 'bodies' : `${kind}s`}/${id}`,
    ...{ kind, id, gone, reason },
  }))

/** The extension at the level of the feed. */
export const feedExtension = (view: View) => ({
  about: `${view.siteUrl}/data`,
  schema: `${view.siteUrl}${SCHEMA_PATH}`,
  asOf: view.ledger.asOf,
  today: view.ledger.today,
  dataVersion: view.ledger.dataVersion,
})

function jsonFeed({ title, self, next, home, total, items, view }: FeedPage) {
  const page = {
    version: 'https://jsonfeed.org/version/1.1',
    title,
    home_page_url: home,
    feed_url: self,
    ...(next === null ? {} : { next_url: next }),
    description: SITE_LINE,
    icon: `${view.siteUrl}/icon.svg`,
    language: 'en-GB',
    authors: [{ name: SITE_NAME, url: `${view.siteUrl}/about` }],
    ...hubsOf(view),
    _words_vs_deeds: { ...feedExtension(view), total, deleted: deletedFrom(view) },
    items,
  }
  return { ...page, _words_vs_deeds: { ...page._words_vs_deeds, digest: itemDigest(page) } }
}

/** The links that a WebSub subscriber looks for (W3C WebSub, section 4); RFC 5005's next page beside them. */
export function linkHeader(
  { self, next }: Pick<FeedPage, 'self' | 'next'>,
  hub: View['hub'],
): Record<string, string> {
  const links = [`<${self}>; rel="self"`]
  if (next !== null) links.push(`<${next}>; rel="next"`)
  if (hub !== null) links.push(`<${hub}>; rel="hub"`)
  return { Link: links.join(', ') }
}

/** The hub as JSON Feed names it; nothing without one. */
export const hubsOf = ({ hub }: View) => (hub === null ? {} : { hubs: [{ type: 'WebSub', url: hub }] })

const writeJson = (page: FeedPage): Made => ({
  body: JSON.stringify(jsonFeed(page)),
  headers: linkHeader(page, page.view.hub),
})

const MAIN = { title: SITE_NAME, home: '/', has: () => true }
const isGap = (result: Result): boolean => result === 'no-figures' || result === 'not-testable'

/** Every page of the main feed after the first. */
function laterPages(view: View, path: string): string[] {
  const all = feedEntries(view)
  const lasts = all.filter((_, index) => (index + 1) % PER_PAGE === 0 && index + 1 < all.length)
  return lasts.map((last) => view.href(path, { after: orderOf(last) }))
}

export const FEEDS: readonly FileResource[] = [
  defineFile<FeedQuery>({
    pattern: '/feed.json',
    summary: 'Statements and changes of verdicts as JSON Feed 1.1, the newest first, in pages.',
    type: FEED_TYPE,
    shape: feedSchema,
    query: feedQuery,
    addresses: () => [{}],
    ahead: (view) => laterPages(view, '/feed.json'),
    make: (view, _, query) => writeJson(pageOf(view, { ...MAIN, path: '/feed.json' }, query)),
  }),
  defineFile<FeedQuery>({
    pattern: '/feed.atom',
    summary: 'The same as Atom, without what is needed to recompute.',
    type: 'application/atom+xml; charset=utf-8',
    query: feedQuery,
    addresses: () => [{}],
    ahead: (view) => laterPages(view, '/feed.atom'),
    make(view, _, query) {
      const page = pageOf(view, { ...MAIN, path: '/feed.atom' }, query)
      return { body: atomFeed(page, deletedFrom(view)), headers: linkHeader(page, page.view.hub) }
    },
  }),
  defineFile<FeedQuery>({
    pattern: '/programmes/:id/feed.json',
    summary: 'The feed of one programme.',
    type: FEED_TYPE,
    shape: feedSchema,
    query: feedQuery,
    addresses: (ledger) => ledger.programmes.map(({ programme }) => ({ id: programme.id })),
    make(view, { id = '' }, query) {
      const found = view.ledger.programmes.find(({ programme }) => programme.id === id)
      if (found === undefined) return null
      const home = `/programmes/${id}`
      const place = {
        ...{ title: `${found.programme.name} – ${SITE_NAME}`, home, path: `${home}/feed.json` },
        has: ({ statement }: FeedEntry) => statement.statement.programmes.includes(id),
      }
      return writeJson(pageOf(view, place, query))
    },
  }),
  defineFile<FeedQuery>({
    pattern: '/gaps/feed.json',
    summary: 'The feed of claims that nobody can check, and of claims that came to be so.',
    type: FEED_TYPE,
    shape: feedSchema,
    query: feedQuery,
    addresses: () => [{}],
    make: (view, _, query) =>
      writeJson(
        pageOf(
          view,
          {
            ...{ title: `Gaps – ${SITE_NAME}`, home: '/gaps', path: '/gaps/feed.json' },
            has: (entry) => resultsOf(entry).some(isGap),
          },
          query,
        ),
      ),
  }),
  defineFile({
    pattern: SCHEMA_PATH,
    summary: 'JSON Schema of the feeds, with everything that an item holds under _words_vs_deeds.',
    type: 'application/schema+json; charset=utf-8',
    addresses: () => [{}],
    make: (view) => ({ body: JSON.stringify(feedJsonSchema(`${view.siteUrl}${SCHEMA_PATH}`), null, 1) }),
  }),
]
