// What are the rows of this XLSX workbook, sheet by sheet, without holding a sheet?
import { HostilePageError } from '../errors.ts'
import type { Bytes } from './bytes.ts'
import {
  BLANK,
  type Cell,
  carry,
  columnName,
  decimalOf,
  LONGEST_CELL,
  type Merge,
  type SheetLimits,
  type SheetRow,
  tooLong,
  trimmed,
} from './cells.ts'
import { GENERAL, type NumberFormat, numberFormat, shown } from './number-format.ts'
import { UnreadableFileError } from './sniff.ts'
import { xmlEvents } from './xml-events.ts'
import type { Zip } from './zip.ts'

type Style = { readonly kind: 'number' | 'date'; readonly format: NumberFormat }
type SheetEntry = { readonly name: string; readonly hidden: boolean; readonly bytes: Bytes }

/** @throws UnreadableFileError, HostilePageError: see `sheetRows`. */
export async function* xlsxRows(
  zip: Zip,
  name: string,
  wanted: (name: string, place: number) => boolean,
  limits: SheetLimits,
): AsyncGenerator<SheetRow> {
  const { sheets, from1904 } = await readWorkbook(zip)
  const chosen = sheets.filter((sheet, place) => wanted(sheet.name, place))
  if (chosen.length === 0) return
  const strings = await readStrings(zip, name, limits)
  const styles = await readStyles(zip)
  const budget = { cells: limits.cells }
  for (const sheet of chosen) yield* readSheet(sheet, name, strings, styles, from1904, limits, budget)
}

async function drain(events: AsyncIterable<void>): Promise<void> {
  for await (const _ of events);
}

async function readWorkbook(zip: Zip): Promise<{ sheets: SheetEntry[]; from1904: boolean }> {
  const listed: { name: string; hidden: boolean; id: string }[] = []
  let from1904 = false
  await drain(
    xmlEvents(zip.entry('xl/workbook.xml'), {
      open: (tag, attributes) => {
        if (tag === 'workbookPr') from1904 = isTrue(attributes.date1904)
        if (tag === 'sheet')
          listed.push({
            name: attributes.name ?? '',
            hidden: (attributes.state ?? 'visible') !== 'visible',
            id: attributes.id ?? '',
          })
      },
    }),
  )
  const targets = new Map<string, string>()
  await drain(
    xmlEvents(zip.entry('xl/_rels/workbook.xml.rels'), {
      open: (tag, { Id = '', Target = '', Type = '' }) => {
        if (tag === 'Relationship' && Type.endsWith('/worksheet')) targets.set(Id, Target)
      },
    }),
  )
  const sheets = listed.flatMap(({ name, hidden, id }) => {
    const target = targets.get(id)
    // A sheet that only holds a chart has no rows.
    if (target === undefined) return []
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`
    return [{ name, hidden, bytes: zip.entry(path) }]
  })
  return { sheets, from1904 }
}

const isTrue = (text: string | undefined): boolean => text === '1' || text === 'true'

async function readStrings(zip: Zip, name: string, limits: SheetLimits): Promise<readonly string[]> {
  const bytes = zip.find('xl/sharedStrings.xml')
  const strings: string[] = []
  if (!bytes) return strings
  let text = ''
  let total = 0
  const inText = new TextOfString()
  await drain(
    xmlEvents(bytes, {
      open: (tag) => {
        if (tag === 'si') text = ''
        inText.open(tag)
      },
      text: (part) => {
        if (inText.reading) text += part
        if (text.length > LONGEST_CELL) throw tooLong(name)
      },
      close: (tag) => {
        inText.close(tag)
        if (tag !== 'si') return
        total += text.length + 8
        if (total > limits.strings)
          throw new HostilePageError(
            `${name}: expected at most ${limits.strings} characters of shared strings, got more`,
          )
        strings.push(unescaped(text))
      },
    }),
  )
  return strings
}

/** Which text is the string itself: what is in `t`, but not in the reading aid of Japanese text (`rPh`). */
class TextOfString {
  private aid = 0
  private texts = 0
  get reading(): boolean {
    return this.texts > 0 && this.aid === 0
  }
  open(tag: string): void {
    if (tag === 'rPh') this.aid += 1
    if (tag === 't') this.texts += 1
  }
  close(tag: string): void {
    if (tag === 'rPh') this.aid -= 1
    if (tag === 't') this.texts -= 1
  }
}

/** Excel writes characters that XML cannot hold as `_x000D_`. */
const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text

/** Number formats that every workbook knows without listing them: the dates, the percentages and the plain ones. */
const BUILT_IN: Record<number, string> = {
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  // Of money and accounts, with a dash for nothing.
  41: '#,##0;-#,##0;"-"',
  42: '#,##0;-#,##0;"-"',
  43: '#,##0.00;-#,##0.00;"-"',
  44: '#,##0.00;-#,##0.00;"-"',
}
const builtInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

async function readStyles(zip: Zip): Promise<readonly Style[]> {
  const bytes = zip.find('xl/styles.xml')
  if (!bytes) return []
  const formats = new Map<number, string>()
  const ids: number[] = []
  let inCells = false
  await drain(
    xmlEvents(bytes, {
      open: (tag, attributes) => {
        if (tag === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '')
        if (tag === 'cellXfs') inCells = true
        if (tag === 'xf' && inCells) ids.push(Number(attributes.numFmtId ?? 0))
      },
      close: (tag) => {
        if (tag === 'cellXfs') inCells = false
      },
    }),
  )
  return ids.map((id) => {
    const code = formats.get(id)
    if (code === undefined && builtInDate(id)) return { kind: 'date', format: GENERAL }
    const format = numberFormat(code ?? BUILT_IN[id] ?? '')
    // A letter of a date that stands outside quotes; "General" has none of its own.
    const dated = /[ymdhs]/i.test(format.plain.replace(/general/gi, ''))
    return { kind: dated ? 'date' : 'number', format }
  })
}

/** A day, or a day and time, from a spreadsheet's count of days; null for a time alone or a count past the calendar. */
function dateOf(serial: number, from1904: boolean): string | null {
  if (!(serial >= 1 && serial < 2_958_466)) return null
  // Excel believes that 1900 had a 29 February: counts before it are a day nearer to the start.
  const epoch = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, serial < 60 ? 31 : 30)
  const iso = new Date(epoch + Math.round(serial * 86_400) * 1000).toISOString().slice(0, 19)
  return iso.endsWith('T00:00:00') ? iso.slice(0, 10) : iso
}

async function* readSheet(
  sheet: SheetEntry,
  file: string,
  strings: readonly string[],
  styles: readonly Style[],
  from1904: boolean,
  limits: SheetLimits,
  budget: { cells: number },
): AsyncGenerator<SheetRow> {
  const where = `${file}, sheet "${sheet.name}"`
  const merges = await readMerges(sheet.bytes, where, limits)
  let next = 0
  let active: Merge[] = []

  let ready: SheetRow[] = []
  let row = 0
  let cells: Cell[] = []
  let hidden = false
  let place = -1
  let type = ''
  let style: Style | undefined
  let value = ''
  let formula = false
  let reading = false
  const inText = new TextOfString()

  const at = (): string => `${where}, row ${row}, column ${columnName(place)}`
  const makeCell = (): Cell => {
    const text = unescaped(value)
    switch (type) {
      case 's': {
        const string = strings[Number(value)]
        if (string === undefined)
          throw new UnreadableFileError(`${at()}: expected a shared string, got number ${value}`)
        return string.trim() === '' ? BLANK : { text: string, kind: 'text', value: null }
      }
      case 'b':
        return {
          text: value === '1' ? 'TRUE' : 'FALSE',
          kind: 'boolean',
          value: value === '1' ? 'true' : 'false',
        }
      case 'e':
        return { text, kind: 'error', value: null }
      case 'd': {
        const iso = text.replace(/T00:00:00(\.0+)?Z?$/, '')
        return { text: iso, kind: 'date', value: iso }
      }
      case 'str':
      case 'inlineStr':
        return text.trim() === '' ? BLANK : { text, kind: 'text', value: null }
      default: {
        // A formula whose writer never worked it out has no value: an error, not a blank.
        if (value.trim() === '') return formula ? { text: '', kind: 'error', value: null } : BLANK
        const exact = decimalOf(value)
        if (exact === null) return { text, kind: 'error', value: null }
        if (style?.kind === 'date') {
          const date = dateOf(Number(exact), from1904)
          if (date) return { text: date, kind: 'date', value: date }
        }
        return { text: shown(exact, style?.format ?? GENERAL), kind: 'number', value: exact }
      }
    }
  }

  const events = xmlEvents(sheet.bytes, {
    open: (tag, attributes) => {
      inText.open(tag)
      if (tag === 'row') {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r)
        if (!Number.isInteger(row) || row < 1 || row > 1_048_576)
          throw new UnreadableFileError(`${where}: expected a row number, got "${attributes.r}"`)
        cells = []
        place = -1
        hidden = sheet.hidden || isTrue(attributes.hidden)
      } else if (tag === 'c') {
        place = attributes.r === undefined ? place + 1 : columnOf(attributes.r)
        if (!(place >= 0 && place < limits.columns))
          throw new HostilePageError(
            `${where}, row ${row}: expected at most ${limits.columns} columns, got cell ${attributes.r ?? place + 1}`,
          )
        type = attributes.t ?? 'n'
        style = attributes.s === undefined ? undefined : styles[Number(attributes.s)]
        value = ''
        formula = false
      } else if (tag === 'f') formula = true
      else if (tag === 'v') reading = true
    },
    text: (part) => {
      if (reading || (type === 'inlineStr' && inText.reading)) value += part
      if (value.length > LONGEST_CELL) throw tooLong(at())
    },
    close: (tag) => {
      inText.close(tag)
      if (tag === 'v') reading = false
      else if (tag === 'c') {
        const cell = makeCell()
        if (cell.kind === 'blank') return
        budget.cells -= 1
        while (cells.length < place) cells.push(BLANK)
        cells[place] = cell
      } else if (tag === 'row') {
        for (let merge = merges[next]; merge && merge.top <= row; merge = merges[++next]) active.push(merge)
        if (active.length > 0) {
          active = active.filter((merge) => merge.bottom >= row)
          carry(active, row, cells)
          budget.cells -= active.length
        }
        ready.push({ sheet: sheet.name, row, cells: trimmed(cells), hidden })
        if (budget.cells < 0)
          throw new HostilePageError(`${where}, row ${row}: expected at most ${limits.cells} cells, got more`)
      }
    },
  })
  for await (const _ of events) {
    yield* ready
    ready = []
  }
}

function columnOf(reference: string): number {
  let place = 0
  for (const letter of reference.toUpperCase()) {
    const at = letter.charCodeAt(0) - 64
    if (at < 1 || at > 26) break
    place = place * 26 + at
  }
  return place - 1
}

/** Merged cells are listed after the rows, so the sheet is gone through once before, for them alone. */
async function readMerges(bytes: Bytes, where: string, limits: SheetLimits): Promise<Merge[]> {
  const found: Merge[] = []
  let area = 0
  let rest = ''
  for await (const part of bytes.open()) {
    const text = rest + part.toString('latin1')
    // A tag cut in two is completed by the next part.
    const cut = text.lastIndexOf('<')
    const whole = cut < 0 ? text : text.slice(0, cut)
    rest = (cut < 0 ? '' : text.slice(cut)).slice(0, 1000)
    if (!whole.includes('mergeCell ')) continue
    for (const [, from = '', to = ''] of whole.matchAll(
      /<(?:\w+:)?mergeCell\s[^<>]*?ref=["']([A-Z]+\d+):([A-Z]+\d+)["']/g,
    )) {
      const merge: Merge = {
        top: Number(from.replace(/\D/g, '')),
        bottom: Number(to.replace(/\D/g, '')),
        left: columnOf(from),
        right: columnOf(to),
        cell: BLANK,
      }
      area += Math.max(0, merge.right - merge.left + 1)
      if (found.push(merge) > 50_000 || merge.right >= limits.columns || area > 1_000_000)
        throw new HostilePageError(
          `${where}: expected at most 50,000 merged cells in ${limits.columns} columns, got ${from}:${to} too`,
        )
    }
  }
  return found.sort((a, b) => a.top - b.top)
}
