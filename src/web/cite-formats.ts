// How is a pinned page cited: in words, in Harvard style, and for programs that manage references?
//
// All from one CSL record (citationstyles.org, CSL-JSON 1.0). BibTeX and RIS are written by citation.js; Harvard is written
// here, because the library's writer of styles depends on a program under another kind of licence.
import { Cite } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'
import { printDate } from '../domain/dates.ts'
import type { Pinned } from './cite.ts'
import { SITE_NAME } from './views/layout.tsx'

/** A CSL-JSON item with the members that a citation of this site has. */
export interface CslItem {
  readonly id: string
  readonly type: 'webpage' | 'dataset'
  readonly title: string
  readonly author: readonly { readonly literal: string }[]
  readonly publisher: string
  readonly issued: CslDate
  readonly accessed: CslDate
  readonly URL: string
  readonly version: string
  readonly language: 'en-GB'
}
interface CslDate {
  readonly 'date-parts': readonly [readonly [number, number, number]]
}

export interface Citation {
  readonly csl: CslItem
  readonly plain: string
  readonly harvard: string
  readonly bibtex: string
  readonly ris: string
}

/** Claims and programmes are pages to read; measures and single figures are data. */
const TYPES = { claim: 'webpage', programme: 'webpage', measure: 'dataset', observation: 'dataset' } as const
const MEDIUM = { webpage: 'Online', dataset: 'Dataset' } as const

function cslOf(pinned: Pick<Pinned, 'noun' | 'id' | 'day' | 'title'>, version: string, url: string): CslItem {
  const [year, month, day] = pinned.day.split('-').map(Number) as [number, number, number]
  // A pin does not change after its day, so that day is also the day of access.
  const date: CslDate = { 'date-parts': [[year, month, day]] }
  return {
    id: `words-vs-deeds-${pinned.id.replace('#', '-')}-${version}`,
    type: TYPES[pinned.noun],
    title: pinned.title.replace(/\.$/, ''),
    author: [{ literal: SITE_NAME }],
    publisher: SITE_NAME,
    issued: date,
    accessed: date,
    URL: url,
    version,
    language: 'en-GB',
  }
}

/** Every form of the citation of a pin; `url` is the whole address of its page. */
export function citationsOf(
  pinned: Pick<Pinned, 'noun' | 'id' | 'day' | 'title'>,
  version: string,
  url: string,
): Citation {
  const csl = cslOf(pinned, version, url)
  const day = printDate(pinned.day)
  // Neither BibTeX nor RIS has a place for the version of a page, so that a note says it.
  const note = `Version ${version}, accessed ${day}`
  const cite = new Cite([{ ...csl, 'citation-key': `WordsVsDeeds_${version.replaceAll('-', '_')}`, note }])
  return {
    csl,
    plain: `${csl.title}. ${SITE_NAME}, as known on ${day}, version ${version}. ${url}`,
    harvard: `${SITE_NAME} (${pinned.day.slice(0, 4)}) ${csl.title} [${MEDIUM[csl.type]}]. Version ${version}. Available at: ${url} (Accessed: ${day}).`,
    bibtex: cite.format('bibtex').trim(),
    ris: risOf(cite, csl.id, pinned.day),
  }
}

/**
 * RIS as Zotero, EndNote and Mendeley read it: CRLF, a tag a line. The library cuts lines at 70 characters, and addresses
 * with them; it cuts ids at 20; and it puts the day of access of a page where no program looks for it.
 */
function risOf(cite: Cite, ID: string, day: string): string {
  const [{ TY, M1: _, ...tags } = {}] = cite.format('ris', { format: 'object' })
  const date = day.replaceAll('-', '/')
  const lines = Object.entries({ ...tags, ID, DA: date, Y2: date }).flatMap(([tag, value]) =>
    [value].flat().map((one) => [tag, one] as const),
  )
  return [['TY', TY], ...lines, ['ER', '']].map(([tag, value]) => `${tag}  - ${value}\r\n`).join('')
}
