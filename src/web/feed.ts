// What does the feed hold?
//
// JSON Feed 1.1: one item for each statement, the newest words first, every one of them.
import { createHash } from 'node:crypto'
import { lastDay } from '../domain/dates.ts'
import { feedItemData } from '../domain/feed-item.ts'
import type { HistoryRow, StatementEntry } from '../domain/ledger.ts'
import type { Evidence } from '../domain/nouns.ts'
import { RESULT_WORDS } from '../domain/vocabulary.ts'
import type { View } from './resource.ts'
import { SITE_LINE, SITE_NAME } from './views/layout.tsx'

const atMidnight = (day: string): string => `${day}T00:00:00Z`

/** Plain words: who said what, and how each claim compares. */
function contentText({ statement, claims }: StatementEntry): string {
  const { speaker, quote, paraphrase, kind } = statement
  const verdicts = claims.map(
    ({ claim, verdict }) => `${claim.text} ${RESULT_WORDS[verdict.result].byKind[kind]}.`,
  )
  return [`“${quote}” (${speaker.name ?? speaker.body}).`, paraphrase, ...verdicts].join('\n')
}

/**
 * The digest of an item: SHA-256 of its JSON without white space and without the digest itself, so that a change of
 * any character is seen.
 */
export function itemDigest(item: { readonly _words_vs_deeds: Readonly<Record<string, unknown>> }): string {
  const { digest: _, ...data } = item._words_vs_deeds
  const text = JSON.stringify({ ...item, _words_vs_deeds: data })
  return `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** When a verdict of the statement last changed; undefined where there is none. */
const lastChange = (histories: readonly (readonly HistoryRow[])[]): string | undefined =>
  histories
    .flatMap((rows) => rows.map((row) => row.from))
    .sort()
    .at(-1)

/** The whole feed, ready for JSON. A statement without a date has no `date_published`. */
export function makeFeed(view: View, evidence: Evidence) {
  const { ledger, siteUrl } = view
  const { asOf, today } = ledger
  return {
    version: 'https://jsonfeed.org/version/1.1',
    title: SITE_NAME,
    home_page_url: `${siteUrl}/`,
    feed_url: `${siteUrl}${view.href('/feed.json')}`,
    description: SITE_LINE,
    icon: `${siteUrl}/icon.svg`,
    language: 'en-GB',
    authors: [{ name: SITE_NAME, url: `${siteUrl}/about` }],
    _words_vs_deeds: { about: `${siteUrl}/data`, asOf, today, dataVersion: ledger.dataVersion },
    items: ledger.statements.map((entry) => {
      const { statement } = entry
      const url = `${siteUrl}/statements/${statement.id}`
      const changed = lastChange(entry.claims.map(({ claim }) => view.history(claim.id)))
      const item = {
        id: url,
        url,
        title: `“${statement.quote}”, ${statement.speaker.name ?? statement.speaker.body}`,
        content_text: contentText(entry),
        ...(statement.date === null ? {} : { date_published: atMidnight(lastDay(statement.date)) }),
        ...(changed === undefined ? {} : { date_modified: atMidnight(changed) }),
        authors: [{ name: statement.speaker.name ?? statement.speaker.body }],
        tags: [
          ...statement.programmes,
          statement.kind,
          statement.voice,
          ...new Set(entry.claims.map((c) => c.verdict.result)),
        ],
        ...(entry.source.url === null ? {} : { external_url: entry.source.url }),
        _words_vs_deeds: { ...feedItemData(entry, evidence, { asOf, today }, `${siteUrl}/data`) },
      }
      return { ...item, _words_vs_deeds: { ...item._words_vs_deeds, digest: itemDigest(item) } }
    }),
  }
}
