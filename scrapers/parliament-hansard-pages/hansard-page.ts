// What is said on a page of old Hansard, under which heading, by whom, in which column?
import {
  type Elements,
  OddRecordError,
  type Paragraph,
  printedDate,
  type Speaker,
  tidyText,
} from '../../src/collect/index.ts'

/** What stands under one heading. */
export type Section = {
  readonly title: string
  /** The id in the page that leads to the heading; null when it has none. */
  readonly anchor: string | null
  /** Whether it stands before any heading: the page goes on from another. */
  readonly continues: boolean
  /** `YYYY-MM-DD` as printed; null when the page prints none. */
  readonly date: string | null
  /** Part of the day, such as "Written Answers to Questions". */
  readonly part: string | null
  /** The department that answers. */
  readonly department: string | null
  /** Headings above this one that have no text of their own, such as the name of a bill. */
  readonly under: readonly string[]
  readonly paragraphs: readonly Paragraph[]
  readonly speakers: readonly Speaker[]
  /** Speakers as the page prints them, with constituency and party, in the order of `speakers`. */
  readonly printed: readonly string[]
  /** Numbers of the questions, from square brackets. */
  readonly questions: readonly string[]
}

/** "19 July 2011 : Column 771", which stands in bold wherever a column begins, often in mid-sentence. */
const COLUMN_LINE = /^(\d{1,2} [A-Za-z]{3,9}\.? \d{4})\s*:\s*Column\s+(\w+)$/
const DAY = /^(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? \d{1,2}(st|nd|rd|th)? [A-Z][a-z]+ \d{4}\.?$/
/** Headings that name a part of the day, not a subject. */
const PART =
  /^(House of (Commons|Lords)|Oral Answers to Questions?|Written (Ministerial )?Statements?|Written Answers?( to Questions?)?|Written Questions?|Westminster Hall|Petitions?|Ministerial Corrections?|Grand Committee|Parliamentary Debates|Business without Debate|Backbench Business|Opposition Day|Points? of Order)$/i
/** "The Secretary of State was asked—", "[Mr Speaker in the Chair]", "9.30 am": what happens, not what it is about. */
const STAGE =
  /^Prayers$|^\[.*\]$|was asked\s*[—–-]*$|^The (House|Committee|sitting) (met|resumed|sat|adjourned)|^(\d{1,2}([.:]\d\d)?\s*(am|pm|noon|midnight)|noon|midnight)\.?$/i
/** The Lords' second heading: not what it is about, but what kind of business it is. Their index sets it after a dash. */
const BUSINESS =
  /^((Private Notice |Topical )?Question|Statement|Motions?|Motion to .*|(Committee|Report|Second Reading|Third Reading|First Reading)( \(.*\))*|Announcement.*|Debate|Question for Short Debate|Membership Motion|Order of .*)$/
/** Words of whoever makes a correction, between answers that belong to ministers; printed without a name. */
const LETTER = /^The (full answer given was|correct answer should have been)\b/
/** "[66855]", "[HL5870]", "[P001300]" at the end of a question or alone, "T1. [66880]" or "3." before the speaker. */
const QUESTION_END = /\s*\[((?:HL)?\d{3,7}|P\d{6})\]\s*$/
const QUESTION_START = /^(?:[TQ]?\d{1,3}\.)?\s*(?:\[((?:HL)?\d{3,7})\])?\s*$/

type Node = {
  readonly type: string
  readonly name?: string
  readonly data?: string
  readonly attribs?: Readonly<Record<string, string>>
  readonly children?: readonly Node[]
}

/** A run of text and how it is set. */
type Words = { readonly text: string; readonly bold: boolean; readonly italic: boolean }

const BLOCK = new Set(
  'p h1 h2 h3 h4 h5 h6 div li ul ol table tbody tr center hr blockquote dl dt dd columnnum pre'.split(' '),
)
const SILENT = new Set(['script', 'style', 'noscript', 'form', 'iframe', 'head', 'template', 'object'])
const NAVIGATION = /\b(navLinks|breadcrumb|breadcrumbElement|header|footer|navigation)\b/i

/**
 * Reads the part of a page that holds the record.
 * @param fallback a title for what stands before the first heading.
 * @param firstDay the first day the page prints, for what stands before it; null when it prints none.
 */
export function readSections(root: Elements, fallback: string, firstDay: string | null): Section[] {
  const out: Section[] = []
  const people = new People()
  let date = firstDay
  let column: string | null = null
  let columnBroke = false
  let anchor: string | null = null
  /** Ids since the last block of text, for the heading that may follow. */
  let anchors: string[] = []
  let part: string | null = null
  let partLevel = ''
  let department: string | null = null
  /** The last part or department: the heading of what is said before any subject. */
  let place: { readonly title: string; readonly anchor: string | null } | null = null
  let speaker: Person | null = null
  let open: Draft | null = null
  let bare: string[] = []

  const close = (): void => {
    if (!open) return
    if (open.lines.length > 0) out.push(finish(open))
    else bare.push(open.title)
    open = null
  }
  const begin = (title: string, at: string | null, continues = false): Draft => {
    close()
    speaker = null
    open = { title, anchor: at, continues, date, part, department, under: bare, lines: [], questions: [] }
    bare = []
    return open
  }
  const heading = (level: string, upper: boolean, text: string, italic: boolean): void => {
    const at = anchors.filter((name) => /^\d{8,}$/.test(name)).at(-1) ?? anchors.at(-1) ?? null
    anchors = []
    if (DAY.test(text)) {
      date = dayOf(text) ?? date
      return
    }
    if (STAGE.test(text) || (italic && level !== 'h2' && level !== 'h3') || level === 'h5') {
      speaker = null
      return
    }
    if (PART.test(text)) {
      close()
      bare = []
      part = text
      partLevel = level
      department = null
      place = { title: text, anchor: at }
      return
    }
    if (upper) {
      close()
      bare = []
      department = text
      place = { title: text, anchor: at }
      return
    }
    if (open && open.lines.length === 0 && BUSINESS.test(text)) open.title = `${open.title} - ${text}`
    else {
      // A second heading begins anew, but within the House that a first one names.
      if (level === 'h2' && partLevel !== 'h1') part = null
      if (level < 'h3') department = null
      begin(text, at)
    }
  }
  const paragraph = (words: readonly Words[], own: boolean): void => {
    const text = tidyText(words.map((one) => one.text).join(''))
    if (text === '') return
    const line = COLUMN_LINE.exec(text)
    if (line) {
      date = dayOf(line[1] ?? '') ?? date
      column = line[2] ?? column
      columnBroke = true
      return
    }
    const draft: Draft = open ?? begin(place?.title ?? fallback, place?.anchor ?? null, place === null)
    const last = draft.lines.at(-1)
    const { label, before, rest } = labelIn(words)
    // The printer's column breaks in mid-paragraph; what follows has no id of its own and goes on where it left off.
    // In a list of voters it breaks between names, which nobody speaks.
    const broken = columnBroke && last !== undefined && !/[.?!:;"”’)\]—]$/.test(last.text)
    columnBroke = false
    if (broken && !own && label === null && isSpeech(words) && (last.speaker || /^[a-z\d£]/.test(text))) {
      last.text = `${last.text} ${text}`
      return
    }
    anchors = []
    if (label !== null) speaker = people.find(label)
    else if (LETTER.test(text) || !isSpeech(words)) speaker = null
    const said = label === null ? text : rest
    const asked = [QUESTION_START.exec(before)?.[1], QUESTION_END.exec(said)?.[1]].filter(
      (n) => n !== undefined,
    )
    draft.questions.push(...asked)
    const plain = said.replace(QUESTION_END, '').trim()
    if (plain === '') return
    draft.lines.push({ text: plain, anchor, column, speaker })
  }

  let words: Words[] = []
  let own = false
  let inHeading: { readonly level: string; readonly upper: boolean } | null = null
  const flush = (): void => {
    const text = tidyText(words.map((one) => one.text).join(''))
    if (inHeading && text !== '' && !COLUMN_LINE.test(text)) {
      const italic = words.every((one) => one.italic || one.text.trim() === '')
      heading(inHeading.level, inHeading.upper, text, italic)
      inHeading = null
    } else paragraph(words, own)
    words = []
    own = false
  }
  const left: (Node | { readonly end: string })[] = [...(root.toArray() as Node[])].reverse()
  let bold = 0
  let italic = 0
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if ('end' in node) {
      if (BLOCK.has(node.end)) flush()
      if (/^h[1-6]$/.test(node.end)) inHeading = null
      if (node.end === 'b' || node.end === 'strong') bold -= 1
      if (node.end === 'i' || node.end === 'em') italic -= 1
      continue
    }
    if (node.type === 'text') {
      words.push({ text: node.data ?? '', bold: bold > 0, italic: italic > 0 })
      continue
    }
    const name = (node.name ?? '').toLowerCase()
    const attribs = node.attribs ?? {}
    if (!node.children || SILENT.has(name) || NAVIGATION.test(`${attribs.class ?? ''} ${attribs.id ?? ''}`))
      continue
    if (BLOCK.has(name)) flush()
    if (name === 'br' || name === 'td' || name === 'th') words.push({ text: ' ', bold: false, italic: false })
    if (name === 'notus-date') {
      const { day = '', month = '', year = '' } = attribs
      date = dayOf(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`) ?? date
    }
    if (/^h[1-6]$/.test(name))
      inHeading = { level: name, upper: /text-transform:\s*uppercase/i.test(attribs.style ?? '') }
    if (name === 'a' && attribs.name) {
      const id = tidyText(attribs.name)
      const found = /^column_(\w+)$/.exec(id)?.[1]
      if (found) {
        column = found
        columnBroke = true
      } else if (id !== '' && id !== 'skipToContent') {
        anchor = id
        anchors.push(id)
        if (words.every((one) => one.text.trim() === '')) own = true
      }
    }
    if (name === 'b' || name === 'strong') bold += 1
    if (name === 'i' || name === 'em') italic += 1
    left.push({ end: name })
    for (let i = node.children.length - 1; i >= 0; i--) left.push(node.children[i] as Node)
  }
  flush()
  close()
  return out
}

type Line = {
  text: string
  readonly anchor: string | null
  readonly column: string | null
  readonly speaker: Person | null
}
type Draft = {
  title: string
  readonly anchor: string | null
  readonly continues: boolean
  readonly date: string | null
  readonly part: string | null
  readonly department: string | null
  readonly under: readonly string[]
  readonly lines: Line[]
  readonly questions: string[]
}

function finish({ lines, ...draft }: Draft): Section {
  const speakers: Person[] = []
  const paragraphs = lines.map(({ text, anchor, column, speaker }) => {
    if (speaker && !speakers.includes(speaker)) speakers.push(speaker)
    return {
      text,
      ...(anchor ? { anchor } : {}),
      ...(column ? { column } : {}),
      ...(speaker ? { speaker: speakers.indexOf(speaker) } : {}),
    }
  })
  return {
    ...draft,
    paragraphs,
    speakers: speakers.map(({ name, role }) => ({ name, ...(role ? { role } : {}) })),
    printed: speakers.map(({ printed }) => printed),
  }
}

/** Whether a paragraph without a name can go on with a speech: what begins in italics or bold tells what happens. */
function isSpeech(words: readonly Words[]): boolean {
  const first = words.find((one) => one.text.trim() !== '')
  return first !== undefined && !first.italic && !first.bold
}

/** A speaker's name: bold, at the start of a paragraph but for a question's number, with a colon at its end. */
function labelIn(words: readonly Words[]): { label: string | null; before: string; rest: string } {
  const none = { label: null, before: '', rest: '' }
  const from = words.findIndex((one) => one.bold && one.text.trim() !== '')
  if (from < 0) return none
  const before = tidyText(
    words
      .slice(0, from)
      .map((one) => one.text)
      .join(''),
  )
  if (!QUESTION_START.test(before)) return none
  const after = words.findIndex((one, at) => at > from && !one.bold && one.text.trim() !== '')
  const to = after < 0 ? words.length : after
  const bold = words
    .slice(from, to)
    .map((one) => one.text)
    .join('')
  const rest = words
    .slice(to)
    .map((one) => one.text)
    .join('')
  const [, label = null, inside = ''] = /^([^:]{2,200}):(.*)$/s.exec(tidyText(bold)) ?? []
  if (label !== null) return { label, before, rest: tidyText(`${inside} ${rest}`).replace(HOLDING, '') }
  // Some pages set the colon after the bold, or after "[holding answer 5 March 2012]" or "(Urgent Question)".
  const colon = COLON.exec(rest)
  return colon ? { label: tidyText(bold), before, rest: tidyText(rest.slice(colon[0].length)) } : none
}

const COLON = /^\s*([[(](holding answers?|urgent question|by private notice)\b[^\])]*[\])]\s*)?:/i
const HOLDING = /^\[holding answers?\b[^\]]*\]\s*:\s*/

type Person = { readonly name: string; readonly role: string | null; readonly printed: string }

const OFFICE =
  /^(The |Mr Speaker|Madam Speaker|Mr Deputy Speaker|Madam Deputy Speaker|First Deputy Chairman|Second Deputy Chairman)/
const STYLE = /^(Mr|Mrs|Ms|Miss|Dr|Sir|Dame)\.? (\S+)$/

/** Everybody who has spoken on a page, so that "Mr Hague" is known to be the Mr William Hague of the paragraph before. */
class People {
  readonly #all: Person[] = []

  find(printed: string): Person {
    const { name, role } = personIn(printed)
    const known = this.#all.find((one) => one.name === name) ?? this.#called(name)
    if (known && (role === null || known.role === role)) return known
    const person = { name: known?.name ?? name, role, printed }
    this.#all.unshift(person)
    return person
  }

  /** The one who is meant by a style and a surname; null when nobody is, or two can be. */
  #called(name: string): Person | null {
    const [, style, surname] = STYLE.exec(name) ?? []
    if (!style || !surname) return null
    const meant = this.#all.filter(
      (one) => one.name.startsWith(`${style} `) && one.name.endsWith(` ${surname}`),
    )
    return new Set(meant.map((one) => one.name)).size === 1 ? (meant[0] ?? null) : null
  }
}

/** "The Minister for X (Mr A B)" has an office and a name; "A B (Somewhere) (Lab)" a name, a seat and a party. */
function personIn(printed: string): { name: string; role: string | null } {
  const held = OFFICE.test(printed) ? /^(.+?) \(([^()]+ [^()]+)\)$/.exec(printed) : null
  if (held) return { name: held[2] ?? printed, role: held[1] ?? null }
  return { name: printed.replace(/(\s*\([^()]*\))+$/, '').trim() || printed, role: null }
}

function dayOf(text: string): string | null {
  try {
    return printedDate(text)
  } catch (error) {
    if (error instanceof OddRecordError) return null
    throw error
  }
}
