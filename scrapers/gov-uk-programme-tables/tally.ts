// Which figures do the tables give, each as first published and as revised?
import {
  fileName,
  isRecord,
  type KeptRow,
  monthIn,
  offeredFiles,
  type Tally,
} from '../../src/collect/index.ts'
import { ONE_NUMBER } from '../../src/domain/shares.ts'

type Figure = {
  readonly row: KeptRow
  readonly value: string
  readonly status: 'final' | 'provisional' | 'revised'
  readonly published: string
  readonly note: string
}

const listIn = (row: KeptRow, field: string): readonly string[] => {
  const value = row[field]
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/**
 * When a figure was said: the day its file was published; of files of one day, by the month in their names, then by when
 * they were captured.
 */
const saidAt = ({ row, published }: Figure): string =>
  [published, monthIn(fileName(new URL(row.provenance.url))) ?? '', row.provenance.captured].join(' ')

export const tally: Tally = async function* ({ rows, history, issue }) {
  const files = await offeredFiles(history)
  const figures = new Map<string, Figure[]>()
  for await (const row of rows('cell')) {
    if (typeof row.value !== 'string') continue
    const states = listIn(row, 'states')
    const file = files.get(row.provenance.url)
    const known = figures.get(row.key) ?? []
    figures.set(row.key, known)
    known.push({
      row,
      value: row.value,
      status: states.includes('provisional')
        ? 'provisional'
        : states.includes('revised')
          ? 'revised'
          : 'final',
      published: file?.published ?? row.provenance.captured.slice(0, 10),
      note: [
        ...listIn(row, 'notes'),
        ...states
          .filter((state) => state !== 'provisional' && state !== 'revised')
          .map((state) => `Marked: ${state}.`),
        ...(typeof file?.latest.withdrawn === 'string'
          ? ['The page has been withdrawn by its publisher, and is kept.']
          : []),
        ...(file?.published ? [] : ['The day is the one on which the file was first seen here.']),
      ].join(' '),
    })
  }
  for (const [key, known] of figures) {
    let last: Figure | null = null
    const inOrder = known.sort((a, b) => (saidAt(a) < saidAt(b) ? -1 : saidAt(a) > saidAt(b) ? 1 : 0))
    for (const [at, figure] of inOrder.entries()) {
      // Of two files of one day the later stands. A release that repeats a figure makes no new vintage.
      if (inOrder[at + 1]?.published === figure.published) continue
      const other = inOrder.find((one) => saidAt(one) === saidAt(figure) && one.value !== figure.value)
      if (other !== undefined) {
        const [one, two] = [other, figure].map(
          ({ row, value }) => `${value} in ${row.provenance.url}, ${row.locator}`,
        )
        issue(`${key}: ${one}, and ${two}: nothing says which is the later, and neither counts`)
        continue
      }
      if (last !== null && last.value === figure.value && last.status === figure.status) continue
      const { row, value, status, published, note } = figure
      const period = isRecord(row.period) ? row.period : {}
      const revised = last !== null && last.value !== value && status === 'final'
      yield {
        key: `${key}@${published}`,
        observation: {
          measure: row.measure ?? null,
          programme: row.programme ?? null,
          period: { start: String(period.start), end: String(period.end) },
          area: row.area ?? null,
          dimensions: row.dimensions ?? {},
          value: Number(value),
          display: String(row.valueText),
          ...ONE_NUMBER,
          status: revised ? 'revised' : status,
          grade: status === 'provisional' ? 'B' : 'A',
          published,
          sameWordsAs: [],
          locator: `${fileName(new URL(row.provenance.url))}: ${row.locator}`,
          note: note.slice(0, 4000),
        },
        contributions: [],
        file: row.provenance,
      }
      last = figure
    }
  }
}
