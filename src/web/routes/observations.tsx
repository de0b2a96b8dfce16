// What does one figure rest on? Its vintages, and every award, grant or payment that it adds up.
import type { FC } from 'hono/jsx'
import { z } from 'zod'
import type { Contribution, Origin } from '../../domain/collected.ts'
import { printDate, printPeriod } from '../../domain/dates.ts'
import type { Figure, MeasureEntry } from '../../domain/ledger.ts'
import { compareText } from '../../domain/ledger.ts'
import { lensOf } from '../../domain/lens-parts.ts'
import { readFigure } from '../../domain/quantities.ts'
import { LENS_WORDS } from '../../domain/sector.ts'
import { printInterval } from '../../domain/steps.ts'
import { type Comparison, type TakenApart, takeApart } from '../../domain/taken-apart.ts'
import { GRADE_WORDS, printCount, printDisplay, printNumber, printQuantity } from '../../domain/vocabulary.ts'
import { figureData } from '../data.ts'
import { defineResource, type View } from '../resource.ts'
import { CiteSection, citeData } from '../views/cite.tsx'
import { printTime } from '../views/collected.tsx'
import { areaAndDimensions, observationPage, printDecimal, withdrawnWords } from '../views/figures.tsx'
import { partsWords } from '../views/lens.tsx'
import { Crumb, Pager, ProgrammeLinks, Scroll, SourcePlace } from '../views/parts.tsx'

const PER_PAGE = 500

const query = z.object({
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'expected a page from 1 to 99999')
    .optional(),
})

interface ObservationEntry {
  readonly figure: Figure
  readonly entry: MeasureEntry
  /** Every vintage that was public, this one among them, the first published first. */
  readonly vintages: readonly Figure[]
  readonly origin: Origin | null
  /** Null for a figure that was read in its source as it stands. */
  readonly rows: { readonly all: readonly Contribution[]; readonly apart: TakenApart } | null
  readonly page: number
  readonly pages: number
}

/** Vintages share publisher, programme, period, area and dimensions. */
const vintageKey = ({ observation: o, source }: Figure): string =>
  JSON.stringify([
    source.publisher,
    o.programme,
    o.period.start,
    o.period.end,
    o.area,
    Object.entries(o.dimensions).sort(([a], [b]) => compareText(a, b)),
  ])

const AGREEMENT_WORDS: Readonly<Record<Comparison['agrees'], string>> = {
  exactly: 'agrees',
  rounding: 'agrees but for rounding',
  no: 'does not agree',
}
const PART_WORDS: Readonly<Record<Comparison['part'], string>> = {
  numerator: 'numerator, from rows labelled yes',
  unknown: 'unknown, from rows labelled unknown',
  denominator: 'denominator, from all rows',
  value: 'value of the figure',
}

const titleOf = ({ observation, measure }: Figure): string =>
  `${printDisplay(observation.display)}: ${measure.name}, ${printPeriod(observation.period)}`

export const observation = defineResource<ObservationEntry, z.infer<typeof query>>({
  pattern: '/measures/:id/:observation',
  query,
  /** Made when first asked for: there can be very many, each with very many rows. */
  addresses: () => [],
  model: (view, params, { page: asked = '1' }) => {
    const entry = view.ledger.measures.find(({ measure }) => measure.id === params.id)
    const figure = entry?.figures.find((one) => one.observation.id === params.observation)
    if (!entry || !figure) return null
    const all = view.contributions(figure.observation.id)
    const pages = Math.max(1, Math.ceil((all?.length ?? 0) / PER_PAGE))
    const page = Number(asked)
    if (page > pages) return null
    const key = vintageKey(figure)
    return {
      ...{ figure, entry, page, pages },
      vintages: entry.figures.filter((one) => vintageKey(one) === key),
      origin: view.origin(figure.observation.id),
      rows: all && { all, apart: takeApart(figure.observation, figure.measure.unit, all) },
    }
  },
  title: ({ figure }) => titleOf(figure),
  description: ({ figure: { observation, measure } }) =>
    `What the figure ${printDisplay(observation.display)} (${measure.name}, ${printPeriod(observation.period)}) rests on.`,
  page: (model, view) => {
    const { figure, vintages, rows } = model
    const { observation: o, measure } = figure
    return (
      <>
        <Crumb view={view} path={`/measures/${measure.id}`} name={measure.name} />
        <h1>
          {printDisplay(o.display)}, {printPeriod(o.period)}
        </h1>
        <p class="intro">{measure.definition}</p>
        <Facts model={model} view={view} />
        {vintages.length > 1 ? <Vintages model={model} view={view} /> : null}
        <h2>What it rests on</h2>
        {rows === null ? (
          <p>
            This figure was read in its source as it stands there. No list of awards, grants or payments
            behind it was collected.
          </p>
        ) : (
          <Rows model={model} rows={rows} view={view} />
        )}
        <CiteSection
          view={view}
          refTo={{ kind: 'observations', id: o.id }}
          path={observationPage(figure)}
          title={titleOf(figure)}
        />
      </>
    )
  },
  json: ({ figure, vintages, origin, rows }, view) => ({
    data: {
      ...figureData(figure, view),
      url: `${view.siteUrl}${observationPage(figure)}`,
      origin,
      vintages: vintages.map((one) => ({
        ...one.observation,
        url: `${view.siteUrl}${observationPage(one)}`,
      })),
      addedUp: rows?.apart ?? null,
      contributions: rows?.all ?? null,
      ...citeData(
        view,
        { kind: 'observations', id: figure.observation.id },
        observationPage(figure),
        titleOf(figure),
      ),
    },
  }),
  csv: ({ figure, rows }) => ({
    columns: ['observation', 'identifier', 'supplier', 'label', 'why', 'value', 'note', 'url'],
    rows: (rows?.all ?? []).map((one) => [
      figure.observation.id,
      one.identifier,
      one.supplier,
      one.label,
      one.why,
      one.value,
      one.note,
      one.url,
    ]),
  }),
})

const Facts: FC<{ model: ObservationEntry; view: View }> = ({ model, view }) => {
  const { figure, entry, origin } = model
  const { observation: o, measure, source } = figure
  const lens = lensOf(o)
  const { interval } = readFigure(o, measure.unit)
  const number = (n: number | null): string => (n === null ? 'not stated' : printNumber(n))
  return (
    <dl class="facts">
      <dt>Measure</dt>
      <dd>
        <a href={view.href(`/measures/${measure.id}`)}>{measure.name}</a>
      </dd>
      <dt>Programme</dt>
      <dd>
        <ProgrammeLinks programmes={entry.programmes.filter(({ id }) => id === o.programme)} view={view} />
      </dd>
      <dt>Area and dimensions</dt>
      <dd>{areaAndDimensions(o)}</dd>
      {lens ? (
        <>
          <dt>Lens</dt>
          <dd>
            {LENS_WORDS[lens].label}: {LENS_WORDS[lens].meaning} {partsWords(o)}.
          </dd>
        </>
      ) : null}
      <dt>Value</dt>
      <dd>{printQuantity(o.value, measure.unit)}</dd>
      <dt>Stands for</dt>
      <dd>{printInterval(interval, measure.unit)}</dd>
      <dt>Numerator</dt>
      <dd>{number(o.numerator)}</dd>
      <dt>Denominator</dt>
      <dd>{number(o.denominator)}</dd>
      <dt>Unknown</dt>
      <dd>{number(o.unknown)}</dd>
      {o.sampleSize === null ? null : (
        <>
          <dt>Sample</dt>
          <dd>{printNumber(o.sampleSize)}</dd>
        </>
      )}
      <dt>Status</dt>
      <dd>
        {o.status}
        {withdrawnWords(o, view)}
      </dd>
      <dt>Grade</dt>
      <dd>
        {o.grade}: {GRADE_WORDS[o.grade]}
      </dd>
      <dt>Published</dt>
      <dd>{o.published ? printDate(o.published) : 'not known'}</dd>
      <dt>Source and place</dt>
      <dd>
        <SourcePlace source={source} locator={o.locator} view={view} />
      </dd>
      {origin?.file ? (
        <>
          <dt>Read from</dt>
          <dd>
            <a href={origin.file.url}>{origin.file.url}</a>, as it was on {printTime(origin.file.captured)},
            with the digest <code>{origin.file.digest}</code>
          </dd>
        </>
      ) : origin ? (
        <>
          <dt>Worked out</dt>
          <dd>
            {printTime(origin.worked)}, from captures with the digest <code>{origin.digest}</code>. The digest
            of each is on the page of the <a href={view.href(`/sources/${source.id}`)}>source</a>.
          </dd>
        </>
      ) : null}
      {o.note === '' ? null : (
        <>
          <dt>Note</dt>
          <dd>{o.note}</dd>
        </>
      )}
      <dt>Caveat</dt>
      <dd>{measure.caveat}</dd>
    </dl>
  )
}

const Vintages: FC<{ model: ObservationEntry; view: View }> = ({ model: { figure, vintages }, view }) => (
  <>
    <h2>{printCount(vintages.length, 'vintage')}</h2>
    <p>The same figure as it was published over time. The latest stands; none is overwritten.</p>
    <ul>
      {vintages.map((one) => {
        const { id, display, published, status } = one.observation
        return (
          <li>
            <a
              href={view.href(observationPage(one))}
              aria-current={id === figure.observation.id ? 'page' : undefined}
            >
              {display}
            </a>
            , {published ? `published ${printDate(published)}` : 'undated'}, {status}
            {withdrawnWords(one.observation, view)}
            {id === figure.observation.id ? ' (this one)' : ''}
          </li>
        )
      })}
    </ul>
  </>
)

const Rows: FC<{
  model: ObservationEntry
  rows: NonNullable<ObservationEntry['rows']>
  view: View
}> = ({ model, rows: { all, apart }, view }) => {
  const { figure, page, pages } = model
  const path = observationPage(figure)
  const shown = all.slice((page - 1) * PER_PAGE, page * PER_PAGE)
  const { labels } = apart
  const wrong = apart.comparisons.filter(({ agrees }) => agrees === 'no')
  return (
    <>
      <p>
        {printCount(all.length, 'row')}, added up again here from the rows themselves:{' '}
        {apart.comparisons.length === 0
          ? 'the figure states no number that they could add up to.'
          : wrong.length === 0
            ? 'they agree with the figure.'
            : 'they do not agree with the figure.'}{' '}
        All of them are in the <a href={view.href(`${path}.csv`)}>CSV</a> and the{' '}
        <a href={view.href(`${path}.json`)}>JSON</a>.
      </p>
      <Scroll label="Rows by label">
        <table class="counts">
          <caption>Rows by label</caption>
          <thead>
            <tr>
              <th scope="col">Of the sector</th>
              <th scope="col" class="number">
                Rows
              </th>
              <th scope="col" class="number">
                Without a value
              </th>
              <th scope="col" class="number">
                Sum of values
              </th>
            </tr>
          </thead>
          <tbody>
            {(
              [
                ['yes', labels.yes],
                ['no', labels.no],
                ['unknown', labels.unknown],
                ['all', apart.all],
              ] as const
            ).map(([label, { rows, withoutValue, sum }]) => (
              <tr>
                <th scope="row">{label}</th>
                <td class="number">{printNumber(rows)}</td>
                <td class="number">{printNumber(withoutValue)}</td>
                <td class="number">{printDecimal(sum)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {apart.comparisons.length > 0 ? (
        <ul>
          {apart.comparisons.map(({ part, stated, added, difference, agrees }) => (
            <li>
              The {PART_WORDS[part]}: added up {printDecimal(added)}, stated {printNumber(stated)}:{' '}
              <strong>{AGREEMENT_WORDS[agrees]}</strong>
              {agrees === 'exactly' ? '' : ` (a difference of ${printDecimal(difference)})`}.
            </li>
          ))}
        </ul>
      ) : null}
      <Scroll label="Rows">
        <table>
          <caption>
            Rows {printNumber(all.length === 0 ? 0 : (page - 1) * PER_PAGE + 1)} to{' '}
            {printNumber((page - 1) * PER_PAGE + shown.length)} of {printNumber(all.length)}
          </caption>
          <thead>
            <tr>
              <th scope="col">Identifier</th>
              <th scope="col">Supplier</th>
              <th scope="col">Of the sector, and why</th>
              <th scope="col" class="number">
                Value
              </th>
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <tr>
                <th scope="row">
                  <a href={one.url} rel="noreferrer">
                    {one.identifier}
                  </a>
                </th>
                <td>{one.supplier}</td>
                <td class="sentence">
                  {one.label}: <span class="note">{one.why}</span>
                </td>
                <td class="number">{one.value === null ? 'not known' : printDecimal(one.value)}</td>
                <td class="sentence note">{one.note}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Pager
        of="rows"
        {...{ page, pages, path, view }}
        queryOf={(n) => (n === 1 ? {} : { page: String(n) })}
      />
    </>
  )
}
