// What are the records of a JSON file that is too large to hold? One object at a time, by counting brackets.
import { HostilePageError } from '../errors.ts'
import { bytesOf, type Input, utf8Of } from './bytes.ts'
import { expectKind, UnreadableFileError } from './sniff.ts'

export type JsonItem = {
  /** Place in the list, from 0, odd ones counted. */
  readonly index: number
  /** First byte of the record in the text as UTF-8 without a byte order mark. */
  readonly offset: number
  readonly value: unknown
}

export type JsonOptions = {
  /**
   * The field of the outermost object whose list holds the records: `releases`, `grants`. Without it the records are the
   * items of the outermost list, or the outermost values themselves, one after the other (JSON lines). Where the
   * outermost value is a list, its items are the records even so: archives keep answers without their envelope.
   */
  readonly field?: string
  /** Told the outermost object once it is read, with its list of records left empty: where `links.next` is. */
  readonly onEnvelope?: (envelope: unknown) => void
  /**
   * Told of a record that is not JSON, which is then passed over. Without it such a record is an error. Brackets and
   * quotes must still match: where one record ends cannot be known otherwise.
   */
  readonly onOdd?: (what: string, index: number) => void
  /** Numbers as strings, exactly as printed: for money, and for `1e9999`. */
  readonly exactNumbers?: boolean
  /** Most bytes of one record, and of what is around the records. Default 16 MB. */
  readonly longest?: number
  /** Most levels of nesting. Default 200. */
  readonly deepest?: number
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const OPEN = 0x7b
const CLOSE = 0x7d
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/**
 * Reads records in constant memory, whatever the size of the file. A byte order mark and UTF-16 or windows-1252 bytes are
 * fine.
 * @throws UnreadableFileError when the file is no JSON, is cut off, or has no list where one is expected;
 *   HostilePageError past a limit.
 */
export async function* jsonRecords(input: Input, options: JsonOptions = {}): AsyncGenerator<JsonItem> {
  const { name } = bytesOf(input)
  const { field, longest = 16 * 1024 ** 2, deepest = 200 } = options
  await expectKind(input, ['json'], 'JSON')

  /** Bytes read before this chunk. */
  let before = 0
  let depth = 0
  let inString = false
  let escaped = false
  /** Depth inside the list of records; 0 while the outermost values are the records; null while not among records. */
  let level: number | null = field === undefined ? 0 : null
  /** Whether anything has begun: tells a list of records from values one after the other. */
  let begun = false
  let index = 0
  let found = false
  let ended = false
  /** Start of the record being read, in this chunk; the parts of it in earlier chunks. */
  let start = -1
  let startedAt = 0
  let parts: Buffer[] = []
  let size = 0
  const envelope: Buffer[] = []
  let around = 0
  /** The last string at depth 1 of the outermost object, to know which list is the one. */
  let text: number[] = []
  let key: string | null = null

  const where = (): string => `${name}: record ${index + 1}, byte ${startedAt}`
  const finish = (chunk: Buffer, end: number): JsonItem | null => {
    parts.push(chunk.subarray(start, end))
    const bytes = parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts)
    if (bytes.length > longest)
      throw new HostilePageError(`${where()}: expected at most ${longest} bytes, got ${bytes.length}`)
    parts = []
    size = 0
    start = -1
    const at = index
    try {
      const value = readJson(bytes.toString('utf8'), options.exactNumbers === true)
      index += 1
      return { index: at, offset: startedAt, value }
    } catch (cause) {
      const what = `${where()}: expected JSON: ${(cause as Error).message.slice(0, 200)}`
      if (!options.onOdd) throw new UnreadableFileError(what, { cause })
      index += 1
      options.onOdd(what, at)
      return null
    }
  }
  const keep = (bytes: Buffer): void => {
    around += bytes.length
    if (around > longest)
      throw new HostilePageError(
        `${name}: expected at most ${longest} bytes around the records, got more by byte ${before}`,
      )
    envelope.push(Buffer.from(bytes))
  }

  for await (const chunk of utf8Of(input)) {
    /** Where what is around the records goes on, in this chunk. */
    let outside = 0
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i] as number
      if (ended && !isSpace(byte))
        throw new UnreadableFileError(
          `${name}: byte ${before + i}: expected nothing after the list of ${index} records, got more`,
        )
      if (inString) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) {
          inString = false
          if (level === null && depth === 1) key = Buffer.from(text).toString('utf8')
          // A text of its own among the records ends here.
          if (level !== null && depth === level && start >= 0) {
            const record = finish(chunk, i + 1)
            if (record) yield record
          }
          continue
        }
        if (level === null && depth === 1 && text.length < 256) text.push(byte)
        continue
      }
      if (byte === QUOTE) {
        inString = true
        text = []
        if (level !== null && depth === level && start < 0) {
          start = i
          startedAt = before + i
        }
      } else if (byte === OPEN || byte === OPEN_LIST) {
        if (!begun && byte === OPEN_LIST) {
          depth = 1
          level = 1
          found = true
        } else if (level === null) {
          depth += 1
          if (depth === 2 && byte === OPEN_LIST && key === field && !found) {
            found = true
            level = 2
            keep(chunk.subarray(outside, i + 1))
          }
        } else {
          if (depth === level && start < 0) {
            start = i
            startedAt = before + i
          }
          depth += 1
        }
        begun = true
        if (depth > deepest)
          throw new HostilePageError(
            `${name}: byte ${before + i}: expected JSON at most ${deepest} deep, got more`,
          )
      } else if (byte === CLOSE || byte === CLOSE_LIST) {
        if (level !== null && depth === level) {
          // The list of records ends, with or without a bare word before it.
          if (start >= 0) {
            const record = finish(chunk, i)
            if (record) yield record
          }
          if (level === 2) outside = i
          else ended = true
          level = null
        }
        depth -= 1
        if (depth < 0)
          throw new UnreadableFileError(`${name}: byte ${before + i}: a bracket closes that was never opened`)
        if (level !== null && depth === level && start >= 0) {
          const record = finish(chunk, i + 1)
          if (record) yield record
        }
      } else if (level !== null && depth === level) {
        if (byte === COMMA || isSpace(byte)) {
          if (start >= 0) {
            const record = finish(chunk, i)
            if (record) yield record
          }
        } else if (start < 0) {
          start = i
          startedAt = before + i
        }
      } else if (level === null && depth === 1 && byte !== COLON && !isSpace(byte)) key = null
    }
    if (start >= 0) {
      parts.push(Buffer.from(chunk.subarray(start)))
      size += chunk.length - start
      start = 0
      if (size > longest)
        throw new HostilePageError(
          `${where()}: expected at most ${longest} bytes, got more; is a quote or bracket never closed?`,
        )
    } else if (level === null && !ended) keep(chunk.subarray(outside))
    before += chunk.length
  }
  if (inString || depth !== 0)
    throw new UnreadableFileError(
      `${name}: expected the end of the JSON, got the end of the file at byte ${before}, ${
        inString ? 'inside a text' : `${depth} brackets still open`
      }, after ${index} records; was it cut off?`,
    )
  if (start >= 0) {
    const record = finish(Buffer.alloc(0), 0)
    if (record) yield record
  }
  if (field === undefined || ended) return
  const outer = Buffer.concat(envelope).toString('utf8')
  let value: unknown
  try {
    value = readJson(outer, options.exactNumbers === true)
  } catch (cause) {
    throw new UnreadableFileError(`${name}: expected JSON around the records: ${(cause as Error).message}`, {
      cause,
    })
  }
  if (!found)
    throw new UnreadableFileError(
      `${name}: expected an object with a list "${field}", got ${JSON.stringify(outer.slice(0, 80))}`,
    )
  options.onEnvelope?.(value)
}

/** A string as a whole, or a number outside strings. Written so that a long string costs no stack. */
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

function readJson(text: string, exactNumbers: boolean): unknown {
  if (!exactNumbers) return JSON.parse(text)
  return JSON.parse(text.replace(STRING_OR_NUMBER, (token) => (token.startsWith('"') ? token : `"${token}"`)))
}
