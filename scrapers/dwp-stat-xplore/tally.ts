// Which figures do the tables of Stat-Xplore give, as first seen and as revised?
import { isRecord, type KeptRow, type Tally } from '../../src/collect/index.ts'
import { measureOf, programmeOf } from './questions.ts'

type Seen = { readonly value: string; readonly status: string }

/** An answer marks figures as provisional and revised; of both marks the first weighs more, for it says more is to come. */
function statusOf(row: KeptRow): 'provisional' | 'revised' | 'final' {
  const marks = Object.keys(isRecord(row.annotations) ? row.annotations : {})
  return marks.includes('p') ? 'provisional' : marks.includes('r') ? 'revised' : 'final'
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

export const tally: Tally = async function* ({ rows, issue }) {
  const programmeOfRow = await programmes(rows)
  const last = new Map<string, Seen>()
  const unmeasured = new Set<string>()
  const negative: string[] = []
  let negligible = 0
  for await (const row of rows('cell')) {
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
      negative.push(`${row.locator}: expected a count of people, got ${row.value}`)
      continue
    }
    if (row.negligible === true) {
      negligible += 1
      continue
    }
    const published = row.provenance.captured.slice(0, 10)
    const status = statusOf(row)
    const before = last.get(row.key)
    if (before?.value === row.value && before.status === status) continue
    last.set(row.key, { value: row.value, status })
    const annotations = Object.values(isRecord(row.annotations) ? row.annotations : {})
    yield {
      key: `${row.key}@${published}`,
      observation: {
        measure,
        programme: programme.programme,
        period: { start: row.month, end: row.month },
        area: programme.area,
        dimensions: row.dimensions ?? {},
        value: Number(row.value),
        display: row.value,
        low: null,
        high: null,
        numerator: null,
        denominator: null,
        unknown: null,
        sampleSize: null,
        status: before && before.value !== row.value && status === 'final' ? 'revised' : status,
        grade: status === 'provisional' ? 'B' : 'A',
        published,
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
  for (const name of unmeasured) issue(`no measure is for the count ${name}`)
  if (negative.length > 0) issue(`${negative[0]}; such cells give no figures: ${negative.length}`)
  if (negligible > 0)
    issue(`${negligible} zeros are "nil or negligible" by the note of their table, and give no figures`)
}
