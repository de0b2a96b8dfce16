// Every claim, with filters and its verdict.
import { type ClaimEntry, countResults, type Ledger } from '../../domain/ledger.ts'
import { claimData } from '../data.ts'
import { defineResource } from '../resource.ts'
import { claimListSentence } from '../sentences.ts'
import { Attribution, claimPath, Scroll, VerdictMark } from '../views/parts.tsx'
import {
  Filters,
  filterStatements,
  isFiltered,
  type StatementFilters,
  statementFilters,
} from './statements.tsx'

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

const listSentence = ({ entries, filters }: ClaimList): string =>
  claimListSentence(countResults(entries), isFiltered(filters))

export const claims = defineResource<ClaimList, StatementFilters>({
  pattern: '/claims',
  query: statementFilters,
  addresses: () => [{}],
  model: ({ ledger }, _, filters) => ({ entries: filterClaims(ledger, filters), filters }),
  title: () => 'Claims',
  description: (list) => `Each claim with its verdict by the published rule. ${listSentence(list)}`,
  page: ({ entries, filters }, view) => (
    <>
      <h1>Claims</h1>
      <p class="intro">{listSentence({ entries, filters })}</p>
      <Filters path="/claims" filters={filters} view={view} />
      <p class="note">The newest words first.</p>
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
