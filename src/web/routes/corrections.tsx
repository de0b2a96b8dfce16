// What was corrected, when, and what does it touch?
import type { FC } from 'hono/jsx'
import type { Verdict } from '../../domain/case.ts'
import { type Correction, correctionsOf } from '../../domain/correction.ts'
import { printDate } from '../../domain/dates.ts'
import { namedIn } from '../../domain/feed-item.ts'
import { printCount } from '../../domain/vocabulary.ts'
import { feedEntries, feedExtension, hubsOf, itemUrl } from '../feed.ts'
import { defineResource, type View } from '../resource.ts'
import { SITE_NAME } from '../views/layout.tsx'
import { claimPath } from '../views/parts.tsx'

const KIND_WORDS = {
  'taken-out': 'Taken out',
  withdrawn: 'Withdrawn by its publisher',
  revised: 'Revised by its publisher',
} as const

const Touched: FC<{ correction: Correction; view: View }> = ({ correction: { claims }, view }) =>
  claims.length === 0 ? null : (
    <ul>
      {claims.map((id) => (
        <li>
          <a href={view.href(claimPath(id))}>
            {view.ledger.claims.find(({ claim }) => claim.id === id)?.claim.text ?? id}
          </a>
        </li>
      ))}
    </ul>
  )

export const corrections = defineResource<readonly Correction[]>({
  pattern: '/corrections',
  addresses: () => [{}],
  model: ({ ledger }) => correctionsOf(ledger),
  title: () => 'Corrections',
  description: (all) => `${printCount(all.length, 'correction')} to the record, and what each touches.`,
  page: (all, view) => (
    <>
      <h1>Corrections</h1>
      <p class="intro">
        Records that were taken out, and figures that their publishers withdrew or revised. Old figures stay
        on record; a pinned citation keeps what it showed and says that newer figures exist.
      </p>
      {all.length === 0 ? <p>Nothing has been corrected so far.</p> : null}
      {all.map((correction) => (
        <article id={correction.id}>
          <h2>
            {KIND_WORDS[correction.kind]}, {printDate(correction.on)}
          </h2>
          <p>{correction.what}</p>
          {correction.claims.length > 0 ? <p>Claims whose verdicts name it:</p> : null}
          <Touched correction={correction} view={view} />
        </article>
      ))}
    </>
  ),
  json: (all, view) => ({
    feed: {
      version: 'https://jsonfeed.org/version/1.1',
      title: `Corrections – ${SITE_NAME}`,
      home_page_url: `${view.siteUrl}/corrections`,
      feed_url: `${view.siteUrl}${view.href('/corrections.json')}`,
      language: 'en-GB',
      ...hubsOf(view),
      _words_vs_deeds: { ...feedExtension(view), total: all.length },
      items: all.map((correction) => ({
        id: `${view.siteUrl}/corrections#${correction.id}`,
        url: `${view.siteUrl}/corrections#${correction.id}`,
        title: `${KIND_WORDS[correction.kind]}: ${correction.record.kind} ${correction.record.id}`,
        content_text: correction.what,
        date_published: `${correction.on}T00:00:00Z`,
        tags: [correction.kind, correction.record.kind],
        _words_vs_deeds: {
          about: `${view.siteUrl}/data`,
          correction: { ...correction, touches: touched(correction, view) },
        },
      })),
    },
  }),
})

/**
 * The addresses at which a reader may have met the record: pages, items of the feed, and what pinned citations and
 * embeds, of whatever day, start with.
 */
function touched({ claims, record, replacement }: Correction, view: View) {
  const { siteUrl, ledger } = view
  const measures = ledger.measures
    .filter(({ figures }) => figures.some(({ observation }) => observation.id === record.id))
    .map(({ measure }) => `/measures/${measure.id}`)
  const own = PLACES[record.kind]?.(record.id)
  const records = [...claims.map(claimPath), ...measures, ...(own === undefined ? [] : [own])]
  const names = (verdict: Verdict): boolean =>
    namedIn(verdict).some((id) => id === record.id || id === replacement)
  const items = feedEntries(view).filter(({ statement, change }) =>
    (change ? [change.before, change.after] : statement.claims.map(({ verdict }) => verdict)).some(names),
  )
  return {
    pages: [...claims.map(claimPath), ...measures].map((path) => `${siteUrl}${path}`),
    citations: records.map((path) => `${siteUrl}/cite${path}/`),
    embeds: [...claims.map(claimPath), ...measures].map((path) => `${siteUrl}/embed${path}`),
    items: items.map((entry) => itemUrl(entry, view)),
  }
}

/** Under which pinned addresses a record itself stood; a statement's claims stood under its id. */
const PLACES: Readonly<Record<string, (id: string) => string>> = {
  statement: (id) => `/claims/${id}`,
  claim: claimPath,
  observation: (id) => `/observations/${id}`,
  measure: (id) => `/measures/${id}`,
  programme: (id) => `/programmes/${id}`,
}
