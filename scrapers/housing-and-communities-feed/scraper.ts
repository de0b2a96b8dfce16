// scrapers/housing-and-communities-feed: what did the Ministry of Housing, Communities and Local Government publish lately? Excerpts; the pages themselves are read by others.
import { defineFeed } from '../../src/collect/index.ts'

const FINDERS = ['news-and-communications', 'policy-papers-and-consultations']

export default defineFeed({
  title:
    'Ministry of Housing, Communities and Local Government: news, policy papers and consultations (feeds)',
  publisher: 'GOV.UK',
  licence: 'OGL-UK-3.0',
  cadence: '23 */6 * * *',
  expected: { min: 1, max: 500 },
  body: 'Ministry of Housing, Communities and Local Government',
  url: FINDERS.map(
    (finder) =>
      `https://www.gov.uk/search/${finder}.atom?organisations[]=ministry-of-housing-communities-local-government`,
  ),
  notes:
    'Addresses of finders and the shape of their feeds are from the publisher’s code; no real feed was at hand. ' +
    'An entry gives a summary, often cut, and the day of the last major change, not of the words. ' +
    'A finder leaves some pages out by filters of its own, and shows the newest only.',
})
