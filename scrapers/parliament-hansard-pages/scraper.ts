// What was said in Parliament, as Hansard's old pages print it? Debates, answers and statements, one document a heading.
import {
  defineScraper,
  documentFindings,
  type Elements,
  type Finding,
  type Page,
  printedDate,
  rawReplay,
  replayOf,
  SourceChangedError,
  standingOf,
  textOf,
} from '../../src/collect/index.ts'
import addresses from './addresses.json' with { type: 'json' }
import { readSections, type Section } from './hansard-page.ts'

/** `/pa/cm201011/cmhansrd/cm110719/debtext/110719-0001.htm`, `/pa/ld201011/ldhansrd/text/110117-0001.htm`. */
const TEXT = /^\/pa\/[^/]+\/(cm|ld)hansrd\/((?:[^/]+\/)?(?:\w*text|vo\w+)\/[^/]+\.html?)$/
const INDEX = /^\/pa\/[^/]+\/(cm|ld)hansrd\/(?:[^/]+\/)?(?:\w*indx|index|indexes)\/[^/]+\.html?$/
const BY_DATE = /^\/business\/publications\/hansard\/(commons|lords)\/by-date\//

export default defineScraper({
  title: 'Hansard, old pages',
  publisher: 'UK Parliament',
  licence: 'OPL-3.0',
  cadence: '23 2 13 * *',
  baseUrl: 'https://publications.parliament.uk',
  // No minimum: a run without newly reviewed addresses rightly gives nothing, and a changed page throws.
  expected: { min: 0, max: 50_000 },
  pace: 3,
  revisit: { afterDays: 365, perRun: 20 },
  notes:
    'Tested on real pages of 2010 to 2014 from both Houses. Bound volumes and pages before 2006 have other forms and were never tested. Part and department of a document are the last ones printed above it. The start addresses are a short reviewed list of days: add a day to addresses.json to read it. Hansard since then is read from its API by another source.',
  handles: (url) => originalOf(url) !== null,
  start: ({ cursor, since }) => {
    const after = typeof cursor === 'string' ? cursor : ''
    const ask = addresses.filter(({ reviewed }) => (since === null ? reviewed > after : reviewed >= since))
    return {
      pages: ask.map(({ address }) => address),
      cursor:
        addresses
          .map(({ reviewed }) => reviewed)
          .sort()
          .at(-1) ?? '',
    }
  },
  parse(page, { issue }) {
    const original = originalOf(new URL(page.url)) as URL
    const text = TEXT.exec(original.pathname)
    const standing = replayOf(new URL(page.url)) ? standingOf(page) : 'trusted'
    if (typeof standing === 'object') {
      issue(standing.not)
      return []
    }
    const follow = linksOf(page, original, text !== null)
    if (!text) {
      if (follow.length === 0) issue('an index without a link to any page of the record')
      return { follow }
    }
    const findings = readText(page, original, `${text[1]}/${text[2]}`, issue)
    return { findings, follow }
  },
})

/** The page's own address, also when it comes from an archive; null when it is no page of old Hansard. */
function originalOf(url: URL): URL | null {
  const replay = replayOf(url)
  const original = replay ? new URL(replay.original) : url
  const host = original.hostname.replace(/^www\./, '')
  if (host === 'publications.parliament.uk')
    return TEXT.test(original.pathname) || INDEX.test(original.pathname) ? original : null
  return host === 'parliament.uk' && BY_DATE.test(original.pathname) ? original : null
}

/** Pages of the record that a page leads to: all links of an index; of a text only the next part of the same day. */
function linksOf(page: Page, original: URL, onlyNext: boolean): string[] {
  const replay = replayOf(new URL(page.url))
  const { $ } = page
  return $('a[href]')
    .toArray()
    .filter((link) => !onlyNext || /^Next Section$/i.test(textOf($(link))))
    .map((link) => $(link).attr('href') ?? '')
    .flatMap((href) => {
      if (!URL.canParse(href, original.href) || !URL.canParse(href, page.url)) return []
      // Views of an archive other than the raw one have their links rewritten to lead into the archive.
      const rewritten = replayOf(new URL(href, page.url))
      const to = new URL(rewritten?.original ?? href, original)
      to.hash = ''
      if (originalOf(to) === null || BY_DATE.test(to.pathname) || to.href === original.href) return []
      return [replay ? rawReplay(replay.archive, replay.timestamp, to.href) : to.href]
    })
}

function readText(page: Page, original: URL, file: string, issue: (what: string) => void): Finding[] {
  const house = file.startsWith('ld/') ? 'House of Lords' : 'House of Commons'
  const title = textOf(page.$('title').first())
  const sections = readSections(recordOf(page), title || `${house}, ${file}`, firstDay(page.text))
  if (sections.length === 0) issue('a page of the record without a word said')
  const day = dayInPath(file)
  const other = sections.find(({ date }) => day !== null && date !== null && date !== day)
  if (other) issue(`the page prints the date ${other.date}, its address says ${day}; the printed one is kept`)
  return sections.flatMap((section) => {
    const date = section.date
    if (date === null) issue(`"${section.title.slice(0, 80)}": the page prints no date`)
    return documentFindings(keyOf(file, section), {
      // The same for the page and for any archived copy: they are one document. The capture says which was read.
      url: `https://publications.parliament.uk${original.pathname}${section.anchor ? `#${section.anchor}` : ''}`,
      title: section.title,
      date,
      body: house,
      speakers: section.speakers,
      paragraphs: section.paragraphs,
      type: typeOf(file, section.part),
      status: 'live',
      licence: 'OPL-3.0',
      extra: {
        part: section.part,
        department: section.department,
        under: section.under,
        printed: section.printed,
        questions: section.questions,
        ...(section.continues ? { continues: true } : {}),
      },
    })
  })
}

/** The element that holds the record, without the Lords' table of links to the pages around it. The Commons' has an id that some pages give to two, one inside the other. */
function recordOf({ $ }: Page): Elements {
  $('table')
    .filter((_, table) =>
      /^((Previous Section|Next Section|Back to Table of Contents) )+Lords Hansard Home Page$/.test(
        textOf($(table)),
      ),
    )
    .remove()
  for (const selector of ['#content-small', '#maincontent1', '#maincontent', '#content', 'body.main']) {
    const found = $(selector).first()
    if (found.length === 1) return found
  }
  // Until 2006 pages have no such element; a column's mark still tells the record from anything else.
  if ($('a[name^="column_"]').length > 0) return $('body')
  throw new SourceChangedError(
    'expected the record in #content-small or #maincontent1, found neither nor a column',
  )
}

/**
 * House, day and file, and the publisher's id of the heading; for the few headings without one, its words and column. The
 * session in the path is left out: it is written in two ways.
 */
function keyOf(file: string, { anchor, continues, title, paragraphs }: Section): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
  return `${file}#${anchor ?? (continues ? 'top' : `${words}-${paragraphs[0]?.column ?? ''}`)}`
}

/** The day in the first line of the kind "19 July 2011 : Column 771". */
function firstDay(text: string): string | null {
  const printed = /(\d{1,2} [A-Z][a-z]{2,8}\.? \d{4})\s*:\s*Column\b/.exec(text)?.[1]
  return printed ? printedDate(printed) : null
}

function dayInPath(file: string): string | null {
  const [, year, month, day] = /\/(?:[a-z]*)(\d\d)(\d\d)(\d\d)[^/]*$/.exec(`/${file}`) ?? []
  return year ? `20${year}-${month}-${day}` : null
}

/** The kind of record: by the Commons' folder, by the letter in the Lords' file name. */
function typeOf(file: string, part: string | null): string {
  const [, folder = '', name = ''] = /(\w+)\/([^/]+)$/.exec(file) ?? []
  if (folder === 'wmstext' || /-wms/.test(name)) return 'written ministerial statement'
  if (folder === 'corrtext') return 'ministerial correction'
  if (folder === 'petntext') return 'petition'
  if (folder === 'halltext') return 'Westminster Hall debate'
  if (/\d{6}w/.test(name)) return 'written answer'
  if (/-gc/.test(name)) return 'Grand Committee debate'
  return part !== null && /^Oral Answers/i.test(part) ? 'oral answer' : 'debate'
}
