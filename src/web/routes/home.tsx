// The answer at a glance: what was said, what was recorded, and how the two compare.
import { type ClaimEntry, compareText, type Ledger, type ProgrammeEntry } from '../../domain/ledger.ts'
import { printCount } from '../../domain/vocabulary.ts'
import { defineResource } from '../resource.ts'
import { SITE_LINE } from '../views/layout.tsx'
import { CountTable, WordsAndDeeds } from '../views/parts.tsx'
import { ProgrammeTable } from './programmes.tsx'

interface Home {
  readonly ledger: Ledger
  readonly contrasts: readonly ClaimEntry[]
  readonly programmes: readonly ProgrammeEntry[]
}

const SETTLED = ['met', 'partly-met', 'not-met', 'depends']
/** How many contrasts the front page shows. */
const MOST = 8

/**
 * The published choice: government's settled claims, one for each programme, the best grade first, then the newest
 * words, then the id. Kept and broken promises alike: the verdict plays no part.
 */
export function chooseContrasts(ledger: Ledger): ClaimEntry[] {
  const settled = ledger.claims
    .filter((entry) => entry.statement.voice === 'government' && SETTLED.includes(entry.verdict.result))
    .sort(
      (a, b) =>
        compareText(a.verdict.grade ?? 'Z', b.verdict.grade ?? 'Z') ||
        compareText(b.statement.date ?? '', a.statement.date ?? '') ||
        compareText(a.claim.id, b.claim.id),
    )
  const seen = new Set<string>()
  return settled
    .filter((entry) => {
      const programme = entry.statement.programmes[0] ?? ''
      if (seen.has(programme)) return false
      seen.add(programme)
      return true
    })
    .slice(0, MOST)
}

export const home = defineResource<Home>({
  pattern: '/',
  addresses: () => [{}],
  model: ({ ledger }) => ({ ledger, contrasts: chooseContrasts(ledger), programmes: ledger.programmes }),
  title: () => 'Words vs Deeds',
  description: () => SITE_LINE,
  page: ({ ledger, contrasts, programmes }, view) => (
    <>
      <h1 class="lead">
        What government said about the voluntary sector’s role in public services, set beside what was
        recorded.
      </h1>
      <p class="intro">
        {printCount(ledger.statements.length, 'statement')} with {printCount(ledger.claims.length, 'claim')}{' '}
        that somebody could check, {printCount(programmes.length, 'programme')}, 2010 to today. Each claim is
        compared with the figures by <a href={view.href('/method')}>a published rule</a>. Most cannot be
        settled by the figures that exist, and this site says so plainly.
      </p>
      <section aria-labelledby="contrasts">
        <h2 id="contrasts">Said and recorded</h2>
        <p class="note">
          One settled claim for each programme, the best-graded evidence first, then the newest words. Kept
          and broken alike. <a href={view.href('/claims')}>All {ledger.claims.length} claims</a>.
        </p>
        {contrasts.length === 0 ? <p>No claim could be settled by figures public on this day.</p> : null}
        {contrasts.map((entry) => (
          <WordsAndDeeds entry={entry} view={view} programmes />
        ))}
      </section>
      <section aria-labelledby="tally">
        <h2 id="tally">How all the claims compare</h2>
        <CountTable counts={ledger.counts} caption="Number of claims by verdict" />
        <p>
          <a href={view.href('/gaps')}>
            The {ledger.gaps.noFigures.length} claims that no published figure answers
          </a>
          , with the days counting.
        </p>
      </section>
      <section aria-labelledby="programmes">
        <h2 id="programmes">Programmes</h2>
        <ProgrammeTable entries={programmes} view={view} />
      </section>
    </>
  ),
  json: ({ ledger, contrasts, programmes }) => ({
    data: {
      statements: ledger.statements.length,
      claims: ledger.claims.length,
      counts: ledger.counts,
      contrasts: contrasts.map((entry) => entry.claim.id),
      programmes: programmes.map(({ programme, counts }) => ({
        id: programme.id,
        name: programme.name,
        counts,
      })),
    },
  }),
})
