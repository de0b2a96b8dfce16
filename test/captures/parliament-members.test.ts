// Does the scraper of members read the real member as a person reads it?
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/parliament-members/scraper.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'statements', 'members-api')
const lookups = JSON.parse(
  readFileSync(join(PROJECT_DIR, 'scrapers', 'parliament-members', 'lookups.json'), 'utf8'),
)

describe.skipIf(!existsSync(folder))('a real member (skipped when the captures are not there)', () => {
  it('gives names, the latest party and the seat, and leads to biography and history', () => {
    const url = 'https://members-api.parliament.uk/api/Members/1581'
    expect(scraper.handles(new URL(url))).toBe(true)
    const parsed = parsePage(scraper, lookups, {
      url,
      status: 200,
      captured: '2026-01-01T00:00:00.000Z',
      contentType: 'application/json; charset=utf-8',
      bytes: readFileSync(join(folder, 'member-1581.json')),
    })
    expect(parsed).toEqual({
      findings: [
        {
          kind: 'person',
          key: '1581',
          payload: {
            part: 'member',
            id: 1581,
            asOf: null,
            names: {
              listAs: 'Bone, Mr Peter',
              displayAs: 'Mr Peter Bone',
              fullTitle: 'Mr Peter Bone MP',
              addressAs: 'Mr Bone',
            },
            latestParty: 'Independent',
            latestMembership: { house: 'Commons', for: 'Wellingborough', from: '2005-05-05', to: null },
            licence: 'OPL-3.0',
          },
        },
      ],
      follow: [`${url}/Biography`, 'https://members-api.parliament.uk/api/Members/History?ids=1581'],
      issues: [],
    })
  })
})
