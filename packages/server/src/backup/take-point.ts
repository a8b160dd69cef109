import Database from 'better-sqlite3'
import { type ChangeList, changeListFile, makeChangeList } from '#database/sqlite/change-list'
import { markFile, readFileMark } from '#database/sqlite/file-mark'
import { isBusy } from '#database/sqlite/sqlite-errors'
import { removeDatabase } from './copy-database.ts'

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
