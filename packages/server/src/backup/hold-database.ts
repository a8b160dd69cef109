import { openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { copyListed, ListedFrames, readLogState } from '#database/sqlite/copy-listed'
import { isBusy } from '#database/sqlite/sqlite-errors'

/** A database at one moment, in a file that no writer changes until it is released. */
export type StillDatabase = Readonly<{
  /** The file, opened for reading. */
  handle: number
  /** Size of the database; the file may be longer. */
  bytes: number
  /** Everything that was acknowledged before is in it; epoch milliseconds. */
  takenAtMs: number
  /** A connection that sees that moment. */
  reader: Database.Database
  release(): void
}>

/**
 * Keeps the file of a database as it is, while servers go on writing: for a moment without writers, their whole log is copied into the file;
 * as long as a reader begins there, SQLite copies nothing more. Writes are in the log meanwhile.
 * @param options `patienceMs`: how long to wait for writers and readers
 * @returns undefined where the log cannot be emptied in that time, because another reader needs it or the disk is full, and where the file has none
 */
export async function holdDatabase(
  file: string,
  clock: () => number,
  { patienceMs = 15_000 } = {},
): Promise<StillDatabase | undefined> {
  const [writer, reader] = [connect(file), connect(file)]
  const frames = new ListedFrames()
  let isHeld = false
  try {
    if (reader.pragma('journal_mode', { simple: true }) !== 'wal') return undefined
    const deadline = performance.now() + patienceMs
    while (!isHeld && performance.now() < deadline) {
      // Most of the log is copied before the writers are kept out.
      copyListed(file, logOf(reader), { frames })
      isHeld = beginWithin({ file, writer, reader, frames })
      if (!isHeld) await delay(1)
    }
    if (!isHeld) return undefined
    const takenAtMs = clock()
    writer.exec('ROLLBACK')
    // The file stays open: closing it would end all locks that this process has on it, also those of other connections.
    const handle = openSync(file, 'r')
    return { handle, bytes: sizeOf(reader), takenAtMs, reader, release: () => reader.close() }
  } finally {
    writer.close()
    if (!isHeld) reader.close()
  }
}

/** The size of a database in bytes. */
export function sizeOf(database: Database.Database): number {
  return (
    Number(database.pragma('page_count', { simple: true })) * Number(database.pragma('page_size', { simple: true }))
  )
}

function connect(file: string): Database.Database {
  return new Database(file, { fileMustExist: true, timeout: 0 })
}

type Beginning = Readonly<{
  file: string
  writer: Database.Database
  reader: Database.Database
  frames: ListedFrames
}>

/** Begins reading where the file has everything. @returns false where a writer or a reader is in the way; otherwise the writer keeps others out */
function beginWithin({ file, writer, reader, frames }: Beginning): boolean {
  try {
    writer.exec('BEGIN IMMEDIATE')
  } catch (error) {
    if (isBusy(error)) return false
    throw error
  }
  if (copyListed(file, logOf(reader), { frames }) !== true) {
    writer.exec('ROLLBACK')
    return false
  }
  reader.exec('BEGIN')
  reader.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
  return true
}

function logOf(database: Database.Database) {
  return { state: () => readLogState(database), copy: () => copyLog(database) }
}

/**
 * Copies the log into the file, as far as readers allow.
 * @returns whether all of it is copied; not where SQLite cannot write the file, as on a full disk, where a backup is needed all the more
 */
function copyLog(database: Database.Database): boolean {
  try {
    const [{ busy, log, checkpointed } = { busy: 1, log: 0, checkpointed: 0 }] = database
      .prepare<[], { busy: number; log: number; checkpointed: number }>('PRAGMA wal_checkpoint(PASSIVE)')
      .all()
    return busy === 0 && log === checkpointed
  } catch (error) {
    if (error instanceof Database.SqliteError) return false
    throw error
  }
}
