// Are the listings of all sources grouped by organisation, each once, and again when a list or a register changes?
// Payments, bodies and numbers are invented.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discoverSources } from '../../src/collect/discover.ts'
import { readFigures } from '../../src/collect/observations.ts'
import { organiseSources, readOrganisations } from '../../src/collect/organise.ts'
import { type RowsFile, rowsName } from '../../src/collect/rows.ts'
import type { Source } from '../../src/collect/scraper.ts'
import { tallySources } from '../../src/collect/tally-sources.ts'
import { printPairs } from '../../src/domain/organisations.ts'
import { measure } from '../domain/builders.ts'
import { send } from './play.ts'
import { setTheStage, worldRoot } from './stage.ts'

const HEAD = 'Supplier,Amount\n'

describe('the ladder of all sources', () => {
  let stage: Awaited<ReturnType<typeof setTheStage>>
  let source: Source
  let body: string
  const rows = () => join(stage.folder.path, 'rows')

  beforeEach(async () => {
    stage = await setTheStage()
    const { sources } = await discoverSources(worldRoot)
    source = sources.find(({ id }) => id === 'department-payments') as Source
    body = `${HEAD}Oak Charity,1.50\nAsh Limited,2.50\nThe Oak Charity Ltd,0.25\nElm Charity,9.00\n`
    stage.server.on('/payments.csv', (_, response) =>
      send(response, 200, body, { 'content-type': 'text/csv' }),
    )
  })
  afterEach(() => stage.close())

  /** A register read by another source: one charity, under two names. */
  function putRegister(): void {
    const entry = {
      ...{ kind: 'register-entry', key: 'GB-CHC-1100009', id: 'GB-CHC-1100009', ids: ['GB-CHC-1100009'] },
      ...{
        names: ['OAK CHARITY', 'ELM CHARITY'],
        form: 'charity',
        spans: [{ from: '2001-01-01', to: null }],
      },
      ...{ postcode: null, main: null, setApart: null },
    }
    const folder = join(rows(), 'invented-register')
    const head: RowsFile = {
      ...{ address: 'https://example.org/register', url: 'https://example.org/register', rows: 1 },
      ...{ capture: 'sha256:r', captured: '2026-01-01T00:00:00.000Z', digest: 'sha256:d' },
      ...{ kinds: { 'register-entry': 1 }, follow: [], issues: [] },
    }
    mkdirSync(folder, { recursive: true })
    const name = rowsName(head.address, head.capture, head.captured)
    writeFileSync(join(folder, `${name}.ndjson.gz`), gzipSync(`${JSON.stringify(entry)}\n`))
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(head))
  }
  const context = () => ({ store: stage.store, rows: rows(), now: stage.world.now })
  async function organise() {
    stage.world.jump(24 * 3600 * 1000)
    await stage.run(source)
    await tallySources([source], context())
    return organiseSources([source], context())
  }
  const found = async () => readOrganisations(stage.store, rows())

  it('groups them, with sums, listings and the totals of the list', async () => {
    expect(await organise()).toMatchObject({ error: null, figures: 2 })
    const { all, lists, listings } = await found()
    expect(all.map(({ key, name, reached }) => [key, name, reached])).toEqual([
      ['name:ELM CHARITY', 'Elm Charity', 'paid'],
      ['name:OAK CHARITY', 'Oak Charity', 'paid'],
    ])
    const oak = all[1]
    expect(oak?.id).toMatch(/^oak-charity-[0-9a-f]{8}$/)
    expect(oak?.steps.paid).toEqual({
      ...{ listings: 2, paired: 0, referrals: null },
      money: [{ amount: '1.75', currency: 'GBP', basis: 'not-stated' }],
    })
    expect(oak?.steps.named.listings).toBe(0)
    expect(listings(oak?.id ?? '').map(({ identifier, url }) => [identifier, url])).toEqual([
      ['2', 'https://example.org/payments.csv'],
      ['4', 'https://example.org/payments.csv'],
    ])
    expect(listings('nobody')).toEqual([])
    // The list prints four lines, three of them of the sector: its total is neither number.
    expect(lists).toEqual([
      {
        ...{ list: 'Payments of a department', listings: 3, distinct: 2, unnamed: 0 },
        ...{ published: 4, agrees: null, source: 'department-payments', pairs: [] },
      },
    ])
  })

  it('does nothing while nothing changes, and again when a list does', async () => {
    expect(await organiseSources([source], context())).toBeNull()
    await organise()
    expect(await organise()).toBeNull()
    body = `${HEAD}Oak Charity,1.50\n`
    expect(await organise()).toMatchObject({ error: null, figures: 1 })
    const { all, lists } = await found()
    expect(all.map(({ name, gone }) => [name, gone])).toEqual([
      ['Elm Charity', new Date(stage.world.now()).toISOString().slice(0, 10)],
      ['Oak Charity', undefined],
    ])
    expect(lists).toMatchObject([{ listings: 1, distinct: 1, published: 1, agrees: 'listings' }])
  })

  it('takes two names for one body once a register says so, and keeps the old addresses', async () => {
    await organise()
    const before = (await found()).all.map(({ id }) => id)
    putRegister()
    expect(await organise()).toMatchObject({ error: null, figures: 1 })
    const { all, listings } = await found()
    const [one, ...more] = all.filter(({ gone }) => gone === undefined)
    expect(more).toEqual([])
    expect(one).toMatchObject({ id: 'gb-chc-1100009', key: 'GB-CHC-1100009', name: 'Elm Charity' })
    expect(one?.label.lenses.charity).toBe('yes')
    expect(listings('gb-chc-1100009')).toHaveLength(3)
    for (const id of before) {
      expect(all.find((old) => old.id === id)?.gone).toBeDefined()
      expect(listings(id).length).toBeGreaterThan(0)
    }
  })

  /** Listings of awards as two services leave them, and the source that prints each. */
  async function putAwards(id: string, list: string, titles: readonly string[]): Promise<Source> {
    const lines = titles.map((title) => {
      const value = { amount: '500', currency: 'GBP', basis: 'net' }
      const supplier = { name: 'Oak Charity', ids: [] }
      const listing = {
        ...{
          rung: 'contracted',
          list,
          identifier: `${id} ${title}`,
          on: '2026-01-05',
          money: value,
          supplier,
        },
        ...{ referrals: null, said: true, url: 'https://example.org/award' },
        award: { buyer: 'Example Council', titles: [title], value },
      }
      return JSON.stringify({ listing })
    })
    mkdirSync(join(rows(), id), { recursive: true })
    writeFileSync(join(rows(), id, 'listings.ndjson'), `${lines.join('\n')}\n`)
    await stage.store.put({ source: id, kind: 'tallies' }, [{ id: 'last', listings: titles.join() }])
    return { ...source, id }
  }

  it('counts an award once that two sources print, and says so in lists, issues and caveats', async () => {
    const one = await putAwards('service-a', 'Awards A', ['Day care', 'Night care'])
    const other = await putAwards('service-b', 'Awards B', ['Day care', 'Home care'])
    const summary = await organiseSources([one, other], context())
    expect(summary).toMatchObject({ error: null, figures: 1 })
    // Night care and Home care have buyer, value and day in common: people have to look.
    const issue = '1 award of "Awards A" may be in "Awards B" too, and are counted in both'
    expect(summary?.issues).toMatchObject([{ what: expect.stringContaining(issue) }])
    const { all, lists, listings, tally } = await found()
    // Three awards of 500, not four.
    expect(all[0]?.steps.contracted).toEqual({
      ...{ listings: 4, paired: 1, referrals: null },
      money: [{ amount: '1500', currency: 'GBP', basis: 'net' }],
    })
    expect(listings(all[0]?.id ?? '').filter(({ countedElsewhere }) => countedElsewhere)).toHaveLength(1)
    expect(lists.map(({ source, pairs }) => [source, pairs])).toEqual([
      ['service-a', [{ list: 'Awards B', sure: 1, unsure: 1 }]],
      ['service-b', [{ list: 'Awards A', sure: 1, unsure: 1 }]],
    ])
    expect(tally).toMatchObject({ error: null, figures: 1, issues: summary?.issues })
    const caveat = printPairs(lists, 'service-a')
    expect(caveat).toMatch(
      /^1 award to the sector is also in “Awards B”: same buyer, supplier, value and title/,
    )
    expect(caveat).toMatch(/1 more award may be there too; until a person has looked, both are counted\.$/)
    expect(printPairs(lists, 'service-c')).toBe('')
    const discovered = { sources: [{ ...one, measures: [measure()] }], broken: [] }
    const { measures } = await readFigures(stage.store, discovered, rows(), lists)
    expect(measures.map((own) => own.caveat)).toEqual([`${measure().caveat} ${caveat}`])
  })

  it('leaves organisations as they were when it fails, says why, and tries again', async () => {
    await organise()
    writeFileSync(join(rows(), source.id, 'listings.ndjson'), 'no JSON\n')
    await stage.store.put({ source: source.id, kind: 'tallies' }, [{ id: 'last', listings: 'other' }])
    for (const _ of [1, 2]) {
      const summary = await organiseSources([source], context())
      expect(summary?.error).toContain('organisations: its listings')
    }
    const { all, tally } = await found()
    expect(all).toHaveLength(2)
    expect(tally).toMatchObject({ figures: 2, error: expect.stringContaining('JSON') })
    expect(tally?.failed).not.toBeNull()
  })

  it('takes the listings away with the last of them', async () => {
    await organise()
    body = `${HEAD}Ash Limited,2.50\n`
    expect(await organise()).toMatchObject({ error: null, figures: 0 })
    const { all, lists } = await found()
    expect(all.every(({ gone }) => gone !== undefined)).toBe(true)
    expect(lists).toMatchObject([{ listings: 0, distinct: 0, published: 1, agrees: null }])
  })
})
