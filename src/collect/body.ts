// What are the paragraphs of a body of HTML? Blocks one by one, lists item by item, tables row by row; blank ones are dropped.
import type { Paragraph } from './finding.ts'
import { html, tidyText } from './reading.ts'

const HEADING = /^h[1-6]$/
const CELL = /^t[dh]$/
/** Elements that stand within a line. Any other parts words, also one nobody knows: Hansard has `QuestionText`. */
const INLINE =
  /^(a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|img|ins|kbd|label|mark|q|s|samp|small|span|strike|strong|sub|sup|time|tt|u|var|wbr)$/
const SILENT = /^(head|iframe|noscript|object|script|style|svg|template)$/

type Node = {
  readonly type: string
  readonly name?: string
  readonly data?: string
  readonly attribs?: { readonly [name: string]: string }
  readonly children?: readonly Node[]
}

/** Paragraphs, and the column of the printed record in which the last of them ends. */
export type Body = { readonly paragraphs: readonly Paragraph[]; readonly column?: string }

/**
 * Reads a fragment of HTML as clean text. Cells of a row are parted by ` | `. Column markers of Hansard
 * (`span.column-number[data-column-number]`, often in the middle of a sentence) are dropped from the text; a paragraph
 * keeps the column in which it begins. Goes through the tree without recursion, so that no depth can break it.
 * @param column where the fragment begins, if the text before it said so.
 */
export function readBody(fragment: string, column?: string): Body {
  const out: Paragraph[] = []
  let at = column
  let anchor: string | undefined
  let began = at
  let words = ''
  let row: string[] | null = null
  const flush = (heading: boolean): void => {
    const text = tidyText(words)
    words = ''
    const stands = began
    began = at
    if (text === '') return
    out.push({
      text,
      ...(anchor === undefined ? {} : { anchor }),
      ...(stands === undefined ? {} : { column: stands }),
      ...(heading ? { heading: true } : {}),
    })
  }
  const close = (name: string): void => {
    if (CELL.test(name) && row) {
      row.push(tidyText(words))
      words = ''
    } else if (name === 'tr' && row) {
      words = row.some((cell) => cell !== '') ? row.join(' | ') : ''
      row = null
      flush(false)
    } else if (row) words += ' '
    else flush(HEADING.test(name))
  }
  const left: (Node | { readonly closes: string })[] = [...(html(fragment).root().toArray() as Node[])]
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if ('closes' in node) close(node.closes)
    else if (node.type === 'text') words += node.data ?? ''
    else {
      const name = node.name ?? ''
      if (SILENT.test(name)) continue
      const { class: classes = '', name: place, 'data-column-number': number } = node.attribs ?? {}
      // Before HTML 5, `<a name>` was what an id is now.
      const id = node.attribs?.id ?? (name === 'a' ? place : undefined)
      if (/(^|\s)column-number(\s|$)/.test(classes)) {
        if (number) at = number
        if (tidyText(words) === '' && row === null) began = at
        continue
      }
      const block = !INLINE.test(name) && name !== 'br'
      if (block && row === null) flush(false)
      else if (!INLINE.test(name)) words += ' '
      if (id) anchor = id
      if (name === 'tr' && row === null) row = []
      if (block) left.push({ closes: name })
      const children = node.children ?? []
      for (let i = children.length - 1; i >= 0; i--) left.push(children[i] as Node)
    }
  }
  flush(false)
  return { paragraphs: out, ...(at === undefined ? {} : { column: at }) }
}
