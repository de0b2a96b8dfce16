// Does an export need more memory when there is more to write? Of invented figures, beside a plain JSON.stringify of the same:
//   npm run bench:export
// Each size runs in a process of its own; what is reported is how much the process grew while it wrote.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Observation } from '../../src/domain/nouns.ts'
import { exportTo, FORMATS } from '../../src/export/export.ts'
import { makeSite } from '../../src/web/site.ts'

const SIZES = [10_000, 30_000, 100_000]
const MEASURES = 100

const measure = (n: number) => ({
  ...{
    id: `invented-measure-${n}`,
    name: `Invented measure ${n}`,
    definition: 'invented',
    unit: 'count' as const,
  },
  ...{ about: 'how-much' as const, series: 'period' as const, numerator: null, denominator: null },
  ...{ favourable: 'neutral' as const, publicationLagMonths: null, caveat: 'invented' },
})

function observation(n: number): Observation {
  const year = 1990 + (n % 30)
  return {
    ...{ id: `invented-${n}`, measure: `invented-measure-${n % MEASURES}`, programme: 'invented' },
    ...{ period: { start: `${year}`, end: `${year}` }, area: `Area ${Math.floor(n / 3000)}`, dimensions: {} },
    ...{
      value: n,
      display: String(n),
      low: null,
      high: null,
      numerator: null,
      denominator: null,
      unknown: null,
    },
    ...{ sampleSize: null, status: 'final', grade: 'A', published: `${year + 1}-06-01`, sameWordsAs: [] },
    ...{ source: 'invented-source', locator: 'table 1', note: `An invented figure, number ${n}.` },
  }
}

function siteOf(count: number) {
  return makeSite({
    evidence: {
      programmes: [
        {
          ...{ id: 'invented', name: 'Invented', aliases: [], department: null },
          ...{ start: null, end: null, summary: 'invented' },
        },
      ],
      sources: [
        {
          ...{ id: 'invented-source', title: 'Invented', publisher: 'Nobody', url: null },
          ...{ published: '1990', kind: 'web-page', licence: null },
        },
      ],
      ...{ statements: [], measures: Array.from({ length: MEASURES }, (_, n) => measure(n)) },
      observations: Array.from({ length: count }, (_, n) => observation(n)),
    },
    ...{ tombstones: [], dataVersion: '0'.repeat(12), agreement: null, today: '2026-11-24' },
    ...{ siteUrl: 'https://wvd.example', modified: new Date(0), assets: new Map() },
  })
}

const megabytes = (bytes: number): number => Math.round(bytes / 1e5) / 10

async function once(count: number, peer: boolean): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-export-'))
  const { present } = siteOf(count)
  global.gc?.()
  const before = process.memoryUsage().rss
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss)
  }, 5)
  const began = performance.now()
  let bytes = 0
  if (peer) {
    const text = JSON.stringify(present.evidence.observations)
    peak = Math.max(peak, process.memoryUsage().rss)
    writeFileSync(join(folder, 'all.json'), text)
    bytes = statSync(join(folder, 'all.json')).size
  } else {
    const written = await exportTo(join(folder, 'all'), present, {
      formats: FORMATS,
      bom: false,
      changelog: null,
    })
    bytes = written.reduce((sum, file) => sum + file.bytes, 0)
  }
  const seconds = (performance.now() - began) / 1000
  clearInterval(watch)
  peak = Math.max(peak, process.memoryUsage().rss)
  rmSync(folder, { recursive: true, force: true })
  console.log(
    JSON.stringify({
      ...{ what: peer ? 'JSON.stringify' : 'export', figures: count, seconds: Math.round(seconds * 10) / 10 },
      ...{ figuresPerSecond: Math.round(count / seconds), megabytesWritten: megabytes(bytes) },
      ...{ grewByMegabytes: megabytes(peak - before) },
    }),
  )
}

const [count, peer] = process.argv.slice(2)
if (count !== undefined) await once(Number(count), peer === 'peer')
else {
  for (const size of SIZES)
    for (const args of [[String(size)], [String(size), 'peer']])
      spawnSync(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), ...args], {
        stdio: 'inherit',
      })
}
