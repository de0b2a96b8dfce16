// Which figures do the tables of Stat-Xplore give, as first seen and as revised?
import { isRecord, type KeptRow, type Tally } from '../../src/collect/index.ts'
import { measureOf, programmeOf } from './questions.ts'

type Seen = { readonly value: string; readonly status: string }

/** An answer marks figures as provisional and revised; of both marks the first weighs more, for it says more is to come. */
function statusOf(row: KeptRow): 'provisional' | 'revised' | 'final' {
  const marks = Object.keys(isRecord(row.annotations) ? row.annotations : {})
  return marks.includes('p') ? 'provisional' : marks.includes('r') ? 'revised' : 'final'
}

export const tally: Tally = async function* ({ rows, issue }) {
  const last = new Map<string, Seen>()
  const unmeasured = new Set<string>()
  let negligible = 0
  for await (const row of rows('cell')) {
    const programme = programmeOf(String(row.database))
    if (
      !programme ||
      row.function !== 'COUNT' ||
      typeof row.month !== 'string' ||
      typeof row.value !== 'string'
    )
      continue
    const measure = measureOf(programme.programme, String(row.measureLabel))
    if (measure === null) {
      unmeasured.add(`${row.database}: ${row.measureLabel}`)
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
  for (const name of unmeasured) issue(`no measure is for the count "${name}"`)
  if (negligible > 0)
    issue(`${negligible} zeros are "nil or negligible" by the note of their table, and give no figures`)
}
