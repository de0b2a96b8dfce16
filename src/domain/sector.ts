// What is this organisation: charity, social enterprise, mutual, trading arm, none of them, or not known?
//
// Registers decide, by identifier first and by name only when no other body could be meant, as they stood on the day of
// the award. A publisher's own flag never decides; it is compared, and a contradiction is said.
import { type PartialDate, printDate } from './dates.ts'
import {
  type Form,
  type Hit,
  type RegisterEntry,
  type RegisterHits,
  type SetApart,
  samePostcode,
  societyForm,
  standingOn,
} from './registers.ts'
import { compareName, legalFormOf, type Named, type ReadId, readOrgIds } from './suppliers.ts'

/** Yes, no, or not known. Not known is never turned into no. */
export type Tri = 'yes' | 'no' | 'unknown'

/** The lenses through which a series can be read. Each gives every organisation yes, no or unknown. */
export const LENSES = ['charity', 'vcse', 'social-enterprise', 'mutual', 'trading-arm'] as const
export type Lens = (typeof LENSES)[number]

export const LENS_WORDS: Readonly<Record<Lens, { label: string; meaning: string }>> = {
  charity: { label: 'Charities', meaning: 'On a charity register on the day.' },
  vcse: { label: 'Voluntary, community and social enterprise', meaning: 'A charity or a social enterprise.' },
  'social-enterprise': {
    label: 'Social enterprises',
    meaning:
      'By legal form: community interest company, co-operative, community benefit or other registered society.',
  },
  mutual: {
    label: 'Mutuals',
    meaning: 'On the mutuals register: societies, credit unions, friendly and building societies, clubs.',
  },
  'trading-arm': {
    label: 'Trading arms of charities',
    meaning: 'A company that a charity owns. By itself it is neither charity nor social enterprise.',
  },
}

/** What registers say of an organisation on a day, through every lens, and which rule decided. */
export type Label = {
  readonly lenses: Readonly<Record<Lens, Tri>>
  /** The rule that fired, in words, with the identifier or name it rests on. */
  readonly why: string
  /** The register entry it was matched to, as an org-id; null when none. */
  readonly entry: string | null
  /** What does not fit together, in words: identifiers, register and the publisher's own flag. */
  readonly contradictions: readonly string[]
}

/** Kinds of registered bodies that count as none of the sector, though some are on its registers. */
export type Policy = { readonly leftOut: readonly SetApart[] }

/** The narrow reading: universities, academies, independent schools, housing associations and NHS charities are left out. */
export const NARROW: Policy = {
  leftOut: ['university', 'academy', 'independent-school', 'housing-association', 'nhs-charity'],
}
/** The wide reading: whoever is on a register counts. */
export const WIDE: Policy = { leftOut: [] }

const SET_APART_WORDS: Readonly<Record<SetApart, string>> = {
  university: 'universities',
  academy: 'academies',
  'independent-school': 'independent schools',
  'housing-association': 'housing associations',
  'nhs-charity': 'NHS charities',
}

/** A policy in words, for the page of a measure. */
export const printPolicy = ({ leftOut }: Policy): string =>
  leftOut.length === 0
    ? 'Every body on a register counts, also universities, academies, independent schools, housing associations and NHS charities.'
    : `Left out, where a list names them by identifier: ${leftOut.map((kind) => SET_APART_WORDS[kind]).join(', ')}.`

/** What the policy comes to today. A test fails once a source of registers says which bodies are set apart. */
export const POLICY_STATE =
  'No register that is read says yet which bodies these are, so none is left out by it: both readings are the same today.'

/** A supplier, with the publisher's own flag; null where it says nothing. */
export type Labelled = Named & { readonly declared?: boolean | null }

type Finding = {
  readonly lenses: Readonly<Record<Lens, Tri>>
  readonly why: string
  readonly entry: string | null
}

/**
 * What a supplier was on a day. The order: identifier on a charity register; company number of a charity; legal form by
 * number or name (community interest company, society); exact name with postcode; exact name that nobody else bears.
 * Anything looser is for people and stays unknown. Pure: the same input gives the same label.
 * @param on the day of the award, grant or payment; a partial date must hold throughout.
 */
export function decideLabel(
  supplier: Labelled,
  hits: RegisterHits,
  on: PartialDate,
  policy: Policy = NARROW,
): Label {
  const ids = readOrgIds(supplier.ids)
  const found = decide(supplier, ids, hits, on, policy)
  return { ...found, contradictions: contradictionsOf(supplier, ids, hits, on, found) }
}

function decide(
  supplier: Labelled,
  ids: readonly ReadId[],
  hits: RegisterHits,
  on: PartialDate,
  policy: Policy,
): Finding {
  const apart = [...hits.byId, ...hits.mergedInto].find(
    ({ entry }) => entry.setApart !== null && policy.leftOut.includes(entry.setApart),
  )
  if (apart)
    return none(
      `left out by policy: ${nameOf(apart.entry)} is one of the ${apartWords(apart.entry)}`,
      apart.entry,
    )

  const arm = hits.byId.find(({ entry }) => entry.form === 'trading-arm')
  if (arm)
    return {
      lenses: { charity: 'no', vcse: 'no', 'social-enterprise': 'no', mutual: 'no', 'trading-arm': 'yes' },
      why: `${nameOf(arm.entry)} is a trading arm of ${arm.entry.main ?? 'a charity'}, and itself an ordinary company`,
      entry: arm.entry.id,
    }

  const form = formOf(supplier, ids, hits)
  const charity = charityById(hits, on)
  if (charity?.tri === 'yes') return combine(charity, form)
  // A charity that changes its form is registered anew under the same name, and old numbers live on in lists.
  const byName = charityByName(supplier, charity === null ? ids : [], hits, on, policy)
  if (byName?.leftOut) return none(byName.why, byName.entry)
  if (byName?.tri === 'yes' && form.form !== 'cic') {
    const before = charity === null ? '' : `${charity.why}; `
    return combine({ ...byName, why: before + byName.why }, form)
  }
  if (charity !== null) return combine(charity, form)

  // Training providers of every legal form have a number of the education register beside their own.
  const isIncorporated =
    form.form !== null || ids.some(({ family, id }) => family === 'company' && id !== null)
  const body = isIncorporated ? undefined : ids.find(({ family }) => family === 'public-body')
  if (body)
    return none(
      `${body.id} identifies a public, education or research body, and no charity register has it`,
      null,
    )
  return combine(byName ?? notCharity(supplier, ids, hits, form), form)
}

const nameOf = (entry: RegisterEntry): string => `${entry.id} "${entry.names[0]}"`
const apartWords = (entry: RegisterEntry): string =>
  entry.setApart === null ? '' : SET_APART_WORDS[entry.setApart]

const none = (why: string, entry: RegisterEntry | null): Finding => ({
  lenses: { charity: 'no', vcse: 'no', 'social-enterprise': 'no', mutual: 'no', 'trading-arm': 'no' },
  why,
  entry: entry?.id ?? null,
})

type CharityFinding = { readonly tri: Tri; readonly why: string; readonly entry: RegisterEntry | null }
type FormFinding = { readonly form: Form | null; readonly why: string | null }

const isCharity = ({ entry }: Hit): boolean => entry.form === 'charity' || entry.form === 'cio'

/** Rules 1 and 2. Null when no identifier leads to a charity. */
function charityById(hits: RegisterHits, on: PartialDate): CharityFinding | null {
  const charities = hits.byId.filter(isCharity)
  const standing = (hit: Hit) => standingOn(hit.entry.spans, on)
  // A number that linked charities share means the main one.
  const registered = charities
    .filter((hit) => standing(hit) === 'registered')
    .sort((a, b) => Number(a.entry.main !== null) - Number(b.entry.main !== null))[0]
  if (registered) {
    const { entry, through } = registered
    const by = entry.id === through ? 'by its identifier' : `through ${through}, the same body`
    return {
      tri: 'yes',
      why: `on the charity register on ${printDate(on)} as ${nameOf(entry)}, ${by}`,
      entry,
    }
  }
  if (charities.length === 0) return null
  const heir = hits.mergedInto.find((hit) => isCharity(hit) && standing(hit) === 'registered')
  const [first] = charities as [Hit, ...Hit[]]
  const removed = charities.every((hit) => standing(hit) === 'removed')
  if (heir && removed)
    return {
      tri: 'yes',
      why: `${nameOf(first.entry)} had gone into ${nameOf(heir.entry)}${heir.on === null ? '' : ` on ${printDate(heir.on)}`}, which was on the charity register on ${printDate(on)}`,
      entry: heir.entry,
    }
  if (removed) {
    const last =
      charities
        .flatMap(({ entry }) => entry.spans.map(({ to }) => to ?? ''))
        .sort()
        .at(-1) ?? ''
    return {
      tri: 'no',
      why: `${nameOf(first.entry)} was taken off the charity register on ${printDate(last)}, by ${printDate(on)} it was no longer on it`,
      entry: first.entry,
    }
  }
  const notYet = charities.every((hit) => standing(hit) === 'not-yet')
  return {
    tri: 'unknown',
    why: notYet
      ? `${nameOf(first.entry)} came on the charity register only after ${printDate(on)}; it may have had another number before`
      : `the register does not say whether ${nameOf(first.entry)} was on it on ${printDate(on)}`,
    entry: first.entry,
  }
}

/** Rule 3: what a number or a name says of the legal form. */
function formOf(supplier: Named, ids: readonly ReadId[], hits: RegisterHits): FormFinding {
  // Of several, a register's own word goes before what a number alone says.
  const entries = hits.byId.filter(({ entry }) => !['charity', 'cio', 'company'].includes(entry.form))
  const exact = entries.find(({ entry }) => entry.form !== 'registered-society') ?? entries[0]
  if (exact)
    return { form: exact.entry.form, why: `${nameOf(exact.entry)} is ${FORM_WORDS[exact.entry.form]}` }
  for (const { id } of ids) {
    const form = id === null ? null : societyForm(id)
    if (form !== null) return { form, why: `only ${FORM_WORDS[form]} has a number like ${id}` }
  }
  const said = legalFormOf(supplier.name)
  if (said === 'cic')
    return { form: 'cic', why: 'by law only a community interest company may end its name so' }
  const company = ids.find(({ family, id }) => family === 'company' && id !== null)
  if (said === 'plc' || said === 'llp' || (said === 'limited' && company))
    return {
      form: 'company',
      why: `its name says that it is ${said === 'llp' ? 'a partnership for profit' : 'a company'} and no community interest company`,
    }
  return { form: null, why: null }
}

const FORM_WORDS: Readonly<Record<Form, string>> = {
  charity: 'a charity',
  cio: 'a charitable incorporated organisation',
  cic: 'a community interest company',
  'co-operative': 'a co-operative society',
  'community-benefit-society': 'a community benefit society',
  'registered-society': 'a registered society (co-operative or community benefit)',
  'credit-union': 'a credit union',
  'other-mutual': 'a mutual society of another kind',
  company: 'a company',
  'trading-arm': 'a trading arm of a charity',
}

const SOCIAL: ReadonlySet<Form> = new Set([
  'cic',
  'co-operative',
  'community-benefit-society',
  'registered-society',
  'credit-union',
])
const MUTUAL: ReadonlySet<Form> = new Set([
  'co-operative',
  'community-benefit-society',
  'registered-society',
  'credit-union',
  'other-mutual',
])

/** Rules 4 and 5. Null when no charity bears the name. */
function charityByName(
  supplier: Named,
  ids: readonly ReadId[],
  hits: RegisterHits,
  on: PartialDate,
  policy: Policy,
): (CharityFinding & { readonly leftOut: boolean }) | null {
  const open = (why: string): CharityFinding & { leftOut: boolean } => ({
    tri: 'unknown',
    why,
    entry: null,
    leftOut: false,
  })
  const charities = hits.byName.filter(isCharity)
  const said = legalFormOf(supplier.name)
  // No charity has such a form, so none of the name is meant.
  if (charities.length === 0 || said === 'plc' || said === 'llp' || said === 'cic') return null
  const registered = charities.filter(({ entry }) => standingOn(entry.spans, on) === 'registered')
  const maybe = charities.filter(({ entry }) => standingOn(entry.spans, on) === 'unknown')
  const name = (charities[0] as Hit).through
  const bodies = (list: readonly Hit[]): number =>
    new Set(list.map(({ entry }) => entry.main ?? entry.id)).size
  if (registered.length === 0)
    return open(`a charity is called "${name}", but the register does not show it on ${printDate(on)}`)
  const near = registered.filter(({ entry }) => samePostcode(entry, supplier) === true)
  const pick = bodies(near) === 1 ? near : bodies([...registered, ...maybe]) === 1 ? registered : []
  const [hit] = pick
  if (!hit) return open(`${bodies([...registered, ...maybe])} charities are called "${name}"`)
  const { entry } = hit
  const against = nameAgainst(supplier, ids, entry, near.length > 0)
  if (against !== null) return open(`${nameOf(entry)} has the same name, but ${against}`)
  const how =
    near.length > 0
      ? 'by its exact name and postcode'
      : 'by its exact name, which no other charity on it bears'
  const leftOut = entry.setApart !== null && policy.leftOut.includes(entry.setApart)
  return {
    tri: 'yes',
    why: leftOut
      ? `left out by policy: ${nameOf(entry)} is one of the ${apartWords(entry)}`
      : `on the charity register on ${printDate(on)} as ${nameOf(entry)}, ${how}`,
    entry,
    leftOut,
  }
}

/** Why a charity of the same name is not, or not surely, the supplier; null when nothing speaks against it. */
function nameAgainst(
  supplier: Named,
  ids: readonly ReadId[],
  entry: RegisterEntry,
  near: boolean,
): string | null {
  const said = legalFormOf(supplier.name)
  const companies = entry.ids.filter((id) => id.startsWith('GB-COH-'))
  const incorporated = companies.length > 0 || entry.names.some((name) => legalFormOf(name) === 'limited')
  if (said === 'limited' && !incorporated && !near)
    return 'the supplier is a limited company, and the charity is none that the register knows of'
  const known = ids.filter(
    ({ family, id }) => id !== null && ['charity', 'company', 'society'].includes(family),
  )
  if (known.some(({ family }) => family === 'charity'))
    return `the supplier has an identifier of its own, ${known[0]?.id}`
  if (known.length > 0 && companies.length > 0)
    return `its company number is ${companies[0]?.slice(7)}, not ${known[0]?.id}`
  if (known.length > 0 && !near)
    return `the supplier has a company number, ${known[0]?.id}, that the register does not give`
  return null
}

/** Nobody on a charity register is meant, as far as can be seen. */
function notCharity(
  supplier: Named,
  ids: readonly ReadId[],
  hits: RegisterHits,
  { form, why }: FormFinding,
): CharityFinding {
  const say = (tri: Tri, why: string): CharityFinding => ({ tri, why, entry: null })
  const id = ids.find((one) => one.id !== null && ['charity', 'company', 'society'].includes(one.family))
  if (form === 'cic') return say('no', `${why}; it cannot be a charity`)
  if (id === undefined) {
    if (form === 'company') return say('no', why ?? '')
    const name = compareName(supplier.name).name
    if (name === '') return say('unknown', 'nobody is named')
    return say('unknown', `no usable identifier, and no charity is called "${name}"`)
  }
  const number = id.id ?? ''
  // Only charities are incorporated under these numbers at Companies House, in England and Wales and in Scotland.
  if (/^GB-COH-C[ES]/.test(number))
    return say('yes', `only a charitable incorporated organisation has a number like ${number}`)
  const scheme =
    id.family === 'charity'
      ? number.split('-').slice(0, 2).join('-')
      : /^GB-COH-(?:SC|SP|SL|SO)/.test(number)
        ? 'GB-SC'
        : /^GB-COH-N[A-Z]|^GB-COH-R0/.test(number)
          ? 'GB-NIC'
          : 'GB-CHC'
  if (!hits.covered.has(scheme))
    return say('unknown', `the register of ${scheme} was not read, so ${number} could not be looked up`)
  if (id.family === 'charity') return say('unknown', `${number} is not in the register as it was read`)
  return say('no', `no charity register gives ${number} or the name${why === null ? '' : `; ${why}`}`)
}

/** Puts charity and legal form together, so that a nested lens never says more than the one around it. */
function combine(charity: CharityFinding, { form, why }: FormFinding): Finding {
  const isSociety = form !== null && MUTUAL.has(form)
  const social: Tri =
    form === null ? (charity.tri === 'yes' ? 'no' : 'unknown') : SOCIAL.has(form) ? 'yes' : 'no'
  const mutual: Tri = isSociety ? 'yes' : form !== null || charity.tri === 'yes' ? 'no' : 'unknown'
  const vcse: Tri = [charity.tri, social].includes('yes')
    ? 'yes'
    : charity.tri === 'no' && social === 'no'
      ? 'no'
      : 'unknown'
  const reasons = [
    charity.why,
    ...(why !== null && social === 'yes' && !charity.why.includes(why) ? [why] : []),
  ]
  return {
    lenses: {
      charity: charity.tri,
      vcse,
      'social-enterprise': social,
      mutual,
      // No register lists trading arms: that a company is none cannot be known, unless it is itself of the sector.
      'trading-arm': charity.tri === 'yes' || isSociety ? 'no' : 'unknown',
    },
    why: reasons.join('; '),
    entry: charity.entry === null ? null : (charity.entry.main ?? charity.entry.id),
  }
}

function contradictionsOf(
  supplier: Labelled,
  ids: readonly ReadId[],
  hits: RegisterHits,
  on: PartialDate,
  { lenses, entry }: Finding,
): string[] {
  const found: string[] = []
  for (const { printed, id, flaw } of ids) {
    if (flaw === 'wrong-scheme') found.push(`printed as ${printed}, which has the shape of ${id}`)
    if (flaw === 'bad-shape' || flaw === 'placeholder')
      found.push(`${printed} is no identifier of its scheme`)
  }
  const bodies = new Map<string, RegisterEntry>()
  for (const { entry: one } of hits.byId.filter(isCharity))
    if (standingOn(one.spans, on) === 'registered') bodies.set(one.main ?? one.id, one)
  const [first, ...others] = [...bodies.values()]
  for (const other of others)
    if (
      first &&
      !first.ids.includes(other.id) &&
      !other.ids.includes(first.id) &&
      first.id.split('-')[1] === other.id.split('-')[1]
    )
      found.push(`its identifiers lead to two bodies, ${nameOf(first)} and ${nameOf(other)}`)
  const own = hits.byId.find((hit) => hit.entry.id === entry)?.entry
  if (own && !shareWord(supplier.name, own.names))
    found.push(`the register calls ${own.id} "${own.names[0]}", the publisher "${supplier.name}"`)
  if (lenses.charity === 'yes' && legalFormOf(supplier.name) === 'cic')
    found.push('a community interest company cannot be a charity, and the register has it as one')
  if (supplier.declared === true && lenses.vcse === 'no')
    found.push('the publisher flags it as of the sector, the registers do not')
  if (supplier.declared === false && lenses.vcse === 'yes')
    found.push('the registers have it as of the sector, the publisher flags it as not')
  return found
}

/** Whether two names have any word of weight in common. */
function shareWord(printed: string, names: readonly string[]): boolean {
  const words = (name: string): string[] => {
    const { name: main, aliases } = compareName(name)
    return [main, ...aliases]
      .flatMap((one) => one.split(' '))
      .filter((word) => word.length > 2 && word !== 'AND')
  }
  const known = new Set(names.flatMap(words))
  const own = words(printed)
  return own.length === 0 || own.some((word) => known.has(word))
}
