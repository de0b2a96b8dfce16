// Are real grants files read whole, and is what cannot be read explained?
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/threesixtygiving-grants/scraper.ts'
import type { KeptRow } from '../../src/collect/bulk.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { addDecimals } from '../../src/domain/money.ts'
import { makeRegister } from '../../src/domain/registers.ts'
import { decideLabel } from '../../src/domain/sector.ts'
import { readPages, tallyOf } from '../scrapers/tally-input.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'delivery', '360giving')
const lookups = JSON.parse(
  readFileSync(join(PROJECT_DIR, 'scrapers', 'threesixtygiving-grants', 'lookups.json'), 'utf8'),
)
const read = async (file: string) => {
  const url =
    file === 'data.json'
      ? 'https://data.threesixtygiving.org/data.json'
      : `https://raw.githubusercontent.com/ThreeSixtyGiving/grantnav/main/dataload/test_data/${file}`
  expect(scraper.handles(new URL(url))).toBe(true)
  return readPages(scraper, lookups, [{ url, path: join(folder, file) }])
}
const sumOf = (rows: readonly KeptRow[]): string => addDecimals(rows.map(({ amount }) => String(amount)))

describe.skipIf(!existsSync(folder))('real grants (skipped when the captures are not there)', () => {
  it('of a file with days like 05/06/2014: all 379, read day first because other lines say so', async () => {
    const { rows, issues } = await read('a002400000KeYdsAAF.json')
    expect([rows.length, issues]).toEqual([379, []])
    // 114 grants of nothing; the file's own sum of amounts.
    expect(rows.filter(({ flaw }) => flaw === 'zero')).toHaveLength(114)
    expect(rows[0]).toMatchObject({
      key: '360G-wolfson-19747',
      awarded: '2014-06-05',
      awardedAs: '05/06/2014',
      amount: '40000',
    })
    expect(rows.every(({ awarded }) => /^2014-/.test(String(awarded)))).toBe(true)
    expect(sumOf(rows)).toMatchInlineSnapshot(`"31178456"`)
  })

  it('of a file with society numbers: all 870', async () => {
    const { rows, issues } = await read('a002400000nO46WAAS.json')
    expect([rows.length, issues]).toEqual([870, []])
    expect(rows[0]).toMatchObject({
      amount: '3239.34',
      awarded: '2015-06-01',
      recipients: [{ ids: ['GB-COH-IP28755R'], postcode: 'LS3 1HH' }],
    })
    const register = makeRegister()
    const hyde = { name: 'Hyde Park Source', ids: ['GB-COH-IP28755R'] }
    expect(decideLabel(hyde, register.find(hyde), '2015-06-01').lenses).toMatchObject({
      mutual: 'yes',
      'social-enterprise': 'yes',
      vcse: 'yes',
    })
    expect(sumOf(rows)).toMatchInlineSnapshot(`"51625696.54"`)
  })

  it('of a file with many funders: 55 to organisations, 99 to people of whom only the sum is kept', async () => {
    const { rows, issues } = await read('awefw001p00000zgyHZAAY.json')
    const grants = rows.filter(({ kind }) => kind === 'grant')
    const people = rows.filter(({ kind }) => kind === 'grants-to-people')
    expect([grants.length, people.reduce((sum, { count }) => sum + Number(count), 0), issues]).toEqual([
      55,
      99,
      [],
    ])
    expect(JSON.stringify(rows)).not.toContain('Individual Recipient')
    expect(grants.filter(({ regrant }) => regrant !== null)).toHaveLength(52)
  })

  it('adds up to a share of the one public funder without the regrants', async () => {
    const { rows } = await read('awefw001p00000zgyHZAAY.json')
    // The department's one grant and both of the National Lottery Community Fund are to be granted again: nothing is
    // left to take a share of.
    expect([...(await tallyOf(scraper.bulk?.tally, rows)).figures.keys()]).toEqual([])
    // As if they were not: one grant of 702,428.40 by the department, to a charity: 1 of 1, and all of the money.
    const plain = rows.map((row) => ({ ...row, regrant: null }))
    const { figures } = await tallyOf(scraper.bulk?.tally, plain, {
      charities: ['The Community Foundation For Northern Ireland'],
    })
    expect(
      figures.get('government-grants-to-charities-by-value/gb-gor-d5/2020/GBP')?.observation,
    ).toMatchObject({
      ...{ value: 100, numerator: 702428.4, denominator: 702428.4, unknown: 0 },
    })
    // The fund's two, 305,000 and 246,750, to bodies that the register was not asked about: 0% to 100%.
    expect(
      figures.get('government-grants-to-charities-by-value/gb-gor-pb188/2020/GBP')?.observation,
    ).toMatchObject({
      ...{ value: 0, numerator: 0, denominator: 551750, unknown: 551750 },
    })
  })

  it('of the registry: three files, none of a department, none with an address', async () => {
    const { rows, follow, issues } = await read('data.json')
    expect(rows.map(({ prefix, url }) => [prefix, url])).toEqual([
      ['360G-indigotrust', null],
      ['360G-LBFEW', null],
      ['360G-wolfson', null],
    ])
    expect([follow, issues]).toEqual([[], []])
  })

  it('of the same two grants as CSV and as a workbook: equal', async () => {
    const csv = await read('fixtures/fundingproviders_grants_2_grants.csv')
    const book = await read('fixtures/fundingproviders-grants_2_grants.xlsx')
    expect([csv.rows.length, csv.issues]).toEqual([2, []])
    expect(csv.rows.map(({ amount, awarded }) => [amount, awarded])).toEqual([
      ['152505', '2014-07-24'],
      ['178990', '2014-07-24'],
    ])
    expect(csv.rows[1]).toMatchObject({
      recipients: [{ name: 'University of UK', ids: ['GB-COH-RC000000', 'GB-COH-RC000659'] }],
    })
    expect(JSON.stringify(csv.rows)).not.toMatch(/Roe|Doe|Aquinas/)
    expect(book.rows.map(({ amount, awarded }) => [amount, awarded])).toEqual(
      csv.rows.map(({ amount, awarded }) => [amount, awarded]),
    )
  })

  it.each<[string, number, RegExp]>([
    [
      'fixtures/fundingproviders-grants_fixed_2_grants.json',
      2,
      /^2 records are printed twice; the first: record 2$/,
    ],
    ['fixtures/nulls.json', 0, /^2 records have no identifier; the first: record 1$/],
    ['fixtures/badfile_all_validation_errors.json', 0, /^1 records name no funder; the first: record 1$/],
    ['fixtures/bom.csv', 0, /^expected grants, with the columns .* found Identifier, Currency$/],
    [
      'fixtures/decimal_amounts.csv',
      0,
      /^expected grants, with the columns .* found Currency, Amount Awarded$/,
    ],
    ['fixtures/GeoCodePostcode.xlsx', 0, /^expected grants, with the columns .* found the sheets grants$/],
    ['funders.jl', 0, /^the file was left out: .*expected/],
    ['schema/360-giving-schema-titles-with-meta-tab-2023.xlsx', 0, /^no grants were found in the file$/],
    ['schema/360-giving-schema.json', 0, /^the file was left out: .*expected an object with a list "grants"/],
    [
      'schema/360-giving-package-schema.json',
      0,
      /^the file was left out: .*expected an object with a list "grants"/,
    ],
    ['schema/geoCodeType.csv', 0, /^expected grants, with the columns/],
    ['schema/regrantType.csv', 0, /^expected grants, with the columns/],
    ['schema/locationScope.csv', 0, /^expected grants, with the columns/],
  ])('explains what it does not read of %s', async (file, grants, why) => {
    const { rows, issues } = await read(file)
    expect(rows).toHaveLength(grants)
    expect(issues).toContainEqual(expect.stringMatching(why))
  })

  it('leaves no file of the index out', () => {
    const index: { files: { file: string }[] } = JSON.parse(readFileSync(join(folder, 'INDEX.json'), 'utf8'))
    const own = readFileSync(import.meta.filename, 'utf8')
    expect(index.files.map(({ file }) => file).filter((file) => !own.includes(file))).toEqual([])
  })
})
