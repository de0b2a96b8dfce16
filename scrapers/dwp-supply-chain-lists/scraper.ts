// Who was named in the supply chains of employment programmes, and how many of them are of the voluntary sector?
import { defineBulk } from '../../src/collect/index.ts'
import { isList, nameIn, readRows } from './rows.ts'
import { tally } from './tally.ts'

const WORDS = 'supply chain subcontractors list'
const SEARCH = `/api/search.json?${new URLSearchParams({
  q: WORDS,
  filter_organisations: 'department-for-work-pensions',
  fields: 'link,title,public_timestamp',
  order: '-public_timestamp',
  count: '200',
})}`

export default defineBulk({
  title: 'Supply-chain lists: Work Programme, Work and Health Programme, Restart',
  publisher: 'Department for Work and Pensions',
  licence: 'OGL-3.0',
  cadence: '29 10 * * 3',
  baseUrl: 'https://www.gov.uk',
  // A list of a whole programme has some thousand places; most runs find no new one.
  expected: { min: 0, max: 100_000 },
  limits: { bytes: 64 * 1024 ** 2 },
  notes:
    'No list was at hand when this was written: they are known to be published as spreadsheets at odd times, with a line for each subcontractor of each contract and the sector as it describes itself. Lists in PDF are named and not read. A heading or a word for a sector that lookups.json does not explain is named. The search was never tried against the live service.',
  // Of GOV.UK only its own search, and pages and files that are named for supply chains or subcontractors.
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    ((/^(www\.)?gov\.uk$/.test(url.hostname) &&
      ((url.pathname === '/api/search.json' && url.searchParams.get('q') === WORDS) ||
        (url.pathname.startsWith('/api/content/government/') && isList(url.pathname)))) ||
      (url.hostname === 'assets.publishing.service.gov.uk' &&
        /^\/(media|government\/uploads)\//.test(url.pathname) &&
        isList(nameIn(url)))),
  start: () => ({ pages: [SEARCH] }),
  readRows,
  tally,
})
