import { DamagedStoreError } from '#database/database-errors'
import { DatabaseFault } from '#database/mysql/database-fault'
import type { SqlReader } from '#database/sql-engine'
import { positional } from '#database/statement'
import { select } from '#database/table'
import { tables } from '#store/tables/tables'
import type { Findings } from './findings.ts'

/** What can look at its own files: a SQLite file, or servers. */
export type Storage = Readonly<{ files?: SqlReader; servers?: SqlReader }>

/** @returns whether the database can look at its own files */
export async function checkStorage({ files, servers }: Storage, findings: Findings): Promise<boolean> {
  if (files !== undefined) await checkSqliteFile(files, findings)
  return servers === undefined || checkServerTables(servers, findings)
}

/**
 * Lets SQLite check every page, and every key against its table.
 * @param findings gets the problems, under the name of the table where SQLite gives it
 */
async function checkSqliteFile(reader: SqlReader, findings: Findings): Promise<void> {
  try {
    const trees = await readTrees(reader)
    const isThrough = await check({ reader, findings }, 'PRAGMA integrity_check', (line) => tableOf(line, trees))
    if (!isThrough) await checkTables(reader, new Set(trees.values()), findings)
  } catch (error) {
    if (!(error instanceof DamagedStoreError)) throw error
    findings.add('sqlite_schema', 'yaoquan.db', 'the list of tables cannot be read')
  }
}

/** SQLite ends a check at a page that it cannot read at all. The other tables are then checked one by one. */
async function checkTables(reader: SqlReader, tables: ReadonlySet<string>, findings: Findings): Promise<void> {
  for (const table of tables) {
    const isThrough = await check({ reader, findings }, `PRAGMA integrity_check('${table}')`, () => table)
    if (!isThrough) findings.add(table, 'yaoquan.db', 'a page of the table or of a key of it is destroyed')
  }
}

/** @returns whether the check came to its end */
async function check(
  { reader, findings }: Readonly<{ reader: SqlReader; findings: Findings }>,
  pragma: string,
  nameTable: (line: string) => string,
): Promise<boolean> {
  try {
    for (const [line] of await reader.all(positional(pragma))) {
      if (line !== 'ok') findings.add(nameTable(String(line)), 'yaoquan.db', String(line))
    }
    return true
  } catch (error) {
    if (error instanceof DamagedStoreError) return false
    throw error
  }
}

/** Tables by the names of their keys and the numbers of their root pages. */
type Trees = ReadonlyMap<string, string>

const tree = select(['name', 'tbl_name', 'rootpage'])

async function readTrees(reader: SqlReader): Promise<Trees> {
  const rows = await reader.all(positional(`SELECT ${tree.text} FROM sqlite_schema`))
  return new Map(
    rows.map(tree.named).flatMap(({ name, tbl_name: table, rootpage: root }) => [
      [String(name), String(table)],
      [String(root), String(table)],
    ]),
  )
}

/** `Tree 12 page 34 …`, `… missing from index coupon_by_code`, `wrong # of entries in index …`, `NULL value in coupon.seq` */
function tableOf(line: string, trees: Trees): string {
  const [, tree, index, column] = /^Tree (\d+) |index (\w+)|in (\w+)\./.exec(line) ?? []
  const name = tree ?? index ?? column ?? ''
  return trees.get(name) ?? (name === '' ? 'sqlite_schema' : name)
}

/** The columns of an answer to CHECK TABLE. */
const answer = select(['table', 'operation', 'kind', 'text'])

/** Lets a server of the MySQL protocol check its tables and their keys. @returns whether it can */
async function checkServerTables(reader: SqlReader, findings: Findings): Promise<boolean> {
  for (const { name: table } of tables) {
    try {
      for (const row of await reader.all(positional(`CHECK TABLE ${table}`))) {
        const { kind, text } = answer.named(row)
        if (kind === 'error' || (kind === 'status' && text !== 'OK')) findings.add(table, 'the table', String(text))
      }
    } catch (error) {
      // Servers that keep rows elsewhere than InnoDB may not know the statement, or a user may not be allowed to run it.
      if (error instanceof DatabaseFault && error.kind === 'refused') return false
      throw error
    }
  }
  return true
}
