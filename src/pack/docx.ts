// How is a briefing written as a Word document?
//
// WordprocessingML through the docx library: headings, tables with header rows, footnotes, lists and links as what they
// are, so that assistive technology and an editor find them; title and language of the document are set.
import {
  Document,
  ExternalHyperlink,
  Footer,
  FootnoteReferenceRun,
  HeadingLevel,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
} from 'docx'
import type { Block, Briefing, Span } from './briefing.ts'
import { steady } from './steady.ts'

export const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

const HEADINGS = { 1: HeadingLevel.TITLE, 2: HeadingLevel.HEADING_1, 3: HeadingLevel.HEADING_2 } as const
const FONT = 'Arial'
/** A4 in twentieths of a point, with margins of 2 cm. */
const PAGE = {
  size: { width: 11906, height: 16838 },
  margin: { top: 1134, right: 1134, bottom: 1134, left: 1134 },
}
const TEXT_WIDTH = 11906 - 2 * 1134

/** Characters that XML 1.0 cannot hold are left out. */
const clean = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML 1.0 forbids
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')

const runsOf = (spans: readonly Span[]): ParagraphChild[] =>
  spans.flatMap((span): ParagraphChild[] => {
    if (typeof span === 'string')
      return clean(span)
        .split('\n')
        .map((text, index) => new TextRun({ text, ...(index === 0 ? {} : { break: 1 }) }))
    if ('strong' in span) return [new TextRun({ text: clean(span.strong), bold: true })]
    if ('note' in span) return [new FootnoteReferenceRun(span.note)]
    return [
      new ExternalHyperlink({
        link: span.href,
        children: [new TextRun({ text: clean(span.link), style: 'Hyperlink' })],
      }),
    ]
  })

function blockOf(block: Block): (Paragraph | Table)[] {
  switch (block.kind) {
    case 'heading':
      return [
        new Paragraph({
          heading: HEADINGS[block.level],
          text: clean(block.text),
          pageBreakBefore: block.newPage ?? false,
          keepNext: true,
        }),
      ]
    case 'text':
      return [new Paragraph({ children: runsOf(block.spans), spacing: { after: 120 } })]
    case 'quote':
      return [new Paragraph({ children: runsOf(block.spans), style: 'Quotation' })]
    case 'list':
      return block.items.map((item) => new Paragraph({ children: runsOf(item), bullet: { level: 0 } }))
    case 'table': {
      const whole = block.widths.reduce((sum, width) => sum + width, 0)
      const widths = block.widths.map((width) => Math.floor((TEXT_WIDTH * width) / whole))
      const row = (cells: readonly (readonly Span[])[], tableHeader: boolean): TableRow =>
        new TableRow({
          ...(tableHeader ? { tableHeader } : {}),
          cantSplit: true,
          children: cells.map(
            (spans, index) =>
              new TableCell({
                width: { size: widths[index] ?? 0, type: WidthType.DXA },
                margins: { top: 60, bottom: 60, left: 80, right: 80 },
                ...(tableHeader ? { shading: { fill: 'E6EDF3' } } : {}),
                children: [new Paragraph({ children: runsOf(spans), style: 'Cell' })],
              }),
          ),
        })
      return [
        new Table({
          columnWidths: widths,
          width: { size: TEXT_WIDTH, type: WidthType.DXA },
          rows: [
            row(
              block.head.map((text) => [{ strong: text }]),
              true,
            ),
            ...block.rows.map((cells) => row(cells, false)),
          ],
        }),
        new Paragraph({ text: '', spacing: { after: 60 } }),
      ]
    }
    default: {
      const never: never = block
      throw new Error(`unknown block: ${JSON.stringify(never)}`)
    }
  }
}

/** The document as bytes; the same briefing gives the same bytes. */
export async function toDocx({ title, date, language, blocks, notes }: Briefing): Promise<Buffer> {
  const document = new Document({
    title,
    creator: 'Words vs Deeds',
    lastModifiedBy: 'Words vs Deeds',
    description: `As known on ${date}`,
    styles: {
      default: {
        document: { run: { font: FONT, size: 20, language: { value: language } } },
        title: { run: { size: 40, bold: true, color: '12324A' }, paragraph: { spacing: { after: 200 } } },
        heading1: {
          run: { size: 28, bold: true, color: '12324A' },
          paragraph: { spacing: { before: 240, after: 120 } },
        },
        heading2: {
          run: { size: 23, bold: true, color: '14202B' },
          paragraph: { spacing: { before: 180, after: 60 } },
        },
        footnoteText: { run: { size: 16 } },
      },
      paragraphStyles: [
        {
          ...{ id: 'Quotation', name: 'Quotation', basedOn: 'Normal', quickFormat: true },
          run: { size: 26, font: 'Georgia', color: '0B4F8A' },
          paragraph: { indent: { left: 284 }, spacing: { after: 120 } },
        },
        { id: 'Cell', name: 'Cell', basedOn: 'Normal', run: { size: 17 } },
      ],
    },
    footnotes: Object.fromEntries(
      notes.map((note, index) => [index + 1, { children: [new Paragraph({ children: runsOf(note) })] }]),
    ),
    sections: [
      {
        properties: { page: PAGE },
        footers: {
          default: new Footer({
            children: [
              new Paragraph({
                children: [
                  new TextRun({
                    children: [`Words vs Deeds, as known on ${date}, page `, PageNumber.CURRENT],
                    size: 16,
                  }),
                ],
              }),
            ],
          }),
        },
        children: blocks.flatMap(blockOf),
      },
    ],
  })
  return steady(await Packer.toBuffer(document), date, language)
}
