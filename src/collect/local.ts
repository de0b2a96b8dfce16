// What lies in a folder that an operator put in a publisher's place? Files answer as pages, folders as lists of their names.
import { readdir, readFile, realpath, stat } from 'node:fs/promises'
import { sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { explain, RefusedAddressError, ResponseLimitError } from './errors.ts'
import type { Exchange, Limits } from './exchange.ts'

/**
 * Reads a file, or lists a folder: one name a line, sorted, folders with a slash at the end, as `text/plain`. What is not
 * there is 404. Links that lead out of the folder are refused. Never throws: what went wrong is in the answer.
 * @param root the folder that stands for the publisher, as a `file:` address.
 */
export async function readLocal(url: URL, root: string, limits: Limits): Promise<Exchange> {
  const found = (body: Uint8Array, headers: [string, string][]): Exchange => ({
    ...{ status: 200, statusText: 'OK', headers, body, truncated: null, error: null },
  })
  try {
    const path = await realpath(fileURLToPath(new URL(url.pathname, 'file:')))
    const folder = await realpath(fileURLToPath(root))
    if (path !== folder && !path.startsWith(folder.endsWith(sep) ? folder : folder + sep))
      throw new RefusedAddressError(`${url.href}: leads out of ${root}; it is not read`, { url: url.href })
    const { mtime, size } = await stat(path)
    const modified: [string, string] = ['last-modified', mtime.toUTCString()]
    if (url.pathname.endsWith('/')) {
      const names = (await readdir(path, { withFileTypes: true }))
        .filter((entry) => !entry.name.startsWith('.'))
        .map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}\n`)
      return found(Buffer.from(names.sort().join('')), [
        ['content-type', 'text/plain; charset=utf-8'],
        modified,
      ])
    }
    if (size > limits.bytes)
      throw new ResponseLimitError(`${url.href}: more than ${limits.bytes} bytes`, { url: url.href })
    return found(await readFile(path), [modified])
  } catch (error) {
    if (
      (error as NodeJS.ErrnoException).code === 'ENOENT' ||
      (error as NodeJS.ErrnoException).code === 'ENOTDIR'
    )
      return {
        status: 404,
        statusText: 'Not Found',
        headers: [],
        body: new Uint8Array(),
        truncated: null,
        error: null,
      }
    const refused = error instanceof RefusedAddressError
    return { status: null, error: error instanceof Error ? error : new Error(explain(error)), refused }
  }
}
