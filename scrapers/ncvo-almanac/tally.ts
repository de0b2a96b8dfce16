// What did charities get from government, by the Almanac: grants, contracts, both, and as a share of all income?
import { isRecord, type KeptRow, type Tallied, type Tally } from '../../src/collect/index.ts'
import { compareDecimals, percentOf, toFraction } from '../../src/domain/money.ts'
import { ONE_NUMBER } from '../../src/domain/shares.ts'

const PROGRAMME = 'government-funding-of-charities'

type Figure = {
  readonly row: KeptRow
  readonly value: string
  readonly dimensions: Readonly<Record<string, string>>
}

const textsIn = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isRecord(value) ? value : {}).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  )

/** What a cell is a figure of; null for what the project does not follow. */
function measureOf({ source, sub_source, flow, column }: Readonly<Record<string, string>>): string | null {
  if (column !== undefined)
    return { income: 'charity-sub-sector-income', count: 'charity-sub-sector-organisations' }[column] ?? null
  if (flow !== undefined && flow !== 'income') return null
  if (source === 'Total income') return 'charity-total-income'
  if (source !== 'Government sources') return null
  if (sub_source === undefined) return 'charity-government-income'
  return (
    { Grants: 'charity-government-grant-income', 'Contracts and fees': 'charity-government-contract-income' }[
      sub_source
    ] ?? null
  )
}

export const tally: Tally = async function* ({ rows, issue }) {
  const figures = new Map<string, Figure>()
  const unclear = new Set<string>()
  for await (const row of rows('cell')) {
    const dimensions = textsIn(row.dimensions)
    const measure = measureOf(dimensions)
    if (measure === null || typeof row.value !== 'string' || !isRecord(row.period)) continue
    const { region, size, sub_sector } = dimensions
    const parts = { ...(size ? { size } : {}), ...(sub_sector ? { sub_sector } : {}) }
    const key = [measure, row.edition, row.period.start, region ?? 'UK', ...Object.values(parts)].join('/')
    const known = figures.get(key)
    // Tables of one edition round differently; the first table read stands.
    if (known && known.row.table !== row.table) {
      if (compareDecimals(known.value, row.value) !== 0)
        issue(`${key}: ${row.value} in "${row.table}" differs from ${known.value} in "${known.row.table}"`)
      continue
    }
    // Of one table the file captured last stands; of two of one moment nobody knows which is the later.
    if (known && known.row.provenance.captured > row.provenance.captured) continue
    if (
      known?.row.provenance.captured === row.provenance.captured &&
      compareDecimals(known.value, row.value) !== 0
    ) {
      issue(
        `${key}: ${row.value} in ${row.provenance.url} differs from ${known.value} in ${known.row.provenance.url}, both captured ${row.provenance.captured}: neither counts`,
      )
      unclear.add(key)
    }
    figures.set(key, { row, value: row.value, dimensions: parts })
  }
  for (const key of unclear) figures.delete(key)
  for (const [key, figure] of figures) yield figureOf(key, figure)
  for (const [key, figure] of figures) {
    if (!key.startsWith('charity-government-income/')) continue
    const total = figures.get(key.replace('charity-government-income/', 'charity-total-income/'))
    if (!total || compareDecimals(total.value, '0') <= 0) continue
    const { low, high } = percentOf(toFraction(figure.value), toFraction(total.value))
    const whole = figureOf(key, figure)
    yield {
      ...whole,
      key: key.replace('charity-government-income/', 'charity-government-share-worked-out/'),
      observation: {
        ...whole.observation,
        measure: 'charity-government-share-worked-out',
        dimensions: { ...figure.dimensions, edition: String(figure.row.edition) },
        value: low,
        display: `${low}%`,
        low,
        high,
        numerator: Number(figure.value),
        denominator: Number(total.value),
        locator: `${figure.row.locator}, over ${total.row.locator}`,
      },
    }
  }
}

function figureOf(key: string, { row, value, dimensions }: Figure): Tallied {
  const period = isRecord(row.period) ? row.period : {}
  const measure = key.split('/')[0] ?? ''
  const isMoney = !measure.endsWith('-organisations')
  const printed = String(row.valueText)
  const year = `${String(period.start).slice(0, 4)}/${String(period.end).slice(2, 4)}`
  return {
    key,
    observation: {
      measure,
      programme: PROGRAMME,
      period: { start: String(period.start), end: String(period.end) },
      area: textsIn(row.dimensions).region ?? 'UK',
      dimensions: { ...dimensions, edition: String(row.edition), ...(isMoney ? { prices: year } : {}) },
      value: Number(value),
      display:
        isMoney && row.table !== 'sub-sector-csv' ? `£${printed} million` : isMoney ? `£${printed}` : printed,
      ...ONE_NUMBER,
      status: 'estimate',
      grade: 'C',
      published: String(row.edition),
      sameWordsAs: [],
      locator: String(row.locator),
      note:
        row.editionFrom === 'its year'
          ? 'The edition follows from the year of the figures: each is of the year two years back.'
          : '',
    },
    contributions: [],
    file: row.provenance,
  }
}
