// Which addresses are there for programs? The description in OpenAPI, as a page without scripts.

import { printCount } from '../../domain/vocabulary.ts'
import { type Operation, openApi, operationId, operationsOf } from '../openapi.ts'
import { defineFile, defineResource } from '../resource.ts'
import { Crumb } from '../views/parts.tsx'
import { FILES, RESOURCES } from './index.ts'

const operations = (): Operation[] => operationsOf(RESOURCES, FILES)

const valuesOf = ({ schema }: Operation['parameters'][number]): string =>
  Array.isArray(schema.enum) ? ` One of ${schema.enum.join(', ')}.` : ''

const forPrograms = (all: readonly Operation[]): Operation[] => all.filter((one) => one.type !== 'text/html')
/** A pack of no claims is no file, and oEmbed is asked about an address. */
const needsQuery = ({ path }: Operation): boolean => /^\/(?:oembed|pack\.)/.test(path)

export const apiPage = defineResource<readonly Operation[]>({
  pattern: '/data/api',
  addresses: () => [{}],
  model: operations,
  title: () => 'API',
  description: (all) => `${printCount(all.length, 'address', 'addresses')} for programs, without a key.`,
  page: (all, view) => (
    <>
      <Crumb view={view} path="/data" name="Data" />
      <h1>API</h1>
      <p class="intro">
        Every address, its parameters and what it answers. The same as <a href="/openapi.json">OpenAPI 3.1</a>
        , with the shape of each answer. No key; any origin; GET and HEAD.
      </p>
      <p>
        Answers carry an ETag: send it back as <code>If-None-Match</code> and a 304 says that you have it.
        Errors are problem details (RFC 9457). Answers that must be made are limited for each reader, with{' '}
        <code>RateLimit-Policy</code> and <code>RateLimit</code> headers; those of the present without filters
        are ready and free.
      </p>
      <details>
        <summary>All addresses</summary>
        <ul class="plain">
          {forPrograms(all).map(({ path }) => (
            <li>
              <a href={`#${operationId(path)}`}>{path}</a>
            </li>
          ))}
        </ul>
      </details>
      {forPrograms(all).map((one) => (
        <section id={operationId(one.path)} aria-label={one.path}>
          <h2>
            <code>{one.path}</code>
          </h2>
          <p>
            {one.summary} <span class="note">{one.type}</span>
            {one.path.includes('{') || needsQuery(one) ? null : (
              <>
                {' '}
                <a href={view.href(one.path)}>Open {one.path}</a>
              </>
            )}
          </p>
          <dl>
            {one.parameters.map((parameter) => (
              <>
                <dt>
                  <code>{parameter.name}</code>{' '}
                  <span class="note">{parameter.in === 'path' ? 'in the address' : 'in the query'}</span>
                </dt>
                <dd>
                  {parameter.description ?? ''}
                  {valuesOf(parameter)}
                </dd>
              </>
            ))}
          </dl>
        </section>
      ))}
    </>
  ),
  json: (_, view) => ({ data: { openapi: `${view.siteUrl}/openapi.json` } }),
})

export const openApiFile = defineFile({
  pattern: '/openapi.json',
  summary: 'This description, OpenAPI 3.1.',
  type: 'application/json; charset=utf-8',
  addresses: () => [{}],
  make: (view) => ({ body: JSON.stringify(openApi(operations(), view.siteUrl)) }),
})
