// How is it shown how to cite something?
import type { FC } from 'hono/jsx'
import { pinIn, pinPath, type Ref, versionIn } from '../cite.ts'
import { type Citation, citationsOf } from '../cite-formats.ts'
import { citationOf } from '../data.ts'
import type { View } from '../resource.ts'

/** The endings of the address of a pin, besides the page itself. */
export const CITE_FORMATS = [
  ['bib', 'BibTeX'],
  ['ris', 'RIS'],
  ['csl.json', 'CSL-JSON'],
] as const

/** What a page says of citing its record: the pinned address and every form of the citation. */
export interface HowToCite {
  /** Whole address of the pinned page. */
  readonly url: string
  readonly version: string
  readonly citation: Citation
}

/** How to cite a record as known now; null for a past date, whose record was not pinned on its day. */
export function howToCite(view: View, ref: Ref): HowToCite | null {
  if (view.ledger.isPast) return null
  const pinned = pinIn(view, ref)
  const version = versionIn(view, ref)
  return pinned && version ? citeAt(view, ref, version, JSON.parse(pinned.text)) : null
}

/** How to cite a pin by its version. */
export function citeAt(
  { siteUrl }: View,
  ref: Ref,
  version: string,
  pinned: Parameters<typeof citationsOf>[0],
): HowToCite {
  const url = `${siteUrl}${pinPath(ref, version)}`
  return { url, version, citation: citationsOf({ ...pinned, day: version.slice(0, 10) }, version, url) }
}

/** The same for a record's `.json`: the citation as a sentence, and the pinned address, null for a past date. */
export function citeData(view: View, ref: Ref, path: string, title: string) {
  const cite = howToCite(view, ref)
  return { cite: cite?.citation.plain ?? citationOf(view, path, title), pinned: cite?.url ?? null }
}

/** Text that the script gives a button to copy. */
const Copied: FC<{ name: string; text: string; code?: boolean }> = ({ name, text, code = false }) => (
  <div class="copied" data-copy={name}>
    <h3>{name}</h3>
    {code ? (
      <pre class="cite" tabindex={0}>
        {text}
      </pre>
    ) : (
      <p class="cite">{text}</p>
    )}
  </div>
)

export const Citations: FC<{ cite: HowToCite; asset: View['asset'] }> = ({
  cite: { url, citation },
  asset,
}) => {
  const path = new URL(url).pathname
  const { plain, harvard, bibtex, ris, csl } = citation
  return (
    <>
      <Copied name="As a sentence" text={plain} />
      <Copied name="Harvard" text={harvard} />
      <p class="screen-only">
        For reference managers:{' '}
        {CITE_FORMATS.map(([ending, name], index) => (
          <>
            {index > 0 ? ', ' : ''}
            <a href={`${path}.${ending}`}>{name}</a>
          </>
        ))}
      </p>
      <details class="screen-only">
        <summary>BibTeX, RIS and CSL-JSON as text</summary>
        <Copied name="BibTeX" text={bibtex} code />
        <Copied name="RIS" text={ris.replaceAll('\r', '').trim()} code />
        <Copied name="CSL-JSON" text={JSON.stringify([csl], null, 2)} code />
      </details>
      <script type="module" src={asset('cite.js')}></script>
    </>
  )
}

/** The section of a live page. `path` and `title` are for a past date, which is cited by its dated address. */
export const CiteSection: FC<{ view: View; refTo: Ref; path: string; title: string }> = ({
  view,
  refTo,
  path,
  title,
}) => {
  const cite = howToCite(view, refTo)
  return (
    <section aria-labelledby="cite">
      <h2 id="cite">How to cite this</h2>
      {cite ? (
        <>
          <p>
            Pinned address: <a href={pinPath(refTo, cite.version)}>{cite.url}</a>
          </p>
          <p class="note">
            It keeps what this page says now, for ever. When newer figures exist, it says so and shows the
            difference.
          </p>
          <Citations cite={cite} asset={view.asset} />
        </>
      ) : (
        <>
          <p class="cite">{citationOf(view, path, title)}</p>
          <p class="note">
            This address keeps its date. To pin every word for ever, cite the record as it stands today.
          </p>
        </>
      )}
    </section>
  )
}
