// What does one page add to a run? The one path that live pages and replayed ones go through.
import { contentTypeOf } from './captures.ts'
import type { Stage } from './commit.ts'
import { explain, HostilePageError, type Issue } from './errors.ts'
import type { HeaderList } from './exchange.ts'
import type { KnownPage } from './pages.ts'
import { documentsOf } from './pages.ts'
import type { Parser } from './parser.ts'
import type { Skipped } from './runs.ts'
import type { Source } from './scraper.ts'
import type { Provenance } from './versions.ts'

/** A capture to read. `asked` is the address that led to it, `url` where it lies. */
export type Capture = {
  readonly asked: string
  readonly url: string
  readonly status: number
  readonly captured: string
  readonly digest: string
  readonly file: string
  readonly headers: HeaderList
  readonly body: Uint8Array
}

/** What a run has gathered so far. */
export type Reader = {
  /**
   * Parses a capture and stages what it says. @returns the addresses to follow.
   * @throws SourceChangedError when the page has another shape: the run must fail.
   */
  readonly read: (capture: Capture) => Promise<readonly string[]>
  /** Notes that an address is gone, with the capture that shows it. */
  readonly goneAt: (capture: Omit<Capture, 'headers' | 'body'>) => void
  readonly skip: (url: string, why: string) => void
  readonly issue: (issue: Issue) => void
  readonly pages: () => number
  readonly parsing: () => number
  readonly skipped: readonly Skipped[]
  readonly issues: readonly Issue[]
  readonly learned: ReadonlyMap<string, KnownPage>
  readonly gone: readonly { readonly key: string; readonly provenance: Provenance }[]
}

export function makeReader(
  source: Source,
  run: string,
  stage: Stage,
  parser: Parser,
  known: ReadonlyMap<string, KnownPage>,
  now: () => number,
): Reader {
  const skipped: Skipped[] = []
  const issues: Issue[] = []
  const learned = new Map<string, KnownPage>()
  const gone: { key: string; provenance: Provenance }[] = []
  let pages = 0
  let parsing = 0
  const provenanceOf = (capture: Omit<Capture, 'headers' | 'body'>): Provenance => ({
    source: source.id,
    url: capture.url,
    capture: capture.digest,
    captured: capture.captured,
    file: capture.file,
    run,
  })
  const learn = (
    capture: Omit<Capture, 'headers' | 'body'>,
    answer: KnownPage['answer'],
    keys: readonly string[],
  ): void => {
    const { asked: id, url: at, status, digest, captured: checked } = capture
    learned.set(id, { id, at, answer, status, capture: digest, checked, keys })
  }
  return {
    skipped,
    issues,
    learned,
    gone,
    pages: () => pages,

    parsing: () => parsing,
    skip: (url, why) => {
      skipped.push({ url, why })
    },
    issue: (issue) => {
      issues.push(issue)
    },
    goneAt: (capture) => {
      const before = learned.get(capture.asked) ?? known.get(capture.asked)
      for (const key of documentsOf(before)) gone.push({ key, provenance: provenanceOf(capture) })
      learn(capture, 'gone', before?.keys ?? [])
    },
    read: async (capture) => {
      const { url, digest } = capture
      const began = now()
      try {
        const { status, captured, headers, body: bytes } = capture
        const contentType = contentTypeOf(headers)
        const parsed = await parser.parse({ url, status, captured, contentType, headers, bytes })
        pages += 1
        if (parsed.offTopic > 0)
          skipped.push({
            url,
            why: `${parsed.offTopic} of its documents say nothing of the sector or a programme`,
          })
        for (const one of parsed.issues) issues.push({ ...one, url, capture: digest })
        for (const finding of parsed.findings) {
          const conflict = stage.add(finding, provenanceOf(capture))
          if (conflict) issues.push(conflict)
        }
        learn(
          capture,
          'found',
          parsed.findings.filter((one) => !one.ifKnown).map(({ kind, key }) => `${kind}:${key}`),
        )
        return parsed.follow
      } catch (error) {
        if (!(error instanceof HostilePageError)) throw error
        issues.push({ what: explain(error), url, capture: digest })
        skipped.push({ url, why: explain(error) })
        return []
      } finally {
        parsing += now() - began
      }
    },
  }
}
