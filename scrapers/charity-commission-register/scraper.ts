// Who is on the register of charities of England and Wales, since when, and what did they get from government?
import { defineBulk } from '../../src/collect/index.ts'
import { readRows, TABLES, tableIn } from './rows.ts'
import { tally } from './tally.ts'

const HOST = 'ccewuksprdoneregsadata1.blob.core.windows.net'

export default defineBulk({
  title: 'Register of charities: public extract',
  publisher: 'Charity Commission for England and Wales',
  licence: 'OGL-3.0',
  // The extract is made anew every night; the register's answers change slowly.
  cadence: '41 3 * * 0',
  baseUrl: `https://${HOST}`,
  // About 400,000 rows of charities, linked and removed ones included, and five periods of those registered.
  expected: { min: 100_000, max: 6_000_000 },
  limits: { bytes: 1024 ** 3, time: 1_800_000 },
  notes:
    'No untouched extract was at hand when this was written: tables and fields come from the Commission’s own list of them, the layout of the files from people who read them. The tab-separated family of the same tables is read too, and never fetched: text with line breaks is lost in it. The table of trustees is never fetched. The files hold the last five periods only: an older year stands as the last extract read here has it that held it whole.',
  handles: (url) => /^https?:$/.test(url.protocol) && url.hostname === HOST && tableIn(url) !== null,
  start: () => ({ pages: TABLES.map((table) => `/data/json/publicextract.${table}.zip`) }),
  readRows,
  tally,
})
