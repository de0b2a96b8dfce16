// What does a test need to replay the captures beside this project? One WARC of them, and the real sources to read it.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { discoverSources } from '../../src/collect/discover.ts'
import { digestOf, openingRecord, recordOf } from '../../src/collect/warc.ts'
import { PROJECT_DIR } from '../../src/config.ts'

export const CAPTURES = join(PROJECT_DIR, '..', 'shared', 'captures')

/** When every capture counts as taken. */
const TIME = '2026-11-25T12:00:00.000Z'

const TYPES: Readonly<Record<string, string>> = {
  ...{ '.json': 'application/json', '.html': 'text/html; charset=utf-8', '.xml': 'application/xml' },
  ...{ '.csv': 'text/csv', '.txt': 'text/plain', '.yaml': 'text/plain' },
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

type Listed = { readonly file: string; readonly kind: string; readonly original_url: string | null }

/** Payloads with an address, of the folders under `folder`. Schemas and invented files were never served. */
export function servedIn(folder: string): { readonly url: string; readonly path: string }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'INDEX.json')))
    .flatMap(({ name }) => {
      const { files } = JSON.parse(readFileSync(join(folder, name, 'INDEX.json'), 'utf8')) as {
        readonly files: readonly Listed[]
      }
      return files.flatMap(({ file, kind, original_url }) => {
        // An address may be followed by a remark.
        const url = original_url?.split(/\s/)[0] ?? ''
        const path = join(folder, name, file)
        const isServed = URL.canParse(url) && !['schema', 'synthetic'].includes(kind) && existsSync(path)
        return isServed ? [{ url, path }] : []
      })
    })
}

/** Packs them into one file in `into`. */
export async function packCaptures(folder: string, into: string): Promise<string> {
  mkdirSync(into, { recursive: true })
  const out = join(into, 'captures.warc.gz')
  const parts: Buffer[] = [
    await openingRecord('captures.warc.gz', TIME, { software: 'words-vs-deeds tests' }),
  ]
  for (const { url, path } of servedIn(folder)) {
    const body = readFileSync(path)
    const type = TYPES[extname(path)] ?? 'application/octet-stream'
    parts.push(
      await recordOf(
        {
          ...{ url, address: new URL(url).href, time: TIME, status: 200, statusText: 'OK', body },
          ...{ headers: [['Content-Type', type]], digest: digestOf(body), truncated: null, run: 'test' },
        },
        null,
      ),
    )
  }
  writeFileSync(out, Buffer.concat(parts))
  return out
}

/** The project's own sources. @throws when one of them cannot be used. */
export async function realSources() {
  const { sources, broken } = await discoverSources(PROJECT_DIR)
  if (broken.length > 0) throw new Error(`sources that cannot be used: ${JSON.stringify(broken)}`)
  return sources
}
