// scrapers/nao-feed: what did the National Audit Office publish lately?
import { defineFeed } from '../../src/collect/index.ts'

export default defineFeed({
  title: 'National Audit Office: latest reports and news',
  publisher: 'National Audit Office',
  licence: 'NAO: non-commercial reuse with attribution',
  cadence: '41 6 * * *',
  // A feed shows the latest ten or so.
  expected: { min: 1, max: 100 },
  body: 'National Audit Office',
  url: 'https://www.nao.org.uk/feed/',
  article: 'main',
  notes:
    'The address of the feed, and that a page’s own text lies in one main element, are reported by others who used the site; ' +
    'neither a real feed nor a real page was at hand. Reports themselves are PDF and are not read; their pages sum them up.',
})
