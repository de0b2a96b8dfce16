// What share of awards on Find a Tender went to the voluntary sector, and what share of final-stage bids came from it?
//
// Unit: one award in one procurement, merged over all its notices. Left out, each counted by name in an issue: admissions
// to dynamic markets, awards unsuccessful, cancelled or undone, and awards without a supplier. Frameworks are apart.
import {
  awardShares,
  type Contribution,
  type CountedAward,
  inOrder,
  isProvisional,
  type Period,
  periodsOf,
  type Series,
  type Tallied,
  type Tally,
} from '../../src/collect/index.ts'
import { addDecimals, compareDecimals, type Decimal } from '../../src/domain/money.ts'
import { type LeftOut, type LotBids, type MergedAward, makeMerger } from './merge.ts'

const NOTICE = 'https://www.find-tender.service.gov.uk/Notice/'

const SERIES: Series = {
  byNumber: 'find-a-tender-vcse-share-of-awards',
  byValue: 'find-a-tender-vcse-share-of-award-value',
  list: 'Awards on Find a Tender',
  programme: 'vcse-public-procurement',
  area: 'UK',
  declaredBy: 'supplier',
  // Light-touch contracts, most of the sector's work, may be published 120 days after they are signed.
  lateDays: 120,
  basis: 'Awards dated in the period, merged over their notices.',
}
const BIDS = 'find-a-tender-vcse-share-of-final-stage-bids'

export const tally: Tally = async function* (input) {
  const { parts, today, issue } = input
  const outliers = lookForOutliers()
  const bids: LotBids[] = []
  const leftOut: Partial<Record<LeftOut, number>> = {}
  const currencies: Record<string, number> = {}
  const counted = async function* (): AsyncGenerator<CountedAward> {
    for await (const rows of parts('ocid')) {
      const merger = makeMerger()
      for await (const row of rows('procurement-release')) merger.procurement(row)
      for await (const row of rows('award-release')) merger.award(row)
      for (const award of merger.awards()) {
        for (const note of award.notes) {
          const currency = /^printed in (\w+)/.exec(note)?.[1]
          if (currency) currencies[currency] = (currencies[currency] ?? 0) + 1
        }
        if (award.leftOut) leftOut[award.leftOut] = (leftOut[award.leftOut] ?? 0) + 1
        else {
          const one = countedAward(award)
          outliers.see(one)
          yield one
        }
      }
      for (const lot of merger.bids()) bids.push(lot)
    }
    if (Object.keys(leftOut).length > 0) issue('awards that are not counted, by reason', leftOut)
    if (Object.keys(currencies).length > 0)
      issue(
        'awards printed in another currency: mostly slips for GBP; their value is not counted',
        currencies,
      )
    outliers.tell(issue)
  }
  yield* awardShares(counted(), SERIES, input)
  yield* bidShares(bids, today)
}

function countedAward(award: MergedAward): CountedAward {
  return {
    identifier: `${award.ocid} award ${award.award}`,
    url: `${NOTICE}${award.notice}`,
    buyer: award.buyer,
    titles: award.titles,
    on: award.on,
    suppliers: award.suppliers,
    money: award.money,
    note: award.notes.join('; '),
    group: award.group,
    regime: award.lightTouch ? 'light touch' : 'full',
  }
}

/** One contract that outweighs a tenth of a year is either a giant or a slip of three zeros: people should look. */
function lookForOutliers(): {
  readonly see: (award: CountedAward) => void
  readonly tell: (issue: Parameters<Tally>[0]['issue']) => void
} {
  const years = new Map<string, { number: number; total: Decimal; most: Decimal; award: CountedAward }>()
  return {
    see: (award) => {
      if (award.money?.basis !== 'net' || award.group !== 'contracts') return
      const { amount } = award.money
      const year = years.get(award.on.slice(0, 4))
      if (!year) {
        years.set(award.on.slice(0, 4), { number: 1, total: amount, most: amount, award })
        return
      }
      year.number += 1
      year.total = addDecimals([year.total, amount])
      if (compareDecimals(amount, year.most) <= 0) return
      year.most = amount
      year.award = award
    },
    tell: (issue) => {
      for (const [year, { number, total, most, award }] of years) {
        const tenTimes = addDecimals(Array.from({ length: 10 }, () => most))
        if (number >= 100 && compareDecimals(tenTimes, total) > 0)
          issue(`one award is over a tenth of the value of ${year}`, {
            award: award.identifier,
            url: award.url,
          })
      }
    },
  }
}

/** The interest share: bids of the final stage, each lot once. */
function* bidShares(lots: Iterable<LotBids>, today: string): Generator<Tallied> {
  const groups = new Map<string, { period: Period; group: string; lots: LotBids[] }>()
  for (const lot of inOrder(lots, ({ on, ocid, lot }) => `${on} ${ocid} ${lot}`))
    for (const period of periodsOf(lot.on)) {
      const key = [BIDS, period.start, period.end, lot.group].join('-').replaceAll(' ', '-')
      const group = groups.get(key) ?? { period, group: lot.group, lots: [] }
      group.lots.push(lot)
      groups.set(key, group)
    }
  for (const [key, { period, group, lots: own }] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const vcse = own.reduce((sum, lot) => sum + lot.vcse, 0)
    const all = own.reduce((sum, lot) => sum + lot.all, 0)
    if (all === 0) continue
    const value = Number(((100 * vcse) / all).toFixed(2))
    yield {
      key,
      observation: {
        ...{ measure: BIDS, programme: SERIES.programme, period, area: SERIES.area },
        ...{ dimensions: { awards: group }, value, display: `${value}%`, low: null, high: null },
        ...{ numerator: vcse, denominator: all, unknown: null, sampleSize: null },
        status: isProvisional(period.end, SERIES.lateDays, today) ? 'provisional' : 'final',
        ...{ grade: 'B', published: today, sameWordsAs: [], locator: null },
        note: `${own.length} lots whose notices state both counts, each once; lots whose notices disagree are left out.`,
      },
      contributions: own.map(bidLine),
    }
  }
}

const bidLine = ({ ocid, lot, title, vcse, all }: LotBids): Contribution => ({
  identifier: lot === '' ? ocid : `${ocid} lot ${lot}`,
  supplier: title,
  label: vcse > 0 ? 'yes' : 'no',
  why: `${vcse} of ${all} final-stage bids came from the sector`,
  value: String(vcse),
  note: '',
  url: `https://www.find-tender.service.gov.uk/procurement/${ocid}`,
})
