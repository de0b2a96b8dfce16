// Which identifiers are one body, which charities went into which, and what else are they called?
import {
  csvRecords,
  defineBulk,
  fileName,
  type ReadRows,
  SourceChangedError,
  sniff,
} from '../../src/collect/index.ts'
import type { Told } from './links.ts'
import { type List, listWith } from './lists.ts'

type Tools = Parameters<ReadRows>[1]
const HOME = 'drkane/charity-lookups'
const FILES = [
  'charity-company-numbers.csv',
  'dual-registered-uk-charities.csv',
  'mutual-companies.csv',
  'charity-names.csv',
  'ccew-register-of-mergers.csv',
]

const readRows: ReadRows = async function* (page, tools) {
  const kind = await sniff(page)
  if (kind !== 'text') {
    tools.issue(
      `expected a list as CSV, got ${kind === 'html' ? 'a page' : kind}; nothing is read from it${kind === 'html' ? ', look for the file that it leads to' : ''}`,
    )
    return
  }
  let list: List | undefined
  const keys = new Set<string>()
  const skipped = new Map<string, { lines: number; example: string }>()
  const skip: Told['skip'] = (why, example) => {
    const before = skipped.get(why)
    skipped.set(why, { lines: (before?.lines ?? 0) + 1, example: before?.example ?? example.slice(0, 120) })
    return null
  }
  for await (const { record } of csvRecords(page, {
    onOdd: (what) => skip('have more or fewer cells than headings, and are read all the same', what),
  })) {
    list ??= listWith(Object.keys(record))
    const { read } = list
    if (typeof read === 'string') {
      tools.issue(`a list ${read} (${list.name}); nothing is read from it`)
      return
    }
    for (const row of read(record, { skip }) ?? []) {
      const key = `${row.kind} ${row.key}`
      if (keys.has(key)) skip('say the same again', row.key)
      else yield row
      keys.add(key)
    }
  }
  if (list === undefined) throw new SourceChangedError(`${page.url}: expected a list, found no lines`)
  tellSkipped(skipped, tools)
}

function tellSkipped(
  skipped: ReadonlyMap<string, { lines: number; example: string }>,
  { issue }: Tools,
): void {
  for (const [why, { lines, example }] of skipped) issue(`${lines} lines ${why}, such as "${example}"`)
}

export default defineBulk({
  title: 'Charity lookups: numbers, names and mergers of charities and societies',
  publisher: 'David Kane',
  licence: 'ODbL-1.0, attribute drkane/charity-lookups',
  cadence: '7 3 2 * *',
  baseUrl: 'https://raw.githubusercontent.com',
  // 4,400 company numbers, 1,500 double registrations, 12,000 societies twice, 2,300 names, 5,400 mergers.
  expected: { min: 20_000, max: 120_000 },
  notes:
    'Compiled by hand and by program from the registers; the lists have no dates but those of mergers. A body on the list of societies may have gone since. The register of mergers is that of the Charity Commission, converted to CSV.',
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    ((url.hostname === 'raw.githubusercontent.com' &&
      new RegExp(`^/${HOME}/[^?]+\\.csv$`).test(url.pathname)) ||
      (url.hostname === 'github.com' &&
        new RegExp(`^/${HOME}/(?:raw|blob)/[^?]+\\.csv$`).test(url.pathname)) ||
      // Where several lists were kept before.
      (url.hostname === 'gist.githubusercontent.com' &&
        /^\/drkane\/[0-9a-f]{32}\/raw\/(?:[0-9a-f]{40}\/)?[^/]+\.csv$/.test(url.pathname)) ||
      // Where the Charity Commission publishes its register of mergers and its list of fields, which the lists convert.
      (/^(?:www\.)?gov\.uk$/.test(url.hostname) &&
        url.pathname === '/government/publications/register-of-merged-charities') ||
      (url.hostname === 'assets.publishing.service.gov.uk' && /merge[rd].*\.csv$/i.test(fileName(url))) ||
      (url.hostname === 'register-of-charities.charitycommission.gov.uk' &&
        url.pathname === '/register/full-register-download')),
  start: () => ({ pages: FILES.map((file) => `/${HOME}/main/${file}`) }),
  readRows,
})
