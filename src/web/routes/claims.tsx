// One claim: the quote, every way of reading it, the verdict with its steps, best and worst case, and how to cite it.
import type { FC } from 'hono/jsx'
import type { ReadingVerdict } from '../../domain/case.ts'
import { printDate, printPeriod } from '../../domain/dates.ts'
import type { ClaimEntry, Figure, HistoryRow, Ledger } from '../../domain/ledger.ts'
import { readFigure } from '../../domain/quantities.ts'
import { printBand, printDimensions, printInterval } from '../../domain/steps.ts'
import {
  GRADE_WORDS,
  printCount,
  printList,
  printTarget,
  RESULT_WORDS,
  TAG_WORDS,
} from '../../domain/vocabulary.ts'
import { citationOf, claimData, figureData, historyData } from '../data.ts'
import { defineResource, type View } from '../resource.ts'
import {
  Attribution,
  Crumb,
  claimPath,
  Deeds,
  FigureLine,
  KindAndVoice,
  observationPath,
  ProgrammeLinks,
  Quote,
  Scroll,
  SourcePlace,
  VerdictMark,
} from '../views/parts.tsx'

export const claims = defineResource<readonly ClaimEntry[]>({
  pattern: '/claims',
  addresses: () => [{}],
  model: ({ ledger }) => ledger.claims,
  title: () => 'Claims',
  description: (entries) => `${entries.length} claims, each with its verdict by the published rule.`,
  page: (entries, view) => (
    <>
      <h1>Claims</h1>
      <p>{printCount(entries.length, 'claim')}, the newest words first.</p>
      <Scroll label="Claims and verdicts">
        <table>
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">Said by</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ claim, statement, verdict }) => (
              <tr>
                <th scope="row">
                  <a href={view.href(claimPath(claim.id))}>{claim.text}</a>
                </th>
                <td>
                  <Attribution statement={statement} view={view} />
                </td>
                <td>
                  <VerdictMark result={verdict.result} kind={statement.kind} tags={verdict.tags} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  ),
  json: (entries, view) => ({ data: entries.map((entry) => claimData(entry, view)), total: entries.length }),
  csv: (entries) => ({
    columns: [
      'id',
      'text',
      'said',
      'speaker',
      'body',
      'voice',
      'kind',
      'programmes',
      'comparator',
      'value',
      'value_high',
      'unit',
      'due',
      'result',
      'tags',
      'grade',
      'missing',
      'nearest_observation',
      'nearest_value',
      'nearest_measure',
      'days_of_silence',
    ],
    rows: entries.map(({ claim, statement, verdict, nearest }) => [
      claim.id,
      claim.text,
      statement.date,
      statement.speaker.name,
      statement.speaker.body,
      statement.voice,
      statement.kind,
      statement.programmes.join(' '),
      claim.comparator,
      claim.value,
      claim.valueHigh ?? null,
      claim.unit,
      verdict.due,
      verdict.result,
      verdict.tags.join(' '),
      verdict.grade,
      verdict.missing,
      nearest?.observation.id ?? null,
      nearest?.observation.value ?? null,
      nearest?.measure.id ?? null,
      verdict.silence?.days ?? null,
    ]),
  }),
})

interface ClaimPage {
  readonly entry: ClaimEntry
  readonly history: readonly HistoryRow[]
  readonly ledger: Ledger
  /** Every figure that a reading used or set aside and that was public on the date, by id. */
  readonly figures: ReadonlyMap<string, Figure>
}

const ReadingPart: FC<{ page: ClaimPage; reading: ReadingVerdict; index: number; view: View }> = ({
  page: { entry, figures },
  reading,
  index,
  view,
}) => {
  const registered = entry.readings[index]
  if (!registered) return null
  const { measure } = registered
  const dimensions = printDimensions(reading.dimensions)
  return (
    <section class="reading" aria-labelledby={`reading-${index + 1}`}>
      <h3 id={`reading-${index + 1}`}>
        Reading {index + 1}: <a href={view.href(`/measures/${measure.id}`)}>{measure.name}</a>
        {dimensions === '' ? '' : ` (${dimensions})`}
      </h3>
      <p>
        {reading.match === 'direct'
          ? 'Counts the same thing as the words. '
          : `A proxy. What differs or is not known: ${printList(reading.differs)}. `}
        {registered.reading.statedBySpeaker ? 'The speaker named this way of counting. ' : ''}
        {registered.reading.why}
      </p>
      {reading.used.map((used) => {
        const figure = figures.get(used.observation)
        return figure ? (
          <dl class="facts">
            <dt>Figure</dt>
            <dd>
              <FigureLine figure={figure} view={view} />, {figure.observation.area}
            </dd>
            <dt>Stands for</dt>
            <dd>
              {printInterval(used.interval, measure.unit)} (
              {readFigure(figure.observation, measure.unit).because})
            </dd>
            <dt>Words ask for</dt>
            <dd>{reading.band ? printBand(reading.band, entry.claim.unit) : 'no band can be drawn'}</dd>
            <dt>Grade</dt>
            <dd>
              {used.grade}: {GRADE_WORDS[used.grade]}
            </dd>
            <dt>Source</dt>
            <dd>
              <SourcePlace source={figure.source} locator={figure.observation.locator} view={view} />
            </dd>
            {figure.observation.note === '' ? null : (
              <>
                <dt>Note</dt>
                <dd>{figure.observation.note}</dd>
              </>
            )}
          </dl>
        ) : null
      })}
      {reading.used.length === 0 ? <p class="none">No figure can stand in this reading.</p> : null}
      <p>
        <VerdictMark result={reading.result} />
        {reading.lean && reading.match === 'proxy'
          ? ` It leans ${reading.lean === 'inside' ? 'inside' : reading.lean} the band; a proxy settles nothing.`
          : ''}
      </p>
      {reading.setAside.length > 0 ? (
        <details>
          <summary>{printCount(reading.setAside.length, 'figure')} set aside, and why</summary>
          <ul>
            {reading.setAside.map(({ observation, why }) => {
              const figure = figures.get(observation)
              return (
                <li>
                  {figure ? (
                    <>
                      <a href={view.href(observationPath(figure))}>{figure.observation.display}</a>,{' '}
                      {printPeriod(figure.observation.period)}
                    </>
                  ) : (
                    observation
                  )}
                  : {why}
                </li>
              )
            })}
          </ul>
        </details>
      ) : null}
    </section>
  )
}

const CaseFor: FC<{ name: string; figure: Figure | null; view: View }> = ({ name, figure, view }) => (
  <div class="case">
    <h3>{name}</h3>
    {figure ? (
      <p>
        <FigureLine figure={figure} view={view} />
      </p>
    ) : (
      <p class="none">No figure can be set against the words.</p>
    )}
  </div>
)

export const claim = defineResource<ClaimPage>({
  pattern: '/claims/:statement/:n',
  addresses: (ledger) =>
    ledger.claims.map(({ claim: { id } }) => {
      const [statement = '', n = ''] = id.split('#')
      return { statement, n }
    }),
  model: ({ ledger, history }, { statement, n }) => {
    const entry = ledger.claims.find((candidate) => candidate.claim.id === `${statement}#${n}`)
    if (!entry) return null
    const wanted = new Set(entry.claim.readings.map((reading) => reading.measure))
    const figures = ledger.measures.filter((m) => wanted.has(m.measure.id)).flatMap((m) => m.figures)
    return {
      entry,
      history: history(entry.claim.id),
      ledger,
      figures: new Map(figures.map((figure) => [figure.observation.id, figure])),
    }
  },
  title: ({ entry }) => entry.claim.text,
  description: ({ entry: { claim, statement, verdict } }) =>
    `“${statement.quote}” (${statement.speaker.name ?? statement.speaker.body}). ${RESULT_WORDS[verdict.result].byKind[statement.kind]}: ${claim.text}`,
  page: (page, view) => {
    const { entry, history } = page
    const { claim, statement, source, verdict } = entry
    const path = claimPath(claim.id)
    return (
      <>
        <Crumb view={view} path={`/statements/${statement.id}`} name="The statement" />
        <h1>{claim.text}</h1>
        <p class="verdict-line">
          <VerdictMark result={verdict.result} kind={statement.kind} tags={verdict.tags} />
          {verdict.grade ? <span class="note"> · evidence grade {verdict.grade}</span> : null}
          {verdict.silence?.days ? (
            <span class="clock"> · {printCount(verdict.silence.days, 'day')} since it was due</span>
          ) : null}
        </p>
        <p>
          {RESULT_WORDS[verdict.result].meaning} {verdict.missing ?? ''}
          {verdict.tags
            .map(
              (tag) =>
                ` ${TAG_WORDS[tag].label.charAt(0).toUpperCase()}${TAG_WORDS[tag].label.slice(1)}: ${TAG_WORDS[tag].meaning}`,
            )
            .join('')}
        </p>
        <div class="pair">
          <div class="words">
            <h2 class="side">What was said</h2>
            <p>
              <Quote statement={statement} />
            </p>
            <p class="note">
              <Attribution statement={statement} view={view} /> · <KindAndVoice statement={statement} /> ·{' '}
              <ProgrammeLinks programmes={entry.programmes} view={view} />
            </p>
            <p class="note">
              Source: <SourcePlace source={source} locator={statement.locator} view={view} />
            </p>
          </div>
          <div class="deeds">
            <h2 class="side">What was recorded</h2>
            <Deeds nearest={entry.nearest} view={view} />
          </div>
        </div>
        <h2>What is claimed</h2>
        <dl class="facts">
          <dt>What is counted</dt>
          <dd>{claim.population}</dd>
          <dt>The words ask for</dt>
          <dd>{printTarget(claim)}</dd>
          <dt>Due</dt>
          <dd>{verdict.due ? printDate(verdict.due) : 'not known'}</dd>
          {claim.baseline ? (
            <>
              <dt>Measured from</dt>
              <dd>
                {claim.baseline.value}
                {claim.unit === 'percent' ? '%' : ''}, {printPeriod(claim.baseline.period)}
              </dd>
            </>
          ) : null}
        </dl>
        {verdict.readings.length > 0 ? (
          <>
            <h2>Ways of reading it</h2>
            <ReadingMatrix page={page} />
            {verdict.readings.map((reading, index) => (
              <ReadingPart page={page} reading={reading} index={index} view={view} />
            ))}
            <h2>Best and worst case for the speaker</h2>
            <p class="note">
              Picked by the rule from every figure that stands in a reading, also from proxies.
            </p>
            <div class="cases">
              <CaseFor name="Best" figure={entry.best} view={view} />
              <CaseFor name="Worst" figure={entry.worst} view={view} />
            </div>
          </>
        ) : null}
        <h2>Step by step</h2>
        <ol class="steps">
          {verdict.steps.map((step) => (
            <li>{step}</li>
          ))}
        </ol>
        {verdict.silence ? <SilenceLog entry={entry} /> : null}
        <h2>How the verdict changed</h2>
        <Scroll label="History of the verdict">
          <table>
            <thead>
              <tr>
                <th scope="col">As known from</th>
                <th scope="col">Verdict</th>
                <th scope="col">Resting on</th>
              </tr>
            </thead>
            <tbody>
              {history.map((row) => (
                <tr>
                  <th scope="row">
                    <a href={`${path}?asOf=${row.from}`}>{printDate(row.from)}</a>
                  </th>
                  <td>
                    <VerdictMark result={row.verdict.result} kind={statement.kind} tags={row.verdict.tags} />
                  </td>
                  <td>
                    {row.verdict.readings
                      .flatMap((reading) =>
                        reading.used.map(
                          (used) =>
                            page.figures.get(used.observation)?.observation.display ?? used.observation,
                        ),
                      )
                      .join('; ') || 'no figure'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        {entry.utterances.length > 0 ? (
          <>
            <h2>Said again</h2>
            <ul>
              {entry.utterances.map((other) => (
                <li>
                  <a href={view.href(`/statements/${other.id}`)}>
                    <Quote statement={other} />
                  </a>{' '}
                  <Attribution statement={other} view={view} />
                </li>
              ))}
            </ul>
          </>
        ) : null}
        {entry.weakenedBy.length > 0 || claim.weakens ? (
          <>
            <h2>The target was moved</h2>
            <ul>
              {claim.weakens ? (
                <li>
                  This target lowers or puts off{' '}
                  <a href={view.href(claimPath(claim.weakens))}>an earlier one</a>, which stays open to its
                  own date.
                </li>
              ) : null}
              {entry.weakenedBy.map((later) => (
                <li>
                  Lowered or put off later: <a href={view.href(claimPath(later.id))}>{later.text}</a>
                </li>
              ))}
            </ul>
          </>
        ) : null}
        <h2>Cite this</h2>
        <p class="cite">{citationOf(view, path, claim.text)}</p>
      </>
    )
  },
  json: ({ entry, history, figures }, view) => ({
    data: {
      ...claimData(entry, view),
      source: entry.source,
      observations: [...figures.values()].map((figure) => figureData(figure, view)),
      history: historyData(history),
      cite: citationOf(view, claimPath(entry.claim.id), entry.claim.text),
    },
  }),
})

const ReadingMatrix: FC<{ page: ClaimPage }> = ({ page: { entry, figures } }) => (
  <Scroll label="Matrix of readings">
    <table>
      <thead>
        <tr>
          <th scope="col">Reading</th>
          <th scope="col">Match</th>
          <th scope="col">Figures used</th>
          <th scope="col">The words ask for</th>
          <th scope="col">Result</th>
        </tr>
      </thead>
      <tbody>
        {entry.verdict.readings.map((reading, index) => (
          <tr>
            <th scope="row">
              <a href={`#reading-${index + 1}`}>{entry.readings[index]?.measure.name ?? reading.measure}</a>
            </th>
            <td>{reading.match === 'direct' ? 'direct' : `proxy: ${reading.differs.join(', ')}`}</td>
            <td>
              {reading.used
                .map((used) => figures.get(used.observation)?.observation.display ?? used.observation)
                .join('; ') || 'none'}
            </td>
            <td>{reading.band ? printBand(reading.band, entry.claim.unit) : 'no band'}</td>
            <td>
              <VerdictMark result={reading.result} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

const SilenceLog: FC<{ entry: ClaimEntry }> = ({ entry: { verdict } }) => (
  <>
    <h2>Where figures were looked for</h2>
    {verdict.silence && verdict.silence.looked.length > 0 ? (
      <ul>
        {verdict.silence.looked.map(({ where, when, how }) => (
          <li>
            {where}, {printDate(when)}: {how}
          </li>
        ))}
      </ul>
    ) : (
      <p>
        No search has been logged for this claim yet. If you know of a figure, please{' '}
        <a href="/about">tell us</a>: it will be added with its source, and the verdict will follow.
      </p>
    )}
  </>
)
