// Are rows of HM Treasury's real files read, and is what cannot be read explained?
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/gov-uk-spend-over-25k/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { addDecimals } from '../../src/domain/money.ts'
import { readPages } from '../scrapers/tally-input.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'delivery', 'spend-over-25k')
const lookups = JSON.parse(
  readFileSync(join(PROJECT_DIR, 'scrapers', 'gov-uk-spend-over-25k', 'lookups.json'), 'utf8'),
)

describe.skipIf(!existsSync(folder))('real spending (skipped when the captures are not there)', () => {
  const index: { files: { file: string; original_url: string | null }[] } = existsSync(folder)
    ? JSON.parse(readFileSync(join(folder, 'INDEX.json'), 'utf8'))
    : { files: [] }
  const read = async (file: string) => {
    const url = index.files.find((one) => one.file === file)?.original_url ?? ''
    expect(scraper.handles(new URL(url))).toBe(true)
    return readPages(scraper, lookups, [{ url, path: join(folder, file) }])
  }

  // The converters' own summary of the files: 79 lines and 17,274,927.62; 67 lines and 14,204,796.49.
  it.each([
    ['hmt-2025-01.json', 79, '17274927.62', '2025-01-03', '2025-01-31'],
    ['hmt-2025-02.json', 67, '14204796.49', '2025-02-03', '2025-02-28'],
  ])('of %s: %i payments that come to %s', async (file, lines, total, first, last) => {
    const { rows, issues } = await read(file)
    expect(rows).toHaveLength(lines)
    expect(addDecimals(rows.map(({ amount }) => String(amount)))).toBe(total)
    const days = rows.map(({ date }) => String(date)).sort()
    expect([days[0], days.at(-1)]).toEqual([first, last])
    expect(new Set(rows.map(({ month }) => month))).toEqual(new Set([file.slice(4, 11)]))
    expect(new Set(rows.map(({ key }) => key)).size).toBe(lines)
    expect(issues).toEqual([expect.stringMatching(/converted to JSON by somebody else/)])
  })

  it('tells the seven equal lines of January 2025 apart', async () => {
    const { rows } = await read('hmt-2025-01.json')
    const equal = rows.filter(
      ({ amount, supplier }) => amount === '153024.95' && String(supplier).startsWith('Wipro'),
    )
    expect(equal.map(({ key }) => key.replace(/^.*-/, ''))).toEqual(['1', '2', '3', '4', '5', '6', '7'])
  })

  it('reads nothing from the conversion of February 2024 that lost every amount, and says why', async () => {
    const { rows, issues } = await read('hmt-2024-02.json')
    expect(rows).toEqual([])
    expect(issues).toEqual([
      expect.stringMatching(/converted to JSON by somebody else/),
      expect.stringMatching(/^76 records are not JSON and were left out/),
      expect.stringMatching(/^the file was left out/),
    ])
  })
})
