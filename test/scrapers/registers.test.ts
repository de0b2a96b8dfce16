// Are the registers of Scotland and Northern Ireland read in other spellings? The lines are invented.
import { describe, expect, it } from 'vitest'
import northern from '../../scrapers/ccni-register/scraper.ts'
import scottish from '../../scrapers/oscr-register/scraper.ts'
import { fileOf } from '../collect/formats/workbooks.ts'
import { readPages } from './tally-input.ts'

const REGISTERS = {
  'GB-SC-SC012345': {
    scraper: scottish,
    url: 'https://www.oscr.org.uk/umbraco/Surface/FormsSurface/CharityRegDownload',
    file: (day: string) => `Charity Name,Charity Number,Registered Date\nAlder,SC012345,${day}\n`,
  },
  'GB-NIC-100012': {
    scraper: northern,
    url: 'https://www.charitycommissionni.org.uk/umbraco/api/charityApi/ExportSearchResultsToCsv/',
    file: (day: string) =>
      `Status,Charity name,Reg charity number,Sub charity number,Date registered\nReceived,Alder,100012,0,${day}\n`,
  },
}

describe.each(Object.entries(REGISTERS))('the register with %s', (key, { scraper, url, file }) => {
  const read = (text: string) => readPages(scraper, {}, [{ url, path: fileOf(text).path }])
  const entry = expect.objectContaining({ key, spans: [{ from: '2014-09-15', to: null }] })

  it.each([
    '15/09/2014',
    '15/09/2014 00:00',
    '2014-09-15',
    '2014-09-15T00:00:00',
    '15-Sep-2014',
    '15 September 2014',
  ])('is read with the day %s', async (day) => {
    const { rows, issues } = await read(file(day))
    expect(rows).toEqual([entry])
    expect(issues).toEqual([])
  })

  it('is read with columns in capitals and in small letters', async () => {
    for (const spelled of [file('15/09/2014').toUpperCase(), file('15/09/2014').toLowerCase()])
      expect((await read(spelled)).rows).toEqual([entry])
  })

  it('says which day it cannot read', async () => {
    const { rows, issues } = await read(file('soon'))
    expect(rows).toEqual([])
    expect(issues).toEqual([
      expect.stringMatching(/^line 2 was left out: expected a day such as .*, got "soon"$/),
    ])
  })

  it('names the columns that have gone', async () => {
    await expect(read('Name,Number\nAlder,1\n')).rejects.toThrow(
      /expected the columns .*, found name, number/,
    )
  })
})
