// verify.mjs: the same verification without this project, as one file that readers download and run with plain Node.
import { UnreadableError } from './errors.ts'
import { printVerification } from './print.ts'
import { verify } from './verify.ts'

const HELP = `Works every verdict of Words vs Deeds out again, by its published rule, and names those that differ.

  node verify.mjs [--json] FEED

FEED is the address of a feed (its pages are followed), a feed, items.jsonl or zip that was saved, or the folder of an
export. Needs Node 20 or newer, and nothing else.
Exit codes: 0 all is as stated, 1 something differs, 2 called wrongly, 3 cannot be read.`

async function run(args: readonly string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    console.log(HELP)
    return 0
  }
  const [from, ...more] = args.filter((arg) => arg !== '--json')
  if (from === undefined || more.length > 0 || from.startsWith('-')) {
    console.error(
      `expected one feed, zip or folder, got ${args.length === 0 ? 'none' : args.join(' ')}\n\n${HELP}`,
    )
    return 2
  }
  try {
    const found = await verify(from)
    console.log(args.includes('--json') ? JSON.stringify(found) : printVerification(found))
    return found.differences.length === 0 ? 0 : 1
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    console.error(error.message)
    return 3
  }
}

process.exitCode = await run(process.argv.slice(2))
