// Which organisation is meant? Names brought to one form, identifiers to one spelling, and a key that stays the same.
//
// Nothing here knows a register: it only says how a name is compared and what an identifier can be.

/** Somebody who was paid, granted or awarded something, as printed. */
export type Named = {
  readonly name: string
  /** Identifiers as printed: scheme and number joined by a hyphen, `GB-COH-04142000`. */
  readonly ids: readonly string[]
  readonly postcode?: string
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', pound: '£', hellip: '…', middot: '·' },
  ...{
    ndash: '–',
    mdash: '—',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    reg: '®',
    trade: '™',
    copy: '©',
  },
  ...{
    eacute: 'é',
    egrave: 'è',
    acirc: 'â',
    ecirc: 'ê',
    icirc: 'î',
    ocirc: 'ô',
    ucirc: 'û',
    wcirc: 'ŵ',
    ycirc: 'ŷ',
  },
}

function decodeOnce(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, word) => {
    if (word !== undefined) return ENTITIES[word] ?? ENTITIES[word.toLowerCase()] ?? whole
    const point = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return point >= 32 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
      ? String.fromCodePoint(point)
      : whole
  })
}

/** Writes out HTML entities that were encoded once or twice: `&amp;#039;` is an apostrophe (Contracts Finder). */
export const decodeEntities = (text: string): string => decodeOnce(decodeOnce(text))

/** A name in the form in which it is compared, and the other names printed with it, in the same form. */
export type ComparedName = { readonly name: string; readonly aliases: readonly string[] }

const TRADING_AS = /\s(?:T\/A|T\.A\.|TRADING AS)\s/
const ALIAS_WORDS =
  /^(?:FORMERLY(?: KNOWN AS)?|PREVIOUSLY(?: KNOWN AS)?|KNOWN AS|ALSO KNOWN AS|AKA|A\.K\.A\.?|T\/A|T\.A\.|TRADING AS|WORKING NAME|NOW)\b[\s:]*/
const LOT_NUMBERS =
  /LOTS?[ .:#]*(?:\d{1,3}|[A-Z])\b(?: ?(?:,|&|AND|TO|-|–) ?(?:LOTS? ?)?(?:\d{1,3}|[A-Z])\b)*/.source
/** "- Lot 2", "(Lots 1 & 3)"; after a dash, comma or bracket also what the lot is called: "- Lot 2: North". */
const LOT = new RegExp(` ?[,;:–—-]? ?[([]?\\b${LOT_NUMBERS} ?[)\\]]? ?$|(?: [-–—]|,|[([]) ?${LOT_NUMBERS}.*$`)
const LEGAL_FORM = /\s(?:LIMITED|LTD|PLC|CIC|COMMUNITY INTEREST COMPANY|LLP|CIO)$/

/**
 * Brings a name to the form in which names are compared: entities written out, compatibility forms composed, upper case,
 * `&` as AND, no punctuation, no legal form at the end, no leading THE, no text about a lot at the end. A bracket or
 * "T/A" that gives another name is taken off and compared by itself; a bracket that tells bodies apart, such as
 * "(Birmingham)", stays. A number at the end stays: "Housing 21". A name with nothing else in it is empty.
 */
export function compareName(printed: string): ComparedName {
  const [own = '', ...aliases] = upper(printed).split(TRADING_AS)
  const main = own.replace(/[([]([^()[\]]*)[)\]]/g, (whole, inside: string, at: number) => {
    const marked = inside.trim()
    const named = ALIAS_WORDS.exec(marked)
    if (!named && !isInitials(marked, own.slice(0, at))) return whole
    aliases.push(named ? marked.slice(named[0].length) : marked)
    return ' '
  })
  const name = bare(main)
  return {
    name,
    aliases: [...new Set(aliases.map(bare))].filter((alias) => alias !== '' && alias !== name),
  }
}

/** "(BLESMA)" after the words whose first letters it is made of, in their order. */
function isInitials(bracket: string, before: string): boolean {
  if (!/^[A-Z]{2,10}$/.test(bracket)) return false
  let at = 0
  for (const word of before.split(/[^A-Z]+/)) if (word !== '' && word[0] === bracket[at]) at += 1
  return at === bracket.length
}

/** Upper case, one kind of space, a space at both ends, no lot. Nobody's name is over a thousand characters long. */
function upper(printed: string): string {
  const text = decodeEntities(printed.slice(0, 1000)).normalize('NFKC').toUpperCase().replace(/\s+/g, ' ')
  return ` ${text.replace(LOT, '').trim()} `
}

/** "C.I.C." as "CIC". */
const joinInitials = (text: string): string =>
  text.replace(/\b(?:[A-Z]\.){2,}/g, (letters) => letters.replaceAll('.', ''))

function bare(text: string): string {
  let name = joinInitials(text.replace(/&/g, ' AND '))
    .replace(/['’‘`´]/g, '')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
  while (LEGAL_FORM.test(` ${name}`)) name = ` ${name}`.replace(LEGAL_FORM, '').trim()
  return name.replace(/^THE /, '')
}

/** The legal form that a name says at its end; null when it says none. */
export function legalFormOf(printed: string): 'cic' | 'limited' | 'plc' | 'llp' | 'cio' | null {
  const own = upper(printed).split(TRADING_AS)[0] ?? ''
  const words = joinInitials(own.replace(/[([][^()[\]]*[)\]]/g, ' '))
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
  const found = / (?:(CIC|COMMUNITY INTEREST (?:COMPANY|PLC))|(LIMITED|LTD)|(PLC)|(LLP)|(CIO))$/.exec(
    ` ${words}`,
  )
  const [, cic, limited, plc, llp, cio] = found ?? []
  return cic ? 'cic' : limited ? 'limited' : plc ? 'plc' : llp ? 'llp' : cio ? 'cio' : null
}

/** Upper case without spaces; null for what is no United Kingdom postcode. */
export function comparePostcode(printed: string | null | undefined): string | null {
  const plain = (printed ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '')
  return /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/.test(plain) ? plain : null
}

/** What is odd about an identifier as printed. */
export type IdFlaw =
  | 'blank'
  | 'unknown-scheme'
  | 'bad-shape'
  | 'placeholder'
  | 'wrong-scheme'
  | 'padded'
  | 'suffix'

/** What an identifier says of its holder, by its scheme alone. */
export type IdFamily =
  | 'charity'
  | 'company'
  | 'society'
  | 'public-body'
  | 'procurement'
  | 'private'
  | 'unknown'

export type ReadId = {
  /** In one spelling; null when it identifies nobody. */
  readonly id: string | null
  readonly family: IdFamily
  readonly flaw: IdFlaw | null
  readonly printed: string
}

/** Prefixes of numbers at Companies House that are not all digits. */
const COMPANY_PREFIX =
  /^(?:AC|CE|CS|ES|FC|FE|GE|GN|GS|IC|LP|NA|NC|NF|NI|NL|NO|NP|NR|NV|NZ|OC|OE|PC|RC|RS|SA|SC|SE|SF|SG|SI|SL|SO|SP|SR|SZ|IP|ZC|R0)/
/** Prefixes of societies there: industrial and provident, registered, Scottish, Northern Irish. */
const SOCIETY_PREFIX = /^(?:IP|RS|SP|NP|NO)/
const PUBLIC = new Set([
  'GB-GOR',
  'GB-LAE',
  'GB-LAS',
  'GB-LANI',
  'GB-UKPRN',
  'GB-EDU',
  'GB-NHS',
  'XI-ROR',
  'XI-GRID',
  'GB-PB',
])
const PROCUREMENT = new Set(['GB-PPON', 'GB-SRS', 'GB-CFS', 'GB-FTS'])

/**
 * Reads an identifier. Company numbers get their zeros back (`GB-COH-4142000`, Contracts Finder); a number whose shape
 * belongs to exactly one other register is put there (`GB-COH-RJR` is a code of the NHS, Find a Tender), and said so.
 */
export function readOrgId(printed: string): ReadId {
  const text = printed.trim().toUpperCase().replace(/\s+/g, '')
  const read = (id: string | null, family: IdFamily, flaw: IdFlaw | null = null): ReadId => ({
    ...{ id, family, flaw, printed },
  })
  const [, scheme = '', number = ''] =
    /^((?:GB|XI|IM|GG|JE)-[A-Z0-9]+)-(.*)$/.exec(text.replace(/^(GB|XI)(?=[A-Z]{2,6}-)/, '$1-')) ?? []
  if (/^(?:|0|-|NONE|NULL|N\/?A)$/.test(scheme === '' ? text : number)) return read(null, 'unknown', 'blank')
  if (text.startsWith('360G-')) return read(printed.trim(), 'private')
  if (/^[A-Z]{0,2}0+$/.test(number)) return read(null, 'unknown', 'placeholder')
  switch (scheme) {
    case 'GB-CHC':
      return readCharity(number, read)
    case 'GB-SC': {
      const digits = /^(?:SC)?0*(\d{1,6})$/.exec(number)?.[1]
      if (digits === undefined) return read(null, 'charity', 'bad-shape')
      const id = `SC${digits.padStart(6, '0')}`
      return read(`GB-SC-${id}`, 'charity', id === number ? null : 'padded')
    }
    case 'GB-NIC': {
      const digits = /^(?:NIC)?(\d{6})$/.exec(number)?.[1]
      return digits ? read(`GB-NIC-${digits}`, 'charity') : read(null, 'charity', 'bad-shape')
    }
    case 'GB-COH':
      return readCompany(number, read)
    case 'GB-MPR':
      return /^(?:IP|CU)?\d{1,9}[A-Z]{0,5}$/.test(number)
        ? read(`GB-MPR-${number}`, 'society')
        : read(null, 'society', 'bad-shape')
    default:
      if (scheme === '') return read(null, 'unknown', 'unknown-scheme')
      if (PUBLIC.has(scheme)) return read(`${scheme}-${number}`, 'public-body')
      if (PROCUREMENT.has(scheme))
        return read(`${scheme}-${printed.trim().slice(scheme.length + 1)}`, 'procurement')
      return read(null, 'unknown', 'unknown-scheme')
  }
}

type Read = (id: string | null, family: IdFamily, flaw?: IdFlaw | null) => ReadId

function readCharity(number: string, read: Read): ReadId {
  if (/^\d{6,7}$/.test(number)) return read(`GB-CHC-${number}`, 'charity')
  // A suffix names a linked charity under the number of its main one.
  const main = /^(\d{6,7})[-/.](\d{1,4})$/.exec(number)
  if (main)
    return read(
      Number(main[2]) === 0 ? `GB-CHC-${main[1]}` : `GB-CHC-${main[1]}-${Number(main[2])}`,
      'charity',
      'suffix',
    )
  if (/^SC\d{6}$/.test(number)) return read(`GB-SC-${number}`, 'charity', 'wrong-scheme')
  if (/^NIC\d{6}$/.test(number)) return read(`GB-NIC-${number.slice(3)}`, 'charity', 'wrong-scheme')
  return read(null, 'charity', 'bad-shape')
}

function readCompany(number: string, read: Read): ReadId {
  if (/^\d{1,8}$/.test(number))
    return read(`GB-COH-${number.padStart(8, '0')}`, 'company', number.length === 8 ? null : 'padded')
  // Codes of NHS bodies: R and two more for trusts, three or five characters for others (RJR, Find a Tender).
  if (/^[A-Z][A-Z0-9]{2}$/.test(number)) return read(`GB-NHS-${number}`, 'public-body', 'wrong-scheme')
  if (!COMPANY_PREFIX.test(number) || !/^(?=.*\d)[A-Z0-9]{3,8}$/.test(number))
    return read(null, 'company', 'bad-shape')
  const family = SOCIETY_PREFIX.test(number) ? 'society' : 'company'
  if (number.length === 8) return read(`GB-COH-${number}`, family)
  const [, prefix = '', digits = '', suffix = ''] = /^([A-Z]{2})(\d+)([A-Z]*)$/.exec(number) ?? []
  if (digits === '') return read(null, family, 'bad-shape')
  const zeros = '0'.repeat(8 - number.length)
  return read(`GB-COH-${prefix}${zeros}${digits}${suffix}`, family, 'padded')
}

/** Which of several identifiers names somebody best: registers of charities before societies before companies before the rest. */
const BEST: readonly string[] = ['GB-CHC-', 'GB-SC-', 'GB-NIC-', 'GB-MPR-', 'GB-COH-', 'GB-PPON-']
const rank = (id: string): number => {
  const at = BEST.findIndex((prefix) => id.startsWith(prefix))
  return at < 0 ? BEST.length : at
}

/** All identifiers read, the best first, those that identify nobody last. */
export function readOrgIds(ids: readonly string[]): ReadId[] {
  const place = ({ id }: ReadId): number => (id === null ? BEST.length + 1 : rank(id))
  return ids
    .map(readOrgId)
    .sort((a, b) => place(a) - place(b) || ((a.id ?? a.printed) < (b.id ?? b.printed) ? -1 : 1))
}

/** Identifiers in one spelling, the best first, each once. Internal ones that change by the release are left out. */
export function knownIds(ids: readonly string[]): string[] {
  const read = readOrgIds(ids).flatMap(({ id }) => (id === null || /^GB-(?:FTS|CFS)-/.test(id) ? [] : [id]))
  return [...new Set(read)]
}

/**
 * A key that stays the same whatever the order of identifiers and the spelling of the name: the best identifier, else the
 * name with the postcode where there is one. Null when nobody is named.
 */
export function supplierKey(supplier: Named): string | null {
  const [best] = knownIds(supplier.ids)
  if (best !== undefined) return best
  const { name } = compareName(supplier.name)
  if (name === '') return null
  const postcode = comparePostcode(supplier.postcode)
  return postcode === null ? `name:${name}` : `name:${name}@${postcode}`
}
