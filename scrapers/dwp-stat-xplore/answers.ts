// What does a table of Stat-Xplore say, cell by cell? Nothing is added up, and nothing is made to add up.
import {
  type BulkRow,
  isRecord,
  type Json,
  OddRecordError,
  SourceChangedError,
} from '../../src/collect/index.ts'
import { readAmount } from '../../src/domain/money.ts'

type Item = {
  readonly label: string
  /** Codes of the values it stands for: several when a question grouped them. Empty for a total. */
  readonly codes: readonly string[]
  readonly total: boolean
  readonly annotations: readonly string[]
}
type Field = { readonly uri: string; readonly label: string; readonly items: readonly Item[] }
type Measure = { readonly uri: string; readonly label: string; readonly function: string }

const changed = (where: string, expected: string, got: unknown): SourceChangedError =>
  new SourceChangedError(
    `${where}: expected ${expected}, got ${(JSON.stringify(got) ?? 'nothing').slice(0, 80)}`,
  )
const textOf = (value: unknown, where: string): string => {
  if (typeof value === 'string') return value
  throw changed(where, 'text', value)
}
const listOf = (value: unknown, where: string): readonly unknown[] => {
  if (Array.isArray(value)) return value
  throw changed(where, 'a list', value)
}
const recordOf = (value: unknown, where: string): { readonly [field: string]: unknown } => {
  if (isRecord(value)) return value
  throw changed(where, 'an object', value)
}
const keysOf = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((key) => typeof key === 'string')
    : typeof value === 'string'
      ? [value]
      : []

function readItem(value: unknown, where: string): Item {
  const item = recordOf(value, where)
  const labels = listOf(item.labels, `${where}, labels`).map((label) => textOf(label, where))
  const total = item.type === 'Total'
  if (!total && item.type !== 'RecodeItem') throw changed(`${where}, type`, 'RecodeItem or Total', item.type)
  // A group keeps all its values: one item, however many labels it has.
  const uris = total ? [] : listOf(item.uris, `${where}, uris`).map((uri) => textOf(uri, where))
  return {
    label: labels.join(' + '),
    codes: uris.map((uri) => uri.split(':').at(-1) ?? uri),
    total,
    annotations: keysOf(item.annotationKeys),
  }
}

/** "National - Regional - LA - OAs" as `national_regional_la_oas`. */
const nameOf = (label: string): string =>
  label
    .toLowerCase()
    .replace(/[^a-z]+/g, '_')
    .replace(/^_|_$/g, '') || 'field'

/** `2018-05` from the code of a month; null for an item that is none. */
const monthOf = ({ codes }: Item): string | null => {
  const found = codes.length === 1 ? /^(\d{4})(0[1-9]|1[0-2])$/.exec(codes[0] ?? '') : null
  return found ? `${found[1]}-${found[2]}` : null
}

/**
 * The cells of an answer whose numbers are texts as printed.
 * @throws SourceChangedError when its cubes do not have the shape of its fields.
 */
export function* readTableAnswer(value: unknown): Generator<BulkRow> {
  const answer = recordOf(value, 'answer')
  const database = recordOf(answer.database, 'database')
  const databaseLabel = textOf(database.label, 'database, label')
  const fields = listOf(answer.fields, 'fields').map((one, at): Field => {
    const field = recordOf(one, `field ${at + 1}`)
    return {
      uri: textOf(field.uri, `field ${at + 1}, uri`),
      label: textOf(field.label, `field ${at + 1}, label`),
      items: listOf(field.items, `field ${at + 1}, items`).map((item, i) =>
        readItem(item, `field ${at + 1}, item ${i + 1}`),
      ),
    }
  })
  const cubes = recordOf(answer.cubes, 'cubes')
  const meanings = isRecord(answer.annotationMap) ? answer.annotationMap : {}
  const wordsOf = (keys: Iterable<string>): { [key: string]: string } =>
    Object.fromEntries(
      [...new Set(keys)].map((key) => [key, String(meanings[key] ?? 'not explained in the answer')]),
    )
  // "..", nil or negligible, arrives as 0: such a zero is not a zero.
  const zeroIsNegligible = Object.values(meanings).some(
    (words) => typeof words === 'string' && /nil or negligible/i.test(words),
  )
  for (const one of listOf(answer.measures, 'measures')) {
    const entry = recordOf(one, 'measure')
    const measure: Measure = {
      uri: textOf(entry.uri, 'measure, uri'),
      label: textOf(entry.label, 'measure, label'),
      function: textOf(entry.function, 'measure, function'),
    }
    const cube = recordOf(cubes[measure.uri], `cube of ${measure.uri}`)
    for (const { path, cell, marks } of cellsOf(
      cube.values,
      cube.annotations,
      fields,
      `cube of ${measure.uri}`,
    )) {
      const items = path.map((place, at) => fields[at]?.items[place] as Item)
      const own = [...items.flatMap(({ annotations }) => annotations), ...marks]
      const months = items.map((item, at) =>
        /date|month/i.test(fields[at]?.uri ?? '') ? monthOf(item) : null,
      )
      const { amount } = readAmount(cell)
      yield {
        kind: 'cell',
        key: keyOf(measure, items),
        database: databaseLabel,
        databaseUri: textOf(database.uri, 'database, uri'),
        measureUri: measure.uri,
        measureLabel: measure.label,
        function: measure.function,
        month: months.find((month) => month !== null) ?? null,
        dimensions: Object.fromEntries(
          items.flatMap((item, at): [string, Json][] =>
            item.total || months[at] !== null ? [] : [[nameOf(fields[at]?.label ?? ''), item.label]],
          ),
        ),
        totals: items.flatMap((item, at) => (item.total ? [nameOf(fields[at]?.label ?? '')] : [])),
        printed: typeof cell === 'string' ? cell : null,
        value: amount,
        negligible: amount === '0' && zeroIsNegligible,
        annotations: wordsOf(own),
        databaseAnnotations: keysOf(database.annotationKeys),
        locator: `${databaseLabel}, ${measure.label}: ${items.map(({ label }) => label).join(', ')}`.slice(
          0,
          1000,
        ),
      }
    }
  }
}

/** Measure and codes; long groups by their first and last code and how many. Codes stay the same when labels change. */
function keyOf(measure: Measure, items: readonly Item[]): string {
  const parts = items.map(({ total, codes }) =>
    total ? 'Total' : codes.length > 8 ? `${codes[0]}..${codes.at(-1)}(${codes.length})` : codes.join('+'),
  )
  const key = [measure.uri.replace(/^str:/, ''), ...parts].join('/')
  if (key.length > 300)
    throw new OddRecordError(`expected a key of at most 300 characters, got ${key.length}`)
  return key
}

type Placed = { readonly path: readonly number[]; readonly cell: unknown; readonly marks: readonly string[] }

/** Every cell with its place on each axis. Axes must be as long as the items of their fields. */
function* cellsOf(
  values: unknown,
  annotations: unknown,
  fields: readonly Field[],
  where: string,
  path: readonly number[] = [],
): Generator<Placed> {
  if (path.length === fields.length) {
    if (values !== null && typeof values !== 'string') throw changed(where, 'a number', values)
    yield { path, cell: values, marks: keysOf(annotations) }
    return
  }
  const list = listOf(values, where)
  const expected = fields[path.length]?.items.length ?? 0
  if (list.length !== expected)
    throw changed(where, `${expected} values for "${fields[path.length]?.label}"`, list.length)
  for (const [at, inner] of list.entries())
    yield* cellsOf(inner, Array.isArray(annotations) ? annotations[at] : null, fields, where, [...path, at])
}
