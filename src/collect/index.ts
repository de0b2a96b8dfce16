// What may a scraper use? This, and nothing else of the program.
export {
  awardShares,
  type CountedAward,
  inOrder,
  isProvisional,
  type Period,
  periodsOf,
  type Series,
} from './award-shares.ts'
export { type Body, readBody } from './body.ts'
export type {
  BulkPage,
  Classify,
  Contribution,
  KeptRow,
  Listed,
  ReadRows,
  Row as BulkRow,
  RowCapture,
  Supplier,
  Tallied,
  Tally,
  TallyInput,
} from './bulk.ts'
export { decodeText } from './charset.ts'
export {
  CollectError,
  explain,
  HostilePageError,
  type Issue,
  OddRecordError,
  SourceChangedError,
  UnknownCategoryError,
} from './errors.ts'
export { defineFeed, type FeedOptions } from './feed-scraper.ts'
export {
  type DocumentPayload,
  documentFinding,
  documentFindings,
  type Finding,
  type Paragraph,
  type Parsed,
  type Speaker,
} from './finding.ts'
export {
  type Answer,
  addressesSince,
  followRows,
  NOTHING,
  type OldAddress,
  type OwnPage,
  readReplay,
} from './formats/archive.ts'
export { type Bytes, bytesOf, type Encoding, encodingOf, type Input, utf8Of } from './formats/bytes.ts'
export { type Exchanged, isCassette, readCassette } from './formats/cassette.ts'
export { type Cell, columnName, decimalOf, type SheetLimits, type SheetRow } from './formats/cells.ts'
export { type CsvOptions, type CsvRow, csvRecords, csvRows, type HeadedRow } from './formats/csv.ts'
export { type JsonItem, type JsonOptions, jsonRecords } from './formats/json-array.ts'
export { type IndexRow, type Replay, rawReplay, replayOf, standingOf } from './formats/memento.ts'
export {
  type Fields,
  fieldsOf,
  flagIn,
  listOf,
  type OcdsRelease,
  ocdsReleases,
  type PrintedBids,
  type PrintedSupplier,
  type PrintedValue,
  printedBids,
  printedSuppliers,
  printedValue,
  shortText,
  stampOf,
  stated,
  statusIn,
  textIn,
  textsIn,
} from './formats/ocds.ts'
export { periodOf } from './formats/periods.ts'
export { type SheetOptions, sheetRows } from './formats/sheet.ts'
export { type FileKind, sniff, UnreadableFileError } from './formats/sniff.ts'
export {
  readTable,
  sheetTest,
  type TableCell,
  type TableDescription,
  tableDescription,
} from './formats/table.ts'
export { CELL_STATES, type CellState } from './formats/table-cell.ts'
export { openZip, type Zip, type ZipLimits } from './formats/zip.ts'
export { type Attachment, type ContentPage, readContentPage } from './gov-uk-content.ts'
export { fileName, govUkFiles, type OfferedFile, offeredFiles } from './gov-uk-files.ts'
export { isRecord, type JsonRecord, jsonRecord, unwrapped } from './json.ts'
export { catalogueLeads, listedIds } from './leads.ts'
export { fullYear, MONTH_WORDS, monthIn, monthNumber } from './months.ts'
export { makePage, type PageInput, parsePage } from './parse-page.ts'
export type { Json } from './port.ts'
export {
  type Elements,
  hostOf,
  html,
  listedDay,
  maybe,
  one,
  printedDate,
  type Row,
  readablePath,
  some,
  table,
  textOf,
  tidyText,
  xml,
} from './reading.ts'
export {
  defineBulk,
  defineScraper,
  type Lookups,
  type Page,
  type Parse,
  type Scraper,
  type Standing,
  type Tools,
} from './scraper.ts'
export { dayPlus, type Window, windowsBetween, windowsOf } from './windows.ts'
