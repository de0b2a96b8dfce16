// Do all files of an export say the same, and do other people's programs read them?
import { execFileSync } from 'node:child_process'
import { createReadStream, existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import jsonld from 'jsonld'
import sqlite from 'node-sqlite3-wasm'
import CsvwParser from 'rdf-parser-csvw'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sheetRows } from '../../src/collect/formats/sheet.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { exportTo, FORMATS, FolderInUseError, makeDownloads, NAME } from '../../src/export/export.ts'
import { guard, unguard } from '../../src/export/lines.ts'
import { TABLES } from '../../src/export/tables.ts'
import { verify } from '../../src/verify/verify.ts'
import { unzip } from '../../src/verify/zip.ts'
import { realSite } from '../real-site.ts'

let folder: string
let whole: string
const site = await realSite()
const read = (name: string): string => readFileSync(join(whole, name), 'utf8')
const json = (name: string) => JSON.parse(read(name))

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'export-'))
  whole = join(folder, 'whole')
  await exportTo(whole, site.present, { formats: FORMATS, bom: false, changelog: '# Invented changelog\n' })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('an export', () => {
  it('has no differences by its own digests and the rule', async () => {
    const found = await verify(whole)
    expect(found.differences).toEqual([])
    expect(found.items).toBeGreaterThan(222)
  })

  it('is sound by sha256sum, as anybody would check it', () => {
    const out = execFileSync('sha256sum', ['--check', '--strict', 'SHA256SUMS'], {
      cwd: whole,
      encoding: 'utf8',
    })
    expect(
      out
        .trim()
        .split('\n')
        .every((line) => line.endsWith(': OK')),
    ).toBe(true)
  })

  it.each(TABLES)(
    '$name: CSV and JSON agree cell for cell, and the database counts the same',
    ({ name, columns, key }) => {
      const [head, ...rows] = parse(read(`csv/${name}.csv`)) as string[][]
      const objects = read(`jsonl/${name}.jsonl`)
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
      expect(head).toEqual(columns.map((column) => column.name))
      expect(rows.length).toBe(objects.length)
      for (const [index, row] of rows.entries()) {
        const object = objects[index]
        for (const [at, { name: column, type, required }] of columns.entries()) {
          const cell = row[at] ?? ''
          const value = object[column]
          const place = `${name}, row ${index + 1}, ${column}`
          if (value === null) {
            expect(cell, place).toBe('')
            expect(required, place).toBe(false)
          } else {
            expect(typeof value, place).toBe(type === 'integer' ? 'number' : type)
            expect(type === 'string' ? unguard(cell) : cell, place).toBe(String(value))
          }
        }
      }
      const keys = objects.map((object) => key.map((column) => object[column]).join('\u0000'))
      expect(new Set(keys).size).toBe(objects.length)

      const db = new sqlite.Database(join(whole, `${NAME}.sqlite`), { readOnly: true })
      expect(db.get(`SELECT count(*) AS n FROM "${name}"`)).toEqual({ n: objects.length })
      db.close()
    },
  )

  it('holds every claim, figure and change of a verdict that the site shows', () => {
    const count = (name: string): number => read(`jsonl/${name}.jsonl`).split('\n').filter(Boolean).length
    expect(count('claims')).toBe(site.ledger.claims.length)
    expect(count('observations')).toBe(site.ledger.measures.flatMap(({ figures }) => figures).length)
    expect(count('verdict_history')).toBe(
      site.ledger.claims.flatMap(({ claim }) => site.present.history(claim.id)).length,
    )
  })

  it('has no reference to a row that is not there', () => {
    const db = new sqlite.Database(join(whole, `${NAME}.sqlite`), { readOnly: true })
    expect(db.all('PRAGMA foreign_key_check')).toEqual([])
    expect(db.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' })
    expect(db.get('SELECT version FROM about')).toEqual({ version: json('datapackage.json').version })
    db.close()
  })

  it('says in each file what it is, how to cite it, its licence and its caveats', async () => {
    const { citation, description } = json('datapackage.json')
    const notes = (await readSheets(join(whole, `${NAME}.xlsx`))).get('notes')?.flat().join('\n')
    for (const words of [citation, 'Open Government Licence', 'It is never zero'])
      for (const text of [
        read('README.txt'),
        notes,
        read('csv/csv-metadata.json'),
        `${description}${citation}Open Government Licence`,
      ])
        expect(text).toContain(words)
  })

  it('is a Data Package by the published profile', async () => {
    const { Package } = await import('datapackage')
    const found = await Package.load(json('datapackage.json'), { basePath: whole, strict: true })
    expect(found.errors).toEqual([])
    expect(found.valid).toBe(true)
    expect(found.resources.length).toBe(TABLES.length)
    const claims = await found.getResource('claims').read({ keyed: true, cast: true })
    expect(claims.length).toBe(site.ledger.claims.length)
    const broken = { ...json('datapackage.json'), resources: [] }
    expect((await Package.load(broken)).valid).toBe(false)
  })

  it('is read by a reader of CSV on the Web, with every value that is there', async () => {
    // The context that the W3C publishes at http://www.w3.org/ns/csvw, as that library keeps it.
    const context = JSON.parse(
      readFileSync(join(PROJECT_DIR, 'node_modules/rdf-parser-csvw/test/support/csvw.json'), 'utf8'),
    )
    const documentLoader = async (url: string) => {
      if (url !== 'http://www.w3.org/ns/csvw') throw new Error(`expected no other context, got ${url}`)
      return { contextUrl: null, documentUrl: url, document: context }
    }
    const { tables, ...group } = json('csv/csv-metadata.json')
    expect(tables.length).toBe(TABLES.length)
    for (const table of tables) {
      const metadata = quadsOf(
        (await jsonld.toRDF(
          { '@context': group['@context'], ...table },
          { documentLoader },
        )) as unknown as Quad[],
      )
      const stream = new CsvwParser({ metadata, baseIRI: 'https://wvd.example/' }).import(
        createReadStream(join(whole, 'csv', table.url)),
      )
      let values = 0
      for await (const { predicate } of stream as AsyncIterable<Quad>)
        if (predicate.value.startsWith('https://wvd.example/#')) values += 1
      const objects = read(`jsonl/${table.url.replace('.csv', '.jsonl')}`)
        .split('\n')
        .filter(Boolean)
      const present = objects.flatMap((line) =>
        Object.values(JSON.parse(line)).filter((cell) => cell !== null),
      )
      expect(values, table.url).toBe(present.length)
    }
  })

  it('holds the same in the workbook, and no cell is a formula', async () => {
    const sheets = await readSheets(join(whole, `${NAME}.xlsx`))
    for (const { name, columns } of TABLES) {
      const [head, ...rows] = sheets.get(name) ?? []
      const objects = read(`jsonl/${name}.jsonl`)
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line))
      expect(head, name).toEqual(columns.map((column) => column.name))
      const cells = objects.map((object) =>
        columns.map((column) => (object[column.name] === null ? '' : String(object[column.name]))),
      )
      const padded = rows.map((row) => columns.map((_, index) => row[index] ?? ''))
      expect(padded.map((row) => row.join('\u0000').toLowerCase())).toEqual(
        cells.map((row) => row.join('\u0000').toLowerCase()),
      )
    }
    for (const [part, bytes] of unzip(readFileSync(join(whole, `${NAME}.xlsx`)), NAME, 2 ** 28))
      expect(bytes.includes('<f>'), part).toBe(false)
  })

  it('opens in LibreOffice', (context) => {
    const office = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path))
    if (office === undefined) {
      context.skip('LibreOffice is not installed: apt-get install libreoffice-calc-nogui')
      return
    }
    const out = join(folder, 'office')
    execFileSync(
      office,
      [
        '--headless',
        `-env:UserInstallation=file://${join(folder, 'profile')}`,
        '--convert-to',
        'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1',
        '--outdir',
        out,
        join(whole, `${NAME}.xlsx`),
      ],
      { stdio: 'ignore' },
    )
    const rows = parse(readFileSync(join(out, `${NAME}-claims.csv`), 'utf8'), {
      relax_column_count: true,
    }) as string[][]
    expect(rows.length - 1).toBe(site.ledger.claims.length)
    expect(rows[1]?.[0]).toBe(site.ledger.claims[0]?.claim.id)
  }, 120_000)

  it('is the same, byte for byte, when it is made again', async () => {
    const again = join(folder, 'again')
    await exportTo(again, site.present, { formats: FORMATS, bom: false, changelog: '# Invented changelog\n' })
    expect(readFileSync(join(again, 'SHA256SUMS'), 'utf8')).toBe(read('SHA256SUMS'))
  })

  it('puts a byte order mark before CSV when asked, and leaves out what was not asked for', async () => {
    const some = join(folder, 'some')
    await exportTo(some, site.present, { formats: ['csv'], bom: true, changelog: null })
    expect(readFileSync(join(some, 'csv/claims.csv')).subarray(0, 3)).toEqual(Buffer.from('\ufeff'))
    expect((await readdir(some)).sort()).toEqual([
      'README.txt',
      'SHA256SUMS',
      'csv',
      'datapackage.json',
      'items.jsonl',
    ])
  })

  it('replaces a folder only when told to, and leaves it whole when it fails', async () => {
    const place = join(folder, 'mine')
    await mkdir(place)
    await writeFile(join(place, 'notes.txt'), 'of the reader')
    const options = { formats: ['jsonl'], bom: false, changelog: null } as const
    await expect(exportTo(place, site.present, options)).rejects.toThrow(FolderInUseError)
    const failing = {
      ...options,
      onFile: () => {
        throw new Error('invented failure')
      },
    }
    await expect(exportTo(place, site.present, failing, true)).rejects.toThrow('invented failure')
    expect(await readdir(place)).toEqual(['notes.txt'])
    await exportTo(place, site.present, options, true)
    expect(await readdir(place)).toContain('items.jsonl')
    await expect(exportTo(join(place, 'items.jsonl'), site.present, options)).rejects.toThrow(
      'expected a folder',
    )
    expect((await readdir(folder)).filter((name) => name.includes('.part-'))).toEqual([])
  })
})

describe('files to download', () => {
  it('are a zip that verifies, a workbook and a database, and older ones are taken away', async () => {
    const place = join(folder, 'exports')
    await mkdir(join(place, '2020-01-01.000000000000'), { recursive: true })
    const made = await makeDownloads(place, site.present, null)
    expect(made.map(({ path }) => path)).toEqual([
      `/data/${NAME}.zip`,
      `/data/${NAME}.xlsx`,
      `/data/${NAME}.sqlite`,
    ])
    expect((await verify(made[0]?.file ?? '')).differences).toEqual([])
    const [first = ''] = await readdir(place)
    expect(first).toBe(`2026-11-24.${site.ledger.dataVersion}`)
    expect((await readdir(place)).length).toBe(1)
    const again = await makeDownloads(place, site.present, null)
    expect(again.map(({ sha256 }) => sha256)).toEqual(made.map(({ sha256 }) => sha256))
  })
})

describe('the guard against formulas', () => {
  it.each(['=1+1', '+44 20', '-5', '@SUM(A1)', '\t=1', ' =1', "'tis", "''", 'plain', '3.5', '“quoted”'])(
    '%j comes back as it was',
    (text) => {
      expect(unguard(guard(text))).toBe(text)
      expect(guard(text)).not.toMatch(/^\s*[=+\-@]/)
    },
  )
})

/** The rows of each sheet, as they are shown. */
async function readSheets(path: string): Promise<Map<string, string[][]>> {
  const sheets = new Map<string, string[][]>()
  for await (const { sheet, cells } of sheetRows({ path }))
    sheets.set(sheet, [...(sheets.get(sheet) ?? []), cells.map(({ text }) => text)])
  return sheets
}

interface Term {
  readonly termType: string
  readonly value: string
  readonly datatype?: Term
  readonly equals?: (other?: Term | null) => boolean
}
interface Quad {
  readonly subject: Term
  readonly predicate: Term
  readonly object: Term
}

const termOf = (term: Term): Term => ({
  ...term,
  ...(term.datatype ? { datatype: termOf(term.datatype) } : {}),
  equals: (other) => other?.termType === term.termType && other.value === term.value,
})
const quadsOf = (quads: readonly Quad[]): Quads =>
  new Quads(
    quads.map(({ subject, predicate, object }) => ({
      subject: termOf(subject),
      predicate: termOf(predicate),
      object: termOf(object),
    })),
  )

/** The little of a dataset that the reader asks for. */
class Quads {
  private readonly quads: readonly Quad[]
  constructor(quads: readonly Quad[]) {
    this.quads = quads
  }
  match(subject?: Term | null, predicate?: Term | null, object?: Term | null): Quads {
    const same = (a: Term | null | undefined, b: Term): boolean => !a || a.value === b.value
    return new Quads(
      this.quads.filter(
        (quad) => same(subject, quad.subject) && same(predicate, quad.predicate) && same(object, quad.object),
      ),
    )
  }
  [Symbol.iterator](): Iterator<Quad> {
    return this.quads[Symbol.iterator]()
  }
}
