// Is every figure that a person should look at said in a sentence, and none that is as it should be? All invented.
import { describe, expect, it } from 'vitest'
import { type Checkable, checkable, checkSanity } from '../../src/collect/sanity.ts'

const share = (end: string, value: number, over: Partial<Checkable> = {}): Checkable => ({
  ...{ key: `share-${end}`, series: 'share, UK', unit: 'percent', start: end, end, value },
  ...{ band: [value, value], denominator: 100 },
  ...over,
})
const paid = (end: string, value: number): Checkable => ({
  ...{ key: `paid-${end}`, series: 'paid, UK', unit: 'gbp', start: end, end, value },
  ...{ band: [value, value], denominator: null },
})
const months = (values: readonly number[], from = 1): Checkable[] =>
  values.map((value, n) => share(`2025-${String(from + n).padStart(2, '0')}`, value))
const said = (figures: readonly Checkable[]): string[] => checkSanity(figures).map(({ what }) => what)

describe('what is as it should be', () => {
  it('calls for nothing, in whatever order it comes', () => {
    const steady = [
      ...months([20, 22, 19, 21, 20, 23, 18, 20, 21, 22]),
      paid('2025-01', 100),
      paid('2025-02', 9000),
    ]
    expect(said(steady)).toEqual([])
    expect(said([...steady].reverse())).toEqual([])
    expect(said([])).toEqual([])
  })

  it('leaves few figures and wide unknown bands alone', () => {
    expect(said(months([20, 34]))).toEqual([])
    expect(said([share('2025-01', 5, { band: [5, 80] }), share('2025-02', 60, { band: [60, 90] })])).toEqual(
      [],
    )
    expect(
      said([share('2025-01', 0, { denominator: 3 }), share('2025-02', 100, { denominator: 3 })]),
    ).toEqual([])
  })
})

describe('a sentence is said', () => {
  it('with what is surely wrong first, and the last only counted when there are very many', () => {
    const jumping = Array.from({ length: 120 }, (_, n) =>
      share(`${2010 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`, n % 2 === 0 ? 20 : 60),
    )
    const found = said([...jumping, share('2025-01', 104, { series: 'share, Wales' })])
    // 119 jumps and the one that is no share are 120; the months missing in between are none.
    expect(found[0]).toBe('share, Wales, 2025-01: 104% is no share: expected 0% to 100%.')
    expect(found[1]).toContain('the share jumped up')
    expect([found.length, found.at(-1)]).toEqual([101, 'and 20 more figures to look at'])
  })

  it('of a share that can be none', () => {
    expect(said([share('2025-01', 104)])).toEqual([
      'share, UK, 2025-01: 104% is no share: expected 0% to 100%.',
    ])
  })

  it('of a share outside its usual range', () => {
    const found = said(months([20, 22, 19, 21, 20, 34, 20, 20, 21, 22]))
    expect(found).toEqual([
      'share, UK, 2025-06: 34% is outside its usual range; half of the others are from 20% to 21%.',
    ])
  })

  it('of missing months, also over the end of a year', () => {
    const there = ['2024-11', '2025-02', '2025-03', '2025-05'].map((month) => share(month, 20))
    expect(said(there)).toEqual([
      'share, UK, 2024-11 to 2025-05: 3 months are missing: 2024-12, 2025-01, 2025-04.',
    ])
    // Years and months of one series are two.
    expect(said([share('2026-03', 20, { start: '2025-04' }), ...months([20, 20])])).toEqual([])
  })

  it('of an amount a thousand times its neighbours, or a thousandth', () => {
    expect(said([paid('2025-01', 120), paid('2025-02', 130_000), paid('2025-03', 110)])).toEqual([
      'paid, UK, 2025-02: the figure, 130,000, is a thousand times its neighbours or more.',
    ])
    expect(said([paid('2025-01', 120_000), paid('2025-02', 100), paid('2025-03', 110_000)])).toEqual([
      'paid, UK, 2025-02: the figure, 100, is a thousandth of its neighbours or less.',
    ])
    expect(said([share('2025-01', 20), share('2025-02', 20, { denominator: 100_000 })])).toEqual([
      'share, UK, 2025-02: the whole it is a share of, 100,000, is a thousand times its neighbours or more.',
    ])
  })

  it('of a share that jumps further than what is unknown explains', () => {
    expect(
      said([share('2025-01', 10, { band: [10, 20] }), share('2025-02', 50, { band: [50, 60] })]),
    ).toEqual(['share, UK, 2025-02: the share jumped up, from 10% to 20% (2025-01) to 50% to 60%.'])
    expect(said(months([60, 20]))).toEqual([
      'share, UK, 2025-02: the share jumped down, from 60% (2025-01) to 20%.',
    ])
  })

  it('a hundred times, and then how many more there are', () => {
    const many = Array.from({ length: 130 }, (_, n) => share('2025-01', 101, { series: `s${n}` }))
    expect(said(many)).toHaveLength(101)
    expect(said(many).at(-1)).toBe('and 30 more figures to look at')
  })
})

describe('a finding', () => {
  const payload = {
    ...{ measure: 'm', area: 'UK', dimensions: { lens: 'vcse', awards: 'contracts' } },
    ...{ period: { start: '2025-01', end: '2025-01' }, value: 25, numerator: 1, unknown: 1, denominator: 4 },
  }
  const finding = { kind: 'observation', key: 'k', payload }
  const units = new Map([['m', 'percent' as const]])

  it('is read with its series and its band', () => {
    expect(checkable(finding, units)).toEqual({
      ...{ key: 'k', series: 'm, UK, awards contracts, lens vcse', unit: 'percent' },
      ...{ start: '2025-01', end: '2025-01', value: 25, band: [25, 50], denominator: 4 },
    })
  })

  it('of no known measure or period is not checked', () => {
    expect(checkable(finding, new Map())).toBeNull()
    expect(
      checkable({ ...finding, payload: { ...payload, period: { start: null, end: null } } }, units),
    ).toBeNull()
  })
})
