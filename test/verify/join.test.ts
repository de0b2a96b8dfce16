// Do several modules become one file that does the same?
import { describe, expect, it } from 'vitest'
import { joinModules } from '../../src/verify/join.ts'

/** Joins invented modules, and gives what the joined file says when it is run. */
async function said(modules: Readonly<Record<string, string>>): Promise<unknown> {
  const text = joinModules('/main.js', (path) => modules[path] ?? '')
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)) && Reflect.get(globalThis, 'said')
}

describe('joining modules', () => {
  it('keeps names of different modules apart, and follows renamed imports', async () => {
    expect(
      await said({
        '/main.js':
          'import { name as other } from "./a.js";\nimport { name } from "./b.js";\nglobalThis.said = other + name;\n',
        '/a.js':
          'import { name as inner } from "./b.js";\nconst same = "a";\nexport const name = same + inner;\n',
        '/b.js': 'const same = "b";\nexport const name = same;\n',
      }),
    ).toBe('abb')
  })

  it('exports functions, classes and constants, and takes what Node brings once', async () => {
    expect(
      await said({
        '/main.js':
          'import { sep } from "node:path";\nimport { f, C, g } from "./a.js";\nglobalThis.said = f() + new C().x + (await g()) + sep;\n',
        '/a.js':
          'import { sep } from "node:path";\nexport function f() { return 1; }\nexport class C {\n  x = 2;\n}\nexport async function g() { return sep.length; }\n',
      }),
    ).toBe('4/')
  })

  it.each([
    ['import zod from "zod";\n', 'imports and exports of known forms'],
    ['import { z } from "zod";\n', 'no package, got zod'],
    ['export * from "./a.js";\n', 'imports and exports of known forms'],
    ['import { x } from "./main.js";\n', 'without a circle'],
  ])('refuses %s', (text, message) => {
    expect(() => joinModules('/main.js', () => text)).toThrow(message)
  })
})
