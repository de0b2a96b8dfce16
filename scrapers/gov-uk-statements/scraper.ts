// scrapers/gov-uk-statements: what did government say on GOV.UK? Found by the Search API, read from the Content API.
import { defineScraper, SourceChangedError } from '../../src/collect/index.ts'
import { LICENCE, readItem } from './item.ts'
import { readAnswer, startSearches } from './searches.ts'

const SEARCH = /^\/api\/search\.json$/
const CONTENT = /^\/api\/content\/.+/

export default defineScraper({
  title: 'Speeches, news, policy papers, consultations and guidance on GOV.UK',
  publisher: 'GOV.UK',
  licence: LICENCE,
  cadence: '41 4 * * *',
  baseUrl: 'https://www.gov.uk',
  // Every phrase is asked of one past year a day, so even a quiet day gives some. How many the first run gives is not
  // known: of the asked types 171,765 pages were indexed in 2017, and the questions name a part of them.
  expected: { min: 5, max: 60_000 },
  // The documented limit is ten requests a second; staff ask robots for less.
  pace: 2,
  // The first run asks some 3,600 questions before it reads a page; cut short, it would begin with them again.
  pages: 100_000,
  revisit: { afterDays: 30, perRun: 100 },
  notes:
    'Items of the Content API were tested on real payloads of 2013 to 2024, except detailed_guide, guide, statistical_data_set and the translation links of items in other languages. Rows of the Search API were never seen: they are read as its published source describes them. The total of an answer is carried to its next page in "c", which the API ignores. Attached files (PDF and others) are named and not read. An HTML attachment has its own date only; the day of its first version may stand in the change history of its parent.',
  handles: ({ hostname, pathname }) =>
    hostname === 'www.gov.uk' && (SEARCH.test(pathname) || CONTENT.test(pathname)),
  start: startSearches,
  parse(page, tools) {
    const { pathname } = new URL(page.url)
    if (SEARCH.test(pathname)) return readAnswer(page, tools)
    if (CONTENT.test(pathname)) return readItem(page, tools)
    throw new SourceChangedError(`expected an address of the Search API or the Content API, got ${page.url}`)
  },
})
