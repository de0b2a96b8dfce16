// How does a page show one figure?
import type { FC } from 'hono/jsx'
import type { ReadingVerdict } from '../../domain/case.ts'
import { printDate, printPeriod } from '../../domain/dates.ts'
import { wasWithdrawn } from '../../domain/eligible.ts'
import type { ClaimEntry, Figure, Ledger, NearestFigure } from '../../domain/ledger.ts'
import { lensOf } from '../../domain/lens-parts.ts'
import type { Observation, Unit } from '../../domain/nouns.ts'
import { printDimensions } from '../../domain/steps.ts'
import { GRADE_WORDS, printList, printTarget } from '../../domain/vocabulary.ts'
import { ScaleMark } from '../charts/scale-mark.tsx'
import type { View } from '../resource.ts'

/** Every digit of an amount, thousands marked. */
export const printDecimal = (amount: string): string => {
  const [whole = '', fraction] = amount.split('.')
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${fraction === undefined ? '' : `.${fraction}`}`
}

/** The page of one figure by itself, with what it rests on. */
export const observationPage = ({ measure, observation }: Figure): string =>
  `/measures/${measure.id}/${observation.id}`

/** Where a figure stands among the others of its measure; one that the machine worked out, which may not be shown there, by itself. */
export const observationPath = (figure: Figure, { origin }: Pick<View, 'origin'>): string =>
  lensOf(figure.observation) === null && origin(figure.observation.id) === null
    ? `/measures/${figure.measure.id}#${figure.observation.id}`
    : observationPage(figure)

/** That a figure no longer stands, as known on the view's date; empty while it stands. */
export const withdrawnWords = (observation: Observation, { ledger }: View): string =>
  observation.withdrawn === undefined || !wasWithdrawn(observation, ledger.asOf)
    ? ''
    : `, withdrawn on ${printDate(observation.withdrawn)}`

/** One recorded figure in one paragraph. */
export const FigureLine: FC<{ figure: Figure; view: View }> = ({ figure, view }) => {
  const { observation, measure } = figure
  const dimensions = printDimensions(observation.dimensions)
  return (
    <>
      <a class="figure" href={view.href(observationPath(figure, view))}>
        {observation.display}
      </a>{' '}
      {measure.name}
      {dimensions === '' ? '' : ` (${dimensions})`}, {printPeriod(observation.period)}
    </>
  )
}

/** The nearest figure and what differs, or that there is none. */
export const Deeds: FC<{ nearest: NearestFigure | null; view: View }> = ({ nearest, view }) => {
  if (nearest === null) return <p class="none">No figure near these words was found in public.</p>
  const { observation } = nearest
  return (
    <>
      <p class="deed">
        <FigureLine figure={nearest} view={view} />
      </p>
      <p class="note">
        {nearest.from === 'proxy' ? `Nearest figure; what differs: ${printList(nearest.differs)}. ` : ''}
        {nearest.from === 'context' ? 'Set here for context; it does not test the words. ' : ''}
        {nearest.source.publisher}, {observation.published ? printDate(observation.published) : 'undated'},
        grade <abbr title={GRADE_WORDS[observation.grade]}>{observation.grade}</abbr>.
      </p>
    </>
  )
}

/** Which part of the whole a figure is of: its area and its dimensions, as far as it has them. */
export const areaAndDimensions = ({ area, dimensions }: Observation): string =>
  [area, printDimensions(dimensions)].filter((part) => part !== '').join('; ')

/** Every figure of a ledger, by its id. */
export const figuresOf = (measures: Ledger['measures']): ReadonlyMap<string, Figure> =>
  new Map(measures.flatMap((entry) => entry.figures).map((figure) => [figure.observation.id, figure]))

/** The chart of one reading: the band of the words and the figures that stand in it. */
export const ReadingScale: FC<{
  id: string
  entry: ClaimEntry
  reading: ReadingVerdict
  figures: ReadonlyMap<string, Figure>
}> = ({ id, entry, reading, figures }) => {
  const measure = entry.readings.find((one) => one.measure.id === reading.measure)?.measure
  if (measure === undefined) return null
  const marked = reading.used.flatMap(({ observation, interval }) => {
    const found = figures.get(observation)?.observation
    return found ? [{ display: found.display, value: found.value, interval }] : []
  })
  const comparable = reading.used.length === 0 ? measure.unit === entry.claim.unit : reading.lean !== null
  if (entry.claim.comparator === 'event') return null
  return (
    <ScaleMark
      id={id}
      unit={measure.unit}
      band={reading.band}
      figures={marked}
      said={printTarget({ ...entry.claim, unit: shortUnit(entry.claim.unit) })}
      comparable={comparable}
    />
  )
}

/** On a chart the title names what is counted; only signs of the number itself are kept. */
const shortUnit = (unit: Unit | null): Unit | null => (unit === 'percent' || unit === 'gbp' ? unit : null)

/** The reading that the nearest figure stands in; undefined where there is no figure, or it is only context. */
export const nearestReading = ({ nearest, verdict }: ClaimEntry): ReadingVerdict | undefined =>
  nearest === null || nearest.from === 'context'
    ? undefined
    : verdict.readings.find(
        (reading) =>
          reading.measure === nearest.measure.id &&
          reading.used.some((used) => used.observation === nearest.observation.id),
      )
