import { randomBytes } from 'node:crypto'
import {
  type CheckResult,
  type ConformanceRun,
  DatabaseFault,
  type MysqlTarget,
  OperatorError,
  openMysqlEngine,
  openStoreOnServers,
  positional,
  readMysqlTarget,
  type Store,
} from '#server/testing'
import { type Check, storeChecks } from './store-checks.ts'

/**
 * Finds out what holds on a database: every check runs in a new database beside the given one, which is dropped afterwards, through
 * two programs' worth of connections that write to different hosts where there are several.
 * @returns how many checks failed
 * @throws OperatorError when the servers cannot be reached, or refuse to make a database
 */
export async function runConformance(run: ConformanceRun): Promise<number> {
  const target = readMysqlTarget(run.storeUrl)
  const database = `${target.database}_conformance_${randomBytes(4).toString('hex')}`
  const server = await onServer(target, `CREATE DATABASE ${quoted(database)} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`)
  try {
    return await checkDatabase({ ...target, database }, server, run)
  } finally {
    await onServer(target, `DROP DATABASE ${quoted(database)}`)
  }
}

type Server = Readonly<{ version: string; settings: Readonly<Record<string, string>> }>

async function checkDatabase(target: MysqlTarget, server: Server, run: ConformanceRun): Promise<number> {
  const key = randomBytes(32)
  const stores: Store[] = []
  try {
    for (const addresses of [target.addresses, target.addresses.toReversed()]) {
      stores.push(await openStoreOnServers({ ...target, addresses }, { findKeys: () => [key] }))
    }
    const checks = storeChecks(() => stores, run.modelRuns)
    run.onStart({ ...server, database: target.database, checks: checks.length })
    let failures = 0
    for (const check of checks) {
      const result = await resultOf(check)
      if (result.failure !== undefined) failures += 1
      run.onResult(result)
    }
    return failures
  } finally {
    for (const store of stores) await store.close()
  }
}

async function resultOf({ name, run }: Check): Promise<CheckResult> {
  const startMs = performance.now()
  let failure: string | undefined
  try {
    await run()
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
  }
  return { name, failure, durationMs: performance.now() - startMs }
}

/** Settings of engines that change what statements mean or what a COMMIT promises, or that limit them. */
const namesOfSettings = new Set([
  'autocommit',
  'character_set_server',
  'collation_server',
  'innodb_autoinc_lock_mode',
  'innodb_flush_log_at_trx_commit',
  'innodb_lock_wait_timeout',
  'lower_case_table_names',
  'max_allowed_packet',
  'max_connections',
  'max_prepared_stmt_count',
  'sql_mode',
  'sync_binlog',
  'tidb_multi_statement_mode',
  'tidb_txn_mode',
  'time_zone',
  'transaction_isolation',
  'tx_isolation',
  'version_comment',
  'version_compile_os',
  'wait_timeout',
  'wsrep_on',
  'wsrep_sync_wait',
])

/** Executes a statement. @returns what the server is */
async function onServer(target: MysqlTarget, statement: string): Promise<Server> {
  const engine = await openMysqlEngine({ ...target, database: '' })
  try {
    await engine.changeSchema(statement)
    const version = String((await engine.reader.one(positional('SELECT VERSION()')))?.[0])
    const settings = (await engine.reader.all(positional('SHOW GLOBAL VARIABLES')))
      .map(([name, value]) => [String(name), String(value)] as const)
      .filter(([name]) => namesOfSettings.has(name))
    return { version, settings: Object.fromEntries(settings) }
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error
    throw new OperatorError({
      zh: '数据库用户需要建库和删库的权限',
      en: `the database user must be allowed to create and drop databases: ${error.message}`,
    })
  } finally {
    await engine.close()
  }
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
