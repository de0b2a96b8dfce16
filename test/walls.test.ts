// Data moves one way. Which room may import which, and why?
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PROJECT_DIR } from '../src/config.ts'

interface Wall {
  readonly room: string
  /** Folders of this project whose files may be imported. */
  readonly rooms: readonly string[]
  /** Packages and modules of Node that may be imported; null: any. */
  readonly packages: readonly string[] | null
  readonly because: string
}

const WALLS: readonly Wall[] = [
  {
    room: 'src/domain',
    rooms: ['src/domain'],
    packages: ['zod'],
    because: 'the rule is pure: no clock, no files, no network, so that anybody can run it anywhere',
  },
  {
    room: 'src/store',
    rooms: ['src/store', 'src/domain'],
    packages: null,
    because: 'a store keeps records; it knows what they are, not who shows or fetches them',
  },
  {
    room: 'src/collect',
    rooms: ['src/collect', 'src/domain', 'src/store/store.ts'],
    packages: null,
    because: 'collecting writes through the port of the store, and never shows anything',
  },
  {
    room: 'src/extract',
    rooms: ['src/extract', 'src/domain'],
    packages: ['zod'],
    because: 'finding words in text is pure, like the rule',
  },
  {
    room: 'src/pack',
    rooms: ['src/pack', 'src/domain'],
    packages: ['docx', 'yauzl', 'yazl'],
    because: 'a pack is laid out from what it is handed; it knows no address and no store',
  },
  {
    room: 'src/web',
    rooms: ['src/web', 'src/domain', 'src/pack', 'src/store/evidence.ts'],
    packages: null,
    because:
      'the web is handed a ledger; of the store it knows one type, the published agreement of the coders',
  },
  {
    room: 'src/pictures',
    rooms: ['src/pictures'],
    packages: null,
    because: 'drawing knows pictures, not what they show',
  },
  {
    room: 'src/export',
    rooms: ['src/export', 'src/domain', 'src/web'],
    packages: null,
    because:
      'files hold what the pages show: they are made from the same view, and the web knows nothing of them',
  },
  {
    room: 'src/verify',
    rooms: ['src/verify', 'src/domain'],
    packages: ['node:crypto', 'node:fs', 'node:fs/promises', 'node:path', 'node:zlib'],
    because: 'readers run it as one file with plain Node: the rule, and what Node itself brings',
  },
  {
    room: 'scrapers',
    rooms: ['scrapers', 'src/collect/index.ts', 'src/domain'],
    packages: [],
    because: 'a scraper is a pure parse: fetching, capturing and storing happen elsewhere',
  },
]

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder)
      .map((name) => join(folder, name))
      .flatMap((path) =>
        statSync(path).isDirectory() ? filesBelow(path) : /\.tsx?$/.test(path) ? [path] : [],
      )
  } catch {
    return [] // a room that is not built yet
  }
}

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^|\n)(?:import|export)\b[^'"]*?from\s+'([^']+)'|import\('([^']+)'\)/g,
    ),
  ].map((found) => found[1] ?? found[2] ?? '')

describe('the walls between rooms', () => {
  it.each(WALLS)('$room keeps to its own: $because', ({ room, rooms, packages }) => {
    const wrong: string[] = []
    for (const file of filesBelow(join(PROJECT_DIR, room))) {
      for (const name of importsOf(file)) {
        if (name.startsWith('.')) {
          const target = relative(PROJECT_DIR, resolve(dirname(file), name))
          if (!rooms.some((allowed) => target === allowed || target.startsWith(`${allowed}/`))) {
            wrong.push(`${relative(PROJECT_DIR, file)} imports ${target}`)
          }
        } else if (packages !== null && !packages.includes(name)) {
          wrong.push(`${relative(PROJECT_DIR, file)} imports ${name}`)
        }
      }
    }
    expect(wrong).toEqual([])
  })

  it('only main and cli know every room', () => {
    const knowing = filesBelow(join(PROJECT_DIR, 'src'))
      .filter((file) => {
        const targets = importsOf(file)
          .filter((name) => name.startsWith('.'))
          .map((name) => relative(PROJECT_DIR, resolve(dirname(file), name)))
        return (
          targets.some((t) => t.startsWith('src/web/')) && targets.some((t) => t.startsWith('src/store/'))
        )
      })
      .map((file) => relative(join(PROJECT_DIR, 'src'), file))
      .filter((file) => !file.startsWith('web/'))
    expect(knowing.every((file) => ['main.ts', 'cli.ts'].includes(file))).toBe(true)
  })

  it('no id of the data appears in the program', () => {
    const names = readdirSync(join(PROJECT_DIR, 'data', 'evidence')).map((file) =>
      file.replace(/\.json$/, ''),
    )
    const measures: { measures: { id: string }[] } = JSON.parse(
      readFileSync(join(PROJECT_DIR, 'data', 'measures.json'), 'utf8'),
    )
    const ids = [...names, ...measures.measures.map((measure) => measure.id)].filter((id) => id.includes('-'))
    const found: string[] = []
    for (const file of filesBelow(join(PROJECT_DIR, 'src'))) {
      // Comments and the examples in error messages may name one.
      const code = readFileSync(file, 'utf8')
        .replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
        .replace(/such as "[^"]*"/g, '')
      for (const id of ids)
        if (code.includes(`'${id}'`) || code.includes(`"${id}"`)) found.push(`${file}: ${id}`)
    }
    expect(found).toEqual([])
  })
})
