// Do the documents say what the program does?
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT_DIR, readConfig, SETTINGS } from '../src/config.ts'
import { feedExtensionSchema } from '../src/domain/feed-item.ts'
import {
  claimSchema,
  comparatorSchema,
  gradeSchema,
  kindSchema,
  measureSchema,
  observationSchema,
  programmeSchema,
  readingSchema,
  sourceKindSchema,
  sourceSchema,
  statementSchema,
  statusSchema,
  tombstoneSchema,
  unitSchema,
  voiceSchema,
} from '../src/domain/nouns.ts'
import { CORRECTION_ACTIONS, correctionSchema } from '../src/domain/corrections.ts'
import { holderSchema, OUTCOMES, REQUEST_KINDS, requestSchema } from '../src/domain/requests.ts'
import { RESULTS, TAGS } from '../src/domain/vocabulary.ts'
import { pinnedSchema } from '../src/web/cite.ts'
import { RESOURCES } from '../src/web/routes/index.ts'
import { realSite } from './real-site.ts'

const read = (...path: string[]): string => readFileSync(join(PROJECT_DIR, ...path), 'utf8')

/** Rows of the first table under a heading: first cell, rest. */
function rowsUnder(text: string, heading: string): Map<string, string> {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  return new Map(
    [...section.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)].map((found) => [found[1] ?? '', found[2] ?? '']),
  )
}

describe('the dictionary of the data', () => {
  const dictionary = read('data', 'README.md')
  const nouns = {
    Programme: programmeSchema,
    Source: sourceSchema,
    Statement: statementSchema,
    Claim: claimSchema,
    Reading: readingSchema,
    Measure: measureSchema,
    Observation: observationSchema,
    Correction: correctionSchema,
    Tombstone: tombstoneSchema,
    Holder: holderSchema,
    Request: requestSchema,
  }

  it.each(Object.entries(nouns))('describes every field of %s, and no other', (noun, schema) => {
    expect([...rowsUnder(dictionary, noun).keys()]).toEqual(Object.keys(schema.shape))
  })

  it('describes every field of a feed item', () => {
    expect([...rowsUnder(dictionary, 'Feed item').keys()]).toEqual(Object.keys(feedExtensionSchema.shape))
  })

  it('describes every field of a pinned record', () => {
    const fields = pinnedSchema.options.flatMap(({ shape }) => Object.keys(shape))
    expect([...rowsUnder(dictionary, 'Pinned record').keys()]).toEqual([...new Set(fields)])
  })

  it('describes every field of a verdict', async () => {
    const { ledger } = await realSite()
    const [first] = ledger.claims
    expect([...rowsUnder(dictionary, 'Verdict').keys()]).toEqual(Object.keys(first?.verdict ?? {}))
  })

  it.each([
    ['Source', 'kind', sourceKindSchema.options],
    ['Statement', 'voice', voiceSchema.options],
    ['Statement', 'kind', kindSchema.options],
    ['Claim', 'comparator', comparatorSchema.options],
    ['Observation', 'status', statusSchema.options],
    ['Observation', 'grade', gradeSchema.options],
    ['Correction', 'action', CORRECTION_ACTIONS],
    ['Request', 'kind', REQUEST_KINDS],
    ['Request', 'outcome', OUTCOMES],
    ['Verdict', 'result', RESULTS],
    ['Verdict', 'tags', TAGS],
  ] as const)('%s.%s: names every value', (noun, field, values) => {
    const text = rowsUnder(dictionary, noun).get(field) ?? ''
    expect([...text.matchAll(/`([^`]+)`/g)].map((found) => found[1])).toEqual(values)
  })

  it('names every unit', () => {
    const line = /\*\*Units\*\*:([\s\S]*?)\n\n/.exec(dictionary)?.[1] ?? ''
    expect([...line.matchAll(/`([^`]+)`/g)].map((found) => found[1]).sort()).toEqual(
      [...unitSchema.options].sort(),
    )
  })
})

describe('the README', () => {
  const readme = read('README.md')

  it('lists every setting with its meaning and default', () => {
    const rows = rowsUnder(readme, 'Settings')
    expect([...rows.keys()]).toEqual(SETTINGS.map((setting) => setting.name))
    for (const { name, meaning } of SETTINGS) {
      expect(rows.get(name)?.replaceAll('`', '')).toContain(meaning)
    }
  })

  it('gives the numbers that the data has', async () => {
    const { ledger } = await realSite()
    const figures = ledger.measures.reduce((n, entry) => n + entry.figures.length, 0)
    expect(readme).toContain(`${ledger.statements.length} statements with ${ledger.claims.length} claims`)
    expect(readme).toContain(`${figures} recorded figures in ${ledger.measures.length} measures`)
  })

  it('lists every command', () => {
    const commands = [...read('src', 'cli.ts').matchAll(/^ {2}([a-z]+): \{$/gm)].map((found) => found[1])
    const rows = [...rowsUnder(readme, 'Use it from the command line').keys()].map((row) => row.split(' ')[0])
    expect(rows).toEqual(commands)
  })
})

describe('settings', () => {
  it.each([
    ['PORT', 'eighty', 'a port from 0 to 65535'],
    ['PORT', '70000', 'a port from 0 to 65535'],
    ['SITE_URL', 'example', 'an address, such as https://example.org'],
    ['AS_OF', '2026-02-30', 'a day, such as 2026-11-24'],
    ['LOG_LEVEL', 'loud', 'silent, error or info'],
  ])('a wrong %s (%s) names the variable, what was expected and what was got', (name, value, expected) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name}: expected ${expected}, got "${value}"`)
  })
})

describe('addresses', () => {
  it('no two resources share a pattern', () => {
    const patterns = RESOURCES.map((resource) => resource.pattern)
    expect(new Set(patterns).size).toBe(patterns.length)
  })
})
