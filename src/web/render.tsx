// How does a rendered resource become the text of a page?
import type { Child } from 'hono/jsx'
import type { Problem } from './errors.ts'
import type { Rendered, View } from './resource.ts'
import { Layout } from './views/layout.tsx'

interface Alternates {
  readonly path: string
  readonly json: string | null
  readonly csv: string | null
}

const DOCTYPE = '<!doctype html>\n'

export function renderPage(rendered: Rendered, view: View, alternates: Alternates): string {
  const { title, description, structured } = rendered
  const head = { title, description, ...alternates, structured: structured?.() ?? null }
  return (
    DOCTYPE +
    String(
      <Layout head={head} view={view}>
        {rendered.page()}
      </Layout>,
    )
  )
}

/** A page that says the same on any later day: nothing on it tells of the present. It names itself as the one to cite. */
export function renderFixedPage(
  head: Pick<Parameters<typeof Layout>[0]['head'], 'title' | 'description' | 'path' | 'json'>,
  { asset, siteUrl }: View,
  page: Child,
): string {
  return (
    DOCTYPE +
    String(
      <Layout head={{ ...head, csv: null, canonical: `${siteUrl}${head.path}` }} view={null} asset={asset}>
        {page}
      </Layout>,
    )
  )
}

/** The page for people of a problem; `asset` is missing only before a site is made. */
export function renderProblem({ status, title, detail }: Problem, asset: (name: string) => string): string {
  const head = { title, description: detail, path: '', json: null, csv: null }
  return (
    DOCTYPE +
    String(
      <Layout head={head} view={null} asset={asset}>
        <h1>{title}</h1>
        <p>{detail.charAt(0).toUpperCase() + detail.slice(1)}.</p>
        <p class="note">
          Status {status}. <a href="/">Front page</a> · <a href="/statements">Search the statements</a>
        </p>
      </Layout>,
    )
  )
}
