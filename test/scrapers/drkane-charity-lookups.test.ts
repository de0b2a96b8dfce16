// Are the other lists of the same repository read, and the register of mergers as its publisher prints it? Bodies and
// numbers are invented; the headings are those of the lists.
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/drkane-charity-lookups/scraper.ts'
import { fileOf } from '../collect/formats/workbooks.ts'
import { readPages } from './tally-input.ts'

const HOME = 'https://raw.githubusercontent.com/drkane/charity-lookups/main'
const ASSETS = 'https://assets.publishing.service.gov.uk/media/0123456789abcdef01234567'
const read = async (url: string, text: string | Buffer) => {
  expect(scraper.handles(new URL(url))).toBe(true)
  const { rows, issues } = await readPages(scraper, {}, [{ url, path: fileOf(text).path }])
  return { links: rows.map(({ a, b, relation, on }) => [a, relation, b, on]), issues }
}

describe('lists of numbers', () => {
  it('are read of charities that were registered anew, as one that went into another', async () => {
    const { links, issues } = await read(
      `${HOME}/charity-reregistrations.csv`,
      'Old charity number,New charity number,Name\n210001,1100001,Invented Mill\n210001,12,Invented Short\n',
    )
    expect(links).toEqual([['GB-CHC-210001', 'merged', 'GB-CHC-1100001', null]])
    expect(issues).toEqual([
      '1 lines have a number without a known shape, such as "GB-CHC-210001, GB-CHC-12"',
    ])
  })

  it('are read of incorporated organisations and of Scottish charities', async () => {
    const cio = await read(
      `${HOME}/cio_company_numbers.csv`,
      'company_number,charity_number\nCE000001,1100001\n',
    )
    expect(cio).toEqual({ links: [['GB-CHC-1100001', 'same', 'GB-COH-CE000001', null]], issues: [] })
    const scottish = await read(
      `${HOME}/scottish-charity-company-numbers.csv`,
      'org_id_1,org_id_2,name,relationship\nGB-SC-SC000001,GB-COH-SC000002,Invented,scottish charity company number\n',
    )
    expect(scottish).toEqual({ links: [['GB-SC-SC000001', 'same', 'GB-COH-SC000002', null]], issues: [] })
  })

  it('are read where they were kept before', async () => {
    const raw = 'https://gist.githubusercontent.com/drkane/22d62e07346084fafdcc7d9f5e1cd661/raw'
    const text = 'Scottish Charity Number,E&W Charity Number,Charity Name (E&W)\nSC000001,1100001,Invented\n'
    for (const path of ['', '/0123456789abcdef0123456789abcdef01234567'])
      expect((await read(`${raw}${path}/dual-registered-uk-charities.csv`, text)).links).toEqual([
        ['GB-SC-SC000001', 'same', 'GB-CHC-1100001', null],
      ])
  })

  it('say why nothing is read from them, where it is so', async () => {
    expect(await read(`${HOME}/university-charity-number.csv`, 'Name,HESA ID,OrgID\nA,1,GB-CHC-1\n')).toEqual(
      {
        links: [],
        issues: [
          'a list of numbers that suppliers are not named by here (numbers of universities); nothing is read from it',
        ],
      },
    )
    expect(
      await read(
        'https://www.gov.uk/government/publications/register-of-merged-charities',
        '<!doctype html><p>',
      ),
    ).toEqual({
      links: [],
      issues: [
        'expected a list as CSV, got a page; nothing is read from it, look for the file that it leads to',
      ],
    })
  })
})

describe('lists of relationships', () => {
  const HEAD = 'org_name,org_id_a,org_id_b,relationship,source,valid_to'
  it('are read by what the numbers are, not by their word alone', async () => {
    const { links, issues } = await read(
      `${HOME}/relationships/_sameas.csv`,
      [
        HEAD,
        'A,GB-CHC-1100001,GB-COH-04000001,sameas,Company numbers,',
        // Two numbers of one register are two registrations.
        'B,GB-CHC-210001,GB-CHC-1100002,sameas,Charity re-registrations,',
        'C,GB-SC-SC000001,GB-CHC-1100003,sameas,Dual registered,',
        // Could be a fund of the first: its own number is cut off.
        'D,GB-CHC-210003,GB-CHC-1100004,sameas,Charity Commission Register of Mergers,',
        'E,GB-EDU-1,GB-CHC-1100005,parent,Colleges,',
        'F,GB-CHC-1100006,GB-COH-04000006,sameas,Company numbers,2015-01-01',
        'G,GB-HESA-0001,GB-CHC-1100007,sameas,Universities,',
      ].join('\n'),
    )
    expect(links).toEqual([
      ['GB-CHC-1100001', 'same', 'GB-COH-04000001', null],
      ['GB-CHC-210001', 'merged', 'GB-CHC-1100002', null],
      ['GB-SC-SC000001', 'same', 'GB-CHC-1100003', null],
    ])
    expect(issues).toEqual([
      '1 lines are mergers without the numbers of linked charities; the list of mergers has them, such as "GB-CHC-210003, GB-CHC-1100004"',
      '1 lines say "parent", which is not read, such as "GB-EDU-1, GB-CHC-1100005"',
      '1 lines hold no longer, such as "GB-CHC-1100006, GB-COH-04000006 until 2015-01-01"',
      '1 lines have a number without a known shape, such as "GB-HESA-0001, GB-CHC-1100007"',
    ])
  })

  it('are read of mergers with the numbers of linked charities', async () => {
    const { links } = await read(
      `${HOME}/relationships/ccew-register-of-mergers.csv`,
      [
        '"org_id_a","org_id_b","relationship","source","org_name_a","transferor_regno","transferor_subno","org_name_b","transferee_regno","transferee_subno","date_vesting_declaration","date_property_transferred","valid_from"',
        '"GB-CHC-210001","GB-CHC-1100001","sameas","Mergers","A","210001",0,"B","1100001",0,"","2008-01-02 00:00:00","2008-03-04 00:00:00"',
        '"GB-CHC-210002","GB-CHC-1100001","sameas","Mergers","A fund","210002","20","B","1100001",0,"","","2008-03-04 00:00:00"',
      ].join('\n'),
    )
    expect(links).toEqual([
      ['GB-CHC-210001', 'merged', 'GB-CHC-1100001', '2008-01-02'],
      ['GB-CHC-210002-20', 'merged', 'GB-CHC-1100001', '2008-03-04'],
    ])
  })
})

describe('the register of mergers', () => {
  it('is read as the Charity Commission prints it', async () => {
    const text = [
      'Name of transferring charity (transferor) and charity number (if any),Name of receiving charity (transferee) and charity number (if any) ,Date Vesting Declaration made,Date property transferred,Date merger registered,,',
      'Invented Caf\xe9 (210001),Invented Mill (1992) (1100001),,31/03/2012,01/06/2012,,',
      // Three of which one has no number, and one is linked; the heir has its number at the end without brackets.
      '"Mill One (210002)    Mill Two    Mill Three (210003-4)",Invented Mill 1100001,01-Apr-2015,,01/06/2015,,',
      'A Fund (unregistered),Invented Mill (1100001),,,01/06/2015,,',
      'Mill Four (210004),Mill (1100001) and Weir (1100002),,,01/06/2015,,',
      // The day cannot be read, the next one can; in the last line none can.
      'Mill Five (210005),Mill (1100001),,3l Marhc 2016,01/06/2016,,',
      'Mill Six (210006),Mill (1100001),,soon,,,',
      ',,,,,,',
    ].join('\r\n')
    const url = `${ASSETS}/Register_of_Mergers_June_2016.csv`
    const { links, issues } = await read(url, Buffer.from(text, 'latin1'))
    expect(links).toEqual([
      ['GB-CHC-210001', 'merged', 'GB-CHC-1100001', '2012-03-31'],
      ['GB-CHC-210002', 'merged', 'GB-CHC-1100001', '2015-04-01'],
      ['GB-CHC-210003-4', 'merged', 'GB-CHC-1100001', '2015-04-01'],
      ['GB-CHC-210005', 'merged', 'GB-CHC-1100001', '2016-06-01'],
      ['GB-CHC-210006', 'merged', 'GB-CHC-1100001', null],
    ])
    expect(issues).toEqual([
      '1 lines have no charity number on one side, such as "merger registered 01/06/2015"',
      '1 lines have several numbers of receiving charities, such as "GB-CHC-1100001, GB-CHC-1100002"',
    ])
  })

  it('is read as printed with names apart by semicolons, line breaks and three spaces', async () => {
    const url = 'https://assets.publishing.service.gov.uk/media/1/Register_of_mergers.csv'
    const { rows } = await readPages(scraper, {}, [
      {
        url,
        path: fileOf(
          [
            'Name of transferring charity (transferor) and charity number (if any),Name of receiving charity (transferee) and charity number (if any),Date Vesting Declaration made,Date property transferred,Date merger registered',
            'Alder 1100001; Birch (1100002),Elm (1100009),,01 January 2020,',
            '"Cedar 1100003\nDogwood 1100004",Elm (1100009),,01 January 2020,',
            'Fir 1100005   Gorse 1100006-2 (1100007-3),Elm (1100009),,01 January 2020,',
          ].join('\n'),
        ).path,
      },
    ])
    // The last cell names two: 1100005, and 1100007-3 in brackets; a number within a name is none.
    expect(rows.map(({ a }) => a)).toEqual(
      ['1100001', '1100002', '1100003', '1100004', '1100005', '1100007-3'].map((one) => `GB-CHC-${one}`),
    )
    expect(rows.every(({ b, on }) => b === 'GB-CHC-1100009' && on === '2020-01-01')).toBe(true)
  })

  it('is read where whole numbers have a nought behind the point, and days are printed day first', async () => {
    const { links } = await read(
      `${HOME}/ccew-register-of-mergers.csv`,
      'transferor_name,transferor_regno,transferor_subno,transferee_name,transferee_regno,transferee_subno,date_vesting_declaration,date_property_transferred,date_merger_registered\nA,210001.0,3.0,B,1100001.0,0.0,,04/03/2008,\n',
    )
    expect(links).toEqual([['GB-CHC-210001-3', 'merged', 'GB-CHC-1100001', '2008-03-04']])
  })
})
