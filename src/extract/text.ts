// How does text become words and numbers that can be compared, without losing their place?

/** One word, number or mark. `text` is lower case; offsets are in the text given. */
export type Token = {
  readonly text: string
  readonly kind: 'word' | 'number' | 'mark'
  readonly start: number
  readonly end: number
  /** The word begins with a capital. */
  readonly capital: boolean
  /** The word is all capitals (two letters or more, a plural s allowed), as abbreviations are. */
  readonly acronym: boolean
  /** A hyphen joins this to the token before; the hyphen itself is not a token. */
  readonly hyphenated: boolean
  /** Nothing, not even a hyphen, stands between this and the token before. */
  readonly glued: boolean
}

const oddMarks: Readonly<Record<string, string>> = {
  '\u00a0': ' ',
  '\u2007': ' ',
  '\u2009': ' ',
  '\u200a': ' ',
  '\u202f': ' ',
  '\u00ad': '-',
  '\u2010': '-',
  '\u2011': '-',
  '\u2012': '-',
  '\u2013': '-',
  '\u2212': '-',
  '\u2018': "'",
  '\u2019': "'",
  '\u02bc': "'",
  '\u201c': '"',
  '\u201d': '"',
  '\u00ab': '"',
  '\u00bb': '"',
  '\uff05': '%',
}

const oddMark =
  /[\u00a0\u2007\u2009\u200a\u202f\u00ad\u2010-\u2013\u2212\u2018\u2019\u02bc\u201c\u201d\u00ab\u00bb\uff05]/g

/** The same text with one kind of space, hyphen and quotation mark. Every offset stays what it was. */
export function plainMarks(text: string): string {
  return text.replace(oddMark, (mark) => oddMarks[mark] ?? mark)
}

// Each alternative consumes at least one character and none can be split two ways, so this is linear.
const tokenPattern =
  /[a-z\u00c0-\u024f]+(?:'[a-z]+)*|\d{1,3}(?:,\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?|[^\s]/giu

/** Tokens of text that has been through `plainMarks`. A hyphen between two words joins them and is dropped. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let hyphenAt = -1
  for (const found of text.matchAll(tokenPattern)) {
    const raw = found[0]
    const start = found.index
    const end = start + raw.length
    const previous = tokens.at(-1)
    if (raw === '-' && previous?.end === start && previous.kind !== 'mark') {
      hyphenAt = start
      continue
    }
    const first = raw.charAt(0)
    const isNumber = first >= '0' && first <= '9'
    const isWord = !isNumber && /[a-z\u00c0-\u024f]/i.test(first)
    const hyphenated = hyphenAt >= 0 && hyphenAt + 1 === start && (isWord || isNumber)
    // A hyphen followed by a space was a dash after all.
    if (hyphenAt >= 0 && !hyphenated) tokens.push(mark('-', hyphenAt))
    hyphenAt = -1
    if (!isWord && !isNumber) {
      tokens.push(mark(raw, start, previous?.end === start))
      continue
    }
    tokens.push({
      text: stem(raw.toLowerCase()),
      kind: isNumber ? 'number' : 'word',
      start,
      end,
      capital: isWord && first !== first.toLowerCase(),
      acronym: isWord && /^[A-Z][A-Z&]+s?(?:'s)?$/.test(raw),
      hyphenated,
      glued: previous?.end === start,
    })
  }
  if (hyphenAt >= 0) tokens.push(mark('-', hyphenAt))
  return tokens
}

function mark(text: string, start: number, glued = false): Token {
  return {
    text,
    kind: 'mark',
    start,
    end: start + text.length,
    capital: false,
    acronym: false,
    hyphenated: false,
    glued,
  }
}

// A possessive counts as the word it belongs to: "Serco's" is read as "serco".
function stem(word: string): string {
  return word.endsWith("'s") ? word.slice(0, -2) : word
}
