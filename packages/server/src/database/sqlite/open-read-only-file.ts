import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { DamagedStoreError } from '#database/damaged-store-error'
import { MissingTableError } from '#database/missing-table-error'
import type { SqlReader, SqlRow, SqlValue } from '#database/sql-engine'
import { asReader, openConnection } from './sqlite-connection.ts'
import { openError } from './sqlite-errors.ts'

/** A SQLite file as it was when it was opened. */
export type ReadOnlyFile = Readonly<{ reader: SqlReader; close(): void }>

/**
 * Opens a file for reads that all see one moment, and leaves nothing beside it. A file with a log beside it is in use, or
 * was when its program was killed: it is read together with its log. Any other file is read as one that nobody changes,
 * without locks, so it may lie in a folder that nobody may write to.
 * @throws OperatorError when the file cannot be opened
 */
export async function openReadOnlyFile(file: string): Promise<ReadOnlyFile> {
  if (!existsSync(`${file}-wal`)) return openUnchanging(file)
  const connection = await openConnection(file, ['mmap_size = 0'], { isReadOnly: true })
  connection.run('BEGIN', [])
  return { reader: asReader(connection), close: () => connection.close() }
}

/**
 * By the SQLite of Node.js, which takes `immutable=1`: better-sqlite3 is built without addresses of files, and would make
 * a log and its index beside a file that it only reads. Both in one process must not have one file open: closing it in
 * one ends the locks of the other.
 */
async function openUnchanging(file: string): Promise<ReadOnlyFile> {
  const { DatabaseSync } = await import('node:sqlite')
  const address = pathToFileURL(file)
  address.searchParams.set('immutable', '1')
  try {
    const database = new DatabaseSync(address, { readOnly: true, returnArrays: true })
    const all = (text: string, values: readonly SqlValue[]): readonly SqlRow[] => {
      // Rows are arrays of columns by the option above, of which the types of Node.js know nothing.
      const rows: unknown = database.prepare(text).all(...values)
      return rows as readonly SqlRow[]
    }
    return {
      reader: {
        all: async (text, values) => reading(() => all(text, values)),
        one: async (text, values) => reading(() => all(text, values)[0]),
      },
      close: () => database.close(),
    }
  } catch (error) {
    throw openError(error, file)
  }
}

function reading<Result>(read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (isDamage(error)) throw new DamagedStoreError('the database file is damaged', { cause: error })
    if (error instanceof Error && error.message.startsWith('no such table')) {
      throw new MissingTableError(error.message, { cause: error })
    }
    throw error
  }
}

/** SQLITE_CORRUPT and SQLITE_NOTADB; extended codes have them in their lowest byte. */
const damageCodes: ReadonlySet<number> = new Set([11, 26])

function isDamage(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && damageCodes.has(Number(error.errcode) & 0xff)
}
