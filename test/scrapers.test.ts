// Does every scraper read its fixtures exactly? One loop over scrapers/*/fixtures finds them all.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Row } from '../src/collect/bulk.ts'
import { discoverSources } from '../src/collect/discover.ts'
import type { Issue } from '../src/collect/errors.ts'
import type * as Parsing from '../src/collect/parse-page.ts'
import type * as RowReading from '../src/collect/read-rows.ts'
import type { Source } from '../src/collect/scraper.ts'
import { PROJECT_DIR } from '../src/config.ts'

const indexSchema = z.strictObject({
  /** Fixtures are written for the tests; this says so, and whose shape they have. */
  note: z.string().regex(/invented/i, 'expected the note to say that the pages are invented'),
  pages: z.record(z.string(), z.strictObject({ url: z.url(), contentType: z.string().nullable() })),
})

/** What a source gives for a page: findings, or rows, with what to follow and what was odd. */
async function readFixture(
  { scraper, lookups }: Source,
  path: string,
  url: string,
  contentType: string | null,
) {
  const captured = '2026-01-01T00:00:00.000Z'
  if (!scraper.bulk)
    return parsePage(scraper, lookups, { url, status: 200, captured, contentType, bytes: readFileSync(path) })
  const told = { rows: [] as Row[], follow: [] as string[], issues: [] as Issue[] }
  const page = { url, captured, contentType, path, size: statSync(path).size }
  await readRowsOf(scraper, lookups, page, {
    row: (row) => told.rows.push(row),
    follow: (address) => told.follow.push(address),
    issue: (issue) => told.issues.push(issue),
  })
  return told
}

const folder = join(PROJECT_DIR, 'scrapers')
// The compiled readers: compiled scrapers throw their errors and open their tables, not those of the sources.
const compiled = (file: string): string =>
  pathToFileURL(join(PROJECT_DIR, 'dist', 'src', 'collect', file)).href
const { parsePage } = (await import(/* @vite-ignore */ compiled('parse-page.js'))) as typeof Parsing
const { readRowsOf } = (await import(/* @vite-ignore */ compiled('read-rows.js'))) as typeof RowReading
const { sources, broken } = await discoverSources(PROJECT_DIR)

it('finds every scraper sound', () => {
  expect(broken).toEqual([])
  expect(sources.length).toBeGreaterThan(0)
})

describe.each(sources.map((source) => ({ id: source.id, source })))('$id', ({ id, source }) => {
  const fixtures = join(folder, id, 'fixtures')
  const index = existsSync(join(fixtures, 'index.json'))
    ? indexSchema.parse(JSON.parse(readFileSync(join(fixtures, 'index.json'), 'utf8')))
    : { pages: {} }
  const pages = Object.entries(index.pages)

  it('has fixtures, and names each of them', () => {
    const files = existsSync(fixtures) ? readdirSync(fixtures) : []
    const named = new Set(['index.json', ...pages.flatMap(([file]) => [file, `${file}.expected.json`])])
    expect(pages.length).toBeGreaterThan(0)
    expect(files.filter((file) => !named.has(file))).toEqual([])
  })

  it.each(pages)('reads %s as expected', async (file, { url, contentType }) => {
    expect(source.scraper.handles(new URL(url))).toBe(true)
    const parsed = await readFixture(source, join(fixtures, file), url, contentType)
    const expected = join(fixtures, `${file}.expected.json`)
    if (!existsSync(expected)) {
      if (!process.env.CI) writeFileSync(expected, `${JSON.stringify(parsed, null, 2)}\n`)
      expect.fail(`${expected} was missing; it holds what was read now: review it line by line`)
    }
    expect(parsed).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
  })
})
