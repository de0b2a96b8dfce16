// Which question would fill a gap, and whom is it for?
//
// From the claim, the measures it is read by and the holders alone: a freedom-of-information request and a written
// parliamentary question, short and neutral, each naming series, period and breakdown. No body is invented: one that
// the evidence does not name, or of which no holder is known, is not addressed.
import { printDate } from './dates.ts'
import type { ClaimEntry } from './ledger.ts'
import type { Measure } from './nouns.ts'
import type { Holder } from './requests.ts'
import { printDimensions } from './steps.ts'
import type { Result } from './vocabulary.ts'

/** Neither House sets a number of words for a written question, and both want it short: one long sentence. */
export const MOST_PQ_WORDS = 75
/** One clear request on half a page. */
export const MOST_FOI_WORDS = 150
/** A longer summary is cut by those who list it. */
export const MOST_SUBJECT_LETTERS = 120

export interface Question {
  /** Who is asked; null when the evidence names nobody who can be. */
  readonly to: Holder | null
  /** Why that one. */
  readonly because: string
  /** Who may hold it too. */
  readonly others: readonly Holder[]
  readonly foi: { readonly subject: string; readonly text: string }
  /** Null when no minister answers for whoever is asked. */
  readonly pq: string | null
}

/** Results that say that something is missing which somebody may hold. */
export const GAPS: readonly Result[] = ['no-figures', 'no-match', 'not-testable']

export const countWords = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length

/** The names in a field such as "DHSC / NHS England", "MHCLG (formerly DCLG) and councils", "DWP, MoJ, later DCMS". */
const namesIn = (department: string): string[] =>
  department
    .replace(/\([^)]*\)/g, '')
    .split(/\s*(?:\/|,|\band\b)\s*/)
    .map((name) => name.replace(/^later /, '').trim())

/**
 * Who holds it now: whoever the figure is about; else a council that spoke; else, of the programme that the nearest
 * figure is about (or of any, where there is none), whoever took it over, the department that spoke, or the last named.
 */
function holdersOf(
  { statement, programmes, readings, nearest }: ClaimEntry,
  holders: readonly Holder[],
): Pick<Question, 'to' | 'because' | 'others'> {
  const named = (field: string): Holder[] =>
    [field, ...namesIn(field)].flatMap(
      (name) => holders.find((holder) => holder.name === name || holder.names.includes(name)) ?? [],
    )
  const counted = readings.flatMap(({ reading }) => named(reading.dimensions.department ?? ''))
  const spoke = named(statement.speaker.body)
  const inCharge = programmes.flatMap((programme) => {
    const department = programme.department ?? ''
    const [later] = named(/\blater (.+)$/.exec(department)?.[1] ?? '')
    const tookOver = holders.find((holder) => holder.programmes.includes(programme.id)) ?? later
    const all = named(department)
    return tookOver === undefined && all.length === 0 ? [] : [{ programme, tookOver, all }]
  })
  const measured = inCharge.filter(({ programme }) => programme.id === nearest?.observation.programme)
  const pool = measured.length > 0 && nearest?.from !== 'context' ? measured : inCharge
  const own = pool.find(({ all }) => all.some((holder) => spoke.includes(holder)))

  let to: Holder | undefined = counted[0]
  let because = 'The figure is about its own spending or work.'
  if (to === undefined) {
    to = spoke.find(({ minister }) => minister === null)
    because = 'It spoke, and the services in question are its own.'
  }
  const charge = own ?? pool[0]
  if (to === undefined && charge !== undefined) {
    to = charge.tookOver ?? charge.all.find((holder) => spoke.includes(holder)) ?? charge.all.at(-1)
    because = `It is in charge of “${charge.programme.name}”, or has taken over from whoever was.`
  }
  const all = [...counted, ...inCharge.flatMap((one) => [one.tookOver ?? [], one.all].flat()), ...spoke]
  return {
    to: to ?? null,
    because: to ? because : 'The evidence names no public body in charge that can be asked today.',
    others: [...new Set(all)].filter((holder) => holder !== to),
  }
}

const within = (text: string, letters: number): string =>
  text.length <= letters ? text : `${text.slice(0, text.lastIndexOf(' ', letters - 1))}…`

/** What would settle it, in the words of a request: the series with its breakdown, and the period. */
function wantedBy({ claim, statement, verdict, readings, programmes }: ClaimEntry) {
  const [programme] = programmes
  const silent = verdict.readings.findIndex(({ used }) => used.length === 0)
  const wanted = readings[silent === -1 ? 0 : silent]
  const { due } = verdict
  const said = statement.date === null ? null : printDate(statement.date)
  if (wanted === undefined || due === null) {
    return {
      measure: wanted?.measure ?? null,
      period: said === null ? 'to date' : `since ${said}`,
      parts: '',
    }
  }
  const { measure, reading } = wanted
  const parts = printDimensions(reading.dimensions)
  const from = programme?.start ?? null
  const period =
    claim.cumulative && from !== null && from <= due
      ? `from ${printDate(from)} to ${printDate(due)}`
      : due.length === 4
        ? due
        : `the period that includes ${printDate(due)}`
  return { measure, period, parts }
}

type Kind = 'series' | 'act' | 'figures' | 'measure'

const kindOf = ({ claim, verdict }: ClaimEntry, measure: Measure | null): Kind =>
  measure !== null
    ? 'series'
    : verdict.result === 'not-testable'
      ? 'measure'
      : claim.comparator === 'event'
        ? 'act'
        : 'figures'

/** What is asked for, in a clause of a written question and as the series of a request. */
function wordsFor(kind: Kind, measure: Measure | null): { asked: string; series: string } {
  switch (kind) {
    case 'series':
      return {
        asked: `what figures the Department holds on “${measure?.name}” and how they were counted`,
        series:
          measure?.definition === `${measure?.name}.`
            ? measure.name
            : `${measure?.name}. ${measure?.definition}`,
      }
    case 'act':
      return {
        asked: 'what the Department holds on whether, when and in which cases this was done',
        series: 'records that show whether, when and in which cases this was done',
      }
    case 'figures':
      return {
        asked: 'what figures the Department holds on this and how they were counted',
        series: 'figures on this',
      }
    case 'measure':
      return {
        asked: 'what measure was set for this and what figures are held against it',
        series: 'any measure, target or indicator set for this, and figures held against it',
      }
    default: {
      const never: never = kind
      throw new Error(`unknown kind of question: ${String(never)}`)
    }
  }
}

/** The question that would fill a gap; null where nothing is missing. */
export function questionOf(entry: ClaimEntry, holders: readonly Holder[]): Question | null {
  const { claim, statement, verdict, programmes } = entry
  if (!GAPS.includes(verdict.result)) return null
  const { to, because, others } = holdersOf(entry, holders)
  const { measure, period, parts } = wantedBy(entry)
  const { name, body } = statement.speaker
  const on = statement.date === null ? '' : ` of ${printDate(statement.date)}`
  const by = name === null || name === body ? body : `${name} (${body})`
  const words = `the statement${on} by ${by}, “${statement.quote}”`
  const programme = programmes[0]?.name ?? 'the programme'
  const population = claim.population.startsWith('Not stated') ? '' : claim.population
  const breakdown = parts === '' ? 'in total and for each year' : `${parts}, in total and for each year`
  const { asked, series } = wordsFor(kindOf(entry, measure), measure)
  // A series names what it counts; other words need what was said, and of whom.
  const reference = measure === null ? ` with reference to ${words},` : ''
  const details = [
    measure === null ? population : '',
    ...[programme, `period: ${period}`, parts, 'by year'],
  ].filter((part) => part !== '')
  const pq =
    to === null || to.minister === null
      ? null
      : `To ask the ${to.minister},${reference} ${asked} (${details.join('; ')}).`
  const lines = [
    `Please provide the following under the Freedom of Information Act 2000. It concerns ${words}.`,
    [
      `Series: ${series}`,
      ...(population === '' ? [] : [`Of: ${population}`]),
      `Programme: ${programme}`,
      `Period: ${period}`,
      `Breakdown: ${breakdown}, where held`,
    ].join('\n'),
    'Please say how it was counted. If it is not held in this form, please provide the nearest form in which it is held.',
  ]
  return {
    ...{ to, because, others, pq },
    foi: {
      subject: within(
        `${measure?.name ?? claim.text.replace(/\.$/, '')}: ${programme}`,
        MOST_SUBJECT_LETTERS,
      ),
      text: lines.join('\n\n'),
    },
  }
}

/** An e-mail with the request; without a recipient where no address is known (RFC 6068). */
export function mailLink({ to, foi }: Question): string {
  const body = `${foi.text}\n\nYours faithfully,\n`.replaceAll('\n', '\r\n')
  return `mailto:${to?.email ?? ''}?subject=${encodeURIComponent(foi.subject)}&body=${encodeURIComponent(body)}`
}

/**
 * The form of WhatDoTheyKnow with the request in it (whatdotheyknow.com/help/api, "Linking to new requests"), which
 * wraps greeting and signature round it; its search for the body where its name there is not known.
 */
export function whatDoTheyKnowLink({ to, foi }: Question): string | null {
  if (to === null) return null
  const site = 'https://www.whatdotheyknow.com'
  return to.whatDoTheyKnow === null
    ? `${site}/select_authority?query=${encodeURIComponent(to.name)}`
    : `${site}/new/${to.whatDoTheyKnow}?title=${encodeURIComponent(foi.subject)}&default_letter=${encodeURIComponent(foi.text)}`
}
