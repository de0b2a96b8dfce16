// What becomes of the pages of a run? Findings or rows, gathered aside, and laid on what is known at the end or not at all.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Committed, commit, openStage } from './commit.ts'
import type { Deriver } from './derive.ts'

import type { Finding } from './finding.ts'
import type { KnownPage } from './pages.ts'
import { makeParser, PARSER_LIMITS, type Parser } from './parser.ts'
import type { CollectStore } from './port.ts'
import { type Capture, makeReader, type Reader } from './reader.ts'
import { openRowsStage } from './rows.ts'
import { makeRowsReader } from './rows-reader.ts'
import type { Source } from './scraper.ts'

export type Intake = {
  readonly reader: Reader
  /** Different findings, or rows, so far. */
  readonly findings: () => number
  readonly commit: () => Promise<Committed>
  /** Leaves nothing aside. */
  readonly close: () => Promise<void>
}

export type IntakeContext = {
  readonly store: CollectStore
  readonly run: string
  /** Folder of this source's captures, where findings wait. */
  readonly folder: string
  /** Folder of this source's rows. */
  readonly rows: string
  readonly known: ReadonlyMap<string, KnownPage>
  readonly now: () => number
  /** False for a replay. */
  readonly live: boolean
  readonly deriver?: Deriver | null
  readonly parser?: (source: Source) => Parser
}

export const openIntake = (source: Source, context: IntakeContext): Intake =>
  source.scraper.bulk ? rowsIntake(source, context) : findingsIntake(source, context)

function findingsIntake(source: Source, context: IntakeContext): Intake {
  const { store, run, folder, known, now, live, deriver = null } = context
  const stage = openStage(join(folder, '.staged.jsonl'))
  const parser = (context.parser ?? ((one) => makeParser(one, PARSER_LIMITS, deriver)))(source)
  const reader = makeReader(
    source,
    run,
    known,
    now,
    live,
    async ({ url, asked, status, captured, headers, contentType, body }, add) => {
      const parsed = await parser.parse({ url, asked, status, captured, contentType, headers, bytes: body })
      if (parsed.offTopic > 0)
        add.skip(url, `${parsed.offTopic} of its documents say nothing of the sector or a programme`)
      for (const issue of parsed.issues) add.issue(issue)
      for (const finding of parsed.findings) {
        const conflict = stage.add(finding, add.provenance)
        if (conflict) add.issue(conflict)
      }
      const kept = parsed.findings.filter((one) => !one.ifKnown)
      const keyOf = ({ kind, key }: Finding): string => `${kind}:${key}`
      // Where a record was odd, what is missing may be just that.
      const whole = parsed.issues.length === 0
      return {
        keys: kept.map(keyOf),
        ...(whole ? { all: parsed.findings.map(keyOf) } : {}),
        follow: parsed.follow,
      }
    },
  )
  return {
    reader,
    findings: stage.keys,
    commit: () => commit(store, source.id, stage.all(), reader.gone),
    close: async () => {
      stage.clear()
      await parser.close()
    },
  }
}

function rowsIntake(source: Source, { run, rows: folder, known, now, live }: IntakeContext): Intake {
  const stage = openRowsStage(folder)
  const rowsReader = makeRowsReader(source)
  const reader = makeReader(source, run, known, now, live, async (capture, add) => {
    const { asked: address, url, captured, digest, contentType } = capture
    const { path, size, remove } = fileOf(capture, join(folder, '.page'))
    const to = stage.pathFor(address, digest, captured)
    try {
      const read = await rowsReader.read({ url, captured, contentType, path, size }, to)
      stage.add({ address, url, capture: digest, captured, ...read })
      for (const issue of read.issues) add.issue(issue)
      return { keys: Object.entries(read.kinds).map(([kind, n]) => `${kind}:${n} rows`), follow: read.follow }
    } catch (error) {
      rmSync(to, { force: true })
      throw error
    } finally {
      remove()
    }
  })
  return {
    reader,
    findings: stage.rows,
    commit: async () => stage.commit(),
    close: async () => {
      stage.clear()
      await rowsReader.close()
    },
  }
}

/** Rows are read from files: a body that is held in memory is written to one first. */
function fileOf({ body, spooled }: Capture, aside: string) {
  if (spooled) return { ...spooled, remove: () => {} }
  writeFileSync(aside, body)
  return { path: aside, size: body.length, remove: () => rmSync(aside, { force: true }) }
}
