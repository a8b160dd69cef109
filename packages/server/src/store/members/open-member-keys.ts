import { existsSync } from 'node:fs'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate } from '#database/migrate'
import type { MysqlTarget } from '#database/mysql/mysql-target'
import { readValue } from '#database/record'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { createDatabaseFile } from '#database/sqlite/data-folder'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { truncateLog } from '#database/sqlite/truncate-log'
import { positional } from '#database/statement'
import { transactRepeating } from '#database/transactions'
import { OperatorError } from '#errors/operator-error'
import { type ErasureLists, openErasureLists } from '#store/keys/erasure-lists'
import type { Keyring } from '#store/keys/keyring'
import { memberKeyMigrations } from '#store/schema/member-keys'
import { erasedMemberOfRow, findCertainErasures } from '#store/tables/erased-member'
import { membersExist } from '#store/tables/member'
import { encodeMemberKeyMark, findMemberKeyMark, insertMemberKeyMark } from '#store/tables/member-key'
import { MemberKeyStore } from './member-key-store.ts'

/** Database with the keys of members. `purge` removes deleted keys from the files. */
export type MemberKeyDatabase = Readonly<{ engine: SqlEngine; purge: () => Promise<void> }>

/** Also has the lists of erased members, which only a data folder has. */
export type ListedMemberKeys = MemberKeyDatabase & Readonly<{ lists?: ErasureLists }>

/** Opens the keys of members in a data folder with the lists of those who were erased. @throws as `openMemberKeyFile` */
export async function openListedMemberKeys(
  { path, memberKeysFile }: Readonly<{ path: string; memberKeysFile: string }>,
  store: Readonly<{ reader: SqlReader }>,
): Promise<ListedMemberKeys> {
  const database = await openMemberKeyFile(memberKeysFile, store)
  try {
    const listErased = async () => (await database.engine.reader.all(findCertainErasures())).map(erasedMemberOfRow)
    return { ...database, lists: await openErasureLists(path, listErased) }
  } catch (error) {
    await database.engine.close()
    throw error
  }
}

/**
 * Opens the file with the keys of members, and creates it in a new store.
 * @param store the store whose members they are
 * @throws OperatorError when it is missing though there are members: without it nothing of them can be read
 */
export async function openMemberKeyFile(
  file: string,
  store: Readonly<{ reader: SqlReader }>,
): Promise<MemberKeyDatabase> {
  if (!existsSync(file) && (await store.reader.one(membersExist())) !== undefined) throw keysAreMissing(file)
  createDatabaseFile(file)
  const engine = await openSqliteEngine(file, { erases: true })
  try {
    await migrate(engine, sqliteProfile, memberKeyMigrations)
  } catch (error) {
    await engine.close()
    throw error
  }
  return { engine, purge: () => truncateLog(file) }
}

/**
 * Opens the keys of members in the database of the store, on connections of their own: keys are made while a transaction of
 * the store waits for them, so the two must not share a limit.
 */
export async function openMemberKeyTables(target: MysqlTarget): Promise<MemberKeyDatabase> {
  const { openMysqlEngine } = await import('#database/mysql/open-mysql-engine')
  const engine = await openMysqlEngine({ ...target, connections: 2, readsFrom: 'writer' })
  return { engine, purge: async () => undefined }
}

/**
 * @param keyring has the keys that seal the keys
 * @throws OperatorError when the keys are sealed under a master key that does not open the store
 */
export async function createMemberKeyStore(database: MemberKeyDatabase, keyring: Keyring): Promise<MemberKeyStore> {
  const generation = await markedGeneration(database.engine, keyring.current.generation)
  if (keyring.find(generation) === undefined) throw otherGeneration()
  return new MemberKeyStore({ ...database, keyring })
}

/** The generation under which new keys are sealed; in a new database the one given. */
function markedGeneration(engine: SqlEngine, generation: number): Promise<number> {
  return transactRepeating(engine, async (transaction) => {
    const marked = await readValue(transaction, findMemberKeyMark())
    if (marked !== undefined) return Number(marked)
    await transaction.run(positional(insertMemberKeyMark, encodeMemberKeyMark(generation)))
    return generation
  })
}

function otherGeneration(): OperatorError {
  return new OperatorError({
    zh: '会员密钥与主密钥不是同一时期的：请恢复备份时所存的会员密钥副本',
    en: 'the keys of members are sealed under another master key: restore the copy of the keys that was made with the backup',
  })
}

export function keysAreMissing(file: string): OperatorError {
  return new OperatorError({
    zh: `缺少会员密钥 ${file}，没有它无法读取会员的手机号和卡号：请从备份旁的密钥目录恢复`,
    en: `the keys of members ${file} are missing, and phones and cards cannot be read without them: restore the file from the folder of keys beside the backups`,
  })
}
