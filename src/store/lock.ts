// Who may write here?

import { hostname } from 'node:os'
import { z } from 'zod'
import { type Disk, hasCode, unlessMissing, writeAside } from './disk.ts'
import { StoreLockedError } from './store.ts'

/** The right to write, until it is released or the process ends. */
export type Lock = {
  /** Throws StoreLockedError when the lock file is no longer ours, because somebody removed it. */
  check(): Promise<void>
  /** Lets the next writer in. Does nothing when the lock is no longer ours. */
  release(): Promise<void>
}

// `started` tells apart two processes that were given the same number, as happens to every container's first
// process; null where the system does not say.
const Holder = z.object({
  pid: z.int().positive(),
  host: z.string(),
  started: z.string().nullable(),
  since: z.string(),
})
type Holder = z.infer<typeof Holder>

/**
 * Takes the lock, also from a process that ended without releasing it. Throws StoreLockedError when a process
 * holds it, this one included, or when that cannot be known: the lock is unreadable, or its holder is on
 * another machine.
 */
export async function takeLock(path: string, disk: Disk): Promise<Lock> {
  const holder: Holder = {
    pid: process.pid,
    host: hostname(),
    started: await readStart(process.pid, disk),
    since: new Date().toISOString(),
  }
  const ours = `${JSON.stringify(holder)}\n`
  while (!(await attempt(path, ours, disk))) {
    // The lock changed hands while we looked. Look again.
  }
  return {
    async check() {
      const found = await unlessMissing(disk.readFile(path, 'utf8'))
      if (found === ours) return
      const pid = found === undefined ? null : (parseHolder(found)?.pid ?? null)
      throw new StoreLockedError(
        `${path}: expected the lock of this process (${process.pid}), got ` +
          `${found === undefined ? 'no lock' : pid === null ? 'another' : `that of process ${pid}`}. ` +
          'Nothing was written. Stop all writers, then start one.',
        { lockFile: path, pid },
      )
    },
    async release() {
      if ((await unlessMissing(disk.readFile(path, 'utf8'))) === ours) await disk.rm(path, { force: true })
    },
  }
}

// A link appears whole or fails when the name is taken, so a lock without its holder is never seen.
async function attempt(path: string, ours: string, disk: Disk): Promise<boolean> {
  const aside = await writeAside(path, ours, disk)
  try {
    try {
      await disk.link(aside, path)
      return true
    } catch (error) {
      // ENOENT: the holder, clearing up, took our text for a leftover.
      if (!hasCode(error, 'EEXIST') && !hasCode(error, 'ENOENT')) throw error
    }
    const found = await unlessMissing(disk.readFile(path, 'utf8'))
    if (found === undefined) return false
    await refuseIfHeld(path, found, disk)

    // Two processes may both see that the holder is gone. Without a lock on taking over, the slower would
    // remove the lock of the faster; with it, who sees the dead holder's text here is alone in replacing it.
    const guard = await takeLock(`${path}.takeover`, disk)
    try {
      if ((await unlessMissing(disk.readFile(path, 'utf8'))) !== found) return false
      await disk.rename(aside, path)
      return true
    } finally {
      await guard.release()
    }
  } finally {
    await disk.rm(aside, { force: true })
  }
}

async function refuseIfHeld(path: string, text: string, disk: Disk): Promise<void> {
  const holder = parseHolder(text)
  if (holder && !(await mayRun(holder, disk))) return
  const who = holder
    ? `process ${holder.pid} on ${holder.host}, since ${holder.since}`
    : `an unknown process (the lock reads ${JSON.stringify(text.slice(0, 80))})`
  throw new StoreLockedError(
    `${path}: expected no other writer, got one: ${who}. ` +
      'One process writes at a time; reading needs no lock. ' +
      'Wait for that process or stop it. If it no longer runs, delete this file.',
    { lockFile: path, pid: holder?.pid ?? null },
  )
}

function parseHolder(text: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

async function mayRun(holder: Holder, disk: Disk): Promise<boolean> {
  if (holder.host !== hostname()) return true // another machine or container, out of our sight
  try {
    process.kill(holder.pid, 0) // asks, does not kill
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false
    if (!hasCode(error, 'EPERM')) throw error // EPERM: it runs, as somebody else's
  }
  const started = await readStart(holder.pid, disk)
  return started === null || holder.started === null || started === holder.started
}

// When a process started, in ticks since the machine did (proc(5), field 22 of stat); null where there is no
// /proc. A process that ended but was not collected by its parent (state Z) has no start that equals another.
async function readStart(pid: number, disk: Disk): Promise<string | null> {
  let stat: string
  try {
    stat = await disk.readFile(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return null
  }
  // The name, in brackets before the fields, may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? 'ended' : (fields[19] ?? null)
}
