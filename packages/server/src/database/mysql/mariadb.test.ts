import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unpriced } from '#domain/lifecycle/judge-on-order'
import type { LifecycleStore, Written } from '#domain/lifecycle/lifecycle-store'
import { type RedeemAnswer, type Redeeming, type RedeemRefusal, redeemCoupons } from '#domain/lifecycle/redeem-coupons'
import { openAudit } from '#store/audit/open-audit'
import { openStore, type Store } from '#store/open-store'
import { migrations } from '#store/schema/migrations'
import { draftOf } from '#testing/example-draft'
import { longListsContract } from '#testing/long-lists-contract'
import { skipsMariadb } from '../../../../../scripts/mariadb/installed-programs.ts'
import { type Mariadb, startMariadb } from '../../../../../scripts/mariadb/start-mariadb.ts'
import { readMysqlTarget } from './mysql-target.ts'
import { openMigratedMysqlEngine } from './open-migrated-mysql-engine.ts'
import { openMysqlEngine } from './open-mysql-engine.ts'

const masterKey = '5a'.repeat(32)
const noon = Date.parse('2026-11-24T12:00:00+08:00')

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

  test('a call that its own repetition overtakes gets the answer of that, and is not refused for what that did', async () => {
    const [one, other] = stores
    if (one === undefined || other === undefined) throw new Error('no stores')
    const draft = draftOf({ couponCode: 'c', startDate: undefined, endDate: undefined, orderAmountFen: undefined })
    await one.couponIssuer.issueCoupons('overtaken', [draft], noon)
    const repetitions: Promise<Written<RedeemAnswer, RedeemRefusal>>[] = []
    const repeatOnce = async () => {
      if (repetitions.length === 0) repetitions.push(redeemCoupons(redeemingBy(other.lifecycleStore)))
      await repetitions[0]
    }
    const overtaken = await redeemCoupons(redeemingBy(afterLookUp(repeatOnce, one.lifecycleStore)))
    const [repetition] = await Promise.all(repetitions)
    expect(repetition).toMatchObject({ kind: 'done', isAlreadyDone: false })
    expect(overtaken).toEqual({ ...repetition, isAlreadyDone: true })
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
    expect(await engine.reader.all("SHOW TABLES LIKE 'schema_step'", [])).toEqual([])
    await engine.close()
  })

  longListsContract('MariaDB', async () =>
    openMigratedMysqlEngine(readMysqlTarget(await server.createSchema()), migrations, {}),
  )
})

function redeemingBy(lifecycle: LifecycleStore): Redeeming {
  const made = { sellerId: 'overtaken', outRequestNo: 'N', method: 'redeem', content: '', actor: 'app:1' }
  return {
    lifecycle,
    request: { ...made, requestId: 'r', nowMs: noon },
    couponCodes: ['c'],
    orderId: 'SO',
    shop: undefined,
    ...unpriced,
    redeemedAtMs: undefined,
    randomBytes,
  }
}

/** Something happens between the look-up of a call's number and its work. */
function afterLookUp(happen: () => Promise<void>, store: LifecycleStore): LifecycleStore {
  return {
    ...store,
    writeOnce: (request, work) =>
      store.writeOnce(request, async (writer) => {
        await happen()
        return work(writer)
      }),
  }
}
