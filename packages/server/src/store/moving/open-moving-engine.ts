import { resolve } from 'node:path'
import { OperatorError } from '../../config/operator-error.ts'
import { createDatabaseFile, prepareDataFolder } from '../data-folder.ts'
import { migrate, standingVersion, stepsToTake } from '../migrations/migrate.ts'
import { migrations } from '../migrations/migrations.ts'
import { addressText, isMysqlUrl, readMysqlTarget } from '../mysql/mysql-target.ts'
import { MissingTableError } from '../sql/missing-table-error.ts'
import type { SqlEngine } from '../sql/sql-engine.ts'
import { openSqliteEngine } from '../sqlite/open-sqlite-engine.ts'
import { sqliteProfile } from '../sqlite/sqlite-profile.ts'

/** One side of a move. */
export type MovingEngine = Readonly<{
  engine: SqlEngine
  /** Its name, without secrets. */
  place: string
}>

/**
 * Opens the store that is moved, which a server may have open.
 * @param location `sqlite:FOLDER` or `mysql://…`
 * @throws OperatorError when there is none, or its schema is not the newest
 */
export async function openSource(location: string): Promise<MovingEngine> {
  const opened = await openAt(location, true)
  try {
    const missing = stepsToTake(await standingVersion(opened.engine.reader), migrations)
    if (missing.length > 0) {
      throw new OperatorError(
        `${opened.place} 的结构较旧，请先用本版本启动一次服务 (start this version's server on it once: its schema is older)`,
      )
    }
    return opened
  } catch (error) {
    await opened.engine.close()
    throw error instanceof MissingTableError ? noStore(opened.place) : error
  }
}

/**
 * Opens the place that a store is moved to, with our tables.
 * @throws OperatorError when it cannot be opened
 */
export function openTarget(location: string): Promise<MovingEngine> {
  return openAt(location, false)
}

async function openAt(location: string, mustExist: boolean): Promise<MovingEngine> {
  if (isMysqlUrl(location)) return openServers(location, mustExist)
  if (!location.startsWith('sqlite:')) {
    throw new OperatorError(`${withoutSecret(location)} 应为 sqlite:目录 或 mysql://… (sqlite:FOLDER or mysql://…)`)
  }
  const folder = prepareDataFolder(location.slice('sqlite:'.length), { mustExist })
  createDatabaseFile(folder)
  const engine = await openSqliteEngine(folder.databaseFile)
  if (!mustExist) await migrate(engine, sqliteProfile, migrations)
  return { engine, place: `sqlite:${resolve(folder.path)}` }
}

async function openServers(url: string, mustExist: boolean): Promise<MovingEngine> {
  const target = readMysqlTarget(url)
  const { openMigratedMysqlEngine, openMysqlEngine } = await import('../mysql/open-migrated-mysql-engine.ts')
  const engine = mustExist ? await openMysqlEngine(target) : await openMigratedMysqlEngine(target, migrations, {})
  return { engine, place: `mysql://${target.addresses.map(addressText).join(',')}/${target.database}` }
}

function noStore(place: string): OperatorError {
  return new OperatorError(`${place} 中没有药券的数据 (no data of Yaoquan there)`)
}

function withoutSecret(location: string): string {
  return location.replace(/\/\/.*@/s, '//***@')
}
