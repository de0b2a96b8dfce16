// What is at that address now? Found, gone, blocked or failed, asked politely, and kept before anyone reads it.
import type { Dispatcher } from 'undici'
import type { Archive } from './captures.ts'
import type { Entry } from './cdxj.ts'
import { challengeIn } from './challenge.ts'
import { explain, NoContactError, RefusedAddressError } from './errors.ts'
import { type Answered, exchange, type HeaderList, headerOf, type Limits } from './exchange.ts'
import { checkedUrl, guardedAgent } from './guard.ts'
import { readLocal } from './local.ts'
import { backoff, makePacer, type Pacer, realWorld, retryAfter, type World } from './pace.ts'
import { PRODUCT, ROBOTS_LIFETIME_MS, type Robots, type RobotsAnswer, robotsRules } from './robots.ts'
import { digestOf } from './warc.ts'

/** A page as it was found. `body` is decompressed; `unchanged` when the bytes are those of the capture before. */
export type Found = {
  readonly answer: 'found'
  /** The address that was asked for, as the scraper wrote it. */
  readonly address: string
  /** Where redirects led; `address` when there were none. */
  readonly finalAddress: string
  readonly entry: Entry
  readonly headers: HeaderList
  readonly body: Uint8Array
  readonly unchanged: boolean
}

/**
 * Four answers, never merged. Only `found` and `gone` may change a record. `scope: 'host'` means that the host is not
 * asked again in this run. `entry` is the capture that shows it, null when nothing came back.
 */
export type Fetched =
  | Found
  | { readonly answer: 'gone'; readonly address: string; readonly entry: Entry }
  | {
      readonly answer: 'blocked'
      readonly address: string
      readonly why: string
      readonly scope: 'address' | 'host'
      readonly entry: Entry | null
    }
  | {
      readonly answer: 'failed'
      readonly address: string
      readonly why: string
      readonly entry: Entry | null
    }

export type Retry = {
  /** Tries after the first. */
  readonly times: number
  /** Milliseconds before the first retry; doubles each time, plus up to half by chance. */
  readonly base: number
  /** The longest single wait. A server that asks for more is left alone until then instead. */
  readonly most: number
}

/** Three more tries over about 15 s ride out a restart; two minutes is what a run may wait for one page. */
export const RETRY: Retry = { times: 3, base: 2_000, most: 120_000 }

/** What all sources share: one connection a host, one queue a host, each robots.txt read once a day. */
export type Wire = {
  readonly agent: Dispatcher
  readonly pacer: Pacer
  readonly userAgent: string
  readonly trusted: ReadonlySet<string>
  readonly robots: Map<string, { readonly until: number; readonly rules: Promise<Robots> }>
  readonly world: World
  readonly close: () => Promise<void>
}

/**
 * @param contact an e-mail or web address that reaches whoever runs this.
 * @param trusted origins the operator named as base addresses; they may be private.
 * @throws NoContactError without a contact: nothing is fetched anonymously.
 */
export function makeWire(
  contact: string,
  trusted: readonly string[] = [],
  version = '0.1.0',
  world: World = realWorld,
): Wire {
  const reach = contact.trim()
  if (!/@|^https?:\/\//.test(reach) || /[\r\n()]/.test(reach))
    throw new NoContactError(
      'expected an e-mail or web address to put in the user agent; nothing is fetched without one',
    )
  const origins = new Set(
    trusted
      .map((address) => new URL(address))
      .flatMap((url) => (url.protocol === 'file:' ? [] : [url.origin])),
  )
  const agent = guardedAgent(origins)
  return {
    agent,
    pacer: makePacer(world),
    userAgent: `${PRODUCT}/${version} (public-interest research; +${reach})`,
    trusted: origins,
    robots: new Map(),
    world,
    close: () => agent.destroy(),
  }
}

export type FetcherOptions = {
  readonly archive: Archive
  readonly run: string
  /** Milliseconds between an answer and the next request to the same host. */
  readonly gap: number
  readonly limits: Limits
  readonly retry: Retry
  /** The scraper's own base address and the one the operator put in its place. */
  readonly mirror: { readonly base: string; readonly instead: string } | null
  /** Statuses by which this host says that it is asked too fast, beside 429, 503 and 504. */
  readonly busy?: readonly number[]
  /** What has to be posted to get the answer an address names; null for what is simply fetched. */
  readonly post?: (url: URL) => Post | null
  /** The key that a service wants, as headers, by the address that is asked; none for any other host. */
  readonly key?: (url: URL) => Readonly<Record<string, string>>
  /** For pages too large to hold: the file that large bodies go to. It is written over by the next fetch. */
  readonly spool?: string
  /** When the run before this one was cut short: what it had captured since is not asked for again. ISO 8601 or null. */
  readonly resume: string | null
}

/** A folder on this machine has no robots.txt to ask. */
const OPEN: Robots = { allows: () => true, delay: null, why: null }

export type Fetcher = {
  readonly fetch: (address: string) => Promise<Fetched>
  /** So far, robots.txt included. Bytes are those kept, after decompression. */
  readonly totals: () => { readonly requests: number; readonly bytes: number }
}

/** A question that is posted. `url` is the service's own address; the address that names the question is another. */
export type Post = {
  readonly url: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

type Hop =
  | {
      readonly kind: 'answer'
      readonly answer: Answered
      readonly entry: Entry
    }
  | { readonly kind: 'failed'; readonly why: string; readonly entry: Entry | null }

/** The fetcher of one run of one source. */
export function makeFetcher(wire: Wire, options: FetcherOptions): Fetcher {
  const { archive, run, limits, retry, mirror } = options
  const { world, pacer } = wire
  const trusted: ReadonlySet<string> = new Set(
    mirror && !mirror.instead.startsWith('file:') ? [new URL(mirror.instead).origin] : [],
  )
  const busy = [429, 503, 504, ...(options.busy ?? [])]
  const stopped = new Map<string, string>()
  let requests = 0
  let bytes = 0

  const onWire = (address: string): string =>
    mirror && address.startsWith(mirror.base) ? mirror.instead + address.slice(mirror.base.length) : address
  const asWritten = (url: string): string =>
    mirror && url.startsWith(mirror.instead) ? mirror.base + url.slice(mirror.instead.length) : url

  const inMirror = (url: string): boolean =>
    mirror?.instead.startsWith('file:') === true && url.startsWith(mirror.instead)

  /** One request, kept. Null status: nothing came back. */
  async function ask(url: URL, conditional: Entry | null, most: Limits, post: Post | null = null) {
    const time = new Date(world.now()).toISOString()
    const headers: Record<string, string> = { 'user-agent': wire.userAgent, accept: '*/*' }
    const local = url.protocol === 'file:' && mirror
    if (conditional?.etag && !post) headers['if-none-match'] = conditional.etag
    if (conditional?.lastModified && !post) headers['if-modified-since'] = conditional.lastModified
    requests += 1
    const answer = local
      ? await readLocal(url, mirror.instead, most)
      : await exchange(
          post ? new URL(onWire(post.url)) : url,
          { ...headers, ...options.key?.(new URL(asWritten(url.href))), ...post?.headers },
          most,
          wire.agent,
          { post: post?.body, spool: options.spool },
        )
    if (answer.status === null) return { answer, entry: null }
    const { status, statusText, body, truncated, spooled } = answer
    bytes += spooled?.size ?? body.length
    const digest = status === 304 && conditional ? conditional.digest : (spooled?.digest ?? digestOf(body))
    const kept = {
      url: local ? asWritten(url.href) : url.href,
      address: asWritten(url.href),
      time,
      status,
      statusText,
      headers: answer.headers,
    }
    return {
      answer,
      entry: await archive.keep({ ...kept, body, digest, truncated, run, ...(spooled ? { spooled } : {}) }),
    }
  }

  /** One hop with its retries, in one turn of the host's queue: a host that asked for patience gets silence. */
  async function hop(url: URL, conditional: Entry | null): Promise<Hop> {
    let last: Hop = { kind: 'failed', why: 'not asked', entry: null }
    for (let attempt = 0; attempt <= retry.times; attempt++) {
      const resting = pacer.restingUntil(url.host)
      if (resting !== null && resting - world.now() > retry.most)
        return {
          kind: 'failed',
          why: `${url.host} asked for no requests before ${new Date(resting).toISOString()}`,
          entry: last.kind === 'failed' ? last.entry : null,
        }
      if (resting !== null) await world.sleep(resting - world.now())
      const post = options.post?.(new URL(asWritten(url.href))) ?? null
      const { answer, entry } = await ask(url, conditional, limits, post)
      if (answer.status === null || entry === null) {
        const why = answer.error ? explain(answer.error) : 'no answer'
        last = { kind: 'failed', why, entry: null }
        if (answer.status === null && answer.refused) return last
        if (answer.error?.name === 'ResponseLimitError') return last
      } else if (answer.truncated) {
        last = { kind: 'failed', why: explain(answer.error), entry }
        if (answer.truncated !== 'disconnect') return last
      } else if (!busy.includes(answer.status)) {
        return { kind: 'answer', answer, entry }
      } else {
        if (challengeIn(answer.status, answer.headers, answer.body)) return { kind: 'answer', answer, entry }
        last = { kind: 'failed', why: `${url.host} answered ${answer.status}`, entry }
        if (answer.status === 429 || options.busy?.includes(answer.status)) pacer.slowDown(url.host)
        const asked = retryAfter(headerOf(answer.headers, 'retry-after'), world.now())
        if (asked !== null) {
          // A little after the time asked for, so that clients turned away together do not return together.
          pacer.rest(url.host, world.now() + asked + Math.round(world.random() * Math.min(1_000, asked / 10)))
          continue
        }
      }
      if (attempt < retry.times) await world.sleep(backoff(attempt + 1, retry.base, retry.most, world.random))
    }
    return last.kind === 'failed' ? { ...last, why: `${last.why} (${retry.times + 1} tries)` } : last
  }

  const readable = (entry: Entry): Promise<boolean> =>
    (options.spool ? archive.unpack(entry, options.spool) : archive.read(entry)).then(Boolean, () => false)

  /** What an interrupted run had already been told about this address. */
  async function resumed(address: string): Promise<Hop | null> {
    const entry = options.resume ? archive.since(address, options.resume) : null
    const whole =
      entry && !entry.truncated && (entry.status < 400 || entry.status === 404 || entry.status === 410)
    if (!whole || !(await readable(entry))) return null
    const { body, headers } = options.spool
      ? await archive.unpack(entry, options.spool)
      : await archive.read(entry)
    const answer = { status: entry.status, statusText: '', headers, body, truncated: null, error: null }
    return { kind: 'answer', answer, entry }
  }

  async function robotsOf(origin: string): Promise<Robots> {
    const cached = wire.robots.get(origin)
    if (cached && cached.until > world.now()) return cached.rules
    const rules = readRobots(origin)
    wire.robots.set(origin, { until: world.now() + ROBOTS_LIFETIME_MS, rules })
    // What could not be read is asked for again after ten minutes, not after a day.
    const known = await rules
    if (known.why) wire.robots.set(origin, { until: world.now() + 600_000, rules })
    return known
  }

  async function readRobots(origin: string): Promise<Robots> {
    const closed = (why: string) => robotsRules(origin, { status: null, why })
    let url = new URL('/robots.txt', origin)
    for (let redirects = 0; redirects <= limits.redirects; redirects++) {
      let result: Awaited<ReturnType<typeof ask>>
      try {
        const checked = checkedUrl(url.href, trusted)
        result = await pacer.turn(checked.host, options.gap, () =>
          ask(checked, null, { ...limits, bytes: 512_000 }),
        )
      } catch (error) {
        if (error instanceof RefusedAddressError) return closed(error.message)
        throw error
      }
      const { answer } = result
      if (answer.status === null) return closed(explain(answer.error))
      const challenge = challengeIn(answer.status, answer.headers, answer.body)
      if (challenge) return closed(challenge)
      const next = redirectOf(answer, url)
      if (!next) {
        const reply: RobotsAnswer = { status: answer.status, text: Buffer.from(answer.body).toString('utf8') }
        return robotsRules(origin, reply)
      }
      url = next
    }
    return robotsRules(origin, { status: 404, text: '' })
  }

  async function fetch(address: string): Promise<Fetched> {
    const failed = (why: string, entry: Entry | null = null): Fetched => ({
      answer: 'failed',
      address,
      why,
      entry,
    })
    const seen = new Set<string>()
    let current = onWire(address)
    for (let redirects = 0; ; redirects++) {
      let url: URL
      try {
        url = inMirror(current) ? new URL(current) : checkedUrl(current, trusted)
      } catch (error) {
        return failed(explain(error))
      }
      url.hash = ''
      if (seen.has(url.href)) return failed(`${url.href}: redirects in a circle`)
      if (redirects > limits.redirects)
        return failed(`more than ${limits.redirects} redirects, the last to ${url.href}`)
      seen.add(url.href)
      const earlier = stopped.get(url.host)
      if (earlier)
        return {
          answer: 'blocked',
          address,
          why: `${earlier}; not asked again in this run`,
          scope: 'host',
          entry: null,
        }
      const before = archive.found(asWritten(url.href))
      let result = await resumed(asWritten(url.href))
      if (!result) {
        const robots = url.protocol === 'file:' ? OPEN : await robotsOf(url.origin)
        if (robots.why) return failed(robots.why)
        if (!robots.allows(url.href)) {
          const why = `${url.origin}/robots.txt disallows ${url.pathname}`
          return { answer: 'blocked', address, why, scope: 'address', entry: null }
        }
        const gap = Math.max(options.gap, Math.min(60, robots.delay ?? 0) * 1000)
        result = await pacer.turn(url.host, gap, () => hop(url, before))
        if (result.kind === 'answer' && result.answer.status === 304 && !(await readable(result.entry)))
          // The copy that the server calls current is lost or damaged here: ask for the whole again.
          result = await pacer.turn(url.host, gap, () => hop(url, null))
      }
      if (result.kind === 'failed') return failed(result.why, result.entry)
      const { answer, entry } = result
      const next = redirectOf(answer, url)
      if (next) {
        current = next.href
        continue
      }
      const why = blockIn(answer)
      if (why) {
        const scope = why.host ? 'host' : 'address'
        if (why.host) stopped.set(url.host, `${url.host} blocked us: ${why.text}`)
        return { answer: 'blocked', address, why: why.text, scope, entry }
      }
      if (answer.status === 404 || answer.status === 410) return { answer: 'gone', address, entry }
      if (answer.status !== 200 && answer.status !== 304 && answer.status !== 203)
        return failed(`answered ${answer.status}`, entry)
      const read = options.spool ? await archive.unpack(entry, options.spool) : await archive.read(entry)
      // 304 can confirm a page that was a challenge when it was captured.
      const stale = answer.status === 304 ? challengeIn(200, read.headers, read.body) : null
      if (stale) return { answer: 'blocked', address, why: stale, scope: 'address', entry }
      const unchanged = before !== null && before.digest === entry.digest
      return {
        answer: 'found',
        address,
        finalAddress: asWritten(url.href),
        entry,
        headers: read.headers,
        body: read.body,
        unchanged,
      }
    }
  }

  return { fetch, totals: () => ({ requests, bytes }) }
}

/** Where an answer sends its reader, or null when it does not. */
function redirectOf(answer: Answered, from: URL): URL | null {
  const to = headerOf(answer.headers, 'location')
  if (![301, 302, 303, 307, 308].includes(answer.status) || !to) return null
  // Location is bytes; sites send UTF-8 where ASCII is due.
  const text = Buffer.from(to, 'latin1').toString('utf8')
  return URL.canParse(text, from.href) ? new URL(text, from) : null
}

/** Why an answer is a block; `host` when the whole host is left alone for the rest of the run. */
function blockIn(answer: Answered): { readonly text: string; readonly host: boolean } | null {
  const challenge = challengeIn(answer.status, answer.headers, answer.body)
  if (challenge) return { text: challenge, host: true }
  if (answer.status === 403) return { text: 'answered 403', host: true }
  if ([401, 407, 451].includes(answer.status)) return { text: `answered ${answer.status}`, host: false }
  return null
}
