// Which files of GOV.UK list payments, and of which month and body are they?
import { govUkFiles, monthIn } from '../../src/collect/index.ts'
import { readPayments } from './payments.ts'

/** Whether the address of a page, or a title, speaks of spending over 25,000. */
export const isAboutSpending = (path: string): boolean =>
  /spend|spent|expenditure|payment|transaction|invoice/i.test(path) && /25[,_ -]?(000|k)/i.test(path)
const TABULAR = /\.(csv|xlsx?|ods|txt)$|spreadsheet|excel|text\/csv/i

export const files = govUkFiles({
  searches: [
    { words: 'spending over 25000', filter: { filter_content_store_document_type: 'transparency' } },
  ],
  isPage: isAboutSpending,
  // Names of files say little.
  isFile: () => true,
  keep: ({ name, url, title, contentType }, page, issue) => {
    if (TABULAR.test(name) || TABULAR.test(contentType ?? ''))
      return { month: monthIn(title) ?? monthIn(name) ?? monthIn(page.title) }
    issue(`a file is no table and is not read: ${name}`, url)
    return null
  },
  read: readPayments,
})
