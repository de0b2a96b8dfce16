// How is a picture drawn without keeping readers waiting? By a thread that is started when the first one is asked for.
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

/** Draws an SVG picture as PNG, in its own size. Rejects when it cannot be drawn. */
export type ToPng = (svg: string) => Promise<Uint8Array>

interface Waiting {
  readonly resolve: (png: Uint8Array) => void
  readonly reject: (error: Error) => void
}

/** `dist` is the folder of the built program, where the thread's module lies. The thread ends with the program. */
export function makePainter(dist: string): ToPng {
  let worker: Worker | null = null
  let last = 0
  const waiting = new Map<number, Waiting>()

  const start = (): Worker => {
    const made = new Worker(join(dist, 'src', 'pictures', 'worker.js'))
    made.unref()
    made.on('message', ({ id, png, error }: { id: number; png?: Uint8Array; error?: string }) => {
      const one = waiting.get(id)
      waiting.delete(id)
      if (png) one?.resolve(png)
      else one?.reject(new Error(`the picture cannot be drawn: ${error}`))
    })
    const fail = (why: string): void => {
      if (worker === made) worker = null
      for (const one of waiting.values()) one.reject(new Error(`the picture cannot be drawn: ${why}`))
      waiting.clear()
    }
    made.on('error', (error) => fail(error instanceof Error ? error.message : String(error)))
    made.on('exit', (code) => fail(`its thread ended with ${code}`))
    return made
  }

  return (svg) =>
    new Promise((resolve, reject) => {
      worker ??= start()
      last += 1
      waiting.set(last, { resolve, reject })
      worker.postMessage({ id: last, svg })
    })
}
