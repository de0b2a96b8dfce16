// How much do charities get from government, by the yearly Almanac of the sector's own council?
import { defineBulk } from '../../src/collect/index.ts'
import { isAlmanac, readRows } from './rows.ts'
import { tally } from './tally.ts'

export default defineBulk({
  title: 'UK Civil Society Almanac',
  publisher: 'NCVO',
  licence: 'CC-BY-NC-4.0',
  cadence: '7 6 3 * *',
  baseUrl: 'https://data.ncvo.org.uk',
  // A handful of tables with some hundred cells each.
  expected: { min: 0, max: 50_000 },
  notes:
    'Read against the tables of the edition of 2016 alone. Figures are quoted with attribution; the tables themselves may not be passed on (non-commercial licence). The two CSV files of that edition name no year, so their cells are recorded and give no figures unless their address names the edition. They count the income of charities from government, not spending of government that goes to charities. The site’s pages were never tried live.',
  handles: isAlmanac,
  start: () => ({ pages: ['/'] }),
  readRows,
  tally,
})
