import { closeSync, openSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { type ChangeList, changeListFile, makeChangeList } from '#database/sqlite/change-list'
import { createDatabaseFile } from '#database/sqlite/data-folder'
import { markFile, readFileMark } from '#database/sqlite/file-mark'
import { isBusy } from '#database/sqlite/sqlite-errors'
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

/** A point in the list of changes of a file, and what was written before it. */
export type ChangePoint = Readonly<{
  point: string
  /** Chunks that were written since an earlier point; undefined where nothing sure is known, so that any may have been. */
  chunks: ReadonlySet<number> | undefined
}>

/**
 * Takes a point in the list of changes of a file, and begins the list where there is none, or where somebody wrote the file without it.
 * @param file held as it is (`hold-database.ts`)
 * @param since the point of the backup before, if any
 * @returns undefined where no list can be kept: not on Linux, without a right to the file, or on a full disk
 */
export function takePoint(file: string, since: string | undefined): ChangePoint | undefined {
  let list: ChangeList | undefined
  try {
    list = makeChangeList(file, { patienceMs })
    return list?.begin() ? pointIn(list, file, since) : undefined
  } catch (error) {
    // A list that cannot be used costs time, and is no reason to be without a backup. The next one begins it anew.
    if (error instanceof Database.SqliteError && !isBusy(error)) removeDatabase(changeListFile(file))
    if (error instanceof Database.SqliteError || isSystemError(error)) return undefined
    throw error
  } finally {
    list?.close()
  }
}

/** Longer than others copy a log. */
const patienceMs = 5_000

function pointIn(list: ChangeList, file: string, since: string | undefined): ChangePoint | undefined {
  const known = list.state()
  const isSure = known !== undefined && readFileMark(file)?.text === known.mark
  const chunks = isSure && since !== undefined ? list.changedSince(since) : undefined
  const mark = isSure ? known.mark : markFile(file)?.text
  if (mark === undefined) return undefined
  const point = list.addPoint(isSure ? known : list.restart(mark))
  list.end()
  return { point, chunks }
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error
}
