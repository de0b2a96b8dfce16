// Do departments' grants add up to the right shares, each grant once, regrants apart, people as a sum?
// The grants are invented.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/threesixtygiving-grants/scraper.ts'
import type { KeptRow } from '../../src/collect/bulk.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { measureSchema, observationSchema } from '../../src/domain/nouns.ts'
import { fileOf, xlsxOf } from '../collect/formats/workbooks.ts'
import { readPages, tallyOf } from './tally-input.ts'

const URL_OF = 'https://files.invented.example/360.json'
const provenance = { url: URL_OF, capture: 'sha256:1', captured: '2022-05-01T00:00:00.000Z' }
const funder = { name: 'Department of Invention', ids: ['GB-GOR-D99'], postcode: null, department: null }
const grant = (id: string, recipients: readonly string[], rest: Partial<KeptRow> = {}): KeptRow => ({
  ...{ kind: 'grant', key: id, funder, currency: 'GBP', regrant: null, amount: '1000', flaw: null },
  ...{ awarded: '2020-04-01', awardedAs: '2020-04-01', modified: null },
  recipients: recipients.map((name) => ({ name, ids: [], postcode: null, department: null })),
  provenance,
  ...rest,
})
const register = { charities: ['Riverside', 'Meadow'], others: ['Widgets Ltd'] }
const number = 'government-grants-to-charities-by-number/gb-gor-d99/2020'
const value = 'government-grants-to-charities-by-value/gb-gor-d99/2020/GBP'

describe('grants of departments', () => {
  it('give a share by number and a share by value, each a band', async () => {
    const { figures, issues } = await tallyOf(
      scraper.bulk?.tally,
      [
        grant('g1', ['Riverside'], { amount: '5000' }),
        grant('g2', ['Widgets Ltd'], { amount: '2000', awarded: '2021-03-31' }),
        grant('g3', ['Nobody known'], { amount: '1000' }),
        grant('g4', ['Riverside', 'Widgets Ltd'], { amount: '1000' }),
        // No value that counts: in the share by number, not in the share by value.
        grant('g5', ['Meadow'], { amount: '0', flaw: 'zero' }),
        // Another year, another currency, another funder, and money that will be granted again.
        grant('g6', ['Riverside'], { awarded: '2021-04-01' }),
        grant('g7', ['Riverside'], { amount: '70', currency: 'EUR' }),
        grant('g8', ['Riverside'], { funder: { ...funder, name: 'A Fund', ids: ['GB-CHC-1'] } }),
        grant('g9', ['Riverside'], { amount: '900000', regrant: 'FRG010' }),
        grant('g10', ['Riverside'], { awarded: null }),
        {
          ...{ kind: 'grants-to-people', key: 'GB-GOR-D99/2020/GBP', funder, currency: 'GBP', regrant: null },
          ...{ year: '2020', count: 2, amount: '1000', provenance },
        },
      ],
      register,
    )
    // By number: g1, g4, g5, g7 to charities; g3 unknown; g2 and two people not. 4/8 = 50% to 5/8 = 62.5%.
    expect(figures.get(number)?.observation).toMatchObject({
      ...{
        value: 50,
        display: '50% (50% to 62.5%)',
        numerator: 4,
        denominator: 8,
        unknown: 1,
        low: null,
        high: null,
      },
      ...{
        period: { start: '2020-04', end: '2021-03' },
        dimensions: { department: 'Department of Invention' },
      },
      note: '6 grants to organisations and 2 to people, by day of award. 1 grants that are to be granted again are left out. An award for several years counts whole in the year in which it was made.',
    })
    // By value in pounds: 5000 + 2000 + 1000 + 1000 + 1000 to people = 10000. Charities 5000 + half of 1000 = 5500 = 55%.
    // Unknown 1000. With none of the joint one 5000 = 50%; with all of it and the unknown 5000 + 1000 + 1000 = 70%.
    expect(figures.get(value)?.observation).toMatchObject({
      ...{ value: 55, numerator: 5500, denominator: 10000, unknown: 1000, low: 50, high: 70 },
      dimensions: { department: 'Department of Invention', currency: 'GBP' },
    })
    expect(figures.get(value)?.observation.note).toContain(
      '1 grants without an amount that counts are left out.',
    )
    expect(figures.get(value.replace('GBP', 'EUR'))?.observation).toMatchObject({ value: 100, numerator: 70 })
    expect(figures.get(number.replace('2020', '2021'))?.observation).toMatchObject({
      value: 100,
      denominator: 1,
    })
    expect([...figures.keys()].filter((key) => key.includes('all-departments/2020'))).toHaveLength(3)
    expect(issues).toEqual(['1 grants of departments have no day that can be read, and are in no year'])
    const joint = figures.get(value)?.contributions.find(({ identifier }) => identifier === 'g4')
    expect(joint).toMatchObject({
      supplier: 'Riverside, Widgets Ltd',
      label: 'yes',
      value: '1000',
      note: 'shared by 2, split equally',
    })
    const none = figures.get(number)?.contributions.find(({ identifier }) => identifier === 'g5')
    expect(none).toMatchObject({ value: null, note: 'the amount is zero' })
  })

  it('count a grant once: the version changed last, else the one captured last', async () => {
    const rows = [
      grant('g1', ['Riverside'], { amount: '9', modified: '2021-06-01' }),
      grant('g1', ['Riverside'], { amount: '8', modified: '2021-05-01' }),
      grant('g2', ['Widgets Ltd'], { amount: '1000' }),
      grant('g2', ['Widgets Ltd'], { amount: '991' }),
      // Found out later to be a regrant: it leaves the share.
      grant('g3', ['Riverside'], { amount: '500000' }),
      grant('g3', ['Riverside'], { amount: '500000', regrant: 'FRG030' }),
    ]
    const { figures } = await tallyOf(scraper.bulk?.tally, rows, register)
    // 9 of 9 + 991 = 0.9%.
    expect(figures.get(value)?.observation).toMatchObject({ value: 0.9, numerator: 9, denominator: 1000 })
  })

  it('take no share of nothing', async () => {
    const { figures } = await tallyOf(
      scraper.bulk?.tally,
      [grant('g1', ['Riverside'], { regrant: 'FRG010' })],
      register,
    )
    expect([...figures.keys()]).toEqual([])
  })

  it('give observations and measures of the domain’s shape, published when the registry says', async () => {
    const file: KeptRow = {
      kind: 'grant-file',
      key: 'x',
      url: URL_OF,
      modified: '2022-04-02T10:00:00.000+0000',
      provenance,
    }
    const { figures } = await tallyOf(scraper.bulk?.tally, [file, grant('g1', ['Riverside'])], register)
    const measures = JSON.parse(
      readFileSync(join(PROJECT_DIR, 'scrapers', 'threesixtygiving-grants', 'measures.json'), 'utf8'),
    )
    const known = new Set(measures.map((measure: unknown) => measureSchema.parse(measure).id))
    expect(figures.size).toBe(4)
    for (const { observation } of figures.values()) {
      expect(observationSchema.parse({ ...observation, id: 'x', source: 'y' }).published).toBe('2022-04-02')
      expect(known.has(observation.measure as string)).toBe(true)
    }
  })
})

describe('files of other publishers', () => {
  const HEADS = [
    'Identifier',
    'Currency',
    'Amount Awarded',
    'Award Date',
    'Recipient Org:Identifier',
    'Funding Org:Name',
  ]
  const read = (bytes: string | Buffer) =>
    readPages(scraper, {}, [{ url: 'https://files.invented.example/grants', path: fileOf(bytes).path }])
  const line = (id: string, amount: string | number, day: string) =>
    `${id},gbp,${amount},${day},GB-CHC-1,DCMS\n`
  const expected = expect.objectContaining({
    ...{ key: 'g1', currency: 'GBP', amount: '1000', awarded: '2024-05-01' },
    funder: expect.objectContaining({ name: 'DCMS' }),
    recipients: [expect.objectContaining({ ids: ['GB-CHC-1'] })],
  })

  it.each([
    ['capitals', HEADS.join(',').toUpperCase()],
    ['spaces round colons', HEADS.join(',').replaceAll(':', ' : ')],
    ['numbered lists', HEADS.join(',').replaceAll('Org:', 'Org:0:')],
    ['a unit', HEADS.join(',').replace('Awarded', 'Awarded (£)')],
    [
      'names of the schema',
      'id,currency,amountAwarded,awardDate,recipientOrganization/0/id,fundingOrganization/0/name',
    ],
    ['a title above', `Grants of DCMS,,,,,\n,,,,,\n${HEADS.join(',')}`],
  ])('headings in other spellings are read: %s', async (_, heads) => {
    const { rows, issues } = await read(`${heads}\n${line('g1', 1000, '2024-05-01')}`)
    expect(rows).toEqual([expected])
    expect(issues).toEqual([])
  })

  it('a sheet with a title above its headings, and days that are mere numbers, is read', async () => {
    const { rows, issues } = await read(
      xlsxOf([
        { name: 'Meta', rows: [['Title', 'Grants']] },
        { name: 'Grants', rows: [['Grants of DCMS'], HEADS, ['g1', 'GBP', 1000, 45413, 'GB-CHC-1', 'DCMS']] },
      ]),
    )
    expect(rows).toEqual([expected])
    expect(issues).toEqual([])
  })

  it.each(['1 May 2024', '01-May-24', '2024/05/01', '2024-05-01T23:30:00+01:00', '45413'])(
    'the day %s is read',
    async (day) => {
      const { rows } = await read(`${HEADS.join(',')}\n${line('g1', 1000, day)}`)
      expect(rows).toEqual([expected])
    },
  )

  it('two digits of a year are of this century', async () => {
    const { rows } = await read(`${HEADS.join(',')}\n${line('g1', 5, '13/05/24')}`)
    expect(rows).toEqual([expect.objectContaining({ awarded: '2024-05-13' })])
  })

  it('numbers that carry their register are not given it twice', async () => {
    const recipientOrganization = [
      { id: '360G-x', name: 'A', charityNumber: 'NIC100012', companyNumber: 'GB-COH-123' },
    ]
    const { rows } = await read(
      JSON.stringify({
        grants: [{ id: 'g1', fundingOrganization: [{ name: 'DCMS' }], recipientOrganization }],
      }),
    )
    expect(rows).toEqual([
      expect.objectContaining({
        recipients: [expect.objectContaining({ ids: ['360G-x', 'GB-NIC-100012', 'GB-COH-123'] })],
      }),
    ])
  })

  it('a table of something else is refused with its headings', async () => {
    const { rows, issues } = await read('Name,Town\nA,B\n')
    expect(rows).toEqual([])
    expect(issues[0]).toBe(
      'expected grants, with the columns Identifier and Amount Awarded, found Name, Town',
    )
  })
})
