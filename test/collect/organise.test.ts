// Are the listings of all sources grouped by organisation, each once, and again when a list or a register changes?
// Payments, bodies and numbers are invented.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { discoverSources } from '../../src/collect/discover.ts'
import { organiseSources, readOrganisations } from '../../src/collect/organise.ts'
import { type RowsFile, rowsName } from '../../src/collect/rows.ts'
import type { Source } from '../../src/collect/scraper.ts'
import { tallySources } from '../../src/collect/tally-sources.ts'
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
    const name = rowsName(head.address, head.capture)
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
      ...{ listings: 2, referrals: null },
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
        ...{ published: 4, agrees: null },
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

  it('takes the listings away with the last of them', async () => {
    await organise()
    body = `${HEAD}Ash Limited,2.50\n`
    expect(await organise()).toMatchObject({ error: null, figures: 0 })
    const { all, lists } = await found()
    expect(all.every(({ gone }) => gone !== undefined)).toBe(true)
    expect(lists).toMatchObject([{ listings: 0, distinct: 0, published: 1, agrees: null }])
  })
})
