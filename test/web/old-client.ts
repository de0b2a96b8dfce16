// What did the first readers of the feed rely on?
//
// A reader written against the feed as it was on 25 November 2026, kept as it was written then. It knows one kind of
// item and nothing of pages, changes or schemas. Do not mend it when the feed changes: mend the feed.

interface Named {
  readonly id: string
}

interface OldFeed {
  readonly version: string
  readonly [text: string]: unknown
  readonly _words_vs_deeds: Readonly<Record<string, unknown>>
  readonly items: readonly {
    readonly id: string
    readonly [text: string]: unknown
    readonly _words_vs_deeds: {
      readonly [text: string]: unknown
      readonly statement: { readonly [text: string]: unknown; readonly speaker: { readonly body?: string } }
      readonly claims: readonly (Named & { readonly text?: string; readonly comparator?: string })[]
      readonly verdicts: readonly {
        readonly claim: string
        readonly result: string
        readonly tags: readonly string[]
        readonly readings: readonly {
          readonly measure: string
          readonly used: readonly { readonly observation: string }[]
        }[]
      }[]
      readonly observations: readonly Named[]
      readonly measures: readonly Named[]
      readonly sources: readonly Named[]
      readonly programmes: readonly Named[]
    }
  }[]
}

const needTexts = (
  record: Readonly<Record<string, unknown>>,
  names: readonly string[],
  where: string,
): void => {
  for (const name of names) if (typeof record[name] !== 'string') throw new Error(`${where}: no ${name}`)
}

/** Each item's id with its verdicts, as that reader printed them. Throws where something it needs is missing. */
export function readAsOldClient(text: string): string[] {
  const feed: OldFeed = JSON.parse(text)
  if (feed.version !== 'https://jsonfeed.org/version/1.1') throw new Error('not a JSON Feed 1.1')
  needTexts(feed, ['title', 'home_page_url', 'feed_url', 'description', 'language'], 'the feed')
  needTexts(feed._words_vs_deeds, ['about', 'asOf', 'today', 'dataVersion'], 'the feed')
  return feed.items.map((item) => {
    const data = item._words_vs_deeds
    needTexts(item, ['id', 'url', 'title', 'content_text'], 'an item')
    needTexts(data, ['about', 'asOf', 'today', 'digest'], item.id)
    needTexts(data.statement, ['id', 'quote', 'voice', 'kind', 'source'], item.id)
    if (!data.statement.speaker.body) throw new Error(`${item.id}: no body`)
    const has = (records: readonly Named[], id: unknown): boolean => records.some((one) => one.id === id)
    if (data.programmes.length === 0) throw new Error(`${item.id}: no programme`)
    if (!has(data.sources, data.statement.source)) throw new Error(`${item.id}: no source`)
    const lines = data.verdicts.map(({ claim: id, result, tags, readings }) => {
      const claim = data.claims.find((one) => one.id === id)
      if (!claim?.text || !claim.comparator) throw new Error(`${item.id}: no claim ${id}`)
      if (!result) throw new Error(`${item.id}: no result of ${id}`)
      for (const { measure, used } of readings) {
        if (!has(data.measures, measure)) throw new Error(`${item.id}: no measure ${measure}`)
        for (const { observation } of used)
          if (!has(data.observations, observation)) throw new Error(`${item.id}: no figure ${observation}`)
      }
      return `${id} ${result} ${tags.join(' ')}`
    })
    return [item.id, ...lines].join('\n')
  })
}
