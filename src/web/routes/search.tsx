// Where is it? Statements, claims, measures, programmes and the wire, tolerant of typing errors.
import type { FC } from 'hono/jsx'
import MiniSearch from 'minisearch'
import { z } from 'zod'
import { printDate } from '../../domain/dates.ts'
import { printCount, RESULT_WORDS, VOICE_WORDS } from '../../domain/vocabulary.ts'
import { defineResource, type View } from '../resource.ts'
import { searchSentence } from '../sentences.ts'
import { claimPath } from '../views/parts.tsx'

const KINDS = ['Programme', 'Measure', 'Claim', 'Statement', 'Wire'] as const

interface Found {
  /** Kind and id, unique over all kinds. */
  readonly id: string
  readonly kind: (typeof KINDS)[number]
  readonly title: string
  /** One line on who, when and how it turned out. */
  readonly about: string
  readonly path: string
  /** False for what the machine collected and nobody has reviewed. */
  readonly reviewed: boolean
}

interface SearchPage {
  readonly q: string
  readonly found: readonly Found[]
  readonly total: number
}

const MOST_SHOWN = 50

const searchQuery = z.object({ q: z.string().trim().max(120).optional() })
type SearchQuery = z.infer<typeof searchQuery>

interface Index {
  readonly search: MiniSearch
  readonly documents: ReadonlyMap<string, Found>
}

/** Reviewed records before the wire, and what a page is about before what it mentions. */
const BOOST: Readonly<Record<Found['kind'], number>> = {
  Programme: 1.6,
  Measure: 1.2,
  Claim: 1.1,
  Statement: 1,
  Wire: 0.5,
}

/** Words as they are compared: without accents, marks or case; "£1bn" is "1bn". */
export const foldWord = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[\u0300-\u036f’']/g, '')
    .toLowerCase()

function makeIndex({ ledger, collected }: View): Index {
  const documents = new Map<string, Found>()
  const search = new MiniSearch({
    fields: ['title', 'text', 'names'],
    processTerm: (term) => foldWord(term) || null,
    searchOptions: {
      boost: { title: 3, names: 2 },
      // A short word with an error is another word; a long one is still itself.
      fuzzy: (term) => (term.length > 3 && !/\d/.test(term) ? 0.2 : false),
      prefix: (term) => term.length > 2,
      boostDocument: (id) => BOOST[documents.get(String(id))?.kind ?? 'Wire'],
      combineWith: 'AND',
    },
  })
  const add = (found: Omit<Found, 'reviewed'>, text: string, names: string): void => {
    if (documents.has(found.id)) return
    documents.set(found.id, { ...found, reviewed: found.kind !== 'Wire' })
    search.add({ id: found.id, title: found.title, text, names })
  }
  for (const { programme, statements } of ledger.programmes)
    add(
      {
        ...{ id: `programme ${programme.id}`, kind: 'Programme', title: programme.name },
        ...{
          about: printCount(statements.length, 'statement'),
          path: `/programmes/${programme.id}`,
        },
      },
      programme.summary,
      [...programme.aliases, programme.department ?? ''].join(' '),
    )
  for (const { measure, figures, programmes } of ledger.measures)
    add(
      {
        ...{ id: `measure ${measure.id}`, kind: 'Measure', title: measure.name },
        ...{ about: printCount(figures.length, 'figure'), path: `/measures/${measure.id}` },
      },
      measure.definition,
      programmes.map((programme) => programme.name).join(' '),
    )
  for (const { statement, programmes } of ledger.statements) {
    const { name, body } = statement.speaker
    const said = statement.date === null ? '' : `, ${printDate(statement.date)}`
    const voice = statement.voice === 'government' ? '' : ` · ${VOICE_WORDS[statement.voice]}`
    add(
      {
        ...{ id: `statement ${statement.id}`, kind: 'Statement', title: `“${statement.quote}”` },
        ...{ about: `${name ?? body}${said}${voice}`, path: `/statements/${statement.id}` },
      },
      statement.paraphrase,
      [name ?? '', body, ...programmes.map((programme) => programme.name)].join(' '),
    )
  }
  for (const { claim, statement, verdict } of ledger.claims) {
    const { name, body } = statement.speaker
    add(
      {
        ...{ id: `claim ${claim.id}`, kind: 'Claim', title: claim.text },
        ...{
          about: `${RESULT_WORDS[verdict.result].byKind[statement.kind]} · ${name ?? body}`,
          path: claimPath(claim.id),
        },
      },
      [statement.quote, claim.population].join(' '),
      [name ?? '', body].join(' '),
    )
  }
  for (const { id, text, utterances, programmes } of collected.wire) {
    const [newest] = utterances
    add(
      {
        ...{ id: `wire ${id}`, kind: 'Wire', title: `“${text}”` },
        ...{ about: newest?.speaker?.name ?? newest?.body ?? '', path: `/wire/${id}` },
      },
      newest?.document.title ?? '',
      [newest?.body ?? '', ...programmes.map((programme) => programme.id.replaceAll('-', ' '))].join(' '),
    )
  }
  return { search, documents }
}

const indexes = new WeakMap<object, Index>()

/** What is found for some words, the best first: all of the words, or where nothing has all of them any. */
export function findAll(view: View, q: string): Found[] {
  if (q === '') return []
  const index = indexes.get(view) ?? makeIndex(view)
  indexes.set(view, index)
  const hits = index.search.search(q)
  const some = hits.length > 0 ? hits : index.search.search(q, { combineWith: 'OR' })
  return some.flatMap(({ id }) => index.documents.get(String(id)) ?? [])
}

const Results: FC<{ page: SearchPage; view: View }> = ({ page: { found }, view }) => (
  <ol class="plain cards results">
    {found.map(({ kind, title, about, path, reviewed }) => (
      <li>
        <p>
          <span class="badge">{kind}</span> <a href={view.href(path)}>{title}</a>
        </p>
        <p class="note">
          {about}
          {reviewed ? '' : ' · found by machine, not reviewed'}
        </p>
      </li>
    ))}
  </ol>
)

const printTotal = ({ q, total, found }: SearchPage): string => searchSentence(q, total, found.length)

export const search = defineResource<SearchPage, SearchQuery>({
  pattern: '/search',
  query: searchQuery,
  addresses: () => [{}],
  model: (view, _, { q = '' }) => {
    const all = findAll(view, q)
    return { q, found: all.slice(0, MOST_SHOWN), total: all.length }
  },
  title: ({ q }) => (q === '' ? 'Search' : `Search: ${q}`),
  description: () => 'Search statements, claims, measures and programmes.',
  page: (page, view) => (
    <>
      <h1>Search</h1>
      <p class="intro total" aria-live="polite">
        {printTotal(page)}
      </p>
      <form class="search" method="get" action="/search" aria-label="Search everything">
        <label for="q">Words</label>
        <input id="q" name="q" type="search" value={page.q} maxlength={120} autocomplete="off" />
        {view.ledger.isPast ? <input type="hidden" name="asOf" value={view.ledger.asOf} /> : null}{' '}
        <button type="submit">Search</button>
      </form>
      <Results page={page} view={view} />
      <script type="module" src={view.asset('search.js')}></script>
    </>
  ),
  json: (page, view) => ({
    data: {
      said: printTotal(page),
      results: page.found.map((found) => ({ ...found, href: view.href(found.path) })),
    },
    total: page.total,
  }),
})
