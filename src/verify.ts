// Does a feed say what the rule says?
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type Difference, recompute } from './domain/feed-item.ts'
import { itemDigest } from './web/feed.ts'

/** What a verification found. `differences` is empty when every verdict is what the rule gives. */
export interface Verification {
  readonly items: number
  readonly verdicts: number
  readonly differences: readonly Difference[]
}

/** The feed cannot be read at all. */
export class UnreadableFeedError extends Error {
  override readonly name = 'UnreadableFeedError'
}

const feedSchema = z.looseObject({
  version: z.string().startsWith('https://jsonfeed.org/version/'),
  next_url: z.string().optional(),
  items: z.array(
    z.looseObject({ id: z.string(), _words_vs_deeds: z.looseObject({ digest: z.string().optional() }) }),
  ),
})

/** Larger feeds than this are refused. */
const MOST_BYTES = 256 * 1024 * 1024

async function readText(from: string): Promise<string> {
  try {
    if (!/^https?:\/\//.test(from)) return await readFile(from, 'utf8')
    const response = await fetch(from, { signal: AbortSignal.timeout(60_000) })
    if (!response.ok) throw new Error(`expected status 200, got ${response.status}`)
    const text = await response.text()
    if (text.length > MOST_BYTES) throw new Error(`expected at most ${MOST_BYTES} bytes, got ${text.length}`)
    return text
  } catch (cause) {
    const reason =
      cause instanceof Error ? (cause.cause instanceof Error ? cause.cause.message : cause.message) : ''
    throw new UnreadableFeedError(`${from}: expected a feed that can be read, got: ${reason}`, { cause })
  }
}

/** More pages than this are a feed that goes round in a circle. */
const MOST_PAGES = 10_000

/**
 * Recomputes every verdict in the feed at a path or address. Of an address the pages that follow are read too, from the
 * same host, so that a mirror is checked and not what it mirrors; a file is checked alone. Throws an
 * UnreadableFeedError for what is no feed.
 */
export async function verifyFeed(from: string): Promise<Verification> {
  const seen = new Set<string>()
  let found: Verification = { items: 0, verdicts: 0, differences: [] }
  for (let next: string | undefined = from; next !== undefined; ) {
    if (seen.has(next) || seen.size >= MOST_PAGES)
      throw new UnreadableFeedError(`${from}: expected pages that end, got ${next} again or too many`)
    seen.add(next)
    const page = await verifyPage(next)
    found = {
      items: found.items + page.items,
      verdicts: found.verdicts + page.verdicts,
      differences: [...found.differences, ...page.differences],
    }
    next = page.next === undefined ? undefined : onSameHost(from, page.next)
  }
  return found
}

function onSameHost(from: string, next: string): string | undefined {
  if (!/^https?:/.test(from)) return undefined
  if (!URL.canParse(next, from))
    throw new UnreadableFeedError(`${from}: expected next_url to be an address, got ${JSON.stringify(next)}`)
  const { pathname, search } = new URL(next, from)
  return new URL(`${pathname}${search}`, from).href
}

async function verifyPage(from: string): Promise<Verification & { readonly next: string | undefined }> {
  const text = await readText(from)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UnreadableFeedError(`${from}: expected JSON, got something else (${reason})`, { cause })
  }
  const parsed = feedSchema.safeParse(json)
  if (!parsed.success) {
    const reason = z.prettifyError(parsed.error)
    throw new UnreadableFeedError(
      `${from}: expected a JSON Feed with items that carry _words_vs_deeds, got:\n${reason}`,
    )
  }
  const { items, next_url: next } = json as z.infer<typeof feedSchema> // as it stands in the file: a digest hangs on the order of keys
  let verdicts = 0
  const differences: Difference[] = []
  for (const item of items) {
    try {
      const found = recompute(item._words_vs_deeds)
      verdicts += found.claims.length
      differences.push(...found.differences)
      const { digest } = item._words_vs_deeds
      const again = itemDigest(item)
      if (digest !== undefined && digest !== again && found.differences.length === 0) {
        differences.push({
          claim: item.id,
          part: '_words_vs_deeds.digest',
          stated: digest,
          recomputed: again,
        })
      }
    } catch (error) {
      const got = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
      differences.push({
        claim: item.id,
        part: '',
        stated: 'an item of the documented shape',
        recomputed: got,
      })
    }
  }
  return { items: items.length, verdicts, differences, next }
}
