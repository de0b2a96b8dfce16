// Claims that nobody can check: no figures published, with the clock; not testable, with what is missing.
import { printDate } from '../../domain/dates.ts'
import type { ClaimEntry, Ledger } from '../../domain/ledger.ts'
import { printList } from '../../domain/vocabulary.ts'
import { claimData } from '../data.ts'
import { defineResource } from '../resource.ts'
import { Attribution, claimPath, Quote, Scroll } from '../views/parts.tsx'

const wanted = (entry: ClaimEntry): string =>
  printList(entry.readings.map(({ measure }) => measure.name)) || 'a record of the act'

export const gaps = defineResource<Ledger['gaps']>({
  pattern: '/gaps',
  addresses: () => [{}],
  model: ({ ledger }) => ledger.gaps,
  title: () => 'Gaps',
  description: ({ noFigures, notTestable }) =>
    `${noFigures.length} claims without published figures and ${notTestable.length} that no figure could settle as worded.`,
  page: ({ noFigures, notTestable }, view) => (
    <>
      <h1>Gaps</h1>
      <p class="intro">Claims that nobody can check today, and what it would take.</p>
      <section aria-labelledby="no-figures">
        <h2 id="no-figures">No figures published ({noFigures.length})</h2>
        <p class="note">
          The claim is due and the usual time for figures has passed. The longest silence first.
        </p>
        <Scroll label="No figures published">
          <table>
            <thead>
              <tr>
                <th scope="col">Claim</th>
                <th scope="col">Said by</th>
                <th scope="col">Due</th>
                <th scope="col" class="number">
                  Days since
                </th>
                <th scope="col">What would answer it</th>
              </tr>
            </thead>
            <tbody>
              {noFigures.map((entry) => (
                <tr>
                  <th scope="row">
                    <a href={view.href(claimPath(entry.claim.id))}>{entry.claim.text}</a>
                  </th>
                  <td>
                    <Attribution statement={entry.statement} view={view} />
                  </td>
                  <td>{entry.verdict.due ? printDate(entry.verdict.due) : 'not known'}</td>
                  <td class="number">{entry.verdict.silence?.days ?? 'no clock'}</td>
                  <td>{wanted(entry)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
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
            </li>
          ))}
        </ul>
      </section>
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
