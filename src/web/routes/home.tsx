// The answer at a glance: what was said, what was recorded, and how the two compare.
import { changesIn, datedRows, type VerdictChange } from '../../domain/change.ts'
import { printDate } from '../../domain/dates.ts'
import { type ClaimEntry, compareText, type Figure, type Ledger } from '../../domain/ledger.ts'
import { readPrint } from '../../domain/quantities.ts'
import { printCount, printNumber, RESULT_WORDS, type Result } from '../../domain/vocabulary.ts'
import { defineResource, type View } from '../resource.ts'
import { figuresOf } from '../views/figures.tsx'
import { Follow } from '../views/follow.tsx'
import { VerdictIcon } from '../views/icons.tsx'
import { SITE_LINE } from '../views/layout.tsx'
import { BasketScript, ContrastCard, CountTable, claimPath, Quote, VerdictMark } from '../views/parts.tsx'
import { calendarOf } from './calendar.tsx'
import { ProgrammeGrid } from './programmes.tsx'

interface Change extends VerdictChange {
  readonly entry: ClaimEntry
}

interface Home {
  readonly ledger: Ledger
  readonly contrasts: readonly ClaimEntry[]
  readonly figures: ReadonlyMap<string, Figure>
  readonly changes: readonly Change[]
  readonly silences: readonly ClaimEntry[]
}

/** How many contrasts, changes and silences the front page shows. */
const MOST_CONTRASTS = 8
const MOST_CHANGES = 6
const MOST_SILENCES = 6
/** The results take turns in this order. */
const TURNS: readonly Result[] = ['not-met', 'met', 'partly-met', 'depends']

/**
 * The published choice. Of government's settled claims only those whose quoted words hold the number themselves, and
 * whose evidence is of grade A, B or C, so that a reader sees both sides without help. The results take turns, so that
 * kept and broken stand beside each other; within one, the widest shortfall comes first, then the better grade, the
 * newer words, and the id. One claim for each programme.
 */
export function chooseContrasts(ledger: Ledger): ClaimEntry[] {
  const inWords = ({ claim, statement }: ClaimEntry): boolean =>
    claim.value !== null && readPrint(statement.quote, claim.value, claim.unit).inDigits
  const attained = ({ verdict }: ClaimEntry): number =>
    Math.min(1, ...verdict.readings.flatMap(({ attainment }) => attainment ?? []))
  const waiting = ledger.claims
    .filter((entry) => entry.statement.voice === 'government' && entry.verdict.grade !== 'D')
    .filter(inWords)
    .sort(
      (a, b) =>
        attained(a) - attained(b) ||
        compareText(a.verdict.grade ?? 'Z', b.verdict.grade ?? 'Z') ||
        compareText(b.statement.date ?? '', a.statement.date ?? '') ||
        compareText(a.claim.id, b.claim.id),
    )
  const chosen: ClaimEntry[] = []
  const isFree = (entry: ClaimEntry): boolean =>
    !chosen.some((other) => other.statement.programmes[0] === entry.statement.programmes[0])
  for (let found = true; found; ) {
    found = false
    for (const result of TURNS) {
      const next = waiting.find((entry) => entry.verdict.result === result && isFree(entry))
      if (next === undefined || chosen.length === MOST_CONTRASTS) continue
      chosen.push(next)
      found = true
    }
  }
  return chosen
}

/** Every change of a verdict, the newest first. */
export function findChanges({ ledger, history }: Pick<View, 'ledger' | 'history'>): Change[] {
  const figures = figuresOf(ledger.measures)
  const figureOf = (id: string): Figure | undefined => figures.get(id)
  return ledger.claims
    .flatMap((entry) =>
      changesIn(datedRows(history(entry.claim.id), figureOf), figureOf).map((change) => ({
        entry,
        ...change,
      })),
    )
    .sort((a, b) => compareText(b.on, a.on) || compareText(a.claim, b.claim))
}

/** The longest silence of each programme, the longest first. */
function longestSilences({ gaps }: Ledger): ClaimEntry[] {
  const seen = new Set<string>()
  return gaps.noFigures.filter(({ statement, verdict }) => {
    const programme = statement.programmes[0] ?? ''
    if (verdict.silence?.days === null || seen.has(programme)) return false
    seen.add(programme)
    return true
  })
}

export const home = defineResource<Home>({
  pattern: '/',
  addresses: () => [{}],
  model: (view) => ({
    ledger: view.ledger,
    contrasts: chooseContrasts(view.ledger),
    figures: figuresOf(view.ledger.measures),
    changes: findChanges(view).slice(0, MOST_CHANGES),
    silences: longestSilences(view.ledger).slice(0, MOST_SILENCES),
  }),
  title: () => 'Words vs Deeds',
  description: () => SITE_LINE,
  page: ({ ledger, contrasts, figures, changes, silences }, view) => (
    <>
      <h1 class="lead">What government said about the voluntary sector, and what was recorded</h1>
      <section aria-label="Said and recorded">
        {contrasts.length === 0 ? <p>No claim could be settled by figures public on this day.</p> : null}
        <div class="contrasts">
          {contrasts.map((entry) => (
            <ContrastCard entry={entry} figures={figures} view={view} />
          ))}
        </div>
        <details>
          <summary>How these {contrasts.length} were chosen</summary>
          <p>
            By rule, not by hand. Of the claims by government that figures settle, those whose quoted words
            hold the number themselves and whose evidence is of grade A, B or C. Not met, met, partly met and
            “depends what you count” take turns, so that kept and broken stand beside each other; within each,
            the widest shortfall first, then the better grade, then the newer words. One for each programme.
          </p>
        </details>
        <p>
          <a class="more" href={view.href('/claims')}>
            All {printCount(ledger.claims.length, 'claim')}
          </a>
        </p>
      </section>
      <section aria-labelledby="tally">
        <h2 id="tally">How all the claims compare</h2>
        <p>
          {printCount(ledger.statements.length, 'statement')} about{' '}
          {printCount(ledger.programmes.length, 'public-service programme')}, with{' '}
          {printCount(ledger.claims.length, 'claim')} in them. Each claim is compared with the figures by{' '}
          <a href={view.href('/method')}>a published rule</a>. Most cannot be settled by the figures that
          exist, and this site says so plainly.
        </p>
        <CountTable counts={ledger.counts} caption="Number of claims by verdict" />
      </section>
      {silences.length > 0 ? (
        <section aria-labelledby="silence">
          <h2 id="silence">Where the silence is</h2>
          <p>
            <a href={view.href('/gaps')}>
              {printCount(ledger.gaps.noFigures.length, 'claim')} that no published figure answers
            </a>
            . The longest wait in each programme, in days since the claim was due:
          </p>
          <ol class="silences">
            {silences.map(({ claim, statement, verdict, programmes }) => (
              <li>
                <span class="days">{printNumber(verdict.silence?.days ?? 0)} days</span>
                <a href={view.href(claimPath(claim.id))}>
                  <Quote statement={statement} />
                </a>{' '}
                <span class="note">
                  {statement.speaker.name ?? statement.speaker.body}
                  {statement.date ? `, ${printDate(statement.date)}` : ''} · {programmes[0]?.name}
                </span>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      {changes.length > 0 ? (
        <section aria-labelledby="changes">
          <h2 id="changes">What changed lately</h2>
          <p class="note">
            A verdict changes when a figure is published or revised, when a claim falls due, or when the usual
            wait for figures is over.
          </p>
          <ol class="changes">
            {changes.map(({ entry, on, before, after, why }) => (
              <li>
                <span class="when">
                  <a href={`${claimPath(entry.claim.id)}?asOf=${on}`}>{printDate(on)}</a>
                </span>
                <span>
                  <VerdictIcon result={before.result} />{' '}
                  {RESULT_WORDS[before.result].byKind[entry.statement.kind]} became{' '}
                  <VerdictMark result={after.result} kind={entry.statement.kind} />
                </span>
                <a href={view.href(claimPath(entry.claim.id))}>{entry.claim.text}</a>
                <span class="note">{why.join(' ')}</span>
              </li>
            ))}
          </ol>
        </section>
      ) : null}
      <section aria-labelledby="programmes">
        <h2 id="programmes">Programmes</h2>
        <ProgrammeGrid entries={ledger.programmes} asOf={ledger.asOf} view={view} />
      </section>
      <Follow
        view={view}
        feeds={[
          ['Feed of new words and changed verdicts (JSON Feed)', '/feed.json'],
          ['The same as Atom', '/feed.atom'],
          ['Corrections (JSON Feed)', '/corrections.json'],
        ]}
        calendar={calendarOf('', ledger.claims)}
      />
      <BasketScript view={view} />
    </>
  ),
  json: ({ ledger, contrasts, changes, silences }) => ({
    data: {
      statements: ledger.statements.length,
      claims: ledger.claims.length,
      counts: ledger.counts,
      contrasts: contrasts.map((entry) => entry.claim.id),
      changes: changes.map(({ claim, on, before, after, why }) => ({
        claim,
        from: on,
        before: before.result,
        after: after.result,
        why,
      })),
      silences: silences.map(({ claim, verdict }) => ({ claim: claim.id, days: verdict.silence?.days })),
      programmes: ledger.programmes.map(({ programme, counts }) => ({
        id: programme.id,
        name: programme.name,
        counts,
      })),
    },
  }),
})
