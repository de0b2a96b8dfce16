// Does the right rule say what a supplier was, on the right day, and is nothing guessed?
// All bodies, names and numbers are invented.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  makeRegister,
  type RegisterEntry,
  type RegisterLink,
  registerEntrySchema,
  societyForm,
  standingOn,
} from '../../src/domain/registers.ts'
import {
  decideLabel,
  type Label,
  type Labelled,
  LENSES,
  NARROW,
  POLICY_STATE,
  printPolicy,
  type Tri,
  WIDE,
} from '../../src/domain/sector.ts'
import { tally3 } from '../../src/domain/shares.ts'

const entry = (id: string, name: string, rest: Partial<RegisterEntry> = {}): RegisterEntry => ({
  id,
  ids: [id],
  names: [name],
  form: 'charity',
  spans: [{ from: '2001-04-01', to: null }],
  postcode: null,
  main: null,
  setApart: null,
  ...rest,
})

const RIVER = entry('GB-CHC-1100001', 'RIVERSIDE TRUST', {
  ids: ['GB-CHC-1100001', 'GB-COH-04000001'],
  names: ['RIVERSIDE TRUST', 'Riverside at Home'],
  postcode: 'LS1 1AA',
})
const ENTRIES: readonly RegisterEntry[] = [
  RIVER,
  entry('GB-CHC-1100001-1', 'THE BOAT HOUSE FUND', { main: 'GB-CHC-1100001' }),
  entry('GB-CHC-210002', 'MEADOW HOUSE', { spans: [{ from: '1962-01-01', to: '2015-06-30' }] }),
  entry('GB-CHC-1100003', 'HILL TOP SOCIETY', { spans: [{ from: '2016-02-29', to: null }] }),
  entry('GB-CHC-1100004', 'HOPE', { postcode: 'M1 1AA' }),
  entry('GB-CHC-1100005', 'HOPE', { postcode: 'M2 2BB' }),
  entry('GB-CHC-1100006', 'MEADOW HOUSE', { form: 'cio', spans: [{ from: '2015-06-01', to: null }] }),
  entry('GB-CHC-210007', 'OLD MILL', { spans: [{ from: '1962-01-01', to: '2012-03-31' }] }),
  entry('GB-CHC-1100008', 'NEW MILL GROUP'),
  entry('GB-CHC-1100009', 'LAKE UNIVERSITY', { setApart: 'university' }),
  entry('GB-CHC-1100010', 'UNDATED TRUST', { spans: [{ from: null, to: null }] }),
  entry('GB-SC-SC000011', 'GLEN CARE'),
  entry('GB-MPR-7012', 'Valley Energy Limited', { form: 'community-benefit-society', spans: [] }),
  entry('GB-COH-04000013', 'RIVERSIDE ENTERPRISES LIMITED', {
    form: 'trading-arm',
    main: 'GB-CHC-1100001',
    spans: [],
  }),
  entry('GB-CHC-1100014', 'SPRING'),
]
const LINKS: readonly RegisterLink[] = [
  { a: 'GB-CHC-1100014', b: 'GB-COH-04000014', relation: 'same', on: null },
  { a: 'GB-SC-SC000015', b: 'GB-CHC-1100014', relation: 'same', on: null },
  { a: 'GB-CHC-210007', b: 'GB-CHC-1100008', relation: 'merged', on: '2012-03-31' },
  { a: 'The Mill on the Hill Ltd', b: 'GB-CHC-1100008', relation: 'name', on: null },
  { a: 'Twice Named', b: 'GB-CHC-1100004', relation: 'name', on: null },
  { a: 'TWICE NAMED', b: 'GB-CHC-1100005', relation: 'name', on: null },
  { a: 'GB-MPR-7012', b: 'GB-COH-RS007012', relation: 'same', on: null },
]

const DAY = '2018-05-01'
const supplier = (name: string, ids: readonly string[] = [], rest: Partial<Labelled> = {}): Labelled => ({
  name,
  ids,
  ...rest,
})

function labelOf(who: Labelled, on = DAY, policy = NARROW, entries = ENTRIES): Label {
  const register = makeRegister()
  for (const link of LINKS) register.link(link)
  register.want(who)
  for (const one of entries) register.add(one)
  return decideLabel(who, register.find(who), on, policy)
}
const brief = ({ lenses }: Label): string => LENSES.map((lens) => lenses[lens][0]).join('')

describe('identifiers come first', () => {
  // Each line: charity, vcse, social enterprise, mutual, trading arm as y, n or u.
  it.each<[string, string, string[], string, string, string | null]>([
    [
      'a charity number',
      'Riverside',
      ['GB-CHC-1100001'],
      'yynnn',
      'on the charity register on 1 May 2018 as GB-CHC-1100001 "RIVERSIDE TRUST", by its identifier',
      'GB-CHC-1100001',
    ],
    [
      'the company number of a charity, without its zero',
      'Riverside',
      ['GB-COH-4000001'],
      'yynnn',
      'through GB-COH-04000001',
      'GB-CHC-1100001',
    ],
    [
      'a company number that a list links',
      'Spring Ltd',
      ['GB-COH-04000014'],
      'yynnn',
      'through GB-COH-04000014, the same body',
      'GB-CHC-1100014',
    ],
    [
      'a second registration in Scotland',
      'Spring',
      ['GB-SC-SC000015'],
      'yynnn',
      'GB-CHC-1100014',
      'GB-CHC-1100014',
    ],
    ['a linked charity', 'Boat House', ['GB-CHC-1100001-1'], 'yynnn', 'GB-CHC-1100001-1', 'GB-CHC-1100001'],
    [
      'a charity that had merged',
      'Old Mill',
      ['GB-CHC-210007'],
      'yynnn',
      'had gone into GB-CHC-1100008 "NEW MILL GROUP" on 31 March 2012',
      'GB-CHC-1100008',
    ],
    [
      'a charity without dates',
      'Hill Top',
      ['GB-CHC-1100010'],
      'uuuuu',
      'does not say whether',
      'GB-CHC-1100010',
    ],
    [
      'a company that no charity is',
      'Widgets Ltd',
      ['GB-COH-09999999'],
      'nnnnu',
      'no charity register gives GB-COH-09999999',
      null,
    ],
    [
      'a company whose name says no form',
      'Widgets',
      ['GB-COH-09999999'],
      'nuuuu',
      'no charity register gives',
      null,
    ],
    [
      'a community interest company',
      'Bright C.I.C.',
      ['GB-COH-09999999'],
      'nyynu',
      'by law only a community interest company',
      null,
    ],
    ['a society, by its number', 'Weavers', ['GB-COH-IP12345R'], 'nyyyn', 'only a registered society', null],
    [
      'a society of the register',
      'Valley Energy',
      ['GB-COH-RS007012'],
      'nyyyn',
      'is a community benefit society',
      null,
    ],
    [
      'a society, by its number in the mutuals register',
      'Weavers',
      ['GB-MPR-4567'],
      'nyyyn',
      'co-operative society',
      null,
    ],
    ['a club', 'Weavers', ['GB-MPR-123W'], 'nnnyn', 'no charity register gives', null],
    [
      'a trading arm',
      'Riverside Enterprises',
      ['GB-COH-04000013'],
      'nnnny',
      'trading arm of GB-CHC-1100001',
      'GB-COH-04000013',
    ],
    [
      'a government body',
      'Department of Invention',
      ['GB-GOR-D99'],
      'nnnnn',
      'GB-GOR-D99 identifies a public',
      null,
    ],
    [
      'a community interest company that trains',
      'Bright CIC',
      ['GB-UKPRN-10001234'],
      'nyynu',
      'by law only',
      null,
    ],
    [
      'a company that trains',
      'Widgets Ltd',
      ['GB-UKPRN-10001234', 'GB-COH-09999999'],
      'nnnnu',
      'no charity register gives GB-COH-09999999',
      null,
    ],
    [
      'an NHS code as a company number',
      'Some Hospital',
      ['GB-COH-RJR'],
      'nnnnn',
      'GB-NHS-RJR identifies a public',
      null,
    ],
    [
      'a charitable incorporated organisation of Companies House',
      'Nobody',
      ['GB-COH-CE012345'],
      'yynnn',
      'only a charitable incorporated organisation',
      null,
    ],
    [
      'a charity number that the register lacks',
      'Nobody',
      ['GB-CHC-1199999'],
      'uuuuu',
      'not in the register',
      null,
    ],
    [
      'a register that was not read',
      'Nobody Ltd',
      ['GB-COH-NI123456'],
      'uunnu',
      'register of GB-NIC was not read',
      null,
    ],
  ])('%s', (_, name, ids, lenses, why, matched) => {
    const label = labelOf(supplier(name, ids))
    expect(brief(label)).toBe(lenses)
    expect(label.why).toContain(why)
    expect(label.entry).toBe(matched)
  })

  it('takes the status of the day, not of today', () => {
    const meadow = supplier('Meadow Houses', ['GB-CHC-210002'])
    expect(labelOf(meadow, '2015-06-29').lenses.charity).toBe('yes')
    expect(labelOf(meadow, '2015-06-30')).toMatchObject({ lenses: { charity: 'no' } })
    expect(labelOf(meadow, '2015-06-30').why).toContain('taken off the charity register on 30 June 2015')
    expect(labelOf(meadow, '2015-06').lenses.charity).toBe('unknown')
    const hill = supplier('Hill', ['GB-CHC-1100003'])
    expect(labelOf(hill, '2016-02-28')).toMatchObject({ lenses: { charity: 'unknown', vcse: 'unknown' } })
    expect(labelOf(hill, '2016-02-28').why).toContain('only after 28 February 2016')
    expect(labelOf(hill, '2016-02-29').lenses.charity).toBe('yes')
  })

  it('follows a charity that was registered anew under its name', () => {
    const label = labelOf(supplier('Meadow House', ['GB-CHC-210002']))
    expect(label).toMatchObject({ lenses: { charity: 'yes' }, entry: 'GB-CHC-1100006' })
    expect(label.why).toContain('taken off the charity register on 30 June 2015')
  })
})

describe('names count only when nobody else can be meant', () => {
  it.each<[string, Labelled, Tri, string]>([
    [
      'one bearer',
      supplier('The Riverside Trust Ltd'),
      'yes',
      'by its exact name, which no other charity on it bears',
    ],
    ['another name of it', supplier('Riverside at Home'), 'yes', 'GB-CHC-1100001'],
    ['another name of it, in another table', supplier('Mill on the Hill'), 'yes', 'GB-CHC-1100008'],
    ['another name of two', supplier('Twice Named'), 'unknown', '2 charities are called "TWICE NAMED"'],
    ['an alias in brackets', supplier('Acme (formerly Riverside Trust)'), 'yes', 'GB-CHC-1100001'],
    ['two bearers', supplier('Hope'), 'unknown', '2 charities are called "HOPE"'],
    [
      'two bearers and the postcode of one',
      supplier('Hope', [], { postcode: 'm1 1aa' }),
      'yes',
      'GB-CHC-1100004 "HOPE", by its exact name and postcode',
    ],
    [
      'two bearers and the postcode of none',
      supplier('Hope', [], { postcode: 'M9 9ZZ' }),
      'unknown',
      '2 charities',
    ],
    ['one bearer on the day', supplier('Meadow House'), 'yes', 'GB-CHC-1100006'],
    ['no bearer', supplier('Riverside'), 'unknown', 'no charity is called "RIVERSIDE"'],
    ['a number at the end', supplier('Riverside Trust 2'), 'unknown', 'no charity is called'],
    [
      'a bearer no longer registered',
      supplier('Old Mill'),
      'unknown',
      'the register does not show it on 1 May 2018',
    ],
    ['a public limited company', supplier('Spring plc'), 'no', 'a company and no community interest company'],
    [
      'a limited company, and an unincorporated charity',
      supplier('Spring Ltd'),
      'unknown',
      'the supplier is a limited company',
    ],
    ['a community interest company', supplier('Spring CIC'), 'no', 'cannot be a charity'],
    [
      'a company number that is not the charity’s',
      supplier('Riverside Trust', ['GB-COH-09999999']),
      'unknown',
      'its company number is 04000001',
    ],
    ['a private identifier', supplier('Riverside Trust', ['360G-x:org-1']), 'yes', 'by its exact name'],
    ['an education number', supplier('Riverside Trust', ['GB-UKPRN-10001234']), 'yes', 'by its exact name'],
    ['nobody', supplier(' '), 'unknown', 'nobody is named'],
  ])('%s', (_, who, charity, why) => {
    const label = labelOf(who)
    expect(label.why).toContain(why)
    expect(label.lenses.charity).toBe(charity)
  })
})

describe('policy', () => {
  const lake = supplier('Lake University', ['GB-CHC-1100009'])
  it('leaves a set-apart body out of every lens, and says so', () => {
    expect(brief(labelOf(lake))).toBe('nnnnn')
    expect(labelOf(lake).why).toBe(
      'left out by policy: GB-CHC-1100009 "LAKE UNIVERSITY" is one of the universities',
    )
    expect(brief(labelOf(supplier('Lake University')))).toBe('nnnnn')
    expect(brief(labelOf(lake, DAY, WIDE))).toBe('yynnn')
  })
  it('is stated in words', () => {
    expect(printPolicy(NARROW)).toContain('academies, independent schools, housing associations')
    expect(printPolicy(WIDE)).toContain('Every body on a register counts')
  })
  it('leaves nobody out while no register that is read says who these are, as pages say', () => {
    expect(POLICY_STATE).toContain('none is left out')
    const root = new URL('../../scrapers/', import.meta.url)
    const said = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => readFileSync(new URL(path, root), 'utf8').match(/setApart: \w+/g) ?? [])
    expect(new Set(said)).toEqual(new Set(['setApart: null']))
  })
})

describe('what does not fit together is said', () => {
  it.each<[string, Labelled, string]>([
    [
      'the publisher says no, the register yes',
      supplier('Riverside Trust', ['GB-CHC-1100001'], { declared: false }),
      'the publisher flags it as not',
    ],
    [
      'the publisher says yes, the register no',
      supplier('Widgets Ltd', ['GB-COH-09999999'], { declared: true }),
      'the registers do not',
    ],
    [
      'a scheme that does not fit',
      supplier('Some Hospital', ['GB-COH-RJR']),
      'printed as GB-COH-RJR, which has the shape of GB-NHS-RJR',
    ],
    [
      'a number that is none',
      supplier('Riverside Trust', ['GB-CHC-000000']),
      'GB-CHC-000000 is no identifier',
    ],
    ['two charities', supplier('Hope', ['GB-CHC-1100004', 'GB-CHC-1100005']), 'lead to two bodies'],
    [
      'another name altogether',
      supplier('Zebra Logistics', ['GB-CHC-1100001']),
      'the publisher "Zebra Logistics"',
    ],
    [
      'a charity that calls itself a CIC',
      supplier('Riverside CIC', ['GB-CHC-1100001']),
      'cannot be a charity',
    ],
  ])('%s', (_, who, what) => {
    expect(labelOf(who).contradictions.join('; ')).toContain(what)
  })

  it.each<[string, Labelled]>([
    ['a flag that is not given', supplier('Riverside Trust', ['GB-CHC-1100001'], { declared: null })],
    ['a flag that agrees', supplier('Riverside Trust', ['GB-CHC-1100001'], { declared: true })],
    ['both numbers of one body', supplier('Riverside Trust', ['GB-CHC-1100001', 'GB-COH-04000001'])],
    ['a second registration', supplier('Spring', ['GB-SC-SC000015', 'GB-CHC-1100014'])],
  ])('nothing of %s', (_, who) => {
    expect(labelOf(who).contradictions).toEqual([])
  })
})

describe('whatever a supplier looks like', () => {
  const ids = ENTRIES.flatMap((one) => one.ids).concat(
    'GB-COH-RJR',
    'GB-GOR-D1',
    'GB-COH-09999999',
    'GB-COH-IP12345R',
    'GB-MPR-12C',
    'junk',
    'GB-CHC-1199999',
    'GB-SC-SC000015',
  )
  const names = ENTRIES.flatMap((one) => one.names).concat(
    'Widgets Ltd',
    'Bright CIC',
    'Big PLC',
    'Two LLP',
    '',
    'Weavers',
  )
  const anybody = fc.record({
    name: fc
      .tuple(fc.constantFrom(...names), fc.constantFrom('', ' Ltd', ' CIC', ' plc'))
      .map((parts) => parts.join('')),
    ids: fc.subarray(ids, { maxLength: 3 }),
    postcode: fc.constantFrom('LS1 1AA', 'M1 1AA', ''),
    declared: fc.constantFrom(true, false, null),
  })
  const day = fc.constantFrom('1990', '2012-03-31', '2015-06', '2015-06-30', '2018-05-01', '2026-01-01')
  const policy = fc.constantFrom(NARROW, WIDE)

  it('nested lenses never cross, and every label has its reason', () => {
    fc.assert(
      fc.property(anybody, day, policy, (who, on, which) => {
        const { lenses, why } = labelOf(who, on, which)
        for (const inner of ['charity', 'social-enterprise'] as const) {
          if (lenses[inner] === 'yes') expect(lenses.vcse).toBe('yes')
          if (lenses[inner] === 'unknown') expect(lenses.vcse).not.toBe('no')
        }
        if (lenses.vcse === 'no') expect([lenses.charity, lenses['social-enterprise']]).toEqual(['no', 'no'])
        if (lenses['trading-arm'] === 'yes') expect(lenses.charity).toBe('no')
        expect(why.length).toBeGreaterThan(10)
      }),
      { numRuns: 1000 },
    )
  })

  it('each lens sums to the whole with its unknowns, and a nested share never passes the one around it', () => {
    fc.assert(
      fc.property(fc.array(anybody, { maxLength: 12 }), day, policy, (suppliers, on, which) => {
        const labels = suppliers.map((who) => labelOf(who, on, which))
        const by = Object.fromEntries(
          LENSES.map((lens) => [lens, tally3(labels.map(({ lenses }) => lenses[lens]))]),
        )
        for (const lens of LENSES) {
          const { yes = 0, no = 0, unknown = 0, all } = by[lens] ?? {}
          expect(yes + no + unknown).toBe(all)
          expect(all).toBe(suppliers.length)
        }
        for (const inner of ['charity', 'social-enterprise'] as const) {
          const [a, b] = [by[inner], by.vcse]
          if (!a || !b) throw new Error('expected both')
          expect(a.yes).toBeLessThanOrEqual(b.yes)
          expect(a.yes + a.unknown).toBeLessThanOrEqual(b.yes + b.unknown)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('depends neither on the order of identifiers nor on the order of the register', () => {
    fc.assert(
      fc.property(anybody, day, (who, on) => {
        const { lenses, entry: matched } = labelOf(who, on)
        const turned = labelOf({ ...who, ids: [...who.ids].reverse() }, on, NARROW, [...ENTRIES].reverse())
        expect(turned.lenses).toEqual(lenses)
        if (who.ids.length < 2) expect(turned.entry).toBe(matched)
      }),
    )
  })

  it('the wide policy never has less than the narrow one', () => {
    fc.assert(
      fc.property(anybody, day, (who, on) => {
        const [narrow, wide] = [labelOf(who, on, NARROW), labelOf(who, on, WIDE)]
        for (const lens of LENSES) if (narrow.lenses[lens] === 'yes') expect(wide.lenses[lens]).toBe('yes')
      }),
    )
  })
})

describe('registers', () => {
  it('knows where a body stood, also on partial dates', () => {
    const spans = [{ from: '2001-04-01', to: '2015-06-30' }]
    expect(standingOn(spans, '2001-03-31')).toBe('not-yet')
    expect(standingOn(spans, '2001')).toBe('unknown')
    expect(standingOn(spans, '2002')).toBe('registered')
    expect(standingOn(spans, '2015-06-30')).toBe('removed')
    expect(standingOn([], '2002')).toBe('unknown')
    expect(standingOn([{ from: null, to: '2015-06-30' }], '2002')).toBe('unknown')
    expect(standingOn([{ from: null, to: '2015-06-30' }], '2016')).toBe('removed')
    expect(standingOn([...spans, { from: '2017-01-01', to: null }], '2016')).toBe('removed')
    expect(standingOn([...spans, { from: '2017-01-01', to: null }], '2018')).toBe('registered')
  })

  it('knows societies by their numbers', () => {
    const forms = [
      '4123',
      '7123',
      '123R',
      '123RS',
      'IP123',
      '123IP',
      '123C',
      'CU12',
      '12CUS',
      '12W',
      '12B',
      '99',
    ].map((n) => societyForm(`GB-MPR-${n}`))
    expect(forms).toEqual([
      'co-operative',
      'community-benefit-society',
      ...['registered-society', 'registered-society', 'registered-society', 'registered-society'],
      ...[
        'credit-union',
        'credit-union',
        'credit-union',
        'other-mutual',
        'other-mutual',
        'registered-society',
      ],
    ])
    expect(societyForm('GB-COH-04000001')).toBeNull()
  })

  it('keeps only entries that somebody could be', () => {
    const register = makeRegister()
    register.want(supplier('Hope', ['GB-COH-4000001']))
    for (const one of ENTRIES) register.add(one)
    expect(register.find(supplier('Spring')).byName).toEqual([])
    expect(register.find(supplier('Hope')).byName).toHaveLength(2)
    expect([...register.find(supplier('x')).covered].sort()).toEqual(['GB-CHC', 'GB-COH', 'GB-MPR', 'GB-SC'])
  })

  it('counts a body once under the best of its identifiers', () => {
    const register = makeRegister()
    for (const link of LINKS) register.link(link)
    register.want(supplier('x', ['GB-COH-04000001', 'GB-SC-SC000015', 'GB-CHC-1100001-1']))
    for (const one of ENTRIES) register.add(one)
    expect(register.countedAs(['GB-COH-4000001'])).toBe('GB-CHC-1100001')
    expect(register.countedAs(['GB-SC-SC000015'])).toBe('GB-CHC-1100014')
    expect(register.countedAs(['GB-CHC-1100001-1'])).toBe('GB-CHC-1100001')
    expect(register.countedAs(['junk'])).toBeNull()
  })

  it('follows mergers in a ring without end', () => {
    const register = makeRegister()
    register.link({ a: 'GB-CHC-1100001', b: 'GB-CHC-1100008', relation: 'merged', on: null })
    register.link({ a: 'GB-CHC-1100008', b: 'GB-CHC-1100001', relation: 'merged', on: null })
    register.want(supplier('x', ['GB-CHC-1100001']))
    for (const one of ENTRIES) register.add(one)
    expect(register.find(supplier('x', ['GB-CHC-1100001'])).mergedInto).toHaveLength(2)
  })

  it('has entries that its own schema takes', () => {
    for (const one of ENTRIES) expect(registerEntrySchema.parse(one)).toEqual(one)
  })
})
