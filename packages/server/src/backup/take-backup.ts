import { createHash } from 'node:crypto'
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { explainingFileErrors, prepareDataFolder } from '#database/sqlite/data-folder'
import { isBusy } from '#database/sqlite/sqlite-errors'
import { writeDurably } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import { type BackupManifest, listBackups, manifestFile, readManifest } from './backup-manifest.ts'
import { chunkBytes, digestOf, keepChunk } from './chunk-files.ts'
import { copyDatabase, removeDatabase } from './copy-database.ts'
import { copyMemberKeys, defaultKeysFolder, type UsedKeysFolder } from './member-key-copies.ts'

type BackupRequest = Readonly<{
  /** A data folder, which servers may have open. */
  dataDir: string
  /** The backup folder; created when it is missing. */
  folder: string
  /** Older backups are removed, the newest never; default: all are kept. */
  keepMs?: number | undefined
  /** Destination of the keys of members; default: next to the backup folder (`defaultKeysFolder`). */
  keysFolder?: string | undefined
  /** Older copies of keys are removed, the newest never; default: 30 days. */
  keepKeysMs?: number | undefined
  clock: () => number
}>

export type BackupReport = Readonly<{
  takenAtMs: number
  /** Size of the database file. */
  bytes: number
  /** Bytes added on disk: the chunks that changed since earlier backups, compressed. */
  addedBytes: number
  sellers: BackupManifest['sellers']
  removedBackups: number
  keys: UsedKeysFolder
}>

/**
 * Backs up a data folder while servers write to it: a checked copy of one snapshot, stored as chunks. Unchanged chunks are shared with
 * earlier backups. The master key is not part of it, and the keys of members
 * go to a folder of their own, where they are kept for a shorter time. From then on erasures are listed there too.
 * @throws OperatorError when there is no store, it is damaged, or the folder cannot be written to
 */
export async function takeBackup({ dataDir, folder, clock, ...keeping }: BackupRequest): Promise<BackupReport> {
  const { keepMs, keysFolder = defaultKeysFolder(folder), keepKeysMs = defaultKeepKeysMs } = keeping
  const { databaseFile } = prepareDataFolder(dataDir, { mustExist: true })
  const target = openBackupFolder(folder)
  try {
    const { takenAtMs, sellers } = await copyDatabase(databaseFile, target.workFile, clock)
    const keys = await copyMemberKeys({ dataDir, folder: keysFolder, takenAtMs, keepMs: keepKeysMs })
    return explainingFileErrors(folder, () => {
      const { addedBytes, ...content } = keepFile(target)
      const manifest: BackupManifest = { format: 1, takenAtMs, ...content, sellers }
      const file = join(folder, 'backups', manifestFile(takenAtMs))
      writeDurably(file, Buffer.from(`${JSON.stringify(manifest)}\n`, 'utf8'))
      const removedBackups = keepMs === undefined ? 0 : pruneBackups(folder, takenAtMs - keepMs)
      return { takenAtMs, bytes: content.bytes, addedBytes, sellers, removedBackups, keys }
    })
  } finally {
    removeDatabase(target.workFile)
    target.release()
  }
}

const defaultKeepKeysMs = 30 * 86_400_000

type KeptFile = Pick<BackupManifest, 'bytes' | 'sha256' | 'chunks'> & Readonly<{ addedBytes: number }>

function keepFile({ path, workFile }: BackupFolder): KeptFile {
  const whole = createHash('sha256')
  const chunks: string[] = []
  const buffer = Buffer.alloc(chunkBytes)
  let bytes = 0
  let addedBytes = 0
  const handle = openSync(workFile, 'r')
  try {
    for (let length = readSync(handle, buffer); length > 0; length = readSync(handle, buffer)) {
      const content = buffer.subarray(0, length)
      const digest = digestOf(content)
      whole.update(content)
      addedBytes += keepChunk(path, digest, content)
      chunks.push(digest)
      bytes += length
    }
  } finally {
    closeSync(handle)
  }
  return { bytes, sha256: whole.digest('hex'), chunks, addedBytes }
}

/**
 * Removes backups taken before a moment, except the newest, and every chunk that no backup needs any more.
 * @returns how many backups were removed
 */
function pruneBackups(folder: string, beforeMs: number): number {
  const backups = listBackups(folder)
  const old = backups.slice(0, -1).filter((takenAtMs) => takenAtMs < beforeMs)
  for (const takenAtMs of old) rmSync(join(folder, 'backups', manifestFile(takenAtMs)))
  // Includes chunks of a backup that was interrupted before its manifest.
  removeUnused(folder, new Set(listBackups(folder).flatMap((takenAtMs) => readManifest(folder, takenAtMs).chunks)))
  return old.length
}

function removeUnused(folder: string, needed: ReadonlySet<string>): void {
  for (const start of readdirSync(join(folder, 'chunks'))) {
    for (const name of readdirSync(join(folder, 'chunks', start))) {
      if (!needed.has(name.slice(0, -'.gz'.length))) rmSync(join(folder, 'chunks', start, name))
    }
  }
}

/** A backup folder that is locked for one backup at a time. */
type BackupFolder = Readonly<{
  path: string
  /** The copy of the database that is split into chunks. */
  workFile: string
  release(): void
}>

/**
 * Opens a folder for a backup, and creates it when it is missing, readable by its owner only. The lock is one of SQLite, so it ends
 * with the process, also by kill -9.
 * @throws OperatorError when another backup is running there, or the folder contains something else
 */
function openBackupFolder(path: string): BackupFolder {
  explainingFileErrors(path, () => {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    if (!existsSync(join(path, 'backups')) && readdirSync(path).length > 0) {
      throw new OperatorError({
        zh: `${path} 不是空目录，也不是备份目录`,
        en: `${path} is neither an empty folder nor a backup folder`,
      })
    }
    for (const folder of ['backups', 'chunks']) mkdirSync(join(path, folder), { recursive: true, mode: 0o700 })
  })
  const lock = takeLock(path)
  return { path, workFile: join(path, 'work.db'), release: () => lock.close() }
}

function takeLock(path: string): Database.Database {
  const file = join(path, 'lock.db')
  const lock = explainingFileErrors(path, () => new Database(file, { timeout: 0 }))
  try {
    chmodSync(file, 0o600)
    lock.exec('BEGIN EXCLUSIVE')
    return lock
  } catch (error) {
    lock.close()
    if (!isBusy(error)) throw error
    throw new OperatorError(
      { zh: `${path} 正在进行另一次备份`, en: `another backup into ${path} is running` },
      { cause: error },
    )
  }
}
