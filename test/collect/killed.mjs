// What does a collecting process do that may be killed at any moment? One run, against a store that keeps one line a batch.
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs'
import { discoverSources, makeWire, runSource } from '../../dist/src/collect/collect.js'
import { parsePage } from '../../dist/src/collect/index.js'

const [root, id, baseUrl, captures, journal] = process.argv.slice(2)

/** Reads what earlier processes kept; a line that was cut short was never promised. */
function replayJournal() {
  const shelves = new Map()
  let text = ''
  try {
    text = readFileSync(journal, 'utf8')
  } catch {}
  for (const line of text.split('\n')) {
    try {
      const { shelf, records } = JSON.parse(line)
      const kept = shelves.get(shelf) ?? new Map()
      for (const record of records) kept.set(record.id, record)
      shelves.set(shelf, kept)
    } catch {}
  }
  return shelves
}

const shelves = replayJournal()
const file = openSync(journal, 'a')
writeSync(file, '\n')
const store = {
  read: async ({ source, kind }) => [...(shelves.get(`${source}/${kind}`) ?? new Map()).values()],
  put: async ({ source, kind }, records) => {
    const shelf = `${source}/${kind}`
    writeSync(file, `${JSON.stringify({ shelf, records })}\n`)
    fsyncSync(file)
    const kept = shelves.get(shelf) ?? new Map()
    for (const record of records) kept.set(record.id, record)
    shelves.set(shelf, kept)
    return { new: 0, changed: 0, unchanged: 0 }
  },
}
const source = (await discoverSources(root)).sources.find((one) => one.id === id)
const wire = makeWire('test@example.org', [baseUrl])
// Pages are read in this thread: starting another would be half the time of each life, and none of what is tested.
const parser = ({ scraper, lookups }) => ({
  parse: async (input) => parsePage(scraper, lookups, input),
  close: async () => {},
})
const summary = await runSource(source, { store, wire, captures, rows: `${captures}-rows`, baseUrl, parser })
await wire.close()
closeSync(file)
writeSync(1, `${JSON.stringify(summary)}\n`)
