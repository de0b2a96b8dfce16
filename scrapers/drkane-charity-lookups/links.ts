// How does one line of a list become a link between two bodies?
import type { BulkRow } from '../../src/collect/index.ts'
import type { RegisterLink } from '../../src/domain/registers.ts'
import { readOrgId } from '../../src/domain/suppliers.ts'

export type Line = Readonly<Record<string, string>>

/** Counts lines that say nothing here, by why. */
export type Told = { readonly skip: (why: string, example: string) => null }

export function linkOf(
  relation: RegisterLink['relation'],
  printedA: string,
  printedB: string,
  on: string | null,
  told: Told,
): readonly BulkRow[] | null {
  const [a, b] = [readOrgId(printedA).id, readOrgId(printedB).id]
  if (a === null || b === null)
    return told.skip('have a number without a known shape', `${printedA}, ${printedB}`)
  if (a === b) return told.skip('link a body with itself', a)
  const link: RegisterLink = { a, b, relation, on }
  return [{ kind: 'register-link', key: `${a}=${b}`, ...link }]
}
