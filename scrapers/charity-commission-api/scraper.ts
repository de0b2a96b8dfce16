// What does the register of charities say today of the charities that lists of delivery name?
import { defineBulk, type Json, listedIds } from '../../src/collect/index.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'
import { operationIn, readRows } from './rows.ts'

/** 38 numbers were answered and 45 were not, so people report. */
const MOST_NUMBERS = 30
const API = '/register/api/charitydetailsmulti/'

/**
 * Numbers asked for together, as the cursor holds them. They stay together, so that an address means the same at every
 * run; the last batch may grow.
 */
const batchesIn = (cursor: Json): string[][] =>
  (Array.isArray(cursor) ? cursor : []).map((batch) => (Array.isArray(batch) ? batch.map(String) : []))
const numberOf = (id: string): readonly string[] =>
  readOrgId(id)
    .id?.match(/^GB-CHC-(\d+)/)
    ?.slice(1, 2) ?? []

export default defineBulk({
  title: 'Register of charities: the charities that lists name',
  publisher: 'Charity Commission for England and Wales',
  licence: 'OGL-3.0',
  // Four days after the extract is read: what has changed since, for the charities that matter here.
  cadence: '17 4 * * 4',
  baseUrl: 'https://api.charitycommission.gov.uk',
  // None while no list names a charity.
  expected: { min: 0, max: 100_000 },
  key: {
    setting: 'CHARITY_COMMISSION_KEY',
    header: 'Ocp-Apim-Subscription-Key',
    how: 'a free account at https://api-portal.charitycommission.gov.uk gives one with a subscription to the register',
  },
  notes:
    'No answer of the service was at hand when this was written: its fields come from programs of others that read it. Only charities that a list names by number, or that the extract knew by name, are asked about; the extract stays the register, and of the two the one read last counts. Telephone numbers and addresses of charities are left out.',
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    url.hostname === 'api.charitycommission.gov.uk' &&
    operationIn(url) !== null,
  leads: listedIds,
  start: ({ cursor, leads }) => {
    const asked = batchesIn(cursor)
    const known = new Set(asked.flat())
    for (const number of leads.flatMap(numberOf)) {
      if (known.has(number)) continue
      known.add(number)
      const last = asked.at(-1)
      if (last && last.length < MOST_NUMBERS) last.push(number)
      else asked.push([number])
    }
    return { pages: asked.map((numbers) => `${API}${numbers.join(',')}`), cursor: asked }
  },
  readRows,
})
