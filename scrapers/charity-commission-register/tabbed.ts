// What are the records of the tab-separated family of the extract?
//
// Quotes stand for themselves there, and a backslash shields the tab, line break or backslash behind it, so people who
// read it report. Text with a bare line break falls into lines that are too short: nobody can tell where they belong.
import { type Input, UnreadableFileError, utf8Of } from '../../src/collect/index.ts'

/** The longest text is what a charity does; real ones stay far below. */
const MOST_CHARACTERS = 1_000_000

/**
 * Records by the headings of the first line. An empty cell is null. Lines with more or fewer cells than headings are left
 * out, and told of together at the end.
 * @throws UnreadableFileError when a line never ends.
 */
export async function* tabbedRecords(
  input: Input,
  tell: (what: string) => void,
): AsyncGenerator<{ readonly [field: string]: string | null }> {
  let headings: readonly string[] | null = null
  let odd = 0
  let example = ''
  let number = 0
  for await (const line of linesOf(input)) {
    number += 1
    if (line.trim() === '') continue
    const cells = cellsOf(line)
    if (headings === null) headings = cells.map((cell) => cell.trim())
    else if (cells.length === headings.length)
      yield Object.fromEntries(headings.map((heading, at) => [heading, cells[at] || null]))
    else {
      if (odd === 0)
        example = `expected ${headings.length} cells as in the headings, got ${cells.length} in record ${number - 1}`
      odd += 1
    }
  }
  if (odd > 0) tell(`${odd} lines were left out: ${example}; the JSON of the same table has them whole`)
}

/** Lines without their ends; a line that ends in a shielded break goes on. */
async function* linesOf(input: Input): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  let begun = ''
  for await (const chunk of utf8Of(input)) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = pieces.pop() ?? ''
    for (const piece of pieces) {
      const line = begun + piece.replace(/\r$/, '')
      begun = /(?:^|[^\\])(?:\\\\)*\\$/.test(line) ? `${line}\n` : ''
      if (begun === '') yield line
    }
    if (rest.length + begun.length > MOST_CHARACTERS)
      throw new UnreadableFileError(
        `expected lines of tab-separated text, got one of over ${MOST_CHARACTERS} characters`,
      )
  }
  if (begun + rest !== '') yield begun + rest.replace(/\r$/, '')
}

function cellsOf(line: string): string[] {
  if (!line.includes('\\')) return line.split('\t')
  return (line.match(/\t|(?:\\[\s\S]|[^\t\\]|\\$)+/g) ?? []).reduce(
    (cells, part) => {
      if (part === '\t') cells.push('')
      else cells[cells.length - 1] = part.replace(/\\([\s\S])/g, '$1')
      return cells
    },
    [''],
  )
}
