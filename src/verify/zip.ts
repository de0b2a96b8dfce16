// Which files does a zip hold? Stored and deflated members, by the central directory (PKWARE's APPNOTE 6.3), in memory.
import { inflateRawSync } from 'node:zlib'
import { UnreadableError } from './errors.ts'

const END = 0x06054b50
const ENTRY = 0x02014b50
/** The end record is 22 bytes and a comment of up to 65,535. */
const FARTHEST_END = 22 + 65_535

/** The files of a zip by name, each unpacked. @throws UnreadableError for what is no zip, or one of more bytes unpacked than `most`. */
export function unzip(bytes: Buffer, from: string, most: number): Map<string, Buffer> {
  const wrong = (got: string): never => {
    throw new UnreadableError(`${from}: expected a zip archive that can be read, got ${got}`)
  }
  let end = bytes.length - 22
  const first = Math.max(0, bytes.length - FARTHEST_END)
  while (end >= first && bytes.readUInt32LE(end) !== END) end -= 1
  if (end < first) return wrong('bytes without a directory of files')
  const files = new Map<string, Buffer>()
  let left = most
  try {
    let at = bytes.readUInt32LE(end + 16)
    for (let count = bytes.readUInt16LE(end + 10); count > 0; count -= 1) {
      if (bytes.readUInt32LE(at) !== ENTRY) return wrong(`no entry at byte ${at}`)
      const method = bytes.readUInt16LE(at + 10)
      const packed = bytes.readUInt32LE(at + 20)
      const lengths = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
      const name = bytes.toString('utf8', at + 46, at + 46 + (lengths[0] ?? 0))
      const local = bytes.readUInt32LE(at + 42)
      const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
      const body = bytes.subarray(begin, begin + packed)
      if (method !== 0 && method !== 8) return wrong(`${name}, packed by method ${method}`)
      const file = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.max(left, 1) })
      left -= file.length
      if (left < 0) return wrong(`more than ${most} bytes unpacked`)
      if (!name.endsWith('/')) files.set(name, file)
      at += 46 + lengths.reduce((sum, length) => sum + length, 0)
    }
  } catch (error) {
    if (error instanceof UnreadableError) throw error
    return wrong(error instanceof Error ? error.message : String(error))
  }
  return files
}
