// Does the GOV.UK scraper read real items of the Content API? Words, days and names were read in the files by eye.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import queries from '../../scrapers/gov-uk-statements/queries.json' with { type: 'json' }
import scraper from '../../scrapers/gov-uk-statements/scraper.ts'
import type { DocumentPayload, Parsed } from '../../src/collect/finding.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const CAPTURES = join(PROJECT_DIR, '..', 'shared', 'captures', 'statements')
const read = <T>(...path: string[]): T => JSON.parse(readFileSync(join(CAPTURES, ...path), 'utf8')) as T
const lookups = JSON.parse(
  readFileSync(join(PROJECT_DIR, 'scrapers', 'gov-uk-statements', 'lookups.json'), 'utf8'),
)
type Index = { files: { file: string; original_url: string }[] }

const parse = (folder: string, file: string): Parsed => {
  const listed = read<Index>(folder, 'INDEX.json').files.find((one) => one.file === file)
  // An address in the index may be followed by a remark.
  const url = listed?.original_url.split(/\s/)[0] ?? ''
  expect(scraper.handles(new URL(url)), url).toBe(true)
  return parsePage(scraper, lookups, {
    url,
    status: 200,
    captured: '2026-01-01T00:00:00.000Z',
    contentType: 'application/json; charset=utf-8',
    bytes: readFileSync(join(CAPTURES, folder, file)),
  })
}
const item = (name: string): Parsed => parse('govuk-content', `${name}.json`)
const document = (name: string, at = 0): DocumentPayload =>
  item(name).findings[at]?.payload as unknown as DocumentPayload
const texts = (payload: DocumentPayload): string[] => payload.paragraphs.map(({ text }) => text)

describe.skipIf(!existsSync(CAPTURES))('GOV.UK items (skipped without ../shared/captures)', () => {
  it('reads every captured item, or says why not', () => {
    const unread: Record<string, unknown[]> = {}
    for (const { file } of read<Index>('govuk-content', 'INDEX.json').files) {
      const { findings, issues } = parse('govuk-content', file)
      if (findings.length === 0) unread[file] = issues.map(({ what }) => what)
      // Two hand-made addresses of attachments lead to a test server.
      else expect(issues.filter(({ what }) => !what.includes('herokuapp'))).toEqual([])
    }
    expect(Object.keys(unread).sort()).toEqual([
      'organisation__charity_commission.json',
      'organisation__number_10.json',
      'role__prime_minister.json',
    ])
    for (const why of Object.values(unread)) expect(why).toEqual([expect.stringContaining('is not read: ')])
  })

  it('dates a speech by its delivery, as printed, and not by its publication', () => {
    expect(document('speech__speech')).toMatchObject({
      date: '2016-02-02',
      updated: '2016-03-08T10:31:22.000+00:00',
      body: 'Department of Energy & Climate Change',
      speakers: [{ name: 'The Rt Hon Andrea Leadsom MP' }],
      extra: { asDelivered: 'Original script, may differ from delivered version' },
    })
    // 2014-04-30T00:00:00+01:00 is 29 April in UTC.
    expect(document('speech__best-practice-oral-statement')).toMatchObject({
      date: '2014-04-30',
      type: 'oral_statement',
      body: 'Home Office',
      speakers: [{ name: 'The Rt Hon Theresa May MP', role: 'Secretary of State for the Home Department' }],
    })
    expect(document('speech__speech-speaker-without-profile')).toMatchObject({
      date: '2016-05-18',
      speakers: [{ name: 'Her Majesty the Queen' }],
      body: "Prime Minister's Office, 10 Downing Street",
    })
  })

  it('keeps a withdrawn case study of the Work Programme whole, with the notice', () => {
    const study = document('case_study__archived')
    expect(study).toMatchObject({
      status: 'withdrawn',
      date: '2013-04-15',
      body: 'Department for Work and Pensions',
      extra: {
        withdrawn: {
          at: '2014-08-22T10:29:02+01:00',
          explanation:
            'We’ve withdrawn this case study and published newer Work Programme real life stories.',
        },
      },
    })
    expect(texts(study)).toContain(
      'Terence was unemployed for over 14 years when he joined the Work Programme with Shaw Trust.',
    )
    expect(texts(study).at(-1)).toBe('The Work Programme is part funded by the European Social Fund.')
  })

  it('tells history mode from withdrawal', () => {
    expect(document('news_article__news_article_history_mode')).toMatchObject({
      status: 'live',
      body: 'Department of Health',
      extra: { historyMode: true },
    })
    expect(document('news_article__news_article_withdrawn')).toMatchObject({ status: 'withdrawn' })
    expect(document('news_article__news_article_withdrawn').extra).not.toHaveProperty('historyMode')
  })

  it('takes footnote marks out of figures, and keeps the notes', () => {
    const paper = document('html_publication__best-practice-command-paper')
    const words = texts(paper)
    expect(words.find((text) => text.includes('This spend covers England and Wales'))).toContain(
      'This spend covers England and Wales and will help deliver',
    )
    expect(paper.paragraphs.slice(-3)).toEqual([
      {
        text: 'The Scottish Government separately sets and funds the outputs it wants for the network in Scotland.',
        anchor: 'fn:1',
      },
      { text: expect.stringContaining('Mizutani, F.'), anchor: 'fn:2' },
      { text: expect.stringMatching(/Interim Report, November 2016$/), anchor: 'fn:3' },
    ])
    expect(words.join('\n')).not.toContain('↩')
  })

  it('keeps a bare raised figure apart from the words and figures before it', () => {
    const words = item('html_publication__best-practice-HC-paper-2').findings.flatMap(({ payload }) =>
      texts(payload as unknown as DocumentPayload),
    )
    expect(words.find((text) => text.includes('Office for Budgetary Responsibility'))).toContain(
      'Responsibility ¹ (OBR)',
    )
    // The publisher typed "</b>" as text here, in row and column.
    expect(words).toContain('Cash and cash equivalents at the end of the year | 8 | 49,212 | 31,684')
    expect(words).toContain('3. Meeting customer needs | Target | Result')
  })

  it('splits a long paper into parts, and loses no paragraph', () => {
    const { findings } = item('html_publication__long_form_and_automatically_numbered_headings')
    expect(findings.map(({ key }) => key)).toEqual([
      '1d0ba5bd-8a0a-41a7-950a-c7b819da6336:en',
      '1d0ba5bd-8a0a-41a7-950a-c7b819da6336:en~2',
    ])
    const paragraphs = findings.flatMap(({ payload }) => (payload as unknown as DocumentPayload).paragraphs)
    expect(paragraphs).toContainEqual({
      text: '1.1 Fixing the public finances and running a surplus',
      anchor: 'fixing-the-public-finances-and-running-a-surplus',
      heading: true,
    })
    expect(paragraphs.filter(({ anchor }) => anchor?.startsWith('fn:')).map(({ anchor }) => anchor)).toEqual(
      Array.from({ length: 99 }, (_, at) => `fn:${at + 1}`),
    )
  })

  it('reads the figures of a headline box with their words', () => {
    expect(texts(document('html_publication__stats_headline_and_manually_numbered_headings'))).toContain(
      'UK employment rate 74.1% between October and December 2015',
    )
  })

  it('leads from a policy paper to its text and back, and names the files it does not read', () => {
    const path = '/api/content/government/publications/a-strategic-vision-for-rail'
    const text = `${path}/connecting-people-a-strategic-vision-for-rail`
    const paper = item('publication__best-practice-cmd-list')
    expect(paper.follow).toEqual([`https://www.gov.uk${text}`])
    expect(paper.findings[0]?.payload).toMatchObject({ date: '2017-11-29', type: 'policy_paper' })
    expect(document('publication__best-practice-cmd-list').extra?.filesNotRead).toContainEqual({
      title: 'Connecting people: a strategic vision for rail (web version)',
      url: 'https://www.gov.uk/government/uploads/system/uploads/attachment_data/file/663124/rail-vision-web.pdf',
    })
    expect(item('html_publication__best-practice-command-paper').follow).toEqual([
      `https://www.gov.uk${path}`,
    ])
  })

  it('keeps what was said after a consultation apart from the question', () => {
    const { findings } = item('consultation__best-practice-consultation')
    const id = '5fe29115-7631-11e4-a3cb-005056011aef:en'
    expect(findings.map(({ key, payload }) => [key, payload.date])).toEqual([
      [id, '2014-08-07'],
      [`${id}:outcome`, null],
      [`${id}:feedback`, '2015-03-25'],
    ])
    expect(texts(document('consultation__best-practice-consultation', 2)).slice(0, 2)).toEqual([
      'We received 113 written responses from:',
      'manufacturing/retail sector, including relevant trade bodies (63)',
    ])
  })

  it('records pages that moved or are gone', () => {
    expect(item('redirect__redirect')).toMatchObject({
      findings: [{ kind: 'moved', key: '/406beacon' }],
      follow: [
        'https://www.gov.uk/api/content/maritime-safety-weather-and-navigation/register-406-mhz-beacons',
      ],
    })
    expect(item('gone__gone').findings).toMatchObject([
      {
        key: '/government/case-studies/intellectual-property-stuart-scott',
        payload: { status: 'gone', extra: { explanation: 'Incorrect title' } },
      },
    ])
    expect(item('gone__gone_with_alternative_path').follow).toEqual([
      'https://www.gov.uk/api/content/government/example',
    ])
  })

  it('notes a language other than English, and a cancelled announcement', () => {
    expect(item('speech__speech-translated')).toMatchObject({
      findings: [{ key: 'ea1c268d-165c-4b4a-a400-f3b5c2e0988e:ar', payload: { extra: { locale: 'ar' } } }],
      follow: [expect.stringMatching(/libyan-chemical-weapons-programme$/)],
    })
    expect(document('statistics_announcement__cancelled_official_statistics')).toMatchObject({
      date: null,
      extra: { state: 'cancelled', displayDate: '20 January 2016 9:30am' },
    })
  })

  it('explains an answer of the search that has counts and no rows', () => {
    const counts = parse('govuk-search', 'search-facets-content_store_document_type.json')
    expect(counts).toEqual({
      findings: [],
      follow: [],
      issues: [{ what: expect.stringContaining('counts by category'), detail: { total: 314_216 } }],
    })
  })
})

describe.skipIf(!existsSync(CAPTURES))('the questions (skipped without ../shared/captures)', () => {
  type Linked = { id: string }[]
  type Body = {
    details: { slug: string }
    superseded_organisations: Linked
    superseding_organisations: Linked
  }
  const slug = ({ id }: { id: string }): string => id.slice(id.lastIndexOf('/') + 1)

  it('asks every body by a slug that GOV.UK knows, and every body before or after it', () => {
    const known = new Map(
      read<Body[]>('govuk-organisations', 'organisations.json').map((body) => [body.details.slug, body]),
    )
    const asked = queries.bodies.map((body) => body.slug)
    expect(asked.filter((one) => !known.has(one))).toEqual([])
    const settled = new Set([...asked, ...Object.keys(queries.bodiesLeftOut)])
    const open = asked.flatMap((one) => {
      const body = known.get(one)
      const chain = [...(body?.superseded_organisations ?? []), ...(body?.superseding_organisations ?? [])]
      return chain.map(slug).filter((other) => !settled.has(other))
    })
    expect(open).toEqual([])
  })

  it('settles every document type that GOV.UK counted: asked for, or left out with a reason', () => {
    type Counts = { facets: { content_store_document_type: { options: { value: { slug: string } }[] } } }
    const { facets } = read<Counts>('govuk-search', 'search-facets-content_store_document_type.json')
    const settled = new Set([...queries.types, ...Object.keys(queries.typesLeftOut)])
    const open = facets.content_store_document_type.options
      .map(({ value }) => value.slug)
      .filter((type) => !settled.has(type))
    expect(open).toEqual([])
  })
})
