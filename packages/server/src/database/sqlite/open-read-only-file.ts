import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { DamagedStoreError, MissingTableError } from '#database/database-errors'
import type { BoundStatement, SqlReader, SqlRow } from '#database/sql-engine'
import { positional } from '#database/statement'
import { asReader, openConnection } from './sqlite-connection.ts'
import { openError } from './sqlite-errors.ts'

/** A SQLite file as of the moment it was opened. */
type ReadOnlyFile = Readonly<{ reader: SqlReader; close(): void }>

/**
 * Opens a file for reads that all see one moment, without creating side files. A file with a log is in use, or was when its program was
 * killed, and is read together with its log. Any other file is read as unchanging and without locks, so its folder may be read-only.
 * @throws OperatorError when the file cannot be opened
 */
export async function openReadOnlyFile(file: string): Promise<ReadOnlyFile> {
  if (!existsSync(`${file}-wal`)) return openUnchanging(file)
  const connection = await openConnection(file, ['mmap_size = 0'], { isReadOnly: true })
  connection.run(positional('BEGIN'))
  return { reader: asReader(connection), close: () => connection.close() }
}

/**
 * Uses the SQLite of Node.js, which accepts `immutable=1`: better-sqlite3 is built without URI file names and would create a log and its
 * index beside a file that it only reads. The two must not open the same file in one process: closing it in one releases the locks of
 * the other.
 */
async function openUnchanging(file: string): Promise<ReadOnlyFile> {
  const { DatabaseSync } = await import('node:sqlite')
  const address = pathToFileURL(file)
  address.searchParams.set('immutable', '1')
  try {
    const database = new DatabaseSync(address, { readOnly: true, returnArrays: true })
    const all = (statement: BoundStatement): readonly SqlRow[] => {
      const { text, values } = statement
      // The option above makes rows arrays of columns, which the types of Node.js do not express.
      const rows: unknown = database.prepare(text).all(...values)
      return rows as readonly SqlRow[]
    }
    return {
      reader: {
        all: async (statement) => reading(() => all(statement)),
        one: async (statement) => reading(() => all(statement)[0]),
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
    if (isDamage(error))
      throw new DamagedStoreError({ zh: '数据库文件已损坏', en: 'the database file is damaged' }, { cause: error })
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
