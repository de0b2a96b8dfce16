// Who was named in the supply chains of employment programmes, and how many of them are of the voluntary sector?
import { defineBulk } from '../../src/collect/index.ts'
import { files } from './files.ts'
import { tally } from './tally.ts'

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
  handles: files.handles,
  start: () => ({ pages: files.searches }),
  readRows: files.readRows,
  tally,
})
