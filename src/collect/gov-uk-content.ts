// Which files and which other pages does a page of the GOV.UK content API lead to?
import { SourceChangedError } from './errors.ts'
import { isRecord } from './json.ts'
import { tidyText } from './reading.ts'

const SITE = 'https://www.gov.uk'

export type Attachment = {
  /** The whole address of the bytes; one that is a page of GOV.UK is printed without its host. Its hash changes with every correction. */
  readonly url: string
  readonly title: string
  /** The media type as the page says; null when it says nothing. */
  readonly contentType: string | null
}

export type ContentPage = {
  readonly title: string
  /** The address within GOV.UK, `/government/statistics/...`. */
  readonly path: string
  readonly type: string
  /** The publishing organisation's name; null when the page names none. */
  readonly body: string | null
  /** Days, `YYYY-MM-DD` as printed. The page was first published, and last changed in a way that readers are told of. */
  readonly firstPublished: string | null
  readonly updated: string | null
  /** Why it was withdrawn; null when it was not. A withdrawn page stays and keeps its files. */
  readonly withdrawn: string | null
  readonly attachments: readonly Attachment[]
  /** Pages of a collection, as addresses of the content API. */
  readonly documents: readonly string[]
}

/** @throws SourceChangedError when it is no page of the content API. */
export function readContentPage(value: unknown): ContentPage {
  if (!isRecord(value) || typeof value.base_path !== 'string' || typeof value.title !== 'string')
    throw new SourceChangedError('expected a page of the GOV.UK content API with "title" and "base_path"')
  const details = isRecord(value.details) ? value.details : {}
  const links = isRecord(value.links) ? value.links : {}
  // Pages that stand have an empty notice, or none.
  const notice = isRecord(value.withdrawn_notice) ? textOr(value.withdrawn_notice.explanation, '') : ''
  const [organisation] = records(links.organisations)
  return {
    title: value.title,
    path: value.base_path,
    type: textOr(value.document_type, 'unknown'),
    body: organisation ? textOr(organisation.title, '') || null : null,
    firstPublished: day(value.first_published_at),
    updated: day(value.public_updated_at),
    withdrawn: tidyText(notice.replace(/<[^>]*>/g, ' ')) || null,
    attachments: attachmentsIn(details),
    documents: records(links.documents).flatMap(({ base_path }) =>
      typeof base_path === 'string' ? [`/api/content${base_path}`] : [],
    ),
  }
}

function attachmentsIn(details: { readonly [field: string]: unknown }): Attachment[] {
  const listed = records(details.attachments).flatMap(({ url: printed, title, content_type }) => {
    const url =
      typeof printed === 'string' && URL.canParse(printed, SITE) ? new URL(printed, SITE).href : null
    return url === null
      ? []
      : [{ url, title: textOr(title, ''), contentType: textOr(content_type, '') || null }]
  })
  if (listed.length > 0) return listed
  // Older pages only have the files as links in pieces of HTML.
  const html = [details.documents, details.body].flat().filter((piece) => typeof piece === 'string')
  const found = new Map<string, Attachment>()
  for (const [, url = '', text = ''] of html
    .join('\n')
    .matchAll(/<a\s[^>]*href="(https:\/\/assets\.publishing\.service\.gov\.uk\/[^"]+)"[^>]*>([^<]*)/g))
    found.set(url, { url, title: text.trim() || (found.get(url)?.title ?? ''), contentType: null })
  return [...found.values()]
}

const records = (value: unknown): { readonly [field: string]: unknown }[] =>
  Array.isArray(value) ? value.filter(isRecord) : []
const textOr = (value: unknown, otherwise: string): string => (typeof value === 'string' ? value : otherwise)
const day = (value: unknown): string | null =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : null
