// How do the main pages do by Lighthouse, on a phone and on a desktop? Serves the curated data on a free port of this machine.
//   npm run lighthouse [-- /path ...]
// Prints a table; where a point is missing, which audit took it and why. Exit code 1 when one is.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch } from 'chrome-launcher'
import lighthouse, { desktopConfig } from 'lighthouse'

const PATHS = ['/', '/programmes/work-programme', '/claims/hurd-2013-06-19-almost-half/1']
const PARTS = ['performance', 'accessibility', 'best-practices', 'seo']
const paths = process.argv.length > 2 ? process.argv.slice(2) : PATHS

const folder = mkdtempSync(join(tmpdir(), 'lighthouse-'))
const server = spawn(process.execPath, ['dist/src/cli.js', 'serve', '--json'], {
  env: { ...process.env, PORT: '0', SCHEDULE: 'off', DATA_DIR: folder, LOG_LEVEL: 'info' },
  stdio: ['ignore', 'pipe', 'pipe'],
})
const address = await new Promise((resolve, reject) => {
  server.stdout.once('data', (line) => resolve(JSON.parse(String(line)).address))
  server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
})
// What is made in the background would be measured as the page's own slowness.
await new Promise((resolve) => {
  let text = ''
  server.stderr.on('data', (chunk) => {
    text += chunk
    if (/files are ready/.test(text) && /answers are ready/.test(text)) resolve()
  })
  setTimeout(resolve, 60_000)
})
const chrome = await launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu'],
})

let missing = 0
try {
  console.log(`page${' '.repeat(44)}form     ${PARTS.map((part) => part.padEnd(15)).join('')}`)
  for (const path of paths) {
    for (const form of ['phone', 'desktop']) {
      const options = { port: chrome.port, onlyCategories: PARTS, logLevel: 'error' }
      const { lhr } = await lighthouse(
        address + path,
        options,
        form === 'desktop' ? desktopConfig : undefined,
      )
      const scores = PARTS.map((part) => Math.round((lhr.categories[part].score ?? 0) * 100))
      console.log(
        `${path.padEnd(48)}${form.padEnd(9)}${scores.map((score) => String(score).padEnd(15)).join('')}`,
      )
      for (const [index, part] of PARTS.entries()) {
        if (scores[index] === 100) continue
        missing += 1
        for (const { id, weight } of lhr.categories[part].auditRefs) {
          const { score, title, displayValue = '', details } = lhr.audits[id]
          if (score === null || score >= 1 || weight === 0) continue
          const places = (details?.items ?? [])
            .slice(0, 3)
            .map((item) => item.node?.snippet ?? item.url ?? item.source ?? '')
          console.log(
            `  ${part}: ${title} ${displayValue} (${Math.round(score * 100)}) ${places.join(' ')}`.trimEnd(),
          )
        }
      }
    }
  }
} finally {
  await chrome.kill()
  server.kill('SIGTERM')
  await new Promise((resolve) => server.once('exit', resolve))
  rmSync(folder, { recursive: true, force: true })
}
process.exitCode = missing === 0 ? 0 : 1
