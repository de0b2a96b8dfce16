// Are real notices of Contracts Finder read right? Shares worked out by hand from the payloads, which are not in this project.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import scraper from '../../scrapers/cabinet-office-contracts-finder/scraper.ts'
import { csvRows } from '../../src/collect/formats/csv.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { readPages, tallyOf } from '../collect/rows-of.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'delivery', 'contracts-finder')
const there = existsSync(folder)
if (!there) console.warn(`captures of Contracts Finder are not tested: ${folder} is not there`)
const CSV = join(folder, 'get_cf_data_with_CHIDs_100.csv')
const own = mkdtempSync(join(tmpdir(), 'contracts-finder-'))
afterAll(() => rmSync(own, { recursive: true }))

/** Python's spelling of a dict as JSON: that file was never served, but its 100 releases are nearest to what was. */
function jsonOfPython(text: string): string {
  return text.replace(
    /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|\b(None|True|False)\b/g,
    (_, single?: string, double?: string, word?: string) => {
      if (word) return { None: 'null', True: 'true', False: 'false' }[word] as string
      const inside = (single ?? double ?? '').replace(
        /\\(x[0-9a-f]{2}|u[0-9a-f]{4}|.)/g,
        (_whole, code: string) =>
          /^[xu]./.test(code)
            ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
            : ({ n: '\n', r: '\r', t: '\t' }[code] ?? code),
      )
      return JSON.stringify(inside)
    },
  )
}

describe.skipIf(!there)('the captures of Contracts Finder', () => {
  const files = (): string[] =>
    readdirSync(folder)
      .filter((name) => /^ocds-.*\.json$/.test(name))
      .map((name) => join(folder, name))

  it('of 2020, in the spelling of 1.1, give the shares worked out by hand', async () => {
    const { rows, issues } = await readPages(scraper, {}, files())
    expect(issues).toEqual([])
    expect(rows.filter(({ kind }) => kind === 'award-release')).toHaveLength(23)
    const tallied = await tallyOf(scraper, rows, '2026-11-25', () => 'unknown')
    const declared = (measure: string) => {
      const found = tallied.observations.filter(
        (one) =>
          one.measure === `contracts-finder-vcse-share-of-${measure}` &&
          one.period.start === '2019-04' &&
          one.period.end === '2020-03' &&
          one.dimensions.label === 'declared by buyer',
      )
      expect(found).toHaveLength(1)
      return found[0] as NonNullable<(typeof found)[0]>
    }
    // 14 of the 23 awards are dated from April 2019 to March 2020 (by award date; suppliers flagged of all named):
    // 008e 3/15, 06e2 0/15, 2a97 0/3, 3591 0/4, 46f3 2/20, 47ed 0/2, 61c3 3/4, 6583 0/6, 6acc 1/2, 77e3 0/2, a4e7 22/31,
    // cb92 0/4, d727 5/6, de14 2/3. With a flagged supplier: 7 of 14. Suppliers: 38 of 117.
    const byNumber = declared('awards')
    expect([byNumber.value, byNumber.numerator, byNumber.denominator, byNumber.unknown]).toEqual([
      50, 7, 14, 0,
    ])
    const bySupplier = declared('suppliers-named')
    expect([bySupplier.numerator, bySupplier.denominator]).toEqual([38, 117])
    // Values: 46f3 prints 0 and cb92 prints 0.1, a placeholder. The other twelve: 700,000 + 2,720,000 + 90,000 + 189,000 +
    // 129,000 + 750,000 + 248,652.47 + 69,000 + 39,500 + 4,515,000 + 579,093 + 4,437,100 = 14,466,345.47.
    // To flagged suppliers: 700,000 x 3/15 = 140,000; 750,000 x 3/4 = 562,500; 6acc prints 41,000 for its flagged one and
    // 28,000 for the other; 4,515,000 x 22/31 = 3,204,193.548; 579,093 x 5/6 = 482,577.50; 4,437,100 x 2/3 =
    // 2,958,066.667. Together 7,388,337.72: 51.07%. 77e3 prints 39,500 for each of two suppliers of one 39,500: no shares.
    const byValue = declared('award-value')
    expect([byValue.value, byValue.numerator, byValue.denominator]).toEqual([
      51.07, 7_388_337.72, 14_466_345.47,
    ])
    expect(byValue.note).toContain('1 (the amount is one that forms are filled with), 1 (the amount is zero)')
    // Without the equal split: 41,000 for certain, at most all of the six (11,022,193): 0.28% to 76.2%.
    expect([byValue.low, byValue.high]).toEqual([0.28, 76.2])
    // 470,184,791 for eleven suppliers in March 2019 is the ceiling of a framework.
    const capped = tallied.issues.find(({ what }) => what.startsWith('values taken for ceilings'))
    expect(capped?.detail).toEqual([expect.stringContaining('ecfc0234')])
  })

  it('of 2020, in the spelling of 1.0 with suppliers inside awards, are all read', async () => {
    const results: string[] = []
    for await (const { cells } of csvRows({ path: CSV }))
      if (cells[0]?.startsWith('{')) results.push(jsonOfPython(cells[0]))
    const file = join(own, 'search.json')
    writeFileSync(file, `{"hitsCount":100,"maxPage":1,"results":[${results.join(',')}]}`)
    const { rows, issues } = await readPages(scraper, {}, [file])
    // One release of the hundred has an empty date; its award has one.
    expect(issues).toEqual([
      {
        what: 'a release has no date that can be read',
        detail: { release: expect.stringContaining('d72762d9') },
      },
    ])
    const awards = rows.filter(({ kind }) => kind === 'award-release')
    expect(awards).toHaveLength(100)
    const flagged = awards.filter(({ suppliers }) =>
      (suppliers as { declared: boolean }[]).some(({ declared }) => declared),
    )
    expect(flagged).toHaveLength(8)
    // Every supplier id is 0, which identifies nobody; the numbers of registers are those that the keepers of the file added.
    const ids = awards.flatMap(({ suppliers }) =>
      (suppliers as { ids: string[] }[]).flatMap((one) => one.ids),
    )
    expect(ids.filter((id) => !/^GB-(COH|CHC)-\w+$/.test(id))).toEqual([])
  })

  it('say why a file of another kind is not read', async () => {
    await expect(readPages(scraper, {}, [CSV])).rejects.toThrow(/expected JSON, got plain text/)
  })
})
