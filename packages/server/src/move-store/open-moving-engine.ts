import { resolve } from 'node:path'
import { sqliteProfile } from '#database/ddl-profile'
import { migrate, readSchemaVersion, refuseEarlierSchema, stepsToTake } from '#database/migrate'
import { addressText, isMysqlUrl, readMysqlTarget } from '#database/mysql/mysql-target'
import type { SchemaEngine } from '#database/sql-engine'
import { createDatabaseFile, prepareDataFolder } from '#database/sqlite/data-folder'
import { openSqliteEngine } from '#database/sqlite/open-sqlite-engine'
import { OperatorError } from '#errors/operator-error'
import { type MemberKeyDatabase, openMemberKeyFile } from '#store/members/open-member-keys'
import { migrationsWithMemberKeys } from '#store/schema/member-keys'
import { migrations } from '#store/schema/migrations'

/** One side of a move. */
export type MovingEngine = Readonly<{
  engine: SchemaEngine
  /** Database with the keys of members. */
  memberKeys: MemberKeyDatabase
  close(): Promise<void>
  /** Its name, without secrets. */
  place: string
  /** Folder of a SQLite store. */
  dataDir?: string
}>

/**
 * Opens the source of a move, which servers may have open.
 * @param location `sqlite:FOLDER` or `mysql://…`
 * @throws OperatorError when there is none, or its schema is not the newest
 */
export async function openSource(location: string): Promise<MovingEngine> {
  const opened = await openAt(location, true)
  try {
    await refuseEarlierSchema(opened.engine.reader)
    const version = await readSchemaVersion(opened.engine.reader)
    if (version === undefined) {
      throw new OperatorError({
        zh: `${opened.place} 中没有药券的数据`,
        en: `${opened.place} contains no Yaoquan data`,
      })
    }
    if (stepsToTake(version, migrations).length > 0) {
      throw new OperatorError({
        zh: `${opened.place} 的结构较旧，请先用本版本启动一次服务`,
        en: `the schema of ${opened.place} is older: start a server of this version on it once`,
      })
    }
    return opened
  } catch (error) {
    await opened.close()
    throw error
  }
}

/** Opens the target of a move, and creates its tables. @throws OperatorError when it cannot be opened */
export function openTarget(location: string): Promise<MovingEngine> {
  return openAt(location, false)
}

async function openAt(location: string, mustExist: boolean): Promise<MovingEngine> {
  if (isMysqlUrl(location)) return openServers(location, mustExist)
  if (!location.startsWith('sqlite:')) {
    throw new OperatorError({
      zh: `${withoutSecret(location)} 应为 sqlite:目录 或 mysql://…`,
      en: `${withoutSecret(location)} must be sqlite:FOLDER or mysql://…`,
    })
  }
  const folder = prepareDataFolder(location.slice('sqlite:'.length), { mustExist })
  createDatabaseFile(folder.databaseFile)
  const engine = await openSqliteEngine(folder.databaseFile)
  if (!mustExist) await migrate(engine, sqliteProfile, migrations)
  const place = `sqlite:${resolve(folder.path)}`
  try {
    // Without the tables from which the file of the keys is made, its error would say less.
    await refuseEarlierSchema(engine.reader)
    const memberKeys = await openMemberKeyFile(folder.memberKeysFile, engine)
    return {
      engine,
      memberKeys,
      place,
      dataDir: folder.path,
      async close() {
        await memberKeys.engine.close()
        await engine.close()
      },
    }
  } catch (error) {
    await engine.close()
    throw error
  }
}

async function openServers(url: string, mustExist: boolean): Promise<MovingEngine> {
  const target = readMysqlTarget(url)
  const { openMigratedMysqlEngine, openMysqlEngine } = await import('#database/mysql/open-migrated-mysql-engine')
  const engine = mustExist
    ? await openMysqlEngine(target)
    : await openMigratedMysqlEngine(target, migrationsWithMemberKeys, {})
  const place = `mysql://${target.addresses.map(addressText).join(',')}/${target.database}`
  return { engine, memberKeys: { engine, purge: async () => undefined }, place, close: () => engine.close() }
}

function withoutSecret(location: string): string {
  return location.replace(/\/\/.*@/s, '//***@')
}
