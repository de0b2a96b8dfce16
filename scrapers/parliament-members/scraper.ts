// scrapers/parliament-members - who is who in Parliament, of which party, and in which office on which day?
import {
  defineScraper,
  type Finding,
  hostOf,
  type Json,
  type JsonRecord,
  jsonRecord,
  OddRecordError,
  type Tools,
  unwrapped,
} from '../../src/collect/index.ts'
import { PEOPLE } from './people.ts'

const HOST = 'members-api.parliament.uk'
const MEMBERS = '/api/Members'
const POSTS = '/api/Posts/GovernmentPosts'

export default defineScraper({
  title: 'Members of Parliament: names, parties and offices',
  publisher: 'UK Parliament',
  licence: 'OPL-3.0',
  cadence: '45 3 * * 1',
  baseUrl: `https://${HOST}`,
  // The reviewed people alone give three findings each. No live run has been seen yet: the upper bound is a guess.
  expected: { min: 50, max: 5_000 },
  notes:
    'Tested against one real member. No real payload of a search, a biography, a history or a list of posts has been tested; they follow the interface description. ' +
    'The latest party is that of the day of reading; parties and offices with their days are in the parts "biography" and "history". ' +
    'Some party histories are reported to be missing or to begin before the membership.',
  handles: (url) =>
    hostOf(url) === HOST &&
    /^\/api\/(members\/(search|history|\d+|\d+\/biography)|posts\/governmentposts)\/?$/i.test(url.pathname),
  start: () => ({
    pages: [
      POSTS,
      // The service gives at most 20 at once; a full name finds one or two.
      ...PEOPLE.map(
        (name) => `${MEMBERS}/Search?${new URLSearchParams({ Name: name, skip: '0', take: '20' })}`,
      ),
    ],
  }),
  parse(page, tools) {
    const got = page.json()
    const { pathname, searchParams } = new URL(page.url)
    const place = pathname.replace(/\/$/, '').toLowerCase()
    if (place.endsWith('/governmentposts')) return readPosts(got, tools)
    if (place.endsWith('/search')) return { follow: readSearch(got, tools) }
    if (place.endsWith('/history')) return listOf(got).flatMap((item) => readHistory(unwrapped(item), tools))
    const id = Number(/\/members\/(\d+)/.exec(place)?.[1])
    if (place.endsWith('/biography')) return [readBiography(unwrapped(got), id, tools)]
    return readMember(unwrapped(got), id, searchParams.get('detailsForDate'), tools)
  },
})

/** Most answers are `{ value, links }`; kept ones may be the value alone. */
/** A list, or one item of it kept alone. */
const listOf = (got: unknown): readonly unknown[] => (Array.isArray(got) ? got : [got])

/** A House is a number here and a word elsewhere. */
function houseOf(record: JsonRecord, { lookup }: Tools): string | null {
  const house = record.integerOrNull('house')
  return house === null ? null : lookup<string>('house', String(house))
}

const person = (key: string, payload: { [field: string]: Json }): Finding => ({
  kind: 'person',
  key,
  payload: { ...payload, licence: 'OPL-3.0' },
})

function readSearch(got: unknown, { each, issue }: Tools): string[] {
  const result = jsonRecord(got, 'search')
  const items = result.list('items')
  const total = result.integer('totalResults')
  if (total > items.length) issue(`a name of the list finds ${total} members; only ${items.length} are read`)
  return each(
    items,
    (item, at) => `${MEMBERS}/${jsonRecord(unwrapped(item), `member ${at + 1}`).integer('id')}`,
  )
}

function readMember(
  got: unknown,
  id: number,
  asOf: string | null,
  tools: Tools,
): { findings: Finding[]; follow: string[] } {
  const member = jsonRecord(got, `member ${id}`, ['latestHouseMembership', 'latestParty'])
  if (member.integer('id') !== id)
    throw new OddRecordError(`member ${id}: expected that member, got ${member.integer('id')}`)
  const party = member.recordOrNull('latestParty')
  const membership = member.recordOrNull('latestHouseMembership')
  const payload = {
    part: 'member',
    id,
    // The day the details are for, when the address asked for one.
    asOf,
    names: namesOf(member),
    // Today's party unless `asOf` gives a day; never that of an earlier one.
    latestParty: party === null ? null : party.labelOrNull('name'),
    latestMembership: membership === null ? null : membershipOf(membership, tools),
  }
  return {
    findings: [person(asOf === null ? String(id) : `${id}@${asOf.slice(0, 10)}`, payload)],
    follow: [`${MEMBERS}/${id}/Biography`, `${MEMBERS}/History?ids=${id}`],
  }
}

const namesOf = (record: JsonRecord) => ({
  listAs: record.labelOrNull('nameListAs'),
  displayAs: record.labelOrNull('nameDisplayAs'),
  fullTitle: record.labelOrNull('nameFullTitle'),
  addressAs: record.labelOrNull('nameAddressAs'),
})

/** For peers `for` is the kind of peerage, not a place. */
const membershipOf = (membership: JsonRecord, tools: Tools) => ({
  house: houseOf(membership, tools),
  for: membership.labelOrNull('membershipFrom'),
  from: membership.dayOrNull('membershipStartDate'),
  to: membership.dayOrNull('membershipEndDate'),
})

/** Things with days: an office, a party, a seat. An open end is null. */
function stretches(record: JsonRecord, field: string, tools: Tools) {
  return tools.each(record.list(field), (item) => {
    const one = jsonRecord(item, `${record.where}, ${field}`, [
      'house',
      'additionalInfo',
      'additionalInfoLink',
    ])
    return {
      id: one.integer('id'),
      name: one.labelOrNull('name'),
      house: houseOf(one, tools),
      from: one.dayOrNull('startDate'),
      to: one.dayOrNull('endDate'),
      info: one.labelOrNull('additionalInfo'),
    }
  })
}

function readBiography(got: unknown, id: number, tools: Tools): Finding {
  const biography = jsonRecord(got, `biography of member ${id}`)
  return person(`${id}/biography`, {
    part: 'biography',
    id,
    governmentPosts: stretches(biography, 'governmentPosts', tools),
    oppositionPosts: stretches(biography, 'oppositionPosts', tools),
    parties: stretches(biography, 'partyAffiliations', tools),
    memberships: stretches(biography, 'houseMemberships', tools),
    seats: stretches(biography, 'representations', tools),
  })
}

function readHistory(got: unknown, tools: Tools): Finding[] {
  return tools.each([got], () => {
    const history = jsonRecord(got, 'history of a member')
    const id = history.integer('id')
    const where = `history of member ${id}`
    const names = history.list('nameHistory').map((item) => {
      const name = jsonRecord(item, `${where}, nameHistory`)
      return { ...namesOf(name), from: name.dayOrNull('startDate'), to: name.dayOrNull('endDate') }
    })
    const parties = history.list('partyHistory').map((item) => {
      const stretch = jsonRecord(item, `${where}, partyHistory`)
      const party = stretch.recordOrNull('party')
      return {
        name: party === null ? null : party.labelOrNull('name'),
        from: stretch.dayOrNull('startDate'),
        to: stretch.dayOrNull('endDate'),
      }
    })
    const memberships = history
      .list('houseMembershipHistory')
      .map((item) => membershipOf(jsonRecord(item, `${where}, houseMembershipHistory`), tools))
    return person(`${id}/history`, { part: 'history', id, names, parties, memberships })
  })
}

function readPosts(got: unknown, tools: Tools): { findings: Finding[]; follow: string[] } {
  const members = new Set<number>()
  const findings = tools.each(listOf(got), (item, at) => {
    const post = jsonRecord(unwrapped(item), `post ${at + 1}`, ['hansardName', 'governmentDepartments'])
    const id = post.integer('id')
    const holders = post.list('postHolders').map((one) => {
      const holder = jsonRecord(one, `post ${id}, postHolders`, ['layingMinisterName'])
      const found = holder.value('member')
      const member = found === null ? null : jsonRecord(unwrapped(found), `post ${id}, member`)
      if (member) members.add(member.integer('id'))
      return {
        member: member?.integer('id') ?? null,
        name: member?.labelOrNull('nameDisplayAs') ?? null,
        from: holder.dayOrNull('startDate'),
        to: holder.dayOrNull('endDate'),
      }
    })
    const departments = post
      .list('governmentDepartments')
      .map((one) => jsonRecord(one, `post ${id}, governmentDepartments`).labelOrNull('name'))
    const payload = {
      ...{ id, name: post.labelOrNull('name'), hansardName: post.labelOrNull('hansardName') },
      ...{ departments, holders, licence: 'OPL-3.0' },
    }
    return { kind: 'post', key: String(id), payload }
  })
  return { findings, follow: [...members].map((id) => `${MEMBERS}/${id}`) }
}
