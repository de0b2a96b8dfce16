// How are the tables described to programs?
//
// Data Package and Table Schema 1.0 (frictionlessdata.io), and CSV on the Web (W3C, 2015), both from src/export/tables.ts.
import type { About } from './about.ts'
import type { Column, Table } from './tables.ts'

/** A file that was written. */
export interface Written {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

const OGL = {
  name: 'OGL-UK-3.0',
  title: 'Open Government Licence v3.0',
  path: 'https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/',
}
const APOSTROPHES =
  'A text that a spreadsheet could run as a formula, or that begins with an apostrophe, has an apostrophe in front: take one off.'

const field = ({ name, type, description, required }: Column) => ({
  ...{ name, type, description },
  ...(required ? { constraints: { required } } : {}),
})

/** Both standards forbid an empty list. */
function foreignKeys(
  { columns }: Table,
  write: (column: string, references: readonly [table: string, column: string]) => object,
): { readonly foreignKeys?: readonly object[] } {
  const keys = columns.flatMap(({ name, references }) => (references ? [write(name, references)] : []))
  return keys.length === 0 ? {} : { foreignKeys: keys }
}

export const csvPath = (table: Table): string => `csv/${table.name}.csv`

/** datapackage.json. `written` are the CSV files, with their digests. */
export function dataPackage(about: About, tables: readonly Table[], written: readonly Written[]): object {
  const files = new Map(written.map((one) => [one.name, one]))
  return {
    profile: 'tabular-data-package',
    name: 'words-vs-deeds',
    title: about.title,
    version: about.version,
    homepage: about.home,
    description: [...about.caveats, APOSTROPHES].join(' '),
    licenses: [OGL],
    keywords: ['voluntary sector', 'public services', 'government', 'United Kingdom'],
    citation: about.citation,
    licenceNote: about.licence,
    rule: about.rule,
    resources: tables.map((table) => {
      const file = files.get(csvPath(table))
      return {
        profile: 'tabular-data-resource',
        name: table.name.replaceAll('_', '-'),
        title: table.title,
        description: table.description,
        path: csvPath(table),
        format: 'csv',
        mediatype: 'text/csv',
        encoding: 'utf-8',
        ...(file ? { bytes: file.bytes, hash: `sha256:${file.sha256}` } : {}),
        dialect: { delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
        schema: {
          fields: table.columns.map(field),
          primaryKey: [...table.key],
          missingValues: [''],
          ...foreignKeys(table, (name, [other, theirs]) => ({
            fields: name,
            reference: { resource: other.replaceAll('_', '-'), fields: theirs },
          })),
        },
      }
    }),
  }
}

const DATATYPES = { string: 'string', number: 'number', integer: 'integer', boolean: 'boolean' } as const

/** csv/csv-metadata.json: the name under which a reader of CSV on the Web looks for it. */
export function csvwMetadata(about: About, tables: readonly Table[]): object {
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'en' }],
    'dc:title': about.title,
    'dc:identifier': about.version,
    'dc:license': { '@id': OGL.path },
    'dc:rights': about.licence,
    'dc:bibliographicCitation': about.citation,
    'dc:description': [...about.caveats, APOSTROPHES].join(' '),
    tables: tables.map((table) => ({
      url: `${table.name}.csv`,
      'dc:title': table.title,
      'dc:description': table.description,
      tableSchema: {
        columns: table.columns.map(({ name, type, description, required }) => ({
          ...{ name, titles: name, 'dc:description': description, datatype: DATATYPES[type] },
          ...(required ? { required } : { null: '' }),
        })),
        primaryKey: [...table.key],
        ...foreignKeys(table, (columnReference, [other, theirs]) => ({
          columnReference,
          reference: { resource: `${other}.csv`, columnReference: theirs },
        })),
      },
    })),
  }
}
