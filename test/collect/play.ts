// Who plays GOV.UK and Parliament in the tests? A server on this machine, with their habits and with every trap.

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void
export type Speech = {
  readonly id: string
  title: string
  words: string[]
  updated: string
  type: string
  withdrawn: boolean
}

export type Play = {
  readonly url: string
  /** Every request, in order. */
  readonly hits: {
    readonly path: string
    readonly at: number
    readonly headers: IncomingMessage['headers']
  }[]
  /** The most requests that were open at one moment. */
  readonly atOnce: () => number
  /** By slug. */
  readonly speeches: Map<string, Speech>
  readonly answers: Map<number, string>
  /** Answers a path (without query) in another way. */
  readonly on: (path: string, handler: Handler | null) => void
  readonly close: () => Promise<void>
}

export const send = (
  response: ServerResponse,
  status: number,
  body: string | Buffer,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body)
}

export async function play(speeches = 5, answers = 4): Promise<Play> {
  const hits: Play['hits'] = []
  const handlers = new Map<string, Handler>()
  const said = new Map<string, Speech>()
  const replies = new Map<number, string>()
  for (let n = 1; n <= speeches; n++) {
    const words = [`We will hand over ${n * 10} services.`, 'Charities will deliver almost half of them.']
    const updated = '2013-06-20T09:00:00.000+01:00'
    said.set(`speech-${n}`, {
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      title: `Speech ${n}`,
      words,
      updated,
      type: 'speech',
      withdrawn: false,
    })
  }
  for (let n = 1; n <= answers; n++)
    replies.set(n, `<p>There were ${n},000 referrals.</p><p> </p><p>The rest was paid.</p>`)

  const json = (request: IncomingMessage, response: ServerResponse, value: unknown): void => {
    const body = JSON.stringify(value)
    const etag = `"${createHash('sha1').update(body).digest('hex')}"`
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else send(response, 200, body, { 'content-type': 'application/json; charset=utf-8', etag })
  }
  const govuk = (request: IncomingMessage, response: ServerResponse, url: URL): boolean => {
    if (url.pathname === '/api/search.json') {
      const start = Number(url.searchParams.get('start') ?? 0)
      const all = [...said.keys()]
      const results = all.slice(start, start + 2).map((slug) => ({ link: `/government/speeches/${slug}` }))
      json(request, response, { results, total: all.length, start })
      return true
    }
    const slug = /^\/api\/content\/government\/speeches\/([\w-]+)$/.exec(url.pathname)?.[1]
    const speech = slug ? said.get(slug) : undefined
    if (!speech) return false
    json(request, response, {
      content_id: speech.id,
      base_path: `/government/speeches/${slug}`,
      title: speech.title,
      document_type: speech.type,
      public_updated_at: speech.updated,
      withdrawn_notice: speech.withdrawn
        ? { explanation: '<p>Old</p>', withdrawn_at: '2015-01-01T00:00:00Z' }
        : {},
      details: {
        body: speech.words.map((words) => `<p>${words}</p>`).join('\n'),
        delivered_on: '2013-06-19T00:00:00+01:00',
        speaker: 'Nick Hurd',
      },
    })
    return true
  }
  const parliament = (request: IncomingMessage, response: ServerResponse, url: URL): boolean => {
    const path = '/api/writtenquestions/questions'
    if (url.pathname === path) {
      const skip = Number(url.searchParams.get('skip'))
      const ids = [...replies.keys()]
      const results = ids
        .slice(skip, skip + 2)
        .map((id) => ({ value: { id, answerText: 'There were...' }, links: [] }))
      json(request, response, { totalResults: ids.length, results })
      return true
    }
    const id = Number(/^\/api\/writtenquestions\/questions\/(\d+)$/.exec(url.pathname)?.[1])
    const answerText = replies.get(id)
    if (answerText === undefined) return false
    const value = {
      id,
      uin: String(5000 + id),
      heading: 'Work Programme',
      dateTabled: '2014-11-03T00:00:00',
      dateAnswered: '2014-11-10T00:00:00',
      answeringBodyName: 'Department for Work and Pensions',
      answerText,
    }
    json(request, response, { value, links: [] })
    return true
  }

  let open = 0
  let most = 0
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://play')
    hits.push({ path: url.pathname + url.search, at: Date.now(), headers: request.headers })
    open += 1
    most = Math.max(most, open)
    response.on('close', () => {
      open -= 1
    })
    const handler = handlers.get(url.pathname)
    if (handler) handler(request, response)
    else if (url.pathname === '/robots.txt')
      send(response, 200, 'User-agent: *\nDisallow: /search/all\n', { 'content-type': 'text/plain' })
    else if (!govuk(request, response, url) && !parliament(request, response, url))
      send(response, 404, '<h1>Page not found</h1>')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ hits, speeches: said, answers: replies, atOnce: () => most },
    on: (path, handler) => {
      if (handler) handlers.set(path, handler)
      else handlers.delete(path)
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
