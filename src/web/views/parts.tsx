// Which pieces do several pages share?
import type { Child, FC } from 'hono/jsx'
import { printDate, printPeriod } from '../../domain/dates.ts'
import type { ClaimEntry, Counts, CountsByVoice, Figure } from '../../domain/ledger.ts'
import { nameId } from '../../domain/ledger.ts'
import type { Kind, Programme, Source, Statement } from '../../domain/nouns.ts'
import {
  KIND_WORDS,
  printCount,
  printList,
  RESULT_WORDS,
  RESULTS,
  type Result,
  TAG_WORDS,
  type Tag,
  VOICE_WORDS,
} from '../../domain/vocabulary.ts'
import type { View } from '../resource.ts'
import { Deeds, FigureLine, nearestReading, observationPath, ReadingScale } from './figures.tsx'
import { VerdictIcon } from './icons.tsx'

/** The address of a claim: the id has "#" where the address has a slash. */
export const claimPath = (id: string): string => `/claims/${id.replace('#', '/')}`

/** A claim's id as addresses of packs hold it. */
export const packRef = (id: string): string => id.replace('#', '/')

/** The address of a pack of some claims; with an ending, of one of its files. */
export const packPath = (ids: readonly string[], ending = ''): string =>
  `/pack${ending}${ids.length === 0 ? '' : `?claims=${ids.map(packRef).join(',')}`}`

/** Puts a claim into the reader's pack; without scripts it starts one. */
export const AddToPack: FC<{ entry: ClaimEntry; view: View }> = ({ entry: { claim }, view }) => (
  <a
    class="add-to-pack screen-only"
    rel="nofollow"
    data-pack={packRef(claim.id)}
    href={view.href(packPath([claim.id]))}
  >
    Add to pack<span class="sr">: {claim.text}</span>
  </a>
)

/** Keeps the pack together from page to page; once on each page that shows claims. */
export const BasketScript: FC<{ view: View }> = ({ view }) => (
  <script type="module" src={view.asset('basket.js')}></script>
)

/** A result in words and sign; colour only repeats it. */
export const VerdictMark: FC<{ result: Result; kind?: Kind; tags?: readonly Tag[] }> = ({
  result,
  kind,
  tags = [],
}) => (
  <span class={`verdict verdict-${result}`}>
    <VerdictIcon result={result} /> {kind ? RESULT_WORDS[result].byKind[kind] : RESULT_WORDS[result].label}
    {tags.length > 0 ? (
      <span class="tags"> ({tags.map((tag) => TAG_WORDS[tag].label).join(', ')})</span>
    ) : null}
  </span>
)

/** Who said it, in which role, when. */
export const Attribution: FC<{ statement: Statement; view: View }> = ({ statement, view }) => {
  const { speaker, date } = statement
  const said = date === null ? 'date not known' : printDate(date)
  return (
    <>
      {speaker.name ? (
        <>
          <a href={view.href(`/speakers/${nameId(speaker.name)}`)}>{speaker.name}</a>
          {speaker.role ? `, ${speaker.role}` : ''},{' '}
        </>
      ) : speaker.role ? (
        `${speaker.role}, `
      ) : null}
      <a href={view.href(`/bodies/${nameId(speaker.body)}`)}>{speaker.body}</a>, {said}
    </>
  )
}

/** The kind of statement, and whose voice where it is not government's. */
export const KindAndVoice: FC<{ statement: Statement }> = ({ statement }) => (
  <span class="kind">
    {KIND_WORDS[statement.kind]}
    {statement.voice === 'government' ? '' : ` · ${VOICE_WORDS[statement.voice]}`}
    {statement.quotedVia === 'reported' ? ' · wording as reported' : ''}
  </span>
)

/** The marks are text: those a browser adds to <q> are neither copied nor, in Chromium, part of a link around it. */
export const Quote: FC<{ statement: Statement }> = ({ statement }) => (
  <span class="quote">“{statement.quote}”</span>
)

/** A source by title and publisher, with the exact place. */
export const SourceLink: FC<{ source: Source; locator: string | null; view: View }> = ({
  source,
  locator,
  view,
}) => (
  <>
    <a href={view.href(`/sources/${source.id}`)}>{source.title}</a>, {source.publisher}
    {source.published ? `, ${printDate(source.published)}` : ''}
    {locator ? `: ${locator}` : ''}
  </>
)

/** The exact place, as a reader follows it: our record of the source, then the source itself. */
export const SourcePlace: FC<{ source: Source; locator: string | null; view: View }> = ({
  source,
  locator,
  view,
}) => (
  <>
    <SourceLink source={source} locator={locator} view={view} />
    {source.url ? (
      <>
        {' '}
        (
        <a href={source.url} rel="noreferrer">
          read it there
        </a>
        )
      </>
    ) : null}
  </>
)

/** Links between the pages of a long list; nothing for a list of one. `queryOf` gives the query of a page. */
export const Pager: FC<{
  of: string
  page: number
  pages: number
  path: string
  queryOf: (page: number) => Record<string, string>
  view: View
  words?: readonly [string, string]
}> = ({ of, page, pages, path, queryOf, view, words: [back, on] = ['Previous', 'Next'] }) =>
  pages === 1 ? null : (
    <nav aria-label={`Pages of ${of}`}>
      {page > 1 ? (
        <a rel="prev" href={view.href(path, queryOf(page - 1))}>
          {back}
        </a>
      ) : null}{' '}
      Page {page} of {pages}{' '}
      {page < pages ? (
        <a rel="next" href={view.href(path, queryOf(page + 1))}>
          {on}
        </a>
      ) : null}
    </nav>
  )

/** A claim in a list: its verdict and its text. */
export const ClaimLine: FC<{ entry: ClaimEntry; view: View }> = ({
  entry: { claim, verdict, statement },
  view,
}) => (
  <li>
    <VerdictMark result={verdict.result} kind={statement.kind} tags={verdict.tags} />{' '}
    <a href={view.href(claimPath(claim.id))}>{claim.text}</a>
  </li>
)

/** The words on one side, the record on the other, the verdict under both. */
export const WordsAndDeeds: FC<{ entry: ClaimEntry; view: View; programmes?: boolean }> = ({
  entry,
  view,
  programmes = false,
}) => {
  const { claim, statement, verdict } = entry
  return (
    <article class="pair">
      <div class="words">
        <h3 class="side">What was said</h3>
        <p>
          <Quote statement={statement} />
        </p>
        <p class="note">
          <Attribution statement={statement} view={view} />
          {programmes ? <> · {<ProgrammeLinks programmes={entry.programmes} view={view} />}</> : null}
        </p>
        <p class="claim">
          <a href={view.href(claimPath(claim.id))}>{claim.text}</a>
        </p>
      </div>
      <div class="deeds">
        <h3 class="side">What was recorded</h3>
        <Deeds nearest={entry.nearest} view={view} />
      </div>
      <p class="outcome">
        <VerdictMark result={verdict.result} kind={statement.kind} tags={verdict.tags} />{' '}
        <KindAndVoice statement={statement} />
        {verdict.silence?.days ? (
          <span class="clock"> · {printCount(verdict.silence.days, 'day')} and counting</span>
        ) : null}
      </p>
    </article>
  )
}

/** Year and programme, the words, the figure on its scale, the verdict. */
export const ContrastCard: FC<{
  entry: ClaimEntry
  figures: ReadonlyMap<string, Figure>
  view: View
}> = ({ entry, figures, view }) => {
  const { claim, statement, verdict, nearest, programmes } = entry
  const { name, role, body } = statement.speaker
  const reading = nearestReading(entry)
  return (
    <article class={`contrast edge-${verdict.result}`}>
      <p class="eyebrow">
        {statement.date === null ? 'Date not known' : statement.date.slice(0, 4)} ·{' '}
        <ProgrammeLinks programmes={programmes} view={view} />
      </p>
      <h2>
        <a class="quiet" href={view.href(claimPath(claim.id))}>
          <Quote statement={statement} />
        </a>
      </h2>
      <p class="by">
        {name ? (
          <>
            <a href={view.href(`/speakers/${nameId(name)}`)}>{name}</a>, {role ?? body}
          </>
        ) : (
          <a href={view.href(`/bodies/${nameId(body)}`)}>{body}</a>
        )}
      </p>
      {nearest ? (
        <p class="deed">
          <a class="figure" href={view.href(observationPath(nearest, view))}>
            {nearest.observation.display}
          </a>{' '}
          <span class="note">
            recorded: {nearest.measure.name}, {printPeriod(nearest.observation.period)}
          </span>
        </p>
      ) : null}
      {reading ? (
        <ReadingScale
          id={`scale-${claim.id.replace('#', '-')}`}
          entry={entry}
          reading={reading}
          figures={figures}
        />
      ) : null}
      <p class="outcome">
        <VerdictMark result={verdict.result} kind={statement.kind} tags={verdict.tags} />{' '}
        <AddToPack entry={entry} view={view} />
      </p>
    </article>
  )
}

/** A claim in one compact row: verdict, words, who and when, the nearest figure. */
export const ClaimRow: FC<{ entry: ClaimEntry; view: View; programmes?: boolean }> = ({
  entry,
  view,
  programmes = false,
}) => {
  const { claim, statement, verdict, nearest } = entry
  return (
    <li class={`row edge-${verdict.result}`}>
      <div>
        <p class="row-words">
          <a class="quiet" href={view.href(claimPath(claim.id))}>
            <Quote statement={statement} />
          </a>
        </p>
        <p class="note">
          {statement.voice === 'government' ? null : (
            <span class="badge">{VOICE_WORDS[statement.voice]}</span>
          )}{' '}
          <Attribution statement={statement} view={view} />
          {programmes ? (
            <>
              {' '}
              · <ProgrammeLinks programmes={entry.programmes} view={view} />
            </>
          ) : null}
        </p>
        <p class="row-claim">
          {claim.text} <AddToPack entry={entry} view={view} />
        </p>
      </div>
      <div class="row-deeds">
        {nearest ? (
          <>
            <p class="deed">
              <FigureLine figure={nearest} view={view} />
            </p>
            {nearest.from === 'direct' ? null : (
              <p class="note">
                {nearest.from === 'proxy'
                  ? `Nearest figure; what differs: ${printList(nearest.differs)}.`
                  : 'For context; it does not test the words.'}
              </p>
            )}
          </>
        ) : (
          <p class="none">No figure near these words was found in public.</p>
        )}
        {verdict.silence?.days ? (
          <p class="clock note">{printCount(verdict.silence.days, 'day')} since it was due</p>
        ) : null}
        {verdict.tags.length > 0 ? (
          <p class="note">{verdict.tags.map((tag) => TAG_WORDS[tag].label).join(', ')}</p>
        ) : null}
      </div>
    </li>
  )
}

export const ProgrammeLinks: FC<{ programmes: readonly Programme[]; view: View }> = ({
  programmes,
  view,
}) => (
  <>
    {programmes.map((programme, index) => (
      <>
        {index > 0 ? ', ' : ''}
        <a href={view.href(`/programmes/${programme.id}`)}>{programme.name}</a>
      </>
    ))}
  </>
)

const sum = (counts: Counts): number => RESULTS.reduce((total, result) => total + counts[result], 0)

/** How many claims have each result, as a table with government's claims apart from everybody else's. */
export const CountTable: FC<{ counts: CountsByVoice; caption: string }> = ({ counts, caption }) => (
  <Scroll label={caption}>
    <table class="counts">
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">Verdict</th>
          <th scope="col" class="number">
            Government
          </th>
          <th scope="col" class="number">
            Sector and providers
          </th>
        </tr>
      </thead>
      <tbody>
        {RESULTS.map((result) => (
          <tr>
            <th scope="row">
              <VerdictMark result={result} />
            </th>
            <td class="number">{counts.government[result]}</td>
            <td class="number">{counts.others[result]}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">All</th>
          <td class="number">{sum(counts.government)}</td>
          <td class="number">{sum(counts.others)}</td>
        </tr>
      </tfoot>
    </table>
  </Scroll>
)

/** "12 claims: 3 met, 2 partly met ..." with zeros left out. */
export function countLine(counts: Counts): string {
  const parts = RESULTS.filter((result) => counts[result] > 0).map(
    (result) => `${counts[result]} ${RESULT_WORDS[result].label.toLowerCase()}`,
  )
  return parts.length === 0 ? 'no claims yet' : parts.join(', ')
}

/** The same counts as signs with numbers, for where there is little room. */
export const CountSigns: FC<{ counts: Counts }> = ({ counts }) => (
  <span class="signs">
    {RESULTS.filter((result) => counts[result] > 0).map((result) => (
      <span class={`verdict verdict-${result}`} title={RESULT_WORDS[result].label}>
        <VerdictIcon result={result} /> {counts[result]}
        <span class="sr"> {RESULT_WORDS[result].label.toLowerCase()} </span>
      </span>
    ))}
  </span>
)

export const Crumb: FC<{ view: View; path: string; name: string }> = ({ view, path, name }) => (
  <nav class="crumb" aria-label="Breadcrumb">
    <a href={view.href(path)}>{name}</a>
  </nav>
)

/** A table that scrolls sideways on a narrow screen, reachable by keyboard. */
export const Scroll: FC<{ label: string; children?: Child }> = ({ label, children }) => (
  // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups a table that scrolls
  <div class="scroll" role="group" aria-label={label} tabindex={0}>
    {children}
  </div>
)
