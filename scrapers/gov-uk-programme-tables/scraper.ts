// What do the published tables of employment and probation programmes record, month by month, and as revised?
import { defineBulk } from '../../src/collect/index.ts'
import { files } from './files.ts'
import { tally } from './tally.ts'

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
    'No workbook of these series was at hand when this was written. The descriptions in tables.json follow the layout of the Work and Health Programme of August 2019 as code that read it shows it, and general practice since 2022; a sheet, title or heading that does not fit is named and left out. Starts by month of referral and job outcomes by month of start are in those tables too, and are no figures of that month. The search and the pages were never tried against the live service. No table says which sector a provider or subcontractor is of.',
  handles: files.handles,
  start: () => ({
    pages: [
      // Seen in the evidence; the searches find what a collection has left out.
      '/api/content/government/collections/work-programme-statistics--2',
      ...files.searches,
    ],
  }),
  readRows: files.readRows,
  tally,
})
