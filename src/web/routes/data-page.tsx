// Downloads, feed, licence and citation.
import { citationOf, DATA_LICENCE } from '../data.ts'
import type { Download } from '../downloads.ts'
import { defineResource } from '../resource.ts'
import { siteDataset } from '../structured.ts'
import { LICENCE_WORDS } from './sources.tsx'

const LISTS = [
  'programmes',
  'statements',
  'claims',
  'measures',
  'sources',
  'bodies',
  'speakers',
  'gaps',
] as const

/** "75 KB", "1.4 MB": a thousand of each, as browsers show them. */
const printSize = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`

interface DataModel {
  readonly citation: string
  readonly downloads: readonly Download[]
}

export const dataPage = defineResource<DataModel>({
  pattern: '/data',
  addresses: () => [{}],
  model: (view) => ({ citation: citationOf(view, ''), downloads: view.downloads() }),
  title: () => 'Data',
  structured: (_, view) => siteDataset(view),
  description: () => 'Everything on this site as JSON, CSV and a feed, without a key.',
  page: ({ citation, downloads }, view) => (
    <>
      <h1>Data</h1>
      <p class="intro">
        Everything here is open data, without a key. Numbers can be recomputed; ids do not change.
      </p>
      <h2>The feed</h2>
      <p>
        <a href={view.href('/feed.json')}>/feed.json</a> is a JSON Feed 1.1. Each item is a statement with its
        claims and verdicts, and in <code>_words_vs_deeds</code> everything needed to work the verdicts out
        again: claims, observations, measures, sources and programmes, whole. Other items tell changes of
        verdicts: old, new and why. Follow <code>next_url</code> for older items. Its shape is published as{' '}
        <a href="/data/feed-schema.json">JSON Schema</a>; the same feed as{' '}
        <a href={view.href('/feed.atom')}>Atom</a>.
      </p>
      <p>
        Narrow it with <code>programme</code>, <code>body</code>, <code>voice</code>, <code>kind</code>,{' '}
        <code>verdict</code>, <code>type</code> (<code>statement</code> or <code>verdict-change</code>),{' '}
        <code>since</code> (a day) and <code>limit</code>, such as{' '}
        <a href={view.href('/feed.json', { type: 'verdict-change', since: '2020-01-01' })}>
          /feed.json?type=verdict-change&amp;since=2020-01-01
        </a>
        . Each programme has a feed at <code>/programmes/…/feed.json</code>; so have the{' '}
        <a href={view.href('/gaps/feed.json')}>gaps</a>, the{' '}
        <a href={view.href('/corrections.json')}>corrections</a> and the{' '}
        <a href={view.href('/wire.json')}>wire</a>.
      </p>
      <h2>Files</h2>
      <ul class="plain files">
        {downloads.map(({ path, summary, bytes, sha256 }) => (
          <li>
            <a href={path}>{path.split('/').at(-1)}</a> ({printSize(bytes)}). {summary}
            <details>
              <summary>SHA-256</summary>
              <code class="digest">{sha256}</code>
            </details>
          </li>
        ))}
      </ul>
      <h2>Pages as data</h2>
      <p>
        Add <code>.json</code> to the address of any page. Lists can also be had as <code>.csv</code>. Add{' '}
        <code>?asOf=2012-01-01</code> to see any of it as known on that day.
      </p>
      <ul>
        {LISTS.map((list) => (
          <li>
            {list}: <a href={view.href(`/${list}.json`)}>JSON</a>, <a href={view.href(`/${list}.csv`)}>CSV</a>
          </li>
        ))}
      </ul>
      <p>
        In CSV a text that starts with <code>=</code>, <code>+</code>, <code>-</code> or <code>@</code> has an
        apostrophe in front, so that a spreadsheet does not run it as a formula.
      </p>
      <p>
        <a href="/data/api">Every address</a> with its parameters, also as{' '}
        <a href="/openapi.json">OpenAPI 3.1</a>. Lists in JSON take <code>sort</code>, <code>fields</code>,{' '}
        <code>limit</code> and <code>after</code>, such as{' '}
        <code>/claims.json?sort=-said&amp;fields=quote,verdict.result&amp;limit=20</code>;{' '}
        <code>meta.next</code> is the next page.
      </p>
      <h2>The shape of an answer</h2>
      <p>
        <code>{'{ "data": ..., "meta": { "asOf", "dataVersion", "licence", "citation" } }'}</code>; lists also
        say <code>total</code>. Errors are problem details (RFC 9457). Fields may be added; none will be
        renamed or removed without a new address. The dictionary of every field is <code>data/README.md</code>{' '}
        in the project.
      </p>
      <h2>Check it yourself</h2>
      <p>
        <a href="/verify.mjs">verify.mjs</a> is one file without dependencies. It works out every verdict
        again from what is published, and names each that differs; a changed character anywhere else is found
        by its digest. With Node 20 or newer:
      </p>
      <pre tabindex={0}>
        <code>{`node verify.mjs ${view.siteUrl}/feed.json`}</code>
      </pre>
      <h2>Licence</h2>
      <p>{DATA_LICENCE}</p>
      <ul>
        {Object.entries(LICENCE_WORDS).map(([id, words]) => (
          <li>
            <code>{id}</code>: {words}
          </li>
        ))}
      </ul>
      <h2>Cite</h2>
      <p class="cite">{citation}</p>
      <p>
        Each claim, figure, measure and programme has a pinned address that never changes, with its citation
        as text, BibTeX, RIS and CSL-JSON.
      </p>
    </>
  ),
  json: ({ citation, downloads }, view) => ({
    data: {
      downloads: downloads.map(({ path, summary, type, bytes, sha256 }) => ({
        url: `${view.siteUrl}${path}`,
        ...{ summary, type, bytes, sha256 },
      })),
      feed: `${view.siteUrl}/feed.json`,
      lists: LISTS.map((list) => ({
        json: `${view.siteUrl}/${list}.json`,
        csv: `${view.siteUrl}/${list}.csv`,
      })),
      licence: DATA_LICENCE,
      citation,
    },
  }),
})
