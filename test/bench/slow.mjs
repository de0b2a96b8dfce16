// When can a reader on a slow line use a page, and does anything move while it arrives?
//
// The heaviest page of every kind, made from the curated data, is loaded in Chromium with a cold cache:
// 400 kbit/s each way, 400 ms there and back: WebPageTest's "3G Slow" (its connectivity.ini.sample). "Slow phone" is the same
// at 320 px with a CPU four times slower, as Lighthouse has it for a phone (its throttling constants); it is told, not judged.
// The CDP delays each request, not each packet: setting up the connection comes before the first byte, and is left out.
//
// Usable: the first screen stands as it will stay, in its styles (largest contentful paint). Pages are complete without
// scripts, so nothing waits for them. Whole: everything has come, scripts have run (the load event). Both count from the
// first byte. Moved: the sum of all layout shifts, stricter than CLS, which takes the worst five seconds.
//
// Peer, in the same run: plain HTML without stylesheet, script or compression, of as many bytes as the page takes with all
// its files: what the line itself needs. Each page is loaded once at each width; times are the median of the three.
//   npm run bench:slow [-- /path ...]
// Exit code 1 when a page is not usable within a second, or moves.
import { createServer } from 'node:http'
import { parse } from 'node:path'
import { chromium } from 'playwright-core'
import { readConfig } from '../../dist/src/config.js'
import { buildSite, utcToday } from '../../dist/src/main.js'
import { makeApp, makeListener } from '../../dist/src/web/app.js'
import { pinPath, refsIn, versionIn } from '../../dist/src/web/cite.js'
import { addressesOf } from '../../dist/src/web/site.js'

const LINE = {
  offline: false,
  latency: 400,
  downloadThroughput: 400_000 / 8,
  uploadThroughput: 400_000 / 8,
}
const SLOW_CPU = 4
const WIDTHS = [320, 768, 1280]
const LIMIT = 1_000
const TIMES = ['bytes', 'firstByte', 'paint', 'usable', 'parsed', 'whole']
/** Paints and shifts are told a little after they happen. */
const SETTLE = 300

const site = await buildSite(readConfig({ SITE_URL: 'https://wvd.example' }), utcToday())
const app = makeApp({ site: () => site, asset: (name) => `/${name}`, report: console.error })
const pages = makeListener(app, () => site)
const server = createServer((request, response) => {
  const peer = /^\/peer\/(\d+)$/.exec(request.url)
  if (!peer) return pages(request, response)
  const head = '<!doctype html><html lang="en"><title>Peer</title><h1>A plain page</h1>'
  const body = (
    head + '<p>Words that stand in for those of the page, and ask for no other file.'.repeat(5_000)
  ).slice(0, Number(peer[1]))
  response.writeHead(200, { 'content-type': 'text/html', 'content-length': body.length }).end(body)
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const base = `http://127.0.0.1:${server.address().port}`

/** The heaviest page of each kind: those whose addresses have the same first and as many other parts. */
function heaviest() {
  const { present } = site
  const pins = new Map(refsIn(present).map((ref) => [ref.kind, ref]))
  const pinned = [...pins.values()].map((ref) => pinPath(ref, versionIn(present, ref)))
  const found = new Map()
  for (const path of [...addressesOf(site).filter((path) => parse(path).ext === ''), ...pinned]) {
    const [, room, ...rest] = path.split('/')
    const kind = /^(?:cite|embed)$/.test(room) ? `${room} ${rest[0]}` : `${room} ${rest.length}`
    const size = site.find(path, '').variants.br.body.byteLength
    if (size > (found.get(kind)?.size ?? 0)) found.set(kind, { path, size })
  }
  return [...found.values()].map(({ path }) => path)
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})

/** Times in milliseconds from the first byte of the page. */
async function load(path, width, slower = 1) {
  const context = await browser.newContext({ viewport: { width, height: 844 } })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', LINE)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower })
  let bytes = 0
  let sent
  let firstByte
  devtools.on('Network.requestWillBeSent', ({ type, timestamp }) => {
    if (type === 'Document') sent = timestamp
  })
  devtools.on('Network.responseReceived', ({ type, timestamp }) => {
    if (type === 'Document') firstByte = (timestamp - sent) * 1_000
  })
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  await page.addInitScript(`
    window.moved = 0
    window.shifts = []
    const watch = (type, each) =>
      new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true })
    watch('largest-contentful-paint', ({ startTime }) => { window.largest = startTime })
    watch('layout-shift', (shift) => {
      window.moved += shift.value
      for (const { node } of shift.sources) window.shifts.push((node?.parentElement?.tagName ?? '') + ' ' + (node?.tagName ?? node?.nodeName) + '.' + (node?.className ?? ''))
    })`)
  await page.goto(base + path, { waitUntil: 'load' })
  await page.evaluate(
    'new Promise((resolve) => { const look = () => (window.largest > 0 ? resolve() : requestAnimationFrame(look)); look() })',
  )
  await page.waitForTimeout(SETTLE)
  const seen = await page.evaluate(`(() => {
    const [{ domContentLoadedEventEnd: parsed, loadEventEnd: whole }] = performance.getEntriesByType('navigation')
    const paint = performance.getEntriesByName('first-contentful-paint')[0].startTime
    return {
      paint: paint - ${firstByte},
      usable: window.largest - ${firstByte},
      parsed: parsed - ${firstByte},
      whole: whole - ${firstByte},
      moved: window.moved,
      shifts: window.shifts,
    }
  })()`)
  await context.close()
  return { bytes, firstByte, ...seen }
}

/** Bytes and times are the median of one load at each width; what moved is listed by width. */
async function measure(path) {
  const rounds = []
  for (const width of WIDTHS) rounds.push({ width, ...(await load(path, width)) })
  const phone = await load(path, Math.min(...WIDTHS), SLOW_CPU)
  const median = (name) =>
    rounds.map((round) => round[name]).sort((a, b) => a - b)[Math.floor(rounds.length / 2)]
  return {
    ...Object.fromEntries(TIMES.map((name) => [name, Math.round(median(name))])),
    slowPhone: Math.round(phone.usable),
    moved: Math.max(...rounds.map(({ moved }) => moved)),
    moves: rounds.filter(({ moved }) => moved > 0).map(({ width, shifts }) => `${width} px: ${shifts[0]}`),
  }
}

let missed = 0
try {
  const paths = process.argv.length > 2 ? process.argv.slice(2) : heaviest()
  const cells = [
    'bytes',
    'first byte',
    'paint',
    'usable',
    'parsed',
    'whole',
    'slow phone',
    'moved',
    'peer usable',
    'peer whole',
  ]
  console.log(
    `${'page (milliseconds from the first byte)'.padEnd(70)}${cells.map((cell) => cell.padStart(12)).join('')}`,
  )
  for (const path of paths) {
    const ours = await measure(path)
    const peer = await measure(`/peer/${ours.bytes}`)
    const misses = [
      ...(ours.usable > LIMIT ? ['not usable within a second'] : []),
      ...(ours.moved > 0 ? [`moves at ${ours.moves.join(', ')}`] : []),
    ]
    missed += misses.length
    const row = [
      ...TIMES.map((name) => ours[name]),
      ours.slowPhone,
      ours.moved.toFixed(4),
      peer.usable,
      peer.whole,
    ]
    console.log(
      `${path.slice(0, 69).padEnd(70)}${row.map((cell) => String(cell).padStart(12)).join('')}  ${misses.join(', ')}`,
    )
  }
  console.log(missed === 0 ? 'Every page is usable within a second, and none moves.' : `${missed} misses.`)
} finally {
  await browser.close()
  server.close()
}
process.exitCode = missed === 0 ? 0 : 1
