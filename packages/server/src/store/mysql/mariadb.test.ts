import { afterAll, beforeAll, describe } from 'vitest'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { storeChecks } from '../conformance/store-checks.ts'
import { longListsContract } from '../contract/long-lists-contract.ts'
import { playChecks } from '../contract/play-checks.ts'
import { migrations } from '../migrations/migrations.ts'
import { openStore, type Store } from '../open-store.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMigratedMysqlEngine } from './open-migrated-mysql-engine.ts'

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
  }, 120_000)

  afterAll(async () => {
    for (const store of stores) await store.close()
    await server?.stop()
  })

  playChecks(
    'MariaDB',
    storeChecks(() => stores, 60),
  )

  longListsContract('MariaDB', async () =>
    openMigratedMysqlEngine(readMysqlTarget(await server.createSchema()), migrations, {}),
  )
})
