// One claim: the quote, every way of reading it, the verdict with its steps, best and worst case, and how to cite it.
import type { FC } from 'hono/jsx'
import type { ReadingVerdict } from '../../domain/case.ts'
import { lastDay, printDate, printPeriod } from '../../domain/dates.ts'
import {
  type ClaimEntry,
  type Figure,
  type HistoryRow,
  type Ledger,
  verdictsAt,
} from '../../domain/ledger.ts'
import type { Unit } from '../../domain/nouns.ts'
import { readFigure } from '../../domain/quantities.ts'
import { printBand, printDimensions, printInterval } from '../../domain/steps.ts'
import {
  COMPARATOR_WORDS,
  GRADE_WORDS,
  printCount,
  printList,
  printQuantity,
  printTarget,
  RESULT_WORDS,
  TAG_WORDS,
} from '../../domain/vocabulary.ts'
import { claimData, figureData, historyData } from '../data.ts'
import { defineResource, type View } from '../resource.ts'
import { embedCode } from '../share.tsx'
import { claimReview } from '../structured.ts'
import { Ask, askedData, askedOn, questionData, questionFor } from '../views/ask.tsx'
import { CiteSection, citeData } from '../views/cite.tsx'
import {
  AddToPack,
  Attribution,
  BasketScript,
  Crumb,
  claimPath,
  Deeds,
  FigureLine,
  KindAndVoice,
  nearestReading,
  observationPath,
  Quote,
  ReadingScale,
  Scroll,
  SourcePlace,
  VerdictMark,
} from '../views/parts.tsx'
import { Term, Terms } from '../views/terms.tsx'
import { Filters, filterStatements, type StatementFilters, statementFilters } from './statements.tsx'

interface ClaimList {
  readonly entries: readonly ClaimEntry[]
  readonly filters: StatementFilters
}

/** The claims in statements that pass the filters; with a verdict, only those that have it. */
function filterClaims(ledger: Ledger, filters: StatementFilters): ClaimEntry[] {
  const passed = new Set(filterStatements(ledger.statements, filters).map(({ statement }) => statement.id))
  return ledger.claims.filter(
    ({ statement, verdict }) =>
      passed.has(statement.id) && (!filters.verdict || verdict.result === filters.verdict),
  )
}

export const claims = defineResource<ClaimList, StatementFilters>({
  pattern: '/claims',
  query: statementFilters,
  addresses: () => [{}],
  model: ({ ledger }, _, filters) => ({ entries: filterClaims(ledger, filters), filters }),
  title: () => 'Claims',
  description: ({ entries }) => `${entries.length} claims, each with its verdict by the published rule.`,
  page: ({ entries, filters }, view) => (
    <>
      <h1>Claims</h1>
      <Filters path="/claims" filters={filters} view={view} />
      <p>{printCount(entries.length, 'claim')}, the newest words first.</p>
      <Scroll label="Claims and verdicts">
        <table class="steady">
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
  json: ({ entries }, view) => ({
    data: entries.map((entry) => claimData(entry, view)),
    total: entries.length,
  }),
  csv: ({ entries }) => ({
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

/** Leeways for which the verdict is worked out beside that of the rule, which is 1. */
const TOLERANCES = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3] as const
const TOLERANCE_WORDS: Readonly<Record<(typeof TOLERANCES)[number], string>> = {
  0: 'none',
  0.25: 'a quarter',
  0.5: 'half',
  0.75: 'three quarters',
  1: 'as in the rule',
  1.5: 'one and a half times',
  2: 'double',
  3: 'three times',
}

interface ClaimPage {
  readonly entry: ClaimEntry
  readonly history: readonly HistoryRow[]
  readonly ledger: Ledger
  /** Every figure that a reading used or set aside and that was public on the date, by id. */
  readonly figures: ReadonlyMap<string, Figure>
  readonly tolerances: ReturnType<typeof verdictsAt>
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

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
    <section class={`reading edge-${reading.result}`} aria-labelledby={`reading-${index + 1}`}>
      <h3 id={`reading-${index + 1}`}>
        Reading {index + 1}: <a href={view.href(`/measures/${measure.id}`)}>{measure.name}</a>
        {dimensions === '' ? '' : ` (${dimensions})`}
      </h3>
      <p>
        <VerdictMark result={reading.result} />
        {reading.lean && reading.match === 'proxy'
          ? ` It leans ${reading.lean === 'inside' ? 'inside' : reading.lean} the band; a proxy settles nothing.`
          : ''}
      </p>
      {entry.readings.length > 1 ? (
        <ReadingScale id={`scale-${index + 1}`} entry={entry} reading={reading} figures={figures} />
      ) : null}
      <p>
        {reading.match === 'direct' ? (
          'Counts the same thing as the words. '
        ) : (
          <>
            A <Term name="proxy" />: what differs or is not known is {printList(reading.differs)}.{' '}
          </>
        )}
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
            <dt>The words ask for</dt>
            <dd>{reading.band ? printBand(reading.band, entry.claim.unit) : 'no band can be drawn'}</dd>
            <dt>Grade</dt>
            <dd>
              {used.grade}: {GRADE_WORDS[used.grade]}
            </dd>
            <dt class="kept">Source</dt>
            <dd class="kept">
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
      <p class="note">Caveat: {measure.caveat}</p>
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
      <>
        <p class="deed">
          <FigureLine figure={figure} view={view} />
        </p>
        <p class="note">
          {figure.source.publisher}, grade {figure.observation.grade}
        </p>
      </>
    ) : (
      <p class="none">No figure can be set against the words.</p>
    )}
  </div>
)

/** What a figure or a date would have to be for the verdict to become another one, from the rule alone. */
export function whatWouldChange({ claim, statement, verdict, readings }: ClaimEntry): string[] {
  const names = printList(readings.map(({ measure }) => `“${measure.name}”`))
  const direct = verdict.readings.filter(({ match, used }) => match === 'direct' && used.length > 0)
  const bands = [...new Set(direct.flatMap(({ band }) => (band ? [printBand(band, claim.unit)] : [])))]
  const band = printList(bands) || 'the band'
  const sensitive = verdict.tags.includes('tolerance-sensitive')
    ? [
        `Another leeway: “${RESULT_WORDS[verdict.tolerance.half].byKind[statement.kind]}” with half of it, “${RESULT_WORDS[verdict.tolerance.double].byKind[statement.kind]}” with double.`,
      ]
    : []
  switch (verdict.result) {
    case 'met':
      return [`A later version of the figure, or one of a better grade, outside ${band}.`, ...sensitive]
    case 'partly-met':
    case 'not-met':
      return [
        `A later version of the figure, or one of a better grade, inside ${band}: then the verdict would be “${RESULT_WORDS.met.byKind[statement.kind]}”.`,
        ...sensitive,
      ]
    case 'depends':
      return ['Figures on which all ways of counting agree; or words that say which way was meant.']
    case 'too-early':
      return [
        verdict.due === null
          ? 'A due date, and figures published by then.'
          : verdict.asOf < lastDay(verdict.due)
            ? `Time: it falls due on ${printDate(verdict.due)}, and the figures published by then decide.`
            : 'The first figure published for the period that counts; or none by the time such figures usually appear.',
      ]
    case 'no-figures':
      return [
        names === ''
          ? `A published record of what was claimed: ${claim.population}.`
          : `A published figure for ${names}${verdict.due === null ? '' : `, for the period that ${printDate(verdict.due)} falls in`}.`,
      ]
    case 'no-match':
      return verdict.readings
        .filter(({ used }) => used.length > 0)
        .map(
          ({ differs, measure }) =>
            `A figure near “${readings.find((one) => one.measure.id === measure)?.measure.name ?? measure}” that has the same ${printList(differs)} as the words.`,
        )
    case 'not-testable':
      return [`Words that can be counted. ${verdict.missing ?? ''}`.trim()]
    default: {
      const never: never = verdict.result
      throw new Error(`unknown result: ${String(never)}`)
    }
  }
}

/** A band, as one number where no leeway is left of it. */
const printLeeway = (band: NonNullable<ReadingVerdict['band']>, unit: Unit | null): string =>
  band.low !== null && band.low === band.high ? printQuantity(band.low, unit) : printBand(band, unit)

const Tolerances: FC<{ page: ClaimPage; view: View }> = ({ page: { entry, tolerances }, view }) => (
  <section aria-labelledby="leeway" class="screen-only">
    <h2 id="leeway">Would it hold with more or less leeway?</h2>
    <p>
      “{capital(COMPARATOR_WORDS[entry.claim.comparator])}” leaves some leeway. The published rule sets how
      much; here is the verdict, by the same rule, with more and with less.
    </p>
    <div class="tolerance">
      <Scroll label="Verdict by leeway">
        <table>
          <thead>
            <tr>
              <th scope="col">Leeway</th>
              <th scope="col">The words then ask for</th>
              <th scope="col">Verdict</th>
            </tr>
          </thead>
          <tbody>
            {tolerances.map(({ tolerance, verdict }) => {
              const band = verdict.readings.find((reading) => reading.band !== null)?.band
              return (
                <tr data-tolerance={tolerance} aria-current={tolerance === 1 ? 'true' : undefined}>
                  <th scope="row">
                    {capital(TOLERANCE_WORDS[tolerance as (typeof TOLERANCES)[number]] ?? String(tolerance))}
                  </th>
                  <td>{band ? printLeeway(band, entry.claim.unit) : 'no band'}</td>
                  <td>
                    <VerdictMark result={verdict.result} kind={entry.statement.kind} />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </Scroll>
    </div>
    <script type="module" src={view.asset('tolerance.js')}></script>
  </section>
)

const AsKnownOn: FC<{ page: ClaimPage; view: View }> = ({ page: { entry, history, ledger }, view }) => {
  const path = claimPath(entry.claim.id)
  return (
    <section aria-labelledby="history" class="screen-only">
      <h2 id="history">How the verdict changed</h2>
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
                  <VerdictMark
                    result={row.verdict.result}
                    kind={entry.statement.kind}
                    tags={row.verdict.tags}
                  />
                </td>
                <td>
                  {row.verdict.readings
                    .flatMap((reading) =>
                      reading.used.map(
                        (used) =>
                          ledger.measures
                            .find((m) => m.measure.id === reading.measure)
                            ?.figures.find((f) => f.observation.id === used.observation)?.observation
                            .display ?? used.observation,
                      ),
                    )
                    .join('; ') || 'no figure'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <form class="as-of" method="get" action={path}>
        <label for="claim-as-of">Show this verdict as known on</label>{' '}
        <input
          id="claim-as-of"
          name="asOf"
          type="date"
          min="1990-01-01"
          max={view.ledger.today}
          value={view.ledger.asOf}
        />{' '}
        <button type="submit">Show</button>
      </form>
    </section>
  )
}

export const claim = defineResource<ClaimPage>({
  pattern: '/claims/:statement/:n',
  addresses: (ledger) =>
    ledger.claims.map(({ claim: { id } }) => {
      const [statement = '', n = ''] = id.split('#')
      return { statement, n }
    }),
  model: ({ ledger, history, evidence }, { statement, n }) => {
    const entry = ledger.claims.find((candidate) => candidate.claim.id === `${statement}#${n}`)
    if (!entry) return null
    const wanted = new Set(entry.claim.readings.map((reading) => reading.measure))
    const figures = ledger.measures.filter((m) => wanted.has(m.measure.id)).flatMap((m) => m.figures)
    return {
      entry,
      history: history(entry.claim.id),
      ledger,
      figures: new Map(figures.map((figure) => [figure.observation.id, figure])),
      tolerances: verdictsAt(evidence, entry.claim.id, ledger, TOLERANCES),
    }
  },
  title: ({ entry }) => entry.claim.text,
  structured: ({ entry, history }, view) => claimReview(entry, history, view),
  description: ({ entry: { claim, statement, verdict } }) =>
    `“${statement.quote}” (${statement.speaker.name ?? statement.speaker.body}). ${RESULT_WORDS[verdict.result].byKind[statement.kind]}: ${claim.text}`,
  page: (page, view) => {
    const { entry, tolerances } = page
    const { claim, statement, source, verdict, programmes, nearest } = entry
    const path = claimPath(claim.id)
    const [programme] = programmes
    const question = questionFor(entry, view)
    const reading = nearestReading(entry)
    return (
      <article class="claim-page">
        {programme ? <Crumb view={view} path={`/programmes/${programme.id}`} name={programme.name} /> : null}
        <h1 class="said-words">
          <Quote statement={statement} />
        </h1>
        <p class="intro">
          <Attribution statement={statement} view={view} /> · <KindAndVoice statement={statement} />
        </p>
        <p class="note">
          Exact place: <SourcePlace source={source} locator={statement.locator} view={view} /> ·{' '}
          <a href={view.href(`/statements/${statement.id}`)}>the whole statement</a>
        </p>
        <div class={`banner edge-${verdict.result}`}>
          <p class="note">{claim.text}</p>
          <p class="verdict-line">
            <VerdictMark result={verdict.result} kind={statement.kind} tags={verdict.tags} />
          </p>
          <p>
            {RESULT_WORDS[verdict.result].meaning} {verdict.missing ?? ''}
            {verdict.tags
              .map((tag) => ` ${capital(TAG_WORDS[tag].label)}: ${TAG_WORDS[tag].meaning}`)
              .join('')}
          </p>
          {verdict.grade || verdict.silence?.days ? (
            <p class="note">
              {verdict.grade ? `Evidence grade ${verdict.grade}: ${GRADE_WORDS[verdict.grade]}.` : ''}
              {verdict.silence?.days ? (
                <span class="clock">{printCount(verdict.silence.days, 'day')} since it was due.</span>
              ) : null}
            </p>
          ) : null}
        </div>
        <div class="pair">
          <div class="words">
            <h2 class="side">What was said</h2>
            <p class="deed">
              <span class="asked">{capital(printTarget(claim))}</span>{' '}
              <span class="note">{claim.population}</span>
            </p>
            <p class="note">
              Due: {verdict.due ? printDate(verdict.due) : 'not known'}
              {claim.baseline
                ? ` · measured from ${printQuantity(claim.baseline.value, claim.unit)}, ${printPeriod(claim.baseline.period)}`
                : ''}
            </p>
          </div>
          <div class="deeds">
            <h2 class="side">What was recorded</h2>
            <Deeds nearest={nearest} view={view} />
          </div>
          {reading ? (
            <div class="across">
              <ReadingScale id="scale-main" entry={entry} reading={reading} figures={page.figures} />
            </div>
          ) : null}
        </div>
        {question ? <Ask question={question} asked={askedOn(entry, view)} view={view} /> : null}
        {verdict.readings.length > 0 ? (
          <section aria-labelledby="readings" class={verdict.readings.length > 1 ? 'many' : undefined}>
            <h2 id="readings">Ways of reading it</h2>
            {verdict.readings.length > 1 ? <ReadingMatrix page={page} /> : null}
            {verdict.readings.map((one, index) => (
              <ReadingPart page={page} reading={one} index={index} view={view} />
            ))}
          </section>
        ) : null}
        <section aria-labelledby="steps" class="screen-only">
          <h2 id="steps">Step by step</h2>
          <ol class="steps plain">
            {verdict.steps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
          <Terms names={['band', 'interval', 'reading', 'direct', 'proxy', 'grade', 'leeway']} />
        </section>
        {verdict.readings.length > 0 ? (
          <section aria-labelledby="cases">
            <h2 id="cases">Best and worst case for the speaker</h2>
            <p class="note case-note">
              Picked by the rule from every figure that stands in a reading, also from proxies.
            </p>
            <div class="cases">
              <CaseFor name="Best" figure={entry.best} view={view} />
              <CaseFor name="Worst" figure={entry.worst} view={view} />
            </div>
          </section>
        ) : null}
        <section aria-labelledby="change" class="ways-out">
          <h2 id="change">What would change it</h2>
          <ul>
            {whatWouldChange(entry).map((what) => (
              <li>{what}</li>
            ))}
          </ul>
          {verdict.silence ? <SilenceLog entry={entry} /> : null}
        </section>
        {tolerances.length > 0 ? <Tolerances page={page} view={view} /> : null}
        <AsKnownOn page={page} view={view} />
        {entry.utterances.length > 0 ? (
          <section aria-labelledby="again" class="screen-only">
            <h2 id="again">Said again</h2>
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
          </section>
        ) : null}
        {entry.weakenedBy.length > 0 || claim.weakens ? (
          <section aria-labelledby="moved">
            <h2 id="moved">The target was moved</h2>
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
          </section>
        ) : null}
        <CiteSection view={view} refTo={{ kind: 'claims', id: claim.id }} path={path} title={claim.text} />
        <section aria-labelledby="share" class="screen-only">
          <h2 id="share">Take it with you</h2>
          <p>
            <BasketScript view={view} />
            <AddToPack entry={entry} view={view} /> for a briefing on several claims, to print or as a Word
            document.
          </p>
          <p>
            <a href={view.href(`/cards${path}.svg`)}>A picture of this claim</a> to share, with its text
            inside.
          </p>
          <h3>On another page, keeping today’s figures</h3>
          <p class="cite">
            <code>{embedCode(view, path, claim.text, view.ledger.asOf)}</code>
          </p>
          <h3>On another page, following the record</h3>
          <p class="cite">
            <code>{embedCode(view, path, claim.text, null)}</code>
          </p>
        </section>
      </article>
    )
  },
  json: ({ entry, history, figures, tolerances }, view) => ({
    data: {
      ...claimData(entry, view),
      source: entry.source,
      observations: [...figures.values()].map((figure) => figureData(figure, view)),
      history: historyData(history),
      tolerances: tolerances.map(({ tolerance, verdict: { result } }) => ({ tolerance, result })),
      whatWouldChange: whatWouldChange(entry),
      question: questionFor(entry, view)?.foi.text ?? null,
      ask: questionData(questionFor(entry, view)),
      asked: askedOn(entry, view).map(askedData),
      ...citeData(view, { kind: 'claims', id: entry.claim.id }, claimPath(entry.claim.id), entry.claim.text),
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
    <h3>Where figures were looked for</h3>
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
