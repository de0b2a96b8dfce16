// How many answers may one reader have made in a minute?
//
// Only answers that must be made count; those that are ready are free. Readers on the machine itself or in its private
// network are not limited: that is where a proxy stands, and it sends everybody's requests from one address.
import ipaddr from 'ipaddr.js'

export const PER_MINUTE = 300
const WINDOW_MS = 60_000
/** Addresses kept; beyond it the longest known is forgotten. */
const MOST_ADDRESSES = 20_000

export interface Allowance {
  readonly allowed: boolean
  readonly headers: Readonly<Record<string, string>>
}

/** Counts by address, in windows of a minute. Gives null for a reader who is not limited. */
export function makeLimiter(perMinute = PER_MINUTE, now: () => number = Date.now) {
  const windows = new Map<string, { start: number; used: number }>()
  return (address: string | undefined): Allowance | null => {
    if (address === undefined || ipaddr.process(address).range() !== 'unicast') return null
    const time = now()
    const key = networkOf(address)
    let window = windows.get(key)
    if (window === undefined || time - window.start >= WINDOW_MS) {
      windows.delete(key)
      window = { start: time, used: 0 }
      windows.set(key, window)
      if (windows.size > MOST_ADDRESSES) windows.delete(windows.keys().next().value ?? key)
    }
    window.used += 1
    const left = Math.max(0, perMinute - window.used)
    const seconds = Math.ceil((window.start + WINDOW_MS - time) / 1000)
    const allowed = window.used <= perMinute
    return {
      allowed,
      headers: {
        'RateLimit-Policy': `"made";q=${perMinute};w=${WINDOW_MS / 1000}`,
        RateLimit: `"made";r=${left};t=${seconds}`,
        ...(allowed ? {} : { 'Retry-After': String(seconds) }),
      },
    }
  }
}

/** An IPv6 reader commonly holds a whole /64: it counts as one. */
function networkOf(address: string): string {
  const found = ipaddr.process(address)
  return found.kind() === 'ipv6'
    ? ipaddr.parse(found.toString()).toByteArray().slice(0, 8).join(':')
    : found.toString()
}
