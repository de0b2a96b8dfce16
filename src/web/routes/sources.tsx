// Where words and figures were read, by people and by machine.
import type { FC } from 'hono/jsx'
import type { CollectedSource, CollectedTally } from '../../domain/collected.ts'
import { printDate, printPeriod } from '../../domain/dates.ts'
import type { SourceEntry } from '../../domain/ledger.ts'
import type { Source } from '../../domain/nouns.ts'
import { sourceData } from '../data.ts'
import { defineResource, type View } from '../resource.ts'
import { sourceSentence, sourcesSentence } from '../sentences.ts'
import { CollectedSourcePage, CollectedSources, Tally } from '../views/collected.tsx'
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

interface SourceList {
  /** Read by people. */
  readonly entries: readonly SourceEntry[]
  /** Read by machine. */
  readonly machine: readonly CollectedSource[]
  /** How grouping the listings of all sources went; null before the first time. */
  readonly grouping: CollectedTally | null
}

/** A source of rows gives the ledger figures; the machine's record of it says more. */
const byPeople = (entries: readonly SourceEntry[], machine: readonly CollectedSource[]): SourceEntry[] => {
  const read = new Set(machine.map(({ id }) => id))
  return entries.filter(({ source }) => !read.has(source.id))
}

const listSentence = ({ entries, machine }: SourceList): string =>
  sourcesSentence({
    people: entries.length,
    publishers: new Set(entries.map(({ source }) => source.publisher)).size,
    words: entries.filter(({ statements }) => statements.length > 0).length,
    figures: entries.filter(({ observations }) => observations.length > 0).length,
    machine: machine.length,
  })

export const sources = defineResource<SourceList>({
  pattern: '/sources',
  addresses: () => [{}],
  model: ({ ledger, collected, organisations }) => ({
    entries: byPeople(ledger.sources, collected.sources),
    machine: collected.sources,
    grouping: organisations.tally,
  }),
  title: () => 'Sources',
  description: listSentence,
  page: ({ entries, machine, grouping }, view) => (
    <>
      <h1>Sources</h1>
      <p class="intro">{listSentence({ entries, machine, grouping })}</p>
      {machine.length > 0 ? (
        <>
          <h2>Read by machine</h2>
          <p>
            On a schedule. What the machine finds goes on <a href={view.href('/wire')}>the wire</a>, not yet
            reviewed.
          </p>
          <CollectedSources sources={machine} view={view} />
        </>
      ) : null}
      {grouping === null ? null : <Tally tally={grouping} noun="organisation" />}
      <h2>Read by people</h2>
      <p>By publisher. The words and figures on this site were taken from them by hand.</p>
      <Scroll label="Sources">
        <table class="steady wide">
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
  json: ({ entries, machine }, view) => ({
    data: [
      ...entries.map((entry) => sourceData(entry, view)),
      ...machine.map((one) => collectedSourceData(one, view)),
    ],
    total: entries.length + machine.length,
  }),
  csv: ({ entries, machine }) => ({
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
      'health',
      'last_worked',
    ],
    rows: [
      ...entries.map(({ source: s, statements, observations }) => [
        s.id,
        s.title,
        s.publisher,
        s.url,
        s.published,
        s.kind,
        s.licence,
        statements.map((statement) => statement.id).join(' '),
        observations.map((observation) => observation.id).join(' '),
        null,
        null,
      ]),
      ...machine.map((s) => [
        ...[s.id, s.title, s.publisher, s.address, null, 'machine', s.licence, null, null],
        ...[s.health.state, s.health.lastWorked],
      ]),
    ],
  }),
})

const collectedSourceData = (source: CollectedSource, view: View) => ({
  ...source,
  url: `${view.siteUrl}/sources/${source.id}`,
  kind: 'machine',
})

export const source = defineResource<SourceEntry | CollectedSource>({
  pattern: '/sources/:id',
  addresses: (ledger, collected) => [
    ...byPeople(ledger.sources, collected.sources).map((entry) => ({ id: entry.source.id })),
    ...collected.sources.map(({ id }) => ({ id })),
  ],
  model: ({ ledger, collected }, { id }) =>
    collected.sources.find((one) => one.id === id) ??
    ledger.sources.find((entry) => entry.source.id === id) ??
    null,
  title: (model) => ('source' in model ? model.source : model).title,
  description: (model) => {
    const { title, publisher } = 'source' in model ? model.source : model
    return `${title}, ${publisher}: what was read in it.`
  },
  page: (model, view) =>
    'source' in model ? (
      <CuratedSourcePage entry={model} view={view} />
    ) : (
      <CollectedSourcePage source={model} view={view} />
    ),
  json: (model, view) => ({
    data:
      'source' in model
        ? { ...sourceData(model, view), statements: model.statements, observations: model.observations }
        : collectedSourceData(model, view),
  }),
})

/** What rests on a source, in words. */
function restsOn({ statements, observations }: SourceEntry, { ledger }: View): string {
  const said = new Set(statements.map(({ id }) => id))
  const read = new Set(observations.map(({ id }) => id))
  return sourceSentence({
    statements: said.size,
    claims: ledger.claims.filter(({ statement }) => said.has(statement.id)).length,
    figures: read.size,
    verdicts: ledger.claims.filter(({ verdict }) =>
      verdict.readings.some(({ used }) => used.some(({ observation }) => read.has(observation))),
    ).length,
  })
}

const CuratedSourcePage: FC<{ entry: SourceEntry; view: View }> = ({
  entry: { source, statements, observations },
  view,
}) => (
  <>
    <Crumb view={view} path="/sources" name="Sources" />
    <h1>{source.title}</h1>
    <p class="intro">{restsOn({ source, statements, observations }, view)}</p>
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
)
