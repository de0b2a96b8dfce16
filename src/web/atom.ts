// How does a page of a feed look as Atom?
//
// RFC 4287, with RFC 5005's links between pages and RFC 6721's deleted entries.
import type { deletedFrom, FeedPage } from './feed.ts'
import { SITE_LINE, SITE_NAME } from './views/layout.tsx'

/** Text as XML may hold it: characters that XML 1.0 forbids are left out. */
const escapeXml = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')

const element = (name: string, text: string): string => `<${name}>${escapeXml(text)}</${name}>`
const link = (rel: string, href: string, type = ''): string =>
  `<link rel="${rel}" href="${escapeXml(href)}"${type === '' ? '' : ` type="${type}"`}/>`

/** The page as an Atom document. Words without a date are dated by the day of the feed, which Atom asks for. */
export function atomFeed(page: FeedPage, deleted: ReturnType<typeof deletedFrom>): string {
  const { title, self, next, home, items, view } = page
  const today = `${view.ledger.asOf}T00:00:00Z`
  const updated = items
    .map((item) => item.date_modified ?? item.date_published ?? '')
    .sort()
    .at(-1)
  const first = self.replace(/([?&])after=[^&]*&?/, '$1').replace(/[?&]$/, '')
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="en-GB">',
    element('id', first),
    element('title', title),
    element('subtitle', SITE_LINE),
    element('updated', updated || today),
    link('self', self, 'application/atom+xml'),
    link('alternate', home, 'text/html'),
    ...(next === null ? [] : [link('next', next, 'application/atom+xml')]),
    ...(view.hub === null ? [] : [link('hub', view.hub)]),
    `<author>${element('name', SITE_NAME)}${element('uri', `${view.siteUrl}/about`)}</author>`,
    ...items.map((item) =>
      [
        '<entry>',
        element('id', item.id),
        element('title', item.title),
        element('updated', item.date_modified ?? item.date_published ?? today),
        ...(item.date_published === undefined ? [] : [element('published', item.date_published)]),
        ...item.authors.map(({ name }) => `<author>${element('name', name)}</author>`),
        link('alternate', item.url, 'text/html'),
        ...(item.external_url === undefined ? [] : [link('via', item.external_url)]),
        ...item.tags.map((tag) => `<category term="${escapeXml(tag)}"/>`),
        `<content type="text">${escapeXml(item.content_text)}</content>`,
        '</entry>',
      ].join(''),
    ),
    ...deleted.map(
      ({ ref, gone, reason }) =>
        `<at:deleted-entry ref="${escapeXml(ref)}" when="${dateTime(gone)}">${element('at:comment', reason)}</at:deleted-entry>`,
    ),
    '</feed>',
  ].join('\n')
}

const dateTime = (date: string): string => `${`${date}-01-01`.slice(0, 10)}T00:00:00Z`
