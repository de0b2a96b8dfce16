// What does a table of Stat-Xplore say, cell by cell? Nothing is added up, and nothing is made to add up.
import {
  type BulkRow,
  isRecord,
  type Json,
  monthIn,
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
type Field = {
  readonly uri: string
  readonly label: string
  readonly items: readonly Item[]
  /** Whether its items are months. A quarter has the code of its last month, and is none. */
  readonly ofMonths: boolean
  /** Whether the question chose the items. Their total is then of those alone, and not of everyone. */
  readonly chosen: boolean
}
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

/** The field within its database, `F_UC_DATE:DATE_NAME`: codes alone are the same from field to field. */
const placeOf = ({ uri }: Field): string => uri.split(':').slice(3).join(':') || uri

/** `2018-05` from the code of a month; null for an item that is none. */
const monthOf = ({ codes }: Item): string | null => {
  const found = codes.length === 1 ? /^(\d{4})(0[1-9]|1[0-2])$/.exec(codes[0] ?? '') : null
  return found ? `${found[1]}-${found[2]}` : null
}

/**
 * What a total is of when the question chose the items: nine regions of England come to England, and not to Great Britain
 * (seen in the answers of February 2019). Null when it is of everyone.
 */
function partOf({ chosen, items }: Field): string | null {
  if (!chosen) return null
  const labels = items.filter(({ total }) => !total).map(({ label }) => label)
  const all = `Total of ${labels.join(', ')}`
  return all.length <= 200
    ? all
    : `Total of ${labels.length} chosen, ${labels[0]?.slice(0, 60)} to ${labels.at(-1)?.slice(0, 60)}`
}

/**
 * The cells of an answer whose numbers are texts as printed.
 * @param issue told of what stands where a number should, and of months that cannot be told.
 * @throws SourceChangedError when its cubes do not have the shape of its fields.
 */
export function* readTableAnswer(value: unknown, issue: (what: string) => void): Generator<BulkRow> {
  const answer = recordOf(value, 'answer')
  const database = recordOf(answer.database, 'database')
  const databaseLabel = textOf(database.label, 'database, label')
  // An answer repeats its question; without it nobody knows what its totals are of.
  const query = isRecord(answer.query) ? answer.query : null
  const recodes = query && isRecord(query.recodes) ? query.recodes : {}
  const fields = listOf(answer.fields, 'fields').map((one, at): Field => {
    const field = recordOf(one, `field ${at + 1}`)
    const uri = textOf(field.uri, `field ${at + 1}, uri`)
    const label = textOf(field.label, `field ${at + 1}, label`)
    const items = listOf(field.items, `field ${at + 1}, items`).map((item, i) =>
      readItem(item, `field ${at + 1}, item ${i + 1}`),
    )
    const ofMonths =
      /date|month/i.test(`${uri} ${label}`) &&
      !/quarter/i.test(`${uri} ${label}`) &&
      items.some((item) => monthOf(item) !== null)
    return { uri, label, items, ofMonths, chosen: query === null || Object.hasOwn(recodes, uri) }
  })
  const [months, ...others] = fields.filter(({ ofMonths }) => ofMonths)
  if (others.length > 0)
    issue(
      `"${databaseLabel}" is by ${others.length + 1} fields of months (${[months, ...others].map((field) => `"${field?.label}"`).join(', ')}): its cells are of no one month, and give no figures`,
    )
  if (months === undefined) issue(`"${databaseLabel}" is by no field of months: its cells give no figures`)
  const odd = new Set<string>()
  for (const item of months?.items ?? []) {
    const printed = monthIn(item.label)
    if (printed === null || monthOf(item) === null || printed === monthOf(item)) continue
    odd.add(item.label)
    issue(
      `"${databaseLabel}": expected the code of "${item.label}" to be of that month, got ${item.codes.join(', ')}: its cells give no figures`,
    )
  }
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
    const unread: string[] = []
    for (const { path, cell, marks } of cellsOf(
      cube.values,
      cube.annotations,
      fields,
      `cube of ${measure.uri}`,
    )) {
      const items = path.map((place, at) => fields[at]?.items[place] as Item)
      const own = [...items.flatMap(({ annotations }) => annotations), ...marks]
      const at = others.length > 0 ? -1 : fields.findIndex(({ ofMonths }) => ofMonths)
      const item = items[at]
      const month = item === undefined || odd.has(item.label) ? null : monthOf(item)
      const locator = `${databaseLabel}, ${measure.label}: ${items.map(({ label }) => label).join(', ')}`
      const { amount } = readAmount(cell)
      if (amount === null && cell !== null)
        unread.push(`${locator.slice(0, 300)}: expected a number, got "${String(cell).slice(0, 40)}"`)
      yield {
        kind: 'cell',
        key: keyOf(measure, fields, items),
        database: databaseLabel,
        databaseUri: textOf(database.uri, 'database, uri'),
        measureUri: measure.uri,
        measureLabel: measure.label,
        function: measure.function,
        month,
        monthField: fields[at]?.label ?? null,
        dimensions: Object.fromEntries(
          items.flatMap((item, place): [string, Json][] => {
            const field = fields[place] as Field
            const label = item.total ? partOf(field) : month !== null && place === at ? null : item.label
            return label === null ? [] : [[nameOf(field.label), label]]
          }),
        ),
        totals: items.flatMap((item, at) => (item.total ? [nameOf(fields[at]?.label ?? '')] : [])),
        printed: typeof cell === 'string' ? cell : null,
        value: amount,
        negligible: amount === '0' && zeroIsNegligible,
        annotations: wordsOf(own),
        databaseAnnotations: keysOf(database.annotationKeys),
        locator: locator.slice(0, 1000),
      }
    }
    if (unread.length > 0)
      issue(`${unread[0]}${unread.length === 1 ? '' : `, and ${unread.length - 1} more such cells`}`)
  }
}

/**
 * Measure, and each field with its codes, in an order that does not follow the question; long groups by their first and
 * last code and how many. Codes stay the same when labels change. A total of everyone is as if the field were not asked for.
 */
function keyOf(measure: Measure, fields: readonly Field[], items: readonly Item[]): string {
  const shortOf = (codes: readonly string[]): string =>
    codes.length > 8 ? `${codes[0]}..${codes.at(-1)}(${codes.length})` : codes.join('+')
  const parts = items.flatMap((item, at) => {
    const field = fields[at] as Field
    if (!item.total) return [`${placeOf(field)}=${shortOf(item.codes)}`]
    return field.chosen
      ? [`${placeOf(field)}=Total(${shortOf(field.items.flatMap(({ codes }) => codes))})`]
      : []
  })
  const key = [measure.uri.replace(/^str:/, ''), ...parts.sort()].join('/')
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
