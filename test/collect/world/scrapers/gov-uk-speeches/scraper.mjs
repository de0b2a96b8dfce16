// scrapers/gov-uk-speeches: what did ministers say? A small scraper in the shape the real one has; the tests' server plays GOV.UK.
import {
  defineScraper,
  documentFinding,
  html,
  printedDate,
  SourceChangedError,
  textOf,
} from '../../../../../dist/src/collect/index.js'

export default defineScraper({
  title: 'Speeches on GOV.UK',
  publisher: 'Cabinet Office',
  licence: 'OGL-UK-3.0',
  cadence: '17 5 * * *',
  baseUrl: 'https://www.gov.uk',
  expected: { min: 1, max: 1000 },
  revisit: { afterDays: 0, perRun: 50 },
  handles: (url) => url.hostname === 'www.gov.uk' && /^\/api\/(search\.json|content\/)/.test(url.pathname),
  start: ({ cursor, today }) => ({
    pages: [`/api/search.json?start=0&from=${cursor ?? '2010-01-01'}`],
    cursor: today,
  }),
  parse(page, { lookup }) {
    const { pathname } = new URL(page.url)
    const found = page.json()
    if (pathname === '/api/search.json') {
      if (!Array.isArray(found.results)) throw new SourceChangedError('expected a list of results')
      const next = found.start + found.results.length
      const more = next < found.total ? [page.url.replace(/start=\d+/, `start=${next}`)] : []
      return { follow: [...found.results.map(({ link }) => `/api/content${link}`), ...more] }
    }
    const { details } = found
    const $ = html(`<main>${details.body}</main>`)
    return [
      documentFinding(found.content_id, {
        url: `https://www.gov.uk${found.base_path}`,
        title: found.title,
        date: printedDate(details.delivered_on),
        body: 'Cabinet Office',
        speakers: [{ name: details.speaker }],
        paragraphs: $('p')
          .toArray()
          .map((element) => ({ text: textOf($(element)) })),
        type: lookup('document-type', found.document_type),
        status: found.withdrawn_notice?.withdrawn_at ? 'withdrawn' : 'live',
        licence: 'OGL-UK-3.0',
        updated: found.public_updated_at,
      }),
    ]
  },
})
