// Which feeds say something new since the site was last made?
//
// A hub fetches a topic when told, and its subscribers are woken: a feed that only says another date is not news.
import { createHash } from 'node:crypto'
import type { Site } from './site.ts'

/** Members that change with the day, or with other parts of the data, while nothing is said anew. */
const PASSING: ReadonlySet<string> = new Set(['asOf', 'today', 'dataVersion', 'digest', 'silence', 'steps'])

/** The paths of the feeds that can be subscribed to. Atom holds what the main feed holds. */
const topicsOf = ({ ledger }: Site): string[] => [
  '/feed.json',
  '/gaps/feed.json',
  '/corrections.json',
  '/wire.json',
  ...ledger.programmes.map(({ programme }) => `/programmes/${programme.id}/feed.json`),
]

/** What each feed says, as a digest, by its path. */
export function whatFeedsSay(site: Site): ReadonlyMap<string, string> {
  const said = new Map<string, string>()
  for (const path of topicsOf(site)) {
    const body = new TextDecoder().decode(site.find(path, '').variants.identity.body)
    const lasting = JSON.stringify(JSON.parse(body), (key, value) => (PASSING.has(key) ? undefined : value))
    said.set(path, createHash('sha256').update(lasting).digest('hex'))
  }
  const main = said.get('/feed.json')
  if (main !== undefined) said.set('/feed.atom', main)
  return said
}

/** The feeds that are new or say something else than before. */
export const changedFeeds = (
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): string[] => [...after].filter(([path, said]) => before.get(path) !== said).map(([path]) => path)
