// Does every page answer its own question first, and do its numbers agree with the same page's JSON?
import { parse } from 'node:path'
import { load } from 'cheerio'
import { describe, expect, it } from 'vitest'
import { addressesOf } from '../../src/web/site.ts'
import { realApp } from '../real-site.ts'

const { app, site } = await realApp()
const pages = addressesOf(site).filter((path) => parse(path).ext === '')
const text = async (path: string) => (await app.request(path)).text()
const json = async (path: string) => JSON.parse(await text(`${path}.json`))
/** The paragraph right after the heading, and how many of its kind there are. */
async function introOf(path: string) {
  const $ = load(await text(path))
  const next = $('main h1').first().next()
  return {
    words: next.text().replace(/\s+/g, ' ').trim(),
    isIntro: next.is('p.intro'),
    all: $('main p.intro').length,
  }
}

/** Kinds of pages that open in another way: the first screen of the site, frames for other sites, and parts for builders. */
const OTHERS = /^\/(?:$|embed\/|styleguide$|claims\/|programmes\/)/
const asked = pages.filter((path) => !OTHERS.test(path))

describe('the paragraph right after the heading', () => {
  it('is there on every page, once, with words and without a missing value', async () => {
    const faults: string[] = []
    for (const path of asked) {
      const { words, isIntro, all } = await introOf(path)
      if (!isIntro || all !== 1 || words === '') faults.push(`${path}: ${all} ${words}`)
      else if (
        /\bundefined\b|\bNaN\b|\bnull\b|\b1 (?:claims|figures|statements|sources|measures)\b|\b0 claims\b/.test(
          words,
        )
      )
        faults.push(`${path}: ${words}`)
    }
    expect(faults).toEqual([])
  })

  it.each([
    ['/statements', /^([\d,]+) statements/],
    ['/claims', /^([\d,]+) claims/],
    ['/measures', /^([\d,]+) measures/],
    ['/bodies', /^([\d,]+) bodies/],
    ['/speakers', /^([\d,]+) people/],
    ['/programmes', /^([\d,]+) public-service programmes/],
  ])('%s counts what its JSON counts', async (path, pattern) => {
    const { words } = await introOf(path)
    expect(Number(pattern.exec(words)?.[1]?.replace(',', ''))).toBe((await json(path)).meta.total)
  })

  it('of a gap, a body and a source agrees with the record', async () => {
    const { data } = await json('/gaps')
    const gaps = (await introOf('/gaps')).words
    expect(gaps).toContain(`${data.noFigures.length} claims are due`)
    expect(gaps).toContain(`${data.notTestable.length} more claims are not testable`)
    for (const path of pages.filter((one) => /^\/(?:bodies|speakers)\/./.test(one))) {
      const { data: body } = await json(path)
      const { words } = await introOf(path)
      expect(Number(/^(\d+) statement/.exec(words)?.[1]), path).toBe(body.statements.length)
    }
    for (const path of pages.filter((one) => /^\/sources\/./.test(one)).slice(0, 60)) {
      const { data: source } = await json(path)
      const { words } = await introOf(path)
      const read = (noun: string): number => Number(new RegExp(`([\\d,]+) ${noun}s? w`).exec(words)?.[1] ?? 0)
      expect([read('statement'), read('figure')], path).toEqual([
        source.statements.length,
        source.observations.length,
      ])
    }
  })

  it('of a measure names a figure that it has', async () => {
    for (const path of pages.filter((one) => /^\/measures\/./.test(one))) {
      const { data } = await json(path)
      const { words } = await introOf(path)
      const shown = data.observations.some(({ display }: { display: string }) => words.includes(display))
      expect(
        shown ||
          /No figure is recorded|for the latest period|none of which stands|^\d+ figures\./.test(words),
        `${path}: ${words}`,
      ).toBe(true)
    }
  })
})
