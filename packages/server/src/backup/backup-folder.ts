import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { explainingFileErrors, makeFolder } from '#database/sqlite/data-folder'
import { lockFile } from '#database/sqlite/lock-file'
import { isBusy } from '#database/sqlite/sqlite-errors'
import { OperatorError } from '#errors/operator-error'
import { listBackups, manifestFile, readManifest } from './backup-manifest.ts'
import { readChunkList } from './chunk-lists.ts'
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

/**
 * Removes backups taken before a moment, except the newest.
 * @param isThorough also removes every chunk that no backup needs any more, for which it reads all manifests and lists
 * @returns how many backups were removed
 */
export function pruneBackups(folder: string, beforeMs: number, isThorough: boolean): number {
  const backups = listBackups(folder)
  const old = backups.slice(0, -1).filter((takenAtMs) => takenAtMs < beforeMs)
  for (const takenAtMs of old) rmSync(join(folder, 'backups', manifestFile(takenAtMs)))
  // Includes chunks of a backup that was interrupted before its manifest.
  if (isThorough) for (const file of unusedChunks(folder)) rmSync(file)
  return old.length
}

/** Reads one manifest after the other, and each list of chunks once: those that did not change are of many backups. */
function unusedChunks(folder: string): Iterable<string> {
  const chunks = join(folder, 'chunks')
  const unused = new Map<string, string>()
  for (const start of readdirSync(chunks)) {
    for (const name of readdirSync(join(chunks, start))) unused.set(name, join(chunks, start, name))
  }
  const read = new Set<string>()
  for (const takenAtMs of listBackups(folder).toReversed()) {
    if (unused.size === 0) break
    const { lists, chunks: listed = [] } = readManifest(folder, takenAtMs)
    for (const digest of listed) unused.delete(`${digest}.gz`)
    for (const list of lists) {
      if (read.has(list)) continue
      read.add(list)
      for (const digest of [list, ...readChunkList(folder, list)]) unused.delete(`${digest}.gz`)
    }
  }
  return unused.values()
}
