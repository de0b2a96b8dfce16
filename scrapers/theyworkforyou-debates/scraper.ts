// scrapers/theyworkforyou-debates: what was said and written in Parliament, from TheyWorkForYou's XML of Hansard?
import { defineScraper, OddRecordError, SourceChangedError, windowsOf } from '../../src/collect/index.ts'
import { readDay } from './day.ts'
import { findDayFile, folders, isFolder, latestFiles } from './files.ts'

/** The programmes this project follows begin after it; older days come a year a run, so that no run is large. */
const FIRST = '2005-01-01'
const STEP = 366
/** Revisions of a day came up to six weeks after it. */
const OVERLAP = 60

/** Folder and file of an address; null for another address. The file of a listing is empty. */
function placeOf({ protocol, hostname, pathname }: URL) {
  const [, folder = '', file = ''] = /^\/pwdata\/scrapedxml\/([a-z]+)\/([^/]*)$/.exec(pathname) ?? []
  const here = /^https?:$/.test(protocol) && hostname.replace(/\.$/, '') === 'www.theyworkforyou.com'
  return here && isFolder(folder) ? { folder, file } : null
}

export default defineScraper({
  title:
    'Hansard as XML: debates, Westminster Hall, Lords, committees on bills, written answers and statements',
  publisher: 'TheyWorkForYou (mySociety), from UK Parliament',
  licence: 'OPL-3.0; ids and other additions CC-BY-SA-2.5',
  cadence: '25 7 * * *',
  baseUrl: 'https://www.theyworkforyou.com/pwdata/',
  expected: { min: 1, max: 500_000 },
  pages: 20_000,
  notes:
    'robots.txt of www.theyworkforyou.com bars /pwdata, so without a mirror every run is blocked, which is right. ' +
    'Set SOURCE_THEYWORKFORYOU_DEBATES_URL to a directory, file:///path/to/parldata/, filled by ' +
    'rsync data.theyworkforyou.com::parldata (folder scrapedxml). A run reads the newest two months and one year of ' +
    'older days, until 2005 is reached. Of a day only the highest revision is read, and only when it says that it is the latest. ' +
    'Tested on real files of 26 to 29 October 2009. Files with person_id, written answers without a revision letter (from ' +
    'late 2014) and files in UTF-8 (from 2016) are read by description: no real one was at hand. Divisions and lists of ' +
    'members are left out. An office printed once is carried to the same person’s other words of that day.',
  handles: (url) => {
    const place = placeOf(url)
    if (!place) return false
    const { folder, file } = place
    return file === '' || file === 'changedates.txt' || findDayFile(folder, file) !== null
  },
  start: (standing) => {
    const { windows, cursor } = windowsOf(standing, { first: FIRST, overlap: OVERLAP, step: STEP })
    const pages = windows.flatMap(({ from, to }) =>
      folders.map((folder) => `scrapedxml/${folder}/?from=${from}&to=${to}`),
    )
    return { pages, cursor }
  },
  parse(page, tools) {
    const url = new URL(page.url)
    const place = placeOf(url)
    if (!place) throw new SourceChangedError(`expected an address under scrapedxml, got ${page.url}`)
    const { folder, file } = place
    if (file === 'changedates.txt') {
      const lines = page.text.split(/\r?\n/).filter((line) => line.trim() !== '')
      const odd = lines.find((line) => !/^\d+,[\w.-]+\.xml$/.test(line.trim()))
      if (odd !== undefined) throw new OddRecordError(`expected "unixtime,file", got "${odd.slice(0, 80)}"`)
      tools.issue(`not read: it says when ${lines.length} files of ${folder} were made, and holds no words`)
      return []
    }
    if (file === '') {
      const range = {
        from: url.searchParams.get('from') ?? '0000-00-00',
        to: url.searchParams.get('to') ?? '9999-99-99',
      }
      const odd = (name: string): void =>
        tools.issue(`a name in the listing of ${folder} is of no known form`, name.slice(0, 120))
      return {
        follow: latestFiles(folder, page.text, range, odd).map((name) => new URL(name, page.url).href),
      }
    }
    const day = findDayFile(folder, file)
    if (!day) throw new SourceChangedError(`expected a file of ${folder}, got ${file}`)
    return readDay(page, day, tools)
  },
})
