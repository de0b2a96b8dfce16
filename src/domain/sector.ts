// What is this organisation: charity, social enterprise, mutual, trading arm, none of them, or not known?

/** Yes, no, or not known. Not known is never turned into no. */
export type Tri = 'yes' | 'no' | 'unknown'

/** The lenses through which a series can be read. Each gives every organisation yes, no or unknown. */
export const LENSES = ['charity', 'vcse', 'social-enterprise', 'mutual', 'trading-arm'] as const
export type Lens = (typeof LENSES)[number]

/** What registers say of an organisation on a day, through every lens, and which rule decided. */
export type Label = {
  readonly lenses: Readonly<Record<Lens, Tri>>
  /** The rule that fired, in words, with the identifier or name it rests on. */
  readonly why: string
  /** The register entry it was matched to, as an org-id; null when none. */
  readonly entry: string | null
}
