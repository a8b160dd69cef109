import type Database from 'better-sqlite3'
import { readSchemaVersion, refuseEarlierSchema, stepsToTake } from '#database/migrate'
import { bytesOf } from '#database/record'
import { explainingFileErrors, prepareDataFolder } from '#database/sqlite/data-folder'
import { asReader, openConnection } from '#database/sqlite/sqlite-connection'
import { positional } from '#database/statement'
import { OperatorError } from '#errors/operator-error'
import { migrations } from '#store/schema/migrations'
import { idProperty } from '#store/tables/store-property'
import { openBackupFolder, pruneBackups, refuseOtherFolder } from './backup-folder.ts'
import {
  type BackupManifest,
  isOfOtherStore,
  readNewestManifest,
  refuseFolderOfOtherStore,
  refuseFormerFormat,
} from './backup-manifest.ts'
import { type ChangePoint, copyDatabase, takePoint } from './copy-database.ts'
import { holdDatabase, type StillDatabase } from './hold-database.ts'
import { type KeptSnapshot, keepSnapshot } from './keep-snapshot.ts'
import { copyMemberKeys, defaultKeysFolder, pruneKeyCopies, type UsedKeysFolder } from './member-key-copies.ts'

type BackupRequest = Readonly<{
  /** A data folder, which servers may have open. */
  dataDir: string
  /** The backup folder; created when it is missing. */
  folder: string
  /** Older backups are removed, the newest never, and their chunks with the next check of all pages; default: all are kept. */
  keepMs?: number | undefined
  /** Destination of the keys of members; default: next to the backup folder (`defaultKeysFolder`). */
  keysFolder?: string | undefined
  /** Older copies of keys are removed, the newest never; default: 30 days. */
  keepKeysMs?: number | undefined
  /** Checks all pages and keys of the database though it was done within the last 7 days. */
  isChecked?: boolean | undefined
  clock: () => number
}>

export type BackupReport = KeptSnapshot &
  Readonly<{
    takenAtMs: number
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
export async function takeBackup({ keepMs, ...request }: BackupRequest): Promise<BackupReport> {
  const { dataDir, folder, keysFolder = defaultKeysFolder(folder) } = request
  const { databaseFile } = prepareDataFolder(dataDir, { mustExist: true })
  refuseOtherFolder(folder)
  for (const path of [folder, keysFolder]) refuseFormerFormat(path)
  const target = openBackupFolder(folder)
  try {
    const opening = { file: databaseFile, workFile: target.workFile, folder, clock: request.clock }
    const taken = await keepStore({ ...request, keysFolder }, opening)
    const { takenAtMs, checkedAtMs } = taken
    const prune = (ageMs: number) => pruneBackups(folder, takenAtMs - ageMs, checkedAtMs === takenAtMs)
    // The database is no longer held, so the log of writers does not grow meanwhile.
    const removedBackups = keepMs === undefined ? 0 : explainingFileErrors(folder, () => prune(keepMs))
    return { ...taken, removedBackups }
  } finally {
    target.release()
  }
}

type Keeping = Omit<BackupRequest, 'keepMs' | 'clock'> & Readonly<{ keysFolder: string }>

/** Stores the keys of members and the store, and removes old copies of the keys. */
async function keepStore(
  { dataDir, folder, keysFolder, keepKeysMs = defaultKeepKeysMs, isChecked }: Keeping,
  opening: Opening,
): Promise<Omit<BackupReport, 'removedBackups'>> {
  const { database, changes } = await openStore(opening)
  try {
    const { takenAtMs } = database
    const storeId = readStoreId(database)
    for (const path of [folder, keysFolder]) refuseFolderOfOtherStore(path, readNewestManifest(path), storeId)
    const sellers = readHeads(database)
    const keys = await copyMemberKeys({ dataDir, folder: keysFolder, storeId, takenAtMs })
    try {
      const keeping = { sellers, storeId, isChecked, changes, damaged: databaseIsDamaged }
      const kept = explainingFileErrors(folder, () => keepSnapshot(folder, database, keeping))
      return { ...kept, takenAtMs, sellers, keys }
    } finally {
      // After the backup, which a damaged copy of before must not prevent.
      pruneKeyCopies(keysFolder, takenAtMs - keepKeysMs)
    }
  } finally {
    database.release()
  }
}

function databaseIsDamaged(faults: string): OperatorError {
  return new OperatorError({
    zh: `数据库已损坏，未备份：${faults}`,
    en: `the database is damaged and was not backed up: ${faults}`,
  })
}

const defaultKeepKeysMs = 30 * 86_400_000

type Opening = Readonly<{ file: string; workFile: string; folder: string; clock: () => number }>
type OpenedStore = Readonly<{ database: StillDatabase; changes?: ChangePoint | undefined }>

/** The store's own file, held as it is; a copy where it cannot be, or has what must not get into a backup. */
async function openStore({ file, workFile, folder, clock }: Opening): Promise<OpenedStore> {
  await refuseOtherSchema(file)
  const held = await holdDatabase(file, clock)
  if (held !== undefined && !hasHandedOverKey(held.reader)) {
    return { database: held, changes: takePoint(file, readNewestManifest(folder)?.point) }
  }
  held?.release()
  return { database: await copyDatabase(file, workFile, { clock, prepare: removeHandedOverKey }) }
}

/** @throws OperatorError when an earlier or a newer program wrote the store */
async function refuseOtherSchema(file: string): Promise<void> {
  const connection = await openConnection(file, [], { isReadOnly: true })
  const reader = asReader(connection)
  try {
    await refuseEarlierSchema(reader)
    stepsToTake(await readSchemaVersion(reader), migrations)
  } finally {
    connection.close()
  }
}

/** Whether a new master key is stored sealed under the old one, as while a rotation goes on. */
function hasHandedOverKey(database: Database.Database): boolean {
  return database.prepare('SELECT 1 FROM store_key WHERE forward_sealed IS NOT NULL').get() !== undefined
}

/** Takes that key out. Otherwise the backup and the old key would give the new key, for as long as the backup is kept. */
function removeHandedOverKey(copy: Database.Database): void {
  copy.pragma('secure_delete = ON')
  copy.exec('UPDATE store_key SET forward_sealed = NULL WHERE forward_sealed IS NOT NULL')
}

function readHeads({ reader }: StillDatabase): BackupManifest['sellers'] {
  const heads = reader.prepare<unknown[], [string, number]>(eventHeads).raw().all()
  return heads.map(([sellerId, events]) => ({ sellerId, events }))
}

/** @returns undefined for a store that no server opened */
function readStoreId({ reader }: StillDatabase): string | undefined {
  const id = reader.prepare<[string], Buffer>(propertyContent).pluck().get(idProperty)
  return id?.toString('hex')
}

/**
 * When the newest backup of a folder was taken, if it is one of the store in a data folder.
 * @returns undefined without one, and for one of another store, which `takeBackup` refuses
 * @throws OperatorError when it is damaged
 */
export async function newestBackup(folder: string, dataDir: string): Promise<number | undefined> {
  const manifest = readNewestManifest(folder)
  if (manifest === undefined) return undefined
  const { databaseFile } = prepareDataFolder(dataDir, { mustExist: true })
  const connection = await openConnection(databaseFile, [], { isReadOnly: true })
  try {
    const id = bytesOf(connection.one(positional(propertyContent, [idProperty]))?.[0])
    const storeId = id && Buffer.from(id).toString('hex')
    return isOfOtherStore(manifest, storeId) ? undefined : manifest.takenAtMs
  } finally {
    connection.close()
  }
}

const propertyContent = 'SELECT content FROM store_property WHERE property_name = ?'
const eventHeads = 'SELECT seller_id, newest_seq FROM event_head ORDER BY seller_id'
