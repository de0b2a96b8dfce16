// Which claims have no answer? No figures found in public, with the clock; not testable, with what is missing.
import type { FC } from 'hono/jsx'
import { printDate } from '../../domain/dates.ts'
import type { ClaimEntry, Ledger } from '../../domain/ledger.ts'
import { printCount, printList } from '../../domain/vocabulary.ts'
import { claimData } from '../data.ts'
import { defineResource, type View } from '../resource.ts'
import { gapsSentence } from '../sentences.ts'
import { Asked, askedOn, questionFor } from '../views/ask.tsx'
import { Follow } from '../views/follow.tsx'
import { Attribution, claimPath, Quote } from '../views/parts.tsx'
import { calendarOf } from './calendar.tsx'

const wanted = (entry: ClaimEntry): string =>
  printList(entry.readings.map(({ measure }) => measure.name)) || 'a record of the act'

/** Whom to ask, with the way to the question, and what was asked already. */
const ToAsk: FC<{ entry: ClaimEntry; view: View }> = ({ entry, view }) => {
  const to = questionFor(entry, view)?.to
  return (
    <>
      <span class="note">
        <a href={view.href(`${claimPath(entry.claim.id)}#ask`)}>
          The question to ask{to ? ` ${to.name}` : ''}
        </a>
      </span>
      <Asked asked={askedOn(entry, view)} />
    </>
  )
}

export const gaps = defineResource<Ledger['gaps']>({
  pattern: '/gaps',
  addresses: () => [{}],
  model: ({ ledger }) => ledger.gaps,
  title: () => 'Gaps',
  description: ({ noFigures, notTestable }) => gapsSentence(noFigures.length, notTestable.length),
  page: ({ noFigures, notTestable }, view) => (
    <>
      <h1>Gaps</h1>
      <p class="intro">
        {gapsSentence(noFigures.length, notTestable.length)} Each stands here with what it would take, and the
        question to ask for it. <a href={view.href('/requests')}>Questions already asked</a>.
      </p>
      <section aria-labelledby="no-figures">
        <h2 id="no-figures">No figures published ({noFigures.length})</h2>
        <p class="note">
          The claim is due and the usual time for figures has passed. The longest silence first.
        </p>
        <ol class="silences">
          {noFigures.map((entry) => {
            const { claim, statement, verdict } = entry
            return (
              <li>
                <span class="days">
                  {verdict.silence?.days == null ? 'no clock' : printCount(verdict.silence.days, 'day')}
                </span>
                <a href={view.href(claimPath(claim.id))}>
                  <Quote statement={statement} />
                </a>
                <span class="note">
                  <Attribution statement={statement} view={view} />
                </span>
                <span class="note">
                  {claim.text} Due: {verdict.due ? printDate(verdict.due) : 'not known'}. It would take:{' '}
                  {wanted(entry)}.
                </span>
                <ToAsk entry={entry} view={view} />
              </li>
            )
          })}
        </ol>
      </section>
      <section aria-labelledby="not-testable">
        <h2 id="not-testable">Not testable as worded ({notTestable.length})</h2>
        <ul class="plain cards">
          {notTestable.map((entry) => (
            <li>
              <p>
                <a href={view.href(claimPath(entry.claim.id))}>
                  <Quote statement={entry.statement} />
                </a>
              </p>
              <p class="note">
                <Attribution statement={entry.statement} view={view} />
              </p>
              <p>{entry.verdict.missing}</p>
              <ToAsk entry={entry} view={view} />
            </li>
          ))}
        </ul>
      </section>
      <Follow
        view={view}
        feeds={[['Feed of the gaps (JSON Feed)', '/gaps/feed.json']]}
        calendar={calendarOf('', view.ledger.claims)}
      />
    </>
  ),
  json: ({ noFigures, notTestable }, view) => ({
    data: {
      noFigures: noFigures.map((entry) => claimData(entry, view)),
      notTestable: notTestable.map((entry) => claimData(entry, view)),
    },
    total: noFigures.length + notTestable.length,
  }),
  csv: ({ noFigures, notTestable }) => ({
    columns: ['claim', 'gap', 'text', 'speaker', 'body', 'said', 'due', 'days', 'wanted', 'missing'],
    rows: [...noFigures, ...notTestable].map((entry) => [
      entry.claim.id,
      entry.verdict.result,
      entry.claim.text,
      entry.statement.speaker.name,
      entry.statement.speaker.body,
      entry.statement.date,
      entry.verdict.due,
      entry.verdict.silence?.days ?? null,
      entry.verdict.missing === null ? wanted(entry) : null,
      entry.verdict.missing,
    ]),
  }),
})
