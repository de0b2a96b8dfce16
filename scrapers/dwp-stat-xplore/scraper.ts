// How many people were referred to a programme, started and found work, by the department's own tables?
import { defineBulk } from '../../src/collect/index.ts'
import { bodyFor, SCHEMA } from './questions.ts'
import { readRows } from './rows.ts'
import { tally } from './tally.ts'

export default defineBulk({
  title: 'Stat-Xplore: Work Programme, Work and Health Programme, Restart',
  publisher: 'Department for Work and Pensions',
  licence: 'OGL-3.0',
  cadence: '37 11 * * 2',
  baseUrl: 'https://stat-xplore.dwp.gov.uk',
  // The schema has some thousand entries; a table by month has some hundred cells.
  expected: { min: 1, max: 1_000_000 },
  key: {
    setting: 'STAT_XPLORE_KEY',
    header: 'APIKey',
    how: 'a free account at https://stat-xplore.dwp.gov.uk shows it under Account, Open Data API Access',
  },
  notes:
    'Tables were read against two real answers about Universal Credit, one of them a month apart. The schema was never seen: its shape is from the service’s documentation, and the databases of the programmes are found by their names. Their fields of contract area and provider say nothing of a provider’s sector. Figures are adjusted at random by small amounts: parts need not add up to totals, and are never made to.',
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    url.hostname === 'stat-xplore.dwp.gov.uk' &&
    /^\/webapi\/rest\/v1\/(table|schema(\/.*)?)$/.test(url.pathname),
  start: () => ({ pages: [SCHEMA] }),
  post: bodyFor,
  readRows,
  tally,
})
