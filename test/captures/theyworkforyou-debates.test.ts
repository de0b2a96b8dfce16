// Does the TheyWorkForYou scraper read real days of Parliament? Counts and words were read in the files by eye.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/theyworkforyou-debates/scraper.ts'
import type { DocumentPayload, Parsed } from '../../src/collect/finding.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const FOLDER = join(PROJECT_DIR, '..', 'shared', 'captures', 'statements', 'twfy-xml')
const BASE = 'https://www.theyworkforyou.com/pwdata/scrapedxml/'

const parse = (address: string, bytes: Uint8Array): Parsed =>
  parsePage(
    scraper,
    {},
    {
      url: `${BASE}${address}`,
      status: 200,
      captured: '2026-01-01T00:00:00.000Z',
      contentType: null,
      bytes,
    },
  )
const read = (address: string): Parsed =>
  parse(address, readFileSync(join(FOLDER, address.slice(address.indexOf('/') + 1))))
const documentsOf = ({ findings }: Parsed): Map<string, DocumentPayload> =>
  new Map(
    findings
      .filter(({ kind }) => kind === 'document')
      .map(({ key, payload }) => [key, payload as unknown as DocumentPayload]),
  )
const redirectsOf = ({ findings }: Parsed): unknown[] =>
  findings
    .filter(({ kind }) => kind === 'redirects')
    .flatMap(({ payload }) => payload.redirects as unknown as unknown[])
/** Speeches: runs of paragraphs with one anchor that are no headings. */
const speechesIn = (document: DocumentPayload | undefined): number =>
  new Set(document?.paragraphs.filter(({ heading }) => !heading).map(({ anchor }) => anchor)).size

describe.skipIf(!existsSync(FOLDER))(
  'TheyWorkForYou files of October 2009 (skipped without ../shared/captures)',
  () => {
    it('reads every captured file without an unknown element', () => {
      const index = JSON.parse(readFileSync(join(FOLDER, 'INDEX.json'), 'utf8')) as {
        files: { file: string; original_url: string }[]
      }
      const issues: string[] = []
      const keys: string[] = []
      for (const { file, original_url } of index.files) {
        expect(scraper.handles(new URL(original_url))).toBe(true)
        const parsed = parse(original_url.slice(BASE.length), readFileSync(join(FOLDER, file)))
        issues.push(...parsed.issues.map(({ what }) => what.replace(/:.*/, '')))
        keys.push(...parsed.findings.map(({ kind, key }) => `${kind}:${key}`))
      }
      // Six superseded files and two lists of dates say why they give no words; nothing else is odd.
      expect(issues.filter((what) => what === 'superseded')).toHaveLength(6)
      expect(issues.filter((what) => what === 'not read')).toHaveLength(2)
      expect(issues).toHaveLength(8)
      expect(new Set(keys).size).toBe(keys.length)
    })

    it('reads the Commons of 28 October from its third revision alone', () => {
      const documents = documentsOf(read('debates/debates2009-10-28c.xml'))
      expect(documents.size).toBe(25)
      // 491 speech elements; each has words.
      expect([...documents.values()].reduce((sum, one) => sum + speechesIn(one), 0)).toBe(491)
      expect([...documents.values()].every(({ date }) => date === '2009-10-28')).toBe(true)
      for (const [revision, words] of [
        ['a', 1],
        ['b', 0],
      ] as const) {
        const old = read(`debates/debates2009-10-28${revision}.xml`)
        expect(documentsOf(old).size).toBe(0)
        expect(redirectsOf(old)).toHaveLength(521)
        expect(old.issues[0]?.what).toContain(`its ${words} speeches are left out`)
      }
    })

    it('finds the questions on the third sector to the Cabinet Office, with who answered as what', () => {
      const document = documentsOf(read('debates/debates2009-10-28c.xml')).get('debate/2009-10-28.268.4')
      expect(document).toMatchObject({
        title: 'Third Sector (Recession)',
        url: 'https://www.theyworkforyou.com/debates/?id=2009-10-28c.268.4',
        extra: {
          oral: 'ORAL ANSWERS TO QUESTIONS',
          major: 'CABINET OFFICE',
          time: '11:30',
          questions: ['295975'],
        },
      })
      expect(document?.speakers).toEqual([
        { name: 'Clive Efford', id: 'uk.org.publicwhip/member/1571' },
        {
          name: 'Angela Smith',
          role: 'The Minister of State, Cabinet Office',
          id: 'uk.org.publicwhip/member/1388',
        },
        { name: 'Nick Hurd', id: 'uk.org.publicwhip/member/1792' },
        { name: 'Hilary Armstrong', id: 'uk.org.publicwhip/member/1557' },
      ])
      expect(document?.paragraphs[4]).toMatchObject({
        anchor: 'g268.6',
        column: '268',
        speaker: 1,
        text: expect.stringMatching(
          /^We recognise that this is a very difficult time .* worth up to £42\.5 million\./,
        ),
      })
      expect(speechesIn(document)).toBe(10)
    })

    it('keeps a written answer with its questions: 311 questions, 310 replies', () => {
      const day = read('wrans/answers2009-10-27c.xml')
      const documents = documentsOf(day)
      expect(documents.size).toBe(310)
      const childPoverty = documents.get('wrans/2009-10-27.295019.q0')
      expect(childPoverty).toMatchObject({ title: 'Child Poverty Bill', extra: { questions: ['295019'] } })
      expect(childPoverty?.paragraphs.at(-1)?.text).toContain(
        'are (a) £158 per week for a single adult; (b) £236 per week for a couple without children;',
      )
      const coldWeather = documents.get('wrans/2009-10-27.295417.q0')?.paragraphs.map(({ text }) => text)
      expect(coldWeather).toContain('2008-09 | 3')
      const rented = [...documents.values()].flatMap(({ paragraphs }) => paragraphs.map(({ text }) => text))
      expect(rented).toContain('England | (1) 1,071,050')
      // Questions that share an answer lead to it by their own numbers.
      expect(redirectsOf(day)).toHaveLength(18)
      expect(redirectsOf(day)[0]).toEqual({
        from: 'wrans/2009-10-27c.295855.h',
        to: 'wrans/2009-10-27c.295854.h',
        match: 'altques',
      })
    })

    it('reads the Lords, statements, Westminster Hall and a committee', () => {
      const sizes = (address: string): number => documentsOf(read(address)).size
      expect(sizes('lordswrans/lordswrans2009-10-28a.xml')).toBe(52)
      expect(sizes('lordswms/lordswms2009-10-28a.xml')).toBe(9)
      expect(sizes('wms/ministerial2009-10-28a.xml')).toBe(10)
      expect(sizes('westminhall/westminster2009-10-28a.xml')).toBe(5)
      const energy = documentsOf(read('lordspages/daylord2009-10-28a.xml')).get('lords/2009-10-28.1159.0')
      expect(energy).toMatchObject({
        title: 'Energy: Security and Prices — Question',
        body: 'House of Lords',
        extra: { time: '15:00' },
      })
      const bill = documentsOf(read('standing/standing2009-10-20_CHILDPOV_05-0_2009-10-27a.xml'))
      const clause = bill.get('standing/standing2009-10-20_CHILDPOV_05-0_2009-10-27.2.0')
      expect(clause).toMatchObject({
        title: 'Clause 1',
        date: '2009-10-27',
        extra: { bill: 'Child Poverty Bill', sitting: '05-0' },
      })
      // Committee files write windows-1252 numbers, &#151; for a dash.
      expect(clause?.paragraphs.map(({ text }) => text)).toContain(
        'I beg to move amendment 59, in clause 1, page 1, line 10, at end insert—',
      )
    })
  },
)

describe('where a run of theyworkforyou-debates starts', () => {
  it('asks for the newest two months, for late revisions, and for a year of older days', () => {
    const { pages } = scraper.start({ cursor: null, since: null, today: '2026-11-25', leads: [] })
    expect(pages).toHaveLength(16)
    expect(pages[0]).toBe('scrapedxml/debates/?from=2026-09-26&to=2026-11-25')
    expect(pages[8]).toBe('scrapedxml/debates/?from=2025-09-25&to=2026-09-25')
  })

  it('reads its own addresses and no others', () => {
    const handles = (address: string): boolean => scraper.handles(new URL(address))
    expect(
      handles('http://www.theyworkforyou.com/pwdata/scrapedxml/debates/debates2011-06-08b.xml?x=1'),
    ).toBe(true)
    expect(handles(`${BASE}standing/`)).toBe(true)
    for (const other of [
      `${BASE}debates/answers2011-06-08b.xml`,
      `${BASE}regmem/regmem2011-06-08.xml`,
      'https://www.theyworkforyou.com/debates/?id=2011-06-08b.1.0',
      'https://theyworkforyou.example/pwdata/scrapedxml/debates/',
    ])
      expect(handles(other)).toBe(false)
  })

  it('takes an HTML page in place of a listing for a changed source', () => {
    expect(() => parse('debates/', Buffer.from('<html><body>Forbidden</body></html>'))).toThrow(
      /expected a listing of debates/,
    )
  })
})
