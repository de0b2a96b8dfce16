// How does text reach the disk whole, or not at all?

import { randomUUID } from 'node:crypto'
import * as nodeDisk from 'node:fs/promises'
import { dirname } from 'node:path'

/** The file system, as far as the store uses it; passed last, so that a test can make it fail. */
export type Disk = Pick<typeof nodeDisk, 'link' | 'mkdir' | 'open' | 'readdir' | 'readFile' | 'rename' | 'rm'>

export { nodeDisk }

const ASIDE = /\.\d+-[0-9a-f-]{36}\.tmp$/

/** Whether a file name is one of ours for text on its way to the disk; after a crash it may be left over. */
export function isAside(name: string): boolean {
  return ASIDE.test(name)
}

/** Whether this error came from the system with this code, such as `ENOENT`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

/** What a call gives, or undefined when the file or folder it asks for is not there. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/**
 * Writes the content, down to the disk, under a new name beside `path`, and returns that name. Throws, leaving
 * nothing behind, when the disk takes less than all of it: a full disk may do so without an error of its own.
 */
export async function writeAside(path: string, content: string | Uint8Array, disk: Disk): Promise<string> {
  const aside = nameAside(path)
  const bytes = Buffer.from(content)
  try {
    const file = await disk.open(aside, 'wx')
    try {
      const { bytesWritten } = await file.write(bytes)
      if (bytesWritten !== bytes.length) {
        throw new Error(`expected ${bytes.length} bytes written, got ${bytesWritten}: the disk may be full`)
      }
      await file.sync()
    } finally {
      await file.close()
    }
    return aside
  } catch (error) {
    await forget(aside, disk)
    throw error
  }
}

/**
 * Puts the text in the place of `path`, and what stood there before at `previous`. A crash at any moment
 * leaves the old text or the new at `path`, never part of either; when this returns, the new text is on the
 * disk.
 */
export async function replaceFile(path: string, previous: string, text: string, disk: Disk): Promise<void> {
  const aside = await writeAside(path, text, disk)
  try {
    await keep(path, previous, disk)
    await disk.rename(aside, path)
  } catch (error) {
    await forget(aside, disk)
    throw error
  }
  await syncFolder(dirname(path), disk)
}

/**
 * Puts content where nothing stands yet, never in the place of another: throws `EEXIST` when something stands there. When
 * this returns, it is on the disk.
 */
export async function writeOnce(path: string, content: string | Uint8Array, disk: Disk): Promise<void> {
  const aside = await writeAside(path, content, disk)
  try {
    await disk.link(aside, path)
  } finally {
    await forget(aside, disk)
  }
  await syncFolder(dirname(path), disk)
}

/** Makes sure that the names in a folder are on the disk, not only the bytes they stand for. */
export async function syncFolder(folder: string, disk: Disk): Promise<void> {
  if (process.platform === 'win32') return // it has no way to flush a folder
  const handle = await disk.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

async function keep(path: string, previous: string, disk: Disk): Promise<void> {
  const aside = nameAside(previous)
  try {
    await disk.link(path, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return // the first write: nothing stood there before
    throw error
  }
  await disk.rename(aside, previous)
  // After a crash `previous` may already be this very file; renaming a file to itself leaves both names.
  await disk.rm(aside, { force: true })
}

function nameAside(path: string): string {
  return `${path}.${process.pid}-${randomUUID()}.tmp`
}

// The error that led here matters more than a name left over, which the next open removes.
async function forget(aside: string, disk: Disk): Promise<void> {
  await disk.rm(aside, { force: true }).catch(() => undefined)
}
