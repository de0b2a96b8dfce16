// Which files of GOV.UK are supply-chain lists?
import { govUkFiles } from '../../src/collect/index.ts'
import { readPlaces } from './rows.ts'

/** Whether a name speaks of such a list. */
export const isList = (text: string): boolean => /supply.?chain|sub.?contract/i.test(text)
const TABULAR = /\.(csv|xlsx|ods)$/i

export const files = govUkFiles({
  searches: [
    {
      words: 'supply chain subcontractors list',
      filter: { filter_organisations: 'department-for-work-pensions' },
    },
  ],
  isPage: isList,
  isFile: isList,
  keep: ({ name, url }, page, issue) => {
    if (TABULAR.test(name) && isList(name)) return { pageTitle: page.title }
    issue(`a file is not read, for it is no table that is named for a supply chain: "${name}"`, url)
    return null
  },
  read: readPlaces,
})
