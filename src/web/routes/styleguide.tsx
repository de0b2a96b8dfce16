// Which parts are pages made of? For those who build them: it is there only where the site is served for development.
import type { FC } from 'hono/jsx'
import type { ClaimEntry, MeasureEntry } from '../../domain/ledger.ts'
import { RESULTS, TAGS } from '../../domain/vocabulary.ts'
import { SeriesChart } from '../charts/series-chart.tsx'
import { defineResource } from '../resource.ts'
import { Deeds, figuresOf, ReadingScale } from '../views/figures.tsx'
import { Select } from '../views/filters.tsx'
import {
  AddToPack,
  Attribution,
  ContrastCard,
  CountTable,
  KindAndVoice,
  Quote,
  Scroll,
  SourcePlace,
  VerdictMark,
} from '../views/parts.tsx'
import { Term, Terms } from '../views/terms.tsx'

/** The tokens of colour in public/site.css, each with what it is for. */
const COLOURS = {
  ink: 'text',
  'ink-soft': 'lesser text',
  link: 'links',
  words: 'what was said',
  deeds: 'what was recorded',
  good: 'met, borne out',
  mixed: 'partly, depends',
  bad: 'not met',
  open: 'no result',
  s1: 'series 1',
  s2: 'series 2',
  s3: 'series 3',
  s4: 'series 4',
  s5: 'series 5',
  s6: 'series 6',
} as const
const SPACES = ['s-1', 's-2', 's-3', 's-4', 's-6', 's-8', 's-12'] as const

interface Shown {
  /** A claim whose figures can be drawn beside the words. */
  readonly entry: ClaimEntry
  readonly measure: MeasureEntry
}

const Part: FC<{ name: string; id: string; children?: unknown }> = ({ name, id, children }) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{name}</h2>
    {children}
  </section>
)

export const styleguide = defineResource<Shown>({
  pattern: '/styleguide',
  addresses: () => [],
  model({ ledger }) {
    const entry = ledger.claims.find(({ verdict, nearest }) => verdict.result === 'met' && nearest !== null)
    const measure = ledger.measures.find(({ figures }) => figures.length > 3)
    return entry && measure ? { entry, measure } : null
  },
  title: () => 'Style guide',
  description: () => 'The parts that pages are made of.',
  page: ({ entry, measure }, view) => {
    const { statement, source, nearest, verdict } = entry
    const reading = verdict.readings[0]
    const figures = figuresOf(view.ledger.measures)
    return (
      <>
        <link rel="stylesheet" href={view.asset('styleguide.css')} />
        <h1>Style guide</h1>
        <p class="intro">The parts that pages are made of. This page is there for development only.</p>
        <Part name="Type" id="type">
          <h3>Heading of a smaller part</h3>
          <p class="intro">An introduction, a little larger than the text.</p>
          <p>
            Text, with <a href="#type">words that lead on</a>, <strong>strong words</strong>,{' '}
            <code>a name in a program</code> and <Term name="proxy" />.
          </p>
          <p class="note">A note, a little smaller.</p>
          <p class="cite">A citation, as it is printed.</p>
          <Quote statement={statement} />
        </Part>
        <Part name="Colour" id="colour">
          <ul class="swatches">
            {Object.entries(COLOURS).map(([token, use]) => (
              <li class={`token-${token}`}>
                <span>
                  {token}: {use}
                </span>
              </li>
            ))}
          </ul>
        </Part>
        <Part name="Space" id="space">
          <ul class="spaces">
            {SPACES.map((token) => (
              <li>
                <span class={`space-${token}`}></span> {token}
              </li>
            ))}
          </ul>
        </Part>
        <Part name="Verdicts" id="verdicts">
          <ul class="plain">
            {RESULTS.map((result) => (
              <li>
                <VerdictMark result={result} kind="pledge" />
              </li>
            ))}
            <li>
              <VerdictMark result="met" kind="forecast" tags={TAGS} />
            </li>
          </ul>
        </Part>
        <Part name="Words and deeds" id="words">
          <p>
            <Attribution statement={statement} view={view} /> <KindAndVoice statement={statement} />
          </p>
          <Deeds nearest={nearest} view={view} />
          <p>
            <SourcePlace source={source} locator={statement.locator} view={view} />
          </p>
          <AddToPack entry={entry} view={view} />
          <ol class="cards">
            <li>
              <ContrastCard entry={entry} figures={figures} view={view} />
            </li>
          </ol>
        </Part>
        <Part name="Charts" id="charts">
          {reading ? (
            <ReadingScale id="guide-scale" entry={entry} reading={reading} figures={figures} />
          ) : null}
          <SeriesChart entry={measure} asOf={view.ledger.asOf} />
        </Part>
        <Part name="Tables" id="tables">
          <CountTable counts={view.ledger.counts} caption="Claims by verdict" />
          <Scroll label="A wide table">
            <table>
              <caption>A table that scrolls by itself on a narrow screen</caption>
              <thead>
                <tr>
                  {measure.figures.slice(0, 8).map(({ observation }) => (
                    <th scope="col" class="number">
                      {observation.display}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                <tr>
                  {measure.figures.slice(0, 8).map(({ observation }) => (
                    <td class="number">{observation.value}</td>
                  ))}
                </tr>
              </tbody>
            </table>
          </Scroll>
        </Part>
        <Part name="Forms" id="forms">
          <form method="get" action="/styleguide">
            <Select
              name="verdict"
              label="Verdict"
              value=""
              options={RESULTS.map((result) => [result, result])}
            />{' '}
            <label for="guide-text">Words</label> <input id="guide-text" name="q" type="search" />{' '}
            <button type="submit">Show</button>
          </form>
          <details>
            <summary>What can be opened</summary>
            <p>And what is in it.</p>
          </details>
        </Part>
        <Part name="Terms" id="terms-part">
          <Terms names={['proxy']} />
        </Part>
      </>
    )
  },
  json: () => ({ data: { colours: COLOURS, spaces: SPACES } }),
})
