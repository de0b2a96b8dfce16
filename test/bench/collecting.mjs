// How much text is parsed and read in a minute on one core, and does memory stay flat?
//
// Ten thousand documents go one after another through the scrapers' own parse and the finding of passages, as in the
// parsing thread: half items of GOV.UK's Content API (JSON with HTML inside), half days of Hansard as TheyWorkForYou
// keeps them (XML). All text is invented, from a seed. Beside it, in turns and on the same bytes, a peer that only takes
// the text out: JSON.parse and cheerio. Processor time is counted, so that other work on the machine changes little.
// Ends with 1 when a core would read under 20 MB a minute, or when the heap has grown.
// npm run bench:collect -- [--documents 10000] [--json]
import { readdirSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { load } from 'cheerio'
import govUk from '../../dist/scrapers/gov-uk-statements/scraper.js'
import hansard from '../../dist/scrapers/theyworkforyou-debates/scraper.js'
import { readOn } from '../../dist/src/collect/derive.js'
import { parsePage } from '../../dist/src/collect/parse-page.js'
import derive from '../../dist/src/extract/derive.js'

const { values } = parseArgs({
  options: { documents: { type: 'string', default: '10000' }, json: { type: 'boolean', default: false } },
})
const documents = Number(values.documents)
const batch = Math.min(1000, documents)
const LEAST_MEGABYTES = 20
const MOST_GROWTH = 10
setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

const data = new URL('../../data/', import.meta.url)
const readJson = (path) => JSON.parse(readFileSync(new URL(path, data), 'utf8'))
const jsonIn = (folder) => readdirSync(new URL(folder, data)).filter((name) => name.endsWith('.json'))
const passagesIn = derive({
  digest: 'benchmark',
  lists: {
    words: Object.fromEntries(jsonIn('words/').map((name) => [name.slice(0, -5), readJson(`words/${name}`)])),
    programmes: jsonIn('evidence/').map((name) => readJson(`evidence/${name}`).programme),
    measures: readJson('measures.json').measures,
  },
})
const lookups = readJson('../scrapers/gov-uk-statements/lookups.json')

// One sentence in twenty is about the sector, as in a debate near the subject; the rest is only like it.
const ON_TOPIC = [
  'Charities won NUMBER of the contracts for PLACE, worth £NUMBERm.',
  'We will give the voluntary sector a greater part in PLACE by 2019.',
  'More than NUMBER per cent of the subcontractors in PLACE are social enterprises.',
  'What plans has she to work with the voluntary sector in PLACE?',
]
const OFF_TOPIC = [
  'The House will know that PLACE has NUMBER miles of road, of which some were mended last year.',
  'I thank my hon. Friend for that question, which touches on PLACE and on much else besides.',
  'The register of charities lists NUMBER names, and the regulator reads the accounts of each.',
  'There was a voluntary code on labels, signed by NUMBER firms, and few of them kept to it.',
  'In 2011-12 the Department spent £NUMBER,000 on paper, envelopes and the like in PLACE.',
  'He asked what the weather would be, and the answer, as ever, was that nobody in PLACE could say.',
  'Members from all sides of the House have spoken of the harbour, the railway and the price of bread.',
]
const PLACES = ['North Sample', 'probation services', 'the port', 'Lower Example', 'libraries', 'Westmere']

let seed = 1
const random = (below) => {
  seed = (seed * 48271) % 2147483647
  return seed % below
}
const pick = (list) => list[random(list.length)]
const sentence = () =>
  pick(random(20) === 0 ? ON_TOPIC : OFF_TOPIC)
    .replace(/NUMBER/g, () => String(2 + random(97)))
    .replace(/PLACE/g, () => pick(PLACES))
const paragraph = () => Array.from({ length: 3 + random(4) }, sentence).join(' ')

function govUkItem(number) {
  const path = `/government/speeches/invented-${number}`
  const blocks = Array.from({ length: 12 }, (_, i) =>
    i % 6 === 0 ? `<h2 id="part-${i}">Part ${i}</h2>\n<p>${paragraph()}</p>` : `<p>${paragraph()}</p>`,
  )
  const organisation = {
    content_id: '0a000000-0000-4000-8000-000000000001',
    title: 'Office for Plain Dealing',
    base_path: '/government/organisations/office-for-plain-dealing',
    locale: 'en',
    schema_name: 'organisation',
    document_type: 'organisation',
  }
  const item = {
    base_path: path,
    content_id: `1b000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    document_type: 'speech',
    schema_name: 'speech',
    first_published_at: '2012-06-12T08:00:00.000+00:00',
    public_updated_at: '2012-06-12T08:00:00.000+00:00',
    updated_at: '2018-01-10T12:50:20.248Z',
    locale: 'en',
    phase: 'live',
    title: `Invented speech ${number}`,
    description: 'A speech that nobody made.',
    withdrawn_notice: {},
    details: {
      body: `<div class="govspeak">${blocks.join('\n')}</div>`,
      delivered_on: '2012-06-12T01:00:00+01:00',
    },
    links: { organisations: [organisation], speaker: [{ title: 'Ada Example MP' }] },
  }
  return {
    scraper: govUk,
    url: `https://www.gov.uk/api/content${path}`,
    contentType: 'application/json',
    text: JSON.stringify(item),
    textOnly: (text) => load(JSON.parse(text).details.body).text(),
  }
}

function hansardDay(number) {
  const date = new Date(Date.UTC(2001, 0, 1 + number)).toISOString().slice(0, 10)
  const id = (at) => `uk.org.publicwhip/debate/${date}a.${100 + at}.0`
  const speeches = Array.from({ length: 12 }, (_, at) => {
    const said = `\t<p pid="a.${100 + at}.0/1">${paragraph()}</p>`
    const who = `speakerid="uk.org.publicwhip/member/${90000 + (at % 4)}" speakername="Member ${at % 4}"`
    return `<speech id="${id(at)}" ${who} colnum="${100 + at}" time="11:30:00" url="">\n${said}\n</speech>`
  })
  const heading = `<major-heading id="uk.org.publicwhip/debate/${date}a.99.0" colnum="99" url="">Invented business</major-heading>`
  return {
    scraper: hansard,
    url: `https://www.theyworkforyou.com/pwdata/scrapedxml/debates/debates${date}a.xml`,
    contentType: 'application/xml',
    text: `<?xml version="1.0" encoding="ISO-8859-1"?>\n<publicwhip scrapeversion="a" latest="yes">\n${heading}\n${speeches.join('\n')}\n</publicwhip>\n`,
    textOnly: (text) => load(text, { xml: true }).text(),
  }
}

function timed(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1e6
}

const totals = { bytes: 0, seconds: 0, peerSeconds: 0, passages: 0, records: 0, issues: 0, characters: 0 }
const heaps = []
for (let from = 0; from < documents; from += batch) {
  const pages = Array.from({ length: Math.min(batch, documents - from) }, (_, i) => {
    const page = (from + i) % 2 === 0 ? govUkItem(from + i) : hansardDay(from + i)
    return { ...page, bytes: Buffer.from(page.text, 'latin1') }
  })
  const read = () => {
    for (const { scraper, url, contentType, bytes } of pages) {
      const page = { url, status: 200, captured: '2026-01-01T00:00:00.000Z', contentType, bytes }
      const { findings, issues } = readOn(parsePage(scraper, lookups, page), passagesIn)
      totals.issues += issues.length
      for (const { kind, payload } of findings) {
        totals.records += 1
        if (kind === 'passages') totals.passages += payload.passages.length
      }
    }
  }
  const peer = () => {
    for (const { textOnly, bytes } of pages) totals.characters += textOnly(bytes.toString('latin1')).length
  }
  // Whoever goes second finds a warmer cache, so they take turns.
  const readFirst = (from / batch) % 2 === 0
  if (!readFirst) totals.peerSeconds += timed(peer)
  totals.seconds += timed(read)
  if (readFirst) totals.peerSeconds += timed(peer)
  totals.bytes += pages.reduce((sum, { bytes }) => sum + bytes.length, 0)
  pages.length = 0
  collectGarbage()
  heaps.push(process.memoryUsage().heapUsed / 1e6)
  if (!values.json)
    console.log(`${Math.min(from + batch, documents)} documents: heap ${heaps.at(-1).toFixed(1)} MB`)
}

const megabytes = totals.bytes / 1e6
const perMinute = (seconds) => Math.round((megabytes / seconds) * 60)
const result = {
  documents,
  megabytes: Math.round(megabytes),
  passages: totals.passages,
  issues: totals.issues,
  megabytesPerMinute: perMinute(totals.seconds),
  peerMegabytesPerMinute: perMinute(totals.peerSeconds),
  heapGrowthMegabytes: Math.round((heaps.at(-1) - heaps[0]) * 10) / 10,
}
if (values.json) console.log(JSON.stringify(result))
else {
  console.log(`
${result.documents} documents, ${result.megabytes} MB, ${result.passages} passages, ${result.issues} issues
parse and read   ${result.megabytesPerMinute} MB a minute on one core
text only (peer) ${result.peerMegabytesPerMinute} MB a minute: JSON.parse or XML, cheerio, text()
heap             ${result.heapGrowthMegabytes} MB more after the last thousand than after the first`)
}
if (totals.passages === 0) throw new Error('no passage was found: the benchmark measures nothing')
process.exitCode =
  perMinute(totals.seconds) < LEAST_MEGABYTES || result.heapGrowthMegabytes > MOST_GROWTH ? 1 : 0
