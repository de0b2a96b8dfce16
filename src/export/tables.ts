// Which tables are exported, and what does each column hold?
//
// One description for all formats: CSV, JSON Lines, the workbook, SQLite, and the two kinds of metadata are made from it.
// Absence is null. A list is one text with " | " between its members; whole nouns are in items.jsonl.
import type { ReadingVerdict } from '../domain/case.ts'
import type { Figure } from '../domain/ledger.ts'
import type { View } from '../web/resource.ts'

export type Cell = string | number | boolean | null
export type Row = readonly Cell[]

export interface Column {
  readonly name: string
  readonly type: 'string' | 'number' | 'integer' | 'boolean'
  readonly description: string
  /** False where a cell may be absent. */
  readonly required: boolean
  /** The table and column in which every value stands. */
  readonly references?: readonly [table: string, column: string]
}

export interface Table {
  /** File and table name: lower case, underscores. */
  readonly name: string
  readonly title: string
  readonly description: string
  readonly columns: readonly Column[]
  /** The columns that name a row. */
  readonly key: readonly string[]
  readonly rows: (view: View) => Iterable<Row>
}

const column =
  (type: Column['type'], required: boolean) =>
  (name: string, description: string, references?: Column['references']): Column => ({
    ...{ name, type, description, required },
    ...(references ? { references } : {}),
  })
const text = column('string', true)
const textOrNone = column('string', false)
const number = column('number', true)
const numberOrNone = column('number', false)
const integerOrNone = column('integer', false)
const flag = column('boolean', true)

const list = (items: readonly string[]): string | null => (items.length === 0 ? null : items.join(' | '))
const orNone = (words: string | null | undefined): string | null => (words ? words : null)
const pairs = (dimensions: Readonly<Record<string, string>>): string | null =>
  list(
    Object.entries(dimensions)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => `${key}=${value}`),
  )

const DATE = 'a date as far as it is known: 2011, 2011-06 or 2011-06-15'

const figuresIn = function* ({ ledger }: View): Generator<Figure> {
  for (const { figures } of ledger.measures) yield* figures
}

const readingKey = (claim: string, index: number): string => `${claim}/${index + 1}`

function* readingsIn({ ledger }: View): Generator<{ claim: string; index: number; reading: ReadingVerdict }> {
  for (const { claim, verdict } of ledger.claims)
    for (const [index, reading] of verdict.readings.entries()) yield { claim: claim.id, index, reading }
}

export const TABLES: readonly Table[] = [
  {
    name: 'programmes',
    title: 'Programmes',
    description: 'The programmes that words and figures are about.',
    key: ['id'],
    columns: [
      text('id', 'stable id'),
      text('name', 'name'),
      textOrNone('aliases', 'other names, a list'),
      textOrNone('department', 'department in charge'),
      textOrNone('start', `beginning, ${DATE}`),
      textOrNone('end', `end, ${DATE}; none while it runs or where it is not known`),
      text('summary', 'what it is'),
    ],
    *rows({ ledger }) {
      for (const { programme: p } of ledger.programmes)
        yield [p.id, p.name, list(p.aliases), p.department, p.start, p.end, p.summary]
    },
  },
  {
    name: 'sources',
    title: 'Sources',
    description: 'Where words and figures stand.',
    key: ['id'],
    columns: [
      text('id', 'stable id'),
      text('title', 'title'),
      text('publisher', 'publisher'),
      textOrNone('url', 'address'),
      textOrNone('published', `day of publication, ${DATE}`),
      text('kind', 'kind of document'),
      textOrNone('licence', 'licence; none where it is not known'),
    ],
    *rows({ ledger }) {
      for (const { source: s } of ledger.sources)
        yield [s.id, s.title, s.publisher, s.url, s.published, s.kind, s.licence]
    },
  },
  {
    name: 'statements',
    title: 'Statements',
    description: 'Words that were said, as short quotations, with their source and exact place.',
    key: ['id'],
    columns: [
      text('id', 'stable id'),
      text('url', 'address of its page'),
      textOrNone('said', `when it was said, ${DATE}`),
      textOrNone('speaker', 'who said it'),
      textOrNone('role', 'in which role'),
      text('body', 'for which body'),
      text('voice', 'government, parliament, auditor, provider or sector'),
      text('kind', 'pledge, forecast, description or principle'),
      text('quote', 'the words'),
      text('quoted_via', 'primary where the source holds the words themselves, else reported'),
      text('paraphrase', 'what it comes to'),
      text('programmes', 'ids of programmes, a list'),
      text('source', 'id of its source', ['sources', 'id']),
      textOrNone('locator', 'exact place in the source'),
      textOrNone('repeats', 'ids of earlier claims that it says again, a list'),
    ],
    *rows({ ledger, siteUrl }) {
      for (const { statement: s } of ledger.statements)
        yield [
          ...[s.id, `${siteUrl}/statements/${s.id}`, s.date, s.speaker.name, s.speaker.role, s.speaker.body],
          ...[s.voice, s.kind, s.quote, s.quotedVia, s.paraphrase, s.programmes.join(' | '), s.source],
          ...[orNone(s.locator), list(s.repeats ?? [])],
        ]
    },
  },
  {
    name: 'claims',
    title: 'Claims with their verdicts',
    description: 'What can be tested in a statement, and what the published rule says of it.',
    key: ['id'],
    columns: [
      text('id', 'stable id: of the statement, # and a number'),
      text('url', 'address of its page'),
      text('statement', 'id of the statement', ['statements', 'id']),
      text('text', 'the claim'),
      text('population', 'what is counted'),
      text('comparator', 'how the number is meant: at-least, about, between ...'),
      numberOrNone('value', 'the number claimed'),
      numberOrNone('value_high', 'upper end, for "between"'),
      textOrNone('unit', 'unit of the number'),
      textOrNone('due', `when it falls due, ${DATE}`),
      text('due_basis', 'where the due date comes from'),
      flag('cumulative', 'true where the number is a total up to the due date'),
      textOrNone('not_testable', 'why it cannot be tested; none for a claim that can'),
      textOrNone('weakens', 'id of the earlier claim that it lowers or puts off'),
      text('result', 'met, partly-met, not-met, depends, too-early, no-figures, no-match or not-testable'),
      textOrNone('tags', 'remarks on the verdict, a list'),
      textOrNone('grade', 'A to D: how strong the figures are'),
      textOrNone('best', 'id of the figure that speaks best for the words', ['observations', 'id']),
      textOrNone('worst', 'id of the figure that speaks worst for them', ['observations', 'id']),
      textOrNone('silent_since', 'since when no figures are published'),
      integerOrNone('silent_days', 'days of silence on the as-known day'),
      text('result_half_tolerance', 'result with half the leeway of "about" and "nearly"'),
      text('result_double_tolerance', 'result with double the leeway'),
      text('steps', 'the steps of the rule with their numbers, a list'),
      text('rule', 'version of the rule'),
    ],
    *rows({ ledger, siteUrl }) {
      for (const { claim: c, statement, verdict: v } of ledger.claims)
        yield [
          ...[c.id, `${siteUrl}/claims/${c.id.replace('#', '/')}`, statement.id, c.text, c.population],
          ...[c.comparator, c.value, c.valueHigh ?? null, c.unit, v.due, c.due.basis, c.cumulative],
          ...[c.notTestable, c.weakens ?? null, v.result, list(v.tags), v.grade],
          ...[v.best?.observation ?? null, v.worst?.observation ?? null],
          ...[v.silence?.since ?? null, v.silence?.days ?? null, v.tolerance.half, v.tolerance.double],
          ...[v.steps.join(' | '), v.rule],
        ]
    },
  },
  {
    name: 'readings',
    title: 'Readings',
    description: 'Every way of reading a claim against a measure, with what came of it.',
    key: ['id'],
    columns: [
      text('id', 'the claim, a slash and a number'),
      text('claim', 'id of the claim', ['claims', 'id']),
      text('measure', 'id of the measure', ['measures', 'id']),
      textOrNone('dimensions', 'which breakdown of the measure, a list of name=value'),
      text('match', 'direct where all parts are the same, else proxy'),
      textOrNone('differs', 'the parts that differ or are not known, a list'),
      text('result', 'result of this reading'),
      textOrNone('lean', 'of a proxy: above, inside or below'),
      numberOrNone('band_low', 'lower end of what the words ask for'),
      numberOrNone('band_high', 'upper end of it'),
      numberOrNone('attainment', 'how far it was attained; 1 is in full'),
    ],
    *rows(view) {
      for (const { claim, index, reading: r } of readingsIn(view))
        yield [
          ...[readingKey(claim, index), claim, r.measure, pairs(r.dimensions), r.match, list(r.differs)],
          ...[r.result, r.lean, r.band?.low ?? null, r.band?.high ?? null, r.attainment],
        ]
    },
  },
  {
    name: 'reading_figures',
    title: 'Figures of readings',
    description:
      'Which figures a reading used, with the interval each stands for, and which it set aside and why.',
    key: ['reading', 'observation'],
    columns: [
      text('reading', 'id of the reading', ['readings', 'id']),
      text('observation', 'id of the figure', ['observations', 'id']),
      flag('used', 'true where it was used'),
      numberOrNone('interval_low', 'the least that the printed figure may stand for'),
      numberOrNone('interval_high', 'the most'),
      textOrNone('set_aside_because', 'why it was not used'),
    ],
    *rows(view) {
      for (const { claim, index, reading } of readingsIn(view)) {
        const key = readingKey(claim, index)
        for (const { observation, interval } of reading.used)
          yield [key, observation, true, interval.low, interval.high, null]
        for (const { observation, why } of reading.setAside) yield [key, observation, false, null, null, why]
      }
    },
  },
  {
    name: 'measures',
    title: 'Measures',
    description: 'What is counted, out of what, and in which unit.',
    key: ['id'],
    columns: [
      text('id', 'stable id'),
      text('url', 'address of its page'),
      text('name', 'name'),
      text('definition', 'what is counted'),
      text('unit', 'unit'),
      text('about', 'who-delivers, how-much or what-people-got'),
      text('series', 'cumulative or period'),
      textOrNone('numerator', 'of a share: what is counted'),
      textOrNone('denominator', 'of a share: out of what'),
      text('favourable', 'higher, lower or neutral'),
      integerOrNone('publication_lag_months', 'months until figures are usually published'),
      text('caveat', 'what to keep in mind'),
    ],
    *rows({ ledger, siteUrl }) {
      for (const { measure: m } of ledger.measures)
        yield [
          ...[m.id, `${siteUrl}/measures/${m.id}`, m.name, m.definition, m.unit, m.about, m.series],
          ...[m.numerator, m.denominator, m.favourable, m.publicationLagMonths, m.caveat],
        ]
    },
  },
  {
    name: 'observations',
    title: 'Observations',
    description: 'Recorded figures, each vintage a row, with source and exact place.',
    key: ['id'],
    columns: [
      text('id', 'stable id'),
      text('url', 'address of its page'),
      text('measure', 'id of the measure', ['measures', 'id']),
      text('programme', 'id of the programme', ['programmes', 'id']),
      textOrNone('period_start', `first day, ${DATE}`),
      textOrNone('period_end', `last day, ${DATE}`),
      text('area', 'area'),
      textOrNone('dimensions', 'breakdown, a list of name=value'),
      number('value', 'the figure'),
      text('display', 'the figure as printed'),
      numberOrNone('low', 'lower end that the source gives'),
      numberOrNone('high', 'upper end that the source gives'),
      numberOrNone('numerator', 'of a share'),
      numberOrNone('denominator', 'of a share'),
      numberOrNone('unknown', 'how many of the denominator are not known'),
      integerOrNone('sample_size', 'of a survey'),
      text('status', 'final, provisional, revised, survey or estimate'),
      text('grade', 'A to D'),
      textOrNone('published', `when it became public, ${DATE}`),
      textOrNone('withdrawn', 'since when its publisher no longer stands by it'),
      text('source', 'id of its source', ['sources', 'id']),
      textOrNone('locator', 'exact place in the source'),
      textOrNone('note', 'note'),
      flag('worked_out', 'true where the machine added it up from awards, grants or payments'),
    ],
    *rows(view) {
      const { siteUrl, origin } = view
      for (const { observation: o } of figuresIn(view))
        yield [
          ...[o.id, `${siteUrl}/measures/${o.measure}/${o.id}`, o.measure, o.programme, o.period.start],
          ...[o.period.end, o.area, pairs(o.dimensions), o.value, o.display, o.low, o.high, o.numerator],
          ...[o.denominator, o.unknown, o.sampleSize, o.status, o.grade, o.published, o.withdrawn ?? null],
          ...[o.source, orNone(o.locator), orNone(o.note), origin(o.id) !== null],
        ]
    },
  },
  {
    name: 'verdict_history',
    title: 'History of verdicts',
    description: 'How each verdict changed: one row for each day on which it became another one.',
    key: ['claim', 'from'],
    columns: [
      text('claim', 'id of the claim', ['claims', 'id']),
      text('from', 'from which day it was so'),
      text('result', 'result'),
      textOrNone('tags', 'remarks, a list'),
      textOrNone('grade', 'A to D'),
    ],
    *rows({ ledger, history }) {
      for (const { claim } of ledger.claims)
        for (const { from, verdict } of history(claim.id))
          yield [claim.id, from, verdict.result, list(verdict.tags), verdict.grade]
    },
  },
  {
    name: 'tombstones',
    title: 'Records taken out',
    description: 'What was once published here and was taken out, and why.',
    key: ['kind', 'id'],
    columns: [
      text('kind', 'kind of record'),
      text('id', 'its id'),
      text('gone', `when, ${DATE}`),
      text('reason', 'why'),
    ],
    *rows({ ledger }) {
      for (const { kind, id, gone, reason } of ledger.tombstones) yield [kind, id, gone, reason]
    },
  },
]
