// Does a citation stay as it was, whatever happens to the figures?
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Cite } from '@citation-js/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'

import type { Evidence, Observation, Tombstone } from '../../src/domain/nouns.ts'
import type { KeptPins } from '../../src/domain/pin.ts'
import { readCuratedData } from '../../src/store/evidence.ts'
import { openPins } from '../../src/store/pins.ts'
import { pinnedSchema, pinPath, type Ref, refsIn, versionIn } from '../../src/web/cite.ts'
import { recompute } from '../../src/verify/item.ts'
import { ProblemError } from '../../src/web/errors.ts'
import { makeSite, type Site } from '../../src/web/site.ts'
import { howToCite } from '../../src/web/views/cite.tsx'

const curated = await readCuratedData(readConfig({}).evidenceDir)
const CLAIM: Ref = { kind: 'claims', id: 'hurd-2013-06-19-almost-half#1' }
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cite-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function siteOf(
  changes: Partial<Evidence> = {},
  today = '2026-11-24',
  kept?: KeptPins,
  tombstones: readonly Tombstone[] = curated.tombstones,
): Site {
  return makeSite({
    ...{
      ...curated,
      tombstones,
      evidence: { ...curated.evidence, ...changes },
      dataVersion: '0'.repeat(12),
      today,
    },
    ...{ siteUrl: 'https://wvd.example', modified: new Date(0), assets: new Map() },
    ...(kept ? { kept } : {}),
  })
}
const text = (site: Site, path: string): string =>
  new TextDecoder().decode(site.find(path, '').variants.identity.body)
const withoutRibbon = (page: string): string => page.replace(/<aside class="ribbon"[\s\S]*?<\/aside>/, '')
const addressOf = (site: Site, ref: Ref): string => pinPath(ref, versionIn(site.present, ref) ?? '')
const used = (site: Site, id: string): string =>
  site.ledger.claims.find(({ claim }) => claim.id === id)?.verdict.readings[0]?.used[0]?.observation ?? ''
const changed = (id: string, change: Partial<Observation>): Partial<Evidence> => ({
  observations: curated.evidence.observations.map((one) => (one.id === id ? { ...one, ...change } : one)),
})
function problemOf(find: () => unknown) {
  try {
    find()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('expected a problem')
}

describe('a pinned citation', () => {
  const before = siteOf()
  const figure = used(before, CLAIM.id)
  const revision = curated.evidence.observations.find(({ id }) => id === figure) as Observation
  /** An invented later vintage of the figure that the verdict rests on. */
  const later: Observation = {
    ...revision,
    ...{ id: `${figure}-revised`, published: '2026-11-25', value: 31, display: '31%', numerator: null },
  }
  const revised = { observations: [...curated.evidence.observations, later] }

  it('is byte for byte the same after a revision, apart from the ribbon', async () => {
    const path = addressOf(before, CLAIM)
    const first = text(before, path)
    const after = siteOf(revised, '2026-11-25')
    const second = text(after, path)
    expect(first).not.toContain('class="ribbon"')
    expect(first).toContain('<dt>Caveat</dt>')
    expect(second).toContain('Newer figures exist.')
    expect(second).toContain('31%')
    expect(withoutRibbon(second)).toBe(first)
    expect(text(after, `${path}.json`)).toBe(text(before, `${path}.json`))
    for (const ending of ['bib', 'ris', 'csl.json'])
      expect(text(after, `${path}.${ending}`)).toBe(text(before, `${path}.${ending}`))
    expect(addressOf(after, CLAIM)).not.toBe(path)
  })

  it('is the same after the record itself was edited, because a copy is kept', async () => {
    const kept = await openPins(join(folder, 'edited'))
    await kept.keep(before.pinsToKeep())
    const edit = changed(figure, { value: 12, display: '12%' })
    const path = addressOf(before, CLAIM)
    const after = siteOf(edit, '2026-11-25', await openPins(join(folder, 'edited')))
    expect(withoutRibbon(text(after, path))).toBe(text(before, path))
    expect(text(after, `${path}.json`)).toBe(text(before, `${path}.json`))
    // Without the copy nothing else is shown in its place.
    const problem = problemOf(() => siteOf(edit, '2026-11-25').find(path, ''))
    expect(problem.status).toBe(404)
    expect(problem.detail).toContain('no copy of it is kept here')
    expect(problem.detail).toContain(`/cite/claims/${CLAIM.id.replace('#', '/')}/2026-11-25-`)
  })

  it('stays when the record is taken out, and says so', async () => {
    const kept = await openPins(join(folder, 'gone'))
    await kept.keep(before.pinsToKeep())
    const ref: Ref = { kind: 'observations', id: figure }
    const path = addressOf(before, ref)
    const without = { observations: curated.evidence.observations.filter(({ id }) => id !== figure) }
    const page = text(siteOf(without, '2026-11-25', kept), path)
    expect(page).toContain('This record was taken out')
    expect(withoutRibbon(page)).toBe(text(before, path))
    expect(problemOf(() => siteOf(without, '2026-11-25').find(path, '')).status).toBe(404)
  })

  it('gives the reason where a tombstone has it: on the page, and where no copy is kept', async () => {
    const kept = await openPins(join(folder, 'tombstone'))
    await kept.keep(before.pinsToKeep())
    const path = addressOf(before, CLAIM)
    const [statement = ''] = CLAIM.id.split('#')
    const without = { statements: curated.evidence.statements.filter(({ id }) => id !== statement) }
    const reason = 'the phrase is not in its source (invented)'
    const tombstones = [{ kind: 'statement', id: statement, gone: '2026-11-25', reason } as const]
    const page = text(siteOf(without, '2026-11-25', kept, tombstones), path)
    expect(page).toContain(`on 25 November 2026: ${reason}`)
    expect(withoutRibbon(page)).toBe(text(before, path))
    const problem = problemOf(() => siteOf(without, '2026-11-25', undefined, tombstones).find(path, ''))
    expect(problem.status).toBe(410)
    expect(problem.detail).toContain(reason)
  })

  it('holds enough to work its verdict out again', () => {
    const claims = refsIn(before.present).filter(({ kind }) => kind === 'claims')
    expect(claims.length).toBe(before.ledger.claims.length)
    for (const ref of claims) {
      const { verdicts, ...item } = JSON.parse(text(before, `${addressOf(before, ref)}.json`))
      expect(recompute({ ...item, verdicts }).differences, ref.id).toEqual([])
      // A verdict that the rule does not give is found.
      const other = verdicts[0].result === 'met' ? 'not-met' : 'met'
      const wrong = { ...item, verdicts: [{ ...verdicts[0], result: other }] }
      expect(recompute(wrong).differences.length, ref.id).toBeGreaterThan(0)
    }
  })

  it('keeps its version while only the clock moves', async () => {
    const kept = await openPins(join(folder, 'clock'))
    const count = await kept.keep(before.pinsToKeep())
    expect(count).toBe(refsIn(before.present).length)
    const tomorrow = siteOf({}, '2026-11-25', kept)
    const moved = refsIn(tomorrow.present).filter(
      (ref) => versionIn(tomorrow.present, ref) !== versionIn(before.present, ref),
    )
    // Only claims that fall due, or whose figures are late, on that very day.
    expect(moved.length).toBeLessThan(10)
    expect([...tomorrow.pinsToKeep()].length).toBe(moved.length)
    expect(text(tomorrow, addressOf(before, CLAIM))).toBe(text(before, addressOf(before, CLAIM)))
  })

  it('names its document by day and digest, for every kind', () => {
    for (const ref of refsIn(before.present).filter((_, index) => index % 61 === 0)) {
      const path = addressOf(before, ref)
      const json = text(before, `${path}.json`)
      const digest = createHash('sha256').update(json).digest('hex')
      expect(path.endsWith(`/2026-11-24-${digest.slice(0, 12)}`), path).toBe(true)
      pinnedSchema.parse(JSON.parse(json))
    }
  })

  it.each([
    ['/cite/claims/hurd-2013-06-19-almost-half/1/2026-11-24-000000000000', 404, 'has the digest'],
    [
      '/cite/claims/hurd-2013-06-19-almost-half/1/2011-01-01-000000000000',
      404,
      'was not there on 2011-01-01',
    ],
    ['/cite/claims/hurd-2013-06-19-almost-half/1/2031-01-01-000000000000', 404, 'expected a version such as'],
    ['/cite/claims/hurd-2013-06-19-almost-half/1/soon', 404, 'expected a version such as'],
    ['/cite/measures/no-such/2026-11-24-000000000000', 404, 'no such record'],
  ])('%s is a %i that says why', (path, status, why) => {
    const problem = problemOf(() => before.find(path, ''))
    expect(problem.status).toBe(status)
    expect(problem.detail).toContain(why)
  })

  it('is given in every form, with the same address', () => {
    const path = addressOf(before, CLAIM)
    const url = `https://wvd.example${path}`
    const version = path.split('/').at(-1) ?? ''
    const page = text(before, path)
    expect(page).toContain(`Words vs Deeds, as known on 24 November 2026, version ${version}. ${url}`)
    expect(page).toContain(`Available at: ${url} (Accessed: 24 November 2026).`)
    const bib = text(before, `${path}.bib`)
    expect(bib).toMatch(/^@\w+\{WordsVsDeeds_2026_11_24_/)
    expect(bib).toContain(`url = {${url}}`)
    expect(bib).toContain('author = {{Words vs Deeds}}')
    const ris = text(before, `${path}.ris`).split('\r\n')
    expect(ris[0]).toMatch(/^TY {2}- /)
    expect(ris).toContain(`UR  - ${url}`)
    expect(ris).toContain('DA  - 2026/11/24')
    expect(ris.at(-2)).toBe('ER  - ')
    const [csl] = JSON.parse(text(before, `${path}.csl.json`))
    expect(csl).toMatchObject({ type: 'webpage', URL: url, version, author: [{ literal: 'Words vs Deeds' }] })
  })
})

describe('what programs read of a citation', () => {
  const { present } = siteOf()
  const refs = refsIn(present).filter(({ kind }, index) => kind !== 'observations' || index % 5 === 0)
  const words = (title: unknown): string => String(title).replace(/[^A-Za-z0-9]+/g, ' ')

  it.each(['bib', 'ris'] as const)('%s gives the title, author, address and days back', (ending) => {
    for (const ref of refs) {
      const cite = howToCite(present, ref)
      if (cite === null) throw new Error('expected a citation')
      const { csl, bibtex, ris } = cite.citation
      const [read = {}] = new Cite(ending === 'bib' ? bibtex : ris).data
      expect(read.URL, ref.id).toBe(cite.url)
      expect(words(read.title), ref.id).toBe(words(csl.title))
      expect(JSON.stringify(read.author), ref.id).toContain('Words vs Deeds')
      expect(read.issued, ref.id).toMatchObject({ 'date-parts': [[2026, 11, 24]] })
      expect(String(read.note)).toContain(cite.version)
    }
  })

  it('has a key of its own for each record', () => {
    const keys = refs.map(
      (ref) => /^@\w+\{([^,]+),/.exec(howToCite(present, ref)?.citation.bibtex ?? '')?.[1],
    )
    expect(new Set(keys).size).toBe(refs.length)
  })
})

describe('keeping pins', () => {
  const pin = (n: number) => {
    const document = JSON.stringify({ invented: n })
    const digest = createHash('sha256').update(document).digest('hex')
    return {
      record: `measures/m-${n}`,
      version: `2026-11-24-${digest.slice(0, 12)}`,
      content: digest,
      text: document,
    }
  }

  it('writes each once, reads it after a restart, and adds without touching what is there', async () => {
    const place = join(folder, 'kept')
    const first = await openPins(place)
    expect(await first.keep([pin(1), pin(2)])).toBe(2)
    expect(await first.keep([pin(1), pin(3)])).toBe(1)
    const again = await openPins(place)
    for (const n of [1, 2, 3]) {
      expect(again.read(pin(n).record, pin(n).version)).toBe(pin(n).text)
      expect(again.latest(pin(n).record)).toEqual({ version: pin(n).version, content: pin(n).content })
    }
    expect(again.read('measures/m-1', pin(2).version)).toBeNull()
    expect(again.latest('measures/m-9')).toBeNull()
  })

  it('tells of an index that cannot be read, and gives no document that is not as it was written', async () => {
    const place = join(folder, 'spoilt')
    const store = await openPins(place)
    await store.keep([pin(1)])
    await writeFile(join(place, '000001.jsonl.gz'), 'spoilt by invention')
    expect((await openPins(place)).read(pin(1).record, pin(1).version)).toBeNull()
    await writeFile(join(place, '000001.index.json'), '{')
    const told: string[] = []
    const after = await openPins(place, (line) => told.push(line))
    expect(told.join()).toContain('000001.index.json: expected an index of pinned pages')
    expect(await after.keep([pin(1)])).toBe(1)
    expect((await openPins(place)).read(pin(1).record, pin(1).version)).toBe(pin(1).text)
  })

  it('says so where the folder cannot be read or made, and pages are worked out again', async () => {
    const file = join(folder, 'a-file')
    await writeFile(file, '')
    const told: string[] = []
    const store = await openPins(join(file, 'below'), (line) => told.push(line))
    expect(told.join()).toContain('expected a folder of pinned pages, got: Error: ENOTDIR')
    await expect(store.keep([pin(1)])).rejects.toThrow('ENOTDIR')
    expect(store.latest(pin(1).record)).toBeNull()
    const site = siteOf({}, '2026-11-24', store)
    expect(text(site, addressOf(site, CLAIM))).toBe(text(siteOf(), addressOf(siteOf(), CLAIM)))
  })

  it('never writes over a pack, also where an earlier one was never finished', async () => {
    const place = join(folder, 'unfinished')
    await (await openPins(place)).keep([pin(1)])
    await writeFile(join(place, '000002.jsonl.gz'), 'never finished, by invention')
    const before = await readFile(join(place, '000001.jsonl.gz'))
    await (await openPins(place)).keep([pin(2)])
    expect(await readFile(join(place, '000002.jsonl.gz'), 'utf8')).toBe('never finished, by invention')
    expect(await readFile(join(place, '000001.jsonl.gz'))).toEqual(before)
    const again = await openPins(place)
    for (const n of [1, 2]) expect(again.read(pin(n).record, pin(n).version)).toBe(pin(n).text)
  })
})
