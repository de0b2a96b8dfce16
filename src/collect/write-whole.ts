// How does a small file change without anybody ever seeing half of it?
import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** Writes aside, waits for the disk, then renames. @throws Error when the disk refuses; the old file then stays. */
export function writeWhole(path: string, text: string): void {
  const aside = `${path}.${process.pid}.${randomUUID()}`
  const bytes = Buffer.from(text)
  const file = openSync(aside, 'w')
  try {
    if (writeSync(file, bytes) !== bytes.length)
      throw new Error(`${path}: not all was written; is the disk full?`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(aside, path)
  const folder = openSync(dirname(path), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
