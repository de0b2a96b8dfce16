#!/usr/bin/env node
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
// What can be done from the command line?
import { parseArgs } from 'node:util'
import { nextTurns, type Summary, showProgress, summaryLines } from './collect/collect.ts'
import { printSummary } from './collect/print-summary.ts'
import { findSources, gatheredIn, makeCollector } from './collector.ts'
import { type Config, ConfigError, readConfig, SETTINGS } from './config.ts'
import { printFault } from './domain/check.ts'
import type { CollectedSource } from './domain/collected.ts'
import { isDay } from './domain/dates.ts'
import { printCount } from './domain/vocabulary.ts'
import type { Format } from './export/export.ts'
import { readCuratedData } from './store/evidence.ts'
import { openLowdbStore } from './store/lowdb-store.ts'
import { printVerification } from './verify/print.ts'
import { verify } from './verify/verify.ts'
import { ProblemError } from './web/errors.ts'

/** The site and the files take memory that collecting needs: they are loaded by the commands that make them. */
const loadSite = () => import('./main.ts')
const loadExport = () => import('./export/export.ts')

/** 0: done. 1: faults or differences were found. 2: called wrongly. 3: the machine or the data stands in the way. */
const EXIT = { done: 0, found: 1, usage: 2, blocked: 3 } as const

/** Options beside `--json` and `--help`; each command says which it takes. */
type Options = Partial<Record<'since' | 'replay' | 'format' | 'out', string | undefined>> &
  Partial<Record<'force' | 'bom', boolean | undefined>>

interface Command {
  readonly usage: string
  readonly summary: string
  readonly help: string
  readonly options?: readonly (keyof Options)[]
  /** Gives the exit code. */
  readonly run: (args: readonly string[], json: boolean, config: Config, options: Options) => Promise<number>
  readonly most: number
}

class UsageError extends Error {}
class UnwritableFileError extends Error {
  override readonly name = 'UnwritableFileError'
}

const print = (line: string): void => void process.stdout.write(`${line}\n`)
const complain = (line: string): void => void process.stderr.write(`${line}\n`)

const COMMANDS: Readonly<Record<string, Command>> = {
  serve: {
    usage: 'serve',
    summary: 'serve the site',
    help: 'Serves the site until it is stopped (Ctrl+C). Refuses to start from faulty data.',
    most: 0,
    async run(_, json, config) {
      const log = (line: string, isError = false): void => {
        if (config.logLevel === 'silent' || (config.logLevel === 'error' && !isError)) return
        complain(`${new Date().toISOString()} ${line}`)
      }
      const { serve } = await loadSite()
      const running = await serve(config, log)
      const { ledger } = running.site()
      if (json)
        print(
          JSON.stringify({ address: running.address, dataVersion: ledger.dataVersion, asOf: ledger.asOf }),
        )
      else
        print(
          `Words vs Deeds is on ${running.address} (data ${ledger.dataVersion}, as known on ${ledger.asOf})`,
        )
      await new Promise<void>((resolve) => {
        process.once('SIGINT', resolve)
        process.once('SIGTERM', resolve)
      })
      await running.close()
      return EXIT.done
    },
  },
  collect: {
    usage: 'collect [SOURCE ...] [--since DATE] [--replay FILE]',
    summary: 'collect from all sources or those named, or read a capture file again',
    help: [
      'Fetches what is new from every source, or from those named, keeps the bytes, and records what they say. With',
      '--since DATE (YYYY-MM-DD) it goes back to that day instead of to where the last run ended. With --replay FILE it',
      'reads a WARC file (.warc or .warc.gz) again, without the network, through the same code. Needs CONTACT, except',
      'for a replay. Ends with one line a source; what was skipped is listed with why. Exit code 1 when a source failed,',
      'or when the file is damaged.',
    ].join('\n'),
    options: ['since', 'replay'],
    most: Number.POSITIVE_INFINITY,
    run: (args, json, config, options) => runCollect(args, json, config, options),
  },
  sources: {
    usage: 'sources',
    summary: 'list the sources with how each is doing',
    help: 'Lists every source: when it last worked, when it is looked at next, whether it is failing and why.',
    most: 0,
    async run(_, json, config) {
      const discovered = await findSources(config)
      const store = await openLowdbStore(join(config.dataDir, 'collected'), { readonly: true })
      const next = new Map(
        discovered.sources.map(({ id, scraper }) => [id, nextTurns(scraper.cadence, 1)[0] ?? null]),
      )
      const { collected } = await gatheredIn(config, store, discovered, next)
      await store.close()
      for (const source of collected.sources) print(json ? JSON.stringify(source) : sourceLine(source))
      return discovered.broken.length === 0 ? EXIT.done : EXIT.found
    },
  },
  check: {
    usage: 'check',
    summary: 'check the curated data, and print every fault',
    help: 'Checks every record of the curated data: shape, ids that resolve, dates, numbers that agree with each other. Prints one line for each fault: file, record, field, expected, got.',
    most: 0,
    async run(_, json, config) {
      const { evidence, corrections, asking, faults } = await readCuratedData(config.evidenceDir)
      const { programmes, sources, statements, measures, observations } = evidence
      const claims = statements.flatMap((statement) => statement.claims)
      const counts = {
        programmes: programmes.length,
        sources: sources.length,
        statements: statements.length,
        claims: claims.length,
        measures: measures.length,
        observations: observations.length,
        corrections: corrections.length,
        holders: asking.holders.length,
        requests: asking.requests.length,
      }
      if (json) print(JSON.stringify({ ...counts, faults }))
      else {
        for (const fault of faults) print(printFault(fault))
        const sound = Object.entries(counts).map(([noun, n]) => `${n} ${noun}`)
        print(`sound: ${sound.join(', ')}; faults: ${faults.length}`)
      }
      return faults.length === 0 ? EXIT.done : EXIT.found
    },
  },
  pack: {
    usage: 'pack ID ... [--format docx|md|html] --out FILE',
    summary: 'write a briefing on some claims to a file',
    help: [
      'Writes an evidence pack: a page of summary, one for each claim, footnotes and bibliography, as known today (or on',
      'AS_OF). ID is the id of a claim, with "#" or "/" before its number. --format is docx (a Word document, unless given),',
      'md (Markdown) or html (one file). Without --out, Markdown and HTML go to standard output.',
    ].join('\n'),
    options: ['format', 'out'],
    most: Number.POSITIVE_INFINITY,
    run: (args, json, config, options) => runPack(args, json, config, options),
  },
  export: {
    usage: 'export DIR [--format csv,jsonl,xlsx,sqlite] [--bom] [--force]',
    summary: 'write everything as files: tables with metadata, workbook, database, feed items',
    help: [
      'Writes everything as known today (or on AS_OF) into the folder DIR, whole or not at all: each table as CSV (with Data',
      'Package and CSV on the Web metadata) and JSON Lines, a workbook, an SQLite database, every item of the feed, and the',
      'digest of each file. --format names what to write, parted by commas (all, unless given). --bom puts a byte order',
      'mark before CSV, for older spreadsheets. --force replaces a folder that holds something.',
    ].join('\n'),
    options: ['format', 'bom', 'force'],
    most: 1,
    run: (args, json, config, options) => runExport(args, json, config, options),
  },
  verify: {
    usage: 'verify [FEED]',
    summary: 'recompute every verdict of a feed or an export, and print any that differ',
    help: [
      'Reads a feed from an address (with its pages) or a file, items.jsonl, a zip of the data, or the folder of an export;',
      'the feed of the site that runs here, unless given. Works every verdict out again from what is in it, and checks',
      'everything else against its digests. Prints one line for each difference.',
    ].join('\n'),
    most: 1,
    async run([from], json, config) {
      const found = await verify(from ?? `${config.siteUrl}/feed.json`)
      print(json ? JSON.stringify(found) : printVerification(found))
      return found.differences.length === 0 ? EXIT.done : EXIT.found
    },
  },
}

/** The forms of a pack that can be written to a file. */
const PACK_FORMATS = ['docx', 'md', 'html'] as const

async function runPack(
  ids: readonly string[],
  json: boolean,
  config: Config,
  { format = 'docx', out }: Options,
): Promise<number> {
  if (!(PACK_FORMATS as readonly string[]).includes(format))
    throw new UsageError(
      `--format: expected one of ${PACK_FORMATS.join(', ')}, got ${JSON.stringify(format)}`,
    )
  if (ids.length === 0)
    throw new UsageError('pack: expected the ids of claims, such as hurd-2013-06-19-almost-half#1, got none')
  if (out === undefined && format === 'docx')
    throw new UsageError('--out: expected a file to write the Word document to, got none')
  const { buildSite } = await loadSite()
  const site = await buildSite(config)
  const query = new URLSearchParams({ claims: ids.join(',') }).toString()
  const { body } = (await site.answer(`/pack.${format}`, query)).variants.identity
  if (out === undefined) {
    process.stdout.write(body)
    return EXIT.done
  }
  try {
    await writeFile(out, body)
  } catch (cause) {
    throw new UnwritableFileError(
      `--out: expected a file that can be written, got ${JSON.stringify(out)} (${cause instanceof Error ? cause.message : String(cause)})`,
      { cause },
    )
  }
  const { asOf, dataVersion } = site.ledger
  if (json)
    print(JSON.stringify({ out, format, claims: ids.length, bytes: body.byteLength, asOf, dataVersion }))
  else print(`${out}: ${printCount(ids.length, 'claim')}, as known on ${asOf} (data ${dataVersion})`)
  return EXIT.done
}

async function runExport(
  [folder]: readonly string[],
  json: boolean,
  config: Config,
  { format, bom = false, force = false }: Options,
): Promise<number> {
  if (folder === undefined) throw new UsageError('export: expected a folder to write to, got none')
  const { exportTo, FORMATS } = await loadExport()
  const formats = format === undefined ? FORMATS : format.split(',')
  const strange = formats.find((one) => !(FORMATS as readonly string[]).includes(one))
  if (strange !== undefined)
    throw new UsageError(
      `--format: expected some of ${FORMATS.join(', ')}, parted by commas, got ${JSON.stringify(strange)}`,
    )
  const discovered = await findSources(config)
  const store = await openLowdbStore(join(config.dataDir, 'collected'), { readonly: true })
  const gathered = await gatheredIn(config, store, discovered)
  await store.close()
  const { buildSite, readChangelog } = await loadSite()
  const { present, ledger } = await buildSite(config, undefined, gathered, ({ source, key, why }) =>
    complain(`${source}: figure ${key} is left out: ${why}`),
  )
  const showing = process.stderr.isTTY && config.logLevel === 'info'
  const written = await exportTo(
    folder,
    present,
    {
      ...{ formats: formats as readonly Format[], bom, changelog: await readChangelog(config) },
      onFile: (name, done, all) => {
        if (showing) process.stderr.write(`\r\u001b[K${done} of ${all}: ${name}`)
      },
    },
    force,
  )
  if (showing) process.stderr.write('\r\u001b[K')
  const { asOf, dataVersion } = ledger
  if (json) print(JSON.stringify({ folder, asOf, dataVersion, files: written }))
  else {
    for (const { name, bytes } of written) print(`${join(folder, name)}: ${printCount(bytes, 'byte')}`)
    print(`${printCount(written.length, 'file')}, as known on ${asOf} (data ${dataVersion})`)
  }
  return EXIT.done
}

async function runCollect(
  ids: readonly string[],
  json: boolean,
  config: Config,
  { since, replay }: Options,
): Promise<number> {
  if (since !== undefined && !isDay(since))
    throw new UsageError(`--since: expected a day, such as 2012-06-01, got ${JSON.stringify(since)}`)
  if (since !== undefined && replay !== undefined)
    throw new UsageError('--since says how far back to fetch: expected it without --replay')
  if (replay !== undefined && !existsSync(replay))
    throw new UsageError(
      `--replay: expected a capture file, got ${JSON.stringify(replay)}, which is not there`,
    )
  const store = await openLowdbStore(join(config.dataDir, 'collected'))
  const stop = new AbortController()
  const interrupt = (): void => stop.abort()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    const collector = await makeCollector(config, store)
    const { sources, broken } = collector.discovered
    const strange = ids.find((id) => !sources.some((source) => source.id === id))
    if (strange !== undefined) {
      const why = broken.find(({ id }) => id === strange)?.why
      throw new UsageError(
        why ??
          `expected the id of a source (${sources.map(({ id }) => id).join(', ')}), got ${JSON.stringify(strange)}`,
      )
    }
    const chosen = ids.length === 0 ? sources : sources.filter(({ id }) => ids.includes(id))
    const onProgress = showProgress()
    const how = { signal: stop.signal, onProgress: config.logLevel === 'info' ? onProgress : () => {} }
    let summaries: readonly Summary[]
    let faults: readonly string[] = []
    if (replay === undefined) {
      summaries = await collector.collect(chosen, { ...how, ...(since === undefined ? {} : { since }) })
    } else {
      const replayed = await collector.replay(replay, chosen, how)
      summaries = replayed.summaries
      faults = replayed.faults
      const why = 'no source that was asked reads such an address'
      if (json)
        print(JSON.stringify({ replay, unclaimed: replayed.unclaimed.map((url) => ({ url, why })), faults }))
      else {
        for (const fault of faults) print(fault)
        for (const [host, n] of countHosts(replayed.unclaimed))
          print(`${host}: ${why} (${printCount(n, 'address', 'addresses')})`)
      }
    }
    onProgress.clear()
    const tallies = await collector.tally()
    await collector.close()
    for (const { id, why } of broken) complain(`${id}: left out, because it cannot be used: ${why}`)
    for (const { source, figures, noun, new: fresh, changed, issues, error } of tallies) {
      if (json) print(JSON.stringify({ tally: source, figures, new: fresh, changed, issues, error }))
      else print(`${source}: ${error ?? `${figures} ${noun} worked out: ${fresh} new, ${changed} changed`}`)
      for (const { what } of json ? [] : issues) print(`  issue: ${what}`)
    }
    if (json) process.stdout.write(summaryLines(summaries))
    else for (const summary of summaries) print(printSummary(summary))
    return [...summaries, ...tallies].some(({ error }) => error !== null) || broken.length + faults.length > 0
      ? EXIT.found
      : EXIT.done
  } finally {
    process.off('SIGINT', interrupt)
    process.off('SIGTERM', interrupt)
    await store.close()
  }
}

/** How many addresses there are of each host and first folder. */
function countHosts(addresses: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const address of addresses) {
    const place = /^[a-z]+:\/\/[^/]+(?:\/[^/?]+)?/i.exec(address)?.[0] ?? address
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  return counts
}

const sourceLine = ({ id, title, health, next, broken }: CollectedSource): string => {
  if (broken !== null) return `${id}: cannot be used: ${broken}`
  const worked = health.lastWorked === null ? 'never' : health.lastWorked
  const failing = health.failingSince === null ? '' : ` since ${health.failingSince} (${health.lastError})`
  return `${id}: ${title}; ${health.state}${failing}; last worked ${worked}; next ${next ?? 'not scheduled'}`
}

function help(): string {
  const commands = Object.values(COMMANDS).flatMap(({ usage, summary }) => [`  ${usage}`, `      ${summary}`])
  const widest = Math.max(...SETTINGS.map(({ name }) => name.length))
  const settings = SETTINGS.map(
    ({ name, meaning, fallback }) => `  ${name.padEnd(widest)}  ${meaning} [${fallback}]`,
  )
  return [
    'words-vs-deeds: what government said about the voluntary sector, set beside what was recorded',
    '',
    'words-vs-deeds COMMAND [--json] [--help]',
    '',
    ...commands,
    '',
    'Settings, from the environment [default]:',
    ...settings,
    '',
    'Exit codes: 0 done, 1 faults or differences found, 2 called wrongly, 3 the machine or the data stands in the way.',
  ].join('\n')
}

const takersOf = (option: string): string =>
  Object.entries(COMMANDS)
    .filter(([, { options = [] }]) => (options as readonly string[]).includes(option))
    .map(([name]) => name)
    .join(', ')

/** What stands in the way, by name: whoever throws it is loaded only where it is needed. */
const BLOCKING = new Set([
  'UnwritableFileError',
  'FolderInUseError',
  'FaultyDataError',
  'ListenError',
  'UnreadableError',
  'StoreLockedError',
  'UnwritableStoreError',
])

/** Runs one command and gives its exit code. Nothing is thrown for what a person can mend: it is said. */
async function run(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        json: { type: 'boolean' },
        since: { type: 'string' },
        replay: { type: 'string' },
        format: { type: 'string' },
        out: { type: 'string' },
        force: { type: 'boolean' },
        bom: { type: 'boolean' },
      },
    })
    const [name, ...args] = positionals
    const command = name === undefined ? undefined : COMMANDS[name]
    if (name === undefined || (command === undefined && name === 'help')) {
      print(help())
      return values.help || name ? EXIT.done : EXIT.usage
    }
    if (command === undefined) {
      throw new UsageError(
        `expected a command (${Object.keys(COMMANDS).join(', ')}), got ${JSON.stringify(name)}`,
      )
    }
    if (values.help) {
      print(`words-vs-deeds ${command.usage} [--json]\n\n${command.help}`)
      return EXIT.done
    }
    if (args.length > command.most) {
      throw new UsageError(`${name}: expected at most ${command.most} arguments, got ${args.length}`)
    }
    const { since, replay, format, out } = values
    const options = { since, replay, format, out }
    for (const [option, value] of Object.entries(options)) {
      if (value !== undefined && !command.options?.includes(option as keyof Options))
        throw new UsageError(`${name}: expected no --${option}, which is for: ${takersOf(option)}`)
    }
    return await command.run(args, values.json ?? false, readConfig(), options)
  } catch (error) {
    if (error instanceof UsageError || (error instanceof TypeError && 'code' in error)) {
      complain(`${error.message}\nSee: words-vs-deeds --help`)
      return EXIT.usage
    }
    if (error instanceof ConfigError || error instanceof ProblemError) {
      complain(error.message)
      return EXIT.usage
    }
    if (error instanceof Error && BLOCKING.has(error.name)) {
      complain(error.message)
      return EXIT.blocked
    }
    throw error
  }
}

// Whoever reads may have read enough, as `head` does: the work goes on, and what is printed after that is lost.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await run(process.argv.slice(2))
