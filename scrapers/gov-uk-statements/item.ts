// What does one item of GOV.UK's Content API say, and where does it lead?
import {
  type DocumentPayload,
  documentFindings,
  type Finding,
  html,
  isRecord,
  type Json,
  OddRecordError,
  type Page,
  type Paragraph,
  printedDate,
  SourceChangedError,
  type Speaker,
  type Tools,
  textOf,
} from '../../src/collect/index.ts'
import { paragraphsOf } from './body.ts'
import { type Fields, fieldsOf, listIn, partIn, partOrNone, plainIn, wordsIn } from './fields.ts'
import { contentPath } from './searches.ts'

const SITE = 'https://www.gov.uk'
export const LICENCE = 'OGL-UK-3.0'

/** Schemas that are documents, by the shape of their `details`. Any other schema is looked up, or is an issue. */
const SHAPES: Readonly<
  Record<string, 'speech' | 'html' | 'announcement' | 'consultation' | 'parts' | 'text'>
> = {
  speech: 'speech',
  html_publication: 'html',
  statistics_announcement: 'announcement',
  consultation: 'consultation',
  call_for_evidence: 'consultation',
  guide: 'parts',
  document_collection: 'text',
  news_article: 'text',
  publication: 'text',
  case_study: 'text',
  detailed_guide: 'text',
  statistical_data_set: 'text',
}

/** A field to keep beside a document; null and false are left out. */
type Extra = { readonly [field: string]: Json | undefined }

/** Reads an item. One that is odd becomes an issue; one that is no item at all fails the run. */
export function readItem(page: Page, tools: Tools): { findings: Finding[]; follow: string[] } {
  const item = fieldsOf(page.json(), 'an item of the Content API')
  const schema = item.schema_name
  if (typeof schema !== 'string')
    throw new SourceChangedError(
      `expected an item of the Content API with a schema_name, got ${Object.keys(item).join(', ').slice(0, 200)}`,
    )
  if (schema === 'redirect') return readRedirect(item, tools)
  if (schema === 'gone') return readGone(item)
  const shape = Object.hasOwn(SHAPES, schema) ? SHAPES[schema] : undefined
  if (shape === undefined) {
    const why = tools.lookup<string>('schema-not-read', schema)
    tools.issue(`${schema} is not read: ${why}`, wordsIn(item, 'base_path'))
    return { findings: [], follow: [] }
  }
  return { findings: readDocument(item, shape, tools), follow: ledTo(item, tools) }
}

/** A page that moved: where to. Kept, so that an old citation can be followed. */
function readRedirect(item: Fields, { issue }: Tools): { findings: Finding[]; follow: string[] } {
  const path = pathOf(item)
  const targets = listIn(item, 'redirects')
    .filter((redirect) => redirect.path === path)
    .map((redirect) => wordsIn(redirect, 'destination'))
    .filter((destination) => destination !== null)
  if (targets.length === 0) throw new OddRecordError(`${path}: expected a redirect of this path, found none`)
  const follow: string[] = []
  for (const target of targets) {
    try {
      follow.push(contentPath(target))
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      issue('a page moved to another site, which is not read', { from: path, to: target })
    }
  }
  const payload = { url: SITE + path, to: targets.map(addressOf) }
  return { findings: [{ kind: 'moved', key: path, payload }], follow }
}

/** A page that was taken down with a word of explanation. Its id is gone with it, so its key is its path. */
function readGone(item: Fields): { findings: Finding[]; follow: string[] } {
  const path = pathOf(item)
  const details = partOrNone(item, 'details')
  const instead = wordsIn(details, 'alternative_path')
  const payload: DocumentPayload = {
    url: SITE + path,
    title: wordsIn(item, 'title') ?? path,
    date: null,
    body: null,
    speakers: [],
    paragraphs: [],
    type: wordsIn(item, 'document_type') ?? 'gone',
    status: 'gone',
    licence: LICENCE,
    updated: wordsIn(item, 'public_updated_at') ?? wordsIn(item, 'updated_at'),
    extra: kept({
      schema: 'gone',
      explanation: plainIn(details, 'explanation'),
      instead: instead && SITE + instead,
    }),
  }
  return { findings: documentFindings(keyOf(item), payload), follow: instead ? [contentPath(instead)] : [] }
}

function readDocument(item: Fields, shape: (typeof SHAPES)[string], tools: Tools): Finding[] {
  const details = partIn(item, 'details')
  const links = partOrNone(item, 'links')
  const notice = partOrNone(item, 'withdrawn_notice')
  const withdrawn = Object.keys(notice).length > 0
  const title = wordsIn(item, 'title')
  if (title === null) throw new OddRecordError(`${pathOf(item)}: expected a title, found none`)
  const said = whenSaid(item, details, shape, tools)
  const summary = wordsIn(item, 'description')
  const { speakers, roles } =
    shape === 'speech' ? speakersOf(details, links) : { speakers: [], roles: titles(links, 'roles') }
  const locale = wordsIn(item, 'locale') ?? 'en'
  const government = isRecord(details.government)
    ? details.government
    : (listIn(links, 'government')[0] ?? {})
  const common: Extra = {
    schema: wordsIn(item, 'schema_name'),
    locale: locale === 'en' ? null : locale,
    withdrawn: withdrawn
      ? kept({ at: wordsIn(notice, 'withdrawn_at'), explanation: plainIn(notice, 'explanation') })
      : null,
    government: wordsIn(government, 'title'),
    // The banner "published under the ... government": not a withdrawal.
    historyMode: details.political === true && government.current === false,
    organisations: titles(links, 'organisations'),
    people: shape === 'speech' ? null : titles(links, 'people'),
    roles,
  }
  const make = (key: string, paragraphs: readonly Paragraph[], when: Said, extra: Extra): Finding[] =>
    documentFindings(key, {
      url: SITE + pathOf(item),
      title,
      date: when.date,
      body: bodyOf(details, links),
      speakers,
      paragraphs,
      type: wordsIn(item, 'document_type') ?? '',
      status: withdrawn ? 'withdrawn' : 'live',
      licence: LICENCE,
      updated: wordsIn(item, 'public_updated_at'),
      extra: kept({ ...common, dateFrom: when.from, ...extra }),
    })

  const key = keyOf(item)
  // The summary of a speech is the publisher's, not the speaker's, so it stays out of the speaker's words.
  const lead = summary !== null && shape !== 'speech' ? [{ text: summary }] : []
  const paragraphs = [...lead, ...bodyParagraphs(details, shape)]
  if (shape === 'speech')
    return make(key, paragraphs, said, {
      summary,
      location: wordsIn(details, 'location'),
      // Such as "Original script, may differ from delivered version": compare Hansard before quoting.
      asDelivered: wordsIn(details, 'speech_type_explanation'),
    })
  if (shape === 'html')
    return make(key, paragraphs, said, {
      parent: listIn(links, 'parent').map((parent) =>
        kept({ title: wordsIn(parent, 'title'), url: webUrl(parent) }),
      ),
      isbn: wordsIn(details, 'isbn'),
    })
  if (shape === 'announcement')
    return make(key, paragraphs, said, {
      displayDate: wordsIn(details, 'display_date'),
      previousDisplayDate: wordsIn(details, 'previous_display_date'),
      releaseTimestamp: wordsIn(details, 'release_timestamp'),
      state: wordsIn(details, 'state'),
      cancelledAt: wordsIn(details, 'cancelled_at'),
      cancellationReason: wordsIn(details, 'cancellation_reason'),
    })
  const files = filesOf(details)
  const main = make(key, paragraphs, said, {
    filesNotRead: files,
    openingDate: wordsIn(details, 'opening_date'),
    closingDate: wordsIn(details, 'closing_date'),
    heldElsewhere: wordsIn(details, 'held_on_another_website_url'),
  })
  return shape === 'consultation' ? [...main, ...answersOf(item, details, key, make)] : main
}

/**
 * What government said once a consultation had closed: later words, so documents of their own. The page dates the
 * feedback; of the outcome it only says when the page last changed, so that has no date.
 */
function answersOf(
  item: Fields,
  details: Fields,
  key: string,
  make: (key: string, paragraphs: readonly Paragraph[], when: Said, extra: Extra) => Finding[],
): Finding[] {
  const outcome = [...paragraphsOf(details.final_outcome_detail), ...paragraphsOf(details.outcome_detail)]
  const feedback = paragraphsOf(details.public_feedback_detail)
  const published = wordsIn(details, 'public_feedback_publication_date')
  const closed = wordsIn(details, 'closing_date')
  return [
    ...(outcome.length === 0
      ? []
      : make(`${key}:outcome`, outcome, NO_DATE, {
          part: 'outcome',
          saidAfter: closed,
          saidBy: wordsIn(item, 'public_updated_at'),
        })),
    ...(feedback.length === 0
      ? []
      : make(
          `${key}:feedback`,
          feedback,
          published
            ? { date: printedDate(published), from: 'details.public_feedback_publication_date' }
            : NO_DATE,
          { part: 'feedback', saidAfter: closed },
        )),
  ]
}

function bodyParagraphs(details: Fields, shape: (typeof SHAPES)[string]): Paragraph[] {
  const headed = (title: string | null, body: unknown): Paragraph[] => [
    ...(title === null ? [] : [{ text: title, heading: true as const }]),
    ...paragraphsOf(body),
  ]
  return [
    ...paragraphsOf(details.body),
    ...(shape === 'parts'
      ? listIn(details, 'parts').flatMap((part) => headed(wordsIn(part, 'title'), part.body))
      : []),
    ...listIn(details, 'collection_groups').flatMap((group) => headed(wordsIn(group, 'title'), group.body)),
  ]
}

/** A day, and the field that gave it; both null when no field does. */
type Said = { readonly date: string | null; readonly from: string | null }
const NO_DATE: Said = { date: null, from: null }

/** When the words were said, as printed. A day that cannot be read is an issue, and the words stay without a date. */
function whenSaid(item: Fields, details: Fields, shape: (typeof SHAPES)[string], { issue }: Tools): Said {
  const at = (value: string | null, from: string): Said | null => {
    if (value === null) return null
    try {
      return { date: printedDate(value), from }
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      issue(`${from}: ${error.message}`)
      return null
    }
  }
  if (shape === 'speech') {
    const said = at(wordsIn(details, 'delivered_on'), 'details.delivered_on')
    if (said === null) issue('a speech without the day it was delivered', wordsIn(item, 'base_path'))
    return said ?? NO_DATE
  }
  const first = at(wordsIn(item, 'first_published_at'), 'first_published_at')
  if (shape === 'html') {
    // The day of the first version stands in the change history of the parent, which is another page.
    const version = details.first_published_version === true ? 'the first version' : 'a later version'
    return (
      at(wordsIn(details, 'public_timestamp'), `details.public_timestamp, of ${version}`) ?? first ?? NO_DATE
    )
  }
  const history = listIn(details, 'change_history')
    .map((change) => wordsIn(change, 'public_timestamp'))
    .filter((time) => time !== null)
    .sort((a, b) => Date.parse(a) - Date.parse(b))
  return (
    at(history[0] ?? null, 'details.change_history, its earliest entry') ??
    first ??
    at(wordsIn(details, 'first_public_at'), 'details.first_public_at') ??
    NO_DATE
  )
}

/**
 * Who gave a speech. Profiles show the office that a person holds today, so the office is taken from the roles of the
 * speech itself, and only when there is one speaker to hold it.
 */
function speakersOf(details: Fields, links: Fields): { speakers: Speaker[]; roles: string[] | null } {
  const roles = titles(links, 'roles')
  const profiles = listIn(links, 'speaker').flatMap((person): Speaker[] => {
    const name = wordsIn(person, 'title')
    const id = wordsIn(person, 'content_id')
    return name === null ? [] : [{ name, ...(id ? { id } : {}) }]
  })
  const without = wordsIn(details, 'speaker_without_profile')
  const speakers = profiles.length > 0 ? profiles : without === null ? [] : [{ name: without }]
  const [only] = speakers
  if (!only || speakers.length > 1 || roles === null) return { speakers, roles }
  return { speakers: [{ ...only, role: roles.join('; ') }], roles: null }
}

/** The body that publishes a page; items from before 2017 name no primary one, and then it is all that publish it. */
function bodyOf(details: Fields, links: Fields): string | null {
  const organisations = listIn(links, 'organisations')
  const emphasised = Array.isArray(details.emphasised_organisations) ? details.emphasised_organisations : []
  const first = [
    ...listIn(links, 'primary_publishing_organisation'),
    ...listIn(links, 'lead_organisations'),
    ...organisations.filter(({ content_id }) => content_id && emphasised[0] === content_id),
  ][0]
  if (first) return wordsIn(first, 'title')
  const all = titles(links, 'organisations') ?? titles(links, 'worldwide_organisations')
  return all?.join('; ') ?? null
}

/** Attached files: named, and not read. Older items have them only as pieces of HTML. */
function filesOf(details: Fields): Json[] {
  const listed = listIn(details, 'attachments').filter((file) => file.attachment_type !== 'html')
  const snippets = snippetsOf(details).filter(({ type }) => type !== 'HTML')
  return [
    ...listed.map((file) => kept({ title: wordsIn(file, 'title'), url: wordsIn(file, 'url') })),
    ...snippets
      .filter(({ href }) => !listed.some((file) => file.url === href))
      .map(({ title, href }) => kept({ title, url: href && addressOf(href) })),
  ]
}

const SNIPPETS = ['documents', 'final_outcome_documents', 'outcome_documents', 'public_feedback_documents']

/** Attachments of older items. One that cannot be fetched, such as a paper to order, has no address. */
function snippetsOf(details: Fields): { title: string; href: string | null; type: string }[] {
  return SNIPPETS.flatMap((field) => {
    const value = details[field]
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  }).map((snippet) => {
    const $ = html(snippet)
    const title = $('.attachment-details .title').first()
    return {
      title: textOf(title.length > 0 ? title : $.root()).slice(0, 300),
      href: title.find('a').attr('href') ?? null,
      type: textOf($('.metadata .type').first()),
    }
  })
}

/** Pages an item leads to: its HTML attachments, its parent, and its English translation. */
function ledTo(item: Fields, { issue }: Tools): string[] {
  const links = partOrNone(item, 'links')
  const details = partIn(item, 'details')
  const pages = [
    ...(item.schema_name === 'publication' || SHAPES[String(item.schema_name)] === 'consultation'
      ? listIn(links, 'children').map((child) => child.base_path)
      : []),
    ...(item.schema_name === 'html_publication'
      ? listIn(links, 'parent').map((parent) => parent.base_path)
      : []),
    ...listIn(details, 'attachments')
      .filter((file) => file.attachment_type === 'html')
      .map((file) => file.url),
    ...snippetsOf(details)
      .filter(({ type }) => type === 'HTML')
      .map(({ href }) => href),
    ...(item.locale === 'en'
      ? []
      : listIn(links, 'available_translations')
          .filter((one) => one.locale === 'en')
          .map((one) => one.base_path)),
  ]
  const follow = new Set<string>()
  for (const page of pages) {
    try {
      follow.add(contentPath(page))
    } catch (error) {
      if (!(error instanceof OddRecordError)) throw error
      issue(`an attached page is not read: ${error.message}`)
    }
  }
  return [...follow]
}

/** @throws OddRecordError when an item does not say where it lies. */
function pathOf(item: Fields): string {
  const path = wordsIn(item, 'base_path')
  if (path?.startsWith('/')) return path
  throw new OddRecordError(`expected an item with a base_path, got ${JSON.stringify(item.base_path)}`)
}

/** Translations share a content id; redirects and pages that are gone have none, and keep their path. */
function keyOf(item: Fields): string {
  const id = wordsIn(item, 'content_id')
  return id === null ? pathOf(item) : `${id}:${wordsIn(item, 'locale') ?? 'en'}`
}

/** The whole address of a link; one that cannot be read stays as printed. */
const addressOf = (link: string): string => (URL.canParse(link, SITE) ? new URL(link, SITE).href : link)

const webUrl = (link: Fields): string | null => {
  const path = wordsIn(link, 'base_path')
  return path && SITE + path
}

function titles(links: Fields, field: string): string[] | null {
  const found = listIn(links, field)
    .map((link) => wordsIn(link, 'title'))
    .filter((title) => title !== null)
  return found.length > 0 ? found : null
}

function kept(extra: Extra): { [field: string]: Json } {
  return Object.fromEntries(
    Object.entries(extra).filter(
      (entry): entry is [string, Json] =>
        entry[1] !== undefined &&
        entry[1] !== null &&
        entry[1] !== false &&
        !(Array.isArray(entry[1]) && entry[1].length === 0),
    ),
  )
}
