import { closeSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type StillDatabase, sizeOf } from './hold-database.ts'

/**
 * Copies a database while servers write to it, by SQLite's backup of one snapshot. Takes room for the whole file.
 * @param target replaced if it exists, and removed in the end
 */
export async function copyDatabase(source: string, target: string, clock: () => number): Promise<StillDatabase> {
  removeDatabase(target)
  const database = new Database(source, { readonly: true, fileMustExist: true, timeout: lockTimeoutMs })
  try {
    const takenAtMs = clock()
    // While a snapshot is open, commits of writers do not restart the copy.
    database.exec('BEGIN')
    database.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
    await database.backup(target, { progress: () => pagesAtOnce })
    database.exec('COMMIT')
    return openCopy(target, takenAtMs)
  } finally {
    database.close()
  }
}

const lockTimeoutMs = 15_000
const pagesAtOnce = 4_096

/** Turns the copy into one file without a log beside it. */
function openCopy(file: string, takenAtMs: number): StillDatabase {
  const reader = new Database(file)
  reader.pragma('journal_mode = DELETE')
  removeHandedOverKey(reader)
  const handle = openSync(file, 'r')
  const release = () => {
    reader.close()
    closeSync(handle)
    removeDatabase(file)
  }
  return { handle, bytes: sizeOf(reader), takenAtMs, reader, release }
}

/** Whether a new master key is stored sealed under the old one, as while a rotation goes on. */
export function hasHandedOverKey(database: Database.Database): boolean {
  return database.prepare('SELECT 1 FROM store_key WHERE forward_sealed IS NOT NULL').get() !== undefined
}

/** Takes that key out. Otherwise the backup and the old key would give the new key, for as long as the backup is kept. */
function removeHandedOverKey(copy: Database.Database): void {
  copy.pragma('secure_delete = ON')
  copy.exec('UPDATE store_key SET forward_sealed = NULL WHERE forward_sealed IS NOT NULL')
}

/** Removes a database file with the side files of SQLite. */
export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
}
