// How is a source that the machine reads doing?
import cronstrue from 'cronstrue'
import type { FC } from 'hono/jsx'
import type {
  CollectedEvent,
  CollectedRun,
  CollectedSource,
  CollectedTally,
  SourceHealth,
} from '../../domain/collected.ts'
import { printDate } from '../../domain/dates.ts'
import { printCount } from '../../domain/vocabulary.ts'
import type { View } from '../resource.ts'
import { machineSourceSentence } from '../sentences.ts'
import { Crumb, Scroll } from './parts.tsx'

/** Day and minute, in UTC. */
export const printTime = (time: string): string =>
  `${printDate(time.slice(0, 10))}, ${time.slice(11, 16)} UTC`

const timeOr = (time: string | null, otherwise: string): string =>
  time === null ? otherwise : printTime(time)

/** State in words; colour only repeats it. */
export const healthWords = (health: SourceHealth, broken: string | null): string => {
  if (broken !== null) return 'cannot be used'
  if (health.state === 'failing') return `failing since ${timeOr(health.failingSince, 'an unknown time')}`
  if (health.state === 'working' && health.failures > 0) return `working; the last run failed`
  return health.state === 'never run' ? 'not read live yet' : health.state
}

export const CollectedSources: FC<{ sources: readonly CollectedSource[]; view: View }> = ({
  sources,
  view,
}) => (
  <Scroll label="Sources the machine reads">
    <table>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Publisher</th>
          <th scope="col">State</th>
          <th scope="col">Last worked</th>
          <th scope="col">Next</th>
          <th scope="col" class="number">
            Captures
          </th>
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <tr>
            <th scope="row">
              <a href={view.href(`/sources/${source.id}`)}>{source.title}</a>
            </th>
            <td>{source.publisher}</td>
            <td>
              {healthWords(source.health, source.broken)}
              {source.tally?.error ? '; adding its rows up failed' : ''}
            </td>
            <td>{timeOr(source.health.lastWorked, 'never')}</td>
            <td>{timeOr(source.next, 'not scheduled')}</td>
            <td class="number">{source.counts.captures}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

const RunRow: FC<{ run: CollectedRun }> = ({ run }) => (
  <tr>
    <th scope="row">{printTime(run.started)}</th>
    <td>{run.mode === 'replay' ? `${run.state} (replay)` : run.state}</td>
    <td class="number">{run.requests}</td>
    <td class="number">{run.bytes}</td>
    <td class="number">{run.pages}</td>
    <td class="number">{run.findings}</td>
    <td class="number">{run.new}</td>
    <td class="number">{run.changed}</td>
    <td class="number">{run.skipped.length}</td>
    <td>{run.error ?? (run.issues.length > 0 ? printCount(run.issues.length, 'issue') : 'none')}</td>
  </tr>
)

const EVENT_WORDS: Readonly<Record<string, string>> = {
  edit: 'edited',
  revision: 'revised',
  withdrawn: 'withdrawn by its publisher',
  gone: 'gone',
  restored: 'back again',
}

const EventItem: FC<{ event: CollectedEvent }> = ({ event }) => (
  <li>
    <p>
      {printTime(event.at)}: {event.kind}{' '}
      <a href={event.url} rel="noreferrer">
        {event.key}
      </a>{' '}
      {EVENT_WORDS[event.event] ?? event.event}
      {event.announced === false ? ', without the publisher saying so' : ''}.
    </p>
    {event.diff ? (
      <details>
        <summary>What changed</summary>
        <p>
          {event.diff.map(({ op, text }) =>
            op === 'added' ? <ins>{text}</ins> : op === 'removed' ? <del>{text}</del> : text,
          )}
        </p>
      </details>
    ) : null}
  </li>
)

const TALLY_WORDS = {
  figure: { heading: 'Adding its rows up', never: 'Its rows were never added up.', did: 'Last added up' },
  organisation: {
    heading: 'Grouping organisations',
    never: 'Organisations were never grouped.',
    did: 'The listings of all sources were last grouped',
  },
} as const

/** How rows of a source were added up, or listings of all sources grouped. */
export const Tally: FC<{ tally: CollectedTally; noun: keyof typeof TALLY_WORDS }> = ({
  tally: { at, figures, issues, error, failed },
  noun,
}) => (
  <>
    <h2>{TALLY_WORDS[noun].heading}</h2>
    <p>
      {at === null
        ? TALLY_WORDS[noun].never
        : `${TALLY_WORDS[noun].did} ${printTime(at)}, to ${printCount(figures, noun)}.`}
    </p>
    {error === null ? null : (
      <p>
        <strong>It failed{failed === null ? '' : ` on ${printTime(failed)}`}</strong>, and the {noun}s stand
        as they were before: {error}
      </p>
    )}
    {issues.length === 0 ? null : (
      <details open={issues.length <= 10}>
        <summary>
          For a person to look at: {issues.length}. No {noun} was changed or left out for it.
        </summary>
        <ul>
          {issues.map(({ what }) => (
            <li>{what}</li>
          ))}
        </ul>
      </details>
    )}
  </>
)

export const CollectedSourcePage: FC<{ source: CollectedSource; view: View }> = ({ source, view }) => {
  const { health, runs, events, captures, counts } = source
  const [last] = runs
  const measures = view.ledger.measures.flatMap(({ measure, figures }) => {
    const own = figures.filter((figure) => figure.source.id === source.id).length
    return own === 0 ? [] : [{ measure, own }]
  })
  const passages = view.collected.wire.filter(({ utterances }) =>
    utterances.some((one) => one.source === source.id),
  ).length
  return (
    <>
      <Crumb view={view} path="/sources" name="Sources" />
      <h1>{source.title}</h1>
      <p class="intro">
        {machineSourceSentence(
          [
            healthWords(health, source.broken),
            health.lastWorked === null ? '' : `last read on ${printTime(health.lastWorked)}`,
          ]
            .filter((part) => part !== '')
            .join(', '),
          measures.reduce((all, { own }) => all + own, 0),
          passages,
        )}{' '}
        {passages === 0 ? null : <a href={view.href('/wire', { source: source.id })}>What it found</a>}
      </p>
      <dl class="facts">
        <dt>Publisher</dt>
        <dd>{source.publisher || 'not known'}</dd>
        <dt>Address</dt>
        <dd>
          {source.address ? (
            <a href={source.address} rel="noreferrer">
              {source.address}
            </a>
          ) : (
            'none'
          )}
        </dd>
        <dt>Licence</dt>
        <dd>{source.licence || 'not known'}</dd>
        <dt>Looked at</dt>
        <dd>
          {source.cadence
            ? `${cronstrue.toString(source.cadence, { use24HourTimeFormat: true })}, UTC`
            : 'Never'}
          ; next {timeOr(source.next, 'not scheduled')}
        </dd>
        <dt>Last worked</dt>
        <dd>{timeOr(health.lastWorked, 'never')}</dd>
        <dt>Failures in a row</dt>
        <dd>{health.failures}</dd>
        {health.lastError ? (
          <>
            <dt>Last error</dt>
            <dd>{health.lastError}</dd>
          </>
        ) : null}
        {source.notes ? (
          <>
            <dt>Notes</dt>
            <dd>{source.notes}</dd>
          </>
        ) : null}
        <dt>Kept</dt>
        <dd>
          {printCount(counts.captures, 'address', 'addresses')}
          {Object.entries(counts.records).map(([kind, n]) => `; ${kind} records: ${n}`)}
        </dd>
      </dl>
      {measures.length > 0 ? (
        <>
          <h2>Figures worked out from it</h2>
          <ul>
            {measures.map(({ measure, own }) => (
              <li>
                <a href={view.href(`/measures/${measure.id}`)}>{measure.name}</a>: {printCount(own, 'figure')}
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {source.tally ? <Tally tally={source.tally} noun="figure" /> : null}
      {runs.length > 0 ? (
        <>
          <h2>Runs</h2>
          <Scroll label="Runs, the newest first">
            <table>
              <thead>
                <tr>
                  {[
                    'Began',
                    'State',
                    'Requests',
                    'Bytes',
                    'Pages',
                    'Findings',
                    'New',
                    'Changed',
                    'Skipped',
                    'Trouble',
                  ].map((name, at) => (
                    <th scope="col" class={at > 1 && at < 9 ? 'number' : undefined}>
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {runs.map((run) => (
                  <RunRow run={run} />
                ))}
              </tbody>
            </table>
          </Scroll>
          {last && last.skipped.length + last.issues.length > 0 ? (
            <details>
              <summary>Skipped and odd in the last run: {last.skipped.length + last.issues.length}</summary>
              <ul>
                {last.skipped.map(({ url, why }) => (
                  <li>
                    {url ? <code>{url}</code> : null} {why}
                  </li>
                ))}
                {last.issues.map(({ what, url }) => (
                  <li>
                    {what} {url ? <code>{url}</code> : null}
                  </li>
                ))}
              </ul>
            </details>
          ) : null}
        </>
      ) : null}
      {events.length > 0 ? (
        <>
          <h2>Edits, withdrawals and disappearances</h2>
          <ul class="plain">
            {events.map((event) => (
              <EventItem event={event} />
            ))}
          </ul>
        </>
      ) : null}
      {captures.length > 0 ? (
        <>
          <h2>Captures</h2>
          <p class="note">
            The bytes of each answer are kept in web archive files (WARC), by digest. The newest{' '}
            {captures.length} of {counts.captures}.
          </p>
          <Scroll label="Captures">
            <table>
              <thead>
                <tr>
                  <th scope="col">Address</th>
                  <th scope="col">Answer</th>
                  <th scope="col">Read</th>
                  <th scope="col">Digest of the bytes</th>
                </tr>
              </thead>
              <tbody>
                {captures.map(({ url, answer, status, digest, checked }) => (
                  <tr>
                    <th scope="row">
                      <a href={url} rel="noreferrer">
                        {url}
                      </a>
                    </th>
                    <td>
                      {answer} ({status})
                    </td>
                    <td>{printTime(checked)}</td>
                    <td>
                      <code>{digest}</code>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      ) : null}
    </>
  )
}
