// What did a recorded session of requests bring back? Reads the YAML that HTTP recorders (vcrpy and its kin) write.
//
// It is not a YAML reader. It knows what those recorders write: mappings and lists by indentation, plain, 'single' and
// "double" scalars that may run over lines, literal blocks (|), !!binary, and the empty {} and []. Anchors, aliases,
// tags, folded blocks, flow collections and comments are refused by name, so that nothing is read wrongly in silence.
// Every line is looked at once: reading takes time in proportion to the length of the text.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { explain, OddRecordError, SourceChangedError } from '../errors.ts'
import { type HeaderList, LIMITS } from '../exchange.ts'

/** One request and its answer. */
export type Exchanged = {
  readonly method: string
  readonly url: string
  readonly status: number
  readonly headers: HeaderList
  /** The payload after decompression. @throws OddRecordError when it is over the limit of a live answer, or damaged. */
  readonly body: () => Uint8Array
}

/** Whether a text is such a recording. */
export const isCassette = (text: string): boolean => /^(---\s*\n)?interactions:\s/.test(text)

const bytesOrText = z.union([z.instanceof(Uint8Array), z.string(), z.null()])
const cassetteSchema = z.looseObject({
  interactions: z.array(
    z.looseObject({
      request: z.looseObject({ method: z.string(), uri: z.string() }),
      response: z.looseObject({
        status: z.looseObject({ code: z.coerce.number().int() }),
        headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
        body: z.union([bytesOrText, z.looseObject({ string: bytesOrText })]),
      }),
    }),
  ),
})

/** @throws SourceChangedError when the text is not a recording, or holds YAML that recorders do not write. */
export function readCassette(text: string): Exchanged[] {
  const read = cassetteSchema.safeParse(readYaml(text))
  if (!read.success) {
    const [first] = read.error.issues
    throw new SourceChangedError(
      `expected recorded interactions, got something else at ${first?.path.join('.')}: ${first?.message}`,
    )
  }
  return read.data.interactions.map(({ request, response }) => {
    const headers = Object.entries(response.headers).flatMap(([name, values]) =>
      [values].flat().map((value) => [name, value] as const),
    )
    const { body } = response
    const raw = body !== null && typeof body === 'object' && 'string' in body ? body.string : body
    return {
      method: request.method,
      url: request.uri,
      status: response.status.code,
      headers,
      body: () => decoded(raw as Uint8Array | string | null, headers, request.uri),
    }
  })
}

function decoded(raw: Uint8Array | string | null, headers: HeaderList, url: string): Uint8Array {
  const bytes = typeof raw === 'string' ? Buffer.from(raw, 'utf8') : (raw ?? new Uint8Array())
  const encoding = headers.find(([name]) => name.toLowerCase() === 'content-encoding')?.[1].toLowerCase()
  const limit = { maxOutputLength: LIMITS.bytes }
  try {
    // Recorders may store the decoded body and keep the header that says gzip.
    if (/gzip/.test(encoding ?? '') && bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, limit)
    if (encoding === 'br' && typeof raw !== 'string') return brotliDecompressSync(bytes, limit)
  } catch (cause) {
    throw new OddRecordError(`the recorded body of ${url} cannot be decompressed: ${explain(cause)}`, {
      url,
      cause,
    })
  }
  return bytes
}

type Yaml = null | string | Uint8Array | Yaml[] | { [key: string]: Yaml }

/** A recording nests six deep. */
const MOST_DEPTH = 20

function readYaml(text: string): Yaml {
  const lines = text.split(/\r\n|\n|\r/)
  let at = 0
  const odd = (what: string): never => {
    throw new SourceChangedError(
      `line ${at + 1} of a recorded exchange: ${what}: ${JSON.stringify((lines[at] ?? '').slice(0, 60))}`,
    )
  }
  const indentOf = (line: string): number => line.length - line.trimStart().length
  const skipEmpty = (): void => {
    while (at < lines.length && (lines[at] ?? '').trim() === '') at += 1
  }
  /** The block of lines from here that are indented at least so far, as a value. */
  const block = (least: number, depth: number): Yaml => {
    if (depth > MOST_DEPTH) odd(`nested over ${MOST_DEPTH} deep`)
    skipEmpty()
    const line = lines[at] ?? ''
    const indent = indentOf(line)
    if (at >= lines.length || indent < least) return null
    if (line.slice(0, indent).includes('\t')) odd('indented with a tab')
    return /^-( |$)/.test(line.slice(indent)) ? list(indent, depth) : mapping(indent, depth)
  }
  const list = (indent: number, depth: number): Yaml[] => {
    const items: Yaml[] = []
    for (skipEmpty(); at < lines.length; skipEmpty()) {
      const line = lines[at] ?? ''
      if (indentOf(line) !== indent || !/^-( |$)/.test(line.slice(indent))) break
      const rest = line.slice(indent + 1).trimStart()
      if (rest === '') {
        at += 1
        items.push(block(indent + 1, depth + 1))
      } else if (keyOf(rest)) {
        // "- key: value" opens a mapping whose indent is where its first key stands.
        const inner = line.length - rest.length
        lines[at] = ' '.repeat(inner) + rest
        items.push(mapping(inner, depth + 1))
      } else items.push(scalar(rest, indent))
    }
    return items
  }
  const mapping = (indent: number, depth: number): { [key: string]: Yaml } => {
    const entries = new Map<string, Yaml>()
    for (skipEmpty(); at < lines.length; skipEmpty()) {
      const line = lines[at] ?? ''
      if (indentOf(line) < indent || /^(\.\.\.|---)/.test(line)) break
      if (indentOf(line) > indent) odd('indented further than its neighbours')
      const found = keyOf(line.slice(indent))
      if (!found) {
        if (/^-( |$)/.test(line.slice(indent))) break
        odd('expected "key: value"')
      }
      const { key, rest } = found as Key
      if (entries.has(key)) odd(`"${key}" comes twice`)
      if (rest !== '') {
        entries.set(key, scalar(rest, indent))
        continue
      }
      at += 1
      skipEmpty()
      const next = lines[at] ?? ''
      // A list may stand at the indent of its own key.
      const least = indentOf(next) === indent && /^-( |$)/.test(next.slice(indent)) ? indent : indent + 1
      entries.set(key, block(least, depth + 1))
    }
    return Object.fromEntries(entries)
  }
  /** A scalar that begins in this line; `indent` is that of the line that holds it. Ends after its last line. */
  const scalar = (first: string, indent: number): Yaml => {
    const binary = first.startsWith('!!binary ')
    const start = binary ? first.slice('!!binary '.length).trimStart() : first
    const literal = /^\|([+-]?)\s*$/.exec(start)
    const value = literal
      ? literalBlock(indent, literal[1] ?? '')
      : start.startsWith("'") || start.startsWith('"')
        ? quoted(start)
        : plain(start.trim(), indent)
    if (binary) return Buffer.from(String(value ?? '').replace(/\s+/g, ''), 'base64')
    return value
  }
  const literalBlock = (indent: number, chomp: string): string => {
    at += 1
    const from = at
    while (at < lines.length && ((lines[at] ?? '').trim() === '' || indentOf(lines[at] ?? '') > indent))
      at += 1
    const kept = lines.slice(from, at)
    const inner = indentOf(kept.find((line) => line.trim() !== '') ?? '')
    const body = kept.map((line) => line.slice(inner)).join('\n')
    if (chomp === '+') return `${body}\n`
    const bare = body.replace(/\n+$/, '')
    return chomp === '-' || bare === '' ? bare : `${bare}\n`
  }
  const plain = (start: string, indent: number): Yaml => {
    if (start === '{}' || start === '[]') {
      at += 1
      return start === '{}' ? {} : []
    }
    if (/^[&*!>|@`%{}[\],#]/.test(start) || /\s#/.test(start)) odd('YAML that recorders do not write')
    const parts = [start]
    for (at += 1; at < lines.length; at += 1) {
      const line = lines[at] ?? ''
      if (line.trim() === '' || indentOf(line) <= indent) break
      parts.push(line.trim())
    }
    const value = parts.join(' ').trim()
    return value === 'null' || value === '~' ? null : value
  }
  /** Line breaks inside quotes: one is a space, each further one a line break; "\" at the end joins without a space. */
  const quoted = (start: string): string => {
    const mark = start[0] as string
    const out: string[] = []
    let line = start.slice(1)
    let breaks = 0
    let glued = true
    for (let first = true; ; first = false) {
      const here = first ? line : line.trimStart()
      const { text, closed, glue, rest } = quotedLine(here, mark)
      if (here.trim() === '' && !first) breaks += 1
      else {
        if (!glued) out.push(breaks === 0 ? ' ' : '\n'.repeat(breaks))
        out.push(text)
        breaks = 0
        glued = glue
      }
      at += 1
      if (closed) {
        if (rest.trim() !== '') odd('text after a closing quotation mark')
        return out.join('')
      }
      if (at >= lines.length) odd('a quotation that does not end')
      line = lines[at] ?? ''
    }
  }
  /** One line of a quotation: its text, and whether the quotation ends in it. */
  const quotedLine = (
    line: string,
    mark: string,
  ): { text: string; closed: boolean; glue: boolean; rest: string } => {
    const out: string[] = []
    // White space at the end of a line folds away, unless it was written as an escape.
    let solid = 0
    for (let i = 0; i < line.length; i++) {
      const letter = line[i] as string
      if (letter === mark) {
        if (mark === "'" && line[i + 1] === "'") {
          out.push("'")
          i += 1
          solid = out.length
          continue
        }
        return { text: out.join(''), closed: true, glue: false, rest: line.slice(i + 1) }
      }
      if (mark === '"' && letter === '\\') {
        if (i === line.length - 1) return { text: out.join(''), closed: false, glue: true, rest: '' }
        const { value, length } = escapeAt(line, i + 1)
        out.push(value)
        i += length
        solid = out.length
      } else {
        out.push(letter)
        if (letter !== ' ' && letter !== '\t') solid = out.length
      }
    }
    return { text: out.slice(0, solid).join(''), closed: false, glue: false, rest: '' }
  }
  const escapeAt = (line: string, i: number): { value: string; length: number } => {
    const letter = line[i] as string
    const digits = { x: 2, u: 4, U: 8 }[letter]
    if (digits) {
      const hex = line.slice(i + 1, i + 1 + digits)
      const point = Number.parseInt(hex, 16)
      if (!/^[0-9a-fA-F]+$/.test(hex) || hex.length !== digits || point > 0x10ffff) odd('an escape it lacks')
      return { value: String.fromCodePoint(point), length: digits + 1 }
    }
    const value = ESCAPES[letter]
    if (value === undefined) odd(`an escape that is not known, "\\${letter}"`)
    return { value: value as string, length: 1 }
  }

  if (/^---\s*$/.test(lines[0] ?? '')) at = 1
  const value = block(0, 0)
  skipEmpty()
  if (at < lines.length && !/^(\.\.\.|---)\s*$/.test(lines[at] ?? '')) odd('expected the end')
  return value
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '0': '\0', a: '\x07', b: '\b', t: '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b' },
  ...{ ' ': ' ', '"': '"', '/': '/', '\\': '\\', N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029' },
}

type Key = { readonly key: string; readonly rest: string }

/** `key: value`, `key:`, or null. Keys are plain words or 'quoted'. */
function keyOf(line: string): Key | null {
  const found = /^(?:'((?:[^']|'')*)'|"([^"\\]*)"|([A-Za-z0-9_][^\s:]*)):(?: +(.*))?$/.exec(line)
  if (!found) return null
  const key = found[1]?.replaceAll("''", "'") ?? found[2] ?? found[3] ?? ''
  return { key, rest: (found[4] ?? '').trim() === '' ? '' : (found[4] as string) }
}
