// How is everything exported: as a folder of files, and as files to download?
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { type Download, offer } from '../web/downloads.ts'
import { feedEntries, feedItem } from '../web/feed.ts'
import type { View } from '../web/resource.ts'
import { aboutLines, aboutOf } from './about.ts'
import { writeDatabase } from './database.ts'
import { writePieces } from './files.ts'
import { csvHead, csvLine, jsonLine } from './lines.ts'
import { csvPath, csvwMetadata, dataPackage, type Written } from './metadata.ts'
import { TABLES, type Table } from './tables.ts'
import { writeWorkbook } from './workbook.ts'

/** What can be left out of an export; items.jsonl and the notes are always in it. */
export const FORMATS = ['csv', 'jsonl', 'xlsx', 'sqlite'] as const
export type Format = (typeof FORMATS)[number]

export interface ExportOptions {
  readonly formats: readonly Format[]
  /** A byte order mark before each CSV file, without which older spreadsheets take it for another encoding. */
  readonly bom: boolean
  /** data/CHANGELOG.md, when there is one. */
  readonly changelog: string | null
  /** Stops the writing; nothing is left of it. */
  readonly signal?: AbortSignal | undefined
  /** Told of each file that is written. */
  readonly onFile?: (name: string, done: number, all: number) => void
}

/** Zip's first day, in local time: its dates carry no zone, so that the same data gives the same bytes everywhere. */
const LONG_AGO = new Date(1980, 0, 1)
const BOM = '\ufeff'
export const NAME = 'words-vs-deeds'

/** The folder holds something already. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError'
}

/**
 * Writes everything as known to the view into `folder`, whole or not at all: it is written beside and moved there at the
 * end. Throws a FolderInUseError for a folder with something in it, unless `replace` says that it may go.
 */
export async function exportTo(
  folder: string,
  view: View,
  options: ExportOptions,
  replace = false,
): Promise<readonly Written[]> {
  const before = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new FolderInUseError(
      `${folder}: expected a folder, or a name that is free, got something else (${error.code})`,
      { cause: error },
    )
  })
  if (before.length > 0 && !replace)
    throw new FolderInUseError(
      `${folder}: expected an empty folder, got one with ${before.length} files in it: choose another, or say --force to replace it`,
    )
  await mkdir(dirname(folder), { recursive: true })
  const aside = await mkdtemp(`${folder}.part-`)
  try {
    const written = await writeAll(aside, view, options)
    await rm(folder, { recursive: true, force: true })
    await rename(aside, folder)
    return written
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

async function writeAll(folder: string, view: View, options: ExportOptions): Promise<readonly Written[]> {
  const { formats, bom, changelog, signal, onFile = () => {} } = options
  const about = aboutOf(view)
  const has = (format: Format): boolean => formats.includes(format)
  const perTable = [has('csv'), has('jsonl')].filter(Boolean).length
  const all =
    3 + TABLES.length * perTable + (has('csv') ? 2 : 0) + Number(has('xlsx')) + Number(has('sqlite'))
  const written: Written[] = []
  const done = (file: Written): void => {
    written.push(file)
    onFile(file.name, written.length, all)
  }
  const text = async (name: string, words: string): Promise<void> =>
    done(await writePieces(folder, name, [words]))

  await text('README.txt', `${aboutLines(about).join('\n')}\n\n${readme(view, formats)}\n`)
  if (changelog !== null) await text('CHANGELOG.md', changelog)
  done(await writePieces(folder, 'items.jsonl', itemLines(view), signal))
  for (const table of TABLES) {
    if (has('csv')) done(await writePieces(folder, csvPath(table), csvLines(table, view, bom), signal))
    if (has('jsonl'))
      done(await writePieces(folder, `jsonl/${table.name}.jsonl`, jsonLines(table, view), signal))
  }
  if (has('csv')) {
    await text('csv/csv-metadata.json', `${JSON.stringify(csvwMetadata(about, TABLES), null, 1)}\n`)
    await text('datapackage.json', `${JSON.stringify(dataPackage(about, TABLES, written), null, 1)}\n`)
  }
  if (has('xlsx')) {
    await writeWorkbook(join(folder, `${NAME}.xlsx`), view, about, TABLES, signal)
    done(await digestOf(folder, `${NAME}.xlsx`))
  }
  if (has('sqlite')) {
    await writeDatabase(join(folder, `${NAME}.sqlite`), view, about, TABLES, signal)
    done(await digestOf(folder, `${NAME}.sqlite`))
  }
  const sums = written.map(({ name, sha256 }) => `${sha256}  ${name}\n`).sort()
  await text('SHA256SUMS', sums.join(''))
  return written
}

const readme = ({ siteUrl }: View, formats: readonly Format[]): string =>
  [
    'Files',
    '- items.jsonl: one item of the feed on each line, with everything needed to work its verdicts out again.',
    ...(formats.includes('csv')
      ? [
          '- csv/: one table a file; datapackage.json and csv/csv-metadata.json say what each column holds.',
          '  A text that a spreadsheet could run as a formula, or that begins with an apostrophe, has an apostrophe in front: take one off.',
        ]
      : []),
    ...(formats.includes('jsonl') ? ['- jsonl/: the same tables, one JSON object a row.'] : []),
    ...(formats.includes('xlsx') ? [`- ${NAME}.xlsx: the same tables as a workbook.`] : []),
    ...(formats.includes('sqlite') ? [`- ${NAME}.sqlite: the same tables as a database.`] : []),
    '- SHA256SUMS: the digest of every file; "sha256sum -c SHA256SUMS" checks them.',
    '',
    `Check it yourself: ${siteUrl}/verify.mjs needs Node 20 and nothing else; "node verify.mjs ." in this folder works every verdict out again.`,
  ].join('\n')

function* itemLines(view: View): Generator<string> {
  for (const entry of feedEntries(view)) yield `${JSON.stringify(feedItem(entry, view))}\n`
}

function* csvLines(table: Table, view: View, bom: boolean): Generator<string> {
  yield `${bom ? BOM : ''}${csvHead(table)}`
  for (const row of table.rows(view)) yield csvLine(row)
}

function* jsonLines(table: Table, view: View): Generator<string> {
  for (const row of table.rows(view)) yield jsonLine(table, row)
}

async function digestOf(folder: string, name: string): Promise<Written> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(join(folder, name))) hash.update(chunk as Buffer)
  return { name, bytes: (await stat(join(folder, name))).size, sha256: hash.digest('hex') }
}

/** Packs the files of a folder, in the order of their names. The same files give the same bytes. */
export async function writeZip(path: string, folder: string, names: readonly string[]): Promise<void> {
  const zip = new ZipFile()
  for (const name of [...names].sort())
    zip.addReadStreamLazy(name, { mtime: LONG_AGO, mode: 0o100644 }, (give) =>
      give(null, createReadStream(join(folder, name))),
    )
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path, { flags: 'wx' }))
}

/**
 * Makes the files that the site offers, under `folder`: those of this version in a folder of their own, which is made anew;
 * those of other versions are taken away.
 */
export async function makeDownloads(
  folder: string,
  view: View,
  changelog: string | null,
  signal?: AbortSignal,
): Promise<readonly Download[]> {
  const about = aboutOf(view)
  await mkdir(folder, { recursive: true })
  const aside = await mkdtemp(join(folder, 'part-'))
  try {
    const whole = join(aside, 'whole')
    await exportTo(whole, view, { formats: ['csv', 'jsonl'], bom: false, changelog, signal })
    const made = join(aside, 'made')
    await mkdir(made)
    const names = (await readdir(whole, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(whole.length + 1))
    await writeZip(join(made, `${NAME}.zip`), whole, names)
    await writeWorkbook(join(made, `${NAME}.xlsx`), view, about, TABLES, signal)
    await writeDatabase(join(made, `${NAME}.sqlite`), view, about, TABLES, signal)
    const place = join(folder, about.version)
    await rm(place, { recursive: true, force: true })
    await rename(made, place)
    for (const other of await readdir(folder))
      if (other !== about.version && !join(folder, other).startsWith(aside))
        await rm(join(folder, other), { recursive: true, force: true })
    return await Promise.all(
      OFFERED.map((one) => offer({ ...one, file: join(place, one.path.slice('/data/'.length)) })),
    )
  } finally {
    await rm(aside, { recursive: true, force: true })
  }
}

const OFFERED = [
  {
    path: `/data/${NAME}.zip`,
    type: 'application/zip',
    summary:
      'Everything: each table as CSV and JSON Lines, with metadata as Data Package and CSV on the Web, and every item of the feed.',
  },
  {
    path: `/data/${NAME}.xlsx`,
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    summary: 'The tables as a workbook, with a sheet of notes.',
  },
  {
    path: `/data/${NAME}.sqlite`,
    type: 'application/vnd.sqlite3',
    summary: 'The tables as an SQLite database.',
  },
] as const
