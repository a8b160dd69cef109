import { existsSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { explainingFileErrors, explainingFileFaults, makeFolder, memberKeysName } from '#database/sqlite/data-folder'
import { OperatorError } from '#errors/operator-error'
import { erasureListFile, readErasureList, takeOverList } from '#store/keys/erasure-list'
import { openOwnList } from '#store/keys/erasure-lists'
import { keepKeysFolder, readKeysFolder } from '#store/keys/keys-folder'
import type { ListedErasure } from '#store/keys/list-lines'
import { openBackupFolder, pruneBackups } from './backup-folder.ts'
import { listBackups, readNewestManifest } from './backup-manifest.ts'
import { type ChangePoint, copyDatabase, removeDatabase, takePoint } from './copy-database.ts'
import { holdDatabase, type StillDatabase } from './hold-database.ts'
import { isCheckDue, keepSnapshot } from './keep-snapshot.ts'
import { erasuresIn, unitedErasures } from './known-erasures.ts'

/** Default folder for member-key copies: next to the backup, never inside it. */
export function defaultKeysFolder(backups: string): string {
  return `${backups.replace(/\/+$/, '')}-keys`
}

type KeyCopy = Readonly<{
  /** The data folder whose keys of members are copied. */
  dataDir: string
  folder: string
  storeId: string | undefined
  /** Time of the backup, whose copy of the store was made before: keys exist before the rows that they encrypt. */
  takenAtMs: number
}>

/** The folder of keys, without which no member is erased from now on. */
export type UsedKeysFolder = Readonly<{
  folder: string
  /** The one that was used before, if it was another. */
  formerFolder: string | undefined
  /** It may be away while the data folder is there. */
  isOnOtherDevice: boolean
}>

/**
 * Copies the keys of members and the list of erased members into a folder, where erasures are listed from then on.
 * @throws OperatorError when the keys are missing or damaged, or the folder cannot be written to
 */
export async function copyMemberKeys({ dataDir, folder, storeId, takenAtMs }: KeyCopy): Promise<UsedKeysFolder> {
  const source = join(dataDir, memberKeysName)
  if (!existsSync(source))
    throw new OperatorError({ zh: `缺少会员密钥 ${source}`, en: `the keys of members ${source} are missing` })
  makeFolder(folder)
  const used = describeFolder(dataDir, folder)
  const target = openBackupFolder(folder)
  try {
    const { keys, changes } = await openKeys({ file: source, workFile: target.workFile, folder, takenAtMs })
    try {
      const erased = erasuresIn(keys.reader)
      await explainingFileFaults(folder, () => listErasuresIn(folder, { dataDir, erased, takenAtMs }))
      explainingFileErrors(folder, () => {
        keepSnapshot(folder, keys, { sellers: [], storeId, changes, damaged: keysAreDamaged })
      })
    } finally {
      keys.release()
    }
  } finally {
    target.release()
  }
  return used
}

/**
 * Removes copies of keys from before a moment, except the newest.
 * @throws OperatorError when a copy that is kept is damaged, since it is unknown then what it needs
 */
export function pruneKeyCopies(folder: string, beforeMs: number): void {
  const target = openBackupFolder(folder)
  try {
    explainingFileErrors(folder, () => pruneBackups(folder, beforeMs, true))
  } finally {
    target.release()
  }
}

type OpeningKeys = Readonly<{ file: string; workFile: string; folder: string; takenAtMs: number }>
type OpenedKeys = Readonly<{ keys: StillDatabase; changes?: ChangePoint | undefined }>

/**
 * Holds the file of the keys only where few chunks of it are to be read. Otherwise it is copied first: an erasure that ends meanwhile empties
 * its log, and fails where it has to wait for longer than some seconds.
 */
export async function openKeys({ file, workFile, folder, takenAtMs }: OpeningKeys): Promise<OpenedKeys> {
  const before = readNewestManifest(folder)
  const clock = () => takenAtMs
  const held = await holdDatabase(file, clock, { patienceMs: keysPatienceMs })
  // What is read after the point may be newer, which does no harm: what was written since is read the next time again.
  const changes = held && takePoint(file, before?.point)
  const areFew = changes?.chunks !== undefined && changes.chunks.size <= maxHeldChunks
  if (held && before && areFew && !isCheckDue(before, takenAtMs)) return { keys: held, changes }
  held?.release()
  return { keys: await copyDatabase(file, workFile, { clock }), changes: changes && { ...changes, chunks: undefined } }
}

const keysPatienceMs = 1_000
/** Storing so many takes a second or two on a slow disk. */
const maxHeldChunks = 64

function keysAreDamaged(faults: string): OperatorError {
  return new OperatorError({ zh: `会员密钥已损坏：${faults}`, en: `the keys of members are damaged: ${faults}` })
}

/** @returns undefined before the first backup of this data folder, and if the file that names it is damaged: the backup replaces it */
function findFormerFolder(dataDir: string): string | undefined {
  try {
    const former = readKeysFolder(dataDir)
    return former?.dataFolder === realpathSync(dataDir) ? former.keysFolder : undefined
  } catch (error) {
    if (error instanceof OperatorError) return undefined
    throw error
  }
}

function describeFolder(dataDir: string, folder: string): UsedKeysFolder {
  const path = realpathSync(folder)
  const formerFolder = findFormerFolder(dataDir)
  return {
    folder: path,
    formerFolder: formerFolder === path ? undefined : formerFolder,
    isOnOtherDevice: statSync(path).dev !== statSync(dataDir).dev,
  }
}

/** Copies a database as it is now, into one file without a log. */
export async function copyKeys(source: string, target: string): Promise<void> {
  removeDatabase(target)
  const database = new Database(source, { readonly: true, fileMustExist: true, timeout: lockTimeoutMs })
  try {
    await database.backup(target)
  } finally {
    database.close()
  }
}

const lockTimeoutMs = 15_000

type Listing = Readonly<{ dataDir: string; erased: readonly ListedErasure[]; takenAtMs: number }>

/**
 * Makes the folder the one in which a data folder lists its erasures. Its list is completed before and after: servers append to the list
 * in the data folder first, and look which folder of keys it is afterwards.
 */
async function listErasuresIn(folder: string, { dataDir, erased, takenAtMs }: Listing): Promise<void> {
  const listId = await openOwnList(dataDir, async () => erased)
  const complete = () =>
    takeOverList(
      erasureListFile(folder),
      { listId, knownUntilMs: takenAtMs },
      {
        dataFolder: realpathSync(dataDir),
        erased: unitedErasures([...(readErasureList(erasureListFile(dataDir))?.erased ?? []), ...erased]),
      },
    )
  await complete()
  keepKeysFolder(dataDir, folder)
  await complete()
}

/**
 * The copy to restore with a backup: made with it or next after it, else the newest.
 * @returns its moment, epoch milliseconds; undefined when the folder has none
 */
export function chooseKeyCopy(folder: string, takenAtMs: number): number | undefined {
  const copies = listBackups(folder)
  return copies.find((moment) => moment >= takenAtMs) ?? copies.at(-1)
}
