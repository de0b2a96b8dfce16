// Who said it: bodies and speakers, what they said and how it turned out.
import type { Child } from 'hono/jsx'
import type { BodyEntry, Ledger, SpeakerEntry } from '../../domain/ledger.ts'
import { RESULTS } from '../../domain/vocabulary.ts'
import { bodyData, statementData } from '../data.ts'
import { defineResource, type Table, type View } from '../resource.ts'
import { ANSWERED, voiceSentence, voicesSentence } from '../sentences.ts'
import { Follow } from '../views/follow.tsx'
import { Crumb, countLine, Quote, Scroll, WordsAndDeeds } from '../views/parts.tsx'
import { calendarOf } from './calendar.tsx'

const NOUNS = { bodies: ['body', 'bodies'], speakers: ['person', 'people'] } as const
type Noun = keyof typeof NOUNS

const listSentence = (noun: Noun, entries: readonly BodyEntry[]): string =>
  voicesSentence(entries.length, NOUNS[noun], {
    claiming: entries.filter(({ claims }) => claims.length > 0).length,
    answered: entries.filter(({ counts }) => ANSWERED.some((result) => counts[result] > 0)).length,
  })

const oneSentence = ({ statements, counts }: BodyEntry): string => voiceSentence(statements.length, counts)

function listPage(title: string, noun: Noun, entries: readonly BodyEntry[], view: View): Child {
  return (
    <>
      <h1>{title}</h1>
      <p class="intro">{listSentence(noun, entries)}</p>
      <Scroll label={title}>
        <table class="steady wide">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" class="number">
                Statements
              </th>
              <th scope="col">Claims</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr>
                <th scope="row">
                  <a href={view.href(`/${noun}/${entry.id}`)}>{entry.name}</a>
                </th>
                <td class="number">{entry.statements.length}</td>
                <td>{countLine(entry.counts)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </>
  )
}

function onePage(title: string, path: string, entry: BodyEntry, roles: readonly string[], view: View): Child {
  const unclaimed = entry.statements.filter((statement) => statement.claims.length === 0)
  return (
    <>
      <Crumb view={view} path={path} name={title} />
      <h1>{entry.name}</h1>
      <p class="intro">{oneSentence(entry)}</p>
      {roles.length > 0 ? <p class="note">As recorded with the words: {roles.join('; ')}</p> : null}
      {entry.claims.length > 0 ? <h2>Said and recorded</h2> : null}
      {entry.claims.map((claim) => (
        <WordsAndDeeds entry={claim} view={view} programmes />
      ))}
      {unclaimed.length > 0 ? (
        <>
          <h2>Said without a claim that could be checked</h2>
          <ul class="plain">
            {unclaimed.map(({ statement }) => (
              <li>
                <a href={view.href(`/statements/${statement.id}`)}>
                  <Quote statement={statement} />
                </a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {path === '/bodies' ? (
        <Follow
          view={view}
          feeds={[['Feed of what this body said (JSON Feed)', `/feed.json?body=${entry.id}`]]}
          calendar={calendarOf(`${path}/${entry.id}`, entry.claims)}
        />
      ) : null}
    </>
  )
}

const listTable = (entries: readonly BodyEntry[]): Table => ({
  columns: ['id', 'name', 'statements', ...RESULTS],
  rows: entries.map((entry) => [
    entry.id,
    entry.name,
    entry.statements.length,
    ...RESULTS.map((result) => entry.counts[result]),
  ]),
})

function defineList(noun: Noun, title: string, entriesOf: (ledger: Ledger) => readonly BodyEntry[]) {
  return defineResource<readonly BodyEntry[]>({
    pattern: `/${noun}`,
    addresses: () => [{}],
    model: ({ ledger }) => entriesOf(ledger),
    title: () => title,
    description: (entries) => listSentence(noun, entries),
    page: (entries, view) => listPage(title, noun, entries, view),
    json: (entries, view) => ({
      data: entries.map((entry) => bodyData(entry, view, noun)),
      total: entries.length,
    }),
    csv: listTable,
  })
}

function defineOne<Entry extends BodyEntry>(
  noun: Noun,
  title: string,
  entriesOf: (ledger: Ledger) => readonly Entry[],
  rolesOf: (entry: Entry) => readonly string[],
) {
  return defineResource<Entry>({
    pattern: `/${noun}/:id`,
    addresses: (ledger) => entriesOf(ledger).map(({ id }) => ({ id })),
    model: ({ ledger }, { id }) => entriesOf(ledger).find((entry) => entry.id === id) ?? null,
    title: (entry) => entry.name,
    description: (entry) =>
      `What ${entry.name} said about the voluntary sector’s role, and what was recorded. ${oneSentence(entry)}`,
    page: (entry, view) => onePage(title, `/${noun}`, entry, rolesOf(entry), view),
    json: (entry, view) => ({
      data: {
        ...bodyData(entry, view, noun),
        roles: rolesOf(entry),
        statements: entry.statements.map((statement) => statementData(statement, view)),
      },
    }),
  })
}

export const bodies = defineList('bodies', 'Bodies', (ledger) => ledger.bodies)
export const speakers = defineList('speakers', 'Speakers', (ledger) => ledger.speakers)
export const body = defineOne(
  'bodies',
  'Bodies',
  (ledger) => ledger.bodies,
  () => [],
)
export const speaker = defineOne<SpeakerEntry>(
  'speakers',
  'Speakers',
  (ledger) => ledger.speakers,
  (entry) => entry.roles,
)
