// Which questions does a run put to GOV.UK's search, from each place where it can stand?
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import queries from '../../scrapers/gov-uk-statements/queries.json' with { type: 'json' }
import scraper from '../../scrapers/gov-uk-statements/scraper.ts'
import { monthWindows, yearWindow } from '../../scrapers/gov-uk-statements/searches.ts'
import { SourceChangedError } from '../../src/collect/errors.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import type { Json } from '../../src/collect/port.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const start = (cursor: Json, today = '2026-11-25', since: string | null = null) => {
  const { pages, cursor: next } = scraper.start({ cursor, since, today, leads: [] })
  const asked = pages.map((page) => new URL(page, scraper.baseUrl))
  const windows = [...new Set(asked.map((url) => url.searchParams.get('filter_public_timestamp') ?? ''))]
  return { asked, windows, next }
}
/** One for each phrase, and one for the bodies of which everything is read. */
const QUESTIONS = queries.phrases.length + 1

describe('the questions of a run', () => {
  it('go back to May 2010 the first time, month by month, and no year twice', () => {
    const { asked, windows, next } = start(null)
    expect(windows).toHaveLength(16 * 12 + 7)
    expect(windows[0]).toBe('from:2010-04-30,to:2010-06-01')
    expect(windows[1]).toBe('from:2010-05-31,to:2010-07-01')
    expect(windows.at(-1)).toBe('from:2026-10-31,to:2026-11-25')
    expect(asked).toHaveLength(windows.length * QUESTIONS)
    expect(next).toEqual({ read: '2026-11-25', year: null })
  })

  it('then begin a week before the last run, and add one past year', () => {
    const { windows, next } = start({ read: '2026-11-24', year: null })
    expect(windows).toEqual(['from:2026-11-16,to:2026-11-25', 'from:2009-12-31,to:2011-01-01'])
    expect(next).toEqual({ read: '2026-11-25', year: 2010 })
  })

  it('take the past years in turn, up to this one, and then from the first again', () => {
    expect(start({ read: '2026-11-24', year: 2025 }).next).toEqual({ read: '2026-11-25', year: 2026 })
    expect(start({ read: '2026-11-24', year: 2026 }).next).toEqual({ read: '2026-11-25', year: 2010 })
  })

  it('cover every month of a long silence', () => {
    const { windows } = start({ read: '2026-08-03', year: 2012 })
    expect(windows).toEqual([
      'from:2026-07-26,to:2026-08-01',
      'from:2026-07-31,to:2026-09-01',
      'from:2026-08-31,to:2026-10-01',
      'from:2026-09-30,to:2026-11-01',
      'from:2026-10-31,to:2026-11-25',
      'from:2012-12-31,to:2014-01-01',
    ])
  })

  it('begin where --since says, and keep the cursor when that leaves a gap', () => {
    expect(start({ read: '2026-11-01', year: 2012 }, '2026-11-25', '2026-11-20')).toMatchObject({
      windows: ['from:2026-11-19,to:2026-11-25', 'from:2012-12-31,to:2014-01-01'],
      next: undefined,
    })
    expect(start(null, '2026-11-25', '2026-11-20').next).toBeUndefined()
    expect(start({ read: '2026-11-24', year: 2012 }, '2026-11-25', '2026-10-01').next).toEqual({
      read: '2026-11-25',
      year: 2013,
    })
  })

  it.each([['2026-11-24'], [{ read: 'yesterday' }], [{ read: '2026-99-99' }], [[]], [7]])(
    'go back to the beginning when the cursor is %j',
    (cursor) => {
      const { pages } = scraper.start({ cursor, since: null, today: '2026-11-25', leads: [] })
      expect(decodeURIComponent(pages[0] ?? '')).toContain('from:2010-04-30,to:2010-06-01')
    },
  )

  it('are ones that the API takes', () => {
    for (const url of start({ read: '2026-11-24', year: 2010 }).asked) {
      expect(scraper.handles(url)).toBe(true)
      // Servers commonly refuse an address of over 8 kB.
      expect(url.href.length).toBeLessThan(7000)
      const { searchParams } = url
      expect(searchParams.getAll('debug')).toEqual(['include_withdrawn'])
      expect(Number(searchParams.get('count'))).toBeLessThanOrEqual(1500)
      expect(searchParams.getAll('filter_public_timestamp')).toHaveLength(1)
      // Only a whole text between two quotation marks is matched as a phrase.
      expect(searchParams.get('q') ?? '"none"').toMatch(/^"[^"]+"$/)
      expect(searchParams.getAll('filter_organisations').length).toBeGreaterThan(0)
      expect(searchParams.getAll('filter_content_store_document_type')).toEqual(queries.types)
    }
  })

  it('ask each body, by everything or by every phrase', () => {
    const { asked } = start({ read: '2026-11-24', year: 2010 })
    const bodies = new Set(asked.flatMap((url) => url.searchParams.getAll('filter_organisations')))
    expect([...bodies].sort()).toEqual(queries.bodies.map((body) => body.slug).sort())
    expect(new Set(asked.map((url) => url.searchParams.get('q')))).toEqual(
      new Set([null, ...queries.phrases.map((phrase) => `"${phrase}"`)]),
    )
  })
})

describe('windows', () => {
  it('overlap and leave no day out, from any day to any other', () => {
    const day = fc
      .date({ min: new Date('2010-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
    fc.assert(
      fc.property(day, day, (a, b) => {
        const [from, today] = a < b ? [a, b] : [b, a]
        const windows = monthWindows(from, today)
        expect(windows[0]?.from && windows[0].from < from).toBe(true)
        expect(windows.at(-1)?.to).toBe(today)
        windows.slice(1).forEach((window, at) => {
          expect(window.from < (windows[at]?.to ?? '')).toBe(true)
        })
        for (const window of windows) expect(window.from < window.to).toBe(true)
      }),
    )
  })

  it('hold a whole year', () => {
    expect(yearWindow(2012)).toEqual({ from: '2011-12-31', to: '2013-01-01' })
  })
})

describe('an answer of a shape that was never seen', () => {
  const fixtures = join(PROJECT_DIR, 'scrapers', 'gov-uk-statements', 'fixtures')
  const { pages } = JSON.parse(readFileSync(join(fixtures, 'index.json'), 'utf8')) as {
    pages: Record<string, { url: string }>
  }
  const WRONG: readonly Json[] = [null, 'http://', 7, {}, [{}]]
  type Tree = { [field: string]: Json }
  /** The places of a value, three deep. */
  const placesIn = (value: Json, place: readonly string[] = []): string[][] =>
    value === null || typeof value !== 'object' || place.length > 2
      ? []
      : Object.entries(value).flatMap(([field, inner]) => [
          [...place, field],
          ...placesIn(inner as Json, [...place, field]),
        ])

  it.each(Object.entries(pages))('like %s with any field wrong is explained', (file, { url }) => {
    const text = readFileSync(join(fixtures, file), 'utf8')
    for (const place of placesIn(JSON.parse(text)))
      for (const wrong of WRONG) {
        const copy = JSON.parse(text) as Tree
        const field = place.at(-1) ?? ''
        const holder = place.slice(0, -1).reduce((inner, step) => inner[step] as Tree, copy)
        holder[field] = wrong
        const bytes = Buffer.from(JSON.stringify(copy))
        const input = { url, status: 200, captured: '2026-01-01T00:00:00.000Z', contentType: null, bytes }
        try {
          parsePage(scraper, {}, input)
        } catch (error) {
          const where = `${place.join('.')} as ${JSON.stringify(wrong)}: ${String(error)}`
          expect(error, where).toBeInstanceOf(SourceChangedError)
        }
      }
  })
})
