import { rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { OperatorError } from '#errors/operator-error'
import type { SellerHead } from './backup-manifest.ts'

type DatabaseCopy = Readonly<{ takenAtMs: number; sellers: readonly SellerHead[] }>

/**
 * Copies a database while servers write to it, by SQLite's backup of one snapshot, and checks the whole copy.
 * @param target replaced if it exists
 * @throws OperatorError when the copy is damaged
 */
export async function copyDatabase(source: string, target: string, clock: () => number): Promise<DatabaseCopy> {
  removeDatabase(target)
  const database = new Database(source, { readonly: true, fileMustExist: true, timeout: lockTimeoutMs })
  try {
    const takenAtMs = clock()
    // While a snapshot is open, commits of writers do not restart the copy.
    database.exec('BEGIN')
    database.prepare('SELECT COUNT(*) FROM sqlite_schema').get()
    await database.backup(target, { progress: () => pagesAtOnce })
    database.exec('COMMIT')
    return { takenAtMs, sellers: checkCopy(target) }
  } finally {
    database.close()
  }
}

const lockTimeoutMs = 15_000
const pagesAtOnce = 4_096

/** Turns the copy into one file without a log beside it, and checks every page and key. */
function checkCopy(file: string): readonly SellerHead[] {
  const copy = new Database(file)
  try {
    copy.pragma('journal_mode = DELETE')
    removeHandedOverKey(copy)
    const faults = copy.pragma('integrity_check(1)', { simple: true })
    if (faults !== 'ok')
      throw new OperatorError({
        zh: `数据库已损坏，未备份：${faults}`,
        en: `the database is damaged and was not backed up: ${faults}`,
      })
    const heads = copy.prepare<unknown[], [string, number]>(eventHeads).raw().all()
    return heads.map(([sellerId, events]) => ({ sellerId, events }))
  } finally {
    copy.close()
  }
}

/**
 * Takes out a new master key that is stored sealed under the old one while a rotation goes on. Otherwise that backup and the old key would
 * give the new key, for as long as the backup is kept.
 */
function removeHandedOverKey(copy: Database.Database): void {
  copy.pragma('secure_delete = ON')
  copy.exec('UPDATE store_key SET forward_sealed = NULL WHERE forward_sealed IS NOT NULL')
}

const eventHeads = 'SELECT seller_id, newest_seq FROM event_head ORDER BY seller_id'

/** Removes a database file with the side files of SQLite. */
export function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${file}${end}`, { force: true })
}
