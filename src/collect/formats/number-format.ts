// What does a cell of a workbook show for the number it holds?

/** A format as Excel writes it: sections for positive, negative and zero, or for the numbers that a condition picks. */
export type NumberFormat = {
  /** Its signs, without what is printed as it stands, colours and spacing. */
  readonly plain: string
  readonly sections: readonly Section[]
}
type Section = {
  /** `<5` in `[<5]"*"`. */
  readonly when: { readonly sign: string; readonly than: number } | null
  readonly plain: string
  /** What is printed as it stands: all of it, and what of it comes behind the last digit. */
  readonly words: string
  readonly after: string
}

/** Words in quotes, or one letter behind a backslash; spacing `_x` and filling `*x`, which print nothing; asides; signs. */
const PARTS = /"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(.)/gs

export const GENERAL: NumberFormat = { plain: '', sections: [] }

export function numberFormat(code: string): NumberFormat {
  const sections: Section[] = []
  let section: Section = { when: null, plain: '', words: '', after: '' }
  for (const [, quoted, letter, aside, sign] of code.matchAll(PARTS)) {
    const { plain, words, after } = section
    const printed = quoted ?? letter
    const condition = /^(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)$/.exec(aside ?? '')
    if (printed !== undefined) section = { ...section, words: words + printed, after: after + printed }
    else if (condition)
      section = { ...section, when: { sign: condition[1] ?? '', than: Number(condition[2]) } }
    // Hours of a time past a day stand in brackets; colours, currencies and languages say nothing of the number.
    else if (/^(h+|m+|s+)$/i.test(aside ?? '')) section = { ...section, plain: `${plain}[${aside}]` }
    else if (sign === ';') {
      sections.push(section)
      section = { when: null, plain: '', words: '', after: '' }
    } else if (sign !== undefined)
      section = {
        ...section,
        plain: plain + sign,
        after: /[0#%]/.test(sign) ? '' : sign === ' ' ? `${after} ` : after,
      }
  }
  sections.push(section)
  return { plain: sections.map((one) => one.plain).join(';'), sections }
}

function sectionFor(number: number, sections: readonly Section[]): Section | undefined {
  if (!sections.some(({ when }) => when !== null))
    return (number < 0 ? sections[1] : number === 0 ? sections[2] : undefined) ?? sections[0]
  return sections.find(
    ({ when }) =>
      when === null ||
      (when.sign.includes('=') && number === when.than) ||
      (when.sign.includes('<') && number < when.than) ||
      (when.sign.includes('>') && number > when.than),
  )
}

/**
 * A number as its cell shows it, for the plain formats (`0`, `#,##0.00`, `0.0%`), with the words behind it ("12[p]"); or the
 * words that a format has in place of it, such as "-" or ".." for nothing. Any other number is shown in full.
 */
export function shown(value: string, { sections }: NumberFormat): string {
  const section = sectionFor(Number(value), sections)
  if (section === undefined) return value
  if (section.words.trim() !== '' && /^[\s?,.-]*$/.test(section.plain)) return section.words.trim()
  // The section for negative numbers has a sign of its own: the digits are those of the first.
  const digits = sections.some(({ when }) => when !== null) ? section.plain : (sections[0]?.plain ?? '')
  return `${digitsOf(value, digits.trim())}${section.after.trimEnd()}`
}

function digitsOf(value: string, format: string): string {
  const plain = /^(#,##)?[#0]*?(0|#)(\.(0+))?(%?)$/.exec(format)
  if (!plain) return value
  const percent = plain[5] === '%'
  const digits = plain[4]?.length ?? 0
  const number = Number(value) * (percent ? 100 : 1)
  if (Math.abs(number) >= 1e15) return value
  // toPrecision(15) first: 1.005 is stored as 1.00499999999999989, and a spreadsheet shows 1.01.
  const text = Math.abs(roundHalfUp(number, digits)).toFixed(digits)
  const grouped = plain[1] ? text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',') : text
  return `${number < 0 && Number(text) !== 0 ? '-' : ''}${grouped}${percent ? '%' : ''}`
}

function roundHalfUp(number: number, digits: number): number {
  const scaled = Number((Math.abs(number) * 10 ** digits).toPrecision(15))
  return (Math.sign(number) * Math.round(scaled)) / 10 ** digits
}
