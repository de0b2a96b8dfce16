// Which figures do the tables of Stat-Xplore give, as first seen and as revised?
import { isRecord, type KeptRow, type Tallied, type Tally } from '../../src/collect/index.ts'
import { ONE_NUMBER } from '../../src/domain/shares.ts'
import { measureOf, programmeOf } from './questions.ts'

type Status = 'provisional' | 'revised' | 'final'
type Seen = {
  readonly row: KeptRow
  readonly measure: string
  readonly programme: NonNullable<ReturnType<typeof programmeOf>>
  readonly value: string
  readonly status: Status
}

/** An answer marks figures as provisional and revised; of both marks the first weighs more, for it says more is to come. */
function statusOf(row: KeptRow): Status {
  const marks = Object.keys(isRecord(row.annotations) ? row.annotations : {})
  return marks.includes('p') ? 'provisional' : marks.includes('r') ? 'revised' : 'final'
}

const dayOf = ({ row }: Seen): string => row.provenance.captured.slice(0, 10)

/**
 * What a cell was on each day, in order. Of several answers of one day the last stands; of several of one moment the one
 * marked as revised. Where those differ and no mark tells which came first, none stands.
 */
function standing(seen: readonly Seen[], issue: (what: string) => void): Seen[] {
  const inOrder = [...seen].sort((a, b) => (a.row.provenance.captured < b.row.provenance.captured ? -1 : 1))
  return inOrder.flatMap((last, at) => {
    const next = inOrder[at + 1]
    if (next !== undefined && dayOf(next) === dayOf(last)) return []
    const same = inOrder.filter(({ row }) => row.provenance.captured === last.row.provenance.captured)
    const revised = same.filter(({ status }) => status === 'revised')
    const [first = last, ...others] = revised.length > 0 ? revised : same
    const other = others.find(({ value }) => value !== first.value)
    if (other === undefined) return [first]
    issue(
      `${first.row.locator}: expected one number from answers of one moment, ${first.row.provenance.captured}, got ${first.value} and ${other.value}: neither counts`,
    )
    return []
  })
}

type Rows = Parameters<Tally>[0]['rows']

/** The programme of a database: by its own name, or else by that of the folder it lies in. */
async function programmes(rows: Rows): Promise<(row: KeptRow) => ReturnType<typeof programmeOf>> {
  const entries = new Map<string, { readonly label: string; readonly parent: string }>()
  for await (const { key, label, parent } of rows('schema'))
    entries.set(key, { label: String(label), parent: String(parent) })
  return (row) => {
    const folder = entries.get(entries.get(String(row.databaseUri))?.parent ?? '')
    return programmeOf(String(row.database)) ?? programmeOf(folder?.label ?? '')
  }
}

/** Cells with a number in the newest answer to their question, and the day of that answer; of each question by its address. */
async function answeredLast(rows: Rows) {
  const days = new Map<string, string>()
  const cells = new Set<string>()
  for await (const row of rows('cell')) {
    const { url, captured } = row.provenance
    days.set(url, captured.slice(0, 10))
    if (hasNumber(row)) cells.add(`${url} ${row.key}`)
  }
  /** `YYYY-MM-DD` of the answer in which a cell that had a number has none; null for one that stands. */
  return ({ key, provenance: { url } }: KeptRow): string | null =>
    cells.has(`${url} ${key}`) ? null : (days.get(url) ?? null)
}

const hasNumber = ({ value, negligible }: KeptRow): boolean =>
  typeof value === 'string' && negligible !== true

export const tally: Tally = async function* ({ rows, history, issue }) {
  const withdrawnOn = await answeredLast(rows)
  const programmeOfRow = await programmes(rows)
  const cells = new Map<string, Seen[]>()
  const unmeasured = new Set<string>()
  const negative = new Map<string, string>()
  const negligible = new Set<string>()
  for await (const row of history('cell')) {
    const programme = programmeOfRow(row)
    if (
      !programme ||
      row.function !== 'COUNT' ||
      typeof row.month !== 'string' ||
      typeof row.value !== 'string'
    )
      continue
    const months = String(row.monthField ?? '')
    const measure = measureOf(programme.programme, String(row.measureLabel), {
      database: String(row.database),
      months,
    })
    if (measure === null) {
      unmeasured.add(`"${row.database}: ${row.measureLabel}" by "${months}"`)
      continue
    }
    if (row.value.startsWith('-')) {
      negative.set(row.key, `${row.locator}: expected a count of people, got ${row.value}`)
      continue
    }
    if (row.negligible === true) {
      negligible.add(row.key)
      continue
    }
    const cell: Seen = { row, measure, programme, value: row.value, status: statusOf(row) }
    const known = cells.get(row.key)
    if (known) known.push(cell)
    else cells.set(row.key, [cell])
  }
  for (const known of cells.values()) {
    let before: Seen | null = null
    const days = known.flatMap(({ row }) => withdrawnOn(row) ?? [])
    const withdrawn = days.length < known.length ? null : (days.sort().at(-1) ?? null)
    for (const cell of standing(known, issue)) {
      // An answer that repeats a figure makes no new vintage.
      if (before?.value !== cell.value || before.status !== cell.status)
        yield figureOf(cell, before, withdrawn)
      before = cell
    }
  }
  for (const name of unmeasured) issue(`no measure is for the count ${name}`)
  const [first] = negative.values()
  if (first !== undefined) issue(`${first}; such cells give no figures: ${negative.size}`)
  if (negligible.size > 0)
    issue(`zeros that are "nil or negligible" by the note of their table give no figures: ${negligible.size}`)
}

function figureOf(
  { row, measure, programme, value, status }: Seen,
  before: Seen | null,
  withdrawn: string | null,
): Tallied {
  const published = row.provenance.captured.slice(0, 10)
  const annotations = Object.values(isRecord(row.annotations) ? row.annotations : {})
  return {
    key: `${row.key}@${published}`,
    observation: {
      measure,
      programme: programme.programme,
      period: { start: String(row.month), end: String(row.month) },
      area: programme.area,
      dimensions: row.dimensions ?? {},
      value: Number(value),
      display: value,
      ...ONE_NUMBER,
      status: before && before.value !== value && status === 'final' ? 'revised' : status,
      grade: status === 'provisional' ? 'B' : 'A',
      published,
      ...(withdrawn && { withdrawn }),
      sameWordsAs: [],
      locator: String(row.locator),
      note: `Adjusted at random by small amounts before it is published, so parts need not add up. The day is the one on which it was first seen here. ${annotations.join(' ')}`
        .trim()
        .slice(0, 4000),
    },
    contributions: [],
    file: row.provenance,
  }
}
