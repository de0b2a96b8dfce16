// Which month does a text name: a title, a file's name, a sheet's?

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
)
/** The months as people print them, as part of a pattern that takes no heed of capitals. */
export const MONTH_WORDS =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'

/** The month that a word names, 1 to 12: a name, or three letters of it or more. 0 for other words. */
export const monthNumber = (word: string): number =>
  word.length < 3 ? 0 : MONTHS.findIndex((name) => name.startsWith(word.toLowerCase())) + 1

/** `12` is 2012: nothing that is read is older than that. */
export const fullYear = (digits: string): string => (digits.length === 2 ? `20${digits}` : digits)

/** A number from 1 to 99 in two digits. */
export const two = (number: number): string => String(number).padStart(2, '0')

/** "2011-12" is a financial year as often as a December: two years that follow one another name no month. */
const withoutYears = (text: string): string =>
  text.replace(/(?<!\d)20(\d\d)[-/ ](?:20)?(\d\d)(?!-?\d)/g, (both, first: string, second: string) =>
    (Number(first) + 1) % 100 === Number(second) ? ' ' : both,
  )

/**
 * The month a title or a file name speaks of, `YYYY-MM`: "January 2025", "Jan_25", "2025-01". Null when none, or several,
 * as in "April to June 2024".
 */
export function monthIn(text: string): string | null {
  const found = new Set<string>()
  const plain = withoutYears(text.replace(/[_.+]|%20/g, ' '))
  if (
    new RegExp(`(?<![a-z])${MONTH_WORDS}\\s*(?:-|–|to|and|&|until)\\s*${MONTH_WORDS}(?![a-z])`, 'i').test(
      plain,
    )
  )
    return null
  for (const [, name = '', year = ''] of plain.matchAll(
    new RegExp(`(?<![a-z])${MONTH_WORDS}[\\s,-]*(20\\d\\d|\\d\\d)(?!\\d)`, 'gi'),
  ))
    found.add(`${fullYear(year)}-${two(monthNumber(name))}`)
  for (const [, year = '', month = ''] of plain.matchAll(/(?<!\d)(20\d\d)[- ]?(0[1-9]|1[0-2])(?!\d)/g))
    found.add(`${year}-${month}`)
  return found.size === 1 ? ([...found][0] ?? null) : null
}
