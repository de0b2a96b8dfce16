// Does a chart put the words and the record where they belong?
import { describe, expect, it } from 'vitest'
import { axisLabel, placer, yearOf, yearTicks } from '../../src/web/charts/plot.ts'
import { ScaleMark } from '../../src/web/charts/scale-mark.tsx'
import { valueDomain } from '../../src/web/charts/series-chart.tsx'

const draw = (parts: Partial<Parameters<typeof ScaleMark>[0]>): string =>
  String(
    ScaleMark({
      id: 'x',
      unit: 'people',
      band: { low: 250_000, high: null },
      figures: [{ display: 'around 112,000', value: 112_000, interval: { low: 111_500, high: 112_500 } }],
      said: 'at least 250,000',
      ...parts,
    }),
  )
const number = (svg: string, pattern: RegExp): number => Number(pattern.exec(svg)?.[1])

describe('the scale of a reading', () => {
  it('has the figure and the band at their places on one line from nought to a round number', () => {
    const svg = draw({})
    const end = 300_000
    expect(number(svg, /<circle[^>]* cx="([\d.]+)%"/)).toBeCloseTo((112_000 / end) * 100, 1)
    expect(number(svg, /<rect[^>]* x="([\d.]+)%"/)).toBeCloseTo((250_000 / end) * 100, 1)
    expect(svg).toContain('>300k<')
  })

  it('a limit from above reaches from nought to the limit', () => {
    const svg = draw({ band: { low: null, high: 250_000 }, said: 'at most 250,000' })
    expect(number(svg, /<rect[^>]* x="([\d.]+)%"/)).toBe(0)
    expect(number(svg, /<rect[^>]* width="([\d.]+)%"/)).toBeCloseTo((250 / 300) * 100, 1)
  })

  it('a share never has a scale beyond 100%', () => {
    const figure = { display: '98%', value: 98, interval: { low: 97.5, high: 98.5 } }
    expect(draw({ unit: 'percent', band: { low: 90, high: null }, figures: [figure] })).toContain('>100%<')
  })

  it('no band is drawn beside a figure in another unit', () => {
    expect(draw({ comparable: false })).not.toContain('<rect')
  })

  it('says the same in words, with the exact interval', () => {
    expect(draw({})).toContain('which stands for 111,500 to 112,500 people')
  })

  it('with nothing to draw there is no chart', () => {
    expect(draw({ band: null, figures: [] })).toBe('null')
  })
})

describe('places on a chart', () => {
  it('are percentages, never outside of it', () => {
    const x = placer(2010, 2020, 0)
    expect([x(2010), x(2015), x(2020), x(2030)]).toEqual([0, 50, 100, 100])
  })

  it('years are whole, and at most as many as fit', () => {
    expect(yearTicks(2010.5, 2014.2)).toEqual([2011, 2012, 2013, 2014])
    expect(yearTicks(2005, 2026, 6).length).toBeLessThanOrEqual(7)
    expect(yearOf('2012-07-01')).toBeCloseTo(2012.497, 2)
  })

  it.each([
    [250_000, 'people', '250k'],
    [1_372_000_000, 'gbp', '£1.37bn'],
    [-50_000, 'gbp', '-£50k'],
    [4_680, null, '4,680'],
    [45.5, 'percent', '45.5%'],
  ] as const)('%d %s is labelled %s', (value, unit, label) => {
    expect(axisLabel(value, unit)).toBe(label)
  })
})

describe('the axis of a series', () => {
  const point = (value: number) => ({ value, low: value - 0.5, high: value + 0.5 })

  it('of shares stays between 0 and 100%, whatever their intervals', () => {
    expect(valueDomain([point(0), point(100)], 'percent')).toEqual([0, 100])
    expect(valueDomain([point(3), point(7)], 'percent')).toEqual([0, 8])
  })

  it('of changes in percent, and of other units, goes as far as the figures', () => {
    expect(valueDomain([point(-12), point(140)], 'percent')).toEqual([-50, 200])
    expect(valueDomain([point(0), point(118)], 'people')[1]).toBeGreaterThan(100)
  })
})
