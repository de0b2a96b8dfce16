// A measure: what is counted and how, every figure and vintage, and the claims that rest on it.
import type { FC } from 'hono/jsx'
import { z } from 'zod'
import { printDate, printPeriod } from '../../domain/dates.ts'
import type { MeasureEntry } from '../../domain/ledger.ts'
import { lensesOf, lensOf } from '../../domain/lens-parts.ts'
import { readFigure } from '../../domain/quantities.ts'
import { LENS_WORDS, LENSES, type Lens } from '../../domain/sector.ts'
import { type Series, seriesIn, widestOf } from '../../domain/series.ts'
import { printDimensions, printInterval } from '../../domain/steps.ts'
import { ABOUT_WORDS, printCount, printQuantity } from '../../domain/vocabulary.ts'
import { SeriesChart } from '../charts/series-chart.tsx'
import { figureData, measureData } from '../data.ts'
import { defineResource, type Table, type View } from '../resource.ts'
import { measureSentence, measuresSentence } from '../sentences.ts'
import { measureDataset } from '../structured.ts'
import { CiteSection, citeData } from '../views/cite.tsx'
import { areaAndDimensions, observationPage, withdrawnWords } from '../views/figures.tsx'
import { LensSwitch, partsWords } from '../views/lens.tsx'
import { ClaimLine, Crumb, Pager, ProgrammeLinks, Scroll, SourcePlace } from '../views/parts.tsx'
import { sourcesById } from './sources.tsx'

const SERIES_WORDS = { cumulative: 'a running total', period: 'a figure for each period' } as const
const FAVOURABLE_WORDS = {
  higher: 'a higher figure is better for the sector’s role or the people served',
  lower: 'a lower figure is better for the sector’s role or the people served',
  neutral: 'neither higher nor lower is better in itself',
} as const

/** Every field of every observation, one row each. */
function observationTable(entries: readonly MeasureEntry[]): Table {
  return {
    columns: [
      'observation',
      'measure',
      'measure_name',
      'unit',
      'programme',
      'period_start',
      'period_end',
      'area',
      'dimensions',
      'value',
      'display',
      'low',
      'high',
      'numerator',
      'denominator',
      'unknown',
      'sample_size',
      'status',
      'grade',
      'published',
      'source',
      'source_title',
      'source_url',
      'locator',
      'licence',
      'note',
    ],
    rows: entries.flatMap((entry) =>
      entry.figures.map(({ observation: o, measure, source }) => [
        o.id,
        measure.id,
        measure.name,
        measure.unit,
        o.programme,
        o.period.start,
        o.period.end,
        o.area,
        printDimensions(o.dimensions),
        o.value,
        o.display,
        o.low,
        o.high,
        o.numerator,
        o.denominator,
        o.unknown,
        o.sampleSize,
        o.status,
        o.grade,
        o.published,
        source.id,
        source.title,
        source.url,
        o.locator,
        source.licence,
        o.note,
      ]),
    ),
  }
}

const listSentence = (entries: readonly MeasureEntry[]): string =>
  measuresSentence(entries.length, entries.filter(({ figures }) => figures.length > 0).length)

export const measures = defineResource<readonly MeasureEntry[]>({
  pattern: '/measures',
  addresses: () => [{}],
  model: ({ ledger }) => ledger.measures,
  title: () => 'Measures',
  description: (entries) => `${listSentence(entries)} Who delivers, how much, and what people got.`,
  page: (entries, view) => (
    <>
      <h1>Measures</h1>
      <p class="intro">{listSentence(entries)}</p>
      <p>
        A measure without figures is a finding too: figures that would have answered a claim were not found in
        public.
      </p>
      {(['who-delivers', 'how-much', 'what-people-got'] as const).map((about) => (
        <section aria-labelledby={about}>
          <h2 id={about}>{ABOUT_WORDS[about]}</h2>
          <Scroll label={ABOUT_WORDS[about]}>
            <table class="steady wide">
              <thead>
                <tr>
                  <th scope="col">Measure</th>
                  <th scope="col" class="number">
                    Figures
                  </th>
                  <th scope="col">Latest</th>
                  <th scope="col" class="number">
                    Claims
                  </th>
                </tr>
              </thead>
              <tbody>
                {entries
                  .filter((entry) => entry.measure.about === about)
                  .map((entry) => {
                    const latest = entry.figures.at(-1)?.observation
                    return (
                      <tr>
                        <th scope="row">
                          <a href={view.href(`/measures/${entry.measure.id}`)}>{entry.measure.name}</a>
                        </th>
                        <td class="number">{entry.figures.length}</td>
                        <td>{latest ? `${latest.display}, ${printPeriod(latest.period)}` : 'none found'}</td>
                        <td class="number">{entry.claims.length}</td>
                      </tr>
                    )
                  })}
              </tbody>
            </table>
          </Scroll>
        </section>
      ))}
    </>
  ),
  json: (entries, view) => ({
    data: entries.map((entry) => measureData(entry, view)),
    total: entries.length,
  }),
  csv: observationTable,
})

/** Figures in one part of the table; few measures have more. */
const PER_PAGE = 100

/** More series than a chart tells apart are offered one by one. */
const MOST_TOGETHER = 6
const ALL_SERIES = 'all'

const measureQuery = z.object({
  lens: z.enum(LENSES, { error: `expected one of ${LENSES.join(', ')}` }).optional(),
  /** The id of a series, or `all`; one that there is not under this lens gives the first. */
  series: z.string().max(400).optional(),
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'expected a page from 1 to 99999')
    .optional(),
})

interface MeasureModel {
  readonly entry: MeasureEntry
  /** The lenses its figures are read through; empty for a measure of none. */
  readonly lenses: readonly Lens[]
  /** The lens shown. */
  readonly lens: Lens | null
  /** The series to choose from; empty where all are shown together. */
  readonly series: readonly Series[]
  /** The series shown; null for all of them. */
  readonly chosen: Series | null
  /** The series that is shown unless another is chosen; null where that is all of them. */
  readonly widest: Series | null
  /** The measure with only the figures shown. */
  readonly seen: MeasureEntry
  readonly page: number
  readonly pages: number
}

export const measure = defineResource<MeasureModel, z.infer<typeof measureQuery>>({
  pattern: '/measures/:id',
  query: measureQuery,
  addresses: (ledger) => ledger.measures.map((entry) => ({ id: entry.measure.id })),
  model: ({ ledger }, { id }, asked) => {
    const entry = ledger.measures.find((one) => one.measure.id === id)
    if (!entry) return null
    const lenses = lensesOf(entry.figures.map(({ observation }) => observation))
    const lens = lenses.find((one) => one === asked.lens) ?? lenses[0] ?? null
    const through = entry.figures.filter(({ observation }) => [null, lens].includes(lensOf(observation)))
    const all = seriesIn(through)
    const series = all.length > (lens === null ? MOST_TOGETHER : 1) ? all : []
    const widest = lens === null ? null : widestOf(series)
    const chosen =
      series.find((one) => one.id === asked.series) ?? (asked.series === ALL_SERIES ? null : widest)
    const figures = chosen?.figures ?? through
    const pages = Math.max(1, Math.ceil(figures.length / PER_PAGE))
    const page = Number(asked.page ?? 1)
    if (page > pages) return null
    return { entry, lenses, lens, series, chosen, widest, seen: { ...entry, figures }, page, pages }
  },
  title: ({ entry: { measure } }) => measure.name,
  structured: ({ entry }, view) => measureDataset(entry, view),
  description: ({ entry: { measure } }) => measure.definition,
  page: (model, view) => {
    const { lenses, lens, series, seen } = model
    const { measure, figures, programmes, claims } = seen
    return (
      <>
        <Crumb view={view} path="/measures" name="Measures" />
        <h1>{measure.name}</h1>
        <p class="intro">
          {lens === null ? '' : `${LENS_WORDS[lens].label}: `}
          {measureSentence(seen, view.ledger.asOf)}
        </p>
        <p>{measure.definition}</p>
        {lens === null ? null : (
          <LensSwitch path={`/measures/${measure.id}`} lenses={lenses} shown={lens} view={view} />
        )}
        {series.length === 0 ? null : <SeriesChoice model={model} view={view} />}
        {lens === null && series.length === 0 ? null : <Shown model={model} />}
        <SeriesChart entry={seen} asOf={view.ledger.asOf} />
        <h2>What is counted, and how</h2>
        <dl class="facts">
          <dt>About</dt>
          <dd>{ABOUT_WORDS[measure.about].toLowerCase()}</dd>
          <dt>Kind of series</dt>
          <dd>{SERIES_WORDS[measure.series]}</dd>
          {measure.numerator ? (
            <>
              <dt>What is counted</dt>
              <dd>{measure.numerator}</dd>
            </>
          ) : null}
          {measure.denominator ? (
            <>
              <dt>Out of what</dt>
              <dd>{measure.denominator}</dd>
            </>
          ) : null}
          <dt>Direction</dt>
          <dd>{FAVOURABLE_WORDS[measure.favourable]}</dd>
          <dt>Usually published</dt>
          <dd>within {measure.publicationLagMonths ?? 12} months</dd>
          <dt>Caveat</dt>
          <dd>{measure.caveat}</dd>
          {programmes.length > 0 ? (
            <>
              <dt>Programmes</dt>
              <dd>
                <ProgrammeLinks programmes={programmes} view={view} />
              </dd>
            </>
          ) : null}
        </dl>
        <h2>{figures.length === 0 ? 'No figure found in public' : printCount(figures.length, 'figure')}</h2>
        {figures.length === 0 ? <p>The claims below would need it.</p> : null}
        {figures.length > 0 ? <Figures model={model} view={view} /> : null}
        {claims.length > 0 ? (
          <>
            <h2>Claims read by this measure</h2>
            <ul class="plain">
              {claims.map((entry) => (
                <ClaimLine entry={entry} view={view} />
              ))}
            </ul>
          </>
        ) : null}
        <CiteSection
          view={view}
          refTo={{ kind: 'measures', id: measure.id }}
          path={`/measures/${measure.id}`}
          title={measure.name}
        />
      </>
    )
  },
  json: ({ entry, lenses }, view) => ({
    data: {
      ...measureData(entry, view),
      lenses,
      sources: sourcesById(entry.figures.map((figure) => figure.source)),
      figures: entry.figures.map((figure) => figureData(figure, view).url),
      ...citeData(
        view,
        { kind: 'measures', id: entry.measure.id },
        `/measures/${entry.measure.id}`,
        entry.measure.name,
      ),
    },
  }),
  csv: ({ entry }) => observationTable([entry]),
})

/** One series at a time, without scripts. */
const SeriesChoice: FC<{ model: MeasureModel; view: View }> = ({
  model: { entry, lens, series, chosen },
  view,
}) => (
  <form class="filters" method="get" action={`/measures/${entry.measure.id}`} aria-label="Choose a series">
    {lens === null ? null : <input type="hidden" name="lens" value={lens} />}
    {view.ledger.isPast ? <input type="hidden" name="asOf" value={view.ledger.asOf} /> : null}
    <p class="broad">
      <label for="f-series">Series</label>
      <select id="f-series" name="series">
        {series.map(({ id, name, figures }) => (
          <option value={id} selected={id === chosen?.id}>
            {name} ({figures.length})
          </option>
        ))}
        <option value={ALL_SERIES} selected={chosen === null}>
          All together
        </option>
      </select>
    </p>
    <button type="submit">Show</button>
  </form>
)

/** What of the measure is on the page, and where the rest is. */
const Shown: FC<{ model: MeasureModel }> = ({ model: { entry, lens, chosen, widest, seen } }) => {
  const what = [lens === null ? '' : LENS_WORDS[lens].label, chosen?.name ?? ''].filter((part) => part !== '')
  return (
    <p aria-live="polite">
      Shown: {what.length === 0 ? 'all series' : what.join('; ')}. {printCount(seen.figures.length, 'figure')}{' '}
      of {entry.figures.length}; all are in the JSON and the CSV.
      {chosen !== null && chosen === widest ? ' This series covers the most.' : ''}
    </p>
  )
}

/** The newest come first, so that a long table begins with them. */
const Figures: FC<{ model: MeasureModel; view: View }> = ({
  model: { seen, lens, series, chosen, page, pages },
  view,
}) => {
  const { measure, figures } = seen
  const path = `/measures/${measure.id}`
  const shown = figures.toReversed().slice((page - 1) * PER_PAGE, page * PER_PAGE)
  const queryOf = (n: number): Record<string, string> => ({
    ...(lens === null ? {} : { lens }),
    ...(series.length === 0 ? {} : { series: chosen?.id ?? ALL_SERIES }),
    ...(n === 1 ? {} : { page: String(n) }),
  })
  return (
    <>
      <Scroll label="Every figure">
        <table class="wide">
          <thead>
            <tr>
              <th scope="col">Period</th>
              <th scope="col">As printed</th>
              <th scope="col">Value</th>
              <th scope="col">Stands for</th>
              {lens === null ? null : <th scope="col">{LENS_WORDS[lens].label}: yes, no, not known</th>}
              <th scope="col">Area and dimensions</th>
              <th scope="col">Published</th>
              <th scope="col">Status, grade</th>
              <th scope="col">Source and place</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ observation: o, source, measure }) => (
              <tr id={o.id}>
                <th scope="row">{printPeriod(o.period)}</th>
                <td>
                  {view.origin(o.id) === null ? (
                    o.display
                  ) : (
                    <a href={view.href(observationPage({ observation: o, source, measure }))}>{o.display}</a>
                  )}
                </td>
                <td>{printQuantity(o.value, measure.unit)}</td>
                <td>{printInterval(readFigure(o, measure.unit).interval, measure.unit)}</td>
                {lens === null ? null : <td>{partsWords(o)}</td>}
                <td>{areaAndDimensions(o)}</td>
                <td>{o.published ? printDate(o.published) : 'not known'}</td>
                <td>
                  {o.status}, {o.grade}
                  {withdrawnWords(o, view)}
                </td>
                <td class="sentence">
                  <SourcePlace source={source} locator={o.locator} view={view} />
                  {o.note === '' ? null : <span class="note"> {o.note}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <Pager of="figures" {...{ page, pages, path, queryOf, view }} />
    </>
  )
}
