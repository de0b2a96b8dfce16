// scrapers/department-payments: a source of rows for the tests, invented: what did a department pay, and how much of it to charities?
import { defineBulk, SourceChangedError } from '../../../../../dist/src/collect/index.js'
import { csvRows } from '../../../../../dist/src/collect/formats/csv.js'

const pence = (amount) => Math.round(Number(amount) * 100)

export default defineBulk({
  title: 'Payments of a department',
  publisher: 'Department for Examples',
  licence: 'OGL-3.0',
  cadence: '17 5 * * *',
  baseUrl: 'https://example.org/',
  expected: { min: 1, max: 1_000_000 },
  handles: (url) => ['/payments.csv', '/slow.csv'].includes(url.pathname),
  start: () => ({ pages: ['payments.csv'] }),
  async *readRows(page, { issue }) {
    if (page.url.endsWith('/slow.csv')) {
      // Long rows with a breath between them: what was written drains while nobody waits for it.
      for (let n = 1; n <= 60; n++) {
        yield { kind: 'payment', key: String(n), supplier: 'Oak '.repeat(20_000), amount: '1.00' }
        for (let breath = 0; breath < 20; breath++) await new Promise((next) => setImmediate(next))
      }
      return
    }
    let headings = null
    for await (const { line, cells } of csvRows(page)) {
      if (headings === null) {
        headings = cells
        if (cells.join() !== 'Supplier,Amount')
          throw new SourceChangedError(`expected the columns Supplier and Amount, got "${cells.join()}"`)
        continue
      }
      const [supplier, amount] = cells
      if (/^\d+\.\d\d$/.test(amount)) yield { kind: 'payment', key: String(line), supplier, amount }
      else issue(`line ${line}: expected an amount, got "${amount}"`)
    }
  },
  async *tally({ rows, today }) {
    const paid = []
    for await (const row of rows('payment')) paid.push(row)
    const list = 'Payments of a department'
    for (const { key, supplier, amount, provenance } of paid)
      if (/charity/i.test(supplier))
        yield {
          listing: {
            ...{ rung: 'paid', list, identifier: key, supplier: { name: supplier, ids: [] }, on: '2026-01' },
            ...{ money: { amount, currency: 'GBP', basis: 'not-stated' }, referrals: null, said: null },
            url: provenance.url,
          },
        }
    if (paid.length > 0) yield { printed: { list, total: paid.length } }
    const all = paid.reduce((sum, { amount }) => sum + pence(amount), 0)
    if (all === 0) return
    const toCharities = paid.filter(({ supplier }) => /charity/i.test(supplier))
    const value = toCharities.reduce((sum, { amount }) => sum + pence(amount), 0) / 100
    yield {
      key: 'example-paid-to-charities all',
      observation: {
        measure: 'example-paid-to-charities',
        programme: 'government-grants',
        period: { start: '2026-01', end: '2026-01' },
        area: 'UK',
        dimensions: {},
        value,
        display: `£${value}`,
        low: null,
        high: null,
        numerator: value,
        denominator: all / 100,
        unknown: 0,
        sampleSize: null,
        status: 'final',
        grade: 'B',
        published: today,
        sameWordsAs: [],
        locator: null,
        note: '',
      },
      contributions: paid.map(({ key, supplier, amount }) => ({
        identifier: key,
        supplier,
        label: /charity/i.test(supplier) ? 'yes' : 'no',
        why: 'by its name',
        value: amount,
        note: '',
        url: 'https://example.org/payments.csv',
      })),
    }
  },
})
