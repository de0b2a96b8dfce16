// Which answer belongs to which address?
//
// A site is made once for a version of the data. The answers of the present are made ahead of readers; those of past
// dates and of filtered lists when first asked for, and the most recent are kept. Reading a request is app.ts's part.
import { type Collected, NOTHING_COLLECTED, wireOn } from '../domain/collected.ts'
import { type Day, isDay } from '../domain/dates.ts'
import {
  type HistoryRow,
  type Ledger,
  type LedgerInput,
  makeLedger,
  verdictHistory,
} from '../domain/ledger.ts'
import { NO_ORGANISATIONS, type Organisations } from '../domain/organisations.ts'
import { type KeptPins, NO_PINS, type Pin } from '../domain/pin.ts'
import { type Asking, NOTHING_ASKED } from '../domain/requests.ts'
import type { Agreement } from '../store/evidence.ts'
import { type Answer, prepareAnswer } from './answer.ts'
import { pinsToKeep } from './cite.ts'
import { toCsv } from './csv.ts'
import { metaOf } from './data.ts'
import type { Download } from './downloads.ts'
import { ProblemError, problem, quoteInput } from './errors.ts'
import { FEED_TYPE, linkHeader } from './feed.ts'
import { listQuery, pageOfList } from './lists.ts'
import { renderPage } from './render.tsx'
import {
  type AnyResource,
  type FileResource,
  fillPattern,
  type Made,
  type Params,
  type SentData,
  type View,
} from './resource.ts'
import { DEVELOPMENT, FILES, RESOURCES } from './routes/index.ts'

/** What a site is made from. `assets` are the files of public/, by name. */
export interface SiteInput extends LedgerInput {
  readonly agreement: Agreement | null
  readonly asking?: Asking
  /** What the machine collected; absent where nothing was. */
  readonly collected?: Collected
  /** The awards, grants or payments behind a figure that the machine worked out; null when there are none. */
  readonly contributions?: View['contributions']
  readonly origin?: View['origin']
  readonly organisations?: Organisations | undefined
  /** Documents of pinned pages kept so far; without them pinned pages are worked out again. */
  readonly kept?: KeptPins
  readonly today: Day
  /** When the data last changed. */
  readonly modified: Date
  readonly siteUrl: string
  /** Address of the WebSub hub that is told of changes; null or absent without one. */
  readonly hub?: string | null
  /** True where the site is served to those who build it; absent is false. */
  readonly development?: boolean
  /** Draws an SVG picture as PNG; absent where nothing can. */
  readonly toPng?: NonNullable<View['toPng']>
  /** Files that are offered from the start; more can be added when they are made. */
  readonly downloads?: readonly Download[]
  readonly assets: ReadonlyMap<string, { readonly body: Uint8Array; readonly type: string }>
}

export interface Site {
  readonly ledger: Ledger
  readonly collected: Collected
  /** The answer for an address that is already made; undefined when it must be found. */
  ready(address: string): Answer | undefined
  /** The answer for a path and query (without "?"). Throws a ProblemError for what cannot be answered. */
  find(path: string, query: string): Answer
  /** As `find`, also for files that take a while; a ProblemError may be thrown or be the reason of the rejection. */
  answer(path: string, query: string): Answer | Promise<Answer>
  /** Everything as known today: what files for download are made from. */
  readonly present: View
  /** Files that are offered now. */
  downloads(): readonly Download[]
  /** Offers more files, made since, and lists them on the data page. */
  addDownloads(made: readonly Download[]): void
  /** Makes the answers of the present one after another, giving way to readers between them. */
  prepareAll(): Promise<number>
  /** The pins of the present that have yet to be kept, made one after another. */
  pinsToKeep(): Iterable<Pin>
}

/** Pages and data: served from a cache for a minute, then checked by their ETag. */
const PAGE_CACHE = 'public, max-age=60, stale-while-revalidate=600'
/** Assets carry the digest of their bytes in their address. */
const ASSET_CACHE = 'public, max-age=31536000, immutable'
/** Past dates and filtered lists kept ready. */
const KEEP_LEDGERS = 12
const KEEP_ANSWERS = 400
/** A larger answer is made again each time: a few hundred of them would fill the memory. */
const KEEP_BYTES = 1_000_000
/** Files that take a while and were asked for lately. */
const KEEP_LATER = 40
/** Longer queries are refused: a full pack is the longest. */
const LONGEST_QUERY = 4_000
const EARLIEST: Day = '1990-01-01'

/** Keeps the most recently used values that are worth keeping. */
function keep<T>(
  most: number,
  worth: (value: T) => boolean = () => true,
): { find(key: string): T | undefined; get(key: string, make: () => T): T } {
  const kept = new Map<string, T>()
  return {
    find(key) {
      return kept.has(key) ? this.get(key, () => kept.get(key) as T) : undefined
    },
    get(key, make) {
      const value = kept.get(key) ?? make()
      kept.delete(key)
      if (worth(value)) kept.set(key, value)
      if (kept.size > most) kept.delete(kept.keys().next().value ?? key)
      return value
    },
  }
}

interface Pattern<T> {
  readonly what: T
  readonly parts: readonly string[]
}

const patternsOf = <T extends { readonly pattern: string }>(all: readonly T[]): Pattern<T>[] =>
  all.map((what) => ({ what, parts: what.pattern.split('/').slice(1) }))

/** The one of several patterns that a path fits, with the values of its named parts. */
function match<T>(patterns: readonly Pattern<T>[], path: string): { what: T; params: Params } | null {
  const parts = path.split('/').slice(1)
  for (const { what, parts: wanted } of patterns) {
    if (wanted.length !== parts.length) continue
    const params: Record<string, string> = {}
    const fits = wanted.every((part, index) => {
      const got = parts[index] ?? ''
      const [, name, ending = ''] = /^:([a-z]+)((?:\.[a-z]+)*)$/.exec(part) ?? []
      if (name === undefined) return part === got
      const value = got.endsWith(ending) ? got.slice(0, got.length - ending.length) : ''
      params[name] = value
      return value !== ''
    })
    if (fits) return { what, params }
  }
  return null
}

/** Makes a site. Throws where the evidence does not hold together. */
export function makeSite(input: SiteInput): Site {
  const { today, siteUrl, evidence } = input
  // A new day changes clocks on the pages even where the data stays as it was.
  const modified = new Date(Math.max(input.modified.getTime(), Date.parse(`${today}T00:00:00Z`)))
  const past = keep<View>(KEEP_LEDGERS)
  const pinned = keep<View>(KEEP_LEDGERS)
  const present = makeView(input, today)
  const ready = new Map<string, Answer>()
  const recent = keep<Answer>(KEEP_ANSWERS, ({ variants }) => variants.identity.body.byteLength <= KEEP_BYTES)
  const later = keep<Promise<Answer>>(KEEP_LATER)
  const pages = patternsOf(input.development ? [...RESOURCES, ...DEVELOPMENT] : RESOURCES)
  const allFiles = FILES
  let downloads = input.downloads ?? []
  const files = patternsOf(allFiles)
  const foreseen = new Set(addressesOf(present, allFiles))

  for (const [name, { body, type }] of input.assets) {
    ready.set(`/${name}`, prepareAnswer({ body, type, cache: ASSET_CACHE, crossOrigin: false }))
  }

  function viewOf(asOf: string | undefined): View {
    if (asOf === undefined || asOf === '' || asOf === today) return present
    if (!isDay(asOf) || asOf < EARLIEST || asOf > today) {
      const expected = `asOf: expected a day from ${EARLIEST} to ${today}, such as 2012-01-01`
      throw new ProblemError(problem(400, `${expected}, got ${quoteInput(asOf)}`))
    }
    return past.get(asOf, () => makeView(input, asOf))
  }

  function make(path: string, params: URLSearchParams): Answer | Promise<Answer> {
    const view = viewOf(params.get('asOf') ?? undefined)
    const file = match(files, path)
    if (file !== null) {
      const made = file.what.make(view, file.params, parseQuery(file.what, params))
      if (made === null) throw notFound(path, view.ledger.isPast ? view.ledger.asOf : undefined)
      const finish = ({ body, headers, framed }: Made): Answer =>
        dataAnswer(body, file.what.type, headers, framed)
      return made instanceof Promise ? made.then(finish) : finish(made)
    }
    const { bare, format } = splitFormat(path)
    const found = match(pages, bare)
    if (found === null) throw notFound(path)
    const query = parseQuery(found.what, params)
    const rendered = found.what.render(view, found.params, query)
    if (rendered === null)
      throw gone(input, bare) ?? notFound(path, view.ledger.isPast ? view.ledger.asOf : undefined)
    if (format === 'csv') {
      if (rendered.csv === null) throw notFound(path)
      return dataAnswer(toCsv(rendered.csv()), 'text/csv; charset=utf-8', {
        'Content-Disposition': `inline; filename="${bare.slice(1).replaceAll('/', '-')}-${view.ledger.asOf}.csv"`,
      })
    }
    if (format === 'json') {
      const sent = rendered.json()
      if ('feed' in sent) {
        const { feed_url: self, next_url: next = null } = sent.feed
        return dataAnswer(JSON.stringify(sent.feed), FEED_TYPE, linkHeader({ self, next }, view.hub))
      }
      return dataAnswer(JSON.stringify(envelope(sent, view, path, params)), 'application/json; charset=utf-8')
    }
    const search = params.toString()
    const same = (ending: string): string =>
      `${bare === '/' ? '/index' : bare}.${ending}${search === '' ? '' : `?${search}`}`
    const page = renderPage(rendered, view, {
      path: bare,
      json: same('json'),
      csv: found.what.hasCsv ? same('csv') : null,
    })
    return prepareAnswer({ body: page, type: 'text/html; charset=utf-8', cache: PAGE_CACHE, modified })
  }

  /** One of the answers asked for lately, or a new one. */
  function lately(address: string, makeIt: () => Answer | Promise<Answer>): Answer | Promise<Answer> {
    const known = recent.find(address) ?? later.find(address)
    if (known !== undefined) return known
    const made = makeIt()
    return made instanceof Promise ? later.get(address, () => made) : recent.get(address, () => made)
  }

  const dataAnswer = (
    body: string | Uint8Array,
    type: string,
    headers: Readonly<Record<string, string>> = {},
    framed = false,
  ): Answer => prepareAnswer({ body, type, cache: PAGE_CACHE, modified, crossOrigin: true, headers, framed })

  return {
    ledger: present.ledger,
    collected: present.collected,
    ready: (address) => ready.get(address),
    find(path, query) {
      const found = this.answer(path, query)
      if (found instanceof Promise) throw new Error(`${path} takes a while: ask for it by answer()`)
      return found
    },
    answer(path, query) {
      if (query === '') {
        const answer = ready.get(path)
        if (answer !== undefined) return answer
      }
      if (query.length > LONGEST_QUERY) {
        const detail = `expected a query of at most ${LONGEST_QUERY} characters, got ${query.length}: use fewer filters`
        throw new ProblemError(problem(414, detail))
      }
      const params = relevant(query)
      const search = params.toString()
      const known = ready.get(search === '' ? path : `${path}?${search}`)
      if (known !== undefined) return known
      if (search === '' && foreseen.has(path)) {
        const made = make(path, params)
        if (!(made instanceof Promise)) ready.set(path, made)
        return made
      }
      return lately(`${path}?${search}`, () => make(path, params))
    },
    present,
    downloads: () => downloads,
    addDownloads(made) {
      downloads = [...downloads, ...made]
      for (const path of ['/data', '/data.json']) ready.delete(path)
    },
    async prepareAll() {
      const giveWay = () => new Promise((resolve) => setImmediate(resolve))
      for (const path of foreseen) {
        this.find(path, '')
        await giveWay()
      }
      for (const address of allFiles.flatMap((file) => file.ahead?.(present) ?? [])) {
        const [path = '', query = ''] = address.split('?')
        ready.set(address, this.find(path, query))
        await giveWay()
      }
      return ready.size
    },
    pinsToKeep: () => pinsToKeep(present),
  }

  /** A list as far as it was asked for; anything else whole. */
  function envelope({ data, total }: SentData, view: View, path: string, params: URLSearchParams): object {
    if (total === undefined || !Array.isArray(data)) return { data, meta: metaOf(view, total) }
    const { rows, last } = pageOfList(data, parseQuery({ query: listQuery }, params))
    const next =
      last && `${siteUrl}${path}?${new URLSearchParams({ ...Object.fromEntries(params), after: last })}`
    return { data: rows, meta: { ...metaOf(view, total), next } }
  }

  /** Only what can change an answer, in one order, so that the same question has one address. */
  function relevant(query: string): URLSearchParams {
    const given = new URLSearchParams(query)
    const kept = [...given].filter(([name, value]) => FILTER_NAMES.has(name) && value !== '')
    kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    const seen = new Set<string>()
    for (const [name] of kept) {
      if (seen.has(name)) {
        throw new ProblemError(
          problem(400, `expected ${quoteInput(name)} once in the query, got it several times`),
        )
      }
      seen.add(name)
    }
    return new URLSearchParams(kept)
  }

  function makeView(from: SiteInput, asOf: Day, on: Day = today): View {
    const known = { asOf, today: on }
    const collected = from.collected ?? NOTHING_COLLECTED
    const ledger = makeLedger(from, known)
    const histories = new Map<string, readonly HistoryRow[]>()
    const suffix = ledger.isPast ? { asOf } : {}
    return {
      ledger,
      evidence,
      history(claimId) {
        const rows = histories.get(claimId) ?? verdictHistory(evidence, claimId, known)
        histories.set(claimId, rows)
        return rows
      },
      agreement: from.agreement,
      asking: from.asking ?? NOTHING_ASKED,
      contributions: from.contributions ?? (() => null),
      origin: from.origin ?? (() => null),
      organisations: (ledger.isPast ? undefined : from.organisations) ?? NO_ORGANISATIONS,
      collected: ledger.isPast ? { ...collected, wire: wireOn(collected.wire, asOf) } : collected,
      pinnedTo: (day) => pinned.get(day, () => makeView(input, day, day)),
      kept: from.kept ?? NO_PINS,
      siteUrl,
      toPng: from.toPng ?? null,
      downloads: () => downloads,
      hub: from.hub ?? null,
      href(path, query = {}) {
        const [page = '', anchor] = path.split('#')
        const search = new URLSearchParams({ ...query, ...suffix }).toString()
        return `${page}${search === '' ? '' : `?${search}`}${anchor === undefined ? '' : `#${anchor}`}`
      },
      asset: (name) => `/${name}?v=${ready.get(`/${name}`)?.tag.slice(0, 10) ?? ''}`,
    }
  }
}

/** Names that a query may use; any other (a tracker's, say) is left out of account. */
const FILTER_NAMES: ReadonlySet<string> = new Set([
  'asOf',
  ...Object.keys(listQuery.shape),
  ...[...RESOURCES, ...FILES].flatMap(({ query }) =>
    Object.keys((query as { shape?: object } | undefined)?.shape ?? {}),
  ),
])

function parseQuery(resource: Pick<AnyResource, 'query'>, params: URLSearchParams): Record<string, unknown> {
  if (resource.query === undefined) return {}
  const parsed = resource.query.safeParse(Object.fromEntries(params))
  if (parsed.success) return parsed.data
  const detail = parsed.error.issues
    .map(
      (issue) =>
        `${issue.path.join('.')}: ${issue.message}, got ${quoteInput(params.get(String(issue.path[0])) ?? '')}`,
    )
    .join('; ')
  throw new ProblemError(problem(400, detail))
}

/** "/claims.csv" is "/claims" as CSV; the front page's data is at "/index.json". */
function splitFormat(path: string): { bare: string; format: 'html' | 'json' | 'csv' } {
  const found = /^(.+)\.(json|csv)$/.exec(path)
  if (!found) return { bare: path, format: 'html' }
  const bare = found[1] === '/index' ? '/' : (found[1] ?? path)
  return { bare, format: found[2] === 'csv' ? 'csv' : 'json' }
}

function notFound(path: string, asOf?: string): ProblemError {
  const when = asOf === undefined ? '' : ` as known on ${asOf}`
  const detail = `there is nothing at ${quoteInput(path)}${when}: check the address, or start from the front page`
  return new ProblemError(problem(404, detail))
}

const TOMBSTONE_PLACES: Readonly<Record<string, string>> = {
  programme: 'programmes',
  statement: 'statements',
  claim: 'claims',
  measure: 'measures',
  source: 'sources',
  body: 'bodies',
  speaker: 'speakers',
}

/** A record that went has a tombstone, and its address says so for ever. */
function gone(input: SiteInput, path: string): ProblemError | null {
  const found = input.tombstones.find(
    ({ kind, id }) => path === `/${TOMBSTONE_PLACES[kind]}/${id.replace('#', '/')}`,
  )
  return found
    ? new ProblemError(problem(410, `this record was taken out on ${found.gone}: ${found.reason}`))
    : null
}

/** Every address of the present, the most read first. */
export function addressesOf(
  { ledger, collected }: Pick<View, 'ledger' | 'collected'>,
  files: readonly FileResource[] = FILES,
): string[] {
  const paths = RESOURCES.flatMap((resource) =>
    resource
      .addresses(ledger, collected)
      .map((params) => ({ resource, path: fillPattern(resource.pattern, params) })),
  )
  return [
    ...paths.map(({ path }) => path),
    ...files.flatMap((file) => file.addresses(ledger).map((params) => fillPattern(file.pattern, params))),
    ...paths.flatMap(({ resource, path }) => [
      `${path === '/' ? '/index' : path}.json`,
      ...(resource.hasCsv ? [`${path}.csv`] : []),
    ]),
  ]
}
