// A programme: the words about it, and the record.
import type { FC } from 'hono/jsx'
import { type Day, printDate } from '../../domain/dates.ts'
import type { MeasureEntry, ProgrammeEntry, StatementEntry } from '../../domain/ledger.ts'
import { ABOUT_WORDS, printCount, RESULTS, VOICE_WORDS } from '../../domain/vocabulary.ts'
import { makeTimeline, SeriesPanel, type Timeline, WordsStrip } from '../charts/timeline.tsx'
import { YearsChart } from '../charts/years-chart.tsx'
import { claimData, measureData, programmeData, statementData } from '../data.ts'
import { defineResource, type View } from '../resource.ts'
import { programmeDataset } from '../structured.ts'
import { CiteSection, citeData } from '../views/cite.tsx'
import { FigureLine } from '../views/figures.tsx'
import { Follow } from '../views/follow.tsx'
import {
  BasketScript,
  ClaimRow,
  CountSigns,
  Crumb,
  countLine,
  Quote,
  Scroll,
  VerdictMark,
} from '../views/parts.tsx'
import { calendarOf } from './calendar.tsx'

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

/** The first year of the small charts; the few earlier words stand in it. */
const FIRST_YEAR = 2010

export const ProgrammeGrid: FC<{ entries: readonly ProgrammeEntry[]; asOf: Day; view: View }> = ({
  entries,
  asOf,
  view,
}) => (
  <>
    <p class="key">
      <span class="key-said">Statements made in a year</span>{' '}
      <span class="key-recorded">Figures for that year</span> The thick line is the life of the programme; the
      signs count government’s claims by verdict.
    </p>
    <ul class="grid">
      {entries.map((entry) => (
        <li>
          <h3 class="name">
            <a href={view.href(`/programmes/${entry.programme.id}`)}>{entry.programme.name}</a>
          </h3>
          <YearsChart entry={entry} from={FIRST_YEAR} to={Number(asOf.slice(0, 4))} />
          <p class="note">
            {printCount(entry.statements.length, 'statement')} <CountSigns counts={entry.counts.government} />
          </p>
        </li>
      ))}
    </ul>
  </>
)

export const programmes = defineResource<readonly ProgrammeEntry[]>({
  pattern: '/programmes',
  addresses: () => [{}],
  model: ({ ledger }) => ledger.programmes,
  title: () => 'Programmes',
  description: (entries) =>
    `${printCount(entries.length, 'public-service programme')}: what was said and what was recorded.`,
  page: (entries, view) => (
    <>
      <h1>Programmes</h1>
      <p class="intro">{printCount(entries.length, 'public-service programme')}, the newest first.</p>
      <h2>At a glance</h2>
      <ProgrammeGrid entries={entries} asOf={view.ledger.asOf} view={view} />
      <h2>The same as a table</h2>
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

/** Claims of one verdict that stand open; the rest is folded, so that every verdict is found. */
const MOST_OPEN = 4

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
          (
          <a href={view.href(`/measures/${entry.measure.id}`)}>
            {printCount(entry.figures.length, 'figure')}
          </a>
          )
        </span>
      ) : null}
    </li>
  )
}

const TimelineSection: FC<{ timeline: Timeline; view: View }> = ({ timeline, view }) => {
  const { from, to, panels } = timeline
  return (
    <section aria-labelledby="timeline" class="timeline">
      <h2 id="timeline">Words and deeds over time</h2>
      <p class="key">
        <span class="key-said">Said by government</span>{' '}
        <span class="key-other">Said by the sector and others</span>{' '}
        <span class="key-claimed">Number claimed</span> <span class="key-recorded">Recorded</span>
      </p>
      <WordsStrip timeline={timeline} />
      {panels.map((panel, index) => (
        <>
          <h3>
            <a href={view.href(`/measures/${panel.measure.id}`)}>{panel.measure.name}</a>{' '}
            <span class="note">{ABOUT_WORDS[panel.measure.about].toLowerCase()}</span>
          </h3>
          <SeriesPanel panel={panel} from={from} to={to} id={`panel-${index + 1}`} />
        </>
      ))}
      <p class="note">
        Each mark stands at the end of the time it is about; a bar through it is what the printed figure can
        stand for. A blue line or band is the number claimed, from the day of the words to the day it was due.{' '}
        <a href="#said">Everything said, as a table</a>.
      </p>
      <script type="module" src={view.asset('timeline.js')}></script>
    </section>
  )
}

/** Every statement in order of time; the first of each year has the anchor that the timeline leads to. */
const SaidByYear: FC<{ entry: ProgrammeEntry; view: View }> = ({ entry: { statements }, view }) => {
  const inTime = [...statements].reverse()
  const yearOfWords = ({ statement: { date } }: StatementEntry): string | null =>
    date === null ? null : date.slice(0, 4)
  return (
    <section aria-labelledby="said">
      <h2 id="said">Everything said</h2>
      <Scroll label="Everything said, by date">
        <table>
          <thead>
            <tr>
              <th scope="col">Date</th>
              <th scope="col">Words</th>
              <th scope="col">Said by</th>
              <th scope="col">Verdicts</th>
            </tr>
          </thead>
          <tbody>
            {inTime.map((one, index) => {
              const { statement, claims } = one
              const year = yearOfWords(one)
              const previous = inTime[index - 1]
              const isFirst = year !== null && (previous === undefined || yearOfWords(previous) !== year)
              return (
                <tr id={isFirst ? `said-${year}` : undefined}>
                  <td>{statement.date ? printDate(statement.date) : 'not known'}</td>
                  <th scope="row">
                    <a href={view.href(`/statements/${statement.id}`)}>
                      <Quote statement={statement} />
                    </a>
                  </th>
                  <td>
                    {statement.voice === 'government' ? null : (
                      <span class="badge">{VOICE_WORDS[statement.voice]}</span>
                    )}{' '}
                    {statement.speaker.name ?? statement.speaker.body}
                  </td>
                  <td>
                    {claims.length === 0 ? <span class="note">no claim to check</span> : null}
                    {claims.map(({ verdict }) => (
                      <VerdictMark result={verdict.result} />
                    ))}
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
    </section>
  )
}

export const programme = defineResource<ProgrammeEntry>({
  pattern: '/programmes/:id',
  addresses: (ledger) => ledger.programmes.map((entry) => ({ id: entry.programme.id })),
  model: ({ ledger }, { id }) => ledger.programmes.find((entry) => entry.programme.id === id) ?? null,
  title: ({ programme }) => programme.name,
  structured: (entry, view) => programmeDataset(entry, view),
  description: ({ programme }) => programme.summary,
  page: (entry, view) => {
    const { programme, claims, measures, counts } = entry
    const timeline = makeTimeline(entry)
    return (
      <>
        <Crumb view={view} path="/programmes" name="Programmes" />
        <h1>{programme.name}</h1>
        <p class="intro">{programme.summary}</p>
        <p class="note">
          {programme.department ?? 'No department in charge'} · {years(programme)}
          {programme.aliases.length > 0 ? ` · also called ${programme.aliases.join(', ')}` : ''}
        </p>
        {timeline ? <TimelineSection timeline={timeline} view={view} /> : null}
        {claims.length > 0 ? (
          <section aria-labelledby="claims">
            <h2 id="claims">Claims, by verdict</h2>
            <p>
              Government: <CountSigns counts={counts.government} />
              {RESULTS.some((result) => counts.others[result] > 0) ? (
                <>
                  {' '}
                  Sector and providers: <CountSigns counts={counts.others} />
                </>
              ) : null}
            </p>
            {RESULTS.map((result) => {
              const own = claims.filter((claim) => claim.verdict.result === result)
              return own.length === 0 ? null : (
                <>
                  <h3 id={`verdict-${result}`}>
                    <VerdictMark result={result} /> ({own.length})
                  </h3>
                  <ul class="rows">
                    {own.slice(0, MOST_OPEN).map((claim) => (
                      <ClaimRow entry={claim} view={view} />
                    ))}
                  </ul>
                  {own.length > MOST_OPEN ? (
                    <details>
                      <summary>{printCount(own.length - MOST_OPEN, 'more claim')}</summary>
                      <ul class="rows">
                        {own.slice(MOST_OPEN).map((claim) => (
                          <ClaimRow entry={claim} view={view} />
                        ))}
                      </ul>
                    </details>
                  ) : null}
                </>
              )
            })}
          </section>
        ) : null}
        <section aria-labelledby="record">
          <h2 id="record">Who delivered, and what people got</h2>
          <p class="note">The latest figure of each measure. Measures of different things are never mixed.</p>
          <div class="sides">
            {(['who-delivers', 'what-people-got', 'how-much'] as const).map((about) => {
              const own = measures.filter((one) => one.measure.about === about)
              return (
                <div>
                  <h3>{ABOUT_WORDS[about]}</h3>
                  {own.length === 0 ? <p class="none">No figure was found in public.</p> : null}
                  <ul class="plain">
                    {own.map((one) => (
                      <LatestFigure entry={one} view={view} />
                    ))}
                  </ul>
                </div>
              )
            })}
          </div>
        </section>
        <SaidByYear entry={entry} view={view} />
        <Follow
          view={view}
          feeds={[['Feed of this programme (JSON Feed)', `/programmes/${programme.id}/feed.json`]]}
          calendar={calendarOf(`/programmes/${programme.id}`, claims)}
        />
        <BasketScript view={view} />
        <CiteSection
          view={view}
          refTo={{ kind: 'programmes', id: programme.id }}
          path={`/programmes/${programme.id}`}
          title={programme.name}
        />
      </>
    )
  },
  json: (entry, view) => ({
    data: {
      ...programmeData(entry, view),
      statements: entry.statements.map((statement) => statementData(statement, view)),
      claims: entry.claims.map((claim) => claimData(claim, view)),
      measures: entry.measures.map((measure) => measureData(measure, view)),
      ...citeData(
        view,
        { kind: 'programmes', id: entry.programme.id },
        `/programmes/${entry.programme.id}`,
        entry.programme.name,
      ),
    },
  }),
})
