// Which databases does Stat-Xplore have for the programmes, and what do its tables say?
import {
  type BulkRow,
  isRecord,
  jsonRecords,
  type ReadRows,
  SourceChangedError,
} from '../../src/collect/index.ts'
import { readTableAnswer } from './answers.ts'
import { programmeOf, questionBy, SCHEMA } from './questions.ts'

/** A table by month and provider is far smaller; Stat-Xplore itself refuses very large ones. */
const LONGEST = 64 * 1024 ** 2

export const readRows: ReadRows = async function* (page, { issue }) {
  for await (const { value } of jsonRecords(page, { exactNumbers: true, longest: LONGEST })) {
    if (isRecord(value) && isRecord(value.cubes)) {
      const database = isRecord(value.database) ? String(value.database.label) : ''
      if (!programmeOf(database))
        issue(
          `"${database}" is no database of a programme by its name: its cells are recorded, and give figures only when the schema has it in the folder of a programme that is followed`,
        )
      yield* readTableAnswer(value, issue)
    } else if (isRecord(value) && typeof value.type === 'string' && Array.isArray(value.children))
      yield* readSchema(value.id, value.children, value.type, String(value.label ?? ''), issue)
    else
      throw new SourceChangedError(
        `expected a table or a part of the schema of Stat-Xplore, got ${(JSON.stringify(value) ?? 'nothing').slice(0, 120)}`,
      )
  }
}

/**
 * Folders are all looked into; of databases only those of a programme, by their own name or their folder's, down to their
 * groups. Each count of such a database is asked for by each of its fields of months.
 */
function* readSchema(
  id: unknown,
  children: readonly unknown[],
  type: string,
  label: string,
  issue: (what: string) => void,
): Generator<BulkRow | { follow: string }> {
  const parent = typeof id === 'string' ? id : null
  const counts: string[] = []
  const months: string[] = []
  for (const child of children) {
    if (!isRecord(child) || typeof child.id !== 'string' || typeof child.type !== 'string')
      throw new SourceChangedError('expected children of the schema with "id" and "type"')
    const name = typeof child.label === 'string' ? child.label : ''
    yield { kind: 'schema', key: child.id, type: child.type, label: name, parent }
    if (child.type === 'COUNT') counts.push(child.id)
    if (child.type === 'FIELD' && /month|date/i.test(name)) months.push(child.id)
    if (
      child.type === 'FOLDER' ||
      child.type === 'GROUP' ||
      (child.type === 'DATABASE' && (programmeOf(name) || programmeOf(label)))
    )
      yield { follow: `${SCHEMA}/${encodeURIComponent(child.id)}` }
  }
  if (type !== 'DATABASE' || parent === null) return
  for (const count of counts) for (const field of months) yield { follow: questionBy(parent, count, field) }
  if (counts.length === 0 || months.length === 0)
    issue(
      `the database "${label}" has ${counts.length} counts and ${months.length} fields of months outside its groups: nothing is asked of it`,
    )
}
