// Where do tallies put things aside in tests? In a folder that goes when the tests do.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putAside } from '../../src/collect/aside.ts'
import type { TallyInput } from '../../src/collect/bulk.ts'

const folder = mkdtempSync(join(tmpdir(), 'aside-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))

export const newFolder = (): string => mkdtempSync(join(folder, 'one-'))
export const aside: TallyInput['aside'] = (items, keyOf) => putAside(items, keyOf, newFolder())
