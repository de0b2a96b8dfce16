// Which organisations of the sector are in published lists, and how far did each get, as kept and shown?
import { z } from 'zod'
import type { CollectedTally } from './collected.ts'
import { type Listing, RUNGS, type Rung } from './ladder.ts'
import { LENSES } from './sector.ts'
import { printCount } from './vocabulary.ts'

const money = z.object({
  amount: z.string(),
  currency: z.string(),
  basis: z.enum(['net', 'gross', 'not-stated']),
})
const step = z.object({
  listings: z.int(),
  /** How many of them are awards that another listing stands for in the sums. */
  paired: z.int().default(0),
  money: z.array(money),
  referrals: z.number().nullable(),
})
const eachRung = <T extends z.ZodType>(schema: T) =>
  z.object(Object.fromEntries(RUNGS.map((rung) => [rung, schema])) as Record<Rung, T>)

/** An organisation as it is kept: its listings stand in a file beside the rows. */
export const organisationSchema = z.object({
  /** Stable, for its address. */
  id: z.string(),
  /** Its best identifier, else its name. */
  key: z.string(),
  name: z.string(),
  names: z.array(z.string()),
  ids: z.array(z.string()),
  label: z.object({
    lenses: z.object(
      Object.fromEntries(LENSES.map((lens) => [lens, z.enum(['yes', 'no', 'unknown'])])) as Record<
        (typeof LENSES)[number],
        z.ZodEnum<{ yes: 'yes'; no: 'no'; unknown: 'unknown' }>
      >,
    ),
    why: z.string(),
    entry: z.string().nullable(),
    contradictions: z.array(z.string()),
  }),
  steps: eachRung(step),
  reached: z.enum(RUNGS),
  contradictions: z.array(z.string()),
  /** The file with its listings. */
  listings: z.string(),
  /** The day from which on it stands in no list; left out while it stands in one. */
  gone: z.string().optional(),
})
export type ListedOrganisation = Omit<z.infer<typeof organisationSchema>, 'listings'>

export const listTotalsSchema = z.object({
  list: z.string(),
  listings: z.int(),
  distinct: z.int(),
  unnamed: z.int(),
  published: z.number().nullable(),
  agrees: z.enum(['listings', 'distinct']).nullable(),
  /** The source that the list comes from. */
  source: z.string().default(''),
  /** Its awards that other lists print as well, by list: how many surely, and how many perhaps. */
  pairs: z
    .array(z.object({ list: z.string(), sure: z.int(), unsure: z.int() }))
    .readonly()
    .default([]),
})
export type CollectedList = z.infer<typeof listTotalsSchema>

/** Everything the machine knows of organisations in lists. */
export interface Organisations {
  /** In the order of their names. */
  readonly all: readonly ListedOrganisation[]
  readonly lists: readonly CollectedList[]
  /** How grouping them went; null before the first time. */
  readonly tally: CollectedTally | null
  /** Every listing of one, by its id; empty for one that there is not. */
  readonly listings: (id: string) => readonly Listing[]
}

export const NO_ORGANISATIONS: Organisations = {
  ...{ all: [], lists: [], tally: null },
  listings: () => [],
}

/**
 * What to know of a source's figures when other lists print the same awards: how many, and that no total has them twice.
 * Empty when there is none. Only awards to the sector are compared.
 */
export function printPairs(lists: readonly CollectedList[], source: string): string {
  const own = lists.filter((list) => list.source === source).flatMap(({ pairs }) => pairs)
  const others = [...new Set(own.map(({ list }) => `“${list}”`))].sort()
  const sum = (field: 'sure' | 'unsure'): number => own.reduce((all, pair) => all + pair[field], 0)
  const [sure, unsure] = [sum('sure'), sum('unsure')]
  if (sure + unsure === 0) return ''
  const more =
    unsure === 0
      ? ''
      : ` ${printCount(unsure, 'more award')} may be there too; until a person has looked, both are counted.`
  return (
    `${printCount(sure, 'award')} to the sector ${sure === 1 ? 'is' : 'are'} also in ${others.join(' and ')}: same buyer, ` +
    `supplier, value and title, dated at most seven days apart. Each series counts its own; the totals of organisations count each once.${more}`
  )
}

/** What each rung means, and what its emptiness does not. */
export const RUNG_WORDS: Readonly<Record<Rung, { label: string; meaning: string; empty: string }>> = {
  named: {
    label: 'Named',
    meaning: 'Its name stood in a bid, a list of a supply chain, or on a framework that promises no award.',
    empty: 'No collected list names it. Many supply chain lists were never published.',
  },
  contracted: {
    label: 'Contracted or granted',
    meaning: 'A contract or a grant was awarded to it directly.',
    empty: 'No collected notice awards it a contract or grant. Subcontracts are seldom published.',
  },
  referred: {
    label: 'Referred to',
    meaning: 'People were sent to it, and somebody counted them.',
    empty: 'No collected count of referrals names it. Referrals to subcontractors are seldom published.',
  },
  paid: {
    label: 'Paid',
    meaning: 'A public body printed a payment to it.',
    empty:
      'No collected list of payments names it. Payments under £25,000 and payments by main contractors are not published.',
  },
}

const fold = (text: string): string => text.toLowerCase().replaceAll('’', "'")

/** Those still listed that bear all the words in a name or identifier and have something recorded on the rung. */
export function filterOrganisations(
  all: readonly ListedOrganisation[],
  { q = '', rung }: { readonly q?: string | undefined; readonly rung?: Rung | undefined },
): ListedOrganisation[] {
  const parts = fold(q)
    .split(/\s+/)
    .filter((part) => part !== '')
  return all.filter(({ name, names, ids, steps, gone }) => {
    if (gone !== undefined || (rung && steps[rung].listings === 0)) return false
    const text = fold([name, ...names, ...ids].join(' '))
    return parts.every((part) => text.includes(part))
  })
}
