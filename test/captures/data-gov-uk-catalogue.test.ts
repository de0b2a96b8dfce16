// Are real records of the catalogue read, and the others explained?
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/data-gov-uk-catalogue/scraper.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'delivery', 'data-gov-uk-ckan')
const read = (file: string) => {
  const url = 'https://data.gov.uk/api/3/action/...'
  expect(scraper.handles(new URL(url))).toBe(true)
  return parsePage(
    scraper,
    {},
    {
      ...{ url, status: 200, captured: '2026-01-01T00:00:00.000Z', contentType: 'application/json' },
      bytes: readFileSync(join(folder, file)),
    },
  )
}

describe.skipIf(!existsSync(folder))('the real catalogue (skipped when the captures are not there)', () => {
  it('gives a data set with the place of its file, and no contact', () => {
    const { findings, issues } = read('package_show_create.json')
    expect(issues).toEqual([])
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({
      key: 'bca22660-dccc-4a37-9cfe-6bc2c0739cff',
      payload: {
        title: "Datasets' List",
        licence: 'uk-ogl',
        modified: '2018-05-02T19:27:59.746105',
        resources: [{ format: 'XLS', name: "Datasets' List", broken: false }],
      },
    })
    expect(JSON.stringify(findings)).not.toContain('@')
  })

  it('gives three pointers of a harvested record, whatever their format is said to be', () => {
    const { findings } = read('package_show_inspire.json')
    const resources = findings[0]?.payload.resources as { format: string | null }[]
    expect(resources.map(({ format }) => format)).toEqual([null, 'WMS', 'WMS'])
  })

  it('reads records of a search that hold three fields alone', () => {
    const { findings, issues, follow } = read('search_dataset_p1.json')
    expect([findings.length, issues, follow]).toEqual([5, [], []])
    expect(findings[4]?.payload).toMatchObject({
      organisation: { name: 'test-publisher', title: null },
      title: null,
    })
    expect(read('search_dataset_p2.json').findings).toEqual([])
  })

  it('explains lists of organisations and comment lines', () => {
    expect(read('organization_list.json').issues.map(({ what }) => what)).toEqual([
      expect.stringMatching(/begins with comment lines/),
      'the answer is a list of 2 names, not of data sets',
    ])
    expect(read('organization_show_create.json').issues.at(-1)?.what).toBe(
      'the answer holds no data set, but one organization',
    )
  })
})
