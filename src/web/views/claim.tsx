// What stands on the page of a claim: its readings, its cases, its leeway, its days, and what would change it?

import type { FC } from 'hono/jsx'
import type { ReadingVerdict } from '../../domain/case.ts'
import { lastDay, printDate, printPeriod } from '../../domain/dates.ts'
import type { ClaimEntry, Figure, HistoryRow, Ledger, verdictsAt } from '../../domain/ledger.ts'
import type { Unit } from '../../domain/nouns.ts'
import { readFigure } from '../../domain/quantities.ts'
import { printBand, printDimensions, printInterval } from '../../domain/steps.ts'
import {
  COMPARATOR_WORDS,
  GRADE_WORDS,
  printCount,
  printList,
  printQuantity,
  RESULT_WORDS,
} from '../../domain/vocabulary.ts'
import type { View } from '../resource.ts'
import { DayField } from './day-field.tsx'
import { FigureLine, observationPath, ReadingScale } from './figures.tsx'
import { claimPath, Scroll, SourcePlace, VerdictMark } from './parts.tsx'
import { Term } from './terms.tsx'

/** Leeways for which the verdict is worked out beside that of the rule, which is 1. */
export const TOLERANCES = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 3] as const
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

export interface ClaimPage {
  readonly entry: ClaimEntry
  readonly history: readonly HistoryRow[]
  readonly ledger: Ledger
  /** Every figure that a reading used or set aside and that was public on the date, by id. */
  readonly figures: ReadonlyMap<string, Figure>
  readonly tolerances: ReturnType<typeof verdictsAt>
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export const ReadingPart: FC<{ page: ClaimPage; reading: ReadingVerdict; index: number; view: View }> = ({
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
                      <a href={view.href(observationPath(figure, view))}>{figure.observation.display}</a>,{' '}
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

export const CaseFor: FC<{ name: string; figure: Figure | null; view: View }> = ({ name, figure, view }) => (
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

export const Tolerances: FC<{ page: ClaimPage; view: View }> = ({ page: { entry, tolerances }, view }) => (
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

export const AsKnownOn: FC<{ page: ClaimPage; view: View }> = ({
  page: { entry, history, ledger },
  view,
}) => {
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
        <DayField id="claim-as-of" label="Show this verdict as known on" view={view} />
      </form>
    </section>
  )
}

export const ReadingMatrix: FC<{ page: ClaimPage }> = ({ page: { entry, figures } }) => (
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

export const SilenceLog: FC<{ entry: ClaimEntry }> = ({ entry: { verdict } }) => (
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
