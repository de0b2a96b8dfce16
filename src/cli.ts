#!/usr/bin/env node
// What can be done from the command line?
import { parseArgs } from 'node:util'
import { type Config, ConfigError, readConfig, SETTINGS } from './config.ts'
import { printFault } from './domain/check.ts'
import { FaultyDataError, ListenError, serve } from './main.ts'
import { readCuratedData } from './store/evidence.ts'
import { StoreLockedError, UnwritableStoreError } from './store/store.ts'
import { UnreadableFeedError, verifyFeed } from './verify.ts'

/** 0: done. 1: faults or differences were found. 2: called wrongly. 3: the machine or the data stands in the way. */
const EXIT = { done: 0, found: 1, usage: 2, blocked: 3 } as const

interface Command {
  readonly usage: string
  readonly summary: string
  readonly help: string
  /** Gives the exit code. */
  readonly run: (args: readonly string[], json: boolean, config: Config) => Promise<number>
  readonly most: number
}

class UsageError extends Error {}

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
  check: {
    usage: 'check',
    summary: 'check the curated data, and print every fault',
    help: 'Checks every record of the curated data: shape, ids that resolve, dates, numbers that agree with each other. Prints one line for each fault: file, record, field, expected, got.',
    most: 0,
    async run(_, json, config) {
      const { evidence, faults } = await readCuratedData(config.evidenceDir)
      const { programmes, sources, statements, measures, observations } = evidence
      const claims = statements.flatMap((statement) => statement.claims)
      const counts = {
        programmes: programmes.length,
        sources: sources.length,
        statements: statements.length,
        claims: claims.length,
        measures: measures.length,
        observations: observations.length,
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
  verify: {
    usage: 'verify [FILE|URL]',
    summary: 'recompute every verdict in a feed, and print any that differ',
    help: 'Reads a feed from a file or an address (the feed of the site that runs here, unless given) and works every verdict out again from what the feed itself holds. Prints one line for each that differs.',
    most: 1,
    async run([from], json, config) {
      const { items, verdicts, differences } = await verifyFeed(from ?? `${config.siteUrl}/feed.json`)
      if (json) print(JSON.stringify({ items, verdicts, differences }))
      else {
        for (const { claim, part, stated, recomputed } of differences) {
          print(`${claim}: ${part === '' ? '' : `${part}: `}stated ${stated}, recomputed ${recomputed}`)
        }
        print(`${verdicts} verdicts in ${items} items recomputed, ${differences.length} different`)
      }
      return differences.length === 0 ? EXIT.done : EXIT.found
    },
  },
}

function help(): string {
  const commands = Object.values(COMMANDS).map(({ usage, summary }) => `  ${usage.padEnd(22)}${summary}`)
  const settings = SETTINGS.map(
    ({ name, meaning, fallback }) => `  ${name.padEnd(14)}${meaning} [${fallback}]`,
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

/** Runs one command and gives its exit code. Nothing is thrown for what a person can mend: it is said. */
async function run(argv: readonly string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean' } },
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
    return await command.run(args, values.json ?? false, readConfig())
  } catch (error) {
    if (error instanceof UsageError || (error instanceof TypeError && 'code' in error)) {
      complain(`${error.message}\nSee: words-vs-deeds --help`)
      return EXIT.usage
    }
    if (error instanceof ConfigError) {
      complain(error.message)
      return EXIT.usage
    }
    const known = [FaultyDataError, ListenError, UnreadableFeedError, StoreLockedError, UnwritableStoreError]
    if (error instanceof Error && known.some((kind) => error instanceof kind)) {
      complain(error.message)
      return EXIT.blocked
    }
    throw error
  }
}

process.exitCode = await run(process.argv.slice(2))
