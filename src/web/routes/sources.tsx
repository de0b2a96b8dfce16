// Where words and figures were read.
import { printDate, printPeriod } from '../../domain/dates.ts'
import type { SourceEntry } from '../../domain/ledger.ts'
import type { Source } from '../../domain/nouns.ts'
import { printCount } from '../../domain/vocabulary.ts'
import { sourceData } from '../data.ts'
import { defineResource } from '../resource.ts'
import { Crumb, Quote, Scroll } from '../views/parts.tsx'

export const LICENCE_WORDS = {
  'OGL-3.0': 'Open Government Licence v3.0',
  'OPL-3.0': 'Open Parliament Licence v3.0',
  'all-rights-reserved': 'all rights reserved; facts and short quotations only',
} as const

const kindWords = (source: Source): string => source.kind.replaceAll('-', ' ')
const licenceWords = (source: Source): string =>
  source.licence ? LICENCE_WORDS[source.licence] : 'not recorded'

/** Each source once, whole. */
export const sourcesById = (sources: readonly Source[]): Source[] => [
  ...new Map(sources.map((source) => [source.id, source])).values(),
]

export const sources = defineResource<readonly SourceEntry[]>({
  pattern: '/sources',
  addresses: () => [{}],
  model: ({ ledger }) => ledger.sources,
  title: () => 'Sources',
  description: (entries) => `${entries.length} sources of words and figures.`,
  page: (entries, view) => (
    <>
      <h1>Sources</h1>
      <p>
        {printCount(entries.length, 'source')}, by publisher. Words and figures were read in them by people,
        in November 2026.
      </p>
      <Scroll label="Sources">
        <table>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Publisher</th>
              <th scope="col">Kind</th>
              <th scope="col">Published</th>
              <th scope="col" class="number">
                Statements
              </th>
              <th scope="col" class="number">
                Figures
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ source, statements, observations }) => (
              <tr>
                <th scope="row">
                  <a href={view.href(`/sources/${source.id}`)}>{source.title}</a>
                </th>
                <td>{source.publisher}</td>
                <td>{kindWords(source)}</td>
                <td>{source.published ? printDate(source.published) : 'not known'}</td>
                <td class="number">{statements.length}</td>
                <td class="number">{observations.length}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  ),
  json: (entries, view) => ({ data: entries.map((entry) => sourceData(entry, view)), total: entries.length }),
  csv: (entries) => ({
    columns: [
      'id',
      'title',
      'publisher',
      'url',
      'published',
      'kind',
      'licence',
      'statements',
      'observations',
    ],
    rows: entries.map(({ source: s, statements, observations }) => [
      s.id,
      s.title,
      s.publisher,
      s.url,
      s.published,
      s.kind,
      s.licence,
      statements.map((statement) => statement.id).join(' '),
      observations.map((observation) => observation.id).join(' '),
    ]),
  }),
})

export const source = defineResource<SourceEntry>({
  pattern: '/sources/:id',
  addresses: (ledger) => ledger.sources.map((entry) => ({ id: entry.source.id })),
  model: ({ ledger }, { id }) => ledger.sources.find((entry) => entry.source.id === id) ?? null,
  title: ({ source }) => source.title,
  description: ({ source }) => `${source.title}, ${source.publisher}: what was read in it.`,
  page: ({ source, statements, observations }, view) => (
    <>
      <Crumb view={view} path="/sources" name="Sources" />
      <h1>{source.title}</h1>
      <dl class="facts">
        <dt>Publisher</dt>
        <dd>{source.publisher}</dd>
        <dt>Published</dt>
        <dd>{source.published ? printDate(source.published) : 'not known'}</dd>
        <dt>Kind</dt>
        <dd>{kindWords(source)}</dd>
        <dt>Licence</dt>
        <dd>{licenceWords(source)}</dd>
        <dt>Address</dt>
        <dd>
          {source.url ? (
            <a href={source.url} rel="noreferrer">
              {source.url}
            </a>
          ) : (
            'none'
          )}
        </dd>
      </dl>
      {statements.length > 0 ? (
        <>
          <h2>Words read in it</h2>
          <ul class="plain">
            {statements.map((statement) => (
              <li>
                <a href={view.href(`/statements/${statement.id}`)}>
                  <Quote statement={statement} />
                </a>{' '}
                <span class="note">{statement.locator ?? 'place not recorded'}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {observations.length > 0 ? (
        <>
          <h2>Figures read in it</h2>
          <ul class="plain">
            {observations.map((observation) => (
              <li>
                <a class="figure" href={view.href(`/measures/${observation.measure}#${observation.id}`)}>
                  {observation.display}
                </a>{' '}
                {printPeriod(observation.period)}{' '}
                <span class="note">{observation.locator ?? 'place not recorded'}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  ),
  json: (entry, view) => ({
    data: { ...sourceData(entry, view), statements: entry.statements, observations: entry.observations },
  }),
})
