// How is a publisher's known error put right while rows and figures are read, and how is it noticed that it is gone?
import type { Correction } from '../domain/corrections.ts'
import { CollectError, type Issue } from './errors.ts'
import type { Json } from './port.ts'
import { canonical } from './versions.ts'

/** A correction no longer fits: its publisher says something else now. It must be taken out, or looked at again. */
export class CorrectionStaleError extends CollectError {}

type Entry = { readonly kind: string; readonly key: string; readonly [field: string]: Json }

export type Corrector = {
  /**
   * A row or figure as it counts; null when it is left out.
   * @throws CorrectionStaleError when a correction expects something else there.
   */
  readonly correct: <T extends Entry>(entry: T) => T | null
  /** The same for a row of a page that has been captured since: where it said something else then, it counts as printed. */
  readonly correctEarlier: Corrector['correct']
  /** One issue for each correction: what was done, or that there was nothing to correct. */
  readonly report: () => Issue[]
}

const isRecord = (value: Json | undefined): value is { readonly [field: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const fieldOf = (entry: Json, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (at, field) => (isRecord(at) && Object.hasOwn(at, field) ? at[field] : undefined),
    entry,
  )

function withField(entry: Json | undefined, [field, ...rest]: readonly string[], to: Json): Json {
  if (field === undefined) return to
  const own = isRecord(entry) ? entry : {}
  return { ...own, [field]: withField(own[field], rest, to) }
}

/** The corrections of one source, ready to be applied. */
export function makeCorrector(corrections: readonly Correction[], source: string): Corrector {
  const own = corrections.filter(({ target }) => target.source === source)
  const byEntry = new Map<string, Correction[]>()
  const name = (kind: string, key: string): string => `${kind}\n${key}`
  for (const one of own) {
    const at = name(one.target.kind, one.target.key)
    byEntry.set(at, [...(byEntry.get(at) ?? []), one])
  }
  const met = new Set<Correction>()

  const correctWith =
    (isEarlier: boolean): Corrector['correct'] =>
    (entry) => {
      const due = byEntry.get(name(entry.kind, entry.key))
      if (!due) return entry
      let now: Json = entry
      let isLeftOut = false
      for (const correction of due) {
        const { id, target, action, expect, to, reason } = correction
        const path = target.field.split('.')
        const found = fieldOf(entry, path)
        if (found === undefined || canonical(found) !== canonical(expect as Json)) {
          if (isEarlier) continue
          throw new CorrectionStaleError(
            `corrections.json: ${id}: expected ${target.field} of ${target.kind} "${target.key}" to be ${JSON.stringify(expect)}, got ${JSON.stringify(found) ?? 'nothing'}: its publisher has changed it; take the correction out, or look at it again`,
            { source },
          )
        }
        met.add(correction)
        if (action === 'leave-out') isLeftOut = true
        else {
          now = withField(now, path, to as Json)
          if (entry.kind === 'observation') {
            const note = fieldOf(now, ['note'])
            const said = `Corrected here: ${target.field} was ${JSON.stringify(expect)}. ${reason}`
            now = withField(now, ['note'], note ? `${note} ${said}` : said)
          }
        }
      }
      return isLeftOut ? null : (now as typeof entry)
    }

  return {
    correct: correctWith(false),
    correctEarlier: correctWith(true),
    report: () =>
      own.map((correction) => {
        const { id, target, action, reason } = correction
        const what = `${target.kind} "${target.key}", ${target.field}`
        if (!met.has(correction))
          return { what: `correction ${id} found nothing to correct: ${what} is not among what was read` }
        return {
          what: `corrected by ${id}: ${what} was ${action === 'replace' ? `${JSON.stringify(correction.expect)} and counts as ${JSON.stringify(correction.to)}` : 'left out'}. ${reason}`,
        }
      }),
  }
}
