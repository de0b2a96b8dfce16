// Does the scraper of government bodies read every real record? Counts were made on the file by other means.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/gov-uk-organisations/scraper.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const FILE = join(
  PROJECT_DIR,
  '..',
  'shared',
  'captures',
  'statements',
  'govuk-organisations',
  'organisations.json',
)
const lookups = JSON.parse(
  readFileSync(join(PROJECT_DIR, 'scrapers', 'gov-uk-organisations', 'lookups.json'), 'utf8'),
)

describe.skipIf(!existsSync(FILE))('GOV.UK organisations (skipped without ../shared/captures)', () => {
  const url = 'https://www.gov.uk/api/organisations?page=1..64'
  const parsed = existsSync(FILE)
    ? parsePage(scraper, lookups, {
        url,
        status: 200,
        captured: '2026-01-01T00:00:00.000Z',
        contentType: 'application/json',
        bytes: readFileSync(FILE),
      })
    : { findings: [], follow: [], issues: [] }
  const bodies = new Map(parsed.findings.map(({ key, payload }) => [key, payload]))

  it('reads all 1,262 bodies without an issue', () => {
    expect(scraper.handles(new URL(url))).toBe(true)
    expect(parsed.issues).toEqual([])
    expect(bodies.size).toBe(1262)
    const closed = [...bodies.values()].filter(({ status }) => status === 'closed')
    expect(closed).toHaveLength(595)
    expect(closed.filter(({ closedAt }) => closedAt === null)).toHaveLength(425)
  })

  it('knows where the Office for Civil Society went', () => {
    expect(bodies.get('office-for-civil-society')).toMatchObject({
      title: 'Office for Civil Society',
      format: 'Sub organisation',
      status: 'closed',
      closedStatus: 'merged',
      closedAt: '2016-07-01T00:00:00.000+01:00',
      predecessors: [],
      successors: ['department-for-digital-culture-media-sport'],
    })
    expect(bodies.get('big-lottery-fund')?.successors).toEqual(['the-national-lottery-community-fund'])
  })
})
