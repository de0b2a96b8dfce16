// How is a WebSub hub told that feeds have changed?
//
// W3C WebSub leaves this to publisher and hub; what hubs take is a form with `hub.mode=publish` and the address of the
// topic, as `hub.url` (PubSubHubbub 0.4) and, for some, as `hub.topic`. One short POST for each topic, one after another, by
// the rules of everything that this machine sends: a named contact, no private address but the one the operator named, a
// limit on time and bytes, no redirect followed. A hub that fails is not asked again until the next change: subscribers
// also poll.
import { explain } from './errors.ts'
import { exchange, type Limits } from './exchange.ts'
import type { Wire } from './fetcher.ts'
import { checkedUrl } from './guard.ts'

/** Hubs answer at once, with an empty body: fetching the topic is their own affair. */
const HUB_LIMITS: Limits = { bytes: 64_000, time: 10_000, redirects: 0 }

export interface Told {
  readonly topic: string
  /** Null when the hub took it. */
  readonly error: string | null
}

/** Tells the hub of each topic. Never throws: what went wrong is in the answer. `stopped` is asked before each. */
export async function tellHub(
  hub: string,
  topics: readonly string[],
  { agent, userAgent, trusted }: Pick<Wire, 'agent' | 'userAgent' | 'trusted'>,
  stopped: () => boolean = () => false,
): Promise<Told[]> {
  const told: Told[] = []
  for (const topic of topics) {
    if (stopped()) break
    told.push({ topic, error: await publish(topic) })
  }
  return told

  async function publish(topic: string): Promise<string | null> {
    try {
      const post = new URLSearchParams({
        'hub.mode': 'publish',
        'hub.url': topic,
        'hub.topic': topic,
      }).toString()
      const headers = { 'user-agent': userAgent, 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await exchange(checkedUrl(hub, trusted), headers, HUB_LIMITS, agent, { post })
      if (answer.status === null) return explain(answer.error)
      if (answer.truncated !== null)
        return `expected a short answer, got one that was cut (${answer.truncated})`
      return answer.status >= 200 && answer.status < 300
        ? null
        : `expected a status of 2xx, got ${answer.status}`
    } catch (error) {
      return explain(error)
    }
  }
}
