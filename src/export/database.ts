// How is the data written as an SQLite database?
import { rm } from 'node:fs/promises'
import sqlite from 'node-sqlite3-wasm'
import type { View } from '../web/resource.ts'
import { type About, aboutLines } from './about.ts'
import type { Cell, Table } from './tables.ts'

const TYPES = { string: 'TEXT', number: 'REAL', integer: 'INTEGER', boolean: 'INTEGER' } as const
/** Rows written before whatever else is going on gets its turn. */
const TURN = 2_000

const quoted = (name: string): string => `"${name}"`
const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`
const value = (cell: Cell): string | number | null => (typeof cell === 'boolean' ? Number(cell) : cell)

function createSql({ name, columns, key }: Table): string {
  const parts = [
    ...columns.map((one) => `${quoted(one.name)} ${TYPES[one.type]}${one.required ? ' NOT NULL' : ''}`),
    `PRIMARY KEY (${key.map(quoted).join(', ')})`,
    ...columns.flatMap(({ name: own, references }) =>
      references
        ? [`FOREIGN KEY (${quoted(own)}) REFERENCES ${quoted(references[0])} (${quoted(references[1])})`]
        : [],
    ),
  ]
  return `CREATE TABLE ${quoted(name)} (${parts.join(', ')})`
}

/**
 * Writes the database to a new file: a table for each of `tables`, `notes` with what every file says of itself, and `columns`
 * with what each column holds. Booleans are 0 and 1.
 */
export async function writeDatabase(
  path: string,
  view: View,
  about: About,
  tables: readonly Table[],
  signal?: AbortSignal,
): Promise<void> {
  const db = new sqlite.Database(path)
  try {
    // The file is written beside its place and moved there when whole: a journal would be for nothing.
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN')
    db.exec('CREATE TABLE notes (line INTEGER PRIMARY KEY, text TEXT NOT NULL)')
    for (const [index, line] of aboutLines(about).entries())
      db.run('INSERT INTO notes VALUES (?, ?)', [index + 1, line])
    db.exec('CREATE TABLE columns ("table" TEXT NOT NULL, "column" TEXT NOT NULL, description TEXT NOT NULL)')
    for (const table of tables) {
      for (const { name, description } of table.columns)
        db.run('INSERT INTO columns VALUES (?, ?, ?)', [table.name, name, description])
      db.exec(createSql(table))
      const insert = db.prepare(
        `INSERT INTO ${quoted(table.name)} VALUES (${table.columns.map(() => '?').join(', ')})`,
      )
      let count = 0
      try {
        for (const row of table.rows(view)) {
          insert.run(row.map(value))
          count += 1
          if (count % TURN !== 0) continue
          await new Promise((resolve) => setImmediate(resolve))
          signal?.throwIfAborted()
        }
      } finally {
        insert.finalize()
      }
    }
    db.exec(
      `CREATE VIEW about AS SELECT ${sqlText(about.version)} AS version, ${sqlText(about.citation)} AS citation`,
    )
    db.exec('COMMIT')
  } finally {
    db.close()
    await rm(`${path}.lock`, { recursive: true, force: true })
  }
}
