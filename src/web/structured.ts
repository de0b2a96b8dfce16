// What do pages say of themselves to search engines and other programs?
//
// JSON-LD by schema.org: ClaimReview for a claim, Dataset with DataDownload for data, after Google's documentation of both
// (2025). A verdict has a number only where the rule gives a result on its scale; elsewhere the words must do.
import { firstDay, lastDay } from '../domain/dates.ts'
import type { ClaimEntry, HistoryRow, MeasureEntry, ProgrammeEntry } from '../domain/ledger.ts'
import type { Statement } from '../domain/nouns.ts'
import { printCount, RESULT_WORDS, type Result } from '../domain/vocabulary.ts'
import { citationOf, DATA_LICENCE } from './data.ts'
import type { View } from './resource.ts'
import { SITE_LINE, SITE_NAME } from './views/layout.tsx'

const OGL = 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/'
/** Google wants a description of a data set to have 50 to 5,000 characters. */
const MOST_CHARACTERS = 5_000

const publisher = ({ siteUrl }: View) => ({
  '@type': 'Organization',
  name: SITE_NAME,
  url: `${siteUrl}/about`,
})

/** Results that stand on a scale. "Depends on the reading" and the reasons for having none do not. */
const RATINGS: Partial<Readonly<Record<Result, number>>> = { met: 3, 'partly-met': 2, 'not-met': 1 }

const speakerOf = ({ speaker: { name, role, body } }: Statement) =>
  name === null
    ? { '@type': 'Organization', name: body }
    : {
        ...{ '@type': 'Person', name, affiliation: { '@type': 'Organization', name: body } },
        ...(role === null ? {} : { jobTitle: role }),
      }

/** https://schema.org/ClaimReview */
export function claimReview(
  { claim, statement, source, verdict }: ClaimEntry,
  history: readonly HistoryRow[],
  view: View,
): object {
  const rating = RATINGS[verdict.result]
  const said = statement.date ?? source.published
  const since = history.at(-1)?.from
  return {
    '@context': 'https://schema.org',
    '@type': 'ClaimReview',
    url: `${view.siteUrl}/claims/${claim.id.replace('#', '/')}`,
    claimReviewed: claim.text,
    ...(since ? { datePublished: since } : {}),
    author: publisher(view),
    itemReviewed: {
      '@type': 'Claim',
      name: claim.text,
      author: speakerOf(statement),
      ...(said ? { datePublished: said } : {}),
      appearance: {
        ...{
          '@type': 'CreativeWork',
          name: source.title,
          publisher: { '@type': 'Organization', name: source.publisher },
        },
        ...(source.url ? { url: source.url } : {}),
      },
    },
    reviewRating: {
      '@type': 'Rating',
      alternateName: RESULT_WORDS[verdict.result].byKind[statement.kind],
      ratingExplanation: RESULT_WORDS[verdict.result].meaning,
      ...(rating === undefined ? {} : { ratingValue: rating, bestRating: 3, worstRating: 1 }),
    },
  }
}

const download = (contentUrl: string, encodingFormat: string, name?: string) => ({
  ...{ '@type': 'DataDownload', contentUrl, encodingFormat },
  ...(name ? { name } : {}),
})

interface About {
  readonly name: string
  readonly description: string
  readonly path: string
  readonly spans?: readonly { readonly start: string | null; readonly end: string | null }[]
  readonly distribution: readonly object[]
  readonly keywords?: readonly string[]
}

/** https://schema.org/Dataset */
function dataset(
  { name, description, path, spans = [], distribution, keywords = [] }: About,
  view: View,
): object {
  const starts = spans.flatMap(({ start, end }) => ((start ?? end) ? [firstDay(start ?? end ?? '')] : []))
  const ends = spans.flatMap(({ start, end }) => ((end ?? start) ? [lastDay(end ?? start ?? '')] : []))
  const from = starts.sort()[0]
  const to = ends.sort().at(-1)
  return {
    '@context': 'https://schema.org',
    '@type': 'Dataset',
    name,
    description: description.slice(0, MOST_CHARACTERS),
    url: `${view.siteUrl}${path}`,
    license: OGL,
    usageInfo: DATA_LICENCE,
    creator: publisher(view),
    isAccessibleForFree: true,
    inLanguage: 'en-GB',
    spatialCoverage: { '@type': 'Place', name: 'United Kingdom' },
    ...(from && to ? { temporalCoverage: `${from}/${to}` } : {}),
    version: `${view.ledger.asOf}.${view.ledger.dataVersion}`,
    citation: citationOf(view, path, name === SITE_NAME ? undefined : name),
    keywords: ['voluntary sector', 'public services', ...keywords],
    distribution,
    ...(path === '/data'
      ? {}
      : { includedInDataCatalog: { '@type': 'DataCatalog', name: SITE_NAME, url: `${view.siteUrl}/data` } }),
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  zip: 'application/zip',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  sqlite: 'application/vnd.sqlite3',
}

/** Everything that the site holds. */
export function siteDataset(view: View): object {
  const files = view.downloads().flatMap(({ path, summary, bytes, sha256 }) => {
    const format = FORMATS[path.split('.').at(-1) ?? '']
    return format
      ? [{ ...download(`${view.siteUrl}${path}`, format, summary), contentSize: `${bytes} B`, sha256 }]
      : []
  })
  return dataset(
    {
      name: SITE_NAME,
      description: `${SITE_LINE} Statements with their claims and verdicts by a published rule, and every recorded figure with its source and exact place.`,
      path: '/data',
      spans: view.ledger.measures.flatMap(({ figures }) =>
        figures.map(({ observation }) => observation.period),
      ),
      distribution: [download(`${view.siteUrl}/feed.json`, 'application/feed+json', 'The feed'), ...files],
    },
    view,
  )
}

export function measureDataset({ measure, figures, programmes }: MeasureEntry, view: View): object {
  const path = `/measures/${measure.id}`
  return {
    ...(dataset(
      {
        name: measure.name,
        description: `${measure.definition} ${measure.caveat} As known on ${view.ledger.asOf}: ${printCount(figures.length, 'figure')}.`,
        path,
        spans: figures.map(({ observation }) => observation.period),
        distribution: [
          download(`${view.siteUrl}${path}.csv`, 'text/csv'),
          download(`${view.siteUrl}${path}.json`, 'application/json'),
        ],
        keywords: programmes.map(({ name }) => name),
      },
      view,
    ) as Record<string, unknown>),
    variableMeasured: {
      '@type': 'PropertyValue',
      name: measure.name,
      description: measure.definition,
      unitText: measure.unit,
    },
  }
}

export function programmeDataset({ programme, claims, measures }: ProgrammeEntry, view: View): object {
  const path = `/programmes/${programme.id}`
  return dataset(
    {
      name: `${programme.name}: what was said and what was recorded`,
      description: `${programme.summary} ${printCount(claims.length, 'claim')} with verdicts, and figures of ${printCount(measures.length, 'measure')}.`,
      path,
      spans: measures.flatMap(({ figures }) => figures.map(({ observation }) => observation.period)),
      distribution: [
        download(`${view.siteUrl}${path}.json`, 'application/json'),
        download(`${view.siteUrl}${path}/feed.json`, 'application/feed+json'),
      ],
      keywords: [programme.name, ...programme.aliases],
    },
    view,
  )
}
