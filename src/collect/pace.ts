// When may the next request to this host go out? One at a time, and no sooner than the pace allows.

/** The clock, sleep and chance of everything that waits; tests pass their own. */
export type World = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly sleep: (milliseconds: number) => Promise<void>
  /** At least 0, below 1. */
  readonly random: () => number
}

export const realWorld: World = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
  random: () => Math.random(),
}

/** One queue per host, shared by every source that reads it. */
export type Pacer = {
  /**
   * Runs `work` when nothing else is talking to the host and `gap` milliseconds have passed since the last answer.
   * Whatever `work` waits for (a retry, say) keeps the host quiet.
   */
  readonly turn: <T>(host: string, gap: number, work: () => Promise<T>) => Promise<T>
  /** The host asked for silence until then (milliseconds since 1970). Later requests of any source see it. */
  readonly rest: (host: string, until: number) => void
  /** When the host's rest ends, or null when it did not ask for one. */
  readonly restingUntil: (host: string) => number | null
  /** Doubles the gap for a host that says it is asked too fast, eight times the asked pace at most. */
  readonly slowDown: (host: string) => void
}

export function makePacer(world: World = realWorld): Pacer {
  type Host = { tail: Promise<unknown>; free: number; rest: number; slow: number }
  const hosts = new Map<string, Host>()
  const of = (name: string): Host => {
    const known = hosts.get(name)
    if (known) return known
    const host = { tail: Promise.resolve(), free: 0, rest: 0, slow: 1 }
    hosts.set(name, host)
    return host
  }
  return {
    turn: (name, gap, work) => {
      const host = of(name)
      const mine = host.tail.then(async () => {
        const wait = host.free + gap * host.slow - world.now()
        if (host.free > 0 && wait > 0) await world.sleep(wait)
        try {
          return await work()
        } finally {
          host.free = world.now()
        }
      })
      host.tail = mine.catch(() => undefined)
      return mine
    },
    rest: (name, until) => {
      const host = of(name)
      host.rest = Math.max(host.rest, until)
    },
    restingUntil: (name) => {
      const until = hosts.get(name)?.rest ?? 0
      return until > world.now() ? until : null
    },
    slowDown: (name) => {
      const host = of(name)
      host.slow = Math.min(8, host.slow * 2)
    },
  }
}

/**
 * How long a server asks us to wait, in milliseconds, by its Retry-After header: seconds or an HTTP date. Null when
 * there is none or it cannot be read; 0 when the date is past.
 */
export function retryAfter(header: string | undefined, now: number): number | null {
  const value = header?.trim()
  if (!value) return null
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000
  if (!/^[A-Za-z]{3,9},/.test(value)) return null
  const date = Date.parse(value)
  return Number.isNaN(date) ? null : Math.max(0, date - now)
}

/** How long to wait before try number `attempt` (1 is the first retry): doubling from `base`, with up to half as much again by chance. */
export function backoff(attempt: number, base: number, most: number, random: () => number): number {
  const plain = Math.min(most, base * 2 ** (attempt - 1))
  return Math.min(most, Math.round(plain * (1 + random() / 2)))
}
