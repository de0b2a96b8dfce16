// Do the tables of Stat-Xplore become figures that are never forced to add up, with their revisions kept?

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTableAnswer } from '../../scrapers/dwp-stat-xplore/answers.ts'
import { bodyFor, measureOf, questionBy } from '../../scrapers/dwp-stat-xplore/questions.ts'
import scraper from '../../scrapers/dwp-stat-xplore/scraper.ts'
import tables from '../../scrapers/gov-uk-programme-tables/measures.json' with { type: 'json' }
import { PROJECT_DIR } from '../../src/config.ts'
import { observationSchema } from '../../src/domain/nouns.ts'
import { fileOf } from '../collect/formats/workbooks.ts'
import { readPages, tallyOf } from './tally-input.ts'

const url = 'https://stat-xplore.dwp.gov.uk/webapi/rest/v1/table'
const path = join(PROJECT_DIR, 'scrapers', 'dwp-stat-xplore', 'fixtures', 'table.json')
const later = readFileSync(path, 'utf8')
  .replace('7.0 ]', '8.0 ]')
  .replace('"annotationKeys": ["p"]', '"annotationKeys": ["r"]')

describe('the figures of Stat-Xplore', () => {
  it('keep totals apart from parts, groups as one item, and a revision as a new vintage', async () => {
    const { rows } = await readPages(scraper, {}, [
      { url, path, captured: '2022-04-05T00:00:00.000Z' },
      { url, path: fileOf(later).path, captured: '2022-05-05T00:00:00.000Z' },
    ])
    const { figures, issues } = await tallyOf(scraper.bulk?.tally, rows)
    const brief = [...figures].map(
      ([
        key,
        {
          observation: { value, status, grade, dimensions, period },
        },
      ]) => [
        key.replace('count:RESTART_X:V_F/', ''),
        value,
        status,
        grade,
        (dimensions as Record<string, string>).contract_package_area ?? 'all',
        (period as { start: string }).start,
      ],
    )
    expect(brief).toEqual([
      ['1/202201@2022-04-05', 5, 'final', 'A', 'North', '2022-01'],
      ['1/202202@2022-04-05', 7, 'provisional', 'B', 'North', '2022-02'],
      ['2+3/202202@2022-04-05', 12, 'provisional', 'B', 'East + West', '2022-02'],
      // 5 and a negligible number do not come to 6, and are left so.
      ['Total/202201@2022-04-05', 6, 'final', 'A', 'all', '2022-01'],
      ['Total/202202@2022-04-05', 18, 'provisional', 'B', 'all', '2022-02'],
      ['1/202202@2022-05-05', 8, 'revised', 'A', 'North', '2022-02'],
      ['2+3/202202@2022-05-05', 12, 'revised', 'A', 'East + West', '2022-02'],
      ['Total/202202@2022-05-05', 18, 'revised', 'A', 'all', '2022-02'],
    ])
    expect(issues).toEqual([
      '2 zeros are "nil or negligible" by the note of their table, and give no figures',
    ])
    for (const { observation } of figures.values()) {
      expect(observationSchema.safeParse({ ...observation, id: 'x', source: 'x' }).error).toBeUndefined()
      expect(tables.map(({ id }) => id)).toContain(observation.measure)
    }
  })

  it('are refused when the cube does not have the shape of its fields', () => {
    const answer = JSON.parse(readFileSync(path, 'utf8').replace('[ 5.0, 7.0 ], ', ''))
    expect(() => [...readTableAnswer(answer)]).toThrow(/expected 3 values for "Contract Package Area", got 2/)
  })
})

describe('a question', () => {
  it('is named by an address, and posted as the service wants it', () => {
    const address = questionBy(
      'str:database:RESTART_X',
      'str:count:RESTART_X:V_F',
      'str:field:RESTART_X:F_DATE:DATE_NAME',
    )
    const asked = new URL(address, 'https://stat-xplore.dwp.gov.uk')
    expect(scraper.handles(asked)).toBe(true)
    const posted = bodyFor(asked)
    expect(posted?.url).toBe(url)
    expect(JSON.parse(posted?.body ?? '')).toEqual({
      database: 'str:database:RESTART_X',
      measures: ['str:count:RESTART_X:V_F'],
      dimensions: [['str:field:RESTART_X:F_DATE:DATE_NAME']],
    })
    expect(bodyFor(new URL('https://stat-xplore.dwp.gov.uk/webapi/rest/v1/schema'))).toBeNull()
  })

  it('counts one thing or nothing', () => {
    expect(measureOf('restart-scheme', 'Restart Scheme Starts')).toBe('restart-monthly-starts')
    expect(measureOf('work-programme', 'Referrals and Job Outcomes')).toBeNull()
  })
})
