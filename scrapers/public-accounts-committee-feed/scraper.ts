// scrapers/public-accounts-committee-feed: what did the Public Accounts Committee announce lately? Its reports are read by parliament-committees.
import { defineFeed } from '../../src/collect/index.ts'

export default defineFeed({
  title: 'Public Accounts Committee: news (feed)',
  publisher: 'UK Parliament',
  licence: 'OPL-3.0',
  cadence: '53 6 * * *',
  expected: { min: 1, max: 200 },
  body: 'Public Accounts Committee',
  url: 'https://committees.parliament.uk/committee/127/public-accounts-committee/news/feed',
  notes:
    'The address is one that others use; it was never asked here, and no real feed was at hand. An entry gives the summary of ' +
    'a news page. Reports and government responses come through the committees API, so nothing hangs on this feed alone.',
})
