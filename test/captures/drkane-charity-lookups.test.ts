// Are the real lists of numbers, names and mergers read, and is what cannot be read explained?
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import scraper from '../../scrapers/drkane-charity-lookups/scraper.ts'
import { PROJECT_DIR } from '../../src/config.ts'
import { makeRegister, registerEntrySchema, registerLinkSchema } from '../../src/domain/registers.ts'
import { decideLabel } from '../../src/domain/sector.ts'
import { readPages } from '../scrapers/tally-input.ts'

const folder = join(PROJECT_DIR, '..', 'shared', 'captures', 'delivery', 'charity-register')

describe.skipIf(!existsSync(folder))('real register lists (skipped when the captures are not there)', () => {
  const index: { files: { file: string; path: string; original_url: string | null }[] } = existsSync(folder)
    ? JSON.parse(readFileSync(join(folder, 'INDEX.json'), 'utf8'))
    : { files: [] }
  const read = async (file: string) => {
    const { path = '', original_url = null } = index.files.find((one) => one.file === file) ?? {}
    const urls = [
      `https://raw.githubusercontent.com/drkane/charity-lookups/main/${path}`,
      ...(original_url ? [original_url] : []),
    ]
    for (const url of urls) expect(scraper.handles(new URL(url))).toBe(true)
    return readPages(scraper, {}, [{ url: urls[0] ?? '', path: join(folder, file) }])
  }

  it('has a file for each of the index, and explains those that say nothing of any body', async () => {
    const codes = [
      'ccew-fields.csv',
      'classification-ccew.csv',
      'classification-icnptso.csv',
      'mutuals-suffixes.csv',
    ]
    for (const file of codes) {
      const { rows, issues } = await read(file)
      expect(rows).toEqual([])
      expect(issues).toEqual([expect.stringMatching(/^a list of codes: .* nothing is read from it$/)])
    }
    for (const { file } of index.files.filter((one) => !codes.includes(one.file)))
      expect((await read(file)).rows.length).toBeGreaterThan(1000)
  })

  // 4,399 lines below the headings, each with another pair.
  it('reads every company number', async () => {
    const { rows, issues } = await read('charity-company-numbers.csv')
    expect([rows.length, issues]).toEqual([4399, []])
    expect(rows[0]).toMatchObject({ a: 'GB-CHC-1000611', b: 'GB-COH-08591698', relation: 'same' })
  })

  it('reads every double registration', async () => {
    const { rows, issues } = await read('dual-registered-uk-charities.csv')
    expect([rows.length, issues]).toEqual([1503, []])
    expect(rows[2]).toMatchObject({ a: 'GB-SC-SC005117', b: 'GB-CHC-218186' })
  })

  it('reads every society, with the kind that its number says', async () => {
    const { rows, issues } = await read('mutual-companies.csv')
    const entries = rows
      .filter(({ kind }) => kind === 'register-entry')
      .map((row) => registerEntrySchema.parse(row))
    const forms: Record<string, number> = {}
    for (const { form } of entries) forms[form] = (forms[form] ?? 0) + 1
    expect([entries.length + issues.length, issues]).toEqual([12182, []])
    expect(forms).toMatchInlineSnapshot(`
      {
        "co-operative": 1026,
        "community-benefit-society": 2073,
        "credit-union": 587,
        "other-mutual": 572,
        "registered-society": 7924,
      }
    `)
  })

  it('reads mergers between numbers, and says how many have none', async () => {
    const { rows, issues } = await read('ccew-register-of-mergers.csv')
    for (const row of rows) registerLinkSchema.parse(row)
    expect(rows[0]).toMatchObject({
      a: 'GB-CHC-216355',
      b: 'GB-CHC-1096364',
      relation: 'merged',
      on: '2003-01-01',
    })
    expect([rows.length, issues]).toMatchInlineSnapshot(`
      [
        5349,
        [
          "461 lines have no charity number on one side, such as "merger registered 2008-01-01 00:00:00"",
          "13 lines link a body with itself, such as "GB-CHC-244261"",
          "19 lines say the same again, such as "GB-CHC-1023439=GB-CHC-801465"",
          "1 lines have a number without a known shape, such as "GB-CHC-518412, GB-CHC-000000"",
        ],
      ]
    `)
  })

  it('reads other names, and says which line has no number', async () => {
    const { rows, issues } = await read('charity-names.csv')
    expect([rows.length, issues]).toMatchInlineSnapshot(`
      [
        2285,
        [
          "2286 lines have more or fewer cells than headings, and are read all the same, such as "line 2: expected 4 cells as in the headings, got 3"",
          "1 lines have no identifier or no name, such as "GB-NIC-: "",
        ],
      ]
    `)
  })

  it('leads from a company number to what the lists know, and guesses nothing', async () => {
    const register = makeRegister()
    const lists = ['charity-company-numbers.csv', 'mutual-companies.csv', 'dual-registered-uk-charities.csv']
    const rows = (await Promise.all(lists.map(read))).flatMap((one) => one.rows)
    const pegswood = { name: 'Pegswood Social Club', ids: ['GB-COH-IP10002R'] }
    const denton = { name: 'Denton Burn Community Association', ids: ['GB-COH-8591698'] }
    for (const row of rows) if (row.kind === 'register-link') register.link(registerLinkSchema.parse(row))
    for (const one of [pegswood, denton]) register.want(one)
    for (const row of rows) if (row.kind === 'register-entry') register.add(registerEntrySchema.parse(row))
    const label = (who: typeof denton) => decideLabel(who, register.find(who), '2018-01-01')
    expect(label(pegswood)).toMatchObject({ lenses: { mutual: 'yes', 'social-enterprise': 'yes' } })
    // Its charity number is known, and the register that says whether it was on it that day was not read.
    expect(register.countedAs(denton.ids)).toBe('GB-CHC-1000611')
    expect(label(denton)).toMatchObject({ lenses: { charity: 'unknown' } })
  })
})
