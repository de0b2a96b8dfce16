// scrapers/cabinet-office-find-a-tender: who was awarded public contracts, by every notice on Find a Tender?
import { defineBulk } from '../../src/collect/index.ts'
import { readRows } from './rows.ts'
import { tally } from './tally.ts'

const API = '/api/1.0/ocdsReleasePackages'
/** The day from which notices under the Procurement Act 2023 carry the flag. */
const FIRST = '2025-02-24'
const WEEK = 7 * 86_400_000

export default defineBulk({
  title: 'Find a Tender: notices of the Procurement Act',
  publisher: 'Cabinet Office',
  licence: 'OGL-UK-3.0',
  // Not on Sunday and Monday: a weekend has one to seven notices, a weekday 370 to 470 (September 2026).
  cadence: '23 5 * * 2-6',
  baseUrl: 'https://www.find-tender.service.gov.uk',
  // A weekday gives about 450 procurement rows and 600 award rows; a first run gives 21 months of them.
  expected: { min: 20, max: 2_000_000 },
  // The service's firewall allows 12 requests in 120 seconds per address on this path, then answers 429 with Retry-After:
  // 120, or with the words "12 request limit in 2 minute exceeded" and no header (December 2025). A key, or a higher
  // limit agreed with the Cabinet Office, would lift it.
  pace: 10,
  retry: { base: 120_000, most: 300_000 },
  notes:
    'Tested on real UK1, UK4, UK6 and UK15 notices and on one notice before the Act; UK5, UK7, UK10, UK11 and UK12 ' +
    'notices, record packages and the codes of terminations are read as the published schema describes them.',
  // Only the live service: www-tpp and www-integration hold test data. Notice pages are never read; the API says it all.
  handles: ({ protocol, hostname, pathname }) =>
    /^https?:$/.test(protocol) &&
    /^www\.find-tender\.service\.gov\.uk\.?$/i.test(hostname) &&
    /^\/api\/1\.0\/ocds(Release|Record)Packages(\/[\w-]+)?\/?$/i.test(pathname),
  start: ({ cursor, since, today }) => ({
    pages: windows(since ?? dayIn(cursor) ?? FIRST, today),
    cursor: today,
  }),
  readRows,
  tally,
})

const dayIn = (cursor: unknown): string | null =>
  typeof cursor === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(cursor) ? cursor : null

/**
 * Windows of a week. The service reads their times as UK local time, so they name no zone, and each begins an hour before
 * the last one ended: what is read twice has the same release ids.
 */
function windows(from: string, today: string): string[] {
  const pages: string[] = []
  const last = Date.parse(`${today}T00:00:00Z`)
  for (let at = Math.min(Date.parse(`${from}T00:00:00Z`), last); at <= last; at += WEEK) {
    const start = new Date(at - 3_600_000).toISOString().slice(0, 19)
    const end = new Date(Math.min(at + WEEK, last + 86_400_000) - 1000).toISOString().slice(0, 19)
    pages.push(`${API}?updatedFrom=${start}&updatedTo=${end}&limit=100`)
  }
  return pages
}
