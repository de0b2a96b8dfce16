// Is what pages say of themselves to programs sound JSON-LD, with what schema.org and Google ask for, and the same as the page?
import jsonld from 'jsonld'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { RESULT_WORDS } from '../../src/domain/vocabulary.ts'
import { realApp } from '../real-site.ts'

const { app, site } = await realApp()

/** A stand-in for the context that schema.org publishes: every term is one of its own. */
const documentLoader = async (url: string) => ({
  ...{ contextUrl: null, documentUrl: url },
  document: { '@context': { '@vocab': 'https://schema.org/', url: { '@type': '@id' } } },
})

// biome-ignore lint/suspicious/noExplicitAny: read by the schemas below
async function structuredOf(path: string): Promise<any> {
  const page = await (await app.request(path)).text()
  const found = [...page.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)]
  expect(found.length, path).toBe(1)
  return JSON.parse(found[0]?.[1] ?? '')
}

const agent = z.object({ '@type': z.enum(['Organization', 'Person']), name: z.string().min(1) })
/** https://developers.google.com/search/docs/appearance/structured-data/factcheck, what it requires and recommends. */
const reviewSchema = z.object({
  '@context': z.literal('https://schema.org'),
  '@type': z.literal('ClaimReview'),
  url: z.url(),
  claimReviewed: z.string().min(1),
  datePublished: z.iso.date(),
  author: agent.extend({ url: z.url() }),
  itemReviewed: z.object({
    '@type': z.literal('Claim'),
    author: agent,
    datePublished: z.string().optional(),
    appearance: z.object({ '@type': z.literal('CreativeWork'), name: z.string(), url: z.url().optional() }),
  }),
  reviewRating: z.object({
    '@type': z.literal('Rating'),
    alternateName: z.string().min(1),
    ratingExplanation: z.string().min(1),
    ratingValue: z.number().optional(),
    bestRating: z.literal(3).optional(),
    worstRating: z.literal(1).optional(),
  }),
})
/** https://developers.google.com/search/docs/appearance/structured-data/dataset */
const datasetSchema = z.object({
  '@context': z.literal('https://schema.org'),
  '@type': z.literal('Dataset'),
  name: z.string().min(1),
  description: z.string().min(50).max(5000),
  url: z.url(),
  license: z.url(),
  creator: agent,
  isAccessibleForFree: z.literal(true),
  temporalCoverage: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d\/\d{4}-\d\d-\d\d$/)
    .optional(),
  version: z.string(),
  citation: z.string(),
  distribution: z
    .array(z.object({ '@type': z.literal('DataDownload'), contentUrl: z.url(), encodingFormat: z.string() }))
    .min(1),
})

describe('structured data', () => {
  it('is a ClaimReview on every claim, with the words of the verdict, and a number only on the scale', async () => {
    for (const { claim, statement, verdict } of site.ledger.claims) {
      const found = await structuredOf(`/claims/${claim.id.replace('#', '/')}`)
      const { reviewRating, claimReviewed } = reviewSchema.parse(found)
      expect(claimReviewed).toBe(claim.text)
      expect(reviewRating.alternateName).toBe(RESULT_WORDS[verdict.result].byKind[statement.kind])
      expect(reviewRating.ratingValue, verdict.result).toBe(
        ({ met: 3, 'partly-met': 2, 'not-met': 1 } as Record<string, number>)[verdict.result],
      )
    }
  })

  it('is a Dataset on the data page, measures and programmes, whose downloads are there', async () => {
    const paths = [
      '/data',
      ...site.ledger.measures.slice(0, 20).map(({ measure }) => `/measures/${measure.id}`),
      ...site.ledger.programmes.map(({ programme }) => `/programmes/${programme.id}`),
    ]
    for (const path of paths) {
      const found = datasetSchema.parse(await structuredOf(path))
      expect(found.url).toBe(`https://wvd.example${path}`)
      for (const { contentUrl, encodingFormat } of found.distribution) {
        const response = await app.request(contentUrl.replace('https://wvd.example', ''))
        expect(response.status, contentUrl).toBe(200)
        expect(response.headers.get('content-type')).toContain(encodingFormat)
      }
    }
  })

  it('is JSON-LD that a library expands, with no member lost', async () => {
    for (const path of ['/data', '/claims/hurd-2013-06-19-almost-half/1', '/programmes/work-programme']) {
      const found = await structuredOf(path)
      const [expanded] = (await jsonld.expand(found, { documentLoader })) as Record<string, unknown>[]
      const members = Object.keys(found).filter((key) => !key.startsWith('@'))
      expect(Object.keys(expanded ?? {}).filter((key) => !key.startsWith('@')).length, path).toBe(
        members.length,
      )
    }
  })

  it('cannot end its own element', async () => {
    const page = await (await app.request('/claims/hurd-2013-06-19-almost-half/1')).text()
    const [, text = ''] = /<script type="application\/ld\+json">([\s\S]*?)<\/script>/.exec(page) ?? []
    expect(text).not.toContain('<')
  })
})
