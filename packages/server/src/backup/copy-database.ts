import { closeSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { createDatabaseFile } from '#database/sqlite/data-folder'
import { type StillDatabase, sizeOf } from './hold-database.ts'

type Copying = Readonly<{
  clock: () => number
  /** Takes out of the copy what must not be kept. */
  prepare?: (copy: Database.Database) => void
}>

/**
 * Copies a database while servers write to it, by SQLite's backup of one snapshot. Takes room for the whole file.
 * @param target replaced if it exists, and removed in the end
 */
export async function copyDatabase(
  source: string,
  target: string,
  { clock, prepare }: Copying,
): Promise<StillDatabase> {
  removeDatabase(target)
  createDatabaseFile(target)
  const database = new Database(source, { readonly: true, fileMustExist: true, timeout: lockTimeoutMs })
  try {
    const takenAtMs = clock()
    // While a snapshot is open, commits of writers do not restart the copy.
    database.exec('BEGIN')
    database.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
    await database.backup(target, { progress: () => pagesAtOnce })
    database.exec('COMMIT')
    return openCopy(target, takenAtMs, prepare)
  } finally {
    database.close()
  }
}

const lockTimeoutMs = 15_000
const pagesAtOnce = 4_096

/** Turns the copy into one file without a log beside it. */
function openCopy(file: string, takenAtMs: number, prepare: Copying['prepare']): StillDatabase {
  const reader = new Database(file)
  reader.pragma('journal_mode = DELETE')
  prepare?.(reader)
  const handle = openSync(file, 'r')
  const release = () => {
    reader.close()
    closeSync(handle)
    removeDatabase(file)
  }
  return { handle, bytes: sizeOf(reader), takenAtMs, reader, release }
}

/** Removes a database file with the side files of SQLite. */
export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
}
