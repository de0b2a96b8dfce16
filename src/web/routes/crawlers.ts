// What may programs that walk the web read, and which pages are there?
//
// RFC 9309 (robots.txt) and the text form of sitemaps.org: one address on each line.
import { defineFile, fillPattern } from '../resource.ts'
import { RESOURCES } from './index.ts'

export const robots = defineFile({
  pattern: '/robots.txt',
  summary: 'Everything may be read by programs that walk the web.',
  type: 'text/plain; charset=utf-8',
  addresses: () => [{}],
  make: ({ siteUrl }) => ({ body: `User-agent: *\nDisallow:\n\nSitemap: ${siteUrl}/sitemap.txt\n` }),
})

export const sitemap = defineFile({
  pattern: '/sitemap.txt',
  summary: 'The address of every page, one on each line.',
  type: 'text/plain; charset=utf-8',
  addresses: () => [{}],
  make: ({ ledger, collected, siteUrl }) => ({
    body: RESOURCES.flatMap(({ pattern, addresses }) =>
      addresses(ledger, collected).map((params) => `${siteUrl}${fillPattern(pattern, params)}\n`),
    ).join(''),
  }),
})
