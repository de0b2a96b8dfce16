// What do the published tables of employment and probation programmes record, month by month, and as revised?
import { defineBulk } from '../../src/collect/index.ts'
import { isOurs, nameIn, readRows } from './rows.ts'
import { tally } from './tally.ts'

const SEARCHES = [
  ['work and health programme statistics', 'department-for-work-pensions'],
  ['restart scheme statistics', 'department-for-work-pensions'],
  ['probation statistics', 'ministry-of-justice'],
] as const
const search = ([q, publisher]: readonly [string, string]): string =>
  `/api/search.json?${new URLSearchParams({
    q,
    filter_organisations: publisher,
    fields: 'link,title,public_timestamp',
    order: '-public_timestamp',
    count: '200',
  })}`

export default defineBulk({
  title: 'Tables of programmes: Work Programme, Work and Health Programme, Restart, probation',
  publisher: 'Department for Work and Pensions; Ministry of Justice',
  licence: 'OGL-3.0',
  cadence: '41 10 * * 4',
  baseUrl: 'https://www.gov.uk',
  // A release has some thousand cells.
  expected: { min: 1, max: 2_000_000 },
  limits: { bytes: 128 * 1024 ** 2 },
  notes:
    'No workbook of these series was at hand when this was written. The descriptions in tables.json follow the layout of the Work and Health Programme of August 2019 as code that read it shows it, and general practice since 2022; a sheet or heading that does not fit is named and left out. The search and the pages were never tried against the live service. No table says which sector a provider or subcontractor is of.',
  // Of GOV.UK only its own searches, and pages and files that are named for one of the programmes.
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    ((/^(www\.)?gov\.uk$/.test(url.hostname) &&
      ((url.pathname === '/api/search.json' &&
        SEARCHES.some(([words]) => url.searchParams.get('q') === words)) ||
        (url.pathname.startsWith('/api/content/government/') && isOurs(url.pathname)))) ||
      (url.hostname === 'assets.publishing.service.gov.uk' &&
        /^\/(media|government\/uploads)\//.test(url.pathname) &&
        isOurs(nameIn(url.href)))),
  start: () => ({
    pages: [
      // Seen in the evidence; the searches find what a collection has left out.
      '/api/content/government/collections/work-programme-statistics--2',
      ...SEARCHES.map(search),
    ],
  }),
  readRows,
  tally,
})
