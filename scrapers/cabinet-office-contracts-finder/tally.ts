// What share of awards on Contracts Finder went to the voluntary sector: by award, by supplier named, and by value?
//
// Unit: one award of one notice, as the notice's latest release states it. An award has one value, however many suppliers
// share it. Never added to Find a Tender: many awards are on both.
import {
  awardShares,
  type CountedAward,
  type KeptRow,
  type PrintedSupplier,
  type Series,
  stampOf,
  type Tally,
} from '../../src/collect/index.ts'
import {
  addDecimals,
  compareDecimals,
  MONEY_FLAW_WORDS,
  type Money,
  readAmount,
} from '../../src/domain/money.ts'

const SERIES: Series = {
  byNumber: 'contracts-finder-vcse-share-of-awards',
  bySupplier: 'contracts-finder-vcse-share-of-suppliers-named',
  byValue: 'contracts-finder-vcse-share-of-award-value',
  list: 'Awards on Contracts Finder',
  programme: 'vcse-public-procurement',
  area: 'England',
  declaredBy: 'buyer',
  // No limit for late notices is known here; three months is a cautious guess.
  lateDays: 90,
  basis:
    'Awards dated in the period, as the latest release of their notice states them. The flag is the buyer’s guess.',
}

/** The ceiling of a framework, when several suppliers share it: 470,184,791 for 11 of them (2019). Nothing marks frameworks here. */
const CEILING = '100000000'

type Kept = { at: string; status: string; title: string; buyer: string; awards: Map<string, KeptRow> }

export const tally: Tally = async function* (input) {
  const { parts, issue } = input
  const leftOut: Record<string, number> = {}
  const capped: string[] = []
  const counted = async function* (): AsyncGenerator<CountedAward> {
    for await (const rows of parts('notice'))
      for (const [notice, kept] of await latestReleases(rows))
        for (const [id, row] of kept.awards) {
          const why = leftOutOf(row, kept.status)
          if (why !== null) {
            leftOut[why] = (leftOut[why] ?? 0) + 1
            continue
          }
          const award = countedAward(notice, kept, id, row)
          if (award.note.startsWith(CAPPED)) capped.push(award.identifier)
          yield award
        }
    if (Object.keys(leftOut).length > 0) issue('awards that are not counted, by reason', leftOut)
    if (capped.length > 0)
      issue('values taken for ceilings of frameworks, and not counted', capped.sort().slice(0, 50))
  }
  yield* awardShares(counted(), SERIES, input)
}

/** Of each notice the latest release that holds awards: it states them all anew. */
async function latestReleases(rows: Parameters<Tally>[0]['rows']): Promise<Map<string, Kept>> {
  const notices = new Map<string, Kept>()
  for await (const row of rows('award-release')) {
    const at = stampOf(row.date as string | null, String(row.release))
    const known = notices.get(String(row.notice))
    if (known && known.at > at) continue
    const kept = known?.at === at ? known : { at, status: '', title: '', buyer: '', awards: new Map() }
    kept.awards.set(String(row.award), row)
    notices.set(String(row.notice), kept)
  }
  for await (const row of rows('procurement-release')) {
    const kept = notices.get(String(row.notice))
    if (!kept || stampOf(row.date as string | null, String(row.release)) < kept.at) continue
    for (const field of ['status', 'title', 'buyer'] as const)
      if (row[field]) kept[field] = String(row[field])
  }
  return notices
}

function leftOutOf(row: KeptRow, tenderStatus: string): string | null {
  const status = String(row.status ?? 'active')
  if (/^(cancelled|withdrawn|unsuccessful)$/.test(status) || /^(cancelled|withdrawn)$/.test(tenderStatus))
    return 'unsuccessful, cancelled or withdrawn'
  if (!['active', 'pending'].includes(status)) return 'status not known'
  if (((row.suppliers ?? []) as unknown[]).length === 0) return 'no supplier named'
  return dayOf(row) === '' ? 'not dated' : null
}

const dayOf = (row: KeptRow): string =>
  [row.awarded, row.date].map((date) => /^20\d\d-\d\d-\d\d/.exec(String(date))?.[0]).find((day) => day) ?? ''

const CAPPED = 'a ceiling'

function countedAward(notice: string, kept: Kept, id: string, row: KeptRow): CountedAward {
  const suppliers = row.suppliers as unknown as readonly PrintedSupplier[]
  const { money, note } = moneyOf(
    (row.value ?? {}) as { amount?: string; currency?: string },
    suppliers.length,
  )
  const shares = money && suppliers.length > 1 ? ownShares(suppliers, money) : null
  return {
    identifier: `${notice} award ${id}`,
    url: /^ocds-/.test(notice)
      ? `https://www.contractsfinder.service.gov.uk/Published/OCDS/Record/${notice}`
      : row.provenance.url,
    buyer: kept.buyer,
    titles: [String(row.title ?? ''), kept.title].filter((title) => title !== ''),
    on: dayOf(row),
    suppliers,
    money,
    note,
    group: 'contracts',
    ...(shares ? { shares } : {}),
  }
}

function moneyOf(
  value: { amount?: string; currency?: string },
  suppliers: number,
): { money: Money | null; note: string } {
  const { amount: printed, currency = 'GBP' } = value
  if (currency !== 'GBP') return { money: null, note: `printed in ${currency}` }
  const { amount, flaw } = readAmount(printed)
  if (amount === null || flaw !== null) return { money: null, note: MONEY_FLAW_WORDS[flaw ?? 'missing'] }
  if (suppliers > 1 && compareDecimals(amount, CEILING) >= 0)
    return { money: null, note: `${CAPPED}, of £100 million or more for several suppliers` }
  return { money: { amount, currency: 'GBP', basis: 'not-stated' }, note: '' }
}

/** What each supplier was awarded, where all are printed and add up to the award: 39,500 each of 39,500 is no share (2020). */
function ownShares(suppliers: readonly PrintedSupplier[], whole: Money): Money[] | null {
  const amounts = suppliers.map(({ awarded }) => readAmount(awarded)).filter(({ flaw }) => flaw === null)
  const parts = amounts.map(({ amount }) => amount).filter((amount) => amount !== null)
  if (parts.length < suppliers.length || compareDecimals(addDecimals(parts), whole.amount) !== 0) return null
  return parts.map((amount) => ({ ...whole, amount }))
}
