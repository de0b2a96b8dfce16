// scrapers/parliament-written-questions - what did ministers answer in writing? Lists only lead to questions: their text is cut.
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
  type Page,
  type Paragraph,
  readBody,
  SourceChangedError,
  type Speaker,
  type Tools,
  unwrapped,
  windowsOf,
} from '../../src/collect/index.ts'
import { FIRST_DAY, TERMS } from './query.ts'

const HOST = 'questions-statements-api.parliament.uk'
const LIST = '/api/writtenquestions/questions'
const READER = 'https://questions-statements.parliament.uk/written-questions/detail'
const TAKE = 100

export default defineScraper({
  title: 'Written questions and answers',
  publisher: 'UK Parliament',
  licence: 'OPL-3.0',
  cadence: '40 6 * * *',
  baseUrl: `https://${HOST}`,
  // In recess nothing is answered. No live run has been seen yet: the upper bound is a guess, to be set from the first ones.
  expected: { min: 0, max: 5_000 },
  notes:
    'Lists were tested against real rows, without the envelope they come in; the text of the detail call against six real ones, without the fields around it. ' +
    'No real payload of a whole detail answer, of a corrected one with its first text, of a withdrawn one, of attachments or of a question in the Lords has been tested. ' +
    'Text in lists is cut at 255 characters without a mark and is never read. Files attached to answers are named, not read. Unanswered questions give nothing.',
  handles: (url) =>
    hostOf(url) === HOST && /^\/api\/writtenquestions\/questions(\/[^/]+){0,2}\/?$/i.test(url.pathname),
  start(standing) {
    // Corrections change an answer under its old date, so they are asked for by their own.
    const { windows, cursor } = windowsOf(standing, { first: FIRST_DAY, overlap: 10, step: 60 })
    const pages = windows.flatMap(({ from, to }) =>
      TERMS.flatMap((searchTerm) =>
        ['answered', 'corrected'].map((when) => {
          const window = { [`${when}WhenFrom`]: from, [`${when}WhenTo`]: to }
          const query = new URLSearchParams({
            ...window,
            ...{ sessionStatus: 'Any', searchTerm, take: String(TAKE), skip: '0' },
          })
          return `${LIST}?${query}`
        }),
      ),
    )
    return { pages, cursor }
  },
  parse(page, tools) {
    const got = page.json()
    const url = new URL(page.url)
    const place = url.pathname.replace(/^\/api\/writtenquestions\/questions\/?/i, '').replace(/\/$/, '')
    return place === '' ? readList(got, url, tools) : { findings: readDetail(got, place, page, tools) }
  },
})

const detailAddress = (id: number): string => `${LIST}/${id}?expandMember=true&sessionStatus=Any`

/** The service has reported failures as JSON with a status of its own, under HTTP 200. */
function refuseError(got: unknown): void {
  if (isRecord(got) && typeof got.status === 'number' && !('value' in got) && !('results' in got))
    throw new SourceChangedError(
      `expected questions, got an error of the service: ${got.status} ${String(got.title ?? '').slice(0, 80)}`,
    )
}

function readList(got: unknown, url: URL, { each, issue }: Tools): { follow: string[] } {
  refuseError(got)
  const envelope = isRecord(got) && !('value' in got) ? jsonRecord(got, 'list of questions') : null
  const rows = envelope ? envelope.list('results') : Array.isArray(got) ? got : [got]
  // Not the live shape: rows that somebody kept without their envelope. In a replay nothing is followed, so say what they are.
  if (!envelope)
    issue(
      'rows of a list without its envelope: text in lists is cut at 255 characters, so none is read here; each question is read from its own address',
      { rows: rows.length },
    )
  let within = 0
  const unanswered: number[] = []
  const follow = each(rows, (row, at) => {
    const value = jsonRecord(unwrapped(row), `row ${at + 1}`)
    const id = value.integer('id')
    if (isWithin(value, url)) within += 1
    if (value.textOrNull('answerText') !== null) return detailAddress(id)
    unanswered.push(id)
    return null
  })
  if (unanswered.length > 0)
    issue('questions without an answer yet, so there is nothing to quote', { ids: unanswered })
  if (rows.length > 0 && within === 0)
    throw new SourceChangedError(
      `expected questions of the days asked for, found none among ${rows.length}; the filters are ignored: ${url.search}`,
    )
  const skip = Number(url.searchParams.get('skip') ?? 0)
  const total = envelope?.integer('totalResults') ?? 0
  if (envelope && skip + rows.length < total) {
    if (rows.length === 0) issue(`the list says it has ${total} questions, but gives none from ${skip} on`)
    else {
      const onward = new URL(url)
      onward.searchParams.set('skip', String(skip + rows.length))
      follow.push(onward.href)
    }
  }
  return { follow }
}

const WHEN = { answered: 'dateAnswered', corrected: 'dateAnswerCorrected', tabled: 'dateTabled' } as const

/** Whether a row lies in the days its list was asked for. True when the list was not asked for days. */
function isWithin(value: JsonRecord, url: URL): boolean {
  return Object.entries(WHEN).every(([when, field]) => {
    const from = url.searchParams.get(`${when}WhenFrom`)
    const to = url.searchParams.get(`${when}WhenTo`)
    const day = from || to ? value.dayOrNull(field) : null
    return !(from || to) || (day !== null && day >= (from ?? '') && day <= (to ?? '9999'))
  })
}

/** What a question kept by somebody else may lack; of a live one only the rest may be missing. */
const KEPT = [
  ...['id', 'uin', 'house', 'heading', 'dateTabled', 'dateAnswered', 'questionText', 'answeringBodyName'],
  'isWithdrawn',
]
const OPTIONAL = [
  ...['dateForAnswer', 'dateHoldingAnswer', 'dateAnswerCorrected', 'isNamedDay', 'memberHasInterest'],
  ...['askingMemberId', 'askingMember', 'answeringMemberId', 'answeringMember', 'answeringBodyId'],
  ...['correctingMemberId', 'correctingMember', 'answerIsHolding', 'answerIsCorrection'],
  ...['originalAnswerText', 'groupedQuestions', 'groupedQuestionsDates', 'attachments', 'attachmentCount'],
]

function readDetail(got: unknown, place: string, page: Page, tools: Tools): Finding[] {
  refuseError(got)
  const live = isRecord(got) && 'value' in got
  const raw = unwrapped(got)
  // mysociety/uk-parl-written-questions keeps two fields of each detail answer, under names of its own.
  const stored = isRecord(raw) && 'answer_text' in raw
  const value = jsonRecord(
    stored ? { questionText: raw.question_text ?? null, answerText: raw.answer_text } : raw,
    `question ${place}`,
    live ? OPTIONAL : [...KEPT, ...OPTIONAL],
  )
  const id = value.integerOrNull('id') ?? (/^\d+$/.test(place) ? Number(place) : null)
  if (id === null) throw new OddRecordError(`question ${place}: expected an id in the record or its address`)
  if (/^\d+$/.test(place) && Number(place) !== id)
    throw new OddRecordError(`question ${place}: expected that question, got ${id}`)
  const answer = paragraphsOf(value.textOrNull('answerText'))
  // Unanswered: a question alone holds no words of government. The lists ask for answered ones, so this is rare.
  if (answer.length === 0) {
    tools.issue(`question ${id} has no answer yet, so there is nothing to quote`)
    return []
  }
  const question = paragraphsOf(value.textOrNull('questionText'))
  const house = value.labelOrNull('house')
  const asker = speakerOf(value, 'askingMember')
  const asking = asker && house ? { ...asker, body: `House of ${house}` } : asker
  const answering = speakerOf(value, 'answeringMember')
  const speakers = [asking, answering].filter((one) => one !== null)
  const saidBy = (speaker: Speaker | null) => (paragraph: Paragraph) =>
    speaker === null ? paragraph : { ...paragraph, speaker: speakers.indexOf(speaker) }
  const holding = value.flagOrNull('answerIsHolding') === true
  const answered = value.dayOrNull('dateAnswered') ?? (holding ? value.dayOrNull('dateHoldingAnswer') : null)
  const tabled = value.dayOrNull('dateTabled')
  const uin = value.labelOrNull('uin')
  const payload: DocumentPayload = {
    url: tabled && uin ? `${READER}/${tabled}/${encodeURIComponent(uin)}` : page.url,
    title: value.labelOrNull('heading') ?? `Written question ${uin ?? id}`,
    date: answered,
    body: value.labelOrNull('answeringBodyName'),
    speakers,
    paragraphs: [...question.map(saidBy(asking)), ...answer.map(saidBy(answering))],
    type: holding ? 'holding answer' : 'written answer',
    status: value.has('isWithdrawn') && value.flag('isWithdrawn') ? 'withdrawn' : 'live',
    licence: 'OPL-3.0',
    updated: value.dayOrNull('dateAnswerCorrected'),
    extra: live
      ? extraOf(value)
      : { ...extraOf(value), storedRow: 'kept by somebody else with these fields only' },
  }
  return documentFindings(String(id), payload)
}

const paragraphsOf = (text: string | null): readonly Paragraph[] =>
  text === null ? [] : readBody(text).paragraphs

/** A member by name when the answer was asked to expand members, else by number; null when it gives neither. */
function speakerOf(value: JsonRecord, field: 'askingMember' | 'answeringMember'): Speaker | null {
  const id = value.integerOrNull(`${field}Id`)
  const member = value.recordOrNull(field)
  if (member) return { name: member.label('name'), id: String(id ?? member.integer('id')) }
  return id === null ? null : { name: `Member ${id}`, id: String(id) }
}

/** Everything else worth keeping, each only where the answer gives it. */
function extraOf(value: JsonRecord): { [field: string]: Json } {
  const dates = value.list('groupedQuestionsDates').map((one) => {
    const grouped = jsonRecord(one, `${value.where}, groupedQuestionsDates`)
    return { uin: grouped.label('questionUin'), tabled: grouped.day('dateTabled') }
  })
  const attachments = value.list('attachments').map((one) => {
    const file = jsonRecord(one, `${value.where}, attachments`, ['fileType', 'fileSizeBytes'])
    return {
      title: file.labelOrNull('title') ?? '',
      url: file.labelOrNull('url'),
      fileType: file.labelOrNull('fileType'),
      bytes: file.integerOrNull('fileSizeBytes'),
    }
  })
  const count = value.integerOrNull('attachmentCount') ?? attachments.length
  const original = paragraphsOf(value.textOrNull('originalAnswerText')).map(({ text }) => text)
  const all: { [field: string]: Json } = {
    uin: value.labelOrNull('uin'),
    house: value.labelOrNull('house'),
    tabled: value.dayOrNull('dateTabled'),
    due: value.dayOrNull('dateForAnswer'),
    namedDay: value.flagOrNull('isNamedDay'),
    interestDeclared: value.flagOrNull('memberHasInterest'),
    answeringBodyId: value.integerOrNull('answeringBodyId'),
    heldOn: value.dayOrNull('dateHoldingAnswer'),
    corrected: value.flagOrNull('answerIsCorrection'),
    correctingMemberId: value.integerOrNull('correctingMemberId'),
    originalAnswer: original.length > 0 ? original : null,
    // One answer given to several questions: one statement. A UIN repeats in each session, so the day belongs to it.
    groupedWith: dates.length > 0 ? dates : null,
    groupedUins:
      dates.length === 0 && value.list('groupedQuestions').length > 0
        ? [...value.list('groupedQuestions')].map(String)
        : null,
    attachments: attachments.length > 0 ? attachments : null,
    attachmentsNotRead: count > 0 ? count : null,
  }
  return Object.fromEntries(Object.entries(all).filter(([, given]) => given !== null))
}
