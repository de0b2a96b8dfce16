// How do the modules of a program become one file? Reads what tsc wrote: modules whose imports are named, one statement each.
//
// Each module is a function that is called once and gives what it exports, so that names of different modules cannot
// meet. Modules stand before those that import them; a circle is refused. Only `node:` modules may be imported beside.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const IMPORT = /^import \{([^}]*)\} from ["']([^"']+)["'];\n/gm
const EXPORT = /^export (?=(?:async )?function\*? (\w+)|const (\w+)|class (\w+))/gm

/** The text of one file that does what the module at `entry` does. */
export function joinModules(
  entry: string,
  read = (path: string): string => readFileSync(path, 'utf8'),
): string {
  const parts: string[] = []
  const names = new Map<string, string>()
  const builtins = new Map<string, Set<string>>()
  const open = new Set<string>()

  function add(path: string): string {
    const known = names.get(path)
    if (known !== undefined) return known
    if (open.has(path)) throw new Error(`${path}: expected modules without a circle`)
    open.add(path)
    const lines: string[] = []
    const body = read(path)
      .replace(/^\/\/# sourceMappingURL=.*\n?/m, '')
      .replace(IMPORT, (_, list: string, from: string) => {
        const wanted = list
          .replaceAll(/\s+as\s+/g, ': ')
          .replaceAll(/\s+/g, ' ')
          .replace(/,? $/, ' ')
        if (from.startsWith('node:')) {
          const set = builtins.get(from) ?? new Set<string>()
          for (const name of list.split(',').map((one) => one.trim())) if (name !== '') set.add(name)
          builtins.set(from, set)
          return ''
        }
        if (!from.startsWith('.')) throw new Error(`${path}: expected no package, got ${from}`)
        lines.push(`const {${wanted}} = ${add(resolve(dirname(path), from))}`)
        return ''
      })
    const exported: string[] = []
    const inner = body.replace(EXPORT, (_, ...found: string[]) => {
      exported.push(found[0] ?? found[1] ?? found[2] ?? '')
      return ''
    })
    const left = /^(?:import|export)[ {*].*$/m.exec(inner)
    if (left) throw new Error(`${path}: expected imports and exports of known forms, got ${left[0]}`)
    const name = `$${names.size + 1}`
    names.set(path, name)
    open.delete(path)
    const code = [...lines, inner.trim()].join('\n')
    parts.push(
      exported.length === 0 && path === resolve(entry)
        ? code
        : `const ${name} = (() => {\n${code}\nreturn { ${exported.join(', ')} }\n})()`,
    )
    return name
  }

  add(resolve(entry))
  const imports = [...builtins].map(
    ([from, set]) => `import { ${[...set].sort().join(', ')} } from '${from}'`,
  )
  return `${imports.sort().join('\n')}\n\n${parts.join('\n\n')}\n`
}

/** Writes verify.mjs beside the built program: what `npm run build` does after tsc. */
export function writeStandalone(dist: string): void {
  const head = [
    '// Words vs Deeds: works every verdict out again. Run with plain Node 20 or newer:',
    '//   node verify.mjs ADDRESS_OF_FEED | FILE.zip | FOLDER',
    '// MIT licence. Made from the modules of the project that make the verdicts themselves.',
  ].join('\n')
  const code = joinModules(join(dist, 'src', 'verify', 'standalone.js'))
  writeFileSync(join(dist, 'verify.mjs'), `${head}\n${code}`)
}
