// scrapers/work-and-pensions-feed: what did the Department for Work and Pensions publish lately? Excerpts; the pages themselves are read by others.
import { defineFeed } from '../../src/collect/index.ts'

const FINDERS = ['news-and-communications', 'policy-papers-and-consultations']

export default defineFeed({
  title: 'Department for Work and Pensions: news, policy papers and consultations (feeds)',
  publisher: 'GOV.UK',
  licence: 'OGL-UK-3.0',
  cadence: '14 */6 * * *',
  expected: { min: 1, max: 500 },
  body: 'Department for Work and Pensions',
  url: FINDERS.map(
    (finder) => `https://www.gov.uk/search/${finder}.atom?organisations[]=department-for-work-pensions`,
  ),
  notes:
    'Addresses of finders and the shape of their feeds are from the publisher’s code; no real feed was at hand. ' +
    'An entry gives a summary, often cut, and the day of the last major change, not of the words. ' +
    'A finder leaves some pages out by filters of its own, and shows the newest only.',
})
