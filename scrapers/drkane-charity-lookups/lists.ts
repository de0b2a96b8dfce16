// Which lists are known, by their headings, and what does a line of each say?
import { type BulkRow, SourceChangedError } from '../../src/collect/index.ts'
import { type RegisterEntry, type RegisterLink, societyForm } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'
import { type Line, linkOf, type Told } from './links.ts'
import { PRINTED, readMerger, readPrintedMerger } from './mergers.ts'

/** A list: how it is known by its headings, and what one line of it says; null for a line that says nothing here. */
export type List = {
  readonly name: string
  readonly headings: readonly string[]
  /** Or why nothing is read from it. */
  readonly read: ((record: Line, told: Told) => readonly BulkRow[] | null) | string
}
const CODES = 'of codes: it says nothing of any body'
const NUMBERS = 'of numbers that suppliers are not named by here'

const LISTS: readonly List[] = [
  {
    name: 'company numbers of charities',
    headings: ['org_id_a', 'org_id_b', 'name'],
    read: ({ org_id_a = '', org_id_b = '' }, told) => linkOf('same', org_id_a, org_id_b, null, told),
  },
  {
    name: 'company numbers of Scottish charities',
    headings: ['org_id_1', 'org_id_2', 'name'],
    read: ({ org_id_1 = '', org_id_2 = '' }, told) => linkOf('same', org_id_1, org_id_2, null, told),
  },
  {
    name: 'company numbers of charitable incorporated organisations',
    headings: ['company_number', 'charity_number'],
    read: ({ company_number = '', charity_number = '' }, told) =>
      linkOf('same', `GB-CHC-${charity_number}`, `GB-COH-${company_number}`, null, told),
  },
  {
    // A charity that changed its form has a new number: to the register two charities, the first gone into the second.
    name: 'charities that were registered anew',
    headings: ['Old charity number', 'New charity number', 'Name'],
    read: (record, told) =>
      linkOf(
        'merged',
        `GB-CHC-${record['Old charity number'] ?? ''}`,
        `GB-CHC-${record['New charity number'] ?? ''}`,
        null,
        told,
      ),
  },
  {
    name: 'charities registered in Scotland and in England and Wales',
    headings: ['Scottish Charity Number', 'E&W Charity Number', 'Charity Name (E&W)'],
    read: (record, told) =>
      linkOf(
        'same',
        `GB-SC-${record['Scottish Charity Number'] ?? ''}`,
        `GB-CHC-${record['E&W Charity Number'] ?? ''}`,
        null,
        told,
      ),
  },
  {
    name: 'societies on the mutuals register',
    headings: ['mutual_id', 'company_id', 'name'],
    read: ({ mutual_id = '', company_id = '', name = '' }, told) => {
      const links = linkOf('same', mutual_id, company_id, null, told)
      const [id, company] = [readOrgId(mutual_id).id, readOrgId(company_id).id]
      if (links === null || id === null || company === null) return null
      // The list has no dates, and not all of it is still registered: that a body is a society holds for any day.
      const entry: RegisterEntry = {
        ...{ id, ids: [id, company], names: [name || id], form: societyForm(id) ?? 'registered-society' },
        ...{ spans: [], postcode: null, main: null, setApart: null },
      }
      return [...links, { kind: 'register-entry', key: `${id}=${company}`, ...entry }]
    },
  },
  {
    name: 'other names of charities',
    headings: ['org_id', 'alternative_name'],
    read: ({ org_id = '', alternative_name = '' }, told) => {
      const { id } = readOrgId(org_id)
      if (id === null || alternative_name === '')
        return told.skip('have no identifier or no name', `${org_id}: ${alternative_name}`)
      const link: RegisterLink = { a: alternative_name, b: id, relation: 'name', on: null }
      return [{ kind: 'register-link', key: `${id}: ${alternative_name}`.slice(0, 300), ...link }]
    },
  },
  {
    name: 'register of mergers',
    headings: [
      ...['transferor_name', 'transferor_regno', 'transferor_subno', 'transferee_name', 'transferee_regno'],
      ...[
        'transferee_subno',
        'date_vesting_declaration',
        'date_property_transferred',
        'date_merger_registered',
      ],
    ],
    read: readMerger,
  },
  {
    // The same register among the lists of relationships. Its word "sameas" is not taken: a body that went into another
    // is not the same one.
    name: 'register of mergers as relationships',
    headings: [
      'org_id_a',
      'org_id_b',
      'transferor_regno',
      'transferor_subno',
      'transferee_regno',
      'transferee_subno',
    ],
    read: (record, told) => readMerger({ ...record, date_merger_registered: record.valid_from ?? '' }, told),
  },
  {
    name: 'register of mergers as the Charity Commission prints it',
    headings: [PRINTED.from, PRINTED.into, PRINTED.vested, PRINTED.moved, PRINTED.registered],
    read: readPrintedMerger,
  },
  {
    name: 'relationships',
    headings: ['org_id_a', 'org_id_b', 'relationship', 'source'],
    read: readRelation,
  },
  { name: 'numbers of universities', headings: ['Name', 'HESA ID', 'OrgID'], read: NUMBERS },
  { name: 'colleges of universities', headings: ['College', 'University', 'Charity Number'], read: NUMBERS },
  { name: 'royal charters of universities', headings: ['URN', 'Name', 'CompanyNumber'], read: NUMBERS },
  {
    name: 'registered providers of housing',
    headings: ['RP Code', 'Company Number', 'Org ID'],
    read: NUMBERS,
  },
  { name: 'numbers of research bodies', headings: ['grid_id', 'org_id'], read: NUMBERS },
  {
    name: 'reach of charities',
    headings: ['reg_number', 'scale'],
    read: 'that says only how far a charity reaches',
  },
  { name: 'federated charities', headings: ['type', 'reg_number', 'name'], read: NUMBERS },
  { name: 'fields of the public extract', headings: ['Table', 'Field', 'Description'], read: CODES },
  { name: 'classification of charities', headings: ['category', 'code', 'name'], read: CODES },
  { name: 'ICNPO classification', headings: ['icnpo', 'icnpo_desc', 'icnpo_group'], read: CODES },
  { name: 'ICNPO and industries', headings: ['ICNPO code', 'ICNPO category', 'SIC'], read: CODES },
  {
    name: 'activities in two registers',
    headings: ['ccew-classno', 'ccew-classtext', 'oscr-group', 'oscr-label'],
    read: CODES,
  },
  { name: 'ICNP/TSO classification', headings: ['Section', 'Group', 'Sub-group', 'Title'], read: CODES },
  { name: 'kinds of mutual society', headings: ['Suffix/Prefix', 'Definition', 'Society Type'], read: CODES },
]

/** Between two numbers of one register the words of a list mean that one registration followed on the other. */
function readRelation(record: Line, told: Told): readonly BulkRow[] | null {
  const { org_id_a: a = '', org_id_b: b = '', relationship = '', source = '', valid_to = '' } = record
  if (relationship !== 'sameas') return told.skip(`say "${relationship}", which is not read`, `${a}, ${b}`)
  if (valid_to !== '') return told.skip('hold no longer', `${a}, ${b} until ${valid_to}`)
  if (!['GB-CHC-', 'GB-SC-', 'GB-NIC-'].some((scheme) => a.startsWith(scheme) && b.startsWith(scheme)))
    return linkOf('same', a, b, null, told)
  // Here the numbers of linked charities are cut off: a fund of a charity would look like the charity.
  if (/merger/i.test(source))
    return told.skip(
      'are mergers without the numbers of linked charities; the list of mergers has them',
      `${a}, ${b}`,
    )
  return linkOf('merged', a, b, null, told)
}

export function listWith(headings: readonly string[]): List {
  const found = LISTS.find((list) => list.headings.every((heading) => headings.includes(heading)))
  if (found) return found
  throw new SourceChangedError(
    `expected the headings of a known list, found ${headings.slice(0, 12).join(', ')}`,
  )
}
