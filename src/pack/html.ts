// How does a briefing look as HTML, inside a page of the site and as a file of its own?
import type { Block, Briefing, Span } from './briefing.ts'

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const line = (spans: readonly Span[]): string =>
  spans
    .map((span) => {
      if (typeof span === 'string') return escapeHtml(span).replaceAll('\n', '<br>')
      if ('strong' in span) return `<strong>${escapeHtml(span.strong)}</strong>`
      if ('note' in span)
        return `<sup><a class="ref" id="ref-${span.note}" href="#note-${span.note}"><span class="sr">note </span>${span.note}</a></sup>`
      return `<a href="${escapeHtml(span.href)}" rel="noreferrer">${escapeHtml(span.link)}</a>`
    })
    .join('')

function write(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`
    case 'text':
      return `<p>${line(block.spans)}</p>`
    case 'quote':
      return `<blockquote><p>${line(block.spans)}</p></blockquote>`
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${line(item)}</li>`).join('')}</ul>`
    case 'table': {
      const head = block.head.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join('')
      const rows = block.rows.map(
        (cells) => `<tr>${cells.map((cell) => `<td>${line(cell)}</td>`).join('')}</tr>`,
      )
      const label = escapeHtml(block.label)
      return `<div class="scroll" role="group" aria-label="${label}" tabindex="0"><table><caption class="sr">${label}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`
    }
    default: {
      const never: never = block
      throw new Error(`unknown block: ${JSON.stringify(never)}`)
    }
  }
}

/** The document without a frame: one section for each sheet, then the notes, each with the way back. */
export function toSections({ blocks, notes }: Briefing): string {
  const sheets: Block[][] = [[]]
  for (const block of blocks) {
    if (block.kind === 'heading' && block.newPage) sheets.push([])
    sheets.at(-1)?.push(block)
  }
  const sections = sheets.map((sheet) => `<section class="sheet">${sheet.map(write).join('\n')}</section>`)
  const list = notes.map(
    (note, index) =>
      `<li id="note-${index + 1}">${line(note)} <a href="#ref-${index + 1}">Back<span class="sr"> to the text of note ${index + 1}</span></a></li>`,
  )
  const foot =
    list.length === 0
      ? []
      : [`<section class="sheet notes"><h2>Notes</h2><ol>${list.join('\n')}</ol></section>`]
  return [...sections, ...foot].join('\n')
}

const STYLE = `
@page { size: A4; margin: 18mm 16mm 20mm }
body { font: 1rem/1.45 Arial, sans-serif; color: #14202b; background: #fff; max-width: 46rem; margin: 0 auto; padding: 1rem }
h1, h2, h3 { line-height: 1.2; color: #12324a; break-after: avoid }
blockquote { margin: 0.5rem 0; font: 1.25rem/1.35 Georgia, serif; color: #0b4f8a }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem }
th, td { border: 1px solid #8a97a3; padding: 0.3rem 0.5rem; text-align: left; vertical-align: top }
th { background: #e6edf3 }
tr, li { break-inside: avoid }
thead { display: table-header-group }
.scroll { overflow-x: auto }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%) }
li, td, p { overflow-wrap: anywhere }
@media print { body { max-width: none; padding: 0; font-size: 10pt } .sheet + .sheet { break-before: page } .scroll { overflow: visible } }
`

/** One file that needs no other. */
export const toHtml = (briefing: Briefing): string =>
  `<!doctype html>
<html lang="${briefing.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(briefing.title)}</title>
<meta name="date" content="${briefing.date}">
<style>${STYLE}</style>
</head>
<body>
<main>
${toSections(briefing)}
</main>
</body>
</html>
`
