import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { explainingFileErrors, makeFolder } from '#database/sqlite/data-folder'
import { lockFile } from '#database/sqlite/lock-file'
import { isBusy } from '#database/sqlite/sqlite-errors'
import { OperatorError } from '#errors/operator-error'
import { removeDatabase } from './copy-database.ts'

/** A backup folder that is locked for one backup at a time. */
type BackupFolder = Readonly<{
  /** Where a copy of the database is made, if it takes one. */
  workFile: string
  release(): void
}>

/** @throws OperatorError when the folder contains something else than backups */
export function refuseOtherFolder(path: string): void {
  makeFolder(path)
  explainingFileErrors(path, () => {
    if (!existsSync(join(path, 'backups')) && readdirSync(path).length > 0) {
      throw new OperatorError({
        zh: `${path} 不是空目录，也不是备份目录`,
        en: `${path} is neither an empty folder nor a backup folder`,
      })
    }
  })
}

/**
 * Opens a folder for a backup, and creates what is missing, readable by its owner only. The lock ends with the
 * process.
 * @throws OperatorError when another backup is running there
 */
export function openBackupFolder(path: string): BackupFolder {
  explainingFileErrors(path, () => {
    for (const folder of ['backups', 'chunks']) mkdirSync(join(path, folder), { recursive: true, mode: 0o700 })
  })
  const release = takeLock(path)
  const workFile = join(path, 'work.db')
  removeDatabase(workFile)
  return { workFile, release }
}

function takeLock(path: string): () => void {
  try {
    return explainingFileErrors(path, () => lockFile(join(path, 'lock.db')))
  } catch (error) {
    if (!isBusy(error)) throw error
    throw new OperatorError(
      { zh: `${path} 正在进行另一次备份`, en: `another backup into ${path} is running` },
      { cause: error },
    )
  }
}
