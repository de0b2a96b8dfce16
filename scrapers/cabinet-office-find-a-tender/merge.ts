// Which awards were made, once all notices of a procurement are put together?
//
// Pure, and in whatever order rows come: each fact carries the stamp of its release (date, then id), and the latest one
// that states it stands, field by field. A notice that says nothing of a field leaves it as it was.
import {
  type BulkRow,
  type PrintedBids,
  type PrintedSupplier,
  type PrintedValue,
  stampOf,
} from '../../src/collect/index.ts'
import {
  addDecimals,
  type Decimal,
  MONEY_FLAW_WORDS,
  type Money,
  readAmount,
} from '../../src/domain/money.ts'
import { compareName, knownIds } from '../../src/domain/suppliers.ts'

/** A fact and the stamp of the release that states it. */
type Fact<T> = { value: T; at: string }
type Latest = { [field: string]: Fact<unknown> }

type Contract = { facts: Latest; stated: string; undone: string }
type AwardState = {
  readonly ocid: string
  readonly award: string
  facts: Latest
  /** Stamp of the latest notice that makes the award (not one that changes or ends its contract), and of the first. */
  stated: string
  first: string
  /** The day printed on the first notice. */
  noticed: string
  /** Number of the latest notice that makes it. */
  notice: string
  suppliers: Fact<readonly PrintedSupplier[]> | null
  /** Declared flags, by every identifier and name: a later notice may name a supplier without repeating its flag. */
  declared: Map<string, Fact<boolean>>
  changes: { at: string; added: readonly PrintedSupplier[]; removed: readonly PrintedSupplier[] }[]
  contracts: Map<string, Contract>
  /** Which of UK1 to UK17 speak of it: bit n for UKn, so that a year of awards fits in memory. */
  notices: number
}
type ProcurementState = {
  facts: Latest
  undone: { at: string; lots: readonly string[] }[]
  lightTouch: boolean
  callOff: boolean
  lots: Map<string, Fact<string>>
  bids: Map<string, Fact<PrintedBids[string]>>
  first: string
  act: boolean
}

/** Why an award is not counted, in the reader's words. */
export type LeftOut =
  | 'a dynamic market, not an award'
  | 'unsuccessful or cancelled'
  | 'undone by a termination notice'
  | 'no supplier named'
  | 'a test'
  | 'rules not stated'
  | 'not dated'
  | 'no notice makes the award'
  | 'status not known'

export type MergedAward = {
  readonly ocid: string
  readonly award: string
  /** Of the award and of its procurement. */
  readonly titles: readonly string[]
  readonly buyer: string
  readonly on: string
  readonly suppliers: readonly PrintedSupplier[]
  /** Frameworks are kept apart from contracts, and so is what was awarded under other rules than the Procurement Act. */
  readonly group: Group
  readonly lightTouch: boolean
  readonly leftOut: LeftOut | null
  /** The value with the best basis; null where none can be counted, which `notes` explain. */
  readonly money: Money | null
  readonly notes: readonly string[]
  readonly notice: string
}

/** Bids of one lot: final-stage bids from voluntary, community and social enterprises, out of all. */
export type LotBids = {
  readonly ocid: string
  readonly lot: string
  readonly title: string
  readonly on: string
  readonly vcse: number
  readonly all: number
  readonly group: Group
  readonly lightTouch: boolean
}

export type Group = 'contracts' | 'frameworks' | 'other rules'

/** Bits of notices: those that make an award, those that only change or end one, those of dynamic markets. */
const bits = (...numbers: number[]): number => numbers.reduce((sum, n) => sum | (1 << n), 0)
const MAKES = bits(5, 6, 7)
const CHANGES = bits(8, 9, 10, 11, 12)
const DYNAMIC = bits(13, 14, 15, 16)
const noticesIn = (value: unknown): number =>
  bits(
    ...textList(value).flatMap((notice) => (/^UK([1-9]|1\d)$/.test(notice) ? [Number(notice.slice(2))] : [])),
  )
/** Admissions to a dynamic market are no awards, whatever else is printed of them. */
const isDynamic = (notices: number): boolean => (notices & DYNAMIC) !== 0 && (notices & MAKES) === 0

const take = (facts: Latest, field: string, value: unknown, at: string): void => {
  if (value === undefined || value === null) return
  const known = facts[field]
  if (!known || at >= known.at) facts[field] = { value, at }
}
const takeInto = <T>(
  facts: Map<string, Fact<T>>,
  name: string,
  value: T | null | undefined,
  at: string,
): void => {
  if (value === undefined || value === null) return
  const known = facts.get(name)
  if (!known || at >= known.at) facts.set(name, { value, at })
}
const known = <T>(facts: Latest, field: string): T | null => (facts[field]?.value as T | undefined) ?? null

export type Merger = {
  readonly procurement: (row: BulkRow) => void
  readonly award: (row: BulkRow) => void
  /** After all rows. */
  readonly awards: () => Generator<MergedAward>
  readonly bids: () => Generator<LotBids>
}

export function makeMerger(): Merger {
  const procurements = new Map<string, ProcurementState>()
  const awards = new Map<string, AwardState>()

  return {
    procurement: (row) => {
      const ocid = String(row.ocid)
      const at = stampOf(row.date as string | null, String(row.release))
      let state = procurements.get(ocid)
      if (!state) {
        state = {
          facts: {},
          undone: [],
          lightTouch: false,
          callOff: false,
          lots: new Map(),
          bids: new Map(),
          first: at,
          act: false,
        }
        procurements.set(ocid, state)
      }
      if (at < state.first) state.first = at
      for (const field of ['title', 'buyer', 'regime', 'framework']) take(state.facts, field, row[field], at)
      const notices = noticesIn(row.notices)
      state.act ||= notices !== 0
      state.lightTouch ||= row.lightTouch === true
      state.callOff ||= row.callOff === true
      const lots = (row.lots ?? []) as { id?: string; status?: string }[]
      for (const { id = '', status } of lots) takeInto(state.lots, id, status, at)
      for (const [lot, bids] of Object.entries((row.bids ?? {}) as PrintedBids))
        takeInto(state.bids, lot, bids, at)
      if ((notices & bits(12)) !== 0 || textList(row.tag).includes('tenderCancellation')) {
        // A UK12 may end some lots only: those it names as not going on, when it names any other.
        const ended = lots.filter(
          ({ status }) => status === undefined || !['active', 'complete'].includes(status),
        )
        state.undone.push({ at, lots: ended.length < lots.length ? ended.map(({ id = '' }) => id) : [] })
      }
    },

    award: (row) => {
      const [ocid, award] = [String(row.ocid), String(row.award)]
      const at = stampOf(row.date as string | null, String(row.release))
      const name = `${ocid} ${award}`
      let state = awards.get(name)
      if (!state) {
        state = {
          ocid,
          award,
          facts: {},
          stated: '',
          first: at,
          noticed: '',
          notice: '',
          suppliers: null,
          declared: new Map(),
          changes: [],
          contracts: new Map(),
          notices: 0,
        }
        awards.set(name, state)
      }
      const notices = noticesIn(row.notices)
      state.notices |= notices
      if (at <= state.first || state.noticed === '') {
        state.first = at
        state.noticed = /^\d{4}-\d{2}-\d{2}/.exec(String(row.date))?.[0] ?? ''
      }
      // A notice before the Act has no number.
      const makes = (notices & MAKES) !== 0 || (notices & CHANGES) === 0
      const suppliers = (row.suppliers ?? []) as unknown as readonly PrintedSupplier[]
      const contracts = (row.contracts ?? []) as unknown as PrintedContract[]
      // A delta that holds an id and nothing else makes nothing.
      const states = suppliers.length > 0 || contracts.length > 0 || row.value || row.status || row.awarded
      if (makes && states && at >= state.stated) {
        state.stated = at
        state.notice = String(row.release)
      }
      for (const field of ['title', 'status', 'awarded', 'lots']) take(state.facts, field, row[field], at)
      takeValue(state.facts, row.value as PrintedValue | undefined, at)
      if (suppliers.length > 0 && (!state.suppliers || at >= state.suppliers.at))
        state.suppliers = { value: suppliers.map(withoutFlag), at }
      for (const supplier of [...suppliers, ...contracts.flatMap(({ added = [] }) => added)])
        if (supplier.declared !== undefined)
          for (const key of keysOf(supplier)) takeInto(state.declared, key, supplier.declared, at)
      for (const contract of contracts) {
        const id = contract.id ?? award
        const kept = state.contracts.get(id) ?? { facts: {}, stated: '', undone: '' }
        state.contracts.set(id, kept)
        if (makes && at > kept.stated) kept.stated = at
        if (contract.termination === 'undone' && at > kept.undone) kept.undone = at
        take(kept.facts, 'status', contract.status, at)
        take(kept.facts, 'signed', contract.signed, at)
        takeValue(kept.facts, contract.value, at)
        const { added = [], removed = [] } = contract
        if (added.length > 0 || removed.length > 0)
          state.changes.push({ at, added: added.map(withoutFlag), removed: removed.map(withoutFlag) })
      }
    },

    awards: function* () {
      for (const state of awards.values()) yield mergeAward(state, procurements.get(state.ocid))
    },

    bids: function* () {
      const dates = new Map<string, string>()
      const gone = new Set<string>()
      for (const state of awards.values()) {
        const { on } = dayOf(state)
        const earliest = dates.get(state.ocid)
        if (on !== '' && (!earliest || on < earliest)) dates.set(state.ocid, on)
        if (isDynamic(state.notices)) gone.add(state.ocid)
      }
      for (const [ocid, state] of procurements) {
        if (regimeOf(state) !== 'act' || gone.has(ocid) || state.undone.some(({ lots }) => lots.length === 0))
          continue
        for (const [lot, { value }] of state.bids) {
          const [vcse, all] = [value.vcseFinalStageBids, value.finalStageBids].map(oneCount)
          if (vcse === null || vcse === undefined || all === null || all === undefined || vcse > all) continue
          yield {
            ocid,
            lot,
            vcse,
            all,
            group: groupOf(state),
            lightTouch: state.lightTouch,
            on: dates.get(ocid) ?? state.first.slice(0, 10),
            title: known<string>(state.facts, 'title') ?? '',
          }
        }
      }
    },
  }
}

type PrintedContract = {
  readonly id?: string
  readonly status?: string
  readonly signed?: string
  readonly value?: PrintedValue
  readonly added?: readonly PrintedSupplier[]
  readonly removed?: readonly PrintedSupplier[]
  readonly termination?: string
}

const textList = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

/** What a supplier is known by in other notices: not by ids that are internal to the service and change. */
const keysOf = ({ name, ids }: PrintedSupplier): string[] => [nameOf(name), ...knownIds(ids)]
const nameOf = (name: string): string => `name ${compareName(name).name || name}`

// Written out, not spread: an object that is spread into another has a shape of its own in V8, and a year of shapes is 20 MB.
/** What is counted of a supplier; its flag is kept apart. */
const withoutFlag = ({ name, ids, postcode }: PrintedSupplier): PrintedSupplier =>
  postcode === undefined ? { name, ids } : { name, ids, postcode }
const withFlag = ({ name, ids, postcode }: PrintedSupplier, declared: boolean): PrintedSupplier =>
  postcode === undefined ? { name, ids, declared } : { name, ids, postcode, declared }

function takeValue(facts: Latest, value: PrintedValue | undefined, at: string): void {
  for (const field of ['net', 'gross', 'currency'] as const) take(facts, field, value?.[field], at)
}

/** One count where the statistics of a lot agree; null where they do not, or are none. */
function oneCount(values: readonly string[] | undefined): number | null {
  return values?.length === 1 && /^\d{1,6}$/.test(values[0] ?? '') ? Number(values[0]) : null
}

const regimeOf = (procurement: ProcurementState | undefined): string | null =>
  procurement === undefined
    ? null
    : (known<string>(procurement.facts, 'regime') ?? (procurement.act ? 'act' : null))

/** A call-off from a framework is a contract, even where it repeats the marker of its framework. */
function groupOf(procurement: ProcurementState | undefined): Group {
  if (regimeOf(procurement) === 'old') return 'other rules'
  const framework = procurement && known<boolean>(procurement.facts, 'framework') === true
  return framework && !procurement.callOff ? 'frameworks' : 'contracts'
}

function mergeAward(state: AwardState, procurement: ProcurementState | undefined): MergedAward {
  const { ocid, award, facts } = state
  const suppliers = suppliersOf(state)
  const day = dayOf(state)
  const { money, notes } = moneyOf(state)
  const buyer = (procurement && known<string>(procurement.facts, 'buyer')) ?? ''
  const lots = known<string[]>(facts, 'lots') ?? []
  const cancelledLots = lots.filter((lot) => procurement?.lots.get(lot)?.value === 'cancelled')
  return {
    ocid,
    award,
    suppliers,
    money,
    buyer,
    on: day.on,
    notice: state.notice || (state.first.split(' ')[1] ?? ''),
    titles: [facts, procurement?.facts ?? {}].flatMap((of) => known<string>(of, 'title') ?? []),
    group: groupOf(procurement),
    lightTouch: procurement?.lightTouch ?? false,
    leftOut: leftOutOf(state, procurement, suppliers, buyer, day.on),
    notes: [
      ...notes,
      ...(day.note ? [day.note] : []),
      ...(cancelledLots.length > 0 ? ['its lot is marked cancelled although the award stands'] : []),
      ...((state.notices & MAKES) === bits(5) ? ['announced only (UK5)'] : []),
    ],
  }
}

function leftOutOf(
  state: AwardState,
  procurement: ProcurementState | undefined,
  suppliers: readonly PrintedSupplier[],
  buyer: string,
  on: string,
): LeftOut | null {
  if (isDynamic(state.notices)) return 'a dynamic market, not an award'
  if ([buyer, ...suppliers.map(({ name }) => name)].some(isTest)) return 'a test'
  if (regimeOf(procurement) === null) return 'rules not stated'
  const status = known<string>(state.facts, 'status') ?? 'active'
  if (status === 'unsuccessful' || status === 'cancelled') return 'unsuccessful or cancelled'
  if (!['active', 'pending'].includes(status)) return 'status not known'
  const contracts = [...state.contracts.values()]
  if (contracts.length > 0 && contracts.every(({ facts }) => known(facts, 'status') === 'cancelled'))
    return 'unsuccessful or cancelled'
  if (contracts.length > 0 && contracts.every(isUndone)) return 'undone by a termination notice'
  const lots = known<string[]>(state.facts, 'lots') ?? []
  const undone = procurement?.undone.some(
    ({ at, lots: ended }) =>
      at >= state.stated &&
      (ended.length === 0 || (lots.length > 0 && lots.every((lot) => ended.includes(lot)))),
  )
  if (undone) return 'undone by a termination notice'
  if (state.stated === '') return 'no notice makes the award'
  if (on === '') return 'not dated'
  return suppliers.length === 0 ? 'no supplier named' : null
}

const isUndone = ({ undone, stated }: Contract): boolean => undone !== '' && undone >= stated

/** Systems are tried out on the live service. "Test Valley Borough Council" is none of them. */
const isTest = (name: string): boolean =>
  /^(test|dummy|training) (buyer|supplier|organi[sz]ation|authority|company|party|contract)\b/i.test(name)

/** The latest list of suppliers with later changes of the contract, and each one's latest flag. */
function suppliersOf(state: AwardState): PrintedSupplier[] {
  const since = state.suppliers?.at ?? ''
  let list = [...(state.suppliers?.value ?? [])]
  const changes = state.changes.filter(({ at }) => at > since).sort((a, b) => (a.at < b.at ? -1 : 1))
  for (const { added, removed } of changes) {
    const out = new Set(removed.flatMap(keysOf))
    list = [...list, ...added].filter((supplier) => !keysOf(supplier).some((key) => out.has(key)))
  }
  const named = new Set<string>()
  return list
    .filter(({ name }) => !named.has(nameOf(name)) && named.add(nameOf(name)))
    .map((supplier) => {
      const facts = keysOf(supplier).flatMap((key) => state.declared.get(key) ?? [])
      const latest = facts.reduce<Fact<boolean> | null>((a, b) => (a === null || b.at > a.at ? b : a), null)
      return latest === null ? supplier : withFlag(supplier, latest.value)
    })
}

/** The day of the award: as printed, else signed, else of the first notice. */
function dayOf(state: AwardState): { on: string; note: string | null } {
  const signed = [...state.contracts.values()].map(({ facts }) => known<string>(facts, 'signed'))
  const printed = [known<string>(state.facts, 'awarded'), ...signed.filter((day) => day !== null).sort()]
  const { noticed } = state
  const latest = String(Number(noticed.slice(0, 4)) + 1)
  // A date before the service began, or over a year after the notice, is a slip of the keyboard.
  const good = printed.find((day) => day !== null && day >= '2015' && day.slice(0, 4) <= latest)
  if (good) return { on: good.slice(0, 10), note: null }
  return { on: noticed, note: 'dated by its first notice' }
}

/**
 * Net of the award, else of its contracts, else with VAT of either. A value with VAT stays one: it is not always net and a
 * fifth (37,440 for 32,800).
 */
function moneyOf(state: AwardState): { money: Money | null; notes: string[] } {
  const contracts = [...state.contracts.values()].filter(
    (contract) => known(contract.facts, 'status') !== 'cancelled' && !isUndone(contract),
  )
  const odd = new Set<string>()
  const read = (facts: Latest, field: 'net' | 'gross'): Decimal | null => {
    const printed = known<string>(facts, field)
    if (printed === null) return null
    const currency = known<string>(facts, 'currency')
    // AED is printed under tenders in GBP: a slip of the buyer's (October 2026). It is never converted.
    if (currency !== null && currency !== 'GBP') {
      odd.add(`printed in ${currency}`)
      return null
    }
    const { amount, flaw } = readAmount(printed)
    if (flaw === null) return amount
    odd.add(MONEY_FLAW_WORDS[flaw])
    return null
  }
  const total = (field: 'net' | 'gross'): Decimal | null => {
    const values = contracts.map(({ facts }) => read(facts, field)).filter((value) => value !== null)
    return values.length > 0 && values.length === contracts.length ? addDecimals(values) : null
  }
  for (const basis of ['net', 'gross'] as const) {
    const ofAward = read(state.facts, basis)
    const amount = ofAward ?? total(basis)
    if (amount !== null) {
      const notes = [basis === 'gross' ? 'with VAT' : '', ofAward === null ? 'value of its contract' : '']
      return { money: { amount, currency: 'GBP', basis }, notes: notes.filter((note) => note !== '') }
    }
  }
  return { money: null, notes: odd.size > 0 ? [...odd] : ['no value is printed'] }
}
