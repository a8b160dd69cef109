import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { explainingFileErrors } from '#database/sqlite/data-folder'
import { syncFolder } from '#database/sqlite/synced-file'
import { OperatorError } from '#errors/operator-error'
import { removeDatabase } from './copy-database.ts'
import { chooseKeyCopy, copyKeys } from './member-key-copies.ts'
import { listTombstones, readTombstones, type Tombstone, tombstonesFile, unitedTombstones } from './tombstones.ts'

type KeyRestore = Readonly<{
  /** The folder of key copies. */
  folder: string
  takenAtMs: number
  /** Where the keys belong. A file that is there has the newest erasures, and its keys stay. */
  target: string
  /** A further list of erased members. */
  tombstonesFile: string | undefined
  /** Goes on though no list of erased members was found. */
  isWithoutTombstones: boolean
}>

/**
 * Puts the keys of members into a data folder, with every erasure that is known, to be repeated in the restored store before
 * it serves anything.
 * @returns how many members are to stay erased
 * @throws OperatorError when no keys or no list of erased members are found
 */
export async function restoreMemberKeys(restore: KeyRestore): Promise<number> {
  const { folder, takenAtMs, target } = restore
  const live = existsSync(target) ? target : undefined
  const source = chooseKeyCopy(folder, takenAtMs) ?? live
  if (source === undefined) {
    throw new OperatorError(
      `${folder} 中没有会员密钥，请用 --keys 指定其目录 (the folder contains no keys of members: name their folder with --keys)`,
    )
  }
  const tombstones = findTombstones(restore, live)
  if (tombstones === undefined && !restore.isWithoutTombstones) throw tombstonesAreMissing(folder)
  const unfinished = `${target}.unfinished`
  try {
    await copyKeys(source, unfinished)
    return explainingFileErrors(target, () => {
      const erased = completeKeys(unfinished, { live: live === source ? undefined : live, tombstones })
      chmodSync(unfinished, 0o600)
      for (const end of ['-wal', '-shm']) rmSync(`${target}${end}`, { force: true })
      renameSync(unfinished, target)
      syncFolder(dirname(target))
      return erased
    })
  } finally {
    removeDatabase(unfinished)
  }
}

function findTombstones(restore: KeyRestore, live: string | undefined): readonly Tombstone[] | undefined {
  const { tombstonesFile: named } = restore
  const given = named === undefined ? undefined : readTombstones(named)
  if (named !== undefined && given === undefined) throw new OperatorError(`没有此文件：${named} (no such file)`)
  const found = [
    given,
    readTombstones(tombstonesFile(restore.folder)),
    live === undefined ? undefined : tombstonesOf(live),
  ]
  const lists = found.filter((list) => list !== undefined)
  return lists.length === 0 ? undefined : lists.flat()
}

function tombstonesOf(file: string): readonly Tombstone[] {
  const keys = new Database(file, { fileMustExist: true })
  try {
    return listTombstones(keys)
  } finally {
    // Also empties its log, which would not fit the file that takes its place.
    keys.close()
  }
}

type Completion = Readonly<{ live: string | undefined; tombstones: readonly Tombstone[] | undefined }>

/** Adds the keys of a file and the erasures. @returns how many members are erased */
function completeKeys(file: string, { live, tombstones = [] }: Completion): number {
  const keys = new Database(file)
  try {
    keys.pragma('journal_mode = DELETE')
    keys.pragma('secure_delete = ON')
    const all = unitedTombstones([...listTombstones(keys), ...tombstones])
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
    return all.length
  } finally {
    keys.close()
  }
}

/** Keys that a rotation of the master key has sealed anew since the copy do not open with the key of the copy. */
const addLiveKeys = `INSERT OR IGNORE INTO member_key SELECT * FROM live.member_key
  WHERE generation = (SELECT generation FROM member_key_mark)`

function tombstonesAreMissing(folder: string): OperatorError {
  return new OperatorError(
    `找不到已删除会员的名单，恢复会使他们重现：请用 --keys 或 --tombstones 指定，或明确地加 --without-tombstones（${tombstonesFile(folder)}） (the list of erased members was not found, and restoring would bring them back: name it with --keys or --tombstones, or say --without-tombstones)`,
  )
}
