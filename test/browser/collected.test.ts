// Do the pages of collected figures and organisations work in a real browser: at three widths, in light and dark, without scripts, with axe?
// On invented figures, because the project holds none.
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { NOTHING_COLLECTED } from '../../src/domain/collected.ts'
import { buildSite } from '../../src/main.ts'
import { makeApp, makeListener } from '../../src/web/app.ts'
import { TODAY } from '../real-site.ts'
import { figure, figuresWith, row } from '../web/invented-figures.ts'
import { inventedOrganisation, listing } from '../web/invented-organisations.ts'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WIDTHS = [320, 768, 1280]
const PAGES = [
  '/measures/example-award-share',
  '/measures/example-award-share?lens=charity',
  '/measures/example-award-share/share-vcse',
  '/measures/example-award-share/share-vcse?page=2',
  '/measures/example-award-share/share-charity',
  '/organisations',
  '/organisations?q=nobody',
  '/organisations?asOf=2026-01-01',
  '/organisations/gb-chc-1100001',
]

async function inventedSite() {
  const long = `A${'very'.repeat(30)}longidentifier`
  const lens = (name: string) => figure(`share-${name}`, { dimensions: { label: 'register', lens: name } })
  const later = {
    id: 'share-vcse-later',
    published: '2026-06-01',
    status: 'revised',
    value: 30,
    display: '30%',
  } as const
  const rows = Array.from({ length: 501 }, (_, n) => row(n === 0 ? long : `R${n}`, { note: 'shared by two' }))
  const figures = figuresWith([lens('vcse'), lens('charity'), { ...lens('vcse'), ...later }], {
    'share-vcse': rows,
  })
  const oak = inventedOrganisation(
    'gb-chc-1100001',
    'Oak Trust',
    { contracted: 1, paid: 1 },
    { names: [long], contradictions: ['"Bids" lists it as of the sector, "Awards" as not'] },
  )
  const money = { amount: '1234567.89', currency: 'GBP', basis: 'not-stated' } as const
  const listings = [listing('c1', { rung: 'contracted' }), listing(long, { money })]
  const total = {
    listings: 5,
    distinct: 3,
    unnamed: 1,
    published: 3,
    agrees: 'distinct',
    source: '',
    pairs: [],
  } as const
  return buildSite(readConfig({ SITE_URL: 'https://wvd.example' }), TODAY, {
    ...{ collected: NOTHING_COLLECTED, figures },
    organisations: {
      all: [oak],
      lists: [{ list: 'Example bids', ...total }],
      tally: null,
      listings: () => listings,
    },
  })
}

describe.runIf(existsSync(CHROMIUM))('in Chromium, collected pages', { timeout: 180_000 }, () => {
  let browser: Browser
  let server: Server
  let base: string

  beforeAll(async () => {
    const site = await inventedSite()
    const app = makeApp({ site: () => site, asset: (name) => `/${name}`, report: () => {} })
    server = createServer(makeListener(app, () => site))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  it.each(PAGES)(
    '%s fits at every width, in light and dark, with no violation of WCAG 2.2 AA',
    async (path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ colorScheme, bypassCSP: true })
        const page = await context.newPage()
        expect((await page.goto(base + path))?.status()).toBe(200)
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
          expect(overflow, `${path} at ${width}px scrolls sideways`).toBeLessThanOrEqual(0)
        }
        await page.setViewportSize({ width: 320, height: 900 })
        await page.evaluate(AXE)
        const violations = await page.evaluate(
          `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
        .then((result) => result.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')))`,
        )
        expect(violations, `${path} ${colorScheme}`).toEqual([])
        await context.close()
      }
    },
  )

  it('the lens is switched, a figure opened and its rows paged, without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${base}/measures/example-award-share`)
    await page.click('nav[aria-label="Sector lens"] a:has-text("Charities")')
    await page.waitForURL(/lens=charity/)
    expect(await page.locator('nav[aria-label="Sector lens"] [aria-current]').textContent()).toBe('Charities')
    await page.goto(`${base}/measures/example-award-share`)
    await page.click('tr#share-vcse td a')
    await page.click('a[rel="next"]')
    await page.waitForURL(/share-vcse\?page=2/)
    expect(await page.locator('table').last().locator('tbody tr').count()).toBe(1)
    await context.close()
  })
})
