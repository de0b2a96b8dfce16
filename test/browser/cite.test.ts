// Do pinned pages and their citations work in a real browser: with and without a ribbon, under the policy, with axe?
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { buildSite } from '../../src/main.ts'
import { makeApp, makeListener } from '../../src/web/app.ts'
import { pinIn, pinPath, type Ref, refsIn, versionIn } from '../../src/web/cite.ts'
import type { View } from '../../src/web/resource.ts'
import { realSite, TODAY } from '../real-site.ts'

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium'
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const WIDTHS = [320, 768, 1280]
const CLAIM: Ref = { kind: 'claims', id: 'hurd-2013-06-19-almost-half#1' }

/** A pin of the claim that says something else than the record now; invented. */
function otherPin(view: View) {
  const pinned = JSON.parse(pinIn(view, CLAIM)?.text ?? '')
  const observations = pinned.observations.map((one: object) => ({ ...one, display: 'an invented figure' }))
  const text = JSON.stringify({ ...pinned, observations, verdictInWords: 'An invented verdict' })
  return { text, version: `${pinned.day}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}` }
}

describe.runIf(existsSync(CHROMIUM))('in Chromium, pinned pages', { timeout: 180_000 }, () => {
  let browser: Browser
  let server: Server
  let base: string
  /** One of each kind, and one with a ribbon. */
  let pages: string[]

  beforeAll(async () => {
    const { present } = await realSite()
    const other = otherPin(present)
    const kept = {
      latest: () => null,
      read: (_: string, v: string) => (v === other.version ? other.text : null),
    }
    const site = await buildSite(
      readConfig({ SITE_URL: 'https://wvd.example' }),
      TODAY,
      undefined,
      undefined,
      kept,
    )
    const refs = ['claims', 'observations', 'measures', 'programmes'].flatMap(
      (kind) => refsIn(present).find((ref) => ref.kind === kind) ?? [],
    )
    pages = [
      pinPath(CLAIM, other.version),
      ...refs.map((ref) => pinPath(ref, versionIn(site.present, ref) ?? '')),
    ]
    const app = makeApp({ site: () => site, asset: (name) => `/${name}`, report: () => {} })
    server = createServer(makeListener(app, () => site))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  })

  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  /** Opens a page and gives everything that the console complained of. */
  async function visit(page: Page, path: string): Promise<string[]> {
    const complaints: string[] = []
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(error.message))
    await page.goto(base + path, { waitUntil: 'load' })
    return complaints
  }

  it('fit at every width, in light and dark, with no violation of WCAG 2.2 AA', async () => {
    expect(pages.length).toBe(5)
    for (const path of pages) {
      // axe is brought in by the test itself; the pages forbid scripts from elsewhere.
      const context = await browser.newContext({ bypassCSP: true })
      const page = await context.newPage()
      expect(await visit(page, path)).toEqual([])
      await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
      await page.evaluate(AXE)
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 })
          const overflow = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
          expect(overflow, `${path} at ${width}px scrolls sideways`).toBeLessThanOrEqual(0)
        }
        const violations = await page.evaluate(
          `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then((result) => result.violations.map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')))`,
        )
        expect(violations, `${path} ${colorScheme}`).toEqual([])
      }
      await context.close()
    }
  })

  it('say that newer figures exist before anything else, and what reads otherwise, also without scripts', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    const [path = ''] = pages
    await page.goto(base + path)
    const ribbon = page.locator('.ribbon')
    expect(await ribbon.textContent()).toContain('Newer figures exist.')
    expect((await ribbon.boundingBox())?.y).toBeLessThan((await page.locator('h1').boundingBox())?.y ?? 0)
    await ribbon.locator('summary').click()
    expect(await ribbon.getByText('An invented verdict').isVisible()).toBe(true)
    await context.close()
  })

  it('give a citation with one press', async () => {
    const context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
    const page = await context.newPage()
    const path = pages[1] ?? ''
    expect(await visit(page, path)).toEqual([])
    const harvard = page.locator('[data-copy="Harvard"]')
    await harvard.getByRole('button').press('Enter')
    await page.getByRole('status').filter({ hasText: 'Harvard: copied' }).waitFor({ state: 'attached' })
    const copied = await page.evaluate('navigator.clipboard.readText()')
    expect(copied).toBe((await harvard.locator('.cite').textContent())?.trim())
    expect(copied).toContain(`https://wvd.example${path}`)
    await context.close()
  })

  it('the policy of the site lets data for programs stand in a page, and complains of nothing', async () => {
    const context = await browser.newContext()
    for (const path of ['/claims/hurd-2013-06-19-almost-half/1', '/data', ...pages]) {
      const page = await context.newPage()
      await page.addInitScript(`
        window.refused = []
        document.addEventListener('securitypolicyviolation', (event) => window.refused.push(event.violatedDirective))`)
      expect(await visit(page, path), path).toEqual([])
      expect(await page.evaluate('window.refused'), path).toEqual([])
      const blocks = await page.locator('script[type="application/ld+json"]').count()
      expect(blocks, path).toBe(path.startsWith('/cite') ? 0 : 1)
      // What is no data is refused, so that the listener is seen to hear.
      await page.evaluate(
        `document.head.append(Object.assign(document.createElement('script'), { textContent: '0' }))`,
      )
      await page.waitForFunction('window.refused.length > 0')
      await page.close()
    }
    await context.close()
  })
})
