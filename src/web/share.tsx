// What can be taken from here to another page: pictures, embeds and oEmbed?
//
// Embeds are the only addresses that other sites may frame. With "asOf" in the address an embed is pinned: it is read as
// on that very day, and leads to the pinned record of that day. Without it, it follows the record.
import type { Child, FC } from 'hono/jsx'
import { z } from 'zod'
import { isDay, printDate, printPeriod } from '../domain/dates.ts'
import type { ClaimEntry, MeasureEntry } from '../domain/ledger.ts'
import { printCount } from '../domain/vocabulary.ts'
import { SeriesChart } from './charts/series-chart.tsx'
import { pinIn, pinPath, type Ref, recordOf } from './cite.ts'
import { ProblemError, problem, quoteInput } from './errors.ts'
import { defineFile, type FileResource, type Made, type View } from './resource.ts'
import { measureSentence } from './sentences.ts'
import { CARD, ClaimCard, ProgrammeCard } from './views/card.tsx'
import { areaAndDimensions, figuresOf, nearestReading, ReadingScale } from './views/figures.tsx'
import { SITE_NAME } from './views/layout.tsx'
import { claimPath, Quote, Scroll, VerdictMark } from './views/parts.tsx'

const SVG_TYPE = 'image/svg+xml; charset=utf-8'
const EMBED_HEIGHT = 480
/** As wide as it can use; the frame itself is as wide as its place. */
const EMBED_WIDTH = 720

const findClaim = (view: View, statement = '', n = ''): ClaimEntry | null =>
  view.ledger.claims.find((entry) => entry.claim.id === `${statement}#${n}`) ?? null

const findMeasure = (view: View, id = ''): MeasureEntry | null =>
  view.ledger.measures.find((entry) => entry.measure.id === id) ?? null

const claimParams: FileResource['addresses'] = (ledger) =>
  ledger.claims.map(({ claim: { id } }) => {
    const [statement = '', n = ''] = id.split('#')
    return { statement, n }
  })

const claimCard = defineFile({
  pattern: '/cards/claims/:statement/:n.svg',
  summary: 'A picture of a claim for sharing, 1200 by 630, with its text inside.',
  type: SVG_TYPE,
  addresses: claimParams,
  make: (view, { statement, n }) => {
    const entry = findClaim(view, statement, n)
    return entry && { body: String(<ClaimCard entry={entry} asOf={view.ledger.asOf} />) }
  },
})

const programmeCard = defineFile({
  pattern: '/cards/programmes/:id.svg',
  summary: 'A picture of a programme for sharing, 1200 by 630, with its text inside.',
  type: SVG_TYPE,
  addresses: (ledger) => ledger.programmes.map(({ programme }) => ({ id: programme.id })),
  make: (view, { id }) => {
    const entry = view.ledger.programmes.find(({ programme }) => programme.id === id)
    return entry ? { body: String(<ProgrammeCard entry={entry} asOf={view.ledger.asOf} />) } : null
  },
})

/** The same pictures for places that show no SVG, drawn when first asked for. */
const asPng = ({ make, ...card }: FileResource): FileResource => ({
  ...card,
  pattern: card.pattern.replace(/svg$/, 'png'),
  summary: card.summary.replace('with its text inside', 'as PNG'),
  type: 'image/png',
  addresses: () => [],
  make(view, params, query) {
    const drawn = make(view, params, query) as Made | null
    if (drawn === null || view.toPng === null) return null
    return view.toPng(String(drawn.body)).then((body) => ({ body }))
  },
})

/** A view of the day that an embed is pinned to, read as on that very day; the present one without a pin. */
const pinned = (view: View): View => (view.ledger.isPast ? view.pinnedTo(view.ledger.asOf) : view)

/** An embedded page: no navigation, links open in the whole window. */
function embed(view: View, isPinned: boolean, ref: Ref, title: string, content: Child): Made {
  const { siteUrl, ledger } = view
  const path = `/${recordOf(ref)}`
  const pin = isPinned ? pinIn(view, ref) : null
  const whole = `${siteUrl}${pin ? pinPath(ref, pin.version) : path}`
  const body = String(
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – ${SITE_NAME}`}</title>
        <link rel="canonical" href={whole} />
        <link rel="stylesheet" href={view.asset('site.css')} />
        <link rel="icon" href={view.asset('icon.svg')} type="image/svg+xml" />
        <script type="module" src={view.asset('embed.js')}></script>
      </head>
      <body class="embed">
        <main>
          {content}
          <p class="note">
            <a href={whole} target="_top">
              {SITE_NAME}
            </a>
            , as known on {printDate(ledger.asOf)}
            {isPinned ? (
              <>
                . This keeps the figures of that day;{' '}
                <a href={`${siteUrl}${path}`} target="_top">
                  see what is known now
                </a>
              </>
            ) : null}
            .
          </p>
        </main>
      </body>
    </html>,
  )
  return { body: `<!doctype html>\n${body}`, framed: true }
}

const EmbeddedClaim = ({ entry, view }: { readonly entry: ClaimEntry; readonly view: View }) => {
  const { statement, verdict, nearest } = entry
  const { name, role, body } = statement.speaker
  const reading = nearestReading(entry)
  return (
    <article class={`contrast edge-${verdict.result}`}>
      <h1>
        <Quote statement={statement} />
      </h1>
      <p class="by">
        {name ?? body}
        {name ? `, ${role ?? body}` : ''}
        {statement.date ? `, ${printDate(statement.date)}` : ''}
      </p>
      {nearest ? (
        <p class="deed">
          <span class="figure">{nearest.observation.display}</span>{' '}
          <span class="note">
            {nearest.from === 'direct' ? 'recorded' : 'recorded near it'}: {nearest.measure.name},{' '}
            {printPeriod(nearest.observation.period)}
          </span>
        </p>
      ) : null}
      {reading ? (
        <ReadingScale id="scale" entry={entry} reading={reading} figures={figuresOf(view.ledger.measures)} />
      ) : null}
      <p class="outcome">
        <VerdictMark result={verdict.result} kind={statement.kind} tags={verdict.tags} />
      </p>
    </article>
  )
}

const HTML_TYPE = 'text/html; charset=utf-8'

const claimEmbed = defineFile({
  pattern: '/embed/claims/:statement/:n',
  summary: 'A claim for a frame on another site; with asOf it keeps the figures of that day.',
  type: HTML_TYPE,
  addresses: claimParams,
  make: (given, { statement, n }) => {
    const view = pinned(given)
    const entry = findClaim(view, statement, n)
    return (
      entry &&
      embed(
        view,
        given.ledger.isPast,
        { kind: 'claims', id: entry.claim.id },
        entry.claim.text,
        <EmbeddedClaim entry={entry} view={view} />,
      )
    )
  },
})

const measureEmbed = defineFile({
  pattern: '/embed/measures/:id',
  summary: 'The chart of a measure for a frame on another site; with asOf it keeps the figures of that day.',
  type: HTML_TYPE,
  addresses: (ledger) => ledger.measures.map(({ measure }) => ({ id: measure.id })),
  make: (given, { id }) => {
    const view = pinned(given)
    const entry = findMeasure(view, id)
    if (entry === null) return null
    return embed(
      view,
      given.ledger.isPast,
      { kind: 'measures', id: entry.measure.id },
      entry.measure.name,
      <>
        <h1>{entry.measure.name}</h1>
        <SeriesChart entry={entry} asOf={view.ledger.asOf} />
        <p>{measureSentence(entry, view.ledger.asOf)}</p>
        <p class="note">{entry.measure.caveat}</p>
        {entry.figures.length > 0 ? <FigureTable entry={entry} /> : null}
      </>,
    )
  },
})

const FigureTable: FC<{ entry: MeasureEntry }> = ({ entry }) => (
  <details>
    <summary>{printCount(entry.figures.length, 'figure')} as a table</summary>
    <Scroll label="Every figure">
      <table>
        <thead>
          <tr>
            <th scope="col">Period</th>
            <th scope="col">As printed</th>
            <th scope="col">Area and dimensions</th>
            <th scope="col">Publisher</th>
          </tr>
        </thead>
        <tbody>
          {entry.figures.map(({ observation, source }) => (
            <tr>
              <th scope="row">{printPeriod(observation.period)}</th>
              <td>
                {observation.display}
                {observation.status === 'final' ? '' : ` (${observation.status})`}
              </td>
              <td>{areaAndDimensions(observation)}</td>
              <td>{source.publisher}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </details>
)

/** The markup that puts an embed on another page; pinned to a day where one is given. */
export function embedCode(view: View, path: string, title: string, asOf: string | null): string {
  const safe = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
  const query = asOf === null ? '' : `?asOf=${asOf}`
  return `<iframe src="${view.siteUrl}/embed${path}${query}" title="${safe}" width="100%" height="${EMBED_HEIGHT}" loading="lazy"></iframe>`
}

const oembedQuery = z.object({
  url: z.string().max(500).optional(),
  format: z.string().max(10).optional(),
  maxwidth: z.coerce.number().int().min(1).max(10_000).optional(),
  maxheight: z.coerce.number().int().min(1).max(10_000).optional(),
})

const oembedShape = z.looseObject({
  version: z.literal('1.0'),
  type: z.literal('rich'),
  title: z.string(),
  html: z.string(),
  width: z.int(),
  height: z.int(),
})

/** oEmbed 1.0 (oembed.com): an address of a claim or a measure on this site, answered with its frame. */
const oembed = defineFile<z.infer<typeof oembedQuery>>({
  pattern: '/oembed',
  summary: 'oEmbed for the address of a claim or a measure.',
  type: 'application/json; charset=utf-8',
  query: oembedQuery,
  addresses: () => [],
  ahead: ({ ledger, siteUrl }) =>
    ledger.claims
      .slice(0, 1)
      .map(({ claim }) => `/oembed?${new URLSearchParams({ url: `${siteUrl}${claimPath(claim.id)}` })}`),
  shape: oembedShape,
  make: (view, _, { url = '', format = 'json', maxwidth, maxheight }) => {
    if (format !== 'json')
      throw new ProblemError(problem(501, `expected format=json, got ${quoteInput(format)}`))
    const expected = `url: expected the address of a claim or a measure under ${view.siteUrl}/, got ${quoteInput(url)}`
    const parsed = URL.canParse(url) ? new URL(url) : null
    if (parsed === null || parsed.origin !== new URL(view.siteUrl).origin)
      throw new ProblemError(problem(404, expected))
    const [, room, one, two, more] = parsed.pathname.split('/')
    const isClaim = room === 'claims' && more === undefined
    const asOf = parsed.searchParams.get('asOf')
    const pin = asOf !== null && isDay(asOf) && asOf <= view.ledger.today ? asOf : null
    const title = isClaim
      ? findClaim(view, one, two)?.claim.text
      : room === 'measures' && two === undefined
        ? findMeasure(view, one)?.measure.name
        : undefined
    if (title === undefined) throw new ProblemError(problem(404, expected))
    const answer = {
      version: '1.0',
      type: 'rich',
      title,
      provider_name: SITE_NAME,
      provider_url: `${view.siteUrl}/`,
      cache_age: 3600,
      html: embedCode(view, parsed.pathname, title, pin),
      width: Math.min(maxwidth ?? EMBED_WIDTH, EMBED_WIDTH),
      height: Math.min(maxheight ?? EMBED_HEIGHT, EMBED_HEIGHT),
      ...(isClaim
        ? {
            thumbnail_url: `${view.siteUrl}/cards${parsed.pathname}.png`,
            thumbnail_width: CARD.width,
            thumbnail_height: CARD.height,
          }
        : {}),
    }
    return { body: JSON.stringify(answer) }
  },
})

export const SHARED: readonly FileResource[] = [
  claimCard,
  programmeCard,
  asPng(claimCard),
  asPng(programmeCard),
  claimEmbed,
  measureEmbed,
  oembed,
]
