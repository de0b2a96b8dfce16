// Are the registers of Scotland and Northern Ireland read in other spellings? The lines are invented.
import { describe, expect, it } from 'vitest'
import northern from '../../scrapers/ccni-register/scraper.ts'
import scottish from '../../scrapers/oscr-register/scraper.ts'
import { fileOf, zipOf } from '../collect/formats/workbooks.ts'
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

  it.each(['', '[]', '\ufeff', 'Charity Number,Charity Name\n'])(
    'is refused where no charity is in it: %j',
    async (text) => {
      await expect(read(text)).rejects.toThrow('expected charities in the list, found none')
    },
  )

  it('counts lines of a charity that has one before', async () => {
    const [head = '', line = ''] = file('15/09/2014').split('\n')
    const { rows, issues } = await read([head, line, line, line].join('\n'))
    expect(rows).toEqual([entry])
    expect(issues).toEqual([expect.stringMatching(/^2 lines are of a .* the first of each is read$/)])
  })
})

describe('the Scottish register', () => {
  const HOME = 'https://www.oscr.org.uk/umbraco/Surface/FormsSurface'
  const HEAD =
    'Charity Number,Charity Name,Registered Date,Known As,Charity Status,Postcode,Constitutional Form'
  const read = (url: string, files: readonly { name: string; data: string }[]) =>
    readPages(scottish, {}, [{ url, path: fileOf(zipOf(files)).path }])

  it('takes day nought, dashes and withheld postcodes for nothing, and a name without its insolvency', async () => {
    const { rows, issues } = await read(`${HOME}/CharityRegDownload`, [
      {
        name: 'CharityExport-20-May-2021.csv',
        data: [
          HEAD,
          'SC000001,Alder (Subject to insolvency proceedings),01/01/1970 00:00,-,Active,XX0 0XX,"CIO (Charitable Incorporated Organisation, E&W)"',
          'SC000002,Birch,17/12/1990 00:00,Silver Birch,Active,EH1 1AA,Trust',
        ].join('\r\n'),
      },
    ])
    expect(issues).toEqual([])
    expect(rows).toEqual([
      expect.objectContaining({
        ...{ names: ['Alder (Subject to insolvency proceedings)', 'Alder'], form: 'cio', postcode: null },
        spans: [{ from: null, to: null }],
      }),
      expect.objectContaining({
        ...{ names: ['Birch', 'Silver Birch'], form: 'charity', postcode: 'EH1 1AA' },
        spans: [{ from: '1990-12-17', to: null }],
      }),
    ])
  })

  it('never says of a former charity that it is on the register', async () => {
    const url = `${HOME}/CharityFormerRegDownload`
    const read3 = (data: string) => read(url, [{ name: 'CharityExport-Removed-20-May-2021.csv', data }])
    const dated = await read3(
      'Charity Number,Charity Name,Registered Date,Ceased Date\nSC000003,Cedar,01/02/2001 00:00,01/01/1970 00:00\nSC000004,Elder,01/02/2001 00:00,03/04/2011 00:00\n',
    )
    expect(dated.rows.map(({ spans }) => spans)).toEqual([[], [{ from: '2001-02-01', to: '2011-04-03' }]])
    const undated = await read3('Charity Number,Charity Name,Registered Date\nSC000003,Cedar,01/02/2001\n')
    expect(undated.rows.map(({ spans }) => spans)).toEqual([[]])
  })

  it('leaves annual returns aside, and says what a zip without a register holds', async () => {
    const url = `${HOME}/Charity5YearsRegDownload`
    expect(scottish.handles(new URL(url))).toBe(true)
    expect(await read(url, [{ name: 'CharityExport-5Years-20-May-2021.csv', data: HEAD }])).toMatchObject({
      ...{ rows: [], issues: [expect.stringMatching(/^a list of annual returns; they are not read/)] },
    })
    await expect(read(`${HOME}/CharityRegDownload`, [{ name: 'terms.txt', data: 'x' }])).rejects.toThrow(
      /expected a register as CSV in the zip, found .*"terms\.txt"/,
    )
  })
})

describe('an answer of the Scottish service', () => {
  const API = 'https://oscrapi.azurewebsites.net/api/all_charities'
  // Invented, with the fields that programs of others read.
  const charity = {
    ...{ id: '0', charityNumber: 'SC000001', charityName: 'Alder', registeredDate: '1990-12-17T00:00:00' },
    ...{ knownAs: null, charityStatus: 'Active', currentConstitutionalForm: 'Trust', postcode: 'EH1 1AA' },
    purposes: ['Invented'],
  }
  const read = (query: string, answer: unknown) => {
    expect(scottish.handles(new URL(`${API}${query}`))).toBe(true)
    return readPages(scottish, {}, [{ url: `${API}${query}`, path: fileOf(JSON.stringify(answer)).path }])
  }
  const entry = expect.objectContaining({
    ...{ key: 'GB-SC-SC000001', alone: true, spans: [{ from: '1990-12-17', to: null }] },
  })

  it('is read for one charity, and for a page of them', async () => {
    expect(await read('/?charitynumber=SC000001', charity)).toMatchObject({ rows: [entry], issues: [] })
    expect(await read('?page=2', { currentPage: 2, totalPages: 9, data: [charity] })).toMatchObject({
      ...{ rows: [entry], issues: ['page 2 of 9; the others are other answers'] },
    })
  })

  it('says nothing of when a former charity was registered, and is not guessed at', async () => {
    const removed = { ...charity, charityStatus: 'Removed' }
    expect((await read('', [removed])).rows).toMatchObject([{ spans: [] }])
    const { rows, issues } = await read('', [{ ...charity, charityStatus: '?' }, 1])
    expect(rows).toEqual([])
    expect(issues).toEqual([
      'charity 1 was left out: expected the status "Active" or "Removed", got "?"',
      'charity 2 was left out: expected an object',
    ])
    expect((await read('?page=99', { data: [] })).issues).toEqual(['the answer names no charity'])
    await expect(read('', { message: 'no key' })).rejects.toThrow(/expected the fields .*, found message/)
  })
})

describe('the lists at their addresses since 2026', () => {
  it.each([
    ['https://www.oscr.org.uk/download/charity-register', scottish],
    ['https://www.oscr.org.uk/download/charity-former-register', scottish],
    [
      'https://www.charitycommissionni.org.uk/api/charity-search/exportSearchResultsToCsv/?homePageId=x',
      northern,
    ],
  ])('%s are known', (url, scraper) => {
    expect(scraper.handles(new URL(url))).toBe(true)
  })

  it('are asked for there, and are known at the addresses before', () => {
    for (const { scraper, url } of Object.values(REGISTERS)) {
      const { pages } = scraper.start({ cursor: null, leads: [] } as never) as { pages: string[] }
      for (const page of pages) expect(scraper.handles(new URL(page, scraper.baseUrl))).toBe(true)
      expect(pages.some((page) => page.includes('umbraco'))).toBe(false)
      expect(scraper.handles(new URL(url))).toBe(true)
    }
  })

  it('of annual returns are left aside there too', async () => {
    const url = 'https://www.oscr.org.uk/download/5-years-charity-register'
    expect(scottish.handles(new URL(url))).toBe(true)
    const { rows, issues } = await readPages(scottish, {}, [
      { url, path: fileOf('Charity Number,Charity Name,Registered Date\nSC000001,Alder,15/09/2014').path },
    ])
    expect(rows).toEqual([])
    expect(issues).toEqual([expect.stringContaining('a list of annual returns')])
  })

  it('say of a former charity in a plain file that it is one', async () => {
    // Neither a day of ceasing nor a status: the address alone says that the list is of former charities.
    const { rows } = await readPages(scottish, {}, [
      {
        url: 'https://www.oscr.org.uk/download/charity-former-register',
        path: fileOf('Charity Number,Charity Name,Registered Date\r\nSC000001,Alder,15/09/2014 00:00').path,
      },
    ])
    expect(rows).toEqual([expect.objectContaining({ id: 'GB-SC-SC000001', spans: [] })])
  })
})

describe('the register of Northern Ireland', () => {
  const url = REGISTERS['GB-NIC-100012'].url
  const read = (lines: readonly string[]) =>
    readPages(northern, {}, [{ url, path: fileOf(lines.join('\r\n')).path }])

  it('is read as exported later: without numbers of linked charities, with other names, a comma behind each line', async () => {
    const { rows, issues } = await read([
      'Reg charity number,Charity name,Date registered,Status,Public address,Company number,Other name',
      '100012,Alder,15/09/2014,Up-to-date,"1 Road, Belfast, BT1 1AA",NI 12345,Alder House,',
      '100013,Birch,15/09/2014,In default,,R0000123,,',
      '100014,Cedar,15/09/2014,,,999999,,',
      '100012,Alder Fund,15/09/2014,Up-to-date,,,,',
    ])
    expect(rows).toEqual([
      expect.objectContaining({
        ...{
          ids: ['GB-NIC-100012', 'GB-COH-NI012345'],
          names: ['Alder', 'Alder House'],
          postcode: 'BT1 1AA',
        },
      }),
      expect.objectContaining({ ids: ['GB-NIC-100013', 'GB-COH-R0000123'], names: ['Birch'] }),
      // Nothing says that it is on the register.
      expect.objectContaining({ ids: ['GB-NIC-100014'], spans: [] }),
    ])
    expect(issues).toEqual([
      '1 lines are of a number that has one before; the first of each is read',
      '1 lines have no status; nothing is known of when these were registered',
      '1 company numbers do not say which register they are of',
    ])
  })
})
