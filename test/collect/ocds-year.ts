// What does a year of Find a Tender look like when every answer is known beforehand? Releases invented from a seed, and the truth.
//
// Every trap of the source is mixed in at a known rate. The truth is kept as sums by plain counting, apart from the code
// under test. Releases come in the order of their dates, and nothing is held longer than until its last notice, so that
// any number of them streams in constant memory.

/** The same seed gives the same year. mulberry32. */
export function makeRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

export type Tri = 'yes' | 'no' | 'unknown'
/** Sums over the awards of a period, group, regime and view; values in pence. */
export type Sums = {
  count: Record<Tri, number>
  /** Values without VAT, and of awards that print only a value with VAT. */
  net: Record<Tri, bigint> & { low: bigint; high: bigint }
  gross: Record<Tri, bigint> & { low: bigint; high: bigint }
}
export type Truth = {
  releases: number
  /** By `2025-07|contracts|all|declared`; the financial year is `2025-04/2026-03`. */
  readonly sums: Map<string, Sums>
  /** Final-stage bids by period and group: from the sector, and all. */
  readonly bids: Map<string, { vcse: number; all: number }>
  readonly leftOut: Record<string, number>
}

export const newTruth = (): Truth => ({ releases: 0, sums: new Map(), bids: new Map(), leftOut: {} })

type Supplier = {
  name: string
  ids: string[]
  /** What the supplier ticked; null: nothing, so that no flag is printed. */
  ticked: boolean | null
}

/** What the registers know of an invented supplier: its number says it. */
export function registerSays(name: string): Tri {
  const number = Number(/\d+/.exec(name)?.[0] ?? 0)
  return number % 10 < 2 ? 'yes' : number % 10 < 8 ? 'no' : 'unknown'
}

/** How the value of an award is printed. */
type Form =
  | 'net'
  | 'gross only'
  | 'none'
  | 'contract net'
  | 'gross, then contract net'
  | 'unlimited'
  | 'zero'
  | 'placeholder'
  | 'other currency'
  | 'gross zero'
type Release = Record<string, unknown>
const DAY = 86_400_000
const AHEAD = 20
const START = Date.UTC(2025, 3, 1)

/** A number as it has to be printed, such as `1e9999`. */
const raw = (text: string): string => `#${text}#`
export const printRelease = (release: Release): string =>
  JSON.stringify(release).replace(/"#(-?[\d.e]+)#"/g, '$1')

/**
 * Invents so many procurements of the financial year 2025-26, adding what they come to to `truth`.
 * @yields releases in the order of their dates, as printed JSON.
 */
export function* releasesOfYear(procurements: number, seed: number, truth: Truth): Generator<string> {
  const random = makeRandom(seed)
  const due = new Map<number, Release[]>()
  let notice = 0
  let started = 0
  const lastDay = 365 + 160
  // A procurement is invented twenty days before its award, when its first notice may appear.
  for (let day = -AHEAD; day <= lastDay; day++) {
    const awardDay = day + AHEAD
    if (awardDay < 365) {
      const upTo = Math.round(((awardDay + 1) * procurements) / 365)
      for (; started < upTo; started++) inventProcurement(started, awardDay, random, due, truth)
    }
    for (const release of due.get(day) ?? []) {
      notice += 1
      const id = `${String(notice).padStart(6, '0')}-2026`
      truth.releases += 1
      yield printRelease(numbered(release, id))
    }
    due.delete(day)
  }
}

/** Gives a release its number, also in its documents. One in five hundred is served without an id. */
function numbered(release: Release, id: string): Release {
  const text = JSON.stringify(release).replaceAll('NOTICE', id)
  return { ...(release.nameless ? {} : { id }), ...(JSON.parse(text) as Release), nameless: undefined }
}

function inventProcurement(
  n: number,
  day: number,
  random: () => number,
  due: Map<number, Release[]>,
  truth: Truth,
): void {
  const chance = (p: number): boolean => random() < p
  const pick = <T>(...options: readonly [number, T][]): T => {
    let left = random()
    for (const [p, option] of options) {
      left -= p
      if (left < 0) return option
    }
    return (options.at(-1) as [number, T])[1]
  }
  const kind = pick([0.78, 'contracts'], [0.08, 'frameworks'], [0.06, 'dynamic'], [0.08, 'other rules'])
  const ocid = `ocds-h6vhtk-${n.toString(16).padStart(6, '0')}`
  const lightTouch = chance(0.25)
  const old = kind === 'other rules'
  const buyer = { id: 'GB-PPON-PAAA-1111-AAAA', name: 'Invented Borough Council' }
  const at = (on: number): string => {
    const summer = on < 208 || on >= 363
    const hour = String(Math.floor(random() * 24)).padStart(2, '0')
    return `${new Date(START + on * DAY).toISOString().slice(0, 10)}T${hour}:30:00${summer ? '+01:00' : 'Z'}`
  }
  const printed = (on: number): string => at(on).replace(/T\d\d:30/, 'T00:00')
  const document = (noticeType: string): Release => ({
    ...{ id: 'NOTICE', documentType: 'awardNotice', noticeType },
    url: 'https://www.find-tender.service.gov.uk/Notice/NOTICE',
  })
  const tender = (more: Release = {}): Release => ({
    id: ocid,
    legalBasis: old ? { id: '32014L0024', scheme: 'CELEX' } : { id: '2023/54', scheme: 'UKPGA' },
    title: `Invented service ${n} &amp; more`,
    description: null,
    ...more,
  })
  const send = (on: number, body: Release, tag: string[]): void => {
    const release = {
      ...{ ocid, date: at(on), tag, initiationType: 'tender', language: 'en', buyer },
      ...(chance(0.3) ? { buyerID: [] } : {}),
      ...(chance(0.002) ? { nameless: true } : {}),
      ...body,
    }
    due.set(on, [...(due.get(on) ?? []), release])
  }
  const buyerParty = { ...buyer, roles: ['buyer'], identifier: { scheme: 'GB-PPON', id: 'PAAA-1111-AAAA' } }
  const party = (one: Supplier, flagged: boolean): Release => ({
    name: one.name,
    id: one.ids[0],
    identifier: { scheme: one.ids[0]?.slice(0, 6), id: one.ids[0]?.slice(7) },
    additionalIdentifiers: one.ids.slice(1).map((id) => ({ scheme: id.slice(0, 7), id: id.slice(8) })),
    roles: ['supplier'],
    details: {
      scale: one.ticked ? 'large' : 'sme',
      ...(flagged && one.ticked !== null ? { vcse: one.ticked } : {}),
      classifications: [{ scheme: 'INVENTED', id: 'a' }],
    },
  })
  const left = (why: string): void => {
    truth.leftOut[why] = (truth.leftOut[why] ?? 0) + 1
  }

  // A tender before the award: estimates, suitability and a slip of currency, none of which count. Markers may stand here only.
  const markers = {
    ...(lightTouch ? { specialRegime: ['lightTouch'] } : {}),
    ...(kind === 'frameworks' ? { techniques: { hasFrameworkAgreement: true } } : {}),
  }
  const markedEarly = chance(0.4)
  if (markedEarly || chance(0.2))
    send(
      day - AHEAD,
      {
        parties: [buyerParty],
        tender: tender({
          ...(markedEarly ? markers : {}),
          value: { amount: raw('9999999'), amountGross: raw('11999998.8'), currency: 'GBP' },
          lots: [
            {
              ...{ id: '1', status: 'active', suitability: { sme: true, vcse: true } },
              value: { amount: raw('9999999'), currency: chance(0.1) ? 'AED' : 'GBP' },
            },
          ],
          tenderPeriod: { endDate: '2025-12-01' },
          documents: old ? [] : [document('UK4')],
        }),
      },
      ['tender'],
    )
  const marked = markedEarly ? {} : markers

  if (kind === 'dynamic') {
    const admitted = 1 + Math.floor(random() * 5)
    const awards = Array.from({ length: admitted }, (_, i) => ({
      id: String(i + 1),
      ...(chance(0.5)
        ? { amendments: [{ id: 'NOTICE' }] }
        : { status: 'active', suppliers: [{ id: `GB-COH-9${i}`, name: `Admitted ${i}` }] }),
    }))
    send(
      day,
      {
        parties: [buyerParty],
        tender: tender({ documents: [document(chance(0.5) ? 'UK14' : 'UK15')] }),
        awards,
      },
      ['award', 'contract'],
    )
    for (let i = 0; i < admitted; i++) left('a dynamic market, not an award')
    return
  }

  const awardCount = pick([0.7, 1], [0.2, 2], [0.1, 3])
  const lotCancelled = chance(0.03)
  const bids = Math.floor(random() * 9) + 1
  const vcseBids = Math.floor(random() * (bids + 1))
  const bidsPrinted = chance(0.6)
  const bidsDisagree = awardCount > 1 && chance(0.1)
  // UK12 undoes every award of the procurement.
  const undoneByUk12 = !old && chance(0.02)

  const made = Array.from({ length: awardCount }, (_, i) => {
    const id = old ? `NOTICE-${i + 1}` : String(i + 1)
    const many = pick([0.82, 1], [0.14, 2], [0.04, 4])
    const suppliers = Array.from({ length: many }, (_, s): Supplier => {
      const number = 1 + Math.floor(random() * 5000) * 4 + s
      return {
        name: `Invented Supplier ${number} Ltd`,
        ids: chance(0.5)
          ? [`GB-COH-${number}`]
          : [`GB-COH-${String(number).padStart(8, '0')}`, `GB-PPON-PZZZ-${String(number).padStart(5, '0')}`],
        ticked: old ? null : pick([0.15, true], [0.65, false], [0.2, null]),
      }
    })
    // Divides by one to five suppliers, with VAT or without.
    const pence = BigInt(5_000 + Math.floor(random() * 50_000)) * 300n
    const form = pick<Form>(
      ...([
        [0.46, 'net'],
        [0.08, 'gross only'],
        [0.1, 'none'],
        [0.12, 'contract net'],
        [0.06, 'gross, then contract net'],
        [0.03, 'unlimited'],
        [0.03, 'zero'],
        [0.03, 'placeholder'],
        [0.05, 'other currency'],
        [0.04, 'gross zero'],
      ] satisfies [number, Form][]),
    )
    return {
      id,
      suppliers,
      pence,
      form,
      fate: pick([0.9, 'active'], [0.03, 'unsuccessful'], [0.03, 'cancelled'], [0.04, 'pending']),
    }
  })
  const pounds = (pence: bigint): string => `${pence / 100n}.${String(pence % 100n).padStart(2, '0')}`
  const withVat = (pence: bigint): string => pounds((pence * 6n) / 5n)
  const awardValue = ({ form, pence }: (typeof made)[number]): Release | null => {
    switch (form) {
      case 'net':
        return { amountGross: raw(withVat(pence)), amount: raw(pounds(pence)), currency: 'GBP' }
      case 'gross only':
      case 'gross, then contract net':
        return { amountGross: raw(withVat(pence)), currency: 'GBP' }
      case 'unlimited':
        return { amount: raw('1e9999'), amountGross: raw('1e9999'), currency: 'GBP' }
      case 'zero':
        return { amount: raw('0'), amountGross: raw('0'), currency: 'GBP' }
      case 'placeholder':
        return { amount: raw('0.01'), amountGross: raw('0.01'), currency: 'GBP' }
      case 'other currency':
        return { amount: raw(pounds(pence)), amountGross: raw(withVat(pence)), currency: 'AED' }
      case 'gross zero':
        return { amountGross: raw('0'), currency: 'GBP' }
      default:
        return null
    }
  }

  const awardDay = day
  const announced = !old && chance(0.1)
  const direct = !old && !announced && chance(0.12) // a UK7 alone: the award is dated by its signature
  const uk7 = old || direct || chance(0.8)
  const signedDay = awardDay + 2
  const uk7Day = awardDay + 3 + Math.floor(random() * (lightTouch ? 116 : 27))
  // Without a date and a signature, the award is dated by its first notice.
  const undated = !old && !direct && !uk7 && chance(0.2)
  // A supplier's flag stands on one of the notices only; the other names the supplier in another spelling.
  const flagOnUk7 = uk7 && (direct || old || chance(0.2))
  const valueOnUk7 = uk7 && (direct || old || chance(0.3))
  const lots = [{ id: '1', status: lotCancelled ? 'cancelled' : 'complete', description: null }]
  const statistics = bidsPrinted
    ? made.flatMap((_, i) => [
        { id: `${i}a`, measure: 'finalStageBids', value: raw(String(bids)), relatedLot: '1' },
        {
          ...{ id: `${i}b`, measure: 'vcseFinalStageBids', relatedLot: '1' },
          value: raw(String(bidsDisagree && i > 0 ? (vcseBids + 1) % (bids + 1) : vcseBids)),
        },
        { id: `${i}c`, measure: 'lowestValidBidValue', value: raw('0.01'), currency: 'GBP', relatedLot: '1' },
      ])
    : []
  const spelt = (one: Supplier): Release =>
    pick(
      [0.3, { id: one.ids[0], name: one.name }],
      [0.1, { id: one.ids[0], name: `Trading Name ${/\d+/.exec(one.name)?.[0]}` }],
      [0.3, { id: `GB-FTS-${Math.floor(random() * 9999)}`, name: one.name.toUpperCase() }],
      [0.3, { id: `GB-FTS-${Math.floor(random() * 9999)}`, name: `${one.name} - Lot 2` }],
    )

  if (announced)
    send(
      awardDay - 5,
      {
        parties: [buyerParty],
        tender: tender(marked),
        awards: made.map(({ id }) => ({
          id,
          title: 'Announced',
          status: 'pending',
          documents: [document('UK5')],
        })),
      },
      ['award', 'contract'],
    )
  if (!old && !direct) {
    send(
      awardDay,
      {
        parties: [buyerParty, ...made.flatMap((one) => one.suppliers.map((s) => party(s, !flagOnUk7)))],
        tender: tender({ ...marked, lots }),
        ...(bidsPrinted ? { bids: { statistics } } : {}),
        awards: made.map((one) => {
          const value = valueOnUk7 ? null : awardValue(one)
          return {
            ...{ id: one.id, title: 'Award', status: one.fate, relatedLots: ['1'] },
            ...(undated ? {} : { date: printed(awardDay) }),
            ...(value ? { value } : {}),
            suppliers: one.suppliers.map(({ ids, name }) => ({ id: ids[0], name })),
            documents: [document('UK6')],
          }
        }),
      },
      ['award', 'contract'],
    )
    // A correction that names its awards and says nothing of them.
    if (chance(0.05))
      send(
        awardDay + 1,
        {
          parties: [buyerParty],
          tender: tender({ documents: [] }),
          awards: made.map(({ id }) => ({
            id,
            amendments: [{ id: 'NOTICE' }],
            documents: [document('UK6')],
          })),
        },
        ['awardUpdate', 'contractUpdate'],
      )
  }
  const completed = chance(0.02)
  const endings = made.map(() => !old && uk7 && chance(0.02))
  if (uk7) {
    const named = made.filter((one) => one.fate !== 'unsuccessful' && one.fate !== 'cancelled')
    const inUk7 = direct || old ? made : named
    if (inUk7.length > 0)
      send(
        uk7Day,
        {
          parties: [buyerParty, ...inUk7.flatMap((one) => one.suppliers.map((s) => party(s, flagOnUk7)))],
          tender: tender({ ...marked, ...(old ? {} : { lots }) }),
          ...(bidsPrinted && direct ? { bids: { statistics } } : {}),
          awards: inUk7.map((one) => {
            const value = valueOnUk7 ? awardValue(one) : null
            const suppliers =
              flagOnUk7 || direct || old
                ? one.suppliers.map(({ ids, name }) => ({ id: ids[0], name }))
                : one.suppliers.map(spelt)
            return {
              ...{ id: one.id, relatedLots: ['1'], suppliers },
              ...(direct || old ? { status: one.fate } : { status: 'active' }),
              ...(value ? { value } : {}),
            }
          }),
          contracts: inUk7.map((one) => ({
            ...{ id: one.id, awardID: one.id, status: 'active', dateSigned: printed(signedDay) },
            ...(one.form === 'contract net' || one.form === 'gross, then contract net'
              ? { value: { amount: raw(pounds(one.pence)), currency: 'GBP' } }
              : {}),
            ...(old ? {} : { documents: [document('UK7')] }),
          })),
        },
        ['award', 'contract'],
      )
    // A change of contract: another supplier joins, or one leaves; its value changes.
    for (const [i, one] of made.entries()) {
      if (old || one.fate === 'unsuccessful' || one.fate === 'cancelled') continue
      if (chance(0.05)) {
        const joining: Supplier = {
          ...{
            name: `Invented Joiner ${n * 10 + i} Ltd`,
            ids: [`GB-COH-7${String(n * 10 + i).padStart(7, '0')}`],
          },
          ticked: pick([0.5, true], [0.5, false]),
        }
        const leaves = one.suppliers.length === 2 ? one.suppliers[1] : undefined
        if (one.form === 'contract net') one.pence += 1200n
        send(
          uk7Day + 5,
          {
            parties: [
              buyerParty,
              party(joining, true),
              ...(leaves ? [{ ...party(leaves, false), roles: ['removedSupplier'] }] : []),
            ],
            tender: tender(),
            contracts: [
              {
                ...{ id: one.id, awardID: one.id, documents: [document('UK10')] },
                proposedAmendments: [{ id: 'p', value: { amount: raw('5'), currency: 'GBP' } }],
                amendments: [
                  {
                    id: 'NOTICE',
                    ...(one.form === 'contract net'
                      ? { value: { amount: raw(pounds(one.pence)), currency: 'GBP' } }
                      : {}),
                    suppliersAdded: [{ id: joining.ids[0], name: joining.name }],
                    suppliersRemoved: leaves ? [{ id: leaves.ids[0], name: leaves.name }] : [],
                  },
                ],
              },
            ],
          },
          ['contractAmendment'],
        )
        one.suppliers = [...one.suppliers.filter((supplier) => supplier !== leaves), joining]
      }
      const ended = completed || endings[i]
      if (ended)
        send(
          uk7Day + 10,
          {
            parties: [buyerParty],
            tender: tender(),
            contracts: [
              {
                ...{ id: one.id, awardID: one.id, status: 'terminated', documents: [document('UK11')] },
                ...(endings[i] ? {} : { terminationRationaleClassifications: [{ id: 'contractCompleted' }] }),
              },
            ],
          },
          ['contractTermination'],
        )
    }
  }
  if (undoneByUk12)
    send(
      uk7Day + 12,
      { parties: [buyerParty], tender: tender({ status: 'cancelled', documents: [document('UK12')] }) },
      ['tenderCancellation'],
    )

  // The truth, by plain counting.
  const iso = (on: number): string => new Date(START + on * DAY).toISOString().slice(0, 10)
  let first: string | null = null
  for (const [i, one] of made.entries()) {
    const signed = uk7 && (direct || old || (one.fate !== 'unsuccessful' && one.fate !== 'cancelled'))
    const on = iso(old || direct ? signedDay : undated && announced ? awardDay - 5 : awardDay)
    if (first === null || on < first) first = on
    if (one.fate === 'unsuccessful' || one.fate === 'cancelled') left('unsuccessful or cancelled')
    else if (endings[i] || undoneByUk12) left('undone by a termination notice')
    else {
      let money: { basis: 'net' | 'gross'; pence: bigint } | null = null
      if (one.form === 'net') money = { basis: 'net', pence: one.pence }
      else if (one.form === 'contract net') money = signed ? { basis: 'net', pence: one.pence } : null
      else if (one.form === 'gross, then contract net')
        money = signed ? { basis: 'net', pence: one.pence } : { basis: 'gross', pence: (one.pence * 6n) / 5n }
      else if (one.form === 'gross only') money = { basis: 'gross', pence: (one.pence * 6n) / 5n }
      const regimes = ['all', lightTouch ? 'light touch' : 'full']
      const views: [string, (supplier: Supplier) => Tri][] = [
        ['declared', ({ ticked }) => (ticked === null ? 'unknown' : ticked ? 'yes' : 'no')],
        ['register', ({ name }) => registerSays(name)],
      ]
      for (const period of periodsOn(on))
        for (const regime of regimes)
          for (const [view, of] of views)
            addAward(truth, `${period}|${kind}|${regime}|${view}`, one.suppliers.map(of), money)
    }
  }
  const bidsCount = bidsPrinted && !bidsDisagree && !undoneByUk12 && !old
  if (bidsCount && first !== null)
    for (const period of periodsOn(first)) {
      const sums = truth.bids.get(`${period}|${kind}`) ?? { vcse: 0, all: 0 }
      truth.bids.set(`${period}|${kind}`, { vcse: sums.vcse + vcseBids, all: sums.all + bids })
    }
}

function periodsOn(day: string): [string, string] {
  const from = Number(day.slice(0, 4)) - (Number(day.slice(5, 7)) < 4 ? 1 : 0)
  return [day.slice(0, 7), `${from}-04/${from + 1}-03`]
}

function addAward(
  truth: Truth,
  key: string,
  tris: readonly Tri[],
  money: { basis: 'net' | 'gross'; pence: bigint } | null,
): void {
  const none = () => ({ yes: 0n, no: 0n, unknown: 0n, low: 0n, high: 0n })
  const sums = truth.sums.get(key) ?? { count: { yes: 0, no: 0, unknown: 0 }, net: none(), gross: none() }
  truth.sums.set(key, sums)
  const any: Tri = tris.includes('yes') ? 'yes' : tris.includes('unknown') ? 'unknown' : 'no'
  sums.count[any] += 1
  if (money === null) return
  const into = sums[money.basis]
  for (const tri of tris) into[tri] += money.pence / BigInt(tris.length)
  if (tris.every((tri) => tri === 'yes')) into.low += money.pence
  if (tris.some((tri) => tri !== 'no')) into.high += money.pence
}

/**
 * The year as the service would answer: packages of at most 100 releases, the latest first, each beginning with the last
 * two of the one before (windows overlap by an hour), with `links.next` on all but the last.
 */
export function* packagesOfYear(procurements: number, seed: number, truth: Truth): Generator<string> {
  let page: string[] = []
  const print = (releases: readonly string[], last: boolean): string =>
    `{"uri":"https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages","version":"1.1","extensions":[],` +
    `"releases":[${[...releases].reverse().join(',')}]${last ? '' : ',"links":{"next":"https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages?cursor=abc"}'}}`
  for (const release of releasesOfYear(procurements, seed, truth)) {
    if (page.length === 100) {
      yield print(page, false)
      page = page.slice(-2)
    }
    page.push(release)
  }
  yield print(page, true)
}
