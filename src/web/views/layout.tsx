// What stands around every page?

import type { Child, FC } from 'hono/jsx'
import { printDate } from '../../domain/dates.ts'
import { RULE_VERSION } from '../../domain/vocabulary.ts'
import type { View } from '../resource.ts'
import { DayField } from './day-field.tsx'

export const SITE_NAME = 'Words vs Deeds'
export const SITE_LINE =
  'What government said about the voluntary sector’s role in public services, set beside what was recorded.'

interface PageHead {
  readonly title: string
  readonly description: string
  /** Path of the page, without query. */
  readonly path: string
  /** Paths of the same content as data. */
  readonly json: string | null
  readonly csv: string | null
  /** What the page says of itself to programs, as JSON-LD. */
  readonly structured?: object | null
  /** Whole address, for a page without a view. */
  readonly canonical?: string
}

/** The last part of each is true where there is no room for it beside the site's name on a small screen; the foot has all. */
const NAVIGATION: readonly (readonly [path: string, name: string, wideOnly: boolean])[] = [
  ['/programmes', 'Programmes', false],
  ['/claims', 'Claims', false],
  ['/statements', 'Statements', true],
  ['/measures', 'Measures', true],
  ['/organisations', 'Organisations', true],
  ['/gaps', 'Gaps', false],
  ['/wire', 'Wire', false],
  ['/sources', 'Sources', true],
  ['/method', 'Method', false],
]

export const Layout: FC<{
  head: PageHead
  view: View | null
  /** For pages without a view. */
  asset?: (name: string) => string
  children?: Child
}> = ({ head, view, asset: given, children }) => {
  const home = head.path === '/'
  const href = view?.href ?? ((path: string) => path)
  const asset = view?.asset ?? given ?? ((name: string) => `/${name}`)
  const title = home ? `${SITE_NAME}: ${SITE_LINE}` : `${head.title} – ${SITE_NAME}`
  return (
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <meta name="description" content={head.description} />
        <meta property="og:title" content={home ? SITE_NAME : head.title} />
        <meta property="og:description" content={head.description} />
        <meta property="og:type" content="website" />
        <meta property="og:site_name" content={SITE_NAME} />
        <meta property="og:locale" content="en_GB" />
        {view ? <ShareMeta view={view} path={head.path} alt={head.description} /> : null}
        <link rel="stylesheet" href={asset('site.css')} />
        <link rel="icon" href={asset('icon.svg')} type="image/svg+xml" />
        {view || head.canonical ? (
          <link rel="canonical" href={head.canonical ?? `${view?.siteUrl}${href(head.path)}`} />
        ) : null}
        {head.json ? (
          <link rel="alternate" type="application/json" href={head.json} title="This page as JSON" />
        ) : null}
        {head.csv ? <link rel="alternate" type="text/csv" href={head.csv} title="This page as CSV" /> : null}
        <link rel="alternate" type="application/feed+json" href="/feed.json" title={SITE_NAME} />
        {head.structured ? (
          <script
            type="application/ld+json"
            // A "<" could end the element.
            dangerouslySetInnerHTML={{ __html: JSON.stringify(head.structured).replaceAll('<', '\\u003c') }}
          ></script>
        ) : null}
      </head>
      <body>
        <a class="skip" href="#main">
          Skip to the content
        </a>
        <header class="site-header">
          <div class="wrap">
            <a class="site-name" href={href('/')}>
              {SITE_NAME}
            </a>
            <a
              class="search-link"
              href={href('/search')}
              aria-current={head.path === '/search' ? 'page' : undefined}
            >
              Search
            </a>
            <nav aria-label="Main">
              <ul>
                {NAVIGATION.map(([path, name, wideOnly]) => (
                  <li class={wideOnly ? 'wide' : undefined}>
                    <a href={href(path)} aria-current={head.path === path ? 'page' : undefined}>
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </nav>
          </div>
        </header>
        {view?.ledger.isPast ? <PastNotice view={view} path={head.path} /> : null}
        <main id="main" class="wrap" tabindex={-1}>
          {children}
        </main>
        <footer class="site-footer">
          <div class="wrap">
            {view ? (
              <p>
                As known on {printDate(view.ledger.asOf)}. Rule {RULE_VERSION}, data {view.ledger.dataVersion}
                . {head.json ? <a href={head.json}>This page as JSON</a> : null}
                {head.csv ? (
                  <>
                    {' '}
                    or <a href={head.csv}>CSV</a>
                  </>
                ) : null}
              </p>
            ) : null}
            {view && head.json ? (
              <form class="as-of" method="get" action={head.path}>
                {[...new URLSearchParams(head.json.split('?')[1])]
                  .filter(([name]) => name !== 'asOf')
                  .map(([name, value]) => (
                    <input type="hidden" name={name} value={value} />
                  ))}
                <DayField id="as-of" label="Show this page as known on" view={view} />
              </form>
            ) : null}
            <nav aria-label="All pages">
              <ul>
                {NAVIGATION.map(([path, name]) => (
                  <li>
                    <a href={href(path)}>{name}</a>
                  </li>
                ))}
                <li>
                  <a href={href('/bodies')}>Bodies</a>
                </li>
                <li>
                  <a href={href('/speakers')}>Speakers</a>
                </li>
                <li>
                  <a href={href('/pack')}>Evidence pack</a>
                </li>
              </ul>
            </nav>
            <p>
              <a href={href('/about')}>About and corrections</a> ·{' '}
              <a href={href('/data')}>Data, feed and licence</a> ·{' '}
              <a href={href('/method')}>How verdicts are worked out</a>
            </p>
          </div>
        </footer>
      </body>
    </html>
  )
}

/** The picture and the embed of a page, where it has them. */
const ShareMeta: FC<{ view: View; path: string; alt: string }> = ({ view, path, alt }) => {
  const whole = `${view.siteUrl}${view.href(path)}`
  const [, room, one, two] = path.split('/')
  const hasCard = (room === 'claims' && two !== undefined) || (room === 'programmes' && one !== undefined)
  const hasEmbed =
    (room === 'claims' && two !== undefined) ||
    (room === 'measures' && one !== undefined && two === undefined)
  return (
    <>
      <meta property="og:url" content={whole} />
      {hasCard ? (
        <>
          <meta property="og:image" content={`${view.siteUrl}${view.href(`/cards${path}.png`)}`} />
          <meta property="og:image:type" content="image/png" />
          <meta property="og:image:width" content="1200" />
          <meta property="og:image:height" content="630" />
          <meta property="og:image:alt" content={alt} />
          <meta name="twitter:card" content="summary_large_image" />
        </>
      ) : null}
      {hasEmbed ? (
        <link
          rel="alternate"
          type="application/json+oembed"
          href={`${view.siteUrl}/oembed?${new URLSearchParams({ url: whole })}`}
          title="oEmbed"
        />
      ) : null}
    </>
  )
}

const PastNotice: FC<{ view: View; path: string }> = ({ view, path }) => (
  <aside class="past" aria-label="Past date">
    <div class="wrap">
      You are reading the record as known on <strong>{printDate(view.ledger.asOf)}</strong>: only words and
      figures public by that day. <a href={path}>See what is known now</a>.
    </div>
  </aside>
)
