// Who is, or was, on the Scottish Charity Register, and from when until when?
import { defineBulk, type Input, openZip, type ReadRows, sniff } from '../../src/collect/index.ts'
import { readRegister } from './rows.ts'

const readRows: ReadRows = async function* (page, tools) {
  if ((await sniff(page)) !== 'zip') {
    yield* readRegister(page, tools)
    return
  }
  const zip = await openZip(page)
  try {
    const lists: readonly Input[] = zip.entries.filter(({ name }) => /\.csv"?$/i.test(name))
    if (lists.length === 0) tools.issue(`expected a CSV in the zip, found ${zip.entries.length} other files`)
    for (const list of lists) yield* readRegister(list, tools)
  } finally {
    zip.close()
  }
}

export default defineBulk({
  title: 'Scottish Charity Register',
  publisher: 'Office of the Scottish Charity Regulator',
  licence: 'OGL-3.0',
  cadence: '53 3 * * 0',
  baseUrl: 'https://www.oscr.org.uk',
  // About 25,000 charities and 18,000 former ones.
  expected: { min: 10_000, max: 100_000 },
  notes:
    'No file of the register was at hand when this was written: addresses and columns come from programs of other people that read it.',
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    /^(?:www\.)?oscr\.org\.uk$/.test(url.hostname) &&
    (/^\/umbraco\/surface\/formssurface\/charity(?:former)?regdownload\/?$/i.test(url.pathname) ||
      /\/Charity(?:Export|Former)[^/]*\.(?:csv|zip)$/i.test(url.pathname)),
  start: () => ({
    pages: [
      '/umbraco/Surface/FormsSurface/CharityRegDownload',
      '/umbraco/Surface/FormsSurface/CharityFormerRegDownload',
    ],
  }),
  readRows,
})
