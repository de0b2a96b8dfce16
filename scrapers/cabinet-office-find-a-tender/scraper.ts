// scrapers/cabinet-office-find-a-tender: who was awarded public contracts, by every notice on Find a Tender?
import { dayPlus, defineBulk, type Window, windowsOf } from '../../src/collect/index.ts'
import { readRows } from './rows.ts'
import { tally } from './tally.ts'

const API = '/api/1.0/ocdsReleasePackages'
/** The day from which notices under the Procurement Act 2023 carry the flag. */
const FIRST = '2025-02-24'

export default defineBulk({
  title: 'Find a Tender: notices of the Procurement Act',
  publisher: 'Cabinet Office',
  licence: 'OGL-UK-3.0',
  // Not on Sunday and Monday: a weekend has one to seven notices, a weekday 370 to 470 (September 2026).
  cadence: '23 5 * * 2-6',
  baseUrl: 'https://www.find-tender.service.gov.uk',
  // A weekday gives about 450 procurement rows and 600 award rows.
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
  // Four weeks of older notices a run, about 90 requests, until the first is reached.
  start: (standing) => {
    const { windows, cursor } = windowsOf(standing, { first: FIRST, overlap: 1, step: 28 })
    return { pages: windows.map(addressOf), cursor }
  },
  readRows,
  tally,
})

/**
 * The service reads times as UK local time, so they name no zone, and a window begins an hour before its first day: what
 * is read twice has the same release ids.
 */
const addressOf = ({ from, to }: Window): string =>
  `${API}?updatedFrom=${dayPlus(from, -1)}T23:00:00&updatedTo=${to}T23:59:59&limit=100`
