// Is a hub told of each feed by the rules of everything that is sent, and is a bad hub no more than a line in the log?
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { makeWire, type Wire } from '../../src/collect/fetcher.ts'
import { tellHub } from '../../src/collect/hub.ts'

interface Post {
  readonly method: string
  readonly type: string
  readonly agent: string
  readonly form: Record<string, string>
}

let server: Server
let hub: string
let answer: (response: ServerResponse, post: Post) => void
const posts: Post[] = []
const wires: Wire[] = []
const wire = (trusted: readonly string[]): Wire => {
  const made = makeWire('editor@example.org', trusted)
  wires.push(made)
  return made
}

const read = async (request: IncomingMessage): Promise<Post> => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return {
    method: request.method ?? '',
    type: request.headers['content-type'] ?? '',
    agent: request.headers['user-agent'] ?? '',
    form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
  }
}

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const post = await read(request)
    posts.push(post)
    answer(response, post)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hub`
})
afterEach(async () => {
  posts.length = 0
  await Promise.all(wires.splice(0).map((one) => one.close()))
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const TOPICS = ['https://wvd.example/feed.json', 'https://wvd.example/gaps/feed.json']

describe('a hub', () => {
  it('is told of each topic by a form, with the contact of whoever runs this', async () => {
    answer = (response) => response.writeHead(204).end()
    expect(await tellHub(hub, TOPICS, wire([hub]))).toEqual(TOPICS.map((topic) => ({ topic, error: null })))
    expect(posts.map(({ form }) => form)).toEqual(
      TOPICS.map((topic) => ({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic })),
    )
    for (const { method, type, agent } of posts) {
      expect([method, type]).toEqual(['POST', 'application/x-www-form-urlencoded'])
      expect(agent).toContain('+editor@example.org')
    }
  })

  it('that fails for one topic is told of the next all the same', async () => {
    answer = (response, { form }) => response.writeHead(form['hub.url'] === TOPICS[0] ? 500 : 202).end()
    expect((await tellHub(hub, TOPICS, wire([hub]))).map(({ error }) => error)).toEqual([
      'expected a status of 2xx, got 500',
      null,
    ])
  })

  it('that sends on elsewhere is not followed', async () => {
    answer = (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()
    const [first] = await tellHub(hub, TOPICS.slice(0, 1), wire([hub]))
    expect(first?.error).toBe('expected a status of 2xx, got 307')
    expect(posts).toHaveLength(1)
  })

  it('that never stops talking is cut short', async () => {
    answer = (response) => {
      response.writeHead(200)
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
    const [first] = await tellHub(hub, TOPICS.slice(0, 1), wire([hub]))
    expect(first?.error).toMatch(/^expected a short answer/)
  })

  it('at a private address that nobody named is not spoken to', async () => {
    answer = (response) => response.writeHead(204).end()
    const [first] = await tellHub(hub, TOPICS.slice(0, 1), wire([]))
    expect(first?.error).toContain('not a public address')
    expect(posts).toHaveLength(0)
  })

  it('is left alone once the server is closing', async () => {
    answer = (response) => response.writeHead(204).end()
    expect(await tellHub(hub, TOPICS, wire([hub]), () => posts.length === 1)).toHaveLength(1)
  })

  it('that is not there is said to be so', async () => {
    const [first] = await tellHub('http://127.0.0.1:9/hub', TOPICS.slice(0, 1), wire(['http://127.0.0.1:9']))
    expect(first?.error).toMatch(/\S/)
  })
})
