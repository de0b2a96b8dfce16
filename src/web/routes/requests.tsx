// Which questions were asked about gaps, and what was answered?
import type { ClaimEntry } from '../../domain/ledger.ts'
import { type AskedOn, OUTCOME_WORDS, REQUEST_WORDS } from '../../domain/requests.ts'
import { printDate } from '../../domain/dates.ts'
import { printCount } from '../../domain/vocabulary.ts'
import { defineResource } from '../resource.ts'
import { askedData, askedOn } from '../views/ask.tsx'
import { Crumb, claimPath, Quote, Scroll } from '../views/parts.tsx'

interface Row extends AskedOn {
  readonly entry: ClaimEntry
}

export const requests = defineResource<readonly Row[]>({
  pattern: '/requests',
  addresses: () => [{}],
  model: (view) =>
    view.ledger.claims
      .flatMap((entry) => askedOn(entry, view).map((one) => ({ entry, ...one })))
      .sort((a, b) => (a.request.asked < b.request.asked ? 1 : a.request.asked > b.request.asked ? -1 : 0)),
  title: () => 'Requests',
  description: (rows) =>
    `${printCount(rows.length, 'question')} asked about claims that no published figure settles, with the answers.`,
  page: (rows, view) => (
    <>
      <Crumb view={view} path="/gaps" name="Gaps" />
      <h1>Requests</h1>
      <p class="intro">
        Freedom-of-information requests and written questions that somebody sent about a gap, and what came of
        them.
      </p>
      <p>
        Each claim without figures has <a href={view.href('/gaps')}>a question ready to be sent</a>. If you
        sent one, <a href={view.href('/about')}>tell us</a>: it is recorded here with its date, and the claim
        shows how long the answer takes.
      </p>
      {rows.length === 0 ? (
        <p class="none">No request has been recorded yet.</p>
      ) : (
        <Scroll label="Requests, the newest first">
          <table>
            <thead>
              <tr>
                <th scope="col">Asked on</th>
                <th scope="col">About</th>
                <th scope="col">Asked of</th>
                <th scope="col">Answer</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ entry, request, holder, waiting }) => (
                <tr>
                  <td>{printDate(request.asked)}</td>
                  <th scope="row">
                    <a href={view.href(claimPath(entry.claim.id))}>
                      <Quote statement={entry.statement} />
                    </a>
                  </th>
                  <td>
                    {holder}, {REQUEST_WORDS[request.kind]}{' '}
                    {request.url === null ? (
                      `(${request.reference})`
                    ) : (
                      <a href={request.url} rel="noreferrer">
                        {request.reference ?? 'read it there'}
                      </a>
                    )}
                  </td>
                  <td>
                    {waiting !== null || request.answered === null || request.outcome === null
                      ? `none after ${printCount(waiting ?? 0, 'day')}`
                      : `${printDate(request.answered)}: ${OUTCOME_WORDS[request.outcome]}. ${request.note}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </>
  ),
  json: (rows, view) => ({
    data: rows.map((row) => ({
      ...askedData(row),
      claimUrl: `${view.siteUrl}${claimPath(row.entry.claim.id)}`,
    })),
    total: rows.length,
  }),
  csv: (rows) => ({
    columns: [
      ...['id', 'claim', 'kind', 'holder', 'asked', 'reference', 'url', 'answered', 'outcome', 'note'],
      'days_waiting',
    ],
    rows: rows.map((row) => {
      const { id, claim, kind, holder, asked, reference, url, answered, outcome, note, waiting } =
        askedData(row)
      return [id, claim, kind, holder, asked, reference, url, answered, outcome, note, waiting]
    }),
  }),
})
