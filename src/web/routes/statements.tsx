// Words somebody said, on a date.
import type { FC } from 'hono/jsx'
import { z } from 'zod'
import { firstDay, isPartialDate, lastDay, printDate } from '../../domain/dates.ts'
import {
  compoundSummary,
  countResults,
  type Ledger,
  nameId,
  type StatementEntry,
} from '../../domain/ledger.ts'
import { kindSchema, voiceSchema } from '../../domain/nouns.ts'
import { KIND_WORDS, RESULT_WORDS, RESULTS, VOICE_WORDS } from '../../domain/vocabulary.ts'
import { claimData, figureData, statementData } from '../data.ts'
import { defineResource, type View } from '../resource.ts'
import { statementSentence, statementsSentence } from '../sentences.ts'
import { FigureLine } from '../views/figures.tsx'
import { Select } from '../views/filters.tsx'
import {
  Attribution,
  ClaimLine,
  Crumb,
  KindAndVoice,
  ProgrammeLinks,
  Quote,
  SourcePlace,
  WordsAndDeeds,
} from '../views/parts.tsx'

const word = z.string().trim().max(120).optional()
const date = z
  .string()
  .trim()
  .refine((text) => text === '' || isPartialDate(text), 'expected a date such as 2011, 2011-06 or 2011-06-15')
  .optional()
const choice = (values: readonly string[]) =>
  z
    .string()
    .refine((text) => text === '' || values.includes(text), `expected one of ${values.join(', ')}`)
    .optional()

/** The filters of a list of statements; an empty one is no filter. */
export const statementFilters = z.object({
  programme: word,
  speaker: word,
  body: word,
  voice: choice(voiceSchema.options),
  kind: choice(kindSchema.options),
  verdict: choice(RESULTS),
  from: date,
  to: date,
  q: word,
})
export type StatementFilters = z.infer<typeof statementFilters>

const fold = (text: string): string => text.toLowerCase().replaceAll('’', "'")

/** The statements that pass every filter. Words of `q` must all occur, in any order. */
export function filterStatements(
  entries: readonly StatementEntry[],
  filters: StatementFilters,
): StatementEntry[] {
  const { programme, speaker, body, voice, kind, verdict, from, to, q } = filters
  const words = fold(q ?? '')
    .split(/\s+/)
    .filter((part) => part !== '')
  return entries.filter(({ statement, claims, programmes }) => {
    if (programme && !statement.programmes.includes(programme)) return false
    if (speaker && nameId(statement.speaker.name ?? '') !== nameId(speaker)) return false
    if (body && nameId(statement.speaker.body) !== nameId(body)) return false
    if (voice && statement.voice !== voice) return false
    if (kind && statement.kind !== kind) return false
    if (verdict && !claims.some((entry) => entry.verdict.result === verdict)) return false
    if (from && (statement.date === null || lastDay(statement.date) < firstDay(from))) return false
    if (to && (statement.date === null || firstDay(statement.date) > lastDay(to))) return false
    if (words.length === 0) return true
    const text = fold(
      [
        statement.quote,
        statement.paraphrase,
        statement.speaker.name,
        statement.speaker.body,
        ...programmes.map((p) => p.name),
        ...claims.map((entry) => entry.claim.text),
      ].join(' '),
    )
    return words.every((part) => text.includes(part))
  })
}

interface StatementList {
  readonly entries: readonly StatementEntry[]
  readonly ledger: Ledger
  readonly filters: StatementFilters
}

/** The form of those filters, for the list at `path`. */
export const Filters: FC<{ path: string; filters: StatementFilters; view: View }> = ({
  path,
  filters,
  view,
}) => {
  const { ledger } = view
  return (
    <form class="filters" method="get" action={path} aria-label={`Filter the ${path.slice(1)}`}>
      <p>
        <label for="f-q">Words</label>
        <input id="f-q" name="q" type="search" value={filters.q ?? ''} maxlength={120} />
      </p>
      <Select
        name="programme"
        label="Programme"
        value={filters.programme}
        options={ledger.programmes.map(({ programme }) => [programme.id, programme.name] as const)}
      />
      <Select
        name="speaker"
        label="Speaker"
        value={filters.speaker}
        options={ledger.speakers.map((s) => [s.id, s.name] as const)}
      />
      <Select
        name="body"
        label="Body"
        value={filters.body}
        options={ledger.bodies.map((b) => [b.id, b.name] as const)}
      />
      <Select name="voice" label="Voice" value={filters.voice} options={Object.entries(VOICE_WORDS)} />
      <Select name="kind" label="Kind" value={filters.kind} options={Object.entries(KIND_WORDS)} />
      <Select
        name="verdict"
        label="Verdict"
        value={filters.verdict}
        options={RESULTS.map((result) => [result, RESULT_WORDS[result].label] as const)}
      />
      <p>
        <label for="f-from">From</label>
        <input
          id="f-from"
          type="text"
          name="from"
          value={filters.from ?? ''}
          placeholder="2011-06"
          inputmode="numeric"
          maxlength={10}
        />
      </p>
      <p>
        <label for="f-to">To</label>
        <input
          id="f-to"
          type="text"
          name="to"
          value={filters.to ?? ''}
          placeholder="2015"
          inputmode="numeric"
          maxlength={10}
        />
      </p>
      {view.ledger.isPast ? <input type="hidden" name="asOf" value={view.ledger.asOf} /> : null}
      <p>
        <button type="submit">Filter</button> <a href={view.href(path)}>Clear</a>
      </p>
    </form>
  )
}

/** True when the reader narrowed the list. */
export const isFiltered = (filters: StatementFilters): boolean => Object.values(filters).some(Boolean)

const listSentence = ({ entries, filters }: StatementList): string =>
  statementsSentence(
    entries.length,
    entries.reduce((all, { claims }) => all + claims.length, 0),
    isFiltered(filters),
  )

export const statements = defineResource<StatementList, StatementFilters>({
  pattern: '/statements',
  query: statementFilters,
  addresses: () => [{}],
  model: ({ ledger }, _, filters) => ({
    entries: filterStatements(ledger.statements, filters),
    ledger,
    filters,
  }),
  title: () => 'Statements',
  description: (list) => `Words about the voluntary sector’s role in public services. ${listSentence(list)}`,
  page: (list, view) => (
    <>
      <h1>Statements</h1>
      <p class="intro" aria-live="polite">
        {listSentence(list)}
      </p>
      <Filters path="/statements" filters={list.filters} view={view} />
      <ol class="plain cards">
        {list.entries.map((entry) => (
          <li>
            <p>
              <a href={view.href(`/statements/${entry.statement.id}`)}>
                <Quote statement={entry.statement} />
              </a>
            </p>
            <p class="note">
              <Attribution statement={entry.statement} view={view} /> ·{' '}
              <KindAndVoice statement={entry.statement} /> ·{' '}
              <ProgrammeLinks programmes={entry.programmes} view={view} />
            </p>
            {entry.claims.length === 0 ? <p class="note">No claim that could be checked.</p> : null}
            <ul class="plain">
              {entry.claims.map((claim) => (
                <ClaimLine entry={claim} view={view} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  ),
  json: ({ entries }, view) => ({
    data: entries.map((entry) => statementData(entry, view)),
    total: entries.length,
  }),
  csv: ({ entries }) => ({
    columns: [
      'id',
      'date',
      'speaker',
      'role',
      'body',
      'voice',
      'kind',
      'programmes',
      'quote',
      'quoted_via',
      'paraphrase',
      'source',
      'locator',
      'claims',
      'verdicts',
    ],
    rows: entries.map(({ statement: s, claims }) => [
      s.id,
      s.date,
      s.speaker.name,
      s.speaker.role,
      s.speaker.body,
      s.voice,
      s.kind,
      s.programmes.join(' '),
      s.quote,
      s.quotedVia,
      s.paraphrase,
      s.source,
      s.locator,
      claims.map((entry) => entry.claim.id).join(' '),
      claims.map((entry) => entry.verdict.result).join(' '),
    ]),
  }),
})

export const statement = defineResource<StatementEntry>({
  pattern: '/statements/:id',
  addresses: (ledger) => ledger.statements.map((entry) => ({ id: entry.statement.id })),
  model: ({ ledger }, { id }) => ledger.statements.find((entry) => entry.statement.id === id) ?? null,
  title: ({ statement: { quote, speaker } }) => `“${quote}”, ${speaker.name ?? speaker.body}`,
  description: ({ statement: s }) => s.paraphrase,
  page: ({ statement, claims, source, programmes, context }, view) => {
    const summary = compoundSummary(claims)
    return (
      <>
        <Crumb view={view} path="/statements" name="Statements" />
        <h1>
          <Quote statement={statement} />
        </h1>
        <p class="intro">
          <Attribution statement={statement} view={view} />.{' '}
          {statementSentence(countResults(claims), statement.kind)}
        </p>
        <p>{statement.paraphrase}</p>
        <dl class="facts">
          <dt>Kind</dt>
          <dd>
            <KindAndVoice statement={statement} />
          </dd>
          <dt>Said</dt>
          <dd>{statement.date ? printDate(statement.date) : 'date not known'}</dd>
          <dt>About</dt>
          <dd>
            <ProgrammeLinks programmes={programmes} view={view} />
          </dd>
          <dt>Source</dt>
          <dd>
            <SourcePlace source={source} locator={statement.locator} view={view} />
          </dd>
        </dl>
        {claims.length === 0 ? null : <h2>{summary ? `Claims: ${summary}` : 'The claim'}</h2>}
        {claims.map((entry) => (
          <WordsAndDeeds entry={entry} view={view} />
        ))}
        {context.some((entry) => entry.figures.length > 0) ? (
          <>
            <h2>Figures to read beside these words</h2>
            <p class="note">They inform a reader; they do not test the words.</p>
            <ul class="plain">
              {context.map((entry) => {
                const figure = entry.figures.at(-1)
                return figure ? (
                  <li>
                    <FigureLine figure={figure} view={view} />
                  </li>
                ) : null
              })}
            </ul>
          </>
        ) : null}
      </>
    )
  },
  json: (entry, view) => ({
    data: {
      ...statementData(entry, view),
      claims: entry.claims.map((claim) => claimData(claim, view)),
      context: entry.context.flatMap((measure) => measure.figures.map((figure) => figureData(figure, view))),
    },
  }),
})
