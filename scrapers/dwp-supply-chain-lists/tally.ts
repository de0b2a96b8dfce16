// How many places, and how many different organisations, of each published supply chain are of the voluntary sector?
import {
  type BulkRow,
  type Contribution,
  fileName,
  type KeptRow,
  monthIn,
  offeredFiles,
  type Supplier,
  type Tallied,
  type Tally,
} from '../../src/collect/index.ts'
import { printDate } from '../../src/domain/dates.ts'
import { isOfSector } from '../../src/domain/ladder.ts'
import { LENSES, type Tri } from '../../src/domain/sector.ts'
import { countShare, shareFields } from '../../src/domain/shares.ts'
import { supplierKey } from '../../src/domain/suppliers.ts'

/** Programmes by the words of a title; the longer before the shorter. */
const PROGRAMMES = [
  {
    words: /work.and.health.programme|\bWHP\b/i,
    id: 'work-and-health-programme',
    name: 'Work and Health Programme',
    area: 'England and Wales',
  },
  { words: /restart/i, id: 'restart-scheme', name: 'Restart', area: 'England and Wales' },
  { words: /work.?programme/i, id: 'work-programme', name: 'Work Programme', area: 'GB' },
] as const
type Programme = (typeof PROGRAMMES)[number]

type Place = {
  readonly row: KeptRow
  readonly supplier: Supplier
  readonly said: Tri
}
/** One list: of a programme, as of a month. */
type List = {
  readonly programme: Programme
  readonly month: string
  readonly published: string
  readonly capture: string
  readonly url: string
  readonly places: Place[]
  /** Totals that the list prints. */
  readonly totals: number[]
}

const SAID: Readonly<Record<string, Tri>> = { voluntary: 'yes', private: 'no', public: 'no' }
const textIn = (row: BulkRow, field: string): string | null => {
  const value = row[field]
  return typeof value === 'string' ? value : null
}
const supplierOf = (row: BulkRow): Supplier => {
  const postcode = textIn(row, 'postcode')
  const ids = Array.isArray(row.ids) ? row.ids.map(String) : []
  return { name: textIn(row, 'supplier') ?? '', ids, ...(postcode ? { postcode } : {}) }
}

export const tally: Tally = async function* (input) {
  const lists = await standingLists(input)
  const classify = await input.classify(
    (async function* () {
      for (const { places } of lists) for (const { supplier } of places) yield supplier
    })(),
  )
  for (const list of lists) {
    const { places, month, url, totals } = list
    const name = `${list.programme.name} supply chain, ${printDate(month)}`
    for (const total of totals)
      if (total !== places.length)
        input.issue(
          `${name}: the list prints a total of ${total}, and ${places.length} places were read`,
          url,
        )
    yield* sharesOf(list, { label: 'declared by list', lens: 'vcse' }, ({ row, said }) => ({
      label: said,
      why: row.sectorPrinted === null ? 'the list says no sector' : `the list says "${row.sectorPrinted}"`,
    }))
    for (const lens of LENSES)
      yield* sharesOf(list, { label: 'register', lens }, ({ supplier }) => {
        const { lenses, why } = classify(supplier, month)
        return { label: lenses[lens], why }
      })
    for (const { row, supplier, said } of places) {
      const claim = said === 'unknown' ? null : said === 'yes'
      if (!isOfSector(classify(supplier, month), claim)) continue
      const listing = { supplier, on: month, money: null, said: claim, url }
      yield { listing: { ...listing, rung: 'named', list: name, identifier: row.key, referrals: null } }
      if (typeof row.referrals === 'number')
        yield {
          listing: {
            ...listing,
            rung: 'referred',
            list: `${name}: referrals`,
            identifier: row.key,
            referrals: row.referrals,
          },
        }
    }
  }
}

/** The lists that count: of several for one programme and month the one published last, else the one captured last. */
async function standingLists({ rows, history, issue }: Parameters<Tally>[0]): Promise<List[]> {
  const files = await offeredFiles(history)
  const standing = new Map<string, List>()
  const unnamed = new Set<string>()
  const listOf = (row: KeptRow): List | null => {
    const { url, capture, captured } = row.provenance
    const file = files.get(url)
    const titles = file
      ? `${textIn(file.latest, 'pageTitle') ?? ''}: ${textIn(file.latest, 'title') ?? ''}`
      : ''
    const words = `${titles} ${fileName(new URL(url))}`
    const programme = PROGRAMMES.find((one) => one.words.test(words))
    const month = textIn(row, 'month') ?? monthIn(words) ?? file?.published?.slice(0, 7)
    if (programme === undefined || month === undefined || month === null) {
      if (!unnamed.has(url))
        issue(
          `a list is of no known ${programme === undefined ? 'programme' : 'month'}, and counts nowhere: ${words.trim()}`,
          url,
        )
      unnamed.add(url)
      return null
    }
    const published = file?.published ?? captured.slice(0, 10)
    const key = `${programme.id} ${month}`
    const before = standing.get(key)
    if (before?.capture === capture) return before
    if (before && before.published > published) return null
    const list = { programme, month, published, capture, url, places: [], totals: [] }
    standing.set(key, list)
    return list
  }
  for await (const row of rows('place'))
    listOf(row)?.places.push({
      row,
      supplier: supplierOf(row),
      said: SAID[textIn(row, 'sector') ?? ''] ?? 'unknown',
    })
  for await (const row of rows('printed-total'))
    if (typeof row.total === 'number') {
      const list = [...standing.values()].find(
        ({ capture, month }) =>
          capture === row.provenance.capture && (textIn(row, 'month') ?? month) === month,
      )
      list?.totals.push(row.total)
    }
  return [...standing].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => list)
}

type Said = { readonly label: Tri; readonly why: string }

/** Both shares of a list, seen in one way. */
function* sharesOf(
  { programme, month, published, url, places }: List,
  dimensions: { readonly label: string; readonly lens: string },
  saidOf: (place: Place) => Said,
): Generator<Tallied> {
  const lines = places.map((place): Contribution => {
    const { row, supplier } = place
    const { label, why } = saidOf(place)
    const where = [textIn(row, 'area'), textIn(row, 'prime'), textIn(row, 'tier')].filter(
      (part) => part !== null,
    )
    return {
      identifier: textIn(row, 'locator') ?? row.key,
      ...{ supplier: supplier.name, label, why, value: '1', note: where.join(', '), url },
    }
  })
  const organisations = new Map<string, Contribution[]>()
  for (const [at, { supplier }] of places.entries()) {
    const key = supplierKey(supplier) ?? supplier.name
    organisations.set(key, [...(organisations.get(key) ?? []), lines[at] as Contribution])
  }
  const merged = [...organisations.values()].map((own): Contribution => {
    const [first] = own as [Contribution]
    const same = own.every(({ label }) => label === first.label)
    const many = own.length === 1 ? '' : `${own.length} places`
    return same
      ? { ...first, note: many || first.note }
      : {
          ...first,
          label: 'unknown',
          why: [...new Set(own.map(({ why }) => why))].join('; '),
          note: `${many}, not all alike`,
        }
  })
  const kinds = [
    ['supply-chain-vcs-share-of-places', lines],
    ['supply-chain-vcs-share-of-organisations', merged],
  ] as const
  for (const [measure, contributions] of kinds) {
    const fields = shareFields(countShare(contributions.map(({ label }) => label)))
    if (fields === null) continue
    yield {
      key: [measure, programme.id, month, dimensions.label, dimensions.lens]
        .join(' ')
        .replace(/[^a-z0-9]+/gi, '-'),
      observation: {
        ...{ measure, programme: programme.id, period: { start: month, end: month }, area: programme.area },
        ...{
          dimensions,
          ...fields,
          sampleSize: null,
          status: 'final',
          grade: 'B',
          published,
          sameWordsAs: [],
        },
        locator: fileName(new URL(url)),
        note: 'Sectors are as the organisations described themselves, or as the registers have them, by the dimension "label". Being named is no promise of referrals or money.',
      },
      contributions,
      ...(places[0] && { file: places[0].row.provenance }),
    }
  }
}
