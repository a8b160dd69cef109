import { chmodSync } from 'node:fs'
import Database from 'better-sqlite3'

/**
 * Locks a file that is there for nothing else, and is created where it is missing. The lock is one of SQLite, so it ends with the process, also
 * by kill -9. The file stays: to remove it would let two processes lock two files of one name.
 * @returns what unlocks it
 * @throws an error of which `isBusy` is true while another has the lock, or one of the system
 */
export function lockFile(file: string): () => void {
  const lock = new Database(file, { timeout: 0 })
  try {
    chmodSync(file, 0o600)
    lock.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    lock.close()
    throw error
  }
  return () => lock.close()
}
