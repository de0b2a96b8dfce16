// What of a collected document matters here? The module that the parsing thread loads: from word lists to passages.
import { type CollectedDocument, passagesOf } from './document.ts'
import { parseLexicon } from './lexicon.ts'

/** What the thread is given: the word lists as read, and the digest by which they are known. */
export type DeriveData = { readonly lists: Parameters<typeof parseLexicon>[0]; readonly digest: string }

type Document = CollectedDocument & { readonly [field: string]: unknown }

/** Compiles the lists once. The function it gives returns null for a document that says nothing of the sector. */
export default function derive({ lists, digest }: DeriveData) {
  const lexicon = parseLexicon(lists)
  return (document: Document) => {
    const { passages, left } = passagesOf(document, lexicon)
    if (passages.length === 0) return null
    const { url, title, date, body, type, licence, status } = document
    return { document: { url, title, date, body, type, licence }, words: digest, passages, left, status }
  }
}
