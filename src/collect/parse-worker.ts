// Where is a page read so that it can harm nothing? In this thread: little memory, watched by a deadline, thrown away when it breaks.
import { parentPort, workerData } from 'node:worker_threads'
import { type Derive, type Deriver, readOn } from './derive.ts'
import { CollectError, explain } from './errors.ts'
import { type PageInput, parsePage } from './parse-page.ts'
import type { Lookups, Scraper } from './scraper.ts'

/** What the thread is started with, and what it says. `said` is JSON: it is small, and cannot carry anything alive. */
export type WorkerStart = {
  readonly module: string
  readonly lookups: Lookups
  readonly deriver: Deriver | null
}
export type WorkerSays =
  | { readonly ready: true }
  | { readonly said: string }
  | { readonly error: { readonly name: string; readonly message: string } }

const { module, lookups, deriver } = workerData as WorkerStart
const port = parentPort
if (port) {
  const { default: scraper } = (await import(module)) as { default: Scraper }
  const derive = deriver
    ? ((await import(deriver.module)) as { default: (data: Deriver['data']) => Derive }).default(deriver.data)
    : null
  port.on('message', (input: PageInput) => {
    let says: WorkerSays
    try {
      says = { said: JSON.stringify(readOn(parsePage(scraper, lookups, input), derive)) }
    } catch (error) {
      const name = error instanceof CollectError ? error.name : 'SourceChangedError'
      says = { error: { name, message: explain(error) } }
    }
    port.postMessage(says)
  })
  port.postMessage({ ready: true } satisfies WorkerSays)
}
