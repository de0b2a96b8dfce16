// What has the machine heard that nobody has reviewed yet? The newest words first, each with its place.
import type { FC } from 'hono/jsx'
import { z } from 'zod'
import type { Utterance, WireEntry } from '../../domain/collected.ts'
import { printDate } from '../../domain/dates.ts'
import type { Ledger } from '../../domain/ledger.ts'
import { nameId } from '../../domain/ledger.ts'
import { kindSchema } from '../../domain/nouns.ts'
import { KIND_WORDS, printCount, printTarget, VOICE_WORDS } from '../../domain/vocabulary.ts'
import { hubsOf } from '../feed.ts'
import { defineResource, type View } from '../resource.ts'
import { Select } from '../views/filters.tsx'
import { SITE_NAME } from '../views/layout.tsx'
import { Crumb, Pager } from '../views/parts.tsx'

const PER_PAGE = 50
const MOST_PAGES = 10_000
export const NOT_REVIEWED = 'collected by machine, not yet reviewed'

const word = z.string().trim().max(120).optional()
const filters = z.object({
  source: word,
  programme: word,
  body: word,
  kind: z
    .string()
    .refine(
      (text) => [...kindSchema.options, 'none', ''].includes(text),
      `expected one of ${kindSchema.options.join(', ')} or none`,
    )
    .optional(),
  q: word,
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, `expected a page from 1 to ${MOST_PAGES}`)
    .optional(),
})
type Filters = z.infer<typeof filters>

interface WireList {
  readonly entries: readonly WireEntry[]
  readonly all: readonly WireEntry[]
  readonly total: number
  readonly page: number
  readonly pages: number
  readonly filters: Filters
  readonly ledger: Ledger
}

const fold = (text: string): string => text.toLowerCase().replaceAll('’', "'")

/** The entries that pass every filter; utterances are kept whole. */
export function filterWire(
  wire: readonly WireEntry[],
  { source, programme, body, kind, q }: Filters,
): WireEntry[] {
  const parts = fold(q ?? '')
    .split(/\s+/)
    .filter((part) => part !== '')
  return wire.filter((entry) => {
    if (source && !entry.utterances.some((one) => one.source === source)) return false
    if (programme && !entry.programmes.some((one) => one.id === programme)) return false
    if (body && !entry.utterances.some((one) => nameId(bodyOf(one) ?? '') === nameId(body))) return false
    if (kind && entry.kind !== kind) return false
    const text = fold(`${entry.text} ${entry.utterances.map((one) => one.document.title).join(' ')}`)
    return parts.every((part) => text.includes(part))
  })
}

const bodyOf = (one: Utterance): string | null => one.body ?? one.document.body

/** Each value once, in order. */
const distinct = (values: readonly (string | null)[]): string[] =>
  [...new Set(values.filter((value): value is string => value !== null))].sort()

/** Where exactly in the document. */
export function placeWords({ place }: Pick<Utterance, 'place'>): string {
  const parts = [
    `paragraph ${place.paragraph + 1}`,
    `sentence ${place.sentence + 1}`,
    place.column === null ? '' : `column ${place.column}`,
  ]
  return parts.filter((part) => part !== '').join(', ')
}

/** The page as its readers see it, at the nearest anchor that the page has. */
const placeUrl = ({ document, place }: Utterance): string =>
  place.anchor === null || document.url.includes('#') ? document.url : `${document.url}#${place.anchor}`

const Said: FC<{ utterance: Utterance; view: View }> = ({ utterance: one, view }) => {
  const body = bodyOf(one)
  return (
    <>
      {one.speaker ? `${one.speaker.name}, ` : ''}
      {one.speaker?.role ? `${one.speaker.role}, ` : ''}
      {body ? `${body}, ` : ''}
      {one.document.date
        ? printDate(one.document.date)
        : `no date given; captured ${printDate(one.captured.slice(0, 10))}`}
      :{' '}
      <a href={placeUrl(one)} rel="noreferrer">
        {one.document.title || one.document.url}
      </a>
      , {placeWords(one)}
      {one.document.status === 'live' ? '' : ` (since ${one.document.status})`}.{' '}
      <span class="note">
        From <a href={view.href(`/sources/${one.source}`)}>{one.source}</a>, bytes{' '}
        <code>{one.capture.slice(0, 19)}…</code>
      </span>
    </>
  )
}

const Entry: FC<{ entry: WireEntry; view: View; whole?: boolean }> = ({ entry, view, whole }) => {
  const [first, ...others] = entry.utterances
  const programmes = view.ledger.programmes.filter(({ programme }) =>
    entry.programmes.some((one) => one.id === programme.id),
  )
  return (
    <article class="wire-entry">
      <p class="kind">
        {kindWords(entry.kind)}
        {first?.voice ? ` · ${VOICE_WORDS[first.voice]}` : ''} · {NOT_REVIEWED}
      </p>
      <blockquote>
        {whole && first?.before ? <span class="note">{first.before} </span> : null}
        <a class="quote" href={view.href(`/wire/${entry.id}`)}>
          “{entry.text}”
        </a>
        {whole && first?.after ? <span class="note"> {first.after}</span> : null}
      </blockquote>
      {first ? (
        <p>
          <Said utterance={first} view={view} />
        </p>
      ) : null}
      {others.length === 0 ? null : whole ? (
        <>
          <h2>Also said</h2>
          <ul>
            {others.map((one) => (
              <li>
                <Said utterance={one} view={view} />
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p class="note">
          <a href={view.href(`/wire/${entry.id}`)}>Said {entry.utterances.length} times</a>
        </p>
      )}
      {programmes.length > 0 ? (
        <p class="note">
          Programmes:{' '}
          {programmes.map(({ programme }, at) => (
            <>
              {at > 0 ? ', ' : ''}
              <a href={view.href(`/programmes/${programme.id}`)}>{programme.name}</a>
            </>
          ))}
        </p>
      ) : null}
      {entry.claims.length > 0 ? (
        <details open={whole === true}>
          <summary>{printCount(entry.claims.length, 'number')} that could be tested</summary>
          <ul>
            {entry.claims.map((claim) => (
              <li>
                {printTarget({ ...claim, valueHigh: claim.valueHigh ?? undefined })}: “{claim.text}”
                {claim.deadline ? `, by ${claim.deadline}` : ''}
                {claim.measures.length > 0 ? (
                  <>
                    . Measures that may test it:{' '}
                    {claim.measures.map((id, at) => (
                      <>
                        {at > 0 ? ', ' : ''}
                        <a href={view.href(`/measures/${id}`)}>{id}</a>
                      </>
                    ))}
                  </>
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
      <details open={whole === true}>
        <summary>Why it was picked</summary>
        <ul>
          {entry.because.map((why) => (
            <li>{why}</li>
          ))}
        </ul>
      </details>
    </article>
  )
}

const kindWords = (kind: WireEntry['kind']): string => (kind === 'none' ? 'No kind found' : KIND_WORDS[kind])

/** An entry as it is sent, with its address. */
export const wireData = (entry: WireEntry, view: View) => ({
  ...entry,
  url: `${view.siteUrl}/wire/${entry.id}`,
  reviewed: false,
})

const feedItem = (entry: WireEntry, view: View) => {
  const [first] = entry.utterances
  const url = `${view.siteUrl}/wire/${entry.id}`
  const speaker = first?.speaker?.name ?? (first ? bodyOf(first) : null)
  const captured = entry.utterances.map((one) => one.captured).sort()
  return {
    id: url,
    url,
    title: first?.document.title ?? entry.id,
    content_text: `“${entry.text}”\n${speaker ?? 'Speaker not known'}. ${NOT_REVIEWED[0]?.toUpperCase()}${NOT_REVIEWED.slice(1)}.`,
    ...(first?.document.date ? { date_published: `${first.document.date}T00:00:00Z` } : {}),
    ...(captured.length > 0 ? { date_modified: captured.at(-1) } : {}),
    ...(speaker ? { authors: [{ name: speaker }] } : {}),
    ...(first ? { external_url: placeUrl(first) } : {}),
    tags: [...entry.programmes.map((one) => one.id), entry.kind, 'not-reviewed'],
    _words_vs_deeds: { about: `${view.siteUrl}/data`, wire: wireData(entry, view) },
  }
}

/** The filters as a query, without the page. */
function queryOf({ page: _, ...rest }: Filters): Record<string, string> {
  return Object.fromEntries(Object.entries(rest).filter((pair): pair is [string, string] => Boolean(pair[1])))
}

const pageQuery = (list: WireList, page: number): Record<string, string> => ({
  ...queryOf(list.filters),
  ...(page === 1 ? {} : { page: String(page) }),
})

export const wire = defineResource<WireList, Filters>({
  pattern: '/wire',
  query: filters,
  addresses: () => [{}],
  model: (view, _, query) => {
    const found = filterWire(view.collected.wire, query)
    const pages = Math.max(1, Math.ceil(found.length / PER_PAGE))
    const page = Number(query.page ?? '1')
    if (page > pages) return null
    return {
      entries: found.slice((page - 1) * PER_PAGE, page * PER_PAGE),
      ...{ all: view.collected.wire, total: found.length, page, pages, filters: query, ledger: view.ledger },
    }
  },
  title: () => 'Wire',
  description: ({ total }) => `${printCount(total, 'passage')} ${NOT_REVIEWED}.`,
  page: (list, view) => (
    <>
      <h1>Wire</h1>
      <p class="intro">
        Passages about the sector’s role, as the machine found them: <strong>{NOT_REVIEWED}</strong>. Nothing
        here enters a verdict until a person has read it in its place.
      </p>
      <form class="filters" method="get" action="/wire" aria-label="Filter the wire">
        <p>
          <label for="f-q">Words</label>
          <input id="f-q" name="q" type="search" value={list.filters.q ?? ''} maxlength={120} />
        </p>
        <Select
          name="source"
          label="Source"
          value={list.filters.source}
          options={distinct(list.all.flatMap((entry) => entry.utterances.map((one) => one.source))).map(
            (id) => [id, id] as const,
          )}
        />
        <Select
          name="programme"
          label="Programme"
          value={list.filters.programme}
          options={list.ledger.programmes.map(({ programme }) => [programme.id, programme.name] as const)}
        />
        <Select
          name="body"
          label="Body"
          value={list.filters.body}
          options={distinct(list.all.flatMap((entry) => entry.utterances.map(bodyOf))).map(
            (name) => [nameId(name), name] as const,
          )}
        />
        <Select
          name="kind"
          label="Kind"
          value={list.filters.kind}
          options={[
            ...kindSchema.options.map((kind) => [kind, KIND_WORDS[kind]] as const),
            ['none', 'No kind found'] as const,
          ]}
        />
        <p>
          <button type="submit">Filter</button>
        </p>
      </form>
      <p aria-live="polite">
        {list.total === 0
          ? 'No passage has been collected that fits.'
          : `${printCount(list.total, 'passage')}, the newest words first. Page ${list.page} of ${list.pages}.`}
      </p>
      {list.entries.map((entry) => (
        <Entry entry={entry} view={view} />
      ))}
      <Pager
        of="the wire"
        path="/wire"
        page={list.page}
        pages={list.pages}
        queryOf={(n) => pageQuery(list, n)}
        view={view}
        words={['Newer', 'Older']}
      />
    </>
  ),
  json: (list, view) => {
    const address = (page: number): string =>
      `${view.siteUrl}${view.href('/wire.json', pageQuery(list, page))}`
    return {
      feed: {
        version: 'https://jsonfeed.org/version/1.1',
        title: `${SITE_NAME}: wire`,
        description: `Passages ${NOT_REVIEWED}.`,
        home_page_url: `${view.siteUrl}/wire`,
        feed_url: address(list.page),
        ...(list.page < list.pages ? { next_url: address(list.page + 1) } : {}),
        language: 'en-GB',
        ...hubsOf(view),
        _words_vs_deeds: {
          about: `${view.siteUrl}/data`,
          reviewed: false,
          total: list.total,
          asOf: list.ledger.asOf,
          dataVersion: list.ledger.dataVersion,
        },
        items: list.entries.map((entry) => feedItem(entry, view)),
      },
    }
  },
  csv: ({ entries }) => ({
    columns: [
      'id',
      'date',
      'speaker',
      'role',
      'body',
      'voice',
      'kind',
      'programmes',
      'text',
      'title',
      'url',
      'place',
      'source',
      'capture',
      'captured',
      'utterances',
    ],
    rows: entries.map((entry) => {
      const [first] = entry.utterances
      return [
        entry.id,
        first?.document.date ?? null,
        first?.speaker?.name ?? null,
        first?.speaker?.role ?? null,
        first ? bodyOf(first) : null,
        first?.voice ?? null,
        entry.kind,
        entry.programmes.map((one) => one.id).join(' '),
        entry.text,
        first?.document.title ?? null,
        first?.document.url ?? null,
        first ? placeWords(first) : null,
        first?.source ?? null,
        first?.capture ?? null,
        first?.captured ?? null,
        entry.utterances.length,
      ]
    }),
  }),
})

export const wireEntry = defineResource<WireEntry>({
  pattern: '/wire/:id',
  /** Made when first asked for: there can be very many. */
  addresses: () => [],
  model: ({ collected }, { id }) => collected.wire.find((entry) => entry.id === id) ?? null,
  title: (entry) => `“${entry.text.slice(0, 80)}${entry.text.length > 80 ? '…' : ''}”`,
  description: () => `A passage ${NOT_REVIEWED}.`,
  page: (entry, view) => (
    <>
      <Crumb view={view} path="/wire" name="Wire" />
      <h1>A passage on the wire</h1>
      <p class="intro">
        It was <strong>{NOT_REVIEWED}</strong>. It enters no verdict until a person has read it in its place.
      </p>
      <Entry entry={entry} view={view} whole />
    </>
  ),
  json: (entry, view) => ({ data: wireData(entry, view) }),
})
