// What does one page add to a run? The one path that live pages and replayed ones go through.
import { contentTypeOf } from './captures.ts'
import { explain, HostilePageError, type Issue } from './errors.ts'
import type { HeaderList } from './exchange.ts'
import type { KnownPage } from './pages.ts'
import { documentsOf } from './pages.ts'
import type { Skipped } from './runs.ts'
import type { Source } from './scraper.ts'
import type { Provenance } from './versions.ts'

/** Where a capture lies. `asked` is the address that led to it, `url` where it lies. */
export type CapturePlace = {
  readonly asked: string
  readonly url: string
  readonly status: number
  readonly captured: string
  readonly digest: string
  readonly file: string
}

/** A capture to read. */
export type Capture = CapturePlace & {
  readonly headers: HeaderList
  readonly contentType: string | null
  readonly body: Uint8Array
  /** The file that holds the body instead, where it may be too large to hold. */
  readonly spooled?: { readonly path: string; readonly size: number }
}

/** What reading a page may add beside what it gives back. */
export type Add = {
  readonly provenance: Provenance
  readonly issue: (issue: Issue) => void
  readonly skip: (url: string, why: string) => void
}

/** Reads a capture: the keys of what it gave, and the addresses to follow. */
export type ReadPage = (
  capture: Capture,
  add: Add,
) => Promise<{
  readonly keys: readonly string[]
  /** Keys of everything the page still gives, also of what is not recorded; absent where that is not sure. */
  readonly all?: readonly string[]
  readonly follow: readonly string[]
}>

/** What a run has gathered so far. */
export type Reader = {
  /**
   * Reads a capture and stages what it says. @returns the addresses to follow.
   * @throws SourceChangedError when the page has another shape: the run must fail.
   */
  readonly read: (capture: Omit<Capture, 'contentType'>) => Promise<readonly string[]>
  /** Notes that an address is gone, with the capture that shows it. */
  readonly goneAt: (place: CapturePlace) => void
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
  known: ReadonlyMap<string, KnownPage>,
  now: () => number,
  /** Whether the captures come one an address, as in a live run: a file may hold several of one address. */
  live: boolean,
  readPage: ReadPage,
): Reader {
  const skipped: Skipped[] = []
  const issues: Issue[] = []
  const learned = new Map<string, KnownPage>()
  const gone: { key: string; provenance: Provenance }[] = []
  let pages = 0
  let parsing = 0
  const skip = (url: string, why: string): void => {
    skipped.push({ url, why })
  }
  const provenanceOf = ({ url, digest: capture, captured, file }: CapturePlace): Provenance => ({
    ...{ source: source.id, url, capture, captured, file, run },
  })
  const learn = (place: CapturePlace, answer: KnownPage['answer'], keys: readonly string[]): void => {
    const { asked: id, url: at, status, digest, captured: checked } = place
    learned.set(id, { id, at, answer, status, capture: digest, checked, keys })
  }
  return {
    skipped,
    issues,
    learned,
    gone,
    pages: () => pages,
    parsing: () => parsing,
    skip,
    issue: (issue) => {
      issues.push(issue)
    },
    goneAt: (place) => {
      const before = learned.get(place.asked) ?? known.get(place.asked)
      for (const key of documentsOf(before)) gone.push({ key, provenance: provenanceOf(place) })
      learn(place, 'gone', before?.keys ?? [])
    },
    read: async (capture) => {
      const { url, digest } = capture
      const began = now()
      try {
        const add: Add = {
          provenance: provenanceOf(capture),
          issue: (issue) => {
            issues.push({ url, capture: digest, ...issue })
          },
          skip,
        }
        const whole = { ...capture, contentType: contentTypeOf(capture.headers) }
        const { keys, all, follow } = await readPage(whole, add)
        pages += 1
        // A page that says something else now no longer says what it said: that is gone, and stays on record.
        if (live && all)
          for (const key of documentsOf(known.get(capture.asked)))
            if (!all.includes(`document:${key}`)) gone.push({ key, provenance: add.provenance })
        learn(capture, 'found', keys)
        return follow
      } catch (error) {
        if (!(error instanceof HostilePageError)) throw error
        issues.push({ what: explain(error), url, capture: digest })
        skip(url, explain(error))
        return []
      } finally {
        parsing += now() - began
      }
    },
  }
}
