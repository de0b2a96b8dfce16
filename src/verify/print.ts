// How is a verification told to a person?
import type { Verification } from './verify.ts'

/** One line for each difference, then the count. */
export function printVerification({ items, verdicts, differences }: Verification): string {
  const lines = differences.map(
    ({ claim, part, stated, recomputed }) =>
      `${claim}: ${part === '' ? '' : `${part}: `}stated ${stated}, recomputed ${recomputed}`,
  )
  return [
    ...lines,
    `${verdicts} verdicts in ${items} items recomputed, ${differences.length} different`,
  ].join('\n')
}
