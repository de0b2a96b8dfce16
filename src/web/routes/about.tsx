// Who this is for and why, what it does not do, and how to put it right.
import type { Ledger } from '../../domain/ledger.ts'
import { printCount } from '../../domain/vocabulary.ts'
import { defineResource } from '../resource.ts'

export const about = defineResource<Ledger>({
  pattern: '/about',
  addresses: () => [{}],
  model: ({ ledger }) => ledger,
  title: () => 'About',
  description: () => 'What Words vs Deeds is, whom it is for, and how mistakes are put right.',
  page: (ledger, view) => (
    <>
      <h1>About</h1>
      <p class="intro">
        Government says things about the voluntary sector’s role in public services. Years later somebody asks
        what happened. Words vs Deeds keeps the words, keeps the recorded delivery, sets them side by side,
        and says by <a href={view.href('/method')}>a published rule</a> how they compare.
      </p>
      <h2>Fair to everybody</h2>
      <ul>
        <li>Promises kept are shown like promises broken.</li>
        <li>The best and the worst case for the speaker stand together.</li>
        <li>The sector’s and the providers’ own words are held to the same rule.</li>
        <li>What the people served got is recorded beside who delivered.</li>
        <li>
          These pages accuse nobody. They show what was said, what was recorded and how the two compare.
        </li>
      </ul>
      <h2>What it rests on</h2>
      <p>
        {printCount(ledger.statements.length, 'statement')}, {printCount(ledger.claims.length, 'claim')},{' '}
        {printCount(ledger.measures.length, 'measure')},{' '}
        {printCount(
          ledger.measures.reduce((n, entry) => n + entry.figures.length, 0),
          'figure',
        )}{' '}
        and <a href={view.href('/sources')}>{printCount(ledger.sources.length, 'source')}</a>. Quotations are
        short phrases, each with its source and place. Nothing is estimated by us.
      </p>
      <h2>Citing</h2>
      <p>
        Every claim, figure, measure and programme has a pinned address at the foot of its page, with the
        citation in the usual forms. It keeps what was known on its day, whatever is revised or corrected
        later; when newer figures exist, it says so and shows the difference. A record that is taken out stays
        readable at its pinned address, with the reason. The address holds the digest of what it shows, so
        that anybody can check that nothing was changed.
      </p>
      <h2>Corrections</h2>
      <p>
        A wrong figure or quotation is corrected by changing the input, with author, reason and time, never
        the verdict. The old verdict stays on record: every claim shows how its verdict changed, and every
        page can be read <a href="/?asOf=2012-01-01">as known on a past date</a>. Corrections made so far are
        listed in the changelog of the data. To report one, open an issue where the code is kept, naming the
        address of the page and the source.
      </p>
    </>
  ),
  json: (ledger) => ({
    data: {
      statements: ledger.statements.length,
      claims: ledger.claims.length,
      measures: ledger.measures.length,
      sources: ledger.sources.length,
    },
  }),
})
