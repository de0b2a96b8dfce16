// What do these files hold and add up to? Reads pages of a source of rows and tallies them, without a run or a store.
import { statSync } from 'node:fs'
import { splitRows } from '../../src/collect/aside.ts'
import type { Contribution, KeptRow, Row, Supplier } from '../../src/collect/bulk.ts'
import type { Issue } from '../../src/collect/errors.ts'
import { readRowsOf } from '../../src/collect/read-rows.ts'
import type { Lookups, Scraper } from '../../src/collect/scraper.ts'
import type { Observation } from '../../src/domain/nouns.ts'
import type { Label, Tri } from '../../src/domain/sector.ts'
import { aside, newFolder } from './aside-in-tests.ts'

export type ReadPages = { readonly rows: Row[]; readonly follow: string[]; readonly issues: Issue[] }

/** Rows of all files; a row that an earlier page gave is left as it was, as the store does. */
export async function readPages(
  scraper: Scraper,
  lookups: Lookups,
  files: readonly string[],
  url = `${scraper.baseUrl}/`,
): Promise<ReadPages> {
  const rows = new Map<string, Row>()
  const follow = new Set<string>()
  const issues: Issue[] = []
  for (const path of files) {
    const page = {
      url,
      captured: '2026-11-25T06:00:00.000Z',
      contentType: null,
      path,
      size: statSync(path).size,
    }
    await readRowsOf(scraper, lookups, page, {
      row: (row) => rows.set(`${row.kind} ${row.key}`, row),
      follow: (address) => follow.add(address),
      issue: (issue) => issues.push(issue),
    })
  }
  return { rows: [...rows.values()], follow: [...follow], issues }
}

/** The figures that rows add up to, when the registers say this of each supplier through every lens. */
export async function tallyOf(
  scraper: Scraper,
  rows: readonly Row[],
  today: string,
  says: (supplier: Supplier) => Tri,
  many = 1,
): Promise<{
  readonly observations: Observation[]
  readonly issues: Issue[]
  readonly contributionsOf: (id: string) => Contribution[]
}> {
  const issues: Issue[] = []
  const observations: Observation[] = []
  const contributions = new Map<string, Iterable<Contribution>>()
  const provenance = {
    url: 'https://example.org/',
    capture: 'sha256:0',
    captured: '2026-11-25T06:00:00.000Z',
  }
  const labelled = (supplier: Supplier): Label => {
    const label = says(supplier)
    const lenses = {
      charity: label,
      vcse: label,
      'social-enterprise': label,
      mutual: label,
      'trading-arm': label,
    }
    return { lenses, why: `an invented register says ${label}`, entry: null, contradictions: [] }
  }
  const ofKind: (kind: string | null) => AsyncIterable<KeptRow> = async function* (kind) {
    for (const row of rows) if (kind === null || row.kind === kind) yield { ...row, provenance }
  }
  const tallied = scraper.bulk?.tally?.({
    rows: ofKind,
    history: ofKind,
    parts: (field) => splitRows(ofKind, field, many, newFolder()),
    aside,
    classify: async (suppliers) => {
      for await (const _ of suppliers);
      return labelled
    },
    today,
    issue: (what, detail) => issues.push({ what, ...(detail === undefined ? {} : { detail }) }),
  })
  if (!tallied) throw new Error('expected a source with a tally')
  for await (const one of tallied) {
    if (!('observation' in one)) continue
    const { key, observation, contributions: lines } = one
    observations.push({ id: key, source: 'a-source', ...observation } as unknown as Observation)
    contributions.set(key, lines)
  }
  return { observations, issues, contributionsOf: (id) => [...(contributions.get(id) ?? [])] }
}
