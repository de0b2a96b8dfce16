// How is a verification told to a person?
import type { Verification } from './verify.ts'

/** One line for each difference, then how many items, pages and files differ. */
export function printVerification({ items, verdicts, differences }: Verification): string {
  const lines = differences.map(
    ({ item, claim, part, stated, recomputed }) =>
      `${claim}: ${part === '' ? '' : `${part}: `}stated ${stated}, recomputed ${recomputed}${item === claim ? '' : ` (${item})`}`,
  )
  const different = new Set(differences.map(({ item }) => item)).size
  return [...lines, `${verdicts} verdicts in ${items} items recomputed, ${different} different`].join('\n')
}
