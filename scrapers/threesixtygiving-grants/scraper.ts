// Which grants did government departments make, and how many of them to charities?
import { catalogueLeads, defineBulk, readablePath } from '../../src/collect/index.ts'
import { readRows } from './rows.ts'
import { tally } from './tally.ts'

function handles(url: URL): boolean {
  if (!/^https?:$/.test(url.protocol)) return false
  const path = readablePath(url)
  if (url.hostname === 'data.threesixtygiving.org') return /^\/+data\.json$/.test(path)
  // Publishers keep files on hosts of their own: a file is known by what it is called.
  const isFile = /\.(?:json|jl|csv|xlsx|ods)$/i.test(path)
  return isFile && /360|threesixty|grant/i.test(`${url.hostname}${path}`)
}

const isAboutGrants = (title: string): boolean => /360 ?giving|grants? register/i.test(title)

export default defineBulk({
  title: 'Grants in the 360Giving Data Standard',
  publisher: '360Giving, and the funders that publish with it',
  licence: 'each publisher’s own: CC-BY-4.0, CC0 or OGL, kept with each file',
  cadence: '11 2 * * 1',
  baseUrl: 'https://data.threesixtygiving.org',
  // The departments' grants of one year are some ten thousand rows.
  expected: { min: 1_000, max: 5_000_000 },
  limits: { bytes: 512 * 1024 ** 2, time: 900_000 },
  notes:
    'Of the registry only files of government departments are followed. No file of the Cabinet Office was at hand when this was written: the shape comes from the standard, its template, and files of other funders kept as test data. Recipients that stand in a sheet of their own, apart from the grants, are not joined to them and count as unknown. Names of people who were given grants are never kept, only how many and how much.',
  handles,
  leads: catalogueLeads(isAboutGrants, (url) => (handles(url) ? url.href : null)),
  start: ({ leads }) => ({ pages: ['/data.json', ...leads] }),
  readRows,
  tally,
})
