// What does the name of a TheyWorkForYou file say? Folder, day, revision; for bill committees also the bill and the sitting.
import { OddRecordError, SourceChangedError } from '../../src/collect/index.ts'

/** Folders of the bulk XML: how their files are named, whose words they hold, and where readers see them. */
const FOLDERS = {
  debates: { prefix: 'debates', body: 'House of Commons', page: 'debates' },
  westminhall: { prefix: 'westminster', body: 'House of Commons, Westminster Hall', page: 'whall' },
  lordspages: { prefix: 'daylord', body: 'House of Lords', page: 'lords' },
  wrans: { prefix: 'answers', body: 'House of Commons', page: 'wrans' },
  wms: { prefix: 'ministerial', body: 'House of Commons', page: 'wms' },
  lordswms: { prefix: 'lordswms', body: 'House of Lords', page: 'wms' },
  lordswrans: { prefix: 'lordswrans', body: 'House of Lords', page: 'wrans' },
  // No address of single passages is known for these: readers are sent to the file.
  standing: { prefix: 'standing', body: 'House of Commons, Public Bill Committee', page: null },
} as const

export type Folder = keyof typeof FOLDERS
export const folders = Object.keys(FOLDERS) as Folder[]
export const isFolder = (name: string): name is Folder => Object.hasOwn(FOLDERS, name)
export const bodyOf = (folder: Folder): string => FOLDERS[folder].body

/** One file of one day. */
export type DayFile = {
  readonly folder: Folder
  /** The name without revision and ending: what all revisions of a day share. */
  readonly day: string
  /** When the words were said, `YYYY-MM-DD`. */
  readonly date: string
  /** `a`, `b` ...; empty in files without one, as written answers from late 2014 are. */
  readonly revision: string
  /** Of a bill committee: the publisher's short name of the bill, and its sitting and part, such as `05-0`. */
  readonly bill?: string
  readonly sitting?: string
}

/** What a file's name says; null when it is no file of that folder. */
export function findDayFile(folder: Folder, name: string): DayFile | null {
  const { prefix } = FOLDERS[folder]
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : ''
  if (folder === 'standing') {
    const named = /^(\d{4}-\d{2}-\d{2}_([^_]+)_(\d+-\d+)_(\d{4}-\d{2}-\d{2}))([a-z]*)\.xml$/.exec(rest)
    if (!named) return null
    const [, day = '', bill = '', sitting = '', date = '', revision = ''] = named
    return { folder, day: prefix + day, date, revision, bill, sitting }
  }
  const named = /^(\d{4}-\d{2}-\d{2})([a-z]*)\.xml$/.exec(rest)
  if (!named) return null
  const [, date = '', revision = ''] = named
  return { folder, day: prefix + date, date, revision }
}

/** Files to read of a folder's listing: of each day from `from` to `to`, the highest revision. */
export function latestFiles(
  folder: Folder,
  listing: string,
  { from, to }: { readonly from: string; readonly to: string },
  odd: (name: string) => void,
): string[] {
  if (/<\w/.test(listing))
    throw new SourceChangedError(
      `expected a listing of ${folder} with one name a line, got markup; name a mirror in SOURCE_THEYWORKFORYOU_DEBATES_URL`,
    )
  const latest = new Map<string, { name: string; revision: string }>()
  for (const name of listing.split(/\r?\n/).map((line) => line.trim())) {
    if (name === '' || name.endsWith('/') || name.startsWith('.') || name === 'changedates.txt') continue
    const file = findDayFile(folder, name)
    if (!file) odd(name)
    else if (file.date >= from && file.date <= to) {
      const known = latest.get(file.day)
      if (!known || isLater(file.revision, known.revision))
        latest.set(file.day, { name, revision: file.revision })
    }
  }
  return [...latest.values()].map(({ name }) => name)
}

/** `b` comes after `a`, and `aa` after `z`. */
function isLater(revision: string, than: string): boolean {
  return revision.length === than.length ? revision > than : revision.length > than.length
}

/**
 * An id of the publisher's as it is kept: `uk.org.publicwhip/debate/2009-10-28c.267.2` is `debate/2009-10-28.267.2`. The
 * letter is the file's revision, so the same words had another one a day before.
 */
export function stableId(gid: string): string {
  return shortId(gid).replace(/(\d{4}-\d{2}-\d{2})[a-z]+\./, '$1.')
}

/** An id with its revision, without what all ids begin with. */
export const shortId = (gid: string): string => gid.replace(/^uk\.org\.publicwhip\//, '')

/**
 * Where a reader finds an id. The site's own tests and code use these addresses (mysociety/theyworkforyou). They carry
 * the revision of the file that was read; the site leads on from superseded ones.
 */
export function readersAddress(folder: Folder, gid: string, file: string): string {
  const { page } = FOLDERS[folder]
  const id = shortId(gid).replace(/^[a-z]+\//, '')
  return page === null ? file : `https://www.theyworkforyou.com/${page}/?id=${id}`
}

/** The id that an element has on the reader's page: `g` and what follows the date. */
export function anchorOf(gid: string): string {
  return `g${shortId(gid).replace(/^[^.]*\./, '')}`
}

/** `HH:MM` from `11:30:00`, `015:07:00` or `10:30`; null for `unknown` and for none. @throws OddRecordError for anything else. */
export function timeOf(printed: string | undefined): string | null {
  if (printed === undefined || printed === '' || printed === 'unknown') return null
  const [, hours, minutes] = /^0?(\d{2}):(\d{2})(?::\d{2})?$/.exec(printed) ?? []
  if (hours === undefined) throw new OddRecordError(`expected a time, got "${printed.slice(0, 40)}"`)
  return `${hours}:${minutes}`
}
