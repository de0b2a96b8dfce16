// A measure: what is counted and how, every figure and vintage, and the claims that rest on it.
import type { FC } from 'hono/jsx'
import { z } from 'zod'
import { printDate, printPeriod } from '../../domain/dates.ts'
import type { MeasureEntry } from '../../domain/ledger.ts'
import { lensesOf, lensOf } from '../../domain/lens-parts.ts'
import { readFigure } from '../../domain/quantities.ts'
import { LENS_WORDS, LENSES, type Lens } from '../../domain/sector.ts'
import { printDimensions, printInterval } from '../../domain/steps.ts'
import { ABOUT_WORDS, printCount, printQuantity } from '../../domain/vocabulary.ts'
import { SeriesChart } from '../charts/series-chart.tsx'
import { figureData, measureData } from '../data.ts'
import { defineResource, type Table, type View } from '../resource.ts'
import { measureSentence, measuresSentence } from '../sentences.ts'
import { measureDataset } from '../structured.ts'
import { CiteSection, citeData } from '../views/cite.tsx'
import { LensSwitch, partsWords } from '../views/lens.tsx'
import {
  areaAndDimensions,
  ClaimLine,
  Crumb,
  observationPage,
  ProgrammeLinks,
  Scroll,
  SourcePlace,
  withdrawnWords,
} from '../views/parts.tsx'
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

const measureQuery = z.object({
  lens: z.enum(LENSES, { error: `expected one of ${LENSES.join(', ')}` }).optional(),
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
  /** The measure with only the figures seen through it. */
  readonly seen: MeasureEntry
  readonly page: number
  readonly pages: number
}

export const measure = defineResource<MeasureModel, z.infer<typeof measureQuery>>({
  pattern: '/measures/:id',
  query: measureQuery,
  addresses: (ledger) => ledger.measures.map((entry) => ({ id: entry.measure.id })),
  model: ({ ledger }, { id }, { lens: asked, page: wanted = '1' }) => {
    const entry = ledger.measures.find((one) => one.measure.id === id)
    if (!entry) return null
    const lenses = lensesOf(entry.figures.map(({ observation }) => observation))
    const lens = lenses.find((one) => one === asked) ?? lenses[0] ?? null
    const figures = entry.figures.filter(({ observation }) => [null, lens].includes(lensOf(observation)))
    const pages = Math.max(1, Math.ceil(figures.length / PER_PAGE))
    const page = Number(wanted)
    return page > pages ? null : { entry, lenses, lens, seen: { ...entry, figures }, page, pages }
  },
  title: ({ entry: { measure } }) => measure.name,
  structured: ({ entry }, view) => measureDataset(entry, view),
  description: ({ entry: { measure } }) => measure.definition,
  page: (model, view) => {
    const { entry: whole, lenses, lens, seen } = model
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
          <>
            <LensSwitch path={`/measures/${measure.id}`} lenses={lenses} shown={lens} view={view} />
            <p aria-live="polite">
              Shown: {LENS_WORDS[lens].label}, {printCount(figures.length, 'figure')} of{' '}
              {whole.figures.length}. The others are under the other lenses, and all are in the JSON and the
              CSV.
            </p>
          </>
        )}
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

/** The newest come first, so that a long table begins with them. */
const Figures: FC<{ model: MeasureModel; view: View }> = ({ model: { seen, lens, page, pages }, view }) => {
  const { measure, figures } = seen
  const path = `/measures/${measure.id}`
  const shown = figures.toReversed().slice((page - 1) * PER_PAGE, page * PER_PAGE)
  const queryOf = (n: number): Record<string, string> => ({
    ...(lens === null ? {} : { lens }),
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
      {pages > 1 ? (
        <nav aria-label="Pages of figures">
          {page > 1 ? (
            <a rel="prev" href={view.href(path, queryOf(page - 1))}>
              Previous
            </a>
          ) : null}{' '}
          Page {page} of {pages}; all are in the <a href={view.href(`${path}.csv`)}>CSV</a>{' '}
          {page < pages ? (
            <a rel="next" href={view.href(path, queryOf(page + 1))}>
              Next
            </a>
          ) : null}
        </nav>
      ) : null}
    </>
  )
}
