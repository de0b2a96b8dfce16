// Where are the rows that a source's pages gave? One file a capture, written whole or not at all, found by what it was read from.
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import { createGunzip } from 'node:zlib'
import type { KeptRow, Row, RowCapture } from './bulk.ts'
import type { Issue } from './errors.ts'
import { writeWhole } from './write-whole.ts'

/** What is known of one file of rows. Its presence says that the rows are all there. */
export type RowsFile = {
  /** The address that led to the page; the newest capture of an address is the one that counts. */
  readonly address: string
  readonly url: string
  readonly capture: string
  readonly captured: string
  /** Digest of the rows themselves: two readings that agree have the same. */
  readonly digest: string
  readonly rows: number
  /** How many rows there are of each kind. */
  readonly kinds: Readonly<Record<string, number>>
  readonly follow: readonly string[]
  readonly issues: readonly Issue[]
}

/** Files of one source live in one folder. A name follows from the address, the bytes and when they were captured. */
export const rowsName = (address: string, capture: string, captured: string): string =>
  createHash('sha256').update(`${address}\n${capture}\n${captured}`).digest('hex').slice(0, 24)

/** Every file of rows in a folder, in order of capture. A file without its head was never finished, and is not listed. */
export function listRows(folder: string): readonly { readonly path: string; readonly head: RowsFile }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => /^[0-9a-f]{24}\.json$/.test(name))
    .map((name) => ({
      path: join(folder, name.replace(/\.json$/, '.ndjson.gz')),
      head: JSON.parse(readFileSync(join(folder, name), 'utf8')) as RowsFile,
    }))
    .filter(({ path }) => existsSync(path))
    .sort((a, b) => (order(a.head) < order(b.head) ? -1 : 1))
}

const order = ({ captured, address }: RowsFile): string => `${captured} ${address}`

/** The newest file of each address, in order of capture: an earlier capture of the same page is history. */
export function currentRows(folder: string): readonly { readonly path: string; readonly head: RowsFile }[] {
  const newest = new Map<string, { readonly path: string; readonly head: RowsFile }>()
  for (const file of listRows(folder)) newest.set(file.head.address, file)
  return [...newest.values()].sort((a, b) => (order(a.head) < order(b.head) ? -1 : 1))
}

/** Something as a line of JSON. Line readers also end a line at two characters that JSON may hold as they are. */
export const jsonLine = (what: unknown): string =>
  `${JSON.stringify(what).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')}\n`

/** What the rows of a file say of where they came from. */
export const captureOf = ({ url, capture, captured }: RowsFile): RowCapture => ({ url, capture, captured })

/** The rows of one kind in a file, one after another; those of every kind for null. */
export async function* readRowsFile(
  path: string,
  head: RowsFile,
  kind: string | null,
): AsyncGenerator<KeptRow> {
  const provenance = captureOf(head)
  /** In every line of this kind, and in few others. */
  const mark = kind === null ? '' : `"kind":${JSON.stringify(kind)}`
  for await (const row of readJsonLines<Row>(path, mark))
    if (kind === null || row.kind === kind) yield { ...row, provenance }
}

/** What the lines hold that contain a mark, unpacked where the name of the file says so. @throws Error when the last line has no end. */
export async function* readJsonLines<Item>(path: string, mark: string): AsyncGenerator<Item> {
  const bytes = createReadStream(path)
  let rest = ''
  for await (const text of (path.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes).setEncoding('utf8')) {
    const lines = `${rest}${text}`.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (line.includes(mark)) yield JSON.parse(line) as Item
  }
  if (rest !== '') throw new Error(`${path}: expected a line break at the end, found none`)
}

/** What a run has read so far, waiting for its end. */
export type RowsStage = {
  /** Where the rows of a page are to be written. */
  readonly pathFor: (address: string, capture: string, captured: string) => string
  /** Says that they are all written. */
  readonly add: (file: RowsFile) => void
  readonly rows: () => number
  /** Puts the files in their place. Rows of a capture that had the same ones before are unchanged. */
  readonly commit: () => { readonly new: number; readonly changed: number; readonly unchanged: number }
  readonly clear: () => void
}

export function openRowsStage(folder: string): RowsStage {
  const aside = join(folder, '.staged')
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true })
  const staged = new Map<string, RowsFile>()
  const pathOf = (where: string, name: string): string => join(where, `${name}.ndjson.gz`)
  const pathFor: RowsStage['pathFor'] = (...of) => pathOf(aside, rowsName(...of))
  return {
    pathFor,
    add: (file) => {
      staged.set(rowsName(file.address, file.capture, file.captured), file)
    },
    rows: () => [...staged.values()].reduce((sum, { rows }) => sum + rows, 0),
    commit: () => {
      const known = new Map<string, RowsFile[]>()
      for (const { head } of listRows(folder))
        known.set(head.address, [...(known.get(head.address) ?? []), head])
      const counts = { new: 0, changed: 0, unchanged: 0 }
      for (const file of [...staged.values()].sort((a, b) => (order(a) < order(b) ? -1 : 1))) {
        const { address, capture, captured, digest } = file
        const before = known.get(address) ?? []
        const last =
          before.find((one) => one.captured === captured && one.capture === capture) ??
          before.findLast((one) => one.captured <= captured)
        // The same bytes captured again are one file, as of the first time; bytes that come back after others are one more.
        const same = last?.capture === capture ? last : null
        const was = same ?? before.at(-1)
        counts[was === undefined ? 'new' : was.digest === digest ? 'unchanged' : 'changed'] += file.rows
        if (same?.digest === digest) continue
        const head = { ...file, captured: same?.captured ?? captured }
        const name = rowsName(address, capture, head.captured)
        renameSync(pathFor(address, capture, captured), pathOf(folder, name))
        writeWhole(join(folder, `${name}.json`), JSON.stringify(head))
        known.set(
          address,
          [...before.filter((one) => one !== same), head].sort((a, b) => (order(a) < order(b) ? -1 : 1)),
        )
      }
      return counts
    },
    clear: () => rmSync(aside, { recursive: true, force: true }),
  }
}
