// Does a feed or an export say what the rule says, and is every byte of it as it was published?
import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { UnreadableError } from './errors.ts'
import { checkItem, digestDiffers, type Found, sha256 } from './item.ts'
import { isObject } from './shape.ts'
import { unzip } from './zip.ts'

/** What a verification found. `differences` is empty when all is as the rule and the digests say. */
export interface Verification {
  readonly items: number
  readonly verdicts: number
  readonly differences: readonly Found[]
}

/** Larger feeds and archives than this are refused. */
const MOST_BYTES = 256 * 1024 * 1024
/** More pages than this are a feed that goes round in a circle. */
const MOST_PAGES = 10_000
/** In a folder or an archive: the items, one on a line, and the digests of all files, as `sha256sum` writes them. */
const ITEMS = 'items.jsonl'
const SUMS = 'SHA256SUMS'

/**
 * Verifies the feed at an address, with the pages that follow on the same host, so that a mirror is checked and not what
 * it mirrors; or a file: a page of a feed, items.jsonl, a zip of the data; or the folder of an export. Throws an
 * UnreadableError for what is none of them.
 */
export async function verify(from: string): Promise<Verification> {
  if (/^https?:\/\//.test(from)) return verifyAddress(from)
  if ((await look(from)).isDirectory()) return verifyFiles(await readFolder(from), from)
  return verifyBytes(await readBytes(from, () => readFile(from)), from)
}

async function verifyAddress(from: string): Promise<Verification> {
  const seen = new Set<string>()
  let found: Verification = { items: 0, verdicts: 0, differences: [] }
  for (let next: string | undefined = from; next !== undefined; ) {
    if (seen.has(next) || seen.size >= MOST_PAGES)
      throw new UnreadableError(`${from}: expected pages that end, got ${next} again or too many`)
    seen.add(next)
    const address = next
    const bytes = await readBytes(address, () => download(address))
    if (isZip(bytes)) return verifyBytes(bytes, address)
    const { page, verification } = verifyPage(bytes.toString('utf8'), address)
    found = {
      items: found.items + verification.items,
      verdicts: found.verdicts + verification.verdicts,
      differences: [...found.differences, ...verification.differences],
    }
    next = page.next_url === undefined ? undefined : onSameHost(from, page.next_url)
  }
  return found
}

function verifyBytes(bytes: Buffer, from: string): Verification {
  if (isZip(bytes)) return verifyFiles(unzip(bytes, from, MOST_BYTES), from)
  const text = bytes.toString('utf8')
  return from.endsWith('.jsonl') ? verifyLines(text, from) : verifyPage(text, from).verification
}

const isZip = (bytes: Buffer): boolean => bytes.subarray(0, 2).toString('latin1') === 'PK'

async function look(path: string) {
  return stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(path, cause)
  })
}

async function readBytes(from: string, read: () => Promise<Buffer>): Promise<Buffer> {
  try {
    return await read()
  } catch (cause) {
    throw cause instanceof UnreadableError ? cause : unreadable(from, cause)
  }
}

const unreadable = (from: string, cause: unknown): UnreadableError => {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const reason = inner instanceof Error ? inner.message : String(inner)
  return new UnreadableError(`${from}: expected a feed that can be read, or an export, got: ${reason}`, {
    cause,
  })
}

async function download(address: string): Promise<Buffer> {
  const response = await fetch(address, { signal: AbortSignal.timeout(60_000) })
  if (!response.ok) throw new Error(`expected status 200, got ${response.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > MOST_BYTES) throw new Error(`expected at most ${MOST_BYTES} bytes, got more`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

interface Page {
  readonly items: readonly unknown[]
  readonly next_url?: string
  readonly _words_vs_deeds: Record<string, unknown>
}

/** A page as it stands in the text: digests hang on the order of members. */
function verifyPage(
  text: string,
  from: string,
): { readonly page: Page; readonly verification: Verification } {
  const page = parseJson(text, from)
  const isFeed =
    isObject(page) &&
    String(page.version).startsWith('https://jsonfeed.org/version/') &&
    Array.isArray(page.items) &&
    isObject(page._words_vs_deeds)
  if (!isFeed)
    throw new UnreadableError(
      `${from}: expected a JSON Feed with items that carry _words_vs_deeds, got ${text.slice(0, 60)}`,
    )
  const feed = page as unknown as Page
  if (feed.items.length > 0 && !feed.items.some(hasVerdicts))
    throw new UnreadableError(
      `${from}: expected a feed of statements and verdicts, got one of something else`,
    )
  const verification = verifyItems(feed.items)
  const digest = verification.differences.length === 0 ? digestDiffers(feed, from) : null
  return {
    page: feed,
    verification: digest === null ? verification : { ...verification, differences: [digest] },
  }
}

/** Corrections and passages on the wire have feeds without any. */
const hasVerdicts = (item: unknown): boolean =>
  isObject(item) && isObject(item._words_vs_deeds) && 'verdicts' in item._words_vs_deeds

function verifyItems(items: readonly unknown[]): Verification {
  let verdicts = 0
  const differences: Found[] = []
  for (const item of items) {
    const checked = checkItem(item)
    verdicts += checked.verdicts
    differences.push(...checked.differences)
  }
  return { items: items.length, verdicts, differences }
}

function verifyLines(text: string, from: string): Verification {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  return verifyItems(lines.map((line, index) => parseJson(line, `${from}, line ${index + 1}`)))
}

/** Items against the rule, and every file against its digest; an item that differs speaks for its file. */
function verifyFiles(files: ReadonlyMap<string, Buffer>, from: string): Verification {
  const sums = files.get(SUMS)
  const items = files.get(ITEMS)
  if (sums === undefined || items === undefined)
    throw new UnreadableError(
      `${from}: expected ${ITEMS} and ${SUMS} in it, got ${[...files.keys()].join(', ')}`,
    )
  const found = verifyLines(items.toString('utf8'), `${from}/${ITEMS}`)
  const stated = new Map(
    sums
      .toString('utf8')
      .split('\n')
      .flatMap((line) => {
        const [, sum = '', name = ''] = /^(\S+) [ *](.+)$/.exec(line) ?? []
        return name === '' ? [] : [[name, sum] as const]
      }),
  )
  const differences = [...found.differences]
  for (const name of new Set([...stated.keys(), ...files.keys()])) {
    if (name === SUMS || (name === ITEMS && found.differences.length > 0)) continue
    const file = files.get(name)
    const again = file === undefined ? 'no such file' : `sha256 ${sha256(file)}`
    const sum = stated.has(name) ? `sha256 ${stated.get(name)}` : 'no such file'
    if (sum !== again) differences.push({ item: name, claim: name, part: '', stated: sum, recomputed: again })
  }
  return { ...found, differences }
}

function parseJson(text: string, from: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new UnreadableError(`${from}: expected JSON, got something else (${reason})`, { cause })
  }
}

async function readFolder(folder: string): Promise<Map<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = new Map<string, Buffer>()
  for (const entry of entries.filter((one) => one.isFile() && !one.name.startsWith('.'))) {
    const path = join(entry.parentPath, entry.name)
    files.set(relative(folder, path).split(sep).join('/'), await readFile(path))
  }
  return files
}

function onSameHost(from: string, next: string): string {
  if (!URL.canParse(next, from))
    throw new UnreadableError(`${from}: expected next_url to be an address, got ${JSON.stringify(next)}`)
  const { pathname, search } = new URL(next, from)
  return new URL(`${pathname}${search}`, from).href
}
