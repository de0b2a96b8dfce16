// What can a reader do about a gap: which question to send, to whom, and what came of those that were sent?
import type { FC } from 'hono/jsx'
import { printDate } from '../../domain/dates.ts'
import type { ClaimEntry } from '../../domain/ledger.ts'
import { mailLink, type Question, questionOf, whatDoTheyKnowLink } from '../../domain/question.ts'
import { askedAbout, type AskedOn } from '../../domain/requests.ts'
import { printList } from '../../domain/vocabulary.ts'
import type { View } from '../resource.ts'

/** What was asked about a claim, as known on the view's date. */
export const askedOn = (entry: ClaimEntry, { asking, ledger }: View): AskedOn[] =>
  askedAbout(asking, entry.claim.id, ledger.asOf)

/** The question that would fill the gap of a claim; null where nothing is missing. */
export const questionFor = (entry: ClaimEntry, { asking }: View): Question | null =>
  questionOf(entry, asking.holders)

/** The clock of the requests: since when somebody waits for an answer, or what the answer was. */
export const Asked: FC<{ asked: readonly AskedOn[] }> = ({ asked }) =>
  asked.length === 0 ? null : (
    <ul class="asked-log">
      {asked.map(({ request, inWords }) => (
        <li>
          {inWords}{' '}
          {request.url === null ? (
            `Reference ${request.reference}.`
          ) : (
            <a href={request.url} rel="noreferrer">
              {request.reference === null ? 'Read it there' : `Reference ${request.reference}`}
            </a>
          )}
        </li>
      ))}
    </ul>
  )

/** Both questions, ready to be sent, with what was asked already. */
export const Ask: FC<{ question: Question; asked: readonly AskedOn[]; view: View }> = ({
  question,
  asked,
  view,
}) => {
  const { to, because, others, foi, pq } = question
  const site = whatDoTheyKnowLink(question)
  return (
    <section aria-labelledby="ask">
      <h2 id="ask">The question to ask</h2>
      <Asked asked={asked} />
      <p class={pq === null ? undefined : 'screen-only'}>
        {to === null ? 'Nobody to address it to is known. ' : `To: ${to.name}. `}
        {because}
        {others.length > 0 ? ` It may also be held by: ${printList(others.map(({ name }) => name))}.` : ''}
        {to === null ? null : <span class="note"> Looked up on {printDate(to.checked)}.</span>}
      </p>
      {/* One sheet of paper holds the shorter of the two. */}
      <div class={pq === null ? undefined : 'screen-only'} data-copy="Freedom-of-information request">
        <h3>As a freedom-of-information request</h3>
        <blockquote class="ask">{foi.text}</blockquote>
        <p class="actions screen-only">
          {site === null ? null : (
            <a href={site} rel="noreferrer">
              {to?.whatDoTheyKnow ? 'Open it at WhatDoTheyKnow' : 'Find the body at WhatDoTheyKnow'}
            </a>
          )}{' '}
          <a href={mailLink(question)}>{to?.email ? 'E-mail it' : 'Put it into an e-mail'}</a>
        </p>
      </div>
      <div data-copy={pq === null ? undefined : 'Written question'}>
        <h3 class="screen-only">As a written parliamentary question</h3>
        {pq === null ? (
          <p class="none">No minister answers for whoever would be asked.</p>
        ) : (
          <blockquote class="ask">{pq}</blockquote>
        )}
      </div>
      <p class="note screen-only">
        Sent one? <a href={view.href('/about')}>Tell us</a>, and the clock of this claim will show it. All
        that is recorded is under <a href={view.href('/requests')}>requests</a>.
      </p>
      <script type="module" src={view.asset('cite.js')}></script>
    </section>
  )
}

/** A question as data. */
export const questionData = (question: Question | null) =>
  question && {
    to: question.to && { id: question.to.id, name: question.to.name },
    because: question.because,
    others: question.others.map(({ id, name }) => ({ id, name })),
    foi: question.foi,
    pq: question.pq,
    mail: mailLink(question),
    whatDoTheyKnow: whatDoTheyKnowLink(question),
  }

/** A request as data, as known on the view's date. */
export const askedData = ({ request, waiting, inWords }: AskedOn) => ({
  ...request,
  ...(waiting === null ? {} : { answered: null, outcome: null, note: '' }),
  waiting,
  inWords,
})
