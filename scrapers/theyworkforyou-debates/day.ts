// What was said in one file? Headings are siblings of speeches, so the file is walked once and its headings are carried forward.
import {
  documentFindings,
  type Elements,
  type Finding,
  type Json,
  OddRecordError,
  type Page,
  type Paragraph,
  type Speaker,
  type Tools,
  textOf,
} from '../../src/collect/index.ts'
import { anchorOf, bodyOf, type DayFile, readersAddress, shortId, stableId, timeOf } from './files.ts'

/** Parliament's text. What the project adds, such as ids, is CC BY-SA 2.5 and is kept as ids only. */
const LICENCE = 'OPL-3.0'
/** Known and not read: who voted, who sat on a committee. They are no speech. */
const LEFT_OUT = new Set(['division', 'divisioncount', 'mplist', 'lordlist', 'bill', 'committee'])
const HEADINGS = new Set(['oral-heading', 'major-heading', 'minor-heading'])
const INLINE = new Set(['a', 'b', 'br', 'i', 'phrase', 'span', 'sub', 'sup'])
/** A record holds 250,000 characters; a redirect takes about 100. */
const MOST_REDIRECTS = 1_500

type Heading = { readonly gid: string; readonly text: string; readonly element: Elements }
type Section = {
  /** Who opened it: its heading, or its first speech where there is none. */
  readonly gid: string
  readonly opened: Elements
  readonly oral: Heading | null
  readonly major: Heading | null
  /** The minor heading, after those before it that have nothing of their own below them. */
  readonly minors: readonly Heading[]
  readonly speeches: Elements[]
}

/** Everything said in a file, as documents, and its redirects. */
export function readDay(page: Page, file: DayFile, { issue, each }: Tools): Finding[] {
  if (!/<\/publicwhip>\s*$/.test(page.text))
    throw new OddRecordError(
      'expected the file to end with </publicwhip>; it is cut short and none of it is read',
    )
  const root = page.xml('publicwhip')
  const [latest, revision] = [root.attr('latest'), root.attr('scrapeversion')]
  if (root.length !== 1) throw new OddRecordError(`expected one publicwhip element, found ${root.length}`)
  if (latest !== undefined && latest !== 'yes' && latest !== 'no')
    throw new OddRecordError(`expected latest to be "yes" or "no", got "${latest}"`)
  if (revision !== undefined && revision !== file.revision)
    issue(`the file's name says revision "${file.revision}", the file says "${revision}"`)

  const $ = page.xml
  const children = root
    .children()
    .toArray()
    .map((element) => $(element))
  const redirects = readRedirects(
    children.filter((one) => nameOf(one) === 'gidredirect'),
    file,
  )
  if (latest === 'no') {
    const words = children.filter((one) => isSpeech(nameOf(one))).length
    const led = children.filter((one) => nameOf(one) === 'gidredirect').length
    issue(
      `superseded: revision "${file.revision}" of ${file.day} says latest="no", so its ${words} speeches are left out ` +
        `and its ${led} redirects are kept; a later revision has the words`,
    )
    return redirects
  }

  const unknown = new Map<string, number>()
  const note = (what: string): void => {
    unknown.set(what, (unknown.get(what) ?? 0) + 1)
  }
  for (const child of children) {
    const name = nameOf(child)
    if (name.endsWith('-heading'))
      for (const inner of namesIn(child)) if (!INLINE.has(inner)) note(inside(inner))
  }
  const offices = officesOf(children)
  const bill = textOf(root.children('bill'))
  const documents = each(sectionsOf(children, issue, note), (section) =>
    groupsOf(section, file).flatMap((group) =>
      readGroup($, section, group, { page, file, bill, offices, note, issue }),
    ),
  ).flat()
  for (const [what, times] of unknown) issue(`unknown: ${what} (${times} of them)`)
  const entities = new Set(JSON.stringify(documents).match(/&[A-Za-z][\w.-]*;/g))
  for (const entity of entities)
    issue(`the entity ${entity} is not declared in the file, so it stays as it is`)
  return [...documents, ...redirects]
}

/** Sections in order; those without a speech only lend their headings to what follows. */
function sectionsOf(
  children: readonly Elements[],
  issue: Tools['issue'],
  note: (what: string) => void,
): Section[] {
  const sections: Section[] = []
  let oral: Heading | null = null
  let major: Heading | null = null
  let minors: readonly Heading[] = []
  let open: Section | null = null
  const start = (gid: string, opened: Elements): Section => {
    const section = { gid, opened, oral, major, minors, speeches: [] }
    sections.push(section)
    return section
  }
  for (const element of children) {
    const name = nameOf(element)
    const gid = element.attr('id') ?? ''
    if (name.endsWith('-heading') || isSpeech(name)) {
      if (gid === '') issue(`a ${name} has no id; it is left out`, textOf(element).slice(0, 80))
      else if (isSpeech(name)) {
        open ??= start(gid, element)
        open.speeches.push(element)
      } else {
        const heading: Heading = { gid, text: textOf(element), element }
        const bare: boolean = open !== null && open.speeches.length === 0
        if (name === 'oral-heading') [oral, major, minors] = [heading, null, []]
        else if (name === 'major-heading') [major, minors] = [heading, []]
        else minors = bare ? [...minors, heading] : [heading]
        if (!HEADINGS.has(name)) note(`element "${name}", read as a minor heading`)
        open = start(gid, element)
      }
    } else if (!LEFT_OUT.has(name) && name !== 'gidredirect')
      note(`element "${name}" between speeches, not read`)
  }
  return sections.filter(({ speeches }) => speeches.length > 0)
}

/** Written answers are kept by question and reply: several questions may share one reply. Anything else is one group. */
function groupsOf(section: Section, { folder }: DayFile): Elements[][] {
  if (folder !== 'wrans' && folder !== 'lordswrans') return [section.speeches]
  const groups: Elements[][] = []
  for (const [at, speech] of section.speeches.entries()) {
    const before = section.speeches[at - 1]
    if (!before || (nameOf(speech) === 'ques' && nameOf(before) !== 'ques')) groups.push([])
    groups.at(-1)?.push(speech)
  }
  return groups
}

type Around = {
  readonly page: Page
  readonly file: DayFile
  /** Title of the bill that a committee sits on; empty elsewhere. */
  readonly bill: string
  readonly offices: ReadonlyMap<string, string>
  readonly note: (what: string) => void
  readonly issue: Tools['issue']
}

function readGroup(
  $: Page['xml'],
  section: Section,
  speeches: readonly Elements[],
  { page, file, bill, offices, note, issue }: Around,
): Finding[] {
  const [first] = speeches
  if (!first) return []
  const written = file.folder === 'wrans' || file.folder === 'lordswrans'
  const gid = written ? (first.attr('id') ?? section.gid) : section.gid
  const asked = speeches.some((speech) => speech.attr('oral-qnum') !== undefined)
  const speakers: Speaker[] = []
  const placeOf = (speech: Elements): number | null => {
    const speaker = speakerOf(speech, offices)
    if (!speaker) return null
    const key = JSON.stringify(speaker)
    const known = speakers.findIndex((one) => JSON.stringify(one) === key)
    return known >= 0 ? known : speakers.push(speaker) - 1
  }
  // The heading over oral questions stands once a day; what carries it on is a question with a number.
  const headings = [...(asked ? [section.oral] : []), section.major, ...section.minors].filter(
    (one) => one !== null,
  )
  const paragraphs: Paragraph[] = headings.map(({ gid: id, text, element }) => ({
    text,
    anchor: anchorOf(id),
    ...columnOf(element),
    heading: true,
  }))
  const replied = new Set<number>()
  for (const speech of speeches) {
    const speaker = placeOf(speech)
    const place = {
      anchor: anchorOf(speech.attr('id') ?? ''),
      ...columnOf(speech),
      ...(speaker === null ? {} : { speaker }),
    }
    if (nameOf(speech) === 'reply' && speaker !== null) replied.add(speaker)
    for (const text of textsOf($, speech, note)) paragraphs.push({ text, ...place })
  }
  const { major, oral, opened } = section
  const time = readTime(opened, issue) ?? readTime(first, issue)
  const tabled = /(\d{4}-\d{2}-\d{2})[a-z]*\./.exec(gid)?.[1]
  const numbers = speeches.flatMap((speech) =>
    speech
      .find('p[qnum]')
      .toArray()
      .map((element) => $(element).attr('qnum') ?? ''),
  )
  const extra: Record<string, Json> = {
    gid: shortId(gid),
    file: page.url,
    ...(asked && oral ? { oral: oral.text } : {}),
    ...(major ? { major: major.text } : {}),
    ...(time ? { time } : {}),
    ...(numbers.length > 0 ? { questions: numbers } : {}),
    ...(replied.size > 0 ? { repliedBy: [...replied] } : {}),
    ...(written && tabled && tabled !== file.date ? { tabled } : {}),
    ...(file.bill ? { bill: bill || file.bill, sitting: file.sitting ?? '' } : {}),
    ...(first.attr('url') ? { readFrom: first.attr('url') ?? '' } : {}),
  }
  return documentFindings(stableId(gid), {
    url: readersAddress(file.folder, section.gid, page.url),
    title: headings.at(-1)?.text || `${bodyOf(file.folder)}, ${file.date}`,
    date: file.date,
    body: bodyOf(file.folder),
    speakers,
    paragraphs,
    type: file.folder,
    status: 'live',
    licence: LICENCE,
    extra,
  })
}

const nameOf = (element: Elements): string => String(element.prop('tagName') ?? '').toLowerCase()
const inside = (name: string): string => `element "${name}" within words, whose text is kept`
const isSpeech = (name: string): boolean => name === 'speech' || name === 'ques' || name === 'reply'
const namesIn = (element: Elements): string[] =>
  element
    .find('*')
    .toArray()
    .map((inner: { name?: string }) => String(inner.name).toLowerCase())

const columnOf = (element: Elements): { column?: string } => {
  const column = element.attr('colnum')
  return column ? { column } : {}
}

function readTime(element: Elements, issue: Tools['issue']): string | null {
  try {
    return timeOf(element.attr('time'))
  } catch (error) {
    if (!(error instanceof OddRecordError)) throw error
    issue(error.message, element.attr('id') ?? null)
    return null
  }
}

/** The paragraphs of a speech: each `p`, and of a table each row, its cells kept apart. */
function textsOf($: Page['xml'], speech: Elements, note: (what: string) => void): string[] {
  const texts: string[] = []
  const known = (element: Elements): void => {
    for (const name of namesIn(element)) if (!INLINE.has(name)) note(inside(name))
  }
  for (const node of speech.contents().toArray()) {
    const part = $(node)
    const name = nameOf(part)
    if (name === 'table') {
      for (const row of part.find('tr').toArray()) {
        const cells = $(row)
          .children('td, th')
          .toArray()
          .map((cell) => {
            known($(cell))
            return cellText($, $(cell))
          })
        if (cells.some((text) => text !== '')) texts.push(cells.join(' | ').trim())
      }
      continue
    }
    const text = textOf(part)
    if (text === '') continue
    if (name !== 'p') note(name === '' ? 'text of a speech outside its paragraphs, kept' : inside(name))
    known(part)
    texts.push(text)
  }
  return texts
}

/** A note's mark stands in small print before a figure: `<sup>(1)</sup>1,071,050` must not read as one number. */
function cellText($: Page['xml'], cell: Elements): string {
  for (const mark of cell.find('sup').toArray()) $(mark).append(' ')
  return textOf(cell)
}

/** Who speaks; null where the file names nobody. Somebody without a match in the list of members has a name and no id. */
function speakerOf(speech: Elements, offices: ReadonlyMap<string, string>): Speaker | null {
  const name = speech.attr('speakername')?.trim()
  if (!name) return null
  const id = idOf(speech)
  const role = speech.attr('speakeroffice')?.trim() || (id ? offices.get(id) : undefined)
  return { name, ...(role ? { role } : {}), ...(id ? { id } : {}) }
}

/** `person_id` is the person; `speakerid`, in files up to about 2014, a seat for a term. */
function idOf(speech: Elements): string | undefined {
  const id = speech.attr('person_id') ?? speech.attr('speakerid')
  return id && id !== 'unknown' ? id : undefined
}

/**
 * The office of everybody who has one printed in the file, and only one. Hansard prints it at a speaker's first words of
 * an item, and not again: without this most of what a minister says that day would have no office.
 */
function officesOf(children: readonly Elements[]): Map<string, string> {
  const offices = new Map<string, string>()
  const several = new Set<string>()
  for (const speech of children) {
    const office = speech.attr('speakeroffice')?.trim()
    const id = idOf(speech)
    if (!office || !id) continue
    if ((offices.get(id) ?? office) !== office) several.add(id)
    offices.set(id, office)
  }
  for (const id of several) offices.delete(id)
  return offices
}

/**
 * The ids of a file that lead elsewhere, one record a file. They keep their revisions, because `267.5` of one revision and
 * `267.5` of the next may be different speeches: whoever holds an old id follows these until there is none, and then
 * takes the letter off.
 */
function readRedirects(elements: readonly Elements[], file: DayFile): Finding[] {
  const all = elements.map((element) => ({
    from: shortId(element.attr('oldgid') ?? ''),
    to: shortId(element.attr('newgid') ?? ''),
    match: element.attr('matchtype') ?? null,
  }))
  const key = `${file.day}${file.revision}`
  const parts = Array.from({ length: Math.ceil(all.length / MOST_REDIRECTS) }, (_, at) =>
    all.slice(at * MOST_REDIRECTS, (at + 1) * MOST_REDIRECTS),
  )
  return parts.map((redirects, at) => ({
    kind: 'redirects',
    key: at === 0 ? key : `${key}~${at + 1}`,
    payload: { file: `${key}.xml`, folder: file.folder, date: file.date, redirects },
  }))
}
