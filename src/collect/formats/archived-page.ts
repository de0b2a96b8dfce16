// What does a page of an old site say, when it says nothing of how it is built? Its title, its own date, and its words.
import { readBody } from '../body.ts'
import { OddRecordError } from '../errors.ts'
import type { Paragraph } from '../finding.ts'
import { type Elements, printedDate, textOf, tidyText } from '../reading.ts'
import type { Page } from '../scraper.ts'

export type ArchivedPage = {
  readonly title: string
  /** The page's own date, `YYYY-MM-DD`; null when it prints none, or none that can be true. */
  readonly date: string | null
  /** Where the date stands. */
  readonly dateFrom: string | null
  /** The page's own "last changed", as printed. */
  readonly updated: string | null
  /** What the words were taken from: a selector, or `body`. */
  readonly container: string
  readonly paragraphs: readonly Paragraph[]
  /** A date that was found and not believed, and why. */
  readonly doubt: string | null
}

/** Usual names of the main part, the most telling first. */
const CONTAINERS = [
  ...['main', '[role=main]', '#main-content', '#maincontent', '#mainContent', '#main_content'],
  ...['#content-main', '#contentMain', '#content', '#main', 'article'],
]
/** Below this a container holds a heading or a menu, not a page. */
const LEAST_TEXT = 200

const NEVER_TEXT =
  'script, style, noscript, template, iframe, object, svg, nav, form, [role=navigation], [role=search], .breadcrumb, .breadcrumbs, #breadcrumb, #breadcrumbs, #skip, .skip, .skiplink, .skip-link, .skip-links'
/** The Wayback Machine's own banner, in views without `id_`. */
const BANNER = '#wm-ipp-base, #wm-ipp, #wm-ipp-print, #donato'
const ROUND_THE_TEXT =
  'footer, aside, [role=banner], [role=contentinfo], #header, #footer, #nav, #navigation, #sidebar'

/** Meta names that say when a page was published, the most exact first, in small letters. */
const PUBLISHED = [
  ...['article:published_time', 'dc.date.issued', 'dcterms.issued', 'dc.date.published'],
  ...['dc.date.created', 'dcterms.created', 'dc.date', 'dcterms.date', 'pubdate', 'date'],
]
const CHANGED = ['article:modified_time', 'dc.date.modified', 'dcterms.modified', 'last-modified']
const PRINTED =
  'time[pubdate], time[itemprop=datePublished], [itemprop=datePublished], .published-date, .publish-date, .date-published, .pubdate, .article-date, .news-date, .release-date, .date, #date'

/** @param captured when the archive captured it, ISO 8601: no page is younger than its capture. */
export function readArchivedPage(page: Page, captured: string): ArchivedPage {
  const { $ } = page
  const metas = new Map<string, string>()
  $('meta').each((_, meta) => {
    const name = ($(meta).attr('name') ?? $(meta).attr('property') ?? '').trim().toLowerCase()
    const content = tidyText($(meta).attr('content') ?? '')
    if (name !== '' && content !== '' && !metas.has(name)) metas.set(name, content)
  })
  $(NEVER_TEXT).remove()
  $(BANNER).remove()
  const found = CONTAINERS.map((selector) => ({ selector, at: $(selector) })).find(
    ({ at }) => at.length === 1 && textOf(at).length >= LEAST_TEXT,
  )
  if (!found) {
    $(ROUND_THE_TEXT).remove()
    $('header')
      .filter((_, header) => $(header).closest('main, article, section').length === 0)
      .remove()
  }
  const root = found?.at ?? ($('body').length > 0 ? $('body') : $.root())
  // Outside a main part the only h1 may belong to a banner or a teaser.
  const heading = found && root.find('h1').length === 1 ? textOf(root.find('h1')) : ''
  return {
    title: heading || textOf($('title').first()) || (metas.get('dc.title') ?? ''),
    ...ownDate(metas, $(PRINTED, root), captured, (element) => {
      const one = $(element as never)
      return one.attr('datetime') ?? one.attr('content') ?? textOf(one)
    }),
    updated: CHANGED.map((name) => metas.get(name)).find((value) => value !== undefined) ?? null,
    container: found?.selector ?? 'body',
    // Old editors parted paragraphs by two line breaks in a row.
    paragraphs: readBody($.html(root).replace(/(?:<br\b[^<>]*>(?:\s|&nbsp;|&#xa0;)*){2,}/gi, '<p></p>'))
      .paragraphs,
  }
}

function ownDate(
  metas: ReadonlyMap<string, string>,
  printed: Elements,
  captured: string,
  read: (element: unknown) => string,
): Pick<ArchivedPage, 'date' | 'dateFrom' | 'doubt'> {
  let doubt: string | null = null
  const believe = (date: string | null, from: string): boolean => {
    if (date === null) return false
    // British summer is an hour ahead of the capture's UTC.
    if (date <= new Date(Date.parse(captured) + 3_600_000).toISOString().slice(0, 10)) return true
    doubt = `${from} says ${date}, which is later than the capture of ${captured.slice(0, 10)}`
    return false
  }
  for (const name of PUBLISHED) {
    const date = dayIn(metas.get(name) ?? '')
    if (believe(date, `meta ${name}`)) return { date, dateFrom: `meta ${name}`, doubt }
  }
  const days = new Set(printed.toArray().map((element: unknown) => dayIn(read(element))))
  days.delete(null)
  const [day = null] = days
  if (days.size > 1) doubt ??= `${days.size} different dates are printed where a date is expected`
  else if (believe(day, 'the printed date')) return { date: day, dateFrom: 'printed', doubt }
  return { date: null, dateFrom: null, doubt }
}

/** The day in a text, or null. `10/06/2011` gives null: which of the two is the month is not in the text. */
function dayIn(text: string): string | null {
  try {
    return printedDate(text)
  } catch (error) {
    if (error instanceof OddRecordError) return null
    throw error
  }
}
