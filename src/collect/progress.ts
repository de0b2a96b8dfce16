// How far is it? One line that moves on a terminal; a plain line now and then elsewhere.
import type { Progress } from './run.ts'

type Out = { readonly isTTY?: boolean; readonly columns?: number; readonly write: (text: string) => unknown }

/** Elsewhere than on a terminal, one line in so many pages: a log should show life, not every page. */
const EVERY = 100

/**
 * Shows progress on a stream, standard error by default, so that standard output stays what it is for.
 * The function it returns takes each step; its `clear` wipes the line before something else is written.
 */
export function showProgress(
  out: Out = process.stderr,
  now: () => number = Date.now,
): ((step: Progress) => void) & { clear: () => void } {
  const began = now()
  let drawn = false
  let last = 0
  const clear = (): void => {
    if (drawn) out.write('\r\u001b[2K')
    drawn = false
  }
  const show = (step: Progress): void => {
    if (step.phase === 'done') {
      clear()
      return
    }
    const total = step.pages + step.waiting
    const counts = `${step.pages}/${total} pages, ${step.findings} findings`
    if (!out.isTTY) {
      if (step.phase === 'committing' || step.pages >= last + EVERY) {
        out.write(`${step.source}: ${step.phase}, ${counts}\n`)
        last = step.pages
      }
      return
    }
    const width = 20
    const full = total === 0 ? 0 : Math.round((width * step.pages) / total)
    const bar = `${'█'.repeat(full)}${'░'.repeat(width - full)}`
    const seconds = Math.round((now() - began) / 1000)
    const line = `${step.source} ${bar} ${counts}, ${seconds} s ${step.phase === 'committing' ? 'writing' : (step.url ?? '')}`
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a page's address must not move the cursor
    out.write(`\r\u001b[2K${line.replace(/[\u0000-\u001f\u007f]/g, '').slice(0, (out.columns ?? 80) - 1)}`)
    drawn = true
  }
  return Object.assign(show, { clear })
}
