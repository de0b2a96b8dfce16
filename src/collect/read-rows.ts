// What rows does a page hold? One after another, each looked at before it is passed on.
import type { BulkPage, Row } from './bulk.ts'
import type { Issue } from './errors.ts'
import { flawOf } from './finding.ts'
import type { Json } from './port.ts'
import { lookupIn } from './reading.ts'
import type { Lookups, Scraper } from './scraper.ts'

export type RowsTold = {
  readonly row: (row: Row) => void
  readonly follow: (address: string) => void
  readonly issue: (issue: Issue) => void
}

/**
 * Reads a page of rows to its end. A row that cannot be kept becomes an issue.
 * @returns how many rows were told.
 * @throws SourceChangedError when the page has another shape.
 */
export async function readRowsOf(
  scraper: Pick<Scraper, 'bulk'>,
  lookups: Lookups,
  page: BulkPage,
  told: RowsTold,
  pause: () => Promise<void> = async () => {},
): Promise<number> {
  const issue = (what: string, detail?: Json): void =>
    told.issue({ what, ...(detail === undefined ? {} : { detail }) })
  const tools = {
    lookup: <T extends Json>(name: string, word: string) => lookupIn(lookups, name, word) as T,
    issue,
  }
  let rows = 0
  if (!scraper.bulk) throw new Error('expected a source of rows')
  for await (const one of scraper.bulk.readRows(page, tools)) {
    await pause()
    if ('follow' in one && !('kind' in one)) {
      const address = String(one.follow)
      if (URL.canParse(address, page.url)) told.follow(new URL(address, page.url).href.replace(/#.*$/, ''))
      else issue('an address to follow cannot be read', address.slice(0, 200))
      continue
    }
    const { kind, key, ...rest } = one as Row
    const flaw = flawOf({ kind, key, payload: rest })
    if (flaw) issue(`a row was left out: ${flaw}`, { kind: String(kind), key: String(key).slice(0, 120) })
    else {
      rows += 1
      told.row(one as Row)
    }
  }
  return rows
}
