// Is anybody else collecting this source? One file per source says who.
import { randomUUID } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { SourceBusyError } from './errors.ts'

type Holder = {
  readonly pid: number
  readonly began: string | null
  readonly since: string
  readonly token: string
}

/**
 * Takes the lock, or takes it over from a process that is gone.
 * @returns the function that gives it back.
 * @throws SourceBusyError when a living process, this one included, holds it.
 */
export function takeLock(path: string, source: string, now: () => number = Date.now): () => void {
  mkdirSync(dirname(path), { recursive: true })
  const mine: Holder = {
    pid: process.pid,
    began: beganAt(process.pid),
    since: new Date(now()).toISOString(),
    token: randomUUID(),
  }
  for (let attempt = 0; attempt < 5; attempt++) {
    // Written whole beside the lock, then linked into place: nobody ever reads half a lock.
    const fresh = `${path}.${process.pid}.${randomUUID()}`
    writeFileSync(fresh, JSON.stringify(mine))
    try {
      linkSync(fresh, path)
      return () => {
        if (readHolder(path)?.token === mine.token) rmSync(path, { force: true })
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(fresh, { force: true })
    }
    const holder = readHolder(path)
    if (holder && alive(holder))
      throw new SourceBusyError(
        `${source}: being collected by process ${holder.pid} since ${holder.since}; wait for it, or stop it`,
        { source },
      )
    takeAway(path, holder)
  }
  throw new SourceBusyError(`${source}: its lock ${path} changes hands too fast; try again`, { source })
}

/** Removes a dead holder's lock, unless another process was quicker and holds it now: then that one is put back. */
function takeAway(path: string, dead: Holder | null): void {
  const aside = `${path}.${process.pid}.${randomUUID()}`
  try {
    renameSync(path, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = readHolder(aside)
  if (moved && moved.token !== dead?.token && alive(moved)) renameSync(aside, path)
  else rmSync(aside, { force: true })
}

function readHolder(path: string): Holder | null {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Holder
    return Number.isInteger(holder.pid) ? holder : null
  } catch {
    return null
  }
}

function alive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  // The number may belong to a later process by now.
  const began = beganAt(holder.pid)
  return began === null || holder.began === null || began === holder.began
}

/** When a process began, in the kernel's own ticks; null where there is no /proc. */
function beganAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
