// May this agent read that address, by the site's robots.txt (RFC 9309)?
import { createRequire } from 'node:module'

type Parsed = {
  isAllowed: (url: string, agent?: string) => boolean | undefined
  getCrawlDelay: (agent?: string) => number | undefined
}
// The package's types describe a default export that its CommonJS file does not have.
const parseRobots = createRequire(import.meta.url)('robots-parser') as (url: string, text: string) => Parsed

/** The name sites may use for us in robots.txt. */
export const PRODUCT = 'WordsVsDeeds'

/** RFC 9309, 2.5: at least 500 kibibytes are parsed; the rest of a longer file is ignored. */
const MOST_BYTES = 500 * 1024
/** RFC 9309, 2.4: a cached copy is not used for more than a day. */
export const ROBOTS_LIFETIME_MS = 24 * 3600 * 1000

/** What a site's robots.txt says. `delay` is its crawl delay in seconds, or null (not in the RFC, honoured anyway). */
export type Robots = {
  readonly allows: (url: string) => boolean
  readonly delay: number | null
  /** Why everything is refused, when it is. */
  readonly why: string | null
}

/** How a request for robots.txt ended: its status and text, or the reason there was no answer. */
export type RobotsAnswer =
  | { readonly status: number; readonly text: string }
  | { readonly status: null; readonly why: string }

/**
 * The rules of one origin. No file (4xx) allows everything; a server in trouble (5xx, no answer) or one that asks us
 * to slow down (429) forbids everything until it is read again.
 */
export function robotsRules(origin: string, answer: RobotsAnswer): Robots {
  const closed = (why: string): Robots => ({ allows: () => false, delay: null, why })
  if (answer.status === null) return closed(`${origin}/robots.txt could not be read (${answer.why})`)
  if (answer.status === 429 || answer.status >= 500)
    return closed(`${origin}/robots.txt answered ${answer.status}`)
  if (answer.status < 200 || answer.status >= 300) return { allows: () => true, delay: null, why: null }
  const rules = parseRobots(`${origin}/robots.txt`, tidy(answer.text))
  const delay = rules.getCrawlDelay(PRODUCT)
  return {
    allows: (url) => {
      const path = decodeUnreserved(new URL(url).pathname)
      if (path === '/robots.txt') return true
      const search = decodeUnreserved(new URL(url).search)
      return rules.isAllowed(`${origin}${path}${search}`, PRODUCT) !== false
    },
    delay: typeof delay === 'number' && Number.isFinite(delay) && delay > 0 ? delay : null,
    why: null,
  }
}

/**
 * Leaves only lines that say something to a crawler, written the way the library compares them. It would otherwise
 * end a group at a `Sitemap` line between two `User-agent` lines, and take `WordsVsDeeds bot` for another agent.
 */
function tidy(text: string): string {
  const lines: string[] = []
  for (const raw of text
    .slice(0, MOST_BYTES)
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)) {
    const line = raw.replace(/#.*$/, '').trim()
    const match = /^(user-agent|allow|disallow|crawl-delay)\s*:\s*(.*)$/i.exec(line)
    const field = match?.[1]?.toLowerCase()
    const value = match?.[2] ?? ''
    if (field === 'user-agent') {
      const token = value.startsWith('*') ? '*' : /^[A-Za-z_-]*/.exec(value)?.[0]
      lines.push(`user-agent: ${token || 'nobody'}`)
    } else if (field === 'allow' || field === 'disallow') lines.push(`${field}: ${decodeUnreserved(value)}`)
    else if (field) lines.push(`${field}: ${value}`)
  }
  // A group that ends the file without a rule allows everything; the library would not see it.
  if (lines.at(-1)?.startsWith('user-agent')) lines.push('allow:')
  return lines.join('\n')
}

/** RFC 9309, 2.2.2: `%61` and `a` are the same octet. Reserved ones keep their escape: `%2F` is not a slash. */
function decodeUnreserved(path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (octet, hex: string) => {
    const letter = String.fromCharCode(Number.parseInt(hex, 16))
    return /[A-Za-z0-9._~-]/.test(letter) ? letter : octet.toUpperCase()
  })
}
