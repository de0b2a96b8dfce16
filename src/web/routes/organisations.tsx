// Which organisations of the sector stand in published lists, and how far did each get: named, contracted, referred to, paid?
import type { FC } from 'hono/jsx'
import { z } from 'zod'
import { printDate } from '../../domain/dates.ts'
import { type Listing, RUNGS, type Rung } from '../../domain/ladder.ts'
import type { Money } from '../../domain/money.ts'
import {
  type CollectedList,
  filterOrganisations,
  type ListedOrganisation,
  RUNG_WORDS,
} from '../../domain/organisations.ts'
import type { Pair } from '../../domain/pairs.ts'
import { LENS_WORDS, LENSES } from '../../domain/sector.ts'
import { printCount, printNumber } from '../../domain/vocabulary.ts'
import { ProblemError, problem } from '../errors.ts'
import { defineResource, type View } from '../resource.ts'
import { organisationSentence, organisationsSentence } from '../sentences.ts'
import { printDecimal } from '../views/figures.tsx'
import { Select } from '../views/filters.tsx'
import { Crumb, Pager, Scroll } from '../views/parts.tsx'

const PER_PAGE = 100
/** The newest of a rung that a page shows; the JSON and the CSV have all. */
const MOST_LISTINGS = 200

const query = z.object({
  q: z.string().max(120, 'expected at most 120 characters').optional(),
  rung: z
    .enum(['', ...RUNGS], { error: `expected one of ${RUNGS.join(', ')}` })
    .transform((rung) => rung || undefined)
    .optional(),
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'expected a page from 1 to 99999')
    .optional(),
})
type Filters = z.infer<typeof query>

interface OrganisationList {
  readonly found: readonly ListedOrganisation[]
  readonly lists: readonly CollectedList[]
  readonly filters: Filters
  readonly page: number
  readonly pages: number
}

const pathOf = ({ id }: Pick<ListedOrganisation, 'id'>): string => `/organisations/${id}`

const BASIS_WORDS: Readonly<Record<Money['basis'], string>> = {
  net: 'without VAT',
  gross: 'with VAT',
  'not-stated': 'VAT not stated',
}
const printMoney = ({ amount, currency, basis }: Money): string =>
  `${currency === 'GBP' ? '£' : `${currency} `}${printDecimal(amount)} (${BASIS_WORDS[basis]})`

const queryOf = ({ q, rung }: Filters, page: number): Record<string, string> => ({
  ...(q ? { q } : {}),
  ...(rung ? { rung } : {}),
  ...(page === 1 ? {} : { page: String(page) }),
})

const listSentence = ({ found, lists, filters }: OrganisationList): string =>
  organisationsSentence(found.length, lists.length, Boolean(filters.q || filters.rung))

export const organisations = defineResource<OrganisationList, Filters>({
  pattern: '/organisations',
  query,
  addresses: () => [{}],
  model: ({ organisations: { all, lists } }, _, filters) => {
    const found = filterOrganisations(all, filters)
    const pages = Math.max(1, Math.ceil(found.length / PER_PAGE))
    const page = Number(filters.page ?? '1')
    return page > pages ? null : { found, lists, filters, page, pages }
  },
  title: () => 'Organisations',
  description: listSentence,
  page: ({ found, lists, filters, page, pages }, view) => (
    <>
      <h1>Organisations</h1>
      <p class="intro">
        {view.ledger.isPast
          ? 'Not kept for a past date.'
          : listSentence({ found, lists, filters, page, pages })}
      </p>
      <p>
        Who was named, who was contracted, to whom people were referred, and who was paid; each organisation
        once, by charity or company number. Collected by machine, not yet reviewed. Nothing recorded on a rung
        means that no collected list has anything there. It does not mean that nothing happened.
      </p>
      {view.ledger.isPast ? <NoPast /> : <Found {...{ found, lists, filters, page, pages, view }} />}
    </>
  ),
  json: ({ found, lists }, view) => ({
    data: {
      organisations: found.map((one) => organisationData(one, view)),
      lists,
      tally: view.organisations.tally,
    },
    total: found.length,
  }),
  csv: ({ found }) => ({
    columns: ['id', 'name', 'identifiers', ...LENSES, ...RUNGS, 'reached', 'why', 'contradictions'],
    rows: found.map((one) => [
      one.id,
      one.name,
      one.ids.join(' '),
      ...LENSES.map((lens) => one.label.lenses[lens]),
      ...RUNGS.map((rung) => one.steps[rung].listings),
      one.reached,
      one.label.why,
      one.contradictions.join('; '),
    ]),
  }),
})

const NO_PAST =
  'Organisations are grouped from lists and registers as they stand now. What was grouped on an earlier day is not kept, so this page is empty for a past date.'

const NoPast: FC = () => (
  <p class="none">
    {NO_PAST} See <a href="/organisations">what is known now</a>.
  </p>
)

const Found: FC<OrganisationList & { view: View }> = ({ found, lists, filters, page, pages, view }) => (
  <>
    <dl class="facts">
      {RUNGS.map((rung) => (
        <>
          <dt>{RUNG_WORDS[rung].label}</dt>
          <dd>{RUNG_WORDS[rung].meaning}</dd>
        </>
      ))}
    </dl>
    {lists.length > 0 ? <Lists lists={lists} /> : null}
    {found.length === 0 && lists.length === 0 ? null : <Listed {...{ found, filters, page, pages, view }} />}
  </>
)

const Listed: FC<Omit<OrganisationList, 'lists'> & { view: View }> = ({
  found,
  filters,
  page,
  pages,
  view,
}) => (
  <>
    <h2>The organisations</h2>
    <form class="filters" method="get" action="/organisations" aria-label="Filter the organisations">
      <p>
        <label for="f-q">Name or number</label>
        <input id="f-q" name="q" type="search" value={filters.q ?? ''} maxlength={120} />
      </p>
      <Select
        name="rung"
        label="Something recorded under"
        value={filters.rung}
        options={RUNGS.map((rung) => [rung, RUNG_WORDS[rung].label] as const)}
      />
      <p>
        <button type="submit">Filter</button>
      </p>
    </form>
    <p aria-live="polite">
      {found.length === 0
        ? 'No organisation has been collected that fits.'
        : `${printCount(found.length, 'organisation')}, by name. Page ${page} of ${pages}.`}
    </p>
    {found.length > 0 ? (
      <Scroll label="Organisations">
        <table>
          <thead>
            <tr>
              <th scope="col">Organisation</th>
              {RUNGS.map((rung) => (
                <th scope="col" class="number">
                  {RUNG_WORDS[rung].label}
                </th>
              ))}
              <th scope="col">To look at</th>
            </tr>
          </thead>
          <tbody>
            {found.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((one) => (
              <tr>
                <th scope="row">
                  <a href={view.href(pathOf(one))}>{one.name}</a>
                </th>
                {RUNGS.map((rung) => (
                  <td class="number">{printNumber(one.steps[rung].listings)}</td>
                ))}
                <td>
                  {one.contradictions.length === 0 ? '' : printCount(one.contradictions.length, 'point')}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    ) : null}
    <Pager
      of="organisations"
      path="/organisations"
      queryOf={(n) => queryOf(filters, n)}
      {...{ page, pages, view }}
    />
  </>
)

const Lists: FC<{ lists: readonly CollectedList[] }> = ({ lists }) => (
  <>
    <h2>The lists</h2>
    <p>
      Listings and distinct organisations are two numbers: a list may print the same body many times. Only
      lines that name somebody of the sector are here. Where a list prints its own total, it is set beside
      them. An award that two lists print stands in both, and is counted once in the sums of its organisation.
    </p>
    <Scroll label="Lists">
      <table class="counts">
        <thead>
          <tr>
            <th scope="col">List</th>
            <th scope="col" class="number">
              Listings
            </th>
            <th scope="col" class="number">
              Organisations
            </th>
            <th scope="col" class="number">
              Naming nobody
            </th>
            <th scope="col">Its own total</th>
            <th scope="col">In other lists too</th>
          </tr>
        </thead>
        <tbody>
          {lists.map(({ list, listings, distinct, unnamed, published, agrees, pairs }) => (
            <tr>
              <th scope="row">{list}</th>
              <td class="number">{printNumber(listings)}</td>
              <td class="number">{printNumber(distinct)}</td>
              <td class="number">{printNumber(unnamed)}</td>
              <td>
                {published === null
                  ? 'prints none'
                  : `${printNumber(published)}: ${
                      agrees === null
                        ? 'neither number'
                        : `the number of ${agrees === 'listings' ? 'listings' : 'organisations'}`
                    }`}
              </td>
              <td>{pairs.map(pairWords).join('; ')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  </>
)

const pairWords = ({ list, sure, unsure }: CollectedList['pairs'][number]): string =>
  `${list}: ${[...(sure > 0 ? [printCount(sure, 'award')] : []), ...(unsure > 0 ? [`perhaps ${printNumber(unsure)}${sure > 0 ? ' more' : ''}`] : [])].join(', ')}`

const organisationData = (organisation: ListedOrganisation, view: View) => ({
  ...organisation,
  url: `${view.siteUrl}${pathOf(organisation)}`,
  reviewed: false,
})

interface OrganisationModel {
  readonly organisation: ListedOrganisation
  /** The newest first. */
  readonly listings: readonly Listing[]
}

const recorded = ({ steps }: ListedOrganisation): string =>
  organisationSentence(
    RUNGS.map((rung) => ({ label: RUNG_WORDS[rung].label, listings: steps[rung].listings })),
  )

export const organisation = defineResource<OrganisationModel>({
  pattern: '/organisations/:id',
  /** Made when first asked for: there can be very many. */
  addresses: () => [],
  model: ({ organisations, ledger }, { id = '' }) => {
    if (ledger.isPast)
      throw new ProblemError(problem(404, `${NO_PAST} Leave out asOf to see what is known now.`))
    const found = organisations.all.find((one) => one.id === id)
    if (!found) return null
    const listings = [...organisations.listings(id)].sort((a, b) =>
      a.on === b.on ? (a.identifier < b.identifier ? -1 : 1) : a.on < b.on ? 1 : -1,
    )
    return { organisation: found, listings }
  },
  title: ({ organisation }) => organisation.name,
  description: ({ organisation }) =>
    `What published lists record of ${organisation.name}. ${recorded(organisation)}`,
  page: ({ organisation: one, listings }, view) => (
    <>
      <Crumb view={view} path="/organisations" name="Organisations" />
      <h1>{one.name}</h1>
      <p class="intro">{recorded(one)} Collected by machine, not yet reviewed.</p>
      {one.gone === undefined ? null : (
        <p>
          <strong>In no collected list since {printDate(one.gone)}</strong>: it may be listed under another
          name or number now. What was recorded until then stands here.
        </p>
      )}
      <dl class="facts">
        {one.names.length > 0 ? (
          <>
            <dt>Also printed as</dt>
            <dd>{one.names.join('; ')}</dd>
          </>
        ) : null}
        <dt>Identifiers</dt>
        <dd>{one.ids.length === 0 ? 'none printed' : one.ids.join(', ')}</dd>
        <dt>What it is</dt>
        <dd>
          {LENSES.map((lens) => `${LENS_WORDS[lens].label}: ${triWords(one.label.lenses[lens])}`).join('. ')}.
        </dd>
        <dt>Why</dt>
        <dd>{one.label.why}</dd>
        <dt>As far as recorded</dt>
        <dd>{RUNG_WORDS[one.reached].label}</dd>
      </dl>
      {one.contradictions.length > 0 ? (
        <>
          <h2>What does not fit together</h2>
          <ul>
            {one.contradictions.map((words) => (
              <li>{words}</li>
            ))}
          </ul>
        </>
      ) : null}
      {RUNGS.map((rung) => (
        <RungSection
          rung={rung}
          step={one.steps[rung]}
          listings={listings.filter((listing) => listing.rung === rung)}
        />
      ))}
    </>
  ),
  json: ({ organisation, listings }, view) => ({
    data: { ...organisationData(organisation, view), listings },
  }),
  csv: ({ listings }) => ({
    columns: [
      'rung',
      'list',
      'identifier',
      'date',
      'name',
      'identifiers',
      'amount',
      'currency',
      'vat',
      'referrals',
      'said_to_be_of_the_sector',
      'url',
      'counted',
      'same_award_as',
      'why_the_same',
    ],
    rows: listings.map((one) => [
      one.rung,
      one.list,
      one.identifier,
      one.on,
      one.supplier.name,
      one.supplier.ids.join(' '),
      one.money?.amount ?? null,
      one.money?.currency ?? null,
      one.money?.basis ?? null,
      one.referrals,
      one.said,
      one.url,
      one.countedElsewhere !== true,
      (one.pairs ?? []).map(({ identifier }) => identifier).join('; '),
      (one.pairs ?? []).map(({ sure, why }) => `${sure ? '' : 'perhaps: '}${why}`).join('; '),
    ]),
  }),
})

const triWords = (tri: 'yes' | 'no' | 'unknown'): string => (tri === 'unknown' ? 'not known' : tri)

const PairNote: FC<{ pair: Pair; isCounted: boolean }> = ({ pair, isCounted }) => (
  <span class="note">
    . {pair.sure ? 'Also' : 'Perhaps also'}{' '}
    <a href={pair.url} rel="noreferrer">
      {pair.identifier}
    </a>
    , {pair.list}: {pair.why}.{' '}
    {pair.sure ? (isCounted ? 'Counted here.' : 'Counted there.') : 'Both are counted.'}
  </span>
)

const RungSection: FC<{
  rung: Rung
  step: ListedOrganisation['steps'][Rung]
  listings: readonly Listing[]
}> = ({ rung, step, listings }) => {
  const { label, meaning, empty } = RUNG_WORDS[rung]
  const shown = listings.slice(0, MOST_LISTINGS)
  return (
    <section aria-labelledby={rung}>
      <h2 id={rung}>{label}</h2>
      {listings.length === 0 ? (
        <p class="none">{empty} Nothing recorded is not the same as nothing happened.</p>
      ) : (
        <>
          <p>
            {meaning} {printCount(listings.length, 'listing')}
            {step.paired === 0
              ? ''
              : `, ${step.paired} of which another list prints too and ${step.paired === 1 ? 'is' : 'are'} not counted again`}
            {step.money.length > 0 ? `; together ${step.money.map(printMoney).join(', ')}` : ''}
            {step.referrals === null ? '' : `; ${printCount(step.referrals, 'referral')}`}.
            {shown.length < listings.length
              ? ` The newest ${shown.length} are shown; the JSON and the CSV have all.`
              : ''}
          </p>
          <Scroll label={label}>
            <table>
              <thead>
                <tr>
                  <th scope="col">Listing</th>
                  <th scope="col">Date</th>
                  <th scope="col">Name as printed</th>
                  <th scope="col" class="number">
                    Amount
                  </th>
                  <th scope="col">The list says of the sector</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((one) => (
                  <tr>
                    <th scope="row">
                      <a href={one.url} rel="noreferrer">
                        {one.identifier}
                      </a>
                      , <span class="note">{one.list}</span>
                      {(one.pairs ?? []).map((pair) => (
                        <PairNote pair={pair} isCounted={one.countedElsewhere !== true} />
                      ))}
                    </th>
                    <td>{printDate(one.on)}</td>
                    <td>{one.supplier.name}</td>
                    <td class="number">
                      {one.money === null ? 'not printed' : printMoney(one.money)}
                      {one.referrals === null ? '' : `; ${printCount(one.referrals, 'referral')}`}
                    </td>
                    <td>{one.said === null ? 'nothing' : one.said ? 'yes' : 'no'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
    </section>
  )
}
