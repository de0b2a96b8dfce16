// A pack of claims that a reader chose, kept in the address: as a page, to print, and as files to take along.
import { raw } from 'hono/html'
import { z } from 'zod'
import type { ClaimEntry } from '../../domain/ledger.ts'
import { claimIdSchema } from '../../domain/nouns.ts'
import { printCount } from '../../domain/vocabulary.ts'
import { type Briefing, layOut } from '../../pack/briefing.ts'
import { DOCX_TYPE, toDocx } from '../../pack/docx.ts'
import { toHtml, toSections } from '../../pack/html.ts'
import { toMarkdown } from '../../pack/markdown.ts'
import { MOST_CLAIMS, makePack, type Pack } from '../../pack/pack.ts'
import { DATA_LICENCE } from '../data.ts'
import { ProblemError, problem, quoteInput } from '../errors.ts'
import { defineFile, defineResource, type FileResource, type View } from '../resource.ts'
import { citeData } from '../views/cite.tsx'
import { figuresOf } from '../views/figures.tsx'
import { BasketScript, claimPath, packPath, packRef } from '../views/parts.tsx'

/** Ids of claims, joined by commas; a claim may be written with a slash in place of "#". */
const claimList = z
  .string()
  .max(4000)
  .transform((text) => [
    ...new Set(
      text
        .split(',')
        .map((id) => id.trim().replace('/', '#'))
        .filter((id) => id !== ''),
    ),
  ])
  .refine(
    (ids) => ids.every((id) => claimIdSchema.safeParse(id).success),
    'expected ids of claims joined by commas, such as "hurd-2013-06-19-almost-half/1"',
  )
const packQuery = z.object({
  claims: claimList.optional(),
  /** One more, as a form without scripts sends it. */
  add: claimList.optional(),
})
type PackQuery = z.infer<typeof packQuery>

/** A pack of a past day is read as on that very day, so that the one that was sent around stays as it was. */
const asRead = (view: View): View => (view.ledger.isPast ? view.pinnedTo(view.ledger.asOf) : view)

/** The claims that were asked for. Throws a ProblemError that names those that there are not. */
function choose(view: View, { claims = [], add = [] }: PackQuery): ClaimEntry[] {
  const ids = [...new Set([...claims, ...add])]
  if (ids.length > MOST_CLAIMS) {
    const detail = `claims: expected at most ${MOST_CLAIMS} claims in a pack, got ${ids.length}: make two packs`
    throw new ProblemError(problem(400, detail))
  }
  const known = new Map(view.ledger.claims.map((entry) => [entry.claim.id, entry]))
  const strange = ids.filter((id) => !known.has(id))
  if (strange.length > 0) {
    const detail = `claims: there is no claim ${strange.map(quoteInput).join(', ')} as known on ${view.ledger.asOf}: take it out, or look for it in /claims`
    throw new ProblemError(problem(400, detail))
  }
  return ids.flatMap((id) => known.get(id) ?? [])
}

/** Where a pack is, as known on the view's day, in one of its forms. */
const pinned = (entries: readonly ClaimEntry[], { ledger }: View, ending = ''): string =>
  `${packPath(
    entries.map(({ claim }) => claim.id),
    ending,
  )}${entries.length === 0 ? '?' : '&'}asOf=${ledger.asOf}`

function packOf(entries: readonly ClaimEntry[], view: View): Pack {
  const { ledger, siteUrl, asking } = view
  const figures = figuresOf(ledger.measures)
  return makePack(entries, {
    ...{ asOf: ledger.asOf, dataVersion: ledger.dataVersion, asking, licence: DATA_LICENCE },
    url: `${siteUrl}${pinned(entries, view)}`,
    figureOf: (id) => figures.get(id),
    statements: ledger.statements,
    urlOf: (id) => `${siteUrl}${claimPath(id)}?asOf=${ledger.asOf}`,
    citationOf: ({ claim: { id, text } }) => citeData(view, { kind: 'claims', id }, claimPath(id), text).cite,
  })
}

interface PackPage {
  readonly entries: readonly ClaimEntry[]
  readonly pack: Pack
}

/** Every claim that is not in the pack yet, by programme, as a reader without scripts adds one. */
const AddOne = ({ entries, view }: { entries: readonly ClaimEntry[]; view: View }) => {
  const chosen = new Set(entries.map(({ claim }) => claim.id))
  const groups = view.ledger.programmes
    .map(({ programme, claims }) => ({
      name: programme.name,
      claims: claims.filter(
        ({ claim, statement }) => !chosen.has(claim.id) && statement.programmes[0] === programme.id,
      ),
    }))
    .filter(({ claims }) => claims.length > 0)
  return (
    <form method="get" action="/pack" class="screen-only pack-add">
      {entries.length > 0 ? (
        <input type="hidden" name="claims" value={[...chosen].map(packRef).join(',')} />
      ) : null}
      {view.ledger.isPast ? <input type="hidden" name="asOf" value={view.ledger.asOf} /> : null}
      <label for="pack-add">Add a claim</label>
      <select id="pack-add" name="add">
        {groups.map(({ name, claims }) => (
          <optgroup label={name}>
            {claims.map(({ claim }) => (
              <option value={packRef(claim.id)}>{claim.text}</option>
            ))}
          </optgroup>
        ))}
      </select>{' '}
      <button type="submit">Add</button>
    </form>
  )
}

export const pack = defineResource<PackPage, PackQuery>({
  pattern: '/pack',
  query: packQuery,
  addresses: () => [{}],
  model(view, _, query) {
    const entries = choose(asRead(view), query)
    return { entries, pack: packOf(entries, asRead(view)) }
  },
  title: ({ pack: { title, claims } }) => (claims.length === 0 ? 'Evidence pack' : title),
  description: () => 'A briefing on claims that you choose, with what was recorded and every source.',
  page({ entries, pack: made }, view) {
    if (entries.length === 0)
      return (
        <>
          <h1>Evidence pack</h1>
          <p class="intro">
            Choose claims and take a briefing along: one page of summary, one for each claim, every figure
            with the exact place of its source.
          </p>
          <p>
            “Add to pack” stands beside every claim. The choice is kept in the address of this page, so that
            you can send or keep it; no account is needed. At most {MOST_CLAIMS} claims.
          </p>
          <AddOne entries={entries} view={view} />
          <BasketScript view={view} />
        </>
      )
    const without = (id: string): string[] =>
      entries.map(({ claim }) => claim.id).filter((other) => other !== id)
    return (
      <>
        <div
          class="screen-only pack-tools"
          data-basket={entries.map(({ claim }) => packRef(claim.id)).join(',')}
        >
          <p>
            Take it along:{' '}
            <a rel="nofollow" href={pinned(entries, view, '.docx')}>
              Word document
            </a>
            ,{' '}
            <a rel="nofollow" href={pinned(entries, view, '.md')}>
              Markdown
            </a>
            ,{' '}
            <a rel="nofollow" href={pinned(entries, view, '.html')}>
              one HTML file
            </a>
            ,{' '}
            <a rel="nofollow" href={pinned(entries, view, '.json')}>
              JSON
            </a>
            , or print this page, one sheet or more for each claim.
          </p>
          <p>
            To send it on:{' '}
            <a rel="nofollow" href={pinned(entries, view)}>
              this pack as known on {view.ledger.asOf}
            </a>
            , which goes on being read as on that day.
          </p>
          <details>
            <summary>Change what is in it ({printCount(entries.length, 'claim')})</summary>
            <ul class="plain">
              {entries.map(({ claim }) => (
                <li>
                  <a href={view.href(claimPath(claim.id))}>{claim.text}</a>{' '}
                  <a rel="nofollow" href={view.href(packPath(without(claim.id)))}>
                    Take out<span class="sr">: {claim.text}</span>
                  </a>
                </li>
              ))}
            </ul>
            <AddOne entries={entries} view={view} />
          </details>
        </div>
        <div class="briefing">{raw(toSections(layOut(made)))}</div>
        <BasketScript view={view} />
      </>
    )
  },
  json: ({ pack: made }) => ({ data: made }),
})

const named = (view: View, ending: string): Record<string, string> => ({
  'Content-Disposition': `attachment; filename="evidence-pack-${view.ledger.asOf}${ending}"`,
})

function briefingFor(view: View, query: PackQuery): Briefing {
  const entries = choose(asRead(view), query)
  if (entries.length === 0) {
    const detail =
      'claims: expected the ids of the claims that the pack is to hold, joined by commas, got none'
    throw new ProblemError(problem(400, detail))
  }
  return layOut(packOf(entries, asRead(view)))
}

/** The same pack as files. None is made ahead: there are as many as choices. */
export const PACKS: readonly FileResource[] = [
  defineFile<PackQuery>({
    pattern: '/pack.docx',
    summary: 'A pack of claims as a Word document.',
    type: DOCX_TYPE,
    query: packQuery,
    addresses: () => [],
    make: (view, _, query) =>
      toDocx(briefingFor(view, query)).then((body) => ({ body, headers: named(view, '.docx') })),
  }),
  defineFile<PackQuery>({
    pattern: '/pack.md',
    summary: 'A pack of claims as Markdown.',
    type: 'text/markdown; charset=utf-8',
    query: packQuery,
    addresses: () => [],
    make: (view, _, query) => ({ body: toMarkdown(briefingFor(view, query)), headers: named(view, '.md') }),
  }),
  defineFile<PackQuery>({
    pattern: '/pack.html',
    summary: 'A pack of claims as one HTML file that needs no other.',
    type: 'text/html; charset=utf-8',
    query: packQuery,
    addresses: () => [],
    make: (view, _, query) => ({ body: toHtml(briefingFor(view, query)), headers: named(view, '.html') }),
  }),
]
