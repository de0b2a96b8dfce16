// Does the summary of a run say where each oddity is? All invented.
import { expect, it } from 'vitest'
import { printSummary } from '../../src/collect/print-summary.ts'

const url = (name: string): string => `https://files.invented.example/${name}`
const summary = {
  ...{ source: 'invented-spend', pages: 3, findings: 9, new: 7, changed: 1, unchanged: 1 },
  ...{ skipped: [], issues: [], error: null },
}

it('says the counts in one line, and nothing else of a run without oddities', () => {
  expect(printSummary(summary)).toBe(
    'invented-spend: 3 pages, 9 findings: 7 new, 1 changed, 1 unchanged; 0 skipped, 0 issues',
  )
})

it('names the file of each oddity, and puts alike ones together', () => {
  const odd = 'row 4: the amount cannot be read'
  const lines = printSummary({
    ...summary,
    error: 'the disk is full',
    skipped: [{ url: url('gone'), why: 'gone (404)' }],
    issues: [
      { what: odd, url: url('a.csv') },
      { what: odd, url: url('a.csv') },
      { what: 'no column for dates', url: url('b.csv') },
      { what: odd, url: url('c.csv') },
      { what: `two parts have one name: ${url('d.csv')}`, url: url('d.csv') },
      { what: 'said of no file' },
    ],
  }).split('\n')
  expect(lines.slice(1)).toEqual([
    '  failed: the disk is full',
    `  skipped: gone (404): ${url('gone')}`,
    `  issue: ${odd} (3 times): ${url('a.csv')} and 1 more`,
    `  issue: no column for dates: ${url('b.csv')}`,
    `  issue: two parts have one name: ${url('d.csv')}`,
    '  issue: said of no file',
  ])
})
