// How does a briefing look as Markdown?
//
// CommonMark with the tables and footnotes of GitHub's dialect, and YAML at the head with title, date and language, as
// Pandoc reads it. Text is text: what Markdown would take for a mark is escaped.
import type { Block, Briefing, Span } from './briefing.ts'

const escapeText = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~]/g, '\\$&')
    .replace(/^(\s*)([-+=])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/, '$1\\$2')
/** Inside a line nothing at the start of the text is at the start of the line. */
const escapeInLine = (text: string): string => escapeText(`\u0000${text}`).slice(1)
const address = (href: string): string =>
  `<${href.replace(/[<>\\\s]/g, (found) => encodeURIComponent(found))}>`

function line(spans: readonly Span[]): string {
  return spans
    .map((span, index) => {
      if (typeof span === 'string') return index === 0 ? escapeText(span) : escapeInLine(span)
      if ('strong' in span) {
        const [, before = '', text = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(span.strong) ?? []
        return `${before}**${escapeInLine(text)}**${after}`
      }
      if ('note' in span) return `[^${span.note}]`
      return `[${escapeInLine(span.link)}](${address(span.href)})`
    })
    .join('')
}

function write(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `${'#'.repeat(block.level)} ${escapeInLine(block.text)}`
    case 'text':
      return line(block.spans)
    case 'quote':
      return `> ${line(block.spans)}`
    case 'list':
      return block.items.map((item) => `- ${line(item)}`).join('\n')
    case 'table': {
      const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
      return [
        row(block.head.map(escapeInLine)),
        row(block.head.map(() => '---')),
        ...block.rows.map((cells) => row(cells.map(line))),
      ].join('\n')
    }
    default: {
      const never: never = block
      throw new Error(`unknown block: ${JSON.stringify(never)}`)
    }
  }
}

/** The whole document, with a line feed at its end. */
export function toMarkdown({ title, date, language, blocks, notes }: Briefing): string {
  const head = ['---', `title: ${JSON.stringify(title)}`, `date: ${date}`, `lang: ${language}`, '---'].join(
    '\n',
  )
  const foot = notes.map((note, index) => `[^${index + 1}]: ${line(['', ...note])}`).join('\n')
  return `${[head, ...blocks.map(write), foot].join('\n\n')}\n`
}
