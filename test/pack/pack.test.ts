// Does a pack say what the record says, with every place, and does it open in every form?
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SaxesParser } from 'saxes'
import { describe, expect, it } from 'vitest'
import { type Briefing, layOut, type Span } from '../../src/pack/briefing.ts'
import { toDocx } from '../../src/pack/docx.ts'
import { toHtml } from '../../src/pack/html.ts'
import { toMarkdown } from '../../src/pack/markdown.ts'
import type { Pack } from '../../src/pack/pack.ts'
import { realSite } from '../real-site.ts'
import { openZip } from './open-zip.ts'

const CHOSEN = [
  'maude-2011-04-27-35-to-40-percent/1',
  'hurd-2013-06-19-almost-half/1',
  'dcms-2022-five-percent/1',
  'cabinet-office-2012-04-04-affordable/1',
]
const site = await realSite()
const text = (path: string, query: string): string =>
  new TextDecoder().decode(site.find(path, query).variants.identity.body)
const pack: Pack = JSON.parse(text('/pack.json', `claims=${CHOSEN.join(',')}`)).data
const briefing = layOut(pack)
const docx = await toDocx(briefing)
const parts = await openZip(docx)
const part = (name: string): string => parts.get(name) ?? ''

const plain = (spans: readonly Span[]): string =>
  spans
    .map((span) =>
      typeof span === 'string' ? span : 'strong' in span ? span.strong : 'link' in span ? span.link : '',
    )
    .join('')

/** Every start tag of a part with its attributes; fails where it is not well-formed. */
function tagsOf(xml: string): { name: string; attributes: Record<string, string> }[] {
  const found: { name: string; attributes: Record<string, string> }[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => found.push({ name, attributes: { ...attributes } as never }))
  parser.write(xml).close()
  return found
}
const valuesOf = (name: string, tag: string, attribute: string): string[] =>
  tagsOf(part(name))
    .filter((found) => found.name === tag)
    .map(({ attributes }) => attributes[attribute] ?? '')

describe('a pack', () => {
  it('holds the claims in the order of choice, with the words of the record', () => {
    expect(pack.claims.map(({ id }) => id)).toEqual(CHOSEN.map((id) => id.replace('/', '#')))
    for (const claim of pack.claims) {
      const entry = site.ledger.claims.find((one) => one.claim.id === claim.id)
      expect(claim.quote).toBe(entry?.statement.quote)
      expect(claim.result).toBe(entry?.verdict.result)
      expect(claim.best?.observation).toBe(entry?.best?.observation.id)
      expect(claim.worst?.observation).toBe(entry?.worst?.observation.id)
      expect(claim.readings.map(({ figures }) => figures.map(({ observation }) => observation))).toEqual(
        entry?.verdict.readings.map(({ used }) => used.map(({ observation }) => observation)),
      )
    }
  })

  it('states its as-known date, the version of the data, the rule and how to cite each claim', () => {
    expect(pack.asOf).toBe(site.ledger.asOf)
    expect(pack.dataVersion).toBe(site.ledger.dataVersion)
    expect(pack.url).toBe(`https://wvd.example/pack?claims=${CHOSEN.join(',')}&asOf=${pack.asOf}`)
    for (const { id, citation } of pack.claims)
      expect(citation).toMatch(
        new RegExp(`https://wvd\\.example/cite/claims/${id.replace('#', '/')}/${pack.asOf}-\\w+$`),
      )
    const words = briefing.blocks
      .flatMap((block) => ('spans' in block ? [plain(block.spans)] : []))
      .join('\n')
    for (const { citation } of pack.claims) expect(words).toContain(citation)
    expect(words).toContain(`data ${pack.dataVersion}`)
  })

  it('lists every source that it cites once, and cites every place in a note', () => {
    const ids = pack.bibliography.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const { place, best, worst, nearest, readings } of pack.claims)
      for (const one of [place, best, worst, nearest, ...readings.flatMap(({ figures }) => figures)])
        if (one) expect(ids).toContain(one.source.id)
    const notes = briefing.notes.map(plain)
    for (const { place } of pack.claims)
      expect(notes.some((note) => note.includes(place.source.title))).toBe(true)
  })

  it('puts later words of government about the same figures beside a claim, never earlier ones or others’', () => {
    const [maude] = pack.claims
    expect(maude?.answers.length).toBeGreaterThan(0)
    for (const { text: said, place } of maude?.answers ?? []) {
      const later = site.ledger.statements.find(
        ({ statement, source }) => said.includes(statement.quote) && source.id === place?.source.id,
      )?.statement
      expect(later?.voice).toBe('government')
      expect((later?.date ?? '') > '2011-04-27').toBe(true)
    }
    const vague = pack.claims.find(({ result }) => result === 'not-testable')
    expect(vague?.answers).toEqual([])
    expect(toMarkdown(briefing)).toContain('The evidence holds no later words of government')
  })
})

describe('as a Word document', () => {
  it('is well-formed in every part', () => {
    expect([...parts.keys()][0]).toBe('[Content_Types].xml')
    for (const [name, xml] of parts) expect(() => tagsOf(xml), name).not.toThrow()
  })

  it('has headings, tables with header rows, and links that lead somewhere', () => {
    const styles = valuesOf('word/document.xml', 'w:pStyle', 'w:val')
    expect(styles.filter((style) => style === 'Title')).toHaveLength(1)
    expect(styles.filter((style) => style === 'Heading1')).toHaveLength(CHOSEN.length + 3)
    expect(styles.filter((style) => style === 'Heading2').length).toBeGreaterThan(CHOSEN.length * 4)
    const tags = tagsOf(part('word/document.xml')).map(({ name }) => name)
    const tables = briefing.blocks.filter(({ kind }) => kind === 'table')
    expect(tags.filter((name) => name === 'w:tbl')).toHaveLength(tables.length)
    expect(tags.filter((name) => name === 'w:tblHeader')).toHaveLength(tables.length)
    for (const name of ['document', 'footnotes']) {
      const targets = valuesOf(`word/_rels/${name}.xml.rels`, 'Relationship', 'Id')
      const used = valuesOf(`word/${name}.xml`, 'w:hyperlink', 'r:id')
      expect(used.length).toBeGreaterThan(3)
      for (const id of used) expect(targets).toContain(id)
    }
  })

  it('has footnotes that are footnotes: each named once in the text, in order', () => {
    const named = valuesOf('word/document.xml', 'w:footnoteReference', 'w:id').map(Number)
    const held = valuesOf('word/footnotes.xml', 'w:footnote', 'w:id')
      .map(Number)
      .filter((id) => id > 0)
    expect(named).toEqual(briefing.notes.map((_, index) => index + 1))
    expect(held).toEqual(named)
  })

  it('says its title, its language and the day it is about, and nothing of when it was written', () => {
    expect(part('docProps/core.xml')).toContain(`<dc:title>${pack.title}</dc:title>`)
    expect(part('docProps/core.xml')).toContain('<dc:language>en-GB</dc:language>')
    expect(part('docProps/core.xml').match(/T00:00:00Z/g)).toHaveLength(2)
    expect(part('docProps/core.xml')).toContain(`>${pack.asOf}T00:00:00Z<`)
    expect(valuesOf('word/styles.xml', 'w:lang', 'w:val')).toContain('en-GB')
  })

  it('is the same bytes each time', async () => {
    expect((await toDocx(layOut(pack))).equals(docx)).toBe(true)
  })

  const soffice = ['/usr/bin/soffice', '/usr/bin/libreoffice'].find((path) => existsSync(path))
  if (soffice === undefined)
    process.stderr.write(
      'LibreOffice is not there: that a pack opens in it is not tested (apt-get install libreoffice-writer).\n',
    )
  it.runIf(soffice)(
    'opens in LibreOffice, with the words and the notes on paper',
    { timeout: 120_000 },
    async () => {
      const dir = await mkdtemp(join(tmpdir(), 'wvd-pack-'))
      try {
        const file = join(dir, 'pack.docx')
        await writeFile(file, docx)
        const profile = `-env:UserInstallation=file://${join(dir, 'profile')}`
        await promisify(execFile)(
          soffice ?? '',
          [profile, '--headless', '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', dir, file],
          { timeout: 110_000 },
        )
        const read = (await readFile(join(dir, 'pack.txt'), 'utf8')).replace(/\s+/g, ' ')
        for (const { quote, verdict } of pack.claims) {
          expect(read).toContain(quote)
          expect(read).toContain(verdict)
        }
      } finally {
        await rm(dir, { recursive: true, force: true })
      }
    },
  )
})

/** Text that would break out of each form. */
const hostile: Briefing = {
  ...{ title: 'A "title" & <b>', date: '2026-11-24', language: 'en-GB' },
  blocks: [
    { kind: 'heading', level: 1, text: '# <script>alert(1)</script>' },
    {
      kind: 'text',
      spans: ['1. one *two* `three` [four](five) | six\n- seven', '\u0000\u0008', { note: 1 }],
    },
    {
      kind: 'table',
      label: 'A "table"',
      widths: [1, 1],
      head: ['a|b', 'c'],
      rows: [[['x | y'], [{ strong: ' z ' }]]],
    },
    { kind: 'list', items: [['- eight'], [{ link: 'a]b', href: 'https://example.org/?a=1&b=<2>' }]] },
  ],
  notes: [['a note: <i>', { link: 'there', href: 'https://example.org/' }]],
}

describe('as Markdown', () => {
  const markdown = toMarkdown(briefing)
  const lines = markdown.split('\n')

  it('has one note for each mark, and one mark for each note', () => {
    const marks = [...markdown.matchAll(/\[\^(\d+)\](?!:)/g)].map(([, n]) => Number(n))
    const notes = [...markdown.matchAll(/^\[\^(\d+)\]: \S/gm)].map(([, n]) => Number(n))
    expect(notes).toEqual(briefing.notes.map((_, index) => index + 1))
    expect(marks).toEqual(notes)
  })

  it('has rows as wide as their head, in tables that stand by themselves', () => {
    const cells = (row: string): number => row.replace(/\\\|/g, '').split('|').length
    lines.forEach((row, index) => {
      if (!row.startsWith('|')) return
      const head = lines.slice(0, index).findLastIndex((other) => !other.startsWith('|')) + 1
      expect(cells(row)).toBe(cells(lines[head] ?? ''))
      expect(lines[head - 1]).toBe('')
      expect(lines[head + 1]).toMatch(/^\|(?: --- \|)+$/)
    })
  })

  it('takes text as text', () => {
    const written = toMarkdown(hostile)
    expect(written).toContain('title: "A \\"title\\" & <b>"')
    expect(written).toContain('# \\# \\<script\\>alert(1)\\</script\\>')
    expect(written).toContain('1\\. one \\*two\\* \\`three\\` \\[four\\](five) \\| six - seven')
    expect(written).toContain('| x \\| y |  **z**  |')
    expect(written).toContain('- \\- eight')
    expect(written).toContain('[a\\]b](<https://example.org/?a=1&b=%3C2%3E>)')
  })
})

describe('hostile text', () => {
  it('stays text in HTML', () => {
    const written = toHtml(hostile)
    expect(written).not.toContain('<script')
    expect(written).toContain('&lt;script&gt;')
    expect(written).toContain('href="https://example.org/?a=1&amp;b=&lt;2&gt;"')
  })

  it('leaves a Word document well-formed', async () => {
    for (const [name, xml] of await openZip(await toDocx(hostile)))
      expect(() => tagsOf(xml), name).not.toThrow()
  })
})
