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
    const byDay = [...figures].sort(([a], [b]) => a.slice(-10).localeCompare(b.slice(-10)))
    const brief = byDay.map(
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
      ['F_DATE:DATE_NAME=202201/V_F:CPA=1@2022-04-05', 5, 'final', 'A', 'North', '2022-01'],
      ['F_DATE:DATE_NAME=202202/V_F:CPA=1@2022-04-05', 7, 'provisional', 'B', 'North', '2022-02'],
      ['F_DATE:DATE_NAME=202202/V_F:CPA=2+3@2022-04-05', 12, 'provisional', 'B', 'East + West', '2022-02'],
      // 5 and a negligible number do not come to 6, and are left so.
      ['F_DATE:DATE_NAME=202201@2022-04-05', 6, 'final', 'A', 'all', '2022-01'],
      ['F_DATE:DATE_NAME=202202@2022-04-05', 18, 'provisional', 'B', 'all', '2022-02'],
      ['F_DATE:DATE_NAME=202202/V_F:CPA=1@2022-05-05', 8, 'revised', 'A', 'North', '2022-02'],
      ['F_DATE:DATE_NAME=202202/V_F:CPA=2+3@2022-05-05', 12, 'revised', 'A', 'East + West', '2022-02'],
      ['F_DATE:DATE_NAME=202202@2022-05-05', 18, 'revised', 'A', 'all', '2022-02'],
    ])
    expect(issues).toEqual([
      'zeros that are "nil or negligible" by the note of their table give no figures: 1',
    ])
    for (const { observation } of figures.values()) {
      expect(observationSchema.safeParse({ ...observation, id: 'x', source: 'x' }).error).toBeUndefined()
      expect(tables.map(({ id }) => id)).toContain(observation.measure)
    }
  })

  it('are refused when the cube does not have the shape of its fields', () => {
    const answer = JSON.parse(readFileSync(path, 'utf8').replace('[ 5.0, 7.0 ], ', ''))
    expect(() => [...readTableAnswer(answer, () => {})]).toThrow(
      /expected 3 values for "Contract Package Area", got 2/,
    )
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
    expect(measureOf('work-programme', 'Individuals', { database: 'Attachments' })).toBe(
      'wp-monthly-attachments',
    )
    // Those who started, by the month in which they were referred, are not those who started in that month.
    expect(measureOf('restart-scheme', 'Starts', { months: 'Month of referral' })).toBeNull()
    expect(measureOf('restart-scheme', 'Starts', { months: 'Month of start' })).toBe('restart-monthly-starts')
  })
})

type Item = readonly [code: string | null, label: string]
/** An invented answer about the starts of Restart; an item without a code is the total. */
const answerOf = (
  fields: readonly { readonly name: string; readonly label: string; readonly items: readonly Item[] }[],
  values: unknown,
  { query = {}, database = 'Restart Scheme' }: { readonly query?: object; readonly database?: string } = {},
): string =>
  JSON.stringify({
    query,
    database: { id: 'X', uri: 'str:database:X', label: database, annotationKeys: [] },
    measures: [{ uri: 'str:count:X:V_F', label: 'Starts', measure: 'x', function: 'COUNT' }],
    fields: fields.map(({ name, label, items }) => ({
      uri: `str:field:X:${name}`,
      label,
      items: items.map(([code, printed]) =>
        code === null
          ? { type: 'Total', labels: [printed] }
          : { type: 'RecodeItem', uris: [`str:value:X:${name}:C:${code}`], labels: [printed] },
      ),
    })),
    cubes: { 'str:count:X:V_F': { values, precision: 0 } },
    annotationMap: {},
  })
const MONTHS = {
  name: 'F_DATE:DATE_NAME',
  label: 'Month',
  items: [
    ['202201', 'January 2022'],
    ['202202', 'February 2022'],
  ],
} as const
const figuresOf = (...answers: readonly string[]) =>
  figuresAt(answers.map((text, at) => [text, `2022-0${at + 4}-05T00:00:00.000Z`]))
const figuresAt = async (answers: readonly (readonly [text: string, captured: string])[]) => {
  const pages = answers.map(([text, captured]) => ({ url, path: fileOf(text).path, captured }))
  const { rows, issues } = await readPages(scraper, {}, pages)
  const tallied = await tallyOf(scraper.bulk?.tally, rows)
  const brief = [...tallied.figures.values()].map(
    ({ observation: { value, status, dimensions, period } }) => [
      (period as { start: string }).start,
      value,
      status,
      dimensions,
    ],
  )
  return { brief, issues: [...issues, ...tallied.issues] }
}

describe('a cell of Stat-Xplore', () => {
  it('is no revision of a cell of another field that has the same codes', async () => {
    const byReferral = { ...MONTHS, name: 'F_REF:DATE_NAME', label: 'Month of referral' }
    const { brief, issues } = await figuresOf(answerOf([MONTHS], [5, 7]), answerOf([byReferral], [50, 70]))
    expect(brief).toEqual([
      ['2022-01', 5, 'final', {}],
      ['2022-02', 7, 'final', {}],
    ])
    expect(issues).toEqual(['no measure is for the count "Restart Scheme: Starts" by "Month of referral"'])
  })

  it('is the same cell when the question names its fields in another order', async () => {
    const area = { name: 'V_F:CPA', label: 'Area', items: [['1', 'North']] as const }
    const one = answerOf([area, MONTHS], [[5, 7]])
    const other = answerOf([MONTHS, area], [[5], [8]])
    expect((await figuresOf(one, other)).brief).toEqual([
      ['2022-01', 5, 'final', { area: 'North' }],
      ['2022-02', 7, 'final', { area: 'North' }],
      ['2022-02', 8, 'revised', { area: 'North' }],
    ])
  })

  it('stands as it was last on a day, and of two of one moment neither does, unless one is marked as revised', async () => {
    const morning = '2022-04-05T06:00:00.000Z'
    const evening = '2022-04-05T18:00:00.000Z'
    const [first, second] = [answerOf([MONTHS], [5, 7]), answerOf([MONTHS], [5, 8])]
    const january = ['2022-01', 5, 'final', {}]
    for (const both of [
      [
        [first, morning],
        [second, evening],
      ],
      [
        [second, evening],
        [first, morning],
      ],
    ] as const)
      expect(await figuresAt(both)).toEqual({ brief: [january, ['2022-02', 8, 'final', {}]], issues: [] })
    expect(
      await figuresAt([
        [first, morning],
        [second, morning],
      ]),
    ).toEqual({
      brief: [january],
      issues: [
        'Restart Scheme, Starts: February 2022: expected one number from answers of one moment, 2022-04-05T06:00:00.000Z, got 7 and 8: neither counts',
      ],
    })
    const revised = second.replace(
      '"labels":["February 2022"]',
      '"labels":["February 2022"],"annotationKeys":["r"]',
    )
    for (const both of [
      [first, revised],
      [revised, first],
    ])
      expect((await figuresAt(both.map((text) => [text, morning]))).brief[1]).toEqual([
        ...['2022-02', 8, 'revised', {}],
      ])
  })

  it('is a total of what the question chose, and says so', async () => {
    const items = [
      ['1', 'North'],
      ['2', 'South'],
      [null, 'Total'],
    ] as const
    const area = { name: 'V_F:CPA', label: 'Area', items }
    const query = { recodes: { 'str:field:X:V_F:CPA': { map: [['a'], ['b']], total: true } } }
    const values = [
      [5, 7],
      [1, 2],
      [6, 9],
    ]
    // 6 and 9 are of two areas of who knows how many: no figures of the whole programme.
    expect((await figuresOf(answerOf([area, MONTHS], values, { query }))).brief.slice(4)).toEqual([
      ['2022-01', 6, 'final', { area: 'Total of North, South' }],
      ['2022-02', 9, 'final', { area: 'Total of North, South' }],
    ])
  })

  it('gives no figure where its month is in doubt, and says why', async () => {
    const two = { ...MONTHS, name: 'F_START:DATE_NAME', label: 'Month of start' }
    const quarters = { name: 'F_DATE:QUARTER', label: 'Quarter', items: [['202203', 'Mar-22']] as const }
    const wrong = { ...MONTHS, items: [['202201', 'March 2022']] as const }
    for (const [answer, why] of [
      [answerOf([MONTHS, two], [[1, 2], [3, 4]]), /is by 2 fields of months \("Month", "Month of start"\)/], // biome-ignore format: one line each
      [answerOf([quarters], [5]), /"Restart Scheme" is by no field of months/],
      [answerOf([wrong], [5]), /the code of "March 2022" to be of that month, got 202201/],
    ] as const) {
      const { brief, issues } = await figuresOf(answer)
      expect(brief).toEqual([])
      expect(issues).toEqual([expect.stringMatching(why)])
    }
  })

  it('is told of when it holds no number, and is read when it has an exponent', async () => {
    // Numbers of eight digits and more are written so: 1.5672696E7 is 15,672,696.
    const large = answerOf([MONTHS], ['a', 7]).replace('"a"', '1.5672696E7')
    expect((await figuresOf(large)).brief[0]).toEqual(['2022-01', 15_672_696, 'final', {}])
    expect(await figuresOf(answerOf([MONTHS], ['..', -3]))).toEqual({
      brief: [],
      issues: [
        'Restart Scheme, Starts: January 2022: expected a number, got ".."',
        'Restart Scheme, Starts: February 2022: expected a count of people, got -3; such cells give no figures: 1',
      ],
    })
  })

  it('is of the programme of its folder when its database has a name of its own', async () => {
    const folder = (id: string, type: string, label: string, children: readonly object[]) => ({
      url: `https://stat-xplore.dwp.gov.uk/webapi/rest/v1/schema/${id}`,
      path: fileOf(JSON.stringify({ id, type, label, children })).path,
    })
    const { rows, follow } = await readPages(scraper, {}, [
      folder('root', 'FOLDER', 'Root', [{ id: 'wp', type: 'FOLDER', label: 'Work Programme' }]),
      folder('wp', 'FOLDER', 'Work Programme', [
        { id: 'str:database:X', type: 'DATABASE', label: 'Starting' },
      ]),
      { url, path: fileOf(answerOf([MONTHS], [5, 7], { database: 'Starting' })).path },
    ])
    expect(follow.at(-1)).toMatch(/schema\/str%3Adatabase%3AX$/)
    const { figures } = await tallyOf(scraper.bulk?.tally, rows)
    expect([...figures.values()].map(({ observation }) => observation.programme)).toEqual([
      'work-programme',
      'work-programme',
    ])
  })
})
