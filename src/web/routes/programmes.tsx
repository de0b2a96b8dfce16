// A programme: the words about it, and the record.
import type { FC } from 'hono/jsx'
import { printDate } from '../../domain/dates.ts'
import type { MeasureEntry, ProgrammeEntry } from '../../domain/ledger.ts'
import { ABOUT_WORDS, printCount, RESULTS } from '../../domain/vocabulary.ts'
import { claimData, measureData, programmeData, statementData } from '../data.ts'
import { defineResource, type View } from '../resource.ts'
import {
  Attribution,
  CountTable,
  Crumb,
  countLine,
  FigureLine,
  KindAndVoice,
  Quote,
  Scroll,
  WordsAndDeeds,
} from '../views/parts.tsx'

const years = ({ start, end }: ProgrammeEntry['programme']): string =>
  `${start ? printDate(start) : 'start not recorded'} to ${end ? printDate(end) : 'now, or no end recorded'}`

export const ProgrammeTable: FC<{ entries: readonly ProgrammeEntry[]; view: View }> = ({ entries, view }) => (
  <Scroll label="Programmes">
    <table>
      <thead>
        <tr>
          <th scope="col">Programme</th>
          <th scope="col">Department</th>
          <th scope="col">Years</th>
          <th scope="col">Government’s claims</th>
          <th scope="col" class="number">
            Statements
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map(({ programme, counts, statements }) => (
          <tr>
            <th scope="row">
              <a href={view.href(`/programmes/${programme.id}`)}>{programme.name}</a>
            </th>
            <td>{programme.department ?? 'none in charge'}</td>
            <td>{years(programme)}</td>
            <td>{countLine(counts.government)}</td>
            <td class="number">{statements.length}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

export const programmes = defineResource<readonly ProgrammeEntry[]>({
  pattern: '/programmes',
  addresses: () => [{}],
  model: ({ ledger }) => ledger.programmes,
  title: () => 'Programmes',
  description: (entries) =>
    `${entries.length} public-service programmes since 2010: what was said and what was recorded.`,
  page: (entries, view) => (
    <>
      <h1>Programmes</h1>
      <p>{printCount(entries.length, 'programme')}, the newest first.</p>
      <ProgrammeTable entries={entries} view={view} />
    </>
  ),
  json: (entries, view) => ({
    data: entries.map((entry) => programmeData(entry, view)),
    total: entries.length,
  }),
  csv: (entries) => ({
    columns: [
      'id',
      'name',
      'department',
      'start',
      'end',
      'statements',
      ...RESULTS.map((result) => `government_${result}`),
      'summary',
    ],
    rows: entries.map(({ programme, statements, counts }) => [
      programme.id,
      programme.name,
      programme.department,
      programme.start,
      programme.end,
      statements.length,
      ...RESULTS.map((result) => counts.government[result]),
      programme.summary,
    ]),
  }),
})

const LatestFigure: FC<{ entry: MeasureEntry; view: View }> = ({ entry, view }) => {
  const figure = entry.figures.at(-1)
  return (
    <li>
      {figure ? (
        <FigureLine figure={figure} view={view} />
      ) : (
        <>
          <a href={view.href(`/measures/${entry.measure.id}`)}>{entry.measure.name}</a>: no figure found in
          public
        </>
      )}
      {entry.figures.length > 1 ? (
        <span class="note">
          {' '}
          (<a href={view.href(`/measures/${entry.measure.id}`)}>{entry.figures.length} figures</a>)
        </span>
      ) : null}
    </li>
  )
}

export const programme = defineResource<ProgrammeEntry>({
  pattern: '/programmes/:id',
  addresses: (ledger) => ledger.programmes.map((entry) => ({ id: entry.programme.id })),
  model: ({ ledger }, { id }) => ledger.programmes.find((entry) => entry.programme.id === id) ?? null,
  title: ({ programme }) => programme.name,
  description: ({ programme }) => programme.summary,
  page: ({ programme, statements, claims, measures, counts }, view) => {
    const government = claims.filter((entry) => entry.statement.voice === 'government')
    const others = claims.filter((entry) => entry.statement.voice !== 'government')
    const unclaimed = statements.filter((entry) => entry.claims.length === 0)
    return (
      <>
        <Crumb view={view} path="/programmes" name="Programmes" />
        <h1>{programme.name}</h1>
        <p class="intro">{programme.summary}</p>
        <p class="note">
          {programme.department ?? 'No department in charge'} · {years(programme)}
          {programme.aliases.length > 0 ? ` · also called ${programme.aliases.join(', ')}` : ''}
        </p>
        {claims.length > 0 ? (
          <CountTable counts={counts} caption="Claims about this programme, by verdict" />
        ) : null}
        {government.length > 0 ? (
          <section aria-labelledby="said">
            <h2 id="said">Said by government, and recorded</h2>
            {government.map((entry) => (
              <WordsAndDeeds entry={entry} view={view} />
            ))}
          </section>
        ) : null}
        {others.length > 0 ? (
          <section aria-labelledby="others">
            <h2 id="others">Said by the sector and by providers, and recorded</h2>
            {others.map((entry) => (
              <WordsAndDeeds entry={entry} view={view} />
            ))}
          </section>
        ) : null}
        {unclaimed.length > 0 ? (
          <section aria-labelledby="unclaimed">
            <h2 id="unclaimed">Said without a claim that could be checked</h2>
            <ul class="plain">
              {unclaimed.map(({ statement }) => (
                <li>
                  <a href={view.href(`/statements/${statement.id}`)}>
                    <Quote statement={statement} />
                  </a>{' '}
                  <span class="note">
                    <Attribution statement={statement} view={view} /> · <KindAndVoice statement={statement} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        <section aria-labelledby="record">
          <h2 id="record">The record</h2>
          <p class="note">The latest figure of each measure. Measures of different things are never mixed.</p>
          {(['who-delivers', 'how-much', 'what-people-got'] as const).map((about) => {
            const own = measures.filter((entry) => entry.measure.about === about)
            return own.length === 0 ? null : (
              <>
                <h3>{ABOUT_WORDS[about]}</h3>
                <ul class="plain">
                  {own.map((entry) => (
                    <LatestFigure entry={entry} view={view} />
                  ))}
                </ul>
              </>
            )
          })}
          {measures.length === 0 ? <p>No figure was found in public.</p> : null}
        </section>
      </>
    )
  },
  json: (entry, view) => ({
    data: {
      ...programmeData(entry, view),
      statements: entry.statements.map((statement) => statementData(statement, view)),
      claims: entry.claims.map((claim) => claimData(claim, view)),
      measures: entry.measures.map((measure) => measureData(measure, view)),
    },
  }),
})
