// What was corrected, when, and what does it touch?
import type { FC } from 'hono/jsx'
import { type Correction, correctionsOf } from '../../domain/correction.ts'
import { printDate } from '../../domain/dates.ts'
import { printCount } from '../../domain/vocabulary.ts'
import { feedExtension, hubsOf } from '../feed.ts'
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

/** The addresses at which a reader may have met the record: pages, and citations and embeds that start with these. */
const touched = ({ claims }: Correction, { siteUrl }: View) => ({
  pages: claims.map((id) => `${siteUrl}${claimPath(id)}`),
  citations: claims.map((id) => `${siteUrl}/cite${claimPath(id)}/`),
  embeds: claims.map((id) => `${siteUrl}/embed${claimPath(id)}`),
})
