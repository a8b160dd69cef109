import { existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { explainingFileErrors, prepareDataFolder } from '#database/sqlite/data-folder'
import { syncFolder } from '#database/sqlite/synced-file'
import { momentText } from '#domain/dates'
import { OperatorError } from '#errors/operator-error'
import { type BackupManifest, listBackups, readManifest } from './backup-manifest.ts'
import { writeSnapshot } from './chunk-lists.ts'
import { defaultKeysFolder } from './member-key-copies.ts'
import { type RestoredKeys, restoreMemberKeys } from './restore-member-keys.ts'

type RestoreRequest = Readonly<{
  /** The backup folder. */
  folder: string
  /** Must contain no database; created when it is missing. */
  dataDir: string
  /** The newest backup taken at this moment or before, epoch milliseconds; default: the newest. */
  untilMs?: number | undefined
  /** The folder of key copies; default: beside the backup folder (`defaultKeysFolder`). */
  keysFolder?: string | undefined
  /** A list of erased members besides those of the key copies and of the data folder. */
  tombstonesFile?: string | undefined
  /** Restores though no list of erased members is newer than the backup: members erased since come back. */
  withoutTombstones?: boolean | undefined
}>

export type RestoreReport = Pick<BackupManifest, 'takenAtMs' | 'bytes' | 'sellers'> &
  Readonly<{
    /** Whether the master key is present. Phones and secrets cannot be read without it, and it is not part of backups. */
    hasMasterKey: boolean
  }> &
  /** The store empties the rows of erased members when it is opened, before it serves anything. */
  RestoredKeys

/**
 * Writes the database of a backup into a data folder. Every chunk, and every page and key of the database, are checked
 * before the file gets its name, and the keys of members and the list of
 * erased members are in place by then.
 * @throws OperatorError when there is no such backup, it is damaged, or the folder contains a database
 */
export async function restoreBackup({ folder, dataDir, untilMs, ...keys }: RestoreRequest): Promise<RestoreReport> {
  const manifest = readManifest(folder, chooseBackup(folder, untilMs))
  const { path, databaseFile, memberKeysFile, masterKeyFile, hasDatabase } = prepareDataFolder(dataDir)
  if (hasDatabase || existsSync(`${databaseFile}-wal`)) {
    throw new OperatorError({ zh: `${path} 中已有数据，请先移走`, en: `${path} contains data: move it away first` })
  }
  const unfinished = `${databaseFile}.unfinished`
  try {
    explainingFileErrors(unfinished, () => writeSnapshot(folder, manifest, unfinished))
    checkDatabase(unfinished)
    const restoredKeys = await restoreMemberKeys({
      folder: keys.keysFolder ?? defaultKeysFolder(folder),
      takenAtMs: manifest.takenAtMs,
      storeId: manifest.storeId,
      dataDir: path,
      target: memberKeysFile,
      tombstonesFile: keys.tombstonesFile,
      isWithoutTombstones: keys.withoutTombstones ?? false,
    })
    renameSync(unfinished, databaseFile)
    syncFolder(path)
    const { takenAtMs, bytes, sellers } = manifest
    return { takenAtMs, bytes, sellers, hasMasterKey: existsSync(masterKeyFile), ...restoredKeys }
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function chooseBackup(folder: string, untilMs = Number.MAX_SAFE_INTEGER): number {
  const backups = listBackups(folder)
  const chosen = backups.findLast((takenAtMs) => takenAtMs <= untilMs)
  if (chosen !== undefined) return chosen
  const [oldest] = backups
  if (oldest === undefined) throw new OperatorError({ zh: `${folder} 中没有备份`, en: `${folder} contains no backup` })
  throw new OperatorError({
    zh: `最早的备份在此之后：${momentText(oldest)}`,
    en: `the oldest backup was taken later, at ${momentText(oldest)}`,
  })
}

function checkDatabase(file: string): void {
  const database = new Database(file, { readonly: true })
  try {
    const faults = database.pragma('integrity_check(1)', { simple: true })
    if (faults !== 'ok')
      throw new OperatorError({
        zh: `备份中的数据库已损坏：${faults}`,
        en: `the database in the backup is damaged: ${faults}`,
      })
  } finally {
    database.close()
  }
}
