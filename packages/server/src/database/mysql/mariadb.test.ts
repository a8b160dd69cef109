import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { positional } from '#database/statement'
import { openAudit } from '#store/audit/open-audit'
import { openStore, type Store } from '#store/open-store'
import { migrations } from '#store/schema/migrations'
import { longListsContract } from '#testing/long-lists-contract'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMigratedMysqlEngine } from './open-migrated-mysql-engine.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const masterKey = '5a'.repeat(32)

describe.skipIf(skipsMariadb())('one server (skipped where mariadb-server is not installed)', () => {
  const stores: Store[] = []
  let server: Mariadb

  beforeAll(async () => {
    server = await startMariadb()
    const storeUrl = await server.createSchema()
    const open = () => openStore({ dataDir: '', storeUrl, masterKey })
    // At once, as servers of a cluster start after a power cut.
    stores.push(...(await Promise.all([open(), open()])))
  })

  afterAll(async () => {
    for (const store of stores) await store.close()
    await server?.stop()
  })

  test('refuses a store from before the present schema, unchanged, and says how to bring its data over', async () => {
    const storeUrl = await server.createSchema()
    const engine = await openMysqlEngine(readMysqlTarget(storeUrl))
    const create = 'CREATE TABLE schema_version (version INTEGER NOT NULL, PRIMARY KEY (version))'
    await engine.changeSchema(create)
    const refusal = {
      name: 'OperatorError',
      message: expect.stringMatching(/yaoquan export .*yaoquan import .*export/),
    }
    for (const mustExist of [false, true]) {
      const opening = openStore({ dataDir: '', storeUrl, masterKey, mustExist })
      await expect(opening).rejects.toMatchObject(refusal)
    }
    await expect(openAudit({ dataDir: '', storeUrl, masterKey })).rejects.toMatchObject(refusal)
    expect(await engine.reader.all(positional("SHOW TABLES LIKE 'schema_step'"))).toEqual([])
    await engine.close()
  })

  test('never prepares a statement whose parameters are all NULL', async () => {
    const engine = await openMysqlEngine(readMysqlTarget(await server.createSchema()))
    const preparedCount = async () =>
      (await server.node.sql("SHOW GLOBAL STATUS LIKE 'Com_stmt_execute'")).split('\t')[1]
    const before = await preparedCount()
    expect(await engine.reader.one(positional('SELECT ? IS NULL, ?', [null, null]))).toEqual([1, null])
    expect(await preparedCount()).toBe(before)
    expect(await engine.reader.one(positional('SELECT ? IS NULL, ?', [null, 'a']))).toEqual([1, 'a'])
    expect(await preparedCount()).not.toBe(before)
    await engine.close()
  })

  longListsContract('MariaDB', async () =>
    openMigratedMysqlEngine(readMysqlTarget(await server.createSchema()), migrations, {}),
  )
})
