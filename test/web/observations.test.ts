// Can a reader take a figure apart, down to its rows, and switch the lens it is read through? On invented figures.
import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type CollectedFigures, NOTHING_COLLECTED } from '../../src/domain/collected.ts'
import { buildSite } from '../../src/main.ts'
import { makeApp } from '../../src/web/app.ts'
import { TODAY } from '../real-site.ts'
import { figure, figuresWith, inventedMeasure, row } from './invented-figures.ts'

async function siteWith(figures: CollectedFigures) {
  const config = readConfig({ SITE_URL: 'https://wvd.example' })
  const site = await buildSite(config, TODAY, { collected: NOTHING_COLLECTED, figures })
  const app = makeApp({
    site: () => site,
    asset: (name) => `/${name}`,
    report: (error) => {
      throw error
    },
  })
  const text = async (path: string): Promise<string> => (await app.request(path)).text()
  return { app, site, text, data: async (path: string) => JSON.parse(await text(path)).data }
}

const words = (html: string): string => html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

describe('a figure taken apart', () => {
  const rows = [
    row('A1', { supplier: '=HYPERLINK("x")', label: 'yes', why: 'on the register' }),
    row('A2'),
    row('A3', { label: 'unknown', why: 'no identifier' }),
    row('A4'),
  ]

  it('shows every part of it, and that the rows agree with it', async () => {
    const { text, data } = await siteWith(figuresWith([figure('share-1')], { 'share-1': rows }))
    const page = words(await text('/measures/example-award-share/share-1'))
    for (const said of [
      '25% (25% to 50%)',
      'Numerator 1',
      'Denominator 4',
      'Unknown 1',
      `sha256:${'b'.repeat(64)}`,
      '1 May 2026, 04:00 UTC',
      'they agree with the figure',
      'on the register',
      'Rows 1 to 4 of 4',
    ])
      expect(page).toContain(said)
    const sent = await data('/measures/example-award-share/share-1.json')
    expect(sent.url).toBe('https://wvd.example/measures/example-award-share/share-1')
    expect(sent.contributions).toEqual(rows)
    expect(sent.addedUp.comparisons.map((one: { agrees: string }) => one.agrees)).toEqual(
      Array(4).fill('exactly'),
    )
  })

  it('says when the rows do not agree, and by how much', async () => {
    const short = { 'share-1': rows.slice(0, 3) }
    const { text } = await siteWith(figuresWith([figure('share-1')], short))
    const page = words(await text('/measures/example-award-share/share-1'))
    expect(page).toContain('they do not agree with the figure')
    expect(page).toContain('from all rows: added up 3, stated 4: does not agree (a difference of 1)')
  })

  it('tells the rounding of shared awards from an error', async () => {
    // 100 shared by three: 33.33 each, a penny short. Off by a pound is no rounding.
    const thirds = [1, 2, 3].map((n) => row(`A${n}`, { label: 'yes', value: '33.33' }))
    const paid = { numerator: 100, denominator: 100, unknown: 0, value: 100, display: '100%' }
    const { data } = await siteWith(
      figuresWith([figure('shared', paid), figure('wrong', { ...paid, numerator: 101, area: 'Wales' })], {
        shared: thirds,
        wrong: thirds,
      }),
    )
    const agreement = async (id: string) =>
      (await data(`/measures/example-award-share/${id}.json`)).addedUp.comparisons.map(
        (one: { agrees: string; difference: string }) => [one.agrees, one.difference],
      )
    expect((await agreement('shared'))[0]).toEqual(['rounding', '0.01'])
    expect((await agreement('wrong'))[0]).toEqual(['no', '1.01'])
  })

  it('pages by 500 on the page, and is whole in JSON and CSV', async () => {
    const many = Array.from({ length: 1201 }, (_, n) => row(`R${n}`, { value: '-0.25' }))
    const { app, text, data } = await siteWith(figuresWith([figure('share-1')], { 'share-1': many }))
    const path = '/measures/example-award-share/share-1'
    expect(words(await text(path))).toContain('Rows 1 to 500 of 1,201')
    expect(words(await text(`${path}?page=3`))).toContain('Rows 1,001 to 1,201 of 1,201')
    expect((await app.request(`${path}?page=4`)).status).toBe(404)
    expect((await app.request(`${path}?page=x`)).status).toBe(400)
    expect((await data(`${path}.json`)).contributions).toHaveLength(1201)
    const csv = (await text(`${path}.csv`)).trimEnd().split('\r\n')
    expect(csv).toHaveLength(1202)
    expect(csv[1]).toBe('share-1,R0,Supplier R0,no,a company,-0.25,,https://example.org/awards/R0')
  })

  it('sends no supplier that a spreadsheet would run', async () => {
    const bad = ['=1+1', '+1', '-1+1', '@SUM(A1)', '\t=1', ' =1', '＝1', 'A;=1']
    const { text } = await siteWith(
      figuresWith([figure('share-1')], { 'share-1': bad.map((supplier) => row('A1', { supplier })) }),
    )
    const cells = (await text('/measures/example-award-share/share-1.csv'))
      .trimEnd()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(',')[2])
    expect(cells).toEqual([...["'=1+1", "'+1", "'-1+1", "'@SUM(A1)", '"\'\t=1"', "' =1", "'＝1", '"A;=1"']])
  })

  it('is made with its style, like every page', async () => {
    const { app, text } = await siteWith(figuresWith([figure('share-1')]))
    const css =
      /href="(\/site\.css[^"]*)"/.exec(await text('/measures/example-award-share/share-1'))?.[1] ?? ''
    expect((await app.request(css)).status).toBe(200)
  })

  it('of a person’s reading of a source says that there is no list of rows', async () => {
    const { site, text } = await siteWith(figuresWith([]))
    const entry = site.ledger.measures.find(({ figures }) => figures.length > 0)
    const own = `/measures/${entry?.measure.id}/${entry?.figures[0]?.observation.id}`
    expect(words(await text(own))).toContain('was read in its source as it stands there')
    expect(await text(`${own}.csv`)).toBe('observation,identifier,supplier,label,why,value,note,url\r\n')
  })

  it('is not there before it was published, under another measure, or when nobody knows it', async () => {
    const { app } = await siteWith(figuresWith([figure('share-1')]))
    for (const path of [
      'example-award-share/share-1?asOf=2026-04-30',
      'wp-job-outcome-rate/share-1',
      'example-award-share/share-2',
    ])
      expect((await app.request(`/measures/${path}`)).status).toBe(404)
    expect((await app.request('/measures/example-award-share/share-1?asOf=2026-05-01')).status).toBe(200)
  })
})

describe('the sector lens', () => {
  const through = (lens: string, numerator: number, over = {}) =>
    figure(`by-${lens}`, {
      ...{ dimensions: { label: 'register', lens }, numerator, denominator: 3, unknown: 1 },
      ...{ value: 33.33 * numerator, display: `${33.33 * numerator}%` },
      ...over,
    })
  const observations = [
    through('charity', 0),
    through('vcse', 1),
    through('mutual', 0),
    figure('plain', { dimensions: { department: 'Examples' }, unknown: null }),
  ]

  it('shows the broadest first, the others when asked, and figures of no lens among all', async () => {
    const { text } = await siteWith(figuresWith(observations))
    const ids = async (path: string) =>
      [...(await text(path)).matchAll(/<tr id="([^"]+)"/g)].map((found) => found[1]).sort()
    expect(await ids('/measures/example-award-share?series=all')).toEqual(['by-vcse', 'plain'])
    expect(await ids('/measures/example-award-share?lens=charity&series=all')).toEqual([
      'by-charity',
      'plain',
    ])
    // Nobody published that one: the broadest stands in.
    expect(await ids('/measures/example-award-share?lens=trading-arm&series=all')).toEqual([
      'by-vcse',
      'plain',
    ])
  })

  it('marks the current one, and gives parts that add up to 100% in words', async () => {
    const { text } = await siteWith(figuresWith(observations))
    const page = await text('/measures/example-award-share?lens=charity&series=all')
    expect(page).toMatch(/lens=charity" aria-current="true">Charities/)
    expect(page.match(/aria-current="true"/g)).toHaveLength(1)
    expect(words(page)).toContain('yes 0%, no 66.67%, not known 33.33%')
    expect(words(page)).toContain('On a charity register on the day.')
  })

  it('keeps all in JSON and CSV, links each figure to its parts, and refuses a lens that there is not', async () => {
    const { app, text, data } = await siteWith(figuresWith(observations))
    expect((await data('/measures/example-award-share.json?lens=charity')).observations).toHaveLength(4)
    expect((await text('/measures/example-award-share.csv')).split('\r\n')).toHaveLength(6)
    expect(await text('/measures/example-award-share?series=all')).toContain(
      'href="/measures/example-award-share/by-vcse"',
    )
    const refused = await app.request('/measures/example-award-share?lens=council')
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('expected one of charity, vcse')
  })

  it('is not offered for a measure of none', async () => {
    const { text } = await siteWith(figuresWith([]))
    expect(await text('/measures/wp-job-outcome-rate')).not.toContain('Sector lens')
  })
})

describe('a measure of many series', () => {
  const path = '/measures/example-award-share'
  const year = { start: '2025-04', end: '2026-03' }
  const month = { start: '2026-03', end: '2026-03' }
  const made = (id: string, label: string, period: typeof year, denominator: number, unknown: number) =>
    figure(id, { period, dimensions: { label, lens: 'vcse' }, numerator: 1, denominator, unknown })
  const figures = figuresWith([
    made('by-register', 'register', year, 100, 60),
    made('as-declared', 'declared by supplier', year, 100, 20),
    made('of-a-month', 'declared by supplier', month, 9, 0),
  ])

  it('opens on the one that covers the most with the least unknown, offers the others, and all', async () => {
    const { text } = await siteWith(figures)
    const ids = async (query: string) =>
      [...(await text(`${path}${query}`)).matchAll(/<tr id="([^"]+)"/g)].map((found) => found[1])
    expect(await ids('')).toEqual(['as-declared'])
    const page = await text(path)
    expect(words(page)).toContain('label: declared by supplier; by year. 1 figure of 3')
    const offered = [...page.matchAll(/<option value="([^"]+)"/g)].map((found) => found[1] ?? '')
    expect(offered).toHaveLength(4)
    const shown = await Promise.all(offered.map((series) => ids(`?series=${series}`)))
    expect(shown.slice(0, 3).flat().sort()).toEqual(['as-declared', 'by-register', 'of-a-month'])
    expect(shown[3]).toHaveLength(3)
    // One that is not there is no error: a lens may not have it.
    expect(await ids('?series=gone')).toEqual(['as-declared'])
  })
})

describe('a measure of very many figures', () => {
  const months = Array.from({ length: 250 }, (_, n) => {
    const month = `${2000 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`
    return figure(`share-${month}`, { period: { start: month, end: month }, published: `${month}-28` })
  })
  const path = '/measures/example-award-share'

  it('shows a hundred at a time, the newest first, and all in its CSV', async () => {
    const { app, text } = await siteWith(figuresWith(months))
    const ids = async (query: string) =>
      [...(await text(`${path}${query}`)).matchAll(/<tr id="share-([^"]+)"/g)].map((found) => found[1])
    const first = await ids('')
    expect([first.length, first[0], first.at(-1)]).toEqual([100, '2020-10', '2012-07'])
    const last = await ids('?page=3')
    expect([last.length, last[0], last.at(-1)]).toEqual([50, '2004-02', '2000-01'])
    const page = await text(`${path}?page=2`)
    expect(page).toContain(`rel="prev" href="${path}?lens=vcse"`)
    expect(page).toContain(`rel="next" href="${path}?lens=vcse&amp;page=3"`)
    expect(words(page)).toContain('Page 2 of 3')
    expect((await app.request(`${path}?page=4`)).status).toBe(404)
    expect((await text(`${path}.csv`)).trimEnd().split('\r\n')).toHaveLength(251)
  })
})

describe('a collected figure of a curated measure', () => {
  it('is a later vintage: the verdict changes by itself, and the old one stays under its date', async () => {
    const claim = 'hurd-2013-06-19-almost-half#1'
    const before = await siteWith(figuresWith([]))
    const verdictIn = (site: typeof before.site) =>
      site.ledger.claims.find((entry) => entry.claim.id === claim)?.verdict
    const rests = verdictIn(before.site)?.readings.find(({ match }) => match === 'direct')?.used[0]
    const { evidence, publisher } = (() => {
      for (const { figures } of before.site.ledger.measures)
        for (const { observation, source } of figures)
          if (observation.id === rests?.observation)
            return { evidence: observation, publisher: source.publisher }
      throw new Error('the claim rests on no figure')
    })()
    const later = figure('later-vintage', {
      ...evidence,
      ...{ id: 'later-vintage', source: 'example-awards', published: '2026-11-20', status: 'revised' },
      ...{
        value: 3,
        display: '3%',
        low: null,
        high: null,
        numerator: null,
        denominator: null,
        unknown: null,
      },
    })
    const figures = figuresWith([later])
    const [source] = figures.sources
    const after = await siteWith({
      ...figures,
      sources: [{ ...(source as (typeof figures.sources)[0]), publisher }],
    })
    expect(verdictIn(before.site)?.result).toBe('met')
    expect(verdictIn(after.site)?.result).not.toBe('met')
    expect(
      verdictIn(after.site)?.readings.flatMap(({ used }) => used.map((one) => one.observation)),
    ).toContain('later-vintage')
    const path = `/claims/${claim.replace('#', '/')}.json`
    expect((await after.data(`${path}?asOf=2026-11-19`)).verdict.result).toBe('met')
    expect((await after.data(path)).verdict.result).not.toBe('met')
    const vintages = words(await after.text(`/measures/${evidence.measure}/later-vintage`))
    expect(vintages).toContain('2 vintages')
    expect(after.site.ledger.dataVersion).not.toBe(before.site.ledger.dataVersion)
    expect(inventedMeasure.id).not.toBe(evidence.measure)
  })
})
