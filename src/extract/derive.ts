// What of a collected document matters here? The module that the parsing thread loads: from word lists to passages.
import { type CollectedDocument, type KeptPassage, passagesOf } from './document.ts'
import { parseLexicon } from './lexicon.ts'

type Lists = Omit<Parameters<typeof parseLexicon>[0], 'programmes'> & {
  readonly programmes: readonly (Parameters<typeof parseLexicon>[0]['programmes'][number] & {
    /** When it began, as precise as known. */
    readonly start?: string | null
  })[]
}

/** What the thread is given: the word lists as read, and the digest by which they are known. */
export type DeriveData = { readonly lists: Lists; readonly digest: string }

type Document = CollectedDocument & { readonly [field: string]: unknown }

/**
 * A programme is announced a few years before it begins. A name older than that is another thing of the same name: "CRC"
 * in 2009 was no rehabilitation company.
 */
const MOST_YEARS_AHEAD = 4

/** Compiles the lists once. The function it gives returns null for a document that says nothing of the sector. */
export default function derive({ lists, digest }: DeriveData) {
  const lexicon = parseLexicon(lists)
  const began = new Map(
    lists.programmes.map(({ id, start }) => [id, start ? Number(start.slice(0, 4)) : null]),
  )
  const inTime =
    (date: string | null) =>
    (passage: KeptPassage): KeptPassage[] => {
      const year = date === null ? null : Number(date.slice(0, 4))
      const programmes = passage.programmes.filter(({ id }) => {
        const start = began.get(id) ?? null
        return year === null || start === null || start <= year + MOST_YEARS_AHEAD
      })
      return passage.aboutSector || programmes.length > 0 ? [{ ...passage, programmes }] : []
    }
  return (document: Document) => {
    const found = passagesOf(document, lexicon)
    const passages = found.passages.flatMap(inTime(document.date))
    if (passages.length === 0) return null
    const { url, title, date, body, type, licence, status } = document
    return {
      document: { url, title, date, body, type, licence },
      words: digest,
      passages,
      left: found.left,
      status,
    }
  }
}
