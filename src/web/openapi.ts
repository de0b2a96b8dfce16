// How is every address described for programs?
//
// OpenAPI 3.1, made from the resources, the files and the zod schemas that the site itself uses.
import { z } from 'zod'
import { kindSchema, voiceSchema } from '../domain/nouns.ts'
import { RESULTS } from '../domain/vocabulary.ts'
import { TITLES } from './errors.ts'
import { LIST_WORDS, listQuery } from './lists.ts'
import type { AnyResource, FileResource } from './resource.ts'
import { metaSchema, NAMED, problemSchema, SHAPES } from './shapes.ts'

type Json = Readonly<Record<string, unknown>>

/** An operation, for the page that people browse as well. */
export interface Operation {
  readonly path: string
  readonly summary: string
  readonly type: string
  readonly parameters: readonly Parameter[]
  /** Null for what is not JSON. */
  readonly schema: z.ZodType | null
}

interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query'
  readonly required: boolean
  readonly description?: string
  readonly schema: Json
}

const QUERY_WORDS: Readonly<Record<string, string>> = {
  asOf: 'Everything as known on that day.',
  claims: 'Ids of the claims of a pack, joined by commas, with "#" or "/" before the number.',
  add: 'Ids of claims that are added to the pack.',
  programme: 'Id of a programme.',
  speaker: 'Id or name of a speaker.',
  body: 'Id or name of a body.',
  voice: `Whose voice: ${voiceSchema.options.join(', ')}.`,
  kind: `Kind of statement: ${kindSchema.options.join(', ')}.`,
  verdict: `Result of a verdict: ${RESULTS.join(', ')}.`,
  from: 'Said on that date or later.',
  to: 'Said on that date or earlier.',
  lens: 'The sector lens a measure’s page is read through; its data are the same for all.',
  series: 'The series a measure’s page shows, by its id, or `all`; its data are the same for all.',
  rung: 'Only organisations with something recorded on this rung.',
  q: 'Words that must all occur.',
  source: 'Id of a source.',
  url: 'Address of a claim or a measure on this site.',
  format: 'Only json.',
  maxwidth: 'Width that the frame may have, in pixels.',
  maxheight: 'Height that the frame may have, in pixels.',
  page: 'Number of the page.',
  since: 'Published or changed on that day or later.',
  type: 'Statements, or changes of verdicts.',
  after: 'Where the page before ended: take it from next_url.',
  limit: 'How many items to send.',
}

/** What the named parts of addresses stand for. */
const PATH_WORDS: Readonly<Record<string, string>> = {
  id: 'Id of the record, as lists give it.',
  statement: 'Id of the statement.',
  n: 'Number of the claim in its statement, from 1.',
  observation: 'Id of the figure.',
  version: 'The day and the digest of the pinned version, as "pinned" of the record gives it.',
  file: 'Name of the file.',
}

const AS_OF: Parameter = {
  name: 'asOf',
  in: 'query',
  required: false,
  description: QUERY_WORDS.asOf ?? '',
  schema: { type: 'string', format: 'date' },
}

const named = z.registry<{ id: string }>()
for (const [id, schema] of Object.entries(NAMED)) named.add(schema, { id })
const address = (id: string): string => `#/components/schemas/${id}`
const toSchema = (schema: z.ZodType): Json =>
  clean(z.toJSONSchema(schema, { metadata: named, unrepresentable: 'any', io: 'input' }))

/** Without what belongs to a document of its own; shared parts by their place in this one. */
function clean(value: unknown): Json {
  const text = JSON.stringify(value, (key, part) => (key === '$schema' || key === '$id' ? undefined : part))
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'), (key, part) =>
    key === '' && typeof part === 'object' && part !== null && '$defs' in part
      ? Object.fromEntries(Object.entries(part).filter(([name]) => name !== '$defs'))
      : part,
  )
}

function queryParameters(query: z.ZodType | undefined, words: Readonly<Record<string, string>>): Parameter[] {
  if (query === undefined) return []
  const { properties = {} } = toSchema(query) as { properties?: Record<string, Json> }
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    ...(words[name] === undefined ? {} : { description: words[name] }),
    schema,
  }))
}

const pathParameters = (pattern: string): Parameter[] =>
  [...pattern.matchAll(/:([a-z]+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    ...(PATH_WORDS[name] === undefined ? {} : { description: PATH_WORDS[name] }),
    schema: { type: 'string' },
  }))

const template = (pattern: string): string => pattern.replace(/:([a-z]+)/g, '{$1}')

/** Every address that answers, in the order of the site. */
export function operationsOf(resources: readonly AnyResource[], files: readonly FileResource[]): Operation[] {
  const pages = resources.flatMap((resource): Operation[] => {
    const { pattern, query, hasCsv } = resource
    const shape = SHAPES[pattern]
    const summary = shape?.summary ?? 'A page of the site.'
    const own = [...pathParameters(pattern), ...queryParameters(query, QUERY_WORDS), AS_OF]
    const path = template(pattern)
    const isList = shape?.data instanceof z.ZodArray
    const envelope = z.looseObject({ data: shape?.data ?? z.unknown(), meta: metaSchema })
    return [
      { path, summary, type: 'text/html', parameters: own, schema: null },
      {
        path: `${path === '/' ? '/index' : path}.json`,
        summary,
        type: shape?.feed ? 'application/feed+json' : 'application/json',
        parameters: isList ? [...own, ...queryParameters(listQuery, LIST_WORDS)] : own,
        schema: shape?.feed ?? envelope,
      },
      ...(hasCsv ? [{ path: `${path}.csv`, summary, type: 'text/csv', parameters: own, schema: null }] : []),
    ]
  })
  return [
    ...pages,
    ...files.map((file) => ({
      path: template(file.pattern),
      summary: file.summary,
      type: file.type.split(';')[0] ?? file.type,
      parameters: [...pathParameters(file.pattern), ...queryParameters(file.query, QUERY_WORDS), AS_OF],
      schema: file.shape ?? null,
    })),
  ]
}

/** Statuses of problems, and why. */
const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'A parameter is not what was expected; `detail` says which and what.',
  404: 'There is nothing at the address, or was not yet on the as-known date.',
  405: 'Not GET, HEAD or OPTIONS.',
  410: 'The record was taken out; `detail` says when and why.',
  414: 'The query is longer than any filter needs.',
  429: 'Too many answers were asked for that had to be made: wait as Retry-After says.',
  500: 'Something went wrong on our side.',
  503: 'The site is being made: try again in a few seconds.',
}

const text = (description: string) => ({ description, schema: { type: 'string' } })
const HEADERS = {
  ETag: text('For If-None-Match.'),
  'Cache-Control': text('How long the answer may be kept.'),
}
const LIMITS = {
  'RateLimit-Policy': text('The limit: q answers in w seconds.'),
  RateLimit: text('What is left of it: r answers, and t seconds until it begins anew.'),
}
const PROBLEM_HEADERS: Readonly<Record<string, Json>> = {
  405: { Allow: text('The methods that there are.') },
  429: { ...LIMITS, 'Retry-After': text('Seconds to wait.') },
}

/** Pages of records that leave a tombstone when they are taken out, and their citations. */
const HAS_TOMBSTONES =
  /^\/(?:cite\/.+|(?:programmes|statements|measures|sources|bodies|speakers)\/\{id\}(?:\.\w+)?|claims\/\{statement\}\/\{n\}(?:\.\w+)?)$/

/** What an operation may answer besides 200 and 304: all of it can be brought about. */
function problemsOf({ path, parameters }: Pick<Operation, 'path' | 'parameters'>): string[] {
  const mayMiss = parameters.some((one) => one.in === 'path' || one.name === 'page' || one.name === 'url')
  return Object.keys(PROBLEMS).filter(
    (status) => (status !== '404' || mayMiss) && (status !== '410' || HAS_TOMBSTONES.test(path)),
  )
}

/** The whole document. */
export function openApi(operations: readonly Operation[], siteUrl: string): Json {
  const refs = (statuses: readonly string[]): Json =>
    Object.fromEntries(
      statuses.map((status) => [status, { $ref: `#/components/responses/Problem${status}` }]),
    )
  const paths = Object.fromEntries(
    operations.map(({ path, summary, type, parameters, schema }) => [
      path,
      {
        get: {
          operationId: operationId(path),
          summary,
          ...(parameters.length === 0 ? {} : { parameters }),
          responses: {
            200: {
              description: 'As asked for.',
              headers: HEADERS,
              content: {
                [type]: {
                  schema: schema ? toSchema(schema) : { type: type.endsWith('json') ? 'object' : 'string' },
                },
              },
            },
            304: { description: 'You have it already.', headers: HEADERS },
            ...refs(problemsOf({ path, parameters })),
          },
        },
      },
    ]),
  )
  const { schemas } = z.toJSONSchema(named, { uri: address, unrepresentable: 'any', io: 'input' })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Words vs Deeds',
      version: '1.0.0',
      description:
        'What government said about the voluntary sector’s role in public services, set beside what was recorded. No key. HEAD wherever GET; any origin. Members may be added to answers; none described here will be renamed or removed.',
      license: { name: 'Open Government Licence v3.0, and as stated per source', url: `${siteUrl}/data` },
    },
    servers: [{ url: siteUrl }],
    // No key is needed, and none is known.
    security: [],
    paths: {
      ...paths,
      '/verify.mjs': {
        get: download(
          'verify.mjs',
          'Works every verdict out again, with plain Node 20 or newer.',
          ['text/javascript'],
          [],
          refs,
        ),
      },
      '/data/{file}': {
        get: download(
          'data-file',
          'A whole file: words-vs-deeds.zip, .xlsx or .sqlite. /data.json lists them with size and SHA-256.',
          [
            'application/zip',
            'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
            'application/vnd.sqlite3',
          ],
          pathParameters('/:file'),
          refs,
        ),
      },
      '/healthz': {
        get: {
          operationId: 'healthz',
          summary: 'Whether the site answers, and with which data.',
          responses: {
            200: {
              description: 'It does.',
              content: { 'application/json': { schema: health('status', 'dataVersion') } },
            },
            ...refs(['405']),
            503: {
              description: 'Not yet: the site is being made.',
              content: { 'application/json': { schema: health('status') } },
            },
          },
        },
      },
    },
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).map(([id, schema]) => [id, clean(schema)])),
      responses: Object.fromEntries(
        Object.entries(PROBLEMS).map(([status, description]) => [
          `Problem${status}`,
          {
            description: `${TITLES[Number(status)] ?? ''}. ${description}`,
            ...(PROBLEM_HEADERS[status] ? { headers: PROBLEM_HEADERS[status] } : {}),
            content: { 'application/problem+json': { schema: toSchema(problemSchema) } },
          },
        ]),
      ),
    },
  }
}

const health = (...members: readonly string[]): Json => ({
  type: 'object',
  required: members,
  properties: Object.fromEntries(members.map((name) => [name, { type: 'string' }])),
})

/** A file that is sent as it lies on disk. */
const download = (
  operationId: string,
  summary: string,
  types: readonly string[],
  parameters: readonly Parameter[],
  refs: (statuses: readonly string[]) => Json,
): Json => ({
  ...{ operationId, summary },
  ...(parameters.length === 0 ? {} : { parameters }),
  responses: {
    200: {
      description: 'The file.',
      headers: { ...HEADERS, 'Repr-Digest': text('SHA-256 of the file, as RFC 9530 writes it.') },
      content: Object.fromEntries(types.map((type) => [type, { schema: {} }])),
    },
    304: { description: 'You have it already.', headers: HEADERS },
    ...refs([...(parameters.length === 0 ? [] : ['404']), '405', '503']),
  },
})

/** "/claims/{statement}/{n}.json" is "claims-statement-n-json". */
export const operationId = (path: string): string =>
  path === '/'
    ? 'home'
    : path
        .slice(1)
        .replace(/[{}]/g, '')
        .replace(/[^a-zA-Z0-9]+/g, '-')
