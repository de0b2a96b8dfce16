// Does the evidence hold together?
//
// Pure: given parsed JSON, gives the records that are sound and every fault found, with file, record, expected and
// got. One bad record never hides the others.
import { z } from 'zod'
import { firstDay, lastDay } from './dates.ts'
import {
  type Claim,
  type Evidence,
  measureSchema,
  type Observation,
  observationSchema,
  programmeSchema,
  type Statement,
  sourceSchema,
  statementSchema,
} from './nouns.ts'

/** One thing wrong with the evidence, for the person who will mend it. */
export interface Fault {
  /** File name as given, e.g. "evidence/work-programme.json". */
  readonly file: string
  /** The id of the record, or its place where it has none, e.g. "statements[3]". */
  readonly record: string
  /** Path of the field inside the record; empty for the record as a whole. */
  readonly field: string
  readonly expected: string
  readonly got: string
}

/** One file, already parsed from JSON. */
export interface EvidenceFile {
  readonly file: string
  readonly json: unknown
}

/** What a check finds: the sound records, and the faults of the others. */
export interface Checked {
  readonly evidence: Evidence
  readonly faults: readonly Fault[]
}

/** "file: record field: expected ..., got ..." on one line. */
export function printFault({ file, record, field, expected, got }: Fault): string {
  return `${file}: ${record}${field === '' ? '' : ` ${field}`}: ${expected}, got ${got}`
}

const evidenceShell = z.strictObject({
  programme: z.unknown(),
  sources: z.array(z.unknown()),
  statements: z.array(z.unknown()),
  observations: z.array(z.unknown()),
})
const measuresShell = z.strictObject({ measures: z.array(z.unknown()) })

/** A value as JSON, cut short for a message. */
function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}

/** Checks the measures file and the programme files together. */
export function checkEvidence(measuresFile: EvidenceFile, files: readonly EvidenceFile[]): Checked {
  const faults: Fault[] = []

  function read<T>(schema: z.ZodType<T>, file: string, place: string, json: unknown): T[] {
    const parsed = schema.safeParse(json)
    if (parsed.success) return [parsed.data]
    const record =
      typeof json === 'object' && json !== null && 'id' in json && typeof json.id === 'string'
        ? json.id
        : place
    for (const issue of parsed.error.issues) {
      const got = issue.path.reduce<unknown>(
        (at, key) =>
          typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
        json,
      )
      const unknownKeys = issue.code === 'unrecognized_keys' ? issue.keys : null
      faults.push({
        file,
        record,
        field: issue.path.join('.'),
        expected: unknownKeys
          ? 'expected only the documented fields'
          : issue.message.replace(/^Invalid input: /, ''),
        got: unknownKeys ? unknownKeys.join(', ') : show(got),
      })
    }
    return []
  }

  const where = new Map<object, string>()
  function readAll<T extends object>(
    schema: z.ZodType<T>,
    file: string,
    name: string,
    list: readonly unknown[],
  ): T[] {
    const records = list.flatMap((json, index) => read(schema, file, `${name}[${index}]`, json))
    for (const record of records) where.set(record, file)
    return records
  }

  const measures = read(measuresShell, measuresFile.file, '(file)', measuresFile.json).flatMap((shell) =>
    readAll(measureSchema, measuresFile.file, 'measures', shell.measures),
  )
  const shells = files.flatMap(({ file, json }) =>
    read(evidenceShell, file, '(file)', json).map((shell) => ({ file, shell })),
  )
  const evidence: Evidence = {
    measures,
    programmes: shells.flatMap(({ file, shell }) =>
      readAll(programmeSchema, file, 'programme', [shell.programme]),
    ),
    sources: shells.flatMap(({ file, shell }) => readAll(sourceSchema, file, 'sources', shell.sources)),
    statements: shells.flatMap(({ file, shell }) =>
      readAll(statementSchema, file, 'statements', shell.statements),
    ),
    observations: shells.flatMap(({ file, shell }) =>
      readAll(observationSchema, file, 'observations', shell.observations),
    ),
  }
  faults.push(...crossCheck(evidence, (record) => where.get(record) ?? '(unknown file)'))
  const broken = new Set(faults.map((fault) => fault.record))
  const sound = <T extends { id: string }>(records: readonly T[]): T[] =>
    records.filter((r) => !broken.has(r.id))
  return {
    evidence:
      faults.length === 0
        ? evidence
        : {
            measures: sound(evidence.measures),
            programmes: sound(evidence.programmes),
            sources: sound(evidence.sources),
            statements: sound(evidence.statements),
            observations: sound(evidence.observations),
          },
    faults,
  }
}

/** What no record can show alone: ids that resolve, no duplicates, numbers and dates that agree with each other. */
function crossCheck(evidence: Evidence, fileOf: (record: object) => string): Fault[] {
  const faults: Fault[] = []
  const ids = <T extends { id: string }>(records: readonly T[]): Map<string, T> => {
    const found = new Map<string, T>()
    for (const record of records) {
      const first = found.get(record.id)
      if (first) {
        const got = `the same id again (first in ${fileOf(first)})`
        faults.push({
          file: fileOf(record),
          record: record.id,
          field: 'id',
          expected: 'expected an id used once',
          got,
        })
      } else found.set(record.id, record)
    }
    return found
  }
  const programmes = ids(evidence.programmes)
  const sources = ids(evidence.sources)
  const measures = ids(evidence.measures)
  const statements = ids(evidence.statements)
  const observations = ids(evidence.observations)
  const claims = ids(evidence.statements.flatMap((s) => s.claims))

  for (const statement of evidence.statements) {
    const report = reporter(faults, fileOf(statement), statement.id)
    report.resolve('programmes', 'a programme', programmes, statement.programmes)
    report.resolve('source', 'a source', sources, [statement.source])
    report.resolve('context', 'a measure', measures, statement.context)
    report.resolve('repeats', 'a claim', claims, statement.repeats ?? [])
    statement.claims.forEach((claim, index) => {
      const at = `claims.${index}`
      const expectedId = `${statement.id}#${index + 1}`
      report.that(claim.id === expectedId, `${at}.id`, `expected "${expectedId}"`, claim.id)
      report.resolve(`${at}.weakens`, 'a claim', claims, claim.weakens ? [claim.weakens] : [])
      if (claim.baseline)
        report.resolve(`${at}.baseline.source`, 'a source', sources, [claim.baseline.source])
      checkDue(statement, claim, at, report)
      claim.readings.forEach((reading, n) => {
        const path = `${at}.readings.${n}`
        report.resolve(`${path}.measure`, 'a measure', measures, [reading.measure])
        const measure = measures.get(reading.measure)
        if (measure && measure.unit !== claim.unit) {
          const expected = 'expected match.unit not to be "same" where the units differ'
          report.that(
            reading.match.unit !== 'same',
            `${path}.match.unit`,
            expected,
            `${claim.unit} and ${measure.unit}`,
          )
        }
      })
      const keys = claim.readings.map((r) => JSON.stringify([r.measure, r.dimensions]))
      report.that(
        new Set(keys).size === keys.length,
        `${at}.readings`,
        'expected readings that differ',
        show(keys),
      )
    })
  }
  for (const observation of evidence.observations) {
    const report = reporter(faults, fileOf(observation), observation.id)
    report.resolve('programme', 'a programme', programmes, [observation.programme])
    report.resolve('measure', 'a measure', measures, [observation.measure])
    report.resolve('source', 'a source', sources, [observation.source])
    report.resolve('sameWordsAs', 'a statement', statements, observation.sameWordsAs)
    checkNumbers(observation, measures.get(observation.measure)?.unit, report)
  }
  const all = [programmes, sources, measures, statements, observations] as const
  for (const id of new Set(all.flatMap((found) => [...found.keys()]))) {
    const holders = all.flatMap((found) => found.get(id) ?? [])
    if (holders.length > 1) {
      const got = `${holders.length} records of different kinds`
      const file = holders.map(fileOf).join(', ')
      faults.push({
        file,
        record: id,
        field: 'id',
        expected: 'expected an id used by one kind of record',
        got,
      })
    }
  }
  return faults
}

interface Reporter {
  that(holds: boolean, field: string, expected: string, got: string): void
  resolve(field: string, what: string, known: ReadonlyMap<string, unknown>, ids: readonly string[]): void
}

function reporter(faults: Fault[], file: string, record: string): Reporter {
  const that: Reporter['that'] = (holds, field, expected, got) => {
    if (!holds) faults.push({ file, record, field, expected, got })
  }
  return {
    that,
    resolve(field, what, known, ids) {
      for (const id of ids) that(known.has(id), field, `expected the id of ${what} in the evidence`, show(id))
    },
  }
}

function checkDue(statement: Statement, claim: Claim, at: string, report: Reporter): void {
  const due = claim.due.date
  if (due === null || statement.date === null) return
  const expected = 'expected a due date that is not before the words'
  report.that(
    lastDay(due) >= firstDay(statement.date),
    `${at}.due.date`,
    expected,
    `${due}, said ${statement.date}`,
  )
}

/** Percentage points by which a printed share may differ from its own numerator and denominator. */
const SHARE_SLACK = 0.6

function checkNumbers(o: Observation, unit: string | undefined, report: Reporter): void {
  if (unit === undefined) return
  if (unit === 'percent') {
    const inRange = o.value >= -100 && o.value <= 1000
    report.that(inRange, 'value', 'expected a percentage from -100 to 1000', String(o.value))
    if (o.numerator !== null && o.denominator !== null) {
      const share = (100 * o.numerator) / o.denominator
      const expected = `expected ${o.value} to agree with ${o.numerator} / ${o.denominator}`
      report.that(Math.abs(share - o.value) <= SHARE_SLACK, 'value', expected, share.toFixed(2))
    }
  } else if (unit !== 'gbp' && unit !== 'score') {
    report.that(
      o.value >= 0 || /\b(?:fell|fewer|dropped|lost|down|left)\b/.test(o.display),
      'value',
      'expected a count that is not negative, unless its source prints a fall',
      String(o.value),
    )
  }
  if (o.numerator !== null && o.denominator !== null) {
    const whole = o.numerator + (o.unknown ?? 0)
    report.that(
      whole <= o.denominator,
      'numerator',
      'expected numerator and unknown within the denominator',
      `${whole} of ${o.denominator}`,
    )
  }
  if (o.status === 'survey') return
  report.that(
    o.grade !== 'A' || o.status !== 'provisional',
    'grade',
    'expected no grade A on a provisional figure',
    o.grade,
  )
}
