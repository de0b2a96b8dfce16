// Is one item of a feed what the rule and its own digest say?
import { createHash } from 'node:crypto'
import { digestedText } from '../domain/digest.ts'
import { type Difference, type Recomputed, recomputeStated, type Stated } from '../domain/recompute.ts'
import { checkShape, isObject, type Shape, WrongShapeError } from './shape.ts'

const period: Shape = { start: 'text?', end: 'text?' }

/** What the rule reads of an item, under `_words_vs_deeds`. */
const ITEM: Shape = {
  asOf: 'text',
  today: 'text',
  statement: { id: 'text', source: 'text', kind: 'text', date: 'text?', speaker: 'object' },
  claims: [
    {
      id: 'text',
      comparator: 'text',
      value: 'number?',
      baseline: 'object?',
      due: { date: 'text?', basis: 'text' },
      readings: [{ measure: 'text', dimensions: 'object', match: 'object' }],
      notTestable: 'text?',
    },
  ],
  verdicts: [{ claim: 'text' }],
  observations: [
    {
      ...{ id: 'text', measure: 'text', programme: 'text', source: 'text', area: 'text', period },
      ...{ dimensions: 'object', value: 'number', display: 'text', low: 'number?', high: 'number?' },
      ...{ status: 'text', grade: 'text', published: 'text?', sameWordsAs: ['text'] },
    },
  ],
  measures: [{ id: 'text', unit: 'text', series: 'text', favourable: 'text' }],
  sources: [{ id: 'text', publisher: 'text', published: 'text?' }],
  programmes: [{ id: 'text', start: 'text?', end: 'text?' }],
}

const CHANGE: Shape = { before: { claim: 'text', asOf: 'text' } }

/** Works every verdict of an item's data out again, and names those that differ. @throws WrongShapeError */
export function recompute(data: unknown): Recomputed {
  checkShape(data, ITEM, '_words_vs_deeds')
  if (isObject(data) && data.change !== undefined) checkShape(data.change, CHANGE, '_words_vs_deeds.change')
  try {
    return recomputeStated(data as Stated)
  } catch (error) {
    throw new WrongShapeError(
      `_words_vs_deeds: expected records that the rule can read, got ${error instanceof Error ? error.message : error}`,
    )
  }
}

/** What differs, and in which item; `item` is the address of a page, or the name of a file, where no item is at fault. */
export interface Found extends Difference {
  readonly item: string
}

/** What was found in one item: how many verdicts, and what differs; of a sound item nothing. */
export interface Checked {
  readonly verdicts: number
  readonly differences: readonly Found[]
}

/**
 * Checks an item: its verdicts against the rule, and everything else in it against its digest. A digest
 * that differs is told only where no verdict does: it would say the same again.
 */
export function checkItem(item: unknown): Checked {
  const name = isObject(item) && typeof item.id === 'string' ? item.id : 'an item'
  try {
    checkShape(item, { _words_vs_deeds: 'object' })
    const whole = item as { readonly _words_vs_deeds: Record<string, unknown> }
    const found = recompute(whole._words_vs_deeds)
    const digest = found.differences.length === 0 ? digestDiffers(whole, name) : null
    return {
      verdicts: found.claims.length,
      differences: digest === null ? found.differences.map((one) => ({ item: name, ...one })) : [digest],
    }
  } catch (error) {
    if (!(error instanceof WrongShapeError)) throw error
    const stated = 'an item of the documented shape'
    return {
      verdicts: 0,
      differences: [{ item: name, claim: name, part: '', stated, recomputed: error.message }],
    }
  }
}

export const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** The digest of an item or page against its text; null where they agree. One that was taken away differs. */
export function digestDiffers(
  whole: { readonly _words_vs_deeds: Readonly<Record<string, unknown>> },
  name: string,
): Found | null {
  const { digest } = whole._words_vs_deeds
  const again = `sha256:${sha256(digestedText(whole))}`
  if (digest === again) return null
  const stated = digest === undefined ? 'nothing' : String(digest)
  return { item: name, claim: name, part: '_words_vs_deeds.digest', stated, recomputed: again }
}
