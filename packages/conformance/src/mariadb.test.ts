import { afterAll, beforeAll, describe, test } from 'vitest'
import { openStore, type Store } from '#server/testing'
import { skipsMariadb } from '../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../scripts/mariadb/start-mariadb.ts'
import { storeChecks } from './store-checks.ts'

/** What an administrator may have set, where sessions must set what they rely on. */
const adverseSettings = ['autocommit=0', 'sql_mode=NO_BACKSLASH_ESCAPES,ANSI_QUOTES']

/** `YAOQUAN_SOAK=1` makes it 20. */
const modelRuns = 20 * Number(process.env['YAOQUAN_SOAK'] ?? 0.45)

describe.skipIf(skipsMariadb())('MariaDB (skipped where mariadb-server is not installed)', () => {
  const stores: Store[] = []
  let server: Mariadb

  beforeAll(async () => {
    server = await startMariadb(adverseSettings)
    const storeUrl = await server.createSchema()
    const open = (url: string) => openStore({ dataDir: '', storeUrl: url, masterKey: '5a'.repeat(32) })
    // Two stores open at the same moment, as servers do after a power cut. One sends statements in one text, the other one by one.
    stores.push(...(await Promise.all([open(storeUrl), open(`${storeUrl}?statements=single`)])))
  })

  afterAll(async () => {
    for (const store of stores) await store.close()
    await server?.stop()
  })

  for (const { name, run } of storeChecks(() => stores, modelRuns)) test(name, run)
})
