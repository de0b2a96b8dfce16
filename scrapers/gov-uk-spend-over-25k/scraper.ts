// What did departments pay, line by line over 25,000 pounds, and how much of it to charities?
import { catalogueLeads, defineBulk } from '../../src/collect/index.ts'
import { files, isAboutSpending } from './files.ts'
import { tally } from './tally.ts'

/** What to ask for where the catalogue leads to a file of GOV.UK, or to a page for readers; null for other hosts. */
function toAsk(url: URL): string | null {
  const isPage = /^(www\.)?gov\.uk$/.test(url.hostname) && url.pathname.startsWith('/government/')
  const asked = isPage ? new URL(`/api/content${url.pathname}`, url) : url
  return files.handles(asked) ? asked.href : null
}

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
    'No untouched file of a department was at hand when this was written: layouts come from the guidance of HM Treasury and from the lists of variants that others collected, and rows of HM Treasury that somebody else had converted (January and February 2025), and the headings that seven departments printed in November 2025, as others have kept them. The search for files was never tried against the live service. Of the files that data.gov.uk lists, those that lie on GOV.UK are read. Old .xls files, PDFs and web pages are named and not read.',
  handles: files.handles,
  leads: catalogueLeads(isAboutSpending, toAsk),
  start: ({ leads }) => ({ pages: [...files.searches, ...leads] }),
  readRows: files.readRows,
  tally,
})
