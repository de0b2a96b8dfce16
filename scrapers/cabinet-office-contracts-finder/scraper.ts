// scrapers/cabinet-office-contracts-finder: who was awarded contracts in England, by the notices on Contracts Finder?
import { dayPlus, defineBulk, windowsOf } from '../../src/collect/index.ts'
import { readRows } from './rows.ts'
import { tally } from './tally.ts'

const SEARCH = '/Published/Notices/OCDS/Search'

export default defineBulk({
  title: 'Contracts Finder: award notices',
  publisher: 'Cabinet Office',
  licence: 'OGL-UK-3.0',
  cadence: '47 4 * * 3-6',
  baseUrl: 'https://www.contractsfinder.service.gov.uk',
  // Since February 2025 only what was begun before, and call-offs. How many a day is not known here.
  expected: { min: 1, max: 2_000_000 },
  // Too many requests are answered by 403 as well as 429; who reads it daily waits five minutes then. The path is in the
  // same list of the firewall as Find a Tender's: 12 requests in 120 seconds. A higher limit agreed with the Cabinet
  // Office would lift it.
  pace: 10,
  busy: [403],
  retry: { base: 300_000, most: 600_000 },
  notes:
    'Tested on notices of 2020 that were kept by others in two spellings of the generation before October 2022; the ' +
    'generation since is read as documentation and code that reads it describe it. Award values do not say whether VAT is in them.',
  handles: ({ protocol, hostname, pathname }) =>
    /^https?:$/.test(protocol) &&
    /^(www\.)?contractsfinder\.service\.gov\.uk\.?$/i.test(hostname) &&
    /^\/Published\/(Notices\/OCDS\/Search|OCDS\/(Record|Release)\/[\w-]+|Notice\/(records|releases|OCDS)\/[\w-]+(\.json)?)\/?$/i.test(
      pathname,
    ),
  // Fifteen days of older notices a run. Times are UK local; a window begins an hour before its first day.
  start: (standing) => {
    const { windows, cursor } = windowsOf(standing, { first: '2016-11-01', overlap: 1, step: 15 })
    const pages = windows.map(
      ({ from, to }) =>
        `${SEARCH}?publishedFrom=${dayPlus(from, -1)}T23:00:00&publishedTo=${to}T23:59:59&limit=100`,
    )
    return { pages, cursor }
  },
  readRows,
  tally,
})
