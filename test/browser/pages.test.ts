// Do the pages work in a real browser: at three widths, in light and dark, without scripts, by keyboard, with axe?
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PROJECT_DIR } from '../../src/config.ts'
import { makeListener } from '../../src/web/app.ts'
import { realApp } from '../real-site.ts'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const found = existsSync(CHROMIUM)
if (!found) {
  const how = 'install it (apt-get install chromium) or set CHROMIUM to its path'
  process.stderr.write(
    `Browser tests are skipped: there is no Chromium at ${CHROMIUM}. To run them, ${how}.\n`,
  )
}

/** One page of each kind, with the longest and the emptiest of some. */
const PAGES = [
  '/',
  '/programmes',
  '/programmes/work-programme',
  '/programmes/government-grants',
  '/statements',
  '/statements?q=supply+chain&verdict=met',
  '/statements/css-2018-community-organisers',
  '/claims',
  '/claims/hurd-2013-06-19-almost-half/1',
  '/claims/maude-2011-04-27-35-to-40-percent/1',
  '/claims/cabinet-office-2012-04-04-affordable/1',
  '/measures',
  '/measures/wp-job-outcome-rate',
  '/measures/bsc-capitalisation',
  '/gaps',
  '/sources',
  '/sources/nao-2022-restart',
  '/bodies',
  '/speakers/chris-grayling',
  '/method',
  '/about',
  '/data',
  '/programmes/work-programme?asOf=2012-01-01',
  '/no-such-page',
]
const WIDTHS = [320, 768, 1280]
const SHOTS = join(PROJECT_DIR, 'test', 'browser', 'screenshots')
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe.runIf(found)('in Chromium', { timeout: 180_000 }, () => {
  let browser: Browser
  let server: Server
  let base: string

  beforeAll(async () => {
    const { app, site } = await realApp()
    server = createServer(makeListener(app, () => site))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
    mkdirSync(SHOTS, { recursive: true })
  })

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  /** Opens a page and gives what the console said and what was asked of other hosts. */
  async function visit(page: Page, path: string): Promise<string[]> {
    const complaints: string[] = []
    page.on('console', (message) => {
      const expected = path === '/no-such-page' && message.text().includes('404')
      if (message.type() === 'error' && !expected) complaints.push(message.text())
    })
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('request', (request) => {
      if (!request.url().startsWith(base)) complaints.push(`asked another host: ${request.url()}`)
    })
    await page.goto(base + path, { waitUntil: 'load' })
    return complaints
  }

  it.each(PAGES)(
    '%s fits at every width, in light and dark, with no violation of WCAG 2.2 AA',
    async (path) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        // axe is brought in by the test itself; the pages forbid scripts from elsewhere.
        const context = await browser.newContext({
          colorScheme,
          bypassCSP: true,
          viewport: { width: 1280, height: 900 },
        })
        const page = await context.newPage()
        expect(await visit(page, path)).toEqual([])
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
          expect(overflow, `${path} at ${width}px scrolls sideways`).toBeLessThanOrEqual(0)
          const name = `${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${width}-${colorScheme}.png`
          if (process.env.SCREENSHOTS) await page.screenshot({ path: join(SHOTS, name), fullPage: true })
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

  it('everything can be read and the filters work without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${base}/statements`)
    await page.fill('#f-q', 'supply chain')
    await page.selectOption('#f-programme', 'work-programme')
    await page.click('button:has-text("Filter")')
    await page.waitForURL(/q=supply/)
    expect(new URL(page.url()).searchParams.get('q')).toBe('supply chain')
    expect(await page.inputValue('#f-q')).toBe('supply chain')
    expect(await page.locator('ol.cards > li').count()).toBeGreaterThan(0)
    await page.click('ol.cards > li a >> nth=0')
    await page.waitForURL(/\/statements\/[a-z]/)
    expect(await page.locator('h1 .quote').count()).toBe(1)
    await context.close()
  })

  it('the as-known date can be set on any page and kept from link to link', async () => {
    const page = await browser.newPage()
    await page.goto(`${base}/programmes/work-programme`)
    await page.fill('#as-of', '2012-01-01')
    await page.click('.as-of button')
    expect(await page.locator('.past').textContent()).toContain('1 January 2012')
    await page.click('.row-words a >> nth=0')
    expect(new URL(page.url()).searchParams.get('asOf')).toBe('2012-01-01')
    await page.click('text=See what is known now')
    expect(new URL(page.url()).searchParams.get('asOf')).toBeNull()
    await page.close()
  })

  it('the keyboard reaches the skip link first, then the navigation, with a visible focus', async () => {
    const page = await browser.newPage()
    await page.goto(`${base}/`)
    await page.keyboard.press('Tab')
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to the content')
    expect(await page.evaluate('document.activeElement.getBoundingClientRect().left')).toBeGreaterThanOrEqual(
      0,
    )
    await page.keyboard.press('Enter')
    expect(await page.evaluate('document.activeElement.id')).toBe('main')
    await page.keyboard.press('Tab')
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')
    expect(outline).not.toBe('none')
    await page.close()
  })
})
