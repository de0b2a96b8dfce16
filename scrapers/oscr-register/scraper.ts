// Who is, or was, on the Scottish Charity Register, and from when until when?
import { defineBulk, openZip, type ReadRows, sniff, UnreadableFileError } from '../../src/collect/index.ts'
import { isAnswer, readAnswer } from './answers.ts'
import { readRegister } from './rows.ts'

/** Annual returns of five years, several lines a charity: no register. */
const isReturns = (name: string): boolean =>
  /Charity(?:Export-)?5Years|\/5-years-charity-register/i.test(name)

const readRows: ReadRows = async function* (page, tools) {
  if (isReturns(page.url)) {
    tools.issue('a list of annual returns; they are not read, and the register is at other addresses')
    return
  }
  if (isAnswer(new URL(page.url))) {
    yield* readAnswer(page, tools)
    return
  }
  if ((await sniff(page)) !== 'zip') {
    yield* readRegister(page, tools)
    return
  }
  const zip = await openZip(page)
  try {
    const lists = zip.entries.filter(({ name }) => /\.csv"$/i.test(name) && !isReturns(name))
    if (lists.length === 0)
      throw new UnreadableFileError(
        `expected a register as CSV in the zip, found ${zip.entries.map(({ name }) => name).join('; ') || 'no file'}`,
      )
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
    'No file of the register was at hand when this was written: addresses and columns come from programs of other people that read it. Answers of the service that gives single charities are read too, and never asked for.',
  handles: (url) =>
    /^https?:$/.test(url.protocol) &&
    (isAnswer(url) ||
      (/^(?:www\.)?oscr\.org\.uk$/.test(url.hostname) &&
        (/^\/download\/(?:charity|charity-former|5-years-charity)-register\/?$/i.test(url.pathname) ||
          /^\/umbraco\/surface\/formssurface\/charity(?:former|5years)?regdownload\/?$/i.test(url.pathname) ||
          /\/Charity(?:Export|Former)[^/]*\.(?:csv|zip)$/i.test(url.pathname)))),
  start: () => ({
    // Where they are reported to lie since 2026; before, at /umbraco/Surface/FormsSurface/.
    pages: ['/download/charity-register', '/download/charity-former-register'],
  }),
  readRows,
})
