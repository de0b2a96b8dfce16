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
  '/styleguide',
  '/claims/cabinet-office-2012-04-04-affordable/1',
  '/measures',
  '/measures/wp-job-outcome-rate',
  '/measures/bsc-capitalisation',
  '/gaps',
  '/requests',
  '/pack',
  '/pack?claims=maude-2011-04-27-35-to-40-percent/1,hurd-2013-06-19-almost-half/1,cabinet-office-2012-04-04-affordable/1',
  '/sources',
  '/sources/nao-2022-restart',
  '/bodies',
  '/speakers/chris-grayling',
  '/method',
  '/about',
  '/data',
  '/search?q=voluntary+sector',
  '/embed/claims/hurd-2013-06-19-almost-half/1',
  '/embed/measures/wp-job-outcome-rate?asOf=2014-01-01',
  '/programmes/work-programme?asOf=2012-01-01',
  '/no-such-page',
]
/** Claims with a verdict of each kind, and one with several readings. */
const PRINTED = [
  '/claims/dwp-2020-kickstart-250000/1',
  '/claims/hurd-2013-06-19-almost-half/1',
  '/claims/dcms-2022-five-percent/1',
  '/claims/cabinet-office-2012-04-04-affordable/1',
  '/claims/cameron-2010-07-19-hundreds-of-millions/1',
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
    '%s fits at every width, in light and dark, moves nothing, with no violation of WCAG 2.2 AA',
    async (path) => {
      // axe is brought in by the test itself; the pages forbid scripts from elsewhere.
      const context = await browser.newContext({
        bypassCSP: true,
        viewport: { width: 390, height: 844 },
      })
      const page = await context.newPage()
      await page.addInitScript(`
        window.moved = 0
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) window.moved += entry.value
        }).observe({ type: 'layout-shift', buffered: true })`)
      expect(await visit(page, path)).toEqual([])
      expect(await page.evaluate('window.moved'), `${path} moves while it loads`).toBe(0)
      await page.evaluate(AXE)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
          expect(overflow, `${path} at ${width}px scrolls sideways`).toBeLessThanOrEqual(0)
          const name = `${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${width}-${colorScheme}.png`
          if (process.env.SCREENSHOTS) await page.screenshot({ path: join(SHOTS, name), fullPage: true })
        }
        await page.setViewportSize({ width: 320, height: 900 })
        const violations = await page.evaluate(
          `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then((result) => result.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')))`,
        )
        expect(violations, `${path} ${colorScheme}`).toEqual([])
      }
      await context.close()
    },
  )

  it('the first screen of a phone says what this is, what was said, what was recorded, and the verdict', async () => {
    for (const javaScriptEnabled of [true, false]) {
      const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 390, height: 844 } })
      const page = await context.newPage()
      await page.goto(`${base}/`)
      const card = page.locator('.contrast').first()
      for (const part of [
        page.locator('h1'),
        card.locator('.quote'),
        card.locator('.figure'),
        card.locator('.scale'),
        card.locator('.verdict'),
      ]) {
        const box = await part.boundingBox()
        expect(box?.y).toBeGreaterThan(0)
        expect((box?.y ?? 0) + (box?.height ?? 844)).toBeLessThanOrEqual(844)
      }
      await context.close()
    }
  })

  it('the words of a chart stand inside it', async () => {
    const page = await browser.newPage({ viewport: { width: 320, height: 800 } })
    for (const measure of ['wp-job-outcome-rate', 'charity-government-income', 'wp-merlin-ratings']) {
      await visit(page, `/measures/${measure}`)
      const ends = (await page.evaluate(
        `[...document.querySelectorAll('.chart > svg text')].map((text) => { const { x, width } = text.getBBox(); return [x, x + width] })`,
      )) as [number, number][]
      expect(ends.length, measure).toBeGreaterThan(0)
      expect(Math.min(...ends.map(([from]) => from)), measure).toBeGreaterThanOrEqual(0)
      expect(Math.max(...ends.map(([, to]) => to)), measure).toBeLessThanOrEqual(440)
    }
    await page.close()
  })

  it('the leeway of a claim is moved by keyboard, and says what the server worked out', async () => {
    const claim = '/claims/hurd-2013-06-19-almost-half/1'
    const page = await browser.newPage()
    expect(await visit(page, claim)).toEqual([])
    const rows = await page
      .locator('tr[data-tolerance]')
      .evaluateAll((found) =>
        found.map((row) => [...row.querySelectorAll('th, td')].map((cell) => cell.textContent?.trim())),
      )
    expect(rows).toHaveLength(8)
    await page.focus('#leeway-slider')
    const seen: (string | undefined)[][] = []
    await page.keyboard.press('Home')
    for (const [leeway, band, verdict] of rows) {
      const output = (await page.textContent('.slider output')) ?? ''
      for (const part of [leeway, band, verdict]) expect(output).toContain(part)
      seen.push([leeway, band, verdict])
      await page.keyboard.press('ArrowRight')
    }
    expect(seen).toEqual(rows)
    expect(new Set(rows.map(([, , verdict]) => verdict)).size).toBeGreaterThan(1)
    await page.close()
  })

  it('without scripts the leeway is a table, and there is no slider', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    await page.goto(`${base}/claims/hurd-2013-06-19-almost-half/1`)
    expect(await page.locator('tr[data-tolerance]').count()).toBe(8)
    expect(await page.locator('#leeway-slider').count()).toBe(0)
    await context.close()
  })

  it('the timeline leads by keyboard from a year to its words, and shows the mark under the pointer', async () => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
    expect(await visit(page, '/programmes/work-programme')).toEqual([])
    await page.focus('.strip a >> nth=1')
    const to = await page.evaluate('document.activeElement.getAttribute("href")')
    await page.keyboard.press('Enter')
    expect(new URL(page.url()).hash).toBe(to)
    expect(await page.locator(`${to}`).isVisible()).toBe(true)
    await page.locator('.plot .dot').first().hover()
    expect(await page.textContent('.pointed')).toMatch(/^Recorded: /)
    await page.close()
  })

  it('search answers while the reader types, and by its button without scripts', async () => {
    const page = await browser.newPage()
    expect(await visit(page, '/search')).toEqual([])
    await page.locator('#q').pressSequentially('kickstrat')
    await page.waitForSelector('.results a[href="/programmes/kickstart-scheme"]')
    expect(await page.textContent('.total')).toMatch(/^\d+ results? for “kickstrat”/)
    expect(page.url()).toContain('q=kickstrat')
    await page.close()
    const context = await browser.newContext({ javaScriptEnabled: false })
    const plain = await context.newPage()
    await plain.goto(`${base}/search`)
    await plain.fill('#q', 'kickstrat')
    await plain.click('main button')
    await plain.waitForURL(/q=kickstrat/)
    expect(await plain.locator('.results a[href="/programmes/kickstart-scheme"]').count()).toBe(1)
    await context.close()
  })

  it('a claim without figures has its question to copy, once each, and a way to send it', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    expect(await visit(page, '/claims/maude-2011-04-27-35-to-40-percent/1')).toEqual([])
    const copies = page.locator('[aria-labelledby="ask"] button')
    expect(await copies.allTextContents()).toEqual(['Copy', 'Copy'])
    await page.getByRole('button', { name: 'Copy: Written question' }).click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toMatch(
      /^To ask the Secretary of State for Work and Pensions, what figures .*\.$/,
    )
    const send = page.getByRole('link', { name: 'Open it at WhatDoTheyKnow' })
    expect(await send.getAttribute('href')).toMatch(/^https:\/\/www\.whatdotheyknow\.com\/new\/dwp\?title=/)
    await context.close()
  })

  it('a pack grows from page to page, keeps to its address, and prints a sheet for each part', async () => {
    const context = await browser.newContext({ viewport: { width: 375, height: 800 } })
    const page = await context.newPage()
    const [one, two] = ['hurd-2013-06-19-almost-half/1', 'cabinet-office-2012-04-04-affordable/1']
    for (const claim of [one, two]) {
      await visit(page, `/claims/${claim}`)
      await page.getByRole('link', { name: 'Add to pack' }).click()
    }
    const open = page.getByRole('link', { name: 'Open the pack (2)' })
    await open.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${base}/pack?claims=${one},${two}`)
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    // The summary, two claims, the sources, the notes.
    expect(pdf.match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThanOrEqual(5)
    await page.getByText('Change what is in it').click()
    await page.getByRole('link', { name: 'Take out' }).first().click()
    await page.waitForURL(`${base}/pack?claims=${two}`)
    await visit(page, `/claims/${one}`)
    expect(await page.getByRole('link', { name: 'Add to pack' }).getAttribute('href')).toBe(
      `/pack?claims=${two},${one}`,
    )
    await context.close()
  })

  it('a claim prints on one sheet of A4, with source, caveat and citation', async () => {
    const page = await browser.newPage()
    for (const path of PRINTED) {
      await page.goto(base + path)
      const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true })
      const sheets = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
      expect(sheets, path).toBe(1)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('.cite').first().isVisible()).toBe(true)
      expect(await page.locator('text=Exact place').isVisible()).toBe(true)
      expect(await page.locator('.site-header nav').isVisible()).toBe(false)
      await page.emulateMedia({ media: null })
    }
    await page.close()
  })

  it('an embed shows in a frame of another site and tells it how tall it is; a page does not', async () => {
    const host = createServer((_, answer) => {
      answer.setHeader('content-type', 'text/html')
      answer.end(`<!doctype html><title>host</title>
        <script>addEventListener('message', ({ data }) => { window.told = JSON.parse(data) })</script>
        <iframe id="a" src="${base}/embed/claims/hurd-2013-06-19-almost-half/1" width="400" height="300"></iframe>
        <iframe id="b" src="${base}/claims/hurd-2013-06-19-almost-half/1"></iframe>`)
    })
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
    const page = await browser.newPage()
    await page.goto(`http://localhost:${(host.address() as AddressInfo).port}/`)
    const inside = page.frameLocator('#a').locator('.quote')
    await inside.waitFor()
    await page.waitForFunction('window.told')
    expect(await page.evaluate('window.told')).toMatchObject({ context: 'iframe.resize' })
    expect(await page.evaluate('window.told.height')).toBeGreaterThan(200)
    expect(await page.frameLocator('#b').locator('.quote').count()).toBe(0)
    await page.close()
    host.close()
  })

  it('verdicts keep their signs in forced colours, and nothing glides where less motion is asked for', async () => {
    const page = await browser.newPage()
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    expect(await visit(page, '/')).toEqual([])
    const [ink, paper] = (await page.evaluate(`(() => {
      const mark = getComputedStyle(document.querySelector('.contrast .icon .fill')).fill
      return [mark, getComputedStyle(document.documentElement).backgroundColor]
    })()`)) as [string, string]
    expect(ink).not.toBe(paper)
    expect(await page.evaluate('getComputedStyle(document.documentElement).scrollBehavior')).toBe('auto')
    await page.close()
  })

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
