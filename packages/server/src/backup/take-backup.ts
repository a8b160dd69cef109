import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { explainingFileErrors, prepareDataFolder } from '#database/sqlite/data-folder'
import { writeDurably } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import { openBackupFolder } from './backup-folder.ts'
import { type BackupManifest, listBackups, manifestFile, readManifest } from './backup-manifest.ts'
import { copyDatabase, hasHandedOverKey, removeDatabase } from './copy-database.ts'
import { holdDatabase, type StillDatabase } from './hold-database.ts'
import { keepChunks } from './keep-chunks.ts'
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
  /** Checks all pages and keys of the database though it was done within the last 7 days. */
  isChecked?: boolean | undefined
  clock: () => number
}>

export type BackupReport = Readonly<{
  takenAtMs: number
  /** When all pages and keys of the database were checked last: with this backup or an earlier one into the folder. */
  checkedAtMs: number
  /** Size of the database file. */
  bytes: number
  /** Bytes added on disk: the chunks that changed since earlier backups, compressed. */
  addedBytes: number
  sellers: BackupManifest['sellers']
  removedBackups: number
  keys: UsedKeysFolder
}>

/**
 * Backs up a data folder while servers write to it: one snapshot, stored as chunks. Unchanged chunks are shared with earlier backups. All
 * pages and keys are checked once in 7 days. The master key is not part of it, and the keys of members go to a folder of their own, where
 * they are kept for a shorter time. From then on erasures are listed there too.
 * @throws OperatorError when there is no store, it is damaged, or the folder cannot be written to
 */
export async function takeBackup({
  dataDir,
  folder,
  clock,
  isChecked,
  ...keeping
}: BackupRequest): Promise<BackupReport> {
  const { keepMs, keysFolder = defaultKeysFolder(folder), keepKeysMs = defaultKeepKeysMs } = keeping
  const { databaseFile } = prepareDataFolder(dataDir, { mustExist: true })
  const target = openBackupFolder(folder)
  try {
    const database = await openStill(databaseFile, target.workFile, clock)
    try {
      const { takenAtMs, bytes } = database
      const sellers = readHeads(database)
      const lastMs = isChecked ? undefined : findLastCheck(folder, takenAtMs)
      if (lastMs === undefined) checkPages(database)
      const checkedAtMs = lastMs ?? takenAtMs
      const keys = await copyMemberKeys({ dataDir, folder: keysFolder, takenAtMs, keepMs: keepKeysMs })
      return explainingFileErrors(folder, () => {
        const { addedBytes, chunks } = keepChunks(folder, database)
        const manifest: BackupManifest = { format: 2, takenAtMs, checkedAtMs, bytes, chunks, sellers }
        const file = join(folder, 'backups', manifestFile(takenAtMs))
        writeDurably(file, Buffer.from(`${JSON.stringify(manifest)}\n`, 'utf8'))
        const removedBackups = keepMs === undefined ? 0 : pruneBackups(folder, takenAtMs - keepMs)
        return { takenAtMs, checkedAtMs, bytes, addedBytes, sellers, removedBackups, keys }
      })
    } finally {
      database.release()
    }
  } finally {
    target.release()
  }
}

const defaultKeepKeysMs = 30 * 86_400_000

/** The store's own file, held as it is; a copy where it cannot be, or has what must not get into a backup. */
async function openStill(file: string, workFile: string, clock: () => number): Promise<StillDatabase> {
  removeDatabase(workFile)
  const held = await holdDatabase(file, clock)
  if (held !== undefined && !hasHandedOverKey(held.reader)) return held
  held?.release()
  return copyDatabase(file, workFile, clock)
}

/** @returns the newest check of all pages; undefined if one is due */
function findLastCheck(folder: string, nowMs: number): number | undefined {
  const newest = listBackups(folder).at(-1)
  const checkedAtMs = newest === undefined ? undefined : readManifest(folder, newest).checkedAtMs
  return checkedAtMs !== undefined && nowMs - checkedAtMs < checkEveryMs ? checkedAtMs : undefined
}

const checkEveryMs = 7 * 86_400_000

/** @throws OperatorError when a page or a key is damaged */
function checkPages({ reader }: StillDatabase): void {
  const faults = reader.pragma('integrity_check(1)', { simple: true })
  if (faults === 'ok') return
  throw new OperatorError({
    zh: `数据库已损坏，未备份：${faults}`,
    en: `the database is damaged and was not backed up: ${faults}`,
  })
}

function readHeads({ reader }: StillDatabase): BackupManifest['sellers'] {
  const heads = reader.prepare<unknown[], [string, number]>(eventHeads).raw().all()
  return heads.map(([sellerId, events]) => ({ sellerId, events }))
}

const eventHeads = 'SELECT seller_id, newest_seq FROM event_head ORDER BY seller_id'

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
