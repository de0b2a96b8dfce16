// What did a run of a source do, for people?
import type { Summary } from './collect.ts'

/** The counts, then why things were skipped and what was odd: alike ones together, with where the first of them is. */
export function printSummary({
  source,
  pages,
  findings,
  new: fresh,
  changed,
  unchanged,
  ...rest
}: Summary): string {
  const counts = `${findings} findings: ${fresh} new, ${changed} changed, ${unchanged} unchanged`
  return [
    `${source}: ${pages} pages, ${counts}; ${rest.skipped.length} skipped, ${rest.issues.length} issues`,
    ...(rest.error === null ? [] : [`  failed: ${rest.error}`]),
    ...alike(rest.skipped.map(({ why, url }) => ({ what: why, url }))).map((line) => `  skipped: ${line}`),
    ...alike(rest.issues).map((line) => `  issue: ${line}`),
  ].join('\n')
}

function alike(told: readonly { readonly what: string; readonly url?: string }[]): string[] {
  const places = new Map<string, string[]>()
  for (const { what, url = '' } of told) places.set(what, [...(places.get(what) ?? []), url])
  return [...places].map(([what, urls]) => {
    const [first = '', ...others] = new Set(urls.filter((url) => url !== '' && !what.includes(url)))
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    const where = first === '' ? '' : `: ${first}${more}`
    return `${what}${urls.length === 1 ? '' : ` (${urls.length} times)`}${where}`
  })
}
