// Does the timeline of a programme hold all words, and draw claims where they were made?
import { describe, expect, it } from 'vitest'
import { makeTimeline, SeriesPanel, WordsStrip } from '../../src/web/charts/timeline.tsx'
import { realApp, realSite } from '../real-site.ts'

const { ledger } = await realSite()
const { app } = await realApp()
const all = ledger.programmes.flatMap((entry) => {
  const timeline = makeTimeline(entry)
  return timeline ? [{ entry, timeline }] : []
})

describe('the timeline of every programme', () => {
  it('has one mark for each dated statement', () => {
    expect(all.length).toBeGreaterThan(20)
    for (const { entry, timeline } of all) {
      const svg = String(WordsStrip({ timeline }))
      const dated = entry.statements.filter(({ statement }) => statement.date !== null)
      expect(svg.split('<circle').length - 1, entry.programme.id).toBe(dated.length)
    }
  })

  it('leads only to years that the table below has', async () => {
    for (const { entry } of all) {
      const text = await (await app.request(`/programmes/${entry.programme.id}`)).text()
      const anchors = [...text.matchAll(/href="#(said-\d+)"/g)].map((found) => found[1])
      for (const anchor of anchors) expect(text, entry.programme.id).toContain(`id="${anchor}"`)
    }
  })

  it('draws every figure and claim within its panel', () => {
    let panels = 0
    for (const { timeline } of all) {
      for (const panel of timeline.panels) {
        panels += 1
        const { from, to } = timeline
        const svg = String(SeriesPanel({ panel, from, to, id: 'x' }))
        expect(svg).not.toMatch(/NaN|undefined|Infinity/)
        const heights = [...svg.matchAll(/ (?:y|cy|y1|y2)="(-?[\d.]+)"/g)].map((found) => Number(found[1]))
        expect(Math.min(...heights), panel.measure.id).toBeGreaterThanOrEqual(0)
        expect(Math.max(...heights), panel.measure.id).toBeLessThanOrEqual(156)
        expect(svg.split('class="dot"').length - 1).toBe(panel.figures.length)
      }
    }
    expect(panels).toBeGreaterThan(30)
  })

  it('shows what people got wherever such figures exist over time', () => {
    const wp = all.find(({ entry }) => entry.programme.id === 'work-programme')
    expect(wp?.timeline.panels.map(({ measure }) => measure.about)).toContain('what-people-got')
  })
})

it('every claim of a programme stands on its page once, under its verdict', async () => {
  const [first] = ledger.programmes.filter((entry) => entry.claims.length > 20)
  const text = await (await app.request(`/programmes/${first?.programme.id}`)).text()
  expect(text.split('class="row edge-').length - 1).toBe(first?.claims.length)
})
