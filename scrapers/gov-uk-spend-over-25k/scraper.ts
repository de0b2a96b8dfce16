// What did departments pay, line by line over 25,000 pounds, and how much of it to charities?
import { defineBulk } from '../../src/collect/index.ts'
import { isAboutSpending, readRows } from './rows.ts'
import { tally } from './tally.ts'

const WORDS = 'spending over 25000'
const SEARCH = `/api/search.json?${new URLSearchParams({
  q: WORDS,
  filter_content_store_document_type: 'transparency',
  fields: 'link,title,public_timestamp',
  order: '-public_timestamp',
  count: '200',
})}`

export default defineBulk({
  title: 'Departments’ spending over £25,000',
  publisher: 'UK government departments, on GOV.UK',
  licence: 'OGL-3.0',
  cadence: '23 4 * * 2',
  baseUrl: 'https://www.gov.uk',
  // A department has 50 to 5,000 lines a month, and a run that finds no new file still lists the old ones.
  expected: { min: 1, max: 5_000_000 },
  pages: 3000,
  limits: { bytes: 512 * 1024 ** 2 },
  notes:
    'No untouched file of a department was at hand when this was written: layouts come from the guidance of HM Treasury and from the lists of variants that others collected, and only rows of HM Treasury that somebody else had converted (January and February 2025) were read. The search for files was never tried against the live service. Old .xls files, PDFs and web pages are named and not read.',
  // Of GOV.UK only its own search and pages whose address speaks of such spending; of files any, for their names say little.
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    ((/^(www\.)?gov\.uk$/.test(url.hostname) &&
      ((url.pathname === '/api/search.json' && url.searchParams.get('q') === WORDS) ||
        (url.pathname.startsWith('/api/content/') && isAboutSpending(url.pathname)))) ||
      (url.hostname === 'assets.publishing.service.gov.uk' &&
        /^\/(media|government\/uploads)\//.test(url.pathname))),
  start: () => ({ pages: [SEARCH] }),
  readRows,
  tally,
})
