// What rows does a pywb index give? One JSON object a line; timemaps in cdxj put a key and a time before it.
import { type IndexRow, OddRecordError, SourceChangedError, type Tools } from '../../src/collect/index.ts'

/** @throws SourceChangedError when the answer is something else than lines of objects. */
export function readIndex(text: string, tools: Pick<Tools, 'each'>): IndexRow[] {
  const trimmed = text.trim()
  if (trimmed.startsWith('<'))
    throw new SourceChangedError(`expected lines of JSON, got a page: ${trimmed.slice(0, 60)}`)
  const lines = trimmed.startsWith('[')
    ? wholeList(trimmed)
    : trimmed.split(/\r?\n/).filter((line) => line.trim() !== '')
  return tools.each<string | Fields, IndexRow>(lines, (line) => {
    const row = typeof line === 'string' ? rowOf(line) : line
    const field = (name: string): string => {
      const value = row[name]
      if (value !== undefined && typeof value !== 'string')
        throw new OddRecordError(`a row of the index: expected "${name}" as text, got ${typeof value}`)
      return value ?? '-'
    }
    const [timestamp, original] = [field('timestamp'), field('url')]
    if (timestamp === '-' || original === '-')
      throw new OddRecordError('a row of the index has no "timestamp" or no "url"')
    return { timestamp, original, mime: field('mime'), status: field('status'), digest: field('digest') }
  })
}

type Fields = { readonly [name: string]: unknown }

function rowOf(line: string): Fields {
  const [, urlkey, timestamp, json = line] = /^(\S+) (\d+) (\{.*)$/.exec(line) ?? []
  try {
    const row: unknown = JSON.parse(json)
    if (row !== null && typeof row === 'object' && !Array.isArray(row))
      return { ...(urlkey ? { urlkey, timestamp } : {}), ...row }
  } catch {
    // Said below, with what was found.
  }
  throw new OddRecordError(
    `expected a JSON object in a row of the index, got ${JSON.stringify(line.slice(0, 80))}`,
  )
}

/** Some tools gather the lines into one list. */
function wholeList(text: string): Fields[] {
  try {
    const list: unknown = JSON.parse(text)
    if (Array.isArray(list) && list.every((row) => row !== null && typeof row === 'object'))
      return list as Fields[]
  } catch {
    // Said below.
  }
  throw new SourceChangedError(`expected a list of rows, got ${JSON.stringify(text.slice(0, 60))}`)
}
