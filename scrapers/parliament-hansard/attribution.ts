// Who speaks, when Hansard prints an office, a name with a seat, or a short name? Only what the debate itself says is joined.
import type { Speaker } from '../../src/collect/index.ts'

/** As printed beside a contribution. */
export type Attribution = { readonly memberId: number | null; readonly printed: string | null }

/** Parties stand in brackets too; two of them have more than one word. */
const PARTY = /^(Lab|Ind|Con|LD|Green|Plaid)\b/

/** Peers whose name begins like an office: "The Earl of Example (Con)". */
const PEER =
  /^The (Archbishop|Bishop|Countess|Duchess|Duke|Earl|Lord Archbishop|Lord Bishop|Marquess|Viscount|Viscountess)\b/

/**
 * Name and office of an attribution: "The Minister for Lanterns (Ann Example)" has both; "Ann Example (Nowhere) (Can)" and
 * "Lord Sample (Can)" a name; "The Minister for Lanterns" only an office, and then the name is null.
 */
export function readAttribution(printed: string): {
  readonly name: string | null
  readonly role: string | null
} {
  const [, before = printed, inner] = /^([^(]+?)\s*\(([^()]+)\)/.exec(printed) ?? []
  if (!/^The\s/.test(before) || PEER.test(before)) return { name: before, role: null }
  if (inner === undefined) return { name: null, role: before }
  // One word in brackets is a party; a name has two at least.
  return /\s/.test(inner) && !PARTY.test(inner) ? { name: inner, role: before } : { name: null, role: before }
}

/**
 * Resolves the attributions of a debate, all its sections together: by the member's number, and for an office without a
 * name by the first attribution that gives both. What cannot be resolved keeps the printed words as its name.
 * @returns who speaks, or null when nobody is named.
 */
export function resolveSpeakers(all: readonly Attribution[]): (attribution: Attribution) => Speaker | null {
  const byMember = new Map<number, Speaker>()
  const byOffice = new Map<string, Speaker>()
  const idOf = ({ memberId }: Attribution): number | null =>
    memberId !== null && memberId > 0 ? memberId : null
  for (const attribution of all) {
    if (attribution.printed === null) continue
    const { name, role } = readAttribution(attribution.printed)
    const id = idOf(attribution)
    const held = id === null ? undefined : byMember.get(id)
    if (name !== null && id !== null && (held === undefined || (held.role === undefined && role !== null)))
      byMember.set(id, { name: held?.name ?? name, ...(role === null ? {} : { role }), id: String(id) })
    if (name !== null && role !== null && !byOffice.has(role))
      byOffice.set(role, { name, role, ...(id === null ? {} : { id: String(id) }) })
  }
  return (attribution) => {
    const id = idOf(attribution)
    const known = id === null ? undefined : byMember.get(id)
    if (known) return known
    const numbered = id === null ? {} : { id: String(id) }
    if (attribution.printed === null) return id === null ? null : { name: `Member ${id}`, ...numbered }
    const { name, role } = readAttribution(attribution.printed)
    if (name !== null) return { name, ...(role === null ? {} : { role }), ...numbered }
    const holder = id === null ? byOffice.get(role ?? '') : undefined
    return holder ?? { name: attribution.printed, ...(role === null ? {} : { role }), ...numbered }
  }
}
