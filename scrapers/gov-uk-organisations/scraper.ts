// scrapers/gov-uk-organisations: which bodies does GOV.UK know, and which succeeded which?
import {
  defineScraper,
  type Finding,
  isRecord,
  type JsonRecord,
  jsonRecord,
  OddRecordError,
  type Tools,
  tidyText,
} from '../../src/collect/index.ts'

/** Fields of an envelope that may be missing: the last page has no next one. */
const PAGING = ['next_page_url', '_response_info', 'current_page', 'pages', 'start_index', 'total']
const LIST = /^\/api\/organisations\/?$/
const BODY = /^\/api\/organisations\/[a-z0-9-]+\/?$/

export default defineScraper({
  title: 'Government bodies, their status and their successors',
  publisher: 'GOV.UK',
  licence: 'OGL-UK-3.0',
  cadence: '23 3 * * 1',
  baseUrl: 'https://www.gov.uk',
  // 1,262 bodies in August 2026; none is ever taken off, some are added each year.
  expected: { min: 1100, max: 1600 },
  pace: 2,
  notes:
    'Records were tested on all 1,262 of August 2026. The envelope of a page (results, total, next_page_url) was never seen: it is read as the published clients of the API use it.',
  handles: ({ hostname, pathname }) =>
    hostname === 'www.gov.uk' && (LIST.test(pathname) || BODY.test(pathname)),
  start: () => ({ pages: ['/api/organisations?page=1'] }),
  parse(page, tools) {
    const read = page.json()
    if (BODY.test(new URL(page.url).pathname)) return bodiesIn([read], tools)
    // A capture may hold the records of all pages joined, without their envelopes.
    if (Array.isArray(read)) return bodiesIn(read, tools)
    const envelope = jsonRecord(read, 'a page of organisations', PAGING)
    return {
      findings: bodiesIn(envelope.list('results'), tools),
      follow: nextOf(envelope, page.url, tools),
    }
  },
})

/** The next page, as the envelope links to it, or by its count of pages. */
function nextOf(envelope: JsonRecord, url: string, { issue }: Tools): string[] {
  const linked = envelope
    .recordOrNull('_response_info', ['links', 'status'])
    ?.list('links')
    .filter(isRecord)
    .find((link) => link.rel === 'next')?.href
  const next = envelope.textOrNull('next_page_url') ?? linked
  if (typeof next === 'string') return [next]
  const [current, pages, first, total] = ['current_page', 'pages', 'start_index', 'total'].map(
    envelope.integerOrNull,
  )
  if (current != null && pages != null && current < pages) {
    const address = new URL(url)
    address.searchParams.set('page', String(current + 1))
    return [address.href]
  }
  const read = (first ?? 1) - 1 + envelope.list('results').length
  if (total == null)
    issue('a page of organisations says neither how many there are nor which is next; taken as the last')
  else if (read !== total) issue('the pages of organisations do not add up to their total', { read, total })
  return []
}

function bodiesIn(records: readonly unknown[], tools: Tools): Finding[] {
  return tools.each(records, (record) => readBody(jsonRecord(record, 'a body'), tools))
}

/** @throws UnknownCategoryError for a format or a status that was never seen. */
function readBody(record: JsonRecord, { lookup }: Tools): Finding {
  const details = record.record('details')
  const abbreviation = details.textOrNull('abbreviation')
  const closedStatus = details.textOrNull('govuk_closed_status')
  return {
    kind: 'body',
    key: details.text('slug'),
    payload: {
      url: record.text('web_url'),
      title: tidyText(record.text('title')),
      abbreviation: abbreviation && tidyText(abbreviation),
      format: lookup<string>('format', record.text('format')),
      status: lookup<string>('status', details.text('govuk_status')),
      closedStatus: closedStatus && lookup<string>('closed-status', closedStatus),
      // Null on most closed bodies (425 of 595 in August 2026): the status tells, not the date.
      closedAt: details.textOrNull('closed_at'),
      contentId: details.textOrNull('content_id'),
      parents: slugsIn(record, 'parent_organisations'),
      children: slugsIn(record, 'child_organisations'),
      predecessors: slugsIn(record, 'superseded_organisations'),
      successors: slugsIn(record, 'superseding_organisations'),
      updated: record.textOrNull('updated_at'),
    },
  }
}

/** The slugs of linked bodies: the last part of their ids. */
function slugsIn(record: JsonRecord, field: string): string[] {
  return record.list(field).map((linked) => {
    const id = jsonRecord(linked, field).text('id')
    const slug = /\/api\/organisations\/([^/?#]+)$/.exec(id)?.[1]
    if (slug !== undefined) return slug
    throw new OddRecordError(
      `${field}: expected the address of a body, got ${JSON.stringify(id.slice(0, 120))}`,
    )
  })
}
