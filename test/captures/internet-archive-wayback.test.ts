// Does the Wayback scraper read what the Wayback Machine really answered? Facts were read in the recordings by eye.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/internet-archive-wayback/scraper.ts'
import type { DocumentPayload, Parsed } from '../../src/collect/finding.ts'
import { readCassette } from '../../src/collect/formats/cassette.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const FOLDER = join(PROJECT_DIR, '..', 'shared', 'captures', 'statements', 'wayback')

type Entry = { readonly file: string; readonly original_url: string }
const index = (): readonly Entry[] =>
  (JSON.parse(readFileSync(join(FOLDER, 'INDEX.json'), 'utf8')) as { files: Entry[] }).files
const read = (file: string): Parsed => {
  const url = index().find((one) => one.file === file)?.original_url ?? ''
  const contentType = file.endsWith('.txt') ? 'text/plain' : 'application/octet-stream'
  const bytes = readFileSync(join(FOLDER, file))
  return parsePage(
    scraper,
    {},
    { url, status: 200, captured: '2026-01-01T00:00:00.000Z', contentType, bytes },
  )
}
const recordingOf = (file: string) => readCassette(readFileSync(join(FOLDER, file), 'utf8'))
const documentIn = ({ findings }: Parsed): DocumentPayload =>
  findings[0]?.payload as unknown as DocumentPayload
const words = ({ issues }: Parsed): string => issues.map(({ what }) => what).join('\n')

describe.skipIf(!existsSync(FOLDER))('Wayback recordings (skipped without ../shared/captures)', () => {
  it('are all read, and each that gives nothing says why', () => {
    for (const { file, original_url } of index()) {
      expect(scraper.handles(new URL(original_url)), file).toBe(true)
      const { findings, follow, issues } = read(file)
      expect(findings.length + follow.length + issues.length, file).toBeGreaterThan(0)
      if (findings.length + follow.length === 0) expect(issues, file).not.toEqual([])
    }
  })

  it.each([
    'test_search',
    'test_search_does_not_repeat_results',
    'test_search_multipage',
    'test_search_with_date',
    'test_search_with_filter',
    'test_search_raises_for_blocked_urls',
  ])('%s holds the bodies that were saved beside it, byte for byte', (name) => {
    const exchanges = recordingOf(`${name}.yaml`)
    const saved = index().filter(({ file }) => file.startsWith(`${name}.`) && file.endsWith('.cdx.txt'))
    expect(saved.length).toBeGreaterThan(0)
    for (const { file } of saved) {
      const at = Number(/\.(\d+)\.cdx\.txt$/.exec(file)?.[1])
      expect(Buffer.from(exchanges[at]?.body() ?? []).equals(readFileSync(join(FOLDER, file))), file).toBe(
        true,
      )
    }
  })

  it('keep lengths, folded quotations and escapes as a full YAML reader reads them', () => {
    const [first] = recordingOf('test_get_memento.yaml')
    expect(first?.body().length).toBe(122_756)
    expect(first?.headers.find(([name]) => name === 'content-security-policy')?.[1]).toMatch(
      /^default-src 'self' 'unsafe-eval' 'unsafe-inline' data: blob: archive\.org web\.archive\.org /,
    )
    const moved = recordingOf('test_get_memento_follows_historical_redirects.yaml')
    expect(moved.map(({ status }) => status)).toEqual([302, 301, 302, 200])
    expect(Buffer.from(moved[1]?.body() ?? []).toString()).toHaveLength(267)
    const [limited] = recordingOf('test_get_memento_works_on_archived_rate_limit_responses.yaml')
    const text = Buffer.from(limited?.body() ?? []).toString()
    expect(text).toHaveLength(1064)
    expect(text).toContain(
      '\n\n    <p>as a reminder to developers, we recommend that clients make no\n    more than',
    )
  })

  it('of a page give it as a document, with the capture as an upper bound and no date of its own', () => {
    const parsed = read('test_get_memento.yaml')
    expect(parsed.findings.map(({ key }) => key)).toEqual(['fws.gov/birds@20171124151315'])
    const document = documentIn(parsed)
    expect(document.date).toBeNull()
    expect(document.title).toBe(
      "U.S. Fish & Wildlife Service - Migratory Bird Program | Conserving America's Birds",
    )
    expect(document.extra).toMatchObject({ notAfter: '2017-11-24T15:13:15.000Z', memento: 'trusted' })
    const texts = document.paragraphs.map(({ text }) => text)
    expect(texts).toContain('2017 Federal Duck Stamp Art Contest!')
    expect(texts.join(' ')).not.toMatch(/Bird Enthusiasts|Expand/)
  })

  it('of redirects at the time give the page at their end, and say where they began', () => {
    const parsed = read('test_get_memento_follows_historical_redirects.yaml')
    expect(parsed.findings.map(({ key }) => key)).toEqual([
      'epa.gov/sites/production/files/signpost/cc.html@20200201024405',
    ])
    const document = documentIn(parsed)
    expect(document.extra).toMatchObject({
      redirectedFrom: 'http://epa.gov/climatechange',
      container: '[role=main]',
    })
    expect(document.paragraphs[0]).toMatchObject({
      text: 'We want to help you find what you are looking for.',
      heading: true,
    })
  })

  it('tell blocked, never archived, gone at the time and redirect notices from pages', () => {
    const blocked = read('test_get_memento_raises_blocked_error.yaml')
    expect(blocked.findings).toEqual([])
    expect(words(blocked)).toContain('blocked: the archive says "Sorry. This URL has been excluded')
    expect(words(read('test_get_memento_raises_no_memento_error.yaml'))).toContain('no capture')
    expect(words(read('test_get_memento_works_on_archived_rate_limit_responses.yaml'))).toContain(
      'the past site itself answered 429 on Thu, 29 Jan 2015',
    )
    const notice = read('test_get_memento_with_redirect_in_view_mode.yaml')
    expect(notice.findings).toEqual([])
    expect(words(notice)).toContain(
      'the page answered 301 at the time, and led to https://www.whitehouse.gov/ostp/',
    )
    expect(words(notice)).toContain('the past site itself answered 404')
    expect(words(read('test_search_raises_for_blocked_urls.0.cdx.txt'))).toContain(
      'blocked: the index refuses',
    )
    const near = read('test_get_memento_should_fail_for_non_playbackable_mementos.yaml')
    expect(near.follow).toEqual(['https://web.archive.org/web/20150503090125id_/http://www.fws.gov/birds/'])
  })

  it('of the index lead to the earliest capture, a later one, and the next page', () => {
    const first = read('test_search_multipage.0.cdx.txt')
    expect(first.follow).toEqual([
      'https://web.archive.org/web/20010410213930id_/http://www.cnn.com:80/',
      'https://web.archive.org/web/20010414005939id_/http://www.cnn.com:80/',
      index().find(({ file }) => file === 'test_search_multipage.1.cdx.txt')?.original_url,
    ])
    const malformed = read('malformed_cdx.txt')
    expect(malformed.follow).toEqual([
      'https://web.archive.org/web/20200418003811id_/https://www.epa.gov/',
      'https://web.archive.org/web/20200418005903id_/https://www.epa.gov/',
    ])
    expect(words(malformed)).toMatch(/2 of 5 rows .* another kind[\s\S]*1 of 5 rows .* not a web address/)
    expect(read('zero_length_cdx.txt').follow).toEqual([
      'https://web.archive.org/web/20100215131836id_/http://www.cnn.com/',
      'https://web.archive.org/web/20100218025451id_/http://www.cnn.com/',
    ])
  })
})
