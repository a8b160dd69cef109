import { existsSync } from 'node:fs'
import { migrate } from '#database/migrate'
import type { MysqlTarget } from '#database/mysql/mysql-target'
import type { SqlEngine, SqlReader } from '#database/sql-engine'
import { createDatabaseFile } from '#database/sqlite/data-folder'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { sqliteProfile } from '#database/sqlite/sqlite-profile'
import { truncateLog } from '#database/sqlite/truncate-log'
import { OperatorError } from '#errors/operator-error'
import { memberKeyMigrations } from '#store/schema/member-keys'
import { membersExist } from '#store/tables/member'
import { MemberKeyStore } from './member-key-store.ts'

/** Where the keys of members are. `purge` removes deleted keys from the files. */
export type MemberKeyDatabase = Readonly<{ engine: SqlEngine; purge: () => Promise<void> }>

/**
 * Opens the file with the keys of members, and creates it in a new store.
 * @param store the store whose members they are
 * @throws OperatorError when it is missing though there are members: without it nothing of them can be read
 */
export async function openMemberKeyFile(
  file: string,
  store: Readonly<{ reader: SqlReader }>,
): Promise<MemberKeyDatabase> {
  if (!existsSync(file) && (await store.reader.one(membersExist, [])) !== undefined) throw keysAreMissing(file)
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

/** @param sealingKey 32 bytes: the key that seals the keys */
export function createMemberKeyStore(database: MemberKeyDatabase, sealingKey: Uint8Array): MemberKeyStore {
  return new MemberKeyStore({ ...database, sealingKey })
}

export function keysAreMissing(file: string): OperatorError {
  return new OperatorError(
    `缺少会员密钥 ${file}，没有它无法读取会员的手机号和卡号：请从备份旁的密钥目录恢复 (the keys of members are missing, and phones and cards cannot be read without them: restore the file from the folder of keys beside the backups)`,
  )
}
