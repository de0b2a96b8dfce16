// The rule in plain words, from the same constants that the code uses.
import type { FC } from 'hono/jsx'
import { PARTLY_FROM } from '../../domain/compare.ts'
import { gradeSchema } from '../../domain/nouns.ts'
import { printBand } from '../../domain/steps.ts'
import { COARSE_GRAIN, COMMON_FRACTIONS, FINE_GRAIN, targetBand } from '../../domain/target.ts'
import { DEFAULT_DUE_MONTHS, DEFAULT_LAG_MONTHS } from '../../domain/verdict.ts'
import {
  GRADE_WORDS,
  printList,
  printQuantity,
  RESULT_WORDS,
  RESULTS,
  RULE_VERSION,
  TAG_WORDS,
  TAGS,
} from '../../domain/vocabulary.ts'
import type { Agreement } from '../../store/evidence.ts'
import { defineResource } from '../resource.ts'
import { Scroll, VerdictMark } from '../views/parts.tsx'

/** Worked examples of bands; the bands themselves are worked out, not written. */
const EXAMPLES = [
  ['“289 organisations”', { comparator: 'exactly', value: 289, unit: 'organisations' }],
  ['“at least 30%”', { comparator: 'at-least', value: 30, unit: 'percent' }],
  ['“no more than 25%”', { comparator: 'at-most', value: 25, unit: 'percent' }],
  ['“up to 1,000,000 people”', { comparator: 'up-to', value: 1_000_000, unit: 'people' }],
  ['“most”', { comparator: 'most', value: 50, unit: 'percent' }],
  ['“about half”', { comparator: 'about', value: 50, unit: 'percent' }],
  ['“about 5%”', { comparator: 'about', value: 5, unit: 'percent' }],
  ['“about 300 organisations”', { comparator: 'about', value: 300, unit: 'organisations' }],
  ['“nearly 300 organisations”', { comparator: 'nearly', value: 300, unit: 'organisations' }],
  ['“35% to 40%”', { comparator: 'between', value: 35, valueHigh: 40, unit: 'percent' }],
  ['“hundreds of millions of pounds”', { comparator: 'hundreds-of', value: 200_000_000, unit: 'gbp' }],
] as const

interface Method {
  readonly agreement: Agreement | null
}

const AgreementTable: FC<{ agreement: Agreement }> = ({ agreement }) => (
  <Scroll label="Agreement between coders">
    <table>
      <caption>
        {agreement.what} {agreement.claims} claims and {agreement.readings} readings, {agreement.date}.
      </caption>
      <thead>
        <tr>
          <th scope="col">Question</th>
          <th scope="col" class="number">
            Items
          </th>
          <th scope="col" class="number">
            Agreed
          </th>
          <th scope="col" class="number">
            Krippendorff’s alpha
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(agreement.agreement).map(([question, { n, percent, krippendorffAlpha }]) => (
          <tr>
            <th scope="row">{question.replace('.', ': ')}</th>
            <td class="number">{n}</td>
            <td class="number">{percent}%</td>
            <td class="number">{krippendorffAlpha}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </Scroll>
)

export const method = defineResource<Method>({
  pattern: '/method',
  addresses: () => [{}],
  model: ({ agreement }) => ({ agreement }),
  title: () => 'Method',
  description: () => 'How words are set beside deeds: the published rule, step by step.',
  page: ({ agreement }, view) => (
    <>
      <h1>How words are set beside deeds</h1>
      <p class="intro">
        Rule {RULE_VERSION}. A verdict is arithmetic: it follows from the claim, the recorded figures and the
        date. No model rules on anything, and no editor overrides a verdict.
      </p>
      <h2>The verdicts</h2>
      <dl class="facts">
        {RESULTS.map((result) => (
          <>
            <dt>
              <VerdictMark result={result} />
            </dt>
            <dd>
              {RESULT_WORDS[result].meaning}
              {new Set(Object.values(RESULT_WORDS[result].byKind)).size > 1
                ? ` A forecast: ${RESULT_WORDS[result].byKind.forecast.toLowerCase()}. A description: ${RESULT_WORDS[result].byKind.description.toLowerCase()}.`
                : ''}
            </dd>
          </>
        ))}
      </dl>
      <h3>Remarks on a verdict</h3>
      <dl class="facts">
        {TAGS.map((tag) => (
          <>
            <dt>{TAG_WORDS[tag].label}</dt>
            <dd>{TAG_WORDS[tag].meaning}</dd>
          </>
        ))}
      </dl>
      <h2>The rule, step by step</h2>
      <ol class="steps rule">
        <li>
          <strong>Testable?</strong> A question about the words alone. A claim needs something that could be
          counted, a comparison, a number or a direction, and a population; a promise of an act needs a named
          act by a named body. Anything missing: Not testable, and what is missing is named.
        </li>
        <li>
          <strong>Due.</strong> A description is due when it is said. A pledge or forecast is due at its
          stated deadline; else at the end of the programme; else {DEFAULT_DUE_MONTHS} months after the words.
          Before that: Too early, unless a running total or one-off is already there. A limit (“at most”, “up
          to”) cannot be met early: it has held so far. A date known to the month or year means its last day.
        </li>
        <li>
          <strong>Figures that may speak.</strong> Those published by the as-known date. Of several vintages
          by the same publisher, the latest. Set aside, each with its reason: figures from the same document
          as the words, or that are those very words reported; figures without a period; on past dates,
          figures whose publication date is not known. For a running total the last figure up to the due date
          counts; for other series the one that covers it, else the last before, else the first after.
        </li>
        <li>
          <strong>Match.</strong> Numerator, denominator, unit, population, period and area are each same,
          different or unknown. All six the same is direct. Anything else is a proxy, which never settles a
          claim: alone it gives Figures do not match the claim, with the way it leans.
        </li>
        <li>
          <strong>A figure is an interval.</strong> A count printed in full is exact. A rounded number stands
          for half a unit of its last printed digit each side; “about” for half a unit of its last digit that
          is not zero; “over” for up to one such unit more; “nearly” for one less. A survey has its published
          interval, else the 95% Wilson interval. An unclassified part makes a band from none of it to all of
          it.
        </li>
        <li>
          <strong>The words ask for a band.</strong> Lenient on purpose. For shares “about” allows{' '}
          {COARSE_GRAIN / 2} points each side of a multiple of ten or a common fraction (
          {printList(COMMON_FRACTIONS.map((f) => `${f}%`))}), else {FINE_GRAIN / 2} each side.
          <Scroll label="Examples of bands">
            <table>
              <thead>
                <tr>
                  <th scope="col">Words</th>
                  <th scope="col">Band</th>
                </tr>
              </thead>
              <tbody>
                {EXAMPLES.map(([words, claim]) => {
                  const band = targetBand(claim, '', null)
                  return (
                    <tr>
                      <th scope="row">{words}</th>
                      <td>{band ? printBand(band, claim.unit) : ''}</td>
                    </tr>
                  )
                })}
                <tr>
                  <th scope="row">“more”, “fewer”</th>
                  <td>
                    beyond the baseline’s interval: the one stated, else the last figure published before the
                    words
                  </td>
                </tr>
              </tbody>
            </table>
          </Scroll>
        </li>
        <li>
          <strong>Compare.</strong> Inside the band: Met. Past it on the better side: Met, exceeded. Short of
          it: the nearest edge of the figure over the nearest edge of the band; {PARTLY_FROM} or more is
          Partly met, less is Not met. The wrong direction: Not met, went backwards. Across an edge: never
          Met, decided by the middle, and too close to call. A promise that something will not happen is Not
          met at the first counter-example of grade A to C.
        </li>
        <li>
          <strong>Combine.</strong> In a reading the best grade speaks. Readings that agree give the verdict;
          readings that differ give Depends what you count. A reading without figures can hold back Met, never
          Not met: withholding figures cannot improve a verdict. If the speaker said which way of counting was
          meant, only that one decides.
        </li>
        <li>
          <strong>Robustness.</strong> Everything is worked out again at half and at double the tolerance of
          the band. If the verdict moves, it is tolerance-sensitive. At least {printQuantity(30, 'percent')}{' '}
          has no tolerance to move.
        </li>
        <li>
          <strong>Nothing to go by.</strong> Within the usual publication lag ({DEFAULT_LAG_MONTHS} months
          unless the measure says otherwise): Too early. After it: No figures published, with a clock of the
          days since the due date.
        </li>
      </ol>
      <h2>Grades of evidence</h2>
      <dl class="facts">
        {gradeSchema.options.map((grade) => (
          <>
            <dt>{grade}</dt>
            <dd>{GRADE_WORDS[grade]}</dd>
          </>
        ))}
      </dl>
      <h2>Who decides what a figure counts</h2>
      <p>
        Two people decide whether a claim is testable and what a figure counts, without seeing each other’s
        answer. How far they agreed is published.
      </p>
      {agreement ? (
        <>
          <AgreementTable agreement={agreement} />
          <p>What was settled where they differed:</p>
          <ul>
            {agreement.settled.map((rule) => (
              <li>{rule}</li>
            ))}
          </ul>
          <p>Claims not yet coded twice: {agreement.notYetCodedTwice}.</p>
        </>
      ) : null}
      <h2>Work it out again</h2>
      <p>
        <a href="/verify.mjs">verify.mjs</a> is this rule in one file without dependencies: with Node 20 or
        newer it works every verdict out again from <a href="/feed.json">the feed</a> or the files on{' '}
        <a href={view.href('/data')}>Data</a>, and names whatever differs.
      </p>
      <pre tabindex={0}>
        <code>{`node verify.mjs ${view.siteUrl}/feed.json`}</code>
      </pre>
      {view
        .downloads()
        .filter(({ path }) => path === '/verify.mjs')
        .map(({ sha256 }) => (
          <p>
            Its SHA-256 is <code class="digest">{sha256}</code>.
          </p>
        ))}
    </>
  ),
  json: ({ agreement }) => ({
    data: {
      rule: RULE_VERSION,
      results: RESULTS.map((id) => ({ id, ...RESULT_WORDS[id] })),
      tags: TAGS.map((id) => ({ id, ...TAG_WORDS[id] })),
      grades: GRADE_WORDS,
      constants: {
        defaultDueMonths: DEFAULT_DUE_MONTHS,
        defaultLagMonths: DEFAULT_LAG_MONTHS,
        partlyFrom: PARTLY_FROM,
        coarseGrain: COARSE_GRAIN,
        fineGrain: FINE_GRAIN,
        commonFractions: COMMON_FRACTIONS,
      },
      agreement,
    },
  }),
})
