// Which addresses are there for programs? The description in OpenAPI, as a page without scripts.

import { type Operation, openApi, operationsOf } from '../openapi.ts'
import { defineFile, defineResource } from '../resource.ts'
import { Crumb, Scroll } from '../views/parts.tsx'
import { FILES, RESOURCES } from './index.ts'

const operations = (): Operation[] => operationsOf(RESOURCES, FILES)

const valuesOf = ({ schema }: Operation['parameters'][number]): string =>
  Array.isArray(schema.enum) ? ` One of ${schema.enum.join(', ')}.` : ''

export const apiPage = defineResource<readonly Operation[]>({
  pattern: '/data/api',
  addresses: () => [{}],
  model: operations,
  title: () => 'API',
  description: (all) => `${all.length} addresses for programs, without a key.`,
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
      {all
        .filter((one) => one.type !== 'text/html')
        .map((one) => (
          <section aria-label={one.path}>
            <h2>
              <code>{one.path}</code>
            </h2>
            <p>
              {one.summary} <span class="note">{one.type}</span>
            </p>
            <Scroll label={`Parameters of ${one.path}`}>
              <table>
                <thead>
                  <tr>
                    <th scope="col">Parameter</th>
                    <th scope="col">Where</th>
                    <th scope="col">What</th>
                  </tr>
                </thead>
                <tbody>
                  {one.parameters.map((parameter) => (
                    <tr>
                      <th scope="row">
                        <code>{parameter.name}</code>
                      </th>
                      <td>{parameter.in}</td>
                      <td>
                        {parameter.description ?? ''}
                        {valuesOf(parameter)}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Scroll>
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
