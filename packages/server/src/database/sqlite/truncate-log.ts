import { setTimeout as delay } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { copyListed, ListedFrames, readLogState } from './copy-listed.ts'
import { isBusy, portError } from './sqlite-errors.ts'

const patienceMs = 10_000

/**
 * Moves everything in the log of a SQLite file into the file and empties the log, so that what was deleted with
 * `secure_delete` is in neither. Waits for readers of other connections.
 * @throws Error when they do not end for 10 seconds
 */
export async function truncateLog(file: string): Promise<void> {
  const deadline = performance.now() + patienceMs
  const frames = new ListedFrames()
  while (!tryTruncate(file, frames)) {
    if (performance.now() > deadline) throw new Error('the log of a database is kept in use')
    await delay(5)
  }
}

function tryTruncate(file: string, frames: ListedFrames): boolean {
  const database = new Database(file, { fileMustExist: true, timeout: 0 })
  try {
    const log = { state: () => readLogState(database), copy: () => database.pragma('wal_checkpoint(PASSIVE)') }
    const copied = copyListed(file, log, { frames })
    if (copied === undefined) return false
    // What was committed in between is not listed.
    const [row] = database.prepare<[], { busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)').all()
    return row?.busy === 0
  } catch (error) {
    if (isBusy(error)) return false
    throw portError(error)
  } finally {
    database.close()
  }
}
