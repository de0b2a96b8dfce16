// What does the body of a GOV.UK page say, paragraph by paragraph?
import {
  type Elements,
  html,
  isRecord,
  OddRecordError,
  type Paragraph,
  textOf,
  tidyText,
} from '../../src/collect/index.ts'

type Node = {
  type: string
  name?: string
  data?: string
  attribs?: Record<string, string>
  children?: Node[]
}
type Html = ReturnType<typeof html>

const BLOCKS = new Set(
  'address article aside blockquote caption details div dl dt dd figure figcaption footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
)
const SILENT = new Set(['script', 'style', 'template', 'noscript', 'iframe', 'object', 'svg'])
const RAISED: Readonly<Record<string, string>> = Object.fromEntries(
  [...'0123456789'].map((digit, at) => [digit, '⁰¹²³⁴⁵⁶⁷⁸⁹'[at] as string]),
)

/** Tags typed as text, which a reader sees ("end of the year</b>", seen in an annual report of 2017). */
const TYPED_TAG = /<\/?(b|i|em|strong|u|p|br|span|sup|sub|a)(\s[^<>]*)?\/?>/gi

/**
 * A body as paragraphs: headings as headings, each with the id that leads nearest to it; a table row by row, its cells
 * set apart by a bar; footnotes as paragraphs of their own, without their marks and back-links.
 * @throws OddRecordError when the body has a form that was never seen.
 */
export function paragraphsOf(body: unknown): Paragraph[] {
  const $ = html(markupOf(body))
  $('sup[id^="fnref"], sup:has(a.footnote), a.footnote, a.reversefootnote').remove()
  setRaisedApart($)
  return walk($)
}

/** Bodies nested in other items come in several forms of one text; the HTML form is the one that is shown. */
function markupOf(body: unknown): string {
  if (body === undefined || body === null) return ''
  if (typeof body === 'string') return body
  const form = Array.isArray(body)
    ? body.filter(isRecord).find((one) => one.content_type === 'text/html' && typeof one.content === 'string')
    : undefined
  if (form) return form.content as string
  throw new OddRecordError(
    `body: expected HTML, or a list with a text/html form, got ${JSON.stringify(body).slice(0, 120)}`,
  )
}

/**
 * A raised figure is a footnote mark in some papers ("Responsibility¹") and a power in others. Either way it must not
 * join the figure before it, so it keeps its raised shape and stands apart. Ordinals stay joined: "21st".
 */
function setRaisedApart($: Html): void {
  for (const element of $('sup').toArray()) {
    const text = textOf($(element))
    const raised = /^(st|nd|rd|th)$/i.test(text)
      ? text
      : ` ${text.replace(/\d/g, (digit) => RAISED[digit] ?? digit)}`
    $(element).replaceWith(raised.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
  }
}

/** Goes through the tree without recursion, so that no depth of nesting can break it. */
function walk($: Html): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let run: string[] = []
  let anchor: string | undefined
  let heading = false
  const end = (): void => {
    const text = tidyText(run.join('').replace(TYPED_TAG, ' '))
    run = []
    if (text !== '') paragraphs.push({ text, ...(anchor ? { anchor } : {}), ...(heading ? { heading } : {}) })
  }
  const left: (Node | (() => void))[] = [...($.root().toArray() as Node[])]
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (typeof node === 'function') node()
    else if (node.type === 'text') run.push(node.data ?? '')
    else if (node.children && !SILENT.has(node.name ?? '')) {
      const name = node.name ?? ''
      const block = BLOCKS.has(name)
      if (block) end()
      if (name === 'br') run.push(' ')
      if (node.attribs?.id) anchor = tidyText(node.attribs.id)
      if (name === 'tr') {
        run.push(cellsOf($, node))
        end()
        continue
      }
      const opens = /^h[1-6]$/.test(name)
      if (opens) heading = true
      if (block)
        left.push(() => {
          end()
          if (opens) heading = false
        })
      for (let at = node.children.length - 1; at >= 0; at--) left.push(node.children[at] as Node)
    }
  }
  end()
  return paragraphs
}

function cellsOf($: Html, row: Node): string {
  const cells = (row.children ?? []).filter(({ name }) => name === 'td' || name === 'th')
  return cells
    .map((cell) => textOf($(cell as unknown as Parameters<Html>[0]) as Elements))
    .join(' | ')
    .replace(/^[ |]+$/, '')
}
