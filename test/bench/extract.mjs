// How well does the extractor find the words? Scores it on a file of labelled examples, one JSON object a line:
//   npm run bench:extract -- FILE.jsonl [--json] [--errors]
// With --speed and no file: how long do one, two and four megabytes on one line take? It should double each time.
//   npm run bench:extract -- --speed
import { readdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseLabelled, parseLexicon, readPassage, scoreReadings } from '../../dist/src/extract/index.js'
import { claimKey } from '../../dist/src/extract/score.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, errors: { type: 'boolean' }, speed: { type: 'boolean' } },
})
const file = positionals[0]
if (file === undefined && !values.speed) {
  console.error('usage: npm run bench:extract -- FILE.jsonl [--json] [--errors]')
  process.exit(2)
}

const data = new URL('../../data/', import.meta.url)
const readJson = (url) => JSON.parse(readFileSync(url, 'utf8'))
const filesIn = (folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
const wordsFolder = new URL('words/', data)
const evidenceFolder = new URL('evidence/', data)
const lexicon = parseLexicon({
  words: Object.fromEntries(
    filesIn(wordsFolder).map((name) => [name.replace('.json', ''), readJson(new URL(name, wordsFolder))]),
  ),
  programmes: filesIn(evidenceFolder).map((name) => readJson(new URL(name, evidenceFolder)).programme),
  measures: readJson(new URL('measures.json', data)).measures,
})

if (values.speed) {
  printSpeed()
  process.exit(0)
}

const examples = parseLabelled(readFileSync(file, 'utf8'))
const started = performance.now()
const pairs = examples.map((label) => ({ label, reading: readPassage(label.text, lexicon) }))
const elapsed = performance.now() - started
const scores = scoreReadings(pairs)

if (values.errors) {
  for (const { label, reading } of pairs) printDisagreement(label, reading)
}
if (values.json) {
  const parts = Object.entries(scores).map(([part, { precision, recall, f1 }]) => [
    part,
    { precision, recall, f1 },
  ])
  console.log(JSON.stringify(Object.fromEntries(parts)))
} else {
  console.log(`${examples.length} labelled examples, read in ${Math.round(elapsed)} ms\n`)
  console.log('part          precision  recall  f1     right/found/labelled')
  for (const [part, one] of Object.entries(scores)) {
    const figures = [one.precision.toFixed(3).padEnd(9), one.recall.toFixed(3).padEnd(6), one.f1.toFixed(3)]
    console.log(`${part.padEnd(13)} ${figures.join('  ')}  ${one.right}/${one.found}/${one.labelled}`)
  }
}

function printDisagreement(label, reading) {
  const lines = []
  if (label.about_sector !== reading.aboutSector.decided) {
    lines.push(`about_sector: labelled ${label.about_sector}; ${reading.aboutSector.because.join('; ')}`)
  }
  const ids = reading.programmes.map((one) => one.id)
  const differ = [
    ...label.programmes.filter((id) => !ids.includes(id)).map((id) => `missing ${id}`),
    ...reading.programmes
      .filter(({ id }) => !label.programmes.includes(id))
      .map((one) => `extra ${one.id}, ${one.because}`),
  ]
  if (differ.length > 0) lines.push(`programmes: ${differ.join('; ')}`)
  if (label.kind !== reading.kind.kind) {
    lines.push(
      `kind: labelled ${label.kind}, found ${reading.kind.kind} by ${reading.kind.because.join('; ')}`,
    )
  }
  const wanted = label.claims.map(claimKey)
  for (const claim of reading.claims) {
    const at = wanted.indexOf(claimKey(claim))
    if (at >= 0) wanted.splice(at, 1)
    else lines.push(`claims: extra ${claimKey(claim)} from "${claim.text}" (${claim.because.join('; ')})`)
  }
  for (const key of wanted) lines.push(`claims: missing ${key}`)
  if (lines.length > 0) console.log(`${label.id ?? ''} ${label.text}\n  ${lines.join('\n  ')}\n`)
}

function printSpeed() {
  const kinds = {
    'one sentence': 'charities deliver public services and ',
    'many sentences': 'Over 40 charities won public contracts. ',
    'half-begun phrases': 'voluntary and community and ',
    'number words': 'twenty hundred and ',
    marks: '(-.',
  }
  for (const [kind, unit] of Object.entries(kinds)) {
    const times = [1, 2, 4].map((megabytes) => {
      const text = unit.repeat((megabytes * 1_000_000) / unit.length)
      const began = performance.now()
      readPassage(text, lexicon)
      return `${Math.round(performance.now() - began)} ms`
    })
    console.log(`${kind.padEnd(20)} ${times.join('  ')}`)
  }
}
