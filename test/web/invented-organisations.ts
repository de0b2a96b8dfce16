// Organisations as the machine groups them. All invented.
import { type Listing, RUNGS, type Rung } from '../../src/domain/ladder.ts'
import { type ListedOrganisation, organisationSchema } from '../../src/domain/organisations.ts'

export const listing = (identifier: string, over: Partial<Listing> = {}): Listing => ({
  ...{ rung: 'paid', list: 'Example payments', identifier, on: '2025-01' },
  supplier: { name: 'Oak Trust', ids: ['GB-CHC-1100001'] },
  ...{ money: null, referrals: null, said: null, url: `https://example.org/lists/${identifier}` },
  ...over,
})

export function inventedOrganisation(
  id: string,
  name: string,
  times: Partial<Record<Rung, number>>,
  over: Partial<ListedOrganisation> = {},
): ListedOrganisation {
  const steps = RUNGS.map((rung) => [rung, { listings: times[rung] ?? 0, money: [], referrals: null }])
  const { listings: _, ...organisation } = organisationSchema.parse({
    ...{
      id,
      key: id.toUpperCase(),
      name,
      names: [],
      ids: [id.toUpperCase()],
      steps: Object.fromEntries(steps),
    },
    label: {
      ...{ why: 'on an invented register', entry: null, contradictions: [] },
      lenses: { charity: 'yes', vcse: 'yes', 'social-enterprise': 'no', mutual: 'no', 'trading-arm': 'no' },
    },
    reached: RUNGS.findLast((rung) => (times[rung] ?? 0) > 0) ?? 'named',
    ...{ contradictions: [], listings: 'x.ndjson.gz' },
    ...over,
  })
  return organisation
}
