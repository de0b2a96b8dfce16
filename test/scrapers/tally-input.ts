// Runs a source of rows on pages, and its tally on the rows, as the machinery does, with registers that a test makes up.
import { createHash } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import { splitRows } from '../../src/collect/aside.ts'
import type { Contribution, KeptRow, Supplier, Tally, TallyInput } from '../../src/collect/bulk.ts'
import { readRowsOf } from '../../src/collect/read-rows.ts'
import type { Lookups, Scraper } from '../../src/collect/scraper.ts'
import type { Listing } from '../../src/domain/ladder.ts'
import { type Label, LENSES, type Tri } from '../../src/domain/sector.ts'
import { aside, newFolder } from '../collect/aside-in-tests.ts'

export type PlayedPage = { readonly url: string; readonly path: string; readonly captured?: string }

/** All rows of some pages in the order given, addresses to follow, and what was odd. */
export async function readPages(scraper: Scraper, lookups: Lookups, pages: readonly PlayedPage[]) {
  const told = { rows: [] as KeptRow[], follow: [] as string[], issues: [] as string[] }
  for (const { url, path, captured = '2026-01-01T00:00:00.000Z' } of pages) {
    const capture = `sha256:${createHash('sha256').update(readFileSync(path)).digest('hex')}`
    const page = { url, path, captured, contentType: null, size: statSync(path).size }
    await readRowsOf(scraper, lookups, page, {
      row: (row) => told.rows.push({ ...row, provenance: { url, capture, captured } }),
      follow: (address) => told.follow.push(address),
      issue: ({ what }) => told.issues.push(what),
    })
  }
  return told
}

const labelled = (charity: Tri, why: string): Label => ({
  lenses: Object.fromEntries(
    LENSES.map((lens) => [lens, lens === 'charity' ? charity : 'unknown']),
  ) as Label['lenses'],
  why,
  entry: null,
  contradictions: [],
})

/** What the rows add up to, by key. `charities` are the names on the register; `others` are known to be none; `many` is the number of parts. */
export async function tallyOf(
  tally: Tally | undefined,
  rows: readonly KeptRow[],
  register: { readonly charities?: readonly string[]; readonly others?: readonly string[] } = {},
  many = 1,
) {
  const issues: string[] = []
  const asked: Supplier[] = []
  const inOrder = [...rows].sort((a, b) =>
    a.provenance.captured < b.provenance.captured
      ? -1
      : a.provenance.captured > b.provenance.captured
        ? 1
        : 0,
  )
  const newest = new Map(inOrder.map(({ provenance }) => [provenance.url, provenance.capture]))
  const ofKind: (kind: string | null) => AsyncIterable<KeptRow> = async function* (kind) {
    for (const row of inOrder)
      if ((kind === null || row.kind === kind) && newest.get(row.provenance.url) === row.provenance.capture)
        yield row
  }
  const history: TallyInput['history'] = async function* (kind, choose = (all) => all) {
    const those = inOrder.filter((row) => row.kind === kind)
    const captures = new Map(those.map(({ provenance }) => [JSON.stringify(provenance), provenance]))
    for (const chosen of choose([...captures.values()]))
      yield* those.filter(({ provenance }) => JSON.stringify(provenance) === JSON.stringify(chosen))
  }
  const input: TallyInput = {
    rows: ofKind,
    history,
    parts: (field) => splitRows(ofKind, field, many, newFolder()),
    aside,
    classify: async (suppliers) => {
      for await (const supplier of suppliers) asked.push(supplier)
      return ({ name }) =>
        register.charities?.includes(name)
          ? labelled('yes', 'on the invented register')
          : register.others?.includes(name)
            ? labelled('no', 'a company')
            : labelled('unknown', 'on no register')
    },
    today: '2026-11-23',
    issue: (what) => issues.push(what),
  }
  const figures = new Map<string, { observation: Record<string, unknown>; contributions: Contribution[] }>()
  if (!tally) throw new Error('expected a source with a tally')
  const listings: Listing[] = []
  for await (const one of tally(input)) {
    if ('listing' in one) listings.push(one.listing)
    if (!('observation' in one)) continue
    const { key, observation, contributions } = one
    if (figures.has(key)) throw new Error(`two figures have the key ${key}`)
    figures.set(key, { observation, contributions: [...contributions] })
  }
  return { figures, issues, asked, listings }
}
