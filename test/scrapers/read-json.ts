// What does a scraper make of a JSON answer at an address? For tests that write the answer themselves.
import { parsePage } from '../../src/collect/parse-page.ts'
import type { Scraper } from '../../src/collect/scraper.ts'

export const readJsonWith = (scraper: Scraper) => (url: string, body: unknown) =>
  parsePage(
    scraper,
    {},
    {
      url,
      status: 200,
      captured: '2026-01-01T00:00:00.000Z',
      contentType: 'application/json',
      bytes: new TextEncoder().encode(JSON.stringify(body)),
    },
  )
