// scrapers/parliament-written-statements - what did ministers state in writing, to either House?
import {
  type DocumentPayload,
  defineScraper,
  documentFindings,
  type Finding,
  hostOf,
  isRecord,
  type Json,
  type JsonRecord,
  jsonRecord,
  OddRecordError,
  readBody,
  SourceChangedError,
  type Speaker,
  type Tools,
  unwrapped,
  windowsOf,
} from '../../src/collect/index.ts'

const HOST = 'questions-statements-api.parliament.uk'
const LIST = '/api/writtenstatements/statements'
const READER = 'https://questions-statements.parliament.uk/written-statements/detail'
/** The first day the service has statements for; earlier ones are in Hansard. */
const FIRST_DAY = '2014-09-01'

export default defineScraper({
  title: 'Written statements',
  publisher: 'UK Parliament',
  licence: 'OPL-3.0',
  cadence: '10 7 * * *',
  baseUrl: `https://${HOST}`,
  // In recess none is made. No live run has been seen yet: the upper bound is a guess, to be set from the first ones.
  expected: { min: 0, max: 2_000 },
  notes:
    'Built on the interface description alone: no real payload of a written statement has been tested, neither a list nor a detail, and the use of linked statements is not documented. ' +
    'A statement made to both Houses appears twice, HCWS and HLWS, as two documents. Attached files are named, not read.',
  handles: (url) =>
    hostOf(url) === HOST && /^\/api\/writtenstatements\/statements(\/[^/]+){0,2}\/?$/i.test(url.pathname),
  start(standing) {
    const { windows, cursor } = windowsOf(standing, { first: FIRST_DAY, overlap: 15, step: 30 })
    const pages = windows.map(
      ({ from, to }) => `${LIST}?madeWhenFrom=${from}&madeWhenTo=${to}&sessionStatus=Any&take=100&skip=0`,
    )
    return { pages, cursor }
  },
  parse(page, tools) {
    const got = page.json()
    // The service has reported failures as JSON with a status of its own, under HTTP 200.
    if (isRecord(got) && typeof got.status === 'number' && !('value' in got) && !('results' in got))
      throw new SourceChangedError(`expected statements, got an error of the service: ${got.status}`)
    const url = new URL(page.url)
    const place = url.pathname.replace(/^\/api\/writtenstatements\/statements\/?/i, '').replace(/\/$/, '')
    return place === '' ? { follow: readList(got, url, tools) } : { findings: readDetail(got, place, tools) }
  },
})

function readList(got: unknown, url: URL, { each, issue }: Tools): string[] {
  const envelope = isRecord(got) && !('value' in got) ? jsonRecord(got, 'list of statements') : null
  const rows = envelope ? envelope.list('results') : Array.isArray(got) ? got : [got]
  if (!envelope)
    issue(
      'rows of a list without its envelope: whether their text is whole is not known, so none is read here; each statement is read from its own address',
      { rows: rows.length },
    )
  const from = url.searchParams.get('madeWhenFrom') ?? ''
  const to = url.searchParams.get('madeWhenTo') ?? '9999'
  let within = 0
  const follow = each(rows, (row, at) => {
    const value = jsonRecord(unwrapped(row), `row ${at + 1}`)
    const made = value.day('dateMade')
    if (made >= from && made <= to) within += 1
    return `${LIST}/${value.integer('id')}?expandMember=true&sessionStatus=Any`
  })
  if (follow.length > 0 && within === 0)
    throw new SourceChangedError(
      `expected statements of the days asked for, found none among ${rows.length}; the filters are ignored: ${url.search}`,
    )
  const skip = Number(url.searchParams.get('skip') ?? 0)
  const total = envelope?.integer('totalResults') ?? 0
  if (envelope && skip + rows.length < total) {
    if (rows.length === 0) issue(`the list says it has ${total} statements, but gives none from ${skip} on`)
    else {
      const onward = new URL(url)
      onward.searchParams.set('skip', String(skip + rows.length))
      follow.push(onward.href)
    }
  }
  return follow
}

const OPTIONAL = [
  ...['member', 'memberId', 'noticeNumber', 'answeringBodyId', 'hasAttachments', 'attachments'],
  ...['hasLinkedStatements', 'linkedStatements'],
]

function readDetail(got: unknown, place: string, tools: Tools): Finding[] {
  const value = jsonRecord(unwrapped(got), `statement ${place}`, OPTIONAL)
  const id = value.integer('id')
  if (/^\d+$/.test(place) && Number(place) !== id)
    throw new OddRecordError(`statement ${place}: expected that statement, got ${id}`)
  const made = value.day('dateMade')
  const uin = value.label('uin')
  const text = value.textOrNull('text')
  const { paragraphs } = readBody(text ?? '')
  if (paragraphs.length === 0) throw new OddRecordError(`statement ${id} (${uin}): expected text, got none`)
  const speaker = speakerOf(value)
  const payload: DocumentPayload = {
    url: `${READER}/${made}/${encodeURIComponent(uin)}`,
    title: value.label('title'),
    date: made,
    body: value.labelOrNull('answeringBodyName'),
    speakers: speaker ? [speaker] : [],
    paragraphs: paragraphs.map((paragraph) => (speaker ? { ...paragraph, speaker: 0 } : paragraph)),
    type: 'written statement',
    status: 'live',
    licence: 'OPL-3.0',
    updated: null,
    extra: extraOf(value, tools),
  }
  return documentFindings(String(id), payload)
}

/** The minister by name when the answer was asked to expand members, else by number; null when it gives neither. */
function speakerOf(value: JsonRecord): Speaker | null {
  const member = value.recordOrNull('member')
  const id = value.integerOrNull('memberId') ?? member?.integer('id') ?? null
  const role = value.labelOrNull('memberRole')
  const name = member ? member.label('name') : id === null ? null : `Member ${id}`
  if (name === null) return null
  return { name, ...(role ? { role } : {}), ...(id === null ? {} : { id: String(id) }) }
}

function extraOf(value: JsonRecord, { each, issue, lookup }: Tools): { [field: string]: Json } {
  const linked = each(value.list('linkedStatements'), (one) => {
    const link = jsonRecord(one, `${value.where}, linkedStatements`)
    return {
      id: link.integer('linkedStatementId'),
      type: lookup<string>('link-type', link.label('linkType')),
      linked: link.day('linkDate'),
    }
  })
  if (value.flagOrNull('hasLinkedStatements') === true && value.list('linkedStatements').length === 0)
    issue(`${value.where}: it says it has linked statements, but lists none`)
  const attachments = value.list('attachments').map((one) => {
    const file = jsonRecord(one, `${value.where}, attachments`, ['fileType', 'fileSizeBytes'])
    return {
      title: file.labelOrNull('title') ?? '',
      url: file.labelOrNull('url'),
      fileType: file.labelOrNull('fileType'),
      bytes: file.integerOrNull('fileSizeBytes'),
    }
  })
  const all: { [field: string]: Json } = {
    uin: value.label('uin'),
    house: value.label('house'),
    answeringBodyId: value.integerOrNull('answeringBodyId'),
    noticeNumber: value.integerOrNull('noticeNumber'),
    linked: linked.length > 0 ? linked : null,
    attachments: attachments.length > 0 ? attachments : null,
    attachmentsNotRead: attachments.length > 0 || value.flagOrNull('hasAttachments') === true ? true : null,
  }
  return Object.fromEntries(Object.entries(all).filter(([, given]) => given !== null))
}
