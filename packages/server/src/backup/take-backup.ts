import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { explainingFileErrors, prepareDataFolder } from '#database/sqlite/data-folder'
import { type BackupFolder, openBackupFolder } from './backup-folder.ts'
import { type BackupManifest, manifestFile } from './backup-manifest.ts'
import { chunkBytes, digestOf, keepChunk, writeDurably } from './chunk-files.ts'
import { copyDatabase, removeDatabase } from './copy-database.ts'
import { pruneBackups } from './prune-backups.ts'

export type BackupRequest = Readonly<{
  /** A data folder, which servers may have open. */
  dataDir: string
  /** The backup folder; created when it is missing. */
  folder: string
  /** Older backups are removed, the newest never; default: all are kept. */
  keepMs?: number | undefined
  clock: () => number
}>

export type BackupReport = Readonly<{
  takenAtMs: number
  /** Of the database file. */
  bytes: number
  /** Bytes added on disk: the chunks that changed since earlier backups, compressed. */
  addedBytes: number
  sellers: BackupManifest['sellers']
  removedBackups: number
}>

/**
 * Backs up a data folder while servers write to it: a checked copy of one snapshot, stored as chunks. Unchanged chunks are shared with
 * earlier backups. The master key is not part of it.
 * @throws OperatorError when there is no store, it is damaged, or the folder cannot be written to
 */
export async function takeBackup({ dataDir, folder, keepMs, clock }: BackupRequest): Promise<BackupReport> {
  const { databaseFile } = prepareDataFolder(dataDir, { mustExist: true })
  const target = openBackupFolder(folder)
  try {
    const { takenAtMs, sellers } = await copyDatabase(databaseFile, target.workFile, clock)
    return explainingFileErrors(folder, () => {
      const { addedBytes, ...content } = keepFile(target)
      const manifest: BackupManifest = { format: 1, takenAtMs, ...content, sellers }
      const file = join(folder, 'backups', manifestFile(takenAtMs))
      writeDurably(file, Buffer.from(`${JSON.stringify(manifest)}\n`, 'utf8'))
      const removedBackups = keepMs === undefined ? 0 : pruneBackups(folder, takenAtMs - keepMs)
      return { takenAtMs, bytes: content.bytes, addedBytes, sellers, removedBackups }
    })
  } finally {
    removeDatabase(target.workFile)
    target.release()
  }
}

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
