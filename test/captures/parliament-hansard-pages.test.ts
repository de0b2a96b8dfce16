// Are Hansard's old pages read as they were printed? Facts were read in the pages by eye.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/parliament-hansard-pages/scraper.ts'
import type { DocumentPayload, Parsed } from '../../src/collect/finding.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const FOLDER = join(PROJECT_DIR, '..', 'shared', 'captures', 'statements', 'hansard-html')
const PA = 'http://www.publications.parliament.uk/pa'
/** Captures whose address was not kept get the one that their own anchors and columns tell of. */
const GIVEN: Readonly<Record<string, string>> = {
  'commons__backbench_business_excerpt.html': `${PA}/cm201011/cmhansrd/cm110719/debtext/110719-0002.htm`,
  'commons__debate_with_division.html': `${PA}/cm201011/cmhansrd/cm110712/debtext/110712-0004.htm`,
  'commons__ministerial_corrections.html': `${PA}/cm201314/cmhansrd/cm130701/corrtext/130701c0001.htm`,
  'commons__petitions.html': `${PA}/cm201314/cmhansrd/cm140116/petntext/140116p0001.htm`,
  'commons__topical_questions.html': `${PA}/cm201011/cmhansrd/cm110719/debtext/110719-0001.htm`,
  'commons__wh_debates.html': `${PA}/cm201011/cmhansrd/cm110719/halltext/110719h0001.htm`,
  'lords__debates__introductions.html': `${PA}/ld201011/ldhansrd/text/110111-0001.htm`,
}

type Entry = { readonly file: string; readonly original_url: string | null }
const index = (): readonly Entry[] =>
  (JSON.parse(readFileSync(join(FOLDER, 'INDEX.json'), 'utf8')) as { files: Entry[] }).files
const addressOf = (file: string): string =>
  index()
    .find((one) => one.file === file)
    ?.original_url?.split(' ')[0] ??
  GIVEN[file] ??
  ''
const read = (file: string, url = addressOf(file)): Parsed =>
  parsePage(
    scraper,
    {},
    {
      url,
      status: 200,
      captured: '2026-01-01T00:00:00.000Z',
      contentType: 'text/html; charset=utf-8',
      bytes: readFileSync(join(FOLDER, file)),
    },
  )
const documentsIn = ({ findings }: Parsed): readonly DocumentPayload[] =>
  findings.map(({ payload }) => payload as unknown as DocumentPayload)
const titled = (parsed: Parsed, title: string): DocumentPayload =>
  documentsIn(parsed).find((one) => one.title === title) as DocumentPayload

describe.skipIf(!existsSync(FOLDER))('Old Hansard pages (skipped without ../shared/captures)', () => {
  it('are all read, dated, and give words or pages to follow', () => {
    const files = index().filter(({ file }) => file.endsWith('.html'))
    expect(files.length).toBe(13)
    for (const { file } of files) {
      expect(scraper.handles(new URL(addressOf(file))), file).toBe(true)
      const parsed = read(file)
      expect(parsed.findings.length + parsed.follow.length, file).toBeGreaterThan(0)
      expect(parsed.issues, file).toEqual([])
      for (const { date, title, paragraphs } of documentsIn(parsed)) {
        expect(date, `${file}: ${title}`).toMatch(/^201[0-4]-\d\d-\d\d$/)
        for (const { text } of paragraphs) expect(text).not.toMatch(/: Column \d/)
      }
    }
  })

  it('give one document a subject, with who spoke, in which column, and joined where a column broke in', () => {
    const parsed = read('commons__debates_and_oral_answers.html')
    expect(documentsIn(parsed).map(({ title, type }) => [title, type])).toEqual([
      ['Syria', 'oral answer'],
      ['Nuclear Non-proliferation and Disarmament', 'oral answer'],
    ])
    const syria = titled(parsed, 'Syria')
    expect(syria.speakers).toEqual([
      { name: 'Mr David Hanson' },
      { name: 'Mr William Hague', role: 'The Secretary of State for Foreign and Commonwealth Affairs' },
      { name: 'Mr Philip Hollobone' },
      { name: 'Stephen Twigg' },
    ])
    expect(syria.paragraphs.map(({ speaker, column }) => [speaker, column])).toEqual([
      [0, '771'],
      [1, '771'],
      [0, '771'],
      [1, '771'],
      [2, '771'],
      [1, '771'],
      [3, '772'],
      [1, '772'],
    ])
    expect(syria.paragraphs[5]?.text).toContain(
      'the extraordinary hypocrisy of the Iranian leadership on this that it has been prepared to encourage',
    )
    expect(syria.extra).toMatchObject({ department: 'Foreign and Commonwealth Office', questions: ['66855'] })
    expect(syria.paragraphs[0]?.text).toBe(
      'When he next expects to discuss the situation in Syria with his US counterpart.',
    )
  })

  it('keep written answers and statements under their departments', () => {
    const answers = read('commons__written_answers.html')
    expect(
      documentsIn(answers).map(({ title, extra }) => [title, extra?.department, extra?.questions]),
    ).toEqual([
      ['Catering', 'House of Commons Commission', ['67391']],
      ['Smartphone Applications', 'House of Commons Commission', ['67110']],
      ['Animal Experiments: Scotland', 'Home Department', ['67046']],
    ])
    expect(titled(answers, 'Catering').paragraphs[0]).toMatchObject({ column: '773W', speaker: 0 })
    const inquests = titled(read('commons__wms.html'), 'Deaths of Service Personnel Overseas (Inquests)')
    expect(inquests.speakers[0]?.name).toBe('Mr Jonathan Djanogly')
    expect(inquests.paragraphs[0]?.text).toContain('the Government’s deep and abiding gratitude to all')
    expect(inquests.paragraphs[1]?.column).toBe('109WS')
  })

  it('give no voter, no question put and no letter of correction to the last speaker', () => {
    const bill = titled(read('commons__debate_with_division.html'), 'Public Bodies Bill [Lords]')
    expect(bill.paragraphs.filter(({ speaker }) => speaker !== undefined)).toHaveLength(2)
    const correction = titled(read('commons__ministerial_corrections.html'), 'RSPCA')
    expect(correction.paragraphs.map(({ speaker }) => speaker)).toEqual([
      ...[0, undefined, undefined, undefined, undefined, 1, undefined, 2],
    ])
  })

  it('of the Lords keep headings apart from the day and the links round the page', () => {
    const parsed = read('lords__debates__introductions.html')
    expect(documentsIn(parsed).map(({ title, date }) => [title, date])).toEqual([
      ['House of Lords', '2011-01-11'],
      ['Introduction: Lord True', '2011-01-11'],
      ['Introduction: Baroness Jolly', '2011-01-11'],
    ])
    expect(JSON.stringify(parsed.findings)).not.toContain('Next Section')
    expect(parsed.follow).toEqual([`${PA}/ld201011/ldhansrd/text/110111-0002.htm`])
  })

  it('lead from indexes to every page of the record that they name', () => {
    expect(read('commons__wms_index_nov_2011.html').follow).toEqual([
      `${PA}/cm201011/cmhansrd/cm111121/wmstext/111121m0001.htm`,
    ])
    const lords = read('lords__index_jan_2011.html').follow
    expect(lords).toContain(`${PA}/ld201011/ldhansrd/text/110117-gc0001.htm`)
    expect(lords).toContain(`${PA}/ld201011/ldhansrd/text/110117w0001.htm`)
    expect(lords).toHaveLength(11)
    expect(read('commons_by_date.html').follow).toHaveLength(7)
  })

  it('are one document whether read from the site or from an archive', () => {
    const file = 'commons__wms.html'
    const archived = read(file, `https://web.archive.org/web/20120101000000id_/${addressOf(file)}`)
    expect(archived.findings).toEqual(read(file).findings)
  })
})
