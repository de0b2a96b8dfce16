// Who plays GOV.UK and Parliament for the real scrapers? A server on this machine with their shapes and their bad days. All of it invented.
import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip } from 'node:zlib'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export type Westminster = {
  readonly url: string
  /** Paths with their queries, in order. */
  readonly hits: string[]
  /** Content items by path, `/government/speeches/x`. */
  readonly items: Map<string, Record<string, unknown>>
  readonly questions: Map<number, Record<string, unknown>>
  /** Answers a path in another way, or as usual again. */
  readonly on: (path: string, handler: Handler | null) => void
  readonly close: () => Promise<void>
}

const uuid = (n: number): string => `1b000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const body = (title: string) => ({
  content_id: uuid(900),
  title,
  base_path: '/government/organisations/department-for-examples',
  locale: 'en',
})

/** A speech in the shape of the Content API. */
export const speech = (
  n: number,
  slug: string,
  words: string,
  over: object = {},
): Record<string, unknown> => ({
  base_path: `/government/speeches/${slug}`,
  content_id: uuid(n),
  document_type: 'speech',
  schema_name: 'speech',
  locale: 'en',
  title: `Invented speech ${n}`,
  description: 'The minister spoke.',
  first_published_at: '2012-06-12T08:00:00.000+00:00',
  public_updated_at: '2012-06-12T08:00:00.000+00:00',
  updated_at: '2018-01-10T12:50:20.248Z',
  withdrawn_notice: {},
  details: {
    body: `<div class="govspeak"><p>${words}</p></div>`,
    political: true,
    government: { title: '2010 to 2015 invented government', slug: 'invented', current: false },
    delivered_on: '2012-06-12T00:00:00+01:00',
    change_history: [{ public_timestamp: '2012-06-12T09:00:00.000+01:00', note: 'First published.' }],
  },
  links: {
    organisations: [body('Department for Invented Examples')],
    primary_publishing_organisation: [body('Department for Invented Examples')],
    speaker: [
      {
        content_id: uuid(901),
        title: 'The Rt Hon Avery Stone',
        base_path: '/government/people/avery-stone',
        locale: 'en',
      },
    ],
  },
  ...over,
})

/** A written question in the shape of the detail call. */
export const question = (id: number, answer: string): Record<string, unknown> => ({
  id,
  askingMemberId: 11,
  askingMember: { id: 11, listAs: 'Reed, Robin', name: 'Robin Reed', party: 'Purple' },
  house: 'Commons',
  memberHasInterest: false,
  dateTabled: '2026-11-20T00:00:00',
  dateForAnswer: '2026-11-24T00:00:00',
  uin: String(5000 + id),
  questionText: 'To ask the Secretary of State for Examples, what part charities play in the Work Programme.',
  answeringBodyId: 29,
  answeringBodyName: 'Department for Examples',
  isWithdrawn: false,
  isNamedDay: false,
  groupedQuestions: [],
  answerIsHolding: false,
  answerIsCorrection: false,
  answeringMemberId: 12,
  answeringMember: { id: 12, listAs: 'Stone, Avery', name: 'Avery Stone', party: 'Green' },
  correctingMemberId: null,
  correctingMember: null,
  dateAnswered: '2026-11-24T00:00:00',
  answerText: answer,
  originalAnswerText: '',
  comparableAnswerText: '',
  dateAnswerCorrected: null,
  dateHoldingAnswer: null,
  attachmentCount: 0,
  heading: 'Work Programme: Charities',
  attachments: [],
  groupedQuestionsDates: [],
})

export const send = (
  response: ServerResponse,
  status: number,
  content: string | Buffer,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(content)
}

/** Sends bytes for ever, as fast as they are taken. */
export const endless: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const piece = Buffer.alloc(1 << 20, 'x')
  const more = (): void => {
    while (!response.destroyed && response.write(piece));
  }
  response.on('drain', more)
  more()
}

/** A small body that unpacks to a hundred megabytes. */
export const bomb: Handler = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
  const gzip = createGzip()
  gzip.pipe(response)
  for (let megabytes = 0; megabytes < 100; megabytes++) gzip.write(Buffer.alloc(1 << 20))
  gzip.end()
}

/** Refuses the first so many times, with a status and headers, then answers as usual. */
export function refuseFirst(
  times: number,
  status: number,
  headers: Record<string, string>,
  then: Handler,
): Handler {
  let left = times
  return (request, response) => {
    if (left-- > 0) send(response, status, 'later', { 'content-type': 'text/plain', ...headers })
    else then(request, response)
  }
}

export async function playWestminster(): Promise<Westminster> {
  const hits: string[] = []
  const items = new Map<string, Record<string, unknown>>()
  const questions = new Map<number, Record<string, unknown>>()
  const handlers = new Map<string, Handler>()

  const json = (request: IncomingMessage, response: ServerResponse, value: unknown): void => {
    const text = JSON.stringify(value)
    const etag = `"${createHash('sha1').update(text).digest('hex')}"`
    if (request.headers['if-none-match'] === etag) response.writeHead(304, { etag }).end()
    else send(response, 200, text, { etag })
  }
  /** Three rows a page, whatever was asked for. */
  const page = <T>(all: readonly T[], from: number): readonly T[] => all.slice(from, from + 3)
  const usual: Handler = (request, response) => {
    const url = new URL(request.url ?? '/', 'http://westminster')
    if (url.pathname === '/robots.txt')
      return send(response, 200, 'User-agent: *\nDisallow: /search/all\n', { 'content-type': 'text/plain' })
    if (url.pathname === '/api/search.json') {
      const start = Number(url.searchParams.get('start') ?? 0)
      const rows = [...items].map(([link, { title, content_id, document_type }]) => ({
        link,
        title,
        content_id,
        content_store_document_type: document_type,
        index: 'government',
        es_score: null,
        _id: link,
      }))
      return json(request, response, {
        results: page(rows, start),
        total: rows.length,
        start,
        aggregates: {},
        suggested_queries: [],
      })
    }
    const item = items.get(url.pathname.replace(/^\/api\/content/, ''))
    if (item) return json(request, response, item)
    const list = '/api/writtenquestions/questions'
    if (url.pathname === list) {
      const skip = Number(url.searchParams.get('skip') ?? 0)
      // In lists the text is cut, and paragraphs run together.
      const rows = [...questions.values()].map((value) => ({
        value: {
          ...value,
          askingMember: null,
          answeringMember: null,
          answerText: 'We work with charities.They...',
          // The command asks for the days up to today, whenever the tests run.
          dateAnswered: `${url.searchParams.get('answeredWhenTo')}T00:00:00`,
        },
        links: [{ rel: 'self', href: `/Questions/${value.id}`, method: 'GET' }],
      }))
      const inTime = url.searchParams.has('answeredWhenFrom') ? rows : []
      return json(request, response, { totalResults: inTime.length, results: page(inTime, skip) })
    }
    const value = questions.get(Number(/^\/api\/writtenquestions\/questions\/(\d+)$/.exec(url.pathname)?.[1]))
    if (value) return json(request, response, { value, links: [] })
    send(response, 404, '<h1>Page not found</h1>', { 'content-type': 'text/html' })
  }

  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    hits.push(path)
    const handler = handlers.get(path.replace(/\?.*$/, ''))
    ;(handler ?? usual)(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ hits, items, questions },
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
