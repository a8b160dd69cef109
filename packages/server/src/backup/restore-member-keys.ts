import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { explainingFileErrors, explainingFileFaults } from '#database/sqlite/data-folder'
import { syncFolder } from '#database/sqlite/synced-file'
import { momentText } from '#domain/dates'
import { OperatorError } from '#errors/operator-error'
import { erasureListFile, readListState, takeOverList } from '#store/keys/erasure-list'
import { type ListedErasure, newListId } from '#store/keys/list-lines'
import { type BackupManifest, readManifest, refuseFolderOfOtherStore } from './backup-manifest.ts'
import { writeSnapshot } from './chunk-lists.ts'
import { removeDatabase } from './copy-database.ts'
import { erasuresIn, type KnownErasures, readKnownErasures, unitedErasures } from './known-erasures.ts'
import { chooseKeyCopy, copyKeys } from './member-key-copies.ts'

type KeyRestore = Readonly<{
  /** The folder of key copies. */
  folder: string
  takenAtMs: number
  /** The store that was backed up. */
  storeId: string | undefined
  /** The data folder. */
  dataDir: string
  /** Destination of the keys. An existing file has the newest erasures, so its keys stay. */
  target: string
  /** A further list of erased members. */
  tombstonesFile: string | undefined
  /** Goes on though no list of erased members is newer than the backup. */
  isWithoutTombstones: boolean
}>

export type RestoredKeys = Readonly<{
  /** How many members are to stay erased. */
  erasedMembers: number
  /** Members erased after this moment come back; undefined: every erasure is known. */
  erasuresUnknownAfterMs: number | undefined
}>

/**
 * Puts the keys of members into a data folder, with every erasure that is known, to be repeated in the restored store before
 * it serves anything, and the list of them.
 * @throws OperatorError when no keys are found, they are of another store, or no list of erased members is newer than the backup
 */
export async function restoreMemberKeys(restore: KeyRestore): Promise<RestoredKeys> {
  const { folder, takenAtMs, storeId, dataDir, target } = restore
  const live = existsSync(target) ? target : undefined
  const copy = chooseKeyCopy(folder, takenAtMs)
  if (copy === undefined && live === undefined) {
    throw new OperatorError({
      zh: `${folder} 中没有会员密钥，请用 --keys 指定其目录`,
      en: `${folder} contains no keys of members: name their folder with --keys`,
    })
  }
  const manifest = copy === undefined ? undefined : readManifest(folder, copy)
  refuseFolderOfOtherStore(folder, manifest, storeId)
  const known = findErasures(restore)
  const unfinished = `${target}.unfinished`
  try {
    if (manifest !== undefined) explainingFileErrors(target, () => writeCopy(folder, manifest, unfinished))
    else if (live !== undefined) await copyKeys(live, unfinished)
    const erased = unitedErasures([...(live === undefined ? [] : erasuresOf(live)), ...known.erased])
    const all = explainingFileErrors(target, () =>
      completeKeys(unfinished, { live: manifest === undefined ? undefined : live, erased }),
    )
    await explainingFileFaults(dataDir, () => restoreList(dataDir, takenAtMs, all))
    explainingFileErrors(target, () => {
      chmodSync(unfinished, 0o600)
      for (const end of ['-wal', '-shm']) rmSync(`${target}${end}`, { force: true })
      renameSync(unfinished, target)
      syncFolder(dataDir)
    })
    const erasuresUnknownAfterMs = Number.isFinite(known.untilMs) ? known.untilMs : undefined
    return { erasedMembers: all.length, erasuresUnknownAfterMs }
  } finally {
    removeDatabase(unfinished)
  }
}

function writeCopy(folder: string, manifest: BackupManifest, file: string): void {
  removeDatabase(file)
  writeSnapshot(folder, manifest, file)
}

function findErasures({ folder, takenAtMs, dataDir, tombstonesFile, isWithoutTombstones }: KeyRestore): KnownErasures {
  const known = readKnownErasures({ folder, dataDir, named: tombstonesFile })
  if (known !== undefined && known.untilMs > takenAtMs) return known
  if (!isWithoutTombstones) throw erasuresAreUnknown(folder, takenAtMs)
  // The keys and the store are of that moment, so they know the erasures before it.
  return { erased: known?.erased ?? [], untilMs: takenAtMs }
}

function erasuresOf(file: string): readonly ListedErasure[] {
  const keys = new Database(file, { fileMustExist: true })
  try {
    return erasuresIn(keys)
  } finally {
    // Closing also empties the log, which would not fit the new file.
    keys.close()
  }
}

type Completion = Readonly<{ live: string | undefined; erased: readonly ListedErasure[] }>

/** Adds the keys of a file and the erasures. @returns all members that are erased */
function completeKeys(file: string, { live, erased }: Completion): readonly ListedErasure[] {
  const keys = new Database(file)
  try {
    keys.pragma('journal_mode = DELETE')
    keys.pragma('secure_delete = ON')
    const all = unitedErasures([...erasuresIn(keys), ...erased])
    if (live !== undefined) keys.prepare('ATTACH DATABASE ? AS live').run(live)
    keys.transaction(() => {
      if (live !== undefined) keys.exec(addLiveKeys)
      keys.exec('DELETE FROM erased_member')
      const insert = keys.prepare(`INSERT INTO erased_member
        (seller_id, member_no, erasure_no, erased_at_ms, step) VALUES (?, ?, ?, ?, 1)`)
      for (const [place, { sellerId, memberNo, erasedAtMs }] of all.entries()) {
        insert.run(sellerId, memberNo, place + 1, erasedAtMs)
      }
    })()
    return all
  } finally {
    keys.close()
  }
}

/** Keys that a rotation of the master key has sealed anew since the copy do not open with the key of the copy. */
const addLiveKeys = `INSERT OR IGNORE INTO member_key SELECT * FROM live.member_key
  WHERE generation = (SELECT generation FROM member_key_mark)`

/** Completes the list in the data folder. A new one has another id: the folder of keys stays that of the store which was backed up. */
async function restoreList(dataDir: string, takenAtMs: number, erased: readonly ListedErasure[]): Promise<void> {
  const file = erasureListFile(dataDir)
  const listId = (await readListState(file))?.listId ?? newListId()
  await takeOverList(file, { listId, knownUntilMs: takenAtMs }, { dataFolder: undefined, erased })
}

function erasuresAreUnknown(folder: string, takenAtMs: number): OperatorError {
  const moment = momentText(takenAtMs)
  const list = erasureListFile(folder)
  return new OperatorError({
    zh: `没有比此备份新的已删除会员名单：${moment} 之后的删除未知，恢复会使这些会员重现；请用 --tombstones 指定较新的名单，或加 --without-tombstones 照样恢复（${list}）`,
    en: `no list of erased members is newer than this backup: erasures after ${moment} are unknown, and restoring would bring those members back; name a newer list with --tombstones, or go on with --without-tombstones`,
  })
}
