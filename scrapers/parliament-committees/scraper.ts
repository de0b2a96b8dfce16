// scrapers/parliament-committees - what did committees find, and what did the government reply? Lists lead to publications, and those to their files.
import {
  type DocumentPayload,
  decodeText,
  defineScraper,
  documentFindings,
  type Finding,
  hostOf,
  type Json,
  type JsonRecord,
  jsonRecord,
  OddRecordError,
  type Page,
  printedDate,
  readBody,
  SourceChangedError,
  type Tools,
  tidyText,
  windowsOf,
} from '../../src/collect/index.ts'

const HOST = 'committees-api.parliament.uk'
const LIST = '/api/Publications'
const READER = 'https://committees.parliament.uk/publications'
/** The first day of the Parliament whose programmes this project follows. */
const FIRST_DAY = '2010-05-18'

export default defineScraper({
  title: 'Committee reports and government responses',
  publisher: 'UK Parliament',
  licence: 'OPL-3.0',
  cadence: '30 10 * * *',
  baseUrl: `https://${HOST}`,
  // In recess none may come. No live run has been seen yet: the upper bound is a guess, to be set from the first ones.
  expected: { min: 0, max: 3_000 },
  notes:
    'Built on the interface description alone: no real payload of a list, a publication or a file has been tested. ' +
    'Of the types, those that the government can respond to and those that can be a response are read. ' +
    'Files are read when their name ends in .html or .htm; PDF and Word files are named with the reason and not read. ' +
    'About a fifth of publications are reported to have no file; where the text lies elsewhere its address is kept and not read.',
  handles: (url) =>
    hostOf(url) === HOST && /^\/api\/publications(\/\d+(\/document\/\d+\/\w+)?)?\/?$/i.test(url.pathname),
  start(standing) {
    const { windows, cursor } = windowsOf(standing, { first: FIRST_DAY, overlap: 14, step: 30 })
    const pages = windows.map(({ from, to }) => {
      const window = { StartDate: from, EndDate: `${to}T23:59:59`, SortOrder: 'PublicationDateAscending' }
      const query = new URLSearchParams({ ...window, ShowOnWebsiteOnly: 'false', Take: '100', Skip: '0' })
      return `${LIST}?${query}`
    })
    return { pages, cursor }
  },
  parse(page, tools) {
    const got = page.json()
    const url = new URL(page.url)
    const [, , , id, , documentId] = url.pathname.split('/')
    if (!id) return { follow: readList(got, url, tools) }
    return documentId
      ? { findings: readFile(got, id, documentId, page, tools) }
      : readPublication(jsonRecord(got, `publication ${id}`, OPTIONAL))
  },
})

/** Where a reader sees a document. Without the document's number the address is gone, or shows another document. */
const documentPage = (id: number | string, documentId: number | string): string =>
  `${READER}/${id}/documents/${documentId}/default/`

const publicationAddress = (id: number): string => `${LIST}/${id}?showOnWebsiteOnly=false`

function readList(got: unknown, url: URL, { each, issue }: Tools): string[] {
  const list = jsonRecord(got, 'list of publications')
  const items = list.list('items')
  const total = list.integer('totalResults')
  const from = (url.searchParams.get('StartDate') ?? '').slice(0, 10)
  const to = (url.searchParams.get('EndDate') ?? '9999').slice(0, 10)
  let within = 0
  const follow = each(items, (item, at) => {
    const row = jsonRecord(item, `publication ${at + 1} of the list`)
    const published = row.dayOrNull('publicationStartDate')
    if (published !== null && published >= from && published <= to) within += 1
    const type = row.record('type')
    // The service's own word on its types: those that take part in question and reply.
    const wanted = type.flag('governmentCanRespond') || type.flag('canBeResponse')
    return wanted ? publicationAddress(row.integer('id')) : null
  })
  if (items.length > 0 && within === 0)
    throw new SourceChangedError(
      `expected publications of the days asked for, found none among ${items.length}; the filters are ignored: ${url.search}`,
    )
  const next = Number(url.searchParams.get('Skip') ?? 0) + items.length
  if (next < total && items.length === 0)
    issue(`the list says it has ${total} publications, but gives none from ${next} on`)
  else if (next < total) {
    const onward = new URL(url)
    onward.searchParams.set('Skip', String(next))
    follow.push(onward.href)
  }
  return follow
}

const OPTIONAL = [
  ...['publicationEndDate', 'hcNumber', 'hlPaper', 'additionalContentUrl', 'additionalContentUrl2'],
  ...['respondingDepartment', 'businesses'],
]

function readPublication(publication: JsonRecord): { findings: Finding[]; follow: string[] } {
  const id = publication.integer('id')
  const title = publication.labelOrNull('description') ?? `Publication ${id}`
  const type = publication.record('type').label('name')
  const published = publication.dayOrNull('publicationStartDate')
  const committee = publication.recordOrNull('committee')
  const department = publication.recordOrNull('respondingDepartment')
  const responses = publication.recordOrNull('governmentResponses')
  const respondsTo = publication.integerOrNull('responseToPublicationId')
  const replies = (responses?.list('publication') ?? []).map((one) => {
    const reply = jsonRecord(one, `publication ${id}, governmentResponses`)
    return { id: reply.integer('id'), title: reply.labelOrNull('description') ?? '' }
  })
  const files = publication.list('documents').flatMap((one) => {
    const document = jsonRecord(one, `publication ${id}, documents`)
    const documentId = document.integer('documentId')
    return document.list('files').map((file) => readFileEntry(file, id, documentId))
  })
  // The government speaks in its reply, the committee in all else.
  const body = nameOf(respondsTo !== null ? (department ?? committee) : committee)
  // A file comes without a word on what it is. What its publication says of it goes along in the address, which the service ignores.
  const context = new URLSearchParams()
  for (const [name, value] of Object.entries({ title, type, published, body }))
    if (value !== null) context.set(name, value)
  const links = ['additionalContentUrl', 'additionalContentUrl2'].flatMap((field) => {
    const link = publication.labelOrNull(field)
    return link === null ? [] : [link]
  })
  const payload: { [field: string]: Json } = {
    // The service has no page of a publication by its number alone.
    url: files[0] ? documentPage(id, files[0].entry.documentId) : (links[0] ?? null),
    title,
    type,
    published,
    committee: nameOf(committee),
    respondingDepartment: nameOf(department),
    hcNumber: publication.recordOrNull('hcNumber')?.labelOrNull('number') ?? null,
    hlPaper: publication.recordOrNull('hlPaper')?.labelOrNull('number') ?? null,
    respondsTo,
    responses: replies,
    responseDeadline: responses?.dayOrNull('responseDeadline') ?? null,
    responseExcepted: responses?.flagOrNull('responseExcepted') ?? null,
    inquiries: publication.list('businesses').map((one) => {
      const business = jsonRecord(one, `publication ${id}, businesses`)
      return { id: business.integer('id'), title: business.labelOrNull('title') ?? '' }
    }),
    files: files.map(({ entry }) => entry),
    textElsewhere: links,
    licence: 'OPL-3.0',
  }
  return {
    findings: [{ kind: 'publication', key: String(id), payload }],
    follow: [
      ...files.flatMap(({ address }) => (address === null ? [] : [`${address}?${context}`])),
      // A reply is followed both ways: a promise is accepted or dropped in it.
      ...replies.map((reply) => publicationAddress(reply.id)),
      ...(respondsTo === null ? [] : [publicationAddress(respondsTo)]),
    ],
  }
}

const nameOf = (record: JsonRecord | null): string | null => record?.labelOrNull('name') ?? null

const HTML = /\.html?$/i

/** A file of a publication: what it is, where its text can be read from here, or why not. */
function readFileEntry(got: unknown, id: number, documentId: number) {
  const file = jsonRecord(got, `publication ${id}, document ${documentId}`, ['url', 'fileSize'])
  const name = file.labelOrNull('fileName') ?? ''
  const format = file.label('fileDataFormat')
  // The format always said OriginalFormat in files others saw; the ending of the name tells what it is.
  const readable = HTML.test(name) || format === 'Html'
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toUpperCase() ?? 'without an ending'
  const entry = {
    documentId,
    name,
    bytes: file.integerOrNull('fileSize'),
    ...(readable ? {} : { notRead: `only HTML is read here; this file is ${ending}` }),
  }
  return { entry, address: readable ? `${LIST}/${id}/Document/${documentId}/${format}` : null }
}

function readFile(got: unknown, id: string, documentId: string, page: Page, tools: Tools): Finding[] {
  const where = `publication ${id}, document ${documentId}`
  const file = jsonRecord(got, where, ['url', 'fileSize', 'fileDataFormat'])
  const name = file.labelOrNull('fileName') ?? ''
  const { pathname, searchParams } = new URL(page.url)
  if (!HTML.test(name) && !/\/html\/?$/i.test(pathname))
    throw new OddRecordError(`${where}: only HTML is read here; "${name}" is something else`)
  const bytes = bytesOf(file.text('data'), where)
  const size = file.integerOrNull('fileSize')
  if (size !== null && size !== bytes.length)
    throw new OddRecordError(`${where}: expected ${size} bytes, got ${bytes.length}`)
  const { text, charset, damaged } = decodeText(bytes, 'text/html')
  if (damaged) tools.issue(`${where}: some bytes do not fit the file's encoding (${charset})`)
  const { paragraphs } = readBody(text)
  if (paragraphs.length === 0) throw new OddRecordError(`${where}: expected text, got none`)
  const published = searchParams.get('published')
  const payload: DocumentPayload = {
    url: documentPage(id, documentId),
    title: tidyText(searchParams.get('title') ?? '') || name || where,
    date: published === null ? null : printedDate(published),
    body: searchParams.get('body'),
    speakers: [],
    paragraphs,
    type: searchParams.get('type') ?? 'committee publication',
    status: 'live',
    licence: 'OPL-3.0',
    updated: null,
    extra: { publication: Number(id), documentId: Number(documentId), file: name },
  }
  return documentFindings(`${id}/${documentId}`, payload)
}

/** @throws OddRecordError when the text is not base64. */
function bytesOf(data: string, where: string): Uint8Array {
  try {
    return Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))
  } catch (cause) {
    throw new OddRecordError(
      `${where}: expected a file in base64, got ${data.length} characters of something else`,
      {
        cause,
      },
    )
  }
}
