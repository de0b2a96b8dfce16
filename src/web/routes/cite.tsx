// What did a record say on the day it was cited, for ever?
//
// A pinned page is made from its document alone, so that it stays the same when the record is revised; only a ribbon is
// put on top that says so. The document itself is at `.json`: its SHA-256 begins with the digits in its address.
import type { FC } from 'hono/jsx'
import { z } from 'zod'
import { printDate } from '../../domain/dates.ts'
import { vintageKey } from '../../domain/eligible.ts'
import { PIN_KINDS, type PinKind } from '../../domain/pin.ts'
import { printCount } from '../../domain/vocabulary.ts'
import {
  type FoundPin,
  findPin,
  type Pinned,
  pinnedOf,
  pinnedSchema,
  pinPath,
  type Ref,
  refOf,
  tombstoneOf,
  versionIn,
} from '../cite.ts'
import { type Difference, differencesOf, factsOf } from '../cite-facts.ts'
import { renderFixedPage } from '../render.tsx'
import { defineFile, type FileResource, type Params, type View } from '../resource.ts'
import { Citations, citeAt } from '../views/cite.tsx'
import { observationPage } from '../views/figures.tsx'
import { Scroll } from '../views/parts.tsx'

const NOUNS: Readonly<Record<PinKind, string>> = {
  claims: 'claim',
  observations: 'figure',
  measures: 'measure',
  programmes: 'programme',
}
const PARTS: Readonly<Record<PinKind, string>> = {
  claims: ':statement/:n',
  observations: ':id',
  measures: ':id',
  programmes: ':id',
}

/** The live page of a pinned record. */
const livePath = ({ kind, id }: Ref, pinned: Pinned): string =>
  pinned.noun === 'observation' ? observationPage(pinned) : `/${kind}/${id.replace('#', '/')}`

/** The view of the present, whatever date the address asks for: a pin has its own. */
const presentOf = (view: View): View => (view.ledger.isPast ? view.pinnedTo(view.ledger.today) : view)

/** Differences beyond these are counted, not listed. */
const MOST_DIFFERENCES = 60

const Differences: FC<{ all: readonly Difference[] }> = ({ all }) => (
  <details>
    <summary>What reads otherwise now: {printCount(all.length, 'thing')}</summary>
    <Scroll label="What reads otherwise now">
      <table>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">On this page</th>
            <th scope="col">Now</th>
          </tr>
        </thead>
        <tbody>
          {all.slice(0, MOST_DIFFERENCES).map(({ what, was, now }) => (
            <tr>
              <th scope="row">{what}</th>
              <td>{was ?? 'not there'}</td>
              <td>{now ?? 'not there'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
    {all.length > MOST_DIFFERENCES ? <p>And {all.length - MOST_DIFFERENCES} more.</p> : null}
  </details>
)

/** A later vintage of a pinned figure that stands now, with its own record. */
function laterVintage(view: View, pinned: Pinned) {
  if (pinned.noun !== 'observation') return null
  const { observation, measure, source } = pinned
  const key = vintageKey(observation, source.publisher)
  const figures = view.ledger.measures.find((one) => one.measure.id === measure.id)?.figures ?? []
  const latest = figures
    .filter((one) => vintageKey(one.observation, one.source.publisher) === key)
    .filter(({ observation: { programme } }) => programme === observation.programme)
    .sort((a, b) => ((a.observation.published ?? '') < (b.observation.published ?? '') ? -1 : 1))
    .at(-1)
  const isLater = (latest?.observation.published ?? '') > (observation.published ?? '')
  return latest && isLater ? latest : null
}

/** What has happened to the record since it was pinned; null when it still says the same. */
const Ribbon: FC<{ found: FoundPin; view: View }> = ({ found: { ref, pinned }, view }) => {
  const day = printDate(pinned.day)
  const now = pinnedOf(view, ref)
  if (now === null) {
    const gone = tombstoneOf(view, ref)
    return (
      <aside class="ribbon" aria-label="Taken out since">
        <p>
          <strong>This record was taken out</strong>{' '}
          {gone ? `on ${printDate(gone.gone)}: ${gone.reason}` : 'of the site since.'} This page keeps it as
          it was cited, as known on {day}.
        </p>
      </aside>
    )
  }
  const differences = differencesOf(pinned, now)
  const later = laterVintage(view, pinned)
  if (differences.length === 0 && later === null) return null
  const newer = later !== null || differences.some(({ figures }) => figures)
  const version = versionIn(view, ref) ?? ''
  return (
    <aside class="ribbon" aria-label={newer ? 'Newer figures exist' : 'Changed since'}>
      <p>
        <strong>{newer ? 'Newer figures exist.' : 'The record has been edited since.'}</strong> This page
        keeps what was known on {day}. <a href={livePath(ref, now)}>See the record now</a>
        {differences.length > 0 ? (
          <>
            , or <a href={pinPath(ref, version)}>cite it as it stands</a>
          </>
        ) : null}
        .
        {later ? (
          <>
            {' '}
            A later vintage of this figure: <a href={observationPage(later)}>{later.observation.display}</a>
            {later.observation.published ? `, published ${printDate(later.observation.published)}` : ''}.
          </>
        ) : null}
      </p>
      {differences.length > 0 ? <Differences all={differences} /> : null}
    </aside>
  )
}

const PinnedPage: FC<{ found: FoundPin; view: View }> = ({ found, view }) => {
  const { ref, version, pinned } = found
  const path = pinPath(ref, version)
  return (
    <article class="pinned">
      <Ribbon found={found} view={view} />
      <p class="eyebrow">
        A {NOUNS[ref.kind]}, pinned as known on {printDate(pinned.day)}
      </p>
      <h1>{pinned.title}</h1>
      {factsOf(pinned).map(({ heading, facts }, index) => (
        <section aria-labelledby={`part-${index + 1}`}>
          <h2 id={`part-${index + 1}`}>{heading}</h2>
          <dl class="facts">
            {facts.map(({ label, text, href }) => (
              <>
                <dt>{label}</dt>
                <dd>
                  {text}
                  {href ? (
                    <>
                      {' '}
                      (
                      <a href={href} rel="noreferrer">
                        read it there
                      </a>
                      )
                    </>
                  ) : null}
                </dd>
              </>
            ))}
          </dl>
        </section>
      ))}
      <section aria-labelledby="cite">
        <h2 id="cite">Cite this page</h2>
        <Citations cite={citeAt(view, ref, version, pinned)} asset={view.asset} />
      </section>
      <section aria-labelledby="check">
        <h2 id="check">Check that it is unchanged</h2>
        <p>
          Everything above is made from <a href={`${path}.json`}>one document</a>, by rule {pinned.rule}. The
          SHA-256 of that document begins with <code>{version.slice(-12)}</code>, as its address does. See
          also <a href={livePath(ref, pinned)}>the record as it stands now</a>.
        </p>
      </section>
    </article>
  )
}

/** A file of every kind of pin: its address has the ending, the page none. */
function pinFiles(
  file: Omit<FileResource, 'pattern' | 'addresses' | 'make'> & {
    readonly ending: string
    readonly make: (found: FoundPin, view: View) => ReturnType<FileResource['make']>
  },
): FileResource[] {
  const { ending, make, ...rest } = file
  return PIN_KINDS.map((kind) =>
    defineFile({
      ...rest,
      pattern: `/cite/${kind}/${PARTS[kind]}/:version${ending}`,
      /** There is one for each day on which a record was cited: made when asked for. */
      addresses: () => [],
      make: (view: View, { version = '', ...params }: Params) => {
        const ref = refOf(kind, params)
        const present = presentOf(view)
        return ref && make(findPin(present, ref, version), present)
      },
    }),
  )
}

const named = ({ ref, version }: FoundPin, ending: string) => ({
  'Content-Disposition': `attachment; filename="words-vs-deeds-${ref.id.replace('#', '-')}-${version}.${ending}"`,
})
const citationIn = ({ ref, version, pinned }: FoundPin, view: View) =>
  citeAt(view, ref, version, pinned).citation

/** The page comes last: its pattern fits every ending. */
export const CITED: readonly FileResource[] = [
  ...pinFiles({
    ending: '.bib',
    summary: 'The citation of a pinned record as BibTeX.',
    type: 'application/x-bibtex; charset=utf-8',
    make: (found, view) => ({ body: `${citationIn(found, view).bibtex}\n`, headers: named(found, 'bib') }),
  }),
  ...pinFiles({
    ending: '.ris',
    summary: 'The citation of a pinned record as RIS.',
    type: 'application/x-research-info-systems; charset=utf-8',
    make: (found, view) => ({ body: citationIn(found, view).ris, headers: named(found, 'ris') }),
  }),
  ...pinFiles({
    ending: '.csl.json',
    summary: 'The citation of a pinned record as CSL-JSON.',
    type: 'application/vnd.citationstyles.csl+json; charset=utf-8',
    shape: z.array(z.looseObject({ id: z.string(), type: z.string(), title: z.string(), URL: z.url() })),
    make: (found, view) => ({
      body: `${JSON.stringify([citationIn(found, view).csl], null, 2)}\n`,
      headers: named(found, 'csl.json'),
    }),
  }),
  ...pinFiles({
    ending: '.json',
    summary: 'A record as it was pinned: its SHA-256 begins with the digits in the address.',
    type: 'application/json; charset=utf-8',
    shape: pinnedSchema,
    make: ({ ref, pinned, text }, { siteUrl }) => ({
      body: text,
      headers: { Link: `<${siteUrl}${livePath(ref, pinned)}>; rel="latest-version"` },
    }),
  }),
  ...pinFiles({
    ending: '',
    summary:
      'A record as it was pinned, for ever; it says when newer figures exist and shows the difference.',
    type: 'text/html; charset=utf-8',
    make: (found, view) => ({
      body: renderFixedPage(
        {
          title: `${found.pinned.title} (as known on ${printDate(found.pinned.day)})`,
          description: `Pinned: ${found.pinned.title}, as known on ${printDate(found.pinned.day)}.`,
          path: pinPath(found.ref, found.version),
          json: `${pinPath(found.ref, found.version)}.json`,
        },
        view,
        <PinnedPage found={found} view={view} />,
      ),
    }),
  }),
]
