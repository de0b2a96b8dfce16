// How is a request read, and what is sent?
//
// Hono carries the request; everything it sends was made beforehand. Only GET and HEAD exist.
import { type Context, Hono } from 'hono'
import { chooseEncoding, isCurrent, prepareAnswer } from './answer.ts'
import { type Problem, ProblemError, problem, quoteInput } from './errors.ts'
import { renderProblem } from './render.tsx'
import type { Site } from './site.ts'

/** What the app is handed. `site()` gives the newest site, or null while the first one is being made. */
export interface AppInput {
  readonly site: () => Site | null
  readonly asset: (name: string) => string
  /** Called with what went wrong on our side; the reader only learns that something did. */
  readonly report: (error: unknown, path: string) => void
}

const ERROR_CACHE = 'no-store'

/** The app: every address of the site, /healthz, and problem details for everything else. */
export function makeApp({ site, asset, report }: AppInput): Hono {
  const app = new Hono()

  app.get('/healthz', (c) => {
    const ledger = site()?.ledger
    const body = ledger
      ? {
          status: 'ok',
          dataVersion: ledger.dataVersion,
          asOf: ledger.asOf,
          statements: ledger.statements.length,
        }
      : { status: 'starting' }
    return c.json(body, ledger ? 200 : 503, { 'Cache-Control': 'no-store' })
  })

  app.get('*', (c) => {
    const current = site()
    if (current === null)
      throw new ProblemError(problem(503, 'the site is being made: try again in a few seconds'))
    const { url } = c.req
    const mark = url.indexOf('?')
    const answer = current.find(c.req.path, mark === -1 ? '' : url.slice(mark + 1))
    const accept = c.req.header('accept-encoding')
    const wanted = chooseEncoding(accept)
    const variant = answer.variants[wanted] ?? answer.variants.identity
    const encoding = answer.variants[wanted] === null ? 'identity' : wanted
    if (isCurrent(answer, c.req.header('if-none-match'), c.req.header('if-modified-since'))) {
      return new Response(null, { status: 304, headers: answer.notModified[encoding] })
    }
    // Hono answers HEAD by GET and leaves the body out.
    return new Response(variant.body, { status: answer.status, headers: variant.headers })
  })

  app.on(
    'OPTIONS',
    '*',
    () =>
      new Response(null, {
        status: 204,
        headers: {
          Allow: 'GET, HEAD, OPTIONS',
          'Access-Control-Allow-Origin': '*',
          'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
          'Access-Control-Allow-Headers': 'If-None-Match, If-Modified-Since',
          'Access-Control-Max-Age': '86400',
        },
      }),
  )

  app.all('*', (c) => {
    const detail = `expected GET or HEAD, got ${quoteInput(c.req.method)}: this site is read-only`
    return sendProblem(c, problem(405, detail, c.req.path), { Allow: 'GET, HEAD, OPTIONS' })
  })

  app.onError((error, c) => {
    if (error instanceof ProblemError) return sendProblem(c, { ...error.problem, instance: c.req.path })
    report(error, c.req.path)
    return sendProblem(
      c,
      problem(500, 'something went wrong on our side: please try again later', c.req.path),
    )
  })

  function sendProblem(c: Context, found: Problem, headers: Record<string, string> = {}): Response {
    const wantsPage =
      !/\.(?:json|csv)$/.test(c.req.path) && (c.req.header('accept') ?? '').includes('text/html')
    const { variants } = prepareAnswer({
      body: wantsPage ? renderProblem(found, asset) : JSON.stringify(found),
      type: wantsPage ? 'text/html; charset=utf-8' : 'application/problem+json; charset=utf-8',
      status: found.status,
      cache: ERROR_CACHE,
      crossOrigin: !wantsPage,
      headers,
    })
    return new Response(variants.identity.body, { status: found.status, headers: variants.identity.headers })
  }

  return app
}
