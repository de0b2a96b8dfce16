// Does a payload of Parliament's services that has lost or changed something fail by name, and never by accident?
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import committees from '../../scrapers/parliament-committees/scraper.ts'
import hansard from '../../scrapers/parliament-hansard/scraper.ts'
import members from '../../scrapers/parliament-members/scraper.ts'
import questions from '../../scrapers/parliament-written-questions/scraper.ts'
import statements from '../../scrapers/parliament-written-statements/scraper.ts'
import { SourceChangedError } from '../../src/collect/errors.ts'
import { parsePage } from '../../src/collect/parse-page.ts'
import { PROJECT_DIR } from '../../src/config.ts'

const SCRAPERS = {
  'parliament-committees': committees,
  'parliament-hansard': hansard,
  'parliament-members': members,
  'parliament-written-questions': questions,
  'parliament-written-statements': statements,
}

type Holder = Record<string | number, unknown>

/** Every place in a value that holds something: the object or list, and the field. */
function placesOf(value: unknown): [Holder, string][] {
  if (value === null || typeof value !== 'object') return []
  const holder = value as Holder
  return Object.keys(holder).flatMap((field) => [
    [holder, field] as [Holder, string],
    ...placesOf(holder[field]),
  ])
}

describe.each(Object.entries(SCRAPERS))('%s', (id, scraper) => {
  const folder = join(PROJECT_DIR, 'scrapers', id)
  const fixtures = join(folder, 'fixtures')
  const { pages }: { pages: Record<string, { url: string }> } = JSON.parse(
    readFileSync(join(fixtures, 'index.json'), 'utf8'),
  )
  const lookups = readdirSync(folder).includes('lookups.json')
    ? JSON.parse(readFileSync(join(folder, 'lookups.json'), 'utf8'))
    : {}
  const read = (url: string, body: unknown) =>
    parsePage(scraper, lookups, {
      url,
      status: 200,
      captured: '2026-01-01T00:00:00.000Z',
      contentType: 'application/json',
      bytes: new TextEncoder().encode(JSON.stringify(body)),
    })
  const text = (file: string): string => readFileSync(join(fixtures, file), 'utf8')

  it.each(Object.keys(pages))('reads %s, or says what changed, whichever field is missing or odd', (file) => {
    const { url } = pages[file] as { url: string }
    const count = placesOf(JSON.parse(text(file))).length
    for (let at = 0; at < count; at += 1)
      for (const odd of [undefined, null, 7, '<p>odd</p>', [], [null], {}, { id: null }]) {
        const body = JSON.parse(text(file))
        const [holder, field] = placesOf(body)[at] as [Holder, string]
        if (odd === undefined && !Array.isArray(holder)) delete holder[field]
        else holder[field] = odd ?? null
        try {
          // Nothing that cannot be kept, such as markup in a title, may come out either.
          for (const { what } of read(url, body).issues) expect(what).not.toContain('a finding was left out')
        } catch (error) {
          expect(error, `${field}: ${JSON.stringify(odd)}`).toBeInstanceOf(SourceChangedError)
        }
      }
  })
})
