// Which sources are there? Every folder of scrapers/ that holds a scraper; nothing else lists them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { validate } from 'node-cron'
import { z } from 'zod'
import { type Measure, measureSchema } from '../domain/nouns.ts'
import { explain, ScraperInvalidError } from './errors.ts'
import { checkScraper, type Lookups, type Source } from './scraper.ts'

/** Sources that can be used, and folders that cannot, each with why. One broken folder does not hide the others. */
export type Discovered = {
  readonly sources: readonly Source[]
  readonly broken: readonly { readonly id: string; readonly why: string }[]
}

/**
 * Looks through `<root>/scrapers/`. A folder is named `<publisher>-<subject>` and holds `scraper.ts`, compiled to
 * `<root>/dist/scrapers/<folder>/scraper.js`, or a ready `scraper.mjs`; and `lookups.json` if it needs one.
 */
export async function discoverSources(root: string): Promise<Discovered> {
  const folder = resolve(root, 'scrapers')
  const sources: Source[] = []
  const broken: { id: string; why: string }[] = []
  const names = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []
  for (const { name } of names
    .filter((entry) => entry.isDirectory())
    .sort((a, b) => (a.name < b.name ? -1 : 1))) {
    try {
      const source = await readSource(root, join(folder, name), name)
      if (source) sources.push(source)
    } catch (error) {
      broken.push({ id: name, why: explain(error) })
    }
  }
  return { sources, broken }
}

async function readSource(root: string, folder: string, id: string): Promise<Source | null> {
  const written = join(folder, 'scraper.ts')
  const ready = join(folder, 'scraper.mjs')
  if (!existsSync(written) && !existsSync(ready)) return null
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id))
    throw new ScraperInvalidError(`scrapers/${id}: expected a folder name in kebab-case`, { source: id })
  const compiled = resolve(root, 'dist', 'scrapers', id, 'scraper.js')
  const file = existsSync(ready) ? ready : compiled
  if (!existsSync(file))
    throw new ScraperInvalidError(`scrapers/${id}: expected ${compiled}; run \`npm run build\``, {
      source: id,
    })
  const module = pathToFileURL(file).href
  const loaded = (await import(/* @vite-ignore */ module)) as { default?: unknown }
  const scraper = checkScraper(id, loaded.default, (cron) => validate(cron))
  return { id, scraper, lookups: readLookups(folder, id), measures: readMeasures(folder, id), module }
}

/** @throws ScraperInvalidError for a measure of another shape than those in data/measures.json. */
function readMeasures(folder: string, id: string): readonly Measure[] {
  const file = join(folder, 'measures.json')
  if (!existsSync(file)) return []
  try {
    return z.array(measureSchema).parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : explain(error)
    throw new ScraperInvalidError(`scrapers/${id}/measures.json: expected a list of measures: ${why}`, {
      source: id,
    })
  }
}

/** @throws ScraperInvalidError for an entry without a meaning, a day seen or a reason. */
function readLookups(folder: string, id: string): Lookups {
  const file = join(folder, 'lookups.json')
  if (!existsSync(file)) return {}
  const bad = (what: string): never => {
    throw new ScraperInvalidError(`scrapers/${id}/lookups.json: ${what}`, { source: id })
  }
  let value: unknown
  try {
    value = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    return bad(`expected JSON: ${explain(error)}`)
  }
  if (value === null || typeof value !== 'object') return bad('expected tables of words')
  for (const [table, words] of Object.entries(value)) {
    for (const [word, entry] of Object.entries((words ?? {}) as Record<string, unknown>)) {
      const { to, seen, reason } = (entry ?? {}) as Record<string, unknown>
      const dated = typeof seen === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(seen)
      if (to === undefined || !dated || typeof reason !== 'string' || reason.trim() === '')
        bad(`"${table}", "${word}": expected { "to": ..., "seen": "YYYY-MM-DD", "reason": "..." }`)
    }
  }
  return value as Lookups
}
