// Do the readers of archives ask what they say they ask, and take the addresses they say they take?
import { describe, expect, it } from 'vitest'
import waybackList from '../../scrapers/internet-archive-wayback/addresses.json' with { type: 'json' }
import wayback from '../../scrapers/internet-archive-wayback/scraper.ts'
import ukgwaList from '../../scrapers/national-archives-web/addresses.json' with { type: 'json' }
import ukgwa from '../../scrapers/national-archives-web/scraper.ts'
import hansardList from '../../scrapers/parliament-hansard-pages/addresses.json' with { type: 'json' }
import hansard from '../../scrapers/parliament-hansard-pages/scraper.ts'
import { parsePage } from '../../src/collect/parse-page.ts'

const START = { cursor: null, since: null, today: '2026-11-25', leads: [] }

describe.each([
  { name: 'wayback', scraper: wayback, list: waybackList },
  { name: 'ukgwa', scraper: ukgwa, list: ukgwaList },
  { name: 'hansard', scraper: hansard, list: hansardList },
])('$name', ({ scraper, list }) => {
  it('starts with one page for each reviewed address, which it can read itself', () => {
    const { pages, cursor } = scraper.start(START)
    expect(pages).toHaveLength(list.length)
    for (const page of pages) expect(scraper.handles(new URL(page, scraper.baseUrl)), page).toBe(true)
    expect(scraper.start({ ...START, cursor: cursor ?? null }).pages).toEqual([])
  })

  it('has a reason, a day of review and an address of its own for each entry', () => {
    for (const { reason, reviewed } of list) {
      expect(reason.length).toBeGreaterThan(30)
      expect(reviewed).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
    expect(new Set(list.map(({ address }) => address)).size).toBe(list.length)
  })
})

it('an archived page of old Hansard has one reader', () => {
  const url = new URL(
    'https://web.archive.org/web/20120101000000id_/http://www.publications.parliament.uk:80/pa/cm201011/cmhansrd/cm110719/wmstext/110719m0001.htm',
  )
  expect([wayback.handles(url), ukgwa.handles(url), hansard.handles(url)]).toEqual([false, false, true])
})

it('the nearest capture of an old Hansard page is refused when it is months off', () => {
  const url =
    'https://web.archive.org/web/20120101000000id_/http://publications.parliament.uk/pa/cm201011/cmhansrd/cm110719/text/110719w0001.htm'
  const asked = url.replace('20120101', '20110720')
  const input = { url, asked, status: 200, captured: '2026-01-01T00:00:00.000Z', contentType: 'text/html' }
  const parsed = parsePage(
    hansard,
    {},
    { ...input, bytes: Buffer.from('<div id="content-small"><p>x</p></div>') },
  )
  expect(parsed.findings).toEqual([])
  expect(parsed.issues[0]?.what).toContain('165 days off')
})

it('an index that answers with a page fails the run', () => {
  const page = (url: string) => ({
    ...{ url, status: 200, captured: '2026-01-01T00:00:00.000Z', contentType: 'text/html' },
    bytes: Buffer.from('<!DOCTYPE html><p>Down for maintenance</p>'),
  })
  expect(() => parsePage(wayback, {}, page('https://web.archive.org/cdx/search/cdx?url=a'))).toThrow(
    /got a page/,
  )
  expect(() =>
    parsePage(ukgwa, {}, page('https://webarchive.nationalarchives.gov.uk/ukgwa/cdx?url=a')),
  ).toThrow(/got a page/)
})

it('a recording that cannot be read is an issue, and no reason to fail', () => {
  const url = 'https://web.archive.org/web/20110601000000id_/http://a.uk/'
  const read = (text: string) =>
    parsePage(
      wayback,
      {},
      {
        ...{
          url,
          status: 200,
          captured: '2026-01-01T00:00:00.000Z',
          contentType: 'application/octet-stream',
        },
        bytes: Buffer.from(text),
      },
    )
  expect(read('interactions:\n- *again\n').issues[0]?.what).toContain('line 2 of a recorded exchange')
  expect(read('interactions: []\n').issues[0]?.what).toContain('without any request')
})
