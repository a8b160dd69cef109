import Database from 'better-sqlite3'
import { isUpgrade, readSchemaVersion } from '#database/migrate'
import { OperatorError } from '#errors/operator-error'
import { asReader, openConnection } from './sqlite-connection.ts'
import { isBusy, openError } from './sqlite-errors.ts'

/**
 * Refuses to upgrade a file that another program has open: one of the former version would write on as if nothing had changed. Called
 * before this process opens it.
 * @param newest version of the schema
 * @throws OperatorError when it is to be upgraded and is open elsewhere
 */
export async function refuseOtherProgramsAtUpgrade(file: string, newest: number): Promise<void> {
  const from = await schemaVersionOf(file)
  if (!isUpgrade({ from, to: newest }) || isOpenHereOnly(file)) return
  // It may have been another server of this version, which has upgraded the file by now.
  if (!isUpgrade({ from: await schemaVersionOf(file), to: newest })) return
  throw new OperatorError({
    zh: `数据结构版本为 ${from}，需要升级，但另一个程序仍打开着 ${file}：请先停止旧版本的服务，再启动`,
    en: `the schema of the store is version ${from} and must be upgraded, but another program has ${file} open: stop the server of the former version and start again`,
  })
}

async function schemaVersionOf(file: string): Promise<number> {
  const connection = await openConnection(file, [], { isReadOnly: true })
  try {
    return (await readSchemaVersion(asReader(connection))) ?? 0
  } finally {
    connection.close()
  }
}

/** Every program that has a file with a log open keeps a lock, so nobody else has where this one gets all of them. */
function isOpenHereOnly(file: string): boolean {
  const database = new Database(file, { timeout: 0, fileMustExist: true })
  try {
    database.pragma('locking_mode = EXCLUSIVE')
    database.pragma('schema_version')
    return true
  } catch (error) {
    if (isBusy(error)) return false
    throw openError(error, file)
  } finally {
    database.close()
  }
}
